"""The example's support: 177 requests down the published funnel, two programmes, a bank's list with differences."""

from collections import Counter
from decimal import Decimal
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.cli.samples import year_bank
from hamahang.cli.samples.year_support import LAW, PLAN
from hamahang.domain.calendar import from_jalali
from hamahang.domain.credit.claims import State
from hamahang.domain.indicators import ALL
from hamahang.domain.ledger import AsOf
from hamahang.domain.requests import REQUEST, WAY
from hamahang.indicators import queries
from hamahang.intake.models import Batch
from hamahang.ledger import queries as ledger
from hamahang.ledger.verification import verify_records
from hamahang.projects import queries as projects
from hamahang.support import absorbed, asked, eligible, flagged, funnels, matched, packaging, settling, terms
from hamahang.support.checking import check_all
from hamahang.support.models import (
    Allocation,
    BankPayment,
    BankStatement,
    Disbursement,
    RequestAssessment,
    SupportRequest,
    TrancheRelease,
)
from tests.province import NOW, TIR_10, Province

pytestmark = pytest.mark.django_db
END = AsOf(from_jalali(1391, 12, 29))
AT_TIR = AsOf(TIR_10)


def numbers(asof: AsOf, programme: str = LAW) -> list[int]:
    return [rung.number for rung in funnels.funnel(asof, EVERYTHING, programme=programme)[None]]


def value(code: str, asof: AsOf) -> Any:
    return queries.compute(code, asof=ledger.as_of(day=asof.day), scope=ALL, reach=EVERYTHING).value


def bank() -> Any:
    return next(found for found in matched.banks(EVERYTHING) if found.name == "بانک صنعت و معدن")


def test_the_requests_of_the_law_go_down_the_funnel_as_published(played: Province) -> None:
    assert numbers(AT_TIR) == [177, 52, 50, 38, 36, 33, 0, 0, 0]
    assert numbers(END) == [177, 52, 50, 38, 36, 33, 27, 24, 21]
    assert numbers(END, PLAN)[0] == 9


def test_every_state_of_a_request_is_there(played: Province) -> None:
    standing = Counter(asked.current(END).values_list("stage", flat=True))

    # found complete, a request of the example goes on the same spring
    assert set(standing) == {state.code for state in REQUEST.states} - {"COMPLETE"}
    assert sum(standing.values()) == SupportRequest.objects.count() == 186


def test_no_amount_grows_on_the_way_but_by_an_exception_and_no_rial_is_paid_beyond_the_contract(
    played: Province,
) -> None:
    beyond = []
    for request in SupportRequest.objects.filter(voided_entry=None):
        whole = asked.whole(request, END)
        said = [whole.amounts[stage] for stage in WAY if stage in whole.amounts]
        if said != sorted(said, reverse=True):
            assert whole.facility is not None
            (exception,) = whole.facility.exceptions.all()
            beyond.append((exception.kind, whole.amounts["CONTRACT"] - whole.amounts["BANK"] - exception.amount))
        assert whole.paid <= whole.amounts.get("CONTRACT", 0)

    assert beyond == [("CONTRACT", 0)]


def test_each_contract_has_its_terms_by_the_banks_own_approval_and_goes_on_with_its_facility(played: Province) -> None:
    contracts = asked.current(END).filter(stage="CONTRACT")
    after: Counter[str] = Counter()
    for fact in contracts:
        whole = asked.whole(fact.request, END)
        facility, approval = whole.facility, next(stage for stage in whole.stages if stage.stage == "BANK")
        assert facility is not None
        contract = facility.contracts.get()
        assert (facility.approved, facility.approved_on) == (approval.amount, approval.since_on)
        assert (contract.principal, contract.since_on) == (whole.amounts["CONTRACT"], fact.since_on)
        assert contract.letter_on == next(stage.since_on for stage in whole.stages if stage.stage == "REFERRED")
        after[str(whole.after)] += 1

    assert sum(after.values()) == 27
    assert set(after) == {
        "CONTRACTED", "PAYING", "REPAYING", "OVERDUE", "RESTRUCTURED", "SETTLED", "WRITTEN_OFF",
    }  # fmt: skip
    for programme in (LAW, PLAN):
        rungs = funnels.funnel(END, EVERYTHING, programme=programme)[None]
        endings = funnels.endings(END, EVERYTHING, programme=programme)[None]
        ways = [rung for rung in endings if rung.stage in State.__members__]
        assert sum(rung.number for rung in ways) == rungs[-2].number
    assert check_all().fault is None


def test_a_request_of_the_spatial_plan_is_made_by_its_project_and_paid_by_what_was_inspected(played: Province) -> None:
    known = projects.projects_by_number()
    released = 0
    for request in SupportRequest.objects.exclude(project_no=""):
        project = known[request.project_no]
        facility = asked.whole(request, END).facility
        assert request.unit_id == project.unit_id
        for release in TrancheRelease.objects.filter(tranche__facility=facility) if facility else ():
            assert release.observation is not None
            assert release.observation.project_id == project.pk
            assert release.observation.percent >= release.tranche.percent
            assert release.observation.since_on <= release.since_on
            released += 1

    assert released == 4


def test_the_figures_of_10_tir_stand_as_before(played: Province) -> None:
    assert value("affected_units_referred", AT_TIR) == 33
    assert value("targeted_subsidies_facilities_paid", AT_TIR) == 2_206 * 10**9
    assert value("jobs_verified", AT_TIR) == 417


