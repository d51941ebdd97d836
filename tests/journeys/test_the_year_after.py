"""The example's year after 10 Tir 1390: cases and facilities in every state, three committees, ninety resolutions."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.board import queries as board
from hamahang.casework import queries as casework
from hamahang.cli.samples import year, year_credit
from hamahang.domain.calendar import from_jalali
from hamahang.domain.caseflows import workflow_of
from hamahang.domain.indicators import ALL, Scope
from hamahang.domain.ledger import AsOf
from hamahang.indicators import queries
from hamahang.ledger import queries as ledger
from hamahang.support.checking import check_all
from hamahang.support.facility_lists import states_in, waiting
from hamahang.support.models import Posting, Schedule
from tests.province import NOW, TIR_10, Province

pytestmark = pytest.mark.django_db
END = from_jalali(1391, 12, 29)


def value(code: str, day: date = END, scope: Scope = ALL) -> Any:
    return queries.compute(code, asof=ledger.as_of(day=day), scope=scope, reach=EVERYTHING).value


@pytest.fixture
def played(province: Province) -> Province:
    year.play(at=NOW, store=province.store)
    return province


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


def test_facilities_stand_in_every_state_and_class_and_their_accounts_hold(played: Province) -> None:
    states = Counter({state.value: number for state, number in states_in(AsOf(END), EVERYTHING).items()})
    kinds = set(Schedule.objects.filter(voided_entry=None).values_list("kind", flat=True))

    assert set(states) >= {"PAYING", "REPAYING", "OVERDUE", "RESTRUCTURED", "SETTLED", "WRITTEN_OFF", "GRANTED"}
    assert kinds == {"CONTRACT", "POSTPONED", "ARREARS", "WHOLE", "SETTLEMENT", "WRITTEN_OFF"}
    assert all(value(f"claims_{name}") for name in ("current", "past_due", "overdue"))
    assert value("claims_doubtful", from_jalali(1392, 6, 1)) > 0
    assert value("facilities_restructured") == 3
    assert value("facilities_contracted") == len(year_credit.FATES) + 4
    # one payment of a tranche waits for somebody else, and each tranche that was paid has its inspection or its reason
    assert [(row.by, row.tranche.number) for row in waiting(EVERYTHING)] == [("tashilat", 3)]
    assert Posting.objects.exclude(reverses=None).exists()
    assert check_all().fault is None
