"""What a quantity counts: the noun in the words of its own clause, the nearest first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hamahang.domain.statements import lexicon
from hamahang.domain.statements.lexicon import Hit
from hamahang.domain.statements.quantities import Quantity
from hamahang.domain.statements.things import RESPECTS, WHERE, Things
from hamahang.domain.statements.tokens import LATIN, NEW_LINE, SIGN
from hamahang.domain.statements.windows import LEFT, PREPOSITIONS, RIGHT, STOPS

# dimensions of nouns that fit the dimension of a quantity
FITS: Mapping[str, frozenset[str]] = {
    "money": frozenset({"money", "any"}), "foreign": frozenset({"money", "any", "goods"}),
    "mass": frozenset({"mass", "any", "goods"}),
    "person": frozenset({"person"}), "percent": frozenset({"percent"}), "area": frozenset({"area"}),
    "length": frozenset({"length"}), "volume": frozenset({"volume", "mass", "any"}),
    "power": frozenset({"power", "mass"}), "energy": frozenset({"power", "mass"}),
    "flow": frozenset({"volume"}), "temperature": frozenset({"temperature"}),
    "fold": frozenset({"percent", "mass", "any", "money", "length", "power", "volume"}),
    "classifier": frozenset({"count", "person"}),
}  # fmt: skip
FULL = 60  # words before a noun in which its full name is looked for
SIZES = {
    "ریالی": "value", "تومانی": "value", "دلاری": "value", "یورویی": "value", "تنی": "capacity", "مگاواتی": "capacity",
    "هکتاری": "area", "درصدی": "profit_rate",
}  # fmt: skip
OF_PART = frozenset({"count", "person", "money", "mass", "any", "area", "power", "volume"})  # what has shares
COUNTS = frozenset({"count"})
RATES = frozenset(
    row["code"] for row in lexicon.rows("counted") if row["dimension"] == "percent" and row["code"] != "share"
)
DEVICES = frozenset({"vehicle", "equipment", "housing", "flight", "station"})  # what «دستگاه» counts
# what is made, carried or used: how much of it is made is said by another word, «ظرفیت پالایشگاه گاز»
GOODS = frozenset({"water", "power", "harvest", "value"})
# they say where more often than what: «در کشور ۱۲ درصد»
AFTER_ALL = frozenset({"بیشتر", "کمتر", "جهت", "منظور"})  # what follows them is not counted
MADE = frozenset({"production", "sales", "export", "import", "extraction", "price", "consumption"})
NOT_OF = PREPOSITIONS | {"و", "که", "را", "کل"}  # they end a chain of nouns


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted: its code, its tokens, and whether it was said of an earlier quantity."""

    code: str
    first: int
    last: int
    is_inherited: bool = False


