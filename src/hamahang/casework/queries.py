"""Reading cases: over all of them for figures and lists, and one of them whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

from hamahang.accounts.queries import Reach, narrowed
from hamahang.casework.diagnosing import questions
from hamahang.casework.models import (
    Case,
    CaseAnswer,
    CaseCause,
    CaseMeasure,
    CaseNow,
    CaseOutcome,
    CasePaper,
    CasePause,
    CaseResponsible,
    CaseStage,
    ClockTerm,
    PlanItem,
    PlanItemState,
)
from hamahang.domain.diagnosis import lacking
from hamahang.domain.flows.cases import WORKFLOWS, workflow_of
from hamahang.domain.flows.clocks import Reached, Time, times
from hamahang.domain.flows.ways import Passed, Way
from hamahang.domain.flows.workflow import Workflow
from hamahang.domain.flows.workingdays import Closures, Pause
from hamahang.domain.ledger import AsOf
from hamahang.ledger import queries as ledger
from hamahang.ledger.queries import last_entry
from hamahang.register import queries as register

M = TypeVar("M", bound=models.Model)


def reached(asof: AsOf, *, kind: str, stage: str) -> models.QuerySet[CaseStage]:
    """Return for each case of a kind the first time it reached a stage, by the asked day."""
    same = CaseStage.objects.standing(asof).filter(stage=stage, case=models.OuterRef("case"))
    first = same.order_by("since_on", "pk").values("pk")[:1]
    return CaseStage.objects.standing(asof).filter(stage=stage, case__kind=kind, pk=models.Subquery(first))


def current(asof: AsOf, *, kind: str) -> models.QuerySet[CaseStage]:
    """Return the stage each case of a kind stands in."""
    return CaseStage.objects.filter(case__kind=kind).holding(asof, of="case")


def measures(asof: AsOf, *, measure: str) -> models.QuerySet[CaseMeasure]:
    """Return the cases a measure is under way for."""
    return CaseMeasure.objects.holding(asof, of="case").filter(measure=measure)


def cases_of(unit_id: int, asof: AsOf) -> list[Case]:
    """Return the cases of a unit with their stages and measures."""
    cases = ledger.pointing_to(Case.objects.known(asof), to=unit_id, by="unit_id", asof=asof)
    return list(cases.prefetch_related("stages", "measures").order_by("kind", "number"))


def cases_by_number(kind: str) -> dict[str, Case]:
    """Return the standing cases of a kind by number."""
    return {case.number: case for case in Case.objects.filter(kind=kind, voided_entry=None)}


def stage_facts(case_ids: set[int]) -> dict[tuple[int, str], CaseStage]:
    """Return the standing stage facts of cases by case and stage."""
    facts = CaseStage.objects.filter(case_id__in=case_ids, voided_entry=None)
    return {(fact.case_id, fact.stage): fact for fact in facts}


def causes(asof: AsOf, reach: Reach, *, kind: str) -> list[tuple[str, int]]:
    """Return how many identified cases of a kind have which main cause, the commonest first."""
    cases = narrowed(reached(asof, kind=kind, stage="IDENTIFIED"), reach, county="case__unit__county")
    cases = cases.order_by().annotate(cause=ledger.known_value(Case, "main_cause", asof, path="case"))
    counted = cases.values("cause").annotate(number=models.Count("pk"))
    return list(counted.order_by("-number", "cause").values_list("cause", "number"))


def table_on(kind: str, day: date) -> Workflow:
    """Return the table of a kind of case that is valid on a day."""
    return workflow_of(kind, day)


def workflow_for(case: Case) -> Workflow:
    """Return the table a case keeps: that of the day it began."""
    first = CaseStage.objects.filter(case=case, voided_entry=None).order_by("since_on", "pk").first()
    return workflow_of(case.kind, first.since_on if first else date.max)


def under_way(unit_id: int, kind: str, asof: AsOf) -> Case | None:
    """Return the unit's case of a kind that has not ended by the asked day."""
    ends = final_stages(kind)
    cases = Case.objects.known(asof).filter(unit_id=unit_id, kind=kind).order_by("-pk")
    ended = current(asof, kind=kind).filter(stage__in=ends, case__unit_id=unit_id).values_list("case_id", flat=True)
    return cases.exclude(pk__in=list(ended)).first()


def final_stages(kind: str) -> frozenset[str]:
    """Return the stages of a kind of case that nothing follows, in any version of its table."""
    return frozenset(
        state.code for table in WORKFLOWS if table.code == kind for state in table.states if state.is_final
    )


def answers_of(case: Case, asof: AsOf) -> dict[str, str]:
    """Return the answers that hold, by question; those taken back are left out."""
    latest: dict[str, str] = {}
    for fact in CaseAnswer.objects.standing(asof).filter(case=case).order_by("since_on", "pk"):
        latest[fact.question] = fact.answer
    return {question: said for question, said in latest.items() if said}


