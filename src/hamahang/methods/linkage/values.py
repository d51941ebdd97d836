"""What is read out of one cell: codes without their signs, telephones without their country, days as eight digits."""

import re
from collections.abc import Callable

from hamahang.domain.text import fold, place_key, to_latin_digits

SEVERAL = re.compile(r"[,،;؛|\n]+|\s+و\s+")
SEVERAL_PHONES = re.compile(r"[,،;؛|\n/]+|\s+و\s+|\s-\s")
NOT_SIGN = re.compile(r"[\W_]+")
NOT_DIGIT = re.compile(r"[^0-9]+")
NOTHING = frozenset({"", "0", "-", "nan", "none", "null", "n/a", "na", "unknown", "ندارد", "نامعلوم", "نامشخص"})


def _code(text: str) -> tuple[str, ...]:
    """Return the codes in a cell without signs between their digits and letters; zeros in front are often lost."""
    plain = text.replace("/", "").replace("-", "")
    if plain.isascii() and plain.isalnum():
        return (plain.lower().lstrip("0"),)
    parts = (NOT_SIGN.sub("", fold(part)).lstrip("0") for part in SEVERAL.split(text))
    return tuple(part for part in parts if part)[:2]


def _phone(text: str) -> tuple[str, ...]:
    """Return the telephone numbers in a cell without the country's code and the zeros in front."""
    if len(text) < 12 and text.isascii() and text.isdigit():
        digits = text.lstrip("0")
        return (digits,) if len(digits) >= 5 else ()
    parts = SEVERAL_PHONES.split(to_latin_digits(text))
    numbers = (NOT_DIGIT.sub("", part).removeprefix("00") for part in parts)
    found = ((digits.removeprefix("98") if len(digits) > 10 else digits).lstrip("0") for digits in numbers)
    return tuple(digits for digits in found if len(digits) >= 5)[:2]


def _email(text: str) -> tuple[str, ...]:
    return (re.sub(r"\s+", "", to_latin_digits(text)).lower(),)


def _place(text: str) -> tuple[str, ...]:
    return (place_key(text),)


def _person(text: str) -> tuple[str, ...]:
    return (NOT_SIGN.sub("", fold(text)),)


def _date(text: str) -> tuple[str, ...]:
    """Return a day as eight digits, year first, or the digits it has if it is not one."""
    parts = [part for part in NOT_DIGIT.split(to_latin_digits(text)) if part]
    if len(parts) >= 3:
        first, second, third = parts[:3]
        if len(third) == 4 and len(first) <= 2:
            first, third = third, first
        return (f"{first.zfill(4)}{second.zfill(2)}{third.zfill(2)}",)
    digits = "".join(parts)
    if len(digits) == 8 and not 1200 <= int(digits[:4]) <= 2100 and 1200 <= int(digits[4:]) <= 2100:
        digits = digits[4:] + digits[2:4] + digits[:2]
    return (digits,)


LONGEST_NOTHING = 12
READERS: dict[str, Callable[[str], tuple[str, ...]]] = {
    "national_id": _code, "licence": _code, "postcode": _code, "phone": _phone, "email": _email, "place": _place,
    "birth_date": _date, "given_name": _person, "surname": _person,
}  # fmt: skip


def is_nothing(text: str) -> bool:
    """Return whether a cell says that nothing is known."""
    if len(text) > LONGEST_NOTHING or (len(text) > 1 and text[-1].isdigit()):
        return False
    return not text or fold(text) in NOTHING
