"""Who says what a sentence says: the official before «گفت», «به گفتهٔ …», and «وی» for the one named last."""

from collections.abc import Sequence
from dataclasses import dataclass

from hamahang.domain.statements import lexicon
from hamahang.domain.statements.lexicon import Hits
from hamahang.domain.statements.tokens import NEW_LINE, SIGN, Token

SAYING = frozenset(
    {
        "گفت", "افزود", "گفته", "میگوید", "گوید", "said", "says", "added", "told", "announced", "stated",
    }
)  # fmt: skip
TELLING_NOUNS = frozenset({"خبر", "ادامه", "توضیح", "شرح", "هشدار", "پاسخ"})  # with a form of «دادن»
GIVING = frozenset({"داد", "دادند", "داده", "میدهد"})
INTERVIEWS = (("مصاحبه", "با"), ("گفتگو", "با"), ("گفت", "و", "گو", "با"), ("گفت", "وگو", "با"), ("گفتوگو", "با"))
# with a form of «کردن», «داشتن», «شدن» after them
SAYING_NOUNS = frozenset(
    {
        "اظهار", "تصریح", "خاطرنشان", "بیان", "اعلام", "عنوان", "تاکید", "اضافه", "ابراز", "یاداور", "متذکر", "اذعان",
        "خاطر", "مطرح", "تشریح", "نشان",
    }
)  # fmt: skip
SAYING_VERBS = frozenset({"کرد", "داشت", "شد", "نمود", "میکند", "کرده", "کردند", "ساخت"})
PRONOUNS = frozenset({"وی", "او", "ایشان", "he", "she"})
STOPS = frozenset(
    {"هم", "نیز", "در", "با", "که", "روز", "ضمن", "امروز", "دیروز", "از", "به", "طی", "پیش", "درباره", "صبح", "شامگاه"}
)
# the first words of offices whose names are lists
LISTED_OFFICES = frozenset({"صنعت", "صنایع", "تعاون", "علوم", "بهداشت", "سیاسی", "امنیتی", "فرهنگ", "راه", "اب", "کار"})
MET = frozenset({"بازدید", "حضور", "دیدار", "سفر", "همراهی", "استقبال", "دعوت"})  # «در حاشیه بازدید وزیر»
SUPPLIED = frozenset({"water", "power"})  # their companies are named after them
LONGEST = 14  # words of a title and a name


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who is quoted, and the tokens of title and name."""

    first: int
    last: int
    role: str = ""


@dataclass(frozen=True, slots=True)
class Quoted:
    """Who says a sentence, and where in it that is said; -1 where nowhere."""

    speaker: Speaker | None
    said: int


def find_speakers(tokens: Sequence[Token], sentences: Sequence[tuple[int, int]], hits: Hits) -> list[Quoted]:
    """Return for each sentence who says it, None where nobody is named; «وی افزود» goes on with the one before.

    What stands between two sayings is still quoted.
    """
    found: list[Quoted] = []
    current: Speaker | None = None
    for first, last in sentences:
        said = _saying(tokens, first, last)
        speaker = _named(tokens, first, said if said is not None else _according(tokens, first, last), hits)
        if speaker is None and said is None:
            speaker = _headline(tokens, first, last, hits)
        current = speaker or current
        found.append(Quoted(current, -1 if said is None else said))
    return found


def _saying(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """Return where a sentence says that somebody says it."""
    for at in range(first, last):
        word = tokens[at].text
        is_talk = word == "گفت" and {token.text for token in tokens[at + 1 : at + 3]} & {"گو", "وگو"}  # «در گفت‌وگو با»
        if word in SAYING and not is_talk and (at == 0 or tokens[at - 1].text != "به"):
            return at
        if word in SAYING_NOUNS and any(tokens[n].text in SAYING_VERBS for n in range(at + 1, min(at + 3, last))):
            return at
    for at in range(first, last - 1):
        if tokens[at].text in TELLING_NOUNS and tokens[at + 1].text in GIVING:
            return at
    return None


def _according(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """Return the end of the name after «به گفتهٔ …»."""
    for at in range(first, min(last - 2, first + 40)):
        if tokens[at].text == "به" and tokens[at + 1].text in ("گفته", "نقل"):
            end = at + 2
            while end < last and tokens[end].kind != SIGN and end - at < LONGEST:
                end += 1
            return end
    return None


def _named(tokens: Sequence[Token], first: int, said: int | None, hits: Hits) -> Speaker | None:
    """Return the title and name before a saying: from the first word of a title up to a comma or a preposition."""
    if said is None:
        return None
    near = range(max(first, said - 60), said)
    roles = [at for at in near if at in hits["roles"] and (at == first or tokens[at - 1].text not in MET)]
    if not roles:
        return None
    begin = roles[0]
    end = begin + 1
    while end < said and end - begin < LONGEST and not (_ends_title(tokens, end) or _is_said(hits, end)):
        end += 1
    return Speaker(begin, end, hits["roles"][begin].code)


def _ends_title(tokens: Sequence[Token], at: int) -> bool:
    """Return whether a title ends; the comma of «مدیرکل صنعت، معدن و تجارت» stands within it."""
    is_within = tokens[at].text in ("،", ",") and tokens[at - 1].text in LISTED_OFFICES
    return not is_within and _ends_name(tokens, at)


def _is_said(hits: Hits, at: int) -> bool:
    """Return whether a rate or an amount begins: «استاندار نرخ بیکاری را ۱۵ درصد عنوان کرد»."""
    hit = hits["counted"].get(at)
    if hit is None or hit.code in SUPPLIED:
        return False  # «معاون شرکت گاز خراسان شمالی گفت»
    return lexicon.rows("counted")[hit.row]["dimension"] not in ("count", "person")


def _ends_name(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    return token.kind == SIGN or token.text in STOPS or token.gap == NEW_LINE or token.text in SAYING_NOUNS


def _headline(tokens: Sequence[Token], first: int, last: int, hits: Hits) -> Speaker | None:
    """Read «استاندار ایلام: ۸ شهرک صنعتی فعال است», «گفتگو با مدیرکل صمت قم؛ …», headlines."""
    words = tuple(token.text for token in tokens[first : first + 4])
    with_whom = next((len(each) for each in INTERVIEWS if words[: len(each)] == each), 0)
    begin = first + with_whom
    if begin not in hits["roles"]:
        return None
    for at in range(begin + 1, min(begin + LONGEST, last)):
        is_end = _ends_title(tokens, at)
        if tokens[at].text == ":" or (is_end and with_whom):
            return Speaker(begin, at, hits["roles"][begin].code)
        if is_end:
            return None
    return None
