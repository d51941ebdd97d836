"""What the parts of a whole count: «از این تعداد ۷ مورد», «۴۷ درصد مصوبات …، ۱۴ درصد مربوط به مالیات»."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from hamahang.domain.statements.elided import Elided
from hamahang.domain.statements.quantities import Quantity
from hamahang.domain.statements.shares import RATES
from hamahang.domain.statements.sides import Noun
from hamahang.domain.statements.takingup import LISTED
from hamahang.domain.statements.unnamed import DIMENSIONS

OF_THESE = frozenset({"تعداد", "میان", "مجموع", "شمار"})  # after «از این»
PART = 30  # words from «از این تعداد» to a part
# what follows the percentages of a list says what each part is for, and not of what it is a part
FOR_PARTS = frozenset({"مربوط", "به", "را", "صرف", "برای", "متعلق", "ناشی", "در", "سهم", "بابت", "مختص"})
LEFT = ("مانده", "باقی")
NUMBERED = 5  # words from «شمار آنها» to a figure
NOW, NOW_WITHIN = frozenset({"حالا", "الان", "اکنون", "اینک", "امروز"}), 3  # words before a figure
HAVING = ("دارند", "ندارند", "دارد", "ندارد", "داشت", "نداشت")
HAD_WITHIN = 5  # words from what is had to its verb
OWNED = 10  # words from «سهمیه» to its amount
GOT = ("گرفت", "دریافت", "کسب")
OWED = frozenset({"debt", "tax", "wage", "damage"})  # money that one owes
LENT = frozenset({"facility", "credit", "grant"})
# what an amount is of which only is said that it was given
GIVEN = {"allocated": "credit", "earmarked": "credit", "nominal": "credit", "paid": "facility"}


class Parts(Elided):
    """Finds what the parts count of which one text says the whole."""

    def _of_parts(self, found: list[Noun | None]) -> None:
        """Give the parts of a whole its noun, where their own words only say why, for what or of whom."""
        for index, quantity in enumerate(self.quantities):
            is_approved = quantity.dimension == "money" and self.attacher.text(quantity.end) == "مصوب"
            if found[index] is None and is_approved:
                found[index] = Noun("credit", quantity.end, quantity.end + 1)
            if (given := self._given_sum(index, found)) is not None:
                found[index] = given
            of = self._of_these(index, found) or self._who_have(index, found) or self._who_remain(index, found)
            of = of or self._next_part(index, found) or self._given_more(index, found) or self._made(index, found)
            of = of or self._by_its_first_word(index, found) or self._of_sum(index, found) or self._owed(index, found)
            if of is not None and quantity.shares < 0:
                found[index] = replace(of, is_inherited=True)

    def _is_own(self, index: int, noun: Noun | None) -> bool:
        """Return whether a noun stands right after its figure."""
        quantity, text = self.quantities[index], self.attacher.text
        return noun is not None and noun.first == quantity.end + (text(quantity.end) in ("از", "این", "کل"))

    def _things_before(self, at: int, index: int, found: Sequence[Noun | None]) -> Noun | None:
        """Return the things or persons that were counted last before a token, in its sentence or the one before."""
        for back in range(index - 1, max(index - LISTED, -1), -1):
            other, noun = self.quantities[back], found[back]
            if self.sentence_of(other.first) < self.sentence_of(at) - 1:
                return None
            is_thing = other.dimension in ("count", "classifier", "person") and other.first < at
            if is_thing and noun is not None:
                return noun
        return None

    def _of_these(self, index: int, found: Sequence[Noun | None]) -> Noun | None:
        """Return what «این تعداد» was counted of: «۳۷ واحد … از این تعداد ۷ مورد با سرمایه‌گذار جدید …»."""
        quantity, text = self.quantities[index], self.attacher.text
        is_part = quantity.dimension == "classifier" or quantity.unit == "percent"
        if not is_part or self._is_own(index, found[index]):
            return None
        noun = found[index]
        if noun is not None and noun.code in RATES:
            return None
        begin = max(self.starts[self.sentence_of(quantity.first)], quantity.first - PART)
        for at in range(quantity.first - 1, begin, -1):
            if at in self.attacher.verb_at:
                return None
            if text(at) in OF_THESE and text(at - 1) == "این" and text(at - 2) == "از":
                return self._things_before(at, index, found)
        return None

    def _who_have(self, index: int, found: Sequence[Noun | None]) -> Noun | None:
        """Return the estates of «از ۳۱ شهرک ۱۵ تا تصفیه‌خانه دارند», which have and are not what is had."""
        quantity, noun, whole = self.quantities[index], found[index], found[index - 1] if index else None
        if quantity.unit != "item" or whole is None or noun is None or not self._is_own(index, noun):
            return None
        before = self.quantities[index - 1]
        is_whole = before.dimension == "count" and self.attacher.text(before.first - 1) == "از"
        is_one = self.sentence_of(before.first) == self.sentence_of(quantity.first)
        has = any(self.attacher.text(at) in HAVING for at in range(noun.last, noun.last + HAD_WITHIN))
        return whole if is_whole and is_one and has and noun.code != whole.code else None

    def _who_remain(self, index: int, found: Sequence[Noun | None]) -> Noun | None:
        """Return the workers of «۲۱۰ کارگر داشت و حالا ۹۵ نفر مانده‌اند», «… که اکنون به ۹۵ نفر رسیده است»."""
        quantity, noun = self.quantities[index], found[index]
        text = self.attacher.text
        is_now = any(text(at) in NOW for at in range(quantity.first - NOW_WITHIN, quantity.first))
        is_left = quantity.unit == "person" and (text(quantity.end).startswith(LEFT) or is_now)
        if quantity.unit != "person" or (noun is not None and noun.code != "person"):
            return None
        near = range(quantity.first - NUMBERED, quantity.first)
        them = next((at for at in near if text(at) in ("تعداد", "شمار") and text(at + 1) in ("انها", "انان")), -1)
        if them >= 0:  # «کارگران حقوق معوق دارند و شمار آنها به ۳۲۰ نفر می‌رسد»
            return self.attacher.noun_before(quantity, self.starts[self.sentence_of(quantity.first)], them)
        if not is_left:
            return None
        for back in range(index - 1, max(index - LISTED, -1), -1):
            other, of = self.quantities[back], found[back]
            if self.sentence_of(other.first) != self.sentence_of(quantity.first):
                return None
            if of is not None and DIMENSIONS.get(of.code) == "person":
                return of
        return None

    def _next_part(self, index: int, found: Sequence[Noun | None]) -> Noun | None:
        """Return what a list of percentages is of: «۳۹ درصد آن به صنعت، ۲۱ درصد به بازرگانی و ۶ درصد به مسکن رسید»."""
        quantity, noun, of = self.quantities[index], found[index], found[index - 1] if index else None
        if of is None or of.code in RATES or (noun is not None and noun.code in RATES):
            return None
        before = self.quantities[index - 1]
        link = self.attacher.text(quantity.first - 1)
        is_list = (
            before.unit == quantity.unit == "percent" and link in ("،", "و") and self._is_one_clause(before, quantity)
        )
        is_for = self.attacher.text(quantity.end) in FOR_PARTS and self.attacher.text(before.end) != "در"
        begins = of.first >= before.end or of.is_inherited
        is_other = noun is None or noun.first >= quantity.end
        return of if is_list and is_for and begins and is_other else None

    def _given_more(self, index: int, found: Sequence[Noun | None]) -> Noun | None:
        """Return the loans of «۲ هزار میلیارد وام به ۹۰۰ واحد داده شد که ۳۳ درصد بیشتر است», not the units."""
        quantity, noun = self.quantities[index], found[index]
        if noun is None or index < 2 or not self._is_change(quantity) or self._is_own(index, noun):
            return None
        to, given, of = self.quantities[index - 1], self.quantities[index - 2], found[index - 2]
        is_to = self.attacher.text(to.first - 1) == "به" and found[index - 1] is not None
        is_same = is_to and noun.first == (found[index - 1] or noun).first
        is_one = self.sentence_of(given.first) == self.sentence_of(quantity.first)
        is_money = given.dimension == "money" and of is not None and DIMENSIONS.get(of.code) == "money"
        return of if is_same and is_one and is_money and to.dimension in ("count", "person") else None

    def _by_its_first_word(self, index: int, found: Sequence[Noun | None]) -> Noun | None:
        """Return the papers of «۵۰ پروانه اکتشاف … که تاکنون ۷ پروانه صادر شد», «۶ بازارچه مرزی و ۳ بازارچه دیگر»."""
        noun, of, text = found[index], found[index - 1] if index else None, self.attacher.text
        if noun is None or of is None or noun.last - noun.first > 1 or not self._is_own(index, noun):
            return None
        before, quantity = self.quantities[index - 1], self.quantities[index]
        is_one = self.sentence_of(before.first) == self.sentence_of(quantity.first) and of.first >= before.end
        is_short = is_one and of.last - of.first > 1 and text(of.first) == text(noun.first)
        words = [text(at) for at in range(of.last, quantity.first)] if is_short else []
        is_same = text(noun.last) == "دیگر" or ("که" in words and words[-1:] == ["تاکنون"])
        return of if is_short and is_same else None

    def _given_sum(self, index: int, found: Sequence[Noun | None]) -> Noun | None:
        """Return the credit of «مبلغ ۱۸ میلیارد تومان اختصاص یافت», where «مبلغ» only says that an amount follows."""
        noun, first, text = found[index], self.quantities[index].first, self.attacher.text
        if noun is None or noun.last != first or text(noun.first) != "مبلغ" or text(noun.first - 1) == "به":
            return None
        given = self._allotted(index)
        return given if given is not None and given.code == "credit" else None

    def _owed(self, index: int, found: Sequence[Noun | None]) -> Noun | None:
        """Return the debt of «بدهی ۷۶ واحد به مبلغ ۱۴۸ میلیارد تومان تقسیط شد»: the money said before it."""
        noun, quantity, text = found[index], self.quantities[index], self.attacher.text
        if noun is None or noun.code != "value" or text(noun.first) != "مبلغ" or text(noun.first - 1) != "به":
            return None
        before = bisect_right(self.attacher.verb_starts, noun.first) - 1
        begin = max(self.starts[self.sentence_of(quantity.first)], noun.first - PART)
        begin = max(begin, self.attacher.verb_starts[before] + 1) if before >= 0 else begin
        hits = (self.attacher.hits["counted"].get(at) for at in range(begin, noun.first))
        of = next((hit for hit in hits if hit is not None and hit.code in OWED), None)
        return Noun(of.code, of.first, of.last) if of is not None else None

    def _of_sum(self, index: int, found: Sequence[Noun | None]) -> Noun | None:
        """Return the money of «از ۸۰۰ میلیارد تومان مصوب فقط ۱۲ درصد پرداخت شد»."""
        quantity, of = self.quantities[index], found[index - 1] if index else None
        if of is None or found[index] is not None or quantity.unit != "percent":
            return None
        before = self.quantities[index - 1]
        is_from = before.dimension == "money" and self.attacher.text(before.first - 1) in ("از", "مجموع")
        return of if is_from and self._is_one_clause(before, quantity) else None

    def _made(self, index: int, found: Sequence[Noun | None]) -> Noun | None:
        """Return what tiles are of: «ظرفیت این واحدها ۲۵۰ میلیون متر مربع», «۱۴۰ میلیون متر مربع تولید شود»."""
        quantity, noun = self.quantities[index], found[index]
        if quantity.unit != "square_metre" or noun is None or noun.first != quantity.last:
            return None
        if self._counted(quantity.end) == "production":
            return Noun("production", quantity.end, quantity.end + 1)
        sentence = self.tokens.sentences[self.sentence_of(quantity.first)]
        begin = self.attacher.left_begin(index, sentence)
        return self.attacher.noun_before(replace(quantity, dimension="mass"), begin, quantity.first)

    def _got(self, index: int, found: Sequence[Noun | None]) -> Noun | None:
        """Return the money of «ملایر ۶۲ میلیارد تومان گرفت»: what was lent or granted last, else credit."""
        quantity, text = self.quantities[index], self.attacher.text
        words = range(max(self.starts[self.sentence_of(quantity.first)], quantity.first - OWNED), quantity.first)
        is_quota = any(text(at) == "سهمیه" for at in words)  # «سهمیه امسال استان ۱۱۰۰ میلیارد تومان است»
        if quantity.dimension != "money" or not (is_quota or text(quantity.end).startswith(GOT)):
            return None
        if is_quota:
            return Noun("credit", quantity.last, quantity.end)
        near = range(index - 1, max(index - LISTED, -1), -1)
        said = next((noun for back in near if (noun := found[back]) and noun.code in LENT), None)
        return replace(said, is_inherited=True) if said else Noun("credit", quantity.last, quantity.end)

    def _allotted(self, index: int) -> Noun | None:
        """Return credit or a loan for an amount of which only is said that it was given, land for a bare area."""
        quantity = self.quantities[index]
        if quantity.dimension == "area":
            near = range(max(quantity.first - 8, 0), quantity.end + 6)
            at = next((at for at in near if self.attacher.text(at) in ("تولید", "تولیدی", "کاشی", "فرش", "فراوری")), -1)
            if quantity.unit == "square_metre" and at >= 0:
                return Noun("production", at, at + 1)  # tiles and carpets
            return Noun("area", quantity.last, quantity.end)  # a hectare is land, whatever grows on it
        if quantity.dimension == "power":
            return Noun("power", quantity.last, quantity.end)  # «سه واحد بخار هر کدام ۱۶۰ مگاوات»
        if quantity.unit == "kilometre" and self.attacher.text(quantity.end + 1) != "ساعت":
            return Noun("length", quantity.last, quantity.end)
        if quantity.dimension not in ("money", "foreign"):
            return None
        sentence = self.tokens.sentences[self.sentence_of(quantity.first)]
        states = [
            *self.attacher.own_states(index, sentence), self.attacher.state(index, sentence, None),
            self.attacher.state_before(index, sentence),
        ]  # fmt: skip
        given = next((state for state in states if state and state.code in GIVEN), None)
        lent = self._lent_before(index) if given is not None and GIVEN[given.code] == "credit" else None
        return lent or (Noun(GIVEN[given.code], given.first, given.last) if given else None)

    def _is_one_clause(self, one: Quantity, other: Quantity) -> bool:
        """Return whether neither a verb nor the end of a sentence stands between two quantities."""
        first, last = sorted((one.first, other.first))
        verbs = self.attacher.verb_starts
        has_verb = bisect_right(verbs, last) > bisect_right(verbs, first)
        return not has_verb and self.sentence_of(first) == self.sentence_of(last)
