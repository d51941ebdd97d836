"""What a number counts that no rule speaks of: the word right after it, by its code if `data/things.csv` has one.

Such a word is what is counted only there; elsewhere in a sentence it says nothing of a figure.
"""

from collections.abc import Container, Sequence
from functools import cache

from hamahang.domain.statements import lexicon
from hamahang.domain.statements.lexicon import Hits
from hamahang.domain.statements.normalising import normalise
from hamahang.domain.statements.numberwords import NUMBER_WORDS
from hamahang.domain.statements.tokens import NEW_LINE, WORD, Token

SHORTEST = 3  # letters of a word that may be a noun
LIGHT = ("شد", "شو", "می‌شو", "میشو", "کرد", "کن", "میکن", "گردید", "گشت", "نشد", "نکرد")  # verbs of compound verbs
OTHER_TABLES = ("units", "comparators", "states", "cues", "spans", "places", "names")
SAYING = frozenset({"عنوان", "اعلام", "ذکر", "بیان"})
STREETS = frozenset({"خیابان", "کوچه", "سالن", "اتاق", "طبقه"})  # labels that are counted as well


@cache
def _not_counted() -> frozenset[str]:
    """Return parts of a speech or an undertaking, numbered more than counted, and words that are no nouns."""
    return frozenset(normalise(row["fa"]).text for row in lexicon.rows("not_things"))


def named_at(tokens: Sequence[Token], hits: Hits, verbs: Container[int], at: int) -> tuple[str, int] | None:
    """Return the code of the thing that a word names, or the word itself, and the token after it; None if none."""
    if at >= len(tokens) or tokens[at].gap == NEW_LINE or tokens[at].kind != WORD:
        return None
    if tokens[at].text in SAYING and at + 1 in verbs:
        return None  # «آن را ۷.۳ عنوان کرد»
    if (hit := hits["things"].get(at)) is not None and not (hit.last == at + 1 and _is_adjective(tokens[at].text)):
        return hit.code, hit.last
    return (tokens[at].text, at + 1) if _is_noun(tokens, hits, verbs, at) else None


def _is_adjective(word: str) -> bool:
    """Return whether a word is a thing's name with «ی» after it: «دو رقمی»."""
    return word.endswith("ی") and all(
        entry.rest for entry in lexicon.entries().get(word, ()) if entry.table == "things"
    )


def _is_noun(tokens: Sequence[Token], hits: Hits, verbs: Container[int], at: int) -> bool:
    """Return whether a word that no table has is a noun; an adjective in «ی» is none: «از ۳۰ واحد ۲۰ صنعتی است»."""
    word = tokens[at].text
    if len(word) < SHORTEST or word in _not_counted() or word in NUMBER_WORDS or word.endswith(("ی", "ین")):
        return False
    following = tokens[at + 1].text if at + 1 < len(tokens) else ""
    if (
        at in verbs
        or any(at in hits[table] for table in OTHER_TABLES)
        or (at in hits["labels"] and word not in STREETS)
    ):
        return False
    return not following.startswith(LIGHT)  # «دو پیروز شد», «پارس دو ساخته شده است»


def is_coded(code: str) -> bool:
    """Return whether what is counted has a code of its own, and is not the word of the text."""
    return bool(code) and "a" <= code[0] <= "z"


@cache
def dimensions() -> dict[str, str]:
    """Return the dimension of each code of the two tables."""
    rows = (*lexicon.rows("things"), *lexicon.rows("counted"))
    return {row["code"]: row["dimension"] for row in rows} | {"person": "person"}
