"""The pages of the province's place: conclusions, balance among counties, loaded indicators with their origin."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from hamahang.cli.prepare import load_tables
from hamahang.domain.calendar import read_day, year_bounds
from hamahang.ledger.bulk import Origin
from hamahang.ledger.models import SourceTable
from hamahang.territory import queries as territory
from hamahang.territory.models import County, Province
from hamahang.territory.observing import ObservationDraft, record_observations
from tests import factories
from tests.factories import AT
from tests.personas import persona

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    load_tables(by="tests", at=AT)
    monkeypatch.setattr(territory, "home_province", lambda: "16")
    client.force_login(persona("SECRETARY"))
    client.cookies["hamahang_language"] = "en"
    return client


def page(client: Client, address: str, **query: str) -> str:
    response = client.get(address, {"day": "1399-01-01"} | query)
    assert response.status_code == 200
    said = re.sub(r"[\u2066-\u2069]", "", response.content.decode())
    assert not re.search(r"\b(nan|inf)\b", said, re.IGNORECASE)
    return said


def county(code: str) -> County:
    return next(one for one in territory.counties_on(date(2020, 1, 1), province="16") if one.code == code)


def paid(code: str, amount: int) -> None:
    unit = factories.unit(county=county(code))
    factories.disbursement(facility=factories.credit_facility(unit=unit), amount=amount)


def observed(code: str, value: str, *, year: int, more: bool | None = True, additive: bool = False) -> None:
    place = territory.version_on(county(code).pk, year_bounds(year)[1])
    table = SourceTable.objects.create(file="yearbook.xlsx", sha256="0" * 64, sheet="1", columns={"value": "E"})
    draft = ObservationDraft(
        province=Province.objects.get(code="16").pk, county=place.pk, indicator="Workers", value=Decimal(value),
        since_on=year_bounds(year)[0], until_on=year_bounds(year)[1], unit="persons", source="Yearbook", more=more,
        is_additive=additive, is_break=year == 1391, origin=Origin(table=table.pk, row=7),
    )  # fmt: skip
    record_observations(drafts=[draft], by="tests", at=AT)


def test_the_page_parts_what_holds_from_what_depends_on_a_choice(reader: Client) -> None:
    said = page(reader, "/standing/")

    holds, depends = said[said.index("<h3>Holds</h3>") :].split("<h3>Depends on the choice</h3>")
    assert "Ilam is among the last 10 provinces, whatever is chosen." in holds
    assert "whatever is chosen" not in depends.split("</section>")[0]
    assert said.count("<svg") == 4  # by each method, and by the survey and the census; each on a desk and on a phone


def test_counties_are_held_against_their_need_and_open_to_their_rows(reader: Client) -> None:
    # Ilam has a third of the inhabitants of the province, and all of the money but a little
    paid("1601", 900_000_000)
    paid("1603", 100_000_000)

    said = page(reader, "/standing/balance/")

    assert "Worst served:" in said
    assert "/figures/facilities_paid/?" in said
    assert "scope=county%3A1601" in said
    assert "Theil L" in said
    assert "infinite: somewhere got nothing" in said
    assert re.search(r"total \d\.\d+ = between counties \d\.\d+ \+ within them \d", said)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "Nothing was shared out"),
        ({"need": "units_idle"}, "No idle unit is recorded"),
        ({"need": "unemployed", "day": "1390-05-01"}, "no census that counted it"),
        ({"of": "moon", "need": "sun"}, "Nothing was shared out"),
    ],
)
def test_where_nothing_can_be_measured_the_page_says_why(reader: Client, query: dict[str, str], words: str) -> None:
    assert words in page(reader, "/standing/balance/", **query)


def test_a_loaded_series_opens_to_file_sheet_and_cell(reader: Client) -> None:
    observed("1601", "41000", year=1390)
    observed("1601", "43000", year=1391)

    listed = page(reader, "/standing/observations/")
    number = re.search(r"/standing/observations/(\d+)/", listed)

    assert "break at 1391" in listed
    assert number is not None
    one = page(reader, number[0])
    assert "43,000" in one
    assert "yearbook" in one
    assert "E7" in one
    assert "not to be joined" in one


def test_a_county_that_was_split_is_told_by_those_of_a_later_year_with_the_rule(reader: Client) -> None:
    old = next(one for one in territory.counties_by_id().values() if one.name == "شیروان و چرداول")
    day = read_day("1390-12-29")
    assert (old.valid_to or date.max) > day
    draft = ObservationDraft(
        province=old.province_id, county=old.pk, indicator="Workers", since_on=year_bounds(1390)[0],
        until_on=year_bounds(1390)[1], value=Decimal(900), unit="persons", source="Yearbook", is_additive=True,
    )  # fmt: skip
    record_observations(drafts=[draft], by="tests", at=AT)
    number = re.search(r"/standing/observations/(\d+)/", page(reader, "/standing/observations/"))

    assert number is not None
    said = page(reader, number[0], counties="1395")

    assert "parted by inhabitants, an estimate" in said
    assert page(reader, number[0], counties="1390").count("the same county") == 1
    assert "Rule" not in page(reader, number[0], counties="99")


def test_a_series_that_is_not_there_is_not_found(reader: Client) -> None:
    assert reader.get("/standing/observations/999999/").status_code == 404


@pytest.mark.parametrize("address", ["/standing/balance/", "/standing/observations/", "/standing/observations/1/"])
def test_who_may_not_read_figures_may_not_read_these(client: Client, address: str) -> None:
    client.force_login(persona("OUTSIDER"))

    assert client.get(address).status_code == 403
