"""What is said of a quantity: its change, state and period, from its own words, the nearest first."""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from hamahang.domain.statements.periodwords import COMPARED, LATE, Period
from hamahang.domain.statements.places import Place
from hamahang.domain.statements.placing import SAME
from hamahang.domain.statements.quantities import Quantity
from hamahang.domain.statements.shares import RATES
from hamahang.domain.statements.sides import Noun
from hamahang.domain.statements.speakers import Quoted
from hamahang.domain.statements.states import LONGEST_LIST, States
from hamahang.domain.statements.tokens import LATIN, NEW_LINE, NUMERAL, WORD
from hamahang.domain.statements.verbs import PAST, PERFECT, WHOLE_PERFECT, Verb
from hamahang.domain.statements.windows import LEFT, OF_SIGNS

ALSO = frozenset({"نیز", "هم"})  # goes on with what was said

THAN = {
    "کمتر": "decrease", "کم": "decrease", "پایین": "decrease", "بیش": "increase", "بیشتر": "increase",
    "بالاتر": "increase",
    "less": "decrease", "more": "increase", "higher": "increase", "lower": "decrease",
}  # fmt: skip
CHANGES = {"increase": "increase", "decrease": "decrease"}
REACHED = frozenset({"رسید", "رسیده", "برسد", "رسد", "رساند", "رساندن", "افزایش", "کاهش", "ارتقا", "رسیدن"})
TOPICS = frozenset({"خصوص", "درباره", "پیرامون", "تشریح", "رابطه"})
MEANS = frozenset({"متوسط", "میانگین", "سرانه", "average", "mean"})
EACH = frozenset({"هر", "each", "every", "per"})
RECURRING = frozenset({"yearly", "monthly", "daily"})
YEARLY = frozenset({"سالانه", "سالیانه", "روزانه", "ماهانه", "ماهیانه"})
OVER = frozenset({PAST, PERFECT, WHOLE_PERFECT})  # tenses of what has been done
OF_WORKS = frozenset({"capacity", "area", "job"})  # what a work is said to have
# what «در این …» and «از این …» take up with its days: what happens, and of what all is to be done by then
TAKEN_UP = {"در": ("session", "visit", "inspection", "course", "exhibition"), "از": ("commitment",)}
SAID_ON = 4  # words from a figure to the next saying
LONGEST_INTRO = 24  # words before it
HABITS_OF_TIME = frozenset({"سال", "ماه", "روز", "هفته", "ساعت", "شیفت"})


