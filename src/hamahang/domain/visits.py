"""A visit: what may be seen on a plot, what a sheet says of it, and when it speaks against the register.

Classes by use of capacity as the ministry and the estates company publish them: above 70, 50 to 70, below 50 percent.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from hamahang.domain.causes import CAUSES
from hamahang.domain.ledger import canonical
from hamahang.domain.papers import NotAccepted, media_type
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text

STATES = {
    "ACTIVE_HIGH": Text(fa="فعال، بالای ۷۰ درصد ظرفیت", en="active, above 70 % of capacity"),
    "ACTIVE_MIDDLE": Text(fa="فعال، ۵۰ تا ۷۰ درصد ظرفیت", en="active, 50 to 70 % of capacity"),
    "ACTIVE_LOW": Text(fa="فعال، زیر ۵۰ درصد ظرفیت", en="active, below 50 % of capacity"),
    "IDLE": Text(fa="راکد", en="idle"),
    "UNDER_CONSTRUCTION": Text(fa="در حال ساخت", en="being built"),
    "EMPTY": Text(fa="زمین خالی", en="empty plot"),
}
# what the register says then; of an empty plot it keeps what it said: whether a licence lapses is not for a visit
STATUS_OF = {
    "ACTIVE_HIGH": "ACTIVE",
    "ACTIVE_MIDDLE": "ACTIVE",
    "ACTIVE_LOW": "UNDERUSED",
    "IDLE": "IDLE",
    "UNDER_CONSTRUCTION": "UNDER_CONSTRUCTION",
}
RUNNING = frozenset({"ACTIVE_HIGH", "ACTIVE_MIDDLE", "ACTIVE_LOW"})
CONFLICTS = {
    "CONTENT": Text(fa="برگه دو بار با دو متن رسیده است", en="the sheet came twice with different words"),
    "REGISTER": Text(fa="دفتر در این میان تغییر کرده است", en="the register was changed in the meantime"),
}
CASE_ROLES = {
    "OPENED": Text(fa="بازدید آن را گشود", en="opened by the visit"),
    "REPORTED": Text(fa="گزارش بازدید در آن است", en="has the visit's report"),
}
DECISIONS = {
    "SENT": Text(fa="برگه درست است", en="the sheet holds"),
    "HELD": Text(fa="آنچه ثبت است درست است", en="what is recorded holds"),
}
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOST_PHOTOS = 12
MOST_PERSONS = 100_000
LONGEST_TEXT, LONGEST_NAME = 4_000, 40


class VisitRefused(Refused):
    """The sheet cannot be recorded as it is; `why` tells the repair in both languages."""


@dataclass(frozen=True, slots=True)
class Place:
    """A point on earth in degrees, as the device told it."""

    latitude: Decimal
    longitude: Decimal


@dataclass(frozen=True, slots=True)
class PhotoDraft:
    """A picture taken on the spot."""

    content: bytes
    caption: str = ""
    taken_at: datetime | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class FindingDraft:
    """A cause seen, and what shows it."""

    cause: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """What one sheet says.

    key: made on the device, so that a sheet that is sent again is known; written_at: the device's moment, as told
    unit, estate, stop: ids; loaded: the status of the unit that the sheet was filled in front of, 0 for none, None
    where nothing was loaded
    """

    key: str
    visited_on: date
    state: str
    written_at: datetime
    unit: int | None = None
    estate: int | None = None
    plot: str = ""
    stop: int | None = None
    persons_seen: int | None = None
    notes: str = ""
    obstacles: str = ""
    present: str = ""
    place: Place | None = None
    findings: tuple[FindingDraft, ...] = ()
    photos: tuple[PhotoDraft, ...] = ()
    signature: bytes = b""
    signed_by: str = ""
    loaded: int | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A fact of the register: its id, what it says since when, who recorded it, and how well it is known."""

    id: int
    value: str | int
    since_on: date
    by: str
    proof: int


