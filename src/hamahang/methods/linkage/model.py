"""The weights: how much each level of each evidence speaks for a link, learnt without labels.

For a pair with levels g, odds = odds before × Π m(g) / u(g), where m is how often a level is seen in pairs of one unit
and u in pairs of different units. Weights are log2(m / u), in bits.
u is counted in random pairs, and for a same value from how many rows of the register have it (term frequency);
m and the number of matches are found by expectation–maximisation over all pairs of the two tables, where pairs that
share no key count as different. Since u is not taken from the pairs compared, choosing those by keys does not bend it.

Different units are not always strangers: two works of one owner share telephone and address, two works of one estate
share place and trade, a household shares a surname. Adding up what such pairs share would link them. So two kinds of
different pairs with a common cause are learnt beside the strangers, and what they explain is taken off the weight.

Sources: I. P. Fellegi, A. B. Sunter (1969), A theory for record linkage, JASA 64, 1183–1210;
W. E. Winkler (2000), Using the EM algorithm for weight computation in the Fellegi–Sunter model of record linkage;
M. D. Larsen, D. B. Rubin (2001), Iterative automated record linkage using mixture models, JASA 96, 32–41;
R. Linacre and others, Splink, whose estimation of u from random pairs and adjustment for term frequency this follows.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hamahang.methods.linkage.comparing import MOST, Compared
from hamahang.methods.linkage.records import Evidence, Floats, Ints, Kind

ROUNDS = 60
SETTLED = 1e-3  # largest change of any share at which the rounds end
BELIEF = 12.0  # pairs that the first belief about a share counts for
Shares = Mapping[str, tuple[float, ...]]
# how often two rows of one unit agree so far, before anything is seen; worst level first, sums to 1
BELIEFS: Mapping[Kind, tuple[float, ...]] = {
    Kind.WORDS: (0.06, 0.06, 0.10, 0.03, 0.20, 0.55),
    Kind.CODE: (0.06, 0.01, 0.03, 0.07, 0.83),
    Kind.PLACE: (0.07, 0.08, 0.85),
    Kind.DATE: (0.05, 0.05, 0.08, 0.82),
    Kind.PERSON: (0.05, 0.05, 0.03, 0.12, 0.75),
}
# what a cause explains: as often the same as in one unit (None), or learnt from this first belief
SHARED: Mapping[str, Mapping[str, tuple[float, ...] | None]] = {
    "related": {
        "national_id": None, "phone": None, "email": None, "owner": None, "surname": None, "place": None,
        "address": (0.10, 0.15, 0.10, 0.15, 0.20, 0.30), "postcode": (0.30, 0.02, 0.03, 0.05, 0.60),
        "name": (0.44, 0.38, 0.13, 0.03, 0.015, 0.005), "product": (0.60, 0.05, 0.05, 0.05, 0.05, 0.20),
    },
    "neighbour": {
        "place": None, "address": (0.20, 0.20, 0.20, 0.30, 0.05, 0.05), "postcode": (0.80, 0.05, 0.02, 0.03, 0.10),
        "name": (0.44, 0.38, 0.13, 0.03, 0.015, 0.005), "product": (0.40, 0.05, 0.05, 0.05, 0.05, 0.40),
    },
}  # fmt: skip
RARELY = 0.5  # random pairs taken as seen at each level, so that no level is impossible
# rows besides its own that are expected to have a value that looks unique: few for codes given once
UNSEEN: Mapping[Kind, float] = {Kind.WORDS: 0.5, Kind.CODE: 0.05, Kind.PLACE: 1.0, Kind.DATE: 0.5, Kind.PERSON: 0.5}


@dataclass(frozen=True, slots=True)
class Model:
    """What was learnt: shares of the levels by evidence, worst first, and the share of all pairs of each kind."""

    same: Shares  # m: pairs of one unit
    different: Shares  # u: strangers
    causes: Mapping[str, Shares]  # different units with a common cause: the evidence the cause explains
    prior: float  # share of all pairs of the two tables that are of one unit, 0–1
    priors: Mapping[str, float]  # and that have each cause
    rows: int  # of the register it was learnt with

    @property
    def start(self) -> float:
        """The weight before any evidence, in bits: log2 of the odds that two rows drawn at random are one unit."""
        return float(np.log2(self.prior / (1 - self.prior)))

    def weights(self, compared: Compared) -> Floats:
        """Return the weight of each evidence of each pair against strangers, in bits: shape (pairs, evidence)."""
        return _columns(compared, self.same) - coincidence(compared, self.different, self.rows)

    def explained(self, compared: Compared) -> Floats:
        """Return what a common cause of different units takes off each pair's weight, in bits, zero or negative."""
        likely = self._likely(compared)
        return np.asarray(
            -np.logaddexp2(0, _summed(list(likely.values()))) if likely else np.zeros(len(compared.levels))
        )

    def _likely(self, compared: Compared) -> dict[str, Floats]:
        """Return how much likelier each cause makes a pair than strangers, in bits, its own odds included."""
        chance = coincidence(compared, self.different, self.rows)
        likely = {}
        for cause, shares in self.causes.items():
            own = _columns(compared, shares)
            known = [place for place, item in enumerate(compared.evidence) if item.code in shares]
            likely[cause] = np.log2(self.priors[cause]) + (own[:, known] - chance[:, known]).sum(axis=1)
        return likely


