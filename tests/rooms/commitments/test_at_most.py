"""A promise of at most so much: idle units brought down, relapses kept few; counted, paced, foretold and judged so."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.board import proposing
from hamahang.commitments import judging
from hamahang.commitments.actions import Announcement, TargetDraft, announce, record_targets, set_target, store_forecast
from hamahang.commitments.foreseeing import foresee
from hamahang.commitments.queries import commitments_by_number, targets_of
from hamahang.commitments.warning import at_risk, kept_so_far
from hamahang.domain.commitments import BEYOND, JOBS_AT_MOST, MET, MISSED, NO_LIMIT, WITHIN, CommitmentRefused
from hamahang.domain.indicators import ALL, Wish
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.indicators import promises, queries
from hamahang.indicators.catalogue import indicators
from hamahang.intake.sources._figures import AT_MOST, FIGURES
from hamahang.ledger.verification import verify_records
from tests import factories
from tests.factories import AT, DAY, LATER

pytestmark = pytest.mark.django_db


def on(days: int) -> date:
    return DAY + timedelta(days=days)


def idle(number: int, *, county: Any = None) -> list[Any]:
    units = [factories.unit(**({"county": county} if county else {})) for _ in range(number)]
    for unit in units:
        factories.unit_status(unit=unit, status="IDLE", since_on=on(-20))
    return units


def started(units: list[Any], days: int) -> None:
    for unit in units:
        factories.unit_status(unit=unit, status="ACTIVE", since_on=on(days), proof=Proof.LISTED)


def relapsed(days: int) -> None:
    case = factories.case()
    factories.case_stage(case=case, stage="RELAPSED", since_on=on(days), proof=Proof.LISTED)


def fewer_idle(target: int = 4, **values: Any) -> Any:
    found = factories.commitment(metric="units_idle", is_at_most=True, **values)
    factories.target(commitment=found, county=None, amount=target)
    return found


def few_relapses(target: int = 6, **values: Any) -> Any:
    found = factories.commitment(metric="revivals_relapsed", is_at_most=True, **values)
    factories.target(commitment=found, county=None, amount=target)
    return found


def foreseen(promise: Any, day: date) -> Any:
    return foresee(promise, AsOf(day), count=promises.count)


# --- what holds on a day and is to fall ---


def test_of_what_is_to_fall_the_state_itself_counts_beside_what_there_was() -> None:
    promise, units = fewer_idle(), idle(10)
    started(units[:3], 30)

    counted = promises.count(promise, AsOf(on(60)))

    assert (counted.amount, counted.before, counted.events) == (7, 10, None)
    level = queries.compute("units_idle", asof=AsOf(on(60)), scope=ALL, reach=EVERYTHING)
    assert counted.amount == level.value
    assert sum(promises.parts(promise, AsOf(on(60)), EVERYTHING)["COUNTY"].values()) == 7
    assert [amount for _, amount in promises.course(promise, AsOf(on(60)), EVERYTHING)] == [10, 7, 7][-2:]


def test_its_paces_are_of_the_fall_and_no_chance_is_told_before_the_end() -> None:
    promise, units = fewer_idle(target=4), idle(10)
    started(units[:3], 30)

    seen = foreseen(promise, on(60))

    month, left = Decimal("30.44"), (promise.due_on - on(60)).days
    assert (seen.chance, seen.before, seen.goal.left(7)) == (None, 10, 3)
    assert seen.pace == (3 * month / left).quantize(Decimal("0.1"))
    assert seen.pace_so_far == (3 * month / 61).quantize(Decimal("0.1"))
    assert seen.goal.percent(7) == Decimal("50.0")
    assert foreseen(promise, promise.due_on).chance == 0


def test_a_rise_is_a_pace_below_zero_and_never_progress() -> None:
    promise = fewer_idle(target=4)
    idle(10)
    factories.unit_status(unit=factories.unit(), status="IDLE", since_on=on(5))

    seen = foreseen(promise, on(60))
    [far] = kept_so_far(AsOf(on(60)), promises.count)

    assert seen.pace_so_far is not None
    assert seen.pace_so_far < 0
    assert seen.goal.is_rising(seen.pace_so_far)
    assert seen.goal.told(seen.pace_so_far) == -seen.pace_so_far
    assert seen.goal.percent(seen.verified) == 0
    assert far.progress.kept == 0


def test_it_is_at_risk_while_it_falls_too_slowly_and_not_once_it_is_there() -> None:
    promise, units = fewer_idle(target=4), idle(10)
    started(units[:1], 30)

    late, [far] = at_risk(AsOf(on(200)), promises.count), kept_so_far(AsOf(on(200)), promises.count)
    assert [(one.verified, one.target, one.goal.before) for one in late] == [(9, 4, 10)]
    assert far.progress.is_at_risk

    started(units[1:7], 210)
    assert at_risk(AsOf(on(220)), promises.count) == []
    [far] = kept_so_far(AsOf(on(220)), promises.count)
    assert far.progress.kept == Fraction(7, 6)
    assert not far.progress.is_at_risk
    assert foreseen(promise, promise.due_on + timedelta(1)).goal.outcome(3) is MET
    assert foreseen(promise, promise.due_on + timedelta(1)).goal.outcome(5) is MISSED


def test_a_state_that_was_never_above_its_limit_is_no_way_to_go() -> None:
    promise = fewer_idle(target=12)
    idle(10)

    seen, [far] = foreseen(promise, on(60)), kept_so_far(AsOf(on(60)), promises.count)

    assert seen.goal.percent(seen.verified) is None
    assert seen.pace == 0
    assert far.progress.kept == 1
    assert not far.progress.is_at_risk
    assert at_risk(AsOf(on(60)), promises.count) == []


# --- events that may be no more ---


def test_of_events_those_of_its_period_count_against_the_limit() -> None:
    promise = few_relapses()
    for days in (-10, 3, 9, 100):
        relapsed(days)

    counted = promises.count(promise, AsOf(on(50)))

    assert (counted.amount, counted.before) == (2, None)
    assert promises.since(promise) == promise.from_on
    seen = foreseen(promise, on(50))
    assert seen.pace == (4 * Decimal("30.44") / (promise.due_on - on(50)).days).quantize(Decimal("0.1"))
    assert seen.goal.is_limit


def test_a_limit_that_is_passed_cannot_be_kept_any_more() -> None:
    promise = few_relapses(target=2)
    for days in (3, 9, 20):
        relapsed(days)

    [one], [far] = at_risk(AsOf(on(30)), promises.count), kept_so_far(AsOf(on(30)), promises.count)

    assert one.verified == 3
    assert one.needed == 0
    assert far.progress.is_at_risk
    assert foreseen(promise, promise.due_on).chance == 0
    assert foreseen(promise, promise.due_on + timedelta(1)).goal.outcome(3) is BEYOND


def test_the_chance_of_a_limit_is_that_of_no_more_and_falls_with_every_event() -> None:
    promise, asked = few_relapses(target=6), on(200)
    for days in range(-1_000, 200, 40):
        relapsed(days)

    seen, before = foreseen(promise, asked), None
    assert seen.past is not None
    assert seen.past.is_long_enough
    whole = seen.past.ahead()
    assert seen.probability == Decimal(repr(1 - whole.at_least(6 - seen.verified + 1))).quantize(Decimal("0.000001"))
    for target in (5, 6, 9, 30):
        told = foreseen(few_relapses(target=target), asked).probability
        assert before is None or told >= before
        before = told
    assert before is not None
    assert before > Decimal("0.9")
    assert foreseen(few_relapses(target=5), asked).lacking[0] >= seen.lacking[0]


def test_a_kept_forecast_of_a_limit_is_judged_by_whether_it_was_kept() -> None:
    promise = few_relapses(target=30)
    for days in range(-1_000, 200, 40):
        relapsed(days)
    store_forecast(foreseen=foreseen(promise, on(200)), by="dabir", at=AT)

    [one] = judging.judge(AsOf(LATER), promises.count).forecasts
    [score, *rivals] = judging.judge(AsOf(LATER), promises.count).scores["revivals_relapsed"]

    assert one.is_met
    assert score.brier < 0.05
    assert [rival.brier for rival in rivals if rival.name == "straight_line"] == [0.0]


# --- announcing and lists ---


def made(figure: str, **values: Any) -> Announcement:
    said = {"number": "م-7", "title": "سقف", "holder": "ستاد", "from_on": DAY, "due_on": LATER}
    return Announcement(**said, metric=figure, **values)


def test_jobs_have_no_limit_and_a_limit_of_nothing_is_refused_in_words() -> None:
    with pytest.raises(CommitmentRefused) as refused:
        announce(promise=made("jobs_verified", is_at_most=True), by="dabir", at=AT)
    assert refused.value.why is JOBS_AT_MOST

    promise = announce(promise=made("units_idle", is_at_most=True), by="dabir", at=AT)
    common = {"commitment": promise, "issuer": "", "basis": "", "announced_on": DAY, "by": "dabir", "at": AT}
    with pytest.raises(CommitmentRefused) as refused:
        set_target(amounts={None: 0}, **common)
    assert refused.value.why is NO_LIMIT
    set_target(amounts={None: 20}, **common)

    assert targets_of(promise, DAY) == [20]
    assert verify_records() is None


def test_a_list_says_the_direction_by_its_figure() -> None:
    draft = TargetDraft(
        number="م-8", title="سقف", holder="ستاد", county=None, amount=20, announced_on=DAY, from_on=DAY, due_on=LATER,
        metric="units_idle", is_at_most=True,
    )  # fmt: skip

    record_targets(drafts=[draft], by="dabir", at=AT)

    assert commitments_by_number()["م-8"].is_at_most


def test_what_less_is_wished_of_can_be_promised_and_is_offered_as_at_most() -> None:
    choices = promises.choices()

    assert {code for code in FIGURES if choices[code].wish is Wish.LESS} == AT_MOST
    assert promises.is_at_most("units_idle")
    assert not promises.is_at_most("units_active")
    assert not promises.is_at_most("no_such_figure")
    assert not {"idle_units_identified", "licences_cancelled", "power_needed"} & choices.keys()
    for figure in indicators().values():
        assert figure.wish is not Wish.LESS or figure.can_be_promised, figure.code


@pytest.mark.parametrize("words", [proposing.USED, proposing.EXCEEDED, proposing.REACHED, proposing.MISSED])
def test_the_agenda_has_words_for_each_direction(words: Any) -> None:
    said = words.format(kept=120, passed=50)

    assert "120" in said.en
    assert "limit" in said.en or words not in (proposing.USED, proposing.EXCEEDED)
    assert WITHIN.en != BEYOND.en
