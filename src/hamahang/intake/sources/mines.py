"""The list of mines, as the industries and mines organisation keeps it."""

from collections.abc import Sequence

from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.lists.rules import not_before
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.register import actions
from hamahang.register.actions import MineDraft

DOCUMENTS = {
    "EXPLOITATION": ("پروانه بهره‌برداری", "بهره‌برداری", "پروانه بهره برداری معدن", "exploitation licence"),
    "EXPLORATION": ("پروانه اکتشاف", "اکتشاف", "exploration licence"),
    "DISCOVERY": ("گواهی کشف", "گواهی کشف معدن", "کشف", "discovery certificate"),
}
STATUS = {
    "ACTIVE": ("فعال", "در حال بهره‌برداری", "دایر", "active"),
    "INACTIVE": ("غیرفعال", "غیر فعال", "متروکه", "راکد", "تعطیل", "متوقف", "inactive"),
    "BEING_EQUIPPED": ("در حال تجهیز", "درحال تجهیز", "تجهیز", "در دست تجهیز", "being equipped"),
}

SOURCE = Source(
    code="mines",
    title=Text(fa="معادن", en="mines"),
    sender=Text(fa="سازمان صنایع و معادن، معاونت معدنی", en="industries and mines organisation, mining deputy"),
    rank=3,
    tables=(
        Table(
            code="mines",
            title=Text(fa="معادن", en="mines"),
            columns=(
                Column(
                    "licence_no",
                    (
                        "شماره پروانه",
                        "شماره پروانه معدن",
                        "شماره مجوز",
                        "شماره پروانه/گواهی",
                        "شماره گواهی",
                        "ش پروانه",
                        "licence no",
                        "licence number",
                    ),
                    required=True,
                    longest=40,
                ),
                Column(
                    "mine",
                    ("نام معدن", "معدن", "عنوان معدن", "نام محدوده", "mine", "mine name"),
                    required=True,
                    longest=160,
                ),
                Column(
                    "document",
                    ("نوع سند", "نوع پروانه", "نوع مجوز", "مرحله", "نوع گواهی", "document", "kind of document"),
                    Kind.CHOICE,
                    required=True,
                    choices=DOCUMENTS,
                ),
                Column(
                    "minerals",
                    (
                        "ماده معدنی",
                        "نوع ماده معدنی",
                        "مواد معدنی",
                        "کانی",
                        "نوع کانی",
                        "نوع معدن",
                        "mineral",
                        "minerals",
                    ),
                    required=True,
                    longest=160,
                ),
                _columns.COUNTY,
                # who it is stands nowhere: the name is dropped before the list is kept
                Column(
                    "technical_supervisor",
                    ("مسئول فنی", "نام مسئول فنی", "مسئول فنی معدن", "سرپرست فنی", "technical supervisor"),
                    is_private=True,
                ),
                Column(
                    "holder",
                    (
                        "دارنده",
                        "نام دارنده",
                        "بهره‌بردار",
                        "نام بهره‌بردار",
                        "دارنده پروانه",
                        "شرکت دارنده",
                        "نام شرکت",
                        "شرکت",
                        "holder",
                        "company",
                    ),
                    longest=160,
                ),
                Column(
                    "national_id",
                    ("شناسه ملی", "شناسه ملی دارنده", "شناسه ملی شرکت", "legal id", "national id"),
                    Kind.LEGAL_ID,
                ),
                Column(
                    "reserve",
                    (
                        "ذخیره قطعی",
                        "ذخیره",
                        "میزان ذخیره",
                        "ذخیره قطعی (تن)",
                        "ذخیره معدن",
                        "proven reserve",
                        "reserve",
                    ),
                    Kind.NUMBER,
                ),
                Column(
                    "extraction",
                    (
                        "استخراج اسمی سالانه",
                        "استخراج سالانه",
                        "میزان استخراج",
                        "استخراج اسمی",
                        "ظرفیت استخراج",
                        "ظرفیت استخراج سالانه",
                        "برداشت سالانه",
                        "nominal extraction",
                        "yearly extraction",
                    ),
                    Kind.NUMBER,
                ),
                Column(
                    "status",
                    ("وضعیت", "وضعیت معدن", "وضعیت فعالیت", "وضعیت فعلی", "status"),
                    Kind.CHOICE,
                    required=True,
                    choices=STATUS,
                ),
                Column(
                    "status_on",
                    ("تاریخ وضعیت", "تاریخ", "تاریخ گزارش", "تاریخ آخرین وضعیت", "از تاریخ", "status date"),
                    Kind.DAY,
                    required=True,
                ),
                Column(
                    "persons",
                    (
                        "اشتغال",
                        "تعداد شاغلان",
                        "شاغلان",
                        "تعداد اشتغال",
                        "تعداد شاغلین",
                        "شاغلین",
                        "نفر",
                        "jobs",
                        "employees",
                    ),
                    Kind.WHOLE,
                ),
                Column(
                    "issued_on",
                    ("تاریخ صدور", "تاریخ صدور پروانه", "تاریخ پروانه", "صدور", "issue date", "issued on"),
                    Kind.DAY,
                ),
                Column(
                    "valid_until",
                    ("تاریخ اعتبار", "اعتبار تا", "تاریخ انقضا", "پایان اعتبار", "مدت اعتبار تا", "valid until"),
                    Kind.DAY,
                ),
                Column("royalty", ("حقوق دولتی", "مبلغ حقوق دولتی", "حقوق دولتی سالانه", "royalty"), Kind.RIALS),
            ),
            key=("licence_no", "status_on"),
            rules=(not_before("valid_until", "issued_on"),),
        ),
    ),
)


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the mines and their status."""
    drafts = [_draft(row, linked, writing) for row, linked in rows]
    return actions.register_mines(drafts=drafts, by=writing.by, at=writing.at)


def _draft(row: CheckedRow, linked: Linked, writing: Writing) -> MineDraft:
    said = dict(row.values)
    said.pop("county")
    return MineDraft(
        name=said.pop("mine"),
        company=said.pop("holder", ""),
        county=linked.county,
        origin=writing.origin(row),
        **said,
    )
