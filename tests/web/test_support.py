"""Support in the page: each act by its form, what is refused is said and nothing typed is lost, each sees the own."""

import csv
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hamahang.accounts.models import Agency, Person
from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.ledger import AsOf
from hamahang.domain.reconciling import Kind
from hamahang.domain.text import to_latin_digits
from hamahang.support import asked, flagged, matched, packaging, terms
from hamahang.support.models import (
    Allocation,
    BankStatement,
    Disbursement,
    FlagDecision,
    FlagLimit,
    MeasureState,
    PackageMeasure,
    PaymentJoin,
    RequestPaper,
    SectorCosts,
    SupportPackage,
    SupportRequest,
)
from tests import factories
from tests.factories import DAY, LATER
from tests.personas import persona
from tests.rooms.support.asking import Made, come_to, line_with_rules

pytestmark = pytest.mark.django_db
TERMS = {
    "contract": "INSTALMENT_SALE", "purpose": "ENERGY", "method": "EQUAL_PRINCIPAL", "grace_profit": "CAPITALISED",
    "order": "PROFIT_FIRST", "rate": "۱۲", "subsidised": "۴", "grace": "", "instalments": "۱۲", "spacing": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    settings.PAPERS = tmp_path
    return tmp_path


def signed_in(client: Client, role: str = "FACILITIES", **rest: Any) -> Client:
    client.force_login(persona(role, **rest))
    return client


def post(client: Client, name: str, *args: Any, **data: Any) -> Any:
    return client.post(reverse(name, args=args), data)


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


# --- requests ---


def registered(client: Client, **rest: Any) -> SupportRequest:
    line, _ = line_with_rules()
    unit = factories.unit(name="آجر دالاهو")
    given = {"unit": unit.pk, "line": line.pk, "amount": "۱۲ میلیارد ریال", "on": "۱۳۹۰/۰۱/۱۵"} | rest
    assert post(signed_in(client), "request-new", **given).status_code == 302
    return SupportRequest.objects.latest("pk")


def test_a_request_is_registered_on_the_page_of_its_unit_in_any_digits(client: Client) -> None:
    request = registered(client)

    assert asked.whole(request, AsOf(LATER)).amounts == {"REGISTERED": 12 * 10**9}
    unit = page(client, "unit", request.unit_id)
    assert "S-۱۳۹۰-۱" in unit
    assert reverse("request-new") in unit
    again = post(client, "request-new", unit=request.unit_id, line=request.line_id, amount="5 ریال")
    assert again.status_code == 422
    assert "S-۱۳۹۰-۱" in again.content.decode()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"amount": "۱۲"}, "واحد مبلغ"),
        ({"amount": ""}, "مبلغ درخواست را بنویسید"),
        ({"line": "0"}, "ردیف اعتبار را برگزینید"),
        ({"on": "۱۳۹۰/۱۳/۰۱"}, "روز نیست"),
    ],
)
def test_a_request_that_cannot_be_is_refused_and_what_was_typed_stays(
    client: Client, data: dict[str, str], why: str
) -> None:
    line, _ = line_with_rules()
    given = {"unit": factories.unit().pk, "line": line.pk, "amount": "7 ریال", "account": "IR<b>"} | data

    response = post(signed_in(client), "request-new", **given)

    assert response.status_code == 422
    text = response.content.decode()
    assert why in text
    assert "IR&lt;b&gt;" in text
    assert not SupportRequest.objects.exists()


def test_what_is_missing_is_shown_in_the_list_and_on_the_request(client: Client) -> None:
    request = registered(client)
    for need in ("FORM", "TAX"):
        post(client, "request-paper", request.pk, need=need, number="۱۲")

    assert "۵ از ۷ سند کم است" in page(client, "requests")
    assert "۵ از ۷ مورد کم است" in page(client, "request", request.pk)
    refused = post(client, "request-step", request.pk, step="complete", reason="<i>زود</i>")
    assert refused.status_code == 422
    assert "۵ از ۷ مورد کم است: پروانه یا جواز معتبر" in refused.content.decode()


