"""Changing the territory: reference tables, estates and zones, their status and utilities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.refusal import Refused
from hamahang.domain.territory import estate_code
from hamahang.domain.text import Text, place_key, sort_key
from hamahang.domain.utilities import MEASURES, measured
from hamahang.ledger.bulk import Effect, Origin, record_entities, record_facts, strongest
from hamahang.ledger.recording import recording
from hamahang.territory import queries
from hamahang.territory.models import (
    ClosedDay,
    Estate,
    EstateStatus,
    EstateUtility,
    Infrastructure,
    InfrastructureCapacity,
    UtilityPromise,
)
from hamahang.territory.reference import known_estates

UTILITIES = ("POWER", "WATER", "GAS", "PHONE")


@dataclass(frozen=True, slots=True)
class EstateDraft:
    """What one row of a list of estates says. utilities: by code, None where the list is silent."""

    name: str
    kind: str
    county: int
    status: str
    status_on: date
    ownership: str = ""
    area_total: Decimal | None = None
    area_assignable: Decimal | None = None
    utilities: tuple[tuple[str, bool | None], ...] = ()
    origin: Origin = Origin()


def record_estates(*, drafts: Sequence[EstateDraft], by: str, at: datetime) -> list[Effect]:
    """Record a list of estates and zones with their status and utilities; return the effect of each row."""
    with recording(action="territory.estates.recorded", by=by, at=at):
        taken = set(Estate.objects.filter(voided_entry=None).values_list("code", flat=True))
        records = [_estate(draft, taken) for draft in drafts]
        stored = record_entities(records, key=("county_id", "kind", "name_key"))
        statuses = record_facts(
            [_status(estate, draft) for (estate, _), draft in zip(stored, drafts, strict=True)],
            key=("estate_id", "since_on"),
        )
        utilities = [_utilities(estate, draft) for (estate, _), draft in zip(stored, drafts, strict=True)]
        record_facts([fact for facts in utilities for fact in facts], key=("estate_id", "utility", "since_on"))
    return [strongest(effect, status) for (_, effect), status in zip(stored, statuses, strict=True)]


def _estate(draft: EstateDraft, taken: set[str]) -> Estate:
    key = place_key(draft.name)
    known = known_estates().get((draft.kind, key))
    same = Estate.objects.filter(county_id=draft.county, kind=draft.kind, name_key=key, voided_entry=None).values_list(
        "code", "name_en"
    )
    if row := same.first():
        code, english = row
    else:
        code = estate_code(draft.name, wanted=known.code if known else "", taken=taken)
        english = known.name_en if known else code.replace("-", " ").title()
        taken.add(code)
    estate = Estate(
        code=code,
        name=known.name if known else draft.name,
        name_en=english,
        name_key=key,
        sort_key=sort_key(draft.name),
        kind=draft.kind,
        ownership=draft.ownership,
        county_id=draft.county,
        area_total=draft.area_total,
        area_assignable=draft.area_assignable,
    )
    return draft.origin.mark(estate)


def _status(estate: Estate, draft: EstateDraft) -> EstateStatus:
    return draft.origin.mark(
        EstateStatus(estate_id=estate.pk, status=draft.status, since_on=draft.status_on, proof=Proof.LISTED)
    )


def _utilities(estate: Estate, draft: EstateDraft) -> list[EstateUtility]:
    return [
        draft.origin.mark(
            EstateUtility(
                estate_id=estate.pk, utility=code, is_present=here, since_on=draft.status_on, proof=Proof.LISTED
            )
        )
        for code, here in draft.utilities
        if here is not None
    ]


@dataclass(frozen=True, slots=True)
class InfrastructureDraft:
    """What one row of a list says of a road, a substation, a source of gas or water."""

    name: str
    kind: str
    county: int
    estate: int | None = None
    capacity: Decimal | None = None
    capacity_unit: str = ""
    since_on: date | None = None
    origin: Origin = Origin()


def record_infrastructure(*, drafts: Sequence[InfrastructureDraft], by: str, at: datetime) -> list[Effect]:
    """Record infrastructure of counties and estates; return the effect of each row."""
    with recording(action="territory.infrastructure.recorded", by=by, at=at):
        stored = record_entities([_infrastructure(draft) for draft in drafts], key=("county_id", "kind", "name"))
        dated = [fact for (source, _), draft in zip(stored, drafts, strict=True) for fact in _capacity(source, draft)]
        record_facts(dated, key=("infrastructure_id", "since_on"))
    return [effect for _, effect in stored]


def _capacity(source: Infrastructure, draft: InfrastructureDraft) -> list[InfrastructureCapacity]:
    """Return how much a source gives from a day on, where the list says so in a unit that can be counted."""
    if draft.capacity is None or draft.since_on is None:
        return []
    amount = measured(draft.kind, draft.capacity, draft.capacity_unit)
    if amount is None:
        return []
    fact = InfrastructureCapacity(
        infrastructure_id=source.pk, amount=amount, since_on=draft.since_on, proof=Proof.LISTED
    )
    return [draft.origin.mark(fact)]


def _infrastructure(draft: InfrastructureDraft) -> Infrastructure:
    return draft.origin.mark(
        Infrastructure(
            name=draft.name,
            kind=draft.kind,
            county_id=draft.county,
            estate_id=draft.estate,
            capacity=draft.capacity,
            capacity_unit=draft.capacity_unit,
        )
    )


def declare_closed(*, day: date, name: str, name_en: str, by: str, at: datetime) -> ClosedDay:
    """Record that offices are closed on a day beside the official holidays; a known day stays as it is."""
    with recording(action="territory.closed_day.declared", by=by, at=at):
        draft = ClosedDay(day=day, name=name, name_en=name_en or name, basis="declared")
        (closed, _), *_ = record_entities([draft], key=("day",))
    return closed


class UtilityRefused(Refused):
    """What was said of a utility cannot be recorded; `why` tells the repair in both languages."""


def set_capacity(
    *, estate: Estate, utility: str, name: str, amount: Decimal, on: date, by: str, at: datetime
) -> InfrastructureCapacity:
    """Record how much of a utility a source gives an estate from a day on, in the unit of `domain.utilities`.

    name: of the source, such as its substation; land has none: it is the estate's assignable area
    :raises UtilityRefused: if the utility is none of power, gas and water, the source has no name, or it gives less
        than nothing
    """
    if utility not in MEASURES or utility == "LAND" or not name.strip() or amount < 0:
        raise UtilityRefused(Text(fa="نوع، نام و ظرفیت منبع را بنویسید", en="Write the kind, name and capacity"))
    with recording(action="territory.capacity.set", by=by, at=at):
        draft = Infrastructure(
            name=name.strip(), kind=utility, county_id=estate.county_id, estate_id=estate.pk, capacity=amount,
            capacity_unit=MEASURES[utility].unit.fa,
        )  # fmt: skip
        ((source, _),) = record_entities([draft], key=("county_id", "kind", "name"))
        fact = InfrastructureCapacity(infrastructure_id=source.pk, amount=amount, since_on=on, proof=Proof.LISTED)
        record_facts([fact], key=("infrastructure_id", "since_on"))
    return InfrastructureCapacity.objects.get(infrastructure=source, since_on=on, voided_entry=None)


def promise_utility(
    *,
    estate: Estate,
    utility: str,
    about: str,
    about_id: int,
    holder: str,
    amount: Decimal,
    on: date,
    letter_no: str = "",
    reason: str = "",
    by: str,
    at: datetime,
) -> UtilityPromise:
    """Promise so much of an estate's utility to a project or a unit from a day on; nothing takes it back.

    about, about_id: label and key of the project or unit; reason: why more is promised than is left
    :raises UtilityRefused: if more is promised than is left and no reason is given
    """
    if utility not in MEASURES or amount < 0:
        raise UtilityRefused(Text(fa="نوع و مقدار را بنویسید", en="Write the kind and the amount"))
    with recording(action="territory.utility.promised", by=by, at=at, reason=reason):
        known = queries.utilities_left([estate.pk], AsOf(on))[estate.pk][utility]
        own = known.promised_to(about, about_id)
        if known.left is not None and amount - own > known.left and amount > own and not reason.strip():
            raise UtilityRefused(_beyond(utility, known.left + own))
        promise = UtilityPromise(
            estate_id=estate.pk, utility=utility, about=about, about_id=about_id, holder=holder.strip()[:200],
            amount=amount, letter_no=letter_no.strip(), reason=reason.strip(), since_on=on, proof=Proof.LISTED,
        )  # fmt: skip
        promise.save()
    return promise


def _beyond(utility: str, left: Decimal) -> Text:
    measure = MEASURES[utility]
    said = max(left, Decimal(0)).normalize()
    return Text(
        fa=f"از {measure.title.fa} شهرک {said:f} {measure.unit.fa} مانده است؛ برای قول بیش از آن دلیل بنویسید",
        en=f"{said:f} {measure.unit.en} of {measure.title.en} are left; give the reason for promising more",
    )
