"""Yearly accounts of units: recording them, and reading those that hold."""

from datetime import datetime

from hamahang.casework.models import FinancialStatement
from hamahang.domain.financial import ITEMS, Statement, check_statement
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.refusal import ChangedMeanwhile
from hamahang.ledger.models import Entry
from hamahang.ledger.recording import recording

PROOFS = (Proof.DECLARED, Proof.LISTED)  # said by the unit; audited, or sent to the tax office
SHOWN = 3  # years


def record_statement(
    *, unit: int, statement: Statement, proof: Proof, number: str = "", seen: int = 0, by: str, at: datetime
) -> FinancialStatement:
    """Record the accounts of a unit for a year; those of the same year and proof are voided and stay in the record.

    seen: number of the last entry of the unit's accounts that the person saw, 0 for none
    :raises StatementNotWhole: if they lack what is needed, or do not balance
    :raises ChangedMeanwhile: if somebody recorded the same year since
    """
    check_statement(statement)
    with recording(action="casework.accounts.recorded", by=by, at=at):
        same = FinancialStatement.objects.filter(unit=unit, year=statement.year, proof=proof, voided_entry=None)
        for earlier in same:
            if earlier.entry_id > seen:
                raise ChangedMeanwhile(by=Entry.objects.values_list("by", flat=True).get(number=earlier.entry_id))
            earlier.void()
        fact = FinancialStatement(
            unit_id=unit,
            year=statement.year,
            number=number.strip(),
            since_on=statement.ends_on,
            proof=proof,
            **{code: statement.amounts.get(code) for code in ITEMS},
        )
        fact.save()
    return fact


def statements_of(unit: int, asof: AsOf) -> list[FinancialStatement]:
    """Return the accounts of a unit that hold, of each year the better proven, the latest year first."""
    found: dict[int, FinancialStatement] = {}
    for fact in FinancialStatement.objects.standing(asof).filter(unit=unit).order_by("proof", "pk"):
        found[fact.year] = fact
    return [found[year] for year in sorted(found, reverse=True)[:SHOWN]]


def statement_of(fact: FinancialStatement) -> Statement:
    """Return recorded accounts as the rules read them."""
    amounts = {code: getattr(fact, code) for code in ITEMS}
    return Statement(fact.year, {code: amount for code, amount in amounts.items() if amount is not None})


def latest(unit: int, asof: AsOf) -> Statement | None:
    """Return the accounts of the last year that are known, None where none are given."""
    return next((statement_of(fact) for fact in statements_of(unit, asof)), None)
