"""The words that are a quantity's own: from the quantity or verb before it to the next."""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from hamahang.domain.statements.lexicon import Hit, Hits
from hamahang.domain.statements.periodwords import Period
from hamahang.domain.statements.quantities import Quantity
from hamahang.domain.statements.tokens import LATIN, SIGN, Token, Words
from hamahang.domain.statements.verbs import BEING, PERFECT, Verb

RIGHT, LEFT = 10, 14  # words in which a quantity's noun is looked for
LONGEST_CLAUSE = 80  # words: «پروژه الف با ۵۷ میلیارد، … نیز امروز افتتاح شد»
LONGEST_NOTE = 12  # words in brackets before their figure
STOPS = frozenset({"؛", ".", "؟", "!", "\t", "|"})
OF_SIGNS = frozenset({"بیش", "از", "حدود", "کمتر", "بیشتر", "بالای", "نزدیک", "مرز", "رقم", "مبلغ"})
# they begin a clause that is set against the one before
AGAINST = frozenset({"درحالیکه", "درحالی", "حالی", "حالیکه", "هرچند", "گرچه", "اگرچه"})
PREPOSITIONS = frozenset({"در", "از", "با", "برای", "به", "توسط", "in"})


def opens_note(text: Callable[[int], str], end: int, at: int, following: int) -> bool:
    """Return whether brackets open between a figure and a word, and the next figure stands in them too.

    end: of the figure; at: where the word is; following: where the next figure begins
    """
    if following - end > LONGEST_NOTE:
        return False
    words = [text(n) for n in range(end, following)]
    return "(" in words[: max(at - end, 0)] and ")" not in words


class Windows:
    """Finds the words that belong to each quantity of a text.

    text: the word at a place, nothing outside the text
    """

    text: Callable[[int], str]

    def __init__(
        self, tokens: Sequence[Token], hits: Hits, quantities: Sequence[Quantity], verbs: Sequence[Verb],
        periods: Sequence[Period],
    ) -> None:  # fmt: skip
        self.tokens, self.hits, self.quantities = tokens, hits, quantities
        self.text = Words(tokens).__getitem__
        self.quantity_starts = [quantity.first for quantity in quantities]
        self.verb_at = {at: verb for verb in verbs for at in range(verb.first, verb.last)}
        self.verb_starts = [verb.first for verb in verbs]
        self.verbs = verbs
        self.periods, self.period_starts = periods, [period.at for period in periods]
        self.in_period = {at for period in periods for at in range(period.at, period.end)}
        self.reckoned = {at for at, token in enumerate(tokens) if token.text == "احتساب"}
        # what is asked for many times: where a quantity's own words begin and end, and its states
        self._owned: dict[tuple[int, tuple[int, int]], list[Hit]] = {}
        self._begins: dict[tuple[int, tuple[int, int]], int] = {}
        self._ends: dict[tuple[int, tuple[int, int]], int] = {}

    def right_end(self, index: int, sentence: tuple[int, int]) -> int:
        """Return where the words after a quantity end that are its own: the next quantity, a verb, «و در …»."""
        end = self._ends.get((index, sentence))
        if end is None:
            end = self._ends[index, sentence] = self._right_end(index, sentence)
        return end

    def _right_end(self, index: int, sentence: tuple[int, int]) -> int:
        quantity = self.quantities[index]
        stop = min(quantity.end + 24, sentence[1])
        if index + 1 < len(self.quantities):
            stop = min(stop, self.quantities[index + 1].first)
        for at in range(quantity.end, stop):
            token = self.tokens[at]
            is_stop = (token.kind == SIGN and token.text in STOPS) or token.text in AGAINST
            if is_stop or (at in self.verb_at and (at > quantity.end or self._is_end(at))):
                return at
            if token.text in ("و", "،", "and", ",") and self.text(at + 1) in PREPOSITIONS:
                return at
        return stop

    def _is_end(self, at: int) -> bool:
        """Return whether a verb right after a quantity ends its clause: «۸۴ هزار نفر بود که …»."""
        verb = self.verb_at[at]
        if self.text(verb.last) == "و" and verb.tense == PERFECT:
            return True  # «به ۷ درصد رسیده و باید …»
        if self.text(verb.last) in ("اما", "ولی", "درحالیکه") or self.text(verb.last + 1).startswith("حالی"):
            return True
        is_being = verb.tense == BEING or self.text(verb.first) in ("بود", "بودند", "بوده")
        return is_being and self.text(verb.last) in ("که", "و")

    def _clause_end(self, end: int, sentence: tuple[int, int]) -> int:
        """Return where the clause after a quantity ends: at its verb, what follows is said of something else."""
        at = bisect_left(self.verb_starts, end)
        verb = self.verbs[at].first if at < len(self.verbs) else sentence[1]
        is_persian = verb < sentence[1] and self.tokens[verb].kind != LATIN
        return min(sentence[1], end + LONGEST_CLAUSE, verb if is_persian else sentence[1])

    def is_in_note(self, index: int, at: int) -> bool:
        """Return whether words stand in brackets with a figure of their own: «۱۶ واحد (هدف سال ۱۴۰۳: ۲۰ واحد)»."""
        following = self.quantity_starts[index + 1] if index + 1 < len(self.quantities) else len(self.tokens)
        return opens_note(self.text, self.quantities[index].end, at, following)

    def is_english(self, index: int) -> bool:
        """Return whether a quantity stands among English words, where the verb comes before it."""
        quantity = self.quantities[index]
        near = self.tokens[max(quantity.first - 1, 0) : quantity.end + 1]
        return any(token.kind == LATIN for token in near)

    def left_begin(self, index: int, sentence: tuple[int, int]) -> int:
        """Return where the words before a quantity begin that may be its own."""
        begin = self._begins.get((index, sentence))
        if begin is None:
            begin = self._begins[index, sentence] = self._left_begin(index, sentence)
        return begin

    def _left_begin(self, index: int, sentence: tuple[int, int]) -> int:
        quantity = self.quantities[index]
        begin = max(sentence[0], quantity.first - LEFT)
        for earlier in range(index - 1, max(index - 4, -1), -1):
            if (
                self.quantities[earlier].dimension != "duration"
                and self.quantities[earlier].first not in self.in_period
            ):
                begin = max(begin, self.quantities[earlier].end)
                break
        for at in range(quantity.first - 1, begin - 1, -1):
            token = self.tokens[at]
            if token.kind == SIGN and token.text in STOPS:
                return at + 1
            if at in self.verb_at and not self.is_english(index):
                return at + 1
        return begin
