"""Persons in lists: a code is told by its last two digits, matched by a keyed hash, and never kept in clear.

A concealed code is written as its mask and its hash, «••••••••23:9f86d081884c7d659a2feaa0c55ad015».
"""

import re

from hamahang.domain.identifiers import is_personal_id
from hamahang.domain.text import to_latin_digits

CODE_DIGITS, HASH_DIGITS = 10, 32
BULLET = "•"
HIDDEN = BULLET * 3
CONCEALED = re.compile(r"(•{8}[0-9]{2}):([0-9a-f]{32})")
MASKED = re.compile(r"•{3,}[0-9]{0,2}")
# digits enough for the code of a person, as they are written, glued or in groups
LONG_NUMBER = re.compile(r"[0-9۰-۹٠-٩](?:[ \-./]?[0-9۰-۹٠-٩]){7,}")
LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[^\W\d_]+(?:\u200c[^\W\d_]+)*")


def digits_of(text: str) -> str:
    """Return the digits of a text, whatever stands between them."""
    return "".join(letter for letter in to_latin_digits(text) if letter.isascii() and letter.isdigit())


def code_of(text: str) -> str:
    """Return the digits of a code; zeros that a spreadsheet dropped in front come back where the check digit agrees."""
    digits = digits_of(text)
    whole = digits.zfill(CODE_DIGITS)
    return whole if len(digits) in (8, 9) and is_personal_id(whole) else digits


def masked(text: str) -> str:
    """Return what may be told of a code: «••••••••23»; of anything that is not about as long as one, nothing."""
    if MASKED.fullmatch(text):
        return text
    digits = digits_of(text)
    return f"{BULLET * (len(digits) - 2)}{digits[-2:]}" if 8 <= len(digits) <= 11 else HIDDEN


def concealed(code: str, hashed: str) -> str:
    """Return a code as it is kept. code: ten digits; hashed: its keyed hash"""
    return f"{masked(code)}:{hashed}"


def hash_in(text: str) -> str | None:
    """Return the keyed hash in a concealed code, None if the text is none."""
    found = CONCEALED.fullmatch(text)
    return found[2] if found else None


def shown(text: str) -> str:
    """Return what a page shows of a cell: a concealed code without its hash, any other text as it is."""
    found = CONCEALED.fullmatch(text)
    return found[1] if found else text


def without_codes(text: str) -> str:
    """Return a text in which each number as long as a code is masked."""
    return LONG_NUMBER.sub(lambda found: masked(found[0]), text)


def without_words(text: str) -> str:
    """Return a text in which letters are hidden, and numbers as long as a code are masked."""
    return LETTER.sub(BULLET, without_codes(text))
