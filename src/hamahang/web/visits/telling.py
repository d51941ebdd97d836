"""Two versions of a visit side by side, in words: only what differs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from hamahang.domain.calendar import say_day
from hamahang.domain.causes import CAUSES
from hamahang.domain.money import say_number
from hamahang.domain.proof import Proof
from hamahang.domain.register import STATUSES
from hamahang.domain.text import Text
from hamahang.domain.visits import CONFLICTS, STATES

NOTHING = Text(fa="—", en="—")
SAME = Text(fa="همان", en="the same")
LABELS = {
    "state": Text(fa="وضعیت دیده‌شده", en="what was seen"),
    "status": Text(fa="وضعیت واحد", en="status of the unit"),
    "persons_seen": Text(fa="شاغلان دیده‌شده", en="persons seen"),
    "persons": Text(fa="شاغلان", en="persons"),
    "visited_on": Text(fa="روز بازدید", en="day of the visit"),
    "on": Text(fa="از روز", en="since"),
    "findings": Text(fa="علت‌ها", en="causes"),
    "obstacles": Text(fa="مانع تولید", en="obstacle"),
    "notes": Text(fa="یادداشت", en="notes"),
    "present": Text(fa="حاضران", en="present"),
    "photos": Text(fa="عکس‌ها", en="photos"),
    "signature": Text(fa="امضا", en="signature"),
    "signed_by": Text(fa="نام امضاکننده", en="signed by"),
    "place": Text(fa="جای بازدید", en="place"),
    "by": Text(fa="ثبت‌کننده", en="recorded by"),
    "proof": Text(fa="سطح اطمینان", en="level of proof"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that two versions say differently."""

    label: Text
    held: Text
    sent: Text


@dataclass(frozen=True, slots=True)
class Told:
    """A conflict in words."""

    id: int
    kind: Text
    name: str
    visit: int
    unit: int | None
    by: str
    lines: tuple[Line, ...]
    decision: str
    decided_by: str


def told(conflict: Any, name: str = "") -> Told:
    """Return a conflict in words."""
    return Told(
        id=conflict.pk,
        kind=CONFLICTS[conflict.kind],
        name=name or conflict.visit.name,
        visit=conflict.visit_id,
        unit=conflict.visit.unit_id,
        by=conflict.entry.by,
        lines=tuple(_lines(conflict.held, conflict.sent)),
        decision=conflict.decision,
        decided_by=conflict.decided_by,
    )


def _lines(held: dict[str, Any], sent: dict[str, Any]) -> Iterator[Line]:
    for name, label in LABELS.items():
        if name in held and name in sent and held[name] != sent[name]:
            ours, theirs = _said(name, held[name]), _said(name, sent[name])
            if name == "persons" and held[name] is None:
                continue  # the register has no count of that day: nothing to choose between
            if (ours.fa, ours.en) == (theirs.fa, theirs.en):
                theirs = Text(fa=f"{theirs.fa} (تازه)", en=f"{theirs.en} (other)")
            yield Line(label, ours, theirs)


def _said(name: str, value: Any) -> Text:
    if value in (None, "", []):
        return NOTHING
    words = {"state": STATES, "status": STATUSES}.get(name)
    if words:
        return words.get(value, NOTHING)
    if name in ("visited_on", "on"):
        day = date.fromisoformat(value)
        return Text(fa=say_day(day, "fa"), en=say_day(day, "en"))
    if name == "proof":
        return Proof(value).title
    if name == "findings":
        return _causes(value)
    if name == "photos":
        return Text(fa=f"{say_number(len(value), 'fa')} عکس", en=f"{len(value)} photos")
    if name == "signature":
        return Text(fa="دارد", en="given")
    return Text(fa=str(value), en=str(value))


def _causes(found: list[list[str]]) -> Text:
    titles = [CAUSES[cause] for cause, _ in found if cause in CAUSES]
    return Text(fa="، ".join(title.fa for title in titles), en=", ".join(title.en for title in titles))
