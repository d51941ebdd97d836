"""The words that numbers are made of, in Persian and English, and words in which they are glued together."""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

ONES = {
    "صفر": 0, "یک": 1, "دو": 2, "سه": 3, "چهار": 4, "چار": 4, "پنج": 5, "شش": 6, "شیش": 6, "هفت": 7, "هشت": 8, "نه": 9,
}  # fmt: skip
TEENS = {
    "ده": 10, "یازده": 11, "دوازده": 12, "سیزده": 13, "چهارده": 14, "پانزده": 15, "پونزده": 15, "شانزده": 16,
    "شونزده": 16, "هفده": 17, "هیفده": 17, "هجده": 18, "هیجده": 18, "هژده": 18, "نوزده": 19,
}  # fmt: skip
TENS = {"بیست": 20, "سی": 30, "چهل": 40, "پنجاه": 50, "شصت": 60, "هفتاد": 70, "هشتاد": 80, "نود": 90}
HUNDREDS = {
    "صد": 100, "یکصد": 100, "دویست": 200, "سیصد": 300, "چهارصد": 400, "پانصد": 500, "پونصد": 500, "ششصد": 600,
    "شیشصد": 600, "هفتصد": 700, "هشتصد": 800, "نهصد": 900,
}  # fmt: skip
SCALES = {
    "هزار": 10**3, "یکهزار": 10**3, "میلیون": 10**6, "ملیون": 10**6, "میلیارد": 10**9, "ملیارد": 10**9, "میلیار": 10**9,
    "بیلیون": 10**12, "تریلیون": 10**12, "تیلیارد": 10**21,
}  # fmt: skip
SCALES |= {f"{word}ی": value for word, value in SCALES.items() if word != "یکهزار"}
ENGLISH = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
ENGLISH_SCALES = {
    "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "bn": 10**9, "trillion": 10**12,
}  # fmt: skip
SMALL = ONES | TEENS | TENS | HUNDREDS
HALF = "نیم"
PARTS = {"دهم": Decimal("0.1"), "صدم": Decimal("0.01"), "هزارم": Decimal("0.001")}
_ROOTS = {word: value for word, value in (SMALL | {"هزار": 1000, "میلیون": 10**6, "میلیارد": 10**9}).items() if value}
ORDINALS = {f"{word}م": value for word, value in _ROOTS.items()}
ORDINALS |= {"سوم": 3, "سیم": 30, "سیام": 30} | {f"{word}مین": value for word, value in _ROOTS.items()}
ORDINALS |= {"سومین": 3, "دومین": 2, "سیامین": 30}
for _wrong in ("سهم", "سهمین", "سیم", "دهمین"):  # «سهم» is a share, «سیم» a wire
    ORDINALS.pop(_wrong, None)
ORDINALS["دهمین"] = 10
ENGLISH_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "twentieth": 20,
}  # fmt: skip
NAMES_OF_PARTS = {"دوم": 2, "سوم": 3, "چهارم": 4, "پنجم": 5, "ششم": 6, "هفتم": 7, "هشتم": 8, "نهم": 9, "دهم": 10}
# what may be glued to a number word where a joiner was lost: «پنجسال», «دوبرابر», «سهماهه»
TAILS = (
    "ماهه", "ماه", "ساله", "سال", "روزه", "روز", "ساعته", "ساعت", "هفته", "برابری", "برابر", "متری", "متر", "درصدی",
    "درصد", "نفره", "نفری", "نفر", "واحدی", "واحد", "شیفته", "شیفت", "بار", "طبقه", "هکتاری", "هکتار", "فقره", "مورد",
    "تنی", "تن", "گانه", "جانبه", "مرحله", "دستگاه", "تومانی", "تومان", "ریالی", "ریال", "ستاره",
    "دلاری", "دلار", "یورو", "کیلومتر", "مگاواتی", "مگاوات", "لیتر", "خانوار", "قطعه", "تخت", "راس",
)  # fmt: skip
_ANY = "|".join(sorted(SMALL | SCALES | PARTS | {HALF: 0}, key=len, reverse=True))
GLUED = re.compile(rf"و?(?:(?:{_ANY})(?:و(?=(?:{_ANY})))?)+(?:{'|'.join(TAILS)}|و|م|مین)?")
_INNER = "|".join(sorted(SMALL | SCALES | {HALF: 0}, key=len, reverse=True))
PIECE = re.compile(rf"(?:{'|'.join(PARTS)})$|{_INNER}|{'|'.join(TAILS)}|مین|م|و")
NUMBER_WORDS = SMALL | SCALES
RANKED = frozenset(
    {
        "رتبه", "رده", "جایگاه", "دهک", "مقام", "مرحله", "فاز", "واحد", "نیمه", "ماه", "ماهه", "نیمسال", "نوبت", "گام",
        "دوره", "اولویت", "فصل", "روز", "هفته", "سفر", "دور", "سری", "بسته", "طبقه", "گروه", "ردیف", "سال", "بار",
        "نفر", "خط", "بخش", "موج", "شیفت", "ترم", "قسط", "قدم", "قطعه", "درجه",
    }
)  # fmt: skip
WHOLE = frozenset(NUMBER_WORDS) | frozenset(ORDINALS) | frozenset(PARTS) | {HALF}
# made of number words, but words of their own
WORDS = frozenset(
    {"دوم", "سیم", "دهم", "صدم", "سهم", "نهم", "یکم", "سیمان", "دهمین", "هزاره", "سیما", "نیمه", "دودو", "ونه", "سیو"}
)


def may_be_ranked(words: Sequence[str]) -> bool:
    """Return whether the last of some words has places in an order: «رتبه اول», «دهک‌های اول», «نیمه اول»."""
    is_plural = bool(words) and words[-1] in ("های", "ی")
    before = words[: len(words) - is_plural][-1:]
    return bool(before) and before[0].removesuffix("های") in RANKED


@lru_cache(maxsize=65_536)
def glued(word: str) -> list[str]:
    """Return the pieces of a word in which number words are glued together, or glued to what they count; else nothing.

    «دوهزار» «بیستوپنج» «هزارو» «پنجسال» «وسیصد»
    """
    if word in WHOLE or word in WORDS or len(word) < 4 or not GLUED.fullmatch(word):
        return []
    pieces = PIECE.findall(word)
    if "".join(pieces) != word or len(pieces) < 2:
        return []
    if pieces[-1] in ("م", "مین") and len(pieces) > 1:
        pieces[-2:] = [pieces[-2] + pieces[-1]]
    return pieces if len(pieces) > 1 else []
