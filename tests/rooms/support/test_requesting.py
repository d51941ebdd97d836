"""Every step of a request, from the table: for whom, with what, with which amount, and what it records."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.accounts.roles import ROLES
from hamahang.domain.clocks import Running
from hamahang.domain.credit import ContractExceedsApproval, CreditRefused
from hamahang.domain.credit_claims import State
from hamahang.domain.ledger import AsOf
from hamahang.domain.requests import DOCUMENTS, OWN_PAPER, WITH_AMOUNT, RequestRefused
from hamahang.domain.workflow import Step, StepIncomplete, StepNotAllowed
from hamahang.domain.workingdays import Closures
from hamahang.ledger import queries as ledger
from hamahang.ledger.models import Entry
from hamahang.ledger.verification import verify_records
from hamahang.support import actions, asked, funnels, requesting
from hamahang.support.asked import RequestFilter
from hamahang.support.models import CreditFacility, RequestStage, SupportRequest
from tests import factories
from tests.factories import AT, DAY, LATER
from tests.rooms.support.asking import (
    Made,
    active_unit,
    begin,
    come_to,
    every_step,
    give,
    line_with_rules,
    path_to,
    take,
)

pytestmark = pytest.mark.django_db
STEPS = every_step()
each_step = pytest.mark.parametrize(("step", "source"), STEPS, ids=[f"{s.code} from {at}" for s, at in STEPS])


@each_step
def test_a_step_with_all_it_needs_leads_to_its_state_and_is_recorded(step: Step, source: str) -> None:
    made = come_to(source)

    fact = take(made, step.code, by="ruler")

    assert isinstance(fact, RequestStage)
    assert (fact.stage, fact.step, fact.by, fact.since_on) == (step.target, step.code, "ruler", made.on)
    assert fact.amount == (800 if step.code in WITH_AMOUNT else asked.whole(made.request, AsOf(DAY)).stages[-2].amount)
    assert Entry.objects.get(number=fact.entry_id).action == f"support.request.{step.code}"
    assert made.stage == step.target
    assert verify_records() is None


@each_step
def test_a_step_is_taken_by_the_roles_of_its_permission_and_refused_to_all_others(step: Step, source: str) -> None:
    made = come_to(source)
    refused = [role for role in ROLES.values() if step.by not in {p.value for p in role.permissions}]
    before = RequestStage.objects.count()

    for role in refused:
        with pytest.raises(StepNotAllowed):
            take(made, step.code, permissions={p.value for p in role.permissions})

    assert RequestStage.objects.count() == before
    allowed = next(role for role in ROLES.values() if step.by in {p.value for p in role.permissions})
    take(made, step.code, permissions={p.value for p in allowed.permissions})


@each_step
def test_a_step_is_refused_while_anything_it_needs_is_missing(step: Step, source: str) -> None:
    made = come_to(source)
    there = asked.whole(made.request, AsOf(made.on)).has
    lacking = [need for need in step.needs if need not in there]

    for at, need in enumerate(lacking):
        with pytest.raises(StepIncomplete) as refused:
            take(made, step.code, whole=False)
        assert [missing.code for missing in refused.value.missing] == lacking[at:]
        give(made, need)
    take(made, step.code, whole=False)


def test_the_documents_that_are_missing_are_counted_and_named() -> None:
    made = begin()
    for need in ("FORM", "PERMIT", "TAX", "DEBTS"):
        give(made, need)

    with pytest.raises(StepIncomplete) as refused:
        take(made, "complete", whole=False)

    assert refused.value.why.fa == "3 از 7 مورد کم است: قبض‌های انرژی پیش و پس، صورت‌های مالی، لیست بیمهٔ سه ماه"
    assert asked.missing_by_request([made.request.pk], AsOf(DAY)) == {
        made.request.pk: ("BILLS", "ACCOUNTS", "INSURANCE")
    }


def test_who_examined_does_not_approve() -> None:
    made = come_to("ELIGIBLE")
    take(made, "examine", by="a")

    with pytest.raises(StepNotAllowed):
        take(made, "approve", by="a")
    take(made, "approve", by="b")


@pytest.mark.parametrize("amount", [None, 0, 1_001])
def test_an_amount_beyond_the_stage_before_needs_its_reason(amount: int | None) -> None:
    made = come_to("EXAMINED")

    with pytest.raises(RequestRefused):
        take(made, "approve", by="x", said={"amount": amount, "reason": ""})

    assert made.stage == "EXAMINED"


def test_a_recorded_exception_lets_an_amount_grow() -> None:
    made = come_to("EXAMINED")

    take(made, "approve", by="x", said={"amount": 1_001, "reason": "مصوبهٔ ستاد ملی"})

    assert asked.whole(made.request, AsOf(DAY)).amounts["GROUP"] == 1_001


def test_a_request_goes_to_an_agent_bank_of_its_programme_only() -> None:
    made = come_to("GROUP")
    stranger = factories.agency()

    for bank in (None, stranger.pk):
        with pytest.raises(RequestRefused, match="agent bank"):
            take(made, "refer", said={"bank": bank})
    take(made, "refer")
    made.request.refresh_from_db()
    assert made.request.bank_id == made.bank


def test_a_banks_officer_acts_for_the_own_bank_alone() -> None:
    made = come_to("REFERRED")
    made.request.refresh_from_db()
    assert made.request.bank is not None

    with pytest.raises(RequestRefused, match="not with your bank"):
        take(made, "bank_approve", own_bank="another-bank")
    take(made, "bank_approve", own_bank=made.request.bank.code, said={"file_no": "ب/۷"})
    made.request.refresh_from_db()
    assert made.request.file_no == "ب/۷"


def test_a_request_that_the_bank_returned_may_go_to_another() -> None:
    made = come_to("REFERRED")
    take(made, "bank_approve", said={"file_no": "ب/۷"})
    take(made, "bank_return")
    other = factories.agency()
    factories.agent_bank(programme=made.request.line.programme, bank=other)
    made.bank = other.pk

    take(made, "refer")

    made.request.refresh_from_db()
    assert (made.request.bank_id, made.request.file_no, made.stage) == (other.pk, "", "REFERRED")


def concluded(**said: Any) -> CreditFacility:
    """Return the facility of a request whose contract came some days after the bank's approval of 800."""
    made = come_to("BANK")
    made.on += timedelta(9)
    take(made, "contract", said=said)
    made.request.refresh_from_db()
    assert made.request.facility is not None
    return made.request.facility


