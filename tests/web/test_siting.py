"""The page of siting: what is excluded by how much, what is not known, what fits, and several plants at once."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from hamahang.territory.actions import set_capacity
from tests import factories
from tests.factories import AT, DAY
from tests.personas import persona

pytestmark = pytest.mark.django_db
UTILITIES = ("POWER", "GAS", "WATER")


@pytest.fixture
def secretary(client: Client) -> Client:
    client.force_login(persona("SECRETARY"))
    client.cookies["hamahang_language"] = "en"
    return client


def estate(code: str, *amounts: str) -> None:
    made = factories.estate(code=code, name_en=code.title(), area_assignable=Decimal(20))
    factories.estate_status(estate=made)
    for utility, amount in zip(UTILITIES, amounts, strict=False):
        set_capacity(
            estate=made, utility=utility, name=f"منبع {utility}", amount=Decimal(amount), on=DAY, by="x", at=AT
        )


def page(client: Client, **query: str) -> str:
    response = client.get("/siting/", {"day": DAY.isoformat(), "plant": "brick"} | query)
    assert response.status_code == 200
    return re.sub(r"[\u2068\u2069]", "", response.content.decode())


def part(said: str, name: str) -> str:
    """Return one sheet of the page."""
    return said[said.index(f'id="{name}"') :].split("</section>")[0]


def test_each_estate_stands_where_it_belongs_and_opens(secretary: Client) -> None:
    estate("short", "1", "500", "80")
    estate("asked", "2")
    estate("fits", "1.8", "650", "140")

    said = page(secretary)

    assert "of 3 estates and zones 1 suitable, 1 not known, 1 excluded" in said
    assert 'href="/estates/fits/' in part(said, "suitable")
    assert "44 %" in part(said, "suitable")
    assert "power: 1.8 MW → 50 %" in part(said, "suitable")
    assert "gas, water" in part(said, "undecided")
    assert "power: 0.2 MW short" in part(said, "excluded")
    assert "gas: 150 m³/h short" in part(said, "excluded")
    assert "the office’s own assumption" in part(said, "needs")


def test_where_nothing_is_known_nothing_is_guessed(secretary: Client) -> None:
    estate("bare")

    said = page(secretary, **{"count-brick": "1"})

    assert "0 suitable, 1 not known, 0 excluded" in said
    assert "there is no site of which all is known" in part(said, "placing")


def test_several_plants_share_megawatts_and_what_the_last_lacks_is_said(secretary: Client) -> None:
    estate("one", "2", "2000", "400")

    said = part(page(secretary, **{"count-brick": "2"}), "placing")

    assert said.count('href="/estates/one/') == 3
    assert "power 0.4 MW" in said
    assert "that is proven" in said


def test_what_is_no_kind_and_no_count_is_left_aside(secretary: Client) -> None:
    estate("one", "2", "2000", "400")

    said = page(secretary, **{"plant": "moon", "count-brick": "999", "count-dates": "²"})

    assert "What it needs: Cement" in said
    assert "that is proven" not in said


def test_a_day_before_the_table_says_so(secretary: Client) -> None:
    assert "No needs of any kind of plant are given for this day." in page(secretary, day="1380-01-01")


def test_an_empty_register_says_how_to_begin(secretary: Client) -> None:
    assert "No estate is recorded by this day." in page(secretary)


def test_an_officer_of_a_county_sees_its_estates_only(client: Client) -> None:
    estate("one", "2", "2000", "400")
    estate("two", "2", "2000", "400")
    from hamahang.territory.models import Estate

    own = Estate.objects.get(code="one").county.code
    client.force_login(persona("COUNTY", places=own))
    client.cookies["hamahang_language"] = "en"

    said = page(client)

    assert "of 1 estate and zone" in said
    assert "/estates/two/" not in said


def test_who_may_not_read_the_territory_may_not_read_this(client: Client) -> None:
    client.force_login(persona("OUTSIDER"))

    assert client.get("/siting/").status_code == 403
