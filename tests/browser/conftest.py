"""A browser, and the example served on loopback."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.walking import PASSWORD
from tests.kept import filled
from tests.province import load

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
    base = tmp_path_factory.getbasetemp()
    with filled(
        "province", lambda: load(folder / "lists", folder / "store"), base=base, folder=folder, is_taken_back=False
    ):
        pass
    add_person(username="dabir", name="دبیر", role="SECRETARY", password=PASSWORD, by="tests", at=NOW)
    return str(live_server.url)
