"""The ledger's chain: whatever is done behind its back is found, and named at its first place."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hamahang.domain.ledger import GENESIS, Body, canonical, change_seal, entry_seal
from hamahang.ledger import queries, verification
from hamahang.ledger import recording as recording_module
from hamahang.ledger.guard import content, contents
from hamahang.ledger.models import Change, Entry
from hamahang.ledger.queries import Fault
from hamahang.ledger.recording import bulk_record, recording
from hamahang.ledger.verification import verify_records
from hamahang.projects.models import SizeThreshold
from tests import factories
from tests.factories import AT, DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("raw_access")]
# how many changes each entry of the chain has
SIZES = (1, 3, 2, 1, 4, 1)
ENTRIES = st.integers(1, len(SIZES))


@pytest.fixture
def six() -> list[SizeThreshold]:
    """Six entries with one to four changes; return the first record of each."""
    first = []
    for number, size in enumerate(SIZES):
        facts = [
            SizeThreshold(amount=100 * number + n + 1, since_on=DAY + timedelta(days=n), basis="test", proof=4)
            for n in range(size)
        ]
        with recording(action="test.written", by="tester", at=AT + timedelta(minutes=number)):
            bulk_record(facts)
        first.append(facts[0])
    return first


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def found(**kept: Any) -> tuple[int, int | None, str] | None:
    fault = queries.verify_chain(**kept).fault
    return (fault.entry, fault.ordinal, fault.what) if fault else None


def test_an_untouched_chain_holds(six: list[SizeThreshold]) -> None:
    verdict = queries.verify_chain()

    assert (verdict.fault, verdict.entries, verdict.changes) == (None, len(SIZES), sum(SIZES))
    assert (verdict.number, verdict.seal) == queries.head()
    assert verify_records() is None


def test_an_empty_chain_holds() -> None:
    assert found() is None
    assert verify_records() is None


@pytest.mark.parametrize("number", range(1, len(SIZES) + 1))
@pytest.mark.parametrize(
    ("statement", "ordinal", "what"),
    [
        ("UPDATE ledger_entry SET reason = 'x' WHERE number = %s", None, "entry_altered"),
        ("UPDATE ledger_entry SET by = 'x' WHERE number = %s", None, "entry_altered"),
        ("UPDATE ledger_entry SET action = 'x' WHERE number = %s", None, "entry_altered"),
        ("UPDATE ledger_entry SET seal = 'x' WHERE number = %s", None, "entry_altered"),
        ("UPDATE ledger_entry SET at = '2001-01-01 00:00:00+00' WHERE number = %s", None, "entry_altered"),
        ("UPDATE ledger_change SET after = '{}' WHERE entry_id = %s AND ordinal = 1", 1, "change_altered"),
        ("UPDATE ledger_change SET before = '{}' WHERE entry_id = %s AND ordinal = 1", 1, "change_altered"),
        ("UPDATE ledger_change SET record_id = 999 WHERE entry_id = %s AND ordinal = 1", 1, "change_altered"),
        ("UPDATE ledger_change SET record = 'x' WHERE entry_id = %s AND ordinal = 1", 1, "change_altered"),
        ("UPDATE ledger_change SET kind = 'VOIDED' WHERE entry_id = %s AND ordinal = 1", 1, "change_altered"),
        ("UPDATE ledger_change SET seal = 'x' WHERE entry_id = %s AND ordinal = 1", 1, "change_altered"),
        ("DELETE FROM ledger_change WHERE entry_id = %s AND ordinal = 1", 1, "change_missing"),
        ("DELETE FROM ledger_change WHERE entry_id = %s", 1, "change_missing"),
    ],
)
def test_each_change_behind_its_back_is_found_where_it_is(
    six: list[SizeThreshold], statement: str, ordinal: int | None, what: str, number: int
) -> None:
    sql(statement, number)

    assert found() == (number, ordinal, what)


@pytest.mark.parametrize("number", range(1, len(SIZES) + 1))
def test_a_removed_entry_is_missed(six: list[SizeThreshold], number: int) -> None:
    forget(number)

    assert found() == (number, None, "tail_missing" if number == len(SIZES) else "entry_missing")


def forget(number: int) -> None:
    """Remove an entry with all that points to it."""
    sql("DELETE FROM projects_sizethreshold WHERE entry_id = %s", number)
    sql("DELETE FROM ledger_change WHERE entry_id = %s", number)
    sql("DELETE FROM ledger_entry WHERE number = %s", number)


def resealed(entry: int, ordinal: int, **values: Any) -> Change:
    """Return a change as a forger would write it, its own seal included; the entry's seal needs the entries after."""
    change = Change(**{"kind": "CREATED", "record": "x.Y", "record_id": 1, "before": "", "after": "{}", **values})
    change.entry_id, change.ordinal = entry, ordinal
    names = ("ordinal", "kind", "record", "record_id", "before", "after")
    change.seal = change_seal(**{name: getattr(change, name) for name in names})
    return change


