"""The order in which idle units are taken up: how cases ended here, what each would cost, what it would bring."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from hamahang.accounts.queries import Reach
from hamahang.casework import counting, diagnosing
from hamahang.domain.causes import GROUP_OF
from hamahang.domain.diagnosis import Readiness, leaning, readiness
from hamahang.domain.ledger import AsOf
from hamahang.methods.triage import Interval, Share, both, expected_per_billion, heard, learn, per_billion


@dataclass(frozen=True, slots=True)
class Line:
    """One unit that waits for a decision, in its place.

    back, stays: of coming back, and of staying then
    cost: rials, least and most; value: expected sustained jobs for a billion rials; both None where nothing that is
    known is to be paid
    """

    waiting: counting.Waiting
    back: Share
    stays: Share
    cost: tuple[int, int] | None
    value: float | None

    @property
    def is_planned_cost(self) -> bool:
        """Whether the cost is of the case's own plan."""
        return bool(self.waiting.planned)

    @property
    def chance(self) -> float:
        """Expected chance of coming back and staying, 0–1."""
        return self.back.mean * self.stays.mean

    @property
    def sustained(self) -> float:
        """Expected sustained jobs, persons."""
        return self.chance * self.waiting.jobs

    @property
    def ready(self) -> Readiness:
        """How ready the unit is by its questionnaire."""
        return readiness(diagnosing.questions(), self.waiting.answers)


@dataclass(frozen=True, slots=True)
class Ranges:
    """What is expected of a line, with its ends: of the chance 80 % lie between them, the others follow from it."""

    chance: Interval
    sustained: Interval
    value: Interval | None


@dataclass(frozen=True, slots=True)
class Endings:
    """How ended cases of one group of causes went: those that came back of all, those that stayed of the checked."""

    back: int
    ended: int
    stayed: int
    checked: int


@dataclass(frozen=True, slots=True)
class Treated:
    """How the triage treated the units of one county, sector or size. chance: expected of those that wait, 0–1."""

    key: str
    decided: int
    viable: int
    conditional: int
    unviable: int
    waiting: int
    chance: float | None


@cache
def priors() -> Mapping[str, Any]:
    """Return what is expected before any case has ended, with its source."""
    read: Mapping[str, Any] = json.loads((diagnosing.DATA / "priors.json").read_text(encoding="utf-8"))
    return read


def endings_by_group(ended: Sequence[tuple[str, str]]) -> dict[str, Endings]:
    """Return by group of causes how cases ended. ended: main cause and final state of each."""
    counts: Counter[tuple[str, str]] = Counter((_group(cause), state) for cause, state in ended)
    return {
        group: Endings(
            back=sum(counts[group, state] for state in (*counting.CAME_BACK, "RELAPSED")),
            ended=sum(counts[group, state] for state in counting.ENDED),
            stayed=counts[group, "DURABLE"],
            checked=counts[group, "DURABLE"] + counts[group, "RELAPSED"],
        )
        for group in {group for group, _ in counts}
    }


def shares(endings: Endings) -> tuple[Share, Share]:
    """Return the two shares of a group: that a unit comes back, and that it stays."""
    back, stays = priors()["back"], priors()["stays"]
    return (
        learn(prior=back["share"], weight=back["weight"], good=endings.back, ended=endings.ended),
        learn(prior=stays["share"], weight=stays["weight"], good=endings.stayed, ended=endings.checked),
    )


def triage(asof: AsOf, reach: Reach) -> list[Line]:
    """Return the units that wait for a decision, those first that bring most for the money.

    What costs nothing that is known comes last, by its jobs: it waits for an estimate, not for money.
    """
    waiting = counting.waiting(asof, reach)
    known = endings_by_group(counting.ended(asof))
    learnt = {group: shares(known.get(group, Endings(0, 0, 0, 0))) for group in {_group(one.cause) for one in waiting}}
    lines = [_line(one, *learnt[_group(one.cause)]) for one in waiting]
    return sorted(
        lines,
        key=lambda line: (
            line.value is None,
            -line.sustained if line.value is None else -line.value,
            line.waiting.case,
        ),
    )


def ranges(line: Line) -> Ranges:
    """Return a line's expectations with their ends; for the rows that are shown, since it is not quick."""
    chance, jobs = both(line.back, line.stays), line.waiting.jobs
    sustained = chance.times(jobs, jobs, jobs)
    return Ranges(chance, sustained, per_billion(jobs=sustained, cost=line.cost) if line.cost else None)


def _group(cause: str) -> str:
    return GROUP_OF.get(cause, "OTHER_GROUP")


def _line(one: counting.Waiting, back: Share, stays: Share) -> Line:
    if one.answers:
        speaks_for, against = leaning(diagnosing.questions(), one.answers)
        back = heard(back, weight=priors()["readiness"]["weight"], speaks_for=speaks_for, against=against)
    cost = (one.planned, one.planned) if one.planned else _usual_cost(one.cause)
    return Line(
        waiting=one,
        back=back,
        stays=stays,
        cost=cost,
        value=expected_per_billion(jobs=back.mean * stays.mean * one.jobs, cost=cost) if cost else None,
    )


@cache
def _usual_cost(cause: str) -> tuple[int, int] | None:
    """Return what the remedies of a cause usually cost: from the cheapest one's least to the dearest one's most."""
    costs = [remedy.cost for remedy in diagnosing.remedies() if cause in remedy.causes and remedy.cost]
    return (min(least for least, _ in costs), max(most for _, most in costs)) if costs else None


def treated(lines: Iterable[Line], decided: Iterable[counting.Triaged], *, by: str) -> list[Treated]:
    """Return how the triage treated each county, sector or size: nobody should fare otherwise for where it lies.

    by: county, sector or size; keys are codes of counties, divisions of ISIC, or the least jobs of a class
    """
    results: Counter[tuple[str, str]] = Counter()
    chances: dict[str, list[float]] = {}
    for one in decided:
        results[_key(one.place, by), one.result] += 1
    for line in lines:
        chances.setdefault(_key(line.waiting.place, by), []).append(line.chance)
    keys = {key for key, _ in results} | set(chances)
    return [
        Treated(
            key=key,
            decided=sum(results[key, result] for result in counting.TRIAGED),
            viable=results[key, "VIABLE"],
            conditional=results[key, "CONDITIONAL"],
            unviable=results[key, "UNVIABLE"],
            waiting=len(chances.get(key, ())),
            chance=sum(chances[key]) / len(chances[key]) if key in chances else None,
        )
        for key in sorted(keys, key=lambda key: (len(key), key) if by == "size" else (0, key))
    ]


def _key(place: counting.Place, by: str) -> str:
    if by == "size":
        return str(max((least for least in counting.SIZES if place.jobs >= least), default=0))
    return place.sector if by == "sector" else place.county