def test_a_request_goes_from_registration_to_contract_through_the_page(client: Client) -> None:
    request = registered(client)
    factories.unit_status(unit=request.unit)
    bank = terms.agents(request.line.programme, AsOf(LATER))[0].bank_id

    def give(*needs: str) -> None:
        for need in needs:
            assert (
                post(client, "request-paper", request.pk, need=need, number="۱/۲", on="۱۳۹۰/۰۲/۰۱").status_code == 302
            )

    def step(code: str, **data: Any) -> None:
        seen = asked.version(request)[0]
        response = post(client, "request-step", request.pk, step=code, on="۱۳۹۰/۰۲/۰۱", seen=seen, **data)
        assert response.status_code == 302, response.content.decode()

    give("FORM", "PERMIT", "BILLS", "ACCOUNTS", "INSURANCE", "TAX", "DEBTS", "REPORT")
    step("complete")
    assert post(client, "request-assess", request.pk, on="۱۳۹۰/۰۲/۰۱").status_code == 302
    assert "واجد شرایط" in page(client, "request", request.pk)
    step("find")
    step("examine")
    give("MINUTES", "LETTER")
    client.force_login(persona("HEAD"))
    step("approve", amount="۱۰ میلیارد ریال")
    client.force_login(persona("SECRETARY"))
    step("refer", amount="۱۰ میلیارد ریال", bank=bank)
    step("bank_approve", amount="۹ میلیارد ریال", file_no="ب/۷", paper_no="ا/۱")
    form = page(client, "request", request.pk)
    assert "۹٬۰۰۰٬۰۰۰٬۰۰۰ ریال" in form
    assert 'name="instalments"' in form
    step("contract", amount="۹ میلیارد ریال", facility_no="ت/۷", paper_no="ق/۱", **TERMS)

    text = page(client, "request", request.pk)
    assert "قرارداد" in text
    assert "ت/۷" in text
    assert "بی‌پرداخت" in text
    request.refresh_from_db()
    assert request.facility is not None
    assert reverse("facility", args=[request.facility.pk]) in text
    assert reverse("request", args=[request.pk]) in page(client, "facility", request.facility.pk)


def test_an_amount_without_its_unit_is_refused_in_a_step(client: Client) -> None:
    made = come_to("EXAMINED")
    signed_in(client, "HEAD")
    factories.request_paper(request=made.request, need="MINUTES")

    response = post(client, "request-step", made.request.pk, step="approve", amount="800", on="۱۳۹۰/۰۲/۰۱")

    assert response.status_code == 422
    assert "واحد مبلغ" in response.content.decode()
    assert "800" in response.content.decode()


