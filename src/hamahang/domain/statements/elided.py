"""What the figures of a list count where each says only whose it is: «باغ ۶۰ میلیارد تومان، راه‌ها ۵۰ میلیارد»."""

from bisect import bisect_right
from dataclasses import replace

from hamahang.domain.statements.lexicon import bases
from hamahang.domain.statements.quantities import Quantity
from hamahang.domain.statements.shares import RATES
from hamahang.domain.statements.sides import CARRIED, Noun
from hamahang.domain.statements.takingup import LISTED
from hamahang.domain.statements.tokens import NEW_LINE, NUMERAL, SIGN, WORD
from hamahang.domain.statements.unnamed import DIMENSIONS, SAID_AGO, Unnamed
from hamahang.domain.statements.windows import OF_SIGNS

OWNER = 4  # words that say whose a figure is: «سنگ ساختمانی ۲۰ میلیون دلار»
LINKS = frozenset({"،", "و", ":", ",", "؛", "-"})
BIND = OF_SIGNS | {"با", "به", "معادل"}  # between an owner and its figure
NO_OWNERS = frozenset({"که", "را", "از", "تا", "برای", "در", "این", "ان"})
AMOUNTS_SAID = frozenset({"money", "foreign", "mass", "percent", "volume"})
SUMS = frozenset({"money", "any", "goods", "mass"})  # of what a list may give the parts


