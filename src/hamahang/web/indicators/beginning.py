"""The first day that a figure's rows are asked from: of what a promise counts, only what came after it was said."""

from dataclasses import dataclass
from datetime import date

from hamahang.domain.calendar import parse_day, write_day
from hamahang.domain.indicators import Indicator, Reduction
from hamahang.domain.text import Text
from hamahang.web.access import PersonRequest
from hamahang.web.days import WRONG

LATER = Text(
    fa="«{value}» پس از روزی است که پرسیده‌اید؛ روزی پیش از آن بنویسید",
    en="“{value}” is after the day that is asked; write an earlier one",
)
ADDED_UP = (Reduction.COUNT, Reduction.SUM)


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
    """Return the first day in the address; none for a figure that is not added up: a part of its rows says nothing."""
    typed = request.GET.get("since", "").replace("\0", "").strip()[:40]
    if not typed or wanted.reduction not in ADDED_UP:
        return Beginning()
    day = parse_day(typed).value
    if day is None:
        return Beginning(None, typed, WRONG.format(value=typed))
    if day > request.asof.day:
        return Beginning(None, typed, LATER.format(value=typed))
    return Beginning(day, typed)
