"""Files of p-median problems: read as the library's notes say, and refused with the line and the repair."""

import json

import numpy as np
import pytest

from hamahang.cli.main import main
from hamahang.methods.siting.reading import NotAGraph, read_pmed

from .made import least, stars

# a road 1 – 2 – 3 – 4 – 5, the first edge told again at the end
ROAD = "5 5 2\n1 2 3\n2 3 2\n3 4 7\n4 5 1\n2 1 9\n"


def test_ways_are_shortest_and_a_later_line_holds():
    graph = read_pmed(ROAD)

    assert graph.number == 2
    assert graph.cost[0].tolist() == [0, 9, 11, 18, 19]
    assert (graph.cost == graph.cost.T).all()


def test_an_edge_of_no_length_and_one_to_itself_are_taken():
    graph = read_pmed("3 3 1\n1 2 0\n2 3 4\n2 2 5\n")

    assert graph.cost.tolist() == [[0, 0, 4], [0, 0, 4], [4, 4, 0]]


def test_broken_lengths_are_counted_whole_and_said_as_in_the_file():
    graph = read_pmed("2 1 1\n1 2 2.25\n")

    assert (graph.scale, graph.cost[0, 1], graph.said(225)) == (100, 225, 2.25)


def test_parts_that_are_apart_each_get_a_site():
    graph = read_pmed("4 2 2\n1 2 3\n3 4 5\n")

    assert least(graph.cost, 2) == 8
    assert np.isfinite(graph.cost).all()


def run(tmp_path, text: str, *more: str) -> int:
    path = tmp_path / "graph.txt"
    path.write_bytes(text.encode("utf-8", errors="surrogateescape"))
    return main(["siting", "solve", "--pmed", str(path), *more])


def test_the_command_prints_the_fixed_form(tmp_path, capsys):
    assert run(tmp_path, ROAD, "--json", "--seconds", "5") == 0

    said = json.loads(capsys.readouterr().out)
    assert list(said) == ["value", "bound", "open", "seconds"]
    assert (said["value"], said["bound"], said["open"]) == (12, 12, [2, 4])


def test_the_command_names_vertices_as_the_file_does(tmp_path, capsys):
    text, hearts, value = stars(6, 4, seed=3)

    assert run(tmp_path, "\ufeff" + text.replace("\n", "\r\n"), "--json") == 0

    said = json.loads(capsys.readouterr().out)
    assert (said["value"], said["open"]) == (value, hearts)


def test_it_is_printed_for_people_too(tmp_path, capsys):
    assert run(tmp_path, ROAD) == 0

    assert "open     2 4" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 0, "three whole numbers"),
        ("5 5\n", 1, "three whole numbers"),
        ("5 x 2\n", 1, "three whole numbers"),
        ("\x80\x00\n", 1, "three whole numbers"),
        ("0 0 1\n", 1, "there must be 1 to"),
        ("999999 0 1\n", 1, "there must be 1 to"),
        ("9" * 5000 + " 1 1\n", 1, "three whole numbers"),
        ("3 1 4\n1 2 3\n", 1, "1 to the number of vertices, 3"),
        ("3 1 0\n1 2 3\n", 1, "1 to the number of vertices, 3"),
        ("3 2 1\n1 2 3\n\n2 3\n", 4, "has 2 numbers"),
        ("3 2 1\n1 2 3\n2 4 1\n", 3, "'4' is no vertex"),
        ("3 2 1\n0 2 3\n2 3 1\n", 2, "'0' is no vertex"),
        ("3 2 1\n1 2 3\n2 3 -1\n", 3, "no length"),
        ("3 2 1\n1 2 3\n2 3 nan\n", 3, "no length"),
        ("3 2 1\n1 2 3\n2 3 ten\n", 3, "no length"),
        ("3 2 1\n1 2 3\n2 3 1e12\n", 3, "out of range"),
        ("3 2 1\n1 2 3\n2 3 0.0000001\n", 3, "out of range"),
        ("3 3 1\n1 2 3\n2 3 1\n", 0, "3 edges and 2 are there"),
        ("3 1 1\n1 2 3\n", 0, "falls into 2 parts"),
    ],
)
def test_a_file_of_another_form_is_refused_with_its_line_in_both_languages(tmp_path, capsys, text, line, words):
    with pytest.raises(NotAGraph) as caught:
        read_pmed(text)
    assert caught.value.line == line

    assert run(tmp_path, text, "--json") == 1

    said = capsys.readouterr()
    assert said.out == ""
    fa, en = said.err.splitlines()
    assert words in en
    assert any("\u0600" <= letter <= "\u06ff" for letter in fa)
    assert (f"line {line}" in en) is bool(line)


def test_lengths_whose_sums_are_not_exact_are_refused(tmp_path, capsys):
    assert run(tmp_path, "3 2 1\n1 2 999999999\n2 3 0.000001\n") == 1

    assert "larger unit" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_wrong_use(tmp_path, capsys):
    assert main(["siting", "solve", "--pmed", str(tmp_path / "none.txt")]) == 2

    assert "خوانده نشد" in capsys.readouterr().err


@pytest.mark.parametrize("seconds", ["0", "-1", "soon", "inf", "nan"])
def test_seconds_that_are_none_are_wrong_use(tmp_path, capsys, seconds):
    with pytest.raises(SystemExit) as caught:
        run(tmp_path, ROAD, "--seconds", seconds)

    assert caught.value.code == 2
    assert "above zero" in capsys.readouterr().err
