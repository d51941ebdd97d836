"""Several officers at once: of a tranche and of an approval one succeeds, and the others are told who."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from hamahang.domain.credit.terms import AlreadyDecided, CreditRefused, TrancheIsTaken
from hamahang.ledger import queries as ledger
from hamahang.support import contracting, paying
from hamahang.support.checking import check_all
from hamahang.support.models import Disbursement, PaymentOrder
from tests.factories import AT
from tests.rooms.ledger.test_writers import file_database as shared_database
from tests.rooms.support.crediting import START, contracted, enter

OFFICERS = 5
file_database = shared_database  # on SQLite the connections must share a file


def at_once(act: Callable[[str], Any]) -> list[Any]:
    """Let officers do the same at the same moment; return what each got, the refusal where it was refused."""
    ready = Barrier(OFFICERS)

    def one(number: int) -> Any:
        try:
            ready.wait(30)
            return act(f"officer-{number}")
        except CreditRefused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(OFFICERS) as pool:
        return list(pool.map(one, range(OFFICERS)))


def in_file(database: Any, act: Callable[[], Any]) -> Any:
    """Do something on the shared file, in a thread of its own: this one's connection is the one in memory."""
    settings, shared = database or ({"NAME": ""}, None)
    original = settings["NAME"]
    if shared is not None:
        settings["NAME"] = str(shared)
    try:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(act).result()
    finally:
        settings["NAME"] = original


def race(act: Callable[[], Any]) -> Callable[[], Any]:
    def raced() -> Any:
        try:
            return act()
        finally:
            connections.close_all()

    return raced


@pytest.mark.django_db(transaction=True)
def test_of_officers_who_enter_one_tranche_one_succeeds_and_the_others_are_told(file_database: Any) -> None:
    def act() -> None:
        facility = contracted()
        tranche = contracting.plan_tranche(
            facility=facility, amount=400_000, percent=Decimal(0), on=START, by="karshenas", at=AT
        )
        contracting.release_tranche(tranche=tranche, reason="پیش‌پرداخت", on=START, by="rais", at=AT)
        got = at_once(lambda who: enter(facility, 400_000, tranche=tranche, by=who))

        entered = [one for one in got if isinstance(one, PaymentOrder)]
        told = [one for one in got if isinstance(one, TrancheIsTaken)]
        assert (len(entered), len(told)) == (1, OFFICERS - 1)
        assert {one.by for one in told} == {entered[0].by}
        assert PaymentOrder.objects.count() == 1
        assert ledger.verify_chain().fault is None

    in_file(file_database, race(act))


@pytest.mark.django_db(transaction=True)
def test_of_officers_who_approve_one_payment_one_succeeds_and_the_others_are_told(file_database: Any) -> None:
    def act() -> None:
        entered = enter(contracted(), 400_000)
        got = at_once(lambda who: paying.approve_payment(payment=entered, on=START, by=who, at=AT))

        paid = [one for one in got if isinstance(one, Disbursement)]
        told = [one for one in got if isinstance(one, AlreadyDecided)]
        assert (len(paid), len(told)) == (1, OFFICERS - 1)
        assert len({one.by for one in told}) == 1
        assert Disbursement.objects.count() == 1
        assert check_all().fault is None
        assert ledger.verify_chain().fault is None

    in_file(file_database, race(act))
