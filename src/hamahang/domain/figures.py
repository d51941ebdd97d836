"""How a figure is said: its unit in words, its value in each language's digits, its level of proof."""

from decimal import Decimal

from hamahang.domain.indicators import Figure
from hamahang.domain.money import say_number, say_rials
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text

UNITS = {
    "mine": Text(fa="معدن", en="mines"),
    "estate": Text(fa="شهرک", en="estates"),
    "zone": Text(fa="ناحیه", en="zones"),
    "county": Text(fa="شهرستان", en="counties"),
    "unit": Text(fa="واحد", en="units"),
    "licence": Text(fa="پروانه", en="licences"),
    "project": Text(fa="طرح", en="projects"),
    "person": Text(fa="نفر", en="persons"),
    "case": Text(fa="پرونده", en="cases"),
    "day": Text(fa="روز", en="days"),
    "report": Text(fa="آمار", en="returns"),
    "resolution": Text(fa="مصوبه", en="resolutions"),
    "visit": Text(fa="بازدید", en="visits"),
    "session": Text(fa="جلسه", en="sessions"),
    "rial": Text(fa="ریال", en="rials"),
    "percent": Text(fa="درصد", en="percent"),
}
NO_VALUE = Text(fa="—", en="—")


def say_value(value: int | Decimal | None, unit: str) -> Text:
    """Return a value in words of both languages, without its unit except for money, whose scale needs it."""
    if value is None:
        return NO_VALUE
    if unit == "rial":
        return Text(fa=say_rials(int(value), "fa"), en=say_rials(int(value), "en"))
    return Text(fa=say_number(value, "fa"), en=say_number(value, "en"))


def say_figure(figure: Figure) -> Text:
    """Return a figure's value with its unit."""
    value, unit = say_value(figure.value, figure.unit), unit_of(figure)
    return Text(fa=f"{value.fa} {unit.fa}".strip(), en=f"{value.en} {unit.en}".strip())


def unit_of(figure: Figure) -> Text:
    """Return the unit's words; nothing for money, where the scale already says rials."""
    return Text(fa="", en="") if figure.unit == "rial" else UNITS[figure.unit]


def level_of(figure: Figure) -> Text:
    """Return the weakest level of proof a figure counts from."""
    return NO_VALUE if figure.level is None else Proof(figure.level).title
