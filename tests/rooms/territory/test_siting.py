"""Kinds of plants against what estates have left: counted by hand, with what is not known left open."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.ledger import AsOf
from hamahang.territory import siting
from hamahang.territory.actions import set_capacity
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db


def estate(code: str, **has: str) -> Any:
    """Return an active estate with what reaches it; land in hectares."""
    land = has.pop("land", None)
    made = factories.estate(code=code, area_assignable=Decimal(land) if land else None)
    factories.estate_status(estate=made)
    for utility, amount in has.items():
        set_capacity(
            estate=made, utility=utility.upper(), name=f"منبع {utility}", amount=Decimal(amount), on=DAY, by="x", at=AT
        )
    return made


def judged(kind: str = "brick") -> dict[str, Any]:
    asof = AsOf(DAY)
    sites = siting.candidates(asof, EVERYTHING).sites
    return {one.site.id: one for one in siting.judge(siting.plants(DAY)[kind], sites)}


def test_every_kind_is_told_in_both_languages_with_its_day_and_source() -> None:
    found = siting.plants(date(2026, 11, 26))

    assert set(found) == {"cement", "brick", "petrochemical", "dates", "chipboard"}
    for plant in found.values():
        assert all(said.fa and said.en for said in (plant.title, plant.size, plant.material, plant.source))
        assert plant.needs["POWER"] > 0
        assert plant.source == siting.OFFICE
    assert "GAS" not in found["dates"].needs


def test_before_the_table_begins_no_kind_is_known() -> None:
    assert siting.plants(date(2010, 3, 20)) == {}


def test_what_is_missing_is_counted_and_what_is_not_known_leaves_a_site_open() -> None:
    # brick: 1.2 MW, 650 m³/h, 70 m³/day, 5 ha
    estate("short", power="1", gas="500", water="80", land="6")
    estate("open", power="2", water="80", land="6")
    estate("fits", power="1.8", gas="650", water="140", land="10")

    found = judged()

    assert {code: one.state for code, one in found.items()} == {"short": "out", "open": "undecided", "fits": "in"}
    assert {one.limit.code: one.missing for one in found["short"].missed} == {
        "POWER": pytest.approx(0.2), "GAS": pytest.approx(150),
    }  # fmt: skip
    assert [one.limit.code for one in found["open"].unknown] == ["GAS"]


def test_the_grade_is_the_weighted_sum_of_what_is_spare() -> None:
    # power half way from 1.2 to 2.4 (weight 2), gas none (1), water whole (2), land whole (1); job seekers (2) and the
    # road (1) are not known and count nothing: (2 · 0.5 + 2 + 1) / 9
    estate("fits", power="1.8", gas="650", water="140", land="10")

    one = judged()["fits"]

    assert one.score == pytest.approx(4 / 9)
    assert {graded.grade.code for graded in one.graded if graded.height is None} == {"grade-SEEKERS", "grade-ROAD"}


def test_job_seekers_of_the_county_count_once_a_census_is_known() -> None:
    # 300 of the 600 that 60 places of work are given: half of weight 2
    made = estate("fits", power="1.8", gas="650", water="140", land="10")
    factories.county_people(county=made.county, active=1_000, unemployed=300)

    assert judged()["fits"].score == pytest.approx(5 / 9)


def test_two_plants_do_not_get_the_same_megawatts() -> None:
    estate("one", power="2", gas="2000", water="200", land="20")
    estate("two", power="1.5", gas="2000", water="200", land="20")
    sites = siting.candidates(AsOf(DAY), EVERYTHING).sites

    placing = siting.placing({"brick": 3}, siting.plants(DAY), sites)
    best = placing.best()

    assert best.placed == 2
    assert sorted(best.where.values()) == ["one", "two"]
    assert best.left["one", "POWER"] == pytest.approx(0.8)
    assert best.is_proven


def test_what_is_over_promised_is_out_by_all_that_is_lacking_and_stops_no_other_placing() -> None:
    owing = estate("owing", power="2", gas="2000", water="200", land="20")
    factories.utility_promise(estate=owing, utility="POWER", amount=Decimal(5))
    estate("one", power="2", gas="2000", water="200", land="20")
    sites = siting.candidates(AsOf(DAY), EVERYTHING).sites

    assert judged()["owing"].missed[0].missing == pytest.approx(4.2)
    assert set(siting.placing({"brick": 2}, siting.plants(DAY), sites).best().where.values()) == {"one"}


def around(made: Any, kind: str, km: str, **values: Any) -> None:
    factories.surrounding(estate=made, kind=kind, name=kind, name_key=kind, km=Decimal(km), **values)


def whole(code: str) -> Any:
    return estate(code, power="9", gas="9000", water="900", land="90")


def test_material_out_of_reach_and_a_protected_area_too_near_exclude_with_the_reason() -> None:
    # brick: 90,000 t of clay within 30 km, 3 km from protected areas
    far, park, fits = whole("far"), whole("park"), whole("fits")
    for one, clay, protected in ((far, "31", "9"), (park, "10", "2"), (fits, "30", "3")):
        around(one, "MATERIAL", clay, material="خاک رس", amount=Decimal(120_000))
        around(one, "PROTECTED", protected)

    found = judged()

    assert {code: one.state for code, one in found.items()} == {"far": "out", "park": "out", "fits": "in"}
    assert [(miss.limit.title.en, miss.missing) for miss in found["far"].missed] == [("clay within 30 km", 90_000)]
    assert [(miss.limit.code, miss.missing) for miss in found["park"].missed] == [("PROTECTED", 1)]


def test_where_nothing_came_of_what_lies_around_it_is_no_limit_and_then_it_is_to_be_asked() -> None:
    told, silent = whole("told"), whole("silent")
    assert {one.state for one in judged().values()} == {"in"}

    around(told, "PROTECTED", "20")

    found = judged()
    assert found["told"].state == "in"
    assert [one.limit.code for one in found["silent"].unknown] == ["PROTECTED"]
    assert silent is not told


def test_the_nearest_road_and_the_last_word_on_it_are_graded() -> None:
    one = whole("one")
    around(one, "ROAD", "80")
    around(one, "ROAD", "15", since_on=DAY.replace(month=DAY.month + 1))

    later = siting.candidates(AsOf(DAY.replace(year=DAY.year + 1)), EVERYTHING)

    assert siting.candidates(AsOf(DAY), EVERYTHING).sites[0].has["ROAD"] == 80
    assert later.sites[0].has["ROAD"] == 15
    assert later.nearest["one", "ROAD"] == "ROAD"
