"""Where somebody new to statements could go wrong: what is chosen for them, and where who has no account is led."""

import re

import pytest
from django.test import Client

from hamahang.statements.models import ClaimBinding
from tests.personas import persona
from tests.province import Province

pytestmark = pytest.mark.django_db
PROMISED = "رئیس سازمان گفت: تا پایان سال ۹۱ سه هزار میلیارد ریال تسهیلات به واحدها پرداخت می‌شود."
UNCLEAR = "۱۵ طرح در استان تصویب شد."


def english(client: Client, role: str) -> Client:
    client.force_login(persona(role))
    client.cookies["hamahang_language"] = "en"
    return client


def claim_of(client: Client, text: str) -> str:
    kept = client.post("/texts/", {"day": "1390/04/10", "text": text})
    return f"{kept['Location']}claims/1/"


def selected(html: str) -> list[str]:
    within = html[html.index('id="indicator"') :].partition("</select>")[0]
    return re.findall(r'<option value="([^"]*)"[^>]* selected', within)


def test_no_figure_is_chosen_by_who_only_presses_the_button(province: Province, client: Client) -> None:
    amar = english(client, "STATISTICS")
    address = claim_of(amar, "۱۲ چیزک در استان هست.")
    shown = amar.get(address).content.decode()

    answer = amar.post(address, {"reason": "-"})

    assert selected(shown) == [""]
    assert "disabled selected" in shown
    assert answer.status_code == 400
    assert "Choose a figure" in answer.content.decode()
    assert not ClaimBinding.objects.exists()


def test_that_we_keep_no_such_figure_is_said_on_purpose_and_then_stands(province: Province, client: Client) -> None:
    amar = english(client, "STATISTICS")
    address = claim_of(amar, "۱۲ چیزک در استان هست.")

    assert amar.post(address, {"indicator": "", "reason": "-"}).status_code == 302

    shown = amar.get(address).content.decode()
    assert selected(shown) == [""]
    assert "disabled selected" not in shown


def test_a_promise_shows_the_figure_it_is_followed_by(province: Province, client: Client) -> None:
    amar = english(client, "STATISTICS")

    shown = amar.get(claim_of(amar, PROMISED)).content.decode()

    assert "As a promise it is followed by: facilities paid, all programmes" in shown
    assert selected(shown) == ["facilities_paid"]


def test_who_has_no_account_is_led_to_what_is_published(client: Client) -> None:
    said = client.get("/sign-in/").content.decode()

    links = [link for link in re.findall(r'href="([^"]+)"', said) if link in ("/public/", "/forecasts/")]
    assert links == ["/public/", "/forecasts/"]
    assert [client.get(link).status_code for link in links] == [200, 200]
