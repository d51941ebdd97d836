"""Places that a text names and that are not where anything is: «به جز مشهد», «در همسایگی سمنان», «با حضور استاندار»."""

from collections.abc import Sequence

from hamahang.domain.statements.numberwords import NUMBER_WORDS
from hamahang.domain.statements.tokens import NEW_LINE, NUMERAL, SIGN, Token

KINDS = frozenset({"استان", "استانهای", "های", "استانها", "شهرستان", "شهرستانهای", "شهر", "شهرهای"})
PLURALS = frozenset({"استانهای", "های", "استانها", "شهرستانهای", "شهرهای"})
AFTER = (("بعد", "از"), ("پس", "از"))
EXCEPT = (("به", "جز"), ("به", "استثنای"), ("به", "غیر", "از"), ("غیر", "از"), ("بجز",), ("منهای",), ("جز",))
NEAR = (("همسایگی",), ("همجواری",), ("مجاورت", "با"), ("همجوار", "با"), ("همسایه",))
AMONG = (("میان",), ("بین",))
ROLES = frozenset(
    {
        "استاندار", "فرماندار", "وزیر", "معاون", "مدیرکل", "مدیرعامل", "مدیر", "رییس", "نماینده", "نمایندگان", "جمعه",
        "مسوولان", "مدیران", "سرپرست",
    }
)  # fmt: skip
OFFICES = frozenset({"اداره", "سازمان", "شرکت", "گمرکات", "خبرگزاری", "سیمای"})
ROADS = frozenset({"جاده", "محور", "مسیر", "ازادراه", "بزرگراه", "قطار"})
GUESTS = frozenset({"حضور", "همکاری", "همراهی", "حمایت", "پیگیری", "دستور", "مشارکت"})
LONGEST_TITLE = 9  # words from «حضور» to the place of a title
STOPS = frozenset({"،", "در", "که", "به", "از"})
RANKS = frozenset({"رتبه", "جایگاه", "رده", "مقام", "قطب"})


def is_apart(tokens: Sequence[Token], first: int) -> bool:
    """Return whether the place that begins at a token is only what others come after, border on or are without."""
    before = [token.text for token in tokens[max(first - 7, 0) : first]]
    is_plural = False
    while before and (before[-1] in KINDS or before[-1] in NUMBER_WORDS or before[-1].isdecimal()):
        is_plural = is_plural or before[-1] in PLURALS
        before.pop()
    ends = (*AFTER, *EXCEPT, *NEAR, *(AMONG if is_plural else ()))
    is_from = before[-1:] == ["از"] and "گزارش" in before[-5:]  # «به گزارش ایلنا از رشت»
    return is_from or any(before[-len(end) :] == list(end) for end in ends) or _is_of_guest(tokens, first)


def _is_of_guest(tokens: Sequence[Token], first: int) -> bool:
    """Return whether a place only says of whom somebody present is the head: «با حضور استاندار فارس»."""
    has_role = False
    for at in range(first - 1, max(first - 1 - LONGEST_TITLE, 0), -1):
        word = tokens[at].text
        if word in STOPS or tokens[at].kind == NUMERAL or tokens[at + 1].gap == NEW_LINE:
            return False
        has_role = has_role or word in ROLES
        if word in GUESTS and tokens[at - 1].text == "با":
            return has_role
    return False


def is_in_title(tokens: Sequence[Token], first: int) -> bool:
    """Return whether a place is only in the title of somebody or of an office: «اداره کل صمت گیلان»."""
    for at in range(first - 1, max(first - 1 - LONGEST_TITLE, -1), -1):
        word = tokens[at].text
        if word in ROLES or word in OFFICES:
            return True
        if word in STOPS - {"،"} or tokens[at].kind == NUMERAL or tokens[at + 1].gap == NEW_LINE:
            return False
    return False


def is_end_of_road(tokens: Sequence[Token], before: tuple[int, int], first: int) -> bool:
    """Return whether a place is where a road leads that another begins: «کیلومتر ۲ جاده قم گرمسار»."""
    near = {token.text for token in tokens[max(before[0] - 2, 0) : before[0]]}
    return before[1] == first and bool(ROADS & near)


def is_ranked_among(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the country only says among what something ranks: «در رتبه دوم کشور», «قطب تولید در کشور»."""
    is_in = tokens[at - 1].text == "در"
    for before in range(at - 1 - is_in, max(at - 5 - is_in, -1), -1):
        if tokens[before].text in RANKS:
            return True
        if tokens[before].kind in (SIGN, NUMERAL) or tokens[before].text in STOPS:
            return False
    return False


def is_other_name(tokens: Sequence[Token], at: int, code: str) -> bool:
    """Return whether a name is of a month or of an estate far off: «ماه‌های مهر و آبان», «شهرک صنعتی البرز»."""
    before = tokens[at - 2].text if at > 1 else ""
    return before == "ماه" or (before == "شهرک" and code.startswith("province"))
