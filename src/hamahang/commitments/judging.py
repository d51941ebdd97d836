"""Stored forecasts beside the truth: scored once the deadline has passed, next to the naive ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.commitments import queries
from hamahang.commitments.counting import Count, jobs_only, reached
from hamahang.domain.commitments import JOBS, Goal
from hamahang.domain.ledger import AsOf

if TYPE_CHECKING:
    from hamahang.commitments.models import Forecast
    from hamahang.methods.forecast.scoring import Band

RIVALS = ("straight_line", "last_year", "stated")


@dataclass(frozen=True, slots=True)
class Judged:
    """A stored forecast, and what came: truth is None before the deadline. least, most: of its 80 % interval."""

    forecast: "Forecast"
    least: int
    likely: int
    most: int
    truth: int | None

    @property
    def is_inside(self) -> bool | None:
        """Whether what came lies in the 80 % interval; None before it is known."""
        return None if self.truth is None else self.least <= self.truth <= self.most

    @property
    def goal(self) -> Goal:
        """What the promise was to come to when it was foretold."""
        return Goal(self.forecast.target, self.forecast.commitment.is_at_most)

    @property
    def is_met(self) -> bool:
        """Whether what came is what was promised."""
        return self.goal.is_met(self.truth or 0)


@dataclass(frozen=True, slots=True)
class Score:
    """Of one way to forecast. crps: in units of the figure; brier: of meeting the target; coverage: None for points"""

    name: str
    crps: float
    brier: float
    coverage80: float | None = None
    coverage95: float | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """All stored forecasts, the newest first; scores of those that can be scored; how often what was said came.

    scores: by the figure that counts the promises: a score in persons and one in rials are not added
    """

    forecasts: Sequence[Judged]
    scores: "dict[str, Sequence[Score]]"
    calibration: "Sequence[Band]"


def judge(asof: AsOf, count: Count = jobs_only, *, reach: Reach = EVERYTHING) -> Judgement:
    """Return how good the stored forecasts of what a reader may see were, as far as the truth is known on a day."""
    stored = queries.forecasts(asof).filter(day__lte=asof.day)
    each = [judged(one, asof, count) for one in stored if queries.is_open_to(one.commitment, reach)]
    known = [one for one in each if one.truth is not None]
    by_figure: dict[str, list[Judged]] = {}
    for one in known:
        by_figure.setdefault(one.forecast.commitment.figure, []).append(one)
    scores = {figure: _scores(by_figure[figure]) for figure in sorted(by_figure, key=lambda code: (code != JOBS, code))}
    return Judgement(each, scores, _calibration(known) if known else [])


def judged(forecast: "Forecast", asof: AsOf, count: Count = jobs_only) -> Judged:
    """Return a kept forecast with what came of it, as far as it is known on a day."""
    atoms = forecast.said
    truth = None
    if asof.day >= forecast.deadline:
        truth = reached(forecast.commitment, AsOf(forecast.deadline, asof.known_at, asof.entry), count)
    return Judged(forecast, _at(atoms, 0.1), _at(atoms, 0.5), _at(atoms, 0.9), truth)


def _at(atoms: Sequence[int], level: float) -> int:
    return atoms[min(len(atoms) - 1, int(level * len(atoms)))]


def _scores(known: Sequence[Judged]) -> Sequence[Score]:
    import numpy as np

    came = np.array([float(one.is_met) for one in known])
    said = np.array([float(one.forecast.probability) for one in known])
    own = Score(
        name="model",
        crps=float(np.mean([crps(one.forecast.said, one.truth or 0) for one in known])),
        brier=float(np.mean((said - came) ** 2)),
        coverage80=float(np.mean([bool(one.is_inside) for one in known])),
        coverage95=float(np.mean([_covers(one, 0.95) for one in known])),
    )
    rivals = []
    for name in [name for name in RIVALS if all(name in one.forecast.rivals for one in known)]:
        points = np.array([one.forecast.rivals[name] for one in known], float)
        truths = np.array([one.truth for one in known], float)
        meant = np.array([float(one.goal.is_met(one.forecast.rivals[name])) for one in known])
        rivals.append(Score(name, float(np.mean(np.abs(points - truths))), float(np.mean((meant - came) ** 2))))
    return [own, *rivals]


def _covers(one: Judged, level: float) -> bool:
    outside = (1 - level) / 2
    return _at(one.forecast.said, outside) <= (one.truth or 0) <= _at(one.forecast.said, 1 - outside)


def crps(atoms: Sequence[int], truth: int) -> float:
    """Return the continuous ranked probability score of equally likely numbers: E|X − y| − E|X − X'| / 2."""
    import numpy as np

    said = np.sort(np.array(atoms, float))
    number = len(said)
    spread = float(((2 * np.arange(1, number + 1) - number - 1) * said).sum()) / number**2
    return float(np.abs(said - truth).mean()) - spread


def _calibration(known: Sequence[Judged]) -> "list[Band]":
    import numpy as np

    from hamahang.methods.forecast.scoring import calibration

    said = np.array([float(one.forecast.probability) for one in known])
    came = np.array([float(one.is_met) for one in known])
    return calibration(said, came)


def last_of(commitment_id: int, asof: AsOf, *, until: date) -> "Forecast | None":
    """Return the last forecast of a promise that was stored for a day, or for one before it."""
    return queries.forecasts(asof).filter(commitment=commitment_id, day__lte=until).first()
