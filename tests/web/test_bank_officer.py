"""A bank officer in the page: led to the own bank, told of the own files, and never a zero of what is not theirs."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hamahang.accounts.queries import NOTHING, Reach
from hamahang.domain.indicators import ALL
from hamahang.domain.ledger import AsOf
from hamahang.indicators import queries
from hamahang.ledger.recording import recording
from hamahang.support.posting import follow
from tests import factories
from tests.factories import AT, DAY, LATER
from tests.personas import persona

pytestmark = pytest.mark.django_db
DASH = "—"


def officer(client: Client, bank: Any) -> Client:
    client.force_login(persona("BANK", agency=bank))
    return client


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, (name, response.status_code)
    return response.content.decode()


def test_the_home_of_a_banks_officer_is_the_own_bank_on_the_asked_day(client: Client) -> None:
    bank = factories.agency(kind="BANK")

    response = officer(client, bank).get("/", {"day": "1390-04-10"})

    assert response.status_code == 302
    assert response["Location"] == reverse("bank-mine") + "?day=1390-04-10"
    text = client.get(response["Location"]).content.decode()
    assert f'href="{reverse("bank-mine")}' in text
    assert f'href="{reverse("home")}"' not in text.partition("<nav")[2].partition("</nav>")[0]
    client.force_login(persona("FACILITIES"))
    assert reverse("bank-mine") not in client.get("/").content.decode()


def test_a_figure_whose_rows_a_reader_may_not_list_has_no_value_for_them() -> None:
    factories.disbursement()
    reach, asof = Reach(bank=factories.agency().code), AsOf(LATER)

    withheld = queries.compute("units_registered", asof=asof, scope=ALL, reach=reach)
    own = queries.compute("facilities_paid", asof=asof, scope=ALL, reach=reach)
    # allocations are of no bank: a ratio of which one part is not seen is not told
    ratio = queries.compute("support_absorption", asof=asof, scope=ALL, reach=reach)

    assert (withheld.value, withheld.rows, withheld.is_withheld) == (None, 0, True)
    assert (own.value, own.is_withheld) == (0, False)
    assert (ratio.value, ratio.is_withheld) == (None, True)
    assert queries.compute("facilities_paid", asof=asof, scope=ALL, reach=NOTHING).is_withheld
    assert all(figure.is_withheld for figure in queries.of_statuses(asof=asof, scope=ALL, reach=reach))


def test_a_figure_that_is_not_counted_for_a_reader_says_so_and_opens_no_list(client: Client) -> None:
    officer(client, factories.agency(kind="BANK"))

    text = page(client, "figure", "units_registered")

    assert DASH in text
    assert "برای شما شمرده نمی‌شود" in text
    assert 'id="rows"' not in text
    assert "برای شما شمرده نمی‌شود" in page(client, "figures")


def test_the_list_of_estates_says_that_it_is_not_the_banks(client: Client) -> None:
    factories.estate_status()
    officer(client, factories.agency(kind="BANK"))

    text = page(client, "estates")

    assert "نه به یک بانک" in text
    assert "شهرکی ثبت نشده" not in text


def test_what_is_allocated_is_a_dash_for_who_does_not_see_the_whole(client: Client) -> None:
    allocation = factories.allocation(lapses_on=None, since_on=DAY)
    code = allocation.line.programme.code
    officer(client, factories.agency(kind="BANK"))

    for name in ("support", "programmes"):
        assert "تنها برای کل استان" in page(client, name)
    text = page(client, "absorption", code)
    assert "تنها برای کسی گفته می‌شود که همه را می‌بیند" in text
    assert "ابلاغ ۰" not in text


# --- the page of the bank ---


def lent(bank: Any) -> Any:
    """Return a facility of a bank with a late instalment of 94 rials."""
    facility = factories.credit_facility(bank=bank, approved_on=DAY, unit=factories.unit(name="آجر دالاهو"))
    schedule = factories.schedule(facility=facility)
    factories.instalment(schedule=schedule, due_on=DAY + timedelta(10))
    follow_all(facility)
    return facility


def follow_all(facility: Any) -> None:
    with recording(action="test.followed", by="a", at=AT):
        follow([facility.pk])


def test_a_banks_page_says_what_is_late_what_waits_and_what_is_to_be_signed(client: Client) -> None:
    bank, other = factories.agency(kind="BANK"), factories.agency(kind="BANK")
    facility, hidden = lent(bank), lent(other)
    factories.payment_order(facility=facility, amount=311, document_no="77")
    factories.payment_order(facility=hidden, amount=977)
    tranche = factories.tranche(facility=facility, amount=222)
    factories.tranche_release(tranche=tranche)
    statement = factories.bank_statement(bank=bank)
    factories.statement_signature(statement=statement)
    officer(client, bank)

    text = page(client, "bank-mine")

    assert "۹۴ ریال" in text
    assert "۳۱۱ ریال" in text
    assert "۲۲۲ ریال" in text
    assert "۹۷۷" not in text
    assert reverse("statement", args=[statement.pk]) in text
    assert "امضای بانک مانده" in text
    assert "امضای ستاد مانده" not in text
    assert reverse("facility", args=[facility.pk]) in text
    past = page(client, "bank", bank.code, day="1390-02-01")
    assert "۳۱۱ ریال" not in past  # what waits is always of today


def test_stages_of_a_bank_are_counted_beyond_the_first_two_hundred(client: Client) -> None:
    bank = factories.agency(kind="BANK")
    line = factories.budget_line()
    unit = factories.unit()
    for number in range(203):
        request = factories.support_request(bank=bank, unit=unit, line=line, number=f"n/{number:03}")
        factories.request_stage(request=request, stage="REGISTERED" if number < 201 else "REFERRED", amount=10)
    officer(client, bank)

    text = page(client, "bank-mine")

    assert "<b>۲۰۱</b>" in text
    assert "<b>۲</b>" in text
    assert "n/۲۰۲" in text


def test_the_records_of_a_flag_lead_to_what_they_are_seen_on(client: Client) -> None:
    project = factories.project()
    factories.progress(project=project)
    request = factories.support_request(project_no=project.number)
    factories.request_stage(request=request, stage="EXAMINED")
    facility = factories.credit_facility(approved_on=DAY)
    factories.disbursement(facility=facility, since_on=DAY - timedelta(1))
    client.force_login(persona("FACILITIES"))

    text = page(client, "flags")

    for name, key in (("project", project.pk), ("request", request.pk), ("facility", facility.pk)):
        assert f'href="{reverse(name, args=[key])}' in text


def test_a_bank_has_its_english_name_on_english_pages(client: Client) -> None:
    bank = factories.agency(kind="BANK", name="بانک صنعت و معدن")
    facility = lent(bank)
    officer(client, bank)
    client.cookies["hamahang_language"] = "en"

    for name, *args in (("bank-mine",), ("facilities",), ("facility", facility.pk)):
        assert "Bank of Industry and Mine" in page(client, name, *args), name
