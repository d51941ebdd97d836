"""A day on an estate with a phone and without a network: nothing that was filled in is lost or doubled."""

import struct
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.walking import PASSWORD, violations
from tests.province import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = 360
STOPS = ".stops .stop"
Phone = Callable[..., BrowserContext]


def picture(width: int, height: int) -> bytes:
    """Return a small picture that is no JPEG."""

    def part(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    lines = b"".join(b"\0" + bytes([row % 256, 120, 90]) * width for row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(lines)) + part(b"IEND", b"")


def camera_picture(page: Page, width: int, height: int) -> bytes:
    """Return a JPEG with the device's notes in it, as a camera writes it."""
    drawn = page.evaluate(
        """async ([width, height]) => {
            const canvas = Object.assign(document.createElement("canvas"), { width, height });
            canvas.getContext("2d").fillRect(0, 0, width / 2, height);
            const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg"));
            return [...new Uint8Array(await blob.arrayBuffer())];
        }""",
        [width, height],
    )
    notes = b"Exif\0\0" + b"MM\0*\0\0\0\x08\0\0\0\0\0\0" + b"CAMERA-SERIAL-77"
    return bytes(drawn[:2]) + b"\xff\xe1" + struct.pack(">H", len(notes) + 2) + notes + bytes(drawn[2:])


def longest_side(content: bytes) -> int:
    """Return the longer side of a JPEG, read from its frame."""
    at = 2
    while content[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + int(struct.unpack(">H", content[at + 2 : at + 4])[0])
    height, width = struct.unpack(">HH", content[at + 5 : at + 9])
    return max(int(height), int(width))


def sign_in(page: Page, site: str, username: str) -> None:
    page.goto(f"{site}/sign-in/?next=/visits/sheet/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"{site}/visits/sheet/")


@pytest.fixture
def units(site: str) -> list[Any]:
    """A plan of three units and a plot on the estate of Ilam, and two people who go there."""
    from hamahang.accounts.actions import add_person
    from hamahang.register.models import Unit
    from hamahang.territory.models import Estate
    from hamahang.visits.actions import plan_visits

    for username in ("moaven", "hamkar"):
        add_person(username=username, name=username, role="ESTATES", password=PASSWORD, by="tests", at=NOW)
    estate = Estate.objects.get(code="ilam")
    found = list(Unit.objects.filter(estate=estate, voided_entry=None).order_by("pk")[:3])
    plan_visits(estate=estate, day=timezone.localdate(), units=[u.pk for u in found], plots=["۹۹"], by="moaven", at=NOW)
    return found


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Phone]:
    made: list[BrowserContext] = []

    def begin(language: str = "fa") -> BrowserContext:
        context = browser.new_context(viewport={"width": PHONE, "height": 740}, has_touch=True)
        context.add_cookies([{"name": "hamahang_language", "value": language, "url": site}])
        made.append(context)
        return context

    yield begin
    for context in made:
        context.close()


def taken_along(context: BrowserContext, site: str, username: str = "moaven") -> Page:
    """Return the sheet's page with the plans on the phone and the shell kept."""
    page = context.new_page()
    sign_in(page, site, username)
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.reload()  # from here on the worker stands between the page and the network
    page.click("#take-along")
    page.wait_for_selector(STOPS)
    return page


def open_stop(page: Page, number: int) -> None:
    page.locator(STOPS).nth(number).click()
    page.wait_for_selector("form.one-sheet")


def tick(page: Page, cause: str) -> None:
    page.locator("details.group", has=page.locator(f"input[name=cause-{cause}]")).locator("summary").click()
    page.check(f"input[name=cause-{cause}]")


def kept(page: Page) -> list[dict[str, Any]]:
    """Return what lies in the phone's own store, with the bytes of its pictures."""
    found: list[dict[str, Any]] = page.evaluate(
        """() => new Promise((resolve) => {
            const asked = indexedDB.open("hamahang-visits");
            asked.onsuccess = () => {
                const inside = asked.result.transaction(["sheets", "pictures"]);
                const sheets = inside.objectStore("sheets").getAll();
                const pictures = inside.objectStore("pictures").getAll();
                inside.oncomplete = () => resolve(sheets.result.map((sheet) => ({
                    ...sheet, signature: !!sheet.signature,
                    pictures: pictures.result.map(({ content }) => [...new Uint8Array(content)]),
                })));
            };
        })"""
    )
    return found


def state_on_phone(page: Page, key: str) -> str:
    return next(str(sheet["state"]) for sheet in kept(page) if sheet["key"] == key)


def wait_for_state(page: Page, state: str) -> None:
    page.wait_for_selector(f"[data-state='{state}']")


def until(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(300):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("not within half a minute")


def fill(page: Page, state: str = "IDLE") -> None:
    page.check(f"input[name=state][value={state}]")
    page.fill("input[name=persons_seen]", "۱۲")
    page.fill("textarea[name=notes]", "انبار پر است")


def draw_a_signature(page: Page) -> None:
    pad = page.locator("canvas.pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 50)
    page.mouse.up()


def lose_the_first_answer(page: Page) -> None:
    """Let the network break off after the server has the sheet and before the phone knows."""
    page.evaluate(
        """() => {
            const real = window.fetch;
            window.fetch = async (address, options) => {
                const answer = await real(address, options);
                if (options?.method !== "POST") return answer;
                Object.assign(window, { fetch: real, answerIsLost: true });
                throw new TypeError("broken off");
            };
        }"""
    )


def test_filled_in_without_a_network_closed_reopened_and_sent_once(site: str, phone: Phone, units: list[Any]) -> None:
    from hamahang.casework.models import Case
    from hamahang.register.models import UnitStatus
    from hamahang.visits.models import Visit, VisitPhoto

    context = phone()
    page = taken_along(context, site)
    photo = camera_picture(page, 2400, 1200)
    assert b"CAMERA-SERIAL-77" in photo
    context.set_offline(True)

    open_stop(page, 0)
    fill(page)
    tick(page, "MARKET")
    page.set_input_files("input[name=photo]", {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": photo})
    page.wait_for_selector(".pictures canvas")
    draw_a_signature(page)
    page.fill("input[name=signed_by]", "رضایی")
    address = page.url
    page.close()

    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("form.one-sheet")
    assert page.input_value("textarea[name=notes]") == "انبار پر است"
    assert page.input_value("input[name=persons_seen]") == "۱۲"
    assert page.is_checked("input[name=state][value=IDLE]")
    assert page.is_checked("input[name=cause-MARKET]")
    assert page.input_value("input[name=signed_by]") == "رضایی"
    page.wait_for_selector(".pictures canvas")
    sheet = kept(page)[0]
    assert sheet["signature"]
    stored = bytes(sheet["pictures"][0])
    assert stored.startswith(b"\xff\xd8")
    assert b"CAMERA-SERIAL-77" not in stored
    assert longest_side(stored) == 1600
    page.click("form.one-sheet button[type=submit]")
    wait_for_state(page, "waiting")
    assert not Visit.objects.exists()

    lose_the_first_answer(page)
    context.set_offline(False)
    # asked of the phone: the test's own look at the database would stand in the server's way
    until(page, lambda: bool(page.evaluate("window.answerIsLost")))
    assert Visit.objects.exists()
    assert state_on_phone(page, sheet["key"]) == "waiting"
    page.click("#send-now")
    wait_for_state(page, "sent")

    visit = Visit.objects.get()
    assert (visit.unit, visit.state, visit.persons_seen) == (units[0], "IDLE", 12)
    assert VisitPhoto.objects.count() == 1
    assert visit.signature is not None
    assert visit.stop is not None
    assert UnitStatus.objects.filter(unit=units[0], proof=6, status="IDLE").count() == 1
    assert Case.objects.filter(unit=units[0], kind="REVIVAL").exists()
    assert kept(page)[0]["pictures"] == []
    page.goto(f"{site}/visits/{visit.pk}/")
    assert violations(page) == []


def test_what_was_changed_meanwhile_is_shown_and_decided_on_the_phone(
    site: str, phone: Phone, units: list[Any]
) -> None:
    from hamahang.domain.ledger import AsOf
    from hamahang.register.queries import statuses_by_unit
    from hamahang.register.returning import ReturnDraft, record_returns
    from hamahang.visits.models import VisitConflict

    context = phone()
    page = taken_along(context, site)
    context.set_offline(True)
    for number in (0, 1):
        open_stop(page, number)
        fill(page)
        page.click("form.one-sheet button[type=submit]")
        page.wait_for_selector(STOPS)
    yesterday = date.fromordinal(timezone.localdate().toordinal() - 1)
    meanwhile = [ReturnDraft(unit=unit.pk, on=yesterday, status="ACTIVE") for unit in units[:2]]
    record_returns(drafts=meanwhile, by="amar", at=NOW)

    context.set_offline(False)
    expect(page.locator(".to-decide")).to_have_count(2)

    words = page.inner_text(".to-decide >> nth=0")
    assert "فعال" in words
    assert "راکد" in words
    assert "amar" in words
    assert violations(page) == []
    ids, day = [unit.pk for unit in units[:2]], AsOf(date.max)
    assert {status.status for status in statuses_by_unit(ids, day).values()} == {"ACTIVE"}
    page.click(".to-decide >> nth=0 >> [data-decide=SENT]")
    expect(page.locator(".to-decide")).to_have_count(1)
    page.click(".to-decide >> nth=0 >> [data-decide=HELD]")
    expect(page.locator("[data-state=sent]")).to_have_count(2)

    assert sorted(VisitConflict.objects.values_list("decision", flat=True)) == ["HELD", "SENT"]
    assert sorted(status.status for status in statuses_by_unit(ids, day).values()) == ["ACTIVE", "IDLE"]


def test_somebody_else_on_the_same_phone_neither_sees_nor_sends_the_sheets(
    site: str, phone: Phone, units: list[Any]
) -> None:
    from hamahang.visits.models import Visit

    context = phone()
    page = taken_along(context, site)
    open_stop(page, 0)
    fill(page)
    page.fill("textarea[name=notes]", "راز")
    context.set_offline(True)
    page.click("form.one-sheet button[type=submit]")
    wait_for_state(page, "waiting")
    key = kept(page)[0]["key"]
    page.close()
    context.set_offline(False)

    page = taken_along(context, site, "hamkar")
    assert page.locator("[data-state]").count() == 0
    page.goto(f"{site}/visits/sheet/#sheet/{key}")
    page.reload()
    page.wait_for_selector(STOPS)
    assert "راز" not in page.content()
    assert not Visit.objects.exists()
    assert state_on_phone(page, key) == "waiting"

    page.goto(f"{site}/visits/")
    page.locator("summary", has_text="فهرست").click()
    page.locator("form[action='/sign-out/'] button:visible").click()
    page.wait_for_url("**/sign-in/**")
    context.set_offline(True)
    page.goto(f"{site}/visits/sheet/")
    page.wait_for_selector("#sign-in")
    assert page.locator("[data-state]").count() == 0

    context.set_offline(False)
    sign_in(page, site, "moaven")
    wait_for_state(page, "sent")
    assert Visit.objects.get().entry.by == "moaven"


def test_a_session_that_ended_on_the_way_asks_to_sign_in_and_keeps_the_queue(
    site: str, phone: Phone, units: list[Any]
) -> None:
    from django.contrib.sessions.models import Session

    from hamahang.visits.models import Visit

    context = phone()
    page = taken_along(context, site)
    context.set_offline(True)
    open_stop(page, 2)
    fill(page, "ACTIVE_LOW")
    page.click("form.one-sheet button[type=submit]")
    wait_for_state(page, "waiting")
    Session.objects.all().delete()

    context.set_offline(False)
    page.wait_for_selector("#sign-in")
    assert page.locator("[data-state=waiting]").count() == 1
    page.click("#sign-in a")
    page.fill("input[name=username]", "moaven")
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    wait_for_state(page, "sent")

    assert Visit.objects.get().unit == units[2]


@pytest.mark.parametrize("language", ["fa", "en"])
def test_axe_finds_nothing_and_each_target_is_large(site: str, phone: Phone, units: list[Any], language: str) -> None:
    from hamahang.visits.models import VisitPlan

    page = taken_along(phone(language), site)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    found = {"list": violations(page)}
    wide = [page.evaluate("document.documentElement.scrollWidth")]
    open_stop(page, 0)
    tick(page, "MARKET")
    page.check("input[name=has_obstacle]")
    page.set_input_files("input[name=photo]", {"name": "a.png", "mimeType": "image/png", "buffer": picture(60, 40)})
    page.wait_for_selector(".pictures canvas")
    page.click("form.one-sheet button[type=submit]")  # without a state: said, and led to it
    assert page.evaluate("document.activeElement.name") == "state"
    found["form"] = violations(page)
    wide.append(page.evaluate("document.documentElement.scrollWidth"))
    small = page.evaluate(
        """() => [...document.querySelectorAll("main :is(button, a, summary, label.press, .field input, textarea)")]
            .filter((found) => found.offsetParent && found.getBoundingClientRect().height < 43.9)
            .map((found) => found.outerHTML.slice(0, 80))"""
    )
    plan = VisitPlan.objects.get()
    for path in ("/visits/", "/visits/new/?estate=ilam", f"/visits/plans/{plan.pk}/", "/visits/conflicts/"):
        page.goto(f"{site}{path}")
        found[path] = violations(page)
        wide.append(page.evaluate("document.documentElement.scrollWidth"))

    assert {path: what for path, what in found.items() if what} == {}
    assert max(wide) <= PHONE
    assert small == []
    assert problems == []
