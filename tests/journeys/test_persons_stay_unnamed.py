"""From the page that receives a list to the workbook of its refused rows: no code and no name of a person is kept.

Codes and names are planted wherever an office may write them; then every table, file, page and log is looked through.
"""

import io
import logging
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from hamahang.domain.text import ZWNJ, company_key, to_latin_digits
from hamahang.intake.models import Batch, Correction, ReceivedRow
from hamahang.register.models import HeadCount, InsuredMonth
from tests import factories
from tests.personas import persona
from tests.rooms.intake.insured import HEADINGS, code, row, write

pytestmark = pytest.mark.django_db
CODES = {name: code(nine) for name, nine in zip("abcdef", ("450111222", "451333444", "452555666", "453777888",
                                                           "001234567", "045678912"), strict=True)}  # fmt: skip
TYPED, MISTYPED, STRAY = code("454999111"), "4561112223", code("457222333")
PERSONS = ("پریناز", "گودرزی‌نیا", "شهرام", "دهلرانی‌زاده", "بختیار", "ملکشاهیان", "زرین‌تاج", "Parinaz", "Goudarzi")
PLANTED = (*CODES.values(), CODES["e"].lstrip("0"), CODES["f"].lstrip("0"), TYPED, MISTYPED, STRAY, *PERSONS)


@dataclass
class Place:
    """Where the program keeps things, and the pages that were looked at."""

    home: Path
    temporary: Path
    client: Client
    pages: list[tuple[str, bytes]] = field(default_factory=list)

    def get(self, name: str, *args: Any) -> bytes:
        address = reverse(name, args=args)
        return self.seen(address, self.client.get(address))

    def post(self, name: str, *args: Any, **parts: Any) -> bytes:
        address = reverse(name, args=args)
        return self.seen(address, self.client.post(address, parts, follow=True))

    def seen(self, address: str, response: Any) -> bytes:
        assert response.status_code in (200, 409), address
        content = b"".join(response.streaming_content) if response.streaming else response.content
        self.pages.append((address, content))
        return bytes(content)


