"""Figures of resolutions and the scoreboard against a count by hand, over states in any order, on any day."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from hamahang.accounts.queries import EVERYTHING
from hamahang.board import queries
from hamahang.domain.board import OPEN_STATES
from hamahang.domain.indicators import ALL, Question, Reduction, figure_of
from hamahang.domain.ledger import AsOf
from hamahang.indicators.catalogue import indicator
from hamahang.indicators.queries import rows
from hamahang.ledger.recording import recording
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db
FAR = date(2050, 1, 1)
DONE = ("DONE_CLAIMED", "DONE_VERIFIED")
STATES = ("DRAFT", "PASSED", "NOTIFIED", "IN_PROGRESS", "NOT_DONE", "ESCALATED", "CANCELLED", *DONE)


@dataclass(frozen=True)
class Made:
    """A resolution as it was made: its executor, when it is due, and its states, days after DAY; and a later day."""

    executor: str
    due: int
    stood: tuple[tuple[int, str], ...]
    granted: tuple[int, int] | None

    def state(self, day: int) -> str | None:
        found = [state for on, state in self.stood if on <= day]
        return found[-1] if found else None

    def due_on(self, day: int) -> int:
        return self.granted[1] if self.granted and self.granted[0] <= day else self.due

    def done(self, day: int) -> int | None:
        first = None
        for on, state in reversed([row for row in self.stood if row[0] <= day]):
            if state not in DONE:
                return first
            first = on
        return first


standing = st.tuples(st.integers(0, 50), st.sampled_from(STATES))
made = st.builds(
    Made,
    executor=st.sampled_from(["گاز", "برق"]),
    due=st.integers(0, 30),
    stood=st.lists(standing, max_size=4, unique_by=lambda row: row[0]).map(lambda rows: tuple(sorted(rows))),
    granted=st.none() | st.tuples(st.integers(0, 40), st.integers(31, 60)),
)


def store(rows: list[Made]) -> None:
    with recording(action="test.made", by="tester", at=AT):
        for number, row in enumerate(rows):
            found = factories.resolution(number=str(number), executor=row.executor, due_on=DAY + timedelta(row.due))
            for on, state in row.stood:
                factories.resolution_state(resolution=found, state=state, since_on=DAY + timedelta(on))
            if row.granted:
                on, due = row.granted
                request = factories.deadline_request(resolution=found)
                factories.resolution_deadline(
                    request=request, since_on=DAY + timedelta(on), due_on=DAY + timedelta(due)
                )


def on_time(row: Made, day: int) -> bool:
    done = row.done(day)
    return done is not None and done <= row.due_on(day)


COUNTS: dict[str, Callable[[Made, int], bool]] = {
    "resolutions_passed": lambda row, day: row.state(day) not in (None, "DRAFT"),
    "resolutions_in_progress": lambda row, day: row.state(day) == "IN_PROGRESS",
    "resolutions_not_done": lambda row, day: row.state(day) == "NOT_DONE",
    "resolutions_escalated": lambda row, day: row.state(day) == "ESCALATED",
    "resolutions_done_claimed": lambda row, day: row.state(day) == "DONE_CLAIMED",
    "resolutions_done_verified": lambda row, day: row.state(day) == "DONE_VERIFIED",
    "resolutions_overdue": lambda row, day: row.state(day) in OPEN_STATES and row.due_on(day) < day,
    "resolutions_on_time": on_time,
}


def value(code: str, day: int) -> int | Decimal | None:
    wanted = indicator(code)
    return figure_of(wanted, wanted.rows(Question(AsOf(DAY + timedelta(day)), ALL, EVERYTHING)), scope=ALL).value


@settings(max_examples=25)
@given(rows=st.lists(made, max_size=6), day=st.integers(0, 70))
def test_figures_and_scores_are_what_one_counts_by_hand(rows: list[Made], day: int) -> None:
    with transaction.atomic():
        store(rows)

        for code, counts in COUNTS.items():
            assert value(code, day) == sum(counts(row, day) for row in rows), code
        whole = [row for row in rows if row.state(day) not in (None, "DRAFT", "PASSED", "CANCELLED")]
        for code, states in (("resolutions_rate_claimed", DONE), ("resolutions_rate_verified", DONE[1:])):
            part = sum(row.state(day) in states for row in whole)
            assert value(code, day) == (round(Decimal(100) * part / len(whole), 1) if whole else None), code
        check_scores(rows)
        transaction.set_rollback(True)


def check_scores(rows: list[Made]) -> None:
    """Hold the scoreboard of a day after all that was recorded against the rows."""
    end = (FAR - DAY).days
    for score in queries.scoreboard(AsOf(FAR), EVERYTHING):
        mine = [row for row in rows if row.executor == score.name and row.state(end) not in (None, "DRAFT")]
        delays = [done - row.due_on(end) for row in mine if (done := row.done(end)) is not None]
        assert score.number == len(mine)
        assert score.claimed == sum(row.state(end) == "DONE_CLAIMED" for row in mine)
        assert score.verified == sum(row.state(end) == "DONE_VERIFIED" for row in mine)
        assert score.late == score.open == sum(row.state(end) in OPEN_STATES for row in mine)
        assert score.on_time == sum(on_time(row, end) for row in mine)
        assert score.delay == (median(delays) if delays else None)


def test_the_rate_of_execution_is_told_apart_by_agency() -> None:
    done, running = ((1, "NOTIFIED"), (2, "DONE_VERIFIED")), ((1, "NOTIFIED"), (2, "IN_PROGRESS"))
    store([Made("گاز", 5, done, None), Made("گاز", 5, running, None), Made("برق", 5, running, None)])
    asof = AsOf(DAY + timedelta(3))

    rates = rows("resolutions_rate_verified", asof=asof, scope=ALL, reach=EVERYTHING).parted("agency", Reduction.RATIO)

    assert rates == {"گاز": Decimal(50), "برق": Decimal(0)}
    passed = rows("resolutions_passed", asof=asof, scope=ALL, reach=EVERYTHING)
    assert passed.parted("agency", Reduction.COUNT) == {"گاز": 2, "برق": 1}


def test_a_claim_taken_up_again_counts_from_the_claim_that_followed() -> None:
    states = ((1, "NOTIFIED"), (2, "DONE_CLAIMED"), (3, "IN_PROGRESS"), (20, "DONE_CLAIMED"))
    store([Made("گاز", 5, states, None)])

    assert [value("resolutions_on_time", day) for day in (2, 3, 20)] == [1, 0, 0]


def test_a_deadline_granted_later_leaves_the_days_before_it() -> None:
    store([Made("گاز", 5, ((1, "NOTIFIED"),), (10, 40))])

    assert [value("resolutions_overdue", day) for day in (5, 6, 9, 10, 40, 41)] == [0, 1, 1, 0, 0, 1]
