"""The example's twenty-four months of returns: most on time, some late, missing, sent back; 10 Tir stays as it was."""

from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.cli.samples import year_returns
from hamahang.domain.indicators import ALL, Scope
from hamahang.domain.ledger import AsOf
from hamahang.domain.months import Month, months_between
from hamahang.indicators import queries
from hamahang.indicators.catalogue import indicators
from hamahang.ledger.verification import verify_records
from hamahang.register import owing, returned
from hamahang.register.cells import together
from hamahang.register.models import MonthlyReturn, ReturnDecision
from tests.province import NOW, TIR_10, Province

pytestmark = pytest.mark.django_db
REPORTED = {
    "active_estates": 8, "zones_under_construction": 4, "affected_units_referred": 33,
    "targeted_subsidies_facilities_paid": 2_206_000_000_000, "spatial_plan_projects_approved": 15,
    "jobs_verified": 417, "resolutions_overdue": 23,
}  # fmt: skip
OF_RETURNS = ("returns_", "units_without_returns", "returned_jobs", "production_index")


def values(scope: Scope = ALL) -> dict[str, Any]:
    asof = AsOf(TIR_10)
    codes = [code for code in indicators() if not code.startswith(OF_RETURNS)]
    return {code: queries.compute(code, asof=asof, scope=scope, reach=EVERYTHING).value for code in codes}


def test_two_years_of_returns_come_and_what_was_reported_stays(province: Province) -> None:
    before = values()

    year_returns.play(at=NOW)

    assert values() == before
    assert {code: before[code] for code in REPORTED} == REPORTED
    idle = queries.compute("idle_units_identified", asof=AsOf(TIR_10), scope=Scope("estate", "ilam"), reach=EVERYTHING)
    assert idle.value == 44
    _every_kind_is_there()
    assert verify_records() is None


def _every_kind_is_there() -> None:
    months = months_between(Month(1390, 1), Month(1391, 12))
    counties = [county.pk for county in owing.counties_owing(EVERYTHING, "16")]
    day = AsOf(Month(1392, 3).day(20))
    cells = owing.months_of(EVERYTHING, day, months, counties)
    by_month = [together(cells[county, month] for county in counties) for month in months]

    assert all(cell.received > 150 and cell.on_time and cell.missing for cell in by_month)
    assert sum(cell.late for cell in by_month) > 50
    assert sum(cell.sent_back for cell in by_month) > 0
    assert by_month[-1].waiting > 10
    warned = owing.late_units(EVERYTHING, AsOf(Month(1392, 1).day(20)), months=6).count()
    assert 3 < warned < 40
    # some came back and were sent again: both versions stay, and the senders confirmed none of their own
    again = MonthlyReturn.objects.exclude(voided_entry=None).count()
    assert again > 10
    words = ReturnDecision.objects.filter(decision="CONFIRMED").select_related("entry")
    assert {word.entry.by for word in words} == {"amar"}
    assert returned.units_of_person("malek")
