"""The first day that a figure's events are asked from: of what a promise counts, only what came after it was said."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from hamahang.domain.calendar import ImpossibleDay, parse_day, read_day, write_day
from hamahang.domain.indicators import Indicator
from hamahang.domain.text import Text
from hamahang.web.access import PersonRequest
from hamahang.web.days import WRONG

LATER = Text(
    fa="«{value}» پس از روزی است که پرسیده‌اید؛ روزی پیش از آن بنویسید",
    en="“{value}” is after the day that is asked; write an earlier one",
)
NOT_OF_EVENTS = Text(
    fa="این رقم از یک روز به بعد شمرده نمی‌شود: ردیف‌هایش رویدادِ جمع‌شدنی نیست؛ کل آن را می‌بینید",
    en="This figure is not counted from a day on: its rows are no events that are added up; this is the whole",
)


@dataclass(frozen=True, slots=True)
class Beginning:
    """The day that is asked, None for all rows. typed: as it was written; problem: why it is no day"""

    first: date | None = None
    typed: str = ""
    problem: Text | None = None

    @property
    def parameter(self) -> str:
        """The day as addresses have it; empty for none."""
        return write_day(self.first) if self.first else ""


def asked(request: PersonRequest, wanted: Indicator) -> Beginning:
    """Return the first day in the address; none for a figure whose rows are no events that are added up."""
    typed = request.GET.get("since", "").replace("\0", "").strip()[:40]
    if not typed:
        return Beginning()
    if not wanted.is_of_events:
        return Beginning(problem=NOT_OF_EVENTS)
    day = _day(typed)
    if day is None:
        return Beginning(None, typed, WRONG.format(value=typed))
    if day > request.asof.day:
        return Beginning(None, typed, LATER.format(value=typed))
    return Beginning(day, typed)


def _day(typed: str) -> date | None:
    """Return a day as people type it, or as addresses have it: solar in any form, Gregorian year first."""
    day = parse_day(typed).value
    with suppress(ImpossibleDay):
        day = day or read_day(typed)
    return day
