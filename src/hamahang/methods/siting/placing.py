"""Several plants placed at once, none of them on megawatts that another has.

Sets and symbols: plants k; sites s that keep all limits of k but for what it takes; score_ks the grade; things r a site
has, and shared things that several sites draw from (a substation, a pipeline); upgrades g, each adding to one thing.

    x_ks ∈ {0, 1} plant k at s,   z_g ∈ {0 … most_g} upgrades
    choice    Σ_s x_ks ≤ 1                                       (= 1 for a must)
    things    Σ_k take_kr x_ks ≤ has_sr + Σ_g adds_g z_g         for each site and thing
    shared    Σ_{s of ρ} Σ_k take_kr x_ks ≤ amount_ρ + Σ_g adds_g z_g
    money     Σ_g price_g z_g ≤ budget
    twins     Σ_s (|S| − place of s) x_ks ≥ the same of the next plant of k's own kind: alike plants stand in the
              order of the sites, so that a placement that only names them otherwise is not another one

Three aims, one after the other, each without giving up the one before: the greatest weight of plants is placed, they
fit best (Σ weight · score, in hundred thousandths), the upgrades cost least. Amounts are counted in thousandths, what
is taken rounded up and what is there rounded down.

Sources: K. Aardal, M. Labbé, J. Leung, M. Queyranne (1996), On the two-level uncapacitated facility location problem,
INFORMS J. Comput. 8, 289–301; M. S. Daskin (2013), Network and Discrete Location, 2nd ed.; alternatives: E. D. Brill,
S.-Y. Chang, L. D. Hopkins (1982), Modeling to generate alternatives: the HSJ approach, Management Sci. 28, 221–235.
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

import numpy as np
from scipy import sparse

from hamahang.methods.siting.interchange import Floats
from hamahang.methods.siting.judging import How, Judged, judge, measure, score
from hamahang.methods.siting.needs import Absurd, Around, Has, Kind, Site
from hamahang.methods.siting.programme import NothingFits, Programme, solve

FINE = 1000  # amounts are counted in thousandths
SCALE = 100_000  # scores in hundred thousandths
ENDLESS = 1e9  # as much as nobody takes
HALF = 0.5  # sums of whole numbers against a whole limit: half of one more leaves the solver its tolerance
HEAVIEST = 10_000
MILLION = 1_000_000  # money in million rials


@dataclass(frozen=True, slots=True)
class Plant:
    """One plant to be placed. weight: whole, what it counts beside the others; must: it is placed"""

    id: str
    kind: Kind
    weight: int = 1
    must: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """A thing that several sites draw from together, beside what each has of its own."""

    id: str
    thing: str
    sites: frozenset[str]
    amount: float


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What money can add: to a thing of a site, or to a shared one. at: id of either; most: how many times"""

    id: str
    at: str
    thing: str
    adds: float
    price: int
    most: int = 1


@dataclass(frozen=True)
class Terms:
    """What is to be placed where, with what. budget: rials for upgrades"""

    plants: tuple[Plant, ...]
    sites: tuple[Site, ...]
    around: Around = field(default_factory=Around)
    shared: tuple[Shared, ...] = ()
    upgrades: tuple[Upgrade, ...] = ()
    budget: int = 0
    how: How = "sum"


@dataclass(frozen=True)
class Placement:
    """Where the plants go. where: plant → site; placed: their weight; fit: Σ weight · score; price: rials of upgrades

    left: (site or shared thing, thing) → what is left of it; is_proven: nothing is better
    """

    where: Mapping[str, str]
    upgrades: Mapping[str, int]
    placed: int
    fit: float
    price: int
    left: Mapping[tuple[str, str], float]
    is_proven: bool


