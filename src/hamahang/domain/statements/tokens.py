"""Words, numerals and signs of a folded text, its sentences, and where a line ends a sentence."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from hamahang.domain.statements.normalising import Folded, normalise
from hamahang.domain.statements.numberwords import NUMBER_WORDS, SMALL, glued
from hamahang.domain.statements.numerals import RUN, Numeral, read_run

LETTER = "\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff"
TOKEN = re.compile(rf"(?P<n>{RUN})|(?P<w>[{LETTER}]+)|(?P<l>[a-z]+(?:'[a-z]+)?)|(?P<p>[^\s\u200c])")
NUMERAL, WORD, LATIN, SIGN = "n", "w", "l", "p"
GLUED, JOINED, SPACED, NEW_LINE = 0, 1, 2, 3
Known = Callable[[str], bool]
ENDS = frozenset(".!?؟؛")
LIST_MARKS, LISTED = "●•■◾▪◆*-–—✓○", 0.4  # share of lines that begin so in a list
WRAPPED = (40, 120)  # letters of a line that was broken by its width, not by its author


class Token(NamedTuple):
    """A word, numeral or sign. gap: what stands before it, from glued to it to a new line."""

    start: int
    end: int
    text: str
    kind: str
    gap: int
    numeral: Numeral | None = None


class Words(dict[int, str]):
    """The words of a text by their place; nothing outside it."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        super().__init__(enumerate(token.text for token in tokens))

    def __missing__(self, at: int) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text cut into tokens. sentences: first token of each and the one after its last."""

    folded: Folded
    all: list[Token]
    sentences: list[tuple[int, int]]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where the tokens from first up to last, not with it, stand in the text as given."""
        return self.folded.span(self.all[first].start, self.all[last - 1].end)


def tokenise(text: str, known: Known = lambda word: False) -> Tokens:
    """Cut a text into tokens and sentences.

    known: whether a word is one of the lexicon; of an unknown one that a preposition was glued to, two are made
    """
    folded = normalise(text)
    tokens = _tokens(folded.text, known, is_wrapped=_is_wrapped(folded.text))
    return Tokens(folded, tokens, _sentences(tokens))


def _tokens(text: str, known: Known, *, is_wrapped: bool) -> list[Token]:
    made: list[Token] = []
    before = 0
    for found in TOKEN.finditer(text):
        kind, (start, end), word = found.lastgroup or SIGN, found.span(), found[0]
        between = text[before:start]
        # most stand apart by one space
        gap = SPACED if between == " " else _gap(between, is_wrapped=is_wrapped) if between else GLUED
        before = end
        if kind == NUMERAL:
            for at, stop, numeral in read_run(word):
                if at and made:
                    made += _between(text, made[-1].end, start + at)
                made.append(Token(start + at, start + stop, word[at:stop], NUMERAL, gap if not at else GLUED, numeral))
        elif kind == WORD and (pieces := _pieces(word, gap, made, known)):
            for piece in pieces:
                made.append(Token(start, start + len(piece), OF_IT.get(piece, piece), WORD, gap))
                start, gap = start + len(piece), GLUED
        else:
            made.append(Token(start, end, EZAFE.get(word, word), kind, gap))
    return made


def _pieces(word: str, gap: int, made: list[Token], known: Known) -> list[str]:
    """Return the words of what print glues together; nothing of one word."""
    joined, apart = _cut(word, known)
    is_after_number = not joined and bool(made) and (made[-1].kind == NUMERAL or made[-1].text in NUMBER_WORDS)
    return joined or (_run_on(word, gap, made[-1], known) if is_after_number else []) or apart


@lru_cache(maxsize=65_536)
def _cut(word: str, known: Known) -> tuple[list[str], list[str]]:
    """Return the pieces of a word that is glued wherever it stands, else the two words that a short one joins."""
    joined = _joined(word)
    return joined, [] if joined else _apart(word, known)


def _joined(word: str) -> list[str]:
    """Return the pieces of a word that is glued wherever it stands: «درسال», «بیستوپنج», «صادرشده»."""
    if word in RUN_TOGETHER:
        return RUN_TOGETHER[word]
    made = MADE.fullmatch(word)
    return glued(word) or ([piece for piece in made.groups() if piece] if made else [])


