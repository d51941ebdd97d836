"""Reading monthly returns: what came for a month, what did not, who is late, what waits for whom."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Any

from django.db import models
from django.db.models import Count, Exists, Max, OuterRef, Q, Sum
from django.db.models.functions import Coalesce

from hamahang.accounts.queries import Reach, narrowed
from hamahang.domain.ledger import AsOf
from hamahang.domain.months import Month
from hamahang.domain.returns import (
    FIRST_TERMS,
    LAST_SURE_DAY,
    WORKING,
    Made,
    Said,
    Terms,
    due_on,
    last_due,
    terms_on,
)
from hamahang.register.models import (
    MonthlyOutput,
    MonthlyReturn,
    OpenReturn,
    Product,
    ReturnDecision,
    ReturnsOfMonth,
    ReturnTerm,
    Unit,
    UnitPerson,
)


def terms() -> list[Terms]:
    """Return the rules of returns, the earliest first; before any is recorded, those the software comes with."""
    names = ("valid_from", "due_day", "confirm_day", "suspend_after", "fresh_months", "low_use", "high_use", "source")
    standing = ReturnTerm.objects.filter(voided_entry=None).order_by("valid_from")
    return [Terms(**values) for values in standing.values(*names)] or [FIRST_TERMS]


def term_versions() -> list[ReturnTerm]:
    """Return the rules of returns that were recorded, with their entries, the latest first."""
    standing = ReturnTerm.objects.filter(voided_entry=None).select_related("entry")
    return list(standing.order_by("-valid_from"))


def begins_with(rules: Sequence[Terms]) -> Month:
    """Return the first month that returns are owed for: that of the first rule."""
    return Month.of(min(rule.valid_from for rule in rules))


def last_due_month(day: date) -> Month:
    """Return the latest month whose returns were due by a day."""
    return last_due(day, terms())


# --- the returns themselves ---


def received(asof: AsOf, month: Month | None = None) -> models.QuerySet[MonthlyReturn]:
    """Return the returns that had come by a day, of one month or of all."""
    found = MonthlyReturn.objects.known(asof).filter(sent_on__lte=asof.day)
    return found.filter(since_on=month.last) if month else found


def decided(asof: AsOf, decision: str) -> Exists:
    """Return the condition that a return was confirmed, or sent back, by a day."""
    words = ReturnDecision.objects.known(asof).filter(decision=decision, decided_on__lte=asof.day)
    return Exists(words.filter(unit=OuterRef("unit"), since_on=OuterRef("since_on")))


def in_counties(found: models.QuerySet[MonthlyReturn], counties: Collection[int]) -> models.QuerySet[MonthlyReturn]:
    """Return the returns of the units of some counties: looked for from the units, for those are few."""
    return found.filter(unit__in=Unit.objects.filter(county__in=counties))


def part_of(asof: AsOf, month: Month, part: str) -> models.QuerySet[MonthlyReturn]:
    """Return the returns of a month that are of a part of what came: see `domain.returns.PARTS`, but the missing."""
    found = received(asof, month)
    due = due_on(month, terms_on(terms(), month.last))
    if part == "on_time":
        return found.filter(first_sent_on__lte=due)
    if part == "late":
        return found.filter(first_sent_on__gt=due)
    if part == "confirmed":
        return found.filter(decided(asof, "CONFIRMED"))
    if part == "sent_back":
        return found.filter(decided(asof, "SENT_BACK"))
    if part == "waiting":
        return found.exclude(decided(asof, "CONFIRMED")).exclude(decided(asof, "SENT_BACK"))
    return found


def count_month(month: Month, asof: AsOf, units: models.QuerySet[Unit] | None = None) -> dict[int, dict[str, Any]]:
    """Return by county what came for a month, from the records themselves. units: of those only"""
    due = due_on(month, terms_on(terms(), month.last))
    found = received(asof, month)
    words = ReturnDecision.objects.known(asof).filter(since_on=month.last, decided_on__lte=asof.day)
    if units is not None:
        found, words = found.filter(unit__in=units), words.filter(unit__in=units)
    counted: dict[int, dict[str, Any]] = {}
    # asked apart, so that each row is joined to its word once and not at every number
    for asked in (
        _by_county(found).annotate(
            received=Count("pk"),
            on_time=Count("pk", filter=Q(first_sent_on__lte=due)),
            working=Count("pk", filter=Q(status__in=WORKING)),
            all_persons=Coalesce(Sum("persons"), 0),
            all_women=Coalesce(Sum("women"), 0),
            all_men=Coalesce(Sum("men"), 0),
            said_on=Max("sent_on"),
        ),
        _by_county(found.filter(decided(asof, "CONFIRMED"))).annotate(
            confirmed=Count("pk"), confirmed_persons=Coalesce(Sum("persons"), 0)
        ),
        _by_county(found.filter(decided(asof, "SENT_BACK"))).annotate(sent_back=Count("pk")),
        _by_county(words).annotate(worded=Max("decided_on")),
    ):
        for row in asked:
            counted.setdefault(row["unit__county_id"], {}).update(row)
    return {county: _whole(row) for county, row in counted.items() if "received" in row}


def arrived(month: Month, asof: AsOf, units: models.QuerySet[Unit] | None = None) -> dict[int, list[int]]:
    """Return by county how many returns of a month had first come by its last day, the day after, and so on."""
    found = received(asof, month)
    if units is not None:
        found = found.filter(unit__in=units)
    days: dict[int, list[int]] = {}
    rows = found.order_by().values_list("unit__county_id", "first_sent_on").annotate(number=Count("pk"))
    for county, first, number in rows:
        of_day = days.setdefault(county, [0] * (LAST_SURE_DAY + 1))
        day = max((first - month.last).days, 0)
        if day <= LAST_SURE_DAY:
            of_day[day] += number
    return {county: list(accumulate(of_day)) for county, of_day in days.items()}


def _by_county(rows: "models.QuerySet[Any]") -> "models.QuerySet[Any, Any]":
    return rows.order_by().values("unit__county_id")


def _whole(row: dict[str, Any]) -> dict[str, Any]:
    """Return what was counted of a county under its names, nothing for what it has none of."""
    said_on = max(row.pop("said_on"), row.pop("worded", date.min))
    names = ("confirmed", "confirmed_persons", "sent_back")
    found = {name.removeprefix("all_"): value for name, value in row.items() if name != "unit__county_id"}
    return dict.fromkeys(names, 0) | found | {"said_on": said_on}


def latest_word() -> date | None:
    """Return the last day on which any return was sent or decided: the kept tables answer from then on."""
    last: date | None = ReturnsOfMonth.objects.order_by().aggregate(last=Max("said_on"))["last"]
    return last


# --- one unit ---


def versions_of(unit: int, month: Month, asof: AsOf) -> list[Any]:
    """Return everything that was sent and said of a unit's month, in the order it was recorded, voided ones too."""
    of = {"unit": unit, "since_on": month.last}
    found: list[Any] = []
    for model in (MonthlyReturn, ReturnDecision):
        rows: Any = model._base_manager
        written = rows.filter(**of).select_related("entry", "voided_entry")
        found += list(written.filter(entry__lte=asof.entry) if asof.entry is not None else written)
    return sorted(found, key=lambda row: (row.entry_id, row.pk))


