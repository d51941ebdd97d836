"""Writing inside an entry: all of it or nothing, in order, and only what changed something."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from hamahang.domain.ledger import GENESIS
from hamahang.ledger import queries
from hamahang.ledger.guard import AlreadyVoided, UnrecordedChange
from hamahang.ledger.models import Change, Entry, Head
from hamahang.ledger.recording import bulk_record, bulk_void, recording
from hamahang.ledger.verification import verify_records
from hamahang.projects.models import SizeThreshold
from hamahang.register.models import Product, Unit
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db


class Refused(Exception):
    """A rule of a room said no."""


def write_and_refuse(amount: int) -> None:
    """Be an action that is refused after it wrote."""
    with recording(action="refused", by="tester", at=AT):
        threshold(amount).save()
        raise Refused


def threshold(amount: int) -> SizeThreshold:
    return SizeThreshold(amount=amount, since_on=DAY, basis="test", proof=4)


def test_a_ledger_begins_with_an_empty_head() -> None:
    assert list(Head.objects.values_list("number", "seal")) == [(0, GENESIS)]
    assert queries.head() == (0, GENESIS)


def test_an_emptied_ledger_begins_again(raw_access: None) -> None:
    Head.objects.all().delete()

    factories.size_threshold()

    assert queries.head()[0] == 1
    assert queries.verify_chain().fault is None


def test_an_entry_says_who_when_what_and_why() -> None:
    with recording(action="test.written", by="amar", at=AT, reason="letter 12"):
        threshold(1).save()

    entry = Entry.objects.get()
    assert (entry.number, entry.action, entry.by, entry.at, entry.reason, entry.changes) == (
        1, "test.written", "amar", AT, "letter 12", 1,
    )  # fmt: skip


def test_a_refused_action_leaves_no_trace() -> None:
    with pytest.raises(Refused):
        write_and_refuse(100)

    assert (SizeThreshold.objects.count(), Entry.objects.count(), Change.objects.count()) == (0, 0, 0)
    assert queries.head()[0] == 0


def test_an_entry_stands_before_its_first_record_and_is_sealed_when_the_last_stands() -> None:
    with recording(action="test.written", by="amar", at=AT):
        assert not Entry.objects.exists()
        threshold(1).save()
        assert Entry.objects.get().seal == ""

    entry = Entry.objects.get()
    assert (entry.changes, entry.seal) == (1, queries.head()[1])


def test_an_entry_whose_first_part_is_taken_back_is_written_with_the_next() -> None:
    with recording(action="higher", by="amar", at=AT):
        with pytest.raises(Refused):
            write_and_refuse(100)
        assert not Entry.objects.exists()
        threshold(1).save()

    assert Entry.objects.get().changes == 1
    assert queries.verify_chain().fault is None


def test_an_entry_that_its_caller_took_back_in_silence_is_sealed_all_the_same() -> None:
    with recording(action="higher", by="amar", at=AT):
        with transaction.atomic():
            threshold(1).save()
            transaction.set_rollback(True)
        threshold(2).save()

    assert Entry.objects.get().changes == 2
    assert queries.verify_chain().fault is None


def test_a_record_that_could_not_be_stored_leaves_no_entry() -> None:
    with recording(action="test.written", by="amar", at=AT), pytest.raises(ValueError, match="saved"):
        Product(unit=Unit(), name="آجر").save()

    assert not Entry.objects.exists()
    assert queries.head()[0] == 0


def test_a_lower_action_writes_into_the_entry_of_the_higher_one() -> None:
    with recording(action="higher", by="amar", at=AT):
        with recording(action="lower", by="somebody", at=AT + timedelta(days=1)):
            threshold(1).save()
        threshold(2).save()

    entry = Entry.objects.get()
    assert (entry.action, entry.by, entry.changes) == ("higher", "amar", 2)


def test_a_lower_action_that_is_refused_takes_back_its_own_part_only() -> None:
    with recording(action="higher", by="amar", at=AT):
        threshold(1).save()
        with pytest.raises(Refused):
            write_and_refuse(2)
        threshold(3).save()

    assert sorted(SizeThreshold.objects.values_list("amount", flat=True)) == [1, 3]
    assert Entry.objects.get().changes == 2
    assert queries.verify_chain().fault is None
    assert verify_records() is None


def test_an_entry_that_changes_nothing_is_not_written() -> None:
    product = factories.product()
    before = queries.head()

    with recording(action="test", by="tester", at=AT):
        product.save()

    assert queries.head() == before


def test_moments_never_run_backwards() -> None:
    for days in (0, -400, 1, -1):
        with recording(action="test", by="tester", at=AT + timedelta(days=days)):
            threshold(10 + days + 400).save()

    moments = list(Entry.objects.order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments) == [AT, AT, AT + timedelta(days=1), AT + timedelta(days=1)]


def test_an_entry_is_closed_when_its_block_ends() -> None:
    with recording(action="test", by="tester", at=AT):
        threshold(1).save()

    with pytest.raises(UnrecordedChange):
        threshold(2).save()


def test_a_transaction_taken_back_takes_its_entry_back() -> None:
    with transaction.atomic():
        factories.size_threshold()
        transaction.set_rollback(True)

    assert queries.head() == (0, GENESIS)
    factories.size_threshold()
    assert queries.head()[0] == 1
    assert queries.verify_chain().fault is None


@pytest.mark.parametrize(
    ("said", "kept"), [("12.345", "12.35"), ("12.344", "12.34"), ("12", "12.00"), ("0.005", "0.01")]
)
def test_a_decimal_is_rounded_once_and_alike_everywhere(said: str, kept: str) -> None:
    product = factories.product(capacity=Decimal(said))

    assert product.capacity == Product.objects.get().capacity == Decimal(kept)
    assert verify_records() is None


def test_voiding_says_what_stood_before_even_if_the_record_at_hand_was_touched() -> None:
    fact = factories.size_threshold(amount=100)
    fact.amount = 7

    with recording(action="test.voided", by="tester", at=AT):
        fact.void()

    assert '"amount":100' in Change.objects.get(kind="VOIDED").before
    assert verify_records() is None


def test_many_are_voided_at_once_or_none(django_assert_max_num_queries: Any) -> None:
    with recording(action="test.written", by="tester", at=AT):
        facts = [threshold(1 + number) for number in range(500)]
        bulk_record(facts)

    with django_assert_max_num_queries(12), recording(action="test.voided", by="tester", at=AT):
        bulk_void(facts[:400])
    with pytest.raises(AlreadyVoided), recording(action="test.again", by="tester", at=AT):
        bulk_void(facts[300:])

    assert SizeThreshold.objects.filter(voided_entry=None).count() == 100
    assert queries.verify_chain().fault is None
    assert verify_records() is None
