"""A person in a real browser: signs in, opens a figure from the home page, its row, and the unit; axe finds nothing."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from tests.province import load

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "a-long-password-for-tests-1390"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    # playwright's own loop must not look like an async view to Django
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(live_server: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The example served on loopback, with a secretary who can sign in."""
    from hamahang.accounts.actions import add_person
    from tests.province import NOW

    folder = tmp_path_factory.mktemp("site")
    load(folder / "lists", folder / "store")
    add_person(username="dabir", name="دبیر", role="SECRETARY", password=PASSWORD, by="tests", at=NOW)
    return str(live_server.url)


def signed_in(browser: Browser, site: str, *, language: str = "fa", width: int = 1280) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_cookies([{"name": "hamahang_language", "value": language, "url": site}])
    page = context.new_page()
    page.goto(f"{site}/sign-in/")
    page.fill("input[name=username]", "dabir")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{site}/")
    return page


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {[node['target'] for node in item['nodes']][:3]}" for item in found]


def test_from_signing_in_to_the_unit_behind_a_figure(site: str, browser: Browser) -> None:
    problems: list[str] = []
    page = signed_in(browser, site)
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on(
        "request", lambda request: None if request.url.startswith((site, "data:")) else problems.append(request.url)
    )

    page.goto(f"{site}/?day=1390-04-10")
    assert page.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
    assert "۴۱۷" in page.inner_text("main")

    page.click("main a[href*='/figures/jobs_verified/']")
    assert "۴۱۷" in page.inner_text("main")
    assert "07-eshteghal.xlsx" in page.inner_text("main")

    name = page.locator("main td a[href^='/units/'], main th a[href^='/units/']").first
    unit = name.inner_text()
    name.click()
    assert page.locator("h1").inner_text().startswith(unit)
    assert "شغل" in page.inner_text("main")
    assert problems == []


@pytest.mark.parametrize("language", ["fa", "en"])
@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_nothing_and_nothing_runs_off_the_page(
    site: str, browser: Browser, language: str, width: int
) -> None:
    from hamahang.intake.models import Batch
    from hamahang.register.models import Unit

    page = signed_in(browser, site, language=language, width=width)
    unit, batch = Unit.objects.order_by("pk")[4].pk, Batch.objects.order_by("pk")[1].pk
    paths = (
        "/", "/units/", f"/units/{unit}/", "/estates/", "/estates/ilam/", "/figures/", "/figures/jobs_verified/",
        "/received/", "/received/upload/", f"/received/{batch}/", "/briefings/", "/gallery/",
    )  # fmt: skip

    found = {}
    for path in paths:
        page.goto(f"{site}{path}?day=1390-04-10")
        wide = page.evaluate("document.documentElement.scrollWidth")
        found[path] = violations(page) + ([f"runs off: {wide}"] if wide > width else [])

    assert {path: what for path, what in found.items() if what} == {}


def test_the_keyboard_alone_reaches_a_figure(site: str, browser: Browser) -> None:
    page = signed_in(browser, site)
    page.goto(f"{site}/?day=1390-04-10")

    for _ in range(40):
        page.keyboard.press("Tab")
        if "/figures/active_estates/" in (page.evaluate("document.activeElement.getAttribute('href')") or ""):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/figures/active_estates/**")

    assert "۸" in page.inner_text("main")
