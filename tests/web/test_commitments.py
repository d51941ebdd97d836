"""Pages of promises: the list, one of them whole, and how forecasts did, for anybody."""

import re
from typing import Any

import pytest
from django.test import Client

from hamahang.commitments import queries
from hamahang.domain.ledger import AsOf
from tests.personas import persona
from tests.province import TIR_10, Province

pytestmark = pytest.mark.django_db
DAY = {"day": "1390-04-10"}


@pytest.fixture
def secretary(client: Client) -> Client:
    client.force_login(persona("SECRETARY"))
    client.cookies["hamahang_language"] = "en"
    return client


def promise() -> Any:
    return queries.commitments(AsOf(TIR_10)).get()


def page(client: Client, address: str, **query: str) -> str:
    response = client.get(address, DAY | query)
    assert response.status_code == 200
    return re.sub(r"[\u2068\u2069]", "", response.content.decode())


def test_the_list_shows_what_is_proven_of_what(province: Province, secretary: Client) -> None:
    said = page(secretary, "/commitments/")

    assert "2,000" in said
    assert ">417<" in said
    assert "20.9 %" in said


def test_each_version_has_its_own_denominator(province: Province, secretary: Client) -> None:
    said = page(secretary, f"/commitments/{promise().pk}/")

    assert "417 of 1,800" in said
    assert "417 of 2,000" in said
    assert "23.2 %" in said


def test_each_case_that_moves_the_chance_opens(province: Province, secretary: Client) -> None:
    said = page(secretary, f"/commitments/{promise().pk}/")
    drivers = said[said.index('id="drivers"') : said.index('id="changes"')]
    links = re.findall(r'<th scope="row"><a href="([^"]+)"', drivers)

    assert len(links) == 10
    assert {secretary.get(link.replace("&amp;", "&")).status_code for link in links} == {200}


def test_an_officer_of_a_county_sees_its_part_of_the_tables(province: Province, client: Client) -> None:
    client.force_login(persona("COUNTY", places="1605"))
    client.cookies["hamahang_language"] = "en"

    said = page(client, f"/commitments/{promise().pk}/")
    counties = said[said.index('id="county"') :]

    assert "Mehran" in counties
    assert "Dehloran" not in counties
    assert "the tables show your counties only" in said


def test_anybody_may_see_how_forecasts_did(client: Client) -> None:
    response = client.get("/forecasts/")

    assert response.status_code == 200


def test_a_promise_that_is_not_there_is_not_found(secretary: Client) -> None:
    assert secretary.get("/commitments/999/").status_code == 404
