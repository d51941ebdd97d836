"""What a figure counts that its own clause does not name: what the sentence, or the one before, spoke of."""

from bisect import bisect_right
from dataclasses import replace

from hamahang.domain.statements.naming import dimensions
from hamahang.domain.statements.quantities import Quantity
from hamahang.domain.statements.shares import RATES
from hamahang.domain.statements.sides import CARRIED, Noun
from hamahang.domain.statements.takingup import FAR, LISTED, TakenUp
from hamahang.domain.statements.verbs import BEING, PAST
from hamahang.domain.statements.windows import OF_SIGNS

DIMENSIONS = dimensions()
THINGS_WITH = frozenset({"project", "unit", "work"})  # «۱۲ طرح با ۹ میلیارد ریال»
AIMED = 6  # words from an aim to its amount
AIMS = frozenset({"هدف", "هدفگذاری"})
MORE = ("بیش", "متجاوز", "فراتر", "بالا", "زیاد")
OF_ALL, NEAR_MEAN = frozenset({"کشور", "کشوری", "استان", "استانی", "ملی", "جهانی"}), 4  # words
SAID_AGO = 3  # sentences back in which the sum of a list is said
NEAR_RATE = 2  # sentences, one of which may be a mark that heads a line
OF_EXPLORING = frozenset({"exploration_licence", "discovery_certificate"})


