"""Double entry of a facility: its small chart of accounts, and what each event moves from which account to which.

One posting is one amount with the account that is debited and the one that is credited, so that what is written always
balances. Nothing is taken away again: a wrong posting is followed by its reversal, which names it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hamahang.domain.credit.table import Due
from hamahang.domain.text import Text


class Account(StrEnum):
    """The accounts of a facility."""

    COMMITTED = "COMMITTED"
    LIMIT = "LIMIT"
    PRINCIPAL = "PRINCIPAL"
    PROFIT = "PROFIT"
    SUBSIDY = "SUBSIDY"
    INCOME = "INCOME"
    BANK = "BANK"
    GRANT = "GRANT"
    WRITTEN_OFF = "WRITTEN_OFF"


ACCOUNTS = {
    Account.COMMITTED: Text(fa="تعهد پرداخت‌نشده", en="committed, not yet paid"),
    Account.LIMIT: Text(fa="طرف تعهد", en="counter-account of commitments"),
    Account.PRINCIPAL: Text(fa="اصل نزد واحد", en="principal owed by the unit"),
    Account.PROFIT: Text(fa="سود سررسیدشدهٔ واحد", en="profit owed by the unit"),
    Account.SUBSIDY: Text(fa="یارانهٔ سود بر عهدهٔ برنامه", en="subsidy of profit due from the programme"),
    Account.INCOME: Text(fa="سود شناسایی‌شده", en="profit accrued"),
    Account.BANK: Text(fa="بانک", en="bank"),
    Account.GRANT: Text(fa="کمک بلاعوض", en="grants given"),
    Account.WRITTEN_OFF: Text(fa="سوخت‌شده", en="written off"),
}
KINDS = {
    "COMMITMENT": Text(fa="تعهد", en="commitment"),
    "PAYMENT": Text(fa="پرداخت", en="payment"),
    "PROFIT": Text(fa="سود سررسید", en="profit falls due"),
    "REPAYMENT": Text(fa="بازپرداخت", en="repayment"),
    "SUBSIDY": Text(fa="دریافت یارانهٔ سود", en="subsidy received"),
    "RESCHEDULING": Text(fa="جدول تازه", en="new table"),
    "WRITE_OFF": Text(fa="سوخت", en="write-off"),
    "REVERSAL": Text(fa="برگشت", en="reversal"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """An amount from the account that is credited to the one that is debited, on a day. amount: rials, > 0"""

    kind: str
    debit: Account
    credit: Account
    amount: int
    on: date

    def reversed(self) -> "Move":
        """Return what takes the move back, on the same day: what was wrong never held."""
        return Move("REVERSAL", self.credit, self.debit, self.amount, self.on)


def moved(kind: str, debit: Account, credit: Account, amount: int, on: date) -> list[Move]:
    """Return the move of an amount, nothing for none; a negative amount goes the other way."""
    if amount < 0:
        return [Move(kind, credit, debit, -amount, on)]
    return [Move(kind, debit, credit, amount, on)] if amount else []


def committed(change: int, on: date) -> list[Move]:
    """Return the moves by which more, or less, is promised."""
    return moved("COMMITMENT", Account.COMMITTED, Account.LIMIT, change, on)


def paid_out(amount: int, on: date, *, is_grant: bool = False) -> list[Move]:
    """Return the moves of a payment: the promise is used up, and the unit owes it unless it is a grant."""
    to = Account.GRANT if is_grant else Account.PRINCIPAL
    return [
        Move("PAYMENT", Account.LIMIT, Account.COMMITTED, amount, on),
        Move("PAYMENT", to, Account.BANK, amount, on),
    ]


def falling_due(due: Due) -> list[Move]:
    """Return the moves by which the profit of an instalment falls due: of the unit, of the programme, or added."""
    return [
        *moved("PROFIT", Account.PROFIT, Account.INCOME, due.own_profit, due.due_on),
        *moved("PROFIT", Account.SUBSIDY, Account.INCOME, due.subsidy, due.due_on),
        *moved("PROFIT", Account.PRINCIPAL, Account.INCOME, due.capitalised, due.due_on),
    ]


def repaid(*, profit: int, principal: int, on: date) -> list[Move]:
    """Return the moves of what a repayment covers of one instalment."""
    return [
        *moved("REPAYMENT", Account.BANK, Account.PROFIT, profit, on),
        *moved("REPAYMENT", Account.BANK, Account.PRINCIPAL, principal, on),
    ]


def balances(moves: Iterable[Move]) -> Mapping[Account, int]:
    """Return the balance of each account: what it was debited less what it was credited. They sum to nothing."""
    found: dict[Account, int] = defaultdict(int)
    for move in moves:
        found[move.debit] += move.amount
        found[move.credit] -= move.amount
    return found
