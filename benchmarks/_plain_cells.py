"""Cells of a list of units read the plain way, for the floor and the peer: letters folded, digits of three kinds,
whole numbers, decimals, Jalali days. What is wrong raises ValueError; nothing is explained, nothing asked.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from hamahang.domain.calendar import from_jalali

LETTERS = str.maketrans(
    "يىكۀة٬٫۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩\u00a0", "ییکهه,.01234567890123456789 ", "\u200e\u200f\u202a\u202b\u202c\ufeff\u0640"
)
STATUS = {"فعال": "ACTIVE", "نیمه‌فعال": "UNDERUSED", "راکد": "IDLE", "در حال ساخت": "UNDER_CONSTRUCTION"}
LICENCE = {"ایجادی": "NEW", "توسعه‌ای": "EXPANSION"}
BASIS = {"فهرست": "LISTED", "اظهار واحد": "DECLARED", "بازدید": "SEEN"}


def text(cell: str) -> str:
    return " ".join(cell.translate(LETTERS).split())


def whole(cell: str) -> int | None:
    return int(cell.translate(LETTERS).replace(",", "")) if cell else None


def decimal(cell: str) -> Decimal | None:
    return Decimal(cell.translate(LETTERS).replace(",", "")) if cell else None


# a list names the same days again and again
@lru_cache(maxsize=4_096)
def day(cell: str) -> date | None:
    if not cell:
        return None
    year, month, of_month = cell.translate(LETTERS).replace("-", "/").split("/")
    return from_jalali(int(year), int(month), int(of_month))


def one_of(words: dict[str, str]) -> Callable[[str], str]:
    def choice(cell: str) -> str:
        said = text(cell)
        if said and said not in words:
            raise ValueError(said)
        return words[said] if said else ""

    return choice


# what each of the twenty-five columns holds, in their order
READERS: dict[str, Callable[[str], object]] = {
    "licence_no": text, "name": text, "company": text, "national_id": text, "county": text, "estate": text,
    "plot": text, "isic": text, "product": text, "capacity": decimal, "capacity_unit": text,
    "licence_kind": one_of(LICENCE), "licence_on": day, "permit_no": text, "permit_on": day,
    "status": one_of(STATUS), "capacity_use": decimal, "status_on": day, "status_basis": one_of(BASIS),
    "employees": whole, "nominal_jobs": whole, "phone": text, "address": text, "manager": text, "note": text,
}  # fmt: skip
