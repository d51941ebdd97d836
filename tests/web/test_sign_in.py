"""Signing in: right passwords open the door, guessing is slowed down, nothing is told about who exists."""

import pytest
from django.test import Client
from django.urls import reverse

from hamahang.accounts.actions import UsernameTaken, add_person
from tests import factories
from tests.province import NOW

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-password-for-tests-1390"


@pytest.fixture
def secretary() -> None:
    """Somebody who can sign in."""
    add_person(username="dabir", name="دبیر", role="SECRETARY", password=PASSWORD, by="tests", at=NOW)


def sign_in(client: Client, password: str, username: str = "dabir", **more: str) -> int:
    return client.post("/sign-in/", {"username": username, "password": password, **more}).status_code


def test_a_right_password_opens_the_home_page_and_signing_out_closes_it(secretary: None, client: Client) -> None:
    assert sign_in(client, PASSWORD) == 302
    assert client.get("/units/").status_code == 200

    response = client.post("/sign-out/")

    assert "Clear-Site-Data" in response
    assert client.get("/units/").status_code == 302


@pytest.mark.parametrize(("role", "own"), [("OWNER", "returns-mine"), ("AGENCY", "agency-mine")])
def test_whoever_has_no_home_page_signs_in_to_the_own_page(role: str, own: str, client: Client) -> None:
    agency = factories.agency() if role == "AGENCY" else None
    add_person(username="kas", name="کس", role=role, agency=agency, password=PASSWORD, by="tests", at=NOW)

    response = client.post("/sign-in/", {"username": "kas", "password": PASSWORD}, follow=True)

    assert (response.status_code, response.request["PATH_INFO"]) == (200, reverse(own))


def test_guessing_is_stopped_also_for_the_right_password(secretary: None, client: Client) -> None:
    statuses = [sign_in(client, f"wrong-{number}") for number in range(14)]

    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert sign_in(client, PASSWORD) == 429


def test_an_unknown_name_is_answered_like_a_wrong_password(secretary: None, client: Client) -> None:
    def shown(username: str) -> str:
        return client.post("/sign-in/", {"username": username, "password": "x"}).content.decode().replace(username, "")

    known, unknown = shown("dabir"), shown("nobod")

    assert known.count("class=") == unknown.count("class=")


@pytest.mark.parametrize("target", ["//evil.example", "https:evil.example", "\\\\evil.example", "/\t/evil.example"])
def test_nobody_is_sent_to_another_host(secretary: None, client: Client, target: str) -> None:
    response = client.post("/sign-in/", {"username": "dabir", "password": PASSWORD, "next": target})
    back = client.post("/language/", {"language": "en", "next": target})

    assert response["Location"] == "/"
    assert back["Location"] == "/"


def test_names_that_look_the_same_are_one_name(secretary: None) -> None:
    add_person(username="مدير", name="مدیر", role="AUDITOR", password=PASSWORD, by="tests", at=NOW)

    with pytest.raises(UsernameTaken):
        add_person(username="مدیر", name="دیگری", role="HEAD", password=PASSWORD, by="tests", at=NOW)
