"""What walks through the pages share."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

PASSWORD = "a-long-password-for-tests-1390"


def signed_in(browser: Browser, site: str, *, language: str = "fa", width: int = 1280) -> Page:
    """Return a page of somebody who is signed in."""
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
    """Return what axe finds wrong with a page."""
    found = Axe().run(page).response["violations"]
    return [f"{item['id']}: {[node['target'] for node in item['nodes']][:3]}" for item in found]
