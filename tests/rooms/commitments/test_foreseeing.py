"""Forecasts of a promise: after the deadline, kept once, scored when the truth is there, and warnings."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.commitments import judging, promised, queries
from hamahang.commitments.actions import Announcement as Promise
from hamahang.commitments.actions import ClaimedDraft, announce, record_claimed, set_split, store_forecast
from hamahang.commitments.expecting import coming
from hamahang.commitments.foreseeing import foresee
from hamahang.commitments.models import Commitment, Forecast
from hamahang.commitments.persons import matching
from hamahang.commitments.warning import at_risk, kept_so_far
from hamahang.domain.commitments import CommitmentRefused
from hamahang.domain.jobs import Finding
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.ledger.verification import verify_records
from tests import factories
from tests.factories import AT, DAY, LATER

pytestmark = pytest.mark.django_db
MIDDLE = DAY + timedelta(days=100)


@pytest.fixture
def promise() -> Commitment:
    found = factories.commitment()
    factories.target(commitment=found, amount=40)
    return found


def prove(persons: int, on: int = 10) -> None:
    factories.job_evidence(persons=persons, proof=Proof.SEEN, since_on=DAY + timedelta(days=on))


def wait(persons: int) -> None:
    factories.job_evidence(persons=persons, proof=Proof.DECLARED)


def test_with_nothing_under_way_only_what_is_proven_counts(promise: Commitment) -> None:
    prove(39)
    assert foresee(promise, AsOf(MIDDLE)).probability == 0

    prove(1)
    assert foresee(promise, AsOf(MIDDLE)).probability == 1


def test_after_the_deadline_it_is_met_or_not(promise: Commitment) -> None:
    prove(30)
    wait(50)

    seen = foresee(promise, AsOf(LATER))

    assert seen.verified == 30
    assert seen.probability == 0
    assert set(seen.quantiles) == {30}
    assert not seen.drivers


def test_claims_that_wait_may_bring_the_rest(promise: Commitment) -> None:
    prove(30)
    wait(50)

    seen = foresee(promise, AsOf(MIDDLE))

    assert 0 < seen.probability < 1
    assert [driver.undertaking.persons for driver in seen.drivers] == [50]
    assert seen.quantiles == sorted(seen.quantiles)
    assert [point.on for point in seen.fan] == sorted({point.on for point in seen.fan})
    assert seen.fan[-1].quantiles == seen.quantiles
    assert seen.rivals["stated"] == 80


def test_jobs_proven_before_the_promise_began_are_not_of_it(promise: Commitment) -> None:
    prove(8, on=-20)
    prove(5, on=20)

    assert sum(row.persons for row in queries.verified_of(promise, AsOf(MIDDLE))) == 5


def test_jobs_proven_before_and_shown_again_in_its_time_are_counted_nowhere() -> None:
    """A list of the insured of a later month shows again what was there before: it brings nothing to the promise."""
    promise, county = factories.commitment(), factories.county()
    factories.target(commitment=promise, county=county, amount=40)
    before, within = factories.job_claim(county=county), factories.job_claim(county=county)
    shown = ((before, 8, Proof.SEEN, -20), (before, 8, Proof.INSURED, 20), (within, 5, Proof.SEEN, 20))
    for claim, persons, proof, on in shown:
        factories.job_evidence(claim=claim, persons=persons, proof=proof, since_on=DAY + timedelta(days=on))

    told = promised.standing(promise, AsOf(MIDDLE), EVERYTHING)
    [progress] = [one.progress for one in kept_so_far(AsOf(MIDDLE))]

    assert (told.verified, sum(exactly for _, exactly, _ in told.levels), progress.kept) == (5, 5, Fraction(5, 40))


def test_the_provincial_basis_holds_of_two_announced_on_one_day(promise: Commitment) -> None:
    county = factories.county()
    for basis, persons in (("NATIONAL", 6_679), ("PROVINCIAL", 13_110)):
        factories.target(commitment=promise, county=county, amount=persons, basis=basis, since_on=MIDDLE)

    assert queries.targets_of(promise, LATER) == [13_110]
    versions = promised.standing(promise, AsOf(LATER), EVERYTHING).versions
    assert {version.attained.of: version.is_last for version in versions} == {40: False, 6_679: False, 13_110: True}


def test_a_forecast_is_kept_once_and_never_changed(promise: Commitment) -> None:
    wait(50)
    first = store_forecast(foreseen=foresee(promise, AsOf(MIDDLE)), by="dabir", at=AT)

    assert store_forecast(foreseen=foresee(promise, AsOf(MIDDLE)), by="dabir", at=AT) == first
    wait(60)
    assert store_forecast(foreseen=foresee(promise, AsOf(MIDDLE)), by="dabir", at=AT) != first
    assert Forecast.objects.count() == 2
    assert verify_records() is None


def test_forecasts_are_scored_once_the_deadline_has_passed(promise: Commitment) -> None:
    factories.forecast(commitment=promise, day=MIDDLE, deadline=LATER, target=40, probability=Decimal("0.25"),
                       said=[10] * 20 + [30] * 160 + [50] * 20,
                       rivals={"straight_line": 45, "last_year": 20, "stated": 90})  # fmt: skip
    prove(32)

    assert judging.judge(AsOf(LATER - timedelta(days=1))).scores == {}
    judged = judging.judge(AsOf(LATER))

    own, line, year, stated = judged.scores["jobs_verified"]
    assert judged.forecasts[0].truth == 32
    # 0.1·22 + 0.8·2 + 0.1·18 less half the mean distance of two draws
    assert own.crps == pytest.approx(5.6 - (2 * 0.08 * 20 + 2 * 0.01 * 40 + 2 * 0.08 * 20) / 2)
    assert own.brier == pytest.approx(0.0625)
    assert (line.crps, year.crps, stated.crps) == (13, 12, 58)
    assert (line.brier, year.brier, stated.brier) == (1, 0, 1)
    assert own.coverage95 == 1.0


def test_a_promise_behind_its_pace_is_warned_of(promise: Commitment) -> None:
    assert [one.id for one in at_risk(AsOf(MIDDLE))] == [promise.pk]

    factories.forecast(commitment=promise, day=MIDDLE, probability=Decimal("0.8"))
    assert at_risk(AsOf(MIDDLE)) == []
    factories.forecast(commitment=promise, day=MIDDLE + timedelta(days=1), probability=Decimal("0.3"))
    assert [one.probability for one in at_risk(AsOf(MIDDLE + timedelta(days=1)))] == [Decimal("0.3")]
    assert [one.needed for one in at_risk(AsOf(LATER))] == [None]  # its last day: no month is left
    assert at_risk(AsOf(LATER + timedelta(days=1))) == []


def test_what_is_found_of_the_same_jobs_after_its_last_day_is_not_of_the_promise(promise: Commitment) -> None:
    claim = factories.job_claim()
    for persons, on in ((30, 10), (90, 400)):
        factories.job_evidence(claim=claim, persons=persons, proof=Proof.SEEN, since_on=DAY + timedelta(days=on))
    factories.job_evidence(persons=7, proof=Proof.DECLARED, since_on=LATER + timedelta(days=9))
    after = AsOf(LATER + timedelta(days=800))

    seen, told = foresee(promise, after), promised.standing(promise, after, EVERYTHING)

    assert (seen.verified, told.verified, sum(at for _, at, _ in told.levels)) == (30, 30, 30)
    assert promised.course(promise, after, EVERYTHING) == [(DAY + timedelta(days=10), 30)]


def test_after_its_last_day_nobodys_word_brings_anything_and_the_pace_is_of_its_own_time(promise: Commitment) -> None:
    prove(30)
    wait(50)

    end, later = (foresee(promise, AsOf(LATER + timedelta(days=after))) for after in (1, 5_000))

    assert end.rivals["stated"] == later.rivals["stated"] == 30
    assert end.pace_so_far == later.pace_so_far == Decimal("2.5")
    assert (end.is_over, foresee(promise, AsOf(LATER)).is_over) == (True, False)


def test_the_agenda_speaks_of_a_missed_promise_for_a_while_and_not_for_ever(promise: Commitment) -> None:
    assert [one.progress.passed for one in kept_so_far(AsOf(LATER + timedelta(days=30)), over_for=90)] == [1]
    assert kept_so_far(AsOf(LATER + timedelta(days=91)), over_for=90) == []
    assert kept_so_far(AsOf(LATER + timedelta(days=1))) == []


def test_what_is_under_way_has_a_day_with_a_band(promise: Commitment) -> None:
    wait(50)

    [one] = coming(AsOf(MIDDLE)).values()

    assert MIDDLE < one.least <= one.likely <= one.most
    assert 0 < one.chance < 1


def test_a_promise_says_who_said_it_where_and_its_splits_stay_within_it(promise: Commitment) -> None:
    said = Promise(
        number=promise.number, title="تعهد", holder="ستاد", from_on=DAY, due_on=LATER, announced_by="استاندار",
        announced_at="ایلام", announced_on=DAY,
    )  # fmt: skip
    known = announce(promise=said, by="dabir", at=AT)

    assert (known.pk, known.announced_by, known.announced_at) == (promise.pk, "استاندار", "ایلام")
    set_split(commitment=known, part="SECTOR", amounts={"23": 25}, announced_on=DAY, by="dabir", at=AT)
    assert queries.splits(known, AsOf(DAY)) == {"SECTOR": {"23": 25}}
    with pytest.raises(CommitmentRefused):
        set_split(commitment=known, part="SECTOR", amounts={"23": 41}, announced_on=DAY, by="dabir", at=AT)
    with pytest.raises(CommitmentRefused):
        announce(promise=replace(said, due_on=DAY), by="dabir", at=AT)


def test_one_person_of_two_agencies_counts_once_and_is_shown() -> None:
    unit, other = factories.unit(), factories.unit()
    mine, theirs = factories.agency(name="شهرک‌ها"), factories.agency(name="تعاون")
    drafts = [
        ClaimedDraft("a/1", unit.pk, unit.county_id, "NEW", person, DAY, agency=mine.pk) for person in ("p", "q", "r")
    ]
    drafts.append(ClaimedDraft("b/1", other.pk, other.county_id, "NEW", "q", DAY + timedelta(days=9), agency=theirs.pk))
    record_claimed(drafts=drafts, by="amar", at=AT)
    for person, where, month in (("p", unit, DAY), ("p", unit, MIDDLE), ("q", other, MIDDLE)):
        factories.insured_month(unit=where, person=person, since_on=month.replace(day=1), sex="FEMALE")

    found = matching(AsOf(MIDDLE), EVERYTHING)

    assert [(claim.claimed, claim.counted) for claim in found.claims] == [(3, 3), (1, 0)]
    assert [conflict.references for conflict in found.conflicts] == [["a/1", "b/1"]]
    assert [found.total(finding) for finding in (Finding.THERE, Finding.ELSEWHERE, Finding.NEVER)] == [1, 1, 1]
    assert (found.months, found.women) == (2, 1)
    assert queries.claimed_again(AsOf(MIDDLE)).count() == 1


def test_a_promise_of_one_county_counts_and_expects_its_own_jobs_alone() -> None:
    here, there = factories.county(), factories.county()
    mine = factories.commitment(scope=f"county:{here.code}")
    factories.target(commitment=mine, county=here, amount=10)
    for county, persons in ((here, 5), (there, 40)):
        shown = factories.job_evidence(claim=factories.job_claim(county=county), persons=persons, proof=Proof.SEEN)
        assert shown.since_on >= mine.from_on
    waiting = [
        factories.job_evidence(claim=factories.job_claim(county=county), persons=30, proof=Proof.DECLARED)
        for county in (here, there)
    ]

    seen = foresee(mine, AsOf(MIDDLE))
    told = promised.standing(mine, AsOf(MIDDLE), EVERYTHING)
    [kept] = [one.progress for one in kept_so_far(AsOf(MIDDLE))]

    assert (seen.verified, seen.open_cases, seen.rivals["stated"]) == (5, 1, 35)
    assert [driver.undertaking.key for driver in seen.drivers] == [waiting[0].claim_id]
    assert (told.verified, sum(at for _, at, _ in told.levels), kept.kept) == (5, 35, Fraction(1, 2))
    assert [share.code for share in told.parts["COUNTY"]] == [str(here.pk)]