def test_the_contract_opens_the_banks_facility_by_the_banks_own_approval_and_signs_its_terms() -> None:
    facility = concluded(amount=750)
    request = facility.requests.get()
    contract = facility.contracts.get()

    assert request.bank is not None
    assert (facility.bank_id, facility.unit_id, facility.line_id) == (
        request.bank_id, request.unit_id, request.line_id,
    )  # fmt: skip
    assert (facility.approved, facility.approved_on) == (800, DAY)
    assert (contract.principal, contract.since_on, contract.rate) == (750, DAY + timedelta(9), Decimal("0.12"))
    assert (contract.number, contract.letter_no, contract.letter_on) == ("۱۲/CONTRACT", "ن/۷", DAY)


def test_where_a_request_stands_after_its_contract_is_the_state_of_its_facility() -> None:
    facility = concluded()
    request = facility.requests.get()

    def after(day: date) -> State | None:
        return asked.whole(request, AsOf(day)).after

    day = DAY + timedelta(9)
    assert (after(DAY), after(day)) == (None, State.CONTRACTED)
    actions.record_disbursement(facility=facility, amount=300, paid_on=day, document_no="1", by="b", at=AT)
    assert after(day) is State.PAYING
    actions.record_disbursement(facility=facility, amount=500, paid_on=day, document_no="2", by="b", at=AT)
    assert after(day) is State.REPAYING
    assert after(day + timedelta(40)) is State.OVERDUE
    assert asked.request_of(facility.pk, EVERYTHING, AsOf(day)) == request
    assert asked.request_of(facility.pk, EVERYTHING, AsOf(DAY)) is None
    assert verify_records() is None


