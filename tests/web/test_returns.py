"""Pages of monthly returns: cells open to lists, the form refuses at its field, a unit's person sees the own unit."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hamahang.domain.months import Month
from hamahang.domain.returns import FIRST_TERMS, Made, Said
from hamahang.register import confirming, returned, returning
from hamahang.register.models import MonthlyReturn, ReturnDecision, Unit
from tests import factories
from tests.factories import AT
from tests.personas import persona

pytestmark = pytest.mark.django_db
MONTH = Month(1390, 5)
DAY = "day=1390-07-20"


@pytest.fixture
def unit() -> Unit:
    province = factories.province(code="16")
    county = factories.county(code="1601", name="ایلام", province=province)
    factories.estate(county=county)
    made = factories.unit(licence_no="71/1", name="آجر الف", county=county)
    factories.licence(unit=made, kind="NEW", since_on=Month(1389, 2).day(4))
    factories.product(unit=made, name="آجر", capacity_unit="هزار قالب")
    return made


@pytest.fixture
def other(unit: Unit) -> Unit:
    made = factories.unit(licence_no="71/2", name="گچ ب", county=unit.county)
    factories.licence(unit=made, kind="NEW", since_on=Month(1389, 2).day(4))
    return made


def send(unit: Unit, month: Month = MONTH, *, by: str = "malek", on: date | None = None, **values: Any) -> None:
    what = Said(**{"month": month, "status": "ACTIVE", "persons": 12, "made": (Made("آجر", Decimal(120)),), **values})
    sent_on = on or month.plus(1).day(8)
    returning.send_return(unit=unit.pk, said=what, sent_on=sent_on, channel="PAGE", by=by, at=AT)


def owner(client: Client, unit: Unit) -> None:
    person = persona("OWNER")
    confirming.name_sender(unit=unit.pk, username=person.username, by="amar", at=AT)
    client.force_login(person)


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_cell_opens_to_the_list_it_counts(unit: Unit, other: Unit, client: Client, language: str) -> None:
    send(unit)
    client.force_login(persona("STATISTICS"))
    client.cookies["hamahang_language"] = language

    page = text(client, f"/returns/?{DAY}")

    assert "county=1601&amp;month=1390-05&amp;part=received" in page
    came = text(client, f"/returns/list/?{DAY}&county=1601&month=1390-05&part=received")
    assert "آجر الف" in came
    assert "گچ ب" not in came
    missing = text(client, f"/returns/list/?{DAY}&county=1601&month=1390-05&part=missing")
    assert "گچ ب" in missing
    assert "آجر الف" not in missing
    for part in ("on_time", "late", "confirmed", "waiting", "sent_back"):
        listed = text(client, f"/returns/list/?{DAY}&county=1601&month=1390-05&part={part}")
        assert ("آجر الف" in listed) == (part in ("on_time", "waiting")), part


def test_the_late_list_says_what_to_write_and_warns_after_six_months(unit: Unit, other: Unit, client: Client) -> None:
    send(unit, Month(1390, 1))
    send(other, Month(1390, 6))
    client.force_login(persona("HEAD"))

    page = text(client, "/returns/late/?day=1390-08-12")

    assert "آجر الف" in page
    assert "هشدار تعلیق" in page
    assert "نرسیده است. لطفاً آن را بفرستید" in page
    assert "گچ ب" in page
    six = text(client, "/returns/late/?day=1390-08-12&months=6&county=1601")
    assert "آجر الف" in six
    assert "گچ ب" not in six


def test_the_queue_confirms_what_is_marked_but_not_what_the_reader_sent(
    unit: Unit, other: Unit, client: Client
) -> None:
    expert = persona("STATISTICS")
    send(unit)
    send(other, by=expert.username)
    client.force_login(expert)
    page = text(client, "/returns/queue/")
    assert f'value="{unit.pk} 1390-05"' in page
    assert f'value="{other.pk} 1390-05"' not in page

    marks = [f"{unit.pk} 1390-05", f"{other.pk} 1390-05", "x y", f"{unit.pk} nothing"]
    response = client.post("/returns/queue/", {"mark": marks}, follow=True)

    assert "۱ آمار تأیید شد" in response.content.decode()
    assert "نمی‌تواند آن را تأیید کند" in response.content.decode()
    assert ReturnDecision.objects.get().unit_id == unit.pk


def test_a_return_is_sent_back_with_a_reason_that_its_sender_reads(unit: Unit, client: Client) -> None:
    send(unit)
    client.force_login(persona("STATISTICS"))
    address = f"/units/{unit.pk}/returns/1390-05/"
    assert "برگردان" in text(client, address)

    client.post(f"{address}back/", {"reason": ""})
    assert not ReturnDecision.objects.exists()
    client.post(f"{address}back/", {"reason": "جمع نمی‌خواند"})

    owner(client, unit)
    assert "جمع نمی‌خواند" in text(client, address)
    assert "برگردان" not in text(client, address)
    form = text(client, f"/returns/new/?unit={unit.pk}&month=1390-05")
    assert 'value="12"' in form


def test_a_units_person_fills_in_the_form_in_any_digits(unit: Unit, client: Client) -> None:
    owner(client, unit)
    assert "آجر الف" in text(client, "/returns/mine/")
    said = {
        "unit": unit.pk, "month": "1390-05", "status": "ACTIVE", "persons": "۱۲", "women": "5", "men": "٧",
        "capacity_use": "۶۱٫۵", "lines": "2", "product_0": "آجر", "quantity_0": "۱۲۰", "measure_0": "هزار قالب",
    }  # fmt: skip

    response = client.post("/returns/new/", said, follow=True)

    assert response.status_code == 200
    report = MonthlyReturn.objects.get()
    assert (report.persons, report.women, report.men, report.capacity_use) == (12, 5, 7, Decimal("61.5"))
    assert (report.unit_id, report.channel) == (unit.pk, "PAGE")
    wrong = client.post("/returns/new/", said | {"women": "9", "shifts": "۷"})
    assert wrong.status_code == 422
    assert 'id="persons-error"' in wrong.content.decode()
    assert 'id="shifts-error"' in wrong.content.decode()
    assert client.post("/returns/new/", said | {"persons": "abc"}).status_code == 422
    assert MonthlyReturn.objects.count() == 1


def test_a_units_person_sees_the_own_unit_and_nothing_else(unit: Unit, other: Unit, client: Client) -> None:
    send(other)
    owner(client, unit)

    assert text(client, f"/units/{unit.pk}/returns/")
    for address in (f"/units/{other.pk}/returns/", f"/units/{other.pk}/returns/1390-05/", "/units/0/returns/"):
        text(client, address, 404)
    text(client, f"/returns/new/?unit={other.pk}", 404)
    assert client.post("/returns/new/", {"unit": other.pk, "month": "1390-05", "status": "IDLE"}).status_code == 404
    # the first page of the office is none of hers: it leads to her own
    assert client.get("/").headers["Location"] == "/returns/mine/"
    for address in (
        "/units/",
        f"/units/{unit.pk}/",
        "/returns/",
        "/returns/late/",
        "/returns/queue/",
        "/figures/",
    ):
        text(client, address, 403)


def test_a_county_officer_sends_and_reads_inside_the_own_county_only(unit: Unit, client: Client) -> None:
    elsewhere = factories.unit(name="دور", county=factories.county(code="1605", province=unit.county.province))
    factories.licence(unit=elsewhere, kind="NEW", since_on=Month(1389, 2).day(4))
    send(elsewhere)
    client.force_login(persona("COUNTY", places="1601"))

    assert "دور" not in text(client, f"/returns/list/?{DAY}&month=1390-05")
    assert "دور" not in text(client, "/returns/queue/")
    text(client, f"/units/{elsewhere.pk}/returns/", 404)
    client.post("/returns/queue/", {"mark": [f"{elsewhere.pk} 1390-05"]})
    assert not ReturnDecision.objects.exists()
    assert "آجر الف" in text(client, f"/returns/mine/?{DAY}")


def test_the_units_months_show_their_state_and_curves(unit: Unit, client: Client) -> None:
    send(unit, Month(1390, 4), on=Month(1390, 5).day(20))
    send(unit, persons=14)
    confirming.confirm_returns(of=[(unit.pk, MONTH)], on=Month(1390, 6).day(9), by="amar", at=AT)
    client.force_login(persona("AUDITOR"))

    page = text(client, f"/units/{unit.pk}/returns/?{DAY}")

    assert page.count("<svg") >= 2
    assert "دیررسیده" in page
    assert "تأییدشده" in page
    unit_page = text(client, f"/units/{unit.pk}/?{DAY}")
    assert "آمار ماهانهٔ تأییدشده" in unit_page


@pytest.mark.parametrize(
    "address",
    [
        "/returns/?month=x&province=99",
        "/returns/list/?part=x&month=1&county=%00",
        "/returns/late/?months=999999999999",
    ],
)
def test_an_address_that_says_nothing_is_a_page_all_the_same(unit: Unit, client: Client, address: str) -> None:
    client.force_login(persona("STATISTICS"))

    assert text(client, address)


def test_the_rules_of_returns_are_set_from_a_month_and_what_is_late_follows(unit: Unit, client: Client) -> None:
    given = {
        "due_day": "۲۰", "confirm_day": "۵", "suspend_after": "۴", "fresh_months": "۳", "low_use": "۴۰",
        "high_use": "۸۰", "valid_from": "1390/05/17", "source": "بخشنامهٔ ۷",
    }  # fmt: skip
    client.force_login(persona("COUNTY", places=unit.county.code))
    assert client.post(reverse("returns-terms"), given).status_code == 403
    client.force_login(persona("HEAD"))
    confirming.set_terms(terms=FIRST_TERMS, by="x", at=AT)
    for wrong in ("due_day=۳۰", "suspend_after=۰", "low_use=۸۰", "source=", "valid_from=؟", "fresh_months=x"):
        client.post(reverse("returns-terms"), given | dict([wrong.split("=")]))
    assert len(returned.terms()) == 1

    client.post(reverse("returns-terms"), given)

    assert [(rule.valid_from, rule.due_day, rule.suspend_after) for rule in returned.terms()] == [
        (Month(1390, 1).first, 10, 6),
        (Month(1390, 5).first, 20, 4),
    ]
    page = text(client, reverse("returns"))
    assert "بخشنامهٔ ۷" in page
    assert "۴ ماه بی‌آمار هشدار تعلیق" in page


def test_the_late_list_leads_to_the_step_that_suspends_the_licence(unit: Unit, client: Client) -> None:
    licence = unit.licences.get()
    address = reverse("licence", args=[licence.pk])
    client.force_login(persona("HEAD"))

    assert address not in text(client, "/returns/late/?day=1390-05-20")
    late = text(client, "/returns/late/?day=1390-07-20")
    page = text(client, f"{address}?day=1390-07-20")

    assert f"{address}?day=1390-07-20#ahead" in late
    assert "۶ ماه پیاپی آمار ماهانه‌ای از این واحد نرسیده است" in page
    assert "تنها ابلاغ کتبی" in page
    client.force_login(persona("AUDITOR"))
    assert "#ahead" not in text(client, "/returns/late/?day=1390-07-20")
    factories.licence_step(
        unit=unit, number=licence.number, kind="NEW", stage="CANCELLED", since_on=Month(1390, 7).day(15)
    )
    client.force_login(persona("COUNTY", places=unit.county.code))
    assert unit.name not in text(client, "/returns/late/?day=1390-08-20")