def said_of(report: MonthlyReturn, outputs: Iterable[MonthlyOutput]) -> Said:
    """Return a stored return as what it says."""
    return Said(
        month=Month.of(report.since_on),
        status=report.status,
        persons=report.persons,
        women=report.women,
        men=report.men,
        shifts=report.shifts,
        capacity_use=report.capacity_use,
        stop_days=report.stop_days,
        stop_cause=report.stop_cause,
        made=tuple(Made(output.product, output.quantity, output.measure) for output in outputs),
    )


def standing_return(unit: int, month: Month) -> MonthlyReturn | None:
    """Return the return of a unit and month that stands."""
    return MonthlyReturn.objects.filter(unit=unit, since_on=month.last, voided_entry=None).first()


def standing_word(unit: int, month: Month) -> ReturnDecision | None:
    """Return the expert's word on the return of a unit and month that stands."""
    return ReturnDecision.objects.filter(unit=unit, since_on=month.last, voided_entry=None).first()


def products_of(unit: int) -> list[Product]:
    """Return what a unit makes by its licence, first come first."""
    return list(Product.objects.filter(unit=unit, voided_entry=None).order_by("pk"))


def outputs_of(pairs: Collection[tuple[int, date]]) -> dict[tuple[int, date], list[MonthlyOutput]]:
    """Return what units made in months, by unit and the month's last day."""
    found: dict[tuple[int, date], list[MonthlyOutput]] = {}
    days = {day for _, day in pairs}
    rows = MonthlyOutput.objects.filter(unit__in={unit for unit, _ in pairs}, since_on__in=days, voided_entry=None)
    for output in rows.order_by("pk"):
        found.setdefault((output.unit_id, output.since_on), []).append(output)
    return found


