"""What was made of a programme's money as of a day: by line, bank and county, and what may lapse."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Sum

from hamahang.accounts.queries import Reach, narrowed
from hamahang.domain.absorption import Absorbed, Outlook, Pot, at_risk, outlooks
from hamahang.domain.calendar import from_jalali, jalali
from hamahang.domain.flows.workingdays import months_later
from hamahang.domain.ledger import AsOf
from hamahang.support.models import Allocation, BudgetLine, CreditFacility, Disbursement, SupportProgramme

DAYS_OF_A_MONTH = Decimal("30.4")


def allocations(asof: AsOf, *, programme: str | None = None) -> models.QuerySet[Allocation]:
    """Return the allocations notified by a day; what one carries on from another stands in the later one."""
    found = Allocation.objects.standing(asof)
    return found.filter(line__programme__code=programme) if programme else found


def fresh(asof: AsOf) -> models.QuerySet[Allocation]:
    """Return the allocations of new money by a day: those that carry nothing on."""
    return Allocation.objects.standing(asof).filter(carried_from=None)


def of_allocated_lines(asof: AsOf) -> models.QuerySet[Disbursement]:
    """Return the payments by a day from lines that were allocated something."""
    given = Allocation.objects.standing(asof).values("line")
    return Disbursement.objects.standing(asof).filter(facility__line__in=given)


def _net(found: "models.QuerySet[Allocation]", key: str) -> dict[Any, int]:
    """Return by key what is allocated, what was carried on counted once."""
    sums: dict[Any, int] = defaultdict(int)
    names = (key, "amount", "carried_from", f"carried_from__{key}")
    for said, amount, carried, from_key in found.order_by().values_list(*names):
        sums[said] += amount
        if carried is not None:
            sums[from_key] -= amount
    return dict(sums)


def committed(asof: AsOf, *, programme: str) -> models.QuerySet[CreditFacility]:
    """Return the facilities of a programme approved by a day."""
    known = CreditFacility.objects.known(asof).filter(line__programme__code=programme)
    return known.filter(approved_on__lte=asof.day)


def paid(asof: AsOf, *, programme: str) -> models.QuerySet[Disbursement]:
    """Return the payments of a programme made by a day."""
    return Disbursement.objects.standing(asof).filter(facility__line__programme__code=programme)


PATHS = {
    "line": ("line", "line", "facility__line"),
    "bank": (None, "bank", "facility__bank"),
    "county": ("county", "unit__county", "facility__unit__county"),
}


def absorbed(asof: AsOf, reach: Reach, *, programme: str, by: str) -> dict[int | None, Absorbed]:
    """Return by line, bank or county what is allocated, committed and paid. None: money of no one county.

    A bank is allocated nothing of its own: programmes allocate to lines and counties.
    """
    to, of, by_payment = PATHS[by]
    given = _net(allocations(asof, programme=programme), to) if to and may_see_money(reach) else {}
    taken = narrowed(committed(asof, programme=programme), reach, county="unit__county", bank="bank__code")
    out = narrowed(paid(asof, programme=programme), reach, county="facility__unit__county", bank="facility__bank__code")
    sums = dict(taken.order_by().values(of).annotate(total=Sum("approved")).values_list(of, "total"))
    payments = dict(out.order_by().values(by_payment).annotate(total=Sum("amount")).values_list(by_payment, "total"))
    keys = dict.fromkeys([*given, *sums, *payments])
    return {key: Absorbed(given.get(key, 0), sums.get(key, 0), payments.get(key, 0)) for key in keys}


def may_see_money(reach: Reach) -> bool:
    """Tell whether a reader may be told what is allocated: money is given to lines, for the whole province."""
    return reach.places is None and reach.bank is None


def whole(asof: AsOf, reach: Reach, *, programme: str) -> Absorbed:
    """Return what is allocated, committed and paid of a programme in all."""
    parts = absorbed(asof, reach, programme=programme, by="line").values()
    return Absorbed(
        sum(part.allocated for part in parts), sum(part.committed for part in parts), sum(part.paid for part in parts)
    )


@dataclass(frozen=True, slots=True)
class Lapsing:
    """Money of a line that returns on a day, what is left of it, and how much of that is at risk. In rials."""

    line: BudgetLine
    lapses_on: date
    allocated: int
    paid: int
    left: int
    forecast: Outlook | None
    at_risk: int


def lapsing(asof: AsOf, *, programme: SupportProgramme) -> list[Lapsing]:
    """Return by line and day what will return if the past pace goes on, the nearest day first.

    Payments of a line use up the money that lapses first, those made and those to come; what was carried on is in the
    later allocation.
    """
    found: list[Lapsing] = []
    months = paid_by_month(asof, programme=programme)
    total = dict(
        paid(asof, programme=programme.code)
        .order_by()
        .values("facility__line")
        .annotate(total=Sum("amount"))
        .values_list("facility__line", "total")
    )
    for line in BudgetLine.objects.filter(programme=programme, voided_entry=None).order_by("pk"):
        found += _of_line(line, asof, paid=total.get(line.pk, 0), months=months.get(line.pk, ()))
    return sorted(found, key=lambda row: (row.lapses_on, row.line.pk))


def _of_line(line: BudgetLine, asof: AsOf, *, paid: int, months: Sequence[int]) -> list[Lapsing]:
    """Return what of a line lapses on which day. paid: of the whole line; months: its past whole months"""
    gone: list[tuple[date, Pot]] = []
    coming: list[tuple[date, Pot]] = []
    for day, amount in _by_lapse(line, asof):
        used = min(paid, amount)
        paid -= used
        if day is None or amount <= 0:
            continue
        ahead = Decimal((day - asof.day).days) / DAYS_OF_A_MONTH
        (gone if day < asof.day else coming).append((day, Pot(amount, used, ahead)))
    seen: Sequence[Outlook | None] = outlooks([pot for _, pot in coming], months=months) or [None] * len(coming)
    return [
        *(_lapsing(line, day, pot, None) for day, pot in gone),
        *(_lapsing(line, day, pot, forecast) for (day, pot), forecast in zip(coming, seen, strict=True)),
    ]


def _lapsing(line: BudgetLine, day: date, pot: Pot, forecast: Outlook | None) -> Lapsing:
    left = pot.allocated - pot.paid
    risk = at_risk(left=left, forecast=forecast, paid=pot.paid)
    return Lapsing(line, day, pot.allocated, pot.paid, left, forecast, risk)


def _by_lapse(line: BudgetLine, asof: AsOf) -> list[tuple[date | None, int]]:
    """Return what is allocated to a line by the day it lapses, the earliest first, without a day last."""
    given = Allocation.objects.standing(asof).filter(line=line)
    sums = _net(given, "lapses_on")
    return sorted(sums.items(), key=lambda pair: (pair[0] is None, pair[0] or date.max))


def paid_by_month(asof: AsOf, *, programme: SupportProgramme) -> Mapping[int, Sequence[int]]:
    """Return by line what was paid in each whole Jalali month before the asked day, from the first payment on."""
    by_day = paid(asof, programme=programme.code).order_by().values("facility__line", "since_on")
    rows = by_day.annotate(total=Sum("amount")).values_list("facility__line", "since_on", "total")
    sums: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    this_month = month_of(asof.day)
    for line, on, amount in rows:
        if on < this_month:
            sums[line][month_of(on)] += amount
    return {line: _filled(by_month, this_month) for line, by_month in sums.items()}


def _filled(by_month: Mapping[date, int], until: date) -> list[int]:
    month, found = min(by_month), []
    while month < until:
        found.append(by_month.get(month, 0))
        month = months_later(month, 1)
    return found


@lru_cache(maxsize=4_096)
def month_of(day: date) -> date:
    """Return the first day of a day's Jalali month."""
    year, month, _ = jalali(day)
    return from_jalali(year, month, 1)


def end_of_month(first: date) -> date:
    """Return the last day of the Jalali month that begins on a day."""
    return months_later(first, 1) - timedelta(days=1)
