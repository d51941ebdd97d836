"""Changing investment projects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from hamahang.domain.projects import COMPONENTS, PRIORITIES, ProjectRefused, check_weights
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text, company_key, sort_key
from hamahang.ledger.bulk import Effect, Origin, record_entities, record_facts, strongest
from hamahang.ledger.recording import recording
from hamahang.projects.models import (
    ComponentProgress,
    ComponentWeight,
    ExpectedOperation,
    Inspection,
    InvestmentProject,
    ProgressObservation,
    ProjectStage,
    SizeThreshold,
    SpatialPriority,
)
from hamahang.projects.working import total_again

OBSERVED = ("project_id", "since_on", "proof")
COMPONENT = ("project_id", "component", "since_on", "proof")
EXPECTED = ("project_id", "side", "since_on")


@dataclass(frozen=True, slots=True)
class ProjectDraft:
    """What one row of a list says of a project. investment: rials; progress: percent 0–100 with its day."""

    number: str
    title: str
    county: int
    programme: str
    investment: int
    approved_on: date
    approval_no: str = ""
    owner: str = ""
    estate: int | None = None
    product: str = ""
    expected_jobs: int | None = None
    stage: str = ""
    progress: Decimal | None = None
    progress_on: date | None = None
    isic: str = ""
    expected_on: date | None = None
    origin: Origin = Origin()


def record_projects(*, drafts: Sequence[ProjectDraft], by: str, at: datetime) -> list[Effect]:
    """Record a list of projects with approval, stage and progress; return the effect of each row."""
    with recording(action="projects.projects.recorded", by=by, at=at):
        stored = record_entities([_project(draft) for draft in drafts], key=("number",))
        pairs = [(project, draft) for (project, _), draft in zip(stored, drafts, strict=True)]
        approvals = record_facts([_approval(*pair) for pair in pairs], key=("project_id", "stage"))
        record_facts([fact for pair in pairs for fact in _stage(*pair)], key=("project_id", "stage", "since_on"))
        record_facts([fact for pair in pairs for fact in _progress(*pair)], key=OBSERVED)
        record_facts([fact for pair in pairs for fact in _expected(*pair)], key=EXPECTED)
    return [strongest(effect, approval) for (_, effect), approval in zip(stored, approvals, strict=True)]


def _project(draft: ProjectDraft) -> InvestmentProject:
    project = InvestmentProject(
        number=draft.number,
        title=draft.title,
        title_key=company_key(draft.title),
        sort_key=sort_key(draft.title),
        owner=draft.owner,
        county_id=draft.county,
        estate_id=draft.estate,
        product=draft.product,
        isic=draft.isic,
        programme=draft.programme,
        investment=draft.investment,
        expected_jobs=draft.expected_jobs,
    )
    return draft.origin.mark(project)


def _approval(project: InvestmentProject, draft: ProjectDraft) -> ProjectStage:
    fact = ProjectStage(
        project_id=project.pk,
        stage="APPROVED",
        approval_no=draft.approval_no,
        since_on=draft.approved_on,
        proof=Proof.LISTED,
    )
    return draft.origin.mark(fact)


def _stage(project: InvestmentProject, draft: ProjectDraft) -> list[ProjectStage]:
    if not draft.stage or draft.stage == "APPROVED":
        return []
    since = draft.progress_on or draft.approved_on
    fact = ProjectStage(project_id=project.pk, stage=draft.stage, since_on=since, proof=Proof.LISTED)
    return [draft.origin.mark(fact)]


def _progress(project: InvestmentProject, draft: ProjectDraft) -> list[ProgressObservation]:
    if draft.progress is None or draft.progress_on is None:
        return []
    fact = ProgressObservation(
        project_id=project.pk, percent=draft.progress, since_on=draft.progress_on, proof=Proof.LISTED
    )
    return [draft.origin.mark(fact)]


def _expected(project: InvestmentProject, draft: ProjectDraft) -> list[ExpectedOperation]:
    if draft.expected_on is None:
        return []
    on = draft.progress_on or draft.approved_on
    fact = ExpectedOperation(
        project_id=project.pk, side="OWNER", expected_on=draft.expected_on, since_on=on, proof=Proof.DECLARED
    )
    return [draft.origin.mark(fact)]


def set_threshold(*, amount: int, since_on: date, basis: str, by: str, at: datetime) -> None:
    """Record from which investment in rials a project counts as large, from a day on, and on what basis.

    :raises ProjectRefused: if the amount is none, or it rests on nothing
    """
    if amount <= 0 or not basis.strip():
        raise ProjectRefused(Text(fa="مبلغ و مبنای حد را بنویسید", en="Write the amount of the line and its basis"))
    with recording(action="projects.threshold.set", by=by, at=at):
        fact = SizeThreshold(amount=amount, since_on=since_on, basis=basis.strip()[:200], proof=Proof.LISTED)
        record_facts([fact], key=("since_on",))


@dataclass(frozen=True, slots=True)
class InspectionDraft:
    """What an inspection saw of a project. percent: 0–100, as the list says; components: component → whole percent.

    expected_on, reason: when the expert expects it to operate, and why that moved
    """

    project: int
    on: date
    percent: Decimal
    components: Mapping[str, int] = field(default_factory=dict)
    expected_on: date | None = None
    reason: str = ""
    origin: Origin = Origin()


def record_inspections(*, drafts: Sequence[InspectionDraft], by: str, at: datetime) -> list[Effect]:
    """Record inspections of projects; return the effect of each row."""
    with recording(action="projects.inspections.recorded", by=by, at=at):
        effects = record_facts([_seen(draft) for draft in drafts], key=OBSERVED)
        record_facts([fact for draft in drafts for fact in _components(draft)], key=COMPONENT)
        looked = [Inspection(project_id=draft.project, since_on=draft.on, proof=Proof.SEEN) for draft in drafts]
        marked = [draft.origin.mark(fact) for draft, fact in zip(drafts, looked, strict=True)]
        record_facts(marked, key=("project_id", "since_on", "by"))
        said = [_said(draft, draft.expected_on) for draft in drafts if draft.expected_on]
        record_facts(said, key=EXPECTED)
        since: dict[int, date] = {}
        for draft in drafts:
            if draft.components:
                since[draft.project] = min(draft.on, since.get(draft.project, draft.on))
        total_again(since)
    return effects


def _seen(draft: InspectionDraft) -> ProgressObservation:
    """Return the total as the list says it: beside components, whose own total is the one that was seen."""
    proof = Proof.LISTED if draft.components else Proof.SEEN
    fact = ProgressObservation(project_id=draft.project, percent=draft.percent, since_on=draft.on, proof=proof)
    return draft.origin.mark(fact)


def _components(draft: InspectionDraft) -> list[ComponentProgress]:
    facts = [
        ComponentProgress(
            project_id=draft.project, component=code, percent=percent, since_on=draft.on, proof=Proof.SEEN
        )
        for code, percent in draft.components.items()
    ]
    return [draft.origin.mark(fact) for fact in facts]


def _said(draft: InspectionDraft, expected_on: date) -> ExpectedOperation:
    fact = ExpectedOperation(
        project_id=draft.project, side="EXPERT", expected_on=expected_on, reason=draft.reason, since_on=draft.on,
        proof=Proof.CONFIRMED,
    )  # fmt: skip
    return draft.origin.mark(fact)


def set_weights(*, weights: Mapping[str, int], since_on: date, basis: str, by: str, at: datetime) -> None:
    """Record how much each component counts from a day on, and what that rests on.

    :raises ProjectRefused: if they do not add up to 100, or rest on nothing
    """
    check_weights(weights)
    if not basis.strip():
        raise ProjectRefused(Text(fa="مبنای وزن‌ها را بنویسید", en="Write what the weights rest on"))
    with recording(action="projects.weights.set", by=by, at=at):
        facts = [
            ComponentWeight(
                component=code, weight=weights.get(code, 0), basis=basis.strip()[:200], since_on=since_on,
                proof=Proof.LISTED,
            )
            for code in COMPONENTS
        ]  # fmt: skip
        record_facts(facts, key=("component", "since_on"))
        touched = ComponentProgress.objects.filter(since_on__gte=since_on, voided_entry=None)
        total_again(dict.fromkeys(sorted(set(touched.values_list("project_id", flat=True))), since_on))


def set_priority(
    *, county: int, sector: str, level: str, reason: str, source: str, since_on: date, by: str, at: datetime
) -> None:
    """Record what a spatial plan says of a sector in a county from a day on, why, and in which document.

    sector: two to four digits of ISIC; empty for all industry
    :raises ProjectRefused: if the level is unknown, the sector is no code, or no source is named
    """
    if (
        level not in PRIORITIES
        or not source.strip()
        or (sector and not (sector.isdecimal() and len(sector) in (2, 3, 4)))
    ):
        raise ProjectRefused(Text(fa="رشته، اولویت و منبع را بنویسید", en="Write the sector, the level and the source"))
    fact = SpatialPriority(
        county_id=county, sector=sector, level=level, reason=reason.strip()[:400], source=source.strip()[:200],
        since_on=since_on, proof=Proof.LISTED,
    )  # fmt: skip
    with recording(action="projects.priority.set", by=by, at=at):
        record_facts([fact], key=("county_id", "sector", "since_on"))
