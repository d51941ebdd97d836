"""A list is mended where it lies: cells written anew, units told once, parked rows applied later."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hamahang.domain.lists.intake import Cell, Sheet, SheetRow, mended
from hamahang.domain.text import place_key
from hamahang.intake.actions import BatchIsClosed, apply_batch
from hamahang.intake.answers import answers_from
from hamahang.intake.leaving import RowCannotBeLeftOut, answers_leaving_out
from hamahang.intake.mending import BadCell, BatchCannotBeMended, Told, mend_batch
from hamahang.intake.models import Batch, Correction, LinkDecision, ReceivedRow
from hamahang.intake.undoing import undo_batch
from hamahang.ledger.verification import verify_records
from hamahang.register.models import Unit, UnitStatus
from tests import factories
from tests.province import NOW, check

pytestmark = pytest.mark.django_db
HEADINGS = ("شماره پروانه", "نام واحد", "شهرستان", "وضعیت", "تاریخ وضعیت", "تعداد شاغلان")


def workbook(path: Path, *rows: tuple[Any, ...]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "واحدها"
    for row in (HEADINGS, *rows):
        sheet.append(row)
    book.save(path)
    return path


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    factories.county(name="ایلام", name_key="ایلام")
    path = workbook(
        tmp_path / "units.xlsx",
        ("71/1", "آجر الف", "ایلام", "فعال", "1390/02/01", 12),
        ("71/2", "آجر ب", "ایلام", "فعال", "1390/12/30", 8),
        ("71/3", "آجر ج", "عیلان", "راکد", "1390/02/01", "۷/۱۵"),
    )
    found: Batch = check(path, "units", store=tmp_path / "files")
    return found


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "files"


def mend(batch: Batch, store: Path, cells: dict[str, str], *told: Told) -> Batch:
    places = {("واحدها", cell): text for cell, text in cells.items()}
    return mend_batch(batch=batch, cells=places, told=told, store=store, by="amar", at=NOW)


def apply(batch: Batch, store: Path) -> Batch:
    return apply_batch(batch=batch, store=store, without_bad_rows=True, by="amar", at=NOW)


def outcomes(batch: Batch) -> dict[int, str]:
    return dict(ReceivedRow.objects.filter(batch=batch).exclude(outcome="IGNORED").values_list("row", "outcome"))


def test_a_cell_written_anew_makes_its_row_good_and_keeps_what_was_read(batch: Batch, store: Path) -> None:
    assert outcomes(batch) == {2: "ACCEPTED", 3: "REFUSED", 4: "REFUSED"}

    mend(batch, store, {"E3": "1390/12/29"})

    assert outcomes(batch) == {2: "ACCEPTED", 3: "ACCEPTED", 4: "REFUSED"}
    correction = Correction.objects.get()
    assert (correction.cell, correction.read, correction.written, correction.by) == (
        "E3",
        "1390/12/30",
        "1390/12/29",
        "amar",
    )


def test_the_first_text_stays_beside_a_cell_mended_twice_and_comes_back(batch: Batch, store: Path) -> None:
    mend(batch, store, {"E3": "1390/13/01"})
    mend(batch, store, {"E3": "1390/12/29"})
    assert {correction.read for correction in Correction.objects.all()} == {"1390/12/30"}

    mend(batch, store, {"E3": "1390/12/30"})

    assert outcomes(batch)[3] == "REFUSED"


def test_each_candidate_of_a_doubtful_cell_can_be_typed_and_means_one_thing(batch: Batch, store: Path) -> None:
    problems = ReceivedRow.objects.get(batch=batch, row=4).problems
    doubtful = next(problem for problem in problems if problem["cell"] == "F4")

    for candidate in doubtful["candidates"]:
        mend(batch, store, {"F4": candidate})
        left = {problem["cell"]: problem["code"] for problem in ReceivedRow.objects.get(batch=batch, row=4).problems}
        assert left.get("F4") in (None, "fraction"), candidate


def test_parked_rows_are_mended_after_the_rest_was_applied_and_written_by_a_second_entry(
    batch: Batch, store: Path
) -> None:
    apply(batch, store)
    assert Unit.objects.count() == 1

    mend(batch, store, {"E3": "1390/12/29"})
    assert Unit.objects.count() == 1
    apply(batch, store)

    batch.refresh_from_db()
    assert set(Unit.objects.values_list("licence_no", flat=True)) == {"71/1", "71/2"}
    assert len(batch.entries) == 2
    assert batch.counts["CREATED"] == 2
    assert batch.counts["REFUSED"] == 1
    with pytest.raises(BatchIsClosed):
        apply(batch, store)


def test_a_list_applied_in_two_parts_is_taken_back_whole(batch: Batch, store: Path) -> None:
    apply(batch, store)
    mend(batch, store, {"E3": "1390/12/29"})
    apply(batch, store)

    undone = undo_batch(batch=batch, by="amar", at=NOW)[1]

    assert undone.kept == []
    assert Unit.objects.filter(voided_entry=None).count() == 0
    assert UnitStatus.objects.filter(voided_entry=None).count() == 0
    assert verify_records() is None


@pytest.mark.parametrize("cell", ["", "3", "E", "E0", "e3", "E3;", "ABCD1", "E99999999"])
def test_what_is_no_cell_is_refused_and_nothing_is_kept(batch: Batch, store: Path, cell: str) -> None:
    with pytest.raises(BadCell):
        mend(batch, store, {cell: "x"})

    assert not Correction.objects.exists()


def test_a_list_that_was_taken_back_is_not_mended(batch: Batch, store: Path) -> None:
    apply(batch, store)
    undone, _ = undo_batch(batch=batch, by="amar", at=NOW)

    with pytest.raises(BatchCannotBeMended):
        mend(undone, store, {"E3": "1390/12/29"})


# --- which unit a row speaks of ---

IDLE = ("شماره پرونده", "نام واحد", "شهرک", "شهرستان", "علت اصلی", "تاریخ شناسایی")


@pytest.fixture
def idle(tmp_path: Path) -> tuple[Batch, list[Unit]]:
    county = factories.county(name="ایلام", name_key="ایلام")
    factories.estate(name="شهرک میمه", name_key=place_key("شهرک میمه"), county=county)
    units = [factories.unit(name="آجر الف", name_key="ا", county=county, licence_no=f"7/{n}") for n in range(2)]
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(IDLE)
    sheet.append(("پ/1", "کاشی ناشناس", "شهرک میمه", "ایلام", "بازار و فروش", "1390/02/01"))
    book.save(tmp_path / "idle.xlsx")
    return check(tmp_path / "idle.xlsx", "idle", store=tmp_path / "files"), units


def test_a_unit_told_once_is_never_asked_again(idle: tuple[Batch, list[Unit]], store: Path, tmp_path: Path) -> None:
    batch, units = idle
    row = ReceivedRow.objects.get(batch=batch, outcome="REFUSED")
    assert {problem["code"] for problem in row.problems} == {"unknown_unit"}

    mend(batch, store, {}, Told(row.pk, units[1].pk))

    assert outcomes(batch) == {2: "ACCEPTED"}
    decision = LinkDecision.objects.get()
    assert (decision.unit_id, decision.decided_by) == (units[1].pk, "amar")
    assert "کاشی ناشناس" in decision.said

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(IDLE)
    sheet.append(("پ/2", "کاشی  ناشناس ", "شهرک ميمه", "ايلام", "بازار و فروش", "1390/03/01"))
    book.save(tmp_path / "next.xlsx")
    following = check(tmp_path / "next.xlsx", "idle", store=store)
    assert outcomes(following) == {2: "ACCEPTED"}


def test_a_word_taken_back_is_voided_and_both_stay(idle: tuple[Batch, list[Unit]], store: Path) -> None:
    batch, units = idle
    row = ReceivedRow.objects.get(batch=batch, outcome="REFUSED")
    mend(batch, store, {}, Told(row.pk, units[0].pk))
    accepted = ReceivedRow.objects.get(batch=batch, outcome="ACCEPTED")

    mend(batch, store, {}, Told(accepted.pk, units[1].pk))

    assert LinkDecision.objects.count() == 2
    assert LinkDecision.objects.get(voided_entry=None).unit_id == units[1].pk


def test_a_mended_sheet_holds_what_was_written_and_nothing_else_changes() -> None:
    sheet = Sheet("a", [SheetRow(1, {"A": Cell("x"), "B": Cell("y")}), SheetRow(2, {"A": Cell("z")})])

    def written(text: str) -> Cell:
        return Cell(text, note="mended")

    changed = mended([sheet], {("a", "A1"): "w", ("a", "B1"): "", ("a", "C2"): "n", ("b", "A2"): "other"})

    assert changed == [
        Sheet("a", [SheetRow(1, {"A": written("w")}), SheetRow(2, {"A": Cell("z"), "C": written("n")})]),
    ]
    assert mended([sheet], {}) == [sheet]


# --- rows left out ---


def row_of(batch: Batch, number: int) -> ReceivedRow:
    return ReceivedRow.objects.get(batch=batch, row=number)


def leave_out(batch: Batch, store: Path, leave: dict[int, str], take_in: tuple[int, ...] = ()) -> Batch:
    rows = {row_of(batch, number).pk: reason for number, reason in leave.items()}
    back = [row_of(batch, number).pk for number in take_in]
    answers = answers_from(Batch.objects.get(pk=batch.pk).answers)
    told = answers_leaving_out(batch=batch, answers=answers, leave=rows, take_in=back, by="amar")
    return mend_batch(batch=batch, cells={}, answers=told, store=store, by="amar", at=NOW)


def test_a_good_row_is_left_out_with_its_reason_and_is_not_applied(batch: Batch, store: Path) -> None:
    seen = leave_out(batch, store, {2: "این واحد به استان دیگری رفته است", 4: "تکراری"})

    row = row_of(batch, 2)
    assert (row.outcome, row.problems[0]["message"]["fa"]) == (
        "IGNORED", "به دست amar کنار گذاشته شد: این واحد به استان دیگری رفته است"
    )  # fmt: skip
    assert outcomes(batch) == {3: "REFUSED"}
    assert seen.counts["ROWS"] == 4
    mend(batch, store, {"E3": "1390/12/29"})
    apply(batch, store)
    assert [unit.name for unit in Unit.objects.all()] == ["آجر ب"]


def test_a_row_left_out_is_taken_in_again(batch: Batch, store: Path) -> None:
    leave_out(batch, store, {2: "اشتباه"})
    leave_out(batch, store, {}, take_in=(2,))

    assert outcomes(batch) == {2: "ACCEPTED", 3: "REFUSED", 4: "REFUSED"}


def test_what_is_no_row_or_is_written_already_cannot_be_left_out(batch: Batch, store: Path) -> None:
    apply(batch, store)

    for number in (1, 2):
        with pytest.raises(RowCannotBeLeftOut):
            leave_out(batch, store, {number: "دلیل"})
    assert outcomes(leave_out(batch, store, {3: "بی‌نشانی"})) == {2: "ACCEPTED", 4: "REFUSED"}
    assert Unit.objects.count() == 1
