"""Insurance lists as tests send them: codes of persons who do not exist, in the shapes offices write them in."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

from hamahang.intake.actions import apply_batch, check_batch, receive_file
from hamahang.intake.sources import source_named
from tests.province import NOW

HEADINGS = ("کد کارگاه", "نام کارگاه", "شماره پروانه", "ماه", "کد ملی", "نام", "نام خانوادگی", "روزهای کارکرد", "جنسیت")
FIRST, SECOND, THIRD, ZEROS = "4500123458", "4510987651", "4520555558", "0012345679"
NAMES = ("پریناز", "گودرزی‌نیا")


def code(nine: str) -> str:
    """Return a national code: nine digits and the digit that checks them."""
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11
    return f"{nine}{rest if rest < 2 else 11 - rest}"


def row(person: object, *, unit: str = "نساجی ایلام", licence: str = "پ/1", **other: Any) -> list[Any]:
    """Return a row of a list."""
    said = {"workshop": "", "month": "1390/03", "name": NAMES[0], "surname": NAMES[1], "days": 31, "sex": "زن"} | other
    of_person = [said[name] for name in ("name", "surname", "days", "sex")]
    return [said["workshop"], unit, licence, said["month"], person, *of_person]


def write(
    path: Path, rows: Iterable[Sequence[Any]], *, headings: Sequence[str] = HEADINGS, sheet: str = "لیست"
) -> Path:
    """Write a workbook."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = sheet
    for line in (headings, *rows):
        page.append(list(line))
    book.save(path)
    return path


def check(path: Path, home: Path, *, source: str = "insured") -> Any:
    """Receive and check a list; the store and the key lie in a folder of their own."""
    kind, store = source_named(source), home / "files"
    received = receive_file(
        chunks=[path.read_bytes()], name=path.name, store=store, limit=10**7, source=kind, key=home / "person-key",
        by="amar", at=NOW,
    )  # fmt: skip
    return check_batch(file=received, source=kind, store=store, by="amar", at=NOW)


def apply(batch: Any, home: Path, *, without_bad_rows: bool = False) -> Any:
    """Apply a checked list."""
    return apply_batch(batch=batch, store=home / "files", without_bad_rows=without_bad_rows, by="amar", at=NOW)
