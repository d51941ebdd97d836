"""Tables kept beside the monthly returns: who owes from when, what came by county and month, what waits for whom.

They follow from the records and are made again in the same transaction for whatever an entry changed: the touched
units, the touched months of their counties. `owing` counts the same from the records; the tests hold both together.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Subquery, Value, Window
from django.db.models.functions import Coalesce, RowNumber

from hamahang.domain.ledger import AsOf
from hamahang.domain.months import Month
from hamahang.ledger import derived
from hamahang.register import owing, pausing, returned
from hamahang.register.models import (
    MonthlyReturn,
    OpenReturn,
    ReturnDecision,
    ReturnsDue,
    ReturnsOfMonth,
    ReturnsPause,
    Unit,
)

CHUNK = 2_000
NOW = AsOf(date.max)
Told = tuple[int, date]  # a unit and the last day of a month


def follow() -> None:
    """Make the tables again for units and months that are touched. What the rules decide is not kept in them."""
    derived.keep(Unit._meta.label, refresh_units)
    for label in ("register.Licence", "register.LicenceStep", "register.UnitStatus", MonthlyReturn._meta.label):
        derived.keep(label, refresh_units, of=_units_of(label))
    for model in (MonthlyReturn, ReturnDecision):
        derived.keep(model._meta.label, refresh_months, of=_told_by(model))


def _units_of(label: str) -> derived.Of:
    def of(ids: Collection[int]) -> Iterator[int]:
        from django.apps import apps

        facts: Any = apps.get_model(label)._base_manager
        for chunk in _chunks(ids):
            yield from facts.filter(pk__in=chunk).values_list("unit_id", flat=True)

    return of


def _told_by(model: Any) -> derived.Of:
    def of(ids: Collection[int]) -> Iterator[Told]:
        for chunk in _chunks(ids):
            yield from model._base_manager.filter(pk__in=chunk).values_list("unit_id", "since_on")

    return of


def _chunks(ids: Iterable[Any]) -> Iterator[list[Any]]:
    ordered = sorted(ids)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def is_whole() -> bool:
    """Say whether each unit has its row: not so after an upgrade that brought the tables."""
    if ReturnsDue.objects.count() != Unit.objects.filter(voided_entry=None).count():
        return False
    apart = owing.owings_by_licence(pausing.units_with_pauses(NOW), NOW)
    told = set(ReturnsPause.objects.values_list("unit_id", flat=True))
    return told == {unit for unit, one in apart.items() if one.pauses}


def refresh_all() -> None:
    """Make all the tables again."""
    for table in (ReturnsOfMonth, OpenReturn, ReturnsPause, ReturnsDue):
        table._default_manager.all().delete()
    refresh_units(list(Unit.objects.filter(voided_entry=None).values_list("pk", flat=True)))
    for month in (
        MonthlyReturn.objects.filter(voided_entry=None).order_by().values_list("since_on", flat=True).distinct()
    ):
        _count(Month.of(month), None)
        _open(month, None)


def refresh_units(units: Collection[int]) -> None:
    """Make the rows of some units again; where one came to another county, the months of both."""
    moved: set[Told] = set()
    for chunk in _chunks(units):
        before = dict(ReturnsDue.objects.filter(pk__in=chunk).values_list("unit_id", "county_id"))
        now = dict(Unit.objects.filter(pk__in=chunk, voided_entry=None).values_list("pk", "county_id"))
        _owe(chunk, now)
        gone = {unit: county for unit, county in before.items() if now.get(unit) not in (None, county)}
        moved |= _months_in(gone)
    if moved:
        refresh_months(moved)


def _months_in(gone: dict[int, int]) -> set[Told]:
    """Count the months of the counties that units left; return the units and months for those they came to."""
    told = set(MonthlyReturn.objects.filter(unit__in=gone, voided_entry=None).values_list("unit_id", "since_on"))
    for unit, month in told:
        _count(Month.of(month), {gone[unit]})
    return told


def _owe(units: list[int], counties: dict[int, int]) -> None:
    owings = owing.owings_by_licence(counties, NOW)
    last = _last_two(counties)
    ReturnsDue.objects.filter(pk__in=units).delete()
    ReturnsPause.objects.filter(unit_id__in=units).delete()
    ReturnsDue.objects.bulk_create(
        [
            ReturnsDue(
                unit_id=unit,
                county_id=county,
                owed_from=owings[unit].first.last if unit in owings else None,
                owed_until=_last(owings[unit].until) if unit in owings else None,
                last_month=last[unit][0] if unit in last else None,
                earlier_month=last[unit][1] if unit in last and len(last[unit]) > 1 else None,
            )
            for unit, county in counties.items()
        ],
        batch_size=CHUNK,
    )
    ReturnsPause.objects.bulk_create(
        [
            ReturnsPause(unit_id=unit, county_id=counties[unit], first=pause.first.last, until=_last(pause.until))
            for unit, one in owings.items()
            for pause in one.pauses
        ],
        batch_size=CHUNK,
    )


def _last_two(units: Collection[int]) -> dict[int, list[date]]:
    """Return by unit the last two months that brought a return, the last one first."""
    came = MonthlyReturn.objects.filter(unit__in=units, voided_entry=None)
    latest = Window(RowNumber(), partition_by=F("unit_id"), order_by=F("since_on").desc())
    found: dict[int, list[date]] = {}
    ranked = came.annotate(place=latest).filter(place__lte=2).order_by("place")
    for unit, month in ranked.values_list("unit_id", "since_on"):
        found.setdefault(unit, []).append(month)
    return found


def _last(month: Month | None) -> date | None:
    return month.last if month else None


def refresh_months(told: Collection[Told]) -> None:
    """Make again what came for some months of some units: their counties' months, and what waits for whom."""
    by_month: dict[date, set[int]] = {}
    for unit, month in told:
        by_month.setdefault(month, set()).add(unit)
    units = {unit for unit, _ in told}
    counties: dict[int, int] = {}
    for chunk in _chunks(units):
        counties.update(Unit.objects.filter(pk__in=chunk).values_list("pk", "county_id"))
    for month, touched in sorted(by_month.items()):
        _count(Month.of(month), {counties[unit] for unit in touched})
        for chunk in _chunks(touched):
            _open(month, chunk)


