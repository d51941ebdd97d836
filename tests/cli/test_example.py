"""The example's lists: the same for the same seed, messy as promised, and said to be invented.

They are read back by plain code of this test alone: the reported figures stand in the files themselves.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hamahang.cli.samples.names import EXAMPLE
from hamahang.cli.samples.story import TIR_10 as TOLD_DAY
from hamahang.cli.samples.story import tell
from hamahang.cli.samples.workbooks import write_example

LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩يك", "01234567890123456789یک", "٬,\u200c\u200fٔ")
TIR_10 = (1390, 4, 10)
# rows that no register can take, by the number or name their office gave them
STRANGERS = {"آجر ماشینی گمنام", "1390-099", "11/1", "199999", "118/9001", "118/9002", "118/9003"}
Cells = dict[str, str]


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists")
    write_example(out=folder)
    return folder


def plain(value: object) -> str:
    return "" if value is None else " ".join(str(value).translate(LATIN).split())


def day(text: str) -> tuple[int, ...]:
    """Return a year-first day as numbers, nothing for no day: such a day is later than any."""
    return tuple(int(part) for part in text.replace("-", "/").split("/")) if text else (9999,)


def sheets(path: Path) -> Iterator[list[list[str]]]:
    if path.suffix == ".csv":
        text = path.read_bytes().decode("cp1256")
        yield [[plain(cell) for cell in row] for row in csv.reader(io.StringIO(text))]
        return
    for sheet in load_workbook(path):
        yield [[plain(cell) for cell in row] for row in sheet.values]


def rows(path: Path, first: str) -> Iterator[Cells]:
    """Yield the rows under each header that begins with `first`, by heading; strangers and totals left out."""
    for sheet in sheets(path):
        at = next((index for index, row in enumerate(sheet) if len(row) > 1 and row[1] and row[0] == first), None)
        if at is None:
            continue
        for row in sheet[at + 1 :]:
            if (row[0] or row[1]) and not row[0].startswith("جمع") and not STRANGERS & set(row):
                yield dict(zip(sheet[at], row, strict=True))


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    write_example(out=tmp_path / "one")
    write_example(out=tmp_path / "two")

    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_the_story_holds_the_reported_numbers_for_any_seed() -> None:
    for seed in (1390, 1, 77):
        story = tell(seed)
        by_day = [
            row for row in story.payments if row["programme"] == "TARGETED_SUBSIDIES" and row["paid_on"] <= TOLD_DAY
        ]
        assert (len(by_day), sum(row["amount"] for row in by_day)) == (148, 2_206_000)
        assert sum(1 for row in story.affected if row["referred_on"] and row["referred_on"] <= TOLD_DAY) == 33
        assert sum(1 for row in story.idle if row["identified_on"] <= TOLD_DAY) == 44
        verified = [
            row["persons"]
            for row in story.evidence
            if row["held_on"] <= TOLD_DAY
            and row["kind"] != "SAFEGUARDED"
            and row["level"] in ("CONFIRMED", "SEEN", "INSURED", "DURABLE")
        ]
        assert sum(verified) == 417
        assert len([row for row in story.evidence if row["held_on"] <= TOLD_DAY]) == 96


def test_the_lists_are_as_messy_as_real_ones_and_say_that_names_are_invented(tmp_path: Path) -> None:
    texts = ""
    for file in write_example(out=tmp_path):
        if file.path.suffix == ".csv":
            texts += file.path.read_bytes().decode("cp1256")
            continue
        book = load_workbook(file.path)
        shown = " ".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None)
        assert EXAMPLE in shown, file.path.name
        texts += shown

    for sign in ("ي", "ك", "ی", "ک", "۴", "٤", "4", "٬"):
        assert sign in texts, sign


def test_eight_estates_are_active_and_four_zones_are_being_built(lists: Path) -> None:
    found = list(rows(lists / "01-shahrak-ha.xlsx", "نام شهرک"))

    kinds = [(row["نام شهرک"].split()[0], row["وضعیت شهرک"]) for row in found]
    assert sum(kind == "شهرک" and not state.startswith(("در دست", "در حال ا", "مصوب")) for kind, state in kinds) == 8
    assert sum(kind == "ناحیه" and not state.startswith("مصوب") for kind, state in kinds) == 4
    assert len(found) == 14


def test_33_affected_units_were_referred_by_10_tir_and_some_were_not(lists: Path) -> None:
    found = list(rows(lists / "03-tasir-pazir.csv", "شماره پروانه"))

    referred = [day(row["تاریخ معرفی به ستاد"]) for row in found]
    assert sum(on <= TIR_10 for on in referred) == 33
    assert sum(on == (9999,) for on in referred) > 0
    assert sum(TIR_10 < on < (9999,) for on in referred) > 0
    restructured = [row for row in found if "ساختار" in row["اقدام حمایتی"]]
    bricks = [row for row in restructured if "آجر" in row["محصول"]]
    assert 0 < len(bricks) < len(restructured)


def test_148_payments_of_the_law_make_2206_billion_rials_by_10_tir(lists: Path) -> None:
    found = [row for row in rows(lists / "04-pardakht-bank-ha.xlsx", "شماره سند") if "هدفمندسازی" in row["برنامه"]]
    by_day = [row for row in found if day(row["تاریخ پرداخت"]) <= TIR_10]

    assert len(by_day) == 148
    # the sheets' titles say million rials
    assert sum(int(row["مبلغ پرداختی"]) for row in by_day) * 1_000_000 == 2_206_000_000_000
    assert len(found) > len(by_day)
    assert {row["ردیف"].split()[0] for row in by_day} >= {"سوخت", "برق", "سایر"}


def test_15_projects_of_the_spatial_plan_were_approved_6_of_them_large(lists: Path) -> None:
    found = list(rows(lists / "05-tarh-haye-amayesh.xlsx", "شهرستان"))
    plan = [row for row in found if "آمایش" in row["برنامه"]]
    by_day = [row for row in plan if day(row["تاریخ تصویب"]) <= TIR_10]

    amounts = []
    for row in by_day:
        number, *unit = row["سرمایهگذاری"].split()
        amounts.append(int(number) * (10**9 if unit == ["میلیارد", "ریال"] else 1))
    assert (len(by_day), sum(a > 10**11 for a in amounts), sum(a < 10**11 for a in amounts)) == (15, 6, 9)
    assert len(found) > len(plan) > len(by_day)


def test_44_idle_units_were_identified_29_in_diagnosis_3_back_at_work(lists: Path) -> None:
    found = list(rows(lists / "06-vahed-haye-raked.xlsx", "شماره پرونده"))
    known = [row for row in found if day(row["تاریخ شناسایی"]) <= TIR_10]

    assert len(known) == 44
    assert sum(day(row["تاریخ عارضهیابی"]) <= TIR_10 for row in known) == 29
    assert sum(day(row["تاریخ بازگشت به تولید"]) <= TIR_10 for row in known) == 3
    assert len(found) > 44
    causes = [row["علت اصلی"] for row in known]
    words = {"سرمایه": 17, "بدهی": 10, "بازار": 7, "انرژی": 5, "شرکا": 4}
    assert {word: sum(word in cause for cause in causes) for word in words} == words


def test_the_commitment_was_1800_in_esfand_and_2000_from_farvardin(lists: Path) -> None:
    found = list(rows(lists / "07-eshteghal.xlsx", "شماره تعهد"))

    announced: dict[tuple[int, ...], int] = {}
    for row in found:
        on = day(row["تاریخ اعلام"])
        announced[on] = announced.get(on, 0) + int(row["تعداد"])
    assert announced == {(1389, 12, 15): 1_800, (1390, 1, 25): 2_000}
    assert {row["شماره تعهد"] for row in found} == {"ت-1390"}
    assert {day(row["تا تاریخ"]) for row in found} == {(1390, 12, 29)}


def test_417_persons_are_confirmed_and_183_only_said_in_96_rows(lists: Path) -> None:
    held = [row for row in rows(lists / "07-eshteghal.xlsx", "شماره شاهد") if day(row["تاریخ"]) <= TIR_10]

    safeguarded = [row for row in held if "تثبیت" in row["نوع شغل"] or "حفظ" in row["نوع شغل"]]
    counted = [row for row in held if row not in safeguarded]
    said = [row for row in counted if any(word in row["سطح اثبات"] for word in ("اظهار", "فهرست", "رصد", "کد ملی"))]
    confirmed = [row for row in counted if row not in said]
    persons = [sum(int(row["تعداد"].split()[0]) for row in part) for part in (confirmed, said)]
    assert (len(held), persons) == (96, [417, 183])
    assert safeguarded


def test_23_of_60_resolutions_are_overdue(lists: Path) -> None:
    found = list(rows(lists / "08-mosavabat.xlsx", "شماره مصوبه"))

    done = [row for row in found if row["وضعیت"].startswith(("اجراشده", "اجرا شده", "انجام"))]
    late = [row for row in found if row not in done and day(row["مهلت"]) < TIR_10]
    assert (len(found), len(late)) == (60, 23)


def test_every_unit_of_the_other_lists_stands_in_the_list_of_units(lists: Path) -> None:
    (sheet,) = sheets(lists / "02-vahed-ha.xlsx")
    known = {row[0] for row in sheet if row[0].startswith("118/")} - STRANGERS

    for name, first in (
        ("03-tasir-pazir.csv", "شماره پروانه"),
        ("04-pardakht-bank-ha.xlsx", "شماره سند"),
        ("06-vahed-haye-raked.xlsx", "شماره پرونده"),
        ("07-eshteghal.xlsx", "شماره شاهد"),
        ("08-mosavabat.xlsx", "شماره مصوبه"),
    ):
        said = {row["شماره پروانه"] for row in rows(lists / name, first)} - {""}
        assert said, name
        assert said <= known, name
