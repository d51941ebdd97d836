"""Units hit by energy prices that still work, as candidates of their own: the jobs that would be lost are kept."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from hamahang.casework.models import Case
from hamahang.domain.ledger import AsOf
from hamahang.domain.planning import FUNNEL, KEEPING, MILLION, PlanTerms, Prior
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.methods.portfolio.explaining import why_in, why_not
from hamahang.methods.portfolio.plans import solve
from hamahang.planning.chances import chance_of
from hamahang.planning.collecting import PROGRAMME, Found, collected
from hamahang.planning.naming import Names
from hamahang.planning.posing import pose
from hamahang.planning.telling import say_in, say_not
from hamahang.register.models import Unit
from hamahang.territory.models import County
from tests import factories
from tests.factories import DAY

ASOF = AsOf(DAY + timedelta(30))
KINDS = ("REVIVAL", "AFFECTED", KEEPING)
LINE = f"{PROGRAMME}.REBUILDING"


def working(persons: int = 40, *, status: str = "ACTIVE", **values: Any) -> Unit:
    unit = factories.unit(**values)
    factories.unit_status(unit=unit, status=status)
    factories.head_count(unit=unit, persons=persons, proof=Proof.DECLARED)
    factories.head_count(unit=unit, persons=persons + 10, proof=Proof.LICENCE)
    return unit


def affected(unit: Unit, stage: str = "REFERRED", measure: str = "RESTRUCTURING") -> Case:
    case = factories.case(kind="AFFECTED", unit=unit, effect="OUTPUT_CUT", main_cause="")
    factories.case_stage(case=case, stage=stage)
    if measure:
        factories.case_measure(case=case, measure=measure)
    return case


def law() -> Any:
    return factories.programme(code=PROGRAMME)


def asking(unit: Unit, amount: int = 3_000 * MILLION) -> None:
    line = factories.budget_line(programme=law(), code="FUEL")
    request = factories.support_request(unit=unit, line=line)
    factories.request_stage(request=request, amount=amount)


def of_kind(kind: str, **more: Any) -> list[Found]:
    return [one for one in collected(ASOF, KINDS, {}, **more)[0] if one.kind == kind]


@pytest.mark.django_db
def test_a_working_unit_whose_measure_is_restructuring_keeps_the_jobs_at_risk() -> None:
    case = affected(working(40))

    (one,) = of_kind(KEEPING, risk=25)

    # no record says what the dearer energy takes, so the terms' share of the 40 present jobs stands alone
    assert (one.code, one.jobs, one.case, one.chance) == (f"{KEEPING}:{case.number}", 10, case.pk, 0.5)
    assert one.basis.en.startswith(FUNNEL.en)
    assert "10 of its 40 present jobs are at risk: no record says" in one.basis.en
    assert "۱۰ شغل از ۴۰ شغل کنونی" in one.basis.fa


@pytest.mark.django_db
def test_the_share_of_the_profit_that_dearer_energy_takes_comes_from_the_records_where_they_have_it() -> None:
    unit, programme = working(40), law()
    affected(unit)
    factories.price_rise(programme=programme, carrier="FUEL", percent=Decimal(100), valid_from=DAY)
    # of 1,000 of sales 800 are cost, 100 of them fuel; it doubles, and takes 100 of the 200 of profit
    for kind, amount in (("SALES", 1_000), ("COST", 800), ("FUEL", 100)):
        factories.stated_sum(unit=unit, kind=kind, amount=amount)

    (one,) = of_kind(KEEPING, risk=50)

    assert one.jobs == 10
    assert "takes 50 % of its profit (from the unit's bills and accounts)" in one.basis.en


@pytest.mark.django_db
def test_what_it_asked_is_its_cost_and_otherwise_the_cost_of_a_job() -> None:
    unit = working(40)
    affected(unit)
    terms = PlanTerms(money={LINE: (9_000 * MILLION, 0)}, per_job=100 * MILLION)

    (silent,) = of_kind(KEEPING)
    asking(unit)
    (asked,) = of_kind(KEEPING)

    assert dict(pose(terms, [silent], lines=[LINE], need={}, target=0).candidates[0].packages[0].cost) == {
        (LINE, 0): silent.jobs * 100
    }
    assert asked.asks == ((f"{PROGRAMME}.FUEL", 3_000 * MILLION),)


@pytest.mark.django_db
def test_a_unit_is_no_candidate_twice() -> None:
    unit = working(40)
    case = affected(unit)
    asking(unit)

    # its request is for the restructuring; without that kind it is an affected unit as before
    assert [one.kind for one in collected(ASOF, KINDS, {})[0]] == [KEEPING]
    assert [one.code for one in collected(ASOF, ("AFFECTED",), {})[0]] == [f"AFFECTED:{case.number}"]

    idle = factories.case(unit=unit, main_cause="MARKET")
    factories.case_stage(case=idle, stage="VIABLE")

    # who is to be revived is not restructured as well
    assert [one.kind for one in collected(ASOF, (KEEPING, "REVIVAL"), {})[0]] == ["REVIVAL"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "stage", "measure"),
    [
        ("IDLE", "REFERRED", "RESTRUCTURING"),
        ("ACTIVE", "SUPPORTED", "RESTRUCTURING"),
        ("ACTIVE", "WITHDRAWN", "RESTRUCTURING"),
        ("ACTIVE", "REFERRED", "ENERGY_CREDIT"),
        ("ACTIVE", "IDENTIFIED", ""),
    ],
)
def test_who_is_idle_ended_helped_otherwise_or_not_affected_is_none(status: str, stage: str, measure: str) -> None:
    affected(working(40, status=status), stage, measure)

    assert of_kind(KEEPING) == []


@pytest.mark.django_db
def test_of_whom_no_measure_is_known_who_was_referred_or_meets_the_rules_is_one() -> None:
    referred, identified = working(40), working(40, isic="1071")
    programme = law()
    affected(referred, measure="")
    affected(identified, "IDENTIFIED", measure="")
    assert [one.unit for one in of_kind(KEEPING)] == [referred.pk]

    factories.eligibility_rules(programme=programme)

    assert {one.unit for one in of_kind(KEEPING)} == {referred.pk, identified.pk}


@pytest.mark.django_db
def test_a_unit_with_so_few_at_work_that_nobody_is_at_risk_is_none() -> None:
    affected(working(1))

    assert of_kind(KEEPING, risk=30) == []


def test_reasons_speak_of_jobs_that_are_kept() -> None:
    county = County(code="1601", name="ایلام")
    one = Found("RESTRUCTURING:1", "آجر", KEEPING, county, 0.5, Text(fa="", en=""), jobs=20, unit=1)
    other = replace(one, code="RESTRUCTURING:2", title="گچ", jobs=4, unit=2)
    new = replace(one, code="AFFECTED:3", title="نان", kind="AFFECTED", jobs=4, unit=3)
    terms = PlanTerms(money={LINE: (2_000 * MILLION, 0)}, per_job=100 * MILLION)
    plan = solve(pose(terms, [one, other, new], lines=[LINE], need={}, target=0), gap=0.0, rounds=2)
    names = Names({}, {}, {found.code: found.title for found in (one, other, new)})

    kept = say_in(why_in(plan, one.code, seconds=2.0, rounds=2), names)
    out = say_not(why_not(plan, other.code, seconds=2.0, rounds=2), names)

    assert "keeps 6.2 expected lasting jobs" in kept.en
    assert "را نگه می‌دارد" in kept.fa
    assert "more jobs kept at the same cost" in out.en
    assert "شغل نگه‌داشته بیشتر" in out.fa
    assert "kept" not in say_not(why_not(plan, new.code, seconds=2.0, rounds=2), names).en
    assert chance_of(KEEPING) == Prior(0.5, FUNNEL)
