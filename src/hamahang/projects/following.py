"""Reading projects: the board over all of them, and one of them whole: gates, progress, dates, money, needs."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

from hamahang.accounts.queries import Reach, narrowed
from hamahang.casework.models import Case
from hamahang.domain.flows.projects import GOING_ON, PROJECT
from hamahang.domain.flows.ways import Passed, Way
from hamahang.domain.ledger import AsOf
from hamahang.domain.licences import OPERATING
from hamahang.domain.projects import (
    OWN_WEIGHTS,
    approving_level,
    financial_progress,
    slipped,
    weighted_total,
)
from hamahang.domain.proof import Proof
from hamahang.ledger.models import Fact
from hamahang.ledger.queries import changes_of, last_entry
from hamahang.methods.pace import LEAST, Pace, days_until_whole
from hamahang.projects import queries
from hamahang.projects.models import (
    ComponentProgress,
    ComponentWeight,
    ExpectedOperation,
    Inspection,
    InvestmentProject,
    Prerequisite,
    ProgressObservation,
    ProjectPaper,
    ProjectSpending,
    ProjectStage,
    UtilityNeed,
)
from hamahang.register import licensing

STALE = 365  # days after the last inspection: of an older pace nothing is said
F = TypeVar("F", bound=Fact)
# a paper for these counts only since the project stands where it stands
FRESH = ("RESUMPTION",)
WAS = {
    **dict.fromkeys(("REQUESTED", "APPROVED", "PERMITTED", "LAND"), "WAS_LAND"),
    "BUILDING": "WAS_BUILDING",
    **dict.fromkeys(("EQUIPPING", "TRIAL"), "WAS_EQUIPPING"),
}


def weights_on(asof: AsOf) -> tuple[dict[str, int], str]:
    """Return the weights of the components that hold on a day, and what they rest on.

    Before the first ones were recorded, the office's own hold, with no basis.
    """
    rows = list(ComponentWeight.objects.standing(asof).order_by("since_on", "pk"))
    if not rows:
        return dict(OWN_WEIGHTS), ""
    last = rows[-1].since_on
    held = {row.component: row for row in rows if row.since_on == last}
    return {code: row.weight for code, row in held.items() if row.weight}, rows[-1].basis


def components(asof: AsOf, projects: Collection[int], *, seen: bool) -> dict[int, dict[str, ComponentProgress]]:
    """Return by project the last word on each component: as inspected, or as claimed."""
    found: dict[int, dict[str, ComponentProgress]] = {}
    level = {"proof__gte": Proof.LISTED} if seen else {"proof": Proof.DECLARED}
    facts = ComponentProgress.objects.standing(asof).filter(project__in=projects, **level)
    for fact in facts.order_by("since_on", "proof", "pk"):
        found.setdefault(fact.project_id, {})[fact.component] = fact
    return found


@dataclass(frozen=True, slots=True)
class Dates:
    """When a project is to operate: as first said, as said last by each side, and the slippage in months.

    now: the day it began to operate, or else the last day said by the expert, or else by the owner
    """

    first: date | None = None
    owner: date | None = None
    expert: date | None = None
    operating: date | None = None

    @property
    def now(self) -> date | None:
        """The day that holds."""
        return self.operating or self.expert or self.owner

    @property
    def slipped(self) -> int | None:
        """By how many months it has moved; None where no date was ever said."""
        return slipped(self.first, self.now) if self.first and self.now else None


def dates_of(asof: AsOf, projects: Collection[int]) -> dict[int, Dates]:
    """Return the dates of some projects, two queries."""
    said: dict[int, list[ExpectedOperation]] = {}
    facts = ExpectedOperation.objects.standing(asof).filter(project__in=projects)
    for fact in facts.order_by("since_on", "proof", "pk"):
        said.setdefault(fact.project_id, []).append(fact)
    began = ProjectStage.objects.holding(asof, of="project").filter(project__in=projects, stage="OPERATING")
    operating = dict(began.values_list("project_id", "since_on"))
    return {
        project: Dates(
            first=rows[0].expected_on if (rows := said.get(project, [])) else None,
            owner=next((row.expected_on for row in reversed(rows) if row.side == "OWNER"), None),
            expert=next((row.expected_on for row in reversed(rows) if row.side == "EXPERT"), None),
            operating=operating.get(project),
        )
        for project in projects
    }


@dataclass(frozen=True, slots=True)
class WholeProject:
    """Everything known of one project as of a day.

    verified, claimed: last word by component; observations: progress in order; spending: in all, the last
    """

    project: InvestmentProject
    way: Way
    stages: Sequence[ProjectStage]
    papers: Sequence[ProjectPaper]
    weights: Mapping[str, int]
    basis: str
    verified: Mapping[str, ComponentProgress]
    claimed: Mapping[str, ComponentProgress]
    observations: Sequence[ProgressObservation]
    inspections: Sequence[Inspection]
    expected: Sequence[ExpectedOperation]
    dates: Dates
    spending: Sequence[ProjectSpending]
    needs: Mapping[str, UtilityNeed]

    @property
    def total(self) -> Decimal | None:
        """Physical progress as last observed, percent."""
        return self.observations[-1].percent if self.observations else None

    @property
    def claimed_total(self) -> Decimal | None:
        """What the owner claims in all: each claim, and what was inspected where nothing was claimed since."""
        if not self.claimed:
            return None
        words = {code: fact.percent for code, fact in self.verified.items()}
        for code, fact in self.claimed.items():
            if code not in self.verified or fact.since_on > self.verified[code].since_on:
                words[code] = fact.percent
        return weighted_total(weights=self.weights, progress=words)

    @property
    def financial(self) -> Decimal | None:
        """What was spent in percent of the investment."""
        if not self.spending:
            return None
        return financial_progress(spent=self.spending[-1].amount, investment=self.project.investment)

    def pace(self) -> Pace | None:
        """Return when it will be whole by the pace of its inspections, in days after the last; None if none can say."""
        seen = [row for row in self.observations if row.proof >= Proof.SEEN]
        if len(seen) < LEAST:
            return None
        start = seen[0].since_on
        return days_until_whole([((row.since_on - start).days, float(row.percent)) for row in seen])

    def forecast(self, day: date) -> "Forecast | None":
        """Return the days on which it will be whole by the pace of its inspections; none of them before the asked.

        None if none can say: too few inspections, or the last is older than a year.
        """
        pace = self.pace()
        last = self.observations[-1].since_on if self.observations else day
        if pace is None or (day - last).days > STALE:
            return None
        least, likely = (max(day, last + timedelta(ahead)) for ahead in (pace.least, pace.likely))
        most = None if pace.most is None else max(day, last + timedelta(pace.most))
        return Forecast(least, likely, most, pace)


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a project will be whole by the pace of its inspections; most: None where the interval has no end."""

    least: date
    likely: date
    most: date | None
    pace: Pace


