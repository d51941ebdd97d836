"""Rows written behind: whoever asks sees them, what is wrong with one is raised, and nothing outlives a failure."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from hamahang.ledger import inserting, queries
from hamahang.ledger.bulk import Effect, record_facts
from hamahang.ledger.inserting import aside, insert_rows, rows_behind
from hamahang.ledger.models import Change, SourceTable
from hamahang.ledger.recording import bulk_record, recording
from hamahang.ledger.verification import verify_records
from hamahang.projects.models import SizeThreshold
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db
TABLE, COLUMNS = "ledger_sourcetable", ("file", "sha256", "sheet", "columns", "rank", "is_preferred")
MANY = 500


@pytest.fixture(autouse=True)
def few_values_in_a_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inserting, "MOST_VALUES", 60)


def rows(number: int, first: int = 0) -> Iterator[tuple[Any, ...]]:
    return ((f"{first + n}.xlsx", "0" * 64, "", "{}", 0, False) for n in range(number))


def thresholds(number: int, first: int = 0) -> list[SizeThreshold]:
    return [
        SizeThreshold(amount=1 + n, since_on=DAY + timedelta(days=n), basis="test", proof=4)
        for n in range(first, first + number)
    ]


def write_behind(*lists: Any, then: Any = None) -> None:
    """Write rows behind, and do something before the end."""
    with transaction.atomic(), rows_behind():
        for listed in lists:
            insert_rows(TABLE, COLUMNS, listed)
        if then is not None:
            then()


class Refused(Exception):
    """A rule said no."""


def refuse() -> None:
    raise Refused


def record_and_refuse(facts: list[SizeThreshold]) -> None:
    with recording(action="test.part", by="amar", at=AT):
        bulk_record(facts)
        refuse()


def record(facts: list[SizeThreshold]) -> None:
    with recording(action="test.list", by="amar", at=AT):
        bulk_record(facts)


def names() -> list[str]:
    return list(SourceTable.objects.order_by("pk").values_list("file", flat=True))


def test_whoever_asks_sees_all_rows_in_their_order() -> None:
    with transaction.atomic(), rows_behind():
        insert_rows(TABLE, COLUMNS, rows(MANY))
        seen = names()
        insert_rows(TABLE, COLUMNS, rows(MANY, first=MANY))

    assert seen == [f"{n}.xlsx" for n in range(MANY)]
    assert names() == [f"{n}.xlsx" for n in range(2 * MANY)]


def test_rows_are_written_by_another_thread_while_their_maker_goes_on() -> None:
    writers = set()

    def noted(execute: Any, *statement: Any) -> Any:
        writers.add(threading.current_thread())
        return execute(*statement)

    with transaction.atomic(), connection.execute_wrapper(noted), rows_behind():
        insert_rows(TABLE, COLUMNS, rows(MANY))

    # PostgreSQL is given rows by COPY, which is no statement of the framework
    assert threading.main_thread() not in writers
    assert len(names()) == MANY


def test_what_fits_one_statement_needs_no_thread() -> None:
    before = threading.active_count()

    with transaction.atomic(), rows_behind():
        insert_rows(TABLE, COLUMNS, rows(3))
        assert threading.active_count() == before

    assert len(names()) == 3


def test_a_row_that_is_refused_is_told_to_whoever_asks_next() -> None:
    wrong = [*rows(20), (None, "0" * 64, "", "{}", 0, False), *rows(200)]

    with pytest.raises(IntegrityError):
        write_behind(wrong, then=names)

    assert names() == []


def test_a_row_that_is_refused_is_told_at_the_end_at_the_latest() -> None:
    wrong = [*rows(20), (None, "0" * 64, "", "{}", 0, False)]

    with pytest.raises(IntegrityError):
        write_behind(wrong, rows(10))

    assert names() == []


def test_a_maker_that_fails_leaves_no_rows_and_no_thread() -> None:
    before = threading.active_count()

    with pytest.raises(Refused):
        write_behind(rows(MANY), then=refuse)

    assert (names(), threading.active_count()) == ([], before)


def test_a_question_aside_waits_for_its_own_table_only() -> None:
    with transaction.atomic(), rows_behind():
        insert_rows(TABLE, COLUMNS, rows(MANY))
        with aside("projects_sizethreshold"):
            assert not SizeThreshold.objects.exists()
        with aside(TABLE):
            assert len(names()) == MANY


def test_outside_nothing_is_put_off() -> None:
    insert_rows(TABLE, COLUMNS, rows(MANY))
    with aside(TABLE):
        assert len(names()) == MANY


def test_records_written_behind_are_sealed_and_found_again() -> None:
    for expected in (Effect.CREATED, Effect.UNCHANGED):
        with recording(action="test.list", by="amar", at=AT):
            effects = record_facts(thresholds(200), key=("since_on",))
        assert set(effects) == {expected}

    assert (SizeThreshold.objects.count(), Change.objects.count(), queries.head()[0]) == (200, 200, 1)
    assert queries.verify_chain().fault is None
    assert verify_records() is None


def test_records_of_a_part_that_fails_go_and_the_others_are_sealed_without_a_gap() -> None:
    with recording(action="test.list", by="amar", at=AT):
        bulk_record(thresholds(100))
        with pytest.raises(Refused):
            record_and_refuse(thresholds(100, first=100))
        SizeThreshold(amount=7, since_on=DAY, basis="alone", proof=4).save()
        bulk_record(thresholds(100, first=200))

    assert SizeThreshold.objects.count() == 201
    assert list(Change.objects.order_by("ordinal").values_list("ordinal", flat=True)) == list(range(1, 202))
    assert queries.verify_chain().fault is None
    assert verify_records() is None


def test_a_list_with_a_refused_record_leaves_nothing() -> None:
    wrong = thresholds(150)
    wrong[100].basis = None  # type: ignore[assignment]

    with pytest.raises(IntegrityError):
        record(wrong)

    assert (SizeThreshold.objects.count(), Change.objects.count(), queries.head()[0]) == (0, 0, 0)
