"""A figure of 1390 in the counties of 1395 and the other way round: no row lost, none split unseen."""

from datetime import date
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.cli.prepare import load_tables
from hamahang.domain.indicators import ALL
from hamahang.domain.ledger import AsOf
from hamahang.domain.months import Month
from hamahang.indicators.restated import CannotRestate, Restated, day_of_division, restated
from hamahang.territory import queries as territory
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
IN_1390, IN_1395 = day_of_division(1390), day_of_division(1395)


@pytest.fixture(autouse=True)
def counties(db: None) -> dict[str, Any]:
    load_tables(by="tests", at=AT)
    home = [county for county in territory.counties_by_id().values() if county.province.code == "16"]
    return {county.name: county for county in home}


FIRST = Month(1390, 2).first


def idle(county: Any, *, on: date = FIRST, estate: Any = None) -> Any:
    unit = factories.unit(county=county, estate=estate)
    factories.unit_status(unit=unit, status="IDLE", since_on=on)
    return unit


def asked(code: str, day: date, division: date, **values: Any) -> Restated:
    return restated(code, asof=AsOf(day), scope=ALL, reach=EVERYTHING, day=division, **values)


def told(found: Restated) -> dict[str, Any]:
    return {f"{line.county.name}{'*' if line.among else ''}": line.value for line in found.lines}


def test_a_count_of_1390_in_the_counties_of_1395(counties: dict[str, Any]) -> None:
    old = counties["شیروان و چرداول"]
    estate = factories.estate(county=counties["سیروان"])
    for _ in range(3):
        idle(old)
    idle(old, estate=estate)
    idle(counties["ایلام"])

    found = asked("units_idle", Month(1390, 4).day(10), IN_1395)

    assert told(found) == {"ایلام": 1, "سیروان": 1, "شیروان و چرداول*": 3}
    assert found.total == 5
    assert found.rules == {"same": 1, "estate": 1, "undivided": 3}
    (whole,) = (line for line in found.lines if line.among)
    assert [county.name for county in whole.among] == ["چرداول", "سیروان"]
    # a count is not split even where that is asked for
    assert told(asked("units_idle", Month(1390, 4).day(10), IN_1395, by_inhabitants=True)) == told(found)


def test_a_count_of_1395_in_the_counties_of_1390_is_whole(counties: dict[str, Any]) -> None:
    on = Month(1395, 2).first
    for name in ("چرداول", "سیروان", "بدره", "دره شهر"):
        idle(counties[name], on=on)

    found = asked("units_idle", Month(1395, 4).day(10), IN_1390)

    assert told(found) == {"دره شهر": 2, "شیروان و چرداول": 2}
    assert found.rules == {"became": 3, "same": 1}


def test_a_sum_is_split_by_inhabitants_only_where_asked_and_says_that_it_is_estimated(counties: dict[str, Any]) -> None:
    unit = factories.unit(county=counties["شیروان و چرداول"])
    factories.head_count(unit=unit, persons=1_000, proof=4, since_on=Month(1390, 2).first)

    whole = asked("actual_jobs", Month(1390, 4).day(10), IN_1395)
    parts = asked("actual_jobs", Month(1390, 4).day(10), IN_1395, by_inhabitants=True)

    assert told(whole) == {"شیروان و چرداول*": 1_000}
    # 57,381 and 14,404 inhabitants in 1395
    assert told(parts) == {"چرداول": 799, "سیروان": 201}
    assert all(line.is_estimated for line in parts.lines)
    assert parts.total == whole.total == 1_000


def test_a_unit_that_was_put_into_its_later_county_goes_by_that(counties: dict[str, Any]) -> None:
    from hamahang.ledger.queries import as_of
    from hamahang.ledger.recording import recording

    unit = idle(counties["شیروان و چرداول"])
    before = as_of(day=Month(1390, 4).day(10), known_at=AT).entry
    with recording(action="x", by="x", at=AT):
        unit.county = counties["سیروان"]
        unit.save()

    found = restated(
        "units_idle", asof=AsOf(Month(1390, 4).day(10), AT, before), scope=ALL, reach=EVERYTHING, day=IN_1395
    )

    assert (told(found), found.rules) == ({"سیروان": 1}, {"later": 1})


def test_a_ratio_is_not_restated() -> None:
    with pytest.raises(CannotRestate):
        asked("idle_share", IN_1390, IN_1395)
    with pytest.raises(ValueError, match="95"):
        day_of_division(95)
