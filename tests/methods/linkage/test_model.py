"""The weights against hand-computed ones, and the learning against a likelihood computed pair by pair."""

import itertools
import math

import numpy as np
import pytest

from hamahang.methods.linkage.comparing import MOST, Compared
from hamahang.methods.linkage.model import BELIEF, BELIEFS, UNSEEN, Model, Sizes, probability, rivalled, train
from hamahang.methods.linkage.records import EVIDENCE, Kind

LICENCE = next(item for item in EVIDENCE if item.code == "licence")
BIRTH = next(item for item in EVIDENCE if item.code == "birth_date")
GIVEN = next(item for item in EVIDENCE if item.code == "given_name")


def compared(levels, evidence, others=0.0) -> Compared:
    levels = np.asarray(levels, dtype=np.int8)
    same = levels == [MOST[item.kind] for item in evidence]
    return Compared(tuple(evidence), levels, np.where(same, others, np.nan))


def by_hand() -> Model:
    return Model(
        {"licence": (0.1, 0.05, 0.05, 0.1, 0.7), "given_name": (0.1, 0.1, 0.05, 0.15, 0.6)},
        {"licence": (0.9, 0.05, 0.02, 0.02, 0.01), "given_name": (0.8, 0.1, 0.01, 0.05, 0.04)},
        {},
        prior=1 / 1025,
        priors={},
        rows=999,
    )


def test_a_weight_is_the_logarithm_of_m_over_u():
    weights = by_hand().weights(compared([[1, 1], [4, 2], [0, 0]], (LICENCE, GIVEN)))

    expected = [[math.log2(0.1 / 0.9), math.log2(0.1 / 0.8)], [math.log2(0.1 / 0.02), 0.0], [0.0, 0.0]]
    assert weights == pytest.approx(np.asarray(expected))


def test_a_same_value_weighs_by_how_many_rows_have_it():
    rare, common = (by_hand().weights(compared([[5, 0]], (LICENCE, GIVEN), others))[0, 0] for others in (0, 30))

    assert rare == pytest.approx(math.log2(0.7 / (UNSEEN[Kind.CODE] / 1000)))
    assert common == pytest.approx(math.log2(0.7 / ((30 + UNSEEN[Kind.CODE]) / 1000)))


def test_the_odds_before_any_evidence_are_those_of_a_random_pair():
    assert by_hand().start == pytest.approx(-10.0)


def test_probability_is_the_odds_in_bits():
    assert probability(np.asarray([0.0, 2.0, -2.0])) == pytest.approx([0.5, 0.8, 0.2])


def test_rivals_of_one_row_share_its_probability():
    # odds 3 and 1 for the first row, 1 for the second; «none of them» has odds 1
    shares = rivalled(np.asarray([math.log2(3), 0.0, 0.0]), np.asarray([0, 0, 1]))

    assert shares == pytest.approx([3 / 5, 1 / 5, 1 / 2])


def likelihood(model: Model, pairs: Compared, all_pairs: int) -> float:
    """Return log2 of the likelihood of all pairs and of the first beliefs, pair by pair in plain Python."""
    total = (all_pairs - len(pairs.levels)) * math.log2(1 - model.prior)
    for row in range(len(pairs.levels)):
        same, other = model.prior, 1 - model.prior
        for place, item in enumerate(pairs.evidence):
            level = int(pairs.levels[row, place])
            if level:
                same *= model.same[item.code][level - 1]
                often = pairs.coincidence[row, place]
                u = model.different[item.code][level - 1]
                other *= u if math.isnan(often) else (often + UNSEEN[item.kind]) / (model.rows + 1)
        total += math.log2(same + other)
    for item in pairs.evidence:
        total += sum(
            BELIEF * belief * math.log2(share)
            for belief, share in zip(BELIEFS[item.kind], model.same[item.code], strict=True)
        )
    return total


def test_what_is_learnt_is_as_likely_as_the_best_of_a_brute_force_search():
    # birth dates are explained by no common cause, so there are two kinds of pairs only
    levels = [[4]] * 14 + [[3]] * 3 + [[2]] * 2 + [[1]] * 41
    pairs = compared(levels, (BIRTH,))
    random = compared([[1]] * 970 + [[2]] * 25 + [[3]] * 4 + [[4]], (BIRTH,))
    learnt = train(compared=pairs, random=random, sizes=Sizes(40, 1600, None))

    steps = np.linspace(0.02, 0.96, 16)
    best = -math.inf
    for same, slip, part in itertools.product(steps, steps, steps):
        other = 1 - same - slip - part
        if other < 0.01:
            continue
        for prior in np.geomspace(1e-3, 0.05, 12):
            tried = Model(
                {"birth_date": (other, part, slip, same)}, learnt.different, {}, float(prior), {}, learnt.rows
            )
            best = max(best, likelihood(tried, pairs, 1600))

    assert likelihood(learnt, pairs, 1600) >= best - 0.05


def test_learning_never_makes_the_pairs_less_likely():
    random_levels = np.random.default_rng(5).integers(1, 3, (400, 2))
    pairs = compared(np.vstack((random_levels, [[4, 5]] * 40, [[3, 4]] * 9)), (BIRTH, GIVEN))
    random = compared([[1, 1]] * 950 + [[2, 2]] * 30 + [[3, 4]] * 10 + [[4, 5]] * 10, (BIRTH, GIVEN))
    sizes = Sizes(100, 10_000, None)

    found = [likelihood(_after(rounds, pairs, random, sizes), pairs, sizes.pairs) for rounds in (1, 2, 4, 8, 16)]

    assert found == sorted(found)


def _after(rounds: int, pairs: Compared, random: Compared, sizes: Sizes) -> Model:
    from hamahang.methods.linkage import model

    state = model._first(pairs, random, sizes)
    for _ in range(rounds):
        state = model._improved(state, pairs, sizes, None)
    return state


def test_decisions_of_people_are_learnt_from():
    pairs = compared([[1]] * 50 + [[4]] * 50, (BIRTH,))
    random = compared([[1]] * 990 + [[4]] * 10, (BIRTH,))
    known = np.full(100, -1, dtype=np.int8)
    known[:30] = 1

    free, told = (
        train(compared=pairs, random=random, sizes=Sizes(100, 10_000, None), known=given) for given in (None, known)
    )

    assert told.same["birth_date"][0] > 0.2 > free.same["birth_date"][0]