def test_the_figures_of_requests_are_those_of_the_funnel(played: Province) -> None:
    both = [first + second for first, second in zip(numbers(END), numbers(END, PLAN), strict=True)]
    codes = ("registered", "complete", "eligible", "examined", "approved", "referred", "bank_approved", "contracted")

    assert [value(f"requests_{code}", END) for code in codes] == both[:-1]
    assert value("requests_rate_complete", END) == round(Decimal(100) * both[1] / both[0], 1)
    lapsed = asked.current(END).filter(stage="LAPSED").count()
    assert value("requests_open", END) + value("requests_refused", END) + both[7] + lapsed == 186


def test_every_difference_planted_in_the_banks_list_is_found_and_none_is_invented(played: Province) -> None:
    asof = AsOf(year_bank.UNTIL)
    planted = year_bank.plant(matched.our_payments(bank().pk, asof))
    found = Counter((group.kind.value, group.look, group.differs) for group in matched.groups(bank().pk, asof))

    assert planted.rows
    del found["MATCHED", "DOCUMENT", ()]
    assert dict(found) == planted.found


def test_what_only_a_person_can_tell_is_joined_one_to_two_and_two_to_one(played: Province) -> None:
    groups = [group for group in matched.groups(bank().pk, AsOf(year_bank.UNTIL)) if group.look == "PERSON"]

    assert sorted((len(group.ours), len(group.theirs)) for group in groups) == [(1, 2), (2, 1)]
    for group in groups:
        assert sum(paid.amount for paid in group.ours) == sum(paid.amount for paid in group.theirs)


def test_the_money_of_a_line_goes_to_counties_and_two_flags_are_decided(played: Province) -> None:
    parts = Allocation.objects.filter(line__code="WORKING_CAPITAL", line__programme__code=LAW, voided_entry=None)
    decided = {found.flag.rule: found.decision for found in flagged.flags(END, EVERYTHING) if found.decision}

    assert sum(part.amount for part in parts) == 180 * 10**9
    assert len({part.county_id for part in parts}) == 5
    assert {rule: decision.verdict for rule, decision in decided.items()} == {
        "PAID_EARLY": "INSPECT", "TWICE_ACCOUNT": "ALLOWED",
    }  # fmt: skip
    (early,) = (found.flag for found in flagged.flags(END, EVERYTHING) if found.flag.rule == "PAID_EARLY")
    payment = Disbursement.objects.get(pk=early.records[0].partition(":")[2])
    assert payment.since_on < payment.facility.requests.get().stages.get(stage="BANK").since_on


def test_the_banks_list_again_changes_nothing(played: Province) -> None:
    head, batch = ledger.head(), Batch.objects.filter(source="bank_payments").get()
    drafts = [
        settling.BankPaymentDraft(
            bank=row.bank_id, file_no=row.file_no, amount=row.amount, paid_on=row.paid_on, document_no=row.document_no,
            national_id=row.national_id, name=row.name,
        )
        for row in BankPayment.objects.order_by("pk")
    ]  # fmt: skip

    effects = settling.record_bank_payments(drafts=drafts, by="amar", at=NOW)

    assert {effect.value for effect in effects} == {"UNCHANGED"}
    assert ledger.head() == head
    assert batch.counts["CREATED"] == len(drafts)


def test_the_month_that_was_signed_by_both_sides_stands(played: Province) -> None:
    statement = BankStatement.objects.get()

    assert set(matched.signatures(statement)) == {"OURS", "BANK"}
    assert statement.seal == settling.seal_of(statement.rows)
    assert not matched.changed_since(statement, AsOf(statement.until_on))


def test_requests_were_judged_by_the_rules_of_their_day(played: Province) -> None:
    programme = terms.programme(LAW)
    assert programme is not None
    first = terms.rules_on(programme, AsOf(from_jalali(1389, 12, 1)))

    assert len(terms.terms(programme, END).rules) == 2
    of_law = RequestAssessment.objects.filter(request__line__programme=programme)
    assert set(of_law.values_list("rules", flat=True)) == {first and first.pk}
    assert set(of_law.values_list("verdict", flat=True)) == {"MET", "UNMET", "UNKNOWN"}


def test_a_dry_run_of_the_province_answers_for_every_unit(played: Province) -> None:
    programme = terms.programme(LAW)
    assert programme is not None
    rules = terms.rules_on(programme, AT_TIR)
    assert rules is not None

    judged = eligible.dry_run(AT_TIR, EVERYTHING, rules=terms.read(rules), purpose="FUEL")

    answers = Counter(row.verdict.answer.value for row in judged)
    assert sum(answers.values()) == 214
    assert all(answers[answer] > 10 for answer in ("MET", "UNMET", "UNKNOWN"))
    assert all(row.verdict.against for row in judged if row.verdict.answer.value != "MET")


def test_packages_flags_and_money_have_something_to_look_at(played: Province) -> None:
    states = Counter(found.state for found in packaging.packages(END, EVERYTHING))
    rules = {found.flag.rule for found in flagged.flags(END, EVERYTHING)}
    # inspections have since confirmed what was only claimed on 10 Tir
    before = {found.flag.rule for found in flagged.flags(AT_TIR, EVERYTHING)}
    programme = terms.programme(LAW)
    assert programme is not None
    lapsing = absorbed.lapsing(AsOf(from_jalali(1390, 9, 1)), programme=programme)

    assert states == {"DONE": 3, "RUNNING": 2, "BLOCKED": 1}
    assert {"TWICE_UNIT", "TWICE_PLOT", "TWICE_ACCOUNT", "PAID_EARLY", "PAID_LATE"} <= rules
    assert "PROGRESS" in before - rules
    assert sum(row.at_risk for row in lapsing) > 0
    assert value("packages_done", END) == 3
    assert value("support_flagged", END) == sum(map(len, flagged.open_records(END).values()))


def test_what_was_played_is_as_the_ledger_says(played: Province) -> None:
    assert verify_records() is None
