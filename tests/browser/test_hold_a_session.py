"""The secretary's morning in a real browser: an agenda of seven matters, the session, its minutes and letters.

Clicks and typed fields are counted, and priced by the keystroke-level model (Card, Moran and Newell, 1980): 1.35 s of
thought and 1.1 s of pointing for each click, the same and 0.28 s a character for each field. All of it must take less
than fifteen minutes.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from hamahang.domain.calendar import jalali
from tests.browser.walking import signed_in
from tests.province import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
THINKING, POINTING, KEY = 1.35, 1.1, 0.28


@dataclass
class Hand:
    """A person at a page, who counts what they do."""

    page: Page
    clicks: int = 0
    fields: int = 0
    characters: int = 0

    def click(self, found: Any) -> None:
        self.clicks += 1
        found.click()
        self.page.wait_for_load_state()

    def type(self, found: Any, words: str) -> None:
        self.fields += 1
        self.characters += len(words)
        found.fill(words)

    def choose(self, found: Any, value: str) -> None:
        self.fields += 1
        found.select_option(value)

    @property
    def seconds(self) -> float:
        return (self.clicks + self.fields) * (THINKING + POINTING) + self.characters * KEY


def committee_of_seven() -> None:
    """Found a committee whose agencies are charged with what is overdue in the example."""
    from hamahang.accounts.actions import name_agency
    from hamahang.board import sessions
    from hamahang.cli.samples.names import AGENCIES
    from tests.factories import DAY

    by: dict[str, Any] = {"by": "dabir", "at": NOW}
    committee = sessions.found_committee(code="setad", kind="BOARD", name="ستاد هماهنگی", **by)
    for number, name in enumerate(AGENCIES[:7]):
        agency = name_agency(code=f"a{number}", name=name, kind="OFFICE", **by)
        sessions.give_seat(committee=committee, agency=agency, person=f"عضو {name}", post="مدیر", since_on=DAY, **by)


def plan(hand: Hand, site: str, today: str) -> None:
    hand.page.goto(f"{site}/board/")
    hand.click(hand.page.locator("details.step summary", has_text="برنامه‌ریزی جلسهٔ بعد"))
    hand.type(hand.page.locator("#planned-on"), today)
    hand.type(hand.page.locator("#planned-at"), "9:30")
    hand.type(hand.page.locator("#plan-place"), "سالن جلسات")
    hand.click(hand.page.locator("form[action$='/board/plan/'] button[type=submit]"))


def arrange(hand: Hand) -> None:
    """Take seven of what the page proposes, and let the last one rise."""
    for _ in range(7):
        hand.click(hand.page.locator("#proposals form button").first)
    hand.click(hand.page.locator("#agenda li").last.locator("button[value=up]"))
    assert hand.page.locator("#agenda ol li").count() == 7


def hold(hand: Hand) -> None:
    seats = hand.page.locator("#people select")
    for number in range(seats.count()):
        hand.choose(seats.nth(number), "DEPUTY" if number == 2 else "PRESENT")
    hand.click(hand.page.locator("#people button[type=submit]"))


def minute(hand: Hand, due: str) -> None:
    """Write down what was said and decided of each matter."""
    items = [one.get_attribute("id") for one in hand.page.locator("[id^=item-]").all()]
    for name in items:
        item = hand.page.locator(f"#{name}")
        hand.type(item.locator("textarea[name=discussion]"), "نمایندهٔ دستگاه دلیل تأخیر را گفت و مهلت تازه پذیرفت.")
        hand.choose(item.locator("select[name=outcome]"), "DECIDED")
        hand.click(item.locator("form[action$='/write/'] button"))
        item = hand.page.locator(f"#{name}")
        hand.click(item.locator("summary", has_text="افزودن مصوبه"))
        hand.type(item.locator("textarea[name=text]"), "کار تا مهلت تازه انجام و نتیجه کتبی گزارش شود.")
        executors = item.locator("select[name=agency] option")
        hand.choose(item.locator("select[name=agency]"), str(executors.nth(1).get_attribute("value")))
        hand.type(item.locator("input[name=due_on]"), due)
        hand.click(item.locator("form[action$='/draft/'] button[type=submit]"))


def close(hand: Hand) -> None:
    for action in ("pass", "notify", "move"):
        hand.click(hand.page.locator(f"#close form[action$='/{action}/'] button").first)


def test_a_session_of_seven_matters_takes_less_than_fifteen_minutes(site: str, browser: Browser) -> None:
    from hamahang.board.models import Letter, Resolution, Session

    committee_of_seven()
    year, month, day = jalali(NOW.date())
    due = jalali((NOW + timedelta(days=30)).date())
    hand = Hand(signed_in(browser, site))

    plan(hand, site, f"{year}/{month}/{day}")
    arrange(hand)
    hold(hand)
    minute(hand, "/".join(map(str, due)))
    close(hand)

    minutes = hand.page.locator("a[href$='minutes.pdf']")
    with hand.page.expect_download() as sent:
        minutes.click()
    hand.clicks += 1
    assert sent.value.path().read_bytes().startswith(b"%PDF")
    session = Session.objects.get()
    own = Resolution.objects.filter(session=session)
    assert own.count() == 7
    assert Letter.objects.count() >= 1
    assert re.search("امضا شد", hand.page.locator("h1").inner_text())
    # stated in the recipe; a change of the pages changes them
    assert (hand.clicks, hand.fields) == (36, 45)
    assert hand.seconds < 15 * 60
