"""The list of industrial estates and zones, as the estates company sends it."""

from collections.abc import Sequence

from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.lists.rules import at_most
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.territory import actions
from hamahang.territory.actions import EstateDraft

KINDS = {"ESTATE": ("شهرک صنعتی", "شهرک"), "ZONE": ("ناحیه صنعتی", "ناحیه")}
OWNERSHIP = {"STATE": ("دولتی",), "PRIVATE": ("غیردولتی", "غیر دولتی", "خصوصی")}
STATUS = {
    "ACTIVE": ("فعال", "در حال بهره‌برداری", "بهره‌برداری", "دایر"),
    "UNDER_CONSTRUCTION": ("در دست اجرا", "در حال احداث", "در حال ساخت", "در دست احداث"),
    "APPROVED": ("مصوب", "مصوب بدون اجرا", "فاقد عملیات اجرایی"),
}

SOURCE = Source(
    code="estates",
    title=Text(fa="شهرک‌ها و نواحی صنعتی", en="industrial estates and zones"),
    sender=Text(fa="شرکت شهرک‌های صنعتی", en="industrial estates company"),
    rank=3,
    tables=(
        Table(
            code="estates",
            title=Text(fa="شهرک‌ها و نواحی", en="estates and zones"),
            columns=(
                Column(
                    "name",
                    ("نام", "نام شهرک", "نام شهرک/ناحیه", "نام شهرک یا ناحیه", "عنوان", "نام شهرک / ناحیه", "name"),
                    required=True,
                    longest=120,
                ),
                Column(
                    "kind", ("نوع", "نوع (شهرک/ناحیه)", "نوع واحد", "kind"), Kind.CHOICE, required=True, choices=KINDS
                ),
                _columns.COUNTY,
                Column("ownership", ("مالکیت", "نوع مالکیت", "ownership"), Kind.CHOICE, choices=OWNERSHIP),
                Column(
                    "status",
                    ("وضعیت", "وضعیت شهرک", "وضعیت فعلی", "status"),
                    Kind.CHOICE,
                    required=True,
                    choices=STATUS,
                ),
                Column(
                    "status_on",
                    ("تاریخ وضعیت", "از تاریخ", "تاریخ", "تاریخ بهره‌برداری/وضعیت", "تاریخ شروع وضعیت", "status date"),
                    Kind.DAY,
                    required=True,
                ),
                Column("area_total", ("مساحت", "مساحت کل", "مساحت کل (هکتار)", "area"), Kind.NUMBER),
                Column(
                    "area_assignable",
                    ("مساحت قابل واگذاری", "قابل واگذاری", "زمین قابل واگذاری", "زمین صنعتی", "assignable area"),
                    Kind.NUMBER,
                ),
                Column("power", ("برق", "power"), Kind.YESNO),
                Column("water", ("آب", "water"), Kind.YESNO),
                Column("gas", ("گاز", "gas"), Kind.YESNO),
                Column("phone", ("تلفن", "مخابرات", "phone"), Kind.YESNO),
            ),
            key=("name", "kind"),
            rules=(at_most("area_assignable", "area_total"),),
        ),
    ),
)


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into the territory."""
    drafts = [_draft(row, linked, writing) for row, linked in rows]
    return actions.record_estates(drafts=drafts, by=writing.by, at=writing.at)


def _draft(row: CheckedRow, linked: Linked, writing: Writing) -> EstateDraft:
    said = row.values
    return EstateDraft(
        name=said["name"],
        kind=said["kind"],
        county=linked.county,
        status=said["status"],
        status_on=said["status_on"],
        ownership=said.get("ownership", ""),
        area_total=said.get("area_total"),
        area_assignable=said.get("area_assignable"),
        utilities=tuple((name.upper(), said.get(name)) for name in ("power", "water", "gas", "phone")),
        origin=writing.origin(row),
    )
