"""Insurance lists: persons are counted by unit and month, each once, whatever mess the list comes in."""

import random
import stat
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.indicators import ALL, Scope
from hamahang.domain.ledger import AsOf
from hamahang.domain.persons import shown
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text, company_key
from hamahang.indicators import queries as figures
from hamahang.intake import actions
from hamahang.intake.actions import check_batch, receive_file
from hamahang.intake.concealing import NoPersonKey, hasher, kind_to_keep
from hamahang.intake.mending import mend_batch
from hamahang.intake.models import ReceivedRow
from hamahang.intake.previewing import would_apply
from hamahang.intake.refusals import refused_rows_workbook
from hamahang.intake.sources import source_named
from hamahang.intake.undoing import undo_batch
from hamahang.ledger import queries as ledger
from hamahang.ledger.guard import content
from hamahang.ledger.verification import verify_records
from hamahang.register.merging import merge_units
from hamahang.register.models import HeadCount, InsuredMonth, Unit, Workshop
from hamahang.register.unmerging import unmerge
from tests import factories
from tests.province import NOW
from tests.rooms.intake.insured import FIRST, HEADINGS, NAMES, SECOND, THIRD, ZEROS, apply, check, code, row, write

pytestmark = pytest.mark.django_db
KHORDAD, TIR = date(2011, 5, 22), date(2011, 6, 22)
OTHER = {"unit": "گچ مهران", "licence": "پ/2"}


@pytest.fixture(autouse=True)
def units() -> tuple[Unit, Unit]:
    county, other = (factories.county(name=name, name_key=name) for name in ("ایلام", "مهران"))
    mill, gypsum = (
        factories.unit(licence_no=licence, name=name, name_key=company_key(name), county=place)
        for licence, name, place in (("پ/1", "نساجی ایلام", county), ("پ/2", "گچ مهران", other))
    )
    return mill, gypsum


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def take(home: Path, *rows: Any, **other: Any) -> Any:
    return apply(check(write(home.parent / "list.xlsx", rows, **other), home), home)


def counts() -> dict[tuple[str, date], int]:
    """Return the head counts that stand, by unit and month."""
    heads = HeadCount.objects.filter(proof=Proof.INSURED, voided_entry=None)
    told = heads.values_list("unit__name", "since_on", "persons")
    found = {(name, month): persons for name, month, persons in told}
    assert len(found) == len(told)
    return found


def problems(batch: Any) -> list[tuple[int, str]]:
    rows = ReceivedRow.objects.filter(batch=batch).exclude(outcome="IGNORED").order_by("row")
    return [(row.row, problem["code"]) for row in rows for problem in row.problems]


def insured(day: date = TIR, scope: Scope = ALL) -> Any:
    return figures.compute("insured_persons", asof=ledger.as_of(day=day), scope=scope, reach=EVERYTHING).value


def standing() -> set[str]:
    """Return what the records that stand say."""
    return {
        content(fact)
        for model in (InsuredMonth, HeadCount, Workshop)
        for fact in model.objects.filter(voided_entry=None)
    }


# --- who is counted ---


def test_persons_are_counted_by_unit_and_month(home: Path) -> None:
    take(home, row(FIRST), row(SECOND), row(THIRD, month="1390/04"), row(ZEROS, **OTHER))

    assert counts() == {("نساجی ایلام", KHORDAD): 2, ("نساجی ایلام", TIR): 1, ("گچ مهران", KHORDAD): 1}
    assert insured(KHORDAD) == 3
    assert insured(KHORDAD - timedelta(1)) == 0
    # of a unit the last list holds
    assert insured() == 2


def test_the_figure_opens_to_units_not_to_persons(home: Path) -> None:
    take(home, row(FIRST), row(SECOND), row(THIRD, **OTHER))

    listed = figures.rows("insured_persons", asof=ledger.as_of(day=TIR), scope=ALL, reach=EVERYTHING)

    assert {(line.label, line.amount, line.record.partition(":")[0]) for line in listed} == {
        ("نساجی ایلام", 2, "register.HeadCount"), ("گچ مهران", 1, "register.HeadCount"),
    }  # fmt: skip


def test_who_worked_no_day_is_not_counted(home: Path) -> None:
    take(home, row(FIRST), row(SECOND, days=0))

    assert counts() == {("نساجی ایلام", KHORDAD): 1}