def check(draft: VisitDraft, *, today: date) -> None:
    """Refuse a sheet that cannot be true.

    :raises VisitRefused: if it names no state, no place, a day to come, unknown causes, or pictures that are none
    """
    if not KEY.fullmatch(draft.key):
        raise VisitRefused(Text(fa="کلید برگه درست نیست؛ برگهٔ تازه باز کنید", en="Its key is wrong; open a new sheet"))
    if draft.state not in STATES:
        raise VisitRefused(Text(fa="وضعیت دیده‌شده را برگزینید", en="Choose what was seen"))
    if draft.unit is None and (draft.estate is None or not draft.plot.strip()):
        raise VisitRefused(Text(fa="واحد، یا شهرک و قطعه را بگویید", en="Say which unit, or which estate and plot"))
    # a clock one day ahead is a time zone, not a mistake
    if draft.visited_on > today + timedelta(days=1):
        raise VisitRefused(Text(fa="روز بازدید هنوز نرسیده است", en="The day of the visit has not come yet"))
    _check_said(draft)
    _check_pictures(draft)


def _check_said(draft: VisitDraft) -> None:
    if draft.persons_seen is not None and not 0 <= draft.persons_seen <= MOST_PERSONS:
        raise VisitRefused(Text(fa="شمار شاغلان دیده‌شده درست نیست", en="The number of persons seen is not right"))
    causes = [finding.cause for finding in draft.findings]
    if not set(causes) <= set(CAUSES) or len(set(causes)) != len(causes):
        raise VisitRefused(Text(fa="علت‌ها را از فهرست، هر کدام یک بار، برگزینید", en="Choose each cause once"))
    texts = (draft.notes, draft.obstacles, draft.present, *(finding.note for finding in draft.findings))
    short = (draft.plot, draft.signed_by, *(photo.caption for photo in draft.photos))
    if any(len(text) > LONGEST_TEXT for text in texts) or any(len(text) > LONGEST_NAME for text in short):
        raise VisitRefused(Text(fa="یکی از نوشته‌ها بسیار بلند است؛ کوتاه کنید", en="One of the texts is too long"))
    place = draft.place
    if place and not (abs(place.latitude) <= 90 and abs(place.longitude) <= 180):
        raise VisitRefused(Text(fa="جای بازدید درست نیست؛ آن را بردارید", en="The place is wrong; take it away"))


def _check_pictures(draft: VisitDraft) -> None:
    if len(draft.photos) > MOST_PHOTOS:
        raise VisitRefused(Text(fa="بیش از ۱۲ عکس پذیرفته نیست", en="No more than 12 photos are accepted"))
    for content in (*(photo.content for photo in draft.photos), *([draft.signature] if draft.signature else [])):
        try:
            is_picture = media_type(content).is_shown
        except NotAccepted:
            is_picture = False
        if not is_picture:
            raise VisitRefused(Text(fa="یکی از فایل‌ها عکس نیست؛ آن را بردارید", en="One of the files is no photo"))


def said(draft: VisitDraft) -> dict[str, Any]:
    """Return what a sheet says as plain JSON, pictures by their hash: two sheets that say the same are the same."""
    return {
        "visited_on": draft.visited_on.isoformat(),
        "state": draft.state,
        "unit": draft.unit,
        "estate": draft.estate,
        "plot": draft.plot,
        "persons_seen": draft.persons_seen,
        "notes": draft.notes,
        "obstacles": draft.obstacles,
        "present": draft.present,
        "place": place_as_text(draft.place),
        "findings": sorted([finding.cause, finding.note] for finding in draft.findings),
        "photos": sorted([sha256(photo.content).hexdigest(), photo.caption] for photo in draft.photos),
        "signature": sha256(draft.signature).hexdigest() if draft.signature else "",
        "signed_by": draft.signed_by,
    }


def place_as_text(place: Place | None) -> str:
    """Return a point as text, to six places of a degree (a tenth of a metre), as it is kept; empty for none."""
    return f"{place.latitude:.6f} {place.longitude:.6f}" if place else ""


def digest_of(sheet: Mapping[str, Any]) -> str:
    """Return the hash of what a sheet says."""
    return sha256(canonical(sheet).encode()).hexdigest()


def speaks_against(*, state: str, loaded: int | None, now: Known | None, by: str) -> bool:
    """Say whether somebody else changed the unit's status since the sheet was loaded, and to something else.

    loaded: the fact that the sheet was filled in front of, 0 for none; None if nothing was loaded
    """
    status = STATUS_OF.get(state)
    if status is None or now is None or loaded is None:
        return False
    return now.id != loaded and now.by != by and now.value != status


def outranks(fact: Known, *, on: date, proof: int) -> bool:
    """Say whether a fact of the register would go on holding beside one of that day and proof."""
    return (fact.since_on, fact.proof) > (on, proof)
