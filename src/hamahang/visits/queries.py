"""Reading plans of visits, visits, what they opened, and what is to be decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Cast

from hamahang.accounts.queries import Reach, narrowed
from hamahang.casework import queries as casework
from hamahang.casework.models import Case, CaseStage
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.visits import Known
from hamahang.ledger.models import Evidence
from hamahang.register import queries as register
from hamahang.register.models import HeadCount, Unit, UnitStatus
from hamahang.visits.models import Visit, VisitCase, VisitConflict, VisitFinding, VisitPhoto, VisitPlan, VisitStop

FIRST_AMONG = ("IDLE", "UNDERUSED", "UNDER_CONSTRUCTION", "", "ACTIVE")
MOST_OFFERED = 400


# --- visits ---


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """What a list of visits is narrowed to; empty values narrow nothing. open: those with something to decide."""

    text: str = ""
    estate: str = ""
    state: str = ""
    day: date | None = None


def visits_in(reach: Reach, asof: AsOf, wanted: VisitFilter = VisitFilter()) -> models.QuerySet[Visit]:
    """Return the visits made by the asked day that a reader may list; `day_text` orders them by day in pages."""
    visits = narrowed(Visit.objects.known(asof).filter(visited_on__lte=asof.day), reach, county="county")
    if wanted.estate:
        visits = visits.filter(estate__code=wanted.estate)
    if wanted.state:
        visits = visits.filter(state=wanted.state)
    if wanted.day:
        visits = visits.filter(visited_on=wanted.day)
    if wanted.text:
        visits = visits.filter(Q(name__icontains=wanted.text) | Q(unit__licence_no=wanted.text))
    return visits.select_related("unit", "estate", "county").annotate(
        day_text=Cast("visited_on", models.CharField(max_length=10))
    )


def visit_in(reach: Reach, visit_id: int) -> Visit | None:
    """Return a visit if a reader may see it."""
    visits = Visit.objects.select_related("unit", "estate", "county", "stop__plan", "signature", "entry")
    return narrowed(visits, reach, county="county").filter(pk=visit_id, voided_entry=None).first()


def visits_of(unit_id: int, asof: AsOf) -> list[Visit]:
    """Return the visits of a unit by the asked day, with their entries."""
    return list(Visit.objects.known(asof).filter(unit_id=unit_id, visited_on__lte=asof.day).order_by("visited_on"))


def visit_of_key(key: str) -> Visit | None:
    """Return the visit that a sheet became."""
    return Visit.objects.filter(key=key, voided_entry=None).first()


def findings_of(visit: Visit) -> list[VisitFinding]:
    """Return the causes found on a visit."""
    return list(VisitFinding.objects.filter(visit=visit, voided_entry=None).order_by("pk"))


def photos_of(visit: Visit) -> list[VisitPhoto]:
    """Return the pictures of a visit, in the order they came."""
    photos = VisitPhoto.objects.filter(visit=visit, voided_entry=None).select_related("attachment")
    return list(photos.order_by("taken_at", "pk"))


def photo_in(visit: Visit, photo_id: int) -> VisitPhoto | None:
    """Return a picture of a visit."""
    return VisitPhoto.objects.filter(visit=visit, pk=photo_id).select_related("attachment").first()


def cases_of(visit: Visit) -> list[VisitCase]:
    """Return the cases that a visit opened or whose papers it is among."""
    return list(VisitCase.objects.filter(visit=visit, voided_entry=None).select_related("case").order_by("pk"))


# --- what it is held against ---


def status_now(unit_id: int) -> Known | None:
    """Return the last status of a unit, whatever its day."""
    facts = UnitStatus.objects.filter(unit_id=unit_id, voided_entry=None).order_by("-since_on", "-proof", "-pk")
    return _known(facts.annotate(value=F("status")).first())


def status_seen(unit_id: int, on: date) -> Known | None:
    """Return the status that a visit saw on a day."""
    facts = UnitStatus.objects.filter(unit_id=unit_id, since_on=on, proof=Proof.SEEN, voided_entry=None)
    return _known(facts.annotate(value=F("status")).first())


def heads_seen(unit_id: int, on: date) -> Known | None:
    """Return the head count of a visit on a day."""
    facts = HeadCount.objects.filter(unit_id=unit_id, since_on=on, proof=Proof.SEEN, voided_entry=None)
    return _known(facts.annotate(value=F("persons")).first())


def _known(fact: Any) -> Known | None:
    return Known(fact.pk, fact.value, fact.since_on, fact.entry.by, fact.proof) if fact else None


def evidence_of(visit: Visit) -> Evidence | None:
    """Return the evidence that the facts of a visit stand on."""
    return Evidence.objects.filter(kind="VISIT", number=visit.key, voided_entry=None).first()


def case_on(unit_id: int, kind: str, day: date) -> Case | None:
    """Return the case of a kind that the unit had under way on a day."""
    case = casework.under_way(unit_id, kind, AsOf(day))
    if case is None:
        return None
    began = CaseStage.objects.filter(case=case, since_on__lte=day, voided_entry=None).exists()
    return case if began else None


# --- what is to be decided ---


def conflicts_in(reach: Reach, *, is_open: bool = True) -> models.QuerySet[VisitConflict]:
    """Return what is to be decided, or was, the oldest first."""
    found = VisitConflict.objects.filter(voided_entry=None).select_related("visit__unit", "visit__estate", "entry")
    found = found.filter(decision="") if is_open else found.exclude(decision="")
    return narrowed(found, reach, county="visit__county").order_by("pk")


def conflict_in(reach: Reach, conflict_id: int) -> VisitConflict | None:
    """Return a conflict if a reader may see it."""
    found = VisitConflict.objects.filter(pk=conflict_id, voided_entry=None).select_related("visit", "entry")
    return narrowed(found, reach, county="visit__county").first()


def conflicts_of(visits: Iterable[int]) -> dict[int, list[VisitConflict]]:
    """Return what is still to be decided of some visits."""
    found: dict[int, list[VisitConflict]] = {}
    open_ones = VisitConflict.objects.filter(visit_id__in=list(visits), decision="", voided_entry=None)
    for conflict in open_ones.select_related("entry").order_by("pk"):
        found.setdefault(conflict.visit_id, []).append(conflict)
    return found


# --- plans ---


def plans_in(reach: Reach, *, estate: str = "", day: date | None = None) -> models.QuerySet[VisitPlan]:
    """Return the plans a reader may list, the latest first, with how many stops each has and were visited."""
    plans = VisitPlan.objects.filter(voided_entry=None).select_related("estate__county")
    if estate:
        plans = plans.filter(estate__code=estate)
    if day:
        plans = plans.filter(day=day)
    standing = Q(stops__voided_entry=None)
    made = standing & Q(stops__visits__isnull=False, stops__visits__voided_entry=None)
    counted = narrowed(plans, reach, county="estate__county").annotate(
        stops_planned=Count("stops", filter=standing, distinct=True),
        stops_visited=Count("stops", filter=made, distinct=True),
    )
    return counted.order_by("-day", "-pk")


def plan_in(reach: Reach, plan_id: int) -> VisitPlan | None:
    """Return a plan if a reader may see it."""
    return plans_in(reach).filter(pk=plan_id).first()


def stops_of(plans: Sequence[int]) -> list[VisitStop]:
    """Return the stops of some plans in their order, with their units."""
    stops = VisitStop.objects.filter(plan_id__in=plans, voided_entry=None)
    return list(stops.select_related("unit").order_by("plan", "order", "pk"))


def visits_by_stop(stops: Iterable[int]) -> dict[int, list[Visit]]:
    """Return the visits of some stops."""
    found: dict[int, list[Visit]] = {}
    for visit in Visit.objects.filter(stop_id__in=list(stops), voided_entry=None).order_by("visited_on", "pk"):
        found.setdefault(visit.stop_id or 0, []).append(visit)
    return found


@dataclass(frozen=True, slots=True)
class Seen:
    """A unit as somebody sees it who stands in front of it: its last status, persons and open case."""

    unit: Unit
    status: str
    status_id: int
    since_on: date | None
    persons: int | None
    product: str
    case: str


def as_seen(units: Sequence[Unit], asof: AsOf) -> list[Seen]:
    """Return what is known of some units, a few queries for all."""
    ids = [unit.pk for unit in units]
    ordered = UnitStatus.objects.filter(unit_id__in=ids, voided_entry=None).order_by("since_on", "proof", "pk")
    statuses = {fact.unit_id: fact for fact in ordered}
    persons = register.head_counts_by_unit(ids, asof)
    products = register.products_by_unit(ids)
    cases = _open_cases(ids, asof)
    return [
        Seen(
            unit=unit,
            status=statuses[unit.pk].status if unit.pk in statuses else "",
            status_id=statuses[unit.pk].pk if unit.pk in statuses else 0,
            since_on=statuses[unit.pk].since_on if unit.pk in statuses else None,
            persons=persons[unit.pk].persons if unit.pk in persons else None,
            product=next(iter(products.get(unit.pk, ())), ""),
            case=cases.get(unit.pk, ""),
        )
        for unit in units
    ]


def _open_cases(ids: Sequence[int], asof: AsOf) -> dict[int, str]:
    """Return by unit the number of its revival case under way."""
    stages = casework.current(asof, kind="REVIVAL").exclude(stage__in=casework.final_stages("REVIVAL"))
    found = stages.filter(case__unit_id__in=list(ids), case__voided_entry=None)
    return dict(found.order_by("case_id").values_list("case__unit_id", "case__number"))


def offered(estate: str, reach: Reach, asof: AsOf) -> list[Seen]:
    """Return the units of an estate to choose stops from: idle ones first, then by name."""
    units = register.units_in(reach, asof, register.UnitFilter(estate=estate))
    seen = as_seen(list(units[:MOST_OFFERED]), asof)
    return sorted(seen, key=lambda line: FIRST_AMONG.index(line.status))


# --- what figures count ---


def made(asof: AsOf) -> models.QuerySet[Visit]:
    """Return the visits made by a day."""
    return Visit.objects.known(asof).filter(visited_on__lte=asof.day)


def latest(asof: AsOf) -> models.QuerySet[Visit]:
    """Return the last visit of each unit by a day; two on one day: the one recorded later."""
    same = made(asof).filter(unit=models.OuterRef("unit"))
    first = same.order_by("-visited_on", "-pk").values("pk")[:1]
    return made(asof).filter(unit__isnull=False, pk=models.Subquery(first))