def whole(project: InvestmentProject, asof: AsOf) -> WholeProject:
    """Return everything known of a project as of a day."""
    stages = list(_of(ProjectStage, project, asof))
    papers = list(ProjectPaper.objects.standing(asof).filter(project=project).select_related("attachment"))
    inspections = list(_of(Inspection, project, asof))
    weights, basis = weights_on(asof)
    pk = project.pk
    latest = ProjectStage.objects.filter(project=project, voided_entry=None)
    way = Way(
        workflow=PROJECT,
        passed=[Passed(row.stage, row.since_on, row.step, row.by) for row in stages],
        has=_has(project, asof, stages, papers, inspections),
        latest_on=latest.aggregate(last=models.Max("since_on"))["last"],
    )
    needs: dict[str, UtilityNeed] = {}
    for row in _of(UtilityNeed, project, asof):
        needs[row.utility] = row
    observed: dict[date, ProgressObservation] = {}
    for seen in _of(ProgressObservation, project, asof):
        observed[seen.since_on] = seen
    return WholeProject(
        project=project,
        way=way,
        stages=stages,
        papers=sorted(papers, key=lambda paper: (paper.since_on, paper.pk)),
        weights=weights,
        basis=basis,
        verified=components(asof, [pk], seen=True).get(pk, {}),
        claimed=components(asof, [pk], seen=False).get(pk, {}),
        observations=list(observed.values()),
        inspections=inspections,
        expected=list(_of(ExpectedOperation, project, asof)),
        dates=dates_of(asof, [pk])[pk],
        spending=list(_of(ProjectSpending, project, asof)),
        needs=needs,
    )


def _of(model: type[F], project: InvestmentProject, asof: AsOf) -> Iterable[F]:
    """Return the facts of a project from the asked day or earlier, in order; of one day the better proven last."""
    facts: Any = model._base_manager
    found: Iterable[F] = facts.standing(asof).filter(project=project).order_by("since_on", "proof", "pk")
    return found


def _has(
    project: InvestmentProject,
    asof: AsOf,
    stages: Sequence[ProjectStage],
    papers: Sequence[ProjectPaper],
    inspections: Sequence[Inspection],
) -> frozenset[str]:
    """Return the codes of what is there: papers, and what the records themselves show."""
    since = stages[-1].since_on if stages else date.min
    found = {paper.need for paper in papers if paper.need not in FRESH or paper.since_on >= since}
    if any(inspection.since_on >= since for inspection in inspections):
        found.add("INSPECTED")
    before = [row.stage for row in stages if row.stage != "STOPPED"]
    found.add(WAS.get(before[-1] if before else "", "WAS_LAND"))
    if project.unit_id is not None:
        approved = next((row.since_on for row in stages if row.stage == "APPROVED"), date.min)
        issued = list(licensing.licences(asof).filter(unit=project.unit_id))
        shown = {
            "PERMIT": any(licensing.is_good_permit(row, asof.day) for row in issued),
            "RATING": licensing.ratings_of(project.unit_id, asof).filter(since_on__gte=approved).exists(),
            "LICENCE": any(
                row.kind in OPERATING and row.state == "VALID" and row.since_on >= approved for row in issued
            ),
        }
        found |= {code for code, is_there in shown.items() if is_there}
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class ProjectFilter:
    """What the board is narrowed to. Empty means all. band: least percent of a class of progress"""

    stage: str = ""
    programme: str = ""
    county: str = ""
    band: str = ""
    text: str = ""


