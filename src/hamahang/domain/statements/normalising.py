"""A text for reading: one form of each letter and digit, no invisible marks, and for each letter where it stood.

Only what is read is folded; what is shown is always cut from the text as given, by the offsets kept here.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from hamahang.domain.text import ARABIC_DIGITS, DISPLAY, DROPPED, KEY, LATIN_DIGITS, PERSIAN_DIGITS, ZWNJ

SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\x0b\x0c"
SPACES += "\x1c\x1d\x1e\x1f\r"
DASHES = "–—‐‑‒―−"
# one letter for one letter: the length stays, and with it every offset
_ONE = {letter: to for letter, to in KEY.items() if to and chr(letter) not in DASHES + "-_"}
_ONE |= {code: to for code, to in DISPLAY.items() if to}
_ONE |= {ord(space): " " for space in SPACES} | {ord(dash): "-" for dash in DASHES}
_ONE |= {ord(digit): LATIN_DIGITS[at % 10] for at, digit in enumerate(PERSIAN_DIGITS + ARABIC_DIGITS)}
_ONE |= {ord(big): chr(big_code + 32) for big_code, big in enumerate(map(chr, range(65, 91)), start=65)}
_ONE |= {ord("٪"): "%", ord("’"): "'", ord("‘"): "'", ord("ʼ"): "'", ord("\u2028"): "\n", ord("\u2029"): "\n"}
ONE = {code: _ONE.get(ord(to), to) if isinstance(to, str) and len(to) == 1 else to for code, to in _ONE.items()}
# what goes altogether: marks that are not seen, vowel signs, the lone hamza, the lengthened joint
_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0300-\u036f"
# what print makes of a lengthened joint: «ش//ده»
_JOINT = "(?<=[\u0626-\u064a\u06a9\u06af\u06cc])//(?=[\u0621-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc])"
GONE = re.compile(f"[{re.escape(DROPPED)}{_MARKS}ء]|{_JOINT}")
FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefe]")  # letters as they are drawn, as PDF files give them

SPECIAL = re.compile(f"{GONE.pattern}|{FORMS.pattern}")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text folded for reading. starts, ends: where each letter's source begins and ends in the text as given."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a stretch of the folded text stands in the text as given."""
        return self.starts[start], self.ends[end - 1]


def normalise(text: str) -> Folded:
    """Fold a text for reading; folding it again changes nothing."""
    if not SPECIAL.search(text):
        return Folded(text.translate(ONE), range(len(text)), range(1, len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    at = 0
    for found in SPECIAL.finditer(text):
        pieces.append(text[at : found.start()])
        starts += range(at, found.start())
        at = found.end()
        if FORMS.match(found[0]):
            drawn = GONE.sub("", unicodedata.normalize("NFKC", found[0]))
            pieces.append(drawn)
            starts += [found.start()] * len(drawn)
    pieces.append(text[at:])
    starts += range(at, len(text))
    return Folded("".join(pieces).translate(ONE), starts, [start + 1 for start in starts])


def key(text: str) -> str:
    """Return the folded letters of a word of the lexicon, its joiner kept."""
    return " ".join(normalise(text).text.replace(ZWNJ, f" {ZWNJ} ").split()).replace(f" {ZWNJ} ", ZWNJ)
