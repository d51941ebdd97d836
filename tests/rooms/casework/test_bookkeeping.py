"""Yearly accounts as records: voided and recorded anew, asked as of a day, balanced, moved by a merge."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hamahang.casework import bookkeeping
from hamahang.casework.models import FinancialStatement
from hamahang.domain.financial import Statement, StatementNotWhole
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.refusal import ChangedMeanwhile
from hamahang.ledger.recording import recording
from hamahang.register.merging import merge_units
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db
FAR = AsOf(date(2100, 1, 1))
BY: dict[str, Any] = {"by": "moshaver", "at": AT}


def record(unit: int, year: int = 1389, assets: int = 300, proof: Proof = Proof.DECLARED, seen: int = 0) -> Any:
    statement = Statement(year, {"total_assets": assets, "total_liabilities": 200, "equity": assets - 200})
    return bookkeeping.record_statement(unit=unit, statement=statement, proof=proof, seen=seen, **BY)


def test_accounts_hold_from_the_last_day_of_their_year() -> None:
    unit = factories.unit().pk
    record(unit)

    assert bookkeeping.latest(unit, AsOf(date(2011, 3, 19))) is None
    known = bookkeeping.latest(unit, AsOf(date(2011, 3, 20)))
    assert known is not None
    assert known.amounts == {"total_assets": 300, "total_liabilities": 200, "equity": 100}


def test_the_same_year_again_replaces_and_keeps_the_earlier_one() -> None:
    unit = factories.unit().pk
    first = record(unit)
    record(unit, assets=400, seen=first.entry_id)

    assert [fact.total_assets for fact in bookkeeping.statements_of(unit, FAR)] == [400]
    assert FinancialStatement.objects.filter(unit=unit).count() == 2


def test_nothing_is_written_over_what_one_has_not_seen() -> None:
    unit = factories.unit().pk
    record(unit)

    with pytest.raises(ChangedMeanwhile) as refused:
        record(unit, assets=400)

    assert refused.value.by == "moshaver"
    assert bookkeeping.statements_of(unit, FAR)[0].total_assets == 300


def test_of_one_year_the_better_proven_holds_and_three_years_are_shown() -> None:
    unit = factories.unit().pk
    record(unit, 1389, assets=500, proof=Proof.LISTED)
    record(unit, 1389, assets=300)
    for year in (1386, 1387, 1388):
        record(unit, year)

    held = bookkeeping.statements_of(unit, FAR)

    assert [(fact.year, fact.total_assets) for fact in held] == [(1389, 500), (1388, 300), (1387, 300)]


def test_what_does_not_balance_leaves_no_trace() -> None:
    unit = factories.unit().pk
    wrong = Statement(1389, {"total_assets": 300, "total_liabilities": 200, "equity": 99})

    with pytest.raises(StatementNotWhole):
        bookkeeping.record_statement(unit=unit, statement=wrong, proof=Proof.DECLARED, **BY)
    with pytest.raises(IntegrityError), transaction.atomic(), recording(action="test", **BY):
        FinancialStatement(
            unit_id=unit, year=1389, total_assets=300, total_liabilities=200, equity=99, since_on=DAY, proof=3
        ).save()

    assert not FinancialStatement.objects.exists()


def test_accounts_go_with_a_unit_that_was_registered_twice() -> None:
    stays, goes = factories.unit(), factories.unit()
    record(goes.pk)

    merge_units(keep=stays.pk, away=goes.pk, reason="یک کارخانه است", by="amar", at=AT + timedelta(hours=1))

    assert [fact.year for fact in bookkeeping.statements_of(stays.pk, FAR)] == [1389]
