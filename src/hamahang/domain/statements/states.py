"""What state the counted are in: by a quantity's own words, those of its noun, or its verb."""

from bisect import bisect_left
from collections.abc import Sequence

from hamahang.domain.statements.lexicon import Hit
from hamahang.domain.statements.placing import Placer
from hamahang.domain.statements.sides import Noun
from hamahang.domain.statements.things import RESPECTS
from hamahang.domain.statements.tokens import LATIN
from hamahang.domain.statements.windows import LEFT

# nouns that make a verb with the «شد» of a later noun
EVENTS = frozenset(
    {
        "بررسی", "تکمیل", "تامین", "احداث", "خریداری", "توزیع", "تجهیز", "اغاز", "ارسال", "ارایه", "مطرح", "دریافت",
        "تولید", "بازسازی", "ساخته", "نصب", "حفر", "مرمت", "اعزام", "کشف", "ضبط", "استخدام", "جذب", "ترخیص",
    }
)  # fmt: skip
NEGATIVE = frozenset({"not_executed", "unpaid", "unallocated"})
IDLE = frozenset({"inactive", "semi_active", "distressed"})
OVERRULING = NEGATIVE | {"restarted"}  # «۹ واحد راکد به چرخه تولید بازگشت»
STARTED = frozenset({"opened", "active"})  # what is idle and starts is restarted: «۱۳ واحد راکد راه‌اندازی شد»
OF_LACK = NEGATIVE | {"inactive", "lacking"}  # they say themselves what is not
DOINGS = frozenset({"executed", "realised"})
BECAME = frozenset(
    {"شد", "شدند", "شده", "شود", "شوند", "میشود", "میشوند", "می", "خواهد", "خواهند", "کرد", "کردیم", "کنیم"}
)
FOR = frozenset({"با", "برای", "جهت", "منظور"})
LONGEST_LIST, LISTED_STATE = 12, 4


