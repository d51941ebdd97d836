"""Between a project and its papers: the permit it is given, what inspections say for it, the licence it becomes."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hamahang.domain.ledger import AsOf
from hamahang.domain.licences import OPERATING, LicenceRefused
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.ledger.bulk import Effect, Origin, record_facts
from hamahang.ledger.recording import recording
from hamahang.projects import working
from hamahang.projects.models import Inspection, InvestmentProject, ProgressObservation, UtilityNeed
from hamahang.register import issuing, licensing
from hamahang.register.actions import LicenceDraft, UnitDraft, record_licences, register_units
from hamahang.register.issuing import NO_TERMS, Made, Terms, TermsDraft
from hamahang.register.models import Licence, LicenceStep, Unit
from hamahang.register.queries import units_by_licence

NO_PRODUCT = Made("")
STATED = {"POWER": "power", "GAS": "gas", "WATER": "water", "LAND": "land"}


def beside(licence: Any, asof: AsOf) -> frozenset[str]:
    """Return what inspections say for a permit: its project was looked at since its year began, with progress or none.

    No project, or none looked at, says nothing.
    """
    if licence.kind != "PERMIT":
        return frozenset()
    project = InvestmentProject.objects.known(asof).filter(unit=licence.unit_id).order_by("pk").last()
    if project is None:
        return frozenset()
    steps = LicenceStep.objects.standing(asof).filter(unit=licence.unit_id, number=licence.number, kind="PERMIT")
    begun = steps.filter(step__in=("issue", "extend")).order_by("-since_on", "-pk").first()
    since = begun.since_on if begun else licence.since_on
    # the inspection that an extension rested on is not looked at again; one on the day of issue may be the first
    first = since + timedelta(1) if begun and begun.step == "extend" else since
    last = Inspection.objects.standing(asof).filter(project=project, since_on__gte=first).order_by("since_on").last()
    if last is None:
        return frozenset()
    totals = ProgressObservation.objects.standing(asof).filter(project=project).order_by("since_on", "proof", "pk")
    now, then = totals.filter(since_on__lte=last.since_on).last(), totals.filter(since_on__lt=first).last()
    gained = (now.percent if now else Decimal(0)) > (then.percent if then else Decimal(0))
    return frozenset({"SEEN", "PROGRESS" if gained else "NO_PROGRESS"})


def issue_permit(
    *,
    project: InvestmentProject,
    number: str,
    on: date,
    terms: Terms = NO_TERMS,
    products: Sequence[Made] = (),
    letter_no: str = "",
    by: str,
    at: datetime,
) -> Licence:
    """Issue the permit of a project, for its place; a place that is not in the register is put there as being built.

    What the permit states of power, gas, water and land are the project's needs from that day.
    :raises LicenceRefused: see `register.issuing.issue`
    """
    with recording(action="projects.permit.issued", by=by, at=at):
        unit = project.unit or _place(project, number.strip(), on, by=by, at=at)
        working.link_unit(project=project, unit=unit, by=by, at=at)
        licence = issuing.issue(
            unit=unit, number=number, kind="PERMIT", on=on, terms=terms, products=products, letter_no=letter_no,
            by=by, at=at,
        )  # fmt: skip
        for utility, name in STATED.items():
            amount = getattr(terms, name)
            if amount is not None:
                working.record_need(project=project, utility=utility, amount=amount, on=on, by=by, at=at)
    return licence


@dataclass(frozen=True, slots=True)
class PermitDraft:
    """What one row of a list of permits says. unit, project: as linked, None where the list names none that is known.

    terms: land and built in m², power in MW, gas in m³/h, water in m³/day, money in rials
    """

    number: str
    on: date
    name: str
    county: int
    estate: int | None = None
    unit: int | None = None
    project: int | None = None
    company: str = ""
    national_id: str = ""
    valid_until: date | None = None
    terms: Terms = NO_TERMS
    product: Made = NO_PRODUCT
    origin: Origin = Origin()


def record_permits(*, drafts: Sequence[PermitDraft], by: str, at: datetime) -> list[Effect]:
    """Record a list of permits; a place the register does not know is put there as being built.

    What a permit states of power, gas, water and land are the needs of its project, or of its place where it has none.
    """
    with recording(action="projects.permits.recorded", by=by, at=at):
        new = [draft for draft in drafts if draft.unit is None]
        register_units(drafts=[_unknown(draft) for draft in new], by=by, at=at)
        found = units_by_licence(draft.number for draft in new)
        units = [draft.unit or found[draft.number].pk for draft in drafts]
        pairs = list(zip(units, drafts, strict=True))
        effects = record_licences(drafts=[_issued(*pair) for pair in pairs], by=by, at=at)
        issuing.record_terms(
            [TermsDraft(unit, d.number, d.on, d.terms, d.valid_until, d.origin) for unit, d in pairs], by=by, at=at
        )
        projects = InvestmentProject.objects.in_bulk({draft.project for draft in drafts if draft.project})
        for unit, draft in pairs:
            project = projects.get(draft.project or 0)
            if project is not None and project.unit_id != unit:
                project.unit_id = unit
                project.save()
        needs = [need for pair in pairs for need in _needs(*pair)]
        record_facts([need for need in needs if need.project_id], key=("project_id", "utility", "since_on"))
        record_facts([need for need in needs if need.unit_id], key=("unit_id", "utility", "since_on"))
    return effects


def _unknown(draft: PermitDraft) -> UnitDraft:
    made = draft.product
    return UnitDraft(
        licence_no=draft.number, name=draft.name, county=draft.county, estate=draft.estate, company=draft.company,
        national_id=draft.national_id, isic=made.isic, product=made.name, capacity=made.capacity,
        capacity_unit=made.capacity_unit, status="UNDER_CONSTRUCTION", status_on=draft.on, origin=draft.origin,
    )  # fmt: skip


def _issued(unit: int, draft: PermitDraft) -> LicenceDraft:
    return LicenceDraft(unit, draft.number, "PERMIT", draft.on, draft.terms.persons, draft.origin)


def _needs(unit: int, draft: PermitDraft) -> Iterator[UtilityNeed]:
    of = {"project_id": draft.project, "unit_id": None if draft.project else unit}
    for utility, name in STATED.items():
        amount = getattr(draft.terms, name)
        if amount is not None:
            need = UtilityNeed(**of, utility=utility, amount=amount, since_on=draft.on, proof=Proof.DECLARED)
            yield draft.origin.mark(need)


def _place(project: InvestmentProject, number: str, on: date, *, by: str, at: datetime) -> Unit:
    if not number:
        raise LicenceRefused(Text(fa="شمارهٔ جواز را بنویسید", en="Write the number of the permit"))
    if Unit.objects.filter(licence_no=number, voided_entry=None).exists():
        raise LicenceRefused(Text(fa=f"شمارهٔ {number} از واحد دیگری است", en=f"{number} is another unit's number"))
    draft = UnitDraft(
        licence_no=number, name=project.title, county=project.county_id, estate=project.estate_id, isic=project.isic,
        product=project.product, company=project.owner, status="UNDER_CONSTRUCTION", status_on=on,
    )  # fmt: skip
    register_units(drafts=[draft], by=by, at=at)
    return Unit.objects.get(licence_no=number, voided_entry=None)


def issue_licence(
    *,
    unit: Unit,
    number: str,
    kind: str,
    on: date,
    permissions: Collection[str],
    terms: Terms = NO_TERMS,
    products: Sequence[Made] = (),
    valid_until: date | None = None,
    letter_no: str = "",
    by: str,
    at: datetime,
) -> Licence:
    """Issue an operating licence; the permit it came from has become one, and a provisional licence is replaced.

    A unit that was known by the number of its permit is known by that of its licence from now on.
    :raises LicenceRefused: see `register.issuing.issue`; also if it is no operating licence
    :raises StepNotAllowed: if the person may not convert a permit
    """
    if kind not in OPERATING:
        raise LicenceRefused(Text(fa="نوع پروانه را برگزینید", en="Choose the kind of licence"))
    with recording(action="projects.licence.issued", by=by, at=at):
        before = licensing.licences_of(unit.pk, AsOf(on))
        licence = issuing.issue(
            unit=unit, number=number, kind=kind, on=on, terms=terms, products=products, valid_until=valid_until,
            letter_no=letter_no, by=by, at=at,
        )  # fmt: skip
        for paper in before:
            step = _step_of(paper, kind)
            if step:
                issuing.take_step(licence=paper, step=step, on=on, permissions=permissions, by=by, at=at)
        if unit.licence_no in {paper.number for paper in before if paper.kind == "PERMIT"}:
            unit.licence_no = number.strip()
            unit.save()
    return licence


def _step_of(paper: Any, kind: str) -> str:
    """Return what becomes of an earlier paper of a unit when a licence of a kind is issued."""
    if paper.kind == "PERMIT" and paper.told in licensing.OPEN:
        return "convert"
    return "replace" if paper.kind == "PROVISIONAL" and kind == "NEW" and paper.state == "VALID" else ""
