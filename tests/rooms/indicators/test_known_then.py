"""A figure asked as it was known answers what it answered, though the records behind it were corrected since."""

from datetime import timedelta
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.indicators import ALL, Scope
from hamahang.indicators import queries, tables
from hamahang.ledger import queries as ledger
from hamahang.ledger.recording import recording
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=30)


def asked(code: str, *, known_at: Any, scope: Scope = ALL) -> Any:
    return queries.compute(code, asof=ledger.as_of(day=DAY, known_at=known_at), scope=scope, reach=EVERYTHING).value


def correct(record: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    with recording(action="test.corrected", by="tester", at=LATER):
        record.save()


def test_a_project_found_to_be_large_was_small_as_it_was_known() -> None:
    factories.size_threshold(amount=100)
    project = factories.project(investment=90, expected_jobs=5)
    factories.project_stage(project=project)
    correct(project, investment=120, expected_jobs=8)

    codes = (
        "spatial_plan_projects_approved_above_threshold",
        "spatial_plan_projects_approved_below_threshold",
        "spatial_plan_investment",
        "spatial_plan_expected_jobs",
    )
    assert [asked(code, known_at=AT) for code in codes] == [0, 1, 90, 5]
    assert [asked(code, known_at=LATER) for code in codes] == [1, 0, 120, 8]
    assert [asked(code, known_at=None) for code in codes] == [1, 0, 120, 8]


def test_a_project_moved_to_another_programme_is_counted_where_it_was_known() -> None:
    project = factories.project(programme="SPATIAL_PLAN")
    factories.project_stage(project=project)
    correct(project, programme="OTHER")

    assert asked("spatial_plan_projects_approved", known_at=AT) == 1
    assert asked("spatial_plan_projects_approved", known_at=LATER) == 0


def test_the_cause_of_an_idle_unit_is_told_as_it_was_known() -> None:
    case = factories.case(main_cause="MARKET")
    factories.case_stage(case=case)
    correct(case, main_cause="LIQUIDITY")

    def causes(known_at: Any) -> list[tuple[str, int]]:
        return tables.idle_causes(asof=ledger.as_of(day=DAY, known_at=known_at), reach=EVERYTHING)

    assert causes(AT) == [("MARKET", 1)]
    assert causes(LATER) == [("LIQUIDITY", 1)]


def test_the_sector_of_a_unit_is_told_as_it_was_known() -> None:
    unit = factories.unit(isic="2392")
    factories.unit_status(unit=unit, status="ACTIVE")
    correct(unit, isic="1040")

    def sectors(known_at: Any) -> list[str]:
        asof = ledger.as_of(day=DAY, known_at=known_at)
        return [row.sector for row in queries.rows("units_active", asof=asof, scope=ALL, reach=EVERYTHING)]

    assert sectors(AT) == ["2392"]
    assert sectors(LATER) == ["1040"]
