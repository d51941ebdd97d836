"""What a figure brings until a promise is due, from its own past: windows as long as the time that is left.

The same window of earlier years where there are enough of them, for a year has seasons; otherwise one window after
another back from the asked day. The windows are foretold themselves, each from those before it, and that record stands
beside the forecast. Where the past is too short for it, it is said so and nothing is foretold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hamahang.methods.forecast.windows import Ahead, Span, Tried

YEAR = 365.2425
MOST = 12  # windows looked at
Events = Sequence[tuple[date, int]]


@dataclass(frozen=True, slots=True)
class Window:
    """A past window and what it brought."""

    first: date
    last: date
    amount: int


@dataclass(frozen=True)
class Past:
    """The past windows of a forecast, the newest first. needed: how many it takes; is_counted: events weigh one each

    days: their length; began_on: the first day of which anything is known, None of nothing
    """

    days: int
    windows: Sequence[Window]
    spans: "Sequence[Span]"
    is_seasonal: bool
    needed: int
    began_on: date | None

    @property
    def is_long_enough(self) -> bool:
        """Whether anything can be foretold from it."""
        return len(self.windows) >= self.needed

    @cached_property
    def tried(self) -> "Sequence[Tried]":
        """How each window would have been foretold from those before it."""
        from hamahang.methods.forecast.windows import replay

        return replay(self.spans) if self.is_long_enough else []

    def ahead(self) -> "Ahead":
        """Return what the time that is left brings.

        :raises ValueError: if the past is too short
        """
        from hamahang.methods.forecast.windows import ahead

        return ahead(self.spans, tried=self.tried)


def past(events: Events, *, day: date, until: date, is_counted: bool, after: date | None = None) -> Past:
    """Return the windows of a past that are as long as from a day until another.

    events: amounts by day, the first day first; is_counted: each counts one, so that those of a day are several jumps
    after: the day after which the time begins that is foretold, where that is after the asked one
    """
    from hamahang.methods.forecast.windows import FEWEST

    known = [event for event in events if event[0] <= day]
    days = (until - max(day, after or day)).days
    began = known[0][0] if known else None
    ends = _ends(began, day, until, days) if began else []
    is_seasonal = len(ends) >= FEWEST
    if began and not is_seasonal:
        ends = [day - timedelta(days=days * back) for back in range(MOST)]
        ends = [end for end in ends if end - timedelta(days=days - 1) >= began]
    pairs = [_window(known, end - timedelta(days=days - 1), end, is_counted=is_counted) for end in ends]
    windows, spans = [window for window, _ in pairs], [span for _, span in pairs]
    return Past(days, windows, spans, is_seasonal, FEWEST, began)


def _ends(began: date, day: date, until: date, days: int) -> list[date]:
    """Return the last days of the same window in earlier years, as far as all of it is known."""
    ends = [until - timedelta(days=round(YEAR * back)) for back in range(1, MOST + 1)]
    return [end for end in ends if end <= day and end - timedelta(days=days - 1) >= began]


def _window(known: Events, first: date, last: date, *, is_counted: bool) -> "tuple[Window, Span]":
    from hamahang.methods.forecast.windows import Span

    amounts = [amount for on, amount in known if first <= on <= last]
    squares = sum(amounts) if is_counted else sum(amount**2 for amount in amounts)
    return Window(first, last, sum(amounts)), Span(float(sum(amounts)), float(squares))