class Nouns(Things):
    """Finds the words that belong to each quantity of a text, and what it counts among them.

    unit_said: the classifier of the noun said last, which the next of its kind takes up
    """

    unit_said: str | None = None

    # --- nouns ---

    def noun(self, index: int, sentence: tuple[int, int], said: Noun | None) -> Noun | None:
        """Return what a quantity counts. said: what the sentence counted last, for «۳۴۷ فعال و ۱۴۰ غیرفعال»."""
        quantity = self.quantities[index]
        if quantity.dimension == "count":
            return self._of_count(index, sentence, said)
        if quantity.dimension == "percent":
            return self._of_percent(index, sentence)
        return self._of_measure(index, sentence, FITS.get(quantity.dimension, frozenset()), said)

    def _direct(self, index: int, at: int) -> Noun | None:
        """Return the noun that begins at a token."""
        hit = self.hits["counted"].get(at)
        if hit is None or self.tokens[at].gap == NEW_LINE:
            return None
        self.direct |= dict.fromkeys(range(hit.first, hit.last), index)
        return Noun(hit.code, hit.first, hit.last)

    def _of_count(self, index: int, sentence: tuple[int, int], said: Noun | None) -> Noun | None:
        quantity = self.quantities[index]
        noun = self._direct(index, quantity.end)
        if noun is not None:
            return self._sort_of(noun) if noun.code == "position" else self._in_full(noun, sentence)
        at = quantity.end
        if at < len(self.tokens) and self.tokens[at].kind == LATIN:
            return self._of_english(index)
        is_state = at in self.hits["states"] and self.tokens[at].gap != NEW_LINE
        if self.text(at) in ("مورد", "درصد") or self._is_rank(index, sentence):
            return None
        if self.text(at) == "مربوط" and (noun := self._direct(index, at + 2)):
            return noun  # «۲۷۵ هزار مربوط به طرح‌های کشاورزی»
        if is_state or self._ends_here(at) or self.text(at) == "(":
            before = self._left(index, sentence, frozenset({"count", "person"}))
            if before is not None:
                return before
            return Noun(said.code, said.first, said.last, is_inherited=True) if said and is_state else None
        return None

    def _is_rank(self, index: int, sentence: tuple[int, int]) -> bool:
        """Return whether a bare number says a rank: «رتبه استان در کشور ۱۷ بود»."""
        near = range(self.left_begin(index, sentence), self.quantities[index].first)
        return any(self.text(at) in ("رتبه", "رده", "جایگاه") for at in near)

    def _in_full(self, noun: Noun, sentence: tuple[int, int]) -> Noun:
        """Return what the sentence named in full: «بیشترین پروانه اکتشاف در یزد با ۱۲ پروانه» counts those."""
        if noun.last - noun.first > 1:
            return noun
        word = lexicon.bases(self.text(noun.first))[-1]
        for at in range(noun.first - 2, max(sentence[0], noun.first - FULL) - 1, -1):
            hit = self.hits["counted"].get(at)
            if hit is None or hit.last - hit.first < 2 or word not in lexicon.bases(self.text(at)):
                continue
            if self.dimension(hit) == "count" and at not in self.direct and hit.code != noun.code:
                return Noun(hit.code, noun.first, noun.last)
        return noun

    def _sort_of(self, noun: Noun) -> Noun:
        """Return what persons are by a word after: «۲۰ هزار جوان تحصیل‌کرده بیکار»."""
        hits = (self.hits["counted"].get(at) for at in range(noun.last, noun.last + 3))
        said = next((hit for hit in hits if hit and self.dimension(hit) == "person"), None)
        return Noun(said.code, said.first, said.last) if said else noun

    def _of_english(self, index: int) -> Noun | None:
        """Read the noun after a few adjectives: "33 more idle industrial units"."""
        at = self.quantities[index].end
        for step in range(5):
            if (
                at + step >= len(self.tokens)
                or self.tokens[at + step].kind != LATIN
                or self.text(at + step) in PREPOSITIONS
            ):
                return None
            noun = self._direct(index, at + step)
            if noun is not None:
                return noun
        return None

    def _ends_here(self, at: int) -> bool:
        """Return whether after a number the sentence goes on without a noun."""
        if at >= len(self.tokens) or self.tokens[at].gap == NEW_LINE or self.tokens[at].kind == SIGN:
            return True
        return at in self.verb_at or self.text(at) in ("و", "به", "تا", "رسید", "در", "که", "رسیده")

    def _of_measure(
        self, index: int, sentence: tuple[int, int], fits: frozenset[str], said: Noun | None
    ) -> Noun | None:
        quantity = self.quantities[index]
        at = quantity.end
        if quantity.unit == "person" and self.text(at) in ("از", "کارگر"):
            at += self.text(at) == "از"
        noun = self._direct(index, at)
        if noun is not None and said is not None and quantity.unit == "item" and noun.code in WHERE:
            return replace(said, is_inherited=True)  # «۵۲۸ مورد صنایع دستی»
        if noun is not None and self.counted_fits(at, fits) and self.text(at) != "صادر":
            return noun
        if noun is not None and quantity.dimension == "money" and self.counted_fits(at, COUNTS):
            return Noun("value", noun.first, noun.last)  # «۴ هزار میلیارد ریال طرح صنعتی»
        right, left = self._right(index, sentence, fits), self._left(index, sentence, fits)
        if quantity.dimension == "mass" and noun is not None and noun.code == "product":
            goods = self._across(index, sentence, frozenset({"goods"}))
            right = right or goods or (None if left else noun)  # «۱۷ میلیون تن کالا از این بندر وارد کشور شد»
        if size := self._by_unit(index, sentence):
            return size
        if quantity.dimension == "fold" and right is None and left is None:
            left = self._left(index, sentence, COUNTS)
        if sized := self._size_of(quantity):
            return Noun(sized, quantity.first - 1, quantity.first)
        if quantity.dimension == "classifier":
            return self._of_classifier(index, sentence, noun or self._adjacent(right, index), left, said)
        return (
            self._nearer(index, right, left)
            or self._across(index, sentence, fits)
            or (noun if noun is not None and quantity.dimension == "person" and not self._is_rate(noun) else None)
        )

    def _by_unit(self, index: int, sentence: tuple[int, int]) -> Noun | None:
        """Return what a unit alone says: «زیربنای ۷۵۰ متر», «۶۰ مگاوات نیروگاه خورشیدی»."""
        quantity = self.quantities[index]
        if quantity.unit == "metre":
            return self._left(index, sentence, frozenset({"area"}))
        is_of_plant = quantity.dimension == "power" and self.text(quantity.end) == "نیروگاه"
        return Noun("power", quantity.end, quantity.end + 1) if is_of_plant else None

    def _of_classifier(
        self, index: int, sentence: tuple[int, int], noun: Noun | None, left: Noun | None, said: Noun | None
    ) -> Noun | None:
        """Return what «فقره», «مورد», «قطعه» count. noun: what follows; left: what stands before."""
        quantity = self.quantities[index]
        if quantity.unit == "device" and noun is None and (left is None or left.code not in DEVICES):
            left = self._left(index, sentence, frozenset({"mass"}))  # «تولید خودروسازان به ۸۲ هزار دستگاه رسید»
            left = left if left is not None and left.code == "production" else None
        if self.text(quantity.end - 1) == "قلم":
            return Noun("product", quantity.end - 1, quantity.end)
        of_plant = self._left(index, sentence, frozenset({"mass"}))
        if of_plant is not None and of_plant.code == "capacity" and quantity.first - of_plant.last <= 2:
            return of_plant  # «با ظرفیت ۲۸۰ هزار قطعه»
        if left is None and quantity.unit == "item":
            left = self._left(index, sentence, frozenset({"money"}))  # «تسهیلات بخش صنعت ۳۹۰ هزار فقره»
            left = left if left is not None and left.code == "facility" else None
        is_again = said is not None and (quantity.unit == "item" or self.unit_said == quantity.unit)
        return noun or left or (replace(said, is_inherited=True) if said and is_again else None)

    def _is_rate(self, noun: Noun) -> bool:
        return self.counted_fits(noun.first, FITS["percent"])

    def _size_of(self, quantity: Quantity) -> str:
        """Return what an adjective says of the thing before it: «طرح ۵۰۰ میلیارد ریالی», «کارخانه ۵ هزار تنی»."""
        before = self.hits["counted"].get(quantity.first - 1)
        if before is None and self.text(quantity.first - 1).endswith("ی"):
            before = self.hits["counted"].get(quantity.first - 2)  # «نیروگاه خورشیدی ۲۰۰ مگاواتی»
        size = SIZES.get(self.tokens[quantity.end - 1].text, "")
        if before is None or not size:
            return ""
        is_of = before.code == "facility" if size == "profit_rate" else self.dimension(before) == "count"
        return size if is_of else ""

    def before(self, index: int, sentence: tuple[int, int], quantity: Quantity) -> Noun | None:
        """Return the noun before another quantity: «زیان ۱۲ شرکت به ۳۰ هزار میلیارد تومان رسید»."""
        first = self.quantities[index].first
        return self.noun_before(quantity, max(sentence[0], first - LEFT), first)

    def noun_before(self, quantity: Quantity, first: int, last: int) -> Noun | None:
        """Return the last noun among some words that a quantity may count."""
        fits = FITS.get(quantity.dimension, frozenset())
        for at in range(last - 1, first - 1, -1):
            hit = self.hits["counted"].get(at)
            if hit is not None and self.dimension(hit) in fits and hit.first not in self.direct and self._is_thing(hit):
                return replace(self._whole(hit, at, fits), is_inherited=True)
        return None

    def counted_fits(self, at: int, fits: frozenset[str]) -> bool:
        """Return whether the noun at a place is one that a quantity may count."""
        return self.dimension(self.hits["counted"][at]) in fits

    def _adjacent(self, noun: Noun | None, index: int) -> Noun | None:
        return noun if noun is not None and noun.first - self.quantities[index].end <= 2 else None

    def _right(self, index: int, sentence: tuple[int, int], fits: frozenset[str]) -> Noun | None:
        quantity = self.quantities[index]
        for at in range(quantity.end, min(self.right_end(index, sentence), quantity.end + RIGHT)):
            hit = self.hits["counted"].get(at)
            if (self.text(at) == "،" and quantity.unit == "percent") or self.text(at) in AFTER_ALL:
                return None
            if hit is not None and self.dimension(hit) in fits and self._is_thing(hit):
                return Noun(hit.code, hit.first, hit.last)
        return None

    def _left(self, index: int, sentence: tuple[int, int], fits: frozenset[str]) -> Noun | None:
        quantity = self.quantities[index]
        best = None
        for at in range(quantity.first - 1, self.left_begin(index, sentence) - 1, -1):
            hit = self.hits["counted"].get(at)
            if hit is None or self.dimension(hit) not in fits or hit.last > quantity.first or not self._is_thing(hit):
                continue
            is_where = self.text(hit.first - 1) == "در" and quantity.unit == "item"  # «جواز در مناطق آزاد ۲۰۰ فقره»
            if is_where and "person" in fits:
                continue
            if hit.code in GOODS and "count" not in fits:
                best = best or Noun(hit.code, hit.first, hit.last, is_inherited=True)
                continue
            if self.direct.get(hit.first, index) != index:
                best = best or Noun(hit.code, hit.first, hit.last, is_inherited=True)
                continue
            return self._whole(hit, at, fits)
        return best if "count" not in fits else None

    def _whole(self, hit: Hit, at: int, fits: frozenset[str]) -> Noun:
        """Return the longest noun of which a hit is the tail, the head of a chain: «ظرفیت تولید»."""
        head, begin = hit, hit.first
        if self.text(hit.first - 1) == "با" and hit.code == "capacity":
            return Noun(hit.code, hit.first, hit.last)  # «مخزن ذخیره با ظرفیت ۷۵۰ متر مکعب»
        for earlier in range(at - 1, max(at - 9, -1), -1):
            longer = self.hits["counted"].get(earlier)
            if longer is None or longer.last < begin or not self._is_thing(longer):
                continue
            begin = min(begin, longer.first)
            if self._is_head(longer, hit, fits):
                head = longer
        return Noun(head.code, head.first, head.last)

    def _is_head(self, longer: Hit, hit: Hit, fits: frozenset[str]) -> bool:
        if longer.last >= hit.last:
            return longer.last > hit.last or self.dimension(longer) in fits
        return self.dimension(longer) in fits and longer.code not in GOODS and longer.first not in self.direct

    def _nearer(self, index: int, right: Noun | None, left: Noun | None) -> Noun | None:
        if right is None or left is None:
            return right or left
        quantity = self.quantities[index]
        before = quantity.first - left.last + 1.5 * self._breaks(left.last, quantity.first) - 0.5
        after = right.first - quantity.end + 1.5 * self._breaks(quantity.end, right.first)
        after += 3 * (self.text(right.first) == "صادر")  # licences are «صادر» too
        if left.is_inherited:
            before += 6
        return left if before < after else right

    def _breaks(self, first: int, last: int) -> int:
        return sum(self.tokens[at].text in ("و", "،", ",", "با", "که", "and", "with") for at in range(first, last))

    def _across(self, index: int, sentence: tuple[int, int], fits: frozenset[str]) -> Noun | None:
        """Look on, past a verb and other quantities, to the end of the sentence: «برای ۲۰۰ نفر … شغل ایجاد شد»."""
        quantity = self.quantities[index]
        for at in range(quantity.end, min(sentence[1], quantity.end + 2 * RIGHT)):
            hit = self.hits["counted"].get(at)
            if self.tokens[at].text in STOPS or self.text(at) in AFTER_ALL | {"ولی", "اما"}:
                return None
            if hit is not None and self.dimension(hit) in fits and self.direct.get(at) is None:
                return Noun(hit.code, hit.first, hit.last, is_inherited=True)
        return None

    def _of_percent(self, index: int, sentence: tuple[int, int]) -> Noun | None:
        """Return what a percentage is of: a rate by its name, else the things or the amount it is a part of."""
        fits = FITS["percent"]
        quantity = self.quantities[index]
        if size := self._size_of(quantity):
            return Noun(size, quantity.first - 1, quantity.first)  # «تسهیلات ۱۸ درصدی»
        is_part = self.text(quantity.end) in ("از", "of") and self.text(quantity.end + 1) not in RESPECTS
        at = quantity.end + is_part
        at += self.text(at) in ("کل", "مجموع")
        noun = self._rate_before(quantity) or self._direct(index, at)
        if noun is not None:
            return noun
        if self.text(quantity.end) == "ان" and (own := self._left(index, sentence, OF_PART)):
            return own  # «از تسهیلات صنعت ۸۵ درصد آن در …»
        if at > quantity.end and not any(at + n in self.hits["counted"] for n in range(1, 3)):
            return None  # «از» what is not known
        right, left = self._right(index, sentence, fits), self._left(index, sentence, fits)
        rate = self._nearer(index, right, left)
        if made := self._made_after(index, sentence):
            return made
        if left is not None and left.code == "share":
            return self._shared_of(left, quantity) or left
        if left is not None and self.text(left.first) == "نرخ" and left.last in self.hits["counted"]:
            return left  # «نرخ تورم خانوارها به ۳۴ درصد رسید»
        if rate is not None and rate.code != "share" and (rate is right or quantity.first - rate.last <= 6):
            return rate
        of = self._nearer(index, self._right(index, sentence, OF_PART), self._left(index, sentence, OF_PART))
        if of is not None and self.text(of.first) == "نرخ":
            return None  # a rate that is not known, or «این نرخ» of the sentence before
        return (self._head_of(of, quantity) if of else None) or of or rate

    def _made_after(self, index: int, sentence: tuple[int, int]) -> Noun | None:
        """Return what was made for «شرکت … ۵ درصد بیش از برنامه شمش تولید کرد»."""
        quantity = self.quantities[index]
        if self.text(quantity.end) not in ("بیش", "بیشتر", "کمتر"):
            return None
        for at in range(quantity.end, self.right_end(index, sentence)):
            hit = self.hits["counted"].get(at)
            if hit is not None and hit.code in MADE and hit.last in self.verb_at:
                return Noun(hit.code, hit.first, hit.last)
        return None

    def _head_of(self, noun: Noun, quantity: Quantity) -> Noun | None:
        """Return the head of «تولید سنگ آهن شرکت‌های بزرگ ۲۷ درصد رشد کرد»: what the companies make, and not they."""
        if noun.first >= quantity.first or not self.counted_fits(noun.first, COUNTS | {"person"}):
            return None
        for at in range(noun.first - 1, max(noun.first - LEFT, -1), -1):
            hit = self.hits["counted"].get(at)
            is_of_this = self.text(at) == "از" and self.text(at + 1) == "این"  # «صادرات از این کارخانه»
            if (self.text(at) in NOT_OF and not is_of_this) or self.tokens[at].kind == SIGN or at in self.verb_at:
                return None
            if hit is not None and hit.code in MADE and self._is_thing(hit):
                return Noun(hit.code, hit.first, hit.last)
        return None

    def _rate_before(self, quantity: Quantity) -> Noun | None:
        """Return the rate that a percentage qualifies as an adjective: «نرخ بیکاری ۱۱ درصدی استان»."""
        if self.text(quantity.end - 1) != "درصدی":
            return None
        near = (self.hits["counted"].get(at) for at in range(quantity.first - 3, quantity.first))
        rates = (hit for hit in near if hit and hit.last == quantity.first and self.dimension(hit) == "percent")
        return next((Noun(hit.code, hit.first, hit.last) for hit in rates), None)

    def _shared_of(self, share: Noun, quantity: Quantity) -> Noun | None:
        """Return what a share is of: the first noun after «از» in «سهم ایلام از تسهیلات کشور ۲۴ درصد»."""
        words = range(share.last, quantity.first)
        after = next((at for at in words if self.text(at) in ("از", "در")), quantity.first)
        hits = (self.hits["counted"].get(at) for at in range(after, quantity.first))
        return next((Noun(hit.code, hit.first, hit.last) for hit in hits if hit and self._is_thing(hit)), None)

    def in_order(self, index: int, count: int) -> list[Noun]:
        """Return the nouns of «تولید و صادرات به ترتیب ۱۲ و ۱۵ درصد», if they are as many as the numbers."""
        first = self.quantities[index].first
        if "ترتیب" not in (self.text(first - 1), self.text(first - 2), self.text(first - 3)):
            return []
        hits = [hit for at in range(max(first - LEFT, 0), first) if (hit := self.hits["counted"].get(at))]
        nouns = [Noun(hit.code, hit.first, hit.last) for hit in hits if hit.code not in WHERE]
        return nouns if len(nouns) == count else []
