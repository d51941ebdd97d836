"""What a percentage is of: a rate by its name, else the things or the amount it is a part of."""

from hamahang.domain.statements import lexicon
from hamahang.domain.statements.quantities import Quantity
from hamahang.domain.statements.sides import FITS, Noun, Sides
from hamahang.domain.statements.things import RESPECTS
from hamahang.domain.statements.tokens import SIGN
from hamahang.domain.statements.windows import LEFT, PREPOSITIONS

OF_PART = frozenset({"count", "person", "money", "mass", "any", "area", "power", "volume"})  # what has shares
REGIONS = frozenset({"country_count", "province_count", "county_count"})  # «۴ درصد کل کشور»
COUNTS = frozenset({"count"})
RATES = frozenset(
    row["code"] for row in lexicon.rows("counted") if row["dimension"] == "percent" and row["code"] != "share"
)
MADE = frozenset({"production", "sales", "export", "import", "extraction", "price", "consumption", "income", "debt"})
WATERS = frozenset({"اب", "حجم", "ورودی", "موجودی", "ذخیره"})  # «حجم مخازن سدها ۵۸ درصد است»
LONGEST_RANKING = 24  # words from a figure to what it ranks by
GIVEN = 5  # words between what is given and to whom
NOT_OF = PREPOSITIONS | {"و", "که", "را", "کل"}  # they end a chain of nouns


