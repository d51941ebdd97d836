"""The rows of a figure as a file to keep: what the page lists, nothing more, and no formula ever."""

from collections.abc import Sequence
from datetime import date

from hamahang.domain.calendar import say_day
from hamahang.domain.figures import say_value
from hamahang.domain.indicators import Figure, Indicator, Row
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.queries import Origin
from hamahang.web.sheets import written

HEADINGS = (
    Text(fa="رکورد", en="record"),
    Text(fa="عنوان", en="label"),
    Text(fa="روز", en="day"),
    Text(fa="مقدار", en="amount"),
    Text(fa="سطح اثبات", en="level of proof"),
    Text(fa="فایل", en="file"),
    Text(fa="برگه", en="sheet"),
    Text(fa="خانه", en="cell"),
    Text(fa="ثبت‌کننده", en="recorded by"),
    Text(fa="شمارهٔ ثبت", en="entry"),
)
Listed = Sequence[tuple[Row, Origin]]


def exported(
    kind: str, wanted: Indicator, listed: Listed, *, value: Figure, asof: AsOf, since: date | None, language: str
) -> bytes:
    """Return the rows of a value as a file of a kind in FORMATS. since: the first day they were asked from"""
    lines = [_line(row, origin, language) for row, origin in listed]
    days = " – ".join(say_day(day, language) for day in (since, asof.day) if day)
    title = f"{wanted.title[language]} · {days} · {value.scope}"
    said = say_value(value.value, value.unit)[language]
    heads = [heading[language] for heading in HEADINGS]
    return written(kind, title=f"{title} · {said}", heads=heads, lines=lines, language=language)


def _line(row: Row, origin: Origin, language: str) -> tuple[object, ...]:
    return (
        row.record,
        row.label,
        say_day(row.on, language, short=True) if row.on else "",
        row.amount,
        Proof(row.level).title[language] if row.level is not None else "",
        origin.file,
        origin.sheet,
        origin.cell,
        row.by,
        row.entry,
    )