@pytest.mark.parametrize("number", range(1, len(SIZES) + 1))
def test_an_added_change_is_found_though_its_own_seal_is_right(six: list[SizeThreshold], number: int) -> None:
    resealed(number, SIZES[number - 1] + 1).save()

    assert found() == (number, SIZES[number - 1] + 1, "change_added")


def test_an_added_change_that_is_counted_breaks_the_entrys_seal(six: list[SizeThreshold]) -> None:
    resealed(3, SIZES[2] + 1).save()
    sql("UPDATE ledger_entry SET changes = changes + 1 WHERE number = 3")

    assert found() == (3, None, "entry_altered")


def test_a_change_sealed_again_breaks_the_entrys_seal(six: list[SizeThreshold]) -> None:
    Change.objects.filter(entry=2, ordinal=2).delete()
    resealed(2, 2).save()

    assert found() == (2, None, "entry_altered")


def test_an_entry_sealed_again_breaks_the_next(six: list[SizeThreshold]) -> None:
    entry = Entry.objects.get(number=3)
    entry.reason = "forged"
    seals = list(Change.objects.filter(entry=3).order_by("ordinal").values_list("seal", flat=True))
    entry.seal = entry_seal(
        previous=Entry.objects.get(number=2).seal,
        number=3,
        action=entry.action,
        by=entry.by,
        at=entry.at,
        reason=entry.reason,
        body=Body(seals),
    )
    entry.save()

    assert found() == (4, None, "entry_altered")


def test_entries_added_past_the_ledger_lie_beyond_the_head(six: list[SizeThreshold]) -> None:
    Entry.objects.create(number=7, action="forged", by="x", at=AT, seal="f" * 64)

    assert found() == (7, None, "head_differs")


def test_a_change_without_an_entry_is_found(six: list[SizeThreshold]) -> None:
    with transaction.atomic():
        resealed(99, 1).save()
        assert found() == (99, 1, "change_without_entry")
        transaction.set_rollback(True)
    resealed(0, 1).save()

    assert found() == (0, 1, "change_without_entry")
    transaction.set_rollback(True)


def test_a_head_that_was_set_is_found(six: list[SizeThreshold]) -> None:
    sql("UPDATE ledger_head SET seal = %s", "f" * 64)

    assert found() == (6, None, "head_differs")


def test_a_removed_head_is_found(six: list[SizeThreshold]) -> None:
    sql("DELETE FROM ledger_head")

    assert found() == (1, None, "head_differs")


@pytest.mark.parametrize("left", range(len(SIZES)))
def test_a_cut_tail_is_found_with_a_head_kept_elsewhere(six: list[SizeThreshold], left: int) -> None:
    number, seal = queries.head()
    cut(left)

    assert found() is None
    assert found(head_number=number, head_seal=seal) == (left + 1, None, "tail_missing")


def cut(left: int) -> None:
    """Remove all entries after one, so that what is left is a whole chain."""
    for number in range(len(SIZES), left, -1):
        forget(number)
    seal = Entry.objects.filter(number=left).values_list("seal", flat=True).first() or GENESIS
    sql("UPDATE ledger_head SET number = %s, seal = %s", left, seal)


