"""Persian text: both languages side by side, cleaning for display, keys for matching, order for sorting.

The original is always kept where it was read; these functions make what is shown and what is compared.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, wraps
from typing import Generic, TypeVar

T = TypeVar("T")
REMEMBERED, SHORT = 65_536, 64  # texts, letters

PERSIAN_DIGITS, ARABIC_DIGITS, LATIN_DIGITS = "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "0123456789"
TO_LATIN = str.maketrans(PERSIAN_DIGITS + ARABIC_DIGITS, LATIN_DIGITS * 2)
TO_PERSIAN = str.maketrans(LATIN_DIGITS + ARABIC_DIGITS, PERSIAN_DIGITS * 2)
ZWNJ = "\u200c"
# marks that turn text around or are not seen: they carry no meaning in a list and hide differences
DROPPED = (
    "\u0640\ufeff\u00ad\u200b\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\u061c\u180e\x00"
)
DISPLAY = str.maketrans(
    {**dict.fromkeys(DROPPED), "ي": "ی", "ى": "ی", "ك": "ک", "ہ": "ه", "ھ": "ه", "ە": "ه", "ۍ": "ی", "ې": "ی"}
)
SPACES = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\x1c-\x1f]+")
LOOSE_JOINER = re.compile(r"\s*\u200c[\u200c\s]*(?=\s)|(?<=\s)\u200c+|^\u200c+|\u200c+$|\u200c(?=\u200c)")
TANVIN = re.compile('(?<=ا)["”“″](?![\\w])')
KEY = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "ٱ": "ا", "آ": "ا", "ؤ": "و", "ئ": "ی", "ة": "ه", "ۀ": "ه", "ۂ": "ه", "ء": None,
        "-": " ", "–": " ", "—": " ", "‐": " ", "_": " ", "ـ": None,
    }
)  # fmt: skip
KEY_LATIN = {**KEY, **TO_LATIN}
KEYED = re.compile(f"[{re.escape(''.join(map(chr, KEY_LATIN)))}]")
# most texts are in order as they are: single spaces and joiners between letters and signs that no rule below changes
_ORDERLY = r"[!#-~،؛؟ء-غف-قل-وپچژکگی٠-٩۰-۹٪٫٬«»]+"
PLAIN = re.compile(f"{_ORDERLY}(?:[ {ZWNJ}]{_ORDERLY})*")
# affixes that some write apart, some joined by the joiner, some glued: one key for all three
AFTER = re.compile(
    r" (?<=[\u0620-\u06ff] )(?="
    r"(?:ها|های|هایی|ای|اند|ام|تر|ترین|پذیر|پذیری|سازی|شناسی|یابی|گذاری|بندی|کاری|زایی|شده)(?:\s|$))"
)
AFFIXES = ("می ", "بی ", "نیمه ", "غیر ", "هم ")  # one of them stands wherever BEFORE finds something
BEFORE = re.compile(r"(?<![^\s])(?P<affix>می|نمی|بی|نیمه|غیر|هم) (?=[\u0620-\u06ff])")


@dataclass(frozen=True, slots=True)
class Text:
    """The same words in Persian and English."""

    fa: str
    en: str

    def __getitem__(self, language: str) -> str:
        """Return the words of a language: fa, or en for any other."""
        return self.fa if language == "fa" else self.en

    def format(self, **values: object) -> "Text":
        """Return the words with values put in; numbers stand in each language's digits, decimals with its sign."""
        en = self.en.format(**{name: _said(value, "en") for name, value in values.items()})
        return Text(
            fa=self.fa.format(**{name: _said(value, "fa") for name, value in values.items()}),
            en=singular(en) if 1 in values.values() else en,
        )


