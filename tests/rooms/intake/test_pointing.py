"""A table pointed out is read as told; what was told of headings is kept for the sender and asked no more."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from hamahang.domain.lists.intake import Piece
from hamahang.domain.lists.layouts import BadLayout, Layout
from hamahang.intake.actions import apply_batch, check_batch, receive_file
from hamahang.intake.forms import BadForm, export_form, forget, import_form
from hamahang.intake.mending import mend_batch
from hamahang.intake.models import Batch, ReceivedRow, SenderForm
from hamahang.intake.pointing import grid_of
from hamahang.intake.queries import account_of
from hamahang.intake.sources import source_named
from hamahang.register.models import UnitStatus
from tests import factories
from tests.personas import persona
from tests.province import NOW

pytestmark = pytest.mark.django_db
# an office that writes its own words: no heading is the list's own
HEADINGS = ("رمز", "عنوان بنگاه", "حوزه", "چگونگی", "س", "م", "ر")
ROWS = (("71/1", "آجر الف", "ایلام", "فعال", 1390, 2, 1), ("71/2", "آجر ب", "ایلام", "راکد", 1390, 3, 17))
PIECES = {
    "licence_no": Piece(("A",)), "name": Piece(("B",)), "county": Piece(("C",)), "status": Piece(("D",)),
    "status_on": Piece(("E", "F", "G")),
}  # fmt: skip
BANK = "ادارهٔ کل آمار"


def workbook(path: Path, *rows: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS, above: int = 2) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "برگه"
    for number in range(above):
        sheet.append((f"سخنی بالای جدول {number}",))
    for row in (headings, *(rows or ROWS)):
        sheet.append(row)
    book.save(path)
    return path


@pytest.fixture(autouse=True)
def county() -> Any:
    return factories.county(name="ایلام", name_key="ایلام")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "files"


def check(path: Path, store: Path, *, sender: str = "", period: Any = None) -> Batch:
    received = receive_file(chunks=[path.read_bytes()], name=path.name, store=store, limit=10**7, by="amar", at=NOW)
    return check_batch(
        file=received, source=source_named("units"), store=store, sender=sender, period=period, by="amar", at=NOW
    )


def point(batch: Batch, store: Path, **told: Any) -> Batch:
    where: dict[str, Any] = {"sheet": "برگه", "table": "units", "header_rows": (3,), "first_row": 4, "last_row": None}
    layout = Layout(**{**where, "pieces": PIECES, **told})
    return mend_batch(batch=batch, cells={}, layouts=(layout,), store=store, by="amar", at=NOW)


def outcomes(batch: Batch) -> dict[int, str]:
    return dict(ReceivedRow.objects.filter(batch=batch).exclude(outcome="IGNORED").values_list("row", "outcome"))


def test_a_table_of_unknown_headings_is_read_as_pointed_out(tmp_path: Path, store: Path) -> None:
    batch = check(workbook(tmp_path / "a.xlsx"), store)
    assert [problem["code"] for problem in batch.problems] == ["no_table"]

    batch = point(batch, store)
    apply_batch(batch=batch, store=store, by="amar", at=NOW)

    assert outcomes(batch) == {4: "ACCEPTED", 5: "ACCEPTED"}
    found = {(fact.unit.licence_no, fact.status, fact.since_on) for fact in UnitStatus.objects.all()}
    assert found == {("71/1", "ACTIVE", date(2011, 4, 21)), ("71/2", "IDLE", date(2011, 6, 7))}


def test_every_row_outside_the_table_ends_with_a_reason(tmp_path: Path, store: Path) -> None:
    batch = point(check(workbook(tmp_path / "a.xlsx"), store), store, last_row=4)

    ended = dict(ReceivedRow.objects.filter(batch=batch).values_list("row", "outcome"))

    assert ended == {1: "IGNORED", 2: "IGNORED", 3: "IGNORED", 4: "ACCEPTED", 5: "IGNORED"}


def test_a_column_of_two_things_is_cut(tmp_path: Path, store: Path) -> None:
    headings = ("رمز و عنوان", "حوزه", "چگونگی", "از کی")
    rows = (("71/1 - آجر الف", "ایلام", "فعال", "1390/02/01"),)
    batch = check(workbook(tmp_path / "a.xlsx", *rows, headings=headings), store)
    pieces = {
        "licence_no": Piece(("A",), "-", 1), "name": Piece(("A",), "-", 2), "county": Piece(("B",)),
        "status": Piece(("C",)), "status_on": Piece(("D",)),
    }  # fmt: skip

    batch = point(batch, store, pieces=pieces)

    row = ReceivedRow.objects.get(batch=batch, outcome="ACCEPTED")
    assert (row.cells["licence_no"], row.cells["name"]) == ("71/1", "آجر الف")


def test_what_was_told_is_not_asked_of_the_sender_again(tmp_path: Path, store: Path) -> None:
    point(check(workbook(tmp_path / "a.xlsx"), store, sender=BANK), store)

    following = check(
        workbook(tmp_path / "b.xlsx", ("71/3", "آجر ج", "ایلام", "فعال", 1390, 4, 2), above=5), store, sender=BANK
    )

    assert outcomes(following) == {7: "ACCEPTED"}
    assert "known_form" in {problem["code"] for problem in following.problems}


def test_a_form_is_known_by_its_headings_though_the_sender_is_not_named(tmp_path: Path, store: Path) -> None:
    point(check(workbook(tmp_path / "a.xlsx"), store, sender=BANK), store)

    following = check(workbook(tmp_path / "b.xlsx", ("71/3", "آجر ج", "ایلام", "فعال", 1390, 4, 2)), store)

    assert outcomes(following) == {4: "ACCEPTED"}


def test_only_what_is_new_is_asked(tmp_path: Path, store: Path) -> None:
    point(check(workbook(tmp_path / "a.xlsx"), store, sender=BANK), store)
    headings = ("رمز", "عنوان بنگاه", "ناحیهٔ اداری", "چگونگی", "س", "م", "ر")

    following = check(workbook(tmp_path / "b.xlsx", headings=headings), store, sender=BANK)

    missing = [problem["field"] for problem in following.problems if problem["code"] == "missing_column"]
    assert missing == ["county"]


def test_a_form_is_shared_as_a_file(tmp_path: Path, store: Path) -> None:
    point(check(workbook(tmp_path / "a.xlsx"), store, sender=BANK), store)
    form = SenderForm.objects.get()
    content, kept = export_form(form).encode(), form.meanings
    forget(form=form)

    taken = import_form(content, by="amar", at=NOW)

    assert (taken.sender, taken.source, taken.meanings) == (BANK, "units", kept)
    assert outcomes(check(workbook(tmp_path / "b.xlsx"), store, sender=BANK)) == {4: "ACCEPTED", 5: "ACCEPTED"}


@pytest.mark.parametrize(
    "change",
    [
        {"what": "x"}, {"version": 2}, {"source": "nothing"}, {"sender": ""}, {"fields": []},
        {"fields": {"a": "no field"}},
        {"fields": {"": "name"}}, {"pieces": {"name": {"headings": [], "separator": "", "at": 0}}}, {"money": "DOLLAR"},
        {"pieces": {"name": {"headings": ["a"], "separator": "", "at": 99}}}, {"pieces": {"name": 3}}, {"source": 5},
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused(change: dict[str, Any]) -> None:
    said = {
        "what": "hamahang sender form",
        "version": 1,
        "source": "units",
        "sender": "الف",
        "fields": {},
        "pieces": {},
    }

    with pytest.raises(BadForm):
        import_form(json.dumps({**said, **change}).encode(), by="amar", at=NOW)
    assert not SenderForm.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        {"pieces": {}}, {"pieces": {"no field": Piece(("A",))}}, {"pieces": {"name": Piece(("a",))}}, {"first_row": 3},
        {"header_rows": (0,)}, {"last_row": 2}, {"pieces": {"name": Piece(())}}, {"table": "nothing"},
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_is_refused_and_nothing_is_kept(
    tmp_path: Path, store: Path, told: dict[str, Any]
) -> None:
    batch = check(workbook(tmp_path / "a.xlsx"), store)

    with pytest.raises(BadLayout):
        point(batch, store, **told)
    batch.refresh_from_db()
    assert batch.answers["layouts"] == []


def test_three_columns_of_a_day_are_found_by_their_headings(tmp_path: Path, store: Path) -> None:
    headings = ("شماره پروانه", "نام واحد", "شهرستان", "وضعیت", "روز", "ماه", "سال")
    rows = (("71/1", "آجر الف", "ایلام", "فعال", 1, "اردیبهشت", 1390), ("71/2", "آجر ب", "ایلام", "راکد", 17, 3, 1390))

    batch = check(workbook(tmp_path / "a.xlsx", *rows, headings=headings), store)
    apply_batch(batch=batch, store=store, by="amar", at=NOW)

    assert outcomes(batch) == {4: "ACCEPTED", 5: "ACCEPTED"}
    assert set(UnitStatus.objects.values_list("since_on", flat=True)) == {date(2011, 4, 21), date(2011, 6, 7)}


def test_what_the_values_alone_tell_is_proposed(tmp_path: Path, store: Path) -> None:
    headings = ("شماره پروانه", "برچسب", "حوزه", "چگونگی", "سال", "ماه", "روز")
    batch = check(workbook(tmp_path / "a.xlsx", headings=headings), store)

    (layout,) = grid_of(batch, store=store).layouts

    assert layout.header_rows == (3,)
    assert {name: piece.letters for name, piece in layout.pieces.items()} == {
        "licence_no": ("A",), "county": ("C",), "status": ("D",), "status_on": ("E", "F", "G"),
    }  # fmt: skip


def test_each_row_of_the_file_is_accounted_for(tmp_path: Path, store: Path) -> None:
    rows = (*ROWS, ("71/3", "آجر ج", "ایلام", "نامعلوم", 1390, 3, 17), ("جمع",))
    batch = point(check(workbook(tmp_path / "a.xlsx", *rows), store), store)
    apply_batch(batch=batch, store=store, without_bad_rows=True, by="amar", at=NOW)

    account = account_of(batch)

    assert account == {"rows": 7, "created": 2, "corrected": 0, "kept": 0, "same": 0, "parked": 1, "ignored": 4}


# --- the period ---

PLAIN = ("شماره پروانه", "نام واحد", "شهرستان", "وضعیت", "تاریخ وضعیت")
OF_1389 = (("71/1", "آجر الف", "ایلام", "فعال", "1389/02/01"), ("71/2", "آجر ب", "ایلام", "راکد", "1389/03/17"))
YEAR_1390 = (date(2011, 3, 21), date(2012, 3, 19))


def test_a_list_of_one_year_sent_under_another_is_not_applied(tmp_path: Path, store: Path) -> None:
    from hamahang.intake.actions import BatchHasErrors

    batch = check(workbook(tmp_path / "a.xlsx", *OF_1389, headings=PLAIN), store, period=YEAR_1390)

    (problem,) = [problem for problem in batch.problems if problem["code"] == "other_period"]
    assert problem["cell"] == "E4"
    assert "۱۳۹۰" in problem["message"]["fa"]
    with pytest.raises(BatchHasErrors):
        apply_batch(batch=batch, store=store, without_bad_rows=True, by="amar", at=NOW)


def test_the_title_states_the_period_too(tmp_path: Path, store: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", *OF_1389, headings=PLAIN)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["A1"] = "فهرست واحدهای تولیدی استان در سال ۱۳۹۰"
    book.save(path)

    assert "other_period" in {problem["code"] for problem in check(path, store).problems}


def test_days_after_the_period_are_told(tmp_path: Path, store: Path) -> None:
    rows = (*OF_1389, ("71/3", "آجر ج", "ایلام", "فعال", "1390/02/01"))
    period = (date(2010, 3, 21), date(2011, 3, 20))

    batch = check(workbook(tmp_path / "a.xlsx", *rows, headings=PLAIN), store, period=period)

    (problem,) = [problem for problem in batch.problems if problem["code"] == "after_period"]
    assert "E6" in problem["message"]["fa"]


# --- in the page ---


def test_the_page_shows_the_file_and_takes_what_is_pointed_out(tmp_path: Path, settings: Any, client: Client) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    batch = check(workbook(tmp_path / "a.xlsx"), settings.MEDIA_ROOT)
    client.force_login(persona("STATISTICS"))
    shown = client.get(f"/received/{batch.pk}/tables/").content.decode()
    assert "عنوان بنگاه" in shown
    fields = {
        "A": "licence_no",
        "B": "name",
        "C": "county",
        "D": "status",
        "E": "status_on",
        "F": "status_on",
        "G": "status_on",
    }
    form = {"sheet": "0", "at": "0", "table": "units", "first": "۴", "head": ["3"]}

    answer = client.post(f"/received/{batch.pk}/tables/", form | {f"field:{at}": name for at, name in fields.items()})

    assert answer.status_code == 302
    assert outcomes(batch) == {4: "ACCEPTED", 5: "ACCEPTED"}
    assert "عنوان بنگاه" in client.get("/received/forms/").content.decode()

    bad = client.post(f"/received/{batch.pk}/tables/", form | {"first": "2", "field:A": "name"})
    assert bad.status_code == 400