def causes_of(case: Case, asof: AsOf) -> list[CaseCause]:
    """Return the causes that are held to be causes, the main one first, then by weight."""
    latest: dict[str, CaseCause] = {}
    for fact in CaseCause.objects.standing(asof).filter(case=case).order_by("since_on", "pk"):
        latest[fact.cause] = fact
    held = [fact for fact in latest.values() if fact.weight]
    return sorted(held, key=lambda fact: (not fact.is_main, -fact.weight, fact.cause))


def pauses_of(case: Case, asof: AsOf) -> list[Pause]:
    """Return the pauses of a case, the earliest first."""
    found: list[Pause] = []
    for fact in CasePause.objects.standing(asof).filter(case=case).order_by("since_on", "pk"):
        if fact.is_paused:
            found.append(Pause(fact.since_on))
        elif found and found[-1].until_on is None:
            found[-1] = Pause(found[-1].from_on, fact.since_on)
    return found


def is_paused(case: Case, asof: AsOf) -> bool:
    """Return whether the clocks of a case stand still."""
    return any(pause.covers(asof.day) for pause in pauses_of(case, asof))


def task_state(item: PlanItem, asof: AsOf) -> PlanItemState:
    """Return where a task stands.

    :raises IndexError: if it was not given by the asked day
    """
    return PlanItemState.objects.standing(asof).filter(item=item).order_by("-since_on", "-pk")[:1][0]


def terms_on(kind: str, began_on: date) -> dict[str, int]:
    """Return the office's own days of each clock for a case that began on a day."""
    terms = ClockTerm.objects.filter(workflow=kind, valid_from__lte=began_on, voided_entry=None)
    return dict(terms.order_by("valid_from").values_list("clock", "days"))


def version(case: Case) -> tuple[int, str]:
    """Return the number of the last entry that touched a case, and who made it."""
    facts: tuple[Any, ...] = (CaseStage, CaseCause, CaseAnswer, CasePause, CaseOutcome)
    return last_entry(Case.objects.filter(pk=case.pk), *(model._base_manager.filter(case=case) for model in facts))


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the plan and where it stands."""

    item: PlanItem
    state: PlanItemState

    def is_late(self, day: date) -> bool:
        """Return whether it is neither claimed nor dropped after its day."""
        return self.state.state == "OPEN" and self.item.due_on < day


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything known of one case as of a day. latest_on: of its last stage, also one after that day"""

    case: Case
    workflow: Workflow
    stages: Sequence[CaseStage]
    papers: Sequence[CasePaper]
    causes: Sequence[CaseCause]
    answers: Mapping[str, str]
    responsible: str
    pauses: Sequence[Pause]
    plan: Sequence[Task]
    outcome: CaseOutcome | None
    has: frozenset[str]
    latest_on: date

    @property
    def stage(self) -> str:
        """Where it stands."""
        return self.stages[-1].stage

    @property
    def way(self) -> Way:
        """How far it has come in its table."""
        passed = [Passed(fact.stage, fact.since_on, fact.step, fact.by) for fact in self.stages]
        return Way(self.workflow, passed, self.has, self.latest_on)

    def times(self, day: date, closures: Closures) -> list[Time]:
        """Return how its clocks run on a day."""
        return times(
            self.workflow,
            [Reached(stage.stage, stage.since_on) for stage in self.stages],
            day=day,
            closures=closures,
            pauses=self.pauses,
            terms=terms_on(self.case.kind, self.stages[0].since_on),
        )


class NotBegun(LookupError):
    """The case had no stage by the asked day."""


def whole(case: Case, asof: AsOf) -> Whole:
    """Return everything known of a case as of a day.

    :raises NotBegun: if it had no stage by then
    """
    stages = list(CaseStage.objects.standing(asof).filter(case=case).order_by("since_on", "proof", "pk"))
    if not stages:
        raise NotBegun(case.number)
    latest = CaseStage.objects.filter(case=case, voided_entry=None).aggregate(on=models.Max("since_on"))
    papers = list(
        CasePaper.objects.standing(asof).filter(case=case).select_related("attachment").order_by("since_on", "pk")
    )
    causes, answers = causes_of(case, asof), answers_of(case, asof)
    responsible = responsible_for(case, asof)
    plan = _plan(case, asof)
    outcome = CaseOutcome.objects.standing(asof).filter(case=case).order_by("-since_on", "-proof", "-pk").first()
    there = {
        "RESPONSIBLE": bool(responsible),
        "QUESTIONNAIRE": bool(answers) and not lacking(questions(), answers),
        "MAIN_CAUSE": bool(case.main_cause) or any(cause.is_main for cause in causes),
        "PLAN": any(task.state.state != "DROPPED" for task in plan),
        "OUTCOME": outcome is not None,
        "HEADS": _has_heads(case, stages, asof),
    }
    return Whole(
        case=case,
        workflow=workflow_of(case.kind, stages[0].since_on),
        stages=stages,
        papers=papers,
        causes=causes,
        answers=answers,
        responsible=responsible,
        pauses=pauses_of(case, asof),
        plan=plan,
        outcome=outcome,
        has=frozenset(paper.need for paper in papers) | {code for code, is_there in there.items() if is_there},
        latest_on=latest["on"],
    )


