"""What would have to happen for a promise: the fewest cases, by brute force on a few, and plans taken as sure."""

from datetime import timedelta
from itertools import combinations

import pytest

from hamahang.commitments.foreseeing import foresee
from hamahang.commitments.models import Commitment
from hamahang.commitments.steering import chance_if, made_sure, what_must_happen, with_adopted_plans
from hamahang.commitments.undertakings import undertakings
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
MIDDLE = AsOf(DAY + timedelta(days=100))


@pytest.fixture
def promise() -> Commitment:
    found = factories.commitment()
    factories.target(commitment=found, amount=60)
    for persons in (40, 30, 20, 5):
        factories.job_evidence(persons=persons, proof=Proof.DECLARED)
    return found


def test_the_fewest_cases_are_the_fewest_of_all_choices(promise: Commitment) -> None:
    seen = foresee(promise, MIDDLE)
    keys = [one.case for one in undertakings(MIDDLE)]

    found = what_must_happen(seen, MIDDLE, wish=0.6)

    assert found.is_enough
    assert found.probability >= 0.6 > seen.probability
    few = len(found.cases) - 1
    assert all(chance_if(seen, MIDDLE, sure=choice) < 0.6 for choice in combinations(keys, few))


def test_what_is_out_of_reach_says_so(promise: Commitment) -> None:
    factories.target(commitment=promise, amount=900, since_on=DAY + timedelta(days=1))

    found = what_must_happen(foresee(promise, MIDDLE), MIDDLE, wish=0.5)

    assert not found.is_enough
    assert found.probability == 0
    assert len(found.cases) == 4


def test_what_is_likely_already_needs_nothing(promise: Commitment) -> None:
    factories.job_evidence(persons=60, proof=Proof.SEEN)

    assert what_must_happen(foresee(promise, MIDDLE), MIDDLE, wish=0.5).cases == []


def test_adopted_plans_that_come_in_time_raise_the_chance(promise: Commitment) -> None:
    seen = foresee(promise, MIDDLE)
    assert with_adopted_plans(seen, MIDDLE) == seen.probability

    case = factories.case(kind="REVIVAL")
    factories.head_count(unit=case.unit, persons=50, proof=Proof.LICENCE)
    factories.case_stage(case=case, stage="PLANNED")

    after = foresee(promise, MIDDLE)
    assert with_adopted_plans(after, MIDDLE) > after.probability


def test_what_is_made_sure_is_told_with_its_chance_otherwise(promise: Commitment) -> None:
    seen = foresee(promise, MIDDLE)
    first, second = [one.case for one in undertakings(MIDDLE)][:2]

    found = made_sure(seen, MIDDLE, sure={first, "casework.Case:0"})

    [(one, otherwise)] = found.cases
    assert one.case == first
    assert 0 < otherwise < 1
    assert found.probability > seen.probability
    assert made_sure(seen, MIDDLE, sure={first, second}).probability >= found.probability
    assert made_sure(seen, MIDDLE, sure=()).probability == seen.probability
