"""The page of triage: its order with ranges, whether all fare alike, both languages, no query for a row."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hamahang.casework import planning, working
from tests import factories
from tests.factories import AT
from tests.personas import persona
from tests.rooms.casework.cases import begin, come_to, take

pytestmark = pytest.mark.django_db


def waiting(name: str, cost: int = 10**9, **unit: Any) -> int:
    stored = factories.unit(name=name, isic="2392", **unit)
    factories.head_count(unit=stored, persons=30, proof=2)
    made = begin(unit=stored.pk, main_cause="MARKET")
    for step in ("open", "diagnose"):
        take(made, step)
    if cost:
        due: dict[str, Any] = {"due_on": made.on + timedelta(30), "on": made.on}
        planning.add_task(case=made.case, text="بازار", side="UNIT", cost=cost, by="x", at=AT, **due)
    working.answer(case=made.case, answers={"demand": "GOOD"}, on=made.on, by="moshaver", at=AT)
    return made.case.pk


def page_of(client: Client, language: str = "fa", **query: Any) -> str:
    client.cookies["hamahang_language"] = language
    response = client.get(reverse("case-triage"), query)
    assert response.status_code == 200
    return re.sub("[\u2066-\u2069]", "", response.content.decode())


@pytest.fixture
def head(client: Client) -> Client:
    client.force_login(persona("HEAD"))
    return client


def test_the_unit_that_brings_most_for_the_money_stands_first_with_its_range(head: Client) -> None:
    waiting("گران", 8 * 10**9)
    waiting("ارزان", 10**9)
    waiting("بی‌برآورد", 0, estate=None)

    page = page_of(head)

    assert page.index("ارزان") < page.index("گران")
    assert re.search(r"۱\. .*ارزان", page)
    # 30 jobs × chance for a billion rials: the mean above its two ends
    (value,) = re.findall(r'data-label="شغل برای هر میلیارد ریال">([^<]+)<span class="sub">([^<]+)</span>', page)[:1]
    assert re.fullmatch(r"[۰-۹]+٫[۰-۹] تا [۰-۹]+٫[۰-۹]", value[1]), value
    assert "جای تصمیم شما را نمی‌گیرد" in page


@pytest.mark.parametrize(
    ("language", "words"),
    [("fa", ("واحدی در انتظار تصمیم نیست", "چگونه حساب می‌شود")), ("en", ("No unit waits for", "How it is counted"))],
)
def test_an_empty_page_says_what_would_stand_there(head: Client, language: str, words: tuple[str, ...]) -> None:
    page = page_of(head, language)

    assert all(word in page for word in words)
    assert 'id="alike"' not in page


def test_in_english_no_persian_digit_is_left(head: Client) -> None:
    waiting("X")
    come_to("REVIVAL", "UNVIABLE")

    main = page_of(head, "en").split("<main")[1].split("</main")[0]

    assert not re.search("[۰-۹]", main)
    assert "Is everybody treated alike?" in main


@pytest.mark.parametrize("by", ["county", "sector", "size", "nonsense"])
def test_results_are_shown_by_county_sector_and_size(head: Client, by: str) -> None:
    waiting("X")
    come_to("REVIVAL", "UNVIABLE")

    part = page_of(head, by=by).split('id="alike"')[1]

    assert part.count("<tr>") == (2 if by == "sector" else 3)
    assert part.count('aria-current="true"') == 1


def test_a_county_sees_its_own_and_the_outsider_nothing(client: Client) -> None:
    here = factories.county()
    waiting("این‌جا", county=here)
    waiting("آن‌جا", county=factories.county())
    client.force_login(persona("COUNTY", places=here.code))

    page = page_of(client)

    assert "این‌جا" in page
    assert "آن‌جا" not in page
    client.force_login(persona("OUTSIDER"))
    assert client.get(reverse("case-triage")).status_code == 403


def test_more_units_take_no_more_queries(head: Client) -> None:
    waiting("یک")
    page_of(head)
    with CaptureQueriesContext(
        connection,
    ) as few:
        page_of(head)
    for number in range(4):
        waiting(f"واحد {number}", county=factories.county())
    page_of(head)  # what is kept of the header is written anew after a change
    with CaptureQueriesContext(connection) as many:
        page_of(head)

    assert len(many) == len(few)


def test_a_long_order_is_read_in_pages(head: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hamahang.web.casework.triage.SIZE", 2)
    for cost in (1, 2, 3):
        waiting(f"واحد {cost}", cost * 10**9)

    first, second = page_of(head), page_of(head, **{"from": "2"})

    assert 'rel="next"' in first
    assert "واحد 3" not in first
    assert "۳. " in second
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second
    assert page_of(head, **{"from": "x"}).count("<bdi>واحد") == 2
