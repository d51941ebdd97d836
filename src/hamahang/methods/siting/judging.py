"""Sites judged for a kind of plant: hard limits first, then grades.

A site that misses a limit is out, with each limit it misses and by how much. One of which something is not known is
undecided, unless it is out anyway. The others are graded: Σ w_k g_k / Σ w_k (`sum`), Π g_k^(w_k / Σ w) (`product`:
a 0 in one respect is not made up for by another) or min g_k (`weakest`).

Sources: L. A. Zadeh (1965), Fuzzy sets, Inf. Control 8, 338–353; J. Malczewski (2006), GIS-based multicriteria decision
analysis: a survey, Int. J. Geogr. Inf. Sci. 20, 703–726.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hamahang.methods.siting.distances import Far, great_circle, to_area
from hamahang.methods.siting.needs import Around, Distance, Grade, Has, Kind, Limit, Measure, Place, Site, check

How = Literal["sum", "product", "weakest"]
State = Literal["in", "out", "undecided"]
CLOSE = 1e-9  # relative; a decimal that a float cannot hold is no miss


@dataclass(frozen=True, slots=True)
class Measured:
    """A value at a site, None where it is not known. is_straight: a distance in it is as the crow flies"""

    value: float | None
    is_straight: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A limit against a site. missing: by how much, in its unit, 0 where it is kept, None where it cannot be said."""

    limit: Limit
    measured: Measured
    missing: float | None


@dataclass(frozen=True, slots=True)
class Graded:
    """One respect. height: 0–1, None where the value is not known"""

    grade: Grade
    measured: Measured
    height: float | None


@dataclass(frozen=True)
class Judged:
    """A site with all that was found. score: 0–1 of a site that is in, None for others"""

    site: Site
    findings: tuple[Finding, ...]
    graded: tuple[Graded, ...]
    score: float | None

    @property
    def missed(self) -> tuple[Finding, ...]:
        """The limits that exclude it."""
        return tuple(one for one in self.findings if one.missing)

    @property
    def unknown(self) -> tuple[Finding, ...]:
        """The limits of which the value is to be asked."""
        return tuple(one for one in self.findings if one.missing is None)

    @property
    def state(self) -> State:
        """Whether it is in, out, or cannot be said yet."""
        if self.missed:
            return "out"
        return "undecided" if self.unknown else "in"


def judge(kind: Kind, sites: Sequence[Site], around: Around, *, how: How = "sum") -> tuple[Judged, ...]:
    """Judge sites: those that are in by their score, then undecided ones, then those that are out, least missed first.

    :raises Absurd: if the kind is none that can be judged by
    """
    check(kind)
    found = [_judged(kind, site, around, how) for site in sites]
    rank = {"in": 0, "undecided": 1, "out": 2}
    return tuple(sorted(found, key=lambda one: (rank[one.state], -(one.score or 0.0), len(one.missed), one.site.id)))


def _judged(kind: Kind, site: Site, around: Around, how: How) -> Judged:
    findings = tuple(_finding(limit, measure(limit.measure, site, around)) for limit in kind.limits)
    is_in = all(finding.missing == 0 for finding in findings)
    graded = tuple(_graded(grade, measure(grade.measure, site, around)) for grade in kind.grades)
    return Judged(site, findings, graded, score(graded, how) if is_in else None)


def _finding(limit: Limit, measured: Measured) -> Finding:
    value = measured.value
    if value is None:
        return Finding(limit, measured, None)
    short = -math.inf if limit.least is None else _beyond(limit.least, value)
    over = -math.inf if limit.most is None else _beyond(value, limit.most)
    return Finding(limit, measured, max(short, over, 0.0))


def _beyond(one: float, other: float) -> float:
    """Return by how much one is above another, 0 within what a float leaves open."""
    above = one - other
    return above if math.isinf(above) or above > CLOSE * max(abs(one), abs(other)) else 0.0


def _graded(grade: Grade, measured: Measured) -> Graded:
    return Graded(grade, measured, None if measured.value is None else grade.curve.grade(measured.value))


def score(graded: Sequence[Graded], how: How) -> float:
    """Return the grades together, 0–1. What is not known counts as 0: it must not look better than what is known."""
    if not graded:
        return 1.0
    heights = [one.height or 0.0 for one in graded]
    total = math.fsum(one.grade.weight for one in graded)
    if how == "weakest":
        return min(heights)
    parts = [one.grade.weight / total for one in graded]
    if how == "sum":
        return math.fsum(part * height for part, height in zip(parts, heights, strict=True))
    return float(math.prod(height**part for part, height in zip(parts, heights, strict=True)))


def measure(what: Measure, site: Site, around: Around) -> Measured:
    """Return what is measured at a site; without any place of a kind it is infinitely far and nothing is in reach."""
    if isinstance(what, Has):
        value = site.has.get(what.thing)
        return Measured(None if value is None or math.isnan(value) else value)
    places = [place for place in around.places if place.kind == what.kind]
    straight = isinstance(what, Distance) and what.straight
    ways = [(place, _far(site, place, around, straight=straight)) for place in places]
    known = [(place, far) for place, far in ways if far is not None]
    if len(known) < len(ways):
        return Measured(None)
    if isinstance(what, Distance):
        nearest = min((far for _, far in known), key=lambda far: far.km, default=Far(math.inf, is_straight=False))
        return Measured(nearest.km, nearest.is_straight)
    near = [(place, far) for place, far in known if far.km <= what.within]
    return Measured(math.fsum(place.amount for place, _ in near), any(far.is_straight for _, far in known))


def _far(site: Site, place: Place, around: Around, *, straight: bool) -> Far | None:
    """Return how far a place is from a site, None where one of them has no point."""
    road = around.roads.km.get((site.id, place.id))
    if road is not None and not straight:
        return Far(road, is_straight=False)
    if site.at is None or (place.at is None and not place.ring):
        return None
    km = to_area(site.at, place.ring) if place.ring else great_circle(site.at, place.at or site.at)
    return Far(km, is_straight=True)
