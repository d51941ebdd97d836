"""Establishment permits with what each states: product and capacity, land, power, water, gas, manpower, machinery."""

from collections.abc import Sequence

from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.projects import permits
from hamahang.projects.permits import PermitDraft
from hamahang.register.issuing import Made, Terms

GRADES = {"A": ("الف", "نوع الف", "نوع «الف»", "A"), "B": ("ب", "نوع ب", "نوع «ب»", "B")}
STATED = (
    *("grade", "land", "built", "power", "gas", "water", "persons", "machinery", "machinery_foreign", "currency"),
    "fixed_capital",
)

SOURCE = Source(
    code="permits",
    title=Text(fa="جوازهای تأسیس با مفاد آنها", en="establishment permits with what they state"),
    sender=Text(fa="سازمان صنایع و معادن، صدور مجوز", en="industries organisation, licensing"),
    rank=3,
    tables=(
        Table(
            code="permits",
            title=Text(fa="جوازهای تأسیس", en="establishment permits"),
            columns=(
                Column("number", ("شماره جواز تأسیس", "شماره جواز", "جواز تأسیس", "permit no"), required=True, longest=40),
                Column("issued_on", ("تاریخ صدور جواز", "تاریخ جواز", "تاریخ صدور", "issued on"), Kind.DAY, required=True),
                Column("valid_until", ("تاریخ اعتبار", "اعتبار تا", "پایان اعتبار", "valid until"), Kind.DAY),
                Column("grade", ("نوع جواز", "نوع جواز (الف/ب)", "permit type"), Kind.CHOICE, choices=GRADES),
                Column("name", ("عنوان طرح", "نام طرح", *_columns.NAME_TITLES), required=True, longest=160),
                Column("company", ("صاحب جواز", "متقاضی", "دارنده جواز", "نام شرکت", "holder"), longest=160),
                _columns.NATIONAL_ID,
                Column("licence_no", ("شماره پروانه واحد", "شماره پروانه", "licence no"), longest=40),
                Column("project_no", ("شماره طرح", "کد طرح", "project no"), longest=40),
                _columns.COUNTY,
                _columns.ESTATE,
                _columns.PRODUCT,
                Column("isic", ("کد ISIC", "ISIC", "کد آیسیک", "آیسیک", "کد فعالیت")),
                Column("capacity", ("ظرفیت", "ظرفیت سالانه", "ظرفیت اسمی", "capacity"), Kind.NUMBER),
                Column("capacity_unit", ("واحد ظرفیت", "واحد سنجش", "capacity unit"), longest=30),
                Column("land", ("مساحت زمین", "زمین (مترمربع)", "زمین", "land m2"), Kind.NUMBER),
                Column("built", ("زیربنا", "زیربنا (مترمربع)", "مساحت زیربنا", "built m2"), Kind.NUMBER),
                Column("power", ("برق (مگاوات)", "توان برق (مگاوات)", "برق مورد نیاز (مگاوات)", "power mw"), Kind.NUMBER),
                Column("gas", ("گاز (مترمکعب در ساعت)", "گاز", "گاز مورد نیاز", "gas m3/h"), Kind.NUMBER),
                Column("water", ("آب (مترمکعب در روز)", "آب", "آب مورد نیاز", "water m3/day"), Kind.NUMBER),
                Column("persons", ("نیروی انسانی", "اشتغال", "تعداد اشتغال", "اشتغال پیش‌بینی", "manpower"), Kind.WHOLE),
                Column("machinery", ("ارزش ماشین‌آلات", "ماشین‌آلات (ریالی)", "ماشین‌آلات ریالی", "machinery"), Kind.RIALS),
                Column("machinery_foreign", ("ماشین‌آلات ارزی", "ارزبری ماشین‌آلات", "machinery foreign"), Kind.NUMBER),
                Column("currency", ("نوع ارز", "ارز", "currency"), longest=3),
                Column("fixed_capital", ("سرمایه ثابت", "کل سرمایه ثابت", "سرمایه‌گذاری ثابت", "fixed capital"), Kind.RIALS),
            ),
            key=("number",),
        ),
    ),
)  # fmt: skip
FINDS_UNIT = True
UNIT_IS_OPTIONAL = True
FINDS_PROJECT = True


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into the permits of their places; a place the register does not know is put there as being built."""
    drafts = [_draft(row, linked, writing) for row, linked in rows]
    return permits.record_permits(drafts=drafts, by=writing.by, at=writing.at)


def _draft(row: CheckedRow, linked: Linked, writing: Writing) -> PermitDraft:
    said = row.values
    isic = "".join(letter for letter in said.get("isic", "") if letter.isdigit())[:4]
    return PermitDraft(
        number=said["number"],
        on=said["issued_on"],
        name=said["name"],
        county=linked.county,
        estate=linked.estate,
        unit=linked.unit.pk if linked.unit else None,
        project=linked.project.pk if linked.project else None,
        company=said.get("company", ""),
        national_id=said.get("national_id", ""),
        valid_until=said.get("valid_until"),
        terms=Terms(**{name: said[name] for name in STATED if said.get(name) is not None}),
        product=Made(said.get("product", ""), isic, said.get("capacity"), said.get("capacity_unit", "")),
        origin=writing.origin(row),
    )
