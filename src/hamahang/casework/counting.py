"""What figures of cases count: stocks, flows, times between stages, outcomes that last."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models

from hamahang.accounts.queries import Reach, narrowed
from hamahang.casework import queries
from hamahang.casework.models import Case, CaseAnswer, CaseCause, CaseNow, CaseOutcome, CaseStage, PlanItem
from hamahang.domain.ledger import AsOf
from hamahang.domain.systemic import Troubled
from hamahang.register import queries as register


def standing_in(asof: AsOf, *, kind: str, stages: Collection[str]) -> models.QuerySet[CaseStage]:
    """Return the cases of a kind that stand in one of some stages."""
    return queries.current(asof, kind=kind).filter(stage__in=stages)


def passed(asof: AsOf, *, kinds: Collection[str]) -> models.QuerySet[CaseStage]:
    """Return every stage that cases of some kinds have reached, in order, with the unit of each."""
    reached = CaseStage.objects.standing(asof).filter(case__kind__in=kinds).select_related("case__unit__county")
    return reached.order_by("case", "since_on", "proof", "pk")


def open_cases(asof: AsOf, *, kind: str) -> models.QuerySet[CaseStage]:
    """Return where each case of a kind stands that has not ended."""
    return queries.current(asof, kind=kind).exclude(stage__in=queries.final_stages(kind))


def reached_since(asof: AsOf, *, kind: str, stage: str, first: date) -> models.QuerySet[CaseStage]:
    """Return the cases of a kind that reached a stage for the first time from a day on, by the asked day."""
    return queries.reached(asof, kind=kind, stage=stage).filter(since_on__gte=first)


def proven_after(asof: AsOf, *, stages: Collection[str], by: date) -> models.QuerySet[CaseStage]:
    """Return the revivals back in production by a day, each with `proven` 1 where it reached one of some stages."""
    later = CaseStage.objects.standing(asof).filter(case=models.OuterRef("case"), stage__in=stages)
    back = queries.reached(asof, kind="REVIVAL", stage="RESTARTED").filter(since_on__lte=by)
    proven = models.Case(models.When(models.Exists(later), then=1), default=0)
    return back.annotate(proven=proven, all_of_them=models.Value(1))


def outcomes(asof: AsOf) -> models.QuerySet[CaseOutcome]:
    """Return the outcome that holds of each case that did not relapse since."""
    lost = CaseStage.objects.standing(asof).filter(case=models.OuterRef("case"), stage="RELAPSED")
    return CaseOutcome.objects.holding(asof, of="case").exclude(models.Exists(lost))


class DaysBetween(models.Func):
    """The number of days from the first day to the second."""

    arity = 2
    output_field = models.IntegerField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Write it for PostgreSQL, where days are subtracted."""
        first, second = self.source_expressions
        said, values = compiler.compile(second)
        before, earlier = compiler.compile(first)
        return f"({said} - {before})", (*values, *earlier)

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """Write it for SQLite, where days are texts."""
        first, second = self.source_expressions
        said, values = compiler.compile(second)
        before, earlier = compiler.compile(first)
        return f"CAST(julianday({said}) - julianday({before}) AS INTEGER)", (*values, *earlier)


def times_between(asof: AsOf, *, kind: str, first: str, last: Collection[str]) -> models.QuerySet[CaseStage]:
    """Return the first time each case reached a stage, with the `days` until it first reached one of others."""
    later = CaseStage.objects.standing(asof).filter(
        case=models.OuterRef("case"), stage__in=last, since_on__gte=models.OuterRef("since_on")
    )
    begun = queries.reached(asof, kind=kind, stage=first).annotate(
        until=models.Subquery(later.order_by("since_on").values("since_on")[:1])
    )
    return begun.exclude(until=None).annotate(days=DaysBetween("since_on", "until"))