class Shares(Sides):
    """Finds what the percentages of a text are of."""

    def _of_percent(self, index: int, sentence: tuple[int, int]) -> Noun | None:
        """Return what a percentage is of: a rate by its name, else the things or the amount it is a part of."""
        fits = FITS["percent"]
        quantity = self.quantities[index]
        if size := self._size_of(quantity):
            return Noun(size, quantity.first - 1, quantity.first)  # «تسهیلات ۱۸ درصدی»
        is_part = self.text(quantity.end) in ("از", "of") and self.text(quantity.end + 1) not in RESPECTS
        is_part = is_part and quantity.end + 1 not in self.in_period  # «۱۲ درصد از مدت مشابه بیشتر بود»
        at = quantity.end + is_part
        at += self.text(at) in ("کل", "مجموع") or (self.text(at) == "این" and at + 1 in self.hits["counted"])
        noun = (
            self._absorbed(index)
            or self._rate_before(quantity)
            or (None if self.text(at) in ("کار", "فعالیت") else self._direct(index, at))
        )
        noun = noun or self._changed(index)
        if noun is not None and noun.code not in REGIONS:
            return noun
        if self.text(quantity.end) == "ان" and (own := self._left(index, sentence, OF_PART)):
            return own  # «از تسهیلات صنعت ۸۵ درصد آن در …»
        if made := self._made_after(index, sentence):
            return made
        if at > quantity.end and not any(at + n in self.hits["counted"] for n in range(1, 3)):
            return None  # «از» what is not known
        right, left = self._right(index, sentence, fits), self._left(index, sentence, fits)
        rate = self._rate_said(index, self._nearer(index, right, left), sentence)
        if left is not None and left.code == "share":
            return self._shared_of(left, quantity) or left
        if left is not None and self.text(left.first) == "نرخ" and left.last in self.hits["counted"]:
            return left  # «نرخ تورم خانوارها به ۳۴ درصد رسید»
        if rate is not None and rate.code != "share" and (rate is right or quantity.first - rate.last <= 6):
            return rate
        of = self._nearer(index, self._right(index, sentence, OF_PART), self._left(index, sentence, OF_PART))
        if of is not None and self.text(of.first) == "نرخ":
            return None  # a rate that is not known, or «این نرخ» of the sentence before
        return (self._head_of(of, quantity) if of else None) or of or rate or self._ranked_by(index, sentence)

    def _changed(self, index: int) -> Noun | None:
        """Return what a change right after a percentage is of: «۸ درصد افزایش تولید و بهره‌وری ۹۰ درصدی»."""
        at = self.quantities[index].end
        change, of = self.hits["cues"].get(at), self.hits["counted"].get(at + 1)
        is_changed = change is not None and change.code in ("increase", "decrease") and change.last == at + 1
        if not is_changed or of is None or self.dimension(of) not in OF_PART | {"percent"} or not self._is_thing(of):
            return None
        return self._direct(index, at + 1)

    def _absorbed(self, index: int) -> Noun | None:
        """Return what a part is absorbed of, where it is said: «جذب ۱۵ درصدی حقوق دولتی»."""
        quantity = self.quantities[index]
        before, of = (self.hits["counted"].get(at) for at in (quantity.first - 1, quantity.end))
        is_absorbed = before is not None and before.code == "absorption" and self.text(quantity.end - 1) == "درصدی"
        return self._direct(index, quantity.end) if is_absorbed and of is not None and of.code not in REGIONS else None

    def _made_after(self, index: int, sentence: tuple[int, int]) -> Noun | None:
        """Return what was made for «شرکت … ۵ درصد بیش از برنامه شمش تولید کرد»."""
        quantity = self.quantities[index]
        is_part = self.text(quantity.end) == "از" and "را" in (
            self.text(at) for at in range(quantity.end, quantity.end + 8)
        )
        is_all_made = (
            self.text(quantity.end) != "از"
            and quantity.unit == "percent"
            and "را" in (self.text(at) for at in range(quantity.end + 1, quantity.end + 5))
        )  # «این واحدها ۴۰ درصد کاشی کشور را تولید می‌کنند»
        if self.text(quantity.end) not in ("بیش", "بیشتر", "کمتر") and not is_part and not is_all_made:
            return None
        for at in range(quantity.end, self.right_end(index, sentence)):
            hit = self.hits["counted"].get(at)
            if hit is not None and hit.code in MADE and hit.last in self.verb_at:
                return Noun(hit.code, hit.first, hit.last)
        return None

    def _head_of(self, noun: Noun, quantity: Quantity) -> Noun | None:
        """Return the head of «تولید سنگ آهن شرکت‌های بزرگ ۲۷ درصد رشد کرد»: what the companies make, and not they."""
        if noun.code == "facility" and "نرخ" in (self.text(noun.first - 1), self.text(noun.first - 2)):
            return Noun("profit_rate", noun.first, noun.last)  # «نرخ این تسهیلات ۶ درصد است»
        if noun.first >= quantity.first or not self.counted_fits(noun.first, COUNTS | {"person"}):
            return None
        if self.text(noun.first - 1) == "به" and (given := self._given_to(noun)):
            return given
        if noun.code == "dam":  # «ورودی آب به سدها ۳۱ درصد کم شد»
            near = range(noun.first - 1, max(noun.first - 7, -1), -1)
            at = next((at for at in near if self.text(at) in WATERS), -1)
            return Noun("water", at, at + 1) if at >= 0 else None
        for at in range(noun.first - 1, max(noun.first - LEFT, -1), -1):
            hit = self.hits["counted"].get(at)
            is_of_this = self.text(at) == "از" and self.text(at + 1) == "این"  # «صادرات از این کارخانه»
            if (self.text(at) in NOT_OF and not is_of_this) or self.tokens[at].kind == SIGN or at in self.verb_at:
                return None
            if hit is not None and hit.code in MADE and self._is_thing(hit):
                return Noun(hit.code, hit.first, hit.last)
        return None

    def _given_to(self, noun: Noun) -> Noun | None:
        """Return what is given for «پرداخت وام به کارآفرینان ۲۰ درصد رشد داشت», where they do not grow."""
        for at in range(noun.first - 2, max(noun.first - GIVEN, -1), -1):
            hit = self.hits["counted"].get(at)
            if hit is not None and self.dimension(hit) == "money" and hit.code != "value" and self._is_thing(hit):
                return Noun(hit.code, hit.first, hit.last, is_inherited=True)
            if self.tokens[at].kind == SIGN or at in self.verb_at:
                return None
        return None

    def _rate_before(self, quantity: Quantity) -> Noun | None:
        """Return the rate that a percentage qualifies as an adjective: «نرخ بیکاری ۱۱ درصدی استان»."""
        if self.text(quantity.end - 1) != "درصدی":
            return None
        near = (self.hits["counted"].get(at) for at in range(quantity.first - 3, quantity.first))
        rates = (hit for hit in near if hit and hit.last == quantity.first and self.dimension(hit) == "percent")
        return next((Noun(hit.code, hit.first, hit.last) for hit in rates), None)

    def _ranked_by(self, index: int, sentence: tuple[int, int]) -> Noun | None:
        """Return the rate of «لرستان با ۲۰ درصد، دارای بالاترین نرخ بیکاری است», up to the verb."""
        quantity = self.quantities[index]
        if self.text(quantity.first - 1) not in ("با", "("):
            return None
        for at in range(quantity.end, min(self._clause_end(quantity.end, sentence), quantity.end + LONGEST_RANKING)):
            hit = self.hits["counted"].get(at)
            if hit is not None and hit.code in RATES and self._is_thing(hit):
                return Noun(hit.code, hit.first, hit.last, is_inherited=True)
        return None

    def _rate_said(self, index: int, rate: Noun | None, sentence: tuple[int, int]) -> Noun | None:
        """Return the rate of «پایین‌ترین نرخ بیکاری در سمنان با نرخ ۶ درصد ثبت شد», which is none of profit."""
        if rate is None or (self.text(rate.first), self.text(rate.first + 1)) != ("با", "نرخ"):
            return rate
        named = self.hits["counted"].get(rate.first + 1)  # «با نرخ رشد ۳ درصد»
        if named is not None and named.last > rate.last:
            return Noun(named.code, named.first, named.last)
        for at in range(rate.first - 1, self.left_begin(index, sentence) - 1, -1):
            hit = self.hits["counted"].get(at)
            if hit is not None and hit.code in RATES and self._is_thing(hit):
                return Noun(hit.code, hit.first, hit.last)
        return rate

    def _shared_of(self, share: Noun, quantity: Quantity) -> Noun | None:
        """Return what a share is of: the first noun after «از» in «سهم ایلام از تسهیلات کشور ۲۴ درصد»."""
        words = range(share.last, quantity.first)
        after = next((at for at in words if self.text(at) in ("از", "در")), quantity.first)
        hits = (self.hits["counted"].get(at) for at in range(after, quantity.first))
        return next((Noun(hit.code, hit.first, hit.last) for hit in hits if hit and self._is_thing(hit)), None)
