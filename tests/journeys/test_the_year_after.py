"""The example's year after 10 Tir 1390: cases in every state, three committees, twelve sessions, ninety resolutions."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from hamahang.accounts.queries import EVERYTHING
from hamahang.board import queries as board
from hamahang.casework import queries as casework
from hamahang.cli.samples import year
from hamahang.domain.calendar import from_jalali
from hamahang.domain.caseflows import workflow_of
from hamahang.domain.indicators import ALL, Scope
from hamahang.domain.ledger import AsOf
from hamahang.indicators import queries
from hamahang.ledger import queries as ledger
from tests.province import NOW, TIR_10, Province

pytestmark = pytest.mark.django_db
END = from_jalali(1391, 12, 29)


def value(code: str, day: date = END, scope: Scope = ALL) -> Any:
    return queries.compute(code, asof=ledger.as_of(day=day), scope=scope, reach=EVERYTHING).value


@pytest.fixture(scope="module")
def played(province: Province, django_db_blocker: Any) -> Iterator[Province]:
    with django_db_blocker.unblock(), transaction.atomic():
        year.play(at=NOW, store=province.store)
        yield province
        transaction.set_rollback(True)


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
