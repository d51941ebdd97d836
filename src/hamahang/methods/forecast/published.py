"""Rates from what is published of like things: what a forecast rests on before much was seen of its own.

Of each stage it is said where most go from it, which share of them, and by when half have left; the rest fail. The
rates are the same at every age, for nothing more is published; own data bend them where there are some.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hamahang.methods.forecast.incidence import Grid, Rates

NEVER = 1e-9  # per step, of stages that nothing follows


@dataclass(frozen=True, slots=True)
class Usual:
    """How a stage is usually left. share: 0–1 of those who leave it go to `to`, the others to `otherwise`; days: by
    which half have left
    """

    stage: str
    to: str
    otherwise: str
    share: float
    days: float


class NotToldOf(ValueError):
    """Of a stage it is not said how it is left; `stage` is its name."""

    def __init__(self, stage: str) -> None:
        self.stage = stage
        super().__init__(f"nothing is said of how the stage {stage!r} is left")


def usual_rates(usual: Sequence[Usual], *, stages: Sequence[str], ends: Sequence[str], cut: Grid) -> Rates:
    """Return the rates of stages as they are usually left.

    stages: in the order of the books; ends: those that nothing follows
    :raises NotToldOf: of a stage that is no end and of which nothing is said
    """
    at = {stage: place for place, stage in enumerate(stages)}
    told = {one.stage: one for one in usual}
    bands = int(cut.band[-1]) + 1
    leaving = np.full((len(stages), bands), NEVER)
    towards = np.zeros((len(stages), len(stages), bands))
    for stage, place in at.items():
        if stage in ends:
            towards[place, place] = 1.0
            continue
        one = told.get(stage)
        if one is None:
            raise NotToldOf(stage)
        leaving[place] = 1.0 - 0.5 ** (cut.step / one.days)
        towards[place, at[one.to]] += one.share
        towards[place, at[one.otherwise]] += 1.0 - one.share
    return Rates(cut, leaving, towards, np.zeros(len(stages)))
