"""Permits, licences and mines in the page: lists, both parts of the conversion, each act by its form, reach."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hamahang.accounts.models import Person
from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.ledger import AsOf
from hamahang.register import licensing, mining
from hamahang.register.models import CapacityRating, Licence, LicencePaper, Mine, MinePaper
from tests import factories
from tests.factories import DAY
from tests.personas import persona
from tests.rooms.projects.ways import Made, begin, come_to, look, permit
from tests.rooms.register.test_mines_on_their_way import Going, take

pytestmark = pytest.mark.django_db
FAR = AsOf(DAY + timedelta(40_000))


def enter(client: Client, role: str, **rest: Any) -> None:
    """Sign in as somebody of a role; the same person when it was done before."""
    known = Person.objects.filter(username=f"test-{role.lower()}").first()
    client.force_login(known or persona(role, **rest))


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    settings.PAPERS = tmp_path
    return tmp_path


def act(client: Client, kind: str, key: int, name: str, **data: Any) -> Any:
    return client.post(reverse(f"{kind}-{name}", args=[key]), data)


def page_of(client: Client, kind: str, key: int, **query: Any) -> str:
    return client.get(reverse(kind, args=[key]), query).content.decode()


# --- permits and licences ---


def given() -> tuple[Made, Licence]:
    made = begin()
    return made, permit(made, "ج/۱")


def test_a_permit_is_extended_after_an_inspection_and_not_before(client: Client) -> None:
    made, licence = given()
    enter(client, "HEAD")
    assert "۳ از ۳ مورد کم است" in page_of(client, "licence", licence.pk)
    refused = act(client, "licence", licence.pk, "step", step="extend", on="1390/03/01")
    made.on += timedelta(60)
    look(made, 20)
    enter(client, "ESTATES")
    act(client, "licence", licence.pk, "paper", need="EXTENSION_REQUEST", number="۱۲", on="1390/03/05")
    enter(client, "HEAD")

    response = act(client, "licence", licence.pk, "step", step="extend", on="1390/03/10")

    assert (refused.status_code, response.status_code) == (422, 302)
    found = licensing.licence_in(EVERYTHING, FAR, licence.pk)
    last = licensing.last_day(found)
    assert last is not None
    assert last > DAY + timedelta(700)
    assert "تمدید یک‌ساله" in page_of(client, "licence", licence.pk)


def test_the_conversion_is_shown_with_both_its_parts_and_what_was_cancelled(client: Client) -> None:
    for number, kinds in enumerate((("PERMIT", "NEW"), ("PERMIT",), ("PERMIT",))):
        unit = factories.unit()
        for kind in kinds:
            factories.licence(unit=unit, kind=kind, number=f"l/{number}/{kind}")
    gone = Licence.objects.filter(kind="PERMIT").latest("pk")
    factories.licence_step(unit=gone.unit, number=gone.number, stage="CANCELLED", step="cancel")
    enter(client, "AUDITOR")

    page = client.get(reverse("licences")).content.decode()

    assert "۳۳٫۳ درصد" in page
    assert "۵۰ درصد؛ نسبت با کوچک‌کردن مخرج هم بالا می‌رود" in page


def test_permits_and_licences_are_listed_by_what_runs_out(client: Client) -> None:
    _, licence = given()
    enter(client, "STATISTICS")
    name = licence.unit.name

    def there(query: str) -> bool:
        return name in client.get(reverse("licences") + query).content.decode()

    assert there("?which=run_out")
    assert there("?which=good&day=1390-02-01")
    assert there("?which=running_out&day=1390-12-20")
    assert not there("?which=running_out&day=1390-02-01")
    assert there("?kind=PERMIT&text=ج/۱")
    assert not there("?kind=NEW")
    assert there("?at=%00&which=x")


def test_a_rating_is_recorded_machine_by_machine(client: Client) -> None:
    _, licence = given()
    enter(client, "ESTATES")
    form = {
        "product": "سیمان", "capacity_unit": "تن", "on": "1390/02/01",
        "machine-1": "آسیا", "line-1": "1", "count-1": "۲", "hourly-1": "۱٫۵",
        "machine-2": "کوره", "line-2": "2", "count-2": "1", "hourly-2": "2.5",
    }  # fmt: skip

    empty = act(client, "licence", licence.pk, "rating", product="سیمان")
    act(client, "licence", licence.pk, "rating", **form)

    assert empty.status_code == 422
    # the kiln is the narrowest: 2.5 an hour · 5,376 hours
    assert CapacityRating.objects.get().capacity == Decimal("13440.00")
    assert "۱۳٬۴۴۰" in page_of(client, "licence", licence.pk) or "۱۳,۴۴۰" in page_of(client, "licence", licence.pk)


def test_a_licence_is_issued_for_part_of_the_capacity_and_its_permit_is_converted(client: Client) -> None:
    _, licence = given()
    enter(client, "HEAD")
    form = {"unit": licence.unit_id, "number": "پ/۱", "kind": "NEW", "share": "۶۰", "on": "1390/06/01"}

    refused = client.post(reverse("licence-new"), form | {"kind": "PROVISIONAL"})
    made = client.post(reverse("licence-new"), form)

    assert (refused.status_code, made.status_code) == (422, 302)
    new = Licence.objects.get(kind="NEW")
    assert "۶۰ درصد از ظرفیت سنجیده" in page_of(client, "licence", new.pk)
    assert "تبدیل‌شده به پروانه" in page_of(client, "licence", licence.pk)
    assert client.get(reverse("licence-new"), {"unit": licence.unit_id}).status_code == 200
    assert client.get(reverse("licence-new"), {"unit": "x"}).status_code == 404


def test_a_licence_is_transferred_to_who_is_named(client: Client) -> None:
    made = come_to("OPERATING")
    licence = Licence.objects.get(kind="NEW")
    enter(client, "ESTATES")
    for need in ("REQUEST", "TRANSFER_DEED", "BUYER"):
        act(client, "licence", licence.pk, "paper", need=need, number="۱۲")
    assert act(client, "licence", licence.pk, "step", step="transfer", holder="شرکت تازه").status_code == 422
    enter(client, "HEAD")

    assert act(client, "licence", licence.pk, "step", step="transfer").status_code == 422
    assert act(client, "licence", licence.pk, "step", step="transfer", holder="شرکت تازه").status_code == 302
    assert act(client, "licence", licence.pk, "step", step="fly").status_code == 422
    assert "شرکت تازه" in page_of(client, "licence", licence.pk)
    assert made.project.title in client.get(reverse("unit", args=[licence.unit_id])).content.decode()


def test_papers_of_a_permit_are_sent_only_within_reach(client: Client) -> None:
    _, licence = given()
    enter(client, "ESTATES")
    file = SimpleUploadedFile("نامه.pdf", b"%PDF-1.7")
    act(client, "licence", licence.pk, "paper", need="OWNER_LETTER", file=file)
    address = reverse("licence-paper-file", args=[licence.pk, LicencePaper.objects.get().pk])

    assert client.get(address).content == b"%PDF-1.7"
    assert client.get(reverse("licence-paper-file", args=[licence.pk, 99])).status_code == 404
    enter(client, "COUNTY", places="0101")
    assert client.get(address).status_code == 404
    assert client.get(reverse("licence", args=[licence.pk])).status_code == 404
    assert licence.unit.name not in client.get(reverse("licences")).content.decode()


# --- mines ---


@pytest.fixture
def home() -> Any:
    county = factories.county(name="ایلام", province=factories.province(code="16"))
    factories.estate(county=county)
    return county


def requested(client: Client, home: Any) -> Mine:
    enter(client, "ESTATES")
    form = {"number": "م/۱", "name": "گچ مانشت", "minerals": "گچ", "county": home.code, "on": "1390/01/10"}
    assert client.post(reverse("mine-new"), form | {"county": ""}).status_code == 422
    assert client.post(reverse("mine-new"), form).status_code == 302
    return Mine.objects.get()


def test_a_mine_goes_from_the_area_to_its_first_licence(client: Client, home: Any) -> None:
    mine = requested(client, home)
    for need in ("CADASTRE", "INQUIRY"):
        act(client, "mine", mine.pk, "paper", need=need, number="۱۲", on="1390/01/12")
    act(client, "mine", mine.pk, "step", step="clear", on="1390/01/15")
    act(client, "mine", mine.pk, "paper", need="PLAN", number="۱۲", on="1390/01/16")
    enter(client, "HEAD")

    unnumbered = act(client, "mine", mine.pk, "step", step="explore", on="1390/02/01")
    made = act(
        client, "mine", mine.pk, "step", step="explore", on="1390/02/01", letter_no="ا/۷۷", valid_until="1391/02/01"
    )

    assert (unnumbered.status_code, made.status_code) == (422, 302)
    mine.refresh_from_db()
    assert (mine.licence_no, mine.document) == ("ا/۷۷", "EXPLORATION")
    page = page_of(client, "mine", mine.pk)
    assert "پروانهٔ اکتشاف" in page
    assert act(client, "mine", mine.pk, "step", step="fly").status_code == 422


def test_certificate_and_licence_say_reserve_and_extraction_by_mineral_in_the_page(client: Client, home: Any) -> None:
    mine = requested(client, home)
    going = Going(mine, mine.steps.get().since_on)
    for step in ("clear", "explore", "report"):
        take(going, step, by=f"person of {step}")
    for need in ("VISIT_REPORT", "COSTS"):
        act(client, "mine", mine.pk, "paper", need=need, number="۱۲", on="1390/01/20")
    enter(client, "HEAD")
    given = {"step": "certify", "on": "1390/02/01", "letter_no": "گ/۱", "valid_until": "1392/02/01"}

    silent = act(client, "mine", mine.pk, "step", **given)
    unsaid = act(client, "mine", mine.pk, "step", **given, **{"reserve-0": "۹۰۰۰۰", "costs": "۵۰۰"})
    made = act(
        client, "mine", mine.pk, "step", **given, **{"reserve-0": "۹۰٬۰۰۰", "costs": "۵۰۰ میلیون ریال", "area": "۱۲٫۵"}
    )

    assert (silent.status_code, unsaid.status_code, made.status_code) == (422, 422, 302)
    page = page_of(client, "mine", mine.pk)
    assert "از ۹۰٬۰۰۰ تن گواهی‌شده" in page
    assert "۵۰۰ میلیون ریال" in page
    assert page_of(client, "mine", mine.pk, day="1390-01-25").count("گواهی‌شده") == 0
    address = reverse("mine-particular", args=[mine.pk])
    assert client.post(address, {"kind": "RESERVE", "particular": "80000"}).status_code == 403
    enter(client, "ESTATES")
    corrected = {"kind": "RESERVE", "particular": "۸۰۰۰۰", "mineral": "گچ", "on": "1390/03/01"}
    assert client.post(address, corrected).status_code == 422
    assert client.post(address, corrected | {"letter_no": "گ/۲"}).status_code == 302
    assert "از ۸۰٬۰۰۰ تن گواهی‌شده" in page_of(client, "mine", mine.pk)


def test_royalties_extraction_and_status_are_recorded_in_the_page(client: Client, home: Any) -> None:
    mine = requested(client, home)
    due = {"what": "due", "year": "۱۳۹۰", "amount": "۶۰۰ میلیون ریال", "due_on": "1390/12/01", "on": "1390/06/01"}
    paid = {"what": "paid", "year": "1390", "amount": "۲۵۰ میلیون ریال", "document_no": "ف/۱", "on": "1390/12/05"}

    assert act(client, "mine", mine.pk, "royalty", **due | {"year": ""}).status_code == 422
    act(client, "mine", mine.pk, "royalty", **due)
    act(client, "mine", mine.pk, "royalty", **paid)
    assert act(client, "mine", mine.pk, "royalty", **paid | {"amount": "۱ ریال"}).status_code == 422
    act(client, "mine", mine.pk, "extraction", year="1390", tonnes="۱۲۰۰٫۵")
    assert act(client, "mine", mine.pk, "extraction", year="1390", tonnes="x").status_code == 422
    act(client, "mine", mine.pk, "status", status="ACTIVE", persons="۹", on="1390/05/01")

    whole = mining.whole(mine, FAR)
    assert (whole.owed.due, whole.owed.paid, whole.owed.left) == (600_000_000, 250_000_000, 350_000_000)
    assert whole.extracted == {"گچ": Decimal("1200.50")}
    page = client.get(reverse("mines"), {"day": "1391-05-01", "status": "ACTIVE"}).content.decode()
    assert "گچ مانشت" in page
    assert "۳۵۰ میلیون ریال" in page


def test_mines_are_listed_and_kept_within_reach(client: Client, home: Any) -> None:
    mine = requested(client, home)
    act(client, "mine", mine.pk, "paper", need="CADASTRE", file=SimpleUploadedFile("نقشه.pdf", b"%PDF-1.7"))
    address = reverse("mine-paper-file", args=[mine.pk, MinePaper.objects.get().pk])
    assert client.get(address).content == b"%PDF-1.7"
    for query, is_there in (
        ("?document=REQUEST", True),
        ("?document=DISCOVERY", False),
        ("?late=yes", False),
        ("?text=گچ", True),
    ):
        assert (mine.name in client.get(reverse("mines") + query).content.decode()) == is_there

    enter(client, "COUNTY", places="0101")

    assert client.get(address).status_code == 404
    assert client.get(reverse("mine", args=[mine.pk])).status_code == 404
    assert mine.name not in client.get(reverse("mines")).content.decode()
