"""Changing investment projects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hamahang.domain.proof import Proof
from hamahang.domain.text import company_key, sort_key
from hamahang.ledger.bulk import Effect, Origin, record_entities, record_facts, strongest
from hamahang.ledger.recording import recording
from hamahang.projects.models import InvestmentProject, ProgressObservation, ProjectStage, SizeThreshold


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
    origin: Origin = Origin()


def record_projects(*, drafts: Sequence[ProjectDraft], by: str, at: datetime) -> list[Effect]:
    """Record a list of projects with approval, stage and progress; return the effect of each row."""
    with recording(action="projects.projects.recorded", by=by, at=at):
        stored = record_entities([_project(draft) for draft in drafts], key=("number",))
        pairs = [(project, draft) for (project, _), draft in zip(stored, drafts, strict=True)]
        approvals = record_facts([_approval(*pair) for pair in pairs], key=("project_id", "stage"))
        record_facts([fact for pair in pairs for fact in _stage(*pair)], key=("project_id", "stage", "since_on"))
        record_facts([fact for pair in pairs for fact in _progress(*pair)], key=("project_id", "since_on"))
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


def set_threshold(*, amount: int, since_on: date, basis: str, by: str, at: datetime) -> None:
    """Record from which investment in rials a project counts as large, from a day on, and on what basis."""
    with recording(action="projects.threshold.set", by=by, at=at):
        fact = SizeThreshold(amount=amount, since_on=since_on, basis=basis, proof=Proof.LISTED)
        record_facts([fact], key=("since_on",))


@dataclass(frozen=True, slots=True)
class InspectionDraft:
    """What an inspection saw of a project. percent: 0–100."""

    project: int
    on: date
    percent: Decimal
    origin: Origin = Origin()


def record_inspections(*, drafts: Sequence[InspectionDraft], by: str, at: datetime) -> list[Effect]:
    """Record inspections of projects; return the effect of each row."""
    with recording(action="projects.inspections.recorded", by=by, at=at):
        return record_facts([_seen(draft) for draft in drafts], key=("project_id", "since_on"))


def _seen(draft: InspectionDraft) -> ProgressObservation:
    fact = ProgressObservation(project_id=draft.project, percent=draft.percent, since_on=draft.on, proof=Proof.SEEN)
    return draft.origin.mark(fact)
