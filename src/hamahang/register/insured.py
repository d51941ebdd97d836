"""Who is insured where, month by month, and the head counts that follow from it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hamahang.domain.proof import Proof
from hamahang.ledger.bulk import Effect, Origin, record_entities, record_facts
from hamahang.ledger.models import Change
from hamahang.ledger.recording import bulk_record, bulk_void, recording
from hamahang.register import queries
from hamahang.register.models import HeadCount, InsuredMonth, Workshop

CHUNK = 500
Listed = tuple[int, date]  # a unit and the first day of a month


@dataclass(frozen=True, slots=True)
class InsuredDraft:
    """What one row of an insurance list says. person: keyed hash; month: its first day; days: 0–31."""

    unit: int
    month: date
    person: str
    days: int
    sex: str = ""
    workshop_no: str = ""
    origin: Origin = Origin()


def record_insured(*, drafts: Sequence[InsuredDraft], by: str, at: datetime) -> list[Effect]:
    """Record the insured of units month by month, and the head counts that follow; return the effect of each row."""
    with recording(action="register.insured.recorded", by=by, at=at):
        effects = record_facts([_insured(draft) for draft in drafts], key=("since_on", "unit_id", "person"))
        record_entities(list(_workshops(drafts)), key=("code",))
        count_insured(listed={(draft.unit, draft.month) for draft in drafts}, by=by, at=at)
    return effects


def _insured(draft: InsuredDraft) -> InsuredMonth:
    return draft.origin.make(
        InsuredMonth,
        unit_id=draft.unit,
        person=draft.person,
        days=draft.days,
        sex=draft.sex,
        since_on=draft.month,
        proof=Proof.INSURED,
    )


def _workshops(drafts: Sequence[InsuredDraft]) -> Iterator[Workshop]:
    """Yield the codes of workshops that a list tells; one that it gives to two units tells nothing."""
    units: dict[str, set[int]] = {}
    for draft in drafts:
        units.setdefault(draft.workshop_no, set()).add(draft.unit)
    first = {draft.workshop_no: draft for draft in reversed(drafts)}
    for code, draft in sorted(first.items()):
        if code and len(units[code]) == 1:
            yield draft.origin.make(Workshop, code=code, unit_id=draft.unit)


def count_insured(*, listed: Iterable[Listed], by: str, at: datetime) -> None:
    """Bring the head counts of units and months in line with who stands in their lists, whichever lists said it."""
    with recording(action="register.insured.counted", by=by, at=at):
        by_month: dict[date, set[int]] = {}
        for unit, month in listed:
            by_month.setdefault(month, set()).add(unit)
        for month, units in sorted(by_month.items()):
            _count(month, sorted(units))


def _count(month: date, units: Sequence[int]) -> None:
    persons = queries.insured_by_unit(month, units)
    first = {}
    standing: dict[int, list[HeadCount]] = {}
    for start in range(0, len(units), CHUNK):
        of = {"unit__in": units[start : start + CHUNK], "since_on": month, "voided_entry": None}
        for fact in InsuredMonth.objects.filter(**of).order_by("-source_row", "-pk"):
            first[fact.unit_id] = fact
        for head in HeadCount.objects.filter(**of, proof=Proof.INSURED).order_by("pk"):
            standing.setdefault(head.unit_id, []).append(head)
    wrong: list[HeadCount] = []
    new: list[HeadCount] = []
    for unit in units:
        wanted = persons.get(unit, 0) if unit in first else None
        right = next((head for head in standing.get(unit, ()) if head.persons == wanted), None)
        wrong += [head for head in standing.get(unit, ()) if head is not right]
        if wanted is not None and right is None:
            # it is opened at the first row of the list that is counted
            origin = Origin(first[unit].source_table_id, first[unit].source_row)
            new.append(origin.make(HeadCount, unit_id=unit, persons=wanted, since_on=month, proof=Proof.INSURED))
    bulk_void(wrong)
    bulk_record(new)


def count_of_units(*, units: Iterable[int], by: str, at: datetime) -> None:
    """Bring the head counts that units have from their lists in line with who stands in them."""
    keys = list(units)
    told = InsuredMonth.objects.filter(unit__in=keys).order_by().values_list("unit_id", "since_on").distinct()
    heads = HeadCount.objects.filter(unit__in=keys, proof=Proof.INSURED, voided_entry=None)
    counted = set(heads.values_list("unit_id", "since_on"))
    count_insured(listed=counted.intersection(told), by=by, at=at)


def count_of_entries(*, entries: Iterable[int], by: str, at: datetime) -> None:
    """Count anew what entries that were taken back said of the insured; others may have listed the same units."""
    label = InsuredMonth._meta.label
    keys = list(Change.objects.filter(entry__in=list(entries), record=label).values_list("record_id", flat=True))
    told: set[Listed] = set()
    for start in range(0, len(keys), CHUNK):
        facts = InsuredMonth.objects.filter(pk__in=keys[start : start + CHUNK])
        told.update(facts.values_list("unit_id", "since_on"))
    count_insured(listed=told, by=by, at=at)
