"""The place of the home province among all, on the shipped data."""

from datetime import date
from decimal import Decimal

import pytest

from hamahang.cli.prepare import load_tables
from hamahang.domain.calendar import read_day, year_bounds
from hamahang.indicators import provinces
from hamahang.ledger import queries as ledger
from hamahang.territory import queries as territory
from hamahang.territory.observing import ObservationDraft, record_observations
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
    assert provinces.published(asof)["16"]["unemployment_1395"] == pytest.approx(rate)


def test_the_page_says_what_holds_and_what_turns_with_a_choice(tables: None) -> None:
    found = provinces.standing(ledger.as_of(day=date(2020, 1, 1)))

    assert found is not None
    said = {conclusion.said.en: conclusion.holds for conclusion in found.conclusions}
    assert said["Ilam is among the last 10 provinces, whatever is chosen."]
    methods, *sources = found.slopes
    ranks = [rank for rank in dict(methods.ranks)[found.name] if rank is not None]
    assert len(ranks) == len(provinces.METHODS + provinces.OTHERS)
    assert said[f"6 methods put Ilam between rank {min(ranks)} and {max(ranks)}."] == (min(ranks) > 20)
    # a survey and a census are not one series
    assert [is_break for _, is_break in sources[0].columns] == [False, True]


def test_what_makes_the_gap_and_what_would_change_the_order_is_said_in_words(tables: None) -> None:
    found = provinces.standing(ledger.as_of(day=date(2020, 1, 1)))

    assert found is not None
    few, swap, drivers = (remark.en for remark in found.remarks)
    assert few.startswith("Closing these would take away")
    assert "Workshops of ten and more" in few
    assert "Ilam would reach" in swap
    assert drivers.startswith("What moves ranks most is ")


def test_the_years_to_the_best_go_by_the_provinces_own_pace(tables: None) -> None:
    observe("", {"16": 20}, 1390)
    observe("", {"16": 30}, 1394)

    found = provinces.standing(ledger.as_of(day=date(2020, 1, 1)))

    assert found is not None
    (pace,) = found.paces
    # 10 in four years, and 80 is the best: fifty more at 2.5 a year
    assert pace.best == 80
    assert pace.change == pytest.approx(2.5, rel=1e-2)
    assert pace.years == pytest.approx(20, rel=1e-2)


def observe(basis: str, values: dict[str, int], year: int = 1394) -> None:
    codes = {province.code: province.pk for province in territory.provinces()}
    first, last = year_bounds(year)
    drafts = [
        ObservationDraft(
            province=pk, county=None, indicator="تولید سرانه", since_on=first, until_on=last, unit="میلیون ریال",
            value=Decimal(values.get(code, 50 + place)), source="نمونه", basis=basis, more=True,
        )
        for place, (code, pk) in enumerate(codes.items())
    ]  # fmt: skip
    record_observations(drafts=drafts, by="tests", at=AT)


def test_whether_the_place_depends_on_the_basis_is_said_where_both_are_known(tables: None) -> None:
    observe("بدون نفت", {"16": 10})
    observe("با نفت", {"16": 900})

    found = provinces.standing(ledger.as_of(day=date(2020, 1, 1)))

    assert found is not None
    last = found.conclusions[-1]
    assert not last.holds
    assert "31 of 31" in last.said.en
    assert "1 of 31" in last.said.en
    assert last.note is not None
    assert "نمونه" in last.note.fa
    # the period was not over yet
    early = provinces.standing(ledger.as_of(day=read_day("1394-10-01")))
    assert early is not None
    assert not any("basis" in one.said.en for one in early.conclusions)


def test_ranks_go_through_the_years_of_a_series(tables: None) -> None:
    observe("", {"16": 10}, 1393)
    observe("", {"16": 900}, 1394)

    found = provinces.standing(ledger.as_of(day=date(2020, 1, 1)))

    assert found is not None
    (pace,) = found.paces
    # nobody is better any more
    assert (pace.rank, pace.count, pace.years) == (1, 31, 0.0)
    assert pace.change == pytest.approx(890 / (365 / 365.25), rel=1e-2)
    through = found.slopes[-1]
    assert [title.en for title, _ in through.columns] == ["1393", "1394"]
    assert dict(through.ranks)[found.name] == (31, 1)