def _said(value: object, language: str) -> object:
    if isinstance(value, Text):
        return value[language]
    if isinstance(value, int) and not isinstance(value, bool):
        return to_persian_digits(str(value)) if language == "fa" else str(value)
    if isinstance(value, Decimal):
        plain = f"{value.normalize():f}"
        return to_persian_digits(plain).replace(".", "٫") if language == "fa" else plain
    return value


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What a cell was understood as: one value, or several candidates to choose from, or a problem's code.

    problem: empty, not_a_number, not_a_day, impossible_day, two_digit_year, ambiguous, no_unit, too_large
    """

    value: T | None = None
    candidates: tuple[T, ...] = ()
    problem: str = ""


def remembered(rule: Callable[[str], str]) -> Callable[[str], str]:
    """Remember what a rule made of short texts: a list says the same words again and again.

    Long texts are not kept, so that nobody can fill the memory with them.
    """
    kept = lru_cache(maxsize=REMEMBERED)(rule)

    @wraps(rule)
    def asked(text: str) -> str:
        return kept(text) if len(text) <= SHORT else rule(text)

    return asked


def to_latin_digits(text: str) -> str:
    """Return the text with Persian and Arabic digits as 0–9; no other script's digits are digits here."""
    return text if text.isascii() else text.translate(TO_LATIN)


def to_persian_digits(text: str) -> str:
    """Return the text with 0–9 and Arabic digits as ۰–۹."""
    return text.translate(TO_PERSIAN)


def clean(text: str) -> str:
    """Return a text for display: Persian letters, no invisible marks, single spaces; joiners kept where they join."""
    return text if PLAIN.fullmatch(text) else _cleaned(text)


@remembered
def _cleaned(text: str) -> str:
    if text.isascii() and "\0" not in text:
        return SPACES.sub(" ", text).strip()
    if any("\ufb50" <= letter <= "\ufdff" or "\ufe70" <= letter <= "\ufefe" for letter in text):
        # presentation forms only; NFKC of the whole would change other signs too
        text = "".join(
            unicodedata.normalize("NFKC", letter) if "\ufb50" <= letter <= "\ufefe" else letter for letter in text
        )
    text = unicodedata.normalize("NFC", text).translate(DISPLAY)
    text = TANVIN.sub("ً", text)
    text = SPACES.sub(" ", text).strip()
    return LOOSE_JOINER.sub("", text).strip() if ZWNJ in text else text


@remembered
def fold(text: str) -> str:
    """Return the key under which two spellings of a text are the same.

    Hamza seats, marks, joiners and hyphens go; digits are Latin; small letters; affixes written apart are joined.
    """
    if text.isascii():
        return SPACES.sub(" ", text.replace("-", " ").replace("_", " ")).strip().lower().replace("\0", "")
    is_plain = PLAIN.fullmatch(text) is not None
    if not is_plain:
        text = clean(text)
    if KEYED.search(text):
        text = text.translate(KEY_LATIN)
    text = text.lower()
    if not (is_plain or text.isascii()):
        text = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    if not is_plain or "  " in text or text[:1] == " " or text[-1:] == " ":
        text = SPACES.sub(" ", text).strip()
    text = AFTER.sub("", text)
    if any(affix in text for affix in AFFIXES):
        text = BEFORE.sub(r"\g<affix>", text)
    return text.replace(ZWNJ, "")


PLACE_WORDS = frozenset({"شهرستان", "استان", "شهرک", "ناحیه", "صنعتی", "بخش", "و", "county", "of", "province"})
PLACES = {
    "ارکوازملکشاهی": "ملکشاهی",
    "ایوانغرب": "ایوان",
    "شیروانچرداول": "شیروانچرداول",
    "شیروانوچرداول": "شیروانچرداول",
    "سیروانوچرداول": "شیروانچرداول",
    "سیروانچرداول": "شیروانچرداول",
    "عیلام": "ایلام",
}
NUMBER_WORD = re.compile(r"شماره|شماره‌")