def test_more_days_than_a_month_has_are_refused_at_their_cell(home: Path) -> None:
    batch = check(write(home.parent / "list.xlsx", [row(FIRST, days=32)]), home)

    assert problems(batch) == [(2, "above_most")]
    assert ReceivedRow.objects.get(batch=batch, row=2).problems[0]["cell"] == "H2"


# --- in what mess ---


@pytest.mark.parametrize(
    "written", [FIRST, int(FIRST), "۴۵۰۰۱۲۳۴۵۸", "٤٥٠٠١٢٣٤٥٨", "450-012345-8", " 4500123458 ", "450 012345 8"]
)
def test_a_code_is_the_same_person_in_any_digits(home: Path, written: object) -> None:
    take(home, row(FIRST))

    take(home, row(written, month="خرداد ۱۳۹۰", surname="دیگری"))

    assert InsuredMonth.objects.get().person == hasher((home / "person-key").read_bytes())(FIRST)


@pytest.mark.parametrize("written", [12345679, "12345679", "012345679", "۰۰۱۲۳۴۵۶۷۹"])
def test_zeros_that_a_spreadsheet_dropped_come_back(home: Path, written: object) -> None:
    take(home, row(written))

    assert InsuredMonth.objects.get().person == hasher((home / "person-key").read_bytes())(ZEROS)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("4500123459", "••••••••59"), (4500123459, "••••••••59"), ("12345678", "••••••78"), (123456788, "•••••••88"),
        ("1234567", "•••"), ("ندارم", "•••"), ("1111111111", "••••••••11"), ("4500123458ب", "••••••••58"),
    ],
)  # fmt: skip
def test_a_wrong_code_is_refused_and_no_more_than_its_end_is_told(home: Path, written: object, told: str) -> None:
    batch = check(write(home.parent / "list.xlsx", [row(written), row(FIRST)]), home)

    (problem,) = ReceivedRow.objects.get(batch=batch, outcome="REFUSED").problems
    assert (problem["code"], problem["cell"], problem["value"]) == ("bad_personal_id", "E2", told)
    assert told in problem["message"]["fa"]


@pytest.mark.parametrize(
    "month",
    ["1390/03", "۱۳۹۰/۰۳", "03/1390", "139003", 139003, "خرداد ۱۳۹۰", "خرداد ۹۰", "خردادماه ۹۰", "90/03", "1390/03/31",
     "خرداد سال ۱۳۹۰", date(2011, 6, 1), "Khordad 1390"],
)  # fmt: skip
def test_a_month_is_read_as_it_is_written(home: Path, month: object) -> None:
    take(home, row(FIRST, month=month))

    assert InsuredMonth.objects.get().since_on == KHORDAD


@pytest.mark.parametrize(
    ("month", "why"),
    [("خرداد", "month_without_year"), ("3", "month_without_year"), ("1390/13", "not_a_month"), ("02/03", "not_a_month"),
     ("بهار ۹۰", "not_a_month")],
)  # fmt: skip
def test_a_month_that_is_not_said_is_asked(home: Path, month: str, why: str) -> None:
    batch = check(write(home.parent / "list.xlsx", [row(FIRST, month=month)]), home)

    assert problems(batch) == [(2, why)]


def test_the_year_may_stand_in_a_column_of_its_own(home: Path) -> None:
    headings = (*HEADINGS, "سال")

    take(home, [*row(FIRST, month="خرداد"), 1390], [*row(SECOND, month="3"), "۱۳۹۰"], headings=headings)

    assert counts() == {("نساجی ایلام", KHORDAD): 2}


def test_the_file_that_workshops_send_to_social_security_is_read_by_its_own_headings(home: Path) -> None:
    take(home, row(FIRST, workshop="0061234567"))
    headings = ("DSW_ID", "DSW_YY", "DSW_MM", "DSW_ID1", "DSW_FNAME", "DSW_LNAME", "DSW_DD", "PER_NATCOD")

    take(home, ("0061234567", "90", "4", "71234567", "پریناز", "گودرزی", 31, SECOND), headings=headings)

    assert counts() == {("نساجی ایلام", KHORDAD): 1, ("نساجی ایلام", TIR): 1}


