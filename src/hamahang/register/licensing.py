"""Reading permits and licences: which are good, run out, were suspended or cancelled; and one of them whole."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from hamahang.accounts.queries import Reach, narrowed
from hamahang.domain.flows.projects import table_of
from hamahang.domain.flows.ways import Passed, Way, given
from hamahang.domain.ledger import AsOf
from hamahang.domain.licences import EXPIRING_DAYS, OPERATING
from hamahang.domain.rating import RatingTerms
from hamahang.domain.validity import good_until, run_out_before
from hamahang.ledger.queries import last_entry
from hamahang.register import owing
from hamahang.register.models import CapacityRating, Licence, LicencePaper, LicenceStep, LicenceTerms, RatingRule

OPEN = ("VALID", "WARNED")


def licences(asof: AsOf) -> "models.QuerySet[Any]":
    """Return the permits and licences issued by a day, with where each stands: `state`, `told_on` (since), `until`.

    A permit whose unit was given an operating licence since has become one, whether or not somebody wrote that down.
    until: the last day said of it; None where the year of a permit runs from its issue, and for lasting licences
    """
    same = {name: OuterRef(name) for name in ("unit", "number", "kind")}
    steps = LicenceStep.objects.standing(asof).filter(**same).order_by("-since_on", "-proof", "-pk")
    operating = Licence.objects.standing(asof).filter(
        unit=OuterRef("unit"), kind__in=OPERATING, since_on__gte=OuterRef("since_on")
    )
    told = Coalesce(Subquery(steps.values("stage")[:1]), Value("VALID"))
    known: models.QuerySet[Any] = Licence.objects.standing(asof).annotate(
        told=told,
        told_on=Subquery(steps.values("since_on")[:1]),
        has_licence=Exists(operating),
        until=Subquery(steps.exclude(valid_until=None).values("valid_until")[:1]),
    )
    became = When(kind="PERMIT", told__in=OPEN, has_licence=True, then=Value("CONVERTED"))
    found: models.QuerySet[Any] = known.annotate(state=Case(became, default="told"))
    return found


def permits(asof: AsOf) -> "models.QuerySet[Any]":
    """Return the permits issued by a day, with `converted` 1 where the unit was given an operating licence since."""
    done = Case(When(state="CONVERTED", then=Value(1)), default=Value(0))
    found: models.QuerySet[Any] = licences(asof).filter(kind="PERMIT").annotate(converted=done, issued=Value(1))
    return found


def _good_on(day: date) -> Q:
    return Q(until__gte=day) | Q(until=None, kind="PERMIT", since_on__gt=run_out_before(day))


def _over_on(day: date) -> Q:
    """Return what had a last day that has passed: permits, and licences of which one was said."""
    return Q(until__lt=day) | Q(until=None, kind="PERMIT", since_on__lte=run_out_before(day))


def good(asof: AsOf) -> "models.QuerySet[Any]":
    """Return the permits that are good on a day: issued or extended within their year, neither converted nor gone."""
    return permits(asof).filter(_good_on(asof.day), state__in=OPEN)


def run_out(asof: AsOf) -> "models.QuerySet[Any]":
    """Return the permits whose time has run out, and that nobody extended, converted or cancelled."""
    return permits(asof).filter(_over_on(asof.day), state__in=OPEN)


def running_out(asof: AsOf, *, days: int = EXPIRING_DAYS) -> "models.QuerySet[Any]":
    """Return the permits and licences that are good on a day and run out within some days after it."""
    after = asof.day + timedelta(days + 1)
    return licences(asof).filter(_good_on(asof.day), _over_on(after), state__in=OPEN)


def last_day(licence: Any) -> date | None:
    """Return the last day of a licence as `licences` gave it; None for one that lasts."""
    if licence.until is not None:
        return licence.until  # type: ignore[no-any-return]
    return good_until(licence.since_on) if licence.kind == "PERMIT" else None


def is_good_permit(licence: Any, day: date) -> bool:
    """Return whether a licence as `licences` gave it is a permit that is good on a day: the word of `good` on one."""
    last = last_day(licence)
    return licence.kind == "PERMIT" and licence.state in OPEN and last is not None and last >= day


@dataclass(frozen=True, slots=True)
class LicenceFilter:
    """What a list of permits and licences is narrowed to. Empty means all. which: good, running_out, run_out"""

    kind: str = ""
    state: str = ""
    county: str = ""
    text: str = ""
    which: str = ""


def licences_in(reach: Reach, asof: AsOf, wanted: LicenceFilter) -> "models.QuerySet[Any]":
    """Return the permits and licences a reader may list, narrowed, with their units."""
    lists = {"good": good, "running_out": running_out, "run_out": run_out}
    found = lists.get(wanted.which, licences)(asof)
    found = narrowed(found, reach, county="unit__county").select_related("unit__county", "unit__estate")
    said = {"kind": wanted.kind, "state": wanted.state, "unit__county__code": wanted.county}
    found = found.filter(**{name: value for name, value in said.items() if value})
    if wanted.text:
        found = found.filter(Q(number__icontains=wanted.text) | Q(unit__name__icontains=wanted.text))
    return found


def licence_in(reach: Reach, asof: AsOf, licence_id: int) -> Any:
    """Return a permit or licence if a reader may see it; of one that a list corrected since, the record that holds."""
    told = Licence.objects.filter(pk=licence_id).values_list("unit_id", "number", "kind").first()
    if told is None:
        return None
    unit, number, kind = told
    same = licences(asof).filter(unit=unit, number=number, kind=kind).select_related("unit__county", "unit__estate")
    return narrowed(same, reach, county="unit__county").order_by("-since_on", "-pk").first()


@dataclass(frozen=True, slots=True)
class WholeLicence:
    """Everything known of one permit or licence as of a day. past: all terms, the newest last.

    late: how its unit is behind with monthly returns; None where it owes none
    """

    licence: Any
    way: Way
    steps: Sequence[LicenceStep]
    papers: Sequence[LicencePaper]
    terms: LicenceTerms | None
    past: Sequence[LicenceTerms]
    ratings: Sequence[CapacityRating]
    until: date | None
    late: owing.Behind | None = None


def whole(licence: Any, asof: AsOf, *, beside: Collection[str] = ()) -> WholeLicence:
    """Return everything known of a permit or licence as of a day.

    beside: codes of needs that were found to be met where the register does not look (inspections of its project)
    """
    same = {"unit": licence.unit_id, "number": licence.number}
    kind = {"kind": licence.kind}
    steps = list(LicenceStep.objects.standing(asof).filter(**same, **kind).order_by("since_on", "proof", "pk"))
    papers = LicencePaper.objects.standing(asof).filter(**same, **kind).select_related("attachment")
    terms = list(LicenceTerms.objects.standing(asof).filter(**same).order_by("since_on", "proof", "pk"))
    ratings = list(ratings_of(licence.unit_id, asof))
    begun = max((step.since_on for step in steps), default=licence.since_on)
    passed = [Passed(step.stage, step.since_on, step.step, step.by) for step in steps]
    table = table_of(licence.kind)
    found = set(given(table, passed, [(paper.need, paper.since_on) for paper in papers]))
    found |= {"RATING"} if any(rating.since_on >= begun for rating in ratings) else set()
    others = Licence.objects.standing(asof).filter(unit=licence.unit_id, kind__in=OPERATING)
    found |= {"SUCCESSOR"} if others.filter(since_on__gt=licence.since_on).exists() else set()
    late = owing.behind([licence.unit_id], asof).get(licence.unit_id) if licence.kind in OPERATING else None
    # the register knows who sends no returns; a paper may say it too, of months before it did
    found |= {"NO_RETURNS"} if late is not None and late.is_warned else set()
    found |= {"LICENCE"} if others.filter(since_on__gte=licence.since_on).exists() else set()
    way = Way(table, passed, frozenset(found | set(beside)), latest(licence))
    return WholeLicence(
        licence=licence,
        way=way,
        steps=steps,
        papers=list(papers.order_by("since_on", "pk")),
        terms=terms[-1] if terms else None,
        past=terms,
        ratings=ratings,
        until=last_day(licence),
        late=late,
    )


def latest(licence: Any) -> date | None:
    """Return the last day on which something was done to a permit or licence, whatever the asked day."""
    steps = LicenceStep.objects.filter(
        unit=licence.unit_id, number=licence.number, kind=licence.kind, voided_entry=None
    )
    return steps.aggregate(last=models.Max("since_on"))["last"]  # type: ignore[no-any-return]


def version(licence: Any) -> tuple[int, str]:
    """Return the number of the last entry that touched a permit or licence, and who made it."""
    same: dict[str, Any] = {"unit": licence.unit_id, "number": licence.number}
    facts = (LicenceStep.objects.filter(**same), LicenceTerms.objects.filter(**same))
    return last_entry(type(licence).objects.filter(pk=licence.pk), *facts)


def licences_of(unit_id: int, asof: AsOf) -> list[Any]:
    """Return the permits and licences of a unit with where they stand, the newest first."""
    return list(licences(asof).filter(unit=unit_id).order_by("-since_on", "-pk"))


def open_licences(units: Collection[int], asof: AsOf) -> dict[int, list[Any]]:
    """Return by unit the operating licences that are good and could be suspended, the oldest first."""
    found: dict[int, list[Any]] = {}
    good_ones = licences(asof).filter(unit__in=units, kind__in=OPERATING, state="VALID").order_by("since_on", "pk")
    for licence in good_ones:
        found.setdefault(licence.unit_id, []).append(licence)
    return found


def ratings_of(unit_id: int, asof: AsOf) -> "models.QuerySet[CapacityRating]":
    """Return the capacity ratings of a unit, the earliest first."""
    return CapacityRating.objects.standing(asof).filter(unit=unit_id).order_by("since_on", "pk")


def rating_terms(asof: AsOf) -> RatingTerms:
    """Return the parameters of capacity rating that hold on a day; before the first rule, the practice's."""
    rule = RatingRule.objects.standing(asof).order_by("-since_on", "-pk").first()
    return RatingTerms(rule.shifts, rule.hours, rule.days, rule.efficiency) if rule else RatingTerms()


def rating_rules(asof: AsOf) -> list[RatingRule]:
    """Return the parameters of capacity rating as known, those of days ahead too, the latest first."""
    return list(RatingRule.objects.known(asof).order_by("-since_on", "-pk"))


def paper(licence: Any, paper_id: int) -> LicencePaper | None:
    """Return a paper of a permit or licence that stands, with its file."""
    found = LicencePaper.objects.filter(
        pk=paper_id, unit=licence.unit_id, number=licence.number, kind=licence.kind, voided_entry=None
    )
    return found.select_related("attachment").first()


def counted(asof: AsOf, reach: Reach) -> dict[tuple[str, str], int]:
    """Return how many permits and licences a reader may list, by kind and state."""
    rows = narrowed(licences(asof), reach, county="unit__county").order_by()
    return {
        (kind, state): int(number)
        for kind, state, number in rows.values_list("kind", "state").annotate(number=models.Count("pk"))
    }
