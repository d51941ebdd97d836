"""Changing the territory: reference tables, estates and zones, their status and utilities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hamahang.domain.proof import Proof
from hamahang.domain.territory import estate_code
from hamahang.domain.text import place_key, sort_key
from hamahang.ledger.bulk import Effect, Origin, record_entities, record_facts, strongest
from hamahang.ledger.recording import recording
from hamahang.territory.models import ClosedDay, Estate, EstateStatus, EstateUtility, Infrastructure
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
    origin: Origin = Origin()


def record_infrastructure(*, drafts: Sequence[InfrastructureDraft], by: str, at: datetime) -> list[Effect]:
    """Record infrastructure of counties and estates; return the effect of each row."""
    with recording(action="territory.infrastructure.recorded", by=by, at=at):
        stored = record_entities([_infrastructure(draft) for draft in drafts], key=("county_id", "kind", "name"))
    return [effect for _, effect in stored]


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
