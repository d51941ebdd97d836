"""Severity of a price shock: a worked example, bounds that hold for all that lies within them, places that may be."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.severity import Costs, Interval, from_accounts, rank, severity

RISES = {"FUEL": Decimal(4), "ELECTRICITY": Decimal(2)}


def test_a_worked_example_from_the_accounts_of_a_unit() -> None:
    # sales 1,000; cost 800 of which fuel 80 (10 %) and power 40 (5 %); margin 20 %
    costs = from_accounts(energy={"FUEL": 80, "ELECTRICITY": 40}, cost=800, sales=1_000)

    assert costs is not None
    # the dearer energy takes 80 · 4 + 40 · 2 = 400 rials of a profit of 200: twice the profit
    assert severity(costs, RISES) == Interval(Decimal(2), Decimal(2))


@pytest.mark.parametrize(("energy", "cost", "sales"), [(90, 80, 100), (10, 0, 100), (10, 80, 0)])
def test_accounts_that_cannot_be_say_nothing(energy: int, cost: int, sales: int) -> None:
    assert from_accounts(energy={"FUEL": energy}, cost=cost, sales=sales) is None


def test_who_was_losing_money_before_has_no_severity() -> None:
    costs = from_accounts(energy={"FUEL": 10}, cost=100, sales=90)

    assert costs is not None
    assert severity(costs, RISES) is None


SHARE = st.decimals(min_value=0, max_value=Decimal("0.4"), places=2)
MARGIN = st.decimals(min_value=Decimal("0.05"), max_value=Decimal("0.5"), places=2)


@given(SHARE, SHARE, SHARE, SHARE, MARGIN, MARGIN, st.integers(0, 10), st.integers(0, 10), st.integers(0, 10))
def test_whatever_lies_within_the_coefficients_lies_within_the_severity(
    f1: Decimal, f2: Decimal, p1: Decimal, p2: Decimal, m1: Decimal, m2: Decimal, a: int, b: int, c: int
) -> None:
    fuel, power, margin = (Interval(min(x, y), max(x, y)) for x, y in ((f1, f2), (p1, p2), (m1, m2)))
    whole = severity(Costs({"FUEL": fuel, "ELECTRICITY": power}, margin, "SECTOR"), RISES)
    assert whole is not None

    def at(bounds: Interval, tenths: int) -> Interval:
        value = bounds.low + (bounds.high - bounds.low) * tenths / 10
        return Interval(value, value)

    one = severity(Costs({"FUEL": at(fuel, a), "ELECTRICITY": at(power, b)}, at(margin, c), "SECTOR"), RISES)
    assert one is not None
    tolerance = Decimal("0.001")  # both are rounded to three places
    assert whole.low - tolerance <= one.low <= one.high <= whole.high + tolerance


INTERVALS = st.tuples(st.integers(0, 12), st.integers(0, 6)).map(
    lambda pair: Interval(Decimal(pair[0]), Decimal(pair[0] + pair[1]))
)


@given(st.lists(st.one_of(st.none(), INTERVALS), max_size=5))
def test_the_places_of_a_unit_are_those_it_takes_in_some_order_that_the_intervals_allow(
    found: list[Interval | None],
) -> None:
    ranked = {row.unit: row for row in rank(dict(enumerate(found)))}

    assert set(ranked) == set(range(len(found)))
    losing = [unit for unit, interval in enumerate(found) if interval is None]
    assert all(ranked[unit].last == len(losing) for unit in losing)
    known = {unit: interval for unit, interval in enumerate(found) if interval is not None}
    corners = [(interval.low, interval.high) for interval in known.values()]
    for at, unit in enumerate(known):
        places = set()
        for values in product(*corners):
            own = values[at]
            above = sum(value > own for value in values)
            level = sum(value == own for value in values)
            places |= {above + 1, above + level}
        assert ranked[unit].first == len(losing) + min(places)
        assert ranked[unit].last == len(losing) + max(places)


def test_bounds_that_are_turned_around_are_refused() -> None:
    with pytest.raises(ValueError, match="2 > 1"):
        Interval(Decimal(2), Decimal(1))
