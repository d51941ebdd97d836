"""Money in whole rials: units as published, reading amounts, saying them."""

import re
from decimal import Decimal
from enum import Enum

from hamahang.domain import numbers
from hamahang.domain.text import Reading, Text, clean, fold, to_persian_digits

LARGEST = 10**18


class MoneyUnit(Enum):
    """A unit in which amounts are published. One toman is ten rials; همت is a thousand milliard toman."""

    RIAL = "RIAL"
    THOUSAND_RIAL = "THOUSAND_RIAL"
    MILLION_RIAL = "MILLION_RIAL"
    BILLION_RIAL = "BILLION_RIAL"
    TOMAN = "TOMAN"
    THOUSAND_TOMAN = "THOUSAND_TOMAN"
    MILLION_TOMAN = "MILLION_TOMAN"
    BILLION_TOMAN = "BILLION_TOMAN"
    HEMMAT = "HEMMAT"

    @property
    def rials(self) -> int:
        """How many rials one of the unit is."""
        return RIALS[self]

    @property
    def label(self) -> Text:
        """The unit's name."""
        return LABELS[self]


RIALS = {
    MoneyUnit.RIAL: 1,
    MoneyUnit.THOUSAND_RIAL: 10**3,
    MoneyUnit.MILLION_RIAL: 10**6,
    MoneyUnit.BILLION_RIAL: 10**9,
    MoneyUnit.TOMAN: 10,
    MoneyUnit.THOUSAND_TOMAN: 10**4,
    MoneyUnit.MILLION_TOMAN: 10**7,
    MoneyUnit.BILLION_TOMAN: 10**10,
    MoneyUnit.HEMMAT: 10**13,
}
LABELS = {
    MoneyUnit.RIAL: Text(fa="ریال", en="rials"),
    MoneyUnit.THOUSAND_RIAL: Text(fa="هزار ریال", en="thousand rials"),
    MoneyUnit.MILLION_RIAL: Text(fa="میلیون ریال", en="million rials"),
    MoneyUnit.BILLION_RIAL: Text(fa="میلیارد ریال", en="billion rials"),
    MoneyUnit.TOMAN: Text(fa="تومان", en="toman"),
    MoneyUnit.THOUSAND_TOMAN: Text(fa="هزار تومان", en="thousand toman"),
    MoneyUnit.MILLION_TOMAN: Text(fa="میلیون تومان", en="million toman"),
    MoneyUnit.BILLION_TOMAN: Text(fa="میلیارد تومان", en="billion toman"),
    MoneyUnit.HEMMAT: Text(fa="همت", en="thousand billion toman"),
}
# the longest names first, so that «میلیون ریال» is not taken for «ریال»
SPELLINGS = sorted(
    ((fold(words), unit) for unit, label in LABELS.items() for words in (label.fa, label.en)),
    key=lambda pair: -len(pair[0]),
)
MISSPELT = (("ملیون", "میلیون"), ("ريال", "ریال"), ("تومن", "تومان"), ("rial ", "rials "), ("tomans", "toman"))
CURRENCIES = re.compile("ریال|تومان|همت|rial|toman")
SCALE_WORDS = re.compile(r"(?:هزار|میلیون|میلیارد|thousand|million|billion)\s*$")


def unit_in(text: str) -> MoneyUnit | None:
    """Return the money unit that a heading, a title or a cell names; None where it names none, or two that differ."""
    key = f"{fold(text)} "
    for wrong, right in MISSPELT:
        key = key.replace(wrong, right)
    if CURRENCIES.search(key) is None:
        return None
    found = set()
    for words, unit in SPELLINGS:
        if words in key:
            found.add(unit)
            key = key.replace(words, " ")
    return found.pop() if len(found) == 1 else None


def parse_amount(text: str, unit: MoneyUnit | None) -> Reading[int]:
    """Return an amount in whole rials.

    unit: as the heading or title states it; a unit in the cell itself wins. No unit anywhere: problem no_unit.
    An amount that is no whole number of rials is refused as a fraction.
    """
    shown = clean(text)
    own = unit_in(shown)
    if own is None and CURRENCIES.search(fold(shown)):
        return Reading(problem="no_unit")
    unit = own or unit
    reading = numbers.parse_number(_without_unit(shown, own))
    if reading.problem and not reading.candidates:
        return Reading(problem=reading.problem)
    if unit is None:
        return Reading(problem="no_unit")
    if reading.value is None:
        candidates = tuple(int(candidate * unit.rials) for candidate in reading.candidates)
        return Reading(candidates=candidates, problem=reading.problem)
    rials = reading.value * unit.rials
    if rials != rials.to_integral_value():
        return Reading(problem="fraction")
    return Reading(int(rials)) if abs(rials) < LARGEST else Reading(problem="too_large")


def _without_unit(text: str, own: MoneyUnit | None) -> str:
    """Return the number's part of a cell: its unit taken off, spelled scales before it kept with the number."""
    if own is None:
        return text
    # not folded: a minus sign must stay one
    key = clean(text).lower()
    for wrong, right in MISSPELT:
        key = key.replace(wrong, right)
    for words in (own.label.fa, own.label.en):
        if words in key:
            return key.replace(words, " ").strip()
    return key


def say_number(number: int | Decimal, language: str) -> str:
    """Return a number in groups of three with a language's digits and signs: «۲٬۲۰۶» / "2,206", «۱۵٫۷» / "15.7"."""
    if isinstance(number, Decimal):
        # a sum of a database's decimals says 6.9: neither 6.9000000000000, nor 6E+7 for sixty millions
        number = int(number) if number == number.to_integral_value() else number.normalize()
    text = f"{number:,}"
    if language != "fa":
        return text
    return to_persian_digits(text).replace(",", "٬").replace(".", "٫").replace("-", "\u200e−")


def say_rials(amount: int, language: str, *, scale: str = "auto") -> str:
    """Return an amount with its unit: «۲٬۲۰۶ میلیارد ریال» / "2,206 billion rials".

    scale: auto takes the largest of milliard, million and one in which at most one decimal says the amount
    exactly enough (rounded half up to one decimal from ten milliards on); `rial` gives every rial.
    """
    if scale == "rial" or abs(amount) < 10**6:
        return f"{say_number(amount, language)} {MoneyUnit.RIAL.label[language]}"
    unit = MoneyUnit.BILLION_RIAL if abs(amount) >= 10**9 else MoneyUnit.MILLION_RIAL
    value = (Decimal(amount) / unit.rials).quantize(Decimal("0.1"))
    shown = int(value) if value == value.to_integral_value() else value
    return f"{say_number(shown, language)} {unit.label[language]}"
