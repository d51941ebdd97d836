"""In which order idle units are taken up: from the records, and from nothing else."""

from datetime import timedelta

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.casework import counting, planning, triaging, working
from hamahang.casework.models import Case
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

    assert [line.waiting.case for line in lines] == [large, cheap, dear]
    values = [line.value for line in lines if line.value]
    assert values[0] == pytest.approx(values[1] * 1.2)


def test_the_ends_of_a_line_agree_with_its_place() -> None:
    waiting(20, 10**9)

    (line,) = triaging.triage(LATER, EVERYTHING)
    ranges = triaging.ranges(line)

    assert ranges.value is not None
    assert (ranges.chance.mean, ranges.sustained.mean, ranges.value.mean) == pytest.approx(
        (line.chance, line.sustained, line.value)
    )
    assert ranges.chance.least < line.chance < ranges.chance.most
    assert ranges.sustained.most == pytest.approx(20 * ranges.chance.most)


def test_the_county_and_the_name_have_no_part_in_it() -> None:
    here = waiting(20, 10**9, name="آجر الف")
    there = waiting(20, 10**9, name="گچ ب", county=factories.county())

    first, second = triaging.triage(LATER, EVERYTHING)

    assert {first.waiting.case, second.waiting.case} == {here, there}
    assert (first.chance, first.value) == (second.chance, second.value)


def test_how_cases_ended_here_changes_the_chance() -> None:
    case = waiting(20, 10**9)
    before = triaging.triage(LATER, EVERYTHING)[0]
    for _ in range(3):
        lost = come_to("REVIVAL", "NOT_REVIVABLE")
        assert lost.case.pk != case

    after = triaging.triage(LATER, EVERYTHING)[0]

    assert after.chance < before.chance
    assert after.waiting.jobs == before.waiting.jobs == 20


def test_what_the_questionnaire_says_moves_a_unit_and_what_it_leaves_open_does_not() -> None:
    silent, good, bad = (waiting(20, 10**9) for _ in range(3))
    for pk, answers in (
        (good, {"demand": "GOOD", "machinery": "SOUND"}),
        (bad, {"demand": "NONE", "machinery": "GONE"}),
    ):
        working.answer(case=Case.objects.get(pk=pk), answers=answers, on=DAY, by="moshaver", at=AT)

    lines = triaging.triage(LATER, EVERYTHING)

    assert [line.waiting.case for line in lines] == [good, silent, bad]
    learnt = triaging.shares(triaging.Endings(0, 0, 0, 0))[0]
    assert lines[1].back == learnt
    assert lines[0].ready.least > lines[1].ready.least
    assert lines[2].ready.most < lines[1].ready.most


def test_how_places_and_sizes_are_treated_is_counted_by_hand() -> None:
    other = factories.county()
    waiting(12, 10**9)
    waiting(120, 10**9, county=other)
    come_to("REVIVAL", "UNVIABLE")
    come_to("REVIVAL", "PLANNED")

    lines, decided = triaging.triage(LATER, EVERYTHING), counting.triaged(LATER, EVERYTHING)
    by_size = {one.key: one for one in triaging.treated(lines, decided, by="size")}
    by_county = triaging.treated(lines, decided, by="county")

    assert list(by_size) == ["0", "10", "100"]
    assert (by_size["0"].decided, by_size["0"].viable, by_size["0"].unviable, by_size["0"].chance) == (2, 1, 1, None)
    assert (by_size["10"].waiting, by_size["100"].waiting) == (1, 1)
    assert by_size["10"].chance == by_size["100"].chance == lines[0].chance
    assert sum(one.decided for one in by_county) == 2
    assert {one.key for one in by_county} >= {other.code}


def test_what_is_planned_or_ended_waits_for_nothing() -> None:
    come_to("REVIVAL", "PLANNED")
    come_to("REVIVAL", "DURABLE")

    assert triaging.triage(LATER, EVERYTHING) == []
