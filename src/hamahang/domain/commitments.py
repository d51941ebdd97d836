"""Rules of commitments: how far a promise is kept, and when it is at risk."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

MARGIN = Fraction(1, 10)  # the office's rule: so much of the promise may lag behind the time that has passed


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a promise is kept beside the time it was given. kept: verified of promised; passed: of its time, 0–1."""

    kept: Fraction
    passed: Fraction

    @property
    def is_at_risk(self) -> bool:
        """Whether what is kept lags behind by more than the margin."""
        return self.passed - self.kept > MARGIN


def progress(*, promised: int, verified: int, from_on: date, due_on: date, day: date) -> Progress:
    """Return how far a promise is kept on a day. Time runs evenly from its first day to the day it is due.

    :raises ValueError: if nothing was promised, or it is due before it begins
    """
    if promised <= 0 or due_on <= from_on:
        raise ValueError(f"{promised} promised from {from_on} to {due_on}")
    passed = Fraction((min(max(day, from_on), due_on) - from_on).days, (due_on - from_on).days)
    return Progress(Fraction(verified, promised), passed)
