"""What came after 10 Tir 1390 in the example: each idle unit's case on its way, three committees, twelve sessions;
support from its first request to the bank's list, facilities repaid or late, two years of projects, and mines.

All of it goes through the actions that the pages use, with the permissions of the persons named, so that nothing is in
the example that the office could not have done. Invented, like the units; random by a seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from hamahang.accounts.roles import ROLES
from hamahang.casework import queries as casework
from hamahang.cli.samples import (
    year_bank,
    year_board,
    year_cases,
    year_credit,
    year_mines,
    year_observed,
    year_plan,
    year_projects,
    year_promise,
    year_requests,
    year_support,
)
from hamahang.domain.calendar import from_jalali
from hamahang.domain.ledger import AsOf
from hamahang.territory import queries as territory

# which state each case of the list has come to a year later, by its place in the list of 47; the first five were
# back in production when the list was written
GOALS = (
    "DURABLE", "RELAPSED", "DURABLE", "WATCHED_6", "RELAPSED", "DURABLE", "DURABLE", "WATCHED_6", "WATCHED_6",
    "WATCHED_3", "WATCHED_3", "RESTARTED", "RESTARTED", "UNDER_WAY", "UNDER_WAY", "UNDER_WAY", "UNDER_WAY",
    "UNDER_WAY", "PLANNED", "PLANNED", "PLANNED", "VIABLE", "VIABLE", "CONDITIONAL", "CONDITIONAL", "UNVIABLE",
    "UNVIABLE", "NOT_REVIVABLE", "NOT_REVIVABLE", "RELAPSED", "WITHDRAWN", "DIAGNOSIS", "DIAGNOSIS", "OPENED",
    "OPENED", "OPENED", "OPENED", "DIAGNOSIS", "DIAGNOSIS", "WITHDRAWN", "UNDER_WAY", "IDENTIFIED", "IDENTIFIED",
    "IDENTIFIED", "OPENED", "IDENTIFIED", "IDENTIFIED",
)  # fmt: skip
# when work on a case that is to come so far began: who is durably back within the year began early
BEGUN = {
    "DURABLE": (1390, 4, 14), "RELAPSED": (1390, 4, 20), "WATCHED_6": (1390, 7, 16), "WATCHED_3": (1390, 10, 12),
    "RESTARTED": (1391, 1, 20),
}  # fmt: skip
OTHERWISE = (1390, 5, 4)


@dataclass(frozen=True, slots=True)
class Office:
    """Who acts, and when it is written down. at: the moment of recording, which is never set back."""

    at: datetime
    store: Path
    random: Random

    def may(self, role: str) -> frozenset[str]:
        """Return the permissions of a role."""
        return frozenset(permission.value for permission in ROLES[role].permissions)


def play(*, at: datetime, store: Path, seed: int = 1390) -> None:
    """Let the year after 10 Tir 1390 happen to the loaded example."""
    office = Office(at, store, Random(f"{seed}-year"))  # noqa: S311 - an example, not a secret
    days = _working_days()
    sittings = year_board.found(office, days)
    ways = [
        year_cases.Way(case, goal, days, begun=_begun(goal, office.random), sittings=sittings)
        for case, goal in zip(listed(), GOALS, strict=True)
    ]
    for way in ways:
        year_cases.follow(way, office)
    year_board.hold(sittings, year_board.matters(ways, sittings), office, days)
    # a chance of its own, so that what is added here moves nothing of the others
    year_credit.lend(replace(office, random=Random(f"{seed}-credit")))  # noqa: S311
    # what is asked for a project is asked by the unit that its permit has placed, and paid by what was inspected of it
    year_projects.play(office)
    support = year_support.found(office)
    contracts = year_requests.play(support)
    year_support.pack(support, [request.unit_id for request in contracts])
    year_bank.send(support)
    year_support.decide_flags(support, AsOf(from_jalali(1391, 2, 20)))
    year_mines.play(office)
    year_promise.play(office)
    year_plan.play(office)
    year_observed.play(office)


def listed() -> list[Any]:
    """Return the cases of the list of idle units, in its order."""
    cases = casework.cases_by_number("REVIVAL")
    return [cases[number] for number in sorted(cases) if number.startswith("1390-")]


def _begun(goal: str, random: Random) -> date:
    return from_jalali(*BEGUN.get(goal, OTHERWISE)) + timedelta(days=random.randint(0, 9))


def _working_days() -> Sequence[date]:
    """Return the working days from the day after 10 Tir 1390 to the end of 1391."""
    closures = territory.closures()
    first, last = from_jalali(1390, 4, 11), from_jalali(1391, 12, 29)
    every = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return [day for day in every if closures.is_working(day)]
