"""What a figure takes from its neighbours: the noun of a list, of «این رقم», of a share in brackets."""

from bisect import bisect_right
from dataclasses import replace

from hamahang.domain.statements import kinds
from hamahang.domain.statements.parts import Parts
from hamahang.domain.statements.quantities import Quantity
from hamahang.domain.statements.shares import RATES
from hamahang.domain.statements.sides import FITS, Noun
from hamahang.domain.statements.takingup import FAR, LISTED, PLACES
from hamahang.domain.statements.unnamed import DIMENSIONS

# what is traded or made: its value is said of it
TRADED = frozenset({"export", "import", "sales", "trade", "transit", "production", "investment"})
MAKERS = frozenset({"company", "unit", "plant", "bank", "agency"})
OF_VALUE = frozenset({"کل", "ریالی", "دلاری", "تومانی", "ارزی", "مجموع", "حجم", "این", "of", "the"})
OF_NEXT = frozenset({"میزان", "مجموع", "کل", "رقم", "مبلغ", "تعداد", "حدود"})
AHEAD = 8  # words between a bare count and the next


class Carrier(Parts):
    """Finds what each quantity of one text counts, its neighbours asked."""

    def nouns(self) -> list[Noun | None]:
        """Return what each quantity counts; one that shares the unit of its neighbour counts the same."""
        found: list[Noun | None] = []
        said: Noun | None = None
        at = -1
        for index, quantity in enumerate(self.quantities):
            sentence_at = self.sentence_of(quantity.first)
            if sentence_at != at and not (said and sentence_at == at + 1):
                said = None
            at = sentence_at
            noun = self._of_devices(index, self._noun(index, found, said))
            found.append(noun)
            is_thing = quantity.dimension in ("count", "classifier")
            if noun is not None and is_thing and noun.code != "value":
                unit = self.attacher.hits["units"].get(quantity.end)  # «۲۳۱ فروند کشتی»
                said, self.attacher.unit_said = noun, quantity.unit or (unit.code if unit else None)
        self._spread(found)
        self._in_turn(found)
        self._of_mines(found)
        self._of_next(found)
        self._of_counted_ahead(found)
        self._of_items_ahead(found)
        self._before_brackets(found)
        self._of_parts(found)
        self._listed(found)
        for index, noun in enumerate(found):
            found[index] = noun or self._by_what_was_said(index, found) or self._by_list(index, found)
            found[index] = found[index] or self._of_its_unit(index, found) or self._got(index, found)
        worth: dict[int, Noun | None] = {}  # by the token of «ارزش», which others may have taken over
        for index, noun in enumerate(found):
            if noun is not None and noun.code == "value":
                found[index] = worth.setdefault(noun.first, self._worth(index, noun, found))
        return found

    def _of_devices(self, index: int, noun: Noun | None) -> Noun | None:
        """Return what companies make, of «تولید سه شرکت به ۸۲ هزار دستگاه رسید»."""
        quantity = self.quantities[index]
        if noun is None or quantity.unit != "device" or noun.code not in MAKERS:
            return noun
        first = max(self.tokens.sentences[self.sentence_of(quantity.first)][0], quantity.first - FAR)
        at = next((at for at in range(first, quantity.first) if self._counted(at) == "production"), -1)
        return Noun("production", at, at + 1) if at >= 0 else None

    def _noun(self, index: int, found: list[Noun | None], said: Noun | None) -> Noun | None:
        """Return what a quantity counts by its own words, or by those of the quantities before it."""
        sentence = self.tokens.sentences[self.sentence_of(self.quantities[index].first)]
        before = self._of_this_amount(index, found) or self._in_number(index, found)
        before = before or self._of_whole(index, found) or self._grown(index, found)
        noun = before or self.attacher.noun(index, sentence, said)
        if noun is not None and noun.first < sentence[0]:
            noun = self._of_committed(index, found) or noun
        if noun is None or self.quantities[index].dimension == "percent":
            noun = self._goes_on_with(index, found) or noun
        if noun is not None and (of := self._next_share(index, noun, found) or self._became(index, found)):
            noun = of
        is_own = noun is not None and noun.first == self.quantities[index].end and not noun.is_inherited
        if self._is_of_this(index, noun) and not (is_own and self.quantities[index].unit == "person"):
            noun = self._taken_up(index, found) or noun
        if noun is not None and noun.code == "share":
            noun = self._of_neighbour(index, found) or noun  # «… ۱۸ هزار میلیارد بود که سهم صنعت ۹ درصد است»
        is_traded = noun is not None and noun.code in ("export", "import", "extraction")
        is_traded = is_traded and noun is not None and noun.first >= self.quantities[index].end
        part = None if is_traded else self._part_of(index, found)  # «۳۸۶ هزار تن آن صادر شد»
        noun = self._in_brackets(index, found) or part or noun or self._of_neighbour(index, found)
        return (
            noun
            or self._also(index, found)
            or self._given_of(index)
            or self._allotted(index)
            or self._taken_up(index, found)
            or self._more_persons(index, found)
            or self._share_of_counted(index, found)
            or self._of_committed(index, found)
            or (self._of_jobs_said(index) if self.quantities[index].unit == "person" else None)
        )

    def _part_of(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the noun before for «۴۰۰ میلیارد بود که ۳۹۸ میلیارد آن …» and «۵۸ درصد … ۴۲ درصد نیز …»."""
        quantity, noun = self.quantities[index], found[index - 1] if index else None
        before = self.quantities[index - 1] if index else None
        if before is None or noun is None or before.unit != quantity.unit or quantity.unit is None:
            return None
        apart = self.sentence_of(quantity.first) - self.sentence_of(before.first)
        after = self.attacher.text(quantity.end)
        is_of_them = after == "از" and self.attacher.text(quantity.end + 1) in ("ان", "انها")
        if any(self.attacher.text(at) == "قالب" for at in range(quantity.end, quantity.end + 4)):
            return None  # «که ۱۰۰ میلیارد آن در قالب تسهیلات است»
        is_part = (after == "ان" or is_of_them) and quantity.unit != "percent" and apart <= 1
        is_other = quantity.unit == "percent" and after in ("نیز", "برای") and apart <= (after == "نیز")
        is_other = is_other or (not apart and self._is_last_part(quantity, noun))
        return replace(noun, is_inherited=True) if is_part or is_other else None

    def _in_turn(self, found: list[Noun | None]) -> None:
        """Give each its own: «۸۸ جواز با ۷۹ میلیارد سرمایه صادر شد که به ترتیب ۱۹ درصد و ۳۲ درصد رشد داشت»."""
        for index, quantity in enumerate(self.quantities):
            words = {self.attacher.text(at) for at in range(quantity.first - 3, quantity.first)}
            last = index + 1
            while last < len(found) and last - index < LISTED and self._goes_on(last):
                last += 1
            count = last - index
            if quantity.unit != "percent" or not words & {"ترتیب", "بهترتیب"} or not 1 < count <= index:
                continue
            before = found[index - count : index]
            if self.quantities[index - count].figures[0].kind == kinds.ONE:
                continue  # «قیمت یک متر مربع ۲۳ میلیون ریال بود»
            is_one = self.sentence_of(self.quantities[index - count].first) == self.sentence_of(quantity.first)
            if (
                is_one
                and len({noun.code for noun in before if noun}) == count
                and not self.attacher.in_order(index, count)
            ):
                found[index:last] = [replace(noun, is_inherited=True) if noun else None for noun in before]

    def _goes_on(self, index: int) -> bool:
        """Return whether a quantity goes on with a list of the same unit: «۱۹ درصد، ۳۲ درصد و ۲۱ درصد»."""
        before, quantity = self.quantities[index - 1], self.quantities[index]
        between = [self.attacher.text(at) for at in range(before.end, quantity.first)]
        return before.unit == quantity.unit and between in (["،"], ["و"], ["،", "و"], [","])

    def _of_next(self, found: list[Noun | None]) -> None:
        """Give «۷۰ درصد» of «۷۰ درصد از ۴۵۰ میلیارد تومان اعتبار» the noun of what it is a part of."""
        for index in range(len(found) - 2, -1, -1):
            quantity, following = self.quantities[index], self.quantities[index + 1]
            near = following.first - (self.attacher.text(following.first - 1) in OF_NEXT)
            is_of_next = quantity.unit == "percent" and near == quantity.end + 1
            if found[index] is None and is_of_next and self.tokens.all[quantity.end].text == "از":
                found[index] = found[index + 1]
            noun, of = found[index], found[index + 1]
            is_left = noun is None or (noun.first < quantity.first and not noun.is_inherited)
            if of and is_left and of.first >= following.end and self._is_with(quantity, following):
                found[index] = replace(of, is_inherited=True)

    def _of_counted_ahead(self, found: list[Noun | None]) -> None:
        """Give a bare count the noun of the next: «در سال ۱۴۰۲ تعداد ۴۵ و در سال ۱۴۰۳ تعداد ۵۰ واحد»."""
        for index in range(len(found) - 2, -1, -1):
            quantity, following, of = self.quantities[index], self.quantities[index + 1], found[index + 1]
            is_bare = found[index] is None and quantity.dimension == "count"
            goes_on = self.attacher.text(quantity.end) in ("و", "،") and following.first - quantity.end <= AHEAD
            is_own = of is not None and of.first >= following.end and following.dimension == "count"
            if of and is_bare and goes_on and is_own and self._is_one_clause(quantity, following):
                found[index] = replace(of, is_inherited=True)

    def _is_with(self, one: Quantity, other: Quantity) -> bool:
        """Return whether two are of one whole: «صنعت ۵۲ درصد و کشاورزی ۲۰ درصد از مصرف برق را دارند»."""
        is_near = one.unit == other.unit == "percent" and other.first - one.end <= 4
        return is_near and self.attacher.text(one.end) in ("و", "،") and self.attacher.text(other.end) == "از"

    def _before_brackets(self, found: list[Noun | None]) -> None:
        """Read «۱۲۲ مورد (۶۲ درصد) از مصوبات», «مبلغ ۵۰۰ میلیارد ریال (معادل …) تسهیلات»."""
        for index in range(len(found) - 1):
            following, noun = self.quantities[index + 1], found[index]
            begins = self.quantities[index].end
            if self.tokens.all[begins].text == "(" and following.first - begins <= 2:
                is_own = noun is not None and noun.code != "value" and not noun.is_inherited
                of = found[index + 1]
                if of is not None and of.code in RATES and self.quantities[index].unit != "percent":
                    of = self._said_of_unit(index, found) or of  # «از اعتبار … ۶۰ میلیارد تومان (۱۲ درصد) جذب شد»
                found[index] = noun if is_own else of

    # --- lists ---

    def _listed(self, found: list[Noun | None]) -> None:
        """Give what a list counts to those of its figures that do not say it: «بوشهر با ۴ و فارس با ۳ میلیارد دلار»."""
        every = range(len(found))
        for indices, step in ((every, -1), (reversed(every), 1)):
            for index in indices:
                if found[index] is None:
                    found[index] = self._along(index, found, step)
        for index in every:
            noun = found[index]
            if noun is None or noun.code == "share":
                found[index] = self._of_sentence(index, found) or self._subject(index) or noun
            if noun is None and (share := found[index]) is not None and share.code == "share":
                found[index] = self._of_sentence(index, found) or share
            found[index] = found[index] or self._of_place(index, found)
            quantity = self.quantities[index]
            if found[index] is None and quantity.dimension == "flow":
                found[index] = self._flow_of(index)
            if found[index] is None and quantity.unit == "tonne":
                found[index] = self._of_heads(index)
            if found[index] is None and quantity.unit == "person" and not self._is_adjective(quantity):
                found[index] = Noun("person", quantity.last, quantity.end)

    def _is_adjective(self, quantity: Quantity) -> bool:
        """Return whether «نفره» only says of what size: «کارگروهی سه نفره»."""
        return self.attacher.text(quantity.end - 1) in ("نفره", "نفری")

    def _of_place(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what a list of places goes on to count: «قائنات با ۳ واحد، نهبندان ۳، فردوس ۲».

        Of money it may be what the sentences before spoke of: «دشتستان با ۲۹۷ میلیارد تومان نخست است».
        """
        quantity, text = self.quantities[index], self.attacher.text
        sign = text(quantity.first - 1) in ("با", "(")
        if not any(place.last == quantity.first - sign for place in self.attacher.near_places(quantity.first)):
            return None
        sentence = self.sentence_of(quantity.first)
        before = found[index - 1] if index else None
        if before is not None and self.sentence_of(self.quantities[index - 1].first) == sentence and not sign:
            is_bare = quantity.unit is None and text(quantity.end) in ("،", "و", ".")
            return replace(before, is_inherited=True) if is_bare and DIMENSIONS.get(before.code) == "count" else None
        if quantity.dimension == "mass" and sign:
            return self._said_of_unit(index, found)
        if quantity.dimension != "money" or not sign:
            return None
        first = self.starts[max(sentence - 3, 0)]
        return self.attacher.noun_before(quantity, max(first, quantity.first - 2 * FAR), self.starts[sentence])

    def _of_sentence(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what a change, a share or persons of whom nothing is said are of: what the sentence counted last."""
        quantity, noun = self.quantities[index], found[index]
        is_share = noun is not None and noun.code == "share"
        if not is_share and not (quantity.unit == "person" or self._is_change(quantity)):
            return None
        for back in range(index - 1, max(index - LISTED, -1), -1):
            other = self.quantities[back]
            if self.sentence_of(other.first) != self.sentence_of(quantity.first):
                return None
            before = found[back]
            if before is None or before.code in PLACES or (quantity.unit == "person" and other.unit != "person"):
                continue
            if before.code != "share" and not (is_share and DIMENSIONS.get(before.code) == "percent"):
                return replace(before, is_inherited=True)
        return None

    def _along(self, index: int, found: list[Noun | None], step: int) -> Noun | None:
        """Return the noun of the nearest quantity of the same unit, before or after in the same clause."""
        quantity = self.quantities[index]
        if quantity.dimension in ("count", "classifier", "duration") or quantity.unit is None:
            return None
        for at in range(index + step, index + step * LISTED, step):
            if not 0 <= at < len(found) or not self._is_one_clause(quantity, self.quantities[at]):
                return None
            noun = found[at]
            if noun is not None and self.quantities[at].unit == quantity.unit:
                return replace(noun, is_inherited=True)
        return None

    def _subject(self, index: int) -> Noun | None:
        """Return the subject of the clause, past other figures: «بیشترین سرمایه‌گذاری در یک واحد با ۶۰۰ میلیارد ریال».

        What stands before «نشان می‌دهد که» and «گفت:» is the subject of a list too.
        """
        quantity = self.quantities[index]
        if quantity.dimension in ("count", "classifier"):
            return None
        first = self.tokens.sentences[self.sentence_of(quantity.first)][0]
        starts = self.attacher.verb_starts
        verb = bisect_right(starts, quantity.first) - 1
        begin = max(first, starts[verb] + 1 if verb >= 0 else 0)
        noun = self.attacher.noun_before(quantity, max(begin, quantity.first - FAR), quantity.first)
        is_listed = self.attacher.text(quantity.first - 1) in ("با", "(") or self.attacher.text(begin) == "که"
        if noun is None and self._is_change(quantity):  # «صادرات … در پنج ماه ۷ درصد کاهش داشته است»
            noun = self.attacher.noun_before(replace(quantity, dimension="fold"), max(begin, first), quantity.first)
        if noun is None and self._is_change(quantity):  # «صدور جواز تاسیس … امسال ۱۰ درصد رشد داشته است»
            noun = self.attacher.noun_before(replace(quantity, dimension="classifier"), begin, quantity.first)
        if noun is None and is_listed and begin > first:
            noun = self.attacher.noun_before(quantity, max(first, begin - FAR), begin)
        return noun

    def _worth(self, index: int, noun: Noun, found: list[Noun | None]) -> Noun:
        """Return what has a value, where it is traded: «ارزش صادرات», «۲۰۰ تن صادرات به ارزش ۵ میلیون دلار»."""
        if self._counted(noun.first) != "value":
            return noun  # «۱۲ طرح (۹ میلیارد ریال)»
        at = noun.last
        while at < noun.last + 3 and self.attacher.text(at) in OF_VALUE:
            at += 1
        if self._counted(at) in TRADED:
            hit = self.attacher.hits["counted"][at]
            return Noun(hit.code, hit.first, hit.last, is_inherited=noun.is_inherited)
        if of := self._traded_before(index, noun, found):
            return of
        before = found[index - 1] if index else None
        is_same = before is not None and self.quantities[index - 1].unit == self.quantities[index].unit
        is_near = index and self.sentence_of(self.quantities[index - 1].first) == self.sentence_of(noun.first)
        if is_same and is_near and before and self.attacher.text(noun.first) == "مبلغ":
            return replace(before, is_inherited=True)
        is_invested = before is not None and self._counted(before.first + 1) == "investment"
        if before is not None and is_invested and self.attacher.text(noun.first) == "مبلغ":
            # «۱۲ مجوز سرمایه‌گذاری به مبلغ …»
            return Noun("investment", before.first + 1, before.last, is_inherited=True)
        if (
            before is not None
            and before.code in TRADED | {"facility"}
            and self._is_one_clause(self.quantities[index], self.quantities[index - 1])
        ):
            return replace(before, is_inherited=True)
        return self._carried(index) or self._subject_of_trade(index, noun) or noun

    def _carried(self, index: int) -> Noun | None:
        """Return the trade that the verb after a value says: «به ارزش ۱۲ میلیون دلار به خارج صادر شد»."""
        return self.attacher.carried(index, self.tokens.sentences[self.sentence_of(self.quantities[index].first)])

    def _spread(self, found: list[Noun | None]) -> None:
        """Give the numbers that share a unit the noun that one of them has; «به ترتیب» gives each its own."""
        index = 0
        while index < len(found):
            last = index
            while self.quantities[last].shares == last + 1:
                last += 1
            if last > index:
                ordered = self.attacher.in_order(index, last - index + 1)
                noun = next((found[at] for at in range(last, index - 1, -1) if found[at] is not None), None)
                for at in range(index, last + 1):
                    found[at] = ordered[at - index] if ordered else found[at] or noun
            index = last + 1

    def _in_brackets(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the noun for «۱۲۲ مصوبه (62درصد)» and «۶۸۹ طرح (۵۰ هزار میلیارد ریال)»."""
        quantity = self.quantities[index]
        noun = found[index - 1] if index else None
        if noun is None or noun.is_inherited or self.tokens.all[quantity.first - 1].text != "(":
            return None
        if quantity.first - self.quantities[index - 1].end > 5 or quantity.dimension not in ("percent", "money"):
            return None
        is_again = quantity.dimension == self.quantities[index - 1].dimension
        code = noun.code if quantity.dimension == "percent" or is_again else "value"
        return Noun(code, noun.first, noun.last, is_inherited=True)

    def _of_neighbour(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the noun of the quantity before: «از ۲۰ به ۳۰ میلیارد», «در ایلام ۱۵ درصد و در کشور ۱۲ درصد»."""
        noun = found[index - 1] if index else None
        if noun is None:
            return None
        quantity, before = self.quantities[index], self.quantities[index - 1]
        if self.sentence_of(before.first) != self.sentence_of(quantity.first):
            return None
        if self._is_of_same(quantity, before, noun):
            return replace(noun, is_inherited=True)
        if self.tokens.all[quantity.first - 1].text == "به" and not self._is_given_to(quantity):
            return self.attacher.before(index - 1, self.tokens.sentences[self.sentence_of(quantity.first)], quantity)
        if before.unit != quantity.unit:
            return None
        is_rate = quantity.unit == "percent" and quantity.first - before.end <= 8
        return replace(noun, is_inherited=True) if before.is_from or is_rate else None

    def _is_of_same(self, quantity: Quantity, before: Quantity, noun: Noun) -> bool:
        """Return whether a figure goes on about what the one before is of.

        «صادرات با ۲۵ درصد افزایش به ۱۲۰ میلیون دلار رسید» «۱۷ هزار شغل ثبت شد که ۱۲۹ درصد رشد دارد»
        """
        words = [token.text for token in self.tokens.all[max(before.end, quantity.first - 5) : quantity.first]]
        if quantity.dimension == "percent":
            return "که" in (token.text for token in self.tokens.all[before.end : quantity.first][:14])
        fits = FITS.get(quantity.dimension, frozenset())
        return "به" in words[-3:] and (before.unit == quantity.unit or DIMENSIONS.get(noun.code) in fits)