def test_a_row_of_no_unit_is_refused(home: Path) -> None:
    batch = check(write(home.parent / "list.xlsx", [row(FIRST, unit="", licence="")]), home)

    assert problems(batch) == [(2, "unknown_unit")]


def test_titles_totals_and_repeated_headings_are_no_persons(home: Path) -> None:
    path = home.parent / "list.xlsx"
    total = ["", "جمع", "", "", "", "", "", 62, ""]
    write(path, [HEADINGS, row(FIRST), row(SECOND), total, HEADINGS, row(THIRD)], headings=("لیست بیمهٔ خرداد ۱۳۹۰",))

    batch = apply(check(path, home), home)

    assert counts() == {("نساجی ایلام", KHORDAD): 3}
    assert batch.counts["IGNORED"] == 4


def test_rows_in_any_order_say_the_same(home: Path) -> None:
    rows = [row(code(f"45{number:07d}"), **(OTHER if number % 3 else {})) for number in range(30)]
    rows += [row(code("450000001")), row(code("450000003"), **OTHER)]
    first = take(home, *rows)
    before, total = counts(), insured()
    undo_batch(batch=first, by="amar", at=NOW)
    random.Random(3).shuffle(rows)

    take(home, *rows)

    assert counts() == before
    assert insured() == total == 30


# --- the same again, and taken back ---


def test_the_same_list_twice_changes_nothing(home: Path) -> None:
    rows = [row(FIRST), row(SECOND)]
    first = take(home, *rows)
    head = ledger.head()

    # the same cells in another workbook, and then the same persons in another order
    again = check(write(home.parent / "copy.xlsx", rows), home)
    take(home, *reversed(rows), sheet="List")

    assert again.pk == first.pk
    assert ledger.head() == head


def test_a_list_taken_back_leaves_nothing(home: Path) -> None:
    take(home, row(FIRST), row(SECOND), row(THIRD, **OTHER))
    before = standing()
    later = take(home, row(FIRST, days=10), row(ZEROS), row(THIRD, month="1390/04", workshop="0123"), sheet="List")

    undo_batch(batch=later, by="amar", at=NOW)

    assert standing() == before
    assert insured() == 3
    assert verify_records() is None
    assert ledger.verify_chain().fault is None


def test_the_first_of_two_lists_of_a_unit_is_taken_back_and_the_other_counted(home: Path) -> None:
    first = take(home, row(FIRST), row(SECOND))
    second = take(home, row(THIRD))
    assert counts() == {("نساجی ایلام", KHORDAD): 3}

    undo_batch(batch=first, by="amar", at=NOW)
    assert counts() == {("نساجی ایلام", KHORDAD): 1}

    undo_batch(batch=second, by="amar", at=NOW)
    assert counts() == {}
    assert verify_records() is None


def test_an_earlier_moment_still_sees_a_list_that_was_taken_back(home: Path) -> None:
    batch = take(home, row(FIRST), row(FIRST, **OTHER), row(SECOND))
    undo_batch(batch=batch, by="amar", at=NOW)
    then = AsOf(day=TIR, known_at=NOW, entry=batch.applied_entry)

    assert insured() == 0
    assert figures.compute("insured_persons", asof=then, scope=ALL, reach=EVERYTHING).value == 2


# --- a person in two units ---


def test_one_person_in_two_units_of_a_list_is_told_with_both_and_counted_once(home: Path) -> None:
    batch = take(home, row(FIRST), row(FIRST, **OTHER), row(SECOND, **OTHER))

    (told,) = ReceivedRow.objects.get(batch=batch, row=3).problems
    assert (told["code"], told["severity"]) == ("two_units", "warning")
    assert "نساجی ایلام" in told["message"]["fa"]
    assert "گچ مهران" in told["message"]["en"]
    assert counts() == {("نساجی ایلام", KHORDAD): 1, ("گچ مهران", KHORDAD): 2}
    assert insured() == 2
    assert sum(insured(scope=Scope("county", unit.county.code)) for unit in Unit.objects.all()) == 2


def test_one_person_in_the_lists_of_two_units_is_told_with_both_and_counted_once(home: Path) -> None:
    take(home, row(FIRST))

    batch = take(home, row(FIRST, **OTHER))

    (told,) = ReceivedRow.objects.get(batch=batch, row=2).problems
    assert (told["code"], told["severity"]) == ("two_units_known", "warning")
    assert all(name in told["message"]["fa"] for name in ("نساجی ایلام", "گچ مهران"))
    assert insured() == 1


