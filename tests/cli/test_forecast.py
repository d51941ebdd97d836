"""`hamahang forecast backtest`: the fixed form, the readable one, and each refusal."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from hamahang.cli.main import main
from hamahang.methods.forecast.worlds import REGIMES, world


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def history(tmp_path):
    books, begun = world(REGIMES[0], seed=4, cases=80), date(2004, 3, 20).toordinal()
    rows = [
        {
            "case": books.cases[case],
            "stage": books.stages[stage],
            "entered_on": date.fromordinal(begun + int(entered)).isoformat(),
            "kind": str(case % 3),
            "amount": str(case * 17 % 90),
            "name": f"n{case}",
        }
        for case, stage, entered in zip(books.case, books.stage, books.entered, strict=True)
    ]
    return written(tmp_path / "history.csv", rows)


def backtest(history: Path, *more: str) -> int:
    words = ["--history", str(history), "--success", "VERIFIED", "--failure", "DROPPED", "--horizon", "365"]
    return main(["forecast", "backtest", *words, *more])


def test_scores_beside_the_rivals_in_the_fixed_form(history, capsys):
    assert backtest(history, "--asof", "2008-03-20", "--asof", "2009-03-20", "--json") == 0

    said = json.loads(capsys.readouterr().out)
    assert {"brier", "crps", "coverage80", "coverage95"} <= set(said["model"])
    assert {"straight_line", "last_year", "stated", "stage_rate"} == set(said["rivals"])
    assert said["model"]["crps"] < said["rivals"]["stated"]["crps"]
    assert [one["asof"] for one in said["cutoffs"]] == ["2008-03-20", "2009-03-20"]
    assert said["left_out"] == ["name"]


def test_without_days_it_chooses_them_and_prints_a_table(history, capsys):
    assert backtest(history) == 0

    said = capsys.readouterr().out
    assert "مدل / model" in said
    assert "نرخ سال گذشته / last year's rate" in said


def test_the_order_of_the_file_does_not_matter(history, tmp_path, capsys):
    with history.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    turned = written(tmp_path / "turned.csv", rows[::-1])

    said = []
    for path in (history, turned):
        assert backtest(path, "--asof", "2009-03-20", "--json") == 0
        said.append(json.loads(capsys.readouterr().out) | {"seconds": 0})

    assert said[0] == said[1]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"case": "a", "stage": "X"}], "entered_on"),
        ([{"case": "a", "stage": "VERIFIED", "entered_on": "1390/04/10"}], "Row 2"),
        ([{"case": "", "stage": "VERIFIED", "entered_on": "2011-07-01"}], "no case"),
        ([{"case": "a", "stage": "OPEN", "entered_on": "2011-07-01"}], "no stage 'VERIFIED'"),
        ([{"case": c, "stage": c, "entered_on": "2011-07-01"} for c in ("VERIFIED", "DROPPED")], "On none of the days"),
    ],
    ids=["column", "day", "case", "stage", "nothing"],
)
def test_what_cannot_be_replayed_is_refused_in_both_languages(tmp_path, capsys, rows, words):
    assert backtest(written(tmp_path / "h.csv", rows)) == 1

    said = capsys.readouterr().err
    assert words in said
    assert any("\u0600" <= letter <= "\u06ff" for letter in said)


def test_times_of_day_tell_cases_apart_and_the_day_itself_is_seen(tmp_path, capsys):
    rows = [
        {"case": f"c{k}", "stage": stage, "entered_on": f"2011-0{1 + k % 6}-{1 + k % 27:02d}T{hour}:30:00"}
        for k in range(60)
        for stage, hour in (("OPEN", "08"), ("VERIFIED" if k % 3 else "DROPPED", "17"))
    ]
    rows.append({"case": "late", "stage": "OPEN", "entered_on": "2011-03-10T23:59:00"})

    words = ["--history", str(written(tmp_path / "h.csv", rows)), "--success", "VERIFIED", "--failure", "DROPPED"]
    assert main(["forecast", "backtest", *words, "--asof", "2011-03-10", "--horizon", "1", "--json"]) == 0

    (one,) = json.loads(capsys.readouterr().out)["cutoffs"]
    assert one["open"] == 1


@pytest.mark.parametrize("words", [["--horizon", "0"], ["--horizon", "x"], ["--asof", "1390-13-01"]])
def test_nonsense_is_wrong_use(history, words):
    with pytest.raises(SystemExit) as ended:
        backtest(history, *words)

    assert ended.value.code == 2


def cases(*, last: int = 60) -> list[dict[str, str]]:
    """Return sixty cases, one begun each ten days of 2009 and 2010, two of three succeeding after a while."""
    rows = []
    for k in range(last):
        begun = date(2009, 1, 1).toordinal() + 10 * k
        end = "VERIFIED" if k % 3 else "DROPPED"
        for stage, day in (("OPEN", begun), ("WORK", begun + 20 + k % 7), (end, begun + 50 + k % 11)):
            rows.append({"case": f"c{k:02d}", "stage": stage, "entered_on": date.fromordinal(day).isoformat()})
    return rows


def replayed(path: Path, capsys, *more: str) -> dict:
    words = ["--success", "VERIFIED", "--failure", "DROPPED", "--horizon", "60", "--asof", "2010-03-01", "--json"]
    assert main(["forecast", "backtest", "--history", str(path), *words, *more]) == 0
    said = capsys.readouterr()
    scored: dict = json.loads(said.out)
    return scored | {"seconds": 0, "told": said.err}


@pytest.fixture
def plain(tmp_path, capsys):
    return replayed(written(tmp_path / "plain.csv", cases()), capsys)


def test_rows_that_stand_there_twice_count_once_and_are_told(tmp_path, capsys, plain):
    rows = cases()
    said = replayed(written(tmp_path / "h.csv", [*rows, *rows[3:10]]), capsys)

    assert said["rows_twice"] == 7
    assert said["model"] == plain["model"]
    assert "7 rows stand there twice" in said["told"]
    assert "7 سطر تکراری" in said["told"]


@pytest.mark.parametrize("day", ["", "NULL", "n/a", "9999-12-31", "0001-01-01T00:00:00+03:30"])
def test_a_row_with_no_day_says_that_the_stage_was_not_entered(tmp_path, capsys, plain, day):
    rows = [*cases(), {"case": "c01", "stage": "WORK", "entered_on": day}]
    said = replayed(written(tmp_path / "h.csv", rows), capsys)

    assert said["rows_without_a_day"] == 1
    assert said["model"] == plain["model"]


@pytest.mark.parametrize(("separator", "ending"), [(";", "\r\n"), ("\t", "\n"), (",", "\r\n")])
def test_other_separators_endings_a_byte_order_mark_and_headings_in_capitals_are_read(
    tmp_path, capsys, plain, separator, ending
):
    lines = [["Case", " STAGE ", "entered_on"], *([*row.values()] for row in cases())]
    path = tmp_path / "h.csv"
    path.write_bytes(b"\xef\xbb\xbf" + ending.join(separator.join(line) for line in lines).encode() + b"\n")

    assert replayed(path, capsys)["model"] == plain["model"]


def test_moments_with_zones_are_taken_in_utc(tmp_path, capsys):
    here = [row | {"entered_on": row["entered_on"] + "T20:30:00Z"} for row in cases()]
    there = [row | {"entered_on": row["entered_on"] + " 23:00:00.000+02:30"} for row in cases()]

    first = replayed(written(tmp_path / "here.csv", here), capsys)
    second = replayed(written(tmp_path / "there.csv", there), capsys)
    assert first["model"] == second["model"]


def test_what_comes_after_a_case_ended_is_not_heard(tmp_path, capsys, plain):
    again = [
        {"case": "c01", "stage": stage, "entered_on": day}
        for stage, day in (("OPEN", "2010-02-01"), ("DROPPED", "2010-03-15"))
    ]

    assert replayed(written(tmp_path / "h.csv", [*cases(), *again]), capsys)["model"] == plain["model"]


def test_a_failure_that_never_happened_is_told_and_the_rest_goes_on(tmp_path, capsys, plain):
    said = replayed(written(tmp_path / "h.csv", cases()), capsys, "--failure", "WITHDRAWN")

    assert said["stages_not_seen"] == ["WITHDRAWN"]
    assert said["model"] == plain["model"]
    assert "این مرحله‌ها در پرونده نیست: WITHDRAWN" in said["told"]


def test_days_before_the_history_or_too_late_to_be_judged_are_left_out_and_told(tmp_path, capsys, plain):
    words = [word for day in ("1999-01-01", "2010-10-01", "2010-03-01", "2030-01-01") for word in ("--asof", day)]
    said = replayed(written(tmp_path / "h.csv", cases()), capsys, *words)

    assert said["not_judged"] == ["1999-01-01", "2010-10-01", "2030-01-01"]
    assert said["cutoffs"] == plain["cutoffs"]
    assert "1999-01-01, 2010-10-01, 2030-01-01" in said["told"]


def test_without_a_day_that_can_be_judged_it_says_what_the_history_holds(history, capsys):
    assert backtest(history, "--asof", "2030-01-01") == 1

    said = capsys.readouterr().err
    assert "The history is of 2004-" in said
    assert "تاریخچه از 2004-" in said


def test_one_case_alone_is_replayed(tmp_path, capsys):
    rows = [
        {"case": "a", "stage": stage, "entered_on": day}
        for stage, day in (("OPEN", "2009-01-01"), ("WORK", "2009-09-01"), ("VERIFIED", "2010-04-01"))
    ]
    path = written(tmp_path / "h.csv", [*rows, {"case": "a", "stage": "OPEN", "entered_on": "2010-06-01"}])

    (one,) = replayed(path, capsys)["cutoffs"]
    assert (one["open"], one["came"]) == (1, 1)


def test_columns_of_words_of_numbers_and_of_gaps_are_heard_and_names_are_not(tmp_path, capsys):
    rows = [
        row
        | {
            "kind": ("A", "B", "", "NA")[place // 3 % 4],
            "amount": "null" if place % 5 == 0 else f"{place * 37 % 101}.5",
            "name": f"n{place}",
            "same": "x",
        }
        for place, row in enumerate(cases())
    ]

    assert replayed(written(tmp_path / "h.csv", rows), capsys)["left_out"] == ["name", "same"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"case,stage,entered_on\n", "no rows"),
        (b"", "no rows"),
        (b"case,stage,entered_on,stage\na,b,2009-01-01,c\n", "twice"),
        (b"case,stage,entered_on\na,VERIFIED,\n", "No row"),
        (b"case,stage,entered_on\na,VERIFIED,2009-01-01,x\n", "more cells"),
        (b"case,stage,entered_on\na,VERIFIED,2009-02-30\n", "Row 2"),
        (b"case,stage,entered_on\n\xff\xfe,VERIFIED,2009-01-01\n", "UTF-8"),
        (b'case,stage,entered_on\na,"VERIFIED,2009-01-01\n', "CSV"),
    ],
    ids=["heading", "empty", "heading twice", "no day at all", "cells", "no such day", "bytes", "quotes"],
)
def test_what_is_no_history_is_refused_in_both_languages(tmp_path, capsys, content, words):
    path = tmp_path / "h.csv"
    path.write_bytes(content)

    assert backtest(path) == 1
    said = capsys.readouterr().err
    assert words in said
    assert any("\u0600" <= letter <= "\u06ff" for letter in said)


def test_a_stage_is_not_a_success_and_a_failure(history, capsys):
    assert backtest(history, "--failure", "VERIFIED") == 2
    assert "as a success and as a failure" in capsys.readouterr().err