@remembered
def place_key(text: str) -> str:
    """Return the key of a place's name: kinds of place, «و» and spaces dropped, the field's variants equal.

    «و» is also dropped where it is glued to the next word, as official lists print it.
    """
    words = []
    for word in NUMBER_WORD.sub(" ", fold(text)).split():
        if word in PLACE_WORDS:
            continue
        words.append(NUMBERS.get(word, word))
    key = "".join(words)
    return PLACES.get(key, PLACES.get(key.replace("وچرداول", "چرداول"), key))


FIRM_WORDS = frozenset(
    {
        "شرکت", "ش", "موسسه", "کارخانه", "کارخانجات", "واحد", "مجتمع", "گروه", "هلدینگ", "صنایع", "صنعتی", "تولیدی",
        "تولید", "بازرگانی", "خدماتی", "تعاونی", "ت", "سهامی", "خاص", "عام", "سخ", "س", "خ", "ع", "با", "مسئولیت",
        "مسیولیت", "محدود", "و", "شرکا", "شماره", "co", "company", "ltd",
    }
)  # fmt: skip
NUMBERS = {
    "یک": "1", "اول": "1", "دو": "2", "دوم": "2", "سه": "3", "سوم": "3", "چهار": "4", "پنج": "5", "شش": "6",
    "هفت": "7", "هشت": "8", "نه": "9", "ده": "10",
}  # fmt: skip
NOT_WORD = re.compile(r"[^\w]+")


@remembered
def company_key(text: str) -> str:
    """Return the key of a unit's or firm's name: firm words dropped, number words as digits, words in order.

    Product and place stay, for they tell units apart. Never empty for a text with letters.
    """
    words = [word for word in NOT_WORD.split(fold(text)) if word]
    kept = [NUMBERS.get(word, word) for word in words if word not in FIRM_WORDS]
    return " ".join(sorted(kept or words))


# Source: the Persian tailoring of the Unicode collation (ICU): آ before ا, hamza forms after it, ه after و
ORDER = "آاٱءأإؤئبپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
RANK = {letter: chr(0x100 + 2 * index) for index, letter in enumerate(ORDER)}
RANK |= {"ي": RANK["ی"], "ى": RANK["ی"], "ك": RANK["ک"], "ة": RANK["ه"], "ۀ": RANK["ه"]}


class _Ranks(dict[int, str]):
    """The rank of each letter, found once: digits and spaces stand for themselves, signs for nothing."""

    def __missing__(self, code: int) -> str:
        letter = to_latin_digits(chr(code))
        rank = RANK.get(letter)
        if rank is None:
            stays = letter == " " or letter.isdigit()
            rank = letter if stays else chr(0x400 + min(code, 0xF000)) if letter.isalpha() else ""
        self[code] = rank
        return rank


RANKS = _Ranks()


def sort_key(text: str) -> str:
    """Return a text whose plain order is the Persian order: digits, then Persian letters, then Latin ones."""
    return clean(text).lower().translate(RANKS)


MANY = (
    "agencies|candidates|cases|cells|contracts|counties|days|drafts|estates|facilities|figures|"
    "hectares|hours|inspections|jobs|licences|measures|mines|months|packages|papers|payments|"
    "permits|persons|places|projects|provinces|questions|records|requests|resolutions|returns|rows|"
    "sessions|shifts|supports|tonnes|units|visits|years|zones"
)
ONE = re.compile(
    rf"(?<![\w.,/:−-])1 (?P<kind>(?:[a-z]+ )?)(?P<many>{MANY})\b(?: (?P<verb>are|were|have)\b)?",
)
VERB_OF_ONE = {"are": " is", "were": " was", "have": " has", None: ""}


def singular(english: str) -> str:
    """Return English words with what is counted once in its form of one: “1 rows are” becomes “1 row is”."""
    return ONE.sub(_of_one, english)


def _of_one(found: re.Match[str]) -> str:
    many = found["many"]
    noun = f"{many[:-3]}y" if many.endswith("ies") else many[:-1]
    return f"1 {found['kind']}{noun}{VERB_OF_ONE[found['verb']]}"
