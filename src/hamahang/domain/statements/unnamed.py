"""What a figure counts that its own clause does not name: what the sentence, or the one before, spoke of."""

from dataclasses import replace

from hamahang.domain.statements.naming import dimensions
from hamahang.domain.statements.quantities import Quantity
from hamahang.domain.statements.sides import CARRIED, Noun
from hamahang.domain.statements.takingup import FAR, LISTED, TakenUp

DIMENSIONS = dimensions()
THINGS_WITH = frozenset({"project", "unit", "work"})  # «۱۲ طرح با ۹ میلیارد ریال»
MADE_WITH = frozenset({"طرح", "پروژه", "این"})


class Unnamed(TakenUp):
    """Finds what the figures of one text count by what was said before them."""

    def _by_what_was_said(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what a figure counts by the words before it in its sentence, past verbs and other figures."""
        quantity = self.quantities[index]
        if quantity.unit == "person":
            return self._of_jobs_said(index)
        if quantity.unit == "fold":
            return self._grown_so(index, found)
        if quantity.unit == "percent":
            return self._traded_so(index)
        if quantity.dimension == "money":
            return self._of_money_said(index, found)
        return self._of_committed(index, found) if quantity.dimension == "classifier" else None

    def _begin(self, index: int) -> int:
        first = self.quantities[index].first
        return max(self.tokens.sentences[self.sentence_of(first)][0], first - FAR)

    def _of_jobs_said(self, index: int) -> Noun | None:
        """Return the jobs of «۶۴ درصد اشتغال برای مردان بوده، گفت: ۴ هزار نفر در بخش صنعت …»."""
        first = self.quantities[index].first
        if self.attacher.text(self.quantities[index].end - 1) in ("نفره", "نفری"):
            return None
        at = next((at for at in range(first - 1, self._begin(index) - 1, -1) if self._counted(at) == "job"), -1)
        return Noun("job", at, at + 1, is_inherited=True) if at >= 0 else None

    def _grown_so(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what grew in «منابع ۴۳۷ میلیارد بوده که بیش از ۴ برابر شده است»: what the sentence counted last."""
        for back in range(index - 1, max(index - LISTED, -1), -1):
            if self.sentence_of(self.quantities[back].first) != self.sentence_of(self.quantities[index].first):
                return None
            if (noun := found[back]) is not None:
                return replace(noun, is_inherited=True)
        return None

    def _traded_so(self, index: int) -> Noun | None:
        """Return the trade of «این میزان کالا که صادر شده است از لحاظ وزن ۱۱ درصد افزایش دارد»."""
        if not self._is_change(self.quantities[index]):
            return None
        for at in range(self.quantities[index].first - 1, self._begin(index) - 1, -1):
            if self._counted(at) in CARRIED:
                return Noun(self._counted(at), at, at + 1, is_inherited=True)
        return None

    def _of_money_said(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the money of «اعتباری که هزینه شده است ۳۱۰۰ میلیارد ریال است», «سهم استان … میلیارد تومان»."""
        quantity, text = self.quantities[index], self.attacher.text
        if text(quantity.end) == "دیگر":
            return self._said_of_unit(index, found)  # «و بخشی معادل ۷۵۰۰ میلیارد تومان دیگر»
        before = self.quantities[index - 1] if index else None
        begin = self._begin(index)
        if before is not None and before.first >= begin:
            return self._worth_of_things(index, found)
        if noun := self.attacher.noun_before(quantity, begin, quantity.first):
            return noun
        return self._share_in(index, found) or self._worth_of_things(index, found)

    def _share_in(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the money of which «سهم خراسان» is a part: what the sentence before spoke of, else credit."""
        first, text = self.quantities[index].first, self.attacher.text
        at = next((at for at in range(self._begin(index), first) if text(at) == "سهم"), -1)
        return (self._said_of_unit(index, found) or Noun("credit", at, at + 1, is_inherited=True)) if at >= 0 else None

    def _worth_of_things(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the value of things for «۱۵۱۳ طرح با ۱۱۹ میلیارد تومان», «این طرح با ۱۵ میلیارد تومان تکمیل شد»."""
        quantity, text = self.quantities[index], self.attacher.text
        of = self.attacher.hits["counted"].get(quantity.first - 2)
        if text(quantity.first - 1) != "با" or of is None or of.code not in THINGS_WITH:
            return None
        return Noun("value", of.first, of.last, is_inherited=True)

    def _of_committed(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the jobs of «تعهد ۳۱ هزار نفر بود که تاکنون ۱۸ هزار مورد محقق شد»."""
        noun = found[index - 1] if index else None
        before = self.quantities[index - 1] if index else None
        is_near = before is not None and self.sentence_of(before.first) == self.sentence_of(self.quantities[index].first)
        is_of = noun is not None and is_near and before is not None and before.unit == "person"
        return Noun("job", noun.first, noun.last, is_inherited=True) if noun and is_of else None

    def _of_items_ahead(self, found: list[Noun | None]) -> None:
        """Give the items of a list what the last of them counts: «ری ۷۴۷ مورد، دنا ۳۰۲ مورد و باشت ۳۳۶ مورد شغل»."""
        for index in range(len(found) - 2, -1, -1):
            one, other, of = self.quantities[index], self.quantities[index + 1], found[index + 1]
            is_item = one.dimension == other.dimension == "classifier" and one.unit == other.unit
            if found[index] is None and of is not None and is_item and self._is_next_item(one, other):
                found[index] = replace(of, is_inherited=True)

    def _is_next_item(self, one: Quantity, other: Quantity) -> bool:
        is_near = other.first - one.end <= 4 and self.sentence_of(one.first) == self.sentence_of(other.first)
        return is_near and self.attacher.text(one.end) in ("،", "و")
