"""Which field a column holds: proposed from the words of its heading and from the values below, with a confidence.

Nothing is taken on faith: a proposal is shown, and what is doubtful is asked.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from hamahang.domain import calendar, numbers
from hamahang.domain.identifiers import is_legal_id, is_personal_id
from hamahang.domain.lists.intake import Cell, Column, Kind
from hamahang.domain.money import unit_in
from hamahang.domain.persons import code_of, hash_in
from hamahang.domain.text import clean, fold, to_latin_digits

AT_LEAST = 0.5  # below it a column is left without a field: a wrong proposal costs more than none
SURE = 0.8  # from it on a list is read without asking
TOLD_FROM = 0.7  # share of a column's values that must fit a field for them to be evidence by themselves
ENOUGH = 5  # values from which they are evidence by themselves
SAMPLE = 60
WIDEST = 250  # columns beyond are numbers without end, and no list's fields
PARENTHESES = re.compile(r"[(\[][^()\[\]]{0,80}[)\]]")
PUNCTUATION = str.maketrans(dict.fromkeys(":;،,.*_/\\|«»\"'#؛-–—\n\r\t", " "))
# words that stand in many headings and tell little: they count half
COMMON = frozenset(
    {
        "نام", "شماره", "تاریخ", "کد", "تعداد", "مبلغ", "نوع", "عنوان", "میزان", "شناسه", "محل", "واحد", "آخرین", "کل",
        "no", "number", "name", "date", "code", "type", "of", "the", "id", "total",
    }
)  # fmt: skip
# a letter that stands for a word, as in «ش.ملی» and «ت.پروانه»
SHORT = {"ش": ("شماره", "شناسه"), "ت": ("تاریخ", "تعداد", "تلفن"), "ک": ("کد",), "م": ("میلیون", "مبلغ"), "ن": ("نام",)}
# fields that any office's list may have, whatever it lists
GENERAL = (
    Column("row_no", ("ردیف", "ش", "شماره ردیف", "no", "row", "#", "s/n", "nr")),
    Column("personal_id", ("کد ملی", "کدملی", "شماره ملی", "personal id", "national code")),
    Column("phone", ("تلفن", "شماره تلفن", "تلفن ثابت", "شماره تماس", "phone", "telephone", "tel", "phone number")),
    Column("mobile", ("تلفن همراه", "موبایل", "همراه", "شماره همراه", "mobile", "cell phone")),
    Column("postcode", ("کد پستی", "کدپستی", "postcode", "postal code", "zip", "zip code", "plz")),
    Column("email", ("ایمیل", "پست الکترونیک", "رایانامه", "email", "e-mail", "email address")),
    Column("address", ("نشانی", "آدرس", "نشانی واحد", "address", "street", "street address")),
    Column("given_name", ("نام کوچک", "first name", "given name", "forename")),
    Column("surname", ("نام خانوادگی", "فامیل", "surname", "last name", "family name")),
    Column("father_name", ("نام پدر", "father name")),
    Column("birth_date", ("تاریخ تولد", "ت تولد", "date of birth", "birth date", "dob"), Kind.DAY),
    Column("province", ("استان", "نام استان", "province", "state", "region")),
    Column("city", ("شهر", "نام شهر", "city", "town")),
    Column("village", ("روستا", "دهستان", "آبادی", "village")),
    Column("year", ("سال", "year", "fiscal year", "سال مالی"), Kind.WHOLE),
    Column("remarks", ("توضیحات", "ملاحظات", "شرح", "remarks", "notes", "comment", "comments", "description")),
)
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[A-Za-z]{2,24}")
PHONE = re.compile(r"(?:\+?[0-9]{1,3}[ \-]?)?(?:\(?0[0-9]{2,3}\)?[ \-]?[0-9]{3,4}[ \-]?[0-9]{4}|09[0-9]{9}|9[0-9]{9})")
MOBILE = re.compile(r"(?:\+98|0098|0)?9[0-9]{9}")
# ten digits without 0 or 2 in the first five; or the letters and digits of Britain; or five digits and four
POSTCODE = re.compile(r"[13-9]{5}-?[0-9]{5}|[A-Za-z]{1,2}[0-9][0-9A-Za-z]? ?[0-9][A-Za-z]{2}|[0-9]{5}-[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column as it was found. cells: some of its values."""

    letter: str
    text: str
    cells: Sequence[Cell] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Which field a column is thought to hold, None if no field fits; confidence: 0 to 1."""

    letter: str
    heading: str
    field: str | None
    confidence: float


@lru_cache(maxsize=8_192)
def heading_key(text: str) -> str:
    """Return what two spellings of a heading share: no unit in brackets, no punctuation, folded, without spaces."""
    return fold(PARENTHESES.sub(" ", clean(text)).translate(PUNCTUATION)).replace(" ", "")


@lru_cache(maxsize=8_192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(PARENTHESES.sub(" ", clean(text)).translate(PUNCTUATION)).split())


def heading_score(text: str, titles: Iterable[str]) -> float:
    """Return how well a heading fits one of a field's titles, 0 to 1; 1 only for the same words."""
    return _score(text, tuple(titles))