def times_in_stages(asof: AsOf, *, kind: str) -> models.QuerySet[CaseStage]:
    """Return each stage that has ended of the cases of a kind, with the `days` until the case went on."""
    later = CaseStage.objects.standing(asof).filter(
        case=models.OuterRef("case"), since_on__gte=models.OuterRef("since_on")
    )
    # of two stages of one day the later recorded one follows
    after = later.filter(models.Q(since_on__gt=models.OuterRef("since_on")) | models.Q(pk__gt=models.OuterRef("pk")))
    until = models.Subquery(after.order_by("since_on", "pk").values("since_on")[:1])
    stages = CaseStage.objects.standing(asof).filter(case__kind=kind).annotate(until=until)
    return stages.exclude(until=None).annotate(days=DaysBetween("since_on", "until"))


ENDED = ("RESTARTED", "WATCHED_3", "WATCHED_6", "DURABLE", "RELAPSED", "NOT_REVIVABLE", "WITHDRAWN")
CAME_BACK = ("RESTARTED", "WATCHED_3", "WATCHED_6", "DURABLE")
NEAREST = 5


@dataclass(frozen=True, slots=True)
class Similar:
    """How cases of the same kind and main cause ended: their number, those back at work, the nearest few."""

    number: int
    back: int
    nearest: Sequence[Mapping[str, Any]]


def similar_endings(case: Case, asof: AsOf) -> Similar:
    """Return how cases like one ended: the same main cause; nearest those of the same sector, then of the county."""
    if not case.main_cause:
        return Similar(0, 0, [])
    same = (
        queries.current(asof, kind=case.kind)
        .filter(stage__in=ENDED, case__main_cause=case.main_cause)
        .exclude(case=case)
    )
    rows = list(same.select_related("case__unit"))
    rows.sort(
        key=lambda row: (
            row.case.unit.isic[:2] != case.unit.isic[:2],
            row.case.unit.county_id != case.unit.county_id,
            row.since_on,
        )
    )
    titles = queries.workflow_for(case)
    return Similar(
        len(rows),
        sum(row.stage in CAME_BACK for row in rows),
        [
            {
                "id": row.case_id,
                "unit": row.case.unit.name,
                "stage": titles.state(row.stage).title,
                "on": row.since_on,
            }
            for row in rows[:NEAREST]
        ],
    )


def troubled(asof: AsOf, reach: Reach) -> tuple[list[Troubled], dict[int, Any]]:
    """Return the causes of the open revival cases in estates, and what is shown of each case (unit, estate, code)."""
    rows = open_cases(asof, kind="REVIVAL").exclude(case__unit__estate=None).select_related("case__unit__estate")
    rows = narrowed(rows, reach, county="case__unit__county")
    cases = {row.case_id: row.case for row in rows}
    causes: dict[tuple[int, str], int] = {}
    for fact in CaseCause.objects.standing(asof).filter(case__in=cases).order_by("since_on", "pk"):
        causes[fact.case_id, fact.cause] = fact.weight
    found = {case for (case, _), weight in causes.items() if weight}
    pairs = [(case, cause) for (case, cause), weight in causes.items() if weight]
    pairs += [(pk, case.main_cause) for pk, case in cases.items() if pk not in found and case.main_cause]
    return [Troubled(case, cause, cases[case].unit.estate_id or 0) for case, cause in pairs], cases


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit lies and what it is: code of its county, division of ISIC, licensed jobs."""

    county: str
    sector: str
    jobs: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A revival case whose unit waits for a decision. jobs: nominal, persons; planned: rials of its plan so far."""

    case: int
    unit: str
    cause: str
    stage: str
    jobs: int
    planned: int
    answers: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Triaged:
    """What the triage of a revival case found last: one of TRIAGED."""

    result: str
    place: Place


WAITING = ("DIAGNOSIS", "VIABLE", "CONDITIONAL")
TRIAGED = ("VIABLE", "CONDITIONAL", "UNVIABLE")
# licensed jobs from which a larger class begins, as the statistics of the sector have it
SIZES = (10, 50, 100)


