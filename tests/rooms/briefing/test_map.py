"""The map of units: a county just parted from another says that nothing is known of it, not that it has none."""

from datetime import timedelta

import pytest

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.briefing.charts import map_of_units
from hamahang.domain.ledger import AsOf
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
HERE = {"latitude": "33.4", "longitude": "46.4"}


def test_a_parted_county_without_units_is_unknown_and_one_that_always_was_has_none() -> None:
    province = factories.province(code="16")
    old, _ = (
        factories.county(province=province, name=name, name_en=name, **HERE | {"longitude": east})
        for name, east in (("Old", "46.4"), ("Empty", "46.9"))
    )
    on = DAY + timedelta(30)
    new = factories.county(province=province, name="New", name_en="New", valid_from=on, **HERE | {"latitude": "33.1"})
    factories.succession(before=old, after=new, on=on)
    factories.estate(county=old)
    factories.unit_status(unit=factories.unit(county=old))

    drawn = map_of_units(AsOf(on + timedelta(1)), EVERYTHING, "en")

    assert "Old: 1" in drawn
    assert "Empty: 0" in drawn
    assert "New: not known" in drawn


def test_of_a_county_that_a_reader_may_not_list_the_map_does_not_say_that_it_has_none() -> None:
    province = factories.province(code="16")
    own, _ = (
        factories.county(province=province, code=code, name=name, name_en=name, **HERE | {"longitude": east})
        for code, name, east in (("1605", "Own", "46.4"), ("1601", "Other", "46.9"))
    )
    factories.unit_status(unit=factories.unit(county=own))

    drawn = map_of_units(AsOf(DAY + timedelta(30)), Reach(places=frozenset({"1605"})), "en")

    assert "Own: 1" in drawn
    assert "Other: not known" in drawn
