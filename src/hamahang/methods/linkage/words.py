"""Words of names, addresses and products as whole numbers: folded, numbers as digits, kept once in a vocabulary.

Boilerplate (شرکت، تولیدی، تعاونی …) is kept: it says little, and how little is counted in the register itself.
"""

import re
from functools import lru_cache

from hamahang.domain.numbers import ONES
from hamahang.domain.text import FIRM_WORDS, NUMBERS, fold

NOT_WORD = re.compile(r"[^\w]+|_+")
DIGITS_APART = re.compile(r"(?<=[0-9])(?=[^\W\d_])|(?<=[^\W\d_])(?=[0-9])")
# said before a name or between its parts; like firm words they hardly tell one owner, place or firm from another
COURTESY = frozenset(
    {
        "اقای", "اقا", "خانم", "مهندس", "دکتر", "حاج", "حاجی", "سید", "سیده", "جناب", "سرکار", "برادران", "فرزندان",
        "کیلومتر", "خیابان", "خ", "کوچه", "جاده", "بلوار", "میدان", "پلاک", "جنب", "روبروی", "قطعه", "فاز", "شهرک",
        "ناحیه", "منطقه", "استان", "شهرستان", "بخش", "روستای", "mr", "mrs", "dr", "the", "of", "and", "inc", "llc",
        "gmbh", "limited", "corp", "corporation", "sa", "ag", "plc", "street", "st", "road", "rd", "avenue", "ave",
    }
)  # fmt: skip
BOILERPLATE = FIRM_WORDS | COURTESY
# the short form an office writes, and the word it stands for; single letters stay letters
SHORT = {
    "کارخانجات": "کارخانه", "صنایع": "صنعتی", "صنعت": "صنعتی", "تولیدات": "تولیدی", "تولید": "تولیدی", "موسسه": "شرکت",
    "تعاونی": "تعاونی", "مسیولیت": "مسئولیت", "ltd": "limited", "co": "company", "corp": "corporation",
    "rd": "road", "st": "street", "ave": "avenue", "intl": "international", "mfg": "manufacturing",
}  # fmt: skip
NUMBER_WORDS = {word: str(value) for word, value in ONES.items()} | NUMBERS
# a bare «نه», «ده», «سی» … is far more often part of a name than a number
NOT_NUMBERS = frozenset({"نه", "ده", "سی", "صد"})
# letters that sound alike in Persian stand for one another in names taken by ear; vowels are often left out
PERSIAN_SOUNDS = str.maketrans(
    {
        **dict.fromkeys("صثس", "س"), **dict.fromkeys("ذضظز", "ز"), **dict.fromkeys("تط", "ت"),
        **dict.fromkeys("حه", "ه"), **dict.fromkeys("قغ", "ق"), **dict.fromkeys("اوعی", None),
    }
)  # fmt: skip
# Source: the letter classes of Soundex (R. C. Russell, US patent 1,261,167, 1918)
LATIN_SOUNDS = {
    **dict.fromkeys("bfpv", "b"), **dict.fromkeys("cgjkqsxz", "c"), **dict.fromkeys("dt", "d"), "l": "l",
    **dict.fromkeys("mn", "m"), "r": "r",
}  # fmt: skip
MOST_WORDS = 14  # of one value: a longer text is a description, and its first words say what it is


@lru_cache(maxsize=1 << 16)
def sound(word: str) -> str:
    """Return the key of words that sound alike: Persian homophones and vowels merged, Latin by Soundex classes."""
    if not word.isascii():
        return (word[0] if word[0] in "اآع" else "") + word.translate(PERSIAN_SOUNDS) or word
    if not word.isalpha():
        return word
    coded: list[str] = []
    for letter in word[1:]:
        code = LATIN_SOUNDS.get(letter, "")
        if code and (not coded or coded[-1] != code):
            coded.append(code)
    return LATIN_SOUNDS.get(word[0], word[0]) + "".join(coded[:4])


def split(text: str) -> tuple[str, ...]:
    """Return the words of a text as they are compared: folded, numbers in digits, short forms in full."""
    found = (part for word in NOT_WORD.split(fold(text)) for part in DIGITS_APART.split(word) if part)
    return tuple(_spoken(word) for word in found)[:MOST_WORDS]


def _spoken(word: str) -> str:
    if word in NUMBER_WORDS and word not in NOT_NUMBERS:
        return NUMBER_WORDS[word]
    if word.isdigit():
        return word.lstrip("0") or "0"
    return SHORT.get(word, word)


class Vocabulary:
    """Every word met so far with its number, from 0 in order of meeting."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.ids: dict[str, int] = {}
        self._pieces: dict[str, tuple[int, ...] | None] = {}

    def read(self, text: str) -> tuple[int, ...]:
        """Return the numbers of the words of a text, in its order; new words get new numbers."""
        found: list[int] = []
        pieces = self._pieces
        for piece in text.split():
            ids = pieces[piece] if piece in pieces else self._piece(piece)
            if ids is None:
                # an affix written apart belongs to the word before it: only the whole text tells
                return tuple(self.number(word) for word in split(text))
            found += ids
        return tuple(found[:MOST_WORDS])

    def _piece(self, piece: str) -> tuple[int, ...] | None:
        joins = fold(f"ا {piece} ا").count(" ") != 2 + fold(piece).count(" ")
        ids = self._pieces[piece] = None if joins else tuple(self.number(word) for word in split(piece))
        return ids

    def number(self, word: str) -> int:
        """Return the number of one word, new if it has not been met."""
        known = self.ids.get(word)
        if known is None:
            known = self.ids[word] = len(self.words)
            self.words.append(word)
        return known
