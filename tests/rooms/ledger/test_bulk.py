"""Lists: what is new is written, what differs is corrected, what is known already changes nothing."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hamahang.ledger import queries
from hamahang.ledger.bulk import Effect, Origin, record_entities, record_facts, strongest
from hamahang.ledger.guard import FactIsWritten
from hamahang.ledger.models import Change, Entry, SourceTable
from hamahang.ledger.recording import bulk_record, recording
from hamahang.ledger.verification import verify_records
from hamahang.projects.models import SizeThreshold
from hamahang.register.models import Company, Product
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db


def entry(**values: Any) -> Any:
    return recording(**{"action": "test.list", "by": "amar", "at": AT, **values})


def threshold(amount: int, days: int = 0) -> SizeThreshold:
    return SizeThreshold(amount=amount, since_on=DAY + timedelta(days=days), basis="test", proof=4)


def company(name: str, national_id: str | None = None) -> Company:
    return Company(name=name, name_key=name, national_id=national_id)


def test_many_records_under_one_entry_take_few_statements(django_assert_max_num_queries: Any) -> None:
    facts = [threshold(1 + n, days=n) for n in range(1_000)]

    with django_assert_max_num_queries(20), entry():
        bulk_record(facts)

    assert Entry.objects.get().changes == 1_000
    assert [fact.pk for fact in facts] == list(SizeThreshold.objects.order_by("pk").values_list("pk", flat=True))
    assert queries.verify_chain().fault is None
    assert verify_records() is None


def test_a_list_of_nothing_writes_nothing() -> None:
    with entry():
        bulk_record([])
        assert record_facts([], key=("since_on",)) == []
        assert record_entities([], key=("name_key",)) == []

    assert queries.head()[0] == 0


def test_the_same_list_twice_changes_nothing() -> None:
    for expected in (Effect.CREATED, Effect.UNCHANGED):
        with entry():
            companies = record_entities([company("آجر", "1"), company("گچ", "2")], key=("name_key",))
            facts = record_facts([threshold(1), threshold(2, days=1)], key=("since_on",))
        assert [effect for _, effect in companies] == facts == [expected, expected]

    assert queries.head()[0] == 1


def test_a_list_corrects_what_it_says_otherwise_and_is_silent_where_empty() -> None:
    product = factories.product(name="آجر", capacity=Decimal("10.00"), capacity_unit="تن")
    said = Product(unit_id=product.unit_id, name="آجر", capacity=Decimal("12.5"), capacity_unit="", isic="")

    with entry():
        [(stored, effect)] = record_entities([said], key=("unit_id", "name"))

    assert effect == Effect.CORRECTED
    assert (stored.pk, stored.capacity) == (product.pk, Decimal("12.5"))
    assert (stored.capacity_unit, stored.isic) == ("تن", "2392")
    assert verify_records() is None


def test_a_corrected_record_opens_at_the_list_that_corrected_it_and_its_history_at_both() -> None:
    tables = [SourceTable.objects.create(file=f"{n}.xlsx", sha256=str(n)) for n in (1, 2)]
    unit = factories.unit()
    for table, capacity in zip(tables, ("10", "20"), strict=True):
        said = Product(unit_id=unit.pk, name="آجر", capacity=Decimal(capacity))
        with entry():
            record_entities([Origin(table.pk, 7).mark(said)], key=("unit_id", "name"))

    stored = Product.objects.get()
    change = queries.changes_of("register.Product", stored.pk).last()
    assert (stored.source_table_id, stored.source_row) == (tables[1].pk, 7)
    assert f'"source_table_id":{tables[0].pk}' in change.before
    assert f'"source_table_id":{tables[1].pk}' in change.after


def test_two_rows_of_one_entity_are_recorded_once() -> None:
    with entry():
        first, second = record_entities([company("آجر", "1"), company("آجر", "1")], key=("name_key",))

    assert (first[1], second[1]) == (Effect.CREATED, Effect.UNCHANGED)
    assert first[0] is second[0]
    assert Company.objects.count() == 1


def test_of_two_facts_with_one_key_the_last_holds() -> None:
    factories.size_threshold(amount=5)

    with entry():
        effects = record_facts([threshold(6), threshold(7)], key=("since_on",))

    assert effects == [Effect.CORRECTED, Effect.CORRECTED]
    assert [fact.amount for fact in SizeThreshold.objects.filter(voided_entry=None)] == [7]
    assert verify_records() is None


def test_correcting_many_facts_takes_few_statements(django_assert_max_num_queries: Any) -> None:
    with entry():
        bulk_record([threshold(1 + n, days=n) for n in range(400)])

    with django_assert_max_num_queries(20), entry():
        effects = record_facts([threshold(1_000 + n, days=n) for n in range(400)], key=("since_on",))

    assert set(effects) == {Effect.CORRECTED}
    assert Change.objects.filter(kind="VOIDED").count() == 400
    assert queries.verify_chain().fault is None
    assert verify_records() is None


def test_correcting_many_entities_takes_few_statements(django_assert_max_num_queries: Any) -> None:
    unit, day = factories.unit(), factories.AT
    said = [Product(unit_id=unit.pk, name=f"آجر {n}", capacity=Decimal(n)) for n in range(400)]
    with entry():
        record_entities(said, key=("unit_id", "name"))

    said = [Product(unit_id=unit.pk, name=f"آجر {n}", capacity=Decimal(n + 1)) for n in range(400)]
    with django_assert_max_num_queries(15), entry(at=day + timedelta(days=1)):
        effects = [effect for _, effect in record_entities(said, key=("unit_id", "name"))]

    assert set(effects) == {Effect.CORRECTED}
    kept = Product.objects.order_by("capacity").values_list("capacity", flat=True)
    assert list(kept) == [Decimal(n + 1) for n in range(400)]
    assert queries.verify_chain().fault is None
    assert verify_records() is None


def test_two_rows_that_correct_one_entity_leave_one_change() -> None:
    product = factories.product(name="آجر", capacity=Decimal(1))
    said = [Product(unit_id=product.unit_id, name="آجر", capacity=Decimal(n)) for n in (2, 3)]

    with entry():
        record_entities(said, key=("unit_id", "name"))

    assert Product.objects.get().capacity == 3
    assert queries.changes_of("register.Product", product.pk).count() == 2
    assert verify_records() is None


def test_facts_are_not_corrected_as_entities() -> None:
    factories.size_threshold(amount=5)

    with pytest.raises(FactIsWritten), entry():
        record_entities([threshold(6)], key=("since_on",))

    assert SizeThreshold.objects.get().amount == 5


def test_a_value_finer_than_its_column_is_not_a_correction_when_it_comes_again() -> None:
    unit = factories.unit()
    for expected in (Effect.CREATED, Effect.UNCHANGED):
        with entry():
            said = Product(unit_id=unit.pk, name="گچ", capacity=Decimal("12.345"))
            [(_, effect)] = record_entities([said], key=("unit_id", "name"))
        assert effect == expected


def test_the_strongest_effect_describes_a_row() -> None:
    assert strongest() == Effect.UNCHANGED
    assert strongest(Effect.UNCHANGED, Effect.CORRECTED) == Effect.CORRECTED
    assert strongest(Effect.CORRECTED, Effect.CREATED) == Effect.CREATED


LISTS = st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 3)), max_size=8), max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lists=LISTS)
def test_after_any_lists_the_last_word_holds_and_every_moment_is_as_it_was(
    lists: list[list[tuple[int, int]]],
) -> None:
    with transaction.atomic():
        moments: list[tuple[Any, dict[int, int]]] = []
        holding: dict[int, int] = {}
        for number, rows in enumerate(lists):
            at = AT + timedelta(days=number)
            with entry(at=at):
                record_facts([threshold(amount, days=day) for day, amount in rows], key=("since_on",))
            holding = {**holding, **dict(rows)}
            moments.append((at, holding))

        for at, expected in moments:
            asof = queries.as_of(day=DAY + timedelta(days=10), known_at=at)
            found = {(f.since_on - DAY).days: f.amount for f in SizeThreshold.objects.standing(asof)}
            assert found == expected
        assert queries.verify_chain().fault is None
        assert verify_records() is None
        transaction.set_rollback(True)
