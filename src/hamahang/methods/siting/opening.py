"""What would open a site that is out: what it lacks, in steps that can be had, with the price of each."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from hamahang.methods.siting.judging import Finding, How, Judged, score

CLOSE = 1e-9


@dataclass(frozen=True, slots=True)
class Part:
    """One limit to be met. steps: how many are needed; price: rials; both None where money does not move it"""

    finding: Finding
    steps: int | None
    price: int | None


@dataclass(frozen=True)
class Opening:
    """What a site lacks. price: rials for all of it, None where some of it money does not move

    score: what it would be graded once it is open; unknown: limits that are to be asked first
    """

    judged: Judged
    parts: tuple[Part, ...]
    price: int | None
    score: float
    unknown: tuple[Finding, ...]


def openings(judged: Sequence[Judged], *, how: How = "sum") -> tuple[Opening, ...]:
    """Return what each site that is out lacks, the cheapest first, then those that money does not open."""
    found = [_opening(one, how) for one in judged if one.state == "out"]
    return tuple(sorted(found, key=lambda one: (one.price is None, one.price or 0, len(one.parts), one.judged.site.id)))


def _opening(judged: Judged, how: How) -> Opening:
    parts = tuple(_part(finding) for finding in judged.missed)
    prices = [part.price for part in parts if part.price is not None]
    price = sum(prices) if len(prices) == len(parts) else None
    return Opening(judged, parts, price, score(judged.graded, how), judged.unknown)


def _part(finding: Finding) -> Part:
    limit, missing = finding.limit, finding.missing or 0.0
    if limit.price is None or math.isinf(missing):
        return Part(finding, None, None)
    steps = math.ceil(missing / limit.step - CLOSE)
    return Part(finding, steps, steps * limit.price)
