"""What figures of cases count: stocks, flows, times between stages, outcomes that last."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from hamahang.accounts.queries import Reach, narrowed
from hamahang.casework import queries
from hamahang.casework.models import Case, CaseCause, CaseOutcome, CaseStage, PlanItem
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
class Waiting:
    """A revival case whose unit waits for a decision. jobs: nominal, persons; planned: rials of its plan so far."""

    case: int
    unit: str
    cause: str
    stage: str
    jobs: int
    planned: int


def waiting(asof: AsOf, reach: Reach) -> list[Waiting]:
    """Return the revival cases between diagnosis and plan, with what is needed to order them; three queries."""
    rows = standing_in(asof, kind="REVIVAL", stages=("DIAGNOSIS", "VIABLE", "CONDITIONAL")).select_related("case__unit")
    stages = {row.case_id: row for row in narrowed(rows, reach, county="case__unit__county")}
    units = {row.case.unit_id for row in stages.values()}
    heads = register.head_counts(asof, nominal=True).filter(unit__in=units).values_list("unit_id", "persons")
    nominal = dict(heads)
    tasks = PlanItem.objects.known(asof).filter(case__in=stages).values_list("case_id").annotate(sum=models.Sum("cost"))
    planned = dict(tasks)
    return [
        Waiting(
            case=pk,
            unit=row.case.unit.name,
            cause=row.case.main_cause,
            stage=row.stage,
            jobs=nominal.get(row.case.unit_id, 0),
            planned=planned.get(pk) or 0,
        )
        for pk, row in stages.items()
    ]


def ended(asof: AsOf) -> list[tuple[str, str]]:
    """Return main cause and state of each revival case that has come to an end, or back to production."""
    rows = queries.current(asof, kind="REVIVAL").filter(stage__in=ENDED).exclude(case__main_cause="")
    return list(rows.values_list("case__main_cause", "stage"))
