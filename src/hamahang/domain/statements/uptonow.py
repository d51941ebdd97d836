"""«تاکنون»: what has been done by the day of the text, in its own clause and in those that go on with it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hamahang.domain.statements.claims import Span
from hamahang.domain.statements.denying import Clause
from hamahang.domain.statements.periodwords import BEGINNINGS, Period
from hamahang.domain.statements.tokens import NUMERAL, Token
from hamahang.domain.statements.verbs import BEING, FUTURE, PRESENT, WISH, Verb
from hamahang.domain.statements.windows import OF_SIGNS

TO_COME = frozenset({PRESENT, FUTURE, WISH})
FAR_BEGINNING, NEAR_PART = 12, 6  # words
NOW = frozenset({("کنون",), ("حال",), ("الان",), ("این", "لحظه"), ("این", "زمان")})  # after «تا»
GOING_ON = frozenset({"که", "و"})  # with these a clause goes on with what was done by now


def _is_now(words: Sequence[str], at: int) -> bool:
    """Return whether «کنون», «به حال», «این لحظه» stands at a place."""
    at += words[at : at + 1] == ["به"]
    return tuple(words[at : at + 1]) in NOW or tuple(words[at : at + 2]) in NOW


class UpToNow:
    """Reads the days until that of one text."""

    def __init__(self, tokens: Sequence[Token], periods: Sequence[Period], verbs: Sequence[Verb], day: date) -> None:
        self.tokens, self.periods, self.day = tokens, periods, day
        self.verbs, self.verb_starts = verbs, [verb.first for verb in verbs]
        words = [token.text for token in tokens]
        self.said = [
            at for at, word in enumerate(words) if word == "تاکنون" or (word == "تا" and _is_now(words, at + 1))
        ]

    def period(self, period: Period | None, clause: Clause, figure: int, sentence: Span) -> Period | None:
        """Return a period until the day of the text, where «تاکنون» stands far from «از آغاز دولت نهم» or alone."""
        until = self._until(clause.first, figure)
        if period is None:
            return until or self._gone_on(clause, figure, sentence)
        if until is None:
            return period
        is_over = period.last is not None and period.last < self.day and period.end <= clause.first
        if is_over and not self._is_from(period, until):
            return until  # «پارسال ۳۰ پروژه آغاز شد که تاکنون ۱۲ پروژه تمام شده است»
        is_from = self._is_from(period, until)
        return replace(period, last=self.day) if is_from and (period.first or self.day) < self.day else period

    def _is_from(self, period: Period, until: Period) -> bool:
        """Return whether a period says since when it is until now."""
        before = {token.text for token in self.tokens[max(period.at - 4, 0) : period.at + 1]}
        return ("از" in before or self._begins(period)) and period.end <= until.at and period.first is not None

    def _begins(self, period: Period) -> bool:
        """Return whether a day is that of a beginning: «از زمان آغاز طرح (اول تیر امسال) … تاکنون»."""
        words = [token.text for token in self.tokens[max(period.at - FAR_BEGINNING, 0) : period.at]]
        is_day = period.first == period.last and "از" in words
        return is_day and bool(BEGINNINGS.intersection(words[words.index("از") :]))

    def _until(self, first: int, last: int) -> Period | None:
        """Return the days until that of the text for «تاکنون ۴۰ جلسه برگزار شد»."""
        at = bisect_left(self.said, first)
        return self._whole(self.said[at]) if at < len(self.said) and self.said[at] < last else None

    def _whole(self, at: int) -> Period:
        return Period(at, at + 1, None, self.day, is_until=True)

    def _gone_on(self, clause: Clause, figure: int, sentence: Span) -> Period | None:
        """Return those days for «۵۱۴ واحد تاکنون …» and «تاکنون ۱۹ جلسه برگزار شده که ۲۸ مصوبه داشته است»."""
        if clause.verb is None or clause.verb.tense in TO_COME:
            return None
        if (own := self._until(clause.first, clause.verb.first)) is not None:
            return None if self._is_whole(figure, own.at) else own
        at = bisect_left(self.said, clause.first) - 1
        if at < 0 or self.said[at] < sentence[0] or not self._goes_on(self.said[at], clause.first):
            return None
        if clause.verb.tense == BEING and self.tokens[clause.first].text == "و":
            return None  # «تاکنون ۵۰ درصد اجرا شده و ۲۰ درصد در دست اقدام است» says what is
        has_other = any(self.said[at] < period.at < clause.first for period in self.periods)
        return None if has_other else self._whole(self.said[at])

    def _is_whole(self, figure: int, until: int) -> bool:
        """Return whether a figure is what there was: «از ۳۲۰۰ میلیارد تومان مصوب، تاکنون ۱۹۰۰ میلیارد داده شد»."""
        is_part = any(token.kind == NUMERAL for token in self.tokens[until : until + NEAR_PART])
        before = [token.text for token in self.tokens[max(figure - 2, 0) : figure]]
        is_of = before[-1:] == ["مجموع"] or (before[-1:] == ["از"] and OF_SIGNS.isdisjoint(before[:-1]))
        return figure < until and is_of and is_part

    def _goes_on(self, first: int, last: int) -> bool:
        """Return whether each clause up to one goes on with the one before, by what was done."""
        between = self.verbs[bisect_left(self.verb_starts, first) : bisect_left(self.verb_starts, last)]
        links = (self.tokens[verb.last].text if verb.last < len(self.tokens) else "" for verb in between)
        is_done = all(verb.tense not in TO_COME for verb in between)
        return is_done and all(link in GOING_ON or link == "،" for link in links)