def test_who_came_to_another_unit_is_counted_where_the_list_is_latest(home: Path) -> None:
    take(home, row(FIRST), row(SECOND), row(FIRST, month="1390/04", **OTHER))

    listed = figures.rows("insured_persons", asof=ledger.as_of(day=TIR), scope=ALL, reach=EVERYTHING)

    assert {line.label: line.amount for line in listed} == {"نساجی ایلام": 1, "گچ مهران": 1}
    assert insured(KHORDAD) == insured() == 2


def test_one_person_twice_in_a_unit_is_refused_whatever_the_unit_is_called(home: Path) -> None:
    batch = check(write(home.parent / "list.xlsx", [row(FIRST), row(FIRST), row(FIRST, unit="نساجی")]), home)

    assert [found for found in problems(batch) if found[1] != "other_name"] == [(3, "duplicate"), (4, "same_person")]
    assert all("۴۵۰" not in str(line.problems) and FIRST not in str(line.problems) for line in batch.rows.all())


def test_one_person_on_two_sheets_is_one_person(home: Path) -> None:
    path = write(home.parent / "list.xlsx", [row(FIRST)])
    book = openpyxl.load_workbook(path)
    book.copy_worksheet(book.worksheets[0])
    book.worksheets[1]["B2"] = "نساجی"
    book.save(path)

    batch = check(path, home)

    assert [code for _, code in problems(batch)] == ["other_name", "same_person"]


# --- units ---


def test_a_workshop_is_found_by_its_code_once_a_list_told_it(home: Path) -> None:
    take(home, row(FIRST, workshop="0061234567"))

    batch = take(home, row(SECOND, workshop="0061234567", unit="کارگاه ۷", licence="", month="1390/04"))

    assert Workshop.objects.get().unit.name == "نساجی ایلام"
    assert counts()["نساجی ایلام", TIR] == 1
    assert problems(batch) == [(2, "other_name")]


def test_a_code_of_two_units_tells_nothing(home: Path) -> None:
    take(home, row(FIRST, workshop="7"), row(SECOND, workshop="7", **OTHER))

    assert not Workshop.objects.exists()


def test_two_units_made_one_count_their_persons_once(home: Path, units: tuple[Unit, Unit]) -> None:
    mill, gypsum = units
    take(home, row(FIRST), row(SECOND), row(SECOND, **OTHER), row(THIRD, **OTHER))
    before = counts()

    merge_units(keep=mill.pk, away=gypsum.pk, by="amar", at=NOW)
    assert counts() == {("نساجی ایلام", KHORDAD): 3}
    assert insured() == 3

    unmerge(alias=mill.aliases.get().pk, by="amar", at=NOW)
    assert counts() == before
    assert verify_records() is None


# --- the key, and what is kept ---


def test_the_key_is_made_once_and_its_owner_alone_reads_it(home: Path) -> None:
    take(home, row(FIRST))
    key = (home / "person-key").read_bytes()
    take(home, row(SECOND))

    assert (home / "person-key").read_bytes() == key
    assert len(key) == 32
    assert stat.S_IMODE((home / "person-key").stat().st_mode) == 0o600


@pytest.mark.parametrize("left", [None, b"short"])
def test_without_the_key_nothing_is_received_and_the_repair_is_told(home: Path, left: bytes | None) -> None:
    take(home, row(FIRST))
    (home / "person-key").unlink()
    if left is not None:
        (home / "person-key").write_bytes(left)

    batch = check(write(home.parent / "more.xlsx", [row(SECOND)]), home)

    assert batch.state == "UNREADABLE"
    assert [problem["code"] for problem in batch.problems] == ["no_person_key"]
    assert "person-key" in batch.problems[0]["message"]["en"]


