"""The words that say whether something is done, aimed at, foreseen, promised or denied, where they mean it."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from hamahang.domain.statements.lexicon import Hit, Hits
from hamahang.domain.statements.states import NEGATIVE
from hamahang.domain.statements.tokens import NUMERAL, Token, Words
from hamahang.domain.statements.verbs import Verb

FORECAST, TARGET = "forecast", "target"
OPENED = frozenset({"بهره", "بهرهبرداری", "افتتاح", "تکمیل", "راه", "راهاندازی"})
MUST = frozenset(
    {
        "باید",
        "نباید",
        "بایستی",
        "must",
        "should",
        "موظف",
        "مکلف",
        "موظفند",
        "مکلفند",
        "موظفیم",
        "مکلفیم",
        "ملزم",
        "ملزمند",
    }
)
# «بر اساس برنامه‌ریزی», «با توجه به تعهد ابلاغی»: what is done goes by them, and is not said to be one
BY_WAY = frozenset({"اساس", "براساس", "توجه", "طبق", "مطابق", "راستای", "چارچوب", "وجود", "علیرغم"})
AIMS = {"هدف": "با", "منظور": "به"}
GAINS = frozenset({"ایجاد", "تحقق", "دستیابی", "جذب", "اشتغال"})
OF_THIS = frozenset({"از", "ابلاغ", "اعلام", "تحقق", "اجرای", "برای", "با", "طبق", "زمان"})  # before «این تعهد»
ADJUNCT = 9  # words
WINDOW = 60  # words to each side of a figure; a sentence without end may not be read again for each of its figures
OF_NAMES = frozenset(
    {
        "شورای", "سازمان", "کارگروه", "معاونت", "مدیریت", "دفتر", "جامعه", "گروه", "بازار", "بازارهای", "کشورهای",
        "گروههای", "معاون", "مدیر", "مدیرکل", "رییس", "سرپرست", "کارشناس", "مسیول", "مدیران", "معاونان",
    }
)  # fmt: skip
FOR = frozenset({"برای", "جهت", "منظور", "مسیول", "مامور"})
MADE = frozenset({"شده", "شد", "ها", "های"})  # «برای پیش‌بینی‌ها»
LEFT_OVER = ("مانده", "باقیمانده")


class Cues:
    """Finds the cues of one text.

    text: the word at a place, nothing outside the text
    """

    text: Callable[[int], str]

    def __init__(self, tokens: Sequence[Token], hits: Hits, found: Sequence[Verb]) -> None:
        self.text = Words(tokens).__getitem__
        self.tokens, self.hits, self.verbs = tokens, hits, found
        self.starts = [verb.first for verb in found]
        not_done = (
            hit for hit in hits["states"].values() if hit.code in NEGATIVE
        )  # "were not executed" denies nothing
        named = (*hits["agencies"].values(), *hits["programmes"].values(), *not_done)
        covered = {at for hit in named for at in range(hit.first, hit.last)}
        every = (hit for at, hit in sorted(hits["cues"].items()) if at not in covered)
        self.cues = [hit for hit in every if not (self._is_purpose(hit) or self._is_opening(hit))]
        # the nouns of «با هدف ایجاد», «به منظور جذب»
        self.aims = [
            at for at, token in enumerate(tokens)
            if token.text in AIMS and self.text(at - 1) == AIMS[token.text] and self.text(at + 1) in GAINS
        ]  # fmt: skip
        self.plans = [at for at, token in enumerate(tokens) if token.text.startswith("برنامه")]
        self.goals = [at for at, token in enumerate(tokens) if token.text == "اهداف"]
        self.cue_starts = [hit.first for hit in self.cues]

    def is_estimate(self, first: int, last: int) -> bool:
        """Return whether words foresee nothing and only say how much there is: «ذخیره این کانسار … تخمین زده می‌شود»."""
        foreseen = [hit for hit in self._cue_hits(first, last) if hit.code == FORECAST]
        return all(self.text(hit.first).startswith(("براورد", "بر", "تخمین", "احتمالی")) for hit in foreseen)

    def _cues(self, first: int, last: int) -> set[str]:
        return {hit.code for hit in self._cue_hits(first, last)}

    def _cue_hits(self, first: int, last: int) -> list[Hit]:
        begin, end = bisect_left(self.cue_starts, first), bisect_left(self.cue_starts, last)
        return self.cues[begin:end]

    def _is_purpose(self, hit: Hit) -> bool:
        """Return whether «با هدف …» only says what for, or «۱۳۵ تعهد» what is counted."""
        if self._is_in_name(hit):
            return True
        if self.text(hit.first - 1) == "به" and self.text(hit.first - 2) == "نسبت":
            return True  # «نسبت به پیش‌بینی ۴۱ درصد بیشتر»
        is_after_number = hit.first > 1 and self.tokens[hit.first - 1].kind == NUMERAL
        is_after_number = is_after_number and self.text(hit.first - 2) != "سال"  # «در سال ۹۸ متعهد به …»
        if hit.code == TARGET and self._is_by_way(hit):
            return True
        if hit.code == TARGET and is_after_number and self.text(hit.first) not in MUST:
            return True
        if self.text(hit.first - 1) == "از" and self.text(hit.first - 2) in ("بیشتر", "کمتر", "بیش", *LEFT_OVER):
            return True  # «۸۰۰ نفر بیشتر از تعهد», «باقی‌مانده از تعهد ۳ هزار نفر است»
        if self.text(hit.first - 1) in LEFT_OVER:
            return True
        is_this = self.text(hit.first - 1) == "این" and self.text(hit.first - 2) in OF_THIS
        if hit.code == TARGET and is_this and self.text(hit.first) not in MUST:
            return True  # «از ابتدای ابلاغ این تعهد ۳۰ هزار شغل ایجاد شد»
        return (
            self.tokens[hit.first].text in ("هدف", "برنامه")
            and hit.first > 0
            and self.tokens[hit.first - 1].text == "با"
        )

    def _is_in_name(self, hit: Hit) -> bool:
        """Return whether a cue only names something: «شورای برنامه‌ریزی», «جامعه هدف», «برای برآورد هزینه جاده»."""
        word, before = self.text(hit.first), self.text(hit.first - 1)
        if word in MUST:
            return False  # «به گفته این مسئول باید …»
        if word == "احتمالی" and before in ("ذخیره", "ذخایر"):
            return True
        if hit.code == FORECAST and before in FOR and self.text(hit.last) not in MADE:
            return True
        if word == "برنامه" and before in ("اجرای", "درصد"):
            return True  # «با اجرای برنامه تولید», «۹۸ درصد برنامه تولید»
        if word in ("تعهد", "تعهدات") and self.text(hit.last) == "خود":
            return True  # «واحدهایی که تعهدات خود را انجام ندادند»
        return before in OF_NAMES

    def _is_by_way(self, hit: Hit) -> bool:
        """Return whether a plan is only what a clause goes by: «بر اساس برنامه‌ریزی‌ها ۲۰ طرح افتتاح شد»."""
        after = bisect_left(self.starts, hit.last)
        verb = self.starts[after] if after < len(self.starts) else 0
        if self.text(hit.first) in MUST or self.text(verb - 1) in ("تعیین", "مقرر", "منظور"):
            return False
        for at in range(hit.first - 1, max(hit.first - ADJUNCT, -1), -1):
            if self.text(at) in BY_WAY:
                # «بر اساس برنامه‌ریزی هدف‌گذاری تولید ۱۰ میلیون تن را دارد» has an aim of its own
                between = (self.hits["cues"].get(n) for n in range(at + 1, hit.first))
                return not any(other is not None and other.code == TARGET for other in between)
            if self.text(at) in ("،", "که", ":", ".") or self.tokens[at].kind == NUMERAL:
                return False
        return False

    def _is_opening(self, hit: Hit) -> bool:
        """Return whether «خواهد رسید» says that something opens, which is promised and not foreseen."""
        if self.tokens[hit.first].text != "خواهد":
            return False
        is_opened = self.text(hit.first - 1) in ("برداری", "بهرهبرداری", "پایان")
        return is_opened or self._comes_of_opening(max(hit.first - WINDOW, 0), hit.first)

    def _comes_of_opening(self, first: int, last: int) -> bool:
        """Return whether something comes of an opening: «با بهره‌برداری از این طرح ظرفیت دو برابر می‌شود»."""
        near = range(last - 1, first - 1, -1)
        begin = next((at + 1 for at in near if self.text(at) in (".", "؛", ":", "گفت", "افزود")), first)
        return self.text(begin) == "با" and bool({self.text(begin + 1), self.text(begin + 2)} & OPENED)
