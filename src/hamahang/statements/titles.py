"""Claims that say the title of a figure: «۸۲ نفر شغل تثبیت‌شده» is of that figure, whatever else comes near."""

import re
from functools import cache

from hamahang.domain.figures import UNITS
from hamahang.domain.statements import lexicon
from hamahang.domain.statements.said import Said
from hamahang.domain.text import fold
from hamahang.indicators.catalogue import indicators

WORDS = re.compile(r"[^\s.:،؛,;()]+|[.:،؛,;()]")
LEAST = 2  # words: a single one says too little
ONES = frozenset({"نفر", "فقره", "ریال", "میلیارد", "میلیون", "هزار", "تریلیون", "of", "billion", "million", "rials"})
GOES_ON = frozenset(
    {"در", "است", "شد", "شده", "بود", "و", "که", "in", "were", "was", "are", "is", "by", "and", *".:،؛,;()", ""}
)


def titled(said: Said) -> str:
    """Return the figure whose title stands after a claim's number, the longest; empty if there is none."""
    words = _words(said.own[len(said.text) :])
    while words and words[0] in ONES:
        words = words[1:]
    fitting = [
        (len(title), code)
        for title, code in _titles()
        if words[: len(title)] == title and (*words, "")[len(title)] in GOES_ON
    ]
    return max(fitting, default=(0, ""))[1]


@cache
def _titles() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Return the words of each title in both languages, in Persian also with the unit that it leaves out.

    A unit in a state, as «واحد راکد», is left to the table of bindings: what became of it follows later.
    """
    found = []
    for code, known in indicators().items():
        fa, en, unit = _words(known.title.fa), _words(known.title.en), UNITS[known.unit]
        one = _words(unit.fa)
        if not {tuple(word for word in title if word not in (*one, unit.en)) for title in (fa, en)} & _states():
            found += [(fa, code), (en, code)]
            if fa[:1] != one and known.unit not in ("person", "rial", "percent"):
                found.append(((*one, *fa), code))
    return tuple((title, code) for title, code in found if len(title) >= LEAST)


@cache
def _states() -> frozenset[tuple[str, ...]]:
    spellings = (f"{row['fa']}|{row['en']}".split("|") for row in lexicon.rows("states"))
    return frozenset(_words(spelling) for row in spellings for spelling in row)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.removesuffix("ٔ").removesuffix("ی") for word in WORDS.findall(fold(text)))
