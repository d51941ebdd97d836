"""Minutes and letters read aloud: Persian letters, digits and signs whatever keyboard wrote them, room to sign."""

import io
from datetime import date
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from hamahang.briefing.official.wording import Item, Paper, Section
from hamahang.briefing.render import official
from hamahang.domain.calendar import say_weekday

AGENDA = Section("دستور کار", items=(Item("1", "وثیقه"),))
ISOLATED = "\u2066{}\u2069"


def paper(**changed: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "title": "صورت‌جلسه", "invocation": "بسمه تعالی", "office": "ستاد", "about": (("روز", "12 مرداد 1390"),),
        "to": "", "subject": "",
        "sections": (
            AGENDA,
            Section("1. وثیقه", ("گفت‌وگو: پذیرفته شد.",), level=2, notes=("واحد: آجر",)),
            Section("مصوبات", items=(Item("1390/1/1", "آزاد شود", ("مهلت: 1 آذر",)),), level=3),
        ),
        "people": "حاضران", "columns": ("ردیف", "نام", "امضا"), "rows": (("1", "مریم پیرانی", ""),) * 3,
        "signers": ("رئیس جلسه", "دبیر ستاد"), "footer": "ستاد", "day": (2011, 8, 3),
    }  # fmt: skip
    return Paper(**given | changed).as_data()


def said(text: str) -> str:
    found: str = paper(office=text)["office"]
    return found


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("تعيين تكليف", "تعیین تکلیف"),
        ("1,250,000,000 ریال", "۱٬۲۵۰٬۰۰۰٬۰۰۰ ریال"),
        ("12,5 و 1,23", "۱۲,۵ و ۱,۲۳"),  # no thousands: whoever wrote it must say what it is
        ("نسبت 0.85 است.", "نسبت ۰٫۸۵ است."),
        ("بند 1. خرید", "بند ۱. خرید"),
        ("1390.04.10", "۱۳۹۰.۰۴.۱۰"),
        ("10%", "۱۰٪"),
        ("زیان -12 درصد", "زیان \u200e−۱۲ درصد"),
        ("12-15 روز، قرارداد 3/45-ب", "۱۲-۱۵ روز، قرارداد ۳/۴۵-ب"),
        ("استاندارد ISO 9001:2015 لازم است", f"استاندارد {ISOLATED.format('ISO 9001:2015')} لازم است"),
        ("به info@example.com بنویسد", f"به {ISOLATED.format('info@example.com')} بنویسد"),
        ("(CNC 2000) و EPC: دو دستگاه", f"({ISOLATED.format('CNC 2000')}) و {ISOLATED.format('EPC')}: دو دستگاه"),
        ("می\u200cشود  و   نیم\u200cفاصله", "می\u200cشود و نیم\u200cفاصله"),
        ("\u202eوارونه\u202c", "وارونه"),
    ],
)
def test_a_paper_is_persian_whatever_keyboard_wrote_it(typed: str, printed: str) -> None:
    assert said(typed) == printed


def test_days_of_the_week_are_named_in_both_languages() -> None:
    assert say_weekday(date(2011, 7, 1), "fa") == "جمعه"
    assert say_weekday(date(2011, 7, 5), "fa") == "سه‌شنبه"
    assert say_weekday(date(2011, 7, 2), "en") == "Saturday"


def test_word_has_room_to_sign_and_everything_runs_from_the_right() -> None:
    word = docx.Document(io.BytesIO(official.word(paper())))

    people, signers = word.tables
    heights = [row.height for row in people.rows]
    assert heights[0] is None
    assert all(height is not None and round(height.mm) >= 12 for height in heights[1:])
    assert [cell.text for cell in signers.rows[0].cells] == ["رئیس جلسه", "دبیر ستاد"]
    cells = [paragraph for table in word.tables for cell in table._cells for paragraph in cell.paragraphs]
    for paragraph in [*word.paragraphs, *cells]:
        assert paragraph._p.pPr is not None
        assert paragraph._p.pPr.find(qn("w:bidi")) is not None, paragraph.text
        for run in paragraph.runs:
            assert run._r.rPr is not None
            assert run._r.rPr.find(qn("w:rtl")) is not None, run.text


def test_a_single_signer_stands_at_the_far_end() -> None:
    word = docx.Document(io.BytesIO(official.word(paper(rows=(), signers=("دبیر ستاد",)))))

    assert [cell.text for cell in word.tables[-1].rows[0].cells] == ["", "دبیر ستاد"]


def test_a_letter_kept_before_small_lines_were_there_is_printed_as_it_was() -> None:
    old = paper()
    for section in old["sections"]:
        del section["notes"]

    assert official.pdf(old).startswith(b"%PDF")
    assert "واحد: آجر" not in "\n".join(p.text for p in docx.Document(io.BytesIO(official.word(old))).paragraphs)


def test_a_matter_is_not_parted_from_its_title_and_long_words_go_on_overleaf() -> None:
    matters = tuple(Section(f"{n}. موضوع", ("شرح " * 40,), level=2, notes=("واحد: آجر",)) for n in range(1, 30))
    long = Section("مصوبات", items=(Item("1", "بند بلند " * 900, ()),), level=3)

    reader = PdfReader(io.BytesIO(official.pdf(paper(sections=(AGENDA, *matters, long)))))

    assert len(reader.pages) > 4
    for page in reader.pages[:-1]:
        lines = [line for line in page.extract_text().splitlines() if line.strip()]
        # the last line above the footer is no title
        assert not any("موضوع" in line for line in lines[-3:-1]), lines[-4:]