def test_a_contract_beyond_the_banks_approval_is_an_exception_that_somebody_answers_for() -> None:
    with pytest.raises(RequestRefused, match="more than the step before"):
        concluded(amount=801, reason="")
    facility = concluded(amount=850, reason="افزایش به مصوبهٔ هیئت‌مدیره")

    assert (facility.approved, facility.contracts.get().principal) == (800, 850)
    assert [(row.kind, row.amount) for row in facility.exceptions.all()] == [("CONTRACT", 50)]


@pytest.mark.parametrize("said", [{"terms": None}, {"facility_no": " "}])
def test_a_contract_without_terms_or_number_is_refused_whole(said: dict[str, Any]) -> None:
    before = CreditFacility.objects.count()

    with pytest.raises(CreditRefused):
        concluded(**said)

    assert CreditFacility.objects.count() == before


def listed(made: Made, number: str, **values: Any) -> CreditFacility:
    """Return a facility that a bank's list has brought for a request's unit."""
    given = {"unit_id": made.request.unit_id, "line": made.request.line, "approved": 700} | values
    return factories.stored(CreditFacility(bank_id=made.bank, number=number, **given))


def test_the_contract_links_the_facility_that_a_list_has_brought() -> None:
    made = come_to("BANK")
    known = listed(made, "لیست/۱")

    with pytest.raises(ContractExceedsApproval):
        take(made, "contract", said={"facility_no": "لیست/۱", "reason": ""})
    take(made, "contract", said={"facility_no": "لیست/۱", "amount": 700})

    made.request.refresh_from_db()
    assert made.request.facility_id == known.pk
    assert CreditFacility.objects.count() == 1


def test_a_facility_that_is_contracted_already_is_linked_as_it_is() -> None:
    made = come_to("BANK")
    known = listed(made, "لیست/۲")
    factories.facility_contract(facility=known, principal=600)

    with pytest.raises(CreditRefused, match="write the same"):
        take(made, "contract", said={"facility_no": "لیست/۲", "amount": 700})
    take(made, "contract", said={"facility_no": "لیست/۲", "amount": 600, "terms": None})

    assert known.contracts.get().principal == 600


def test_a_facility_of_another_unit_or_request_is_not_linked() -> None:
    made, other = come_to("BANK"), factories.credit_facility(number="ب/۱")
    other.bank_id = made.bank
    factories.stored(other)

    for number in ("", "ب/۱"):
        with pytest.raises(CreditRefused):
            take(made, "contract", said={"facility_no": number})
    assert made.stage == "BANK"


@pytest.mark.parametrize(("step", "need"), OWN_PAPER.items())
def test_the_bank_gives_its_own_paper_with_its_step(step: str, need: str) -> None:
    made = come_to("REFERRED" if step == "bank_approve" else "BANK")
    made.request.refresh_from_db()
    assert made.request.bank is not None
    bank = {"permissions": {p.value for p in ROLES["BANK"].permissions}, "own_bank": made.request.bank.code}

    with pytest.raises(StepIncomplete):
        take(made, step, by="bank", whole=False, **bank)
    take(made, step, by="bank", whole=False, said={"paper_no": "ا/۹"}, **bank)

    papers = [paper for paper in asked.whole(made.request, AsOf(DAY)).papers if paper.need == need]
    assert [(paper.number, paper.entry.by) for paper in papers] == [("ا/۹", "bank")]
    if step == "contract":
        made.request.refresh_from_db()
        assert made.request.facility is not None
        assert made.request.facility.contracts.get().number == "ا/۹"


def test_a_step_of_the_office_takes_no_paper_with_it() -> None:
    made = come_to("GROUP")

    with pytest.raises(StepIncomplete):
        take(made, "refer", whole=False, said={"paper_no": "۱"})


def test_rules_that_say_no_are_passed_over_only_with_a_reason() -> None:
    unit = factories.unit()
    factories.unit_status(unit=unit, status="UNDER_CONSTRUCTION")
    made = begin(unit=unit.pk)
    take(made, "complete")
    give(made, "ASSESSED")

    with pytest.raises(RequestRefused, match="qualifies"):
        take(made, "find", said={"reason": ""})
    take(made, "find", said={"reason": "کارگروه پذیرفت"})
    kept = asked.whole(made.request, AsOf(DAY)).assessment
    assert kept is not None
    assert (kept.verdict, [reason["answer"] for reason in kept.reasons]) == ("UNMET", ["UNMET"])


