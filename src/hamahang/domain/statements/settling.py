"""How surely a figure is said in the end: who is at it does it now, a plan is a target, what is disproved is denied."""

from collections.abc import Callable

from hamahang.domain.statements import verbs
from hamahang.domain.statements.cueing import TARGET, WINDOW
from hamahang.domain.statements.denying import DENIED, Clause
from hamahang.domain.statements.lexicon import Hits
from hamahang.domain.statements.modality import DONE, PROMISE
from hamahang.domain.statements.sides import Noun
from hamahang.domain.statements.tokens import NUMERAL, Tokens

ACTORS = frozenset(
    {"unit", "estate", "zone", "company", "mine", "plant", "workshop", "bank", "guild_unit", "farm_unit"}
)
DO = ("کنند", "میکنند", "دهند", "میدهند")
SAY = frozenset({"گویند", "میگویند", "میگفتند", "شنیدهاید", "مدعیاند", "مدعی"})
DISPROVED = frozenset({"تکذیب", "دروغ", "کذب", "نادرست", "شایعه"})
DISPROVED_WITHIN = 8  # words of the next sentence
# what a plan is to do
PLANNED = frozenset(
    {
        "احیای", "احیا", "ایجاد", "صدور", "پرداخت", "جذب", "افتتاح", "ساخت", "احداث", "اجرای", "تولید", "راهاندازی",
        "اندازی",
    }
)  # fmt: skip
# before a plan that something goes by
BY_PLAN = frozenset({"طبق", "اساس", "براساس", "مطابق", "از", "با", "اجرای", "طی", "در"})


class Settler:
    """Settles the modality of the figures of one text."""

    def __init__(self, tokens: Tokens, hits: Hits, text: Callable[[int], str]) -> None:
        self.tokens, self.hits, self.text = tokens, hits, text

    def settled(self, modality: str, clause: Clause, figure: tuple[int, int], noun: Noun, sentence: int) -> str:
        """Return the modality of a figure, its clause and the next sentence asked. figure: its first and its end."""
        if modality == DENIED or self._is_disproved_next(figure, sentence):
            return DENIED
        if modality == PROMISE and self._is_at_it(clause, figure, noun):
            return DONE
        return TARGET if modality == DONE and self._is_plan(clause, figure) else modality

    def _is_at_it(self, clause: Clause, figure: tuple[int, int], noun: Noun) -> bool:
        """Return whether the counted do something as they go: «۱۶۳ واحد کالای خود را صادر می‌کنند»."""
        verb = clause.verb
        if verb is None or verb.tense != verbs.PRESENT or noun.code not in ACTORS or noun.first != figure[1]:
            return False
        if verb.first - figure[1] > WINDOW:
            return False
        has_figure = any(token.kind == NUMERAL for token in self.tokens.all[figure[1] : verb.first])
        is_object = any(self.text(at) == "را" and self.text(at - 1) != "خود" for at in range(noun.last, verb.first))
        return self.text(verb.last - 1) in DO and not (has_figure or is_object)

    def _is_plan(self, clause: Clause, figure: tuple[int, int]) -> bool:
        """Return whether a figure is what a plan is: «برنامه ما در سال جاری احیای ۱۲۰ واحد است»."""
        verb = clause.verb
        is_so = verb is not None and (verb.tense == verbs.BEING or self.text(verb.first) in ("بود", "بوده"))
        if verb is None or not is_so or self.text(figure[0] - 1) not in PLANNED:
            return False
        plans = (at for at in range(clause.first, figure[0]) if self.text(at) == "برنامه")
        at = next(plans, -1)
        is_share = any(self.text(n) == "سهم" for n in range(clause.first, at))  # «سهم گلستان از برنامه …»
        return at >= 0 and (is_share or self.text(at - 1) not in BY_PLAN)

    def _is_disproved_next(self, figure: tuple[int, int], sentence: int) -> bool:
        """Return whether what people say is denied at once: «می‌گویند ۲۰۰ میلیارد داده‌ایم؛ من تکذیب می‌کنم»."""
        first, last = self.tokens.sentences[sentence]
        begin = first + (self.text(first) in ("می", "برخی", "بعضی"))
        if self.text(begin) not in SAY or sentence + 1 >= len(self.tokens.sentences) or figure[0] < begin:
            return False
        after = range(last, min(last + DISPROVED_WITHIN, self.tokens.sentences[sentence + 1][1]))
        end = next((at for at in after if self.tokens.all[at].kind == NUMERAL), after.stop)
        return any(self.text(at) in DISPROVED for at in range(last, end))