GOING_ON = [["به", "میزان"], ["به", "ارزش"], ["از", "لحاظ"], ["از", "نظر"], ["از", "حیث"]]
# «هفته‌ی دولت», where the joiner was lost
EZAFE = {"هفتهی": "هفته", "دههی": "دهه", "نیمهی": "نیمه", "دورهی": "دوره", "ماههی": "ماهه"}
OF_IT = {"ش": "ان", "شان": "انها"}  # «۴۰ درصدش» is «۴۰ درصد آن»
# words that print glues where a joiner was lost
RUN_TOGETHER = {
    "سالگذشته": ["سال", "گذشته"], "سالجاری": ["سال", "جاری"], "ماهگذشته": ["ماه", "گذشته"],
    "سالاینده": ["سال", "اینده"], "سالقبل": ["سال", "قبل"], "درحال": ["در", "حال"], "دردست": ["در", "دست"],
    "هماکنون": ["هم", "اکنون"], "بهترتیب": ["به", "ترتیب"], "بیشاز": ["بیش", "از"], "درصورت": ["در", "صورت"],
    "یکسوم": ["یک", "سوم"], "دوسوم": ["دو", "سوم"], "یکچهارم": ["یک", "چهارم"], "سهچهارم": ["سه", "چهارم"],
    "یکپنجم": ["یک", "پنجم"], "تاپایان": ["تا", "پایان"], "ازابتدای": ["از", "ابتدای"], "درسال": ["در", "سال"],
    "دراین": ["در", "این"], "ازاین": ["از", "این"],
    "وحدود": ["و", "حدود"], "وبیش": ["و", "بیش"], "وبالغ": ["و", "بالغ"], "وکمتر": ["و", "کمتر"],
    "وحداقل": ["و", "حداقل"], "ونزدیک": ["و", "نزدیک"], "ودر": ["و", "در"],
    "باحدود": ["با", "حدود"], "تاسقف": ["تا", "سقف"],
    "تصفیهخانه": ["تصفیه", "خانه"], "تصفیهخانههای": ["تصفیه", "خانه", "های"],
    "درهمین": ["در", "همین"], "تعدادبیش": ["تعداد", "بیش"], "میزانبیش": ["میزان", "بیش"],
    "بابهره": ["با", "بهره"], "بابهرهبرداری": ["با", "بهره", "برداری"],
    "بهطور": ["به", "طور"], "بهمنظور": ["به", "منظور"], "بهدلیل": ["به", "دلیل"], "بهعنوان": ["به", "عنوان"],
}  # fmt: skip


# «اختصاص‌یافته», «صادرشده», where the joiner was lost
MADE = re.compile(
    "(اختصاص|تخصیص|فراهم|صادر|ایجاد|انجام|احداث|پرداخت|تصویب|ثبت|واگذار|اجرا|برگزار|تایید|معرفی|شناسایی|احیا|جذب|تامین"
    "|خریداری|تعیین|منعقد|ابلاغ|تعطیل|هزینه|تعهد)(شده|یافته|شد|یافت)"
    "|(اظهار|بیان|تصریح|اعلام|عنوان|خاطرنشان|تاکید|اضافه|ابراز|اذعان)(کرد|کردند|داشت|داشتند|نمود|شد)"
)
UNIT_AND_ALL = re.compile("(نفر|ریال|تومان|درصد|واحد|فقره|دلار|هکتار|مورد)(از|در|به|با|برای)(.{4,})")
NUMBER_AND_MORE = re.compile("(دو|سه|چهار|پنج|شش|هفت|هشت|هزار|میلیون|میلیارد)(.{3,})")
UNIT_OF_IT = re.compile("(نفر|درصد|واحد|هکتار|مورد|تا|میلیون|میلیارد)(ش|شان)")
PREFIX_AND_NUMBER = re.compile("(در|از|به|با|تا)(سه|چهار|پنج|شش|هفت|هشت|یازده|دوازده)")
UNIT_AND_VERB = re.compile("(نفر|ریال|تومان|درصد|واحد|فقره|دلار|هکتار|مورد)(خواهد|خواهند|می)(.{2,})")
PREFIXES = {"از": 4, "در": 4, "به": 4, "با": 4, "برای": 4, "را": 4, "و": 5}  # and letters of the word after
# and letters of the word before
SUFFIXES = {"بالغ": 3, "خواهد": 3, "خواهند": 3, "حدود": 3, "بیش": 3, "را": 3, "برای": 3, "در": 4, "از": 4}
UNIT_AND_MORE = re.compile(
    "(نفر|ریال|تومان|درصد|تن|واحد|فقره|دلار|هکتار|مورد)(برای|در|از|به|با|و|بوده|بود|است|شده|شد|اشتغال|شغل|کارگر|نیرو|تسهیلات|سرمایه|اعتبار"
    "|درصد|پروانه|جواز|قرارداد|زمین|فعال|غیرفعال|راکد|صنعتی|تولیدی|مسکونی|معدنی)"
)


