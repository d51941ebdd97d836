"""Papers are told by their content, kept once, and refused with the repair."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hamahang.domain.papers import NotAccepted
from hamahang.papers.actions import attach
from hamahang.papers.models import Attachment
from hamahang.papers.queries import content

pytestmark = pytest.mark.django_db
AT = datetime(2011, 7, 1, 8, tzinfo=UTC)


def sent(store: Path, content: bytes, name: str = "نامه.pdf", limit: int = 1_000_000) -> Attachment:
    return attach(chunks=[content[:3], content[3:]], name=name, store=store, limit=limit, by="dabir", at=AT)


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("bytes_", "name", "kept"),
    [
        (b"%PDF-1.7 ...", "گزارش\u200cها.PDF", "گزارش\u200cها.pdf"),
        (b"\xff\xd8\xff\xe0...", "../../etc/IMG.jpeg", "IMG.jpg"),
        (b"\x89PNG\r\n\x1a\n...", "C:\\x\\plan.exe", "plan.exe.png"),
        (archive("word/document.xml"), "letter.docx", "letter.docx"),
        (archive("xl/workbook.xml"), "list", "list.xlsx"),
        ("سلام".encode(), "\u202eevil.txt", "evil.txt"),
    ],
)
def test_a_paper_is_told_by_its_content(tmp_path: Path, bytes_: bytes, name: str, kept: str) -> None:
    attachment = sent(tmp_path, bytes_, name)

    assert attachment.name == kept
    assert content(attachment, store=tmp_path) == bytes_


@pytest.mark.parametrize(
    "bytes_",
    [
        b"",
        b"MZ\x90\x00",
        b"<html><script>",
        b" \n<svg onload=x>",
        archive("a.txt"),
        archive("xl/workbook.xml", "xl/vbaProject.bin"),
        b"PK\x03\x04broken",
    ],
    ids=["empty", "program", "page", "drawing", "archive", "macros", "broken"],
)
def test_what_may_not_be_attached_is_refused_and_not_kept(tmp_path: Path, bytes_: bytes) -> None:
    with pytest.raises(NotAccepted) as refused:
        sent(tmp_path, bytes_)

    assert refused.value.why.fa
    assert list(tmp_path.iterdir()) == []
    assert not Attachment.objects.exists()


def test_a_file_above_the_limit_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAccepted, match="larger"):
        sent(tmp_path, b"%PDF-" + b"x" * 100, limit=50)


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    first, again = sent(tmp_path, b"%PDF-1"), sent(tmp_path, b"%PDF-1")
    other = sent(tmp_path, b"%PDF-1", name="other.pdf")

    assert first == again
    assert other != first
    assert len(list(tmp_path.iterdir())) == 1


def test_bytes_left_by_a_killed_process_are_not_in_the_way(tmp_path: Path, monkeypatch: Any) -> None:
    first = sent(tmp_path, b"%PDF-1")
    (tmp_path / first.sha256).unlink()

    sent(tmp_path, b"%PDF-1")

    assert content(first, store=tmp_path) == b"%PDF-1"
