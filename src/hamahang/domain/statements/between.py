"""Contradictions between texts: the same figure with another value, targets and windows that move, broken series.

As inside one text, a contradiction is raised only where both figures are exact and said of the same thing; and none
where a figure can be read so that they agree.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hamahang.domain.calendar import jalali, say_day
from hamahang.domain.money import say_number, say_rials
from hamahang.domain.statements.judging import may_agree
from hamahang.domain.statements.numberwords import NUMBER_WORDS
from hamahang.domain.statements.said import PERCENT, Said
from hamahang.domain.text import Text

NEAREST = 12  # claims of one thing before a claim that it is held against
SOON = timedelta(days=180)  # texts this near are held against each other for a window that moved
WEEKS = timedelta(days=45)  # in which a share of a stock hardly moves
YEAR = timedelta(days=366)
JUMP = Decimal(2)  # a stock that doubles or halves within a year or two is a broken series, not growth
TOLERANCE = Decimal(3)  # points of percent within which a stated change fits the two levels
STOCKS = frozenset({"unit", "workshop", "estate", "zone", "mine", "worker", "processing_unit", "insured"})
KNOWN = frozenset({"identified", "registered"})  # a mine that is known is a mine
WORD, END = re.compile(r"[^\w\u200c]"), re.compile(r"[.،؛:(]")
ONES = frozenset({"نفر", "شغل", "فرصت", "شغلی", "اشتغال", "مورد", "فقره", "jobs", "persons", "people"})
# what follows them no longer says what is counted
GOES_ON = frozenset(
    {
        "در", "از", "به", "با", "که", "را", "و", "برای", "تا", "است", "هستند", "شد", "شده", "شدند", "بود",
        "دارد", "دارند", "استان", "کشور", "فعال", "شناسایی", "ایجاد", "احیا", "صادر", "افتتاح", "ثبت", "وجود",
        "رسید", "جدید", "طی", "توسط", "نسبت", "in", "of", "to", "were", "was", "are", "is", "and", "by",
        "with", "for", "at", "active", "new",
    }
)  # fmt: skip
LEAST = 20  # smaller stocks may well double


@dataclass(frozen=True, slots=True)
class Told:
    """A text with its claims. key: of the text; day: when it was said."""

    key: int
    title: str
    day: date
    claims: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two claims of two texts that do not go together, the earlier text first.

    kind: other_value, target_changed, window_changed, series_break
    """

    kind: str
    one: tuple[int, Said]
    other: tuple[int, Said]
    message: Text


def clashes(texts: Iterable[Told]) -> tuple[Clash, ...]:
    """Return what does not go together between texts, each pair of claims once."""
    by_meaning: defaultdict[tuple[str, ...], list[tuple[Told, Said]]] = defaultdict(list)
    every = sorted(texts, key=lambda told: (told.day, told.key))
    for told in every:
        for thing, saids in _by_thing(told).items():
            if len({said.exact for said in saids if said.exact is not None}) <= 1:
                by_meaning[thing] += [(told, said) for said in saids]
    found: dict[tuple[int, int, int, int], Clash] = {}
    for group in by_meaning.values():
        for one, other in _near(group):
            for clash in _between(one, other):
                found.setdefault((one[0].key, one[1].start, other[0].key, other[1].start), clash)
    for clash in _broken_by_change(every):
        found.setdefault((clash.one[0], clash.one[1].start, clash.other[0], clash.other[1].start), clash)
    return tuple(found.values())


def _by_thing(told: Told) -> dict[tuple[str, ...], list[Said]]:
    """Return the claims of a text by what they are of: several values of one thing are of its parts, or its years."""
    found: defaultdict[tuple[str, ...], list[Said]] = defaultdict(list)
    for said in told.claims:
        found[_thing(said)].append(said)
    return found


def _near(group: Sequence[tuple[Told, Said]]) -> Iterator[tuple[tuple[Told, Said], tuple[Told, Said]]]:
    """Yield each claim with those said of the thing shortly before, so that the time is linear in the texts."""
    for at, other in enumerate(group):
        for one in group[max(at - NEAREST, 0) : at]:
            if one[0].key != other[0].key:
                yield one, other


def _thing(said: Said) -> tuple[str, ...]:
    """Return what is counted, where: claims of one thing are held against each other."""
    counted = "job" if said.counted == "commitment" and said.dimension != PERCENT else said.counted
    states = () if said.is_target else tuple(sorted(set(said.states) - KNOWN))
    return (
        counted, said.dimension, said.measure, said.place_code, said.programme, said.sector,
        "target" if said.is_target else "done", *states,
    )  # fmt: skip