# --- who waits for whom ---


def open_returns(reach: Reach, state: str) -> models.QuerySet[OpenReturn]:
    """Return the returns that wait to be confirmed, or to be sent again, the oldest month first."""
    rows = narrowed(OpenReturn.objects.filter(state=state), reach, county="county")
    return rows.order_by("month", "report_id")


def reports(ids: Iterable[int]) -> dict[int, MonthlyReturn]:
    """Return stored returns by id, with their units and entries."""
    return MonthlyReturn.objects.select_related("unit__county", "entry").in_bulk(list(ids))


def count_open(reach: Reach) -> dict[str, int]:
    """Return how many returns wait for whom."""
    rows = narrowed(ReturnsOfMonth.objects.all(), reach, county="county").order_by()
    received, confirmed, back = rows.aggregate(
        received=Sum("received"), confirmed=Sum("confirmed"), sent_back=Sum("sent_back")
    ).values()
    found = {"WAITING": (received or 0) - (confirmed or 0) - (back or 0), "SENT_BACK": back or 0}
    return {state: number for state, number in found.items() if number}


def standing_returns(pairs: Collection[tuple[int, date]]) -> dict[tuple[int, date], MonthlyReturn]:
    """Return the standing returns of units and months, by unit and the month's last day."""
    units, days = {unit for unit, _ in pairs}, {day for _, day in pairs}
    rows = MonthlyReturn.objects.filter(unit__in=units, since_on__in=days, voided_entry=None)
    return {(row.unit_id, row.since_on): row for row in rows}


def capacities(units: Collection[int]) -> Iterable[tuple[int, str, Decimal]]:
    """Return the licensed capacity a year of what some units make: unit, product, capacity."""
    listed = Product.objects.filter(unit__in=units, voided_entry=None, capacity__isnull=False)
    for unit, name, capacity in listed.values_list("unit_id", "name", "capacity"):
        if capacity is not None:
            yield unit, name, capacity


def units_inside(reach: Reach, units: Collection[int]) -> set[int]:
    """Return which of some units lie inside a reader's reach."""
    inside = narrowed(Unit.objects.filter(pk__in=units, voided_entry=None), reach, county="county")
    return set(inside.values_list("pk", flat=True))


def senders_of(units: Collection[int]) -> dict[int, list[str]]:
    """Return by unit the names under which its own people sign in."""
    found: dict[int, list[str]] = {}
    rows = UnitPerson.objects.filter(unit__in=units, voided_entry=None).order_by("pk")
    for unit, username in rows.values_list("unit_id", "username"):
        found.setdefault(unit, []).append(username)
    return found


def units_of_person(username: str) -> list[int]:
    """Return the units whose returns somebody may send as the unit's own person."""
    rows = UnitPerson.objects.filter(username=username, voided_entry=None)
    return list(rows.order_by("unit__sort_key").values_list("unit_id", flat=True))
