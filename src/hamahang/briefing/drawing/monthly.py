"""A value month by month: columns that are full where it was confirmed and pale where it was only said."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from hamahang.briefing.drawing.canvas import Canvas
from hamahang.briefing.drawing.measure import text_width
from hamahang.briefing.drawing.palette import ACCENT, ACCENT_SOFT, INK_3, RULE, RULE_2
from hamahang.briefing.drawing.ticks import nice_ticks, say_value
from hamahang.domain.calendar import month_name
from hamahang.domain.months import Month
from hamahang.domain.text import Text, to_persian_digits

TOP, BOTTOM, RIGHT, SMALL = 10.0, 38.0, 6.0, 11
WIDEST = 22.0


class Column(NamedTuple):
    """The value of a month, None where none is known; is_sure: somebody confirmed it."""

    month: Month
    value: int | Decimal | None
    is_sure: bool


def draw_monthly(
    *, title: Text, description: Text, columns: Sequence[Column], language: str, width: float = 720, height: float = 190
) -> str:
    """Return the columns as SVG, the months from left to right; a month that brought none is marked at the foot."""
    canvas = Canvas(width=width, height=height, language=language, title=title, description=description)
    known = [column.value for column in columns if column.value is not None]
    ticks = nice_ticks(float(max(known, default=0)), about=3, whole=all(value == int(value) for value in known))
    left = max(text_width(say_value(tick, language), size=12) for tick in ticks) + 16
    foot, room = height - BOTTOM, (width - left - RIGHT) / max(len(columns), 1)

    def y(value: float | Decimal) -> float:
        return foot - float(value) / (ticks[-1] or 1) * (foot - TOP)

    for tick in ticks:
        canvas.line((left, y(tick)), (width - RIGHT, y(tick)), ink=RULE_2 if tick == 0 else RULE)
        canvas.text(say_value(tick, language), x=left - 8, y=y(tick) + 4, anchor="end")
    for index, column in enumerate(columns):
        middle, broad = left + room * (index + 0.5), min(room * 0.7, WIDEST)
        if column.value is None:
            canvas.line((middle - 3, foot - 3), (middle + 3, foot - 3), ink=INK_3, dash="1 2")
        else:
            fill = ACCENT if column.is_sure else ACCENT_SOFT
            top = min(y(column.value), foot - 1)
            tip = f"{column.month.title[language]}: {say_value(column.value, language)}"
            canvas.rect(x=middle - broad / 2, y=top, width=broad, height=foot - top, fill=fill, tip=tip)
            if not column.is_sure:
                edge = ((middle - broad / 2, top), (middle + broad / 2, top))
                canvas.line(*edge, ink=ACCENT, width=1.5)
    _name_months(canvas, [column.month for column in columns], left=left, room=room, foot=foot)
    return canvas.render()


def _name_months(canvas: Canvas, months: Sequence[Month], *, left: float, room: float, foot: float) -> None:
    """Name as many months as have room, and each year once."""
    names = [month_name(month.number, canvas.language) for month in months]
    widest = max((text_width(name, size=SMALL) for name in names), default=0) + 6
    every = next((number for number in (1, 2, 3, 6) if room * number >= widest), 12)
    for index, (month, name) in enumerate(zip(months, names, strict=True)):
        x = left + room * (index + 0.5)
        if (month.number - 1) % every == 0:
            canvas.text(name, x=x, y=foot + 16, anchor="middle", size=SMALL)
        if month.number == 1 or (index == 0 and month.number < 10):
            year = to_persian_digits(str(month.year)) if canvas.language == "fa" else str(month.year)
            canvas.text(year, x=x, y=foot + 31, anchor="middle", size=SMALL, bold=True)
