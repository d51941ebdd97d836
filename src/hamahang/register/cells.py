"""The returns of a county and month, counted."""

from collections.abc import Iterable
from dataclasses import dataclass

NAMES = ("received", "on_time", "confirmed", "sent_back", "working", "persons", "women", "men", "confirmed_persons")


@dataclass(frozen=True, slots=True)
class Cell:
    """The returns of a county for a month, counted. is_due: its day has passed, so that what is not here is missing.

    unowed: how many came of units that owed none, their licence being suspended or not yet issued
    """

    owed: int
    is_due: bool
    received: int = 0
    on_time: int = 0
    confirmed: int = 0
    sent_back: int = 0
    working: int = 0
    persons: int = 0
    women: int = 0
    men: int = 0
    confirmed_persons: int = 0
    unowed: int = 0

    @property
    def late(self) -> int:
        """How many came after their day."""
        return self.received - self.on_time

    @property
    def waiting(self) -> int:
        """How many nobody has looked at yet."""
        return self.received - self.confirmed - self.sent_back

    @property
    def missing(self) -> int:
        """How many did not come, once they are due."""
        return max(self.owed - self.received + self.unowed, 0) if self.is_due else 0


def together(cells: Iterable[Cell]) -> Cell:
    """Return the cells of several counties as one."""
    found = list(cells)
    names = ("owed", "unowed", *NAMES)
    sums = {name: sum(getattr(cell, name) for cell in found) for name in names}
    return Cell(is_due=any(cell.is_due for cell in found), **sums)