def test_a_history_written_anew_differs_from_the_head_kept_elsewhere(six: list[SizeThreshold]) -> None:
    number, seal = 4, Entry.objects.get(number=4).seal
    cut(3)
    for _ in range(3):
        factories.size_threshold()

    assert found() is None
    assert found(head_number=number, head_seal=seal) == (4, None, "differs_from_kept_head")


def test_a_kept_head_that_fits_is_no_fault(six: list[SizeThreshold]) -> None:
    for entry in Entry.objects.all():
        assert found(head_number=entry.number, head_seal=entry.seal[:16]) is None


# --- any tampering, at random ---

WORDS = st.text(st.characters(exclude_categories=("C",)), max_size=40)
NUMBERS = st.integers(10_000, 2**31 - 1)
CHANGE_COLUMNS = {
    "kind": WORDS.map(lambda word: f"!{word}"[:9]),
    "record": WORDS.map(lambda word: f"!{word}"),
    "record_id": NUMBERS,
    "before": WORDS.map(lambda word: f"!{word}"),
    "after": WORDS.map(lambda word: f"!{word}"),
    "seal": WORDS.map(lambda word: f"!{word}"),
    "ordinal": NUMBERS,
}
ENTRY_COLUMNS = {
    "action": WORDS.map(lambda word: f"!{word}"),
    "by": WORDS.map(lambda word: f"!{word}"),
    "reason": WORDS.map(lambda word: f"!{word}"),
    "seal": WORDS.map(lambda word: f"!{word}"),
    "at": NUMBERS.map(lambda seconds: str(AT - timedelta(seconds=seconds))),
    "changes": NUMBERS,
}
UPDATE_CHANGE = "UPDATE ledger_change SET {} = %s WHERE entry_id = %s AND ordinal = %s"
MOVE = "UPDATE ledger_change SET entry_id = %s, ordinal = %s WHERE entry_id = %s AND ordinal = %s"
COPY = """INSERT INTO ledger_change (entry_id, ordinal, kind, record, record_id, before, after, seal)
    SELECT %s, %s, kind, record, record_id, before, after, seal FROM ledger_change
    WHERE entry_id = %s AND ordinal = %s"""
SWAP = "UPDATE ledger_entry SET seal = (SELECT seal FROM ledger_entry WHERE number = %s) WHERE number = %s"
Statements = list[tuple[str, tuple[Any, ...]]]


@st.composite
def places(draw: Any) -> tuple[int, int]:
    """Return an entry and a change in it."""
    entry = draw(ENTRIES)
    return entry, draw(st.integers(1, SIZES[entry - 1]))


@st.composite
def tamperings(draw: Any) -> tuple[Statements, int]:
    """Return statements that alter the chain, and the first entry they alter."""
    place = draw(places())
    entry = place[0]
    kind = draw(st.sampled_from(["change", "entry", "drop change", "drop entry", "add", "swap", "swap seals"]))
    if kind == "change":
        column = draw(st.sampled_from(sorted(CHANGE_COLUMNS)))
        return [(UPDATE_CHANGE.format(column), (draw(CHANGE_COLUMNS[column]), *place))], entry
    if kind == "entry":
        column = draw(st.sampled_from(sorted(ENTRY_COLUMNS)))
        value = draw(ENTRY_COLUMNS[column])
        return [(f"UPDATE ledger_entry SET {column} = %s WHERE number = %s", (value, entry))], entry  # noqa: S608
    if kind == "drop change":
        return [("DELETE FROM ledger_change WHERE entry_id = %s AND ordinal = %s", place)], entry
    if kind == "drop entry":
        tables = ("projects_sizethreshold WHERE entry_id", "ledger_change WHERE entry_id", "ledger_entry WHERE number")
        return [(f"DELETE FROM {table} = %s", (entry,)) for table in tables], entry  # noqa: S608
    other = draw(places().filter(lambda found: found[0] != entry))
    if kind == "add":
        to = draw(st.integers(SIZES[entry - 1] + 1, 1_000))
        return [(COPY, (entry, to, *other))], entry
    if kind == "swap":
        away = (entry, 1_000)
        return [(MOVE, (*away, *place)), (MOVE, (*place, *other)), (MOVE, (*other, *away))], min(entry, other[0])
    return [(SWAP, (other[0], entry))], entry


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tampering=tamperings())
def test_any_tampering_is_found_in_the_first_entry_it_touches(
    six: list[SizeThreshold], tampering: tuple[Statements, int]
) -> None:
    statements, first = tampering
    with transaction.atomic():
        for statement, values in statements:
            sql(statement, *values)

        fault = queries.verify_chain().fault
        transaction.set_rollback(True)

    assert fault is not None
    assert fault.entry == first