def lines(asof: AsOf, reach: Reach, wanted: ProjectFilter) -> "models.QuerySet[Any]":
    """Return where each project stands that a reader may list, narrowed, in Persian order."""
    found = queries.stages(asof).select_related("project__county", "project__estate")
    found = narrowed(found, reach, county="project__county")
    said = {
        "stage": wanted.stage, "project__programme": wanted.programme, "project__county__code": wanted.county,
    }  # fmt: skip
    found = found.filter(**{name: value for name, value in said.items() if value})
    if wanted.text:
        words = Q(project__title__icontains=wanted.text) | Q(project__number__icontains=wanted.text)
        found = found.filter(words | Q(project__owner__icontains=wanted.text))
    if wanted.band:
        found = found.filter(project__in=queries.in_band(asof, wanted.band).values("project"))
    return found.annotate(sort_key=models.F("project__sort_key"))


def counted(asof: AsOf, reach: Reach) -> dict[str, int]:
    """Return how many projects a reader may list stand in each stage."""
    rows = narrowed(queries.stages(asof), reach, county="project__county").order_by()
    return {stage: int(number) for stage, number in rows.values_list("stage").annotate(number=models.Count("pk"))}


def totals_of(asof: AsOf, projects: Collection[int]) -> dict[int, ProgressObservation]:
    """Return the last observed progress of some projects."""
    rows = queries.progress(asof).filter(project__in=projects)
    return {row.project_id: row for row in rows}


def project_in(reach: Reach, project_id: int) -> InvestmentProject | None:
    """Return a project if a reader may see it."""
    projects = InvestmentProject.objects.select_related("county", "estate", "unit")
    return narrowed(projects, reach, county="county").filter(pk=project_id, voided_entry=None).first()


def projects_of(unit_ids: Iterable[int], asof: AsOf) -> dict[int, InvestmentProject]:
    """Return the standing project of some units, the latest of each."""
    known = InvestmentProject.objects.known(asof).filter(unit__in=list(unit_ids)).order_by("pk")
    return {project.unit_id: project for project in known if project.unit_id}


def obstacles_of(project: InvestmentProject, asof: AsOf) -> list[Case]:
    """Return the cases that are about a project: those that name it, and obstacles of the unit it builds."""
    about = Q(project_no=project.number)
    if project.unit_id:
        about |= Q(unit=project.unit_id, kind__in=("PROJECT", "OBSTACLE"))
    return list(Case.objects.known(asof).filter(about).order_by("kind", "number"))


def level_of(project: InvestmentProject, stages: Sequence[ProjectStage], asof: AsOf) -> tuple[str, int | None]:
    """Return who approves a project and the line in rials, as of the day of its approval: the first, if it had several.

    Before it is approved, as of the asked day.
    """
    approved = next((row.since_on for row in stages if row.stage == "APPROVED"), asof.day)
    line = queries.threshold(AsOf(approved, asof.known_at, asof.entry))
    return approving_level(investment=project.investment, threshold=line), line


def waiting_for_inspection(asof: AsOf, reach: Reach, *, days: int) -> list[tuple[Any, date | None]]:
    """Return the projects being built whose last inspection is more than some days old, with its day; oldest first."""
    rows = narrowed(queries.stages(asof), reach, county="project__county")
    rows = rows.filter(stage__in=(*GOING_ON, "STOPPED")).select_related("project__county")
    seen = dict(
        Inspection.objects.standing(asof).order_by().values_list("project").annotate(last=models.Max("since_on"))
    )
    late = [(row, seen.get(row.project_id)) for row in rows]
    old = [(row, last) for row, last in late if last is None or (asof.day - last).days > days]
    return sorted(old, key=lambda pair: (pair[1] or date.min, pair[0].project_id))


def version(project: InvestmentProject) -> tuple[int, str]:
    """Return the number of the last entry that touched a project, and who made it."""
    facts: tuple[Any, ...] = (
        ProjectStage,
        ComponentProgress,
        ExpectedOperation,
        ProjectSpending,
        UtilityNeed,
        Prerequisite,
    )
    edited = changes_of(InvestmentProject._meta.label, project.pk).order_by().values_list("entry_id", "entry__by")
    return max(
        last_entry(
            InvestmentProject.objects.filter(pk=project.pk),
            *(model._base_manager.filter(project=project) for model in facts),
        ),
        max(edited, default=(0, "")),
    )


def paper(project: InvestmentProject, paper_id: int) -> ProjectPaper | None:
    """Return a paper of a project that stands, with its file."""
    found = ProjectPaper.objects.filter(pk=paper_id, project=project, voided_entry=None)
    return found.select_related("attachment").first()
