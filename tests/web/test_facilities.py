"""Following a facility in the pages: each act by its form; what is refused is said; a bank sees its own files only."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hamahang.domain.calendar import from_jalali
from hamahang.ledger import queries as ledger
from hamahang.ledger.models import SourceTable
from hamahang.support.checking import check_all
from hamahang.support.models import (
    ClaimLimit,
    CreditFacility,
    Disbursement,
    PaymentOrder,
    Repayment,
    Schedule,
    TrancheRelease,
)
from tests import factories
from tests.factories import AT
from tests.personas import persona
from tests.rooms.support.asking import come_to
from tests.rooms.support.crediting import START, contracted, day, paid_out, pay, postpone, repay

pytestmark = pytest.mark.django_db
CONTRACT = {
    "contract": "INSTALMENT_SALE", "purpose": "WORKING", "method": "EQUAL_PRINCIPAL", "grace_profit": "CAPITALISED",
    "order": "PROFIT_FIRST", "principal": "۱٬۲۰۰٬۰۰۰ ریال", "rate": "۱۲", "subsidised": "۴", "grace": "۰",
    "instalments": "۱۲", "spacing": "۱", "on": "۱۳۹۰/۰۱/۱۵", "number": "ق/۱",
}  # fmt: skip


def act(client: Client, facility: CreditFacility, name: str, *more: int, **data: Any) -> Any:
    return client.post(reverse(f"facility-{name}", args=[facility.pk, *more]), data)


def page_of(client: Client, facility: CreditFacility, **query: str) -> str:
    return client.get(reverse("facility", args=[facility.pk]), query).content.decode()


def as_role(client: Client, role: str, **rest: Any) -> Client:
    from hamahang.accounts.models import Person

    known = Person.objects.filter(username=f"test-{role.lower()}").first()
    client.force_login(known or persona(role, **rest))
    return client


def test_a_facility_goes_from_its_unit_to_its_first_repayment_in_the_pages(client: Client) -> None:
    unit, bank, line = factories.unit(name="آجر دالاهو"), factories.agency(), factories.budget_line()
    as_role(client, "FACILITIES")
    assert f"/facilities/new/?unit={unit.pk}" in client.get(reverse("unit", args=[unit.pk])).content.decode()
    given = {"unit": unit.pk, "bank": bank.code, "line": f"{line.programme.code}/{line.code}", "number": "۱۲/۳"}
    client.post(reverse("facility-new"), given | {"approved": "۱٬۲۰۰٬۰۰۰ ریال", "approved_on": "۱۳۹۰/۰۱/۱۰"})
    facility = CreditFacility.objects.get()

    assert act(client, facility, "contract", **CONTRACT).status_code == 302
    key = {"key": "k1", "document_no": "س/۱", "amount": "۱٬۲۰۰٬۰۰۰ ریال", "on": "۱۳۹۰/۰۱/۱۵"}
    assert act(client, facility, "pay", **key).status_code == 302
    assert "منتظر تأیید" in page_of(client, facility)
    payment = PaymentOrder.objects.get()
    refused = act(client, facility, "decide", payment.pk, decision="APPROVE")
    assert refused.status_code == 422
    assert "نمی‌تواند آن را تأیید کند" in refused.content.decode()

    as_role(client, "HEAD")
    waiting = client.get(reverse("payments-waiting")).content.decode()
    assert reverse("facility-decide", args=[facility.pk, payment.pk]) in waiting
    assert act(client, facility, "decide", payment.pk, decision="APPROVE").status_code == 302

    as_role(client, "FACILITIES")
    repaid = {"key": "k2", "amount": "۱۰۸٬۰۰۰ ریال", "on": "۱۳۹۰/۰۲/۱۵", "payer": "UNIT"}
    assert act(client, facility, "repay", **repaid).status_code == 302
    page = page_of(client, facility)
    for words in ("فروش اقساطی", "۱۲ درصد در سال", "۱۵ اردیبهشت ۱۳۹۰", "پرداخت‌شده", "دارای قسط عقب‌افتاده"):
        assert words in page
    again = client.post(reverse("facility-repay", args=[facility.pk]), repaid, follow=True).content.decode()
    assert "چیزی تغییر نکرد" in again
    assert Repayment.objects.count() == 1
    assert check_all().fault is None


def test_a_refused_form_says_why_and_keeps_what_was_typed(client: Client) -> None:
    facility = contracted()
    as_role(client, "SECRETARY")
    before = ledger.head()

    response = act(client, facility, "pay", key="k", document_no="سند من", amount="۱٬۲۰۰٬۰۰۱ ریال")

    assert response.status_code == 422
    page = response.content.decode()
    assert "خواسته شده" in page
    assert "سند من" in page
    assert ledger.head() == before


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("pay", {"document_no": "۱", "amount": "۵"}, "واحد مبلغ"),
        ("pay", {"document_no": "۱"}, "مبلغ را با واحد آن بنویسید"),
        ("repay", {"amount": "۵ ریال", "on": "۱۳۹۰/۱۳/۴۰"}, "روز نیست"),
        ("postpone", {"months": "۰", "reason": "x"}, "ماه‌های بیشتری بنویسید"),
        ("write-off", {}, "دلیل را بنویسید"),
        ("arrears", {"number": "۲", "spacing": "۱", "rate": "۲۰۰", "reason": "x"}, "عدد نیست"),
        ("contract", CONTRACT, "این تسهیلات قرارداد دارد"),
        ("guarantee", {"kind": "NOTHING", "value": "۵ ریال"}, "تضمین را درست بنویسید"),
        ("exception", {"kind": "PAYMENT", "amount": "۵ ریال"}, "دلیل استثنا را بنویسید"),
        ("tranche", {"amount": "۵ ریال", "percent": "۱۰", "project": "نیست"}, "طرحی به این شماره نیست"),
    ],
)
def test_what_cannot_be_is_refused_with_the_repair(client: Client, name: str, data: dict[str, str], why: str) -> None:
    facility = paid_out()
    as_role(client, "SECRETARY")
    before = ledger.head()

    response = act(client, facility, name, **{"key": "k"} | data)

    assert response.status_code == 422
    assert why in response.content.decode()
    assert ledger.head() == before


def test_a_tranche_is_released_by_a_visit_and_by_an_exception_only_by_who_answers_for_it(client: Client) -> None:
    facility = contracted()
    visit = factories.visit(unit=facility.unit, visited_on=START)
    as_role(client, "FACILITIES")
    act(client, facility, "tranche", amount="۴۰۰٬۰۰۰ ریال", percent="۴۰")
    act(client, facility, "tranche", amount="۸۰۰٬۰۰۰ ریال", percent="۸۰")
    first, second = facility.tranches.order_by("number")

    few = act(client, facility, "release", first.pk, inspection=f"v{visit.pk}", percent="۳۵")
    assert few.status_code == 422
    assert "۳۵" in few.content.decode()
    assert act(client, facility, "release", second.pk, reason="شتاب").status_code == 422
    act(client, facility, "release", first.pk, inspection=f"v{visit.pk}", percent="۴۵")
    as_role(client, "HEAD")
    assert act(client, facility, "release", second.pk, reason="شتاب").status_code == 403
    as_role(client, "SECRETARY")
    act(client, facility, "release", second.pk, reason="خرید ماشین‌آلات")

    released = TrancheRelease.objects.order_by("pk")
    assert [(row.percent, row.reason) for row in released] == [(Decimal(45), ""), (None, "خرید ماشین‌آلات")]
    page = page_of(client, facility)
    assert reverse("visit", args=[visit.pk]) in page
    assert "خرید ماشین‌آلات" in page
    assert "آزادشده و پرداخت‌نشده" in client.get(reverse("payments-waiting")).content.decode()


def test_a_new_table_keeps_the_old_one_to_look_at(client: Client) -> None:
    facility = paid_out()
    repay(facility, 112_000, day(1390, 2, 15))
    as_role(client, "SECRETARY")

    act(client, facility, "postpone", months="۶", on="۱۳۹۰/۰۳/۱۵", reason="خشکسالی")
    page = page_of(client, facility)
    old = page_of(client, facility, table="1")

    assert Schedule.objects.count() == 2
    assert "امهال" in page
    assert "۱۵ آذر ۱۳۹۰" in page
    assert "این جدول دیگر در کار نیست" in old
    assert "۱۵ اردیبهشت ۱۳۹۰" in old


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("arrears", {"number": "۴", "spacing": "۳", "first_on": "۱۳۹۲/۰۱/۰۱", "rate": "۰"}, "ARREARS"),
        ("reschedule", {"number": "۲۴", "first_on": "۱۳۹۲/۰۱/۰۱", "rate": "۶"}, "WHOLE"),
        ("write-off", {}, "WRITTEN_OFF"),
        ("settle", {"key": "k"}, "SETTLEMENT"),
    ],
)
def test_each_way_of_ending_a_table_has_its_form(client: Client, name: str, data: dict[str, str], kind: str) -> None:
    facility = paid_out()
    as_role(client, "SECRETARY")

    act(client, facility, name, **{"on": "۱۳۹۱/۰۶/۰۱", "reason": "مصوبه"} | data)

    assert Schedule.objects.latest("number").kind == kind
    assert check_all().fault is None


def test_payments_and_repayments_are_reversed_with_a_reason(client: Client) -> None:
    facility = paid_out()
    back = repay(facility, 5, day(1390, 2, 15))
    as_role(client, "HEAD")

    assert act(client, facility, "reverse", Disbursement.objects.get().pk, reason="x").status_code == 422
    act(client, facility, "repaid-reverse", back.pk, reason="چک برگشت خورد")
    act(client, facility, "reverse", Disbursement.objects.get().pk, reason="پرداخت نشده بود")

    assert not Disbursement.objects.filter(voided_entry=None).exists()
    assert "سطر" in page_of(client, facility)
    assert check_all().fault is None


def test_a_banks_people_see_and_touch_their_own_files_only(client: Client) -> None:
    own, other = paid_out(), paid_out()
    as_role(client, "BANK", agency=own.bank)

    listed = client.get(reverse("facilities")).content.decode()
    due = client.get(reverse("instalments-due"), {"month": "1390-02"}).content.decode()
    statement = client.get(reverse("facility-statement"), {"month": "1390-02"}).content.decode()

    for page in (listed, due):
        assert reverse("facility", args=[own.pk]) in page
        assert reverse("facility", args=[other.pk]) not in page
    assert own.bank.name in statement
    assert other.bank.name not in statement
    assert client.get(reverse("facility", args=[other.pk])).status_code == 404
    assert act(client, other, "repay", key="k", amount="۵ ریال").status_code == 404
    assert act(client, own, "repay", key="k", amount="۵ ریال", on="۱۳۹۰/۰۲/۱۵").status_code == 302
    assert act(client, own, "write-off", reason="x").status_code == 403


def test_a_county_officer_sees_the_facilities_of_the_own_county_only(client: Client) -> None:
    here, there = paid_out(), paid_out()
    as_role(client, "COUNTY", places=here.unit.county.code)

    page = client.get(reverse("facilities")).content.decode()

    assert reverse("facility", args=[here.pk]) in page
    assert reverse("facility", args=[there.pk]) not in page
    assert client.get(reverse("facility", args=[there.pk])).status_code == 404


def test_facilities_are_listed_by_state_and_class_now_and_then(client: Client) -> None:
    late, paid_back = paid_out(), paid_out()
    repay(paid_back, 1_278_000, day(1390, 2, 1))
    as_role(client, "SECRETARY")

    def listed(**query: str) -> list[int]:
        page = client.get(reverse("facilities"), query).content.decode()
        return [one.pk for one in (late, paid_back) if f"/facilities/{one.pk}/" in page]

    assert listed(state="OVERDUE") == [late.pk]
    assert listed(state="SETTLED") == [paid_back.pk]
    assert listed(claim="DOUBTFUL") == [late.pk]
    for on, states in (("1390-01-20", "REPAYING"), ("1390-02-10", "REPAYING"), ("1390-02-20", "OVERDUE")):
        assert late.pk in listed(day=on, state=states)
    assert listed(day="1390-01-20", state="SETTLED") == []
    assert listed(day="1390-02-10", state="SETTLED") == [paid_back.pk]
    assert listed(day="1390-05-01", claim="PAST_DUE") == [late.pk]
    assert listed(day="1390-05-01", claim="OVERDUE") == []


def test_what_falls_due_in_a_month_and_what_is_late(client: Client) -> None:
    facility = contracted()
    pay(facility, 600_000)
    pay(facility, 600_000)
    as_role(client, "SECRETARY")

    month = client.get(reverse("instalments-due"), {"month": "1390-02", "day": "1390-02-10"}).content.decode()
    late = client.get(reverse("instalments-due"), {"late": "yes", "day": "1390-04-20"}).content.decode()
    now = client.get(reverse("instalments-due"), {"late": "yes"}).content.decode()

    # two payments, one instalment: 112,000 rials
    assert month.count("۱۱۲٬۰۰۰ ریال") == 4
    assert [late.count(f"{d} {m} ۱۳۹۰") for d, m in (("۱۵", "اردیبهشت"), ("۱۵", "خرداد"), ("۱۵", "تیر"))] == [1, 1, 1]
    assert "سررسید گذشته" in late
    assert now.count("مشکوک‌الوصول") == 12


def test_a_statement_begins_where_the_month_before_ended(client: Client) -> None:
    from hamahang.accounts.queries import EVERYTHING
    from hamahang.domain.ledger import AsOf
    from hamahang.support.facility_lists import statement

    facility = paid_out()
    repay(facility, 112_000, day(1390, 2, 15))
    back = repay(facility, 50_000, day(1390, 3, 20))
    postpone(facility, 6, day(1390, 4, 15))
    known = ledger.head()[0]
    ends = [(day(1390, month, 1), day(1390, month, 31)) for month in range(1, 7)]

    def told(entry: int | None) -> list[Any]:
        return [statement(AsOf(last, AT, entry), EVERYTHING, first=first) for first, last in ends]

    before = told(None)
    for (one,), (following,) in pairwise(before):
        assert one.closing == following.opening
    assert [line.moved["REPAYMENT"] for (line,) in before] == [0, -112_000, -50_000, 0, 0, 0]
    from hamahang.support.repaying import reverse_repayment

    reverse_repayment(repayment=back, reason="برگشت", by="rais", at=AT)
    assert told(known) == before
    assert told(None) != before


def test_a_page_of_facilities_costs_the_same_whatever_its_length(client: Client) -> None:
    as_role(client, "SECRETARY")
    paid_out()
    paid_out()

    def queries(name: str) -> int:
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as few:
            client.get(reverse(name))
        return len(few)

    names = ("facilities", "instalments-due", "payments-waiting", "facility-statement")
    before = {name: queries(name) for name in names}
    for _ in range(4):
        paid_out()

    assert {name: queries(name) for name in names} == before
    assert max(before.values()) <= 25


def test_the_page_of_a_facility_costs_the_same_however_much_happened(client: Client) -> None:
    facility = contracted()
    pay(facility, 100_000)
    repay(facility, 1_000, START)
    as_role(client, "SECRETARY")

    def queries() -> int:
        page_of(client, facility)
        with CaptureQueriesContext(connection) as few:
            page_of(client, facility)
        return len(few)

    before = queries()
    for _ in range(5):
        pay(facility, 100_000)
        repay(facility, 1_000, START)

    assert queries() == before
    assert before <= 30


def test_a_facility_is_not_there_before_its_approval(client: Client) -> None:
    facility = contracted()
    as_role(client, "SECRETARY")

    page = client.get(reverse("facility", args=[facility.pk]), {"day": "1390-01-14"})

    assert page.status_code == 404
    assert facility.approved_on == from_jalali(1390, 1, 15)


def test_what_was_written_wrongly_is_taken_back_in_the_page_by_who_may_write_it(client: Client) -> None:
    facility = contracted()
    as_role(client, "SECRETARY")
    act(client, facility, "guarantee", kind="CHEQUE", value="۹۰۰ ریال", number="۷۷")
    act(client, facility, "exception", kind="PAYMENT", amount="۵ ریال", reason="مصوبه")
    act(client, facility, "tranche", amount="۴۰۰٬۰۰۰ ریال", percent="۴۰")
    tranche = facility.tranches.get()
    act(client, facility, "release", tranche.pk, reason="شتاب")
    wrong = (
        ("release", tranche.pk), ("tranche", tranche.pk), ("guarantee", facility.guarantees.get().pk),
        ("exception", facility.exceptions.get().pk),
    )  # fmt: skip

    as_role(client, "AUDITOR")
    for name, key in wrong:
        assert act(client, facility, f"{name}-back", key, reason="x").status_code == 403
    as_role(client, "SECRETARY")
    for name, key in wrong:
        assert act(client, facility, f"{name}-back", key, reason=" ").status_code == 422
        assert act(client, facility, f"{name}-back", key, reason=f"اشتباه {name}").status_code == 302
        assert act(client, facility, f"{name}-back", key, reason="باز").status_code == 404

    text = page_of(client, facility)
    assert "۴ چیز برگردانده شده" in text
    for name, _ in wrong:
        assert f"اشتباه {name}" in text


def test_limits_of_claim_classes_are_shown_with_their_source_and_set_by_who_may(client: Client) -> None:
    given = {"past_due": "۳", "overdue": "۹", "doubtful": "۲۴", "valid_from": "۱۳۹۱/۰۱/۰۱", "source": "بخشنامهٔ ۱۲"}
    as_role(client, "FACILITIES")
    assert "رویهٔ بانک‌ها" in client.get(reverse("facility-classes")).content.decode()
    assert client.post(reverse("facility-classes-set"), given).status_code == 403

    as_role(client, "SECRETARY")
    refused = client.post(reverse("facility-classes-set"), given | {"overdue": "۳"})
    assert refused.status_code == 422
    assert "بخشنامهٔ ۱۲" in refused.content.decode()
    assert client.post(reverse("facility-classes-set"), given).status_code == 302
    text = client.get(reverse("facility-classes")).content.decode()
    assert "۲۴ ماه" in text
    assert "۱ فروردین ۱۳۹۱" in text
    limit = ClaimLimit.objects.get()
    assert client.post(reverse("facility-classes-back", args=[limit.pk]), {"reason": ""}).status_code == 422
    assert client.post(reverse("facility-classes-back", args=[limit.pk]), {"reason": "اشتباه"}).status_code == 302
    assert client.post(reverse("facility-classes-back", args=[limit.pk]), {"reason": "باز"}).status_code == 404


def test_a_facility_that_only_a_banks_list_told_of_says_so_wherever_it_is_listed(client: Client) -> None:
    asked_for = come_to("CONTRACT").request
    table = SourceTable.objects.create(file="list77.xlsx", sha256="0" * 64, sheet="۱", columns={}, rank=1)
    listed = factories.credit_facility(
        number="ت/۷۷",
        approved_on=START,
        approved=900,
        source_table=table,
        source_row=12,
        unit=factories.unit(name="گچ ب"),
    )
    factories.disbursement(facility=listed, amount=900, since_on=START)
    as_role(client, "FACILITIES")

    own = page_of(client, listed)
    assert "list77" in own
    assert "درخواستی در اینجا ندارد" in own
    asked_for.refresh_from_db()
    assert asked_for.facility is not None
    assert "درخواستی در اینجا ندارد" not in page_of(client, asked_for.facility)
    all_of_them = client.get(reverse("facilities")).content.decode()
    assert all_of_them.count("بی‌درخواست در اینجا</span>") == 1
    for came, is_there in (("LIST", True), ("REQUEST", False), ("", True)):
        assert ("گچ ب" in client.get(reverse("facilities"), {"came": came}).content.decode()) is is_there
    figure = client.get(reverse("figure", args=["facilities_paid"])).content.decode()
    assert "از فهرست بانک، بی‌درخواست در اینجا" in figure
