"""What counties got against their need, by hand: two counties, and one that was split since it was counted."""

import math
from datetime import date

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.ledger import AsOf
from hamahang.indicators import sharing
from hamahang.methods.benchmark import Unfit
from hamahang.territory.models import County, Province
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2012, 1, 1)
SPLIT = date(2011, 9, 1)


@pytest.fixture
def home() -> Province:
    """A province that is home because an estate of the register is in it."""
    province = factories.province(code="16")
    factories.estate(county=factories.county(province=province, valid_to=factories.DAY, code="0000"))
    return province


def county(home: Province, inhabitants: int | None, **values: object) -> County:
    found: County = factories.county(province=home, **values)
    if inhabitants:
        factories.county_people(county=found, inhabitants=inhabitants)
    return found


def paid(where: County, amount: int, **values: object) -> None:
    unit = factories.unit(county=where, **values)
    factories.disbursement(facility=factories.credit_facility(unit=unit), amount=amount)


def told(of: str = "facilities_paid", need: str = sharing.INHABITANTS) -> sharing.Shares:
    return sharing.shares(of, need, asof=AsOf(DAY), reach=EVERYTHING)


def test_shares_against_inhabitants_by_hand(home: Province) -> None:
    poor, rich = county(home, 600), county(home, 400)
    paid(poor, 30)
    paid(rich, 70)

    found = told()

    behind, ahead = found.balance.areas
    assert [found.areas[one.area] for one in (behind, ahead)] == [(poor,), (rich,)]
    assert [behind.ratio, ahead.ratio] == pytest.approx([0.5, 1.75])
    assert behind.missing == pytest.approx(30)
    assert found.balance.measures["gini"].value == pytest.approx(0.3)
    assert found.balance.measures["theil_t"].value == pytest.approx(0.3 * math.log(0.5) + 0.7 * math.log(1.75))


def test_the_parts_by_year_industry_and_place_add_up_to_the_whole(home: Province) -> None:
    poor, rich = county(home, 600), county(home, 400)
    paid(poor, 30, isic="2392")
    paid(rich, 50, isic="2392")
    paid(rich, 20, isic="1079")

    found = told()

    theil = found.balance.measures["theil_t"].value
    assert [one.kind for one in found.sliced] == ["period", "sector", "place"]
    for one in found.sliced:
        assert one.between == pytest.approx(theil, abs=1e-12)
        assert one.between + one.within == pytest.approx(one.total, abs=1e-12)
        assert sum(each.adds for each in one.slices) == pytest.approx(one.total, abs=1e-12)
    industry = {each.title.en: each for each in found.sliced[1].slices}
    # all of industry 10 went to the county with 0.4 of the inhabitants
    assert industry["10"].theil == pytest.approx(math.log(1 / 0.4))
    assert industry["10"].share == pytest.approx(0.2)


def test_counties_that_a_number_does_not_tell_apart_stand_together(home: Province) -> None:
    # counted before the split, paid before the split
    whole, other = county(home, 600, valid_to=SPLIT), county(home, 400)
    parts = [county(home, None, valid_from=SPLIT) for _ in range(2)]
    for part in parts:
        factories.succession(before=whole, after=part, on=SPLIT)
    paid(whole, 30)
    paid(other, 70)

    found = told()

    behind = found.balance.areas[0]
    assert set(found.areas[behind.area]) == set(parts)
    assert (behind.need, behind.got) == (600, 30)


def test_a_county_counted_before_another_came_of_it_stands_for_both(home: Province) -> None:
    old, other = county(home, 600), county(home, 400)
    born = county(home, None, valid_from=SPLIT)
    factories.succession(before=old, after=born, on=SPLIT)
    paid(born, 30)
    paid(other, 70)

    found = told()

    assert set(found.areas[found.balance.areas[0].area]) == {old, born}


def test_a_census_of_counties_to_come_is_not_counted_beside_the_one_they_came_of(home: Province) -> None:
    whole, other = county(home, 600, valid_to=date(2013, 1, 1)), county(home, 400)
    part = county(home, None, valid_from=date(2013, 1, 1))
    factories.county_people(county=part, inhabitants=700, since_on=date(2016, 11, 1))
    factories.succession(before=whole, after=part, on=date(2013, 1, 1))
    paid(whole, 30)
    paid(other, 70)

    assert {one.need for one in told().balance.areas} == {600, 400}


def test_what_was_got_where_no_need_was_counted_is_named_and_not_measured(home: Province) -> None:
    poor, rich, uncounted = county(home, 600), county(home, 400), county(home, None)
    paid(poor, 30)
    paid(rich, 70)
    paid(uncounted, 9)

    found = told()

    assert list(found.without_need.values()) == [9]
    assert found.balance.measures["gini"].value == pytest.approx(0.3)


def test_a_need_that_no_census_asked_for_is_not_told(home: Province) -> None:
    paid(county(home, None), 30)

    with pytest.raises(sharing.NotTold, match="no census"):
        told()


def test_nothing_shared_out_is_said_in_words(home: Province) -> None:
    county(home, 600)
    county(home, 400)

    with pytest.raises(Unfit, match="Nothing was shared out"):
        told()