def test_a_list_of_persons_is_not_received_by_who_names_no_key(home: Path) -> None:
    path = write(home.parent / "list.xlsx", [row(FIRST)])

    for source in (source_named("insured"), source_named("returns"), None):
        with pytest.raises(NoPersonKey):
            receive_file(
                chunks=[path.read_bytes()], name="x", store=home, limit=10**7, source=source, by="amar", at=NOW
            )
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    "headings",
    [
        HEADINGS,
        ("ردیف", "نام کارگاه", "شماره پروانه", "دوره", "شماره ملی", "نام", "نام خانوادگی", "نام پدر", "شماره شناسنامه"),
    ],
)
@pytest.mark.parametrize("source", ["returns", "units", "mines"])
def test_a_list_of_persons_sent_as_another_kind_is_concealed_before_it_is_kept(
    home: Path, headings: Any, source: str
) -> None:
    batch = check(write(home.parent / "list.xlsx", [row(FIRST), row(SECOND)], headings=headings), home, source=source)

    assert batch.source == "insured"
    assert "sent_as" in [problem["code"] for problem in batch.problems]
    (kept,) = (home / "files").iterdir()
    assert FIRST.encode() not in kept.read_bytes()
    assert NAMES[1] not in kept.read_text(encoding="utf-8")
    assert kept.read_bytes().startswith(b'{"concealed":1}\n')


def test_a_list_that_was_kept_in_clear_is_not_read(home: Path) -> None:
    path = write(home.parent / "list.xlsx", [["1"]], headings=["شماره"])
    kept = check(path, home, source="returns").file

    batch = check_batch(file=kept, source=source_named("insured"), store=home / "files", by="amar", at=NOW)

    assert [problem["code"] for problem in batch.problems] == ["not_concealed"]


def test_a_mended_code_is_hashed_before_it_is_kept(home: Path) -> None:
    batch = check(write(home.parent / "list.xlsx", [row("4500123459"), row(SECOND)]), home)

    mended = mend_batch(
        batch=batch,
        cells={("لیست", "E2"): "۴۵۰۰۱۲۳۴۵۸"},
        store=home / "files",
        key=home / "person-key",
        by="amar",
        at=NOW,
    )

    line = ReceivedRow.objects.get(batch=mended, row=2)
    assert (line.outcome, shown(line.cells["personal_id"])) == ("ACCEPTED", "••••••••58")
    apply(mended, home)
    assert counts() == {("نساجی ایلام", KHORDAD): 2}


def test_the_look_before_holds_each_person_against_himself(home: Path) -> None:
    take(home, row(FIRST), row(SECOND, days=10))
    batch = check(write(home.parent / "next.xlsx", [row(FIRST, month="1390/04"), row(SECOND, days=12)]), home)

    would = would_apply(batch=batch, store=home / "files", by="amar", at=NOW)

    days = [(row.row, c.before, c.after, c.verdict) for row in would.rows for c in row.changes if c.field == "days"]
    assert days == [(2, 31, 31, "SAME"), (3, 10, 12, "CHANGED")]
    assert "person" not in {change.field for row in would.rows for change in row.changes}


def test_what_is_not_known_yet_does_not_lie_in_the_store(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []

    def looking(path: Path, source: Any) -> Any:
        looked.append((path.is_relative_to(home), list((home / "files").iterdir())))
        return kind_to_keep(path, source)

    monkeypatch.setattr(actions, "kind_to_keep", looking)
    check(write(home.parent / "list.xlsx", [row(FIRST)]), home, source="returns")

    assert looked == [(False, [])]


def test_refused_rows_sent_again_are_the_same_persons(home: Path) -> None:
    batch = check(write(home.parent / "list.xlsx", [row(FIRST, month="؟"), row(SECOND, days="؟")]), home)
    told = [
        {
            "table": "insured",
            "cells": line.cells,
            "problems": [found | {"message": Text(**found["message"])} for found in line.problems],
        }
        for line in ReceivedRow.objects.filter(batch=batch, outcome="REFUSED")
    ]
    (home / "refused.xlsx").write_bytes(refused_rows_workbook(source_named("insured"), told))
    book = openpyxl.load_workbook(home / "refused.xlsx")
    headings = [cell.value for cell in book.worksheets[0][1]]
    book.worksheets[0].cell(2, headings.index("ماه") + 1).value = "1390/03"
    book.worksheets[0].cell(3, headings.index("روزهای کارکرد") + 1).value = 31
    book.save(home / "mended.xlsx")

    apply(check(home / "mended.xlsx", home), home)

    hash_of = hasher((home / "person-key").read_bytes())
    assert set(InsuredMonth.objects.values_list("person", flat=True)) == {hash_of(FIRST), hash_of(SECOND)}
    assert "نام" not in headings
