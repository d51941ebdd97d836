"""How proven jobs come and go: month by month, what is left after a while, and what of them is additional."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from hamahang.accounts.queries import Reach, narrowed
from hamahang.commitments import queries
from hamahang.commitments.usual import DATA
from hamahang.domain.calendar import month_ends
from hamahang.domain.jobs import Flow, Part, Retention, Shown, flows, net_of, retention
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import VERIFIED_FROM
from hamahang.domain.text import Text

if TYPE_CHECKING:
    from hamahang.commitments.models import Commitment


@dataclass(frozen=True, slots=True)
class TakenOff:
    """A coefficient of the table: what it takes off which kind of jobs, as a range of shares, and where it is from."""

    kind: str
    name: Text
    least: Decimal
    most: Decimal
    source: Text


@dataclass(frozen=True, slots=True)
class Net:
    """What of a gross number is additional, as a range beside it. method, source: as shipped; since: of the table;
    parts: its rows
    """

    gross: int
    least: int
    most: int
    method: Text
    source: Text
    since: date
    parts: Sequence[TakenOff]


@dataclass(frozen=True, slots=True)
class Moving:
    """Flows by month up to a day, and what was left of the proven."""

    flows: Sequence[Flow]
    retention: Sequence[Retention]


def moving(commitment: "Commitment", asof: AsOf, reach: Reach) -> Moving:
    """Return how the jobs of a promise's period came and went, of what a reader may list."""
    shown = steps(commitment, asof, reach)
    last = min(asof.day, commitment.due_on)
    ends = [on for on in month_ends(commitment.from_on, last) if on < last]
    return Moving(flows(shown, [*ends, last]), retention(shown, day=asof.day))


def steps(commitment: "Commitment", asof: AsOf, reach: Reach) -> list[Shown]:
    """Return from which day on each claim showed how many proven persons; only claims first proven since it began."""
    rows = narrowed(queries.in_place(queries.shown(asof), commitment), reach, county="claim__county")
    found: dict[int, list[Shown]] = {}
    for row in rows:
        persons = row.persons if row.proof >= VERIFIED_FROM else 0
        of_claim = found.setdefault(row.claim_id, [])
        if of_claim and of_claim[-1].on == row.since_on:
            of_claim.pop()
        of_claim.append(Shown(row.claim_id, row.since_on, persons))
    return [
        step
        for of_claim in found.values()
        if next((step.on for step in of_claim if step.persons), date.min) >= commitment.from_on
        for step in of_claim
    ]


@cache
def coefficients() -> Mapping[str, Any]:
    """Return the shipped table of what is taken off, with its method, source and day."""
    read: Mapping[str, Any] = json.loads((DATA / "additionality.json").read_text(encoding="utf-8"))
    return read


def net(kinds: Mapping[str, int]) -> Net:
    """Return what is additional of verified persons by kind. Safeguarded ones are not asked: they are not counted."""
    table = coefficients()
    least = most = 0
    for kind, rows in table["kinds"].items():
        parts = [Part(row["code"], Decimal(row["least"]), Decimal(row["most"])) for row in rows]
        low, high = net_of(kinds.get(kind, 0), parts)
        least, most = least + low, most + high
    return Net(
        gross=sum(kinds.get(kind, 0) for kind in table["kinds"]),
        least=least,
        most=most,
        method=Text(**table["method"]),
        source=Text(**table["source"]),
        since=date.fromisoformat(table["valid_from"]),
        parts=[
            TakenOff(
                kind, Text(**table["names"][row["code"]]), Decimal(row["least"]), Decimal(row["most"]),
                Text(**row["source"]),
            )
            for kind, rows in table["kinds"].items()
            for row in rows
        ],
    )  # fmt: skip
