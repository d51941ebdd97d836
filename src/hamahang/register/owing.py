"""Who owes monthly returns from when, who is behind, and how the months of counties and units stand."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, Exists, Max, Min, OuterRef, Q

from hamahang.accounts.queries import Reach, narrowed
from hamahang.domain.ledger import AsOf
from hamahang.domain.months import Month
from hamahang.domain.owing import Owing, Pause
from hamahang.domain.returns import Terms, due_on, last_due, terms_on
from hamahang.register.cells import NAMES, Cell
from hamahang.register.models import (
    Licence,
    MonthlyOutput,
    MonthlyReturn,
    ReturnDecision,
    ReturnsDue,
    ReturnsOfMonth,
    ReturnsPause,
    Unit,
    UnitStatus,
)
from hamahang.register.pausing import pauses, units_with_pauses
from hamahang.register.returned import begins_with, count_month, last_due_month, latest_word, received, terms
from hamahang.territory.models import County


@dataclass(frozen=True, slots=True)
class Owed:
    """From which month each of some units owes returns. by_county: how many began to owe in which month.

    paused: by county the pauses of units that had begun to owe
    """

    by_county: Mapping[int, Mapping[date, int]] = field(default_factory=dict)
    paused: Mapping[int, Sequence[Pause]] = field(default_factory=dict)

    def in_month(self, county: int, month: Month) -> int:
        """Return how many units of a county owe a return for a month."""
        begun = sum(number for began, number in self.by_county.get(county, {}).items() if began <= month.last)
        return begun - sum(pause.covers(month) for pause in self.paused.get(county, ()))


def owed_from(units: Iterable[int], asof: AsOf) -> dict[int, Month]:
    """Return by unit the first month it owes a return for: see `begun_from`; never before the rules begin."""
    begun = begins_with(terms())
    return {unit: max(first, begun) for unit, first in begun_from(units, asof).items()}


def begun_from(units: Iterable[int], asof: AsOf) -> dict[int, Month]:
    """Return by unit the first month it would owe a return for by its licences; units that owe none are left out.

    It is the month after the first operating licence, or after the unit was first known to be built, whichever comes
    first.
    """
    wanted = list(units)
    licences = Licence.objects.known(asof).filter(unit__in=wanted, kind__in=("NEW", "EXPANSION"))
    built = UnitStatus.objects.known(asof).filter(unit__in=wanted).exclude(status="UNDER_CONSTRUCTION")
    found: dict[int, date] = {}
    for facts in (licences, built):
        for unit, first in facts.order_by().values_list("unit_id").annotate(first=Min("since_on")):
            found[unit] = min(first, found.get(unit, first))
    return {unit: Month.of(first).plus(1) for unit, first in found.items()}


def owings(units: Iterable[int], asof: AsOf) -> dict[int, Owing]:
    """Return by unit for which months it owes returns: from the kept table, or as was known then.

    Units that owe none are left out.
    """
    if asof.entry is not None:
        return _with_pauses(owed_from(units, asof), asof)
    wanted, begin = list(units), begins_with(terms())
    rows = ReturnsDue.objects.filter(pk__in=wanted, owed_from__isnull=False).values_list("pk", "owed_from")
    began = {unit: max(Month.of(first), begin) for unit, first in rows if first is not None}
    apart: dict[int, list[Pause]] = {}
    kept = ReturnsPause.objects.filter(unit_id__in=wanted).order_by("first")
    for unit, since, until in kept.values_list("unit_id", "first", "until"):
        apart.setdefault(unit, []).append(_pause(since, until))
    return {unit: Owing(first, tuple(_begun(first, apart.get(unit, ())))) for unit, first in began.items()}


def _pause(first: date, until: date | None) -> Pause:
    return Pause(Month.of(first), Month.of(until) if until else None)


def owings_by_licence(units: Iterable[int], asof: AsOf) -> dict[int, Owing]:
    """Return what `owings` does, as if the rules had always held: this is what is kept."""
    return _with_pauses(begun_from(units, asof), asof)


def _with_pauses(began: Mapping[int, Month], asof: AsOf) -> dict[int, Owing]:
    apart = pauses(began, asof)
    return {unit: Owing(first, tuple(_begun(first, apart.get(unit, ())))) for unit, first in began.items()}


def _begun(first: Month, apart: Iterable[Pause]) -> Iterable[Pause]:
    """Yield what of some pauses lies in the months from one on."""
    for pause in apart:
        if pause.until is None or pause.until >= first:
            yield Pause(max(pause.first, first), pause.until)


def owed(reach: Reach, asof: AsOf, counties: Collection[int]) -> Owed:
    """Return what units of some counties owe: from the kept table, or as was known then."""
    by_county: dict[int, dict[date, int]] = {}
    if asof.entry is None:
        begin = begins_with(terms())
        rows = narrowed(ReturnsDue.objects.filter(county__in=counties, owed_from__isnull=False), reach, county="county")
        grouped = rows.order_by().values_list("county_id", "owed_from").annotate(number=Count("pk"))
        for county, began, number in grouped:
            of_county, first = by_county.setdefault(county, {}), max(began, begin.last)
            of_county[first] = of_county.get(first, 0) + number
        kept = narrowed(ReturnsPause.objects.filter(county__in=counties), reach, county="county")
        paused: dict[int, list[Pause]] = {}
        for county, first, until in kept.values_list("county_id", "first", "until"):
            paused.setdefault(county, []).extend(_begun(begin, (_pause(first, until),)))
        return Owed(by_county, paused)
    units = narrowed(Unit.objects.known(asof).filter(county__in=counties), reach, county="county")
    places = dict(units.values_list("pk", "county_id"))
    apart: dict[int, list[Pause]] = {}
    for unit, owing in owings(places, asof).items():
        began = by_county.setdefault(places[unit], {})
        began[owing.first.last] = began.get(owing.first.last, 0) + 1
        apart.setdefault(places[unit], []).extend(owing.pauses)
    return Owed(by_county, apart)


def missing_units(
    reach: Reach, asof: AsOf, month: Month, counties: Collection[int] | None = None
) -> models.QuerySet[Unit]:
    """Return the units that owe a return for a month and sent none by a day."""
    units = narrowed(Unit.objects.known(asof), reach, county="county")
    if counties is not None:
        units = units.filter(county__in=counties)
    if asof.entry is None:
        begun = month >= begins_with(terms())
        owing = ReturnsDue.objects.filter(owed_from__lte=month.last) if begun else ReturnsDue.objects.none()
        if counties is not None:
            owing = owing.filter(county__in=counties)
        paused = ReturnsPause.objects.filter(first__lte=month.last).filter(Q(until=None) | Q(until__gte=month.last))
        units = units.filter(pk__in=owing.values("unit_id")).exclude(pk__in=paused.values("unit_id"))
    else:
        began = owings(units.values_list("pk", flat=True), asof)
        units = units.filter(pk__in=[unit for unit, one in began.items() if one.owes(month)])
    return units.exclude(Exists(received(asof, month).filter(unit=OuterRef("pk"))))


@dataclass(frozen=True, slots=True)
class Behind:
    """A unit without returns. missing: months in a row up to the last due one; last: the last that came."""

    unit: int
    missing: int
    last: Month | None
    is_warned: bool


def behind(units: Iterable[int], asof: AsOf) -> dict[int, Behind]:
    """Return by unit how many owed months in a row it has sent no return for, up to the last due one.

    A unit that does not owe that one, its licence being suspended or cancelled, is behind with nothing.
    """
    wanted, rules = list(units), terms()
    month = last_due(asof.day, rules)
    rule = terms_on(rules, month.last)
    last, found = _last_by(month, wanted, asof), {}
    for unit, owing in owings(wanted, asof).items():
        latest = Month.of(last[unit]) if unit in last else None
        begin = latest.plus(1) if latest and latest >= owing.first else owing.first
        missing = 0
        if owing.owes(month):
            missing = owing.months(begin, month) if owing.pauses else max(month.since(begin) + 1, 0)
        found[unit] = Behind(unit, missing, latest, missing >= rule.suspend_after)
    return found


def _is_latest(asof: AsOf) -> bool:
    """Return whether a question asks for all that has come: then the kept tables know the last months too."""
    return asof.entry is None and asof.day >= (latest_word() or date.min)


def _last_by(month: Month, units: Sequence[int], asof: AsOf) -> dict[int, date]:
    """Return by unit the last month up to one that brought a return."""
    if not _is_latest(asof):
        came = received(asof).filter(unit__in=units, since_on__lte=month.last).order_by()
        return dict(came.values_list("unit_id").annotate(last=Max("since_on")))
    rows = ReturnsDue.objects.filter(pk__in=units).values_list("pk", "last_month", "earlier_month")
    found = {unit: next((day for day in days if day and day <= month.last), None) for unit, *days in rows}
    return {unit: day for unit, day in found.items() if day is not None}


def _silent_since(before: Month, last: Month) -> Q:
    """Return the condition that nothing came for the months after one, up to another; later ones do not count."""
    quiet = Q(last_month__lte=before.last) | Q(last_month=None)
    early = Q(last_month__gt=last.last) & (Q(earlier_month__lte=before.last) | Q(earlier_month=None))
    return quiet | early


def late_units(
    reach: Reach, asof: AsOf, *, months: int = 1, counties: Collection[int] | None = None
) -> models.QuerySet[Unit]:
    """Return the units that have sent nothing for so many months in a row, up to the last due one."""
    month = last_due_month(asof.day)
    before, first = month.plus(-months), month.plus(1 - months)
    # the few whose months do not follow on each other are counted one by one
    apart = units_with_pauses(asof)
    counted = [unit for unit, one in behind(apart, asof).items() if one.missing >= months]
    if _is_latest(asof):
        begun = first >= begins_with(terms())
        rows = ReturnsDue.objects.filter(owed_from__lte=first.last) if begun else ReturnsDue.objects.none()
        rows = rows.filter(_silent_since(before, month))
        if counties is not None:
            rows = rows.filter(county__in=counties)
        units = narrowed(Unit.objects.filter(voided_entry=None), reach, county="county")
        late = Q(pk__in=rows.exclude(unit_id__in=apart).values("unit_id"))
        of_counties = units if counties is None else units.filter(county__in=counties)
        return units.filter(late | Q(pk__in=of_counties.filter(pk__in=counted).values("pk")))
    later = received(asof).filter(unit=OuterRef("pk"), since_on__gt=first.last, since_on__lte=month.last)
    late = Q(
        pk__in=missing_units(reach, asof, first, counties).exclude(Exists(later)).exclude(pk__in=apart).values("pk")
    )
    units = narrowed(Unit.objects.known(asof), reach, county="county")
    of_counties = units if counties is None else units.filter(county__in=counties)
    return units.filter(late | Q(pk__in=of_counties.filter(pk__in=counted).values("pk")))


# --- the months of counties ---


def counties_owing(reach: Reach, province: str) -> models.QuerySet[County]:
    """Return the counties in which units owe returns, of one province or of all, in Persian order."""
    owing = ReturnsDue.objects.filter(owed_from__isnull=False).order_by().values("county")
    found = narrowed(County.objects.filter(pk__in=owing), reach, county="")
    return (found.filter(province__code=province) if province else found).order_by("sort_key", "pk")


def months_of(
    reach: Reach, asof: AsOf, months: Sequence[Month], counties: Sequence[int]
) -> dict[tuple[int, Month], Cell]:
    """Return the returns of counties month by month: from the kept table, or counted where it does not answer."""
    rules = terms()
    began = owed(reach, asof, counties)
    counted = _kept(reach, asof, months, counties, rules)
    if counted is None:
        units = narrowed(Unit.objects.filter(county__in=counties), reach, county="county")
        counted = {(c, m): row for m in months for c, row in count_month(m, asof, units).items()}
    begin = begins_with(rules)
    cells, unowed = {}, _unowed(reach, asof, [month for month in months if month >= begin], counties)
    for county in counties:
        for month in months:
            row = {name: counted.get((county, month), {}).get(name, 0) for name in NAMES}
            is_due = due_on(month, terms_on(rules, month.last)) < asof.day
            row["unowed"] = unowed.get((county, month), 0) if month >= begin else row["received"]
            cells[county, month] = Cell(began.in_month(county, month), is_due, **row)
    return cells


def _unowed(reach: Reach, asof: AsOf, months: Sequence[Month], counties: Sequence[int]) -> dict[tuple[int, Month], int]:
    """Return how many returns came by county and month though none was owed: while a licence was suspended, or early.

    Only units that do not owe for each of the months are looked at: they are few.
    """
    if not months:
        return {}
    units = narrowed(Unit.objects.known(asof).filter(county__in=counties), reach, county="county")
    if asof.entry is None:
        apart = ReturnsDue.objects.filter(Q(owed_from=None) | Q(owed_from__gt=min(months).last), county__in=counties)
        paused = ReturnsPause.objects.filter(county__in=counties)
        units = units.filter(Q(pk__in=apart.values("pk")) | Q(pk__in=paused.values("unit_id")))
    places = dict(units.values_list("pk", "county_id"))
    owing, found = owings(places, asof), dict[tuple[int, Month], int]()
    came = received(asof).filter(unit__in=places, since_on__in=[month.last for month in months])
    for unit, day in came.values_list("unit_id", "since_on"):
        month = Month.of(day)
        if unit not in owing or not owing[unit].owes(month):
            key = places[unit], month
            found[key] = found.get(key, 0) + 1
    return found


def _kept(
    reach: Reach, asof: AsOf, months: Sequence[Month], counties: Sequence[int], rules: Sequence[Terms]
) -> dict[tuple[int, Month], dict[str, Any]] | None:
    if asof.entry is not None:
        return None
    by_day = {month.last: month for month in months}
    rows = ReturnsOfMonth.objects.filter(month__in=by_day, county__in=counties)
    kept = ("county_id", "month", "said_on", "came_by", *(name for name in NAMES if name != "on_time"))
    found = list(narrowed(rows, reach, county="county").values(*kept))
    if any(row["said_on"] > asof.day for row in found):
        return None
    due_days = {month: terms_on(rules, month).due_day for month in by_day}
    for row in found:
        row["on_time"] = row["came_by"][due_days[row["month"]]]
    return {(row["county_id"], by_day[row["month"]]): row for row in found}


# --- one unit ---


@dataclass(frozen=True, slots=True)
class UnitMonth:
    """What is known of a unit's month. report: None where nothing came; word: the expert's standing word on it."""

    month: Month
    report: MonthlyReturn | None
    word: ReturnDecision | None
    outputs: tuple[MonthlyOutput, ...]
    is_owed: bool
    is_due: bool
    is_late: bool

    @property
    def state(self) -> str:
        """CONFIRMED, SENT_BACK or WAITING of what came; MISSING or AWAITED of what is owed; empty where none is."""
        if self.report is not None:
            return self.word.decision if self.word else "WAITING"
        if not self.is_owed:
            return ""
        return "MISSING" if self.is_due else "AWAITED"


def months_of_unit(unit: int, asof: AsOf, months: Sequence[Month]) -> list[UnitMonth]:
    """Return what came of a unit month by month, in the order of the months; five queries."""
    if not months:
        return []
    rules, days = terms(), (months[0].last, months[-1].last)
    reports = {r.since_on: r for r in received(asof).filter(unit=unit, since_on__range=days).select_related("entry")}
    words = ReturnDecision.objects.known(asof).filter(unit=unit, since_on__range=days, decided_on__lte=asof.day)
    by_day = {word.since_on: word for word in words.select_related("entry")}
    made: dict[date, list[MonthlyOutput]] = {}
    outputs = MonthlyOutput.objects.known(asof).filter(unit=unit, since_on__range=days)
    for output in outputs.order_by("pk"):
        made.setdefault(output.since_on, []).append(output)
    owing = owings([unit], asof).get(unit)
    found = []
    for month in months:
        due = due_on(month, terms_on(rules, month.last))
        report = reports.get(month.last)
        found.append(
            UnitMonth(
                month=month,
                report=report,
                word=by_day.get(month.last) if report else None,
                outputs=tuple(made.get(month.last, ())) if report else (),
                is_owed=owing is not None and owing.owes(month),
                is_due=due < asof.day,
                is_late=report is not None and report.first_sent_on > due,
            )
        )
    return found
