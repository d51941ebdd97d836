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