class Attacher(States):
    """Finds what belongs to each quantity of a text."""

    # --- changes, states ---

    def change(self, index: int, sentence: tuple[int, int], noun: Noun) -> str:
        """Return whether a percentage says a rise, a fall, a part of something, or the level of a rate."""
        quantity = self.quantities[index]
        if quantity.is_from or self.is_new(index):
            return "level"
        if self._is_of_every(index) or (index and self._is_of_every(index - 1)):
            return "each"
        if quantity.dimension not in ("percent", "fold"):
            is_amount = noun.code not in ("capacity", "price") and not self.is_english(index)
            return self._per(index, sentence) or (self._of_each_time(index, sentence) if is_amount else "") or "level"
        first, last = self._list_of(index)
        if self._is_level(index) or self._is_level(first):
            return "level"
        right = range(self.quantities[last].end, min(self.right_end(last, sentence), self.quantities[last].end + 6))
        begin = max(self.left_begin(first, sentence), self.quantities[first].first - 8)
        left = range(self.quantities[first].first - 1, begin - 1, -1)
        than = quantity.end
        if self.text(than) == "از" and than + 1 in self.in_period:  # «۱۲ درصد از مدت مشابه بیشتر بود»
            than = next((at for at in right if at > than and at not in self.in_period), than)
        if self.text(than) in THAN and self.text(than + 1) != "ترین":  # «۴۱ درصد پایین‌ترین تحقق»
            return THAN[self.text(than)]
        for at in (*right, *left):
            hit = self.hits["cues"].get(at)
            is_other = index > 0 and at == self.quantities[index - 1].end < noun.first < quantity.first
            if hit is not None and hit.code in CHANGES and not (noun.first <= at < noun.last or is_other):
                return CHANGES[hit.code]
        if noun.first < quantity.first and noun.code not in RATES and self._is_before_share(index):
            return self.change(index + 1, sentence, noun)  # «وام ۶۰ درصد و سپرده‌ها ۶۲ درصد افزایش یافت»
        return "share" if quantity.dimension == "percent" and noun.code not in RATES else "level"

    def _is_of_every(self, index: int) -> bool:
        """Return whether a count is that of «از هر ۱۰ واحد ۳ واحد راکد است»."""
        first = self.quantities[index].first
        return self.text(first - 1) == "هر" and self.text(first - 2) == "از"

    def _is_level(self, index: int) -> bool:
        """Return whether a rise or fall ends at a quantity: «به ۱۴٫۵ درصد رسید», «به بیش از ۱۴ درصد رسید»."""
        quantity = self.quantities[index]
        words = [self.text(at) for at in range(quantity.first - 3, quantity.first)]
        to = next((back for back, word in enumerate(reversed(words)) if word == "به"), None)
        # «نسبت به سال قبل ۳۵ درصد افزایش» reaches nothing
        if to is None or (to and not set(words[-to:]) <= OF_SIGNS):
            return False
        return any(self.text(at) in REACHED for at in range(quantity.end, quantity.end + 3))

    def _per(self, index: int, sentence: tuple[int, int]) -> str:
        """Return whether an amount is a mean, or that of each one, and not of all; nothing if neither."""
        quantity = self.quantities[index]
        words = [self.text(at) for at in range(self.left_begin(index, sentence), quantity.first)]
        if MEANS.intersection(word for before, word in pairwise(["", *words]) if before != "و"):
            return "mean"
        of_each = any(this in EACH and word not in HABITS_OF_TIME for this, word in pairwise(words[-6:]))
        return "each" if of_each else ""

    def _of_each_time(self, index: int, sentence: tuple[int, int]) -> str:
        """Return whether an amount is that of each year, month or day: «هر سال ۹ هزار نوزاد», «سالانه ۳۰۰ هزار تن»."""
        words = range(self.left_begin(index, sentence), self.quantities[index].first)
        hits = (self.hits["cues"].get(at) for at in reversed(words) if self.text(at) != "در")
        return next((hit.code for hit in hits if hit is not None and hit.code in RECURRING), "")

    # --- where and when ---

    def period(self, index: int, sentence: tuple[int, int], said: int) -> Period | None:
        """Return the period of a quantity, by the same order; what it is compared with is not its period."""
        quantity = self.quantities[index]
        stop = self.right_end(index, sentence)
        at = bisect_left(self.period_starts, quantity.end)
        if at and self._is_right_after(self.periods[at - 1], quantity.first):
            return self.periods[at - 1]
        is_change = quantity.unit == "percent" and (
            self._is_change(quantity) or self._is_change(self.quantities[self._list_of(index)[1]])
        )
        if own := self._own_periods(index, at, stop):
            return own[0]
        begin = said if sentence[0] < said < quantity.first else sentence[0]
        if other := self._of_pair(index, at, sentence) or self._later_of_two(index, at, begin):
            return other
        if self._is_whole(quantity.first) or self._is_of_now(quantity.first, at, sentence) or self._is_each_year(index):
            return None
        for period in reversed(self.periods[max(at - 4, 0) : at]):
            # «امروز گفت: …», but «در خصوص فعالیت ۵ ماهه گفت: …»
            is_of_saying = period.at < said < quantity.first and not self._is_topic(period, sentence)
            if (period.is_until and self._turns(period.end, quantity.first)) or self._is_of_former(period, index):
                continue
            is_base = self.text(period.at - 1) == "برابر" and period.end <= quantity.first  # «دو برابر سال ۹۲ بود و …»
            is_other = period.is_compared or is_base or (is_change and self._is_of_compared(period, sentence[0]))
            if period.at < sentence[0] or is_other or is_of_saying:
                continue
            if not period.at <= quantity.first < period.end:
                return self._in_turn(period, index)
        if self.text(sentence[0] - 1) == "؛" and at and self.periods[at - 1].end == sentence[0] - 1:
            return self.periods[at - 1]  # «طی هفت ماه منتهی به مهر؛ تولید به …»
        last = min(self._clause_end(quantity.end, sentence), self._next_of_unit(index))
        near = (each for each in self.periods[at : at + 2] if each.at < last and not each.is_compared)
        return next((each for each in near if not self.is_in_note(index, each.at)), None)

    def _own_periods(self, index: int, at: int, stop: int) -> list[Period]:
        """Return the periods after a quantity that are its own; what it is compared with is not: «سه برابر پارسال»."""
        quantity = self.quantities[index]
        is_of_then = self._is_measure(quantity.first)
        begin = quantity.end + (quantity.dimension == "fold")
        near = (each for each in self.periods[at : at + 3] if begin <= each.at < stop)
        near = (each for each in near if not self.is_in_note(index, each.at))
        return [each for each in near if (is_of_then or not each.is_compared) and not self._is_next(each.at)]

    def period_referred(
        self, index: int, noun: Noun, sentence: tuple[int, int], said: int, verb: Verb | None
    ) -> Period | None:
        """Return the period of what somebody refers to first and goes on with.

        «با اشاره به صادرات سال گذشته گفت: صادرات …», «با بیان اینکه در بهار ۴ مدرسه ساخته شد، گفت: ۳ درمانگاه نیز …»
        """
        first, at = self.quantities[index].first, bisect_left(self.period_starts, said)
        period = self.periods[at - 1] if at and sentence[0] <= self.periods[at - 1].at < said < first else None
        if period is None or period.is_compared:
            return None
        begins = range(said, min(said + 7, first))  # «… را ۷ درصد اعلام کرد و گفت: این نرخ …»
        if any(self.text(at) == "این" and self.text(at + 1) in SAME and self.text(at - 1) != "از" for at in begins):
            return period  # «… صادر شد، گفت: این تعداد ۲۶ درصد رشد دارد»
        intro = range(sentence[0], said)
        if self._is_said_on(index, said, noun) or self._refers(intro, range(said, self._clause_end(first, sentence))):
            return period
        if verb is None or verb.tense not in OVER:
            return None
        if any(self.text(at) in ("اینکه", "این") for at in intro):
            end = noun.last if noun.first == self.quantities[index].end else self.quantities[index].end
            return period if self.text(end) in ("نیز", "هم") else None
        has_figure = any(self.tokens[at].kind == NUMERAL and at not in self.in_period for at in intro)
        hits = (self.hits["counted"].get(at) for at in intro)
        is_same = any(hit is not None and hit.code == noun.code for hit in hits)
        is_referred = any(self.text(at) == "اشاره" for at in intro)
        return period if is_referred and is_same and not has_figure else None

    def is_beside(self, first: int, figure: int) -> bool:
        """Return whether «نیز با» says that a sentence goes on: «تولید شمش نیز با ۳ درصد افزایش به ۴۰ تن رسید»."""
        at = bisect_left(self.also, figure) - 1
        if at < 0 or self.also[at] < max(first, figure - LEFT):
            return False
        return bisect_left(self.verb_starts, figure) == bisect_left(self.verb_starts, self.also[at])

    @cached_property
    def also(self) -> list[int]:
        """Where «نیز با» stands before a figure."""
        said = (at for at, token in enumerate(self.tokens[:-2]) if token.text in ALSO and self.text(at + 1) == "با")
        return [at for at in said if self.tokens[at + 2].kind == NUMERAL or self.text(at + 2) in OF_SIGNS]

    def _refers(self, intro: range, said: range) -> bool:
        """Return whether events or a commitment are taken up: «۱۳ جلسه برگزار شد، گفت: در این جلسات …»."""
        these = {
            hit.code for at in said
            if self.text(at - 1) == "این" and (hit := self.hits["counted"].get(at))
            and hit.code in TAKEN_UP.get(self.text(at - 2), ())
        }  # fmt: skip
        counted = (hit for at in intro if (hit := self.hits["counted"].get(at)) is not None)
        return bool(these) and any(hit.code in these for hit in counted)

    def _is_said_on(self, index: int, said: int, noun: Noun) -> bool:
        """Return whether somebody goes on about what he said: «واردات را ۱۲ میلیون دلار دانست و گفت که ۸ درصد …»."""
        to = bisect_left(self.quantity_starts, said)
        before = self.quantities[to - 1] if to else None
        if before is None or not 0 <= said - before.end <= SAID_ON:
            return False
        if index == to and self.text(said + 2) == "که" and self.quantities[index].first - said <= SAID_ON:
            return True  # «… را ۹۷۰ هزار تن اعلام کرد که ۴ درصد کمتر است»
        is_one = self.text(said - 1) == "و" and said - 2 in self.verb_at
        is_part = self.quantities[index].unit == "percent" and self._is_named(noun.code, said)
        return is_one and ((index == to and noun.first < said) or is_part)

    def _is_named(self, code: str, said: int) -> bool:
        """Return whether a noun was spoken of before a saying: «صادرات را … ذکر کرد و گفت: ۶۰ درصد صادرات …»."""
        hits = (self.hits["counted"].get(at) for at in range(max(said - LONGEST_INTRO, 0), said))
        return any(hit is not None and hit.code == code for hit in hits)

    def unless_described(self, period: Period | None, index: int, noun: Noun) -> Period | None:
        """Return no day for what the work has that opened on it: «امروز راه افتاد: ظرفیت ۶۰ هزار تن در سال»."""
        first = self.quantities[index].first
        if period is None or period.first != period.last or period.at > first or noun.code not in OF_WORKS:
            return period
        is_after = any(self.text(at) == ":" and at - 1 in self.verb_at for at in range(period.end, first))
        return None if is_after else period

    def _is_of_former(self, period: Period, index: int) -> bool:
        """Return whether a period is only of what was before: «از ۵۰ میلیارد در سال ۱۴۰۰ به ۲۰۰ میلیارد رسید»."""
        if self.reckoned and not self.reckoned.isdisjoint(range(period.at - 6, period.at)):
            return True  # «با احتساب پروانه‌های صادره طی امسال ۱۴۱ پروانه داریم»
        to = bisect_right(self.quantity_starts, period.at)
        if not max(index - LONGEST_LIST, 0) < to <= index or self.quantities[to - 1].end > period.at:
            return False
        one, other = self.quantities[to - 1], self.quantities[to]
        before = [self.text(at) for at in range(one.first - 3, one.first)]
        between = [self.text(at) for at in range(period.end, other.first)]
        is_from = "از" in before and (before[-1] == "از" or set(before[before.index("از") + 1 :]) <= OF_SIGNS)
        is_to = between[:1] == ["به"] and set(between) <= OF_SIGNS | {"به"}
        return is_from and is_to and one.unit == other.unit and before[-2:] not in (["بیش", "از"], ["کمتر", "از"])

    def _turns(self, first: int, last: int) -> bool:
        """Return whether «اما» begins what a deadline before it is not of."""
        return any(self.text(at) in ("اما", "ولی") for at in range(max(first, last - LEFT), last))

    def _next_of_unit(self, index: int) -> int:
        """Return where the next of a ranking begins: «با ۸ هکتار دوم و با ۴ هکتار از ابتدای سال نخست است»."""
        end, following = len(self.tokens), self.quantities[index + 1 : index + 2]
        if not following or following[0].unit != self.quantities[index].unit:
            return end
        first = following[0].first
        return first if self.text(first - 1) == "با" and self.text(first - 2) in ("و", "،") else end

    def _is_measure(self, first: int) -> bool:
        """Return whether a figure is what another is compared with: «در مقایسه با ۴۳ طرح پارسال»."""
        first -= self.text(first - 1) in ("رقم", "میزان", "تعداد", "مبلغ")
        words = [self.text(at) for at in range(first - 3, first)]
        return bool(COMPARED.intersection(words)) and words[-1] in ("با", "به")

    def _is_right_after(self, period: Period, first: int) -> bool:
        """Return whether a figure is of what is compared: «مدت مشابه سال قبل (۴ میلیون تن)», «پاییز پارسال که ۳ …»."""
        if period.end == first - 1 and self.text(first - 1) == "(":
            return True
        if self.text(period.end) not in ("(", "که", "،", "با"):
            return False
        between = [self.text(at) for at in range(period.end, first)]
        if between[:1] == ["("] and set(between[1:]) <= OF_SIGNS | {"معادل", "با"}:
            return True  # «نسبت به پاییز ۸۹ (معادل ۱۲ درصد)»
        if (
            period.is_compared
            and between[:1] == ["که"]
            and not any(at in self.verb_at for at in range(period.end, first))
        ):
            return True  # «نسبت به پارسال که ۸ گواهی با ۵ میلیون تن ذخیره صادر شده بود»
        if between in (["که"], ["،", "که"], ["با"]):
            return between != ["با"] or period.is_compared  # «نسبت به آذر سال گذشته با ۹۶ هزار دستگاه»
        return len(between) == 2 and between[0] == "که"

    def _is_of_compared(self, period: Period, first: int) -> bool:
        """Return whether a period is of what a change is measured against: «در مقایسه با ۴۳ طرح پارسال»."""
        words = [self.text(at) for at in range(max(period.at - LEFT, first), period.at)]
        return period.is_same or bool(COMPARED.intersection(words))

    def _is_change(self, quantity: Quantity) -> bool:
        """Return whether a percentage says by how much something grew."""
        near = (*range(quantity.first - 4, quantity.first), *range(quantity.end, quantity.end + 3))
        cues = (self.hits["cues"].get(at) for at in near)
        return quantity.unit == "percent" and any(hit is not None and hit.code in CHANGES for hit in cues)

    def _of_pair(self, index: int, at: int, sentence: tuple[int, int]) -> Period | None:
        """Return the period after the second for «… در سال ۱۴۰۱، ۲۵ بنگاه با ۳۲۲ نفر در سال ۱۴۰۰ و …»."""
        quantity, other = self.quantities[index], self.quantities[index + 1 : index + 2]
        words = [self.text(n) for n in range(quantity.end, other[0].first)] if other else []
        is_after = index > 0 and at > 0 and self.periods[at - 1].at >= self.quantities[index - 1].end
        if "با" not in words or len(words) > 6 or not is_after or not other:
            return None
        stop, begin = self.right_end(index + 1, sentence), bisect_left(self.period_starts, other[0].end)
        own = (each for each in self.periods[begin : begin + 2] if each.at < stop and not each.is_compared)
        return next((each for each in own if not self._is_next(each.at)), None)

    def _is_whole(self, first: int) -> bool:
        """Return whether a quantity is taken up: «از این ۷۰۸۵ واحد، ۴۰۹۷ واحد از مرداد ۸۴ تعطیل شده است»."""
        before = first - 3 - (self.text(first - 3) == "،")
        is_of_then = before in self.in_period  # «سال گذشته از مجموع ۲۱۳۰ معدن»
        return self.text(first - 1) in ("این", "مجموع") and self.text(first - 2) == "از" and not is_of_then

    def _is_each_year(self, index: int) -> bool:
        """Return whether a figure is of each year or day, said after a verb or of a capacity: «سالانه ۳ میلیون تن»."""
        first = self.quantities[index].first
        at = next((at for at in range(first - 1, max(first - 4, -1), -1) if self.text(at) in YEARLY), -1)
        if at < 0:
            return False
        near = (self.hits["counted"].get(n) for n in range(at - 4, at))
        return at - 1 in self.verb_at or any(hit is not None and hit.code == "capacity" for hit in near)

    def _is_of_now(self, first: int, at: int, sentence: tuple[int, int]) -> bool:
        """Return whether a clause begins anew with «هم‌اکنون», after what was said of another time."""
        begin = max(sentence[0], self._clause_begin(first), first - LEFT)
        now = any(self.text(n) in ("اکنون", "هماکنون", "حاضر", "حالا", "الان") for n in range(begin, first))
        return now and not (at and self.periods[at - 1].at >= begin)

    def _is_topic(self, period: Period, sentence: tuple[int, int]) -> bool:
        """Return whether a period is of what somebody speaks of, and not of the speaking."""
        return any(self.text(at) in TOPICS for at in range(max(sentence[0], period.at - LEFT), period.at))

    def _in_turn(self, period: Period, index: int) -> Period:
        """Return each figure's own year for «در سال‌های ۹۳ و ۹۴ به ترتیب ۷۶۸ و ۸۵۰ واحد»."""
        first, last = self._list_of(index)
        begin = self.quantities[first].first
        words = {self.text(at) for at in range(max(period.end, begin - 4), begin)}
        if len(period.each) != last - first + 1 or not words & {"ترتیب", "بهترتیب"}:
            return period
        low, high = period.each[index - first]
        return replace(period, first=low, last=high)

    def _later_of_two(self, index: int, at: int, begin: int) -> Period | None:
        """Return the later period for «در ۱۴۰۴ حدود ۴۹ و در ۱۴۰۳ حدود ۴۱ همت بوده که رشد ۲۰ درصدی است».

        begin: of the sentence, or of what somebody says in it
        """
        quantity = self.quantities[index]
        near = (*range(quantity.first - 4, quantity.first), *range(quantity.end, quantity.end + 3))
        changes = any((hit := self.hits["cues"].get(n)) is not None and hit.code in CHANGES for n in near)
        two = [each for each in self.periods[max(at - 2, 0) : at] if each.at >= begin and each.last is not None]
        verbs = bisect_left(self.verb_starts, quantity.first) - bisect_left(self.verb_starts, two[-1].end) if two else 0
        if quantity.unit != "percent" or not changes or not verbs or len(two) < 2 or any(p.is_compared for p in two):
            return None
        return max(two, key=lambda each: each.last or each.first or LATE)

    def place(self, index: int, sentence: tuple[int, int], quoted: Quoted) -> Place | None:
        """Return the place of a quantity, its own of «فارس و لرستان به ترتیب با ثبت ۳۵ و ۳۱ تعاونی»."""
        found = super().place(index, sentence, quoted)
        if found is None or "," not in found.code:
            return found
        first, last = self._list_of(index)
        between = {self.text(at) for at in range(found.last, self.quantities[first].first)}
        codes, names = found.code.split(","), found.name.split("، ")
        is_right_before = between <= {"،", "با"} and self._is_one_unit(first, last)
        if len(codes) != last - first + 1 or not (between & {"ترتیب", "بهترتیب"} or is_right_before):
            return found
        return replace(found, code=codes[index - first], name=names[index - first])

    def _is_one_unit(self, first: int, last: int) -> bool:
        """Return whether figures share a unit that only the last of them names: «درگزین و اسدآباد، ۸۷ و ۸۴ درصد»."""
        return all(self.quantities[at].shares == at + 1 for at in range(first, last))

    def compared(self, index: int, sentence: tuple[int, int]) -> Period | None:
        """Return the period that a change is measured against."""
        quantity = self.quantities[index]
        at = bisect_left(self.period_starts, quantity.first)
        near = self.periods[max(at - 2, 0) : at + 2]
        return next((period for period in near if period.is_compared and sentence[0] <= period.at < sentence[1]), None)

    def word_after(self, index: int) -> tuple[int, int] | None:
        """Return the tokens of the unknown word that a number counts."""
        at = self.quantities[index].end
        if at < len(self.tokens) and self.tokens[at].kind in (WORD, LATIN) and self.tokens[at].gap != NEW_LINE:
            return at, at + 1
        return None
