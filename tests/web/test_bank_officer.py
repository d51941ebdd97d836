"""A bank officer in the page: led to the own bank, told of the own files, and never a zero of what is not theirs."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hamahang.accounts.queries import NOTHING, Reach
from hamahang.domain.indicators import ALL
from hamahang.domain.ledger import AsOf
from hamahang.indicators import queries
from tests import factories
from tests.factories import DAY, LATER
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
    assert response["Location"] == reverse("bank", args=[bank.code]) + "?day=1390-04-10"
    assert client.get(response["Location"]).status_code == 200


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
