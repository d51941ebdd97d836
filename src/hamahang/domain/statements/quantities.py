"""Quantities: numbers with their unit, comparator and range, where one unit may serve several numbers."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from hamahang.domain.statements import kinds, lexicon
from hamahang.domain.statements.kinds import Figure
from hamahang.domain.statements.lexicon import Hit, Hits
from hamahang.domain.statements.phrases import Phrase
from hamahang.domain.statements.tokens import LATIN, NEW_LINE, NUMERAL, SIGN, WORD, Token

LINKS = frozenset({"و", "،", ",", "یا", "and", "or", "/"})
TO = frozenset({"تا", "الی", "-", "to"})
BETWEEN = frozenset({"بین", "میان", "between"})
FILLERS = frozenset({"مبلغ", "رقم", "تعداد", "مبلغی", "میزان", "رقمی", "عدد", "حجم"})
# «۲۰ تن از کارکنان», «۵ تن مجروح»: persons, not tonnes
PERSONS_AFTER = frozenset(
    {
        "از", "دیگر", "کشته", "مجروح", "زخمی", "مصدوم", "شهید", "کارگر", "کارمند", "دانشجو", "بازداشت", "دستگیر",
        "جان", "نیرو",
    }
)  # fmt: skip
OF_THEN = frozenset({"در", "سال", "ابتدای", "پایان", "پارسال", "گذشته", "قبل"})  # when it was so much
# verbs after which «تا» is «so that»: «باعث شد تا ۵۰ واحد تعطیل شود»
BEFORE_THAT = frozenset({"شد", "شده", "شدند", "است", "کرد", "کردند", "کرده", "داد", "دادند", "شود", "کند", "کنند"})
RESPECTS = frozenset({"نظر", "لحاظ", "حیث"})
AFTER_COUNTER = frozenset({"با", "هم", "نیز", "دیگر", "دارند", "ندارند"})  # no «until» stands before them
OPEN, PLURAL = frozenset({"باز", "بسته", "خالی"}), ("ها", "های")
AFTER_STATE = frozenset({"است", "هست", "هستند", "بود", "بودند", "شد", "شده", "شدند", "مانده", "و", "،", ".", "؛", ""})
PASSED = ("عبور", "گذشت", "گذر", "فراتر", "بگذرد")
MILLION, MILLIARD, FAR_MONEY = 10**6, 10**9, 24  # words between an amount and another that leaves out its unit
AFTER_PERSONS = 5  # words: «برای ۵۳۰۰ تن در استان شغل ایجاد می‌شود»
FAR_OWNER = 9  # words from «سهم» to a figure, or from one of a list to the next
EXACT, RANGE = "=", "between"
COUNTED_KINDS = frozenset({kinds.COUNT, kinds.ONE, kinds.FRACTION})


@dataclass(frozen=True, slots=True)
class Quantity:
    """Numbers of one statement: one, or the two ends of a range.

    first, last: tokens of the numbers; end: the token after the unit
    low, high: None where open, or where two readings are as likely; others: further readings (low, high, reason)
    shares: the place in the list of the quantity whose unit and noun this one shares, -1 for none
    """

    figures: tuple[Figure, ...]
    first: int
    last: int
    end: int
    low: Decimal | None
    high: Decimal | None
    comparator: str = EXACT
    unit: str | None = None
    dimension: str = "count"
    others: tuple[tuple[Decimal | None, Decimal | None, str], ...] = ()
    shares: int = -1
    values: tuple[Decimal | None, ...] = ()  # of each number, in order
    is_from: bool = False  # what it was before the next quantity: «از ۱۰ به ۱۵ درصد»


class Measurer:
    """Makes quantities of the counted numbers of a text."""

    def __init__(self, tokens: Sequence[Token], hits: Hits) -> None:
        self.tokens, self.hits = tokens, hits
        self.units = lexicon.rows("units")
        self.signs = {hit.last: hit for hit in hits["comparators"].values() if self._side(hit) == "before"}

    def _side(self, hit: Hit) -> str:
        return lexicon.rows("comparators")[hit.row]["side"]

    def text(self, at: int) -> str:
        """Return the word at a place, nothing outside the text or across a line."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def quantities(self, figures: Sequence[Figure]) -> list[Quantity]:
        """Return the quantities in order; years, days, labels and the like are none."""
        counted = [figure for figure in figures if figure.kind in COUNTED_KINDS]
        restated = {after.first for one, after in pairwise(counted) if self._is_restated(one, after)}
        singles = [self._single(figure, restated) for figure in counted if figure.first not in restated]
        self._share(singles)
        self._share_by_owner(singles)
        self._take_money(singles)
        ranged: list[Quantity] = []
        skipped: dict[int, int] = {}
        at = 0
        while at < len(singles):
            joined = self._range(singles, at)
            skipped[at] = len(ranged)
            if joined is not None:
                skipped[at + 1] = len(ranged)
            ranged.append(joined or singles[at])
            at += 2 if joined is not None else 1
        kept = [replace(each, shares=skipped.get(each.shares, -1)) if each.shares >= 0 else each for each in ranged]
        return [replace(one, is_from=True) if self._is_former(kept, at) else one for at, one in enumerate(kept)]

    def _is_former(self, quantities: Sequence[Quantity], at: int) -> bool:
        """Return whether a number is what was before: «از ۳۰۰ به ۳۴۷ واحد»."""
        one = quantities[at]
        noun = self.hits["counted"].get(one.end)
        end = noun.last if noun is not None else one.end
        while self.text(end) in OF_THEN or (end > one.end and self.tokens[end : end + 1] and self._is_year(end)):
            end += 1  # «از ۳ میلیون تن در سال ۸۵ به ۴ میلیون تن»
        if at + 1 >= len(quantities) or self.text(one.first - 1) != "از" or self.text(end) != "به":
            return False
        return quantities[at + 1].first - end <= 3

    def _is_year(self, at: int) -> bool:
        return self.tokens[at].kind == NUMERAL and self.text(at - 1) in ("سال", "ماه")

    # --- one number ---

    def _is_restated(self, one: Figure, after: Figure) -> bool:
        """Return whether a number is said again in brackets: «۳۳ (سی و سه) واحد»."""
        is_in_brackets = after.first == one.last + 1 and self.text(one.last) == "(" and self.text(after.last) == ")"
        return is_in_brackets and one.phrase.value == after.phrase.value

    def _single(self, figure: Figure, restated: Set[int]) -> Quantity:
        phrase = figure.phrase
        last = phrase.last
        if last + 1 in restated:
            last = next(at for at in range(last, len(self.tokens)) if self.text(at) == ")") + 1
        unit = self._unit(last)
        code, dimension, end = None, "count", last
        if unit is not None:
            code, dimension, end = unit.code, self.units[unit.row]["dimension"], unit.last
        elif self.text(phrase.first - 1) == "%":
            code, dimension = "percent", "percent"
        if code == "tonne" and (self._is_of_persons(end) or self._is_for_persons(phrase.first, end)):
            code, dimension = "person", "person"
        value, others = self._likelier(figure, dimension)
        low, high = value, phrase.until if phrase.until is not None else value
        comparator = RANGE if phrase.until is not None else self._comparator(phrase.first, end)
        low, high = bounds(comparator, low, high)
        return Quantity(
            (figure,), phrase.first, phrase.last, end, low, high, comparator, code, dimension,
            tuple((*bounds(comparator, other, other), why) for other, why in others),
        )  # fmt: skip

    def _unit(self, at: int) -> Hit | None:
        hit = self.hits["units"].get(at)
        if self._counts_things(at):
            return Hit(at, at + 1, "item", next(row for row, unit in enumerate(self.units) if unit["code"] == "item"))
        if hit is None or self.tokens[at].gap == NEW_LINE:
            return None
        if hit.code == "hour" and self.text(at - 1) == "ساعت":
            return None
        word = self.tokens[at].text
        counted = self.hits["counted"].get(at)
        if counted is not None and counted.last > hit.last and self.units[hit.row]["dimension"] == "classifier":
            return None  # «۱۴ دستگاه اجرایی»
        # a thing that is counted wins over its classifier: «قطعه زمین», «واحد درصد» apart
        if word == "نفره" or (hit.code in ("plot", "seat", "copy", "well") and at in self.hits["counted"]):
            return hit if word == "نفره" or self.hits["counted"][at].last <= hit.last else None
        return hit

    def _counts_things(self, at: int) -> bool:
        """Return whether «تا» counts, and is no «until»: «چهار تا باز است», «۱۵ تا کارخانه تعطیل شد»."""
        if self.text(at) == "تای" and self.tokens[at].gap != NEW_LINE:
            return True  # «۶ تای آن», «۳۴۲ تای دیگر»
        if self.text(at) != "تا" or self.tokens[at].gap == NEW_LINE or self.text(at - 2) in BETWEEN:
            return False
        if self.text(at + 1) in AFTER_COUNTER:
            return True  # «نه تا با سرمایه‌گذار جدید», «۱۵ تا هم تعطیل است»
        state, thing = self.hits["states"].get(at + 1), self.hits["counted"].get(at + 1)
        if state is not None or self.text(at + 1) in OPEN:
            return self.text(state.last if state else at + 2) in AFTER_STATE  # no «تا راه‌اندازی نیروگاه»
        is_one = thing is not None and lexicon.rows("counted")[thing.row]["dimension"] == "count"
        return is_one and not self.text(at + 1).endswith(PLURAL) and self.text(at + 2) not in PLURAL

    def _is_of_persons(self, end: int) -> bool:
        after = self.hits["counted"].get(end)
        if after is not None:
            return lexicon.rows("counted")[after.row]["dimension"] == "person"
        if self.text(end) == "از":  # «۱۲ تن از کارگران», not «۲۰۰ تن از این مرز»
            return any(self._counts_persons(at) for at in (end + 1, end + 2))
        return self.text(end) in PERSONS_AFTER

    def _is_for_persons(self, first: int, end: int) -> bool:
        """Return whether «تن» are those for whom there is work: «ایجاد اشتغال برای ۱۸۷ تن»."""
        around = (*range(first - 4, first - 1), *range(end, end + AFTER_PERSONS))
        near = (self.hits["counted"].get(at) for at in around)
        is_job = any(hit is not None and hit.code in ("job", "worker", "commitment") for hit in near)
        return (
            is_job
            and "برای" in (self.text(first - 1), self.text(first - 2))
            and (end not in self.hits["counted"] or self.text(end) == "صادر")
        )

    def _counts_persons(self, at: int) -> bool:
        hit = self.hits["counted"].get(at)
        row = lexicon.rows("counted")[hit.row] if hit is not None else None
        return row is not None and (row["dimension"] == "person" or row["code"] == "position")

    def _likelier(self, figure: Figure, dimension: str) -> tuple[Decimal | None, tuple[tuple[Decimal, str], ...]]:
        """Put the reading first that the unit asks for: a point before three digits of a count is one of thousands."""
        value, others = figure.phrase.value, figure.phrase.others
        if figure.kind == kinds.FRACTION:
            return value, ()
        if dimension == "percent":
            return value, tuple(other for other in others if other[1] != "thousands")
        thousands = next((other for other, why in others if why == "thousands"), None)
        if thousands is not None and value is not None and figure.phrase.scale == 1 and self._has_three(figure):
            return thousands, ((value, "decimal"), *(other for other in others if other[1] != "thousands"))
        return value, others

    def _has_three(self, figure: Figure) -> bool:
        value = figure.phrase.value
        return value is not None and -int(value.as_tuple().exponent) == 3

    def _comparator(self, first: int, end: int) -> str:
        at = first - 1 if self.text(first - 1) in FILLERS else first
        hit = self.signs.get(at) or self.signs.get(first)
        if hit is not None:
            return hit.code
        if self.text(at - 1 - (self.text(at - 1) == "مرز")) == "از" and self._is_passed(end):
            return ">"
        after = self.hits["comparators"].get(end)
        is_other = after is not None and self.text(after.last) == "از"  # «۱۲ درصد و کمتر از میانگین»
        if after is not None and self._side(after) == "after" and not is_other:
            return after.code
        is_until = self.text(at - 1) == "تا" and not (self.text(at - 2).isdigit() or self.text(at - 2) in BEFORE_THAT)
        if is_until and self.tokens[at].gap != NEW_LINE:
            return "<="
        return EXACT

    def _is_passed(self, end: int) -> bool:
        """Return whether something went past a number: «از مرز ۳۰۰ هزار نفر گذشت», «از ۷ میلیارد فراتر رود»."""
        return any(self.text(at).startswith(PASSED) for at in range(end, end + 3))

    # --- several numbers ---

    def _share(self, singles: list[Quantity]) -> None:
        """Give a number without unit the one of its neighbour: «۲٫۴ و ۲٫۸ درصد», «۱۲، ۱۵ و ۲۰ میلیارد ریال»."""
        lent: dict[int, Phrase] = {}  # whose scale a number that shares one has got
        for at in range(len(singles) - 2, -1, -1):
            one, other = singles[at], singles[at + 1]
            if one.unit is not None or self._has_noun(one) or not self._is_linked(one, other):
                continue
            if other.unit is None and not self._has_noun(other) and other.shares < 0:
                continue
            lent[at] = lent.get(at + 1, other.figures[0].phrase)
            shared = self._scaled(one, lent[at])
            singles[at] = replace(shared, unit=other.unit, dimension=other.dimension, shares=at + 1)

    def _take_money(self, singles: list[Quantity]) -> None:
        """Give milliards without a unit the money said before: «از ۸۰۰ میلیارد تومان وام ۱۲۰ میلیارد پرداخت شد»."""
        for at in range(1, len(singles)):
            one = singles[at]
            near = reversed(singles[max(at - 2, 0) : at])
            before = next((each for each in near if each.unit is not None), singles[at - 1])
            is_bare = one.unit is None and self._is_no_thing(one.end)
            is_bare = is_bare and one.figures[0].phrase.scale >= MILLIARD
            is_money = before.dimension in ("money", "foreign") and before.figures[0].phrase.scale >= MILLIARD
            between = self.tokens[before.end : one.first]
            is_near = len(between) <= FAR_MONEY and not any(token.text in (".", "؛") for token in between)
            is_said = is_bare and is_money and is_near and not any(token.gap == NEW_LINE for token in between)
            if is_said or self._is_between_money(singles, at):
                singles[at] = replace(one, unit=before.unit, dimension=before.dimension)

    def _is_no_thing(self, at: int) -> bool:
        """Return whether no thing stands at a place; «جذب» of «۶۴ میلیارد جذب شد» is none."""
        hit = self.hits["counted"].get(at)
        return hit is None or lexicon.rows("counted")[hit.row]["dimension"] == "percent"

    def _is_between_money(self, singles: Sequence[Quantity], at: int) -> bool:
        """Return whether millions leave out their unit between two of one: «۷ میلیون دلار، مس ۵ میلیون و آهن ۳ …»."""
        before, one, *after = singles[at - 1 : at + 2]
        if one.unit is not None or not after or one.figures[0].phrase.scale < MILLION:
            return False
        is_one = before.dimension in ("money", "foreign") and before.unit == after[0].unit
        is_scale = {each.figures[0].phrase.scale for each in (before, *after)} == {one.figures[0].phrase.scale}
        is_near = after[0].first - before.end <= FAR_MONEY // 2 and self.text(one.end) in ("و", "،")
        return is_one and is_scale and is_near and not self.hits["counted"].get(one.end)

    def _share_by_owner(self, singles: list[Quantity]) -> None:
        """Give the figures of owners the unit of the last: «سهم یک بانک ۳۸۷، بانک دوم ۲۹۲ و صندوق ۴۵ میلیارد ریال»."""
        for at in range(len(singles) - 2, -1, -1):
            one, other = singles[at], singles[at + 1]
            is_bare = one.unit is None and one.figures[0].phrase.scale == 1 and self.text(one.end) in ("،", "و")
            between = self.tokens[one.end : other.first]
            is_near = 1 < len(between) <= FAR_OWNER and all(token.gap != NEW_LINE for token in between)
            is_share = is_near and is_bare and other.unit is not None and self._is_of_owner(singles, at)
            is_share = is_share or (is_near and one.unit is None and self._is_of_next_money(singles, at))
            if is_share and not any(n in self.hits["states"] for n in range(one.end, other.first)):
                its = self._scale_of(singles, at + 1)
                shared = self._scaled(one, its)
                singles[at] = replace(shared, unit=other.unit, dimension=other.dimension, shares=at + 1)

    def _is_of_next_money(self, singles: Sequence[Quantity], at: int) -> bool:
        """Return whether milliards are money as the next are: «راه ۳۱ میلیارد، آب ۱۸ میلیارد و برق ۹ میلیارد تومان»."""
        scale, is_listed = singles[at].figures[0].phrase.scale, self.text(singles[at].end) in ("،", "و")
        is_same = scale >= 1000 * MILLION and self._scale_of(singles, at + 1).scale == scale
        return is_same and is_listed and singles[at + 1].dimension == "money"

    def _scale_of(self, singles: Sequence[Quantity], at: int) -> Phrase:
        """Return the number whose scale a list shares: its last."""
        while singles[at].shares >= 0:
            at = singles[at].shares
        return singles[at].figures[0].phrase

    def _is_of_owner(self, singles: Sequence[Quantity], at: int) -> bool:
        """Return whether «سهم» says that a list of shares begins, or a figure of one goes on."""
        first = max(singles[at].first - FAR_OWNER, singles[at - 1].end if at else 0)
        if any(self.text(n) == "سهم" for n in range(first, singles[at].first)) or self._is_of_banks(singles, at):
            return True
        is_bare = at > 0 and singles[at - 1].unit is None and self.text(singles[at - 1].end) in ("،", "و")
        return is_bare and singles[at].first - singles[at - 1].end <= FAR_OWNER and self._is_of_owner(singles, at - 1)

    def _is_of_banks(self, singles: Sequence[Quantity], at: int) -> bool:
        """Return whether a list of banks begins or goes on: «بانک ملی ۵۱۰، صادرات ۴۳۰ و سپه ۳۸۰ میلیارد تومان»."""
        first = singles[at].first
        is_name = self.tokens[first - 1].kind == WORD and self.text(first - 2) in ("بانک", "صندوق")
        return is_name and singles[at].end - first == 1

    def _has_noun(self, one: Quantity) -> bool:
        return one.end in self.hits["counted"] or one.end in self.hits["states"]

    def _is_linked(self, one: Quantity, other: Quantity) -> bool:
        """Return whether nothing but a link stands between two numbers, a comparator of the second apart."""
        between = [token.text for token in self.tokens[one.last : other.first]]
        if between and between[0] in LINKS and between[-1] == "با" == self.text(one.first - 1) and len(between) <= 6:
            return True  # «بوشهر با ۱۲، فارس با ۱۵ و یزد با ۲۰ درصد»
        if not 1 <= len(between) <= 4:
            return False
        if between[:2] == ["و", "از"] and between[2:3] and between[2] in RESPECTS:
            return True  # «از نظر وزنی ۱۲ و از نظر ارزشی ۷ درصد»
        if between[0] in LINKS or between[0] in TO or (between[0] == "به" and self.text(one.first - 1) == "از"):
            rest = between[1:]
        else:
            return False
        if between[0] == "-" and self.text(one.first - 1) == "-":
            return False
        return (
            not rest
            or (other.first in self.signs and self.signs[other.first].first >= one.last + 1)
            or (rest == ["و"] and between[0] in "،,")
        )

    def _scaled(self, one: Quantity, its: Phrase) -> Quantity:
        """Give «۵» of «۵ تا ۱۰ هزار» its share of the scale, if as written it would be the smaller kind of number."""
        mine = one.figures[0].phrase
        value = mine.value
        if mine.scale != 1 or its.scale == 1 or value is None or its.coefficient is None or mine.shape == "fraction":
            return one
        is_range = self.text(one.last) in TO or self.text(one.first - 1) in BETWEEN or self.text(one.last) == "به"
        if value >= 1000 or (is_range and value > its.coefficient and value - its.coefficient > 5 * its.coefficient):
            return one
        if is_range and value >= its.coefficient and its.coefficient == 1:
            return one  # «۸۰۰ تا هزار نفر»
        shared = value * its.scale
        low, high = bounds(one.comparator, shared, shared)
        return replace(
            one, low=low, high=high, others=((*bounds(one.comparator, value, value), "own_scale"), *one.others)
        )

    def _range(self, singles: Sequence[Quantity], at: int) -> Quantity | None:
        """Join the two ends of one range: «۱۰ تا ۱۵ درصد», «بین ۲۰ و ۳۰ واحد», «از ۵ هکتار تا ۱۰ هکتار»."""
        if at + 1 >= len(singles):
            return None
        one, other = singles[at], singles[at + 1]
        if not self._is_range(one, other):
            return None
        low, high = one.low if one.low is not None else one.high, other.high if other.high is not None else other.low
        if low is None or high is None:
            return None
        values = (low, high)
        low, high = min(values), max(values)
        others = tuple(
            (other_low, high, why) for other_low, _, why in one.others if other_low is not None and why == "own_scale"
        )
        return replace(
            other, figures=(*one.figures, *other.figures), first=one.first, low=low, high=high, comparator=RANGE,
            others=others, values=values,
        )  # fmt: skip

    def _is_range(self, one: Quantity, other: Quantity) -> bool:
        link, before = self.text(one.end), self.text(one.first - 1)
        if other.first != one.end + 1 or self.tokens[other.first].gap == NEW_LINE:
            return False
        if one.end != one.last and one.unit != other.unit:
            return False
        if link in TO and (link != "-" or self.tokens[one.end].kind == SIGN):
            is_rising = one.unit is not None and one.low is not None and other.high is not None and one.low < other.high
            return one.end == one.last or before in ("از", *BETWEEN) or is_rising
        if self.tokens[one.first].kind == LATIN or link == "and":
            return before == "between" and link == "and"
        return before in BETWEEN and link == "و"


def bounds(comparator: str, low: Decimal | None, high: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """Return the interval that a comparator leaves: «بیش از ۴۳» has no upper end."""
    if comparator in (">", ">="):
        return low, None
    if comparator in ("<", "<="):
        return None, high
    return low, high