def _apart(word: str, known: Known) -> list[str]:
    """Return the two words of one that a short word is glued to."""
    return _prefixed(word, known) or _suffixed(word, known)


def _prefixed(word: str, known: Known) -> list[str]:
    """Return the two words of «ازمدارس», «دراستان», «هزارطرح»."""
    if (found := NUMBER_AND_MORE.fullmatch(word)) and not known(word) and known(found[2]):
        return [found[1], found[2]]
    if (found := PREFIX_AND_NUMBER.fullmatch(word)) and not known(word):
        return [*found.groups()]  # «درشش ماهه»
    for prefix, shortest in PREFIXES.items():
        rest = word[len(prefix) :]
        if word.startswith(prefix) and len(rest) >= shortest and not known(word) and known(rest):
            return [prefix, rest]
    return []


def _suffixed(word: str, known: Known) -> list[str]:
    """Return the two words of «نفررا», «کشوربالغ»."""
    for suffix, shortest in SUFFIXES.items():
        rest = word.removesuffix(suffix)
        if len(rest) >= shortest and rest != word and not known(word) and known(rest):
            return [rest, suffix]
    return []


def _run_on(word: str, gap: int, number: Token, known: Known) -> list[str]:
    """Return the pieces of «وسه» in «پنجاه‌وسه», and of «نفربرای» after a number."""
    if found := UNIT_AND_MORE.fullmatch(word):
        return [found[1], found[2]]
    if found := UNIT_OF_IT.fullmatch(word):
        return [*found.groups()]
    if found := UNIT_AND_VERB.fullmatch(word):
        return [*found.groups()]  # «نفرخواهدرسید»
    if (found := UNIT_AND_ALL.fullmatch(word)) and known(found[3]):
        return [found[1], found[2], found[3]]  # «هکتارازاراضی»
    is_one = gap in (JOINED, SPACED) and word[0] == "و" and word[1:] in SMALL and number.text in NUMBER_WORDS
    return ["و", word[1:]] if is_one else []


def _gap(between: str, *, is_wrapped: bool) -> int:
    if "\n" in between and not (is_wrapped and between.count("\n") == 1):
        return NEW_LINE
    return SPACED if between.strip("\u200c") else JOINED


def _between(text: str, start: int, end: int) -> list[Token]:
    """Return the signs between two numerals of one run."""
    return [
        Token(at, at + 1, text[at], SIGN, GLUED)
        for at in range(start, end)
        if not (text[at].isspace() or text[at] == "\u200c")
    ]


def _is_wrapped(text: str) -> bool:
    """Return whether the lines of a text were broken by their width, as those of a PDF are."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) < 4:
        return False
    inner = lines[:-1]
    if sum(line[0] in LIST_MARKS for line in lines) >= LISTED * len(lines):
        return False
    even = sum(WRAPPED[0] <= len(line) <= WRAPPED[1] for line in inner)
    ended = sum(line[-1] in ".!?؟؛:" for line in inner)
    return even >= 0.7 * len(inner) and ended <= 0.4 * len(inner)


def _sentences(tokens: list[Token]) -> list[tuple[int, int]]:
    found, first = [], 0
    for at, token in enumerate(tokens):
        if token.gap == NEW_LINE and at > first:
            found.append((first, at))
            first = at
        if token.text == "؛" and at and tokens[at - 1].text in ("شامل", "ترتیب"):
            continue  # «… امسال شامل؛ ۳۷ واحد»
        if token.text == "؛" and [each.text for each in tokens[at + 1 : at + 3]] in GOING_ON:
            continue  # «صادرات استان؛ به میزان ۷۶۱ هزار تن بود»
        if token.text == "." and at + 1 < len(tokens) and tokens[at + 1].kind == LATIN and tokens[at + 1].gap == GLUED:
            continue  # of an address
        if token.kind == SIGN and token.text in ENDS and at == first and found and token.gap != NEW_LINE:
            found[-1] = (found[-1][0], at + 1)  # «راه افتاد...» ends once
            first = at + 1
        elif token.kind == SIGN and token.text in ENDS:
            found.append((first, at + 1))
            first = at + 1
    if first < len(tokens):
        found.append((first, len(tokens)))
    return found
