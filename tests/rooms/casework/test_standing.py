"""The kept table of where cases stand says what the facts say, whoever changed them."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from hamahang.accounts.queries import EVERYTHING
from hamahang.casework import planning, queries, standing, working
from hamahang.casework.models import Case, CaseNow
from hamahang.casework.queries import CaseFilter
from hamahang.domain.ledger import AsOf
from hamahang.ledger.recording import recording
from hamahang.territory import queries as territory
from hamahang.territory.actions import declare_closed
from hamahang.territory.models import County
from tests import factories
from tests.factories import AT, DAY
from tests.rooms.casework.cases import Made, begin, come_to, give, take

pytestmark = pytest.mark.django_db
FAR = date(2050, 1, 1)


def stands(case: Case) -> tuple[str, date, date | None]:
    whole = queries.whole(case, AsOf(FAR))
    running = [
        time.due_on for time in whole.times(FAR, territory.closures()) if time.stopped_on is None and time.due_on
    ]
    return whole.stage, whole.stages[-1].since_on, min(running, default=None)


def kept(case: Case) -> tuple[str, date, date | None]:
    row = CaseNow.objects.get(case=case)
    return row.stage, row.since_on, row.due_on


@pytest.mark.parametrize("state", ["IDENTIFIED", "OPENED", "PLANNED", "RESTARTED", "WATCHED_3", "DURABLE", "RELAPSED"])
def test_the_kept_table_follows_every_step(state: str) -> None:
    made = come_to("REVIVAL", state)

    assert kept(made.case) == stands(made.case)


def test_it_follows_pauses_people_terms_and_holidays() -> None:
    made = begin()
    give(made, "RESPONSIBLE")
    assert CaseNow.objects.get().responsible == "dabir"
    working.pause(case=made.case, is_paused=True, on=DAY, reason="دادگاه", by="dabir", at=AT)
    assert kept(made.case) == stands(made.case)
    assert CaseNow.objects.get().late_on is None
    working.pause(case=made.case, is_paused=False, on=DAY + timedelta(2), reason="رأی", by="dabir", at=AT)
    before = kept(made.case)
    declare_closed(day=DAY + timedelta(3), name="برف", name_en="snow", by="dabir", at=AT)
    assert kept(made.case) == stands(made.case) != before
    planning.set_term(workflow="REVIVAL", clock="OPENING", days=20, valid_from=DAY, source="x", by="d", at=AT)
    assert kept(made.case) == stands(made.case)


def test_it_follows_a_stage_that_is_voided_and_a_case_that_is() -> None:
    made = come_to("REVIVAL", "OPENED")
    with recording(action="test.voided", by="t", at=AT):
        queries.whole(made.case, AsOf(FAR)).stages[-1].void()
    assert CaseNow.objects.get().stage == "IDENTIFIED"
    with recording(action="test.voided", by="t", at=AT):
        made.case.void()
    assert not CaseNow.objects.exists()


def test_a_refused_entry_leaves_it_as_it_was() -> None:
    made = begin()
    try:
        with recording(action="test.refused", by="t", at=AT):
            take(made, "withdraw")
            raise RuntimeError
    except RuntimeError:
        pass

    assert kept(made.case) == stands(made.case)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(some.integers(0, 9), max_size=6))
def test_lists_read_from_it_and_from_the_facts_agree(choices: list[int]) -> None:
    # there are no more than a hundred provinces
    home = County.objects.first() or factories.county()
    made: list[Made] = [begin(unit=factories.unit(county=home).pk)]
    for choice in choices:
        case = made[choice % len(made)]
        ahead = queries.whole(case.case, AsOf(case.on)).way.ahead()
        if ahead:
            take(case, ahead[choice % len(ahead)].step.code, by=f"p{choice}")
        else:
            made.append(begin(unit=factories.unit(county=home).pk))

    standing.refresh_all()
    wanted = CaseFilter(kind="REVIVAL")
    # earlier examples left their cases
    ours = {case.case.pk for case in made}
    now = {(row.case_id, row.stage, row.since_on) for row in queries.lines(AsOf(FAR), EVERYTHING, wanted)}
    of_facts = {(row.case_id, row.stage, row.since_on) for row in queries.current(AsOf(FAR), kind="REVIVAL")}
    assert now == of_facts
    late = {row.case_id for row in queries.lines(AsOf(FAR), EVERYTHING, CaseFilter(late="yes"))}
    assert late & ours == {case.case.pk for case in made if (due := stands(case.case)[2]) and due < FAR}


def test_an_earlier_day_is_read_from_the_facts() -> None:
    made = come_to("REVIVAL", "WATCHED_3")

    (line,) = queries.lines(AsOf(DAY), EVERYTHING, CaseFilter())
    assert not isinstance(line, CaseNow)
    (line,) = queries.lines(AsOf(made.on), EVERYTHING, CaseFilter())
    assert (line.stage, line.number) == ("WATCHED_3", made.case.number)
