"""Counties of another year, by hand: the changes of Ilam from 1391 on."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.calendar import from_jalali
from hamahang.domain.divisions import Division, Link, Placed, Version, count_rules, place, split

OLD, CHARDAVOL, SIRVAN, HOLEYLAN, DARREH, BADREH, ILAM = 1, 2, 3, 4, 5, 6, 7
SPLIT, RENAMED = from_jalali(1391, 11, 25), from_jalali(1392, 3, 29)
DIVISION = Division(
    versions={
        v.key: v
        for v in (
            Version(OLD, None, RENAMED),
            Version(CHARDAVOL, RENAMED, None),
            Version(SIRVAN, SPLIT, None),
            Version(HOLEYLAN, from_jalali(1399, 4, 1), None),
            Version(DARREH),
            Version(BADREH, SPLIT, None),
            Version(ILAM),
        )
    },
    links=(
        Link(OLD, CHARDAVOL, RENAMED),
        Link(OLD, SIRVAN, SPLIT),
        Link(CHARDAVOL, HOLEYLAN, from_jalali(1399, 4, 1)),
        Link(DARREH, BADREH, SPLIT),
    ),
)
IN_1390, IN_1395, IN_1400 = (from_jalali(year, 6, 1) for year in (1390, 1395, 1400))


@pytest.mark.parametrize(
    ("county", "said_on", "day", "found"),
    [
        (ILAM, IN_1390, IN_1400, {ILAM}),
        (OLD, IN_1390, IN_1390, {OLD}),
        (OLD, IN_1390, IN_1395, {CHARDAVOL, SIRVAN}),
        (OLD, IN_1390, IN_1400, {CHARDAVOL, SIRVAN, HOLEYLAN}),
        # between the split and the renaming the old one stood beside the new
        (OLD, IN_1390, from_jalali(1392, 1, 1), {OLD, SIRVAN}),
        # said after the split: what is Sirvan's was no longer called so
        (OLD, from_jalali(1392, 1, 1), from_jalali(1392, 2, 1), {OLD}),
        (DARREH, IN_1390, IN_1395, {DARREH, BADREH}),
        (DARREH, IN_1395, IN_1400, {DARREH}),
        (DARREH, IN_1395, IN_1390, {DARREH}),
        (BADREH, IN_1395, IN_1390, {DARREH}),
        (SIRVAN, IN_1395, IN_1390, {OLD}),
        (CHARDAVOL, IN_1395, IN_1390, {OLD}),
        (HOLEYLAN, IN_1400, IN_1390, {OLD}),
        (HOLEYLAN, IN_1400, IN_1395, {CHARDAVOL}),
        (99, IN_1390, IN_1395, {99}),
    ],
)
def test_what_became_of_a_county_and_what_it_came_of(county: int, said_on: date, day: date, found: set[int]) -> None:
    assert DIVISION.becomes(county, said_on=said_on, day=day) == found


def test_a_record_goes_by_its_estate_then_by_its_later_county_and_else_stays_undivided() -> None:
    def placed(**values: int) -> tuple[int | None, str]:
        found = place(Placed(OLD, IN_1390, **values), DIVISION, IN_1395)
        return found.county, found.how

    assert placed(estate=SIRVAN, later=CHARDAVOL) == (SIRVAN, "estate")
    # an estate that is itself said to lie in the old county tells nothing
    assert placed(estate=OLD, later=CHARDAVOL) == (CHARDAVOL, "later")
    # Holeylan of 1399 was Chardavol in 1395
    assert placed(later=HOLEYLAN) == (CHARDAVOL, "later")
    assert placed(later=ILAM) == (None, "undivided")
    assert placed() == (None, "undivided")
    assert place(Placed(SIRVAN, IN_1395), DIVISION, IN_1390).how == "became"
    assert place(Placed(ILAM, IN_1390), DIVISION, IN_1395).how == "same"


def test_the_undivided_whole_names_what_it_became() -> None:
    found = place(Placed(OLD, IN_1390), DIVISION, IN_1395)

    assert found.of == OLD
    assert found.among == {CHARDAVOL, SIRVAN}
    assert count_rules([found, found]) == {"undivided": 2}


def test_a_sum_is_split_to_the_last_rial_by_hand() -> None:
    # the census of 1395: Chardavol 57,381 and Sirvan 14,404 of 71,785
    assert split(1_000, {CHARDAVOL: 57_381, SIRVAN: 14_404}) == {CHARDAVOL: 799, SIRVAN: 201}
    assert split(Decimal("0.05"), {1: 1, 2: 1}) == {1: Decimal("0.03"), 2: Decimal("0.02")}
    with pytest.raises(ValueError, match="no weights"):
        split(5, {1: 0})


@given(st.integers(0, 10**15), st.dictionaries(st.integers(1, 9), st.integers(0, 10**7), min_size=1))
def test_parts_add_up_and_none_is_a_unit_off_its_share(amount: int, weights: dict[int, int]) -> None:
    whole = sum(weights.values())
    if not whole:
        return

    parts = split(amount, weights)

    assert sum(parts.values()) == amount
    assert all(abs(parts[key] - Decimal(amount) * weight / whole) < 1 for key, weight in weights.items())
