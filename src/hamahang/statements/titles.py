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
MORE = frozenset(["بیش", "از", "بیشتر", "حدود", "more", "than", "about"])
SURELY = 24  # letters by which a number is found again in its sentence
GOES_ON = frozenset(
    {"در", "است", "شد", "شده", "بود", "و", "که", "in", "were", "was", "are", "is", "by", "and", *".:،؛,;()", ""}
)


def titled(said: Said) -> str:
    """Return the figure whose title stands after a claim's number, or before it with a colon; empty for none."""
    return _after(said) or _before(said)


def _after(said: Said) -> str:
    words = _words(said.own[len(said.text) :])
    while words and words[0] in ONES:
        words = words[1:]
    fitting = [
        (len(title), code)
        for title, code, is_state in _titles()
        if not is_state and words[: len(title)] == title and (*words, "")[len(title)] in GOES_ON
    ]
    return max(fitting, default=(0, ""))[1]


def _before(said: Said) -> str:
    """Return the figure of «واحد فعال: ۹۰»."""
    words = _words(said.words[: max(said.words.find(said.own[:SURELY]), 0)])
    while words and (words[-1] in MORE or words[-1] in ONES):
        words = words[:-1]
    if words[-1:] != (":",):
        return ""
    words = words[:-1]
    fitting = [(len(title), code) for title, code, _ in _titles() if words[-len(title) :] == title]
    return max(fitting, default=(0, ""))[1]


@cache
def _titles() -> tuple[tuple[tuple[str, ...], str, bool], ...]:
    """Return the words of each title in both languages, in Persian also with the unit that it leaves out.

    is_state: a unit in a state, as «واحد راکد»: what became of it may follow, and the table of bindings knows that
    """
    found = []
    for code, known in indicators().items():
        fa, en, unit = _words(known.title.fa), _words(known.title.en), UNITS[known.unit]
        one = _words(unit.fa)
        bare = {tuple(word for word in title if word not in (*one, unit.en)) for title in (fa, en)}
        said = [fa, en]
        if fa[:1] != one and known.unit not in ("person", "rial", "percent"):
            said.append((*one, *fa))
        found += [(title, code, bool(bare & _states())) for title in said if len(title) >= LEAST]
    return tuple(found)


@cache
def _states() -> frozenset[tuple[str, ...]]:
    spellings = (f"{row['fa']}|{row['en']}".split("|") for row in lexicon.rows("states"))
    return frozenset(_words(spelling) for row in spellings for spelling in row)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.removesuffix("ٔ").removesuffix("ی") for word in WORDS.findall(fold(text)))
