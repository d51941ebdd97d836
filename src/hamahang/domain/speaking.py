"""A figure as it is said aloud: rounded so that what is said stays true, and never above what the records hold."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hamahang.domain.calendar import say_day
from hamahang.domain.figures import UNITS
from hamahang.domain.money import say_number, say_rials
from hamahang.domain.text import Text

EXACT_BELOW = 1_000  # what one can count is said as it is
KEPT_DIGITS = 2  # of a larger figure


@dataclass(frozen=True, slots=True)
class Spoken:
    """A rounded value. is_more: whether the figure is above it."""

    value: int | Decimal
    is_more: bool


def rounded(value: int | Decimal, unit: str) -> Spoken:
    """Return a figure rounded down to two digits, so that «بیش از» is true; small ones and percentages stay."""
    if unit == "percent" or -EXACT_BELOW < value < EXACT_BELOW:
        return Spoken(value, is_more=False)
    whole = int(value)
    step: int = 10 ** max(len(str(whole)) - KEPT_DIGITS, 0)
    floor = whole // step * step
    return Spoken(floor, is_more=floor != value)


def speak(value: int | Decimal, unit: str) -> Text:
    """Return a figure in words to be said: «بیش از ۲٬۲۰۰ میلیارد ریال»."""
    spoken = rounded(value, unit)
    said = _with_unit(spoken.value, unit)
    return Text(fa=f"بیش از {said.fa}", en=f"more than {said.en}") if spoken.is_more else said


def _with_unit(value: int | Decimal, unit: str) -> Text:
    if unit == "rial":
        return Text(fa=say_rials(int(value), "fa"), en=say_rials(int(value), "en"))
    word = UNITS[unit]
    return Text(fa=f"{say_number(value, 'fa')} {word.fa}", en=f"{say_number(value, 'en')} {word.en}")


def sentence(
    *, title: Text, value: int | Decimal, unit: str, day: date, first: date | None = None, place: Text | None = None
) -> Text:
    """Return the sentence that we can stand behind: the figure, rounded, of what, where, and by when.

    first: where only what was from a day on is counted
    """
    said, word = speak(value, unit), UNITS[unit]
    if unit == "mine" and not title.fa.startswith(word.fa):  # «۴۳ فقره پروانهٔ بهره‌برداری معدن»
        said = Text(fa=said.fa.replace(word.fa, "فقره"), en=said.en)
    what = _without_unit(title.fa, word.fa)
    where = Text(fa=f" در {place.fa}", en=f" in {place.en}") if place else Text(fa="", en="")
    when = _when(first, day)
    return Text(fa=f"{when.fa}{where.fa}: {said.fa} {what}.", en=f"{when.en}{where.en}, {title.en}: {said.en}.")


def _when(first: date | None, last: date) -> Text:
    if first is None:
        return Text(fa=f"تا {say_day(last, 'fa')}", en=f"By {say_day(last, 'en')}")
    return Text(
        fa=f"از {say_day(first, 'fa')} تا {say_day(last, 'fa')}",
        en=f"From {say_day(first, 'en')} to {say_day(last, 'en')}",
    )


def _without_unit(title: str, word: str) -> str:
    """Return a title without the unit it begins with: «۴۴ واحد راکد», not «۴۴ واحد واحد راکد»."""
    first, _, rest = title.partition(" ")
    return rest if first.rstrip("ٔی‌") == word.rstrip("ی") else title
