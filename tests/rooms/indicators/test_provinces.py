"""The place of the home province among all, on the shipped data."""

from datetime import date

import pytest

from hamahang.cli.prepare import load_tables
from hamahang.domain.calendar import read_day
from hamahang.indicators import provinces
from hamahang.ledger import queries as ledger
from hamahang.territory import queries as territory
from tests.factories import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the shipped tables, with Ilam for home."""
    load_tables(by="tests", at=AT)
    monkeypatch.setattr(territory, "home_province", lambda: "16")


def test_an_empty_register_has_no_place() -> None:
    assert provinces.standing(ledger.as_of(day=date(2020, 1, 1))) is None


def test_a_day_of_1390_knows_the_survey_alone(tables: None) -> None:
    found = provinces.standing(ledger.as_of(day=read_day("1390-04-10")))

    assert found is not None
    assert [lack.column.code for lack in found.lacks] == ["unemployment_1390"]
    # 15.7 percent against 6.0 in Yazd
    assert found.lacks[0].value == pytest.approx(15.7)
    assert found.lacks[0].best == pytest.approx(6.0)
    assert found.lacks[0].missing == pytest.approx(9.7)
    assert found.lacks[0].part == pytest.approx(100)


def test_which_conclusions_hold_on_the_shipped_data(tables: None) -> None:
    found = provinces.standing(ledger.as_of(day=date(2020, 1, 1)))

    assert found is not None
    assert found.provinces == 31
    assert {lack.column.code for lack in found.lacks} == {column.code for column in provinces.COLUMNS}
    # 30 workshops for 580,158 inhabitants, the figure of the yearbook and the census
    workshops = next(lack for lack in found.lacks if lack.column.code == "workshops_1394")
    assert workshops.value == pytest.approx(30 / 580_158 * 100_000)
    assert found.above + found.below + found.unsure == 30
    assert found.above >= 15  # more than half of the provinces stand above it whatever is chosen
    assert found.below == 0 or found.below < found.above
    assert sum(lack.part for lack in found.lacks) == pytest.approx(100)
    for place in (*found.places, *found.all):
        assert 1 <= place.low <= place.rank <= place.high <= 31
    assert found.turned > 0  # TOPSIS reverses ranks, and the page says so


def test_a_census_is_added_up_over_the_counties_of_a_province(tables: None) -> None:
    asof = ledger.as_of(day=date(2020, 1, 1))
    of_home = {county.pk for county in territory.counties_on(asof.day, province="16")}
    people = [one for one in territory.labour(asof) if one.county_id in of_home]

    rate = 100 * sum(one.unemployed or 0 for one in people) / sum(one.active or 0 for one in people)
    assert provinces.observed(asof)["16"]["unemployment_1395"] == pytest.approx(rate)