def test_a_paper_comes_as_a_file_is_sent_to_who_may_see_it_and_is_taken_back(client: Client) -> None:
    request = registered(client)
    post(client, "request-paper", request.pk, need="FORM", file=SimpleUploadedFile("نامه.pdf", b"%PDF-1.7"))
    paper = RequestPaper.objects.get()

    sent = client.get(reverse("request-paper-file", args=[request.pk, paper.pk]))

    assert (sent.content, sent["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    assert post(client, "request-paper-back", request.pk, paper.pk, reason="").status_code == 422
    assert post(client, "request-paper-back", request.pk, paper.pk, reason="نادرست").status_code == 302
    signed_in(client, "COUNTY", places="0101")
    assert client.get(reverse("request-paper-file", args=[request.pk, paper.pk])).status_code == 404


def test_sums_of_a_unit_are_written_down_on_its_request(client: Client) -> None:
    request = registered(client)

    assert post(client, "request-sums", request.pk, COST="۱۰ میلیارد ریال", SALES="12").status_code == 422
    assert post(client, "request-sums", request.pk, COST="۱۰ میلیارد ریال", FUEL="1 میلیارد ریال").status_code == 302


def of_own_bank(client: Client, made: Made) -> Agency:
    made.request.refresh_from_db()
    assert made.request.bank is not None
    signed_in(client, "BANK", agency=made.request.bank)
    return made.request.bank


def test_a_banks_officer_sees_the_own_banks_files_alone(client: Client) -> None:
    made, other = come_to("REFERRED"), come_to("REFERRED")
    bank = of_own_bank(client, made)
    other.request.refresh_from_db()
    assert other.request.bank is not None

    assert made.request.number in to_latin_digits(page(client, "requests"))
    assert client.get(reverse("request", args=[made.request.pk])).status_code == 200
    assert client.get(reverse("request", args=[other.request.pk])).status_code == 404
    assert client.get(reverse("bank", args=[bank.code])).status_code == 200
    assert client.get(reverse("bank", args=[other.request.bank.code])).status_code == 404
    assert made.request.unit.name in page(client, "bank", bank.code)


def test_a_banks_officer_answers_and_does_nothing_else(client: Client) -> None:
    made = come_to("REFERRED")
    factories.request_paper(request=made.request, need="APPROVAL")
    of_own_bank(client, made)
    given = {"on": "۱۳۹۰/۰۲/۰۱", "amount": "700 ریال", "reason": "x"}

    assert post(client, "request-step", made.request.pk, step="lapse", **given).status_code == 422
    assert post(client, "request-paper", made.request.pk, need="FORM", number="1").status_code == 403
    assert post(client, "request-step", made.request.pk, step="bank_approve", **given).status_code == 302


def test_a_banks_officer_approves_and_contracts_with_the_banks_own_papers_and_another_bank_finds_nothing(
    client: Client,
) -> None:
    made = come_to("REFERRED")
    key = made.request.pk
    approval = {"step": "bank_approve", "on": "۱۳۹۰/۰۲/۰۱", "amount": "700 ریال", "file_no": "ب/۷"}
    contract = {"step": "contract", "on": "۱۳۹۰/۰۲/۰۹", "amount": "700 ریال", "facility_no": "ت/۷"} | TERMS
    signed_in(client, "BANK", agency=factories.agency())
    for given in (approval, contract):
        assert post(client, "request-step", key, paper_no="۱", **given).status_code == 404
    client.logout()
    Person.objects.all().delete()
    of_own_bank(client, made)

    assert 'name="paper_no"' in page(client, "request", key)
    lacking = post(client, "request-step", key, **approval)
    assert lacking.status_code == 422
    assert "ب/۷" in lacking.content.decode()
    assert post(client, "request-step", key, paper_no="ا/۳", **approval).status_code == 302
    paper = SimpleUploadedFile("قرارداد.pdf", b"%PDF-1.7")
    assert post(client, "request-step", key, file=paper, **(contract | {"rate": "زیاد"})).status_code == 422
    paper.seek(0)
    assert post(client, "request-step", key, file=paper, **contract).status_code == 302
    made.request.refresh_from_db()
    facility = made.request.facility
    assert facility is not None
    assert (facility.approved, facility.contracts.get().instalments) == (700, 12)
    assert [row.need for row in RequestPaper.objects.order_by("pk")][-2:] == ["APPROVAL", "CONTRACT"]
    assert client.get(reverse("facility", args=[facility.pk])).status_code == 200


def test_the_contract_of_a_facility_that_a_request_has_is_written_from_the_request(client: Client) -> None:
    made = come_to("CONTRACT")
    made.request.refresh_from_db()
    facility = made.request.facility
    assert facility is not None
    signed_in(client)
    contract = facility.contracts.get()
    assert post(client, "facility-contract-back", facility.pk, contract.pk, reason="نرخ نادرست").status_code == 302

    text = page(client, "facility", facility.pk)

    assert "۸۰۰ ریال" in text
    assert 'value="ن/۷"' in text
    assert 'value="۱۳۹۰/۰۱/۰۱"' in text
    assert "شرایط قرارداد ثبت نشده" in page(client, "request", made.request.pk)


def test_each_number_of_a_funnel_opens_to_its_list(client: Client) -> None:
    made = come_to("CONTRACT")
    made.request.refresh_from_db()
    assert made.request.bank is not None
    signed_in(client)
    code, bank = made.request.line.programme.code, made.request.bank.code

    whole, parts = page(client, "programme", code), page(client, "programme", code, by="bank")

    assert f"/requests/?reached=BANK&amp;programme={code}" in whole
    assert f"/requests/?programme={code}&amp;after=CONTRACTED" in whole
    assert f"/requests/?reached=BANK&amp;programme={code}&amp;bank={bank}" in parts
    assert made.request.unit.name in page(client, "requests", reached="BANK", programme=code, bank=bank)
    assert made.request.unit.name not in page(client, "requests", reached="PAID", programme=code)
    assert made.request.unit.name not in page(client, "requests", reached="BANK", bank=asked.NOBODY)
    assert made.request.unit.name not in page(client, "requests", after="SONG")


def rows_of(client: Client, name: str, *args: Any, **query: Any) -> list[list[str]]:
    """Return the rows of a list as it is sent as CSV."""
    response = client.get(reverse(name, args=args), query | {"sheet": "csv"})
    assert response["Content-Type"].startswith("text/csv")
    return list(csv.reader(response.content.decode("utf-8-sig").splitlines()))


def test_lists_of_support_are_taken_as_sheets_of_what_they_list(client: Client) -> None:
    made, other = come_to("CONTRACT"), come_to("REGISTERED")
    made.request.refresh_from_db()
    assert made.request.facility is not None
    assert made.request.bank is not None
    code = made.request.line.programme.code
    factories.price_rise(programme=made.request.line.programme)
    factories.sector_costs()
    signed_in(client)

    heads, *rows = rows_of(client, "requests", programme=code)
    assert [row[:2] for row in rows] == [[made.request.number, made.request.unit.name]]
    assert dict(zip(heads, rows[0], strict=True))["مبلغ (ریال)"] == "800"
    assert len(rows_of(client, "requests")) == 3
    assert [row[0] for row in rows_of(client, "facilities")[1:]] == [made.request.facility.number]
    who = rows_of(client, "eligible", code, answer="MET")
    assert {row[1] for row in who[1:]} == {made.request.unit.name, other.request.unit.name}
    hit = rows_of(client, "severity", code, among="asked")
    assert [(row[1], row[3:5], row[6]) for row in hit[1:]] == [
        (made.request.unit.name, ["1.600", "7.200"], "درخواست دارد")
    ]
    book = client.get(reverse("requests"), {"sheet": "xlsx"})
    assert book.content.startswith(b"PK")
    assert 'filename="requests-' in book["Content-Disposition"]
    assert f"?programme={code}&amp;sheet=xlsx" in page(client, "requests", programme=code)
    signed_in(client, "BANK", agency=factories.agency())
    assert len(rows_of(client, "requests")) == 1


def test_the_list_of_requests_is_narrowed_and_its_part_alone_is_sent_to_a_script(client: Client) -> None:
    made = come_to("REFERRED")
    signed_in(client)

    assert made.request.unit.name in page(client, "requests", stage="REFERRED")
    assert made.request.unit.name not in page(client, "requests", stage="BANK")
    part = client.get(reverse("requests"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


# --- programmes ---


def test_a_programme_is_opened_and_given_its_law_money_bank_and_rules(client: Client) -> None:
    signed_in(client)
    bank = factories.agency()
    assert post(client, "programme-new", code="NOTE_18", title="تبصرهٔ ۱۸", title_en="Note 18").status_code == 302
    programme = terms.programme("NOTE_18")
    assert programme is not None
    for name, data in (
        ("line", {"purpose": "GRANT"}),
        ("basis", {"title": "قانون بودجه", "dated_on": "1390/01/01", "valid_from": "1390/01/01"}),
        ("agent", {"bank": bank.pk, "agreement_no": "۷", "on": "1390/01/01"}),
        ("rules", {"text": "شاغل دست‌کم ۵\nlicence is valid", "valid_from": "1390/01/01", "source": "بخشنامه"}),
        ("rise", {"carrier": "FUEL", "percent": "۴۰۰", "valid_from": "1390/01/01", "source": "فرض"}),
    ):
        assert post(client, f"programme-{name}", "NOTE_18", **data).status_code == 302, name
    line = terms.lines(programme)[0]
    money = {
        "line": line.pk, "amount": "۵ میلیارد ریال", "letter_no": "۱۲/م", "period_from": "1390/01/01",
        "period_until": "1390/12/29", "lapses_on": "1390/12/29", "on": "1390/01/20",
    }  # fmt: skip
    assert post(client, "programme-money", "NOTE_18", **money).status_code == 302

    text = page(client, "programme", "NOTE_18")
    for words in ("قانون بودجه", bank.name, "شاغلان دست‌کم ۵ نفر", "۱۲/م", "۴۰۰ درصد"):
        assert words in text, words
    assert post(client, "programme-money", "NOTE_18", **money).status_code == 422
    allocation = Allocation.objects.get()
    assert post(client, "programme-money-back", "NOTE_18", allocation.pk, reason="لغو").status_code == 302
    carried = money | {"letter_no": "۱۳", "carried_from": allocation.pk}
    assert post(client, "programme-money", "NOTE_18", **carried).status_code == 422


@pytest.mark.parametrize("data", [{"code": "تبصره"}, {"code": "A B"}, {"title": ""}])
def test_a_programme_that_cannot_be_is_refused(client: Client, data: dict[str, str]) -> None:
    response = post(signed_in(client), "programme-new", **({"code": "X", "title": "ب", "title_en": "b"} | data))

    assert response.status_code == 422


def test_each_line_of_rules_that_cannot_be_read_is_told_with_its_repair(client: Client) -> None:
    programme = factories.programme()
    text = "شاغل دست‌کم ۵\nشاغلل ۳\nوضعیت یکی از خوابیده"

    response = post(
        signed_in(client), "programme-rules", programme.code, text=text, valid_from="1390/01/01", source="بخشنامه"
    )

    assert response.status_code == 422
    shown = response.content.decode()
    assert "۲ سطر خوانده نشد" in shown
    assert "فعال، نیمه‌فعال، راکد" in shown
    assert "وضعیت یکی از خوابیده" in shown
    assert terms.rules_on(programme, AsOf(LATER)) is None


def test_the_funnel_of_a_programme_is_shown_with_both_parts_of_each_share(client: Client) -> None:
    made = come_to("CONTRACT")
    signed_in(client)
    code = made.request.line.programme.code

    whole = page(client, "programme", code)
    parts = page(client, "programme", code, by="bank")

    assert "۱ از ۱: ۱۰۰ درصد" in whole
    made.request.refresh_from_db()
    assert made.request.bank is not None
    assert made.request.bank.name in parts


def test_a_dry_run_shows_who_does_not_qualify_and_why(client: Client) -> None:
    line, _ = line_with_rules()
    idle, unknown = factories.unit(name="واحد خاموش"), factories.unit(name="واحد نادانسته")
    factories.unit_status(unit=idle, status="IDLE")
    signed_in(client)

    text = page(client, "eligible", line.programme.code)
    only = page(client, "eligible", line.programme.code, answer="UNKNOWN")

    assert "وضعیت یکی از فعال، نیمه‌فعال" in text
    assert "وضعیت: راکد (از ۱۳۹۰/۰۱/۰۱)" in text
    assert "واحد نادانسته" in only
    assert "واحد خاموش" not in only
    assert "در این روز قاعده‌ای برقرار نیست" in page(client, "eligible", line.programme.code, day="1380-01-01")
    assert unknown.pk != idle.pk


def test_severity_is_shown_with_its_method_and_bounds(client: Client) -> None:
    programme = factories.programme()
    factories.price_rise(programme=programme)
    factories.sector_costs()
    unit = factories.unit(name="آجر زاگرس")
    signed_in(client)

    text = page(client, "severity", programme.code)

    assert "سهم انرژی از هزینه × افزایش قیمت" in text
    assert unit.name in text
    assert "از ضریب‌های رشته" in text
    # fuel 10–20 %, margin 10–20 %, +400 %: .1·4·.8/.2 to .2·4·.9/.1
    assert "۱٫۶" in text
    assert "۷٫۲" in text
    assert unit.name not in page(client, "severity", programme.code, among="asked")


def test_severity_says_what_is_missing_and_the_coefficients_of_a_sector_are_set_there(client: Client) -> None:
    programme = factories.programme()
    unit = factories.unit(name="آجر زاگرس", isic="2392")
    factories.unit_status(unit=unit)
    names = ("fuel", "power", "margin")
    bounds = {f"{name}_low": "۱۰" for name in names} | {f"{name}_high": "۲۰" for name in names}
    given = bounds | {"isic": "۲۳", "valid_from": "1389/01/01", "source": "سالنامهٔ صنعت"}
    address = reverse("programme-costs", args=[programme.code])
    signed_in(client, "FACILITIES")

    text = page(client, "severity", programme.code)
    assert "افزایش قیمتی ثبت نشده است" in text
    assert "برای ۱ واحد نه حساب و قبضی هست" in text
    wrongs = ("isic=۲", "isic=23a", "fuel_low=۳۰", "margin_high=۱۰۱", "source=", "power_low=")
    for wrong in (dict([pair.split("=")]) for pair in wrongs):
        refused = client.post(address, given | wrong)
        assert refused.status_code == 422
        assert "سالنامهٔ صنعت" in refused.content.decode() or "source" in wrong
    assert not SectorCosts.objects.exists()

    client.post(address, given)
    client.post(address, given | {"fuel_high": "۲۵"})
    client.post(address, given | {"valid_from": "1390/01/01", "source": "سالنامهٔ بعد"})

    text = page(client, "severity", programme.code)
    assert "نه حساب و قبضی هست" not in text
    assert unit.name in text
    assert "سالنامهٔ بعد" in text
    standing = SectorCosts.objects.filter(voided_entry=None).order_by("valid_from")
    assert list(standing.values_list("fuel_high", flat=True)) == [25, 20]
    assert SectorCosts.objects.exclude(voided_entry=None).count() == 1
    signed_in(client, "AUDITOR")
    assert client.post(address, given).status_code == 403
    assert address not in page(client, "severity", programme.code)


def test_absorption_shows_what_lapses_and_hides_the_whole_from_who_sees_a_part(client: Client) -> None:
    line = factories.budget_line()
    factories.allocation(line=line, amount=9_000_000_000)
    signed_in(client)
    code = line.programme.code

    assert "آنچه منقضی می‌شود" in page(client, "absorption", code, day="1390-05-01")
    signed_in(client, "COUNTY", places="0101")
    assert "آنچه منقضی می‌شود" not in page(client, "absorption", code, day="1390-05-01")


def test_the_day_of_the_facilities_expert_begins_with_what_is_late(client: Client) -> None:
    made = come_to("REFERRED")
    contract = come_to("CONTRACT")
    signed_in(client)

    text = page(client, "support", day="1390-06-01")

    assert made.request.unit.name in text
    assert contract.request.unit.name in text
    assert "دیر شده" in text


# --- packages ---


def test_a_package_is_opened_answered_by_its_agency_and_found_done_by_another(client: Client) -> None:
    unit, agency = factories.unit(), factories.agency(kind="OFFICE", name="شرکت برق")
    signed_in(client)
    assert post(client, "package-new", unit=unit.pk, title="ماندن در تولید", on="۱۳۹۰/۰۲/۰۱").status_code == 302
    package = SupportPackage.objects.get()
    given = {"agency": agency.pk, "subject": "POWER", "text": "وصل برق", "due_on": "۱۴۹۰/۰۱/۰۱"}
    assert post(client, "package-measure", package.pk, **given).status_code == 302
    measure = PackageMeasure.objects.get()
    assert "B-۱۳۹۰-۱" in page(client, "unit", unit.pk)

    signed_in(client, "AGENCY", agency=agency)
    assert "وصل برق" in page(client, "packages-mine")
    assert post(client, "measure-state", measure.pk, state="DONE", note="x").status_code == 422
    assert post(client, "measure-state", measure.pk, state="ANSWERED", note="").status_code == 422
    answered = post(client, "measure-state", measure.pk, state="ANSWERED", note="وصل شد", letter_no="۹")
    assert (answered.status_code, answered["Location"]) == (302, reverse("packages-mine") + "#measures")

    client.force_login(persona("SECRETARY"))
    assert post(client, "measure-state", measure.pk, state="DONE").status_code == 302
    found = packaging.packages(AsOf(MeasureState.objects.latest("pk").since_on), EVERYTHING)
    assert found[0].state == "DONE"
    assert "انجام‌شده" in page(client, "package", package.pk)


def test_a_measure_of_another_agency_is_not_there_for_an_agency(client: Client) -> None:
    measure = factories.measure_state().measure
    signed_in(client, "AGENCY", agency=factories.agency(kind="OFFICE"))

    assert post(client, "measure-state", measure.pk, state="ANSWERED", note="x").status_code == 404
    assert client.get(reverse("package", args=[measure.package_id])).status_code == 403


@pytest.mark.parametrize("data", [{"agency": ""}, {"text": ""}, {"due_on": "1380/01/01"}, {"subject": "SONG"}])
def test_a_measure_that_lacks_something_is_refused_and_what_was_typed_stays(
    client: Client, data: dict[str, str]
) -> None:
    package = factories.support_package()
    given = {"agency": factories.agency().pk, "subject": "GAS", "text": "گاز", "due_on": "1490/01/01"} | data

    response = post(signed_in(client), "package-measure", package.pk, **given)

    assert response.status_code == 422


# --- reconciliation ---


def two_sides() -> Agency:
    """Return a bank with one matched payment, one that differs, and one on each side alone."""
    facility = factories.credit_facility(number="f/1", approved=10**6)
    for document, amount in (("1", 400), ("2", 500), ("3", 600)):
        factories.disbursement(facility=facility, document_no=document, amount=amount)
    for document, amount in (("1", 400), ("2", 555)):
        factories.bank_payment(
            bank=facility.bank, key=f"f/1/{document}", file_no="f/1", document_no=document, amount=amount
        )
    factories.bank_payment(bank=facility.bank, key="x/9", file_no="x/9", document_no="9", amount=77)
    return facility.bank


def test_the_two_lists_stand_side_by_side_and_each_difference_is_decided(client: Client) -> None:
    bank = two_sides()
    signed_in(client)

    text = page(client, "reconcile-bank", bank.code)
    assert "۵۵۵ ریال" in text
    assert "تنها نزد ما" in text
    assert bank.name in page(client, "reconcile")
    groups = [g for g in matched.groups(bank.pk, AsOf(LATER)) if g.kind is not Kind.MATCHED]
    assert len(groups) == 3
    first = groups[0].key
    assert post(client, "reconcile-decide", bank.code, key=first, verdict="ASKED", reason="").status_code == 422
    assert post(client, "reconcile-freeze", bank.code, from_on="1390/01/01", until_on="1390/01/31").status_code == 422
    for group in groups:
        given = {"key": group.key, "verdict": "ASKED", "reason": "نامهٔ ۱۲"}
        assert post(client, "reconcile-decide", bank.code, **given).status_code == 302
    text = page(client, "reconcile-bank", bank.code)
    assert "نامهٔ ۱۲" in text
    assert "<b>۳</b> باز" in text
    assert post(client, "reconcile-freeze", bank.code, from_on="1390/01/01", until_on="1390/01/31").status_code == 422
    given = {"from_on": "1390/01/01", "until_on": "1390/01/31", "carry": "yes"}
    assert post(client, "reconcile-freeze", bank.code, **given).status_code == 302
    assert "۳</b> قلم باز" in page(client, "statement", BankStatement.objects.get().pk)
    assert BankStatement.objects.get().totals["MATCHED"] == [1, 400, 400]


def test_payments_are_joined_by_hand(client: Client) -> None:
    bank = two_sides()
    signed_in(client)
    groups = {g.kind: g for g in matched.groups(bank.pk, AsOf(LATER))}
    chosen = [groups[Kind.ONLY_OURS].ours[0].key, groups[Kind.ONLY_THEIRS].theirs[0].key]

    assert post(client, "reconcile-join", bank.code, joined=chosen[:1], reason="x").status_code == 422
    assert post(client, "reconcile-join", bank.code, joined=chosen, reason="کارمزد").status_code == 302
    assert "به گفتهٔ کارشناس" in page(client, "reconcile-bank", bank.code)
    word = PaymentJoin.objects.get().pk
    assert post(client, "reconcile-part", bank.code, 0, reason="x").status_code == 404
    assert post(client, "reconcile-part", bank.code, word, reason="").status_code == 422
    assert post(client, "reconcile-part", bank.code, word, reason="اشتباه").status_code == 302
    assert "به گفتهٔ کارشناس" not in page(client, "reconcile-bank", bank.code)


def test_what_a_banks_list_does_not_reach_is_left_out_with_a_note(client: Client) -> None:
    bank, other = two_sides(), factories.disbursement().facility.bank
    late = Disbursement.objects.filter(facility__bank=bank).first()
    assert late is not None
    factories.disbursement(facility=late.facility, amount=70, since_on=DAY + timedelta(3))
    signed_in(client)

    text = page(client, "reconcile-bank", bank.code)
    assert "۱ پرداخت ما" in text
    assert "<b>۱</b> تنها نزد ما" in text
    assert "فهرستی نفرستاده است" in page(client, "reconcile-bank", other.code)
    assert "سنجیده نشده" in page(client, "reconcile")


def test_a_statement_that_was_frozen_wrongly_is_taken_back(client: Client) -> None:
    statement = factories.bank_statement(rows=[], totals={})
    signed_in(client)

    assert post(client, "statement-back", statement.pk, reason="").status_code == 422
    assert post(client, "statement-back", statement.pk, reason="روز پایان").status_code == 302
    assert client.get(reverse("statement", args=[statement.pk])).status_code == 404


def test_both_sides_sign_a_statement_and_each_for_itself(client: Client) -> None:
    statement = factories.bank_statement(rows=[], totals={})
    signed_in(client)
    assert "امضا می‌کنم" in page(client, "statement", statement.pk)
    assert post(client, "statement-sign", statement.pk).status_code == 302
    assert post(client, "statement-sign", statement.pk).status_code == 404

    signed_in(client, "BANK", agency=statement.bank)
    assert post(client, "statement-sign", statement.pk).status_code == 302
    assert post(client, "reconcile-decide", statement.bank.code, key="x").status_code == 403
    signed_in(client, "AUDITOR")
    assert post(client, "statement-sign", statement.pk).status_code == 404


def test_a_statement_says_what_changed_since_it_was_frozen(client: Client) -> None:
    bank = two_sides()
    row = {"key": "d0=", "kind": "ONLY_OURS", "look": "NONE", "differs": [], "theirs": []}
    ours = {"key": "d0", "file_no": "f/0", "document_no": "", "amount": 5, "on": "2011-03-22", "name": "گم"}
    statement = factories.bank_statement(
        bank=bank, rows=[row | {"ours": [ours]}], totals={"ONLY_OURS": [1, 5, 0]}, until_on=DAY + timedelta(30)
    )

    text = page(signed_in(client), "statement", statement.pk)

    assert "۱ سطر دیگر چنان نیست و ۴ سطر تازه است" in text


def test_a_banks_officer_sees_the_own_reconciliation_alone(client: Client) -> None:
    bank, other = two_sides(), factories.bank_statement().bank
    factories.bank_payment(bank=other)
    signed_in(client, "BANK", agency=bank)

    assert other.name not in page(client, "reconcile")
    assert client.get(reverse("reconcile-bank", args=[bank.code])).status_code == 200
    assert client.get(reverse("reconcile-bank", args=[other.code])).status_code == 404
    assert client.get(reverse("statement", args=[BankStatement.objects.get().pk])).status_code == 404


# --- flags ---


def test_a_flag_is_shown_with_its_records_and_decided_with_a_reason(client: Client) -> None:
    first = factories.credit_facility(approved_on=DAY)
    factories.credit_facility(approved_on=DAY, unit=first.unit, line=first.line)
    signed_in(client, "HEAD")
    key = flagged.flags(AsOf(LATER), EVERYTHING)[0].flag.key

    text = page(client, "flags")
    assert "یک واحد دو بار برای یک هدف" in text
    assert f"تسهیلات {first.number}" in to_latin_digits(text)
    assert post(client, "flag-decide", key=key, verdict="ALLOWED", reason="").status_code == 422
    assert post(client, "flag-decide", key="0" * 32, verdict="ALLOWED", reason="x").status_code == 404
    assert post(client, "flag-decide", key=key, verdict="ALLOWED", reason="دو خط تولید").status_code == 302
    assert FlagDecision.objects.get().reason == "دو خط تولید"
    assert "دو خط تولید" in page(client, "flags", rule="TWICE_UNIT")
    assert "یک واحد دو بار" not in page(client, "flags", rule="PAID_EARLY").split('id="flags"')[1]


def test_a_limit_is_set_from_a_day_on(client: Client) -> None:
    signed_in(client, "SECRETARY")
    given = {"rule": "SHARE_BANK", "percent": "۳۵", "valid_from": "1390/01/01", "source": "قرار ستاد"}

    assert post(client, "flag-limit", **(given | {"percent": "زیاد"})).status_code == 422
    assert post(client, "flag-limit", **given).status_code == 302
    assert FlagLimit.objects.get().percent == 35


def test_who_may_not_decide_is_offered_no_form(client: Client) -> None:
    first = factories.credit_facility(approved_on=DAY)
    factories.credit_facility(approved_on=DAY, unit=first.unit, line=first.line)

    text = page(signed_in(client, "AUDITOR"), "flags")

    assert reverse("flag-decide") not in text
    assert "یک واحد دو بار" in text


def test_the_past_is_read_only(client: Client) -> None:
    made = come_to("COMPLETE")
    signed_in(client)

    text = page(client, "request", made.request.pk, day="1390-06-01")

    assert "روز وضعیت را امروز کنید" in text
    assert reverse("request-paper", args=[made.request.pk]) not in text


@pytest.mark.parametrize(
    "address",
    [
        "/programmes/NOTHING/", "/programmes/NOTHING/eligible/", "/requests/99999/", "/packages/99999/",
        "/reconcile/nobody/", "/reconcile/statements/99999/", "/banks/nobody/", "/packages/new/?unit=x",
        "/requests/new/?unit=99999999999999999999",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(client: Client, address: str) -> None:
    assert signed_in(client).get(address).status_code == 404


@pytest.mark.parametrize("at", ["x", "-1", "999999999999", "eyJ4IjoxfQ"])
def test_a_strange_cursor_is_the_first_page(client: Client, at: str) -> None:
    line, _ = line_with_rules()
    signed_in(client)

    for name, args in (("eligible", [line.programme.code]), ("severity", [line.programme.code]), ("requests", [])):
        assert client.get(reverse(name, args=args), {"from": at, "at": at}).status_code == 200
