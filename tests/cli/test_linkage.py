"""`hamahang linkage evaluate`: the fixed form, the readable one, and each refusal."""

import csv
import json
from pathlib import Path

import pytest

from hamahang.cli.main import main
from tests.methods.linkage.made import lists


def write(path: Path, rows: list[dict[str, str]], header: list[str] | None = None) -> str:
    names = header or sorted({name for row in rows for name in row}, key=lambda name: (name != "id", name))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


@pytest.fixture
def files(tmp_path):
    left, right = lists(80)
    pairs = [{"left": f"u{k}", "right": f"r{k}"} for k in range(0, 80, 2)]
    return {
        "--left": write(tmp_path / "a.csv", left),
        "--right": write(tmp_path / "b.csv", right),
        "--pairs": write(tmp_path / "true.csv", pairs),
    }


def evaluate(files: dict[str, str], *more: str) -> int:
    return main(["linkage", "evaluate", *(word for pair in files.items() for word in pair), *more])


def test_two_tables_in_the_fixed_form(files, capsys):
    assert evaluate(files, "--json") == 0

    said = json.loads(capsys.readouterr().out)
    assert {"precision", "recall", "f1", "threshold", "candidates_recall", "seconds", "best"} <= set(said)
    assert said["f1"] > 0.95
    assert said["best"]["f1"] >= 0.95
    assert said["candidates_recall"] == 1.0
    assert {"left", "right", "missed", "weight", "reasons"} <= set(said["errors"][0]) if said["errors"] else True


def test_a_set_without_a_true_pair_is_measured_too(files, tmp_path, capsys):
    files["--pairs"] = write(tmp_path / "none.csv", [], ["left", "right"])

    assert evaluate(files, "--json") == 0

    said = json.loads(capsys.readouterr().out)
    assert (said["recall"], said["best"]["f1"]) == (1.0, 1.0)


def test_tables_of_names_alone_say_that_nothing_can_be_linked(tmp_path, capsys):
    left, right = lists(20)
    named = [[{"id": row["id"], "name": row["name"]} for row in table] for table in (left, right)]
    files = {
        "--left": write(tmp_path / "a.csv", named[0]),
        "--right": write(tmp_path / "b.csv", named[1]),
        "--pairs": write(tmp_path / "p.csv", [{"left": "u0", "right": "r0"}]),
    }

    assert evaluate(files, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["has_only_names"], said["links"]) == (True, 0)
    assert evaluate(files) == 0
    assert "nothing is ever linked by a name alone" in capsys.readouterr().out


def test_doubles_inside_one_table(tmp_path, capsys):
    left, right = lists(80)
    twice = [row for k, row in enumerate(right) if k % 2 == 0]
    files = {
        "--left": write(tmp_path / "a.csv", left + twice),
        "--pairs": write(tmp_path / "p.csv", [{"left": f"r{k}", "right": f"u{k}"} for k in range(0, 80, 2)]),
    }

    assert evaluate(files, "--json") == 0

    assert json.loads(capsys.readouterr().out)["f1"] > 0.9


def test_the_readable_form_has_the_curve_and_the_worst_errors_with_reasons(files, tmp_path, capsys):
    # one true pair is left out, so that one right link counts as an error and its reasons are shown
    files["--pairs"] = write(tmp_path / "p.csv", [{"left": f"u{k}", "right": f"r{k}"} for k in range(2, 80, 2)])

    assert evaluate(files) == 0

    said = capsys.readouterr().out
    assert "precision" in said
    assert "u0 = r0" in said
    assert "same place" in said
    assert "جا یکی است" in said


@pytest.mark.parametrize("turned", [False, True])
def test_columns_may_be_named_either_way_round(files, tmp_path, capsys, turned):
    rows, _ = lists(80)
    renamed = [
        {
            "nr": row["id"],
            "title": row["name"],
            "tel": row["phone"],
            "street": "",
            "city": row["place"],
            "licence": row["licence"],
        }
        for row in rows
    ]
    files["--left"] = write(tmp_path / "named.csv", renamed)
    names = {"nr": "id", "title": "name", "tel": "phone", "city": "place"}
    left = {ours: theirs for theirs, ours in names.items()} if turned else names
    columns = tmp_path / "map.json"
    columns.write_text(json.dumps({"left": left, "right": {}}), encoding="utf-8")

    assert evaluate(files, "--columns", str(columns), "--json") == 0

    assert json.loads(capsys.readouterr().out)["f1"] > 0.9


def test_a_dearer_wrong_link_moves_the_threshold(files, capsys):
    assert evaluate(files, "--cost", "8", "--json") == 0

    assert json.loads(capsys.readouterr().out)["threshold"] == 3.0


def refused(files: dict[str, str], capsys: pytest.CaptureFixture[str], *more: str, status: int = 1) -> str:
    assert evaluate(files, *more) == status
    persian, english = capsys.readouterr().err.strip().splitlines()
    assert any("\u0600" <= letter <= "\u06ff" for letter in persian)
    return english


@pytest.mark.parametrize(
    ("which", "content", "reason"),
    [
        ("--left", "", "no rows"),
        ("--left", "id,name\n", "no rows"),
        ("--left", "name,place\nآجر,ایلام\n", "no column id"),
        ("--left", "id,colour\n1,red\n", "No column"),
        ("--left", "id,name\n1,آجر\n1,گچ\n", "'1' twice"),
        ("--left", "id,name\n,آجر\n", "has no id"),
        ("--left", "id,name,name\n1,a,b\n", "heading 'name' twice"),
        ("--left", "id,name\n1,a,b,c\n", "more cells"),
        ("--right", "id,email\n1,a@b.c\n", "no field in common"),
        ("--pairs", "left,other\nu0,r0\n", "no column right"),
        ("--pairs", "left,right\nu0,r999\n", "'r999'"),
        ("--pairs", "left,right\nu0,\n", "not a pair"),
    ],
)
def test_each_faulty_file_is_refused_in_both_languages(files, tmp_path, capsys, which, content, reason):
    path = tmp_path / "faulty.csv"
    path.write_text(content, encoding="utf-8")

    assert reason in refused(files | {which: str(path)}, capsys)


def test_another_encoding_is_refused(files, tmp_path, capsys):
    path = tmp_path / "old.csv"
    path.write_bytes("id,name\n1,آجر\n".encode("windows-1256"))

    assert "not in UTF-8" in refused(files | {"--left": str(path)}, capsys)


def test_a_file_that_is_not_there_is_wrong_use(files, capsys):
    assert "cannot be read" in refused(files | {"--left": "nowhere.csv"}, capsys, status=2)


@pytest.mark.parametrize(
    ("content", "reason"), [("{", "sound JSON"), ("[]", "JSON object"), ('{"x": "y"}', "one must be")]
)
def test_a_faulty_map_of_columns_is_refused(files, tmp_path, capsys, content, reason):
    path = tmp_path / "map.json"
    path.write_text(content, encoding="utf-8")

    assert reason in refused(files, capsys, "--columns", str(path))


@pytest.mark.parametrize("cost", ["0", "-1", "much", "inf", "nan"])
def test_a_cost_that_is_none_is_wrong_use(files, cost, capsys):
    with pytest.raises(SystemExit) as stopped:
        evaluate(files, f"--cost={cost}")

    assert stopped.value.code == 2
