"""Accounts in the page of a diagnosis: typed in any digits and unit, refused with the difference, shown with ratios."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hamahang.casework import working
from hamahang.casework.models import FinancialStatement
from tests import factories
from tests.factories import AT, DAY
from tests.personas import persona
from tests.rooms.casework.cases import Made, begin

pytestmark = pytest.mark.django_db
WHOLE = {
    "year": "۱۳۸۹", "unit": "MILLION_RIAL", "proof": "4", "number": "۱۲/۳", "total_assets": "۳٬۰۰۰",
    "current_assets": "1200", "inventory": "۴۰۰", "total_liabilities": "2,000", "current_liabilities": "۶۰۰",
    "equity": "1000", "capital": "۶۰۰", "retained": "(300)", "operating_profit": "300", "sales": "",
}  # fmt: skip


def post(client: Client, made: Made, **changed: str) -> Any:
    return client.post(reverse("case-accounts", args=[made.case.pk]), WHOLE | changed)


def page_of(client: Client, made: Made, language: str = "fa") -> str:
    client.cookies["hamahang_language"] = language
    response = client.get(reverse("case-diagnosis", args=[made.case.pk]))
    return re.sub("[\u2066-\u2069]", "", response.content.decode())


@pytest.fixture
def made(client: Client) -> Made:
    client.force_login(persona("CONSULTANT"))
    return begin(unit=factories.unit(name="آجر دالاهو").pk)


def test_a_year_is_recorded_in_whole_rials_and_shown_with_its_ratios(client: Client, made: Made) -> None:
    assert "صورت مالی داده نشده است" in page_of(client, made)

    assert post(client, made).status_code == 302

    fact = FinancialStatement.objects.get()
    assert (fact.total_assets, fact.retained, fact.sales) == (3_000_000_000, -300_000_000, None)
    page = page_of(client, made)
    assert "نسبت جاری" in page
    assert "دارایی جاری ÷ بدهی جاری" in page
    # 1.312 + 3.26 × −0.1 + 0.672 + 0.525
    assert "۲٫۱۸" in page
    assert "خاکستری: ۱٫۱ تا ۲٫۶" in page
    assert "زیان انباشتهٔ سال ۱۳۸۹، ۵۰ درصد سرمایه است" in page


def test_a_balance_sheet_that_does_not_balance_is_refused_with_its_difference(client: Client, made: Made) -> None:
    assert "<b>" not in post(client, made, capital="<b>x").content.decode().split('id="accounts"')[1]

    response = post(client, made, equity="۹۹۹")

    page = response.content.decode()
    assert response.status_code == 422
    assert "۱٬۰۰۰٬۰۰۰ ریال از جمع بدهی و حقوق مالکانه بیشتر است" in page
    assert 'value="۹۹۹"' in page
    assert 'value="۳٬۰۰۰"' in page
    assert not FinancialStatement.objects.exists()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"year": "۱۴۹۰"}, "سالی که پایان یافته است"),
        ({"year": ""}, "سالی که پایان یافته است"),
        ({"year": "سال پیش"}, "عدد نیست"),
        ({"equity": ""}, "«حقوق مالکانه» را هم بنویسید"),
        ({"sales": "زیاد"}, "فروش خالص: «زیاد» مبلغ نیست"),
        ({"current_assets": "۳۰۰۱"}, "«دارایی جاری» از «کل دارایی» بیشتر است"),
    ],
)
def test_what_cannot_be_is_told_at_its_place(client: Client, made: Made, changed: dict[str, str], why: str) -> None:
    response = post(client, made, **changed)

    assert response.status_code == 422
    assert why in re.sub("[\u2066-\u2069]", "", response.content.decode())


def test_a_ratio_that_cannot_be_counted_says_what_it_lacks(client: Client, made: Made) -> None:
    post(client, made, inventory="", retained="")

    page = page_of(client, made)

    assert "نداریم: موجودی کالا" in page
    assert "نداریم: سود (زیان) انباشته" in page
    assert "مادهٔ ۱۴۱ سنجیده نشد" in page


def test_accounts_speak_to_the_decision_table_of_a_later_case(client: Client) -> None:
    client.force_login(persona("CONSULTANT"))
    made = begin(unit=factories.unit().pk)
    post(client, made, current_liabilities="1300")
    assert "کمبود سرمایه در گردش" not in page_of(client, made).split('id="questions"')[0]

    later = working.open_case(
        kind="OBSTACLE", unit=made.case.unit_id, on=DAY + timedelta(days=900), by="dabir", at=AT
    )  # a case of its own time keeps the table of that time

    page = page_of(client, Made(later)).split('id="questions"')[0]
    assert "کمبود سرمایه در گردش" in page
    assert "نسبت جاری در صورت مالی: کمتر از ۱" in page
    assert "تنها علت یافته کمبود نقدینگی است" in page


def test_english_has_no_persian_digit_in_it(client: Client, made: Made) -> None:
    post(client, made)

    part = page_of(client, made, "en").split('id="accounts"')[1].split("</section>")[0]

    assert "grey: 1.1 to 2.6" in part
    assert "3 billion rials" in part
    assert not re.search("[۰-۹]", part.replace("۱۲/۳", ""))


def test_only_who_diagnoses_records_and_a_second_hand_is_told(client: Client, made: Made) -> None:
    post(client, made)

    again = post(client, made, seen="0")
    assert again.status_code == 422
    assert "در این میان" in again.content.decode()
    seen = FinancialStatement.objects.get().entry_id
    assert post(client, made, seen=str(seen), number="۱۳").status_code == 302
    client.force_login(persona("HEAD"))
    assert post(client, made).status_code == 403
    assert "ثبت صورت مالی یک سال" not in page_of(client, made)
    client.force_login(persona("OUTSIDER"))
    assert post(client, made).status_code == 403
