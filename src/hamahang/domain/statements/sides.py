"""The nouns on both sides of a quantity, and which of them it may count."""

from bisect import bisect_left
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from hamahang.domain.statements import lexicon
from hamahang.domain.statements.lexicon import Hit
from hamahang.domain.statements.places import FOREIGN
from hamahang.domain.statements.quantities import Quantity
from hamahang.domain.statements.things import PAPERS, Things
from hamahang.domain.statements.tokens import NEW_LINE
from hamahang.domain.statements.windows import OF_SIGNS, RIGHT, STOPS

# dimensions of nouns that fit the dimension of a quantity
FITS: Mapping[str, frozenset[str]] = {
    "money": frozenset({"money", "any"}), "foreign": frozenset({"money", "any", "goods"}),
    "mass": frozenset({"mass", "any", "goods"}),
    "person": frozenset({"person"}), "percent": frozenset({"percent"}), "area": frozenset({"area"}),
    "length": frozenset({"length"}), "volume": frozenset({"volume", "mass", "any"}),
    "power": frozenset({"power", "mass"}), "energy": frozenset({"power", "mass"}),
    "flow": frozenset({"volume"}), "temperature": frozenset({"temperature"}),
    "fold": frozenset({"percent", "mass", "any", "money", "length", "power", "volume"}),
    "classifier": frozenset({"count", "person"}), "thing": frozenset({"count"}),
}  # fmt: skip
SIZES = {
    "ریالی": "value", "تومانی": "value", "دلاری": "value", "یورویی": "value", "تنی": "capacity", "مگاواتی": "capacity",
    "هکتاری": "area", "درصدی": "profit_rate",
}  # fmt: skip
# what is made, carried or used: how much of it is made is said by another word, «ظرفیت پالایشگاه گاز»
GOODS = frozenset({"water", "power", "harvest", "value"})
CARRIED = frozenset({"export", "import", "transit"})
GATES = ("گمرک", "مرز", "پایانه", "بازارچه", "بندر")
SENT = frozenset({"رفت", "رفته", "میرود", "فرستاده", "ارسال", "روانه", "راهی", "گسیل"})
SPEAKING_OF = frozenset({"درباره", "مورد", "خصوص", "پیرامون", "زمینه", "بخش"})
LONGEST_CLAUSE = 40  # words
DONE_TO = frozenset({"inspection", "visit"})
WHERE_TO = frozenset({"estate", "zone"})
LONGEST_SECTOR = 5  # words
WHOSE = 2  # words: «ذخیره قطعی آنها»
AFTER_ALL = frozenset({"بیشتر", "کمتر", "جهت", "منظور"})  # what follows them is not counted


@dataclass(frozen=True, slots=True)
class Noun:
    """What is counted: its code, its tokens, and whether it was said of an earlier quantity."""

    code: str
    first: int
    last: int
    is_inherited: bool = False

    def is_alike(self, other: "Noun") -> bool:
        """Return whether two figures count the same, or are both of trade."""
        return self.code == other.code or {self.code, other.code} <= CARRIED


