"""Observations of provinces and counties as statistical yearbooks and surveys tell them: any indicator, any year."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from hamahang.domain.calendar import year_bounds
from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.returns import Fault
from hamahang.domain.text import Text, place_key
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.territory import queries as territory
from hamahang.territory.observing import ObservationDraft, record_observations
from hamahang.territory.reference import province_codes

CONFIDENCE = {
    "FULL": ("سرشماری", "ثبتی", "آمار ثبتی", "شمارش کامل", "census", "register"),
    "SURVEY": ("آمارگیری", "نمونه‌ای", "آمارگیری نمونه‌ای", "نمونه‌گیری", "survey", "sample"),
    "ESTIMATE": ("برآورد", "تخمین", "برآوردی", "مقدماتی", "فرضی", "estimate", "provisional", "assumed"),
}
BETTER = {
    "MORE": ("بیشتر", "بیشتر بهتر", "+", "more"),
    "LESS": ("کمتر", "کمتر بهتر", "-", "−", "less"),
    "NEITHER": ("هیچ‌کدام", "خنثی", "neither"),
}
YEARS = (1300, 1499)
NO_PERIOD = Text(
    fa="دوره گفته نشده است؛ سال، یا روز آغاز و پایان دوره را بنویسید.",
    en="No period is given; write the year, or the first and the last day of the period.",
)
NO_YEAR = Text(
    fa="سال باید سال شمسی با چهار رقم باشد، مانند ۱۳۹۵.", en="A year is a Jalali year of four digits, such as 1395."
)
WRONG_WAY = Text(fa="پایان دوره پیش از آغاز آن است.", en="The period ends before it begins.")
NO_PLACE = Text(
    fa="ناحیه گفته نشده است؛ شهرستان را بنویسید، یا استان را برای کل استان.",
    en="No area is given; write the county, or the province for the whole of it.",
)
UNKNOWN_PROVINCE = Text(
    fa="این استان شناخته نیست؛ نامش را مانند تقسیمات کشوری بنویسید.",
    en="This province is not known; write its name as in the official division.",
)
SOURCE = Source(
    code="observations",
    title=Text(fa="شاخص‌های استان‌ها و شهرستان‌ها", en="indicators of provinces and counties"),
    sender=Text(fa="مرکز آمار و دستگاه‌ها", en="statistical centre and agencies"),
    rank=2,
    tables=(
        Table(
            code="observations",
            title=Text(fa="مشاهده‌ها", en="observations"),
            columns=(
                Column("indicator", ("شاخص", "نام شاخص", "عنوان شاخص", "indicator"), required=True),
                Column("province", ("استان", "نام استان", "province"), longest=60),
                Column("county", _columns.COUNTY.titles, Kind.COUNTY),
                Column("year", ("سال", "سال آماری", "year"), Kind.WHOLE),
                Column("since_on", ("آغاز دوره", "از تاریخ", "period start", "since"), Kind.DAY),
                Column("until_on", ("پایان دوره", "تا تاریخ", "period end", "until"), Kind.DAY),
                Column("value", ("مقدار", "مقدار شاخص", "ارزش", "value"), Kind.NUMBER, required=True, is_signed=True),
                Column("unit", ("یکا", "واحد سنجش", "واحد اندازه‌گیری", "unit"), required=True, longest=60),
                Column("basis", ("مبنا", "مبنای محاسبه", "basis")),
                Column("source", ("منبع", "مرجع", "مأخذ", "source"), required=True, longest=240),
                Column("definition", ("نسخهٔ تعریف", "نسخه تعریف", "تعریف", "definition"), longest=60),
                Column("is_break", ("گسست سری", "گسست", "تغییر سری", "series break"), Kind.YESNO),
                Column("is_additive", ("جمع‌پذیر", "جمع پذیر", "additive"), Kind.YESNO),
                Column(
                    "confidence", ("اطمینان", "نوع آمار", "درجه اطمینان", "confidence"), Kind.CHOICE, choices=CONFIDENCE
                ),
                Column("better", ("جهت", "بهتر", "جهت مطلوب", "better"), Kind.CHOICE, choices=BETTER),
            ),
            key=("indicator", "province", "county", "year", "since_on", "until_on", "basis", "definition"),
        ),
    ),
)


def check(row: CheckedRow, *, day: date) -> Iterator[Fault]:
    """Yield what a row lacks to say of which area and which period it speaks. day: when the list is read"""
    said = row.values
    if not said.get("county") and not said.get("province"):
        yield Fault("province", NO_PLACE)
    if said.get("province") and _province(said["province"]) is None:
        yield Fault("province", UNKNOWN_PROVINCE)
    year, since, until = said.get("year"), said.get("since_on"), said.get("until_on")
    if year is not None and not YEARS[0] <= year <= YEARS[1]:
        yield Fault("year", NO_YEAR)
    if year is None and (since is None or until is None):
        yield Fault("year", NO_PERIOD)
    if year is None and since and until and until < since:
        yield Fault("until_on", WRONG_WAY)


def _province(name: str) -> str | None:
    return province_codes().get(place_key(name))


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into the observations."""
    provinces = {province.code: province.pk for province in territory.provinces()}
    drafts = []
    for row, linked in rows:
        since, until = _period(row.values)
        county = territory.version_on(linked.county, until) if linked.county else None
        code = None if county else _province(row.values["province"])
        province = county.province_id if county else provinces[code or ""]
        drafts.append(_draft(row, province, county.pk if county else None, since, until, writing))
    return record_observations(drafts=drafts, by=writing.by, at=writing.at)


def _period(said: Mapping[str, Any]) -> tuple[date, date]:
    first, last = year_bounds(said["year"]) if said.get("year") is not None else (date.min, date.max)
    return said.get("since_on") or first, said.get("until_on") or last


def _draft(
    row: CheckedRow, province: int, county: int | None, since: date, until: date, writing: Writing
) -> ObservationDraft:
    said = row.values
    return ObservationDraft(
        province=province,
        county=county,
        indicator=said["indicator"],
        since_on=since,
        until_on=until,
        value=said["value"],
        unit=said["unit"],
        source=said["source"],
        basis=said.get("basis", ""),
        definition=said.get("definition", ""),
        is_break=said.get("is_break") or False,
        is_additive=said.get("is_additive") or False,
        confidence=said.get("confidence") or "FULL",
        more={"MORE": True, "LESS": False}.get(said.get("better", "")),
        origin=writing.origin(row),
    )
