"""Issuing permits and licences, what is done to them afterwards, and capacity ratings."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from hamahang.domain.flows.projects import table_of
from hamahang.domain.ledger import AsOf
from hamahang.domain.licences import LicenceRefused
from hamahang.domain.proof import Proof
from hamahang.domain.rating import Machine, RatingTerms, rate
from hamahang.domain.refusal import check_unchanged
from hamahang.domain.register import LICENCES
from hamahang.domain.text import Text, company_key
from hamahang.domain.validity import good_until
from hamahang.ledger.bulk import Origin, record_facts
from hamahang.ledger.recording import recording
from hamahang.papers.models import Attachment
from hamahang.register import licensing
from hamahang.register.models import (
    CapacityRating,
    Company,
    HeadCount,
    Licence,
    LicencePaper,
    LicenceStep,
    LicenceTerms,
    Product,
    RatingRule,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a permit or licence states. land, built: m²; power: MW; gas: m³/h; water: m³/day; money: rials.

    share: percent of the rated capacity it is issued for, None for all of it; machinery_foreign in its currency
    """

    grade: str = ""
    share: int | None = None
    land: Decimal | None = None
    built: Decimal | None = None
    power: Decimal | None = None
    gas: Decimal | None = None
    water: Decimal | None = None
    persons: int | None = None
    machinery: int | None = None
    machinery_foreign: Decimal | None = None
    currency: str = ""
    fixed_capital: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A product a permit or licence is for, with its yearly capacity."""

    name: str
    isic: str = ""
    capacity: Decimal | None = None
    capacity_unit: str = ""


NO_TERMS = Terms()


def issue(
    *,
    unit: Unit,
    number: str,
    kind: str,
    on: date,
    terms: Terms = NO_TERMS,
    products: Sequence[Made] = (),
    valid_until: date | None = None,
    letter_no: str = "",
    by: str,
    at: datetime,
) -> Licence:
    """Issue a permit or a licence for a unit, with what it states.

    valid_until: the last day of a provisional licence; a permit is good for a year from its issue
    :raises LicenceRefused: if it has no number, its number is taken, or its particulars do not fit its kind
    """
    _whole_issue(number, kind, terms, valid_until, on)
    level = Proof.PERMIT if kind == "PERMIT" else Proof.LICENCE
    known = {"unit_id": unit.pk, "number": number.strip(), "since_on": on, "proof": level}
    until = good_until(on) if kind == "PERMIT" and valid_until is None else valid_until
    with recording(action="register.licence.issued", by=by, at=at):
        if Licence.objects.filter(number=number.strip(), kind=kind, voided_entry=None).exists():
            raise LicenceRefused(
                Text(fa=f"شمارهٔ {number} پیش‌تر به کار رفته است", en=f"The number {number} is taken already")
            )
        licence = Licence(**known, kind=kind)
        licence.save()
        LicenceStep(
            **known, kind=kind, stage="VALID", step="issue", by=by, letter_no=letter_no, valid_until=until
        ).save()
        if terms != NO_TERMS:
            LicenceTerms(**known, **asdict(terms)).save()
        if terms.persons is not None:
            count = HeadCount(unit_id=unit.pk, persons=terms.persons, since_on=on, proof=level)
            record_facts([count], key=("unit_id", "since_on", "proof"))
        for made in products:
            _make(unit, made)
    return licence


@dataclass(frozen=True, slots=True)
class TermsDraft:
    """What one row of a list says that a permit states. valid_until: None where its year runs from its issue."""

    unit: int
    number: str
    on: date
    terms: Terms
    valid_until: date | None = None
    origin: Origin = Origin()


def record_terms(drafts: Sequence[TermsDraft], *, by: str, at: datetime) -> None:
    """Record what permits of a list state, and the last day of those that name one."""
    with recording(action="register.terms.recorded", by=by, at=at):
        facts = [
            LicenceTerms(unit_id=d.unit, number=d.number, since_on=d.on, proof=Proof.PERMIT, **asdict(d.terms))
            for d in drafts
        ]
        stated = [(fact, d) for fact, d in zip(facts, drafts, strict=True) if d.terms != NO_TERMS]
        record_facts([d.origin.mark(fact) for fact, d in stated], key=("unit_id", "number", "since_on", "proof"))
        dated = [d for d in drafts if d.valid_until is not None]
        record_facts([_until(d) for d in dated], key=("unit_id", "number", "kind", "since_on", "step"))


def _until(draft: TermsDraft) -> LicenceStep:
    step = LicenceStep(
        unit_id=draft.unit, number=draft.number, kind="PERMIT", stage="VALID", valid_until=draft.valid_until,
        since_on=draft.on, proof=Proof.PERMIT,
    )  # fmt: skip
    return draft.origin.mark(step)


def _whole_issue(number: str, kind: str, terms: Terms, valid_until: date | None, on: date) -> None:
    if kind not in LICENCES or not number.strip():
        raise LicenceRefused(Text(fa="نوع و شماره را بنویسید", en="Write the kind and the number"))
    if kind == "PROVISIONAL" and valid_until is None:
        raise LicenceRefused(Text(fa="پروانهٔ موقت روز پایان می‌خواهد", en="A provisional licence needs its last day"))
    if valid_until is not None and valid_until <= on:
        raise LicenceRefused(Text(fa="روز پایان پس از صدور است", en="The last day is after the issue"))
    if terms.share is not None and not 1 <= terms.share <= 100:
        raise LicenceRefused(
            Text(fa="سهم ظرفیت درصدی میان ۱ و ۱۰۰ است", en="The share of the capacity is from 1 to 100 percent")
        )


def _make(unit: Unit, made: Made) -> None:
    """Give a unit a product, or what a paper says otherwise of one it has."""
    known = Product.objects.filter(unit=unit, name=made.name, voided_entry=None).first()
    product = known or Product(unit=unit, name=made.name)
    said = (made.isic or product.isic, made.capacity or product.capacity, made.capacity_unit or product.capacity_unit)
    if known and (known.isic, known.capacity, known.capacity_unit) == said:
        return
    product.isic, product.capacity, product.capacity_unit = said
    product.save()


def take_step(
    *,
    licence: Licence,
    step: str,
    on: date,
    permissions: Collection[str],
    beside: Collection[str] = (),
    reason: str = "",
    letter_no: str = "",
    holder: str = "",
    seen: int | None = None,
    by: str,
    at: datetime,
) -> LicenceStep:
    """Do something to a permit or licence on a day: extend, warn, suspend, transfer, cancel.

    beside: needs found met where the register does not look; holder: to whom it is transferred
    seen: what `licensing.version` said when the person looked
    :raises UnknownStep, StepNotAllowed, StepIncomplete: see `domain.flows.workflow.take`
    :raises LicenceRefused: if a transfer names nobody
    :raises ChangedMeanwhile: if somebody else changed it since
    """
    with recording(action=f"register.licence.{step}", by=by, at=at, reason=reason):
        check_unchanged(seen, licensing.version(licence))
        known = licensing.whole(_current(licence, on), AsOf(on), beside=beside)
        taken = known.way.step(step, on=on, permissions=permissions, person=by, reason=reason)
        if step == "transfer":
            _hand_over(licence, holder)
        fact = LicenceStep(
            unit_id=licence.unit_id,
            number=licence.number,
            kind=licence.kind,
            stage=taken.target,
            step=step,
            since_on=on,
            by=by,
            reason=reason,
            letter_no=letter_no,
            holder=holder.strip() if step == "transfer" else "",
            valid_until=good_until(max(on, known.until or on)) if step == "extend" else None,
            proof=Proof.CONFIRMED,
        )
        fact.save()
    return fact


def _current(licence: Licence, on: date) -> Licence:
    """Return a licence with where it stands on a day.

    :raises LicenceRefused: if it was not issued by then
    """
    found = licensing.licences(AsOf(on)).filter(unit=licence.unit_id, number=licence.number, kind=licence.kind)
    current: Licence | None = found.order_by("-since_on", "-pk").first()
    if current is None:
        raise LicenceRefused(Text(fa="تا این روز صادر نشده بود", en="It was not issued by this day"))
    return current


def _hand_over(licence: Licence, holder: str) -> None:
    if not holder.strip():
        raise LicenceRefused(Text(fa="گیرندهٔ پروانه را بنویسید", en="Write to whom it is transferred"))
    key = company_key(holder)
    company = Company.objects.filter(name_key=key, voided_entry=None).order_by("pk").first()
    if company is None:
        company = Company(name=holder.strip()[:160], name_key=key)
        company.save()
    unit = Unit.objects.get(pk=licence.unit_id)
    if unit.company_id != company.pk:
        unit.company = company
        unit.save()


def add_paper(
    *,
    licence: Licence,
    need: str,
    on: date,
    number: str = "",
    attachment: Attachment | None = None,
    by: str,
    at: datetime,
) -> LicencePaper:
    """Put a paper beside a permit or licence for one of the needs of its table.

    :raises LicenceRefused: if the table knows no such paper, or neither a number nor a file is given
    """
    if need not in {known.code for known in table_of(licence.kind).needs if known.is_paper}:
        raise LicenceRefused(Text(fa="چنین سندی خواسته نشده است", en="No such paper is asked for"))
    if not number.strip() and attachment is None:
        raise LicenceRefused(Text(fa="شمارهٔ سند یا فایل آن را بدهید", en="Give the paper's number or its file"))
    paper = LicencePaper(
        unit_id=licence.unit_id,
        number=licence.number,
        kind=licence.kind,
        need=need,
        paper_no=number.strip(),
        attachment=attachment,
        since_on=on,
        proof=Proof.LISTED,
    )
    with recording(action="register.licence.paper_added", by=by, at=at):
        paper.save()
    return paper


def record_rating(
    *,
    unit: Unit,
    product: str,
    capacity_unit: str,
    machines: Sequence[Machine],
    on: date,
    shifts: int | None = None,
    by: str,
    at: datetime,
) -> CapacityRating:
    """Record what an expert found a unit can make in a year, by the parameters that hold on the day.

    shifts: where it works fewer than the parameters say
    :raises LicenceRefused: if there is no product or machine, or a number is none
    """
    rule = licensing.rating_terms(AsOf(on))
    terms = RatingTerms(shifts or rule.shifts, rule.hours, rule.days, rule.efficiency)
    if not product.strip():
        raise LicenceRefused(Text(fa="محصول را بنویسید", en="Write the product"))
    rated = rate(machines, terms)
    fact = CapacityRating(
        unit_id=unit.pk,
        product=product.strip(),
        capacity=round(rated.capacity, 2),
        capacity_unit=capacity_unit.strip(),
        **asdict(terms),
        machines=[asdict(machine) | {"hourly": str(machine.hourly)} for machine in machines],
        by=by,
        since_on=on,
        proof=Proof.SEEN,
    )
    with recording(action="register.capacity.rated", by=by, at=at):
        record_facts([fact], key=("unit_id", "product", "since_on", "proof"))
    return CapacityRating.objects.get(
        unit_id=unit.pk, product=fact.product, since_on=on, proof=Proof.SEEN, voided_entry=None
    )


def set_rating_terms(*, terms: RatingTerms, since_on: date, basis: str, by: str, at: datetime) -> None:
    """Record the parameters of capacity rating from a day on, and what they rest on.

    :raises LicenceRefused: if they say of no basis, or of more hours than a day has
    """
    if not basis.strip():
        raise LicenceRefused(Text(fa="مبنا را بنویسید", en="Write the basis"))
    if not (0 < terms.shifts * terms.hours <= 24 and 0 < terms.days <= 366 and 0 < terms.efficiency <= 100):
        raise LicenceRefused(
            Text(fa="شیفت، روز یا بازده نادرست است", en="Shifts, days or efficiency are out of bounds")
        )
    fact = RatingRule(**asdict(terms), basis=basis.strip()[:200], since_on=since_on, proof=Proof.LISTED)
    with recording(action="register.rating_rule.set", by=by, at=at):
        record_facts([fact], key=("since_on",))
