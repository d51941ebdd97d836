"""Who or what a denial denies: the figure, or only what the counted lack, which they are, what one thinks of them."""

from bisect import bisect_left
from dataclasses import dataclass

from hamahang.domain.statements.cueing import ADJUNCT, Cues
from hamahang.domain.statements.tokens import NEW_LINE
from hamahang.domain.statements.verbs import Verb

DENIED = "denied"
SAID = ("گفت", "میگفت")
LACKS = frozenset({"ندارد", "ندارند", "نداشتند", "نداشت", "نیستند", "نبودند", "نگرفته", "نگرفتهاند", "نگرفتند"})
MONEYS = frozenset({"ریال", "تومان", "همت", "دلار"})
APART = 3  # words from a figure to such a verb, with its noun and what the counted lack
MONEY_SIZES = frozenset({"ریالی", "تومانی", "دلاری", "یورویی"})  # «اعتبار ۱۲ میلیارد تومانی»


@dataclass(frozen=True, slots=True)
class Clause:
    """The part of a sentence that a figure's verb governs: its tokens, its verb, and the clause before it."""

    first: int
    last: int
    verb: Verb | None
    before: tuple[int, int] | None


class Denials(Cues):
    """Tells what the denials of one text deny."""

    def _is_said_so(self, verb: Verb, figure: tuple[int, int]) -> bool:
        """Return whether a denied verb denies no figure: it says what the counted lack, or only which they are."""
        if self.text(figure[1] - 1) in MONEY_SIZES:
            return True  # «اعتبار ۱۲ میلیارد تومانی کفاف یک خیابان را نمی‌دهد»
        is_yet = any(self.text(at) == "هنوز" for at in range(figure[1], verb.first))  # «هنوز آغاز نشده است»
        return is_yet or self.is_lack(verb, figure) or self._is_judged(verb) or self._says_which(verb, figure)

    def _says_which(self, verb: Verb, figure: tuple[int, int]) -> bool:
        """Return whether a verb only says which: «زمین واحدهایی که به تعهدات خود عمل نکردند پس گرفته شد»."""
        words = range(figure[1] + 1, verb.first)
        is_relative = any(self.text(at) == "که" and self.text(at - 1).endswith("ی") for at in words)
        is_last = self.text(verb.last) in ("", ".", "؛", "!") or self.tokens[verb.last].gap == NEW_LINE
        if is_last and is_relative and self.text(figure[1] + 1) == "و":
            return True  # «۴۰۰ کارگر و کارخانه‌ای که فروخته نشد»
        after = bisect_left(self.starts, verb.last)
        return is_relative and after < len(self.starts) and self.starts[after] - verb.last <= ADJUNCT

    def _is_judged(self, verb: Verb) -> bool:
        """Return whether a verb denies only what is thought of it: «با کارگاه‌های کوچک قابل مقایسه نیست»."""
        return self.text(verb.first) in ("نیست", "نیستند") and self.text(verb.first - 2) == "قابل"

    def _denies(self, clause: Clause) -> bool:
        """Return whether the clause before denies this one: «تکذیب کرد که …», «نگفته‌ام …»."""
        before = clause.before or (0, 0)
        denials = [hit for hit in self._cue_hits(*before) if hit.code == DENIED]
        goes_on = clause.first < len(self.tokens) and self.tokens[clause.first].text in ("که", ":")
        if self.text(clause.first) == ":" and any("را" in self._before(hit.first) for hit in denials):
            return False  # «این آمار را رد کرد: ۳۰ واحد …» says what is so
        return any(goes_on or self.tokens[hit.first].text.startswith(("نگف", "قرار")) for hit in denials)

    def _before(self, at: int) -> tuple[str, str]:
        return self.text(at - 1), self.text(at - 2)

    def _is_disproved(self, clause: Clause, figure: tuple[int, int]) -> bool:
        """Return whether what was said of the counted is denied: «۱۴ کارگاه که می‌گفتند تعطیل شده، تعطیل نشده است»."""
        which = next((at for at in range(figure[1], figure[1] + APART) if self.text(at) == "که"), -1)
        if which < 0 or clause.verb is None:
            return False
        said = next((at for at in range(which, which + APART + 1) if self.text(at).startswith(SAID)), -1)
        after = bisect_left(self.starts, clause.verb.last)
        for verb in self.verbs[after : after + 2] if said >= 0 else ():
            words = [self.text(at) for at in range(said, verb.first)]
            if verb.is_negative and words.count(words[-1]) > 1:
                return True
        return False

    def is_lack(self, verb: Verb, figure: tuple[int, int]) -> bool:
        """Return whether a verb only says what the counted have not or are not: «۱۵ واحد پروانه ندارند»."""
        is_unmet = verb.is_negative and self.text(verb.first - 1) in ("دریافت", "اخذ")  # «پروانه دریافت نکرده‌اند»
        # «در ۴ شهرک گاز نیست», but «۴ شهرک آن نیست»
        is_not_there = self.text(verb.first) in ("نیست", "نبود") and self.text(figure[0] - 1) == "در"
        apart = APART - is_not_there
        if self.text(figure[1] - 1) in MONEYS:  # «با قیمت پایه ۲ همت خریدار نداشت»: the noun stands before
            apart -= 2
        elif self.text(figure[1]) in ("ان", "انها"):  # «۱۲۰۰ نفرشان ضامن ندارند»
            apart -= 1
        is_lacking = is_unmet or is_not_there or self.text(verb.first) in LACKS
        return is_lacking and verb.first - figure[1] >= apart
