"""The number after those that were taken."""

from hamahang.domain.numbering import next_number


def test_the_first_is_one_and_the_next_comes_after_the_greatest() -> None:
    assert next_number("R-1390-", []) == "R-1390-1"
    assert next_number("R-1390-", ["R-1390-2", "R-1390-11", "R-1390-9"]) == "R-1390-12"


def test_numbers_of_other_years_and_of_other_ways_to_count_are_left_out() -> None:
    assert next_number("R-1390-", ["R-1389-40", "R-1390-7b", "1390-8", "R-1390-"]) == "R-1390-1"
