"""Following what texts promise: by whom, for when, and where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import ceil, floor

from hamahang.accounts.queries import Reach
from hamahang.domain.commitments import Goal
from hamahang.domain.indicators import Scope, Wish
from hamahang.domain.ledger import AsOf
from hamahang.domain.statements.between import Told
from hamahang.domain.statements.binding import FLOW, scope_of, window_of
from hamahang.domain.statements.said import Said
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import indicator
from hamahang.statements import promised, queries
from hamahang.territory import queries as territory


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a figure that was promised stands. asof: when it is counted; since: the first day, None for all"""

    code: str
    scope: Scope
    asof: AsOf
    value: int | Decimal | None
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """What was promised: so much, of what, by whom, for when.

    checked: the promise against the targets we hold; reached: the figure it is to reach, and where that stands
    outcome: what became of the commitment it is bound to; asked_on: the day it is asked of
    """

    statement: int
    title: str
    said_on: date
    said: Said
    checked: queries.Checked
    asked_on: date
    reached: Reached | None = None
    outcome: promised.Outcome | None = None

    @property
    def holder(self) -> str:
        """Who promised it, as the text names the speaker."""
        return self.said.speaker

    @property
    def stands_at(self) -> int | Decimal | None:
        """What was reached so far: of its commitment, else of its figure."""
        if self.outcome is not None:
            return self.outcome.verified
        return self.reached.value if self.reached else None

    @property
    def stands_by(self) -> str:
        """The figure that tells where it stands, empty where none does."""
        if self.outcome is not None:
            return self.outcome.figure
        return self.reached.code if self.reached else ""

    @property
    def due_on(self) -> date | None:
        """The last day it was promised for."""
        return self.said.last

    @property
    def end(self) -> Text | None:
        """Whether it was kept: by its commitment, or by the figure it is to reach; None if neither tells."""
        if self.outcome is not None:
            return self.outcome.words
        wanted = self.said.low if self.said.low is not None else self.said.high
        reached = self.reached
        goal = self._goal(reached.code, wanted) if reached and wanted is not None else None
        if reached is None or reached.value is None or goal is None:
            return None
        is_over = self.due_on is not None and self.asked_on > self.due_on
        return promised.end(goal, reached.value, is_over=is_over)

    def _goal(self, code: str, wanted: Decimal) -> Goal | None:
        """Return what a figure is to come to: more of it, or at most so much where less of it is wished.

        None of a figure of which neither is, and where the text does not say how much is to be left.
        """
        figure, comparator = indicator(code), self.said.comparator
        if self.said.measure != "level" or not figure.reduction.is_added_up:
            return None
        if figure.wish is Wish.LESS and promised.says_how_much_is_left(self.said):
            # a state is as it is on the day, whatever it was before
            most = ceil(wanted) - 1 if comparator == "<" else floor(wanted)
            return Goal(most, is_at_most=True, before=None if figure.is_of_events else 0)
        return Goal(ceil(wanted)) if figure.wish is Wish.MORE and comparator not in promised.UPPER else None


def promises(texts: Iterable[Told], *, asof: AsOf, reach: Reach) -> list[Promise]:
    """Return what was promised in texts, the earliest due first, with where each stands as of a day."""
    chosen, home, found = queries.remembered(), territory.home_province(), []
    held = promised.held_on(asof)
    for text in texts:
        said = [claim for claim in text.claims if promised.is_promise(claim)]
        for each in queries.held_against(said, replace(asof, day=min(text.day, asof.day)), reach):
            reached = _reached(each.said, text.day, chosen, home, asof, reach)
            outcome = promised.outcome(each.bond, held, asof) if each.bond else None
            found.append(Promise(text.key, text.title, text.day, each.said, each, asof.day, reached, outcome))
    return sorted(found, key=lambda each: (each.due_on or date.max, each.said_on, each.statement))


def _reached(said: Said, said_on: date, chosen: dict[str, str], home: str, asof: AsOf, reach: Reach) -> Reached | None:
    """Return where the figure that a promise is to reach stands as of a day, or stood on the day it was due.

    What was done before it was promised keeps no promise, so events are counted from that day on; a state stands as is.
    """
    done = replace(said, modality="done")
    candidate, scope = queries.binding_of(done, chosen).candidate, scope_of(done, home=home)
    if candidate is None or scope is None or not reach.covers(scope):
        return None
    window = window_of(done, candidate, day=asof.day)
    if candidate.time == FLOW and indicator(candidate.indicator).is_of_events:
        window = replace(window, first=window.first or said_on)
    asof = replace(asof, day=window.last)
    ours = queries.our_figure(candidate.indicator, scope, window, reach, asof)
    since = queries.counted_from(candidate.indicator, window)
    return Reached(candidate.indicator, scope, asof, ours.value, since)
