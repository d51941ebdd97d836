"""Numerical taxonomy by hand."""

import numpy as np
import pytest

from hamahang.methods.benchmark import classify
from hamahang.methods.benchmark.faults import UnknownName
from tests.methods.benchmark.made import table


def test_three_areas_by_hand():
    # z of (1, 2, 3) is ∓√1.5, 0; both indicators agree, so that C = (2√3, √3, 0)
    found = classify(table([[1, 10], [2, 20], [3, 30]]), remove=False)

    root = np.sqrt(3)
    ceiling = root + 2 * np.sqrt(2)  # mean √3, sd (n) of (2√3, √3, 0) is √2
    assert found.pattern == pytest.approx([2 * root, root, 0])
    assert found.degrees == pytest.approx([2 * root / ceiling, root / ceiling, 0])
    assert found.distances[0] == pytest.approx([0, root, 2 * root])


def test_the_other_sd_changes_the_degrees():
    plain, sample = (classify(table([[1, 10], [2, 20], [3, 30]]), remove=False, ddof=ddof) for ddof in (0, 1))

    assert sample.pattern == pytest.approx(plain.pattern * np.sqrt(2 / 3))
    assert not np.allclose(sample.degrees, plain.degrees)


def test_a_cost_is_best_where_it_is_least():
    found = classify(table([[1], [2], [4]], "-"), remove=False)

    assert found.degrees.argmin() == 0


def test_an_area_unlike_all_others_leaves_and_the_rest_is_classified_anew():
    rows = [[1, 1], [2, 3], [3, 2], [4, 4], [5, 6], [6, 5], [60, 70]]
    found = classify(table(rows))
    alone = classify(table(rows[:6]))

    assert [(one.area, one.above) for one in found.removed] == [("G", True)]
    assert found.degrees == pytest.approx(alone.degrees)
    assert found.every[6] == 0  # it falls short of the others' ideal in nothing
    with pytest.raises(UnknownName):
        found.place("G")


def test_peers_are_alike_and_better_and_give_the_target():
    # 1 … 5: all shortest distances are equal, the band is one step wide and holds the neighbours
    found = classify(table([[1, 1], [2, 2], [3, 3], [4, 4], [5, 5]]))

    assert found.peers("C") == ("D",)
    assert found.targets("C") == pytest.approx([4, 4])
    assert found.targets("E") is None
