"""Programmes: their law, money, banks and rules; what is allocated is counted once, and what lapses is told."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.domain.calendar import from_jalali
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.requests import RequestRefused
from hamahang.ledger import queries as ledger
from hamahang.support import absorbed, actions, eligible, programmes, terms
from hamahang.support.models import BudgetLine, SupportProgramme
from tests import factories
from tests.factories import AT, DAY, LATER

pytestmark = pytest.mark.django_db
WHO = {"by": "tashilat", "at": AT}
NEXT = LATER + timedelta(300)


@pytest.fixture
def line() -> BudgetLine:
    return factories.budget_line()


def money(amount: int, letter: str = "1", **rest: Any) -> programmes.Money:
    given = {"period_from": DAY, "period_until": LATER, "lapses_on": LATER}
    return programmes.Money(amount=amount, letter_no=letter, **(given | rest))


def paid(line: BudgetLine, amount: int, on: date = DAY, **rest: Any) -> Any:
    facility = factories.credit_facility(line=line, approved=10 * amount, approved_on=DAY, **rest)
    return actions.record_disbursement(facility=facility, amount=amount, paid_on=on, document_no="1", by="b", at=AT)


def test_a_programme_is_opened_once_with_a_code_and_both_titles() -> None:
    programme = programmes.open_programme(code="note_18", title="تبصرهٔ ۱۸", title_en="Note 18", **WHO)

    assert terms.programme("NOTE_18") == programme
    for again in ({"code": "NOTE_18"}, {"code": " "}, {"title": ""}, {"title_en": " "}):
        given = {"code": "X", "title": "ب", "title_en": "b"} | again
        with pytest.raises(RequestRefused):
            programmes.open_programme(**given, **WHO)


def test_a_line_is_added_once(line: BudgetLine) -> None:
    added = programmes.add_line(programme=line.programme, purpose="GRANT", **WHO)

    assert programmes.add_line(programme=line.programme, purpose="GRANT", **WHO) == added
    assert [found.code for found in terms.lines(line.programme)] == ["FUEL", "GRANT"]
    with pytest.raises(RequestRefused):
        programmes.add_line(programme=line.programme, purpose="HOLIDAY", **WHO)


@pytest.mark.parametrize("rest", [{"title": " "}, {"valid_until": DAY - timedelta(1)}])
def test_a_law_without_a_title_or_that_ends_before_it_begins_is_refused(line: BudgetLine, rest: dict[str, Any]) -> None:
    given = {"title": "قانون", "number": "1", "dated_on": DAY, "valid_from": DAY, "valid_until": None} | rest

    with pytest.raises(RequestRefused):
        programmes.add_basis(programme=line.programme, **given, **WHO)


def test_a_letter_allocates_once(line: BudgetLine) -> None:
    programmes.allocate(line=line, money=money(1_000), on=DAY, **WHO)
    before = ledger.head()

    for wrong in (money(1_000), money(0, "2"), money(5, " "), money(5, "3", period_until=DAY - timedelta(1))):
        with pytest.raises(RequestRefused):
            programmes.allocate(line=line, money=wrong, on=DAY, **WHO)

    assert ledger.head() == before
    programmes.allocate(line=line, money=money(7, county=factories.county().pk), on=DAY, **WHO)


def test_what_is_carried_on_is_counted_once_and_never_more_than_there_was(line: BudgetLine) -> None:
    first = programmes.allocate(line=line, money=money(1_000), on=DAY, **WHO)
    programmes.allocate(line=line, money=money(300, "2", lapses_on=NEXT), on=LATER, carried_from=first, **WHO)

    with pytest.raises(RequestRefused):
        programmes.allocate(line=line, money=money(701, "3"), on=LATER, carried_from=first, **WHO)
    asof = AsOf(LATER)
    assert absorbed.whole(asof, EVERYTHING, programme=line.programme.code).allocated == 1_000
    assert [(row.lapses_on, row.allocated) for row in absorbed.lapsing(asof, programme=line.programme)] == [
        (LATER, 700),
        (NEXT, 300),
    ]


def test_payments_use_up_what_lapses_first(line: BudgetLine) -> None:
    programmes.allocate(line=line, money=money(600, "1"), on=DAY, **WHO)
    programmes.allocate(line=line, money=money(500, "2", lapses_on=NEXT), on=DAY, **WHO)
    paid(line, 700)

    found = absorbed.lapsing(AsOf(DAY), programme=line.programme)

    assert [(row.allocated, row.paid, row.left, row.at_risk) for row in found] == [
        (600, 600, 0, 0),
        (500, 100, 400, 400),
    ]


def test_money_that_lapsed_is_lost_whatever_the_pace_was(line: BudgetLine) -> None:
    programmes.allocate(line=line, money=money(9_000), on=DAY, **WHO)
    for month in range(1, 7):
        paid(line, 500, from_jalali(1390, month, 10))

    seen = absorbed.lapsing(AsOf(from_jalali(1390, 7, 5)), programme=line.programme)[0]
    gone = absorbed.lapsing(AsOf(LATER + timedelta(1)), programme=line.programme)[0]

    # six months of 500 each; 5 Mehr to 30 Esfand is 175 days, at 30.4 to the month 5.757 months of 500
    assert seen.forecast is not None
    assert (seen.forecast.low, seen.forecast.months) == (seen.forecast.expected, 6)
    assert seen.at_risk == 9_000 - seen.forecast.expected
    assert seen.forecast.expected == 3_000 + 2_878
    assert gone.at_risk == 6_000


def test_the_pace_of_a_line_is_forecast_once_over_all_its_days(line: BudgetLine) -> None:
    programmes.allocate(line=line, money=money(4_000, "1"), on=DAY, **WHO)
    programmes.allocate(line=line, money=money(9_000, "2", lapses_on=NEXT), on=DAY, **WHO)
    for month in range(1, 7):
        paid(line, 500, from_jalali(1390, month, 10))
    asof = AsOf(from_jalali(1390, 7, 5))

    first, second = absorbed.lapsing(asof, programme=line.programme)

    # 3,000 were paid of the first, 1,000 more fill it; the rest of the pace until the second day is the second's
    assert first.forecast is not None
    assert second.forecast is not None
    assert (first.forecast.expected, first.at_risk) == (4_000, 0)
    whole = round(500 * (NEXT - asof.day).days / 30.4)
    assert second.forecast.expected == whole - 1_000
    assert first.at_risk + second.at_risk == 13_000 - 3_000 - whole


def test_months_without_a_payment_count_as_months(line: BudgetLine) -> None:
    paid(line, 500, from_jalali(1390, 1, 10))
    paid(line, 300, from_jalali(1390, 3, 10))
    paid(line, 900, from_jalali(1390, 5, 2))

    found = absorbed.paid_by_month(AsOf(from_jalali(1390, 5, 20)), programme=line.programme)

    assert found == {line.pk: [500, 0, 300, 0]}


def test_absorption_is_told_by_line_county_and_bank_and_each_adds_up(line: BudgetLine) -> None:
    code, other = line.programme.code, programmes.add_line(programme=line.programme, purpose="GRANT", **WHO)
    county = factories.county()
    programmes.allocate(line=line, money=money(1_000), on=DAY, **WHO)
    programmes.allocate(line=other, money=money(200, "2", county=county.pk), on=DAY, **WHO)
    first, second = paid(line, 40), paid(other, 20)

    for by in ("line", "county", "bank"):
        parts = absorbed.absorbed(AsOf(DAY), EVERYTHING, programme=code, by=by)
        assert sum(part.paid for part in parts.values()) == 60
        assert sum(part.committed for part in parts.values()) == 600
        assert sum(part.allocated for part in parts.values()) == (0 if by == "bank" else 1_200)
    mine = Reach(bank=first.facility.bank.code)
    assert absorbed.whole(AsOf(DAY), mine, programme=code).paid == 40
    assert absorbed.whole(AsOf(DAY), mine, programme=code).allocated == 0
    assert second.facility.bank_id != first.facility.bank_id


def test_an_allocation_is_taken_back_with_a_reason(line: BudgetLine) -> None:
    wrong = programmes.allocate(line=line, money=money(1_000), on=DAY, **WHO)

    with pytest.raises(RequestRefused):
        programmes.take_allocation_back(allocation=wrong, reason="", **WHO)
    programmes.take_allocation_back(allocation=wrong, reason="ابلاغ لغو شد", **WHO)

    assert absorbed.whole(AsOf(DAY), EVERYTHING, programme=line.programme.code).allocated == 0


def test_a_bank_is_an_agent_once_and_until_its_day(line: BudgetLine) -> None:
    bank = factories.agency()
    given: dict[str, Any] = {"programme": line.programme, "bank": bank.pk, "agreement_no": "1", "on": DAY}
    programmes.name_agent(**given, until_on=LATER, **WHO)

    with pytest.raises(RequestRefused):
        programmes.name_agent(**given, until_on=None, **WHO)
    for day, is_agent in ((DAY - timedelta(1), False), (DAY, True), (LATER, True), (LATER + timedelta(1), False)):
        assert terms.is_agent(line.programme, bank.pk, AsOf(day)) is is_agent


def test_rules_hold_from_their_day_until_the_next_begin(line: BudgetLine) -> None:
    given: dict[str, Any] = {"programme": line.programme, "source": "بخشنامه"}
    first = programmes.set_rules(text="شاغل دست‌کم ۵", valid_from=DAY, **given, **WHO)
    second = programmes.set_rules(text="شاغل دست‌کم ۹", valid_from=LATER, **given, **WHO)

    assert terms.rules_on(line.programme, AsOf(DAY - timedelta(1))) is None
    assert terms.rules_on(line.programme, AsOf(LATER - timedelta(1))) == first
    assert terms.rules_on(line.programme, AsOf(LATER)) == second
    with pytest.raises(RequestRefused):
        programmes.set_rules(text="شاغل دست‌کم ۵", valid_from=LATER, **given, **WHO)


def test_rules_that_cannot_be_read_are_not_stored(line: BudgetLine) -> None:
    before = ledger.head()

    with pytest.raises(programmes.RulesUnreadable) as refused:
        programmes.set_rules(
            programme=line.programme, text="شاغل دست‌کم ۵\nشاغلل ۳", valid_from=DAY, source="بخشنامه", **WHO
        )

    assert [fault.line for fault in refused.value.faults] == [2]
    assert ledger.head() == before


# --- what the register knows of units ---


def facts(unit: Any, day: date = DAY, purpose: str = "") -> dict[str, Any]:
    found = eligible.facts_of([(unit.pk, unit.isic, unit.county.code)], AsOf(day), purpose=purpose)[unit.pk]
    return {code: known.value for code, known in found.items()}


def test_what_is_not_recorded_of_a_unit_is_not_known() -> None:
    unit = factories.unit()

    assert facts(unit) == {"COUNTY": unit.county.code, "SECTOR": "2392", "SUPPORTED": "NO"}


def test_the_facts_of_a_unit_are_those_that_hold_on_the_day() -> None:
    unit = factories.unit()
    factories.unit_status(unit=unit, status="ACTIVE", proof=Proof.DECLARED)
    for month in (2, 3):
        factories.unit_status(unit=unit, status="IDLE", since_on=from_jalali(1390, month, 1))
    factories.head_count(unit=unit, persons=12)
    factories.licence(unit=unit, kind="PERMIT", since_on=DAY)
    for kind, amount in (("OVERDUE_BANK", 5), ("OVERDUE_TAX", 2), ("COST", 200), ("SALES", 250), ("FUEL", 30)):
        factories.stated_sum(unit=unit, kind=kind, amount=amount)
    line = factories.budget_line()
    factories.credit_facility(unit=unit, line=line, approved_on=from_jalali(1390, 2, 1))

    known = facts(unit, from_jalali(1390, 4, 1))

    assert known | {"COUNTY": ""} == {
        "COUNTY": "", "SECTOR": "2392", "STATUS": "IDLE", "IDLE": 2, "RETURNS": 3, "HEADS": 12, "SIZE": "SMALL",
        "LICENCE": "VALID", "OVERDUE": 7, "ENERGY_SHARE": 15, "SUPPORTED": "YES",
    }  # fmt: skip
    assert facts(unit, from_jalali(1391, 1, 2))["LICENCE"] == "EXPIRED"
    assert facts(unit, from_jalali(1390, 4, 1), "GRANT")["SUPPORTED"] == "NO"
    assert facts(unit)["STATUS"] == "ACTIVE"


def test_an_operating_licence_does_not_expire_and_a_later_permit_takes_nothing_from_it() -> None:
    unit = factories.unit()
    factories.licence(unit=unit, kind="NEW", since_on=DAY)
    factories.licence(unit=unit, kind="PERMIT", since_on=DAY + timedelta(1))

    assert facts(unit, LATER + timedelta(999))["LICENCE"] == "VALID"


def test_progress_is_that_of_the_project_which_a_case_or_a_request_names() -> None:
    one, other = factories.unit(), factories.unit()
    project = factories.project()
    factories.progress(project=project, percent=Decimal("61.50"))
    factories.case(unit=one, kind="PROJECT", project_no=project.number)
    factories.support_request(unit=other, project_no=project.number)

    assert facts(one)["PROGRESS"] == facts(other)["PROGRESS"] == Decimal("61.5")


def test_the_coefficients_of_the_nearest_class_stand_in_for_accounts_as_bounds() -> None:
    unit = factories.unit(isic="2392")
    factories.sector_costs(isic="23")
    factories.sector_costs(isic="239", fuel_low=Decimal("30.00"), fuel_high=Decimal("40.00"))

    known = eligible.facts_of([(unit.pk, "2392", "1601")], AsOf(DAY))[unit.pk]["ENERGY_SHARE"]

    assert (known.value, known.high) == (Decimal("35.0"), Decimal("45.0"))
    assert "ENERGY_SHARE" not in facts(unit, DAY - timedelta(1))


def test_a_dry_run_judges_every_unit_a_reader_may_list_and_writes_nothing(line: BudgetLine) -> None:
    rules = terms.read(factories.eligibility_rules(programme=line.programme))
    active, idle, unknown = factories.unit(), factories.unit(), factories.unit()
    factories.unit_status(unit=active)
    factories.unit_status(unit=idle, status="IDLE")
    before = ledger.head()

    judged = eligible.dry_run(AsOf(DAY), EVERYTHING, rules=rules)

    answers = {row.unit: row.verdict.answer.value for row in judged}
    assert answers == {active.pk: "MET", idle.pk: "UNMET", unknown.pk: "UNKNOWN"}
    assert ledger.head() == before
    there = Reach(places=frozenset({active.county.code}))
    assert [row.unit for row in eligible.dry_run(AsOf(DAY), there, rules=rules)] == [active.pk]


def test_a_dry_run_looks_each_fact_up_once_for_all_units(line: BudgetLine, django_assert_max_num_queries: Any) -> None:
    rules = terms.read(factories.eligibility_rules(programme=line.programme))
    for _ in range(12):
        factories.unit_status()

    with django_assert_max_num_queries(14):
        assert len(eligible.dry_run(AsOf(DAY), EVERYTHING, rules=rules)) == 12


def test_units_are_ranked_by_how_hard_the_prices_hit_them() -> None:
    programme: SupportProgramme = factories.programme()
    factories.price_rise(programme=programme, percent=Decimal(100))
    light, hard, without = factories.unit(isic=""), factories.unit(isic=""), factories.unit(isic="")
    for unit, fuel in ((light, 10), (hard, 50)):
        for kind, amount in (("COST", 100), ("SALES", 125), ("FUEL", fuel)):
            factories.stated_sum(unit=unit, kind=kind, amount=amount)

    hits = eligible.severities(AsOf(DAY), EVERYTHING, programme)

    # what the dearer fuel takes, over a profit of 25
    assert [(hit.unit, hit.place.severity and hit.place.severity.low) for hit in hits] == [
        (hard.pk, Decimal("2.000")),
        (light.pk, Decimal("0.400")),
    ]
    assert without.pk not in {hit.unit for hit in hits}


@pytest.mark.parametrize("sums", [{}, {"GOLD": 1}, {"COST": -1}])
def test_sums_that_cannot_be_are_refused(sums: dict[str, int]) -> None:
    with pytest.raises(RequestRefused):
        programmes.state_sums(unit=factories.unit().pk, sums=sums, on=DAY, proof=Proof.DECLARED, **WHO)
