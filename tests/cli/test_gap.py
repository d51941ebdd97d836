"""`hamahang gap rank`: the fixed form, the readable one, and each refusal."""

import json
from pathlib import Path

import pytest

from hamahang.cli.main import main

ROWS = [
    "استان,بیکاری,کارگاه,درآمد",
    ",−,+,+",
    "ایلام,۱۵٫۷,۳۰,1200",
    "تهران,11,800,3000",
    "یزد,9.5,,2500",
    "قم,10,200,2100",
]


def written(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8-sig")
    return str(folder / name)


@pytest.fixture
def data(tmp_path):
    return written(tmp_path, "areas.csv", "\n".join(ROWS))


def test_places_with_intervals_in_the_fixed_form(data, capsys):
    assert main(["gap", "rank", "--data", data, "--method", "topsis", "--draws", "300", "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert [one["area"] for one in said["areas"]] == ["تهران", "یزد", "قم", "ایلام"]
    for one in said["areas"]:
        low, high = one["rank_interval"]
        assert 1 <= low <= one["rank"] <= high <= 4
        assert 0 <= one["score"] <= 1
    assert said["draws"] == 300
    assert said["missing"]["filled"][0]["area"] == "یزد"


def test_the_same_file_gives_the_same_answer(data, capsys):
    said = []
    for _ in range(2):
        main(["gap", "rank", "--data", data, "--draws", "200", "--json"])
        said.append(json.loads(capsys.readouterr().out) | {"seconds": 0})

    assert said[0] == said[1]


@pytest.mark.parametrize("method", ["taxonomy", "morris", "geometric", "harmonic", "condorcet", "arithmetic", "bod"])
def test_every_method_prints_a_table_with_intervals(data, method, capsys):
    assert main(["gap", "rank", "--data", data, "--method", method, "--draws", "50"]) == 0

    said = capsys.readouterr().out
    assert "ایلام" in said
    assert "–" in said
    assert "nan" not in said


def test_weights_change_the_order(data, tmp_path, capsys):
    weights = written(tmp_path, "weights.csv", "بیکاری,1\nکارگاه,0\nدرآمد,0")
    assert main(["gap", "rank", "--data", data, "--weights", weights, "--draws", "50", "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert said["areas"][0]["area"] == "یزد"
    assert said["weights"] == {"بیکاری": 1, "کارگاه": 0, "درآمد": 0}


def test_an_area_with_an_empty_cell_may_be_left_out(data, capsys):
    assert main(["gap", "rank", "--data", data, "--missing", "drop", "--draws", "50", "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert said["missing"]["dropped"] == ["یزد"]
    assert len(said["areas"]) == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a,x\n,+\nA,many\nB,2", "Row 3, column 2"),
        ("a,x\n,+\nA,1", "at least two"),
        ("a,x\n,+\nA,1\nB,1", "same for all"),
        ("a,x,y\n,+,+\nA,1,\nB,2,", "Nothing is known"),
        ("a,x\nA,1\nB,2\nC,3", "more is better"),
        ("", "first row"),
    ],
)
def test_a_bad_file_is_refused_in_both_languages(tmp_path, text, words, capsys):
    assert main(["gap", "rank", "--data", written(tmp_path, "bad.csv", text)]) == 1

    fa, en = capsys.readouterr().err.strip().split("\n")
    assert words in en
    assert any("\u0600" <= letter <= "\u06ff" for letter in fa)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--method", "saw"], "topsis"),
        (["--missing", "zero"], "nearest"),
        (["--weights", "WEIGHTS"], "sum to 0.8"),
    ],
)
def test_a_wrong_wish_is_answered(data, tmp_path, more, words, capsys):
    weights = written(tmp_path, "weights.csv", "بیکاری,0.5\nکارگاه,0.2\nدرآمد,0.1")
    more = [weights if word == "WEIGHTS" else word for word in more]

    assert main(["gap", "rank", "--data", data, *more]) == 1
    assert words in capsys.readouterr().err


def test_a_file_that_is_not_there_is_a_wrong_use(tmp_path, capsys):
    assert main(["gap", "rank", "--data", str(tmp_path / "none.csv")]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_there_is_no_rank_without_an_interval(data, capsys):
    with pytest.raises(SystemExit) as left:
        main(["gap", "rank", "--data", data, "--draws", "0"])

    assert left.value.code == 2
    assert "no rank without its interval" in capsys.readouterr().err