class Unnamed(TakenUp):
    """Finds what the figures of one text count by what was said before them."""

    def _by_what_was_said(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what a figure counts by the words before it in its sentence, past verbs and other figures."""
        quantity = self.quantities[index]
        by_neighbour = self._further_part(index, found) or self._beside_trade(index, found)
        if noun := by_neighbour or self._said_again(index, found) or self._of_rate(index, found):
            return noun
        if quantity.comparator == ">" and self._is_past(quantity.first - 1):
            return self._said_of_unit(index, found)
        if quantity.unit == "fold":
            return self._grown_so(index, found)
        if quantity.unit == "percent":
            return self._of_mean(index, found) or self._traded_so(index)
        if quantity.dimension == "money":
            return self._of_that_money(index) or self._of_money_said(index, found)
        if quantity.dimension == "foreign" and self._is_aimed(index) and (of := self._said_of_unit(index, found)):
            return of
        if quantity.dimension in ("foreign", "mass") and (sent := self._sent(index)):
            return sent
        if quantity.unit == "tonne" and (named := self.attacher.named(quantity.end)):
            return named  # «۲۴ تن برنج کشف شد»
        return None if quantity.dimension in ("count", "classifier", "person") else self._of_which(index)

    def _is_past(self, at: int) -> bool:
        """Return whether a mark is passed: «به ۲ میلیارد دلار رسید و از ۷ میلیارد دلار فراتر می‌رود»."""
        at -= self.attacher.text(at) == "مرز"
        return self.attacher.text(at) == "از" and not self.attacher.text(at - 1).startswith(MORE)

    def _further_part(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the noun of the part before: «۸۰ میلیارد آن برای خرید دستگاه بود و ۱۲۰ میلیارد را صرف … کرد»."""
        quantity, before = self.quantities[index], self.quantities[index - 1] if index else None
        noun = found[index - 1] if index else None
        if before is None or noun is None or quantity.unit is None or before.unit != quantity.unit:
            return None
        is_one = self.sentence_of(before.first) == self.sentence_of(quantity.first)
        is_part = is_one and self.attacher.text(before.end) in ("ان", "انها")
        return replace(noun, is_inherited=True) if is_part else None

    def _beside_trade(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the trade of «با صادرات ۲۰ میلیون دلار و ۵۵ هزار تن دوم شد», where the value said it."""
        quantity, noun = self.quantities[index], found[index - 1] if index else None
        before = self.quantities[index - 1] if index else None
        if before is None or noun is None or noun.code not in CARRIED:
            return None
        is_pair = {before.dimension, quantity.dimension} == {"foreign", "mass"}
        is_beside = quantity.first - before.end == 1 and self.attacher.text(before.end) in ("و", "،")
        return replace(noun, is_inherited=True) if is_pair and is_beside else None

    def _said_again(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what a clause after «؛» says again of: «۴۰ هزار تن صادر شد؛ ۱۵ درصد بیشتر از پارسال», «؛ یعنی …»."""
        quantity, text = self.quantities[index], self.attacher.text
        while index > 1 and self.quantities[index - 1].first in self.attacher.in_period:
            index -= 1  # «؛ شش ماه نخست امسال ۶۰ میلیارد تومان»
        noun = found[index - 1] if index else None
        sentence = self.sentence_of(quantity.first)
        first = self.starts[sentence]
        if noun is None or text(first - 1) != "؛" or self.sentence_of(self.quantities[index - 1].first) < sentence - 1:
            return None
        if quantity.dimension == "money":
            is_record = text(quantity.first - 1) == "رکورد" and DIMENSIONS.get(noun.code) in ("money", "any")
            is_of_then = first in self.attacher.in_period and self.quantities[index - 1].unit == quantity.unit
            return replace(noun, is_inherited=True) if is_record or is_of_then else None
        is_first = quantity.first - (text(quantity.first - 1) in OF_SIGNS) == first
        is_less = is_first and text(quantity.end) in ("کمتر", "بیشتر", "بیش", "بالاتر")
        is_again = quantity.unit == "percent" and (is_less or text(first) == "یعنی")
        return replace(noun, is_inherited=True) if is_again else None

    def _of_rate(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the rate that percentage points are of: «نرخ مشارکت ۲ واحد درصد کم شد. فارس با کاهش ۵ واحد درصدی»."""
        quantity = self.quantities[index]
        if quantity.unit != "percentage_point":
            return None
        for back in range(index - 1, max(index - LISTED, -1), -1):
            if self.sentence_of(self.quantities[back].first) < self.sentence_of(quantity.first) - NEAR_RATE:
                return None
            if (noun := found[back]) is not None and noun.code in RATES:
                return replace(noun, is_inherited=True)
        return None

    def _of_that_money(self, index: int) -> Noun | None:
        """Return what «۸۰ میلیارد ریال آن» is a part of: the money that the sentence before spoke of."""
        quantity = self.quantities[index]
        sentence = self.sentence_of(quantity.first)
        if self.attacher.text(quantity.end) != "ان" or not sentence:
            return None
        return self.attacher.noun_before(quantity, self.starts[sentence - 1], self.starts[sentence])

    def _sent(self, index: int) -> Noun | None:
        """Return the export of goods that went out by a gate."""
        return self.attacher.sent(index, self.tokens.sentences[self.sentence_of(self.quantities[index].first)])

    def _of_which(self, index: int) -> Noun | None:
        """Return the subject of «ظرفیت آسیاب‌هایی که پارسال ساخته شدند ۲۰۰ هزار تن است», past what says of which."""
        quantity, text = self.quantities[index], self.attacher.text
        at = quantity.first - 1
        while text(at) in OF_SIGNS | {"به", "معادل", "حدودا"}:
            at -= 1
        end = self.attacher.verb_at.get(quantity.end)
        if at not in self.attacher.verb_at or end is None or end.tense not in (BEING, PAST):
            return None
        begin = self._begin(index)
        which = next((n for n in range(at, begin, -1) if text(n) == "که" and text(n - 1).endswith("ی")), -1)
        return self.attacher.noun_before(quantity, begin, which) if which >= 0 else None

    def _begin(self, index: int) -> int:
        first = self.quantities[index].first
        return max(self.tokens.sentences[self.sentence_of(first)][0], first - FAR)

    def _of_jobs_said(self, index: int) -> Noun | None:
        """Return the jobs of «۶۴ درصد اشتغال برای مردان بوده، گفت: ۴ هزار نفر در بخش صنعت …»."""
        first = self.quantities[index].first
        quantity = self.quantities[index]
        if self.attacher.text(quantity.end - 1) in ("نفره", "نفری") or self._is_given_to(quantity):
            return None
        at = next((at for at in range(first - 1, self._begin(index) - 1, -1) if self._counted(at) == "job"), -1)
        return Noun("job", at, at + 1, is_inherited=True) if at >= 0 else None

    def _is_given_to(self, quantity: Quantity) -> bool:
        """Return whether something is given to persons: «وام به ۷ هزار نفر پرداخت شد»."""
        is_given = self.attacher.text(quantity.end) in ("پرداخت", "اعطا", "داده", "واگذار")
        return quantity.unit == "person" and self.attacher.text(quantity.first - 1) == "به" and is_given

    def _grown_so(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what grew in «منابع ۴۳۷ میلیارد بوده که بیش از ۴ برابر شده است»: what the sentence counted last."""
        for back in range(index - 1, max(index - LISTED, -1), -1):
            if self.sentence_of(self.quantities[back].first) != self.sentence_of(self.quantities[index].first):
                return None
            if (noun := found[back]) is not None:
                return replace(noun, is_inherited=True)
        return None

    def _of_mean(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what the percentage before is of, for «۹ درصد راکد است. میانگین کشور ۱۴ درصد است»."""
        first, text = self.quantities[index].first, self.attacher.text
        begin = max(self.starts[self.sentence_of(first)], first - NEAR_MEAN)
        is_mean = any(text(at) in ("میانگین", "متوسط") and text(at + 1) in OF_ALL for at in range(begin, first))
        if not is_mean:
            return None
        own = self.attacher.noun_before(self.quantities[index], self._begin(index), first)
        return own or self._said_of_unit(index, found)

    def _traded_so(self, index: int) -> Noun | None:
        """Return the trade of «این میزان کالا که صادر شده است از لحاظ وزن ۱۱ درصد افزایش دارد»."""
        if not self._is_change(self.quantities[index]):
            return None
        for at in range(self.quantities[index].first - 1, self._begin(index) - 1, -1):
            if self._counted(at) in CARRIED:
                return Noun(self._counted(at), at, at + 1, is_inherited=True)
        return None

    def _is_aimed(self, index: int) -> bool:
        """Return whether an amount is only said to be aimed at: «هدف‌گذاری ما ۲ میلیارد دلار بود»."""
        first = self.quantities[index].first
        return any(self.attacher.text(at) in AIMS for at in range(max(first - AIMED, self._begin(index)), first))

    def _of_money_said(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the money of «اعتباری که هزینه شده است ۳۱۰۰ میلیارد ریال است», «سهم استان … میلیارد تومان»."""
        quantity, text = self.quantities[index], self.attacher.text
        if self._is_aimed(index) or text(quantity.end) == "دیگر" or text(quantity.end).startswith(("گرفت", "دریافت")):
            # «هدف سال ۸۰ میلیارد تومان بود», «و بخشی معادل ۷۵۰۰ میلیارد تومان دیگر»,
            # «۴ تعاونی آن ۵۱ میلیارد ریال گرفتند»
            return self._said_of_unit(index, found)
        if noun := self._share_in(index, found) or self._worth_of_things(index, found):
            return noun
        begin = self._begin(index)
        has_other = index > 0 and self.quantities[index - 1].first >= begin
        return None if has_other else self.attacher.noun_before(quantity, begin, quantity.first)

    def _subject_of_trade(self, index: int, noun: Noun) -> Noun | None:
        """Return the trade of «اقلام صادرات استان چدن به ارزش ۲۲ میلیون دلار، میوه به ارزش ۱۴ میلیون دلار بوده است»."""
        if self.quantities[index].dimension != "foreign" or "به" not in (
            self.attacher.text(noun.first - 1), self.attacher.text(noun.first),
        ):  # fmt: skip
            return None
        first = self.tokens.sentences[self.sentence_of(noun.first)][0]
        verbs = self.attacher.verb_starts
        verb = bisect_right(verbs, noun.first) - 1
        begin = max(first, verbs[verb] + 1 if verb >= 0 else 0)
        hits = (self.attacher.hits["counted"].get(at) for at in range(noun.first - 1, begin - 1, -1))
        said = next((hit for hit in hits if hit is not None and hit.code in CARRIED), None)
        return Noun(said.code, said.first, said.last, is_inherited=True) if said else None

    def _lent_before(self, index: int) -> Noun | None:
        """Return the loans of «طرح‌هایی که از این تسهیلات بهره بردند … ۷۶ میلیارد به آنها تخصیص یافت»."""
        words = range(self.quantities[index].first - 1, self._begin(index) - 1, -1)
        at = next((at for at in words if self._counted(at) == "facility"), -1)
        return Noun("facility", at, at + 1, is_inherited=True) if at >= 0 else None

    def _share_in(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the money of which «سهم خراسان» is a part: what the sentence before spoke of, else credit."""
        first, text = self.quantities[index].first, self.attacher.text
        at = next((at for at in range(self._begin(index), first) if text(at) == "سهم"), -1)
        if at < 0:
            return None
        return self._said_of_unit(index, found, ago=SAID_AGO) or Noun("credit", at, at + 1, is_inherited=True)

    def _worth_of_things(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the value of things for «۱۵۱۳ طرح با ۱۱۹ میلیارد تومان», «این طرح با ۱۵ میلیارد تومان تکمیل شد»."""
        quantity, text = self.quantities[index], self.attacher.text
        of = self.attacher.hits["counted"].get(quantity.first - 2)
        if text(quantity.first - 1) != "با" or of is None or of.code not in THINGS_WITH:
            return None
        return Noun("value", of.first, of.last, is_inherited=True)

    def _share_of_counted(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the things of «۸۱ مصوبه اجرا شده و ۱۳ درصد در حال اجراست», of which the share says a state."""
        quantity = self.quantities[index]
        begin = quantity.end + (self.attacher.text(quantity.end) in ("نیز", "هم"))
        is_in_state = begin in self.attacher.hits["states"]
        return self._counted_before(index, found) if quantity.unit == "percent" and is_in_state else None

    def _of_committed(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the jobs of «تعهد ۳۱ هزار نفر بود که تاکنون ۱۸ هزار مورد محقق شد»."""
        noun = found[index - 1] if index else None
        before = self.quantities[index - 1] if index else None
        if noun is None or before is None or noun.code != "commitment" or self.quantities[index].unit != "item":
            return None
        is_one = self.sentence_of(before.first) == self.sentence_of(self.quantities[index].first)
        return Noun("job", noun.first, noun.last, is_inherited=True) if is_one else None

    def _more_persons(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what «… و غیرمستقیم ۳ هزار نفر» goes on to count."""
        quantity, noun = self.quantities[index], found[index - 1] if index else None
        if noun is None or not self.quantities[index - 1].unit == quantity.unit == "person":
            return None
        between = [token.text for token in self.tokens.all[self.quantities[index - 1].end : quantity.first]]
        if len(between) <= 4 and between[0] in ("و", "،"):
            return replace(noun, is_inherited=True)
        if "که" in between[:4] and noun.code in ("job", "commitment"):  # «تعهد ۸ هزار نفر بود که ۹ هزار نفر …»
            return Noun("job", noun.first, noun.last, is_inherited=True)
        return None

    def _of_mines(self, found: list[Noun | None]) -> None:
        """Read the licences beside those of exploration as of mines: «۷ پروانه بهره‌برداری و ۵ گواهی کشف»."""
        for index in range(len(found) - 1):
            one, other = found[index], found[index + 1]
            pair = {one.code: index, other.code: index + 1} if one and other else {}
            end, first = self.quantities[index].end, self.quantities[index + 1].first
            is_beside = one is not None and end == one.first and first - one.last == 1
            if "licence" not in pair or not pair.keys() & OF_EXPLORING or not is_beside:
                continue
            licence = found[pair["licence"]]
            if licence is not None and licence.last - licence.first > 1:
                found[pair["licence"]] = replace(licence, code="mining_licence")

    def _of_items_ahead(self, found: list[Noun | None]) -> None:
        """Give the items of a list what the last of them counts: «ری ۷۴۷ مورد، دنا ۳۰۲ مورد و باشت ۳۳۶ مورد شغل»."""
        for index in range(len(found) - 2, -1, -1):
            one, other, of = self.quantities[index], self.quantities[index + 1], found[index + 1]
            is_item = one.dimension == other.dimension == "classifier" and one.unit == other.unit
            noun = found[index]
            is_bare = noun is None or noun.first < self.starts[self.sentence_of(one.first)]  # of the sentence before
            if is_bare and of is not None and is_item and self._is_next_item(one, other):
                found[index] = replace(of, is_inherited=True)

    def _is_next_item(self, one: Quantity, other: Quantity) -> bool:
        is_near = other.first - one.end <= 4 and self.sentence_of(one.first) == self.sentence_of(other.first)
        return is_near and self.attacher.text(one.end) in ("،", "و")
