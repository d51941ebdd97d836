"""A new table in the place of one: postponed, arrears or all of it in instalments, settled early, written off.

The table before is kept; what had not fallen due of it is reversed. What the unit owed of profit becomes principal,
and the new table's principal is exactly what the accounts say is owed: `hamahang ledger check` proves it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hamahang.domain.credit.claims import Open
from hamahang.domain.credit.postings import Account, Move, balances, moved
from hamahang.domain.credit.table import Due, profit_on, redraw, share_of_year, spaced
from hamahang.domain.credit.terms import CreditRefused
from hamahang.domain.flows.workingdays import months_later
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.ledger.recording import bulk_record, recording
from hamahang.support.models import (
    CreditFacility,
    Disbursement,
    FacilityContract,
    Instalment,
    Posting,
    Repayment,
    Schedule,
)
from hamahang.support.posting import (
    contracts_of,
    follow,
    in_force,
    instalment_of,
    move_of,
    posted,
    reversals,
    store_rows,
    unreversed,
)
from hamahang.support.repaying import NoTable, Repaid, TableIsLater, record_repayment, unpaid

MOST = 480


@dataclass(frozen=True, slots=True)
class Debt:
    """What is owed of a facility on a day, in rials, by all that is recorded.

    arrears, profit_due: principal and profit of instalments that fell due; principal: of those ahead; accrued: profit
    since the last due day, and `subsidy` the part of it that the programme pays
    advance: profit that was paid before it fell due; it counts as earned, there is no rebate
    ahead: likewise, profit of the grace time that was paid as principal before it was added to it
    """

    principal: int
    arrears: int
    profit_due: int
    advance: int
    accrued: int
    subsidy: int
    ahead: int = 0

    @property
    def total(self) -> int:
        """What settles it."""
        return self.principal + self.arrears + self.profit_due + self.accrued - self.subsidy


@dataclass(frozen=True, slots=True)
class _Standing:
    """A facility with its table in force, its rows and what is left of them."""

    facility: CreditFacility
    contract: FacilityContract
    schedule: Schedule
    rows: Sequence[Instalment]
    left: dict[int, Open]


def _standing(facility: CreditFacility, on: date) -> _Standing:
    locked = CreditFacility.objects.select_for_update().get(pk=facility.pk)
    schedule = in_force([locked.pk]).get(locked.pk)
    if schedule is None or schedule.kind == "SETTLEMENT":
        raise NoTable
    days = [schedule.since_on]
    for model in (Disbursement, Repayment):
        days += model.objects.filter(facility=locked, voided_entry=None).values_list("since_on", flat=True)
    if on < max(days):
        raise TableIsLater(since_on=max(days))
    rows = list(Instalment.objects.filter(schedule=schedule, voided_entry=None).order_by("due_on", "pk"))
    left = {one.id: one for one in unpaid([locked.pk])[locked.pk]}
    return _Standing(locked, contracts_of([locked.pk])[locked.pk], schedule, rows, left)


def debt_on(*, facility: CreditFacility, on: date) -> Debt:
    """Return what is owed on a day, due or not.

    :raises NoTable: if the facility has no table, or was settled early
    :raises TableIsLater: if something of the facility is dated after the day
    """
    return _debt(_standing(facility, on), on)


def _debt(known: _Standing, on: date) -> Debt:
    due = [known.left[row.pk] for row in known.rows if row.due_on <= on and row.pk in known.left]
    ahead = [row for row in known.rows if row.due_on > on]
    advance = sum(
        row.payable - row.principal - (known.left[row.pk].profit if row.pk in known.left else 0) for row in ahead
    )
    capitalised = sum(row.capitalised for row in ahead)
    accrued, subsidy = _accrued(known, ahead, on)
    principal = sum(known.left[row.pk].principal for row in ahead if row.pk in known.left) - capitalised
    return Debt(
        principal=max(principal, 0),
        arrears=sum(one.principal for one in due),
        profit_due=sum(one.profit for one in due),
        advance=advance,
        accrued=accrued,
        subsidy=subsidy,
        ahead=max(-principal, 0),
    )


def _accrued(known: _Standing, ahead: Sequence[Instalment], on: date) -> tuple[int, int]:
    """Return the profit since the last due day on what had not fallen due, and the programme's part of it.

    Of each payment from its own day; of a table made anew from the day of the table.
    """
    groups: dict[int | None, int] = defaultdict(int)
    for row in ahead:
        if row.pk in known.left:
            groups[row.disbursement_id] += known.left[row.pk].principal
        groups[row.disbursement_id] -= row.capitalised
    begun = {row.pk: row.since_on for row in Disbursement.objects.filter(pk__in=[key for key in groups if key])}
    accrued = subsidy = 0
    for key, principal in groups.items():
        if principal <= 0:  # paid before it was owed: there is no rebate, and nothing to pay for
            continue
        past = [row.due_on for row in known.rows if row.due_on <= on and row.disbursement_id == key]
        since = max([*past, begun[key] if key else known.schedule.since_on])
        share = share_of_year(since, on)
        accrued += profit_on(principal, known.schedule.rate, share)
        subsidy += profit_on(principal, known.schedule.subsidised, share)
    return accrued, subsidy


def postpone(*, facility: CreditFacility, months: int, on: date, reason: str, by: str, at: datetime) -> Schedule:
    """Move all unpaid instalments by some months (امهال); profit runs on at the rate of the table.

    What is owed on the day is drawn anew over as many instalments as were unpaid, in the order of their days.
    :raises CreditRefused: if months or reason cannot be, or a moved day would still lie behind
    """
    with recording(action="support.facility.postponed", by=by, at=at, reason=reason):
        known = _ready(facility, on, reason)
        days = sorted({months_later(one.due_on, months) for one in known.left.values() if one.principal})
        if not 0 < months <= MOST or not days or days[0] <= on:
            raise CreditRefused(
                Text(
                    fa="نخستین قسط پس از امهال باید پس از امروز باشد؛ ماه‌های بیشتری بنویسید",
                    en="The first instalment after the postponement must lie ahead; give more months",
                )
            )
        rate, subsidised = known.schedule.rate, known.schedule.subsidised
        return _whole_anew(known, "POSTPONED", days, rate, subsidised, on, reason, by)


def reschedule(
    *,
    facility: CreditFacility,
    number: int,
    spacing: int,
    first_on: date,
    rate: Decimal,
    subsidised: Decimal = Decimal(0),
    on: date,
    reason: str,
    by: str,
    at: datetime,
) -> Schedule:
    """Put everything that is owed on a day into a new table (تقسیط); a debt that was written off comes back to life.

    :raises CreditRefused: if number, spacing, rate or reason cannot be, or the first day lies behind
    """
    with recording(action="support.facility.rescheduled", by=by, at=at, reason=reason):
        known = _ready(facility, on, reason)
        days = _days(number, spacing, first_on, rate, subsidised, on)
        return _whole_anew(known, "WHOLE", days, rate, subsidised, on, reason, by)


def spread_arrears(
    *,
    facility: CreditFacility,
    number: int,
    spacing: int,
    first_on: date,
    rate: Decimal,
    on: date,
    reason: str,
    by: str,
    at: datetime,
) -> Schedule:
    """Put what is late into instalments of its own (تقسیط معوقات); those ahead stay as they were.

    The programme pays no part of the profit on arrears.
    :raises CreditRefused: if nothing is late, or number, spacing, rate or reason cannot be
    """
    with recording(action="support.facility.arrears_spread", by=by, at=at, reason=reason):
        known = _ready(facility, on, reason)
        days = _days(number, spacing, first_on, rate, Decimal(0), on)
        debt = _debt(known, on)
        late = debt.arrears + debt.profit_due
        if not late:
            raise CreditRefused(Text(fa="قسط عقب‌افتاده‌ای نیست", en="No instalment is late"))
        table = redraw(balance=late, on=on, days=days, rate=rate, subsidised=Decimal(0), method=known.contract.method)
        moves = _profit_to_principal(debt, on)
        terms = (known.schedule.rate, known.schedule.subsidised)
        return _renewed(known, "ARREARS", (*_ahead(known, on), *table), moves, terms, on, reason, by)


def _ahead(known: _Standing, on: date) -> list[Due]:
    """Return what is left of the instalments ahead, as rows of a new table."""
    rows = []
    for row in known.rows:
        left = known.left.get(row.pk, Open(row.pk, row.due_on, 0, 0))
        if row.due_on > on and (row.pk in known.left or row.subsidy or row.capitalised):
            profit = left.profit + row.subsidy + row.capitalised
            rows.append(Due(row.due_on, left.principal, profit, row.subsidy, row.capitalised))
    return rows


def settle(
    *, facility: CreditFacility, on: date, key: str, document_no: str = "", reason: str = "", by: str, at: datetime
) -> Repaid:
    """Settle a facility early: principal, profit that fell due and profit up to the day are repaid at once.

    The same key again changes nothing.
    :raises KeyIsTaken, NoTable, TableIsLater: as for a repayment
    """
    with recording(action="support.facility.settled", by=by, at=at, reason=reason):
        before = Repayment.objects.filter(key=key.strip(), facility=facility, voided_entry=None).first()
        amount = before.amount if before else 0
        if before is None:
            known = _ready(facility, on, reason or "SETTLEMENT")
            if known.schedule.kind == "WRITTEN_OFF":
                raise NoTable
            amount = _debt(known, on).total
            terms = (known.schedule.rate, known.schedule.subsidised)
            _whole_anew(known, "SETTLEMENT", [on], *terms, on, reason, by)
        return record_repayment(
            facility=facility,
            amount=amount,
            on=on,
            key=key,
            document_no=document_no,
            by=by,
            at=at,
        )


def write_off(*, facility: CreditFacility, on: date, reason: str, by: str, at: datetime) -> Schedule:
    """Write off what is owed (سوخت‌شده): nothing falls due any more, and what still comes in is a recovery.

    :raises CreditRefused: if no reason is given, or it is written off already
    """
    with recording(action="support.facility.written_off", by=by, at=at, reason=reason):
        known = _ready(facility, on, reason)
        if known.schedule.kind == "WRITTEN_OFF":
            raise CreditRefused(Text(fa="این تسهیلات سوخت شده است", en="The facility is written off already"))
        debt = _debt(known, on)
        owed = debt.principal + debt.arrears + debt.profit_due
        moves = [
            *_profit_to_principal(debt, on),
            *moved("PROFIT", Account.PRINCIPAL, Account.INCOME, debt.ahead, on),
            *moved("WRITE_OFF", Account.WRITTEN_OFF, Account.PRINCIPAL, owed, on),
        ]
        terms = (known.schedule.rate, known.schedule.subsidised)
        return _renewed(known, "WRITTEN_OFF", (), moves, terms, on, reason, by)


def _ready(facility: CreditFacility, on: date, reason: str) -> _Standing:
    if not reason.strip():
        raise CreditRefused(Text(fa="دلیل را بنویسید", en="Give the reason"))
    return _standing(facility, on)


def _days(number: int, spacing: int, first_on: date, rate: Decimal, subsidised: Decimal, on: date) -> list[date]:
    if not (0 < number <= MOST and 0 < spacing <= 24 and first_on > on and 0 <= subsidised <= rate < 1):
        raise CreditRefused(
            Text(
                fa="شمار و فاصلهٔ قسط‌ها، نرخ، و نخستین روز (پس از روز تصمیم) را درست بنویسید",
                en="Give number and spacing of the instalments, the rate, and a first day after the decision",
            )
        )
    return spaced(first_on, spacing=spacing, number=number)


def _whole_anew(
    known: _Standing,
    kind: str,
    days: Sequence[date],
    rate: Decimal,
    subsidised: Decimal,
    on: date,
    reason: str,
    by: str,
) -> Schedule:
    """Draw everything that is owed on a day over new days."""
    debt = _debt(known, on)
    written = _balance(known.facility, Account.WRITTEN_OFF) if known.schedule.kind == "WRITTEN_OFF" else 0
    own = debt.accrued - debt.subsidy
    balance = debt.principal + debt.arrears + debt.profit_due + written
    moves = [
        *_profit_to_principal(debt, on),
        *moved("PROFIT", Account.PRINCIPAL, Account.INCOME, debt.ahead, on),
        *moved("RESCHEDULING", Account.PRINCIPAL, Account.WRITTEN_OFF, written, on),
    ]
    if kind == "SETTLEMENT":
        table: tuple[Due, ...] = (Due(on, balance, debt.accrued, debt.subsidy),)
    else:
        moves += moved("PROFIT", Account.PRINCIPAL, Account.INCOME, own, on)
        moves += moved("PROFIT", Account.SUBSIDY, Account.INCOME, debt.subsidy, on)
        method = known.contract.method
        table = redraw(balance=balance + own, on=on, days=days, rate=rate, subsidised=subsidised, method=method)
    return _renewed(known, kind, table, moves, (rate, subsidised), on, reason, by)


def _profit_to_principal(debt: Debt, on: date) -> list[Move]:
    """Return the moves after which the unit owes no profit beside its principal."""
    return [
        *moved("PROFIT", Account.PROFIT, Account.INCOME, debt.advance, on),
        *moved("RESCHEDULING", Account.PRINCIPAL, Account.PROFIT, debt.profit_due, on),
    ]


def _renewed(
    known: _Standing,
    kind: str,
    table: Sequence[Due],
    moves: Sequence[Move],
    terms: tuple[Decimal, Decimal],
    on: date,
    reason: str,
    by: str,
) -> Schedule:
    """Put a table into force: what had not fallen due of the one before is reversed, the moves are posted."""
    ahead = unreversed(instalment__in=[row.pk for row in known.rows], kind="PROFIT", since_on__gt=on)
    bulk_record(reversals(ahead))
    schedule = Schedule(
        facility=known.facility,
        number=known.schedule.number + 1,
        kind=kind,
        rate=terms[0],
        subsidised=terms[1],
        reason=reason,
        by=by,
        since_on=on,
        proof=Proof.CONFIRMED,
    )
    schedule.save()
    bulk_record(posted(known.facility.pk, moves, schedule_id=schedule.pk))
    store_rows([(instalment_of(schedule, due, since_on=on), due) for due in table])
    follow([known.facility.pk])
    return schedule


def _balance(facility: CreditFacility, account: Account) -> int:
    known = Posting.objects.filter(facility=facility, voided_entry=None)
    return balances(map(move_of, known)).get(account, 0)