class States(Placer):
    """Finds the states of what the quantities of one text count."""

    def is_new(self, index: int) -> bool:
        """Return whether a quantity is what became of the one before: «از ۳۰۰ به ۳۴۷ واحد»."""
        return index > 0 and self.quantities[index - 1].is_from

    def _list_of(self, index: int) -> tuple[int, int]:
        """Return the first and the last of the list that a quantity stands in: «۵ درصد و ۱۲ درصد رشد داشت»."""
        first = last = index
        while first > max(index - LONGEST_LIST, 0) and self._is_linked(first - 1):
            first -= 1
        while last < min(index + LONGEST_LIST, len(self.quantities) - 1) and self._is_linked(last):
            last += 1
        return first, last

    def _is_linked(self, index: int) -> bool:
        """Return whether the next quantity goes on with the same words."""
        one, other = self.quantities[index], self.quantities[index + 1]
        is_near = other.first == one.end + 1 and one.unit == other.unit and self.text(one.end) in ("و", "،", ",")
        # «از نظر وزن ۴ درصد و از نظر ارزش ۷ درصد رشد داشت»
        is_respect = self.text(one.end + 2) in RESPECTS or self.text(one.end + 1) in ("ارزش", "وزن", "تعداد")
        is_again = self.text(one.end) in ("و", "،") and is_respect and other.first - one.end <= 8
        return one.shares == index + 1 or is_near or (is_again and one.unit == other.unit)

    def state(self, index: int, sentence: tuple[int, int], noun: Noun | None) -> Hit | None:
        """Return the state of what is counted: the nearest words of state, those of the verb for all it governs."""
        quantity = self.quantities[index]
        if listed := self._listed_state(index):
            return listed
        if self.is_new(index):
            return self.state(index - 1, sentence, noun)
        own = self.own_states(index, sentence)
        if own:
            said = self._said_by_verb(index, sentence) if own[0].code in IDLE else None
            of = self.state_before(index, sentence) if own[0].code in IDLE else None  # «احیای ۳۷ واحد راکد»
            own += [hit for hit in self._started([own[0], said, of]) if hit.code in OVERRULING]
            opened = self._said_by_verb(index, sentence) if own[0].code == "ready" else None
            if opened is not None and opened.code == "opened" and opened.first >= own[0].last:
                return opened  # «۱۰ طرح آماده بهره‌برداری افتتاح شد»
            return next((hit for hit in own if hit.code in OVERRULING), own[0])
        of_noun = range(noun.last, min(noun.last + 3, quantity.first)) if noun is not None else ()
        before = next((self.hits["states"][at] for at in of_noun if at in self.hits["states"]), None)
        before = before or (self._left_of(noun) if noun is not None else None)
        before = before or self._state_of_subject(index, sentence, noun)
        return before or self._said_by_verb(index, sentence) or self.state_before(index, sentence)

    def _listed_state(self, index: int) -> Hit | None:
        """Return the state that stands before a bare number of a list: «معادن فعال ۲۱۰، غیرفعال ۹۵»."""
        quantity = self.quantities[index]
        if quantity.dimension != "count" or self.text(quantity.end) not in ("،", "و", ".", "؛", ""):
            return None
        near = (self.hits["states"].get(at) for at in range(quantity.first - LISTED_STATE, quantity.first))
        hit = next((hit for hit in near if hit is not None and hit.last == quantity.first), None)
        return hit if hit is not None and self.text(hit.first - 1) in ("،", "و") else None

    def _left_of(self, noun: Noun) -> Hit | None:
        """Return the state of «باقی‌مانده تعهد», «باقی‌مانده از تعهد»."""
        at = noun.first - 1 - (self.text(noun.first - 1) == "از")
        hits = (self.hits["states"].get(first) for first in (at, at - 1))
        return next((hit for hit in hits if hit is not None and hit.code == "remaining" and hit.last == at + 1), None)

    def _state_of_subject(self, index: int, sentence: tuple[int, int], noun: Noun | None) -> Hit | None:
        """Return the state of the same noun said before: «واحدهای راکد استان ۱۴۰ واحد است»."""
        quantity = self.quantities[index]
        if noun is None or noun.first < quantity.first:
            return None
        for at in range(self.left_begin(index, sentence), quantity.first):
            hit = self.hits["counted"].get(at)
            is_subject = hit is not None and hit.code == noun.code and hit.first not in self.direct
            if hit is not None and is_subject and hit.last in self.hits["states"]:
                return self.hits["states"][hit.last]
        return None

    def _said_by_verb(self, index: int, sentence: tuple[int, int]) -> Hit | None:
        """Return the state that the next verb says of a quantity."""
        end = self.quantities[index].end
        words = range(end, self.right_end(index, sentence))
        if any(self.text(at) == "در" and self.text(at + 1) in ("حال", "دست") for at in words):
            return None  # a state that is not known
        if any(self.text(at) in EVENTS and self.text(at + 1) in ("و", "،") for at in words):
            return None  # «۱۲ واحد بررسی و ۱۹ مصوبه صادر شد»
        predicate = self._predicate(end, sentence)
        return predicate if predicate is not None and self._is_shared(index, predicate) else None

    def state_before(self, index: int, sentence: tuple[int, int]) -> Hit | None:
        """Return the state before a quantity: «تعطیلی ۲۰ واحد», «صدور ۴۰ فقره جواز»."""
        quantity = self.quantities[index]
        before = self.quantities[index - 1] if index else None
        if before is not None and before.end == quantity.first - 1 and self._is_linked(index - 1):
            return self.state_before(index - 1, sentence)  # «با ثبت ۳۸ و ۲۹ شرکت»
        for at in range(quantity.first - 1, max(self.left_begin(index, sentence), quantity.first - 5) - 1, -1):
            if at in self.hits["counted"] and at not in self.hits["states"]:  # «راه» of «راه‌اندازی»
                return None  # «با احیای این واحد ۸۰ نفر …»
            if index and self.quantities[index - 1].end > sentence[0] and self.text(at) in ("و", "،"):
                return None
            if at in self.hits["states"] and self.hits["states"][at].last <= quantity.first:
                # «از ۳۶ طرح نیمه‌تمام ۲۰ طرح تکمیل شد»
                is_other = at - 1 in self.direct and before is not None and before.unit == quantity.unit
                return None if is_other else self.hits["states"][at]
        return None

    def _is_shared(self, index: int, predicate: Hit) -> bool:
        """Return whether what the verb says is said of a quantity too, though others stand between.

        «از ۴۷۸ واحد، ۳۴۷ واحد فعال و ۱۴۰ واحد غیرفعال است» says of the whole nothing.
        """
        at = index + 1
        while at < len(self.quantities) and self.quantities[at].first < predicate.first:
            if at > index + 6:
                return False
            begin = self.quantities[at].end
            stop = self.quantities[at + 1].first if at + 1 < len(self.quantities) else predicate.first
            states = (self.hits["states"].get(n) for n in range(begin, min(stop, predicate.first, begin + 12)))
            if any(hit is not None and hit.last <= predicate.first for hit in states):
                return False
            at += 1
        return not (at > index + 1 and self.text(self.quantities[index].first - 1) in ("از", "مجموع", "of"))

    def own_states(self, index: int, sentence: tuple[int, int]) -> list[Hit]:
        """Return the states in a quantity's own words, the adjective before the verb: «۳۳ واحد متاثر شناسایی شد»."""
        if (index, sentence) not in self._owned:
            self._owned[index, sentence] = self._own_states(index, sentence)
        return self._owned[index, sentence][:]

    def _own_states(self, index: int, sentence: tuple[int, int]) -> list[Hit]:
        begin, stop = self.quantities[index].end, self.right_end(index, sentence)
        following = self._listed_state(index + 1) if index + 1 < len(self.quantities) else None
        hits = (hit for at in range(begin, stop) if (hit := self.hits["states"].get(at)) and hit != following)
        return self._started([self._denied(hit) for hit in hits if not self._is_purpose(hit, begin, index)])

    def _is_purpose(self, hit: Hit, begin: int, index: int) -> bool:
        """Return whether it says what for, or of the next figure: «۱۲ جواز با پیش‌بینی ایجاد اشتغال صادر شد»."""
        following = self.quantities[index + 1].first if index + 1 < len(self.quantities) else -1
        is_of = hit.last == hit.first + 1 and (hit.last in self.hits["counted"] or hit.last == following)
        return is_of and any(self.text(at) in FOR for at in range(max(begin, hit.first - 3), hit.first))

    def _started(self, hits: Sequence[Hit | None]) -> list[Hit]:
        """Return states in order, what is idle and then starts as restarted."""
        found = [hit for hit in hits if hit is not None]
        is_idle = bool(found) and found[0].code == "inactive"
        return [hit._replace(code="restarted") if is_idle and self._is_start(hit) else hit for hit in found]

    def _is_start(self, hit: Hit) -> bool:
        return hit.code in STARTED and (hit.code == "opened" or self.text(hit.last) in BECAME)

    def _denied(self, hit: Hit) -> Hit:
        """Return what is said not to be done, or «هنوز» not to be, as not done: «هنوز ۲۰ طرح افتتاح نشده است»."""
        verb = self.verb_at.get(hit.last) or self.verb_at.get(hit.last - 1)
        if verb is None or not verb.is_negative or hit.code in OF_LACK:
            return hit
        is_yet = any(self.text(at) == "هنوز" for at in range(max(hit.first - LEFT, 0), hit.first))
        is_yet = is_yet and self.text(verb.first).startswith("نشد") and hit.code != "allocated"
        if not is_yet and hit.code not in DOINGS:
            return hit
        return hit._replace(code="unpaid" if hit.code == "paid" else "not_executed")

    def _predicate(self, end: int, sentence: tuple[int, int]) -> Hit | None:
        """Return the state that the next verb says: «… ایجاد شد», «… فعال هستند»."""
        at = bisect_left(self.verb_starts, end)
        if at >= len(self.verbs) or self.verbs[at].first >= min(sentence[1], end + 40):
            return None
        verb = self.verbs[at]
        if self.tokens[verb.first].kind == LATIN:  # "were approved"
            after = (self.hits["states"].get(first) for first in range(verb.first, verb.last + 3))
            return next((hit for hit in after if hit is not None), None)
        for first in range(verb.first - 1, max(verb.first - 5, end - 1), -1):
            hit = self.hits["states"].get(first)
            if hit is not None and hit.last >= verb.first - 1:
                return self._denied(hit)
        return self.hits["states"].get(verb.first)
