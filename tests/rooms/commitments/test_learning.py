"""What kept forecasts teach: nothing before their deadline, the miss of a like horizon after it, little from few."""

from datetime import timedelta

import numpy as np
import pytest

from hamahang.commitments.expecting import coming, moved_by_step
from hamahang.commitments.foreseeing import foresee
from hamahang.commitments.learning import HELD, bias_of
from hamahang.commitments.models import Commitment
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from tests import factories
from tests.factories import DAY, LATER

pytestmark = pytest.mark.django_db
AHEAD = 100


def kept(*, expected: int, ahead: int = AHEAD) -> Commitment:
    """Return a promise over which a forecast was kept, of which thirty came."""
    promise = factories.commitment()
    factories.target(commitment=promise, amount=40)
    factories.job_evidence(persons=30, proof=Proof.SEEN, since_on=DAY + timedelta(days=10))
    day, rivals = promise.due_on - timedelta(days=ahead), {"straight_line": 0, "last_year": 0, "stated": 0}
    factories.forecast(
        commitment=promise,
        day=day,
        deadline=promise.due_on,
        target=40,
        verified=0,
        said=[expected] * 200,
        rivals=rivals,
    )
    return promise


def after(promise: Commitment) -> AsOf:
    return AsOf(max(promise.due_on, LATER))


def test_before_the_deadline_nothing_is_learnt() -> None:
    promise = kept(expected=80)

    assert bias_of(AsOf(promise.due_on - timedelta(days=1)), AHEAD).forecasts == 0


def test_one_promise_that_fell_short_lowers_the_next_forecast_a_little() -> None:
    promise = kept(expected=80)

    found = bias_of(after(promise), AHEAD)

    # log((30 + 20) / (80 + 20)), one promise against three of "no miss"
    assert found.shift == pytest.approx(-0.693147 / (1 + HELD), abs=1e-5)
    assert (found.forecasts, found.promises, found.percent) == (1, 1, 84)


def test_a_forecast_of_another_horizon_teaches_less() -> None:
    promise = kept(expected=80)

    assert abs(bias_of(after(promise), 8 * AHEAD).shift) < abs(bias_of(after(promise), AHEAD).shift) / 3


def test_a_promise_is_moved_by_what_was_learnt_and_says_so() -> None:
    kept(expected=80)
    factories.job_evidence(persons=50, proof=Proof.DECLARED)
    later = factories.commitment(from_on=LATER, due_on=LATER + timedelta(days=AHEAD))
    factories.target(commitment=later, amount=40, since_on=LATER)

    seen = foresee(later, AsOf(LATER + timedelta(days=1)))

    assert seen.bias.promises == 1
    assert seen.bias.shift < 0


def test_the_expected_day_of_a_thing_under_way_is_moved_as_a_promise_is() -> None:
    factories.job_evidence(persons=50, proof=Proof.DECLARED)
    asof = AsOf(LATER + timedelta(days=1))
    [untaught] = coming(asof).values()

    promise = factories.commitment()
    day, rivals = promise.due_on - timedelta(days=AHEAD), {"straight_line": 0, "last_year": 0, "stated": 0}
    factories.forecast(
        commitment=promise,
        day=day,
        deadline=promise.due_on,
        target=40,
        verified=0,
        said=[80] * 200,
        rivals=rivals,
    )
    [taught] = coming(asof).values()

    assert taught.chance < untaught.chance
    assert taught.likely >= untaught.likely
    assert taught.least <= taught.likely <= taught.most


def test_chances_that_are_moved_by_step_never_fall() -> None:
    by_step = np.array([[0.1, 0.3, 0.5]])

    moved = moved_by_step(by_step, [0.0, 0.0, -3.0])

    assert moved.tolist() == [[0.1, 0.3, 0.3]]
