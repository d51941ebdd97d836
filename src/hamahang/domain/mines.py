"""Words of mines: documents, statuses, and what cannot be said of them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text, fold

DOCUMENTS = {
    "REQUEST": Text(fa="درخواست محدوده", en="request of an area"),
    "EXPLORATION": Text(fa="پروانهٔ اکتشاف", en="exploration licence"),
    "DISCOVERY": Text(fa="گواهی کشف", en="discovery certificate"),
    "EXPLOITATION": Text(fa="پروانهٔ بهره‌برداری", en="exploitation licence"),
}
STATUSES = {
    "ACTIVE": Text(fa="فعال", en="active"),
    "INACTIVE": Text(fa="غیرفعال", en="idle"),
    "BEING_EQUIPPED": Text(fa="در حال تجهیز", en="being equipped"),
}
# which document a stage of the way gives a mine
DOCUMENT_OF = {
    "EXPLORATION": "EXPLORATION",
    "DISCOVERY": "DISCOVERY",
    "EXPLOITATION": "EXPLOITATION",
}
# where a mine stands that only a list has told of, by its document
STAGE_OF = {"REQUEST": "REQUESTED", **DOCUMENT_OF}


# what a document says of a mine, by mineral or of the whole, and which document says it
PARTICULARS = {
    "RESERVE": Text(fa="ذخیرهٔ قطعی (تن)", en="proven reserve (t)"),
    "EXTRACTION": Text(fa="استخراج اسمی سالانه (تن)", en="nominal yearly extraction (t)"),
    "AREA": Text(fa="مساحت محدوده (هکتار)", en="area (hectares)"),
    "COSTS": Text(fa="هزینهٔ اکتشاف پذیرفته (ریال)", en="exploration costs accepted (rials)"),
}
BY_MINERAL = ("RESERVE", "EXTRACTION")
PARTICULARS_OF = {
    "certify": ("RESERVE", "AREA", "COSTS"),
    "exploit": ("EXTRACTION", "AREA"),
    "award": ("EXTRACTION", "AREA"),
    "renew": ("RESERVE", "EXTRACTION", "AREA"),
}
# without these a document says nothing of the mine
ASKED_OF = {"certify": "RESERVE", "exploit": "EXTRACTION", "award": "EXTRACTION"}
BETWEEN_MINERALS = re.compile(r"\s*[،,؛;/+]\s*|\s+و\s+|\s+and\s+")


@dataclass(frozen=True, slots=True)
class Particular:
    """What is said of a mine. kind: a key of PARTICULARS; mineral: empty where it is of the whole mine."""

    kind: str
    amount: Decimal
    mineral: str = ""


def minerals_in(text: str) -> tuple[str, ...]:
    """Return the minerals that a text names, each once: «گچ، سنگ آهک» are two."""
    named: dict[str, str] = {}
    for part in BETWEEN_MINERALS.split(text):
        if part.strip():
            named.setdefault(fold(part), part.strip())
    return tuple(named.values())


def left_of(
    certified: Mapping[str, tuple[Decimal, int]], extracted: Iterable[tuple[str, int, Decimal]]
) -> dict[str, Decimal]:
    """Return by mineral what is left of the certified tonnes after what was taken out from the year of the certificate.

    certified: tonnes and year; extracted: mineral, year, tonnes. Another mineral takes nothing from a reserve; below
    zero more was taken out than was proven.
    """
    names = {fold(mineral): mineral for mineral in certified}
    left = {mineral: tonnes for mineral, (tonnes, _) in certified.items()}
    for mineral, year, tonnes in extracted:
        known = names.get(fold(mineral))
        if known is not None and year >= certified[known][1]:
            left[known] -= tonnes
    return left


class MineRefused(Refused):
    """What was said of a mine cannot be recorded; `why` tells the repair in both languages."""