def _between(one: tuple[Told, Said], other: tuple[Told, Said]) -> Iterator[Clash]:
    first, second = one[1].exact, other[1].exact
    is_one = _unit(one[1]) == _unit(other[1]) and _is_of_same_words(one[1], other[1])
    if first is None or second is None or first == second or not is_one or _is_recalled(one, other):
        return
    if _may_be_same(one[1], other[1]):
        return
    rule = _target if one[1].is_target else _done
    kind = rule(one, other, first, second)
    if kind:
        yield _clash(kind, one, other, first, second)


def _may_be_same(one: Said, other: Said) -> bool:
    """Return whether the two agree in readings that their texts leave open: «۷٫۶» printed as «۶/۷» is no other."""
    pairs = ((one, other), (other, one))
    return any(may_agree(claim, value) for claim, against in pairs for value in _values(against))


def _values(said: Said) -> list[Decimal]:
    """Return the values that a figure may be read as, the likeliest first."""
    read = [said.exact, *(low for low, high in said.others if low == high)]
    return [value for value in read if value is not None]


def _unit(said: Said) -> str:
    """Return the unit of a figure, nothing of what is counted one by one: «۲۰۰۰ شغل» is «۲۰۰۰ نفر»."""
    return "" if said.unit in ("person", said.counted) else said.unit


def _is_of_same_words(one: Said, other: Said) -> bool:
    """Return whether no word narrows one figure to another thing than the other: «۱۲ طرح ورزشی», «۳۰ طرح آب»."""
    words, others = _narrowing(one), _narrowing(other)
    if not one.place_code:  # what is said of no place is one thing only if all is the same
        return words == others and _window(one) == _window(other) != (None, None)
    return one.dimension == PERCENT or words <= others or others <= words


def _narrowing(said: Said) -> frozenset[str]:
    """Return the words after a figure up to the first that goes on with something else."""
    words = said.own[len(said.text) :].split()
    last = next((at for at, word in enumerate(words) if WORD.sub("", word) in GOES_ON or END.search(word)), len(words))
    found = (WORD.sub("", word) for word in words[: last + 1])
    return frozenset(word for word in found if word and word not in GOES_ON | ONES | NUMBER_WORDS.keys())


def _is_recalled(one: tuple[Told, Said], other: tuple[Told, Said]) -> bool:
    """Return whether the later text says the earlier figure too: a change that is said is none that is hidden."""
    return any(claim.low == one[1].low and _thing(claim)[:2] == _thing(one[1])[:2] for claim in other[0].claims)


def _target(one: tuple[Told, Said], other: tuple[Told, Said], first: Decimal, second: Decimal) -> str:
    if (_window(one[1]) == (None, None)) != (_window(other[1]) == (None, None)):
        return ""  # «تا پایان سال» and «تا پایان دولت»
    ends = [_year(said.last or said.first or told.day) for told, said in (one, other)]
    return "target_changed" if ends[0] == ends[1] else ""


def _year(day: date) -> int:
    return jalali(day)[0]


def _done(one: tuple[Told, Said], other: tuple[Told, Said], first: Decimal, second: Decimal) -> str:
    earlier, later = one[1], other[1]
    if _window(earlier) == _window(later):
        is_same_time = earlier.last is not None or one[0].day == other[0].day or _is_quick(one, other, first, second)
        if is_same_time and not _is_rounding(first, second):
            return "other_value"
        return _jump(one, other, first, second)
    if earlier.counted in STOCKS and not (earlier.first and later.first) and _is_jump(first, second):
        return "window_changed" if _has_moved(one, other) else _jump(one, other, first, second)
    return "window_changed" if _has_moved(one, other) and _is_jump(first, second) else ""


def _is_quick(one: tuple[Told, Said], other: tuple[Told, Said], first: Decimal, second: Decimal) -> bool:
    """Return whether a share of a stock moved further within weeks than units open and close."""
    is_share = one[1].dimension == PERCENT and one[1].counted in STOCKS
    return is_share and other[0].day - one[0].day <= WEEKS and abs(first - second) >= TOLERANCE


def _window(said: Said) -> tuple[date | None, date | None]:
    return said.first, said.last


def _has_moved(one: tuple[Told, Said], other: tuple[Told, Said]) -> bool:
    """Return whether two near texts count over windows that overlap and begin on different days."""
    earlier, later = one[1], other[1]
    is_near = other[0].day - one[0].day <= SOON
    is_flow = bool(earlier.first or later.first)
    if not (is_near and is_flow) or earlier.first == later.first:
        return False
    ends = [said.last or told.day for told, said in (one, other)]
    begins = [said.first or date.min for _, said in (one, other)]
    return max(begins) <= min(ends)


