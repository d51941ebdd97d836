"""Promises of other figures: foretold from cases that count one each, or from the figure's own past, or not at all."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hamahang.commitments import judging, queries
from hamahang.commitments.actions import set_target, store_forecast
from hamahang.commitments.counting import Counted, CountNotGiven
from hamahang.commitments.foreseeing import OF_CASES, NothingForetold, foresee
from hamahang.commitments.learning import misses
from hamahang.commitments.models import Forecast
from hamahang.commitments.steering import chance_if, what_must_happen
from hamahang.commitments.warning import kept_so_far
from hamahang.domain.commitments import CommitmentRefused
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from tests import factories
from tests.factories import AT, DAY, LATER

pytestmark = pytest.mark.django_db
MIDDLE = AsOf(DAY + timedelta(days=100))


def told(amount: int, events: list[tuple[date, int]] | None = None) -> Any:
    """Return a count that says so of every promise."""
    return lambda commitment, asof: Counted(amount, events, is_one_each=True)


def promise(metric: str, target: int, **values: Any) -> Any:
    found = factories.commitment(metric=metric, **values)
    factories.target(commitment=found, county=None, amount=target)
    return found


def revival(stage: str, county: Any = None) -> Any:
    case = factories.case(unit=factories.unit(county=county) if county else factories.unit())
    for number, step in enumerate(("IDENTIFIED", "DIAGNOSIS", "VIABLE", stage)):
        factories.case_stage(case=case, stage=step, since_on=DAY + timedelta(days=10 * number), proof=Proof.LISTED)
    return case


def test_without_a_count_no_number_is_made_up() -> None:
    with pytest.raises(CountNotGiven, match="facilities_paid"):
        foresee(promise("facilities_paid", 5), MIDDLE)


def test_cases_under_way_count_one_each_and_come_whole() -> None:
    found = promise("idle_units_restarted", 3)
    cases = [revival("UNDER_WAY") for _ in range(4)]

    seen = foresee(found, MIDDLE, count=told(1, [(DAY, 1)]))

    assert (seen.target, seen.verified, seen.open_cases) == (3, 1, 4)
    assert 0 < seen.probability < 1
    assert seen.quantiles[-1] <= 5
    assert {driver.undertaking.persons for driver in seen.drivers} == {1}
    sure = {f"casework.Case:{case.pk}" for case in cases[:2]}
    assert chance_if(seen, MIDDLE, sure=sure) == 1
    needed = what_must_happen(seen, MIDDLE, wish=0.999)
    assert len(needed.cases) == 2
    assert [one.kind for one in needed.cases] == ["REVIVAL"] * 2


def test_cases_of_another_county_bring_nothing_to_a_countys_promise() -> None:
    here = factories.county()
    found = promise("idle_units_restarted", 1, scope=f"county:{here.code}")
    revival("UNDER_WAY")
    mine = revival("UNDER_WAY", county=here)

    seen = foresee(found, MIDDLE, count=told(0, []))

    assert seen.open_cases == 1
    assert [driver.undertaking.key for driver in seen.drivers] == [mine.pk]


def test_jobs_are_foretold_as_before_beside_other_promises() -> None:
    jobs = factories.commitment()
    factories.target(commitment=jobs, amount=40)
    factories.job_evidence(persons=50, proof=Proof.DECLARED)
    before = foresee(jobs, MIDDLE)

    promise("facilities_paid", 9)

    assert foresee(jobs, MIDDLE) == before


def test_what_happens_again_and_again_is_foretold_from_its_past() -> None:
    found = promise("visits_made", 40, due_on=MIDDLE.day + timedelta(days=30))
    events = [(DAY + timedelta(days=at), 1) for at in range(-100, 100, 3)]

    seen = foresee(found, MIDDLE, count=told(34, events))

    assert seen.past is not None
    assert len(seen.past.windows) == 6
    assert 0.5 < seen.probability < 1
    assert seen.quantiles == sorted(seen.quantiles)
    assert seen.fan[0].quantiles == [34] * 7
    assert seen.fan[-1].quantiles == seen.quantiles
    assert seen.rivals == {"straight_line": 34 + round(34 / 101 * 30), "last_year": 34 + round(67 / 365 * 30)}
    assert set(seen.versions) == {40}
    assert foresee(found, MIDDLE, count=told(34, events)) == seen


def test_more_reached_never_lowers_the_chance() -> None:
    found = promise("visits_made", 40, due_on=MIDDLE.day + timedelta(days=30))
    events = [(DAY + timedelta(days=at), 1) for at in range(-100, 100, 3)]

    chances = [foresee(found, MIDDLE, count=told(reached, events)).probability for reached in range(20, 42, 4)]

    assert chances == sorted(chances)
    assert chances[-1] == 1


@pytest.mark.parametrize("events", [None, [], [(DAY, 3)]])
def test_of_a_state_or_a_short_past_nothing_is_said_and_nothing_kept(events: list[tuple[date, int]] | None) -> None:
    found = promise("visits_made", 40)

    seen = foresee(found, MIDDLE, count=told(3, events))

    assert (seen.chance, seen.quantiles, seen.fan, seen.atoms) == (None, (), [], ())
    with pytest.raises(NothingForetold):
        assert seen.probability
    with pytest.raises(CommitmentRefused):
        store_forecast(foreseen=seen, by="dabir", at=AT)


@pytest.mark.parametrize("metric", ["visits_made", "units_active", *OF_CASES])
def test_after_the_deadline_each_is_met_or_not(metric: str) -> None:
    found = promise(metric, 10)

    chances = [foresee(found, AsOf(LATER), count=told(amount, [])).probability for amount in (9, 10)]

    assert chances == [0, 1]


def test_kept_forecasts_are_scored_by_figure_and_teach_jobs_nothing() -> None:
    found = promise("visits_made", 40, due_on=MIDDLE.day + timedelta(days=30))
    events = [(DAY + timedelta(days=at), 1) for at in range(-100, 100, 3)]
    kept = store_forecast(foreseen=foresee(found, MIDDLE, count=told(34, events)), by="dabir", at=AT)
    end = AsOf(found.due_on)

    judged = judging.judge(end, told(44, events))

    assert Forecast.objects.get() == kept
    assert list(judged.scores) == ["visits_made"]
    assert [score.name for score in judged.scores["visits_made"]] == ["model", "straight_line", "last_year"]
    assert judged.forecasts[0].truth == 44
    assert misses(end) == []


def test_a_target_of_no_county_stands_once_in_its_version() -> None:
    found, here = factories.commitment(metric="visits_made"), factories.county()
    for amounts in ({here.pk: 24, None: 6}, {here.pk: 24, None: 8}):
        set_target(
            commitment=found, amounts=amounts, issuer="ستاد", basis="PROVINCIAL", announced_on=DAY, by="dabir", at=AT
        )

    assert sorted(queries.targets_of(found, DAY)) == [8, 24]
    assert list(queries.by_version(found, AsOf(DAY)).values()) == [{here.pk: 24, None: 8}]


def test_the_agenda_hears_of_each_by_what_it_counts() -> None:
    promise("visits_made", 100)
    jobs = factories.commitment()
    factories.target(commitment=jobs, amount=40)

    kept = {one.commitment.figure: round(one.progress.kept * 100) for one in kept_so_far(MIDDLE, told(30))}

    assert kept == {"visits_made": 30, "jobs_verified": 0}


def test_a_promise_without_a_figure_is_of_jobs() -> None:
    assert factories.commitment().is_of_jobs
    assert factories.commitment(metric="jobs_verified").is_of_jobs
    assert not factories.commitment(metric="visits_made").is_of_jobs
    assert list(queries.targets_of_jobs(MIDDLE)) == []
    promise("visits_made", 9)
    share = factories.target(amount=7)
    assert list(queries.targets_of_jobs(MIDDLE)) == [share]
    assert Decimal(share.amount) == 7


def test_what_comes_before_a_promise_begins_is_not_foretold_of_it() -> None:
    first, due = MIDDLE.day + timedelta(days=91), MIDDLE.day + timedelta(days=120)
    found = promise("visits_made", 10, from_on=first, due_on=due)
    events = [(DAY + timedelta(days=at), 1) for at in range(-500, 101, 3)]

    seen = foresee(found, MIDDLE, count=told(0, events))

    assert seen.past is not None
    assert {(window.last - window.first).days + 1 for window in seen.past.windows} == {30}
    assert max(window.last for window in seen.past.windows) <= MIDDLE.day
    assert 5 <= seen.quantiles[3] <= 15
    assert seen.rivals["last_year"] == 10
    assert seen.fan[0].on == first - timedelta(days=1)


@pytest.mark.parametrize("metric", ["idle_units_restarted", "jobs_verified"])
def test_cases_that_come_before_a_promise_begins_bring_nothing_to_it(metric: str) -> None:
    for _ in range(4):
        revival("UNDER_WAY")
        factories.job_evidence(persons=1, proof=Proof.DECLARED, since_on=DAY + timedelta(days=50))
    due = MIDDLE.day + timedelta(days=200)
    running, later, last = (
        foresee(promise(metric, 1, due_on=due, from_on=due - timedelta(days=days)), MIDDLE, count=told(0, []))
        for days in (250, 100, 3)
    )

    assert running.probability > later.probability > last.probability > 0
    assert running.mean > later.mean > last.mean
    assert max(driver.chance for driver in later.drivers) < max(driver.chance for driver in running.drivers)
    assert later.fan[0].quantiles == [0] * 7