@lru_cache(maxsize=65_536)
def _score(text: str, titles: tuple[str, ...]) -> float:
    lines = [text, *text.split(" / ")] if " / " in text else [text]
    keys = {heading_key(line) for line in lines} - {""}
    if any(heading_key(title) in keys for title in titles):
        return 1.0
    words = [_words(line) for line in lines]
    pairs = ((line, _words(title)) for line in words for title in titles)
    return min(max((_alike(*pair) for pair in pairs if _begin_alike(*pair)), default=0.0), 0.95)


def _begin_alike(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Say whether two headings may be alike at all: some words of theirs begin with the same letters."""
    return not _beginnings(one).isdisjoint(_beginnings(two))


@lru_cache(maxsize=8_192)
def _beginnings(words: tuple[str, ...]) -> frozenset[str]:
    short = (full[:2] for word in words for full in SHORT.get(word, ()))
    return frozenset((*(word[:2] for word in words), *short))


@lru_cache(maxsize=65_536)
def _alike(one: tuple[str, ...], two: tuple[str, ...]) -> float:
    """Return the share of two headings' words that they have in common; common words count half."""
    if not one or not two:
        return 0.0
    whole = _ratio("".join(one), "".join(two))
    left, shared = list(two), 0.0
    for word in one:
        found = max(((_same(word, other), other) for other in left), default=(0.0, ""))
        if found[0]:
            shared += found[0] * min(_weight(word, found[1]), _weight(found[1], word))
            left.remove(found[1])
    dice = 2 * shared / (sum(_weight(word, "") for word in one) + sum(_weight(word, "") for word in two))
    # one word typed apart or together, or with a letter wrong
    return max(min(dice, 1.0), whole if whole > 0.85 else 0.0)


def _weight(word: str, other: str) -> float:
    return 0.5 if word in COMMON or (len(word) == 1 and (not other or other in COMMON)) else 1.0


@lru_cache(maxsize=65_536)
def _same(one: str, two: str) -> float:
    if one == two:
        return 1.0
    short, long = sorted((one, two), key=len)
    if len(short) == 1:
        return 0.8 if long in SHORT.get(short, ()) else 0.0
    if len(short) >= 4 and long.startswith(short):
        return 0.85
    ratio = _ratio(one, two) if len(short) > 3 else 0.0
    return ratio if ratio > 0.8 else 0.0


def _ratio(one: str, two: str) -> float:
    """Return how alike two words are; words of different lengths are not looked at, for there are many pairs."""
    if 2 * min(len(one), len(two)) < 0.8 * (len(one) + len(two)):
        return 0.0
    letters, others = set(one), set(two)
    if 2 * len(letters & others) < 0.7 * (len(letters) + len(others)):
        return 0.0
    return SequenceMatcher(None, one, two, autojunk=False).ratio()


def value_score(cells: Sequence[Cell], column: Column) -> float | None:
    """Return the share of a column's values that can be values of a field; None where there are none to judge by."""
    texts = [(clean(cell.text), cell.kind) for cell in cells[:SAMPLE] if cell.text.strip() and cell.kind != "error"]
    return _share(texts, column) if texts else None


def _share(texts: Sequence[tuple[str, str]], column: Column) -> float:
    if column.kind is Kind.CHOICE:
        words = _choices(column.name, tuple(word for options in column.choices.values() for word in options))
        return sum(fold(text) in words for text, _ in texts) / len(texts)
    test = _test_of(column)
    return sum(test(text, kind) for text, kind in texts) / len(texts)


@lru_cache(maxsize=512)
def _choices(name: str, words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _test_of(column: Column) -> Callable[[str, str], bool]:
    return (BY_NAME.get(column.name) if column.kind is Kind.TEXT else None) or BY_KIND.get(column.kind, _is_words)


def _is_words(text: str, kind: str) -> bool:
    return kind == "text" and any(letter.isalpha() for letter in text)


def _is_any(text: str, kind: str) -> bool:
    return True


def _digits(text: str) -> str:
    return "".join(letter for letter in to_latin_digits(text) if letter.isascii() and letter.isalnum())


def _is_legal(text: str, kind: str) -> bool:
    digits = _digits(text)
    return is_legal_id(digits.zfill(11) if kind == "number" else digits)


def _is_personal(text: str, kind: str) -> bool:
    return hash_in(text) is not None or is_personal_id(code_of(text))


def _is_number(text: str, kind: str) -> bool:
    reading = numbers.parse_number(text)
    return kind == "formula" or reading.value is not None or bool(reading.candidates)


def _is_day(text: str, kind: str) -> bool:
    if kind == "day":
        return True
    reading = calendar.parse_day(text)
    return reading.problem in ("", "ambiguous", "two_digit_year", "impossible_day")


def _is_month(text: str, kind: str) -> bool:
    return calendar.read_month(text, is_day=kind == "day") is not None


def _is_percent(text: str, kind: str) -> bool:
    value = numbers.parse_number(text).value
    return value is not None and 0 <= value <= 100


def _matching(pattern: re.Pattern[str]) -> Callable[[str, str], bool]:
    return lambda text, kind: pattern.fullmatch(to_latin_digits(text)) is not None


def _is_code(text: str, kind: str) -> bool:
    return any(letter.isdigit() for letter in text)


BY_KIND: dict[Kind, Callable[[str, str], bool]] = {
    Kind.LEGAL_ID: _is_legal,
    Kind.WHOLE: _is_number,
    Kind.NUMBER: _is_number,
    Kind.RIALS: _is_number,
    Kind.PERCENT: _is_percent,
    Kind.DAY: _is_day,
    Kind.YESNO: _is_any,
    Kind.MONTH: _is_month,
    Kind.PERSON: _is_personal,
}
BY_NAME: dict[str, Callable[[str, str], bool]] = {
    "email": _matching(EMAIL),
    "phone": _matching(PHONE),
    "mobile": _matching(MOBILE),
    "postcode": _matching(POSTCODE),
    "personal_id": _is_personal,
    "row_no": _is_number,
    "address": _is_words,
    "remarks": _is_any,
}
# fields whose values cannot be mistaken: a check digit, a sign, a pattern. How sure all of them good makes one
TELLING = {"national_id": 0.95, "personal_id": 0.9, "email": 0.95, "mobile": 0.9, "postcode": 0.75, "phone": 0.75}


class _Judge:
    """Judges one column against many fields; values are tried once for each way of trying them."""

    def __init__(self, heading: Heading) -> None:
        self.heading = heading
        self.unit = unit_in(heading.text)
        cells = [cell for cell in heading.cells[:SAMPLE] if cell.text.strip() and cell.kind != "error"]
        self.texts = [(clean(cell.text), cell.kind) for cell in cells]
        self.tried: dict[object, float] = {}

    def values(self, column: Column) -> float | None:
        """Return the share of the values that fit a field."""
        if not self.texts:
            return None
        way: object = (column.name, tuple(column.choices)) if column.kind is Kind.CHOICE else _test_of(column)
        if way not in self.tried:
            self.tried[way] = _share(self.texts, column)
        return self.tried[way]

    def has_few(self, column: Column) -> bool:
        """Say whether so few of the values fit a field that they tell nothing by themselves; seen by the first ones."""
        bad, test = 0, _test_of(column)
        if column.kind is Kind.CHOICE:
            return False
        for text, kind in self.texts:
            bad += not test(text, kind)
            if bad > (1 - TOLD_FROM) * len(self.texts):
                return True
        return False

    def confidence(self, column: Column, at_least: float = 0.0) -> float:
        """Return how sure it is that the column holds a field, by its words and its values together.

        at_least: 0 where it cannot be as sure as this, whatever the values are; then they are not tried
        """
        words = heading_score(self.heading.text, column.titles) if self.heading.text else 0.0
        if self.unit and column.kind not in (Kind.RIALS, Kind.NUMBER):
            # a heading that names a money unit is over amounts
            words *= 0.3
        telling = TELLING.get(column.name, 0.0) if column.kind in (Kind.TEXT, Kind.LEGAL_ID, Kind.PERSON) else 0.0
        telling = 0.65 if column.kind is Kind.CHOICE else telling
        if max(words, telling) < at_least:
            return 0.0
        if words < at_least and self.has_few(column):
            return 0.0
        values = self.values(column)
        if column.kind is Kind.TEXT and column.name not in BY_NAME:
            # any text may be right: codes and numbers stand in text fields as well
            values = None if values is None else max(values, 0.75)
        if values is None:
            return round(0.9 * words, 2)
        by_words = words * (0.55 + 0.45 * values)
        by_values = telling * values if values > TOLD_FROM and len(self.texts) >= ENOUGH else 0.0
        return round(max(by_words, by_values), 2)


def confidence(heading: Heading, column: Column) -> float:
    """Return how sure it is that a column holds a field, by its words and its values together."""
    return _Judge(heading).confidence(column)


def propose(headings: Sequence[Heading], fields: Sequence[Column], *, at_least: float = AT_LEAST) -> list[Proposal]:
    """Propose a field for each column, the surest first; a field goes to one column, a column has one field."""
    scored = []
    for place, heading in enumerate(headings[:WIDEST]):
        judge = _Judge(heading)
        for order, column in enumerate(fields):
            sure = judge.confidence(column, at_least)
            if sure >= at_least:
                scored.append((-sure, place, order, heading, column))
    chosen: dict[str, tuple[str, float]] = {}
    taken: set[str] = set()
    for less, _, _, heading, column in sorted(scored, key=lambda item: item[:3]):
        if heading.letter not in chosen and column.name not in taken:
            chosen[heading.letter] = (column.name, -less)
            taken.add(column.name)
    none: tuple[str | None, float] = (None, 0.0)
    return [Proposal(h.letter, h.text, *(chosen.get(h.letter, none))) for h in headings]


def fields_of(tables: Iterable[Sequence[Column]], headings: Sequence[Heading]) -> list[Column]:
    """Return the fields a table may have: first those of the list whose headings fit best, then all others.

    A field that several lists have is known by the titles it has in any of them.
    """
    ranked = sorted(tables, key=lambda columns: -_fit(columns, headings))
    found: dict[str, Column] = {}
    for column in (*(column for columns in ranked for column in columns), *GENERAL):
        first = found.setdefault(column.name, column)
        if first.kind is column.kind and not set(column.titles) <= set(first.titles):
            found[column.name] = replace(first, titles=(*first.titles, *column.titles))
    return list(found.values())


def _fit(columns: Sequence[Column], headings: Sequence[Heading]) -> float:
    """Return how much of a table's headings a list explains."""
    known = {heading_key(title) for column in columns for title in column.titles}
    own = [heading_key(heading.text.rsplit(" / ", 1)[-1]) for heading in headings]
    return sum(key in known for key in own if key)
