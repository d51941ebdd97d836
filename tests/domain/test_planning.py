"""The priors of a plan, and terms that mean nothing."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from hamahang.domain.planning import (
    FINISHED,
    REVIVED,
    Pin,
    PlanRefused,
    PlanTerms,
    StatedScenario,
    by_start,
    chance_of_project,
    check_terms,
    purposes_of,
)

TERMS = PlanTerms(money={"x": (9, 0)})


def test_the_further_a_project_the_likelier_it_is_finished():
    shares = [chance_of_project(Decimal(percent)) for percent in (0, 19, 20, 45, 60, 79, 80, 99, 100)]

    assert shares == sorted(shares)
    assert shares[:3] == [FINISHED[20], FINISHED[20], FINISHED[40]]
    assert chance_of_project(None) < min(FINISHED.values())


def test_support_that_begins_later_succeeds_less():
    assert by_start(0.5) == {1: 0.5, 2: 0.425}


def test_the_money_of_an_idle_unit_is_shared_out_whole():
    for cause in ("WORKING_CAPITAL", "BANK_DEBT", "MARKET", ""):
        assert sum(purposes_of(cause).values()) == Fraction(1)


def test_every_prior_is_a_share():
    assert all(0 < share < 1 for share in (*REVIVED.values(), *FINISHED.values()))


@pytest.mark.parametrize(
    "wrong",
    [
        replace(TERMS, aim="votes"),
        replace(TERMS, kinds=()),
        replace(TERMS, kinds=("FRIENDS",)),
        replace(TERMS, loan=101),
        replace(TERMS, per_job=0),
        replace(TERMS, large=-1),
        replace(TERMS, risk=0),
        replace(TERMS, spend=-1),
        replace(TERMS, scenarios=(StatedScenario("as it is"),)),
        replace(TERMS, scenarios=(StatedScenario("", costs_more=9),)),
        replace(TERMS, scenarios=(StatedScenario("s", money_less=101),)),
        replace(TERMS, scenarios=(StatedScenario("s", late=9),)),
        replace(TERMS, pins={"REVIVAL:1": Pin(is_must=True, reason=" ")}),
    ],
)
def test_terms_that_mean_nothing_are_refused_in_both_languages(wrong):
    with pytest.raises(PlanRefused) as refused:
        check_terms(wrong)

    assert refused.value.why.fa
    assert refused.value.why.en


def test_sound_terms_pass():
    check_terms(replace(TERMS, alpha=50, pins={"REVIVAL:1": Pin(is_must=False, reason="مالک زمین را فروخت")}))
