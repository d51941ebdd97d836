"""Whether «یک» counts, or is only the article of what is spoken of."""

from collections.abc import Sequence

from hamahang.domain.statements import kinds
from hamahang.domain.statements.carrying import Carrier
from hamahang.domain.statements.quantities import Quantity
from hamahang.domain.statements.sides import Noun

ALONE = frozenset({"فقط", "تنها"})
EACH_TIME = frozenset({"روزی", "هفتهای", "ماهی", "سالی", "روزانه", "ماهانه", "ماهیانه", "سالانه", "سالیانه", "هفتگی"})
TIMES = frozenset({"روز", "هفته", "ماه", "سال", "ساعت"})
LIST = 8  # words between two counts of one list


class Ones:
    """Tells which of the figures of one text are claims, by the list they stand in."""

    def __init__(self, carrier: Carrier) -> None:
        self.carrier, self.quantities, self.attacher = carrier, carrier.quantities, carrier.attacher

    def is_claim(self, index: int, nouns: Sequence[Noun | None]) -> bool:
        """Return whether a figure says something: an article «یک» only where it is one of several counts."""
        quantity = self.quantities[index]
        if quantity.figures[0].kind != kinds.ONE:
            return quantity.figures[0].kind != kinds.FRACTION
        if quantity.unit is not None or self._is_said_alone(quantity.first):
            return True
        return self._are_many(index) or self._is_beside_count(index) or self._is_one_of(index, nouns)

    def _is_said_alone(self, first: int) -> bool:
        """Return whether «فقط یک معدن», «هفته‌ای یک واحد», «هر ماه یک طرح» counts by the words before it."""
        words = [self.attacher.text(at) for at in range(first - 4, first)]
        is_joined = "".join(words[-2:]) in EACH_TIME
        is_each = words[-1] in TIMES and "هر" in words[:-1]
        return words[-1] in ALONE | EACH_TIME or is_joined or is_each

    def _are_many(self, index: int) -> bool:
        """Return whether there are more: «یک واحد در خمین، یک واحد در زرندیه و یک واحد در ساوه»."""
        sentence = self.carrier.sentence_of(self.quantities[index].first)
        near = self.quantities[max(index - 3, 0) : index + 4]
        ones = (each for each in near if each.figures[0].kind == kinds.ONE)
        return sum(self.carrier.sentence_of(each.first) == sentence for each in ones) > 2

    def _is_beside_count(self, index: int) -> bool:
        """Return whether another count stands beside it: «پنج شهرک، یک ناحیه و یک منطقه»."""
        near = [self.quantities[at] for at in (index - 1, index + 1) if 0 <= at < len(self.quantities)]
        if index > 1 and near[0].figures[0].kind == kinds.ONE:
            near.append(self.quantities[index - 2])
        return any(self._is_count(each) and self._are_linked(each, self.quantities[index]) for each in near)

    def _is_count(self, quantity: Quantity) -> bool:
        return quantity.dimension == "count" and quantity.figures[0].kind == kinds.COUNT

    def _are_linked(self, one: Quantity, other: Quantity) -> bool:
        """Return whether two counts near by stand in one list."""
        first, last = sorted((one.first, other.first))
        words = {self.attacher.text(at) for at in range(first, last)}
        return last - first <= LIST and bool(words & {"و", "،", ",", "یا", "and"})

    def _is_one_of(self, index: int, nouns: Sequence[Noun | None]) -> bool:
        """Return whether «هم یک سد در استان گیلان» goes on with a count of the same things."""
        noun, first = nouns[index], self.quantities[index].first
        before = self.attacher.text(first - 1)
        is_one = before in ("هم", "نیز") or (before == "و" and first - 2 not in self.attacher.verb_at)
        near = (at for at in (index - 2, index - 1, index + 1, index + 2) if 0 <= at < len(nouns))
        same = (nouns[at] for at in near if self._is_count(self.quantities[at]))
        return is_one and noun is not None and any(other is not None and other.code == noun.code for other in same)
