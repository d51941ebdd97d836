"""Figures of cases, counted by hand and beside a count of the facts."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.casework import planning, working
from hamahang.domain.flows.workingdays import months_later
from hamahang.domain.indicators import ALL, Reduction
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.indicators import queries
from hamahang.ledger import queries as ledger
from tests import factories
from tests.factories import AT, DAY
from tests.rooms.casework.cases import begin, come_to, take

pytestmark = pytest.mark.django_db
FAR = date(2013, 3, 1)


def value(code: str, day: date = FAR) -> object:
    return queries.compute(code, asof=AsOf(day), scope=ALL, reach=EVERYTHING).value


def test_stocks_of_cases_by_their_state() -> None:
    for state in ("IDENTIFIED", "PLANNED", "UNDER_WAY", "NOT_REVIVABLE", "DURABLE", "RELAPSED", "WITHDRAWN"):
        come_to("REVIVAL", state)
    come_to("OBSTACLE", "UNDER_WAY")
    come_to("OBSTACLE", "REMOVED")
    come_to("TAKEOVER", "OFFERED")
    come_to("TAKEOVER", "TRANSFERRED")
    come_to("PROJECT", "UNBLOCKED")

    found = {
        code: value(code)
        for code in (
            "revival_cases_open",
            "revival_cases_planned",
            "revival_cases_unviable",
            "revivals_durable",
            "revivals_relapsed",
            "revivals_withdrawn",
            "obstacles_open",
            "obstacles_removed",
            "takeovers_offered",
            "takeovers_done",
            "projects_unblocked",
        )
    }
    assert list(found.values()) == [3, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1]
    assert value("revivals_durable", DAY) == 0


def test_shares_at_work_after_months_have_both_parts() -> None:
    lasting, failed, unchecked = (come_to("REVIVAL", "RESTARTED") for _ in range(3))
    take(lasting, "watch_3")
    take(failed, "relapse")
    assert unchecked.stage == "RESTARTED"

    assert value("revived_working_after_3", lasting.on - timedelta(1)) is None
    assert value("revived_working_after_3", months_later(DAY, 3)) == Decimal("33.3")
    assert value("revived_working_after_6", months_later(DAY, 3)) is None
    assert value("revived_working_after_6", months_later(DAY, 6)) == 0


def test_flows_of_a_year_and_their_net() -> None:
    working = factories.unit()
    factories.unit_status(unit=working, status="ACTIVE", since_on=DAY)
    factories.unit_status(unit=working, status="IDLE", since_on=DAY + timedelta(40))
    idle = factories.unit()
    factories.unit_status(unit=idle, status="IDLE", since_on=DAY - timedelta(400))
    factories.unit_status(unit=idle, status="IDLE", since_on=DAY + timedelta(5))
    back, lost = come_to("REVIVAL", "RESTARTED"), come_to("REVIVAL", "RELAPSED")
    day = DAY + timedelta(60)

    assert (back.on, lost.on) == (DAY, DAY)
    assert [value(f"{name}_this_year", day) for name in ("units_stopped", "units_restarted", "units_relapsed")] == [
        1,
        2,
        1,
    ]
    assert value("net_restarts_this_year", day) == 1
    assert value("net_restarts_this_year", months_later(DAY, 13)) == 0


def test_jobs_of_a_relapsed_case_no_longer_count() -> None:
    kept, lost = come_to("REVIVAL", "RESTARTED"), come_to("REVIVAL", "RELAPSED")

    assert value("jobs_returned_by_revival", kept.on) == 12
    planning.record_outcome(
        case=kept.case,
        outcome="REVIVED",
        jobs_returned=9,
        jobs_safeguarded=4,
        proof=Proof.INSURED,
        on=kept.on + timedelta(9),
        by="d",
        at=AT,
    )
    assert (value("jobs_returned_by_revival"), value("jobs_safeguarded_by_cases")) == (9, 4)
    assert value("jobs_returned_by_revival", lost.on) == 12


def test_the_median_of_days_is_the_middle_one() -> None:
    for days in (4, 10, 30, 31):
        made = begin()
        made.on += timedelta(days)
        take(made, "open")

    assert value("days_to_open") == 20
    assert value("days_to_open", DAY + timedelta(10)) == 7
    assert value("days_to_restart") is None


def test_days_in_a_stage_are_those_until_the_case_went_on() -> None:
    for days in ((4, 10), (8, 40)):
        made = begin(main_cause="MARKET")
        for step, later in zip(("open", "diagnose"), days, strict=True):
            made.on += timedelta(later)
            take(made, step)
    straight = begin(main_cause="ENERGY")
    take(straight, "open")
    take(straight, "diagnose")

    def by(part: str, day: date = FAR) -> dict[str, object]:
        found = queries.rows("days_in_stage", asof=AsOf(day), scope=ALL, reach=EVERYTHING)
        return dict(found.parted(part, Reduction.MEDIAN))

    # 4, 8 and 0 days identified; 10, 40 and 0 days opened; the diagnosis still lasts
    assert by("stage") == {"IDENTIFIED": 4, "OPENED": 10}
    assert by("cause") == {"MARKET": Decimal(9), "ENERGY": 0}
    assert value("days_in_stage") == Decimal(6)
    assert by("stage", DAY + timedelta(8)) == {"IDENTIFIED": 4, "OPENED": 0}


def test_cases_are_told_apart_by_stage_and_cause_as_they_were_known() -> None:
    made = begin(main_cause="MARKET")
    come_to("REVIVAL", "DURABLE")
    begin(main_cause="ENERGY")

    def by(part: str, **asof: object) -> dict[str, object]:
        found = queries.rows("revival_cases", asof=AsOf(FAR, **asof), scope=ALL, reach=EVERYTHING)
        return dict(found.parted(part, Reduction.COUNT))

    assert by("stage") == {"IDENTIFIED": 2, "DURABLE": 1}
    assert by("cause") == {"MARKET": 2, "ENERGY": 1}
    before = ledger.head()[0]
    working.find_causes(
        case=made.case, causes=[working.Found("ENERGY", 100, is_main=True)], on=made.on, by="moshaver", at=AT
    )
    assert by("cause") == {"MARKET": 1, "ENERGY": 2}
    assert by("cause", entry=before) == {"MARKET": 2, "ENERGY": 1}