class Placing:
    """Terms made ready: who may stand where, and the programme."""

    def __init__(self, terms: Terms) -> None:
        _check(terms)
        self.terms = terms
        self.judged: dict[tuple[str, str], Judged] = {
            (plant.id, one.site.id): one
            for plant in terms.plants
            for one in judge(plant.kind, terms.sites, terms.around, how=terms.how)
        }
        self.pairs = [pair for pair in self.judged if _may_stand(self.judged[pair])]
        self._plants = {plant.id: plant for plant in terms.plants}

    def best(self, *, seconds: float = 60.0) -> Placement:
        """Place the plants.

        :raises NothingFits: if a must has no place; :raises TimeoutError: if nothing was found in time
        """
        return self._aimed(self.programme, seconds)

    def alternatives(
        self, best: Placement, *, count: int = 3, differ: int = 1, within: float = 0.1, seconds: float = 60.0
    ) -> tuple[Placement, ...]:
        """Return placements of no less weight that are nearly as fit and really different, the fittest first.

        differ: so many plants of any earlier placement stand elsewhere or not at all
        within: part of the fit that may be given up
        """
        if not best.where:
            return ()
        programme = self.programme.with_row(self._weights, low=best.placed - HALF)
        programme = programme.with_row(self._fits, low=math.floor(best.fit * SCALE * (1 - within)))
        found, earlier = [], best
        for _ in range(count):
            same = np.array([float(earlier.where.get(plant) == site) for plant, site in self.pairs])
            row = np.concatenate((same, np.zeros(len(self.terms.upgrades))))
            programme = programme.with_row(row, high=len(earlier.where) - differ)
            try:
                earlier = self._aimed(programme, seconds)
            except NothingFits:
                break
            found.append(earlier)
        return tuple(found)

    def lacking(self, placement: Placement, plant: str, site: str) -> dict[tuple[str, str], float]:
        """Return what a plant that was not placed would still need at a site, beside what the others left."""
        held = {
            (at, limit.measure.thing): (limit.least or 0.0) - placement.left.get((at, limit.measure.thing), math.inf)
            for limit in self._plants[plant].kind.limits
            if limit.takes and isinstance(limit.measure, Has)
            for at in self._sources(site, limit.measure.thing)
        }
        return {where: missing for where, missing in held.items() if missing > 1.0 / FINE}

    @cached_property
    def programme(self) -> Programme:
        """The limits, with nothing to gain yet."""
        columns = len(self.pairs) + len(self.terms.upgrades)
        rows = [*self._choices(), *self._twins(), *self._things(), self._money()]
        entries = [(at, place, value) for at, (row, _, _) in enumerate(rows) for place, value in row.items()]
        at, places, values = (np.array(part) for part in zip(*entries, strict=True)) if entries else ((), (), ())
        return Programme(
            gain=np.zeros(columns),
            most=np.array([1.0] * len(self.pairs) + [float(one.most) for one in self.terms.upgrades]),
            is_whole=np.ones(columns, bool),
            matrix=sparse.csr_matrix((values, (at, places)), shape=(len(rows), columns)),
            low=np.array([low for _, low, _ in rows]),
            high=np.array([high for _, _, high in rows]),
        )

    @property
    def _weights(self) -> Floats:
        weights = [float(self._plants[plant].weight) for plant, _ in self.pairs]
        return np.array(weights + [0.0] * len(self.terms.upgrades))

    @property
    def _fits(self) -> Floats:
        # a site that is in but for what can be added has its grades too
        scores = [round(score(self.judged[pair].graded, self.terms.how) * SCALE) for pair in self.pairs]
        return self._weights * np.array(scores + [0] * len(self.terms.upgrades), np.float64)

    @property
    def _prices(self) -> Floats:
        prices = [math.ceil(one.price / MILLION) for one in self.terms.upgrades]
        return np.array([0] * len(self.pairs) + prices, np.float64)

    def _aimed(self, programme: Programme, seconds: float) -> Placement:
        if not len(programme.gain):
            if any(plant.must for plant in self.terms.plants):
                raise NothingFits
            return self._said(np.zeros(0), is_proven=True)
        done, x = True, np.zeros(0)
        for aim in (self._weights, self._fits, -self._prices):
            solved = solve(replace(programme, gain=aim), seconds=seconds)
            programme = programme.with_row(aim, low=solved.value - HALF)
            done, x = done and solved.is_done, solved.x
        return self._said(x, is_proven=done)

    def _choices(self) -> list[tuple[dict[int, float], float, float]]:
        """Return a row for each plant: at most one site, or exactly one."""
        rows: dict[str, dict[int, float]] = {plant.id: {} for plant in self.terms.plants}
        for column, (plant, _) in enumerate(self.pairs):
            rows[plant][column] = 1.0
        return [(row, 1.0 if self._plants[plant].must else 0.0, 1.0) for plant, row in rows.items()]

    def _twins(self) -> list[tuple[dict[int, float], float, float]]:
        """Return a row for each two plants that follow each other and are alike."""
        before = {place: len(self.terms.sites) - at for at, place in enumerate(one.id for one in self.terms.sites)}
        own: dict[str, dict[int, float]] = {plant.id: {} for plant in self.terms.plants}
        for column, (plant, site) in enumerate(self.pairs):
            own[plant][column] = float(before[site])
        rows = []
        for one, other in pairwise(self.terms.plants):
            if (one.kind, one.weight, one.must) == (other.kind, other.weight, other.must) and own[one.id]:
                rows.append((own[one.id] | {column: -value for column, value in own[other.id].items()}, 0.0, np.inf))
        return rows

    def _things(self) -> list[tuple[dict[int, float], float, float]]:
        """Return a row for each thing of a site and each shared one: no more is taken than is there."""
        rows: dict[tuple[str, str], dict[int, float]] = defaultdict(dict)
        for column, pair in enumerate(self.pairs):
            for where, take in self._taken(*pair).items():
                rows[where][column] = float(_up(take))
        for column, one in enumerate(self.terms.upgrades, start=len(self.pairs)):
            rows[one.at, one.thing][column] = -float(_down(one.adds))
        return [(row, -np.inf, _down(self._amounts[where]) + HALF) for where, row in rows.items()]

    def _money(self) -> tuple[dict[int, float], float, float]:
        row = {column: float(price) for column, price in enumerate(self._prices) if price}
        return row, -np.inf, self.terms.budget // MILLION + HALF

    @cached_property
    def _amounts(self) -> dict[tuple[str, str], float]:
        """What there is of each thing, at sites and shared; what is not known is not there."""
        none = Around()
        own = {
            (site.id, thing): measure(Has(thing), site, none).value or 0.0
            for site in self.terms.sites
            for thing in site.has
        }
        return own | {(one.id, one.thing): one.amount for one in self.terms.shared}

    def _sources(self, site: str, thing: str) -> list[str]:
        return [site, *(one.id for one in self.terms.shared if one.thing == thing and site in one.sites)]

    def _taken(self, plant: str, site: str) -> dict[tuple[str, str], float]:
        """Return what a plant would take at a site, from the site and from what it shares."""
        limits = [limit for limit in self._plants[plant].kind.limits if limit.takes]
        taken: dict[tuple[str, str], float] = defaultdict(float)
        for limit in limits:
            thing = limit.measure.thing if isinstance(limit.measure, Has) else ""
            for at in self._sources(site, thing):
                taken[at, thing] += limit.least or 0.0
        return taken

    def _said(self, x: Floats, *, is_proven: bool) -> Placement:
        chosen = [pair for pair, value in zip(self.pairs, x, strict=False) if value > 0.5]
        counts = [round(value) for value in x[len(self.pairs) :]]
        bought = {one.id: count for one, count in zip(self.terms.upgrades, counts, strict=False) if count}
        left = dict(self._amounts)
        for one in self.terms.upgrades:
            left[one.at, one.thing] += one.adds * bought.get(one.id, 0)
        for pair in chosen:
            for where, take in self._taken(*pair).items():
                left[where] -= take
        weights = {plant: self._plants[plant].weight for plant, _ in chosen}
        fit = sum(weights[p] * round(score(self.judged[p, s].graded, self.terms.how) * SCALE) for p, s in chosen)
        price = sum(one.price * bought.get(one.id, 0) for one in self.terms.upgrades)
        return Placement(dict(chosen), bought, sum(weights.values()), fit / SCALE, price, left, is_proven)