@pytest.fixture
def place(tmp_path: Path, settings: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> Place:
    home, temporary = tmp_path / "home", tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    settings.HOME, settings.MEDIA_ROOT, settings.PERSON_KEY = home, home / "files", home / "person-key"
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100  # so that Django itself writes what is sent into a temporary file
    county = factories.county(name="ایلام", name_key="ایلام")
    for licence, name in (("پ/1", "نساجی ایلام"), ("پ/2", "گچ مهران")):
        factories.unit(licence_no=licence, name=name, name_key=company_key(name), county=county)
    client.force_login(persona("SECRETARY"))
    return Place(home, temporary, client)


def listed() -> list[list[Any]]:
    """Return rows with codes and names in every place where somebody has written one."""
    person = {"name": PERSONS[0], "surname": PERSONS[1]}
    other = {"name": PERSONS[2], "surname": PERSONS[3], "unit": "گچ مهران", "licence": "پ/2"}
    note = "مسئول لیست: " + PERSONS[4] + " " + CODES["d"]
    return [
        ["لیست بیمه " + PERSONS[6] + " " + CODES["a"]],
        [*HEADINGS, "نام پدر", "توضیح", "شماره همراه کارگر"],
        [*row(CODES["a"], **person), PERSONS[4], note, CODES["d"]],
        [*row(int(CODES["b"]), **person), PERSONS[4], PERSONS[5], ""],
        [*row(to_persian(CODES["c"]), **other), PERSONS[4], "", ""],
        [*row(int(CODES["e"]), **other), PERSONS[4], "", ""],
        [*row(CODES["f"].lstrip("0"), **other), PERSONS[4], "", ""],
        [*row(MISTYPED, **person), PERSONS[4], "", ""],
        [*row("", **person), PERSONS[4], "", ""],
        [*row(CODES["a"], **(other | {"month": "ماه " + PERSONS[6]})), PERSONS[4], "", ""],
        [*row(CODES["d"], **(other | {"sex": PERSONS[0], "days": PERSONS[5]})), PERSONS[4], "", ""],
        ["", PERSONS[0] + " " + PERSONS[1], "", "", "", "", "", "", "", "", "", ""],
        ["", "جمع", "", "", "", "", "", 217, "", "", "", ""],
        ["امضا: " + PERSONS[2] + " " + PERSONS[3], "", "", STRAY],
    ]


def to_persian(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


def texts_of(content: bytes) -> Iterator[str]:
    """Yield what bytes say, in every way they can be read; of a workbook, each of its parts."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name
                yield from texts_of(archive.read(name))
        return
    for encoding in ("utf-8", "utf-16-le", "cp1256"):
        yield content.decode(encoding, errors="ignore")


def plain(text: str) -> str:
    """Return a text with digits of one shape and nothing between them, and letters as lists write them."""
    latin = to_latin_digits(text).replace(ZWNJ, "").replace("ي", "ی").replace("ك", "ک")
    return latin + "\n" + "".join(letter for letter in latin if letter not in " -./,٬،")


def leaks(text: str) -> list[str]:
    said = plain(text)
    return [planted for planted in PLANTED if planted.replace(ZWNJ, "") in said]


def in_database() -> dict[str, list[str]]:
    """Return what leaks in which column of which table."""
    found: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
            names = [column[0] for column in cursor.description]
            for line in cursor.fetchall():
                for name, value in zip(names, line, strict=True):
                    if told := leaks(str(value)):
                        found.setdefault(f"{table}.{name}", []).extend(told)
    return found


def in_files(*folders: Path) -> dict[str, list[str]]:
    found = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            told = leaks(path.name) + [
                planted for text in (texts_of(path.read_bytes()) if path.is_file() else ()) for planted in leaks(text)
            ]
            if told:
                found[str(path.relative_to(folder.parent))] = told
    return found


def test_nothing_that_names_a_person_is_kept_or_shown(
    place: Place, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    first, *rest = listed()
    name = f"لیست {PERSONS[4]} {PERSONS[5]} {CODES['d']} خرداد 90.xlsx"
    sent = write(tmp_path / "sent.xlsx", rest, headings=first, sheet=f"{PERSONS[0]} {CODES['a']}").read_bytes()
    assert leaks("".join(texts_of(sent))), "nothing was planted"

    # received, as another kind and as itself
    for source in ("returns", "insured"):
        place.post("upload", source=source, file=SimpleUploadedFile(name, sent), sender="", period="")
    batch = Batch.objects.get()
    looked_through(place, caplog)
    assert batch.source == "insured"
    assert batch.counts["ACCEPTED"] >= 4

    # looked at: the page, its tables, what applying would change, and what is refused
    for page in ("received", "batch", "batch-tables", "batch-preview", "batch-refused"):
        place.get(page, *([batch.pk] if page != "received" else []))
    looked_through(place, caplog)

    # mended: a right code, a wrong one, and a name where none is asked for
    lines = {line.row: line.pk for line in ReceivedRow.objects.filter(batch=batch, outcome="REFUSED")}
    cells = {
        "E8": to_persian(TYPED),
        "E9": MISTYPED,
        "D10": PERSONS[6],
        "F3": PERSONS[0],
        "K3": CODES["a"],
        "B2": STRAY,
    }
    at = next(iter(lines.values()))
    parts = {f"cell:{at}:{cell}": text for cell, text in cells.items()}
    place.post("batch-mend", batch.pk, **parts, **{"given:unit_name": CODES["b"], "given:surname": PERSONS[1]})
    looked_through(place, caplog)
    assert Correction.objects.filter(cell="E8", written__startswith="••••••••").exists()
    assert not Correction.objects.filter(cell__in=("F3", "K3", "B2")).exists()

    # a table pointed out by hand, its columns called what they are not
    chosen = {f"field:{letter}": "unit_name" for letter in "FGJK"}
    place.client.post(reverse("batch-tables", args=[batch.pk]), {"header": "2", "first": "3", **chosen})
    place.client.post(reverse("batch-tables", args=[batch.pk]), {"anew": "1"})
    looked_through(place, caplog)

    # applied
    place.get("batch-preview", batch.pk)
    place.post("batch-apply", batch.pk, without_bad_rows="yes")
    assert InsuredMonth.objects.filter(voided_entry=None).count() >= 5
    looked_through(place, caplog)
    for head in HeadCount.objects.filter(voided_entry=None):
        place.get("unit", head.unit_id)
    place.get("figure", "insured_persons")

    # the refused rows sent again as the workbook that came back, and then all of it taken back
    refused = place.get("batch-refused", batch.pk)
    place.post("upload", source="insured", file=SimpleUploadedFile("refused.xlsx", refused), sender="", period="")
    place.get("batch-undo", batch.pk)
    place.post("batch-undo", batch.pk, reason="")
    place.get("batch", batch.pk)
    looked_through(place, caplog)
    assert not InsuredMonth.objects.filter(voided_entry=None).exists()


def test_without_the_key_nothing_is_mended_and_the_repair_is_told(place: Place, tmp_path: Path) -> None:
    sent = write(tmp_path / "sent.xlsx", [row(CODES["a"]), row(MISTYPED)]).read_bytes()
    place.post("upload", source="insured", file=SimpleUploadedFile("list.xlsx", sent), sender="", period="")
    batch = Batch.objects.get()
    place.post("batch-apply", batch.pk, without_bad_rows="yes")
    (place.home / "person-key").unlink()

    line = ReceivedRow.objects.get(batch=batch, outcome="REFUSED")
    said = place.post("batch-mend", batch.pk, **{f"cell:{line.pk}:E3": TYPED})

    assert "person-key" in said.decode()
    assert not Correction.objects.exists()
    assert in_database() == {}


def looked_through(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    """Look through all that was kept, shown and logged so far."""
    assert in_database() == {}
    assert in_files(place.home, place.temporary) == {}
    assert list(place.temporary.iterdir()) == []
    shown = {address: told for address, content in place.pages for text in texts_of(content) if (told := leaks(text))}
    assert shown == {}
    assert leaks(caplog.text) == []
