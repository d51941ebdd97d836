"""What the tables of several publications tell together: no small cell can be worked out by adding and subtracting."""

from datetime import timedelta
from typing import Any

import pytest

from hamahang.briefing import counted, protecting
from hamahang.briefing.clearing import draft_figure, take_step
from hamahang.briefing.models import FrozenFigure
from hamahang.domain.indicators import ALL, Scope
from hamahang.domain.publishing import PublicationRefused
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db
FAMILY = ("units_registered", "units_active", "units_idle", "units_under_construction")


def published(indicator: str, scope: Scope = ALL, day: Any = DAY) -> Any:
    made = draft_figure(indicator=indicator, scope=scope, day=day, on=DAY, by="amar", at=AT)
    for by, step in (("amar", "check"), ("rais", "clear"), ("rais", "publish")):
        take_step(publication=made, step=step, reason="چنین شد", on=DAY, by=by, at=AT)
    return made


def units(county: Any, *, active: int = 0, idle: int = 0, built: int = 0) -> None:
    for status, number in (("ACTIVE", active), ("IDLE", idle), ("UNDER_CONSTRUCTION", built)):
        for _ in range(number):
            factories.unit_status(unit=factories.unit(county=county), status=status)


def shown(publication: Any) -> dict[str, int | None]:
    return {cell.code: cell.records for cell in counted.by_county(publication).cells}


def test_a_cell_is_not_left_over_when_the_figures_of_a_family_are_subtracted():
    one, two, three = (factories.county() for _ in range(3))
    units(one, active=7, idle=2, built=5)
    units(two, active=6, idle=3, built=4)
    units(three, active=9, idle=8, built=6)

    registered, active, idle, built = (shown(published(code)) for code in FAMILY)

    assert None not in {*registered.values(), *active.values()}
    assert (idle[one.code], idle[two.code], idle[three.code]) == (None, None, 8)
    # 14 registered less 7 at work less 5 being built would be the two that idle
    assert built.get(one.code) is None


def test_the_figure_of_a_county_is_refused_if_it_gives_another_away():
    few, many, most = (factories.county() for _ in range(3))
    for county, number in ((few, 2), (many, 4), (most, 9)):
        units(county, active=number)
    assert shown(published("units_active")) == {few.code: None, many.code: None, most.code: 9}

    with pytest.raises(PublicationRefused, match="another figure hides"):
        published("units_active", Scope("county", many.code))
    published("units_active", Scope("county", most.code))


def test_what_the_figure_of_a_county_has_told_protects_no_other():
    few, many, most = (factories.county() for _ in range(3))
    for county, number in ((few, 2), (many, 4), (most, 9)):
        units(county, active=number)
    published("units_active", Scope("county", many.code))

    assert shown(published("units_active")).get(most.code) is None


def test_one_new_record_does_not_give_away_those_before_it():
    few, many, most = (factories.county() for _ in range(3))
    for county, number in ((few, 2), (many, 4), (most, 9)):
        units(county, active=number)
    published("units_registered")
    later = DAY + timedelta(days=30)
    factories.unit_status(unit=factories.unit(county=few), since_on=DAY + timedelta(days=9))

    # the total tells one new unit, so three in the county now would be two then
    assert shown(published("units_registered", day=later)).get(few.code) is None


def test_a_briefing_keeps_the_figure_of_a_place_to_itself_if_it_gives_a_small_cell_away():
    few, many, most = (factories.county() for _ in range(3))
    for county, number in ((few, 2), (many, 4), (most, 9)):
        units(county, active=number)
    whole = published("units_active")
    frozen = [
        FrozenFigure(
            indicator="units_active",
            scope=f"county:{county.code}",
            rows=[row for row in whole.rows if row["county"] == county.code],
        )
        for county in (few, many, most)
    ]

    assert [figure.scope for figure in protecting.printable(frozen)] == [f"county:{most.code}"]
