"""Numbers in English words: «two million five hundred thousand», «twenty-five», «a hundred» after digits too."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from hamahang.domain.statements.numberwords import ENGLISH, ENGLISH_ORDINALS, ENGLISH_SCALES
from hamahang.domain.statements.tokens import NEW_LINE, Token

WORDS = frozenset(ENGLISH) | frozenset(ENGLISH_ORDINALS) | {"hundred", "thousand", "million"}


class Spelled(NamedTuple):
    """A number in English words, and the token after it."""

    last: int
    value: Decimal
    shape: str


def number_at(tokens: Sequence[Token], at: int) -> Spelled | None:
    """Return the number that begins with an English word."""
    if tokens[at].text in ENGLISH_ORDINALS:
        return Spelled(at + 1, Decimal(ENGLISH_ORDINALS[tokens[at].text]), "ordinal")
    total, group, last, shape = 0, 0, at, "words"
    while last < len(tokens) and not (last > at and tokens[last].gap == NEW_LINE):
        word = tokens[last].text
        if word in ENGLISH:
            if group % 100 and not (20 <= group % 100 < 100 and group % 10 == 0 and ENGLISH[word] < 10):
                break
            group += ENGLISH[word]
        elif word == "hundred" and group < 100:
            group = max(group, 1) * 100
        elif word in ENGLISH_SCALES and word != "hundred":
            total, group = total + max(group, 1) * ENGLISH_SCALES[word], 0
        elif word in ENGLISH_ORDINALS and group % 10 == 0:
            return Spelled(last + 1, Decimal(total + group + ENGLISH_ORDINALS[word]), "ordinal")
        elif not (word in ("and", "-") and _goes_on(tokens, last) and group + total):
            break
        last += 1
    return Spelled(last, Decimal(total + group), shape) if last > at else None


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Return whether «and» or a hyphen joins two parts of one number."""
    if at + 1 >= len(tokens) or at == 0:
        return False
    after, before = tokens[at + 1].text, tokens[at - 1].text
    if tokens[at].text == "-":
        return (
            before in ENGLISH and ENGLISH[before] >= 20 and (ENGLISH.get(after, 10) < 10 or after in ENGLISH_ORDINALS)
        )
    return after in ENGLISH and before in ENGLISH_SCALES
