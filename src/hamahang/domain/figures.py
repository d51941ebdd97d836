"""How a figure is said: its unit in words, its value in each language's digits, its level of proof."""

from collections.abc import Mapping
from decimal import Decimal

from hamahang.domain.board import STATES
from hamahang.domain.causes import CAUSES
from hamahang.domain.flows.cases import STAGES
from hamahang.domain.indicators import Figure
from hamahang.domain.money import say_number, say_rials
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text, singular
from hamahang.domain.visits import STATES as SEEN

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
    "request": Text(fa="درخواست", en="requests"),
    "package": Text(fa="بسته", en="packages"),
    "payment": Text(fa="پرداخت", en="payments"),
    "record": Text(fa="ثبت", en="records"),
    "facility": Text(fa="فقره", en="facilities"),
    "session": Text(fa="جلسه", en="sessions"),
    "rial": Text(fa="ریال", en="rials"),
    "month": Text(fa="ماه", en="months"),
    "permit": Text(fa="جواز", en="permits"),
    "megawatt": Text(fa="مگاوات", en="MW"),
    "gas_flow": Text(fa="مترمکعب در ساعت", en="m³/h"),
    "water_flow": Text(fa="مترمکعب در روز", en="m³/day"),
    "tonne": Text(fa="تن", en="tonnes"),
    "percent": Text(fa="درصد", en="percent"),
}
# what figures are told apart by beside places: its name, and the names of its values where they are codes
PARTS: dict[str, tuple[Text, Mapping[str, Text]]] = {
    "stage": (Text(fa="مرحله", en="Stage"), STAGES),
    "cause": (Text(fa="علت اصلی", en="Main cause"), CAUSES),
    "agency": (Text(fa="دستگاه مجری", en="Executor"), {}),
    "state": (Text(fa="وضعیت", en="State"), STATES),
    "seen": (Text(fa="آنچه دیده شد", en="What was seen"), SEEN),
}
NO_VALUE = Text(fa="—", en="—")
NO_WORDS = Text(fa="", en="")


def say_value(value: int | Decimal | None, unit: str) -> Text:
    """Return a value in words of both languages, without its unit except for money, whose scale needs it."""
    if value is None:
        return NO_VALUE
    if unit == "rial":
        return Text(fa=say_rials(int(value), "fa"), en=say_rials(int(value), "en"))
    return Text(fa=say_number(value, "fa"), en=say_number(value, "en"))


def name_of_part(part: str, value: str) -> Text:
    """Return the words of a value of a part; what is no code stands as it is."""
    if not value:
        return Text(fa="ناشناخته", en="not known")
    return PARTS[part][1].get(value, Text(fa=value, en=value))


def say_figure(figure: Figure) -> Text:
    """Return a figure's value with its unit."""
    return say_amount(figure.value, figure.unit)


def say_amount(value: int | Decimal | None, unit: str) -> Text:
    """Return a value with its unit in words."""
    said, words = say_value(value, unit), unit_words(unit)
    return Text(fa=f"{said.fa} {words.fa}".strip(), en=singular(f"{said.en} {words.en}".strip()))


def unit_of(figure: Figure) -> Text:
    """Return the unit's words of a figure; nothing for money, where the scale already says rials."""
    return unit_words(figure.unit)


def unit_words(unit: str) -> Text:
    """Return the words that stand after a value of a unit; nothing for money."""
    return NO_WORDS if unit == "rial" else UNITS[unit]


def level_of(figure: Figure) -> Text:
    """Return the weakest level of proof a figure counts from."""
    return NO_VALUE if figure.level is None else Proof(figure.level).title
