"""The example after 10 Tir 1390: cases and facilities in every state, sessions, ninety resolutions, projects, mines."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.board import queries as board
from hamahang.casework import queries as casework
from hamahang.cli.samples import year, year_credit, year_lent, year_mines, year_projects
from hamahang.domain.calendar import from_jalali
from hamahang.domain.flows.cases import workflow_of
from hamahang.domain.indicators import ALL, Scope
from hamahang.domain.ledger import AsOf
from hamahang.indicators import queries
from hamahang.ledger import queries as ledger
from hamahang.ledger.verification import verify_records
from hamahang.projects import following
from hamahang.projects import queries as projects
from hamahang.register import licensing, mining
from hamahang.register.models import Mine
from hamahang.support.checking import check_all
from hamahang.support.facility_lists import states_in, waiting
from hamahang.support.models import Posting, Schedule
from hamahang.territory import queries as territory
from tests.province import TIR_10, Province

pytestmark = pytest.mark.django_db
END = from_jalali(1391, 12, 29)


def value(code: str, day: date = END, scope: Scope = ALL) -> Any:
    return queries.compute(code, asof=ledger.as_of(day=day), scope=scope, reach=EVERYTHING).value


def test_the_idle_units_of_ilam_have_come_to_every_state_of_revival(played: Province) -> None:
    stages = Counter(casework.whole(case, AsOf(END)).stage for case in year.listed())

    assert set(stages) == {state.code for state in workflow_of("REVIVAL", TIR_10).states}
    assert stages == Counter(year.GOALS)


def test_three_committees_have_held_twelve_sessions_with_ninety_resolutions(played: Province) -> None:
    own = [found for found in board.resolutions_by_number().values() if found.session_id]
    committees = {found.session.committee.code for found in own}

    assert (len(own), len({found.session_id for found in own}), len(committees)) == (90, 12, 3)
    assert value("sessions_held") == 12
    states = {board.states_of(found, AsOf(END))[-1].state for found in own}
    assert states == {"NOTIFIED", "IN_PROGRESS", "DONE_CLAIMED", "DONE_VERIFIED", "NOT_DONE", "ESCALATED", "CANCELLED"}


def test_what_was_reported_on_10_tir_is_still_counted_exactly(played: Province) -> None:
    figures = ("idle_units_identified", "idle_units_in_diagnosis", "idle_units_restarted", "resolutions_overdue")

    assert [value(code, TIR_10) for code in figures] == [44, 29, 3, 23]
    assert value("jobs_verified", TIR_10) == 417
    assert value("targeted_subsidies_facilities_paid", TIR_10) == 2_206_000_000_000


def test_what_was_said_of_projects_on_10_tir_does_not_move(played: Province) -> None:
    approved = "spatial_plan_projects_approved"
    figures = (approved, f"{approved}_above_threshold", f"{approved}_below_threshold", "projects_being_built")

    assert [value(code, TIR_10) for code in figures] == [15, 6, 9, 19]
    assert value("units_registered", TIR_10) == 214
    assert verify_records() is None


def test_the_projects_have_two_years_of_inspections_and_stand_where_they_should(played: Province) -> None:
    listed = projects.projects_by_number()
    last = from_jalali(1392, 3, 31)
    for story in year_projects.STORIES:
        whole = following.whole(listed[f"آ-{1387000 + story.number * 13}"], AsOf(last))
        assert whole.way.stage == story.goal, whole.project.title
        seen = [row for row in whole.observations if row.since_on > TIR_10]
        for row in seen:
            words = following.components(AsOf(row.since_on), [whole.project.pk], seen=True)[whole.project.pk]
            assert row.percent * 100 == sum(whole.weights[code] * fact.percent for code, fact in words.items())
    stages = Counter(row.stage for row in projects.stages(AsOf(last)))
    assert (stages["STOPPED"], stages["OPERATING"], stages["CANCELLED"]) == (2, 5, 1)


def test_each_date_that_moved_has_its_reason_and_each_stop_its_case(played: Province) -> None:
    moved, stopped = 0, []
    for project in projects.projects_by_number().values():
        whole = following.whole(project, AsOf(END))
        assert all(row.reason for row in whole.expected[1:])
        moved += len(whole.expected) - 1
        if whole.way.stage == "STOPPED":
            stopped.append([case.kind for case in following.obstacles_of(project, AsOf(END))])

    assert moved > 20
    assert stopped == [["PROJECT"], ["PROJECT"]]


def test_one_permit_is_cancelled_and_some_became_licences(played: Province) -> None:
    own = [row for row in licensing.permits(AsOf(END)) if row.number.startswith("ج/")]
    states = Counter(row.state for row in own)

    assert (len(own), states["CONVERTED"], states["CANCELLED"]) == (19, 4, 1)
    assert value("licences_suspended") == 1
    assert value("permits_running_out", from_jalali(1391, 3, 20)) == 16


def test_one_estate_has_promised_the_same_megawatts_twice_and_no_other(played: Province) -> None:
    estates = {estate.pk: estate.code for estate in territory.estates_by_id().values()}
    left = territory.utilities_left(list(estates), AsOf(END))
    contested = [(estates[pk], code) for pk, rows in left.items() for code, row in rows.items() if row.is_contested]

    assert contested == [("ilam", "POWER")]
    assert [row.lacking for row in left[next(pk for pk in estates if estates[pk] == "ilam")]["POWER"].rows] == [0, 0, 3]


def test_the_mines_have_gone_their_ways_with_royalties_to_the_rial(played: Province) -> None:
    rows = mining.statuses(AsOf(END))

    assert Counter(row.document for row in rows) == {"EXPLOITATION": 5, "DISCOVERY": 1, "EXPLORATION": 1}
    due = sum(pit.royalty for pit in year_mines.PITS)
    paid = sum(pit.royalty * pit.paid // 100 for pit in year_mines.PITS)
    assert (value("royalties_due"), value("royalties_paid")) == (due, paid)
    assert [value(f"mines_{state}") for state in ("active", "inactive", "being_equipped")] == [3, 3, 1]
    # all but the one that is still being explored
    assert value("mines_with_reserve") == 6
    lime = mining.whole(Mine.objects.get(name="آهک مانشت"), AsOf(END))
    ((certified, left),) = lime.reserves.values()
    # what was taken out in 1391 is told after that day
    assert (int(certified), int(left)) == (4_200_000, 4_200_000 - 88_000)


def test_facilities_stand_in_every_state_and_class_and_their_accounts_hold(played: Province) -> None:
    states = Counter({state.value: number for state, number in states_in(AsOf(END), EVERYTHING).items()})
    kinds = set(Schedule.objects.filter(voided_entry=None).values_list("kind", flat=True))

    assert set(states) >= {"PAYING", "REPAYING", "OVERDUE", "RESTRUCTURED", "SETTLED", "WRITTEN_OFF", "GRANTED"}
    assert kinds == {"CONTRACT", "POSTPONED", "ARREARS", "WHOLE", "SETTLEMENT", "WRITTEN_OFF"}
    assert all(value(f"claims_{name}") for name in ("current", "past_due", "overdue"))
    assert value("claims_doubtful", from_jalali(1392, 6, 1)) > 0
    fates = Counter((*year_credit.FATES, *year_lent.FATES))
    assert value("facilities_restructured") == sum(fates[name] for name in ("POSTPONED", "ARREARS", "WHOLE")) == 6
    # those that were there before, four that are new, and those of the requests
    assert value("facilities_contracted") == len(year_credit.FATES) + 4 + 27
    # one payment of a tranche waits for somebody else, and each tranche that was paid has its inspection or its reason
    assert [(row.by, row.tranche.number) for row in waiting(EVERYTHING)] == [("tashilat", 3)]
    assert Posting.objects.exclude(reverses=None).exists()
    assert check_all().fault is None
