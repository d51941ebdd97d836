"""Numbers as lists write them: three sets of digits, several signs for thousands and decimals, words and digits mixed.

What can be read in two ways is never guessed: both readings come back as candidates.
"""

import re
from decimal import Decimal

from hamahang.domain.text import Reading, clean, fold, to_latin_digits

LONGEST = 80
SCALES = {
    "هزار": 10**3, "میلیون": 10**6, "ملیون": 10**6, "میلیارد": 10**9, "بیلیون": 10**12, "تریلیون": 10**12,
    "thousand": 10**3, "million": 10**6, "billion": 10**9,
}  # fmt: skip
ONES = {
    "صفر": 0, "یک": 1, "دو": 2, "سه": 3, "چهار": 4, "پنج": 5, "شش": 6, "شیش": 6, "هفت": 7, "هشت": 8, "نه": 9,
    "ده": 10, "یازده": 11, "دوازده": 12, "سیزده": 13, "چهارده": 14, "پانزده": 15, "شانزده": 16, "هفده": 17,
    "هجده": 18, "هیجده": 18, "نوزده": 19, "بیست": 20, "سی": 30, "چهل": 40, "پنجاه": 50, "شصت": 60, "هفتاد": 70,
    "هشتاد": 80, "نود": 90, "صد": 100, "یکصد": 100, "دویست": 200, "سیصد": 300, "چهارصد": 400, "پانصد": 500,
    "ششصد": 600, "هفتصد": 700, "هشتصد": 800, "نهصد": 900, "یکهزار": 1000,
}  # fmt: skip
# words that stand beside a number without changing it; a bound ("more than") is for the reader of the list
BESIDE = frozenset(
    {
        "نفر", "واحد", "فقره", "مورد", "عدد", "طرح", "شغل", "تن", "هکتار", "متر", "درصد", "ریال", "تومان", "روز",
        "حدود", "بیش", "از", "بالغ", "بر", "نزدیک", "به", "قریب", "افزون", "تا", "سقف", "حداکثر",
        "persons", "rials", "units",
    }
)  # fmt: skip
PLAIN = re.compile(r"[0-9]{1,40}")
GROUPED = re.compile(r"[0-9]{1,3}(?:(?P<sign>[,٬،])[0-9]{3})(?:(?P=sign)[0-9]{3}){0,11}")
# two groups or more: one alone, «12/345», may be a decimal as well
SLASHED = re.compile(r"[0-9]{1,3}(?:/[0-9]{3}){2,12}")
DECIMAL = re.compile(r"(?P<whole>[0-9]{1,30}|[0-9]{1,3}(?:[,٬،][0-9]{3}){1,9})(?P<sign>[.٫/,،])(?P<part>[0-9]{1,15})")
SIGNS = str.maketrans({"٪": " ", "%": " ", "−": "-", "–": "-"})


def parse_number(text: str) -> Reading[Decimal]:
    """Return the number a text states.

    «۲٬۲۰۰» «12 نفر» «۱۵٫۷» «یک میلیون و 471 هزار و 526» «(5000)» and «5000-» (negative) are read;
    «۷/۱۵» and «35,3» can be read in two ways and give candidates.
    """
    if len(text) > LONGEST * 4:
        return Reading(problem="not_a_number")
    latin = to_latin_digits(clean(text)).translate(SIGNS).strip()
    if not latin:
        return Reading(problem="empty")
    if len(latin) > LONGEST:
        return Reading(problem="not_a_number")
    negative, body = _sign(latin)
    words = _words(body)
    if not words:
        return Reading(problem="not_a_number")
    reading = _single(words[0]) if len(words) == 1 else _spelled(words)
    if not negative:
        return reading
    value = None if reading.value is None else -reading.value
    return Reading(value, tuple(-candidate for candidate in reading.candidates), reading.problem)


def _sign(text: str) -> tuple[bool, str]:
    """Return whether a number is negative, in any of the ways of accounts, and its text without the sign."""
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1].strip()
    if text.startswith("-") or text.endswith("-"):
        return True, text.strip("-").strip()
    return False, text.lstrip("+").strip()


