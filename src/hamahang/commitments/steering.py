"""What would have to happen: the chance of a promise if some cases came for sure, and the fewest that would do.

Of promises that are foretold from cases (`Foreseen.is_of_cases`); of another nothing of this can be asked.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from hamahang.commitments.foreseeing import open_of, share
from hamahang.commitments.undertakings import Undertaking, undertakings
from hamahang.domain.ledger import AsOf

if TYPE_CHECKING:
    from hamahang.commitments.foreseeing import Foreseen

ADOPTED = ("REVIVAL.PLANNED", "REVIVAL.UNDER_WAY")


@dataclass(frozen=True, slots=True)
class Needed:
    """The fewest cases that would have to come in time for a chance: those that bring most beyond what is expected.

    probability: if they all do; is_enough: whether the chance is reached, even by all that is under way
    """

    wish: float
    cases: Sequence[Undertaking]
    probability: Decimal
    is_enough: bool


@dataclass(frozen=True, slots=True)
class Steered:
    """The chance of a promise with some cases sure. cases: those of them under way, each with its chance otherwise"""

    probability: Decimal
    cases: Sequence[tuple[Undertaking, float]]


def made_sure(seen: "Foreseen", asof: AsOf, *, sure: Collection[str]) -> Steered:
    """Return the chance of a promise if some cases, by their keys in the books, came in time for sure, with the cases.

    So a plan is asked what it does: the cases it takes up are sure, the others as likely as before. What a case brings
    stays as uncertain as it is. What is not under way in the books, or does not count for the promise, changes nothing.
    """
    if asof.day >= seen.commitment.due_on or not sure:
        return Steered(seen.probability, [])
    jobs, cases, _ = open_of(seen, asof)
    places = [place for place, one in enumerate(cases) if one.case in sure and seen.counts(one)]
    chance = share(jobs.total(jobs.with_sure(places)).at_least(seen.target - seen.verified))
    return Steered(chance, [(cases[place], float(jobs.chances[place])) for place in places])


def chance_if(seen: "Foreseen", asof: AsOf, *, sure: Collection[str]) -> Decimal:
    """Return the chance of a promise if some cases, by their keys in the books, came in time for sure."""
    return made_sure(seen, asof, sure=sure).probability


def what_must_happen(seen: "Foreseen", asof: AsOf, *, wish: float) -> Needed:
    """Return the fewest cases that would have to come in time for a chance of a promise, those that add most first."""
    if asof.day >= seen.commitment.due_on or float(seen.probability) >= wish:
        return Needed(wish, [], seen.probability, float(seen.probability) >= wish)
    jobs, cases, _ = open_of(seen, asof)
    missing, order = seen.target - seen.verified, jobs.by_what_they_add()

    def reached(number: int) -> float:
        return jobs.total(jobs.with_sure(order[:number])).at_least(missing)

    few, many = 0, len(order)
    if reached(many) < wish:
        return Needed(wish, [cases[place] for place in order], share(reached(many)), False)
    while many - few > 1:
        middle = (few + many) // 2
        few, many = (few, middle) if reached(middle) >= wish else (middle, many)
    return Needed(wish, [cases[place] for place in order[:many]], share(reached(many)), True)


def with_adopted_plans(seen: "Foreseen", asof: AsOf) -> Decimal:
    """Return the chance of a promise if every case whose action plan is adopted came in time."""
    adopted = {one.case for one in undertakings(asof) if one.stage in ADOPTED}
    return chance_if(seen, asof, sure=adopted) if adopted else seen.probability
