"""The register of production units, as the industries organisation keeps it."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from hamahang.domain.lists.intake import WARNING, Breach, CheckedRow, Column, Kind, Source, Table
from hamahang.domain.lists.rules import adds_up, not_before
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.register import actions
from hamahang.register.actions import STATUS_PROOF, UnitDraft

STATUS = {
    "ACTIVE": ("فعال", "در حال تولید", "دایر", "در حال فعالیت", "در حال بهره‌برداری"),
    "UNDERUSED": ("نیمه‌فعال", "نیمه فعال", "زیر ظرفیت", "نیمه‌راکد", "نیمه راکد", "نیمه تعطیل"),
    "IDLE": ("راکد", "غیرفعال", "غیر فعال", "تعطیل", "متوقف", "تعطیل موقت", "متروکه"),
    "UNDER_CONSTRUCTION": ("در حال ساخت", "در حال احداث", "در دست احداث", "در دست ساخت", "در دست اجرا", "نیمه‌تمام"),
}
BASIS = {"DECLARED": ("اظهار واحد", "اظهاری", "اظهار"), "LISTED": ("فهرست", "فهرست رسمی"), "SEEN": ("بازدید", "مشاهده")}
LICENCES = {"NEW": ("ایجادی", "تأسیس"), "EXPANSION": ("توسعه‌ای", "توسعه ای", "توسعه")}

IDLE_AT_WORK = Text(
    fa="واحد «راکد» است، ولی {others} {counted} است؛ وضعیت را دوباره ببینید.",
    en="The unit is idle, but {others} is {counted}; look at its status again.",
)


def works_as_said(said: Mapping[str, Any]) -> Breach | None:
    """Doubt a unit that is said to be idle and to use its capacity."""
    if said.get("status") == "IDLE" and said.get("capacity_use"):
        return Breach("idle_at_work", "status", ("capacity_use",), said["capacity_use"], IDLE_AT_WORK, WARNING)
    return None


SOURCE = Source(
    code="units",
    title=Text(fa="واحدهای تولیدی", en="production units"),
    sender=Text(fa="سازمان صنایع و معادن", en="industries and mines organisation"),
    rank=3,
    tables=(
        Table(
            code="units",
            title=Text(fa="واحدها", en="units"),
            columns=(
                Column("licence_no", _columns.LICENCE_TITLES, required=True, longest=40),
                _columns.NAME,
                Column(
                    "company",
                    ("شرکت", "نام شرکت", "مالک", "نام مالک", "نام شرکت / مالک", "نام شرکت/مالک", "company", "owner"),
                    longest=160,
                ),
                _columns.NATIONAL_ID,
                _columns.COUNTY,
                _columns.ESTATE,
                Column("plot", ("قطعه", "شماره قطعه", "پلاک", "plot"), longest=40),
                Column("isic", ("کد ISIC", "ISIC", "کد آیسیک", "آیسیک", "رشته فعالیت", "کد فعالیت")),
                _columns.PRODUCT,
                Column("capacity", ("ظرفیت", "ظرفیت اسمی", "ظرفیت سالانه", "capacity"), Kind.NUMBER),
                Column(
                    "capacity_unit",
                    ("واحد ظرفیت", "واحد سنجش", "واحد اندازه‌گیری", "واحد شمارش", "capacity unit"),
                    longest=30,
                ),
                Column("licence_kind", ("نوع پروانه", "نوع مجوز", "licence kind"), Kind.CHOICE, choices=LICENCES),
                Column(
                    "licence_on",
                    ("تاریخ پروانه", "تاریخ صدور پروانه", "تاریخ صدور", "تاریخ پروانه بهره‌برداری", "licence date"),
                    Kind.DAY,
                ),
                Column("permit_no", ("شماره جواز", "شماره جواز تأسیس", "جواز تأسیس", "permit no"), longest=40),
                Column("permit_on", ("تاریخ جواز", "تاریخ جواز تأسیس", "تاریخ صدور جواز", "permit date"), Kind.DAY),
                Column(
                    "status",
                    ("وضعیت", "وضعیت فعالیت", "وضعیت واحد", "status"),
                    Kind.CHOICE,
                    required=True,
                    choices=STATUS,
                ),
                Column(
                    "capacity_use",
                    ("درصد استفاده از ظرفیت", "بهره‌برداری از ظرفیت", "استفاده از ظرفیت", "درصد ظرفیت", "capacity use"),
                    Kind.PERCENT,
                ),
                Column(
                    "status_on",
                    ("تاریخ وضعیت", "از تاریخ", "تاریخ", "تاریخ آخرین وضعیت", "status date"),
                    Kind.DAY,
                    required=True,
                ),
                Column("status_basis", ("مبنای وضعیت", "مبنا", "منبع وضعیت", "basis"), Kind.CHOICE, choices=BASIS),
                # counted for themselves alone to hold them against all
                Column("men", ("مرد", "مردان", "شاغلان مرد", "تعداد مردان", "men"), Kind.WHOLE),
                Column("women", ("زن", "زنان", "شاغلان زن", "تعداد زنان", "women"), Kind.WHOLE),
                Column(
                    "employees",
                    (
                        "شاغلان",
                        "تعداد شاغلان",
                        "شاغل",
                        "تعداد شاغل",
                        "تعداد کارکنان",
                        "اشتغال موجود",
                        "اشتغال فعلی",
                        "نفر",
                        "تعداد شاغلین",
                        "شاغلین",
                        "کارکنان",
                        "تعداد پرسنل",
                        "پرسنل",
                        "تعداد اشتغال",
                        "اشتغال بالفعل",
                        "اشتغال واقعی",
                        "تعداد کارگر",
                        "نیروی انسانی",
                        "employees",
                    ),
                    Kind.WHOLE,
                ),
                _columns.NOMINAL,
            ),
            key=("licence_no", "status_on"),
            rules=(adds_up(("men", "women"), "employees"), not_before("licence_on", "permit_on"), works_as_said),
        ),
    ),
)


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into the register of units."""
    drafts = [_draft(row, linked, writing) for row, linked in rows]
    return actions.register_units(drafts=drafts, by=writing.by, at=writing.at)


def _draft(row: CheckedRow, linked: Linked, writing: Writing) -> UnitDraft:
    said = dict(row.values)
    proof = STATUS_PROOF[said.pop("status_basis", "LISTED")]
    if "men" in said and "women" in said:
        said.setdefault("employees", said["men"] + said["women"])
    for name in ("county", "estate", "men", "women"):
        said.pop(name, None)
    said["isic"] = _isic(said.get("isic", ""))
    return UnitDraft(**said, county=linked.county, estate=linked.estate, status_proof=proof, origin=writing.origin(row))


@lru_cache(maxsize=1_024)
def _isic(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())[:4]
