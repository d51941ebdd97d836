"""What a figure takes up from the figures before it: «این رقم», «از این مبلغ», «که نسبت به پارسال ۶ درصد …»."""

from bisect import bisect_right
from dataclasses import replace
from itertools import pairwise

from hamahang.domain.statements.attaching import CHANGES, Attacher
from hamahang.domain.statements.naming import dimensions
from hamahang.domain.statements.placing import SAME
from hamahang.domain.statements.quantities import Quantity
from hamahang.domain.statements.shares import RATES
from hamahang.domain.statements.sides import CARRIED, Noun
from hamahang.domain.statements.things import RESPECTS
from hamahang.domain.statements.tokens import Tokens
from hamahang.domain.statements.windows import OF_SIGNS

PLACES = frozenset({"country_count", "province_count", "county_count", "city", "village"})
SAID = frozenset({"عنوان", "اعلام", "ذکر", "برشمرد"})  # «حجم کالاهایی را که … ۵ هزار تن عنوان کرد»
AMOUNTS, NUMBERS = frozenset({"میزان", "مبلغ", "مقدار", "حجم"}), frozenset({"تعداد", "شمار"})
AFTER_ALL = frozenset({".", "", "؛", "!", "*", "\u2022", "و", "استان", "کشور"})  # after «یعنی ۱۵ درصد»
COSTS = frozenset({"credit", "cost", "investment", "facility"})
THIS_WITHIN = 12  # words from «این عدد» to a figure
NEAR_CHANGE, FAR_CHANGE = 3, 7  # words from a percentage to what says that it is a change
NEAR_SHARE = 6  # words between a whole and its first share
LONGEST_VERB = 3  # words
LISTED, FAR = 9, 40  # figures of a list, words before a figure in which its subject is looked for


