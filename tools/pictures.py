"""Takes the pictures of the documentation: `python3 dev.py pictures` makes the example and takes them of it.

    .venv/bin/python -m tools.pictures [http://127.0.0.1:8134 dabir PASSWORD] [--out docs/pictures]

Of a demo that is served already they are taken where its address and an account are named.
Needs Chromium, and pdftoppm (poppler-utils) for the page of the briefing. What has changed on the pages since is seen
by looking: take them, and look at each.
"""

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from tools.missing import Missing
from tools.postgresql import free_port

ROOT = Path(__file__).resolve().parent.parent
DAY = "1390-04-10"
DESK = ViewportSize(width=1360, height=900)
PHONE = ViewportSize(width=360, height=720)
COLOURS = 64
SECRETARY, EXAMPLE = "dabir", "example.json"
# of the printed briefing: sentences with codes, and two charts
PAGE = "2"
# a messy list whose wrong rows are shown at their cells
MESSY = "02-vahed-ha"


def main() -> int:
    """Sign in, walk the pages, and leave one picture of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("served", nargs="*", metavar="URL USERNAME PASSWORD", help="a demo that is being served")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    asked = parser.parse_args()
    if len(asked.served) not in (0, 3):
        parser.error("name the address, the user name and the password of a demo, or nothing")
    try:
        check_tools()
        with contextlib.nullcontext(asked.served) if asked.served else example() as (url, username, password):
            take_all(Site(url.rstrip("/"), username, password, asked.out))
    except Missing as missing:
        sys.stderr.write(f"{missing}\n")
        return 1
    return 0


def take_all(site: "Site") -> None:
    """Take every picture of the documentation."""
    site.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        take_persian(site, browser)
        take_others(site, browser)
        browser.close()


@contextlib.contextmanager
def example() -> Iterator[tuple[str, str, str]]:
    """Make the example in HAMAHANG_HOME and serve it; yield its address and the secretary's account.

    :raises Missing: if it cannot be made, or is not served
    """
    command, port = [sys.executable, "-m", "hamahang.cli"], free_port()
    if subprocess.run([*command, "demo", "--no-serve"], check=False).returncode:
        raise Missing("the example could not be made; its own message is above")
    home = Path(os.environ["HAMAHANG_HOME"])
    accounts = json.loads((home / EXAMPLE).read_text(encoding="utf-8"))["accounts"]
    password = next(account["password"] for account in accounts if account["username"] == SECRETARY)
    with subprocess.Popen([*command, "serve", "--port", str(port)], stdout=subprocess.DEVNULL) as server:
        try:
            wait_for(url := f"http://127.0.0.1:{port}", server)
            yield url, SECRETARY, password
        finally:
            server.terminate()


def wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    """Wait until a site answers.

    :raises Missing: if its server ends, or it does not answer in a minute
    """
    for _ in range(120):
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"{url}/sign-in/", timeout=10).close()  # noqa: S310 - of this machine
            return
        if server.poll() is not None:
            break
        time.sleep(0.5)
    raise Missing("the example is not served; its own message is above")


def check_tools() -> None:
    """Refuse before the minutes that the example takes.

    :raises Missing: if there is no Chromium or no pdftoppm
    """
    chromium()
    pdftoppm()


def chromium() -> str:
    """Return the path of a Chromium.

    :raises Missing: if there is none
    """
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        raise Missing("the pictures are taken with Chromium.\n  Debian, Ubuntu:  apt install chromium")
    return found


class Site:
    """The demo, and where its pictures go."""

    def __init__(self, url: str, username: str, password: str, out: Path) -> None:
        self.url, self.username, self.password, self.out = url, username, password, out

    def enter(self, context: BrowserContext, *, language: str) -> Page:
        """Return a page that is signed in and speaks a language."""
        context.add_cookies([{"name": "hamahang_language", "value": language, "url": self.url}])
        page = context.new_page()
        page.goto(f"{self.url}/sign-in/")
        page.fill("input[name=username]", self.username)
        page.fill("input[name=password]", self.password)
        page.click("main button[type=submit]")
        page.wait_for_url(f"{self.url}/")
        return page

    def take(self, page: Page, name: str, path: str, *, day: str = DAY) -> None:
        """Open a page as of the example's day, or of today where none is given, and keep its picture."""
        page.goto(f"{self.url}{path}?day={day}" if day else f"{self.url}{path}", wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        target = self.out / f"{name}.png"
        page.screenshot(path=str(target))
        shrink(target)
        print(f"{target.name}  {target.stat().st_size // 1024} KB  {urlsplit(page.url).path}")

    def link(self, page: Page, path: str, selector: str) -> str:
        """Return where the first fitting link of a page leads."""
        page.goto(f"{self.url}{path}{'&' if '?' in path else '?'}day={DAY}")
        return urlsplit(page.locator(selector).first.get_attribute("href") or "").path


def take_persian(site: Site, browser: Browser) -> None:
    """Take the pages of the tour, and a page of the printed briefing."""
    page = site.enter(browser.new_context(viewport=DESK), language="fa")
    site.take(page, "home", "/")
    site.take(page, "figure", "/figures/jobs_verified/")
    site.take(page, "unit", site.link(page, "/figures/idle_units_restarted/", "main a[href^='/units/']"))
    site.take(page, "batch", site.link(page, "/received/", f"main th a:has-text('{MESSY}')"))
    case = site.link(page, "/cases/?kind=REVIVAL&stage=DIAGNOSIS", "main tbody th a")
    site.take(page, "case", case, day="")
    site.take(page, "agencies", "/agencies/", day="")
    briefing = site.link(page, "/briefings/", "main a[href^='/briefings/']:not([href$='.pdf'])")
    site.take(page, "briefing", briefing)
    answer = page.request.get(f"{site.url}{briefing}fa.pdf")
    take_printed(answer.body(), site.out / "briefing-page.png")


def take_others(site: Site, browser: Browser) -> None:
    """Take the home page in English, and on a phone."""
    site.take(site.enter(browser.new_context(viewport=DESK), language="en"), "home-en", "/")
    site.take(site.enter(browser.new_context(viewport=PHONE), language="fa"), "home-phone", "/")


def take_printed(pdf: bytes, target: Path) -> None:
    """Draw the page of a PDF that has most to see.

    :raises Missing: if no pdftoppm is installed
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "briefing.pdf"
        source.write_bytes(pdf)
        options = ("-png", "-r", "80", "-f", PAGE, "-singlefile")
        subprocess.run([pdftoppm(), *options, str(source), str(target.with_suffix(""))], check=True)
    shrink(target)
    print(f"{target.name}  {target.stat().st_size // 1024} KB")


def pdftoppm() -> str:
    """Return the path of pdftoppm.

    :raises Missing: if there is none
    """
    found = shutil.which("pdftoppm")
    if found is None:
        raise Missing("the page of the briefing is drawn by pdftoppm.\n  Debian, Ubuntu:  apt install poppler-utils")
    return found


def shrink(picture: Path) -> None:
    """Make a picture of few colours small."""
    with Image.open(picture) as taken:
        # octrees keep the pale shades of a page that medians would join
        few = taken.convert("RGB").quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(picture, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