def test_a_request_keeps_the_rules_of_its_day() -> None:
    made = begin()
    first = made.request.rules_id
    later = factories.eligibility_rules(
        programme=made.request.line.programme, valid_from=DAY + timedelta(1), text="شاغل دست‌کم ۱۰۰"
    )
    take(made, "complete")
    made.on += timedelta(5)

    give(made, "ASSESSED")

    assessment = asked.whole(made.request, AsOf(made.on)).assessment
    assert assessment is not None
    assert (assessment.rules_id, assessment.verdict) == (first, "MET")
    assert later.pk != first


def test_without_rules_nothing_is_assessed() -> None:
    request = requesting.register_request(
        unit=active_unit(), line=factories.budget_line(), amount=5, on=DAY, by="a", at=AT
    )

    with pytest.raises(RequestRefused, match="No rules"):
        requesting.assess(request=request, on=DAY, by="a", at=AT)


def test_a_unit_has_one_open_request_of_a_line_and_may_ask_again_when_it_ended() -> None:
    made = come_to("REFUSED")
    line = made.request.line
    again = requesting.register_request(unit=made.request.unit_id, line=line, amount=5, on=DAY, by="a", at=AT)

    with pytest.raises(RequestRefused, match=again.number):
        requesting.register_request(unit=made.request.unit_id, line=line, amount=5, on=DAY, by="a", at=AT)
    other, _ = line_with_rules()
    requesting.register_request(unit=made.request.unit_id, line=other, amount=5, on=DAY, by="a", at=AT)


@pytest.mark.parametrize("rest", [{"amount": 0}, {"amount": -1}, {"number": "S-1390-1"}])
def test_a_request_of_nothing_or_of_a_taken_number_is_refused(rest: dict[str, object]) -> None:
    made = begin()
    assert made.request.number == "S-1390-1"
    given: dict[str, Any] = {"unit": active_unit(), "line": made.request.line, "amount": 5} | rest
    before = ledger.head()

    with pytest.raises(RequestRefused):
        requesting.register_request(on=DAY, by="a", at=AT, **given)

    assert ledger.head() == before


def test_a_day_before_the_last_stage_is_refused() -> None:
    made = come_to("COMPLETE")
    made.on -= timedelta(1)

    with pytest.raises((StepNotAllowed, asked.NotRegistered)):
        requesting.take_step(
            request=made.request, step="return", on=made.on, permissions={"support.work"}, by="a", at=AT
        )


def test_two_people_on_one_request_are_told() -> None:
    made = come_to("COMPLETE")
    seen, _ = asked.version(made.request)
    give(made, "REPORT")

    with pytest.raises(RequestRefused, match="tashilat changed"):
        take(made, "return", seen=seen)


def test_a_paper_is_taken_back_with_a_reason_and_is_then_missing() -> None:
    made = come_to("COMPLETE")
    paper = asked.whole(made.request, AsOf(DAY)).papers[0]

    with pytest.raises(RequestRefused):
        requesting.take_paper_back(paper=paper, reason=" ", by="a", at=AT)
    requesting.take_paper_back(paper=paper, reason="نادرست", by="a", at=AT)

    assert [need.code for need in asked.whole(made.request, AsOf(DAY)).documents()] == [DOCUMENTS[0]]


@pytest.mark.parametrize(("need", "number"), [("NOTHING", "1"), ("ASSESSED", "1"), ("FORM", " ")])
def test_a_paper_that_cannot_be_is_refused(need: str, number: str) -> None:
    with pytest.raises(RequestRefused):
        requesting.add_paper(request=begin().request, need=need, on=DAY, number=number, by="a", at=AT)


# --- the funnel ---


def funnel(asof: AsOf, made: Made, reach: Reach = EVERYTHING, by: str = "") -> dict[object, list[int]]:
    code = made.request.line.programme.code
    return {
        key: [rung.number for rung in rungs]
        for key, rungs in funnels.funnel(asof, reach, programme=code, by=by).items()
    }