def _summed(bits: list[Floats]) -> Floats:
    total = bits[0]
    for more in bits[1:]:
        total = np.logaddexp2(total, more)
    return total


def _columns(compared: Compared, shares: Shares) -> Floats:
    """Return log2 of the share of each pair's level; zero where it is missing or the shares do not speak of it."""
    bits = np.zeros(compared.levels.shape)
    for place, item in enumerate(compared.evidence):
        if item.code in shares:
            bits[:, place] = np.concatenate(([0.0], np.log2(shares[item.code])))[compared.levels[:, place]]
    return bits


def coincidence(compared: Compared, different: Shares, rows: int) -> Floats:
    """Return log2 u of each pair and evidence: from the value's own frequency where the values are the same."""
    bits = _columns(compared, different)
    for place, item in enumerate(compared.evidence):
        others = compared.coincidence[:, place]
        own = ~np.isnan(others)
        bits[own, place] = np.log2((others[own] + UNSEEN[item.kind]) / (rows + 1))
    return bits


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many rows and pairs there are, and which row of the list each compared pair is of.

    asking: row of the list of each pair where a row is at most one unit; None where rows of one table are grouped
    """

    rows: int
    pairs: int
    asking: Ints | None


def train(*, compared: Compared, random: Compared, sizes: Sizes, known: npt.NDArray[np.int8] | None = None) -> Model:
    """Return the model that explains the pairs best.

    compared: the pairs worth comparing; random: pairs drawn at random from the two tables
    known: of each pair compared, 1 if a person said it is one unit, 0 if not, -1 if nobody was asked
    """
    model = _first(compared, random, sizes)
    for _ in range(ROUNDS):
        before = model
        model = _improved(model, compared, sizes, known)
        if _change(before, model) < SETTLED:
            break
    return model


def believed(*, compared: Compared, random: Compared, sizes: Sizes, expected: float, related: float) -> Model:
    """Return the model of the stated beliefs: nothing is learnt but how often strangers agree.

    For tables where pairs of one unit are so few that learning would take the likest strangers for them.
    expected: pairs that are one unit; related: pairs of different units with a common cause, of each cause
    """
    return _first(compared, random, sizes, expected=expected, related=related)


def _first(compared: Compared, random: Compared, sizes: Sizes, *, expected: float = 0.0, related: float = 0.0) -> Model:
    expected = max(expected or min(sizes.rows, sizes.pairs / max(sizes.rows, 1)) * 0.5, 1.0)
    prior = min(expected / max(sizes.pairs, 1), 0.5)
    caused = min(related / max(sizes.pairs, 1), 0.5) if related else prior / 4
    return Model(
        {item.code: BELIEFS[item.kind] for item in compared.evidence},
        {item.code: _seldom(random, place, item) for place, item in enumerate(random.evidence)},
        {
            cause: {
                item.code: SHARED[cause][item.code] or BELIEFS[item.kind]
                for item in compared.evidence
                if _is_shared(compared, cause, item)
            }
            for cause in SHARED
        },
        prior,
        dict.fromkeys(SHARED, caused),
        sizes.rows,
    )


def _is_shared(compared: Compared, cause: str, item: Evidence) -> bool:
    # a person's national id is the person's own; a firm's is on all its works
    persons = any(other.code in ("birth_date", "given_name") for other in compared.evidence)
    return item.code in SHARED[cause] and not (persons and item.code == "national_id")


def _improved(model: Model, compared: Compared, sizes: Sizes, known: npt.NDArray[np.int8] | None) -> Model:
    likely = model._likely(compared)
    explained = np.logaddexp2(0, _summed(list(likely.values())))
    weight = model.start + model.weights(compared).sum(axis=1) - explained
    chance = probability(weight) if sizes.asking is None else rivalled(weight, sizes.asking)
    if known is not None:
        chance = np.where(known >= 0, known, chance)
    same = {item.code: _maximised(compared, chance, item.code) for item in compared.evidence}
    causes, priors = {}, {}
    for cause, bits in likely.items():
        share = (1 - chance) * np.exp2(np.minimum(bits - explained, 0))
        causes[cause] = _explaining(cause, compared, share, model.causes[cause], same)
        priors[cause] = max(float(share.sum()), 0.5) / max(sizes.pairs, 1)
    return Model(
        same,
        model.different,
        causes,
        min(max(float(chance.sum()), 1.0) / max(sizes.pairs, 1), 0.5),
        priors,
        sizes.rows,
    )


def _explaining(cause: str, compared: Compared, share: Floats, shares: Shares, same: Shares) -> Shares:
    """Return the shares of a cause from the pairs it has a share in."""
    learnt = {}
    for code in shares:
        belief = SHARED[cause][code]
        if belief is None:
            learnt[code] = same[code]
        elif code == "name":
            # never learnt: a cause that did would take badly written pairs of one unit for its own
            learnt[code] = belief
        else:
            learnt[code] = _maximised(compared, share, code, belief)
    return learnt


def _change(before: Model, after: Model) -> float:
    """Return the largest change of a share of the pairs of one unit."""
    shares = ((before.same[code], after.same[code]) for code in after.same)
    return max((abs(a - b) for old, new in shares for a, b in zip(old, new, strict=True)), default=0.0)


def probability(weight: Floats) -> Floats:
    """Return the probability of a link whose whole weight, the start included, is so many bits."""
    return np.asarray(1 / (1 + np.exp2(-np.clip(weight, -500, 500))))


def rivalled(weight: Floats, asking: Ints) -> Floats:
    """Return the probability of each link when a row of the list is one unit at most: its candidates are rivals."""
    odds = np.exp2(np.clip(weight, -500, 500))
    total = np.bincount(asking, weights=odds, minlength=int(asking.max(initial=-1)) + 1)
    return np.asarray(odds / (1 + total[asking]))


def _seldom(random: Compared, place: int, item: Evidence) -> tuple[float, ...]:
    """Return u: how often each level is seen in random pairs."""
    seen = np.bincount(random.levels[:, place], minlength=MOST[item.kind] + 1)[1:] + RARELY
    return tuple(map(float, seen / seen.sum()))


def _maximised(
    compared: Compared, chance: Floats, code: str, belief: tuple[float, ...] | None = None
) -> tuple[float, ...]:
    """Return how often each level is seen in pairs of a kind, weighted by how surely they are of it."""
    place = [item.code for item in compared.evidence].index(code)
    kind = compared.evidence[place].kind
    counted = np.bincount(compared.levels[:, place], weights=chance, minlength=MOST[kind] + 1)[1:]
    seen = counted + BELIEF * np.asarray(belief or BELIEFS[kind])
    return tuple(map(float, seen / seen.sum()))