class TakenUp:
    """Finds the nouns that the quantities of one text take up from those before."""

    def __init__(self, tokens: Tokens, quantities: list[Quantity], attacher: Attacher) -> None:
        self.tokens, self.quantities, self.attacher = tokens, quantities, attacher
        self.starts = [first for first, _ in tokens.sentences]

    def sentence_of(self, at: int) -> int:
        """Return which sentence a token stands in."""
        return bisect_right(self.starts, at) - 1

    def _counted(self, at: int) -> str:
        """Return the code of what is counted by the words at a token, nothing where there are none."""
        hit = self.attacher.hits["counted"].get(at)
        return hit.code if hit is not None else ""

    def _is_change(self, quantity: Quantity) -> bool:
        """Return whether a percentage says by how much something grew."""
        # «۲۷ درصد نسبت به پارسال افزایش داشت»
        after = FAR_CHANGE if self.attacher.text(quantity.end) == "نسبت" else NEAR_CHANGE
        near = (*range(quantity.first - 4, quantity.first), *range(quantity.end, quantity.end + after))
        cues = (self.attacher.hits["cues"].get(at) for at in near)
        words = [self.attacher.text(at) for at in range(max(quantity.first - 10, 0), quantity.first)]
        is_grown = (
            bool({("نسبت", "به"), ("مقایسه", "با")}.intersection(pairwise(words)))
            or self._is_than(quantity.end)
            or any(hit is not None and hit.code in CHANGES for hit in cues)
        )
        return quantity.unit == "percent" and is_grown

    def _is_than(self, end: int) -> bool:
        """Return whether a percentage is more or less than something was: «۹ درصد بیشتر از مدت مشابه پارسال»."""
        is_more = self.attacher.text(end) in ("بیشتر", "کمتر", "بالاتر") and self.attacher.text(end + 1) == "از"
        return is_more and any(at in self.attacher.in_period for at in range(end + 2, end + 4))

    def _is_of_this(self, index: int, noun: Noun | None) -> bool:
        """Return whether «از این مبلغ ۴ میلیارد», «این میزان کالا … ۳۹ درصد» takes up the figure before."""
        text, first = self.attacher.text, self.quantities[index].first
        if text(first - 1) in SAME and text(first - 2) == "این" and text(first - 3) == "از":
            return True
        if noun is not None and noun.first < first and self._is_this_number(noun.last, first):
            return True  # «۳۵۰ کارورز مشغولند و این عدد به ۵۰۰ نفر می‌رسد»
        if noun is None or noun.code != "product":
            return False
        return text(noun.first - 1 - (text(noun.first - 1) in SAME)) == "این"  # «ارزش این کالاها ۴۵ درصد»

    def _is_this_number(self, last: int, first: int) -> bool:
        """Return whether «این عدد», «این تعداد» stands between a noun and a figure, a verb before it."""
        words = range(max(last, first - THIS_WITHIN), first)
        at = next((at for at in words if self.attacher.text(at) == "این" and self._is_number(at + 1)), -1)
        return at >= 0 and self.quantities[bisect_right(self.attacher.quantity_starts, first) - 1].unit == "person"

    def _is_number(self, at: int) -> bool:
        return self.attacher.text(at) in NUMBERS | {"عدد", "رقم"}

    def _is_same(self, word: str) -> bool:
        return word in SAME or word.startswith("کالا")

    def _grown(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what grew in «قیمت ۴۶ میلیون ریال بود که نسبت به پارسال ۶ درصد رشد دارد»: the figure's before.

        Of «هزار تن آن معادل ۸۴ درصد» it is the same.
        """
        quantity, before = self.quantities[index], self.quantities[index - 1] if index else None
        if before is not None and quantity.unit == "fold" and self.attacher.text(quantity.first - 1) == "که":
            noun = found[index - 1] if self.sentence_of(before.first) == self.sentence_of(quantity.first) else None
            return replace(noun, is_inherited=True) if noun else None  # «۱۲۰ کیلومتر راه که دو برابر پارسال بود»
        if before is None or quantity.unit != "percent" or before.unit == "percent":
            return None
        if (noun := found[index - 1]) and self._is_said_again(quantity, before, noun):
            return replace(noun, is_inherited=True)
        if before.unit is None:
            return self._compared_with_sent(index, found)
        words = [self.attacher.text(at) for at in range(before.end, quantity.first)]
        is_with = "با" in words and set(words) <= {"و", "با", "،", "نیز"}
        if noun and is_with and self._is_change(quantity):
            return replace(noun, is_inherited=True)  # «… ۱۳۴ میلیون دلار و با ۳۸ درصد رشد»
        index -= self._is_adjunct(index - 1, found)
        is_compared = ("که", "نسبت") in pairwise(words) or {("که", "در"), ("در", "مقایسه")} <= {*pairwise(words)}
        between = (at for at in range(before.end, quantity.first) if at not in self.attacher.in_period)
        says_more = any(self._counted(at) not in ("", "production") for at in between)
        noun = found[index - 1] if is_compared and not says_more else None
        return replace(noun, is_inherited=True) if noun else None

    def _of_whole(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the things of «از ۱۲۷ واحد راکد ۲۰ درصد نیاز به بازسازی و ۴۵ درصد نیاز به سرمایه دارد»."""
        quantity = self.quantities[index]
        if quantity.unit != "percent" or self._counted(quantity.end) in RATES | {"physical_progress", "capacity"}:
            return None
        for back in range(index - 1, max(index - LISTED, -1), -1):
            other, noun = self.quantities[back], found[back]
            if self.sentence_of(other.first) != self.sentence_of(quantity.first):
                return None
            if other.unit == "percent":
                continue
            before = (self.attacher.text(other.first - 1), self.attacher.text(other.first - 2))
            is_from = before[0] == "از" and before[1] not in OF_SIGNS | {"متجاوز", "کمتر", "بالاتر"}
            is_whole = noun is not None and other.unit is None and is_from
            of_first = self.quantities[back + 1]
            is_near = noun is not None and 0 <= of_first.first - noun.last <= NEAR_SHARE
            has_rate = any(self._counted(at) in RATES for at in range(of_first.first - 4, quantity.end + 2))
            is_whole = is_whole and is_near and not has_rate
            return replace(noun, is_inherited=True) if noun and is_whole and not self._is_change(quantity) else None
        return None

    def _is_said_again(self, quantity: Quantity, before: Quantity, noun: Noun) -> bool:
        """Return whether a percentage says a figure again: «۱۲۰ مصوبه معادل ۸۰ درصد», «۶۸ واحد با ۴ درصد در …»."""
        first = noun.last if before.end <= noun.first <= before.end + 1 else before.end
        words = [self.attacher.text(at) for at in range(first, quantity.first)]
        words = words[1:] if words[:1] == ["ان"] else words
        if words == ["یعنی"] and self.attacher.text(quantity.end) == "ان":
            return False  # «۹ هزار نفر یعنی ۱۰۲ درصد آن»: of what was said before
        if "یعنی" in words[1:] and set(words[words.index("یعنی") + 1 :]) <= OF_SIGNS | {"تقریبا"}:
            # «۴۰ فقره بود یعنی ۱۵ درصد.», «۱۹۷ واحد راکد است، یعنی حدود ۹ درصد.»
            is_one = sum(at in self.attacher.verb_at for at in range(first, quantity.first)) <= LONGEST_VERB
            return is_one and self.attacher.text(quantity.end) in AFTER_ALL
        if words == ["با"]:
            return self.attacher.text(quantity.end) == "در"
        return words[:1] in (["معادل"], ["یعنی"]) and set(words[1:]) <= OF_SIGNS

    def _also(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what the figures before count, of «۳۰۰ میلیون دلار نیز از گمرک دیگر»."""
        quantity = self.quantities[index]
        is_more = self.attacher.text(quantity.end) in ("نیز", "هم") and quantity.unit not in (None, "percent", "person")
        return self._said_of_unit(index, found) if is_more else None

    def _said_of_unit(self, index: int, found: list[Noun | None], *, ago: int = 1) -> Noun | None:
        """Return what the nearest figure before in the same unit counts, in this sentence or so many before."""
        quantity = self.quantities[index]
        for back in range(index - 1, max(index - LISTED, -1), -1):
            other, noun = self.quantities[back], found[back]
            if self.sentence_of(other.first) < self.sentence_of(quantity.first) - ago:
                break
            if noun is not None and other.unit == quantity.unit:
                return replace(noun, is_inherited=True)
        return None

    def _goes_on_with(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the noun before for «۳۵۰ تن … تولید می‌شود که ۲۵۰ تن …», «رشد ۲۶ درصدی آن»."""
        quantity, before = self.quantities[index], self.quantities[index - 1] if index else None
        noun = found[index - 1] if index else None
        text = self.attacher.text
        apart = self.sentence_of(quantity.first) - self.sentence_of(before.first) if before else 2
        if before is not None and noun is not None and apart == 1 and self._begins_with_part(quantity):
            return self._of_that(index, noun)  # «؛ ۲۲ درصد آن به واحدهای کوچک رسید»
        if before is None or noun is None or apart:
            return None
        if (text(quantity.end), text(quantity.end + 1)) == ("در", "تعداد"):
            return self._counted_before(index, found)
        if quantity.unit == "percent" and (of := self._of_that(index, noun)):
            return of
        is_same = quantity.unit == before.unit is not None and quantity.dimension not in ("percent", "fold")
        is_of_it = text(quantity.end - 1) == "درصدی" and text(quantity.end) == "ان"
        is_more = text(quantity.end) in (
            "افزایش",
            "کاهش",
            "بیشتر",
            "کمتر",
        )  # «۶۰ میلیارد بیشتر است»
        is_next = is_same and (text(quantity.first - 1) == "که" or is_more) and quantity.dimension != "person"
        return replace(noun, is_inherited=True) if is_of_it or is_next else None

    def _begins_with_part(self, quantity: Quantity) -> bool:
        """Return whether a sentence begins with a percentage."""
        first = self.starts[self.sentence_of(quantity.first)]
        return quantity.unit == "percent" and quantity.first - first <= 1

    def _of_that(self, index: int, noun: Noun) -> Noun | None:
        """Return the noun before for «… وام پرداخت شد که ۷۰ درصد آن به بخش تولید رسید», where nothing nearer fits."""
        quantity, before, text = self.quantities[index], self.quantities[index - 1], self.attacher.text
        is_rate = any(
            self._counted(at) in RATES for at in range(quantity.end, quantity.end + 4)
        )  # «۷۳ درصد آن محقق شد»
        if text(quantity.end) not in ("ان", "انها", "انان") or before.unit == "percent" or is_rate:
            return None
        verbs = self.attacher.verb_starts
        begin = verbs[bisect_right(verbs, quantity.first) - 1] if bisect_right(verbs, quantity.first) else 0
        between = range(max(before.end, begin), quantity.first)
        is_own = any(self._counted(at) and at not in self.attacher.in_period for at in between if at >= noun.last)
        return None if is_own else replace(noun, is_inherited=True)

    def _of_this_amount(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what the figure before counts, of which «۱۵ درصد این مبلغ» is a part."""
        quantity, text = self.quantities[index], self.attacher.text
        at = quantity.end + (text(quantity.end) == "از")
        if quantity.unit != "percent" or text(at) != "این" or text(at + 1) not in SAME:
            return None
        for back in range(index - 1, max(index - 4, -1), -1):
            other, noun = self.quantities[back], found[back]
            if self.sentence_of(other.first) < self.sentence_of(quantity.first) - 1:
                return None
            if noun is not None and other.unit != "percent":
                return replace(noun, is_inherited=True)
        return None

    def _in_number(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the things of «۳۸ پروانه با … سرمایه صادر شد که از نظر تعداد ۱۲ درصد افزایش دارد»."""
        text, first = self.attacher.text, self.quantities[index].first
        is_so = self.quantities[index].unit == "percent" and text(first - 1) == "تعداد" and text(first - 2) in RESPECTS
        if not is_so:
            return None
        sentence = self.tokens.sentences[self.sentence_of(self.quantities[index].first)]
        begin = max(sentence[0], first - FAR)
        sorts = (replace(self.quantities[index], dimension=name) for name in ("thing", "classifier"))
        named = (self.attacher.noun_before(things, begin, first) for things in sorts)
        return self._counted_before(index, found) or next((noun for noun in named if noun), None)

    def _counted_before(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the things of «۱۴ جواز با … سرمایه صادر شد که ۱۹ درصد در تعداد رشد دارد»."""
        sentence = self.sentence_of(self.quantities[index].first)
        for back in range(index - 1, max(index - LISTED, -1), -1):
            noun, other = found[back], self.quantities[back]
            if self.sentence_of(other.first) == sentence and noun and other.dimension in ("count", "classifier"):
                return replace(noun, is_inherited=True)
        return None

    def _is_adjunct(self, index: int, found: list[Noun | None]) -> bool:
        """Return whether a figure only says what another cost: «۶۷ کیلومتر راه با اعتبار ۱۷۵ میلیارد تومان»."""
        quantity, noun = self.quantities[index], found[index]
        is_with = noun is not None and noun.code in COSTS and self.attacher.text(noun.first - 1) == "با"
        before = self.quantities[index - 1] if index else None
        is_one = before is not None and self.sentence_of(before.first) == self.sentence_of(quantity.first)
        return is_with and is_one and found[index - 1] is not None

    def _compared_with_sent(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what grew in «۹ هزار تن به ۲۱ کشور صادر شد که در مقایسه با پارسال ۹ درصد بیشتر است»."""
        if index < 2 or not self._is_destination(index - 1, found):
            return None
        words = range(self.quantities[index - 1].end, self.quantities[index].first)
        pairs = {*pairwise(self.attacher.text(at) for at in words)}
        is_compared = ("که", "نسبت") in pairs or {("که", "در"), ("در", "مقایسه")} <= pairs
        noun = found[index - 2] if is_compared else None
        return replace(noun, is_inherited=True) if noun else None

    def _flow_of(self, index: int) -> Noun | None:
        """Return what flows: the capacity right before, else the water of which the sentence speaks."""
        quantity = self.quantities[index]
        capacity = replace(quantity, dimension="mass")
        of = self.attacher.noun_before(capacity, quantity.first - 3, quantity.first)
        if of is not None and of.code == "capacity":
            return of
        first = self.starts[self.sentence_of(quantity.first)]
        return self.attacher.noun_before(quantity, max(first, quantity.first - FAR), quantity.first)

    def _is_destination(self, index: int, found: list[Noun | None]) -> bool:
        """Return whether a figure only says to how many countries: «به ارزش ۹ میلیون دلار به ۱۲ کشور صادر شد»."""
        noun, first = found[index], self.quantities[index].first
        before = self.quantities[index - 1] if index else None
        is_to = noun is not None and noun.code in PLACES and self.attacher.text(first - 1) == "به"
        return is_to and before is not None and self.sentence_of(before.first) == self.sentence_of(first)

    def _traded_before(self, index: int, worth: Noun, found: list[Noun | None]) -> Noun | None:
        """Return the trade of «۳۰۰ تن صادر شد. ارزش این میزان کالا ۹ میلیون دلار است»."""
        words = [self.attacher.text(at) for at in range(worth.last, worth.last + 3)]
        if words[0] != "این" or not (
            words[1].startswith("کالا") or (words[1] in AMOUNTS and words[2].startswith("کالا"))
        ):
            return None
        for back in range(index - 1, max(index - LISTED, -1), -1):
            noun = found[back]
            if self.sentence_of(self.quantities[back].first) < self.sentence_of(worth.first) - 1:
                return None
            if noun is not None and noun.code in CARRIED:
                return replace(noun, is_inherited=True)
        return None

    def _given_of(self, index: int) -> Noun | None:
        """Return the noun of «تسهیلاتی را که ابلاغ شده ۲۶۰ میلیارد ریال اعلام کرد»."""
        quantity = self.quantities[index]
        first = max(self.tokens.sentences[self.sentence_of(quantity.first)][0], quantity.first - FAR)
        words = [self.attacher.text(at) for at in range(first, quantity.first)]
        is_said = any(self.attacher.text(at) in SAID for at in range(quantity.end, quantity.end + 3))
        pairs = enumerate(pairwise(words), first)
        at = next((at for at, pair in pairs if pair == ("را", "که") or (is_said and pair[1] == "که")), -1)
        return self.attacher.noun_before(quantity, first, at) if at >= 0 and quantity.unit is not None else None

    def _taken_up(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what «این نرخ», «این رقم» takes up: what a figure before counts in the same unit, or the subject."""
        quantity = self.quantities[index]
        first = self.tokens.sentences[self.sentence_of(quantity.first)][0]
        begin = max(first, quantity.first - 14)
        words = [token.text for token in self.tokens.all[begin : quantity.first]]
        pairs = enumerate(pairwise(words), begin)
        at = next((at for at, (one, word) in pairs if self._takes_up(one, word)), -1)
        if at < 0 or quantity.unit is None:
            return None
        for back in range(index - 1, max(index - LISTED, -1), -1):
            noun, other = found[back], self.quantities[back]
            if self.sentence_of(other.first) < self.sentence_of(quantity.first) - 1:
                break
            if noun is None and other.unit == "person":
                break  # of whom nothing is said yet
            is_grown = (
                (self._is_change(quantity) or quantity.unit == "fold") and noun is not None and noun.code not in PLACES
            )
            if is_grown and back and not self._is_sort(words[at - begin + 1], other) and found[back - 1] is not None:
                continue  # «۲ هزار میلیارد وام به ۱۸۰ طرح داده شد. این میزان ۱۷ درصد رشد دارد»
            is_person = quantity.unit == "person" and noun is not None and dimensions().get(noun.code) == "person"
            if noun is not None and (other.unit == quantity.unit or is_grown or is_person):
                return replace(noun, is_inherited=True)
        return self.attacher.noun_before(quantity, max(first, at - FAR), at)

    def _is_sort(self, word: str, other: Quantity) -> bool:
        """Return whether «این میزان», «این تعداد» may take up a figure: amounts by the one, things by the other."""
        is_thing = other.dimension in ("count", "classifier")
        return not is_thing if word in AMOUNTS else is_thing or other.dimension == "person" or word not in NUMBERS

    def _takes_up(self, one: str, word: str) -> bool:
        """Return whether two words take up a figure: «این رقم», and «رقمی که» after it."""
        return (one == "این" and self._is_same(word)) or (word == "که" and one in ("رقمی", "میزانی", "مبلغی", "عددی"))

    def _of_heads(self, index: int) -> Noun | None:
        """Return the persons of «تعداد کارگران بیکار را ۴۹۰۰ تن اعلام کرد», which are no tonnes."""
        quantity = self.quantities[index]
        first = self.tokens.sentences[self.sentence_of(quantity.first)][0]
        persons = replace(quantity, unit="person", dimension="person")
        noun = self.attacher.noun_before(persons, max(first, quantity.first - FAR), quantity.first)
        if noun is not None:
            self.quantities[index] = persons
        return noun