class Sides(Things):
    """Finds the nouns before and after each quantity of a text."""

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

    def _right(self, index: int, sentence: tuple[int, int], fits: frozenset[str]) -> Noun | None:
        quantity = self.quantities[index]
        for at in range(quantity.end, min(self.right_end(index, sentence), quantity.end + RIGHT)):
            hit = self.hits["counted"].get(at)
            if (self.text(at) == "،" and quantity.unit == "percent") or self.text(at) in AFTER_ALL:
                return None
            if at == quantity.end and self.text(at) == "و" and self._is_before_share(index):
                return None  # «وام ۶۰ درصد و سپرده شرکت‌ها ۶۲ درصد افزایش یافت»
            if hit is None or self.dimension(hit) not in fits or not self._is_thing(hit):
                continue
            if self._is_of_next(index, hit):
                return None
            if quantity.unit == "percent" and self._is_in_sector(quantity.end, at):
                continue  # «۲۶ درصد در حوزه فلزی و برق»
            if quantity.unit != "percent" or self.text(at) not in ("کار", "فعالیت"):  # «با ۶۰ درصد ظرفیت کار می‌کنند»
                return Noun(hit.code, hit.first, hit.last)
        return None

    def _is_of_next(self, index: int, hit: Hit) -> bool:
        """Return whether a noun is of the next figure: «ظرفیت ۸۵ هزار تن، ذخیره قطعی آنها ۳ هزار تن», «و مبلغ ۴۰ …»."""
        quantity, following = self.quantities[index], self.quantities[index + 1 : index + 2]
        if not following:
            return False
        is_alike = following[0].unit == quantity.unit and self.text(quantity.end) in ("،", "و")
        is_sum = self.text(hit.first) == "مبلغ" and following[0].first == hit.last
        return is_sum or (is_alike and 0 <= following[0].first - hit.last <= WHOSE)

    def _is_before_share(self, index: int) -> bool:
        """Return whether a percentage stands before another of the same clause, which has words of its own."""
        one, after = self.quantities[index], self.quantities[index + 1 : index + 2]
        if one.unit != "percent" or not after or after[0].unit != "percent":
            return False
        return not any(at in self.verb_at for at in range(one.end, after[0].first))

    def _is_in_sector(self, first: int, at: int) -> bool:
        """Return whether a word is part of the name of a sector of which «در حوزه», «در بخش» speaks."""
        is_in = self.text(first) == "در" and self.text(first + 1) in ("حوزه", "بخش", "گروه", "رشته")
        return is_in and at - first <= LONGEST_SECTOR

    def _is_of_sector_before(self, at: int) -> bool:
        near = range(at - 1, at - LONGEST_SECTOR, -1)
        return any(self._is_in_sector(n, at) for n in near)

    def _left(self, index: int, sentence: tuple[int, int], fits: frozenset[str]) -> Noun | None:
        quantity = self.quantities[index]
        best = None
        for at in range(quantity.first - 1, self.left_begin(index, sentence) - 1, -1):
            hit = self.hits["counted"].get(at)
            if hit is None or self.dimension(hit) not in fits or hit.last > quantity.first or not self._is_thing(hit):
                continue
            is_in = self.text(hit.first - 1) == "در" and hit.code in WHERE_TO  # «۲۰ درصد در شهرک‌ها و ۸۰ درصد بیرون»
            is_reason = self.text(hit.first - 1) in ("کمبود", "نبود", "فقدان")  # «۳۱ درصد به دلیل کمبود نقدینگی»
            if quantity.unit == "percent" and (is_in or is_reason or self._is_of_sector_before(hit.first)):
                continue
            is_where = self.text(hit.first - 1) == "در" and quantity.unit == "item"  # «جواز در مناطق آزاد ۲۰۰ فقره»
            is_paper = self.text(quantity.end - 1) == "فقره" and self.dimension(hit) == "person"
            if (is_where and "person" in fits) or is_paper:
                continue
            if hit.code in GOODS and "count" not in fits:
                best = best or Noun(hit.code, hit.first, hit.last, is_inherited=True)
                continue
            if self.direct.get(hit.first, index) != index:
                best = best or Noun(hit.code, hit.first, hit.last, is_inherited=True)
                continue
            whole = self._lent(self._whole(hit, at, fits), index, sentence)
            return (self._committed(whole, index, sentence) if whole.code == "job" else None) or whole
        return best if "count" not in fits else None

    def _lent(self, noun: Noun, index: int, sentence: tuple[int, int]) -> Noun:
        """Return the loans of «تسهیلات پرداختی بابت تامین سرمایه در گردش», which only say what for."""
        if noun.code != "working_capital" or self.text(noun.first - 1) not in ("تامین", "بابت", "قالب"):
            return noun
        for at in range(noun.first - 1, max(self.left_begin(index, sentence), noun.first - 8) - 1, -1):
            hit = self.hits["counted"].get(at)
            if hit is not None and hit.code == "facility":
                return Noun(hit.code, hit.first, hit.last)
        return noun

    def _done_to(self, noun: Noun) -> Noun | None:
        """Return the inspections of «بازرسی از واحدهای صنفی را ۶ هزار مورد خواند»."""
        hits = (self.hits["counted"].get(at) for at in range(noun.first - 3, noun.first - 1))
        done = (hit for hit in hits if hit is not None and hit.last == noun.first - 1 and hit.code in DONE_TO)
        return next((Noun(hit.code, hit.first, hit.last) for hit in done), None)

    def _committed(self, job: Noun, index: int, sentence: tuple[int, int]) -> Noun | None:
        """Return the commitment of «تعهد استان برای ایجاد اشتغال ۵۱ هزار نفر است»."""
        for at in range(job.first - 1, max(self.left_begin(index, sentence), job.first - 8) - 1, -1):
            hit = self.hits["counted"].get(at)
            if hit is not None and hit.code == "commitment" and "برای" in (self.text(n) for n in range(at, job.first)):
                return Noun(hit.code, hit.first, hit.last)
        return None

    def _whole(self, hit: Hit, at: int, fits: frozenset[str]) -> Noun:
        """Return the longest noun of which a hit is the tail, the head of a chain: «ظرفیت تولید»."""
        head, begin = hit, hit.first
        is_prepared = self.text(hit.first) == "زمینه"  # «کارآفرینان زمینه شغلی ۳۵۰ نفر را آماده کردند»
        if is_prepared or (self.text(hit.first - 1) == "با" and hit.code == "capacity"):
            return Noun(hit.code, hit.first, hit.last)  # «مخزن ذخیره با ظرفیت ۷۵۰ متر مکعب»
        for earlier in range(at - 1, max(at - 9, -1), -1):
            longer = self.hits["counted"].get(earlier)
            if longer is None or longer.last < begin or not self._is_thing(longer):
                continue
            begin = min(begin, longer.first)
            if self._is_head(longer, hit, fits):
                head = longer
            if self.text(longer.first) == "زمینه":
                break  # «کارآفرینان زمینه اشتغال ۳۵۰ نفر را آماده کردند»
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
        quantity, reach = self.quantities[index], (4 if "goods" in fits else 2) * RIGHT
        for at in range(quantity.end, min(sentence[1], quantity.end + reach)):
            hit = self.hits["counted"].get(at)
            if self.tokens[at].text in STOPS or self.text(at) in AFTER_ALL | {"ولی", "اما"}:
                return None
            is_name = hit is not None and hit.code == "export" and self._is_bank(hit.first)
            is_taken_up = hit is not None and hit.code == "value" and self.text(at - 1) == "این"
            is_name = is_name or (hit is not None and self._is_done(hit) and self._verb_between(quantity.end, at))
            is_name = is_name or is_taken_up or (hit is not None and (self._is_replaced(hit) or self.is_only_for(hit)))
            if hit is not None and self.dimension(hit) in fits and self.direct.get(at) is None and not is_name:
                return Noun(hit.code, hit.first, hit.last, is_inherited=True)
        return None

    def _verb_between(self, first: int, last: int) -> bool:
        return bisect_left(self.verb_starts, last) > bisect_left(self.verb_starts, first)

    def carried(self, index: int, sentence: tuple[int, int]) -> Noun | None:
        """Return the trade that the verb of a clause says: «۳۰۰ هزار تن کالا به ارزش … از گمرکات استان وارد شد»."""
        quantity = self.quantities[index]
        if quantity.dimension not in ("foreign", "mass", "money") or self._has_papers(quantity.first, sentence):
            return None
        for at in range(quantity.end, min(sentence[1], quantity.end + LONGEST_CLAUSE)):
            hit = self.hits["counted"].get(at)
            if hit is not None and hit.code in PAPERS:
                return None
            is_made = hit is not None and hit.code == "production" and hit.last in self.verb_at
            if hit is not None and ((hit.code in CARRIED and not self._is_replaced(hit)) or is_made):
                return Noun(hit.code, hit.first, hit.last)
            if self.text(at) in STOPS or at in self.verb_at:
                break
        return self.sent(index, sentence) or self._spoken_of(quantity.first, sentence, CARRIED)

    def sent(self, index: int, sentence: tuple[int, int]) -> Noun | None:
        """Return the export of «۴۰ هزار تن کالا از مرز مهران به عراق فرستاده شد»: goods that went out by a gate."""
        first = self.quantities[index].end
        last = min(sentence[1], first + LONGEST_CLAUSE)
        verb = next((at for at in range(first, last) if at in self.verb_at), last)
        words = [self.text(at) for at in range(first, min(verb + 1, last))]
        is_by_gate = any(one == "از" and word.startswith(GATES) for one, word in pairwise(words))
        is_out = is_by_gate and SENT.intersection(words) and FOREIGN.intersection(words) and verb < last
        return Noun("export", verb, verb + 1) if is_out else None

    def _sent_out(self, first: int) -> int:
        """Return the word of «صدور ۴۰ هزار تن کالا»: goods that are «صادر» are exported."""
        while self.text(first - 1) in OF_SIGNS:
            first -= 1
        return first - 1 if self.text(first - 1) == "صدور" else -1

    def _spoken_of(self, first: int, sentence: tuple[int, int], codes: Container[str]) -> Noun | None:
        """Return the trade of which somebody speaks: «درباره واردات گفت: ۱۰ هزار تن کالا ترخیص شد»."""
        for at in range(sentence[0], min(sentence[0] + LONGEST_CLAUSE, first)):
            hit = self.hits["counted"].get(at)
            if hit is None or hit.code not in codes:
                continue
            if any(self.text(n) in SPEAKING_OF for n in range(max(at - 2, sentence[0]), at)):
                return Noun(hit.code, hit.first, hit.last)
        return None

    def _has_papers(self, first: int, sentence: tuple[int, int]) -> bool:
        """Return whether a clause speaks of licences, which are «صادر» too."""
        near = range(max(sentence[0], first - LONGEST_CLAUSE), first)
        return any((hit := self.hits["counted"].get(at)) is not None and hit.code in PAPERS for at in near)

    def _direct(self, index: int, at: int) -> Noun | None:
        """Return the noun that begins at a token."""
        hit = self.hits["counted"].get(at)
        if hit is None or self.tokens[at].gap == NEW_LINE or self.text(hit.last) == "گیری":
            return None  # «برای ۹ مورد تصمیم‌گیری شد»
        self.direct |= dict.fromkeys(range(hit.first, hit.last), index)
        return Noun(hit.code, hit.first, hit.last)

    def alone(self, index: int, noun: Noun | None) -> Noun | None:
        """Return the first word alone: of «۴۰ معدن کار می‌کنند» no miners, of «۲۰ معدنی که …» mines."""
        at = self.quantities[index].end
        is_verb = noun is not None and self.text(noun.last - 1) == "کار" and noun.last in self.verb_at
        is_which = noun is None and self.text(at + 1) == "که" and self.text(at).endswith("ی")
        if not (is_verb or is_which):
            return None
        word = self.text(at) if is_verb else self.text(at)[:-1]
        of = next(
            (entry for entry in lexicon.entries().get(word, ()) if entry.table == "counted" and not entry.rest), None
        )
        is_thing = of is not None and lexicon.rows("counted")[of.row]["dimension"] == "count"
        return Noun(of.code, at, at + 1) if of and is_thing else None

    def is_load(self, quantity: Quantity) -> bool:
        """Return whether tonnes only say how much a vehicle carries: «کامیون ۵ تنی», «وانت از ۲ تن به بالا»."""
        is_from = self.text(quantity.first - 1) == "از" and self.text(quantity.end) in ("به", "تا")
        if quantity.unit != "tonne" or not (is_from or self.text(quantity.end - 1) == "تنی"):
            return False
        end = quantity.first - is_from
        end -= self.text(end - 1) in ("های", "ها")
        hits = (self.hits[table].get(end - 1) for table in ("things", "counted"))
        return any(hit is not None and hit.code == "vehicle" for hit in hits)

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