def test_the_funnel_counts_each_request_once_in_every_stage_it_came_to() -> None:
    made = come_to("REFERRED")
    line = made.request.line
    returned = Made(
        requesting.register_request(unit=active_unit(), line=line, amount=10, on=DAY, by="a", at=AT), made.bank
    )
    for step in ("complete", "return", "complete"):
        take(returned, step)

    assert funnel(AsOf(DAY), made) == {None: [2, 2, 1, 1, 1, 1, 0, 0, 0]}
    assert funnel(AsOf(DAY - timedelta(1)), made) == {}
    whole = funnels.funnel(AsOf(DAY), EVERYTHING, programme=line.programme.code)[None]
    assert [rung.rials for rung in whole] == [1_010, 1_010, 1_000, 1_000, 800, 800, 0, 0, 0]


def test_the_funnel_of_a_bank_is_its_own_requests() -> None:
    made = come_to("CONTRACT")
    made.request.refresh_from_db()
    assert made.request.bank is not None
    assert made.request.facility is not None
    actions.record_disbursement(facility=made.request.facility, amount=9, paid_on=DAY, document_no="1", by="b", at=AT)

    assert funnel(AsOf(DAY), made, by="bank") == {made.bank: [1] * 9}
    assert funnel(AsOf(DAY), made, Reach(bank=made.request.bank.code)) == {None: [1] * 9}
    assert funnel(AsOf(DAY), made, Reach(bank="other")) == {}
    assert funnel(AsOf(DAY), made, Reach(places=frozenset({"0101"}))) == {}


def test_a_funnel_ends_with_what_became_of_each_request() -> None:
    made = come_to("CONTRACT")
    line = made.request.line
    made.request.refresh_from_db()
    assert made.request.facility is not None
    lapsed = Made(requesting.register_request(unit=active_unit(), line=line, amount=7, on=DAY, by="a", at=AT), 0)
    take(lapsed, "lapse")
    requesting.register_request(unit=active_unit(), line=line, amount=10, on=DAY, by="a", at=AT)

    def ends(day: date, by: str = "") -> dict[Any, Any]:
        found = funnels.endings(AsOf(day), EVERYTHING, programme=line.programme.code, by=by)
        return {key: [(rung.stage, rung.number, rung.rials) for rung in rungs] for key, rungs in found.items()}

    assert ends(DAY) == {None: [("CONTRACTED", 1, 800), ("LAPSED", 1, 7)]}
    actions.record_disbursement(facility=made.request.facility, amount=800, paid_on=DAY, document_no="1", by="b", at=AT)
    assert ends(DAY) == {None: [("REPAYING", 1, 800), ("LAPSED", 1, 7)]}
    late = DAY + timedelta(90)
    assert ends(late, by="bank") == {made.bank: [("OVERDUE", 1, 800)], None: [("LAPSED", 1, 7)]}
    # counted from the kept table and from the facts alike, and each number opens to its list
    assert funnels.endings(AsOf(late, entry=ledger.head()), EVERYTHING, programme=line.programme.code)[None] == [
        funnels.Rung("OVERDUE", 1, 800), funnels.Rung("LAPSED", 1, 7),
    ]  # fmt: skip
    for asof in (AsOf(late), AsOf(late, entry=ledger.head())):
        wanted = RequestFilter(programme=line.programme.code, after="OVERDUE")
        assert [row.request for row in asked.lines(asof, EVERYTHING, wanted)] == [made.request]
        assert not asked.lines(asof, EVERYTHING, RequestFilter(after="REPAYING"))


def test_each_rung_of_the_funnel_opens_to_the_requests_it_counts() -> None:
    made = come_to("CONTRACT")
    made.request.refresh_from_db()
    assert made.request.facility is not None
    assert made.request.bank is not None
    actions.record_disbursement(facility=made.request.facility, amount=9, paid_on=DAY, document_no="1", by="b", at=AT)
    line = made.request.line
    returned = Made(requesting.register_request(unit=active_unit(), line=line, amount=7, on=DAY, by="a", at=AT), 0)
    for step in ("complete", "return"):
        take(returned, step)

    for bank in ("", made.request.bank.code, asked.NOBODY):
        keys = {"": None, made.request.bank.code: made.bank, asked.NOBODY: None}
        by = "bank" if bank else ""
        rungs = funnels.funnel(AsOf(DAY), EVERYTHING, programme=line.programme.code, by=by)[keys[bank]]
        for rung in rungs:
            wanted = RequestFilter(programme=line.programme.code, bank=bank, reached=rung.stage)
            assert asked.lines(AsOf(DAY), EVERYTHING, wanted).count() == rung.number, (bank, rung)


