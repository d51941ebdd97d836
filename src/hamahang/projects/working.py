"""Working on a project: its steps and papers, inspections, claims, dates, money and needs; the office's own rules."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal

from hamahang.domain.calendar import jalali
from hamahang.domain.flows.projects import PROJECT
from hamahang.domain.ledger import AsOf
from hamahang.domain.numbering import next_number
from hamahang.domain.projects import (
    COMPONENTS,
    PROGRAMMES,
    SIDES,
    WHOLE,
    ProjectRefused,
    weighted_total,
)
from hamahang.domain.proof import Proof
from hamahang.domain.refusal import check_unchanged
from hamahang.domain.text import Text, company_key, sort_key
from hamahang.domain.utilities import MEASURES
from hamahang.ledger.bulk import record_facts
from hamahang.ledger.models import Evidence
from hamahang.ledger.recording import recording
from hamahang.papers.models import Attachment
from hamahang.projects import awaiting, following
from hamahang.projects.models import (
    ComponentProgress,
    ExpectedOperation,
    Inspection,
    InvestmentProject,
    ProgressObservation,
    ProjectPaper,
    ProjectSpending,
    ProjectStage,
    UtilityNeed,
)
from hamahang.register.actions import see_unit
from hamahang.register.models import Unit
from hamahang.territory.models import Estate

NO_SUCH_PAPER = Text(fa="چنین سندی خواسته نشده است", en="No such paper is asked for")


def request_project(
    *,
    title: str,
    county: int,
    investment: int,
    on: date,
    programme: str = "OTHER",
    owner: str = "",
    estate: int | None = None,
    product: str = "",
    isic: str = "",
    expected_jobs: int | None = None,
    by: str,
    at: datetime,
) -> InvestmentProject:
    """Record the request of a project. Its number is made of the Jalali year and a count.

    investment: rials
    :raises ProjectRefused: if it has no title, no known programme, or its investment is below zero
    """
    if not title.strip() or programme not in PROGRAMMES or investment < 0:
        raise ProjectRefused(
            Text(fa="عنوان، برنامه و سرمایه‌گذاری را بنویسید", en="Write the title, programme and investment")
        )
    with recording(action="projects.project.requested", by=by, at=at):
        project = InvestmentProject(
            number=_number(on), title=title.strip(), title_key=company_key(title), sort_key=sort_key(title),
            owner=owner.strip(), county_id=county, estate_id=estate, product=product.strip(), isic=isic,
            programme=programme, investment=investment, expected_jobs=expected_jobs,
        )  # fmt: skip
        project.save()
        ProjectStage(project=project, stage="REQUESTED", since_on=on, by=by, proof=Proof.CONFIRMED).save()
    return project


def _number(on: date) -> str:
    start = f"T-{jalali(on)[0]}-"
    taken = InvestmentProject.objects.filter(number__startswith=start)
    return next_number(start, taken.values_list("number", flat=True))


def take_step(
    *,
    project: InvestmentProject,
    step: str,
    on: date,
    permissions: Collection[str],
    reason: str = "",
    letter_no: str = "",
    seen: int | None = None,
    by: str,
    at: datetime,
) -> ProjectStage:
    """Take a project to its next stage on a day; one that operates is seen at work in the register.

    seen: what `following.version` said when the person looked
    :raises UnknownStep, StepNotAllowed, StepIncomplete: see `domain.flows.workflow.take`
    :raises ChangedMeanwhile: if somebody else changed it since
    """
    with recording(action=f"projects.project.{step}", by=by, at=at, reason=reason):
        check_unchanged(seen, following.version(project))
        known = following.whole(project, AsOf(on))
        taken = known.way.step(step, on=on, permissions=permissions, person=by, reason=reason)
        fact = ProjectStage(
            project=project, stage=taken.target, step=step, since_on=on, by=by, reason=reason,
            approval_no=letter_no.strip(), proof=Proof.CONFIRMED,
        )  # fmt: skip
        fact.save()
        if taken.target == "OPERATING" and project.unit_id is not None:
            paper = next((row for row in reversed(known.papers) if row.need == "LICENCE_VISIT"), None)
            shown = Evidence(kind="VISIT", number=paper.number if paper else "", title=project.title, dated_on=on)
            shown.save()
            see_unit(unit=project.unit_id, on=on, status="ACTIVE", persons=None, evidence=shown, by=by, at=at)
    return fact


def add_paper(
    *,
    project: InvestmentProject,
    need: str,
    on: date,
    number: str = "",
    attachment: Attachment | None = None,
    by: str,
    at: datetime,
) -> ProjectPaper:
    """Put a paper into a project for one of the needs of its table.

    :raises ProjectRefused: if the table knows no such paper, or neither a number nor a file is given
    """
    if need not in {known.code for known in PROJECT.needs if known.is_paper}:
        raise ProjectRefused(NO_SUCH_PAPER)
    if not number.strip() and attachment is None:
        raise ProjectRefused(Text(fa="شمارهٔ سند یا فایل آن را بدهید", en="Give the paper's number or its file"))
    paper = ProjectPaper(
        project=project, need=need, number=number.strip(), attachment=attachment, since_on=on, proof=Proof.LISTED
    )
    with recording(action="projects.paper.added", by=by, at=at):
        paper.save()
    return paper


def link_unit(*, project: InvestmentProject, unit: Unit, by: str, at: datetime) -> None:
    """Say which place of the register a project builds on or enlarges.

    :raises ProjectRefused: if the place lies in another county, or waits for what waits for the project
    """
    if unit.county_id != project.county_id:
        raise ProjectRefused(
            Text(fa="این واحد در شهرستان دیگری است", en="The unit lies in another county than the project")
        )
    awaiting.check_unit(project, unit.pk, at.date())
    with recording(action="projects.project.placed", by=by, at=at):
        if project.unit_id != unit.pk:
            project.unit, project.estate_id = unit, unit.estate_id or project.estate_id
            project.save()


def complete(
    *, project: InvestmentProject, isic: str = "", estate: Estate | None = None, by: str, at: datetime
) -> None:
    """Add what a list did not say of a project: its sector (ISIC), and the estate it is built on.

    :raises ProjectRefused: if the sector is no code, or the estate lies in another county
    """
    if isic and not (isic.isdecimal() and 2 <= len(isic) <= 4):
        raise ProjectRefused(Text(fa="کد رشته دو تا چهار رقم است", en="The code of a sector has two to four digits"))
    if estate is not None and estate.county_id != project.county_id:
        raise ProjectRefused(Text(fa="این شهرک در شهرستان دیگری است", en="The estate lies in another county"))
    said = (isic or project.isic, estate.pk if estate else project.estate_id)
    if (project.isic, project.estate_id) == said:
        return
    with recording(action="projects.project.completed", by=by, at=at):
        project.isic, project.estate_id = said
        project.save()


def correct(
    *,
    project: InvestmentProject,
    title: str,
    investment: int | None,
    expected_jobs: int | None,
    reason: str,
    seen: int | None = None,
    by: str,
    at: datetime,
) -> None:
    """Correct what was recorded of a project; the ledger keeps what stood before, and the reason.

    investment: rials; seen: what `following.version` said when the person looked
    :raises ProjectRefused: without a reason, title or investment, or if nothing is said otherwise
    :raises ChangedMeanwhile: if somebody else changed it since
    """
    if not reason.strip() or not title.strip() or not investment or investment < 0:
        raise ProjectRefused(
            Text(fa="عنوان، سرمایه‌گذاری و دلیل اصلاح را بنویسید", en="Write title, investment and why")
        )
    said = (title.strip()[:200], investment, expected_jobs)
    with recording(action="projects.project.corrected", by=by, at=at, reason=reason.strip()):
        check_unchanged(seen, following.version(project))
        if (project.title, project.investment, project.expected_jobs) == said:
            raise ProjectRefused(Text(fa="چیزی دگرگون نشده است", en="Nothing is different"))
        project.title, project.investment, project.expected_jobs = said
        project.title_key, project.sort_key = company_key(project.title), sort_key(project.title)
        project.save()


def claim_progress(
    *, project: InvestmentProject, progress: Mapping[str, int], on: date, by: str, at: datetime
) -> list[ComponentProgress]:
    """Record what the owner claims of components, whole percent; a claim is no progress until it is inspected.

    :raises ProjectRefused: if nothing is claimed, or a percent is none
    """
    _percents(progress)
    with recording(action="projects.progress.claimed", by=by, at=at):
        facts = [_component(project, code, percent, on, Proof.DECLARED, by) for code, percent in progress.items()]
        record_facts(facts, key=("project_id", "component", "since_on", "proof"))
    return facts


def _percents(progress: Mapping[str, int]) -> None:
    if not progress or set(progress) - set(COMPONENTS) or any(not 0 <= p <= WHOLE for p in progress.values()):
        raise ProjectRefused(
            Text(fa="پیشرفت دست‌کم یک جزء را با عددی درست از ۰ تا ۱۰۰ بنویسید",
                 en="Write the progress of at least one component as a whole number from 0 to 100")
        )  # fmt: skip


def _component(
    project: InvestmentProject, code: str, percent: int, on: date, proof: Proof, by: str
) -> ComponentProgress:
    return ComponentProgress(project_id=project.pk, component=code, percent=percent, since_on=on, proof=proof, by=by)


def inspect(
    *,
    project: InvestmentProject,
    progress: Mapping[str, int],
    inspector: str,
    on: date,
    note: str = "",
    attachment: Attachment | None = None,
    seen: int | None = None,
    by: str,
    at: datetime,
) -> Inspection:
    """Record an inspection: how far each component looked at is, and the weighted total that follows.

    :raises ProjectRefused: if nothing was looked at, the inspector is not named, a component went back without a note,
        or the person claimed the progress
    :raises ChangedMeanwhile: if somebody else changed the project since
    """
    _percents(progress)
    if not inspector.strip():
        raise ProjectRefused(Text(fa="نام بازدیدکننده را بنویسید", en="Write who inspected"))
    with recording(action="projects.progress.inspected", by=by, at=at, reason=note):
        check_unchanged(seen, following.version(project))
        claimed = following.components(AsOf(on), [project.pk], seen=False).get(project.pk, {})
        verified = following.components(AsOf(on), [project.pk], seen=True).get(project.pk, {})
        claimers = {code for code in progress if code in claimed and claimed[code].by == by}
        if claimers:
            raise ProjectRefused(
                Text(fa="کسی که پیشرفت را اظهار کرده است نمی‌تواند آن را تأیید کند؛ دیگری بازدید را ثبت کند",
                     en="Whoever claimed the progress cannot verify it; let somebody else record the inspection")
            )  # fmt: skip
        back = [code for code, now in progress.items() if code in verified and now < verified[code].percent]
        if back and not note.strip():
            raise ProjectRefused(
                Text(fa="پیشرفت از بازدید پیش کمتر شده است؛ دلیل آن را در یادداشت بنویسید",
                     en="The progress is less than before; write why in the note")
            )  # fmt: skip
        inspection = Inspection(
            project=project, inspector=inspector.strip(), note=note.strip(), attachment=attachment, by=by,
            since_on=on, proof=Proof.SEEN,
        )  # fmt: skip
        inspection.save()
        facts = [_component(project, code, percent, on, Proof.SEEN, by) for code, percent in progress.items()]
        record_facts(facts, key=("project_id", "component", "since_on", "proof"))
        total_again({project.pk: on})
    return inspection


def total_again(since: Mapping[int, date]) -> None:
    """Record the totals of projects from a day on again, each the weighted sum of what was inspected by its day.

    since: project → the first day whose total may be another one
    """
    facts = []
    for project, first in since.items():
        seen = ComponentProgress.objects.filter(
            project=project, since_on__gte=first, proof__gte=Proof.LISTED, voided_entry=None
        )
        for day in sorted(set(seen.values_list("since_on", flat=True))):
            weights, _ = following.weights_on(AsOf(day))
            words = following.components(AsOf(day), [project], seen=True)[project]
            total = weighted_total(weights=weights, progress={code: fact.percent for code, fact in words.items()})
            proof = max(fact.proof for fact in words.values() if fact.since_on == day)
            facts.append(ProgressObservation(project_id=project, percent=total, since_on=day, proof=proof))
    record_facts(facts, key=("project_id", "since_on", "proof"))


def expect(
    *, project: InvestmentProject, side: str, expected_on: date, on: date, reason: str = "", by: str, at: datetime
) -> ExpectedOperation:
    """Record when a project is to operate, as its owner says or an expert estimates; a change keeps its reason.

    :raises ProjectRefused: if the side is unknown, the day is the same, or a change has no reason
    """
    if side not in SIDES:
        raise ProjectRefused(Text(fa="گویندهٔ تاریخ را برگزینید", en="Choose who says the day"))
    with recording(action="projects.date.expected", by=by, at=at, reason=reason):
        said = following.dates_of(AsOf(on), [project.pk])[project.pk]
        before = said.owner if side == "OWNER" else said.expert
        if before == expected_on:
            raise ProjectRefused(Text(fa="همین روز پیش‌تر ثبت شده است", en="This day is recorded already"))
        if said.first is not None and not reason.strip():
            raise ProjectRefused(
                Text(fa="تاریخ پیش‌تر گفته شده است؛ دلیل تغییر را بنویسید", en="A day was said before; give the reason")
            )
        fact = ExpectedOperation(
            project=project, side=side, expected_on=expected_on, reason=reason.strip(), by=by, since_on=on,
            proof=Proof.DECLARED if side == "OWNER" else Proof.CONFIRMED,
        )  # fmt: skip
        fact.save()
    return fact


def record_spending(
    *,
    project: InvestmentProject,
    amount: int,
    basis: str,
    on: date,
    proof: Proof = Proof.DECLARED,
    by: str,
    at: datetime,
) -> None:
    """Record what was spent on a project in all by a day, in rials, and what shows it.

    :raises ProjectRefused: if it is below zero, or nothing shows it
    """
    if amount < 0 or not basis.strip():
        raise ProjectRefused(Text(fa="مبلغ و سند آن را بنویسید", en="Write the amount and what shows it"))
    fact = ProjectSpending(project_id=project.pk, amount=amount, basis=basis.strip()[:200], since_on=on, proof=proof)
    with recording(action="projects.spending.recorded", by=by, at=at):
        record_facts([fact], key=("project_id", "since_on", "proof"))


def record_need(
    *,
    utility: str,
    amount: Decimal,
    on: date,
    project: InvestmentProject | None = None,
    unit: int | None = None,
    by: str,
    at: datetime,
) -> None:
    """Record how much of a utility a project, or a unit, needs from a day on, in the unit of `domain.utilities`.

    :raises ProjectRefused: if there is no such utility, it is below zero, or it is not of one of the two
    """
    if utility not in MEASURES or amount < 0 or (project is None) == (unit is None):
        raise ProjectRefused(Text(fa="نوع و مقدار نیاز را بنویسید", en="Write the kind and the amount"))
    of = {"project_id": project.pk if project else None, "unit_id": unit}
    fact = UtilityNeed(**of, utility=utility, amount=amount, by=by, since_on=on, proof=Proof.DECLARED)
    with recording(action="projects.need.recorded", by=by, at=at):
        record_facts([fact], key=("project_id" if project else "unit_id", "utility", "since_on"))