# --- the records themselves ---


def of(record: SizeThreshold, what: str) -> tuple[str, str]:
    return what, f"projects.SizeThreshold:{record.pk}"


def wrong() -> tuple[str, str] | None:
    fault: Fault | None = verify_records()
    assert queries.verify_chain().fault is None
    return (fault.what, fault.record) if fault else None


@pytest.mark.parametrize(
    "change",
    [
        "amount = amount + 1",
        "basis = ''",
        "since_on = '2001-01-01'",
        "proof = 8",
        "entry_id = entry_id - 1",  # as if it had been known earlier
        "voided_entry_id = 6",
        "source_row = 12",
    ],
)
def test_a_record_changed_past_the_ledger_is_named(six: list[SizeThreshold], change: str) -> None:
    sql(f"UPDATE projects_sizethreshold SET {change} WHERE id = %s", six[2].pk)  # noqa: S608

    assert wrong() == of(six[2], "record_altered")


def test_the_first_of_several_is_named(six: list[SizeThreshold]) -> None:
    for record in (six[4], six[1], six[3]):
        sql("UPDATE projects_sizethreshold SET amount = 7 WHERE id = %s", record.pk)

    assert wrong() == of(six[1], "record_altered")


@pytest.mark.parametrize("number", [0, 3, 5])
def test_a_record_removed_past_the_ledger_is_named(six: list[SizeThreshold], number: int) -> None:
    sql("DELETE FROM projects_sizethreshold WHERE id = %s", six[number].pk)

    assert wrong() == of(six[number], "record_missing")


def test_all_records_removed_are_named_by_the_first(six: list[SizeThreshold]) -> None:
    sql("DELETE FROM projects_sizethreshold")

    assert wrong() == of(six[0], "record_missing")


def test_a_record_written_past_the_ledger_is_named(six: list[SizeThreshold]) -> None:
    forged = SizeThreshold(amount=7, since_on=DAY, basis="", proof=4, entry_id=3)

    QuerySet(SizeThreshold).bulk_create([forged])

    assert wrong() == of(forged, "record_unrecorded")


def test_a_voided_record_brought_back_is_named(six: list[SizeThreshold]) -> None:
    with recording(action="test.voided", by="tester", at=AT):
        six[0].void()
    assert wrong() is None

    sql("UPDATE projects_sizethreshold SET voided_entry_id = NULL")

    assert wrong() == of(six[0], "record_altered")


def test_records_are_verified_in_chunks(six: list[SizeThreshold], monkeypatch: Any) -> None:
    monkeypatch.setattr(verification, "CHUNK", 3)
    assert wrong() is None

    sql("UPDATE projects_sizethreshold SET amount = 7 WHERE id = %s", six[-1].pk)

    assert wrong() == of(six[-1], "record_altered")


@pytest.mark.parametrize(("basis", "fault"), [("", None), ("test", "record_altered")])
def test_a_column_younger_than_the_record_stands_empty(
    basis: str, fault: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def content_without_basis(record: Any) -> str:
        return canonical({name: value for name, value in json.loads(content(record)).items() if name != "basis"})

    def contents_without_basis(model: Any, columns: Any) -> list[str]:
        said = [json.loads(text) for text in contents(model, columns)]
        return [canonical({name: value for name, value in one.items() if name != "basis"}) for one in said]

    monkeypatch.setattr(recording_module, "content", content_without_basis)
    monkeypatch.setattr(recording_module, "contents", contents_without_basis)
    with recording(action="test.written", by="tester", at=AT):
        bulk_record([SizeThreshold(amount=5, since_on=DAY, basis=basis, proof=4)])

    found_fault = verify_records()

    assert (found_fault and found_fault.what) == fault
