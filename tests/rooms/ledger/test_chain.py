"""The ledger's chain: whatever is done behind its back is found, and named at its first place."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from hamahang.domain.calendar import read_day
from hamahang.domain.proof import Proof
from hamahang.ledger import queries
from hamahang.ledger.bulk import Effect, record_facts
from hamahang.ledger.guard import FactIsWritten, UnrecordedChange
from hamahang.ledger.models import Change, Entry
from hamahang.ledger.recording import bulk_record, recording
from hamahang.ledger.verification import verify_records
from hamahang.projects.models import SizeThreshold

pytestmark = pytest.mark.django_db
AT = datetime(2011, 7, 1, 8, tzinfo=UTC)
DAY = read_day("1390-01-01")


def threshold(amount: int, day: Any = DAY) -> SizeThreshold:
    return SizeThreshold(amount=amount, since_on=day, basis="test", proof=Proof.LISTED)


def write(amount: int, *, at: datetime = AT, day: Any = DAY) -> SizeThreshold:
    fact = threshold(amount, day)
    with recording(action="test.written", by="tester", at=at):
        fact.save()
    return fact


@pytest.fixture
def six() -> list[SizeThreshold]:
    """Six entries of one change each."""
    return [write(100 + n, at=AT + timedelta(minutes=n)) for n in range(6)]


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a_record_is_refused_outside_an_entry() -> None:
    for attempt in (
        lambda: threshold(1).save(),
        lambda: SizeThreshold.objects.create(amount=1, since_on=DAY, basis="", proof=4),
        lambda: SizeThreshold.objects.bulk_create([threshold(1)]),
        lambda: bulk_record([threshold(1)]),
    ):
        with pytest.raises(UnrecordedChange):
            attempt()

    assert SizeThreshold.objects.count() == 0


def test_written_facts_cannot_be_overwritten_updated_or_deleted() -> None:
    fact = write(100)
    fact.amount = 200

    with pytest.raises(FactIsWritten), recording(action="test", by="tester", at=AT):
        fact.save()
    for attempt in (fact.delete, SizeThreshold.objects.all().delete, lambda: SizeThreshold.objects.update(amount=3)):
        with pytest.raises(UnrecordedChange):
            attempt()

    assert SizeThreshold.objects.get().amount == 100


def test_a_refused_action_leaves_no_trace() -> None:
    def fail() -> None:
        with recording(action="test", by="tester", at=AT):
            threshold(100).save()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert (SizeThreshold.objects.count(), Entry.objects.count(), Change.objects.count()) == (0, 0, 0)
    assert queries.head()[0] == 0


def test_an_entry_that_changes_nothing_is_not_written(six: list[SizeThreshold]) -> None:
    with recording(action="test", by="tester", at=AT):
        pass

    assert queries.head()[0] == 6


def test_moments_never_run_backwards(six: list[SizeThreshold]) -> None:
    write(1, at=AT - timedelta(days=400))

    moments = list(Entry.objects.order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments)


def test_an_untouched_chain_holds(six: list[SizeThreshold]) -> None:
    verdict = queries.verify_chain()

    assert (verdict.fault, verdict.entries, verdict.changes) == (None, 6, 6)
    assert verify_records() is None


@pytest.mark.parametrize("number", range(1, 7))
@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE ledger_entry SET reason = 'x' WHERE number = %s", "entry_altered"),
        ("UPDATE ledger_entry SET at = '2001-01-01 00:00:00+00' WHERE number = %s", "entry_altered"),
        ("UPDATE ledger_change SET after = '{}' WHERE entry_id = %s", "change_altered"),
        ("UPDATE ledger_change SET record_id = 999 WHERE entry_id = %s", "change_altered"),
        ("DELETE FROM ledger_change WHERE entry_id = %s", "change_missing"),
    ],
)
def test_each_change_behind_its_back_is_found_where_it_is(
    six: list[SizeThreshold], statement: str, what: str, number: int
) -> None:
    sql(statement, number)

    fault = queries.verify_chain().fault

    assert fault is not None
    assert (fault.entry, fault.what) == (number, what)


def test_a_forged_seal_breaks_the_next_link(six: list[SizeThreshold]) -> None:
    sql("UPDATE ledger_entry SET seal = %s WHERE number = 3", "f" * 64)

    fault = queries.verify_chain().fault

    assert fault is not None
    assert fault.entry == 3


def test_a_cut_tail_is_found_with_a_head_kept_elsewhere(six: list[SizeThreshold]) -> None:
    number, seal = queries.head()
    previous = Entry.objects.get(number=5)
    sql("UPDATE projects_sizethreshold SET entry_id = 5 WHERE entry_id = 6")
    sql("DELETE FROM ledger_change WHERE entry_id = 6")
    sql("DELETE FROM ledger_entry WHERE number = 6")
    sql("UPDATE ledger_head SET number = 5, seal = %s", previous.seal)

    assert queries.verify_chain().fault is None
    fault = queries.verify_chain(head_number=number, head_seal=seal).fault
    assert fault is not None
    assert (fault.entry, fault.what) == (6, "tail_missing")


def test_a_record_changed_past_the_ledger_is_named(six: list[SizeThreshold]) -> None:
    sql("UPDATE projects_sizethreshold SET amount = 1 WHERE id = %s", six[2].pk)

    fault = verify_records()

    assert queries.verify_chain().fault is None
    assert fault is not None
    assert (fault.what, fault.record) == ("record_altered", f"projects.SizeThreshold:{six[2].pk}")


def test_two_times_of_a_fact() -> None:
    first = write(100, at=AT)
    with recording(action="test.corrected", by="tester", at=AT + timedelta(days=30), reason="typed wrong"):
        effects = record_facts([threshold(300)], key=("since_on",))

    then = queries.as_of(day=DAY, known_at=AT + timedelta(days=1))
    now = queries.as_of(day=DAY)
    before = queries.as_of(day=read_day("1389-12-29"))
    assert effects == [Effect.CORRECTED]
    assert [fact.amount for fact in SizeThreshold.objects.standing(then)] == [100]
    assert [fact.amount for fact in SizeThreshold.objects.standing(now)] == [300]
    assert list(SizeThreshold.objects.standing(before)) == []
    assert SizeThreshold.objects.get(pk=first.pk).voided_entry_id == 2


def test_the_same_fact_again_changes_nothing() -> None:
    write(100)

    with recording(action="test", by="tester", at=AT):
        effects = record_facts([threshold(100)], key=("since_on",))

    assert effects == [Effect.UNCHANGED]
    assert queries.head()[0] == 1


def test_many_records_under_one_entry_take_few_statements(django_assert_max_num_queries: Any) -> None:
    facts = [threshold(1 + n, DAY + timedelta(days=n)) for n in range(1_000)]

    with django_assert_max_num_queries(40), recording(action="test.bulk", by="tester", at=AT):
        bulk_record(facts)

    assert Entry.objects.get().changes == 1_000
    assert queries.verify_chain().fault is None
    assert verify_records() is None
