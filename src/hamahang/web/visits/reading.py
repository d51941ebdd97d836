"""Reads a sheet as a phone sends it. Whatever cannot be read is told; nothing of it is guessed."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hamahang.domain.calendar import parse_day
from hamahang.domain.numbers import parse_number
from hamahang.domain.text import Text, clean
from hamahang.domain.visits import FindingDraft, PhotoDraft, Place, VisitDraft, VisitRefused
from hamahang.web.days import WRONG

UNREADABLE = Text(fa="برگه خوانده نشد؛ برنامهٔ گوشی را تازه کنید", en="The sheet is unreadable; refresh the page")
MOST_KEY = 2**63
LONGEST = 8_000


def read_sheet(text: str, *, photos: Sequence[bytes], signature: bytes) -> VisitDraft:
    """Return the draft that a sheet's JSON and its pictures are.

    :raises VisitRefused: if it is not readable
    """
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise VisitRefused(UNREADABLE) from error
    if not isinstance(raw, dict):
        raise VisitRefused(UNREADABLE)
    about = _list(raw, "photos")
    if len(about) != len(photos):
        raise VisitRefused(Text(fa="عکسی در راه مانده است؛ دوباره بفرستید", en="A photo got lost; send it again"))
    return VisitDraft(
        key=_text(raw, "key"),
        visited_on=_day(raw),
        state=_text(raw, "state"),
        written_at=_moment(raw, "written_at") or datetime.fromtimestamp(0, UTC),
        unit=_key(raw, "unit"),
        estate=_key(raw, "estate"),
        plot=_text(raw, "plot"),
        stop=_key(raw, "stop"),
        persons_seen=_persons(raw),
        notes=_text(raw, "notes"),
        obstacles=_text(raw, "obstacles"),
        present=_text(raw, "present"),
        place=_place(raw),
        findings=tuple(FindingDraft(_text(item, "cause"), _text(item, "note")) for item in _list(raw, "findings")),
        photos=tuple(
            PhotoDraft(content, _text(item, "caption"), _moment(item, "taken_at"), _place(item))
            for item, content in zip(about, photos, strict=True)
        ),
        signature=signature,
        signed_by=_text(raw, "signed_by"),
        loaded=_key(raw, "loaded"),
    )


def _text(raw: dict[str, Any], name: str) -> str:
    value = raw.get(name) or ""
    if not isinstance(value, str) or len(value) > LONGEST:
        raise VisitRefused(UNREADABLE)
    # lines of a note stay lines
    return "\n".join(clean(line) for line in value.replace("\0", "").splitlines()).strip()


def _key(raw: dict[str, Any], name: str) -> int | None:
    value = raw.get(name)
    if value is None:
        return None
    if type(value) is not int or not 0 <= value < MOST_KEY:
        raise VisitRefused(UNREADABLE)
    return value


def _list(raw: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = raw.get(name) or []
    if not isinstance(value, list) or len(value) > 50 or not all(isinstance(item, dict) for item in value):
        raise VisitRefused(UNREADABLE)
    return value


def _moment(raw: dict[str, Any], name: str) -> datetime | None:
    text = _text(raw, name)
    try:
        moment = datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise VisitRefused(UNREADABLE) from error
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def _day(raw: dict[str, Any]) -> date:
    said = _text(raw, "visited_on")
    reading = parse_day(said[:40])
    if reading.value is None:
        raise VisitRefused(WRONG.format(value=said[:40]))
    return reading.value


def _persons(raw: dict[str, Any]) -> int | None:
    said = _text(raw, "persons_seen")
    if not said:
        return None
    value = parse_number(said).value
    if value is None or value != value.to_integral_value():
        raise VisitRefused(Text(fa="شمار شاغلان را با رقم بنویسید", en="Write the number of persons in digits"))
    return int(value)


def _place(raw: dict[str, Any]) -> Place | None:
    place = raw.get("place")
    if place is None:
        return None
    if not isinstance(place, dict):
        raise VisitRefused(UNREADABLE)
    said = [place.get(name) for name in ("latitude", "longitude")]
    values: list[float] = [value for value in said if type(value) in (int, float)]  # type: ignore[misc]
    if len(values) != 2 or any(not abs(value) <= 360 for value in values):  # NaN is not below anything
        raise VisitRefused(UNREADABLE)
    # six places of a degree, a tenth of a metre: as it is kept
    return Place(*(Decimal(str(value)).quantize(Decimal("0.000001")) for value in values))
