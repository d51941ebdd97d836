"""`hamahang statement read`, in a process of its own: its form, its kinds of file, and what it refuses."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from hamahang.briefing.render import pdf

TEXT = "استاندار ایلام گفت: بيش از 43 واحد غيرفعال در شهرک صنعتی ایلام است و ۳۸۰ میلیارد تومان تسهیلات پرداخت شد."
KEYS = {
    "start", "end", "text", "low", "high", "unit", "counted", "state", "comparator", "place", "period", "modality",
    "alternatives",
}  # fmt: skip


def command(*words: str, given: bytes = b"") -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "hamahang.cli", "statement", "read", *words], input=given, capture_output=True,
        check=False, env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def printed(*words: str, given: bytes = b"") -> dict[str, Any]:
    status, out, err = command(*words, "--day", "1390-04-10", "--json", given=given)
    assert (status, err) == (0, "")
    read: dict[str, Any] = json.loads(out)
    return read


def test_the_form_is_the_one_that_others_build_on(tmp_path: Path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")

    read = printed(str(path))

    assert {"claims", "unread", "inside", "numbers"} <= set(read)
    units, money = read["claims"]
    assert set(units) >= KEYS
    assert TEXT[units["start"] : units["end"]] == units["text"] == "43"
    assert (units["low"], units["high"], units["comparator"]) == (43, None, ">")
    assert (units["counted"], units["state"], units["place"]) == ("unit", "inactive", "شهرک صنعتی ایلام")
    assert (money["low"], money["unit"], money["rials"]["low"]) == (380_000_000_000, "toman", 3_800_000_000_000)
    assert "text" not in read


def test_a_value_is_an_integer_or_a_decimal_string_and_never_a_float():
    read = printed("-", given="نرخ بیکاری ۱۵.۷ درصد و ۲/۱۲ درصد است؛ ۶ همت اعتبار تخصیص یافت.".encode())

    assert [claim["low"] for claim in read["claims"]] == ["15.7", None, 6]
    assert [other["low"] for other in read["claims"][1]["alternatives"]] == ["2.12", "12.2"]
    assert read["claims"][2]["rials"] == {"low": 60_000_000_000_000, "high": 60_000_000_000_000}


def test_pasted_text_keeps_its_own_offsets_line_ends_and_mark_included():
    given = "\ufeffتیتر\r\n۳۳ واحد تاثیرپذیر شناسایی شد.\r\n"

    (claim,) = printed("-", given=given.encode())["claims"]

    assert given[claim["start"] : claim["end"]] == "۳۳"


def test_contradictions_are_printed_in_both_languages():
    given = "از ۴۷۸ واحد صنعتی، ۳۴۷ واحد فعال و ۱۴۰ واحد غیرفعال است."

    (found,) = printed("-", given=given.encode())["inside"]

    assert (found["kind"], [given[start:end] for start, end in found["spans"]]) == ("sum", ["۴۷۸", "۳۴۷", "۱۴۰"])
    assert "487" in found["message_en"]
    assert "۴۸۷" in found["message"]


def test_a_word_document_is_read_with_its_tables(tmp_path: Path):
    document = docx.Document()
    document.add_paragraph("۸ شهرک صنعتی فعال است.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "واحدهای راکد", "۱۴۰ واحد"
    document.save(str(tmp_path / "minutes.docx"))

    read = printed(str(tmp_path / "minutes.docx"))

    assert [(claim["low"], claim["counted"]) for claim in read["claims"]] == [(8, "estate"), (140, "unit")]
    assert [read["text"][claim["start"] : claim["end"]] for claim in read["claims"]] == ["۸", "۱۴۰"]


def test_a_word_document_is_read_as_its_reader_sees_it(tmp_path: Path):
    document = docx.Document()
    paragraph = document.add_paragraph("تاکنون ")
    for xml in (
        "<w:ins {ns}><w:r><w:t>۲۲ شغل ایجاد شد</w:t></w:r></w:ins>",
        "<w:del {ns}><w:r><w:delText>۳۳ شغل ایجاد شد</w:delText></w:r></w:del>",
        "<w:r {ns}><w:txbxContent><w:p><w:r><w:t>۹ معدن فعال است.</w:t></w:r></w:p></w:txbxContent></w:r>",
    ):
        paragraph._p.append(parse_xml(xml.format(ns=nsdecls("w"))))
    field = "<w:sdt {ns}><w:sdtContent><w:p><w:r><w:t>۴۴ واحد راکد است.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(1, parse_xml(field.format(ns=nsdecls("w"))))
    table = document.add_table(1, 3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = "۸ شهرک صنعتی فعال است."
    document.save(str(tmp_path / "form.docx"))

    read = printed(str(tmp_path / "form.docx"))

    assert [(claim["low"], claim["counted"]) for claim in read["claims"]] == [
        (22, "job"), (9, "mine"), (44, "unit"), (8, "estate"),
    ]  # fmt: skip


def test_a_page_is_read_without_its_scripts(tmp_path: Path):
    page = tmp_path / "news.html"
    page.write_text(
        "<!doctype html><html><head><style>p{width:99px}</style></head><body><p>۱۲ <b>طرح</b> افتتاح شد.</p>"
        "<script>var units = '70 واحد';</script></body></html>",
        encoding="utf-8",
    )

    assert [(claim["low"], claim["counted"]) for claim in printed(str(page))["claims"]] == [(12, "project")]


def test_a_pdf_is_read_from_right_to_left_with_its_digits_in_order(tmp_path: Path):
    words = "بیش از ۴۳ واحد صنعتی راکد در شهرک صنعتی ایلام (۲۰۰۰ شغل) است و نرخ بیکاری ۱۵٫۷ درصد است."
    path = tmp_path / "letter.pdf"
    path.write_bytes(
        typeset(f'#set text(font: "Vazirmatn", lang: "fa", dir: rtl)\n{words}\n\nAbout 500 jobs were created.')
    )

    read = printed(str(path))

    assert [claim["low"] for claim in read["claims"]] == [43, 2000, "15.7", 500]
    assert "شهرک صنعتی ایلام (۲۰۰۰ شغل)" in read["text"]


def typeset(source: str) -> bytes:
    import typst

    made: bytes = typst.compile(source.encode(), font_paths=pdf.fonts())
    return made


def test_without_json_a_person_sees_claims_and_what_is_open():
    status, out, _ = command("-", "--day", "1390-04-10", given="۳۳ واحد تاثیرپذیر و ۷ مرحله هست.".encode())

    assert status == 0
    assert "33 unit" in out
    assert "? ۷ مرحله" in out


def test_the_help_says_the_convention():
    status, out, _ = command("--help")

    assert status == 0
    assert "never a float" in out
    assert "characters of the number" in out


@pytest.mark.parametrize("words", [(), ("a", "b"), ("-", "--day", "yesterday")])
def test_wrong_use_is_told(words: tuple[str, ...]):
    assert command(*words)[0] == 2


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("spaces.txt", b" \n\t"),
        ("zero.txt", b"abcdefg\0" * 50),
        ("program.txt", b"MZ\x90" + bytes(range(1, 256)) * 40),
        ("foreign.txt", "漢字".encode() * 900),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("list.zip", b"PK\x05\x06" + b"\0" * 18),
        ("broken.docx", b"PK\x03\x04 nothing"),
        ("broken.pdf", b"%PDF-1.7\nnothing at all"),
    ],
)
def test_what_is_no_text_is_refused_with_what_to_do(tmp_path: Path, name: str, data: bytes):
    (tmp_path / name).write_bytes(data)

    status, out, err = command(str(tmp_path / name), "--json")

    assert (status, out) == (1, "")
    assert len(err.strip().splitlines()) == 2


def test_a_missing_file_is_told(tmp_path: Path):
    assert command(str(tmp_path / "none.txt"))[0] == 1