def _plan(case: Case, asof: AsOf) -> list[Task]:
    items = list(PlanItem.objects.known(asof).filter(case=case).select_related("agency").order_by("due_on", "pk"))
    latest: dict[int, PlanItemState] = {}
    for fact in PlanItemState.objects.standing(asof).filter(item__in=items).order_by("since_on", "pk"):
        latest[fact.item_id] = fact
    return [Task(item, latest[item.pk]) for item in items if item.pk in latest]


def _has_heads(case: Case, stages: Sequence[CaseStage], asof: AsOf) -> bool:
    """Say whether staff was counted since the case was under way."""
    begun = next((stage.since_on for stage in stages if stage.stage == "UNDER_WAY"), stages[-1].since_on)
    count = register.head_counts_by_unit([case.unit_id], asof).get(case.unit_id)
    return count is not None and count.since_on >= begun


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What a list of cases is narrowed by; empty values narrow nothing. who: responsible person."""

    kind: str = ""
    stage: str = ""
    cause: str = ""
    county: str = ""
    estate: str = ""
    who: str = ""
    text: str = ""
    late: str = ""


def lines(asof: AsOf, reach: Reach, wanted: CaseFilter) -> "models.QuerySet[Any]":
    """Return where each case stands that a reader may list, narrowed: case, number, stage, since_on.

    As of now the kept table is read, which also knows due_on and late_on; of an earlier day the facts are.
    """
    if is_latest(asof):
        return _lines_now(asof, reach, wanted)
    standing = CaseStage.objects.holding(asof, of="case").select_related("case__unit__county", "case__unit__estate")
    standing = standing.annotate(number=models.F("case__number"))
    found = narrowed(standing, reach, county="case__unit__county")
    found = _narrowed_by(found, wanted, kind="case__kind")
    if wanted.who:
        mine = CaseResponsible.objects.holding(asof, of="case").filter(person=wanted.who).values("case")
        found = found.filter(case__in=mine)
    return found


def is_latest(asof: AsOf) -> bool:
    """Return whether a question asks for all that is recorded: then the kept table answers it."""
    if asof.entry is not None:
        return False
    last = CaseNow.objects.aggregate(last=models.Max("since_on"))["last"]
    return last is None or last <= asof.day


def _lines_now(asof: AsOf, reach: Reach, wanted: CaseFilter) -> "models.QuerySet[Any]":
    rows = CaseNow.objects.select_related("case__unit__county", "case__unit__estate")
    found = _narrowed_by(narrowed(rows, reach, county="case__unit__county"), wanted, kind="kind")
    if wanted.who:
        found = found.filter(responsible=wanted.who)
    return found.filter(late_on__lte=asof.day) if wanted.late else found


def _narrowed_by(found: "models.QuerySet[M]", wanted: CaseFilter, *, kind: str) -> "models.QuerySet[M]":
    paths = {
        kind: wanted.kind,
        "stage": wanted.stage,
        "case__main_cause": wanted.cause,
        "case__unit__county__code": wanted.county,
        "case__unit__estate__code": wanted.estate,
    }
    found = found.filter(**{path: value for path, value in paths.items() if value})
    if wanted.text:
        found = found.filter(Q(case__number__icontains=wanted.text) | Q(case__unit__name__icontains=wanted.text))
    return found


def responsible_for(case: Case, asof: AsOf) -> str:
    """Return who is responsible for a case, empty for nobody."""
    last = CaseResponsible.objects.standing(asof).filter(case=case).order_by("-since_on", "-pk").first()
    return last.person if last else ""


def case_in(reach: Reach, case_id: int) -> Case | None:
    """Return a case if a reader may see it."""
    cases = narrowed(Case.objects.select_related("unit__county", "unit__estate"), reach, county="unit__county")
    return cases.filter(pk=case_id, voided_entry=None).first()


def stages_in(asof: AsOf, reach: Reach, *, kind: str) -> dict[str, int]:
    """Return how many cases of a kind stand in each stage."""
    if is_latest(asof):
        now = narrowed(CaseNow.objects.filter(kind=kind), reach, county="case__unit__county")
        # counting rows, not keys: the index alone answers
        return {stage: int(n) for stage, n in now.values_list("stage").annotate(number=models.Count("*"))}
    rows = narrowed(current(asof, kind=kind), reach, county="case__unit__county")
    counted = rows.order_by().values_list("stage").annotate(number=models.Count("pk"))
    return {stage: int(number) for stage, number in counted}


def plan_item(item_id: int, case: Case) -> PlanItem | None:
    """Return a task of a case."""
    return PlanItem.objects.filter(pk=item_id, case=case, voided_entry=None).first()


def paper(paper_id: int, case: Case) -> CasePaper | None:
    """Return a paper of a case that stands."""
    return CasePaper.objects.filter(pk=paper_id, case=case, voided_entry=None).select_related("attachment").first()