def _may_stand(judged: Judged) -> bool:
    """Return whether nothing but what can be added speaks against a site."""
    return all(one.missing == 0 or (one.limit.takes and one.missing is not None) for one in judged.findings)


def _up(amount: float) -> int:
    return math.ceil(round(amount * FINE, 3))


def _down(amount: float) -> int:
    return math.floor(round(min(amount, ENDLESS) * FINE, 3))


def _check(terms: Terms) -> None:
    """Refuse terms that name something twice or something that is not there.

    :raises Absurd: with the reason in both languages
    """
    places = [site.id for site in terms.sites] + [shared.id for shared in terms.shared]
    for ids in ([one.id for one in terms.plants], places, [one.id for one in terms.upgrades]):
        twice = next((one for one in ids if ids.count(one) > 1), None)
        if twice is not None:
            raise Absurd(f"شناسهٔ «{twice}» دو بار آمده است.", f"The id {twice!r} stands twice.")
    things = {(site.id, thing) for site in terms.sites for thing in site.has}
    things |= {(one.id, one.thing) for one in terms.shared}
    for upgrade in terms.upgrades:
        if (upgrade.at, upgrade.thing) not in things:
            raise Absurd(
                f"ارتقای «{upgrade.id}» به «{upgrade.thing}» در «{upgrade.at}» می‌افزاید که نیست.",
                f"The upgrade {upgrade.id!r} adds to {upgrade.thing!r} at {upgrade.at!r}, which is not there.",
            )
    if any(not 1 <= plant.weight <= HEAVIEST for plant in terms.plants) or terms.budget < 0:
        raise Absurd(
            "وزن هر طرح عددی درست از ۱ تا ۱۰٬۰۰۰ و بودجه نامنفی است.",
            "A weight is a whole number from 1 to 10,000, a budget at least 0.",
        )
