"""Takes the pictures of the documentation from a demo that is being served.

    .venv/bin/hamahang demo --port 8134                        # prints the accounts
    .venv/bin/python -m tools.pictures http://127.0.0.1:8134 dabir PASSWORD [--out docs/pictures]

Needs Chromium, and pdftoppm (poppler-utils) for the page of the briefing; with ImageMagick the files get small.
"""

import argparse
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from tools.missing import Missing

ROOT = Path(__file__).resolve().parent.parent
DAY = "1390-04-10"
DESK = ViewportSize(width=1360, height=900)
PHONE = ViewportSize(width=360, height=720)
COLOURS = 64
# of the printed briefing: sentences with codes, and two charts
PAGE = "2"
# a messy list whose wrong rows are shown at their cells
MESSY = "02-vahed-ha"


def main() -> None:
    """Sign in, walk the pages, and leave one picture of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("url", help="where the demo is served")
    parser.add_argument("username")
    parser.add_argument("password")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "pictures")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        site = Site(asked.url.rstrip("/"), asked.username, asked.password, asked.out)
        take_persian(site, browser)
        take_others(site, browser)
        browser.close()


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
    tool = shutil.which("pdftoppm")
    if tool is None:
        raise Missing("the page of the briefing is drawn by pdftoppm.\n  Debian, Ubuntu:  apt install poppler-utils")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "briefing.pdf"
        source.write_bytes(pdf)
        options = ("-png", "-r", "80", "-f", PAGE, "-singlefile")
        subprocess.run([tool, *options, str(source), str(target.with_suffix(""))], check=True)
    shrink(target)
    print(f"{target.name}  {target.stat().st_size // 1024} KB")


def shrink(picture: Path) -> None:
    """Make a picture of few colours small, where ImageMagick is installed."""
    tool = shutil.which("magick") or shutil.which("convert")
    if tool:
        command = [tool, str(picture), "+dither", "-colors", str(COLOURS), "-strip", f"PNG8:{picture}"]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