def _count(month: Month, counties: Collection[int] | None) -> None:
    """Count a month of some counties, or of all, anew."""
    rows = ReturnsOfMonth.objects.filter(month=month.last)
    units = None if counties is None else Unit.objects.filter(county__in=counties)
    (rows if counties is None else rows.filter(county__in=counties)).delete()
    counted, came_by = returned.count_month(month, NOW, units), returned.arrived(month, NOW, units)
    for row in counted.values():
        del row["on_time"]
    ReturnsOfMonth.objects.bulk_create(
        [
            ReturnsOfMonth(county_id=county, month=month.last, came_by=came_by[county], **row)
            for county, row in counted.items()
        ]
    )


def _open(month: date, units: Collection[int] | None) -> None:
    """Tell anew which returns of a month wait for somebody."""
    stale = OpenReturn.objects.filter(month=month)
    reports = MonthlyReturn.objects.filter(since_on=month, voided_entry=None)
    if units is not None:
        of = MonthlyReturn._base_manager.filter(since_on=month, unit__in=units).values("pk")
        stale, reports = stale.filter(report_id__in=of), reports.filter(unit__in=units)
    stale.delete()
    word = ReturnDecision.objects.filter(unit=OuterRef("unit"), since_on=month, voided_entry=None)
    said = reports.annotate(said=Coalesce(Subquery(word.values("decision")[:1]), Value("WAITING")))
    still = said.exclude(said="CONFIRMED").values_list("pk", "said", "unit__county_id")
    OpenReturn.objects.bulk_create(
        [OpenReturn(report_id=pk, county_id=county, state=state, month=month) for pk, state, county in still],
        batch_size=CHUNK,
    )
