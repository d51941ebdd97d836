"""Taking a merge back: the unit comes back as a new record, with all that the merge moved and nobody touched since.

A voided record stays voided, so the unit has a new key; its licence, name and facts are the ones it had.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from hamahang.domain.ledger import ChangeKind
from hamahang.ledger.guard import content
from hamahang.ledger.models import Change, Record
from hamahang.ledger.recording import bulk_correct, bulk_record, bulk_void, recording
from hamahang.ledger.undoing import Kept, Why, record_of
from hamahang.register.insured import count_of_units
from hamahang.register.models import Unit, UnitAlias
from hamahang.register.relations import MERGED, UNMERGED, Pointing, Thing, pointing, thing
from hamahang.register.search import said_without, search_text

CHUNK = 500
Values = dict[str, Any]


class NothingMerged(Exception):
    """There is no standing merge of that key. Repair: none is needed, the two units are apart."""


class MergedFurther(Exception):
    """The unit was merged again since. Repair: take the later merge back first."""

    def __init__(self, alias: int) -> None:
        self.alias = alias
        super().__init__(f"take register.UnitAlias:{alias} back first")


class LicenceIsTaken(Exception):
    """Another unit was registered under the licence since. Repair: merge or mend that one first."""

    def __init__(self, licence_no: str) -> None:
        self.licence_no = licence_no
        super().__init__(licence_no)


@dataclass(slots=True)
class Unmerge:
    """What taking a merge back does: what comes to the unit again, what was dropped and is recorded again, what stays.

    unit: the key of the unit that comes back; entry: None as long as it is only looked at
    """

    keep: int
    unit: int | None = None
    entry: int | None = None
    moved: list[Thing] = field(default_factory=list)
    restored: list[Thing] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)


class _OnlyLooked(Exception):
    """Ends a look at what taking back would do, with nothing done."""


def would_unmerge(*, alias: int, by: str, at: datetime) -> Unmerge:
    """Return what taking a merge back would do; nothing is written.

    :raises NothingMerged, MergedFurther, LicenceIsTaken: as `unmerge`
    """
    seen = Unmerge(0)
    try:
        with transaction.atomic():
            seen = unmerge(alias=alias, by=by, at=at)
            raise _OnlyLooked
    except _OnlyLooked:
        seen.entry = seen.unit = None
        return seen


def unmerge(*, alias: int, by: str, at: datetime, reason: str = "") -> Unmerge:
    """Take a merge back, all of it in one entry.

    alias: the key of the alias that the merge recorded
    What others corrected or replaced since stays where it is, and is named.
    :raises NothingMerged: if there is no such alias, or it was taken back already
    :raises MergedFurther: if the unit was merged again since; merges are taken back from the last to the first
    :raises LicenceIsTaken: if another unit was registered under the licence since
    """
    with recording(action=UNMERGED, by=by, at=at, reason=reason) as entry:
        known = _alias(alias)
        parting = _Parting(known, Change.objects.filter(entry=known.entry_id).order_by("ordinal"))
        stays = Unit.objects.get(pk=known.unit_id)
        before, aliases = content(stays), list(stays.aliases.filter(voided_entry=None))
        known.void()
        unit = parting.bring_back()
        for pointed in pointing():
            parting.part(pointed)
        count_of_units(units=[stays.pk, unit.pk], by=by, at=at)
        parting.give_back(stays)
        stays.search = search_text(said_without(stays.search, aliases), stays.aliases.filter(voided_entry=None))
        bulk_correct([stays], before=[before])
        done = parting.done
        done.unit, done.entry = unit.pk, entry.number
    return done


def _alias(pk: int) -> UnitAlias:
    alias = UnitAlias.objects.filter(pk=pk, voided_entry=None).first()
    if alias is None:
        raise NothingMerged(f"register.UnitAlias:{pk}")
    moved = Change.objects.filter(record=UnitAlias._meta.label, record_id=pk, kind=ChangeKind.CORRECTED)
    last = moved.order_by("entry_id").last()
    if last is not None:
        came_from = json.loads(last.before)["unit_id"]
        later = UnitAlias.objects.filter(merged_from=came_from, entry=last.entry_id, voided_entry=None).first()
        if later is not None:
            raise MergedFurther(later.pk)
    if Unit.objects.filter(licence_no=alias.licence_no, voided_entry=None).exists():
        raise LicenceIsTaken(alias.licence_no)
    return alias


class _Parting:
    """One merge while it is taken back: what it did, and the unit that comes back."""

    def __init__(self, alias: UnitAlias, changes: Iterable[Change]) -> None:
        self.alias, self.away, self.keep = alias, alias.merged_from, alias.unit_id
        self.by_model: dict[str, list[Change]] = {}
        for change in changes:
            self.by_model.setdefault(change.record, []).append(change)
        self.unit = Unit()
        self.done = Unmerge(self.keep)

    def bring_back(self) -> Unit:
        """Record the unit that was voided again, with the values it had."""
        voided = next(change for change in self.by_model[Unit._meta.label] if change.record_id == self.away)
        self.unit = record_of(Unit, json.loads(voided.before))
        self.unit.save()
        return self.unit

    def part(self, pointed: Pointing) -> None:
        """Let the records of a model that the merge moved or dropped belong to the unit again."""
        changes = self.by_model.get(pointed.model._meta.label, [])
        (self._part_facts if pointed.model.is_fact else self._part_entities)(pointed, changes)

    def _part_facts(self, pointed: Pointing, changes: Sequence[Change]) -> None:
        """Void the facts that the merge recorded anew and record the ones it voided, in the order they had."""
        standing: dict[str, list[Record]] = {}
        for record in pointed.at(self.keep):
            standing.setdefault(content(record), []).append(record)
        made = [change.after for change in changes if change.kind == ChangeKind.CREATED]
        coming: list[Record] = []
        going: list[Record] = []
        restored: list[Record] = []
        for change in (change for change in changes if change.kind == ChangeKind.VOIDED):
            moved_as = self._as_moved(pointed, change)
            # after a later merge was taken back it is another record that says the same
            found = standing.get(self._as_now(pointed, change), [])
            if moved_as not in made:
                coming.append(self._again(pointed, change))
                restored.append(coming[-1])
                continue
            made.remove(moved_as)
            if found:
                going.append(found.pop(0))
                coming.append(self._again(pointed, change))
            else:
                self.done.kept.append(Kept(f"{change.record}:{change.record_id}", Why.REPLACED))
        bulk_void(going)
        bulk_record(coming)
        self.done.moved += [thing(record, pointed.relation) for record in going]
        self.done.restored += [thing(record, pointed.relation) for record in restored]

    def _as_moved(self, pointed: Pointing, change: Change) -> str:
        """Return what a voided fact said once it was moved."""
        kept_then = next(c.record_id for c in self.by_model[Unit._meta.label] if c.kind == ChangeKind.CORRECTED)
        return self._turned(pointed, change, kept_then)

    def _as_now(self, pointed: Pointing, change: Change) -> str:
        """Return what it says now that `keep` may itself have been merged and come back."""
        return self._turned(pointed, change, self.keep)

    def _turned(self, pointed: Pointing, change: Change, to: int) -> str:
        record = record_of(pointed.model, json.loads(change.before))
        pointed.turn(record, away=self.away, keep=to)
        return content(record)

    def _again(self, pointed: Pointing, change: Change) -> Record:
        """Return a voided record as a new one of the unit that came back."""
        record = record_of(pointed.model, json.loads(change.before))
        pointed.turn(record, away=self.away, keep=self.unit.pk)
        return record

    def _part_entities(self, pointed: Pointing, changes: Sequence[Change]) -> None:
        """Let moved entities point at the unit again, and record dropped ones anew."""
        moved = {change.record_id: change for change in changes if change.kind == ChangeKind.CORRECTED}
        touched = dict(_touched_since(pointed.model._meta.label, moved, self.alias.entry_id))
        standing = {record.pk: record for record in pointed.at(self.keep)}
        again = {content(record): record for pk, record in standing.items() if pk not in moved}
        going: list[Record] = []
        for pk, change in moved.items():
            # one that a later merge dropped came back with another key when that was taken back
            found = standing.get(pk) or again.pop(self._as_now(pointed, change), None)
            if found is not None and pk not in touched:
                going.append(found)
            else:
                self.done.kept.append(Kept(f"{pointed.model._meta.label}:{pk}", Why.CORRECTED, touched.get(pk)))
        self.done.moved += [thing(record, pointed.relation) for record in going]
        said = [content(record) for record in going]
        for record in going:
            pointed.turn(record, away=self.keep, keep=self.unit.pk)
        bulk_correct(going, before=said)
        dropped = [self._again(pointed, change) for change in changes if change.kind == ChangeKind.VOIDED]
        bulk_record(dropped)
        self.done.restored += [thing(record, pointed.relation) for record in dropped]

    def give_back(self, stays: Unit) -> None:
        """Take from the unit that stays what it took from the other, but what was corrected since."""
        for change in self.by_model[Unit._meta.label]:
            if change.kind != ChangeKind.CORRECTED:
                continue
            then, written = json.loads(change.before), json.loads(change.after)
            now = json.loads(content(stays))
            taken = [name for name in then if then[name] != written[name] and name != "search"]
            later = tuple(name for name in taken if now[name] != written[name])
            old = record_of(Unit, then)
            for name in taken:
                if name not in later:
                    setattr(stays, name, getattr(old, name))
            if later:
                self.done.kept.append(Kept(f"{Unit._meta.label}:{stays.pk}", Why.CORRECTED, fields=later))


def _touched_since(label: str, keys: Iterable[int], entry: int) -> Iterator[tuple[int, int]]:
    """Yield the records that others than merges changed since an entry, each with the last entry that did."""
    every = list(keys)
    for start in range(0, len(every), CHUNK):
        later = Change.objects.filter(record=label, record_id__in=every[start : start + CHUNK], entry__gt=entry)
        others = later.exclude(entry__action__in=(MERGED, UNMERGED))
        yield from others.order_by("entry_id").values_list("record_id", "entry_id")


def alias_of_entry(number: int) -> int | None:
    """Return the key of the standing alias that a merge recorded, by the number of its entry."""
    return UnitAlias.objects.filter(entry=number, voided_entry=None).values_list("pk", flat=True).first()
