"""Two thousand jobs: 417 proven on 10 Tir 1390, the chance of the rest, forecasts kept and held against what came."""

import pytest
from django.test import Client
from django.urls import reverse

from hamahang.accounts.queries import EVERYTHING
from hamahang.casework import queries as casework
from hamahang.cli.samples.truth import FIGURES
from hamahang.commitments import judging, promised, queries
from hamahang.commitments.foreseeing import foresee
from hamahang.commitments.models import Commitment
from hamahang.commitments.persons import matching
from hamahang.commitments.warning import at_risk
from hamahang.domain.calendar import from_jalali
from hamahang.domain.commitments import JOBS
from hamahang.domain.indicators import ALL, Scope
from hamahang.domain.ledger import AsOf
from hamahang.indicators import promises
from hamahang.indicators import queries as figures
from hamahang.projects import following
from tests.personas import persona
from tests.province import TIR_10, Province

pytestmark = pytest.mark.django_db
END, LATER = from_jalali(1390, 12, 29), from_jalali(1391, 1, 10)


def promise() -> Commitment:
    return queries.commitments(AsOf(TIR_10)).get()


def test_the_figures_of_10_tir_stay_as_they_are_to_the_unit(played: Province) -> None:
    ilam = {"idle_units_identified": Scope("estate", "ilam")}
    values = {
        code: figures.compute(code, asof=AsOf(TIR_10), scope=ilam.get(code, ALL), reach=EVERYTHING).value
        for code in FIGURES
    }

    assert values == FIGURES


def test_417_of_2000_are_proven_and_the_rest_is_foreseen_from_what_was_under_way(played: Province) -> None:
    seen = foresee(promise(), AsOf(TIR_10))

    assert (seen.target, seen.verified) == (2_000, 417)
    assert 0 < seen.probability < 0.01
    assert 417 <= seen.quantiles[0] < seen.quantiles[3]
    assert foresee(promise(), AsOf(TIR_10)) == seen
    assert len(seen.drivers) == 10
    for driver in seen.drivers:
        record = driver.undertaking
        if record.record == "projects.InvestmentProject":
            assert following.project_in(EVERYTHING, record.key)
        elif record.record == "casework.Case":
            assert casework.case_in(EVERYTHING, record.key)


def test_both_bases_stand_with_their_own_denominators(played: Province) -> None:
    stands = promised.standing(promise(), AsOf(TIR_10), EVERYTHING)

    assert [(one.basis, one.attained.of, str(one.attained.percent)) for one in stands.versions] == [
        ("NATIONAL", 1_800, "23.2"), ("PROVINCIAL", 2_000, "20.9"),
    ]  # fmt: skip
    assert sum(share.attained.amount for share in stands.parts["COUNTY"]) == 417
    assert sum(share.attained.of for share in stands.parts["SECTOR"]) == 2_000


def test_nine_forecasts_were_kept_and_are_better_than_each_naive_way(played: Province) -> None:
    judgement = judging.judge(AsOf(LATER), promises.count)

    own, *rivals = judgement.scores[JOBS]
    of_jobs = [one for one in judgement.forecasts if one.forecast.commitment.is_of_jobs]
    assert len(of_jobs) == 9
    assert {one.truth for one in of_jobs} == {545}
    assert all(own.crps < 0.8 * rival.crps for rival in rivals)


def test_a_person_whom_two_agencies_claim_counts_once(played: Province) -> None:
    found = matching(AsOf(END), EVERYTHING)

    assert (sum(one.claimed for one in found.claims), sum(one.counted for one in found.claims)) == (28, 24)
    assert len(found.conflicts) == 4


def test_the_promise_is_warned_of_and_its_pages_open(played: Province, client: Client) -> None:
    client.force_login(persona("SECRETARY"))

    warned = at_risk(AsOf(from_jalali(1390, 7, 1)), promises.count)

    assert [one.number for one in warned if one.figure == JOBS] == ["ت-1390"]
    for address in (reverse("commitment", args=[promise().pk]), reverse("commitment-persons"), reverse("forecasts")):
        assert client.get(address, {"day": "1391-01-10"}).status_code == 200