OF_UNIT = ("case__unit", "case__unit__county__code", "case__unit__isic")


def waiting(asof: AsOf, reach: Reach) -> list[Waiting]:
    """Return the revival cases between diagnosis and plan, with what is needed to order them; four queries.

    Tuples, not records: a country has tens of thousands of them.
    """
    found = narrowed(_now_in(asof, WAITING), reach, county="case__unit__county")
    rows = list(found.values_list("case", "stage", "case__main_cause", "case__unit__name", *OF_UNIT))
    cases = found.values("case")  # asked again by the database: a list of tens of thousands of keys is slower
    nominal = _nominal(asof, found.values("case__unit"))
    tasks = PlanItem.objects.known(asof).filter(case__in=cases).values_list("case").annotate(sum=models.Sum("cost"))
    planned = dict(tasks)
    answers: dict[int, dict[str, str]] = {}
    said = CaseAnswer.objects.standing(asof).filter(case__in=cases).order_by("since_on", "pk")
    for case, question, answer in said.values_list("case", "question", "answer"):
        answers.setdefault(case, {})[question] = answer
    return [
        Waiting(
            case=case,
            unit=name,
            cause=cause,
            stage=stage,
            jobs=nominal.get(unit, 0),
            planned=planned.get(case) or 0,
            answers=answers.get(case, {}),
            place=Place(county, isic[:2], nominal.get(unit, 0)),
        )
        for case, stage, cause, name, unit, county, isic in rows
    ]


def _now_in(asof: AsOf, stages: Collection[str]) -> "models.QuerySet[Any]":
    """Return where the revival cases stand that are in some stages: of now from the kept table."""
    if queries.is_latest(asof):
        return CaseNow.objects.filter(kind="REVIVAL", stage__in=stages)
    return standing_in(asof, kind="REVIVAL", stages=stages)


def stages_now(cases: Collection[int]) -> dict[int, CaseNow]:
    """Return where some cases stand by all that is recorded, one query."""
    return {now.case_id: now for now in CaseNow.objects.filter(case__in=cases)}


def licensed_jobs(units: Collection[int], asof: AsOf) -> dict[int, int]:
    """Return the nominal jobs of some units that are known, one query."""
    return _nominal(asof, units)


def running_out(reach: Reach, *, until: date) -> "models.QuerySet[CaseNow]":
    """Return the revival cases that wait for a decision and whose time ends by a day, the earliest first."""
    rows = CaseNow.objects.filter(kind="REVIVAL", stage__in=WAITING, late_on__lte=until + timedelta(days=1))
    return narrowed(rows, reach, county="case__unit__county").select_related("case__unit").order_by("late_on", "case")


def triaged(asof: AsOf, reach: Reach) -> list[Triaged]:
    """Return what the triage of each revival case found last, also of those that have gone on since."""
    results = CaseStage.objects.filter(case__kind="REVIVAL", stage__in=TRIAGED).holding(asof, of="case")
    found = narrowed(results, reach, county="case__unit__county")
    nominal = _nominal(asof, found.values("case__unit"))
    rows = found.values_list("stage", *OF_UNIT)
    return [Triaged(stage, Place(county, isic[:2], nominal.get(unit, 0))) for stage, unit, county, isic in rows]


def _nominal(asof: AsOf, units: "Collection[int] | models.QuerySet[Any, Any]") -> dict[int, int]:
    counts = register.head_counts(asof, nominal=True).filter(unit__in=units)
    return dict(counts.values_list("unit_id", "persons"))


def ended(asof: AsOf) -> list[tuple[str, str]]:
    """Return main cause and state of each revival case that has come to an end, or back to production."""
    rows = _now_in(asof, ENDED).exclude(case__main_cause="")
    return list(rows.values_list("case__main_cause", "stage"))
