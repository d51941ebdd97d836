"""Changing the register of units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.proof import Proof
from hamahang.domain.text import company_key, fold, sort_key
from hamahang.ledger.bulk import (
    Effect,
    Origin,
    columns,
    enter_entities,
    enter_facts,
    record_entities,
    record_facts,
    said_at,
    strongest,
)
from hamahang.ledger.listed import Listed
from hamahang.ledger.models import Evidence
from hamahang.ledger.recording import recording
from hamahang.register import queries
from hamahang.register.models import (
    Company,
    DistinctUnits,
    HeadCount,
    Licence,
    Mine,
    MineParticular,
    MineStatus,
    Product,
    Unit,
    UnitAlias,
    UnitStatus,
)
from hamahang.register.search import search_text

OF_PARTICULAR = ("mine_id", "kind", "mineral", "since_on")
STATUS_PROOF = {"DECLARED": Proof.DECLARED, "LISTED": Proof.LISTED, "SEEN": Proof.SEEN}


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """What one row of a list of units says. Empty and None mean that the list is silent."""

    licence_no: str
    name: str
    county: int
    status: str
    status_on: date
    estate: int | None = None
    company: str = ""
    national_id: str = ""
    plot: str = ""
    isic: str = ""
    product: str = ""
    capacity: Decimal | None = None
    capacity_unit: str = ""
    licence_kind: str = ""
    licence_on: date | None = None
    permit_no: str = ""
    permit_on: date | None = None
    capacity_use: Decimal | None = None
    status_proof: Proof = Proof.LISTED
    employees: int | None = None
    nominal_jobs: int | None = None
    origin: Origin = Origin()


def register_units(*, drafts: Sequence[UnitDraft], by: str, at: datetime) -> list[Effect]:
    """Record a list of units with what it says of them; return the effect of each row."""
    with recording(action="register.units.recorded", by=by, at=at):
        merged = queries.units_by_alias(draft.licence_no for draft in drafts)
        # under the licence of a unit that was merged a row says nothing of the unit as such
        entered = iter(_enter_units([draft for draft in drafts if draft.licence_no not in merged]))
        stored = [
            (merged[draft.licence_no].pk, Effect.UNCHANGED) if draft.licence_no in merged else next(entered)
            for draft in drafts
        ]
        units = [unit for unit, _ in stored]
        enter_entities(_products(units, drafts), key=("unit_id", "name"))
        statuses = enter_facts(_statuses(units, drafts), key=("unit_id", "since_on", "proof"))
        enter_facts(_licences(units, drafts), key=("unit_id", "number", "kind"))
        enter_facts(_head_counts(units, drafts), key=("unit_id", "since_on", "proof"))
    return [strongest(effect, status) for (_, effect), status in zip(stored, statuses, strict=True)]


def _companies(drafts: "Sequence[UnitDraft | MineDraft]") -> dict[str, int]:
    """Return the companies of a list by national id or folded name, new ones recorded."""
    known = queries.companies_by_key()
    new: dict[str, UnitDraft | MineDraft] = {}
    for draft in drafts:
        key = _company_of(draft)
        if key and key not in known:
            new.setdefault(key, draft)
    names = [draft.company or draft.name for draft in new.values()]
    said = said_at(
        [draft.origin for draft in new.values()],
        Company,
        name=names,
        name_key=[company_key(name) for name in names],
        national_id=[draft.national_id or None for draft in new.values()],
    )
    entered = enter_entities(said, key=("national_id", "name_key"))
    return known | {key: company for key, (company, _) in zip(new, entered, strict=True)}


def _company_of(draft: "UnitDraft | MineDraft") -> str:
    return draft.national_id or (company_key(draft.company) if draft.company else "")


def _aliases() -> dict[str, list[UnitAlias]]:
    """Return by licence number what its unit was called when it was registered twice."""
    return {aliases[0].unit.licence_no: aliases for aliases in queries.aliases_by_unit().values()}


def _enter_units(drafts: Sequence[UnitDraft]) -> list[tuple[int, Effect]]:
    """Record what a list says of units as such."""
    companies, aliases = _companies(drafts), _aliases()
    said = said_at(
        [draft.origin for draft in drafts],
        Unit,
        licence_no=[draft.licence_no for draft in drafts],
        name=[draft.name for draft in drafts],
        name_key=[company_key(draft.name) for draft in drafts],
        sort_key=[sort_key(draft.name) for draft in drafts],
        search=[search_text(_found_by(draft), aliases.get(draft.licence_no, ())) for draft in drafts],
        company_id=[companies.get(_company_of(draft)) for draft in drafts],
        county_id=[draft.county for draft in drafts],
        estate_id=[draft.estate for draft in drafts],
        plot=[draft.plot for draft in drafts],
        isic=[draft.isic for draft in drafts],
    )
    return enter_entities(said, key=("licence_no",))


def _found_by(draft: UnitDraft) -> str:
    """Return the words by which a unit is found."""
    words = (draft.name, draft.licence_no, draft.company, draft.product, draft.national_id)
    return fold(" ".join(filter(None, words)))


def _products(units: Sequence[int], drafts: Sequence[UnitDraft]) -> Listed[Product]:
    pairs = [(unit, draft) for unit, draft in zip(units, drafts, strict=True) if draft.product]
    return said_at(
        [draft.origin for _, draft in pairs],
        Product,
        unit_id=[unit for unit, _ in pairs],
        name=[draft.product for _, draft in pairs],
        isic=[draft.isic for _, draft in pairs],
        capacity=[draft.capacity for _, draft in pairs],
        capacity_unit=[draft.capacity_unit for _, draft in pairs],
    )


def _statuses(units: Sequence[int], drafts: Sequence[UnitDraft]) -> Listed[UnitStatus]:
    return said_at(
        [draft.origin for draft in drafts],
        UnitStatus,
        unit_id=units,
        status=[draft.status for draft in drafts],
        capacity_use=[draft.capacity_use for draft in drafts],
        since_on=[draft.status_on for draft in drafts],
        proof=[draft.status_proof for draft in drafts],
    )


def _licences(units: Sequence[int], drafts: Sequence[UnitDraft]) -> Listed[Licence]:
    said = []
    for unit, draft in zip(units, drafts, strict=True):
        if draft.licence_on:
            kind = draft.licence_kind or Licence.Kind.NEW.value
            said.append((draft.origin, unit, draft.licence_no, kind, draft.licence_on, Proof.LICENCE))
        if draft.permit_no and draft.permit_on:
            kind = Licence.Kind.PERMIT.value
            said.append((draft.origin, unit, draft.permit_no, kind, draft.permit_on, Proof.PERMIT))
    origins, of, numbers, kinds, days, proofs = columns(said, 6)
    return said_at(origins, Licence, unit_id=of, number=numbers, kind=kinds, since_on=days, proof=proofs)


def _head_counts(units: Sequence[int], drafts: Sequence[UnitDraft]) -> Listed[HeadCount]:
    said = []
    for unit, draft in zip(units, drafts, strict=True):
        if draft.nominal_jobs is not None:
            since = draft.licence_on or draft.permit_on or draft.status_on
            proof = Proof.LICENCE if draft.licence_on else Proof.PERMIT
            said.append((draft.origin, unit, draft.nominal_jobs, since, proof))
        if draft.employees is not None:
            proof = max(draft.status_proof, Proof.DECLARED)
            said.append((draft.origin, unit, draft.employees, draft.status_on, proof))
    origins, of, persons, days, proofs = columns(said, 5)
    return said_at(origins, HeadCount, unit_id=of, persons=persons, since_on=days, proof=proofs)


@dataclass(frozen=True, slots=True)
class LicenceDraft:
    """What one row of a list of permits and licences says."""

    unit: int
    number: str
    kind: str
    issued_on: date
    nominal_jobs: int | None = None
    origin: Origin = Origin()


def record_licences(*, drafts: Sequence[LicenceDraft], by: str, at: datetime) -> list[Effect]:
    """Record permits and licences with the jobs they name; return the effect of each row."""
    with recording(action="register.licences.recorded", by=by, at=at):
        effects = record_facts([_issued(draft) for draft in drafts], key=("unit_id", "number", "kind"))
        nominal = [draft for draft in drafts if draft.nominal_jobs is not None]
        record_facts([_nominal(draft) for draft in nominal], key=("unit_id", "since_on", "proof"))
    return effects


def _level(draft: LicenceDraft) -> Proof:
    return Proof.PERMIT if draft.kind == Licence.Kind.PERMIT else Proof.LICENCE


def _issued(draft: LicenceDraft) -> Licence:
    return draft.origin.make(
        Licence, unit_id=draft.unit, number=draft.number, kind=draft.kind, since_on=draft.issued_on, proof=_level(draft)
    )


def _nominal(draft: LicenceDraft) -> HeadCount:
    persons = draft.nominal_jobs or 0
    return draft.origin.make(
        HeadCount, unit_id=draft.unit, persons=persons, since_on=draft.issued_on, proof=_level(draft)
    )


def see_unit(
    *, unit: int, on: date, status: str, persons: int | None, evidence: Evidence, by: str, at: datetime
) -> None:
    """Record what a visit saw of a unit: its status, none if empty, and how many persons worked there.

    What was seen on the same day and says the same stands; what says otherwise is replaced: ask first.
    """
    known = {"unit_id": unit, "since_on": on, "proof": Proof.SEEN}
    key = ("unit_id", "since_on", "proof")
    with recording(action="register.unit.seen", by=by, at=at):
        if status and not UnitStatus.objects.filter(**known, status=status, voided_entry=None).exists():
            record_facts([UnitStatus(**known, status=status, evidence=evidence)], key=key)
        if persons is not None and not HeadCount.objects.filter(**known, persons=persons, voided_entry=None).exists():
            record_facts([HeadCount(**known, persons=persons, evidence=evidence)], key=key)


class UnitCannotBeCompared(Exception):
    """Two units are to be told apart that are one, or one of them no longer holds. Repair: look at the list anew."""


def tell_units_apart(*, one: int, other: int, by: str, at: datetime, reason: str = "") -> DistinctUnits:
    """Keep a person's word that two units are not the same; said again, the first word stays.

    :raises UnitCannotBeCompared: if they are one unit, or one of them no longer holds
    """
    with recording(action="register.units.told_apart", by=by, at=at, reason=reason):
        if one == other or len(queries.standing_units(EVERYTHING, (one, other))) != 2:
            raise UnitCannotBeCompared(f"{one} and {other}")
        said = queries.word_between(one, other)
        if said is None:
            said = DistinctUnits(
                first_id=min(one, other), second_id=max(one, other), decided_by=by, reason=reason[:400]
            )
            said.save()
    return said


def take_word_back(*, one: int, other: int, by: str, at: datetime, reason: str = "") -> None:
    """Void the word that two units are not the same, if there is one: they may be merged then."""
    with recording(action="register.units.word_taken_back", by=by, at=at, reason=reason):
        said = queries.word_between(one, other)
        if said is not None:
            said.void()


@dataclass(frozen=True, slots=True)
class MineDraft:
    """What one row of a list of mines says. reserve: tonnes; extraction: tonnes a year; royalty: rials."""

    licence_no: str
    name: str
    document: str
    county: int
    minerals: str
    status: str
    status_on: date
    company: str = ""
    national_id: str = ""
    reserve: Decimal | None = None
    extraction: Decimal | None = None
    royalty: int | None = None
    persons: int | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    origin: Origin = Origin()


def register_mines(*, drafts: Sequence[MineDraft], by: str, at: datetime) -> list[Effect]:
    """Record a list of mines with their status; return the effect of each row."""
    with recording(action="register.mines.recorded", by=by, at=at):
        companies = _companies([draft for draft in drafts if draft.company])
        stored = record_entities([_mine(draft, companies) for draft in drafts], key=("licence_no",))
        facts = [_mine_status(mine, draft) for (mine, _), draft in zip(stored, drafts, strict=True)]
        effects = record_facts(facts, key=("mine_id", "since_on", "proof"))
        pairs = zip(stored, drafts, strict=True)
        record_facts([fact for (mine, _), draft in pairs for fact in _particulars(mine, draft)], key=OF_PARTICULAR)
    return [strongest(effect, status) for (_, effect), status in zip(stored, effects, strict=True)]


def _particulars(mine: Mine, draft: MineDraft) -> list[MineParticular]:
    """Return what a row says of reserve and extraction, of the minerals it names, since the document or the status."""
    said = (("RESERVE", draft.reserve), ("EXTRACTION", draft.extraction))
    return [
        draft.origin.make(
            MineParticular,
            mine_id=mine.pk,
            kind=kind,
            mineral=draft.minerals[:80],
            amount=amount,
            letter_no=draft.licence_no[:60],
            since_on=draft.issued_on or draft.status_on,
            proof=Proof.LISTED,
        )
        for kind, amount in said
        if amount is not None
    ]


def _mine(draft: MineDraft, companies: dict[str, int]) -> Mine:
    return draft.origin.make(
        Mine,
        licence_no=draft.licence_no,
        document=draft.document,
        name=draft.name,
        name_key=company_key(draft.name),
        sort_key=sort_key(draft.name),
        minerals=draft.minerals,
        county_id=draft.county,
        company_id=companies.get(_company_of(draft)),
        reserve=draft.reserve,
        extraction=draft.extraction,
        royalty=draft.royalty,
        issued_on=draft.issued_on,
        valid_until=draft.valid_until,
    )


def _mine_status(mine: Mine, draft: MineDraft) -> MineStatus:
    return draft.origin.make(
        MineStatus,
        mine_id=mine.pk,
        status=draft.status,
        persons=draft.persons,
        since_on=draft.status_on,
        proof=Proof.LISTED,
    )