def test_what_was_known_earlier_is_counted_as_it_was_known() -> None:
    made = come_to("REFERRED")
    entry = Entry.objects.filter(action="support.request.approve").latest("number").number

    assert funnel(AsOf(DAY, entry=entry), made) == {None: [1, 1, 1, 1, 1, 0, 0, 0, 0]}


def test_requests_late_on_their_clock_come_first() -> None:
    made = come_to("REFERRED")
    other = begin()

    other.on += timedelta(3)
    take(other, "complete")
    ended = come_to("REFUSED")

    found, open_ones, late = asked.due(AsOf(DAY + timedelta(30)), EVERYTHING, Closures())

    assert [(row.standing.request, row.clock.code, row.is_late) for row in found] == [
        (other.request, "EXAMINING", True),
        (made.request, "ANSWERING", False),
    ]
    assert (open_ones, late) == (2, 1)
    assert ended.request not in {row.standing.request for row in found}
    assert [row.standing.request for row in asked.due(AsOf(LATER), EVERYTHING, Closures(), most=1)[0]] == [
        other.request
    ]


def test_the_clock_that_runs_out_first_is_that_of_the_page_of_the_request() -> None:
    for state in ("REGISTERED", "COMPLETE", "EXAMINED", "GROUP", "REFERRED", "BANK", "RETURNED", "BANK_RETURNED"):
        come_to(state)
    closures, asof = Closures(), AsOf(DAY + timedelta(40))

    for row in asked.due(asof, EVERYTHING, closures)[0]:
        running = [
            time
            for time in asked.whole(row.standing.request, asof).times(asof.day, closures)
            if time.running in (Running.RUNS, Running.LATE)
        ]
        first = min(running, key=lambda time: time.due_on or date.max)
        assert (row.due_on, row.is_late) == (first.due_on, first.running is Running.LATE)


def test_a_list_of_requests_is_narrowed_by_all_it_is_asked_for() -> None:
    made = come_to("REFERRED")
    made.request.refresh_from_db()
    request = SupportRequest.objects.select_related("line__programme", "bank", "unit__county").get(pk=made.request.pk)
    begin()
    assert request.bank is not None

    for wanted in (
        {"programme": request.line.programme.code}, {"bank": request.bank.code}, {"stage": "REFERRED"},
        {"county": request.unit.county.code}, {"text": request.unit.name}, {"text": request.number},
    ):  # fmt: skip
        found = asked.lines(AsOf(DAY), EVERYTHING, asked.RequestFilter(**wanted))
        assert [row.request_id for row in found] == [request.pk], wanted


def test_a_bank_broken_down_by_county_adds_up_to_the_bank() -> None:
    made = come_to("CONTRACT")
    unit = active_unit()
    other = Made(
        requesting.register_request(unit=unit, line=made.request.line, amount=10, on=DAY, by="a", at=AT), made.bank
    )
    for number, step in enumerate(path_to("REFERRED")):
        take(other, step.code, by=f"person-{number}")
    code = made.request.line.programme.code

    by_bank = funnels.funnel(AsOf(DAY), EVERYTHING, programme=code, by="bank")
    bank = SupportRequest.objects.select_related("bank").get(pk=made.request.pk).bank
    assert bank is not None
    inside = funnels.funnel(AsOf(DAY), EVERYTHING, programme=code, by="county", where={"bank": bank.code})
    nowhere = funnels.funnel(AsOf(DAY), EVERYTHING, programme=code, by="county", where={"bank": "none"})
    ended = funnels.endings(AsOf(DAY), EVERYTHING, programme=code, by="county", where={"bank": bank.code})

    assert len(inside) == 2
    assert [sum(rung.number for rung in stage) for stage in zip(*inside.values(), strict=True)] == [
        rung.number for rung in by_bank[made.bank]
    ]
    assert nowhere == {}
    assert sum(rung.number for rungs in ended.values() for rung in rungs) == 1
