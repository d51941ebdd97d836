"""Promises of other figures than jobs: announced in their unit, counted from their own rows, and told in words."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from hamahang.briefing.figures import Desk
from hamahang.briefing.reports.tir10.report import lay_out
from hamahang.commitments import queries
from hamahang.domain.briefing import Document, TableBlock
from hamahang.domain.calendar import from_jalali
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.promises import count
from tests.personas import persona
from tests.province import TIR_10, Province

pytestmark = pytest.mark.django_db
BILLION = 10**9
ANNOUNCED = {
    "title": "بازگشت ده واحد", "number": "ت-9", "holder": "شرکت شهرک‌ها", "from_on": "1390/01/01",
    "due_on": "1390/12/29", "metric": "idle_units_restarted", "scope": "all", "announced_on": "1390/01/20",
}  # fmt: skip


@pytest.fixture
def secretary(client: Client) -> Client:
    client.force_login(persona("SECRETARY"))
    client.cookies["hamahang_language"] = "en"
    return client


def page(client: Client, address: str, day: str = "1390-04-10") -> str:
    response = client.get(address, {"day": day})
    assert response.status_code == 200
    return re.sub(r"[\u2068\u2069]", "", response.content.decode())


def test_units_are_promised_by_county_and_what_is_not_split(province: Province, secretary: Client) -> None:
    response = secretary.post("/commitments/new/", ANNOUNCED)
    made = queries.commitments_by_number()["ت-9"]
    form = secretary.get(response["Location"]).content.decode()
    county = re.findall(r'name="(share-\d+)"', form)[0]

    shares = {county: "6", "share-all": "۴", "announced_on": "1390/01/20"}
    assert secretary.post(response["Location"], shares).status_code == 302

    said = page(secretary, f"/commitments/{made.pk}/")
    assert "3 units of 10 units" in said
    assert "The rest, of no county" in said
    assert "3 of 10" in said
    form = re.sub(r"[\u2068\u2069]", "", secretary.get(response["Location"]).content.decode())
    assert "the sum of all these fields, now 10 units" in form
    listed = page(secretary, "/commitments/")
    assert "idle units back in production" in listed
    assert Proof.LISTED.title.en in listed
    assert Proof.LISTED.title.en in said


def test_what_is_reached_opens_to_the_very_rows(province: Province, secretary: Client) -> None:
    secretary.post("/commitments/new/", ANNOUNCED)
    made = queries.commitments_by_number()["ت-9"]
    said = page(secretary, f"/commitments/{made.pk}/")

    [address] = set(re.findall(r'href="(/figures/idle_units_restarted/[^"]+)"', said))
    assert "since=1390-01-01" in address
    rows = secretary.get(address.replace("&amp;", "&")).content.decode()

    assert len(re.findall(r'href="/units/\d+/', rows)) >= count(made, AsOf(from_jalali(1390, 4, 10))).amount == 3


def test_money_is_typed_with_its_unit_and_shown_in_milliards(province: Province, secretary: Client) -> None:
    more = {"metric": "facilities_paid", "number": "ت-8", "baseline": "۱۰۰ میلیارد ریال", "baseline_on": "1389/12/01"}
    response = secretary.post("/commitments/new/", ANNOUNCED | more)
    made = queries.commitments_by_number()["ت-8"]
    assert made.baseline == 100 * BILLION

    refused = secretary.post(response["Location"], {"share-all": "4000", "announced_on": "1390/01/20"})
    assert refused.status_code == 422
    assert "say the unit" in refused.content.decode()
    taken = {"share-all": "4000 میلیارد ریال", "announced_on": "1390/01/20"}
    assert secretary.post(response["Location"], taken).status_code == 302

    assert queries.targets_of(made, from_jalali(1390, 4, 1)) == [4_000 * BILLION]
    assert "4,000 billion rials" in page(secretary, f"/commitments/{made.pk}/")
    form = secretary.get(response["Location"]).content.decode()
    assert 'value="4,000 billion rials"' in form


def test_a_promise_of_one_county_has_no_other_shares(province: Province, secretary: Client) -> None:
    form = secretary.get("/commitments/new/").content.decode()
    place = re.findall(r'<option value="(county:\d+)"', form)[0]
    response = secretary.post("/commitments/new/", ANNOUNCED | {"scope": place})

    names = re.findall(r'name="(share-[^"]+)"', secretary.get(response["Location"]).content.decode())

    assert len(names) == 1
    assert names[0] != "share-all"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"metric": "idle_share"}, "Choose the figure from the list"),
        ({"metric": "همه"}, "Choose the figure from the list"),
        ({"scope": "county:9999"}, "Choose the place from the list"),
        ({"baseline": "-3", "baseline_on": "1389/12/01"}, "below zero"),
    ],
)
def test_what_no_figure_counts_is_refused_in_words(
    province: Province, secretary: Client, more: dict[str, str], words: str
) -> None:
    response = secretary.post("/commitments/new/", ANNOUNCED | more)

    assert response.status_code == 422
    assert words in response.content.decode()


def test_the_report_of_10_tir_tells_what_else_was_promised(province: Province, secretary: Client) -> None:
    desk = Desk(asof=AsOf(TIR_10), seed="s", place=Text(fa="ایلام", en="Ilam"))
    assert told_in(lay_out(desk)) == []
    response = secretary.post("/commitments/new/", ANNOUNCED)
    secretary.post(response["Location"], {"share-all": "10", "announced_on": "1390/01/20"})

    [table] = told_in(lay_out(desk))

    [row] = table.rows
    assert [cell.en if isinstance(cell, Text) else cell for cell in row] == [
        "بازگشت ده واحد", "شرکت شهرک‌ها", from_jalali(1390, 12, 29), "10 units", "3 units",
        Proof.LISTED.title.en, Decimal("30.0"),
    ]  # fmt: skip


def told_in(document: Document) -> list[TableBlock]:
    tables = [block for block in document.blocks if isinstance(block, TableBlock)]
    return [table for table in tables if table.title.en == "Other promises"]
