"""Examples that others worked out and published, to the digits they printed."""

import numpy as np
import pytest

from hamahang.methods.benchmark import Indicator, Table, ahp, rank


def test_the_fighter_aircraft_of_hwang_and_yoon():
    # Hwang & Yoon, Multiple Attribute Decision Making, 1981, section 3: four aircraft by speed, range, payload, cost,
    # reliability and manoeuvrability, the words of the last two on their scale from 1 to 9
    columns = [
        Indicator(name, -1 if name == "cost" else 1) for name in ("speed", "range", "load", "cost", "rel", "man")
    ]
    table = Table.of(
        {
            "A1": (2.0, 1_500, 20_000, 5.5, 5, 9),
            "A2": (2.5, 2_700, 18_000, 6.5, 3, 5),
            "A3": (1.8, 2_000, 21_000, 4.5, 7, 7),
            "A4": (2.2, 1_800, 20_000, 5.0, 5, 5),
        },
        columns,
    )

    found = rank(table, method="topsis", weights=np.array([0.2, 0.1, 0.1, 0.1, 0.2, 0.3]))

    # they rounded on the way
    assert found.scores == pytest.approx([0.643, 0.268, 0.613, 0.312], abs=1e-3)
    assert found.in_order == ("A1", "A3", "A4", "A2")


def test_the_human_development_index_of_turkey():
    # UNDP, Human Development Report 2007/2008, technical note 1: min–max between fixed goalposts, which is Morris's
    # index, with the logarithm of income; 0.773 of life, 0.812 of education, 0.740 of income, 0.775 together
    columns = [
        Indicator("life", goalposts=(25, 85)),
        Indicator("literacy", goalposts=(0, 100)),
        Indicator("enrolment", goalposts=(0, 100)),
        Indicator("income", goalposts=(np.log(100), np.log(40_000))),
    ]
    table = Table.of({"Turkey": (71.4, 87.4, 68.7, np.log(8_407)), "lowest": (25, 0, 0, np.log(100))}, columns)
    weights = {"life": 1 / 3, "literacy": 2 / 9, "enrolment": 1 / 9, "income": 1 / 3}

    found = rank(table, method="morris", weights=weights)

    life, literacy, enrolment, income = found.normalised[0] / 100
    assert life == pytest.approx(0.773, abs=5e-4)
    assert (2 * literacy + enrolment) / 3 == pytest.approx(0.812, abs=5e-4)
    assert income == pytest.approx(0.740, abs=5e-4)
    assert found.score("Turkey") / 100 == pytest.approx(0.775, abs=5e-4)


def test_the_house_of_saaty():
    # Saaty, European Journal of Operational Research 48 (1990) 9–26: choosing a house by eight criteria,
    # λ = 9.669, consistency ratio 0.169, weights 0.173 … 0.333
    rows = [
        [1, 5, 3, 7, 6, 6, 1 / 3, 1 / 4],
        [1 / 5, 1, 1 / 3, 5, 3, 3, 1 / 5, 1 / 7],
        [1 / 3, 3, 1, 6, 3, 4, 6, 1 / 5],
        [1 / 7, 1 / 5, 1 / 6, 1, 1 / 3, 1 / 4, 1 / 7, 1 / 8],
        [1 / 6, 1 / 3, 1 / 3, 3, 1, 1 / 2, 1 / 5, 1 / 6],
        [1 / 6, 1 / 3, 1 / 4, 4, 2, 1, 1 / 5, 1 / 6],
        [3, 5, 1 / 6, 7, 5, 5, 1, 1 / 2],
        [4, 7, 5, 8, 6, 6, 2, 1],
    ]

    found = ahp(np.array(rows))

    assert found.weights == pytest.approx([0.173, 0.054, 0.188, 0.018, 0.031, 0.036, 0.167, 0.333], abs=1e-3)
    assert found.index * 7 + 8 == pytest.approx(9.669, abs=1e-3)
    assert found.ratio == pytest.approx(0.169, abs=1e-3)
    assert not found.is_consistent
