"""Flags: computed from the records at every look, each with its rule; what was decided stays decided."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.requests import RequestRefused
from hamahang.ledger.recording import recording
from hamahang.projects import working
from hamahang.support import actions, flagged
from tests import factories
from tests.factories import AT, DAY, LATER

pytestmark = pytest.mark.django_db
WHO = {"by": "rais", "at": AT}
END = AsOf(LATER)


def given(**rest: Any) -> Any:
    return factories.credit_facility(approved_on=DAY, **rest)


def rules(asof: AsOf = END, reach: Reach = EVERYTHING) -> list[str]:
    return [found.flag.rule for found in flagged.flags(asof, reach)]


def test_a_unit_supported_twice_for_one_purpose_is_flagged_from_the_day_of_the_second() -> None:
    first = given()
    second = factories.credit_facility(unit=first.unit, line=first.line, approved_on=DAY + timedelta(5))
    factories.credit_facility(unit=first.unit, approved_on=DAY, line=factories.budget_line(code="GRANT"))

    assert rules(AsOf(DAY)) == []
    found = flagged.flags(END, EVERYTHING)
    assert [(f.flag.rule, f.flag.amount) for f in found] == [("TWICE_UNIT", 2_000)]
    assert found[0].flag.records == tuple(
        sorted((f"support.CreditFacility:{first.pk}", f"support.CreditFacility:{second.pk}"))
    )


def test_one_purpose_in_two_programmes_is_one_purpose() -> None:
    first = given()
    given(unit=first.unit, line=factories.budget_line(code=first.line.code))

    assert rules() == ["TWICE_UNIT"]


def test_owner_plot_and_account_of_two_units_are_flagged() -> None:
    line, company, estate = factories.budget_line(), factories.company(), factories.estate()
    for plot in ("1", "2"):
        given(unit=factories.unit(company=company, estate=estate, plot=plot), line=line)
    for _ in range(2):
        given(unit=factories.unit(estate=estate, plot="9"), line=line)
    for purpose in ("FUEL", "GRANT"):
        facility = given(line=factories.budget_line(code=purpose), unit=factories.unit(company=None))
        factories.support_request(facility=facility, unit=facility.unit, account="IR1")

    assert sorted(rules()) == ["TWICE_ACCOUNT", "TWICE_OWNER", "TWICE_PLOT"]


def test_a_share_is_measured_by_the_limit_of_its_day_and_told_to_who_sees_the_whole() -> None:
    big = given(approved=900)
    given(approved=100)
    factories.flag_limit(rule="SHARE_UNIT", percent=Decimal(95))
    factories.flag_limit(rule="SHARE_UNIT", percent=Decimal(50), valid_from=DAY + timedelta(9))

    assert rules(AsOf(DAY)) == []
    found = flagged.flags(END, EVERYTHING)
    assert [(f.flag.rule, f.flag.units) for f in found] == [("SHARE_UNIT", (big.unit_id,))]
    assert "90 %" in found[0].flag.said.en
    assert rules(END, Reach(places=frozenset({big.unit.county.code}))) == []


def pay(facility: Any, on: Any, document: str = "1") -> Any:
    return actions.record_disbursement(facility=facility, amount=9, paid_on=on, document_no=document, by="b", at=AT)


def test_a_payment_before_the_approval_is_flagged_and_one_on_its_day_is_not() -> None:
    facility = given()
    early = pay(facility, DAY - timedelta(1))
    pay(facility, DAY, "2")

    found = flagged.flags(END, EVERYTHING)

    assert [(f.flag.rule, f.flag.records) for f in found] == [("PAID_EARLY", (f"support.Disbursement:{early.pk}",))]


def test_a_payment_after_all_money_of_its_line_lapsed_is_flagged() -> None:
    facility = given()
    factories.allocation(line=facility.line, lapses_on=DAY + timedelta(5))
    pay(facility, DAY + timedelta(5))
    late = pay(facility, DAY + timedelta(6), "2")

    assert [f.flag.records for f in flagged.flags(END, EVERYTHING)] == [(f"support.Disbursement:{late.pk}",)]
    factories.allocation(line=facility.line, lapses_on=None)
    assert rules() == []


def test_progress_that_nobody_saw_is_flagged_once_a_request_rests_on_it() -> None:
    project = factories.project()
    factories.progress(project=project, percent=Decimal(70))
    request = factories.support_request(project_no=project.number)
    factories.request_stage(request=request, stage="COMPLETE")
    assert rules() == []

    factories.request_stage(request=request, stage="EXAMINED")
    assert rules() == ["PROGRESS"]
    factories.progress(project=project, percent=Decimal(65), proof=Proof.SEEN, since_on=DAY + timedelta(1))
    assert rules() == []


def rested_on(project: Any, stage: str = "EXAMINED") -> Any:
    request = factories.support_request(project_no=project.number)
    factories.request_stage(request=request, stage=stage)
    return request


def test_what_is_claimed_in_the_page_is_flagged_until_an_inspection_saw_it() -> None:
    project = factories.project()
    request = rested_on(project)
    working.claim_progress(project=project, progress={"BUILDING": 70, "LAND": 100}, on=DAY, by="mojri", at=AT)

    found = flagged.flags(END, EVERYTHING)
    assert [(f.flag.rule, f.flag.records[0], len(f.flag.records)) for f in found] == [
        ("PROGRESS", f"support.SupportRequest:{request.pk}", 3)
    ]
    assert "buildings 70 % (seen: nothing)" in found[0].flag.said.en
    assert "۷۰ درصد" in found[0].flag.said.fa

    working.inspect(
        project=project, progress={"BUILDING": 40, "LAND": 100}, inspector="بازرس", on=DAY + timedelta(1),
        by="karshenas", at=AT,
    )  # fmt: skip
    assert rules() == []
    working.claim_progress(project=project, progress={"BUILDING": 90}, on=DAY + timedelta(2), by="mojri", at=AT)
    assert rules(AsOf(DAY + timedelta(1))) == []
    assert "buildings 90 % (seen: 40)" in flagged.flags(END, EVERYTHING)[0].flag.said.en


def test_a_claim_that_says_no_more_than_was_seen_is_not_flagged() -> None:
    project = factories.project()
    rested_on(project)
    working.inspect(project=project, progress={"LAND": 60}, inspector="بازرس", on=DAY, by="karshenas", at=AT)
    working.claim_progress(project=project, progress={"LAND": 60}, on=DAY + timedelta(1), by="mojri", at=AT)

    assert rules() == []


def test_a_tranche_released_without_its_progress_is_flagged_and_neither_a_proven_one_nor_an_advance() -> None:
    tranche = factories.tranche(percent=Decimal(30))
    factories.tranche_release(tranche=tranche, visit=None, percent=None, reason="تا بازدید", by="rais")
    less = factories.tranche(percent=Decimal("60.50"))
    factories.tranche_release(tranche=less, percent=Decimal("41.50"), reason="فصل سرد", by="rais")
    factories.tranche_release()
    advance = factories.tranche(percent=Decimal(0))
    factories.tranche_release(tranche=advance, visit=None, percent=None, reason="پیش‌پرداخت", by="rais")

    found = [f.flag for f in flagged.flags(END, EVERYTHING)]

    assert {(f.rule, f.records[0], f.amount) for f in found} == {
        ("PROGRESS", f"support.CreditFacility:{row.facility_id}", 400) for row in (tranche, less)
    }
    assert {f.said.en for f in found} == {
        "tranche 1 (progress of 30 %) released without an inspection: تا بازدید",
        "tranche 1 (progress of 60.5 %) released on 41.5 % seen: فصل سرد",
    }
    assert any("۴۱٫۵ درصد" in f.said.fa for f in found)
    assert flagged.open_records(END)["support.CreditFacility"] == {tranche.facility_id, less.facility_id}
    assert rules(END, Reach(bank=tranche.facility.bank.code)) == ["PROGRESS"]
    assert rules(AsOf(DAY - timedelta(1))) == []


def test_a_decision_has_its_reason_and_stays_with_the_very_records() -> None:
    first = given()
    second = given(unit=first.unit, line=first.line)
    flag = flagged.flags(END, EVERYTHING)[0].flag

    for verdict, reason in (("ALLOWED", " "), ("PERHAPS", "x")):
        with pytest.raises(RequestRefused):
            flagged.decide_flag(flag=flag, verdict=verdict, reason=reason, on=DAY, **WHO)
    flagged.decide_flag(flag=flag, verdict="ALLOWED", reason="دو خط تولید", on=DAY, **WHO)

    decided = flagged.flags(END, EVERYTHING)[0]
    assert decided.decision is not None
    assert decided.decision.verdict == "ALLOWED"
    assert flagged.open_records(END)["support.CreditFacility"] == set()
    third = given(unit=first.unit, line=first.line)
    assert flagged.flags(END, EVERYTHING)[0].decision is None
    assert flagged.open_records(END)["support.CreditFacility"] == {first.pk, second.pk, third.pk}


def test_what_is_corrected_is_no_longer_flagged() -> None:
    first = given()
    second = given(unit=first.unit, line=first.line)
    assert rules() == ["TWICE_UNIT"]

    with recording(action="test.voided", by="a", at=AT, reason="دوبار ثبت شد"):
        second.void()

    assert rules() == []


def test_a_reader_is_told_of_what_they_may_list() -> None:
    first = given()
    given(unit=first.unit, line=first.line)

    assert rules(END, Reach(places=frozenset({"0101"}))) == []
    assert rules(END, Reach(bank=first.bank.code)) == []
    assert rules(END, Reach(places=frozenset({first.unit.county.code}))) == ["TWICE_UNIT"]


@pytest.mark.parametrize(
    "rest", [{"rule": "TWICE_UNIT"}, {"percent": Decimal(0)}, {"percent": Decimal(101)}, {"source": ""}]
)
def test_a_limit_that_cannot_be_is_refused(rest: dict[str, Any]) -> None:
    said = {"rule": "SHARE_BANK", "percent": Decimal(30), "valid_from": DAY, "source": "قرار ستاد"}

    with pytest.raises(RequestRefused):
        flagged.set_limit(**(said | rest), **WHO)
    flagged.set_limit(**said, **WHO)
    with pytest.raises(RequestRefused):
        flagged.set_limit(**said, **WHO)
