"""The worst workbook of an office, taken in by somebody who has never seen the page: on a phone, by keyboard."""

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.walking import signed_in, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = 390
FIELDS = {
    "B": "licence_no", "C": "name", "D": "county", "E": "status", "F": "status_on", "G": "status_on",
    "H": "status_on", "I": "employees",
}  # fmt: skip


def worst(path: Path) -> Path:
    """Write titles, a header of two lines with a merged cell, words of its own, a day in three columns, a total."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "آمار"
    for row in (
        ("شرکت شهرک‌های صنعتی استان",),
        ("بنگاه‌های تولیدی",),
        (),
        ("ردیف", "رمز بنگاه", "عنوان بنگاه", "حوزه", "چگونگی", "از کی", None, None, "نیروی کار"),
        (None, None, None, None, None, "سال", "ماه", "روز", None),
        (1, "118/2257", "شن و ماسه ساوالان", "ایلام", "فعال", 1390, 2, 15, 14),
        (2, "118/9998", "موزاییک نو", "ایلام", "فعال", 1390, 3, 40, 8),
        ("جمع", None, None, None, None, None, None, None, 22),
    ):
        sheet.append(row)
    sheet.merge_cells("F4:H4")
    book.save(path)
    return path


def press(page: Page, selector: str) -> None:
    """Go to a control and press Enter, as somebody without a mouse does."""
    page.locator(selector).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["fa", "en"])
def test_from_the_upload_to_the_register_and_back(site: str, browser: Browser, tmp_path: Path, language: str) -> None:
    from hamahang.intake.models import Batch, SenderForm
    from hamahang.register.models import Unit

    page = signed_in(browser, site, language=language, width=PHONE)
    page.goto(f"{site}/received/upload/")
    page.select_option("select[name=source]", "units")
    page.set_input_files("input[name=file]", str(worst(tmp_path / "worst.xlsx")))
    page.fill("input[name=sender]", "شرکت شهرک‌ها")
    press(page, "main form[enctype] button[type=submit]")
    batch = Batch.objects.latest("pk")
    assert page.url.endswith(f"/received/{batch.pk}/")

    press(page, "main a[href*='/tables/']")
    for letter, field in FIELDS.items():
        page.select_option(f"#field-{letter}", field)
    found = {"tables": violations(page)}
    wide = [page.evaluate("document.documentElement.scrollWidth")]
    press(page, ".pointing button[type=submit]")

    found["batch"] = violations(page)  # with the words of what was just done
    page.locator("input[name^='cell:']").first.fill("1390/3/30")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert batch.rows.filter(outcome="REFUSED").count() == 0

    press(page, "main a[href*='/preview/']")
    found["preview"] = violations(page)
    wide.append(page.evaluate("document.documentElement.scrollWidth"))
    press(page, "form[action$='/apply/'] button[type=submit]")
    assert Unit.objects.filter(licence_no="118/9998", voided_entry=None).count() == 1

    press(page, "main a[href*='/undo/']")
    page.fill("#reason", "آزمایش")
    press(page, "main form button[type=submit]")
    batch.refresh_from_db()
    assert batch.state == "UNDONE"
    assert Unit.objects.filter(licence_no="118/9998", voided_entry=None).count() == 0

    page.goto(f"{site}/received/forms/")
    found["forms"] = violations(page)
    wide.append(page.evaluate("document.documentElement.scrollWidth"))
    assert SenderForm.objects.get().sender == "شرکت شهرک‌ها"
    assert {name: what for name, what in found.items() if what} == {}
    assert max(wide) <= PHONE
