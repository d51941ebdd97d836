"""In which order idle units are taken up: from the records, and from nothing else."""

from datetime import timedelta

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.casework import planning, triaging
from hamahang.domain.ledger import AsOf
from tests import factories
from tests.factories import AT, DAY
from tests.rooms.casework.cases import begin, come_to, take

pytestmark = pytest.mark.django_db
LATER = AsOf(DAY + timedelta(days=900))


def waiting(jobs: int, cost: int, **unit: object) -> int:
    """Return a case in diagnosis of a unit with so many licensed jobs and a planned cost."""
    stored = factories.unit(**unit)
    factories.head_count(unit=stored, persons=jobs, proof=2)
    made = begin(unit=stored.pk, main_cause="MARKET")
    for step in ("open", "diagnose"):
        take(made, step)
    planning.add_task(
        case=made.case, text="بازاریابی", side="UNIT", due_on=made.on, on=made.on, cost=cost, by="dabir", at=AT
    )
    return made.case.pk


def test_those_come_first_that_bring_most_for_the_money() -> None:
    dear, cheap, large = waiting(10, 5 * 10**9), waiting(10, 10**9), waiting(60, 5 * 10**9)

    lines = triaging.triage(LATER, EVERYTHING)

    assert [line.case for line in lines] == [large, cheap, dear]
    values = [line.value.mean for line in lines if line.value]
    assert values[0] == pytest.approx(values[1] * 1.2)


def test_the_county_and_the_name_have_no_part_in_it() -> None:
    here = waiting(20, 10**9, name="آجر الف")
    there = waiting(20, 10**9, name="گچ ب", county=factories.county())

    first, second = triaging.triage(LATER, EVERYTHING)

    assert {first.case, second.case} == {here, there}
    assert (first.chance, first.value) == (second.chance, second.value)


def test_how_cases_ended_here_changes_the_chance() -> None:
    case = waiting(20, 10**9)
    before = triaging.triage(LATER, EVERYTHING)[0]
    for _ in range(3):
        lost = come_to("REVIVAL", "NOT_REVIVABLE")
        assert lost.case.pk != case

    after = triaging.triage(LATER, EVERYTHING)[0]

    assert after.chance.mean < before.chance.mean
    assert after.jobs == before.jobs == 20


def test_what_is_planned_or_ended_waits_for_nothing() -> None:
    come_to("REVIVAL", "PLANNED")
    come_to("REVIVAL", "DURABLE")

    assert triaging.triage(LATER, EVERYTHING) == []
