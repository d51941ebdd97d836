"""Monthly returns of units: whether they worked, with how many people, how much of their capacity, and what they made.

A unit with several products stands on as many rows; what they say of the month itself must agree.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from hamahang.domain.causes import TAXONOMY
from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.returns import Fault, Made, faults
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.sources.units import STATUS
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.register.returning import ReturnDraft, record_returns

CAUSES = {cause.code: (cause.title.fa, cause.title.en) for cause in TAXONOMY}
SOURCE = Source(
    code="returns",
    title=Text(fa="آمار ماهانهٔ واحدها", en="monthly returns of units"),
    sender=Text(fa="ادارات شهرستان‌ها", en="county offices"),
    rank=1,
    tables=(
        Table(
            code="returns",
            title=Text(fa="آمار ماهانه", en="monthly returns"),
            columns=(
                _columns.LICENCE,
                _columns.NAME,
                _columns.COUNTY,
                _columns.ESTATE,
                Column("month_end", ("پایان ماه", "تاریخ آمار", "ماه (پایان)", "تاریخ", "month end"), Kind.DAY, required=True, help=Text(fa="هر روزی از ماه، همان ماه است", en="any day of a month stands for that month")),
                Column("status", ("وضعیت", "وضعیت فعالیت", "وضعیت واحد", "status"), Kind.CHOICE, required=True, choices=STATUS),
                Column("employees", ("شاغلان", "تعداد شاغلان", "شاغل", "تعداد کارکنان", "اشتغال موجود", "employees"), Kind.WHOLE),
                Column("women", ("شاغلان زن", "زنان", "تعداد زنان", "زن", "women"), Kind.WHOLE),
                Column("men", ("شاغلان مرد", "مردان", "تعداد مردان", "مرد", "men"), Kind.WHOLE),
                Column("capacity_use", ("درصد استفاده از ظرفیت", "استفاده از ظرفیت", "درصد ظرفیت", "capacity use"), Kind.PERCENT),
                Column("shifts", ("نوبت کاری", "تعداد شیفت", "شیفت", "نوبت", "shifts"), Kind.WHOLE, most=4),
                Column("stop_days", ("روزهای توقف", "تعداد روز توقف", "روز توقف", "stop days"), Kind.WHOLE, most=31),
                Column("stop_cause", ("علت توقف", "سبب توقف", "stop cause"), Kind.CHOICE, choices=CAUSES),
                Column("product", ("محصول", "نام محصول", "محصول تولیدی", "product"), longest=160),
                Column("quantity", ("مقدار تولید", "میزان تولید", "تولید ماه", "تولید", "quantity"), Kind.NUMBER),
                Column("measure", ("واحد سنجش", "واحد اندازه‌گیری", "یکا", "measure"), longest=30),
                Column("sent_on", ("تاریخ ارسال", "تاریخ دریافت", "تاریخ ثبت آمار", "sent on"), Kind.DAY),
            ),
            key=("licence_no", "name", "county", "month_end", "product"),
        ),
    ),
)  # fmt: skip
FINDS_UNIT = True
OF_MONTH = ("employees", "women", "men", "capacity_use", "shifts", "stop_days")


def check(row: CheckedRow, *, day: date) -> Iterator[Fault]:
    """Yield what a row says that contradicts itself. day: when the list is read"""
    if row.is_good:
        names = {"persons": "employees", "made": "quantity", "month": "month_end"}
        for fault in faults(_draft(row, 0).said, day=day):
            yield replace(fault, field=names.get(fault.field, fault.field))
        if row.values.get("quantity") is not None and not row.values.get("product"):
            yield Fault("product", Text(fa="مقدار تولید از کدام محصول است؟", en="Of which product is the quantity?"))


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into what the units declare, those of one unit and month together."""
    drafts: dict[tuple[int, date], ReturnDraft] = {}
    keys = []
    for row, linked in rows:
        draft = replace(_draft(row, linked.unit.pk), origin=writing.origin(row))
        key = (draft.unit, draft.said.month.last)
        drafts[key] = _together(drafts[key], draft) if key in drafts else draft
        keys.append(key)
    effects = record_returns(drafts=list(drafts.values()), by=writing.by, at=writing.at)
    by_key = dict(zip(drafts, effects, strict=True))
    return [by_key[key] for key in keys]


def _draft(row: CheckedRow, unit: int) -> ReturnDraft:
    said = row.values
    quantity = said.get("quantity")
    made = Made(said.get("product", ""), quantity, said.get("measure", "")) if quantity is not None else None
    return ReturnDraft(
        unit=unit,
        on=said["month_end"],
        status=said["status"],
        stop_cause=said.get("stop_cause", ""),
        sent_on=said.get("sent_on"),
        made=(made,) if made and made.product else (),
        employees=said.get("employees"),
        women=said.get("women"),
        men=said.get("men"),
        capacity_use=said.get("capacity_use"),
        shifts=said.get("shifts"),
        stop_days=said.get("stop_days"),
    )


def _together(first: ReturnDraft, next_one: ReturnDraft) -> ReturnDraft:
    """Return two rows of one unit and month as one return: each product once, the rest from the first that says it."""
    known = {made.product for made in first.made}
    more = tuple(made for made in next_one.made if made.product not in known)
    filled: dict[str, Any] = {name: getattr(next_one, name) for name in OF_MONTH if getattr(first, name) is None}
    return replace(first, made=first.made + more, **filled)