class Elided(Unnamed):
    """Finds what the lists and the ends of clauses of one text leave out."""

    def _by_list(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what a figure counts by the list it stands in, or by the clause that it ends."""
        quantity = self.quantities[index]
        if quantity.dimension == "count":
            return self._in_next_state(index, found) or self._by_its_head(index, found)
        if quantity.dimension not in ("money", "foreign"):
            return None
        return self._part_of_sum(index, found) or self._of_owner(index, found) or self._beside_things(index, found)

    def _of_its_unit(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what the last figure in the same unit of a sentence counts, for one that says nothing of its own.

        «از ۲۲۰ میلیارد تومان وام فقط ۱۳۰ میلیارد تومان جذب شد», «نرخ بیکاری ۱۷ درصد بود و به زیر ۱۵ درصد می‌رسد»
        """
        quantity = self.quantities[index]
        if quantity.dimension not in AMOUNTS_SAID:
            return None
        for back in range(index - 1, max(index - LISTED, -1), -1):
            other, noun = self.quantities[back], found[back]
            if not self._is_one_statement(other.first, quantity.first):
                return None
            if other.unit == quantity.unit:
                is_rate = quantity.unit != "percent" or (noun is not None and noun.code in RATES)
                return replace(noun, is_inherited=True) if noun is not None and is_rate else None
        return None

    def _is_one_statement(self, first: int, last: int) -> bool:
        """Return whether two places stand in one sentence, or in two that only «؛» divides."""
        one, other = self.sentence_of(first), self.sentence_of(last)
        return one == other or (other - one == 1 and self.attacher.text(self.starts[other] - 1) == "؛")

    def _of_owner(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the sum of which each owner's part is said: «خسارت ۹۰ میلیارد بود: باغ ۶۰ میلیارد، راه ۳۰ میلیارد»."""
        quantity = self.quantities[index]
        near = (n for n in (index - 1, index + 1) if 0 <= n < len(found))
        is_listed = any(self._is_listed_with(quantity, self.quantities[n]) for n in near)
        return self._sum_said(index, found) if is_listed and self._has_owner(quantity) else None

    def _is_listed_with(self, one: Quantity, other: Quantity) -> bool:
        """Return whether two amounts of one sentence stand in a list, no verb between them."""
        if one.unit != other.unit or self.sentence_of(one.first) != self.sentence_of(other.first):
            return False
        first, last = sorted((one, other), key=lambda each: each.first)
        verbs = self.attacher.verb_starts
        has_verb = bisect_right(verbs, last.first) > bisect_right(verbs, first.first)
        is_next = self.attacher.text(first.end) in LINKS and last.first - first.end <= OWNER + len(BIND)
        return is_next and not has_verb and self._has_owner(one) and self._has_owner(other)

    def _has_owner(self, quantity: Quantity) -> bool:
        """Return whether only a name stands before an amount: «، سنگ ساختمانی ۲۰ میلیون», «: ترکیه با ۲۵ میلیون»."""
        at = quantity.first - 1
        while self.attacher.text(at) in BIND:
            at -= 1
        for begin in range(at, max(at - OWNER, -1), -1):
            token = self.tokens.all[begin]
            if token.text in LINKS:
                return begin < at
            if token.kind != WORD or token.text in NO_OWNERS or begin in self.attacher.verb_at:
                return False
            if token.gap == NEW_LINE or begin == self.starts[self.sentence_of(begin)]:
                return True
        return False

    def _sum_said(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what the figures of one unit before counted, where all of the nearest count the same trade."""
        quantity = self.quantities[index]
        first = self.starts[max(self.sentence_of(quantity.first) - SAID_AGO, 0)]
        near: list[tuple[Quantity, Noun]] = []
        for back in range(index - 1, -1, -1):
            if self.quantities[back].first < first:
                break
            if (noun := found[back]) is not None:
                near.append((self.quantities[back], noun))
        said = next((noun for other, noun in near if other.unit == quantity.unit), None)
        trades = {noun.code: noun for _, noun in near if noun.code in CARRIED}
        if said is None or DIMENSIONS.get(said.code) not in SUMS or len(trades) > 1:
            return None
        if said.code == "value" and trades:
            said = next(iter(trades.values()))  # «۴۰ هزار تن صادر شد و ۳۰ میلیون دلار ارزش دارد»
        return replace(said, is_inherited=True)

    def _part_of_sum(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the sum of «وام ۶۰ میلیارد است که دو بانک ۲۰ میلیارد آن را دادند», past other figures."""
        quantity, text = self.quantities[index], self.attacher.text
        after = (text(quantity.end), text(quantity.end + 1))
        if after[0] not in ("ان", "انها") and after not in (("از", "ان"), ("از", "انها")):
            return None
        for back in range(index - 1, max(index - LISTED, -1), -1):
            other, noun = self.quantities[back], found[back]
            if self.sentence_of(other.first) != self.sentence_of(quantity.first):
                return None
            if noun is not None and other.unit == quantity.unit:
                return replace(noun, is_inherited=True)
        return None

    def _became(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return what grew of «تولید از ۳ میلیون تن به ۴ میلیون تن رسید و ظرفیت …», whatever follows."""
        quantity, before = self.quantities[index], self.quantities[index - 1] if index else None
        is_new = before is not None and before.is_from and before.unit == quantity.unit is not None
        of = found[index - 1] if is_new else None
        return replace(of, is_inherited=True) if of is not None else None

    def _next_share(self, index: int, noun: Noun, found: list[Noun | None]) -> Noun | None:
        """Return the things of «۴۶ درصد واحدها نقدینگی و ۲۲ درصد مواد ندارند»: what is between is of the first."""
        quantity, before = self.quantities[index], self.quantities[index - 1] if index else None
        if before is None or not quantity.unit == before.unit == "percent" or noun.code in RATES:
            return None
        is_between = before.end < noun.first and noun.last < quantity.first
        is_next = is_between and self.attacher.text(quantity.first - 1) in ("و", "،")
        of, verbs = found[index - 1], self.attacher.verb_starts
        is_one = bisect_right(verbs, quantity.first) == bisect_right(verbs, before.first)
        is_direct = of is not None and of.first >= before.end and of.last <= noun.first
        return replace(of, is_inherited=True) if of and is_next and is_one and is_direct else None

    def _is_last_part(self, quantity: Quantity, noun: Noun) -> bool:
        """Return whether a percentage ends a list of parts: «۴۰ درصد آن وام، ۳۰ درصد هم سپرده است»."""
        is_also = quantity.unit == "percent" and self.attacher.text(quantity.end) == "هم"
        return is_also and quantity.end + 2 in self.attacher.verb_at and noun.code not in RATES

    def _beside_things(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the money of «بقیه که ۱۲ طرح و ۲۰۰ میلیارد تومان است»: what was said of all of them."""
        quantity, noun = self.quantities[index], found[index - 1] if index else None
        if noun is None or self.quantities[index - 1].dimension not in ("count", "classifier"):
            return None
        end = self.attacher.verb_at.get(quantity.end)
        is_beside = noun.last == quantity.first - 1 and self.attacher.text(noun.last) == "و"
        return self._sum_said(index, found) if is_beside and end is not None else None

    def _in_next_state(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the things of «معادن فعال ۲۱۰، غیرفعال ۹۵», of which the next state is said."""
        quantity, before = self.quantities[index], self.quantities[index - 1] if index else None
        noun = found[index - 1] if index else None
        if before is None or noun is None or before.dimension != "count":
            return None
        begin = before.end
        while self.attacher.text(begin) in ("،", "و"):
            begin += 1
        state = self.attacher.hits["states"].get(begin)
        is_next = begin > before.end and state is not None and state.last == quantity.first
        return replace(noun, is_inherited=True) if is_next else None

    def _by_its_head(self, index: int, found: list[Noun | None]) -> Noun | None:
        """Return the things of «از ۴ ناحیه صنعتی فقط یک ناحیه راه افتاد», named again by their first word."""
        quantity = self.quantities[index]
        token = self.tokens.all[quantity.end] if quantity.end < len(self.tokens.all) else None
        after = range(quantity.end + 1, quantity.end + 3)
        is_bare = any(at in self.attacher.verb_at for at in after) or self.attacher.text(quantity.end + 1) == "راه"
        if token is None or token.kind in (SIGN, NUMERAL) or token.gap == NEW_LINE or not is_bare:
            return None  # «۱۲ منطقه شهری»
        for back in range(index - 1, max(index - LISTED, -1), -1):
            other, noun = self.quantities[back], found[back]
            if self.sentence_of(other.first) != self.sentence_of(quantity.first):
                return None
            if noun is not None and noun.first == other.end and bases(token.text)[-1] == self.attacher.text(noun.first):
                return Noun(noun.code, quantity.end, quantity.end + 1)
        return None