def _words(text: str) -> list[str]:
    """Return the words that carry the number; empty if any other word is there."""
    kept = []
    for word in text.split():
        key = fold(word)
        if key in BESIDE:
            continue
        known = key in SCALES or key in ONES or key == "و" or key.lstrip("و") in ONES | SCALES.keys()
        if not (known or (word[0].isascii() and word[0].isdigit())):
            return []
        kept.append(word)
    return kept


def _single(word: str) -> Reading[Decimal]:
    """Read one word: digits, or a number word."""
    if PLAIN.fullmatch(word):
        return Reading(Decimal(word))
    if GROUPED.fullmatch(word):
        return Reading(Decimal(re.sub(r"[^0-9]", "", word)))
    if SLASHED.fullmatch(word):
        return Reading(Decimal(word.replace("/", "")))
    found = DECIMAL.fullmatch(word)
    if found:
        return _decimal(re.sub(r"[^0-9]", "", found["whole"]), found["sign"], found["part"])
    key = fold(word)
    if key in ONES or key in SCALES:
        return Reading(Decimal(ONES.get(key) or SCALES.get(key) or 0))
    return Reading(problem="not_a_number")


def _decimal(whole: str, sign: str, part: str) -> Reading[Decimal]:
    straight = Decimal(f"{whole}.{part}")
    if sign in "٫.":
        return Reading(straight)
    if sign in ",،":
        # not three digits after it, so no thousands: some print the decimal so, some mistype the thousands
        return Reading(candidates=(straight, Decimal(whole + part)), problem="ambiguous")
    # print turns decimals around: 15.7 appears as 7/15; and a slash is also a fraction or a date
    return Reading(candidates=(straight, Decimal(f"{part}.{whole}")), problem="ambiguous")


def _spelled(words: list[str]) -> Reading[Decimal]:
    """Read digits and number words together: groups before «هزار», «میلیون» … are added up."""
    total, group = Decimal(0), Decimal(0)
    empty, last = True, None
    for word in words:
        key = fold(word)
        if key == "و":
            continue
        key = key if key in ONES or key in SCALES else key.removeprefix("و")
        if key in SCALES:
            scale = SCALES[key]
            if last is not None and scale >= last and not empty and total:
                # «هزار میلیارد»: the scales multiply
                return _multiplied(words)
            total += (Decimal(1) if empty else group) * scale
            group, empty, last = Decimal(0), True, scale
            continue
        number = Decimal(ONES[key]) if key in ONES else _single(word).value
        if number is None:
            return Reading(problem="not_a_number")
        group, empty = group + number, False
    return Reading(total + group)


def _multiplied(words: list[str]) -> Reading[Decimal]:
    """Read «۳۲٫۶ هزار میلیارد»: one number times the scales that follow it."""
    first = _single(words[0])
    if first.value is None:
        return first
    value = first.value
    for word in words[1:]:
        scale = SCALES.get(fold(word))
        if scale is None:
            return Reading(problem="not_a_number")
        value *= scale
    return Reading(value)


SMALL = (
    "صفر", "یک", "دو", "سه", "چهار", "پنج", "شش", "هفت", "هشت", "نه", "ده", "یازده", "دوازده", "سیزده", "چهارده",
    "پانزده", "شانزده", "هفده", "هجده", "نوزده",
)  # fmt: skip
TENS = ("", "", "بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود")
HUNDREDS = ("", "صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد")
# official text says «هزار میلیارد» for 10^12
GROUPS = ("", " هزار", " میلیون", " میلیارد", " هزار میلیارد", " میلیون میلیارد")


def in_words(number: int) -> str:
    """Return a whole number in Persian words.

    :raises ValueError: beyond 10^18
    """
    if abs(number) >= 10**18:
        raise ValueError(f"too large to say in words: {number}")
    if number < 0:
        return f"منفی {in_words(-number)}"
    if number == 0:
        return SMALL[0]
    parts, index = [], 0
    while number:
        number, group = divmod(number, 1000)
        if group:
            words = "" if group == 1 and index == 1 else _below_thousand(group)
            parts.append((words + GROUPS[index]).strip())
        index += 1
    return " و ".join(reversed(parts))


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    parts = [HUNDREDS[hundreds]] if hundreds else []
    if rest >= 20:
        parts.append(TENS[rest // 10])
        rest %= 10
    if rest:
        parts.append(SMALL[rest])
    return " و ".join(parts)
