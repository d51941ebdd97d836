"""How a problem is to be searched: to which gap, in which time or with how much work, and who is told of progress."""

from collections.abc import Callable
from dataclasses import dataclass

from hamahang.methods.portfolio.packing import Packing
from hamahang.methods.portfolio.parting import solved_apart
from hamahang.methods.portfolio.solving import Solution, Told, not_told
from hamahang.methods.portfolio.solving import solve as solve_packing


def never() -> bool:
    """Say that nobody wants it to end."""
    return False


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked of a search. rounds: work instead of time, for the same choice each time

    stopped: whether somebody wants what is found so far; who says so interrupts the solve under way
    """

    gap: float = 0.0
    seconds: float = 20.0
    seed: int = 0
    rounds: int | None = None
    told: Told = not_told
    stopped: Callable[[], bool] = never

    def solve(self, packing: Packing, *, part: float = 1.0) -> Solution:
        """Solve a problem in a part of the time; one that falls apart into easy ones takes hardly any."""
        found = solved_apart(packing, self.told)
        if found is not None:
            return found
        rounds = None if self.rounds is None else max(1, round(self.rounds * part))
        if self.stopped():
            # what still has to be solved is solved with the least of work
            rounds = 1
        return solve_packing(
            packing,
            gap=self.gap,
            seconds=self.seconds * part,
            seed=self.seed,
            rounds=rounds,
            told=self.told,
        )
