"""The sheet of a visit on a phone without a network: taken along, filled in, closed, reopened, sent, and sent once."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.walking import PASSWORD, violations

PHONE = ViewportSize(width=360, height=740)
# a grey picture of eight by eight points
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc0000001149444154789c63a868eac18a18"
    "869604001402618108d4e11a0000000049454e44ae426082"
)


@pytest.fixture
def plan(site: str) -> Any:
    """A day on the Ilam estate with one idle unit, for an officer of the estates."""
    from hamahang.accounts.actions import add_person
    from hamahang.register.models import UnitStatus
    from hamahang.territory.queries import estate_by_code
    from hamahang.visits.actions import plan_visits
    from tests.province import NOW

    add_person(username="bazdid", name="بازدید", role="ESTATES", password=PASSWORD, by="tests", at=NOW)
    estate = estate_by_code("ilam")
    assert estate is not None
    idle = UnitStatus.objects.filter(status="IDLE", unit__estate=estate, voided_entry=None).order_by("pk")[0].unit
    plan_visits(estate=estate, day=timezone.localdate(), units=[idle.pk], by="bazdid", at=NOW)
    return idle


def opened(page: Page, site: str) -> None:
    page.goto(f"{site}/sign-in/")
    page.fill("input[name=username]", "bazdid")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.goto(f"{site}/visits/sheet/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_sheet_is_filled_in_without_a_network_and_sent_once(
    site: str, plan: Any, browser: Browser, language: str, tmp_path: Path
) -> None:
    from hamahang.visits.models import Visit, VisitPhoto

    context = browser.new_context(viewport=PHONE)
    context.add_cookies([{"name": "hamahang_language", "value": language, "url": site}])
    page = context.new_page()
    opened(page, site)
    page.click("#take-along")
    page.get_by_role("button", name=plan.name).wait_for()
    assert violations(page) == []

    context.set_offline(True)
    page.get_by_role("button", name=plan.name).click()
    page.check("input[name=state][value=IDLE]")
    page.fill("input[name=persons_seen]", "۳" if language == "fa" else "3")
    page.fill("textarea[name=notes]", "کوره سرد بود")
    page.set_input_files("input[type=file]", {"name": "a.png", "mimeType": "image/png", "buffer": PICTURE})
    page.locator(".pictures canvas").wait_for()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    address = page.url
    page.close()

    page = context.new_page()  # still without a network
    page.goto(address)
    expect(page.locator("textarea[name=notes]")).to_have_value("کوره سرد بود")
    expect(page.locator("input[name=state][value=IDLE]")).to_be_checked()
    page.click("form.one-sheet button[type=submit]")
    page.locator("[data-state=waiting]").wait_for()
    assert not Visit.objects.exists()

    context.set_offline(False)
    page.reload()
    page.locator("[data-state=sent]").wait_for()
    page.reload()
    page.locator("[data-state=sent]").wait_for()
    visit = Visit.objects.get()
    assert (visit.unit_id, visit.state, visit.persons_seen, visit.notes) == (plan.pk, "IDLE", 3, "کوره سرد بود")
    assert VisitPhoto.objects.count() == 1
    page.goto(f"{site}/visits/{visit.pk}/")
    assert violations(page) == []
    context.close()
