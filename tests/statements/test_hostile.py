"""Files that lie: bombs, documents with entities, endless pages; each is refused, and the reader of texts lives on."""

import io
import zipfile
from pathlib import Path

import pytest

from hamahang.intake.textfile import read_text
from hamahang.intake.workbook import UnreadableFile

BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'


def document(path: Path, body: str, **parts: bytes) -> Path:
    """Write a Word container by hand."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", body)
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def refused(path: Path, *, wall_seconds: int = 30) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read_text(path, wall_seconds=wall_seconds)
    assert caught.value.message.fa
    return caught.value.code


def test_entities_are_refused(tmp_path: Path):
    body = '<!DOCTYPE x [<!ENTITY a "آ">]>' + BODY.format("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>")

    assert refused(document(tmp_path / "entity.docx", body)) == "forbidden_xml"


def test_a_bomb_is_refused(tmp_path: Path):
    path = document(tmp_path / "bomb.docx", BODY.format(""), **{"word/media.xml": b" " * (300 << 20)})

    assert refused(path) == "bomb"


def test_endless_nesting_is_refused(tmp_path: Path):
    assert refused(document(tmp_path / "deep.docx", BODY.format("<w:p>" * 50_000 + "</w:p>" * 50_000))) == "too_deep"


def test_a_broken_document_is_refused(tmp_path: Path):
    assert refused(document(tmp_path / "broken.docx", "<w:document>")) == "broken"


def test_a_reader_that_never_ends_is_ended(tmp_path: Path):
    path = tmp_path / "long.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"1 0 obj << /Length 9 >> stream\n" * 200_000)

    assert refused(path, wall_seconds=0) == "too_slow"


def test_an_encrypted_pdf_is_told(tmp_path: Path):
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    made = io.BytesIO()
    writer.write(made)
    (tmp_path / "locked.pdf").write_bytes(made.getvalue())

    assert refused(tmp_path / "locked.pdf") == "encrypted"


def test_a_pdf_of_pictures_is_told(tmp_path: Path):
    import pypdf

    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(tmp_path / "scan.pdf")

    assert refused(tmp_path / "scan.pdf") == "no_text"


def test_a_text_beyond_all_measure_is_refused(tmp_path: Path):
    path = tmp_path / "page.html"
    path.write_text("<html><body>" + "<p>۱۲ واحد</p>" * 700_000 + "</body></html>", encoding="utf-8")

    assert refused(path) == "text_too_long"


def test_an_old_page_of_letters_is_read(tmp_path: Path):
    path = tmp_path / "old.txt"
    path.write_bytes("۳۳ واحد صنعتی راکد است".replace("ی", "ي").encode("cp1256", errors="replace"))

    assert "واحد" in read_text(path)