def _is_rounding(first: Decimal, second: Decimal) -> bool:
    return first > 0 and abs(first - second) <= first / 100 and min(first, second) >= 1_000


def _is_jump(first: Decimal, second: Decimal) -> bool:
    low, high = sorted((first, second))
    return low > 0 and high / low >= JUMP


def _jump(one: tuple[Told, Said], other: tuple[Told, Said], first: Decimal, second: Decimal) -> str:
    is_stock = one[1].counted in STOCKS and one[1].dimension == "count" and one[1].measure == "level"
    days = [said.last or told.day for told, said in (one, other)]
    is_near = abs(days[1] - days[0]) <= 2 * YEAR
    return "series_break" if is_stock and is_near and min(first, second) >= LEAST and _is_jump(first, second) else ""


# --- a change that the levels do not bear out ---


def _broken_by_change(texts: Sequence[Told]) -> Iterator[Clash]:
    """Find «۶٫۴ درصد کمتر از ۱۳۹۴» beside a level of 1394, said elsewhere, that makes it no decrease."""
    levels = [(told, said) for told in texts for said in told.claims if said.measure == "level" and said.exact]
    for told in texts:
        for level, change in pairwise(told.claims):
            signed = _signed(change)
            if (
                signed is None
                or not level.exact
                or level.counted != change.counted
                or level.sentence != change.sentence
            ):
                continue
            for before, earlier in levels:
                is_base = before.key != told.key and _is_base(earlier, level, change)
                if is_base and not _is_borne_out(level, earlier, signed):
                    pair = sorted([(before, earlier), (told, level)], key=lambda each: (each[0].day, each[0].key))
                    yield _clash("series_break", pair[0], pair[1], *[each[1].exact or Decimal(0) for each in pair])


def _is_borne_out(level: Said, earlier: Said, percent: Decimal) -> bool:
    """Return whether two levels, as they may be read, are so many percent apart."""
    pairs = ((now, before) for now in _values(level) for before in _values(earlier) if before)
    return any(abs((now / before - 1) * 100 - percent) <= TOLERANCE for now, before in pairs)


def _signed(change: Said) -> Decimal | None:
    if change.dimension != PERCENT or change.measure not in ("increase", "decrease") or change.low is None:
        return None
    return change.low if change.measure == "increase" else -change.low


def _is_base(earlier: Said, level: Said, change: Said) -> bool:
    one, other = ((said.counted, _unit(said), said.place_code) for said in (earlier, level))
    is_same = one == other
    is_other = earlier.exact != level.exact and earlier.place_code and _is_of_same_words(earlier, level)
    window = (change.since, change.until)
    return bool(is_same and is_other) and None not in window and _window(earlier) == window


# --- in words ---


MESSAGES = {
    "other_value": Text(
        fa="برای همین چیز در {day} {one} و در {later} {other} گفته شده است.",
        en="Of the same thing {one} was said on {day} and {other} on {later}.",
    ),
    "target_changed": Text(
        fa="هدف در {day} {one} بود و در {later} {other} شد، بی آن که گفته شود.",
        en="The target was {one} on {day} and became {other} on {later}, without being said.",
    ),
    "window_changed": Text(
        fa="در {day} {one} و در {later} {other} گفته شده، ولی بازه‌های شمارش یکی نیست.",
        en="{one} was said on {day} and {other} on {later}, but they are counted over different periods.",
    ),
    "series_break": Text(
        fa="{one} در {day} و {other} در {later} از یک سری نیست: چارچوب یا تعریف دگرگون شده است.",
        en="{one} on {day} and {other} on {later} are not of one series: the frame or the definition changed.",
    ),
}


def _clash(kind: str, one: tuple[Told, Said], other: tuple[Told, Said], first: Decimal, second: Decimal) -> Clash:
    message = MESSAGES[kind].format(
        one=_shown(first, one[1]), other=_shown(second, other[1]), day=_day(one[0].day), later=_day(other[0].day)
    )
    return Clash(kind, (one[0].key, one[1]), (other[0].key, other[1]), message)


def _day(day: date) -> Text:
    return Text(fa=say_day(day, "fa"), en=say_day(day, "en"))


def _shown(value: Decimal, said: Said) -> Text:
    if said.dimension == "rial":
        return Text(fa=say_rials(int(value), "fa"), en=say_rials(int(value), "en"))
    plain = int(value) if value == value.to_integral_value() else value
    sign = Text(fa=" درصد", en=" percent") if said.dimension == PERCENT else Text(fa="", en="")
    return Text(fa=say_number(plain, "fa") + sign.fa, en=say_number(plain, "en") + sign.en)
