"""Merging two units that turn out to be one: all that points at the one comes to the other, in one entry.

Nothing is erased: the unit that goes is voided, its facts are voided and recorded again, and questions about what was
known before still see two units. `unmerging` takes a merge back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from hamahang.ledger.guard import content, own_attributes, sealed_attributes
from hamahang.ledger.models import Record
from hamahang.ledger.recording import bulk_correct, bulk_record, bulk_void, recording
from hamahang.register.insured import count_of_units
from hamahang.register.models import Unit, UnitAlias
from hamahang.register.queries import word_between
from hamahang.register.relations import MERGED, Pointing, Thing, pointing, thing
from hamahang.register.search import said_without, search_text

COMPARED = ("name", "licence_no", "company_id", "county_id", "estate_id", "plot", "isic")


class SameUnit(Exception):
    """A unit cannot be merged with itself. Repair: name two units."""


class UnitIsVoided(Exception):
    """One of two units no longer holds, so there is nothing to merge. Repair: look where it went."""

    def __init__(self, unit: int) -> None:
        self.unit = unit
        super().__init__(f"register.Unit:{unit}")


class UnitsAreDistinct(Exception):
    """Somebody said that two units are not the same. Repair: ask them, and take that word back if it was wrong."""

    def __init__(self, by: str, reason: str) -> None:
        self.by, self.reason = by, reason
        super().__init__(f"said by {by}: {reason}")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which two units differ: the stored values (keys for places and companies), and whether `keep` takes
    the other's because it has none.
    """

    field: str
    keep: object
    away: object
    is_taken: bool


@dataclass(slots=True)
class Merge:
    """What a merge does: what moves, what is dropped because `keep` has it already, where the two units differ."""

    keep: int
    away: int
    entry: int | None = None  # None as long as it is only looked at
    moved: list[Thing] = field(default_factory=list)
    dropped: list[Thing] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)


class _OnlyLooked(Exception):
    """Ends a look at what merging would do, with nothing done."""


def would_merge(*, keep: int, away: int, by: str, at: datetime) -> Merge:
    """Return what merging two units would do; nothing is written.

    :raises SameUnit, UnitIsVoided, UnitsAreDistinct, UnknownRelation: as `merge_units`
    """
    seen = Merge(keep, away)
    try:
        with transaction.atomic():
            seen = merge_units(keep=keep, away=away, by=by, at=at)
            raise _OnlyLooked
    except _OnlyLooked:
        seen.entry = None
        return seen


def merge_units(*, keep: int, away: int, by: str, at: datetime, reason: str = "") -> Merge:
    """Make two units one, all of it in one entry: what points at `away` comes to `keep`, and `away` is voided.

    What `keep` has already is dropped: a fact of the same kind, day and proof, a product of the same name. Where `keep`
    has no company, estate, plot or class of industry, it takes that of `away`; an estate of the same county only, and
    a plot of the same estate.
    :raises SameUnit: if they are one already
    :raises UnitIsVoided: if one of them no longer holds
    :raises UnitsAreDistinct: if somebody said that they are not the same
    :raises hamahang.register.relations.UnknownRelation: if something points at units that cannot be moved
    """
    with recording(action=MERGED, by=by, at=at, reason=reason) as entry:
        stays, goes = _two(keep, away)
        merge = Merge(keep, away, entry.number)
        before, aliases = content(stays), list(stays.aliases.filter(voided_entry=None))
        merge.differences = _settle_fields(stays, goes)
        for pointed in pointing():
            _move(pointed, merge)
        # who was in the lists of both is one person
        count_of_units(units=[keep], by=by, at=at)
        goes.void()
        _alias_of(goes, stays).save()
        stays.search = search_text(said_without(stays.search, aliases), stays.aliases.filter(voided_entry=None))
        bulk_correct([stays], before=[before])
    return merge


def _two(keep: int, away: int) -> tuple[Unit, Unit]:
    """Return the two units. Writers wait for each other at the ledger's head, which is locked: no row need be."""
    if keep == away:
        raise SameUnit(f"register.Unit:{keep}")
    found = Unit.objects.filter(voided_entry=None).select_related("company").in_bulk([keep, away])
    for unit in (keep, away):
        if unit not in found:
            raise UnitIsVoided(unit)
    said = word_between(keep, away)
    if said is not None:
        raise UnitsAreDistinct(said.decided_by, said.reason)
    return found[keep], found[away]


def _settle_fields(keep: Unit, away: Unit) -> list[Difference]:
    """Let a unit take what it has none of, and return where the two differ."""
    taken = {name for name in ("company_id", "isic") if not getattr(keep, name) and getattr(away, name)}
    if keep.county_id == away.county_id:
        if keep.estate_id is None and away.estate_id:
            taken.add("estate_id")
        if away.plot and not keep.plot and keep.estate_id in (None, away.estate_id):
            taken.add("plot")
    differences = [
        Difference(name, getattr(keep, name), getattr(away, name), name in taken)
        for name in COMPARED
        if getattr(keep, name) != getattr(away, name)
    ]
    for name in taken:
        setattr(keep, name, getattr(away, name))
    return differences


def _alias_of(away: Unit, keep: Unit) -> UnitAlias:
    return UnitAlias(
        unit=keep,
        name=away.name,
        name_key=away.name_key,
        licence_no=away.licence_no,
        national_id=(away.company.national_id if away.company else None) or "",
        merged_from=away.pk,
    )


def _move(pointed: Pointing, merge: Merge) -> None:
    """Let all records of a model that point at `away` point at `keep`, but those that `keep` has already."""
    going = list(pointed.at(merge.away))
    staying = {key: record for record in pointed.at(merge.keep) if (key := pointed.key_of(record))}
    turned = {record.pk: (content(record), _turned(pointed, record, merge)) for record in going}
    doubles: dict[int, Record] = {}
    for record in reversed(going):  # of two with one key the later holds, as when a list is recorded
        key = pointed.key_of(turned[record.pk][1])
        if key is not None and key in staying:
            doubles[record.pk] = staying[key]
        elif key is not None:
            staying[key] = turned[record.pk][1]
    moving = [record for record in going if record.pk not in doubles]
    merge.moved += [thing(record, pointed.relation) for record in moving]
    merge.dropped += [
        thing(record, pointed.relation, _differing(turned[record.pk][1], doubles[record.pk]))
        for record in going
        if record.pk in doubles
    ]
    _store(pointed, going, moving, turned)


def _turned(pointed: Pointing, record: Record, merge: Merge) -> Record:
    """Return a copy that points at `keep`; of an entity it has its key too, for that is corrected where it stands."""
    copy = type(record)(**{name: getattr(record, name) for name in sealed_attributes(type(record))})
    pointed.turn(copy, away=merge.away, keep=merge.keep)
    return copy


def _differing(dropped: Record, stays: Record) -> tuple[str, ...]:
    return tuple(name for name in own_attributes(type(stays)) if getattr(dropped, name) != getattr(stays, name))


def _store(
    pointed: Pointing, going: Sequence[Record], moving: Sequence[Record], turned: dict[int, tuple[str, Record]]
) -> None:
    """Void what goes and write what comes: facts anew, entities where they stand."""
    if pointed.model.is_fact:
        bulk_void(going)
        bulk_record([turned[record.pk][1] for record in moving])
        return
    staying = {record.pk for record in moving}
    bulk_void([record for record in going if record.pk not in staying])
    for record in moving:
        for key in pointed.keys:
            setattr(record, key, getattr(turned[record.pk][1], key))
    bulk_correct(moving, before=[turned[record.pk][0] for record in moving])
