"""Public problem files: their forms, by hand; and what is none of them."""

import json

import pytest

from hamahang.cli.main import main
from hamahang.methods.portfolio.reading import NotAProblem, read_mknap, read_mmkp
from hamahang.methods.portfolio.solving import solve

MKNAP = """2
3 1 0
10 9 3
6 5 2
8
2 2 7
4 3.5
1 1
2 1
1 2
"""
KHAN = "2 2 1\n5\n1\n10 4\n6 2\n2\n9 4\n5.5 3\n"
HIFI = "2 2 1\n5\n10 4\n6 2\n9 4\n5.5 3\n"
COUNTED = "2 1\n5\n1\n6 2\n2\n9 4\n5.5 3\n"
HEADED = "Classes 2 2 1\nlimits: 5\nclass 1\n10, 4\n6, 2  # the lighter\nclass 2\n9, 4\n5.5, 3\n"
ONE_LINE = "2 1 5 2 10 4 6 2 2 9 4 5.5 3"
NUMBERED = "1 2 2 1\n 9\n1\n10 4\n6 2\n2\n9 4\n5.5 3\n\n2\t2\t2\t1\t\t\n\t5\n1\n10\t4\n6\t2\n2\n9 4\n5.5 3\n"
WORDED = """# made of
instance_id     1
num_class       2
num_dimension   1
# class_id      1
num_item        2
10 4
6 2
# class_id      2
num_item        2
9 4
5.5 3
c:      5
"""


def test_a_knapsack_of_a_file_is_solved_as_by_hand():
    read = read_mknap(MKNAP, instance=1)

    found = solve(read.packing, seconds=10.0)

    assert read.value(found.worth) == 13
    assert found.status == "proven"
    assert found.chosen is not None
    assert found.chosen.tolist() == [0, 2]


def test_values_with_a_point_come_back_as_they_were():
    read = read_mknap(MKNAP, instance=2)

    assert read.scale == 10
    assert read.value(solve(read.packing, seconds=10.0).worth) == 4.0


@pytest.mark.parametrize("text", [KHAN, HIFI, COUNTED, WORDED, HEADED, ONE_LINE])
def test_each_form_of_a_multiple_choice_problem_is_read(text):
    read = read_mmkp(text)

    # of the first 6 of weight 2, of the second 5.5 of weight 3
    assert read.value(solve(read.packing, seconds=10.0).worth) == 11.5


def test_of_a_file_of_several_multiple_choice_problems_each_is_read():
    first, second = (read_mmkp(NUMBERED, instance=place) for place in (1, 2))

    assert (int(first.packing.limit[0]), int(second.packing.limit[0])) == (9, 5)
    assert second.value(solve(second.packing, seconds=10.0).worth) == 11.5
    with pytest.raises(NotAProblem, match="has 2 problems"):
        read_mmkp(NUMBERED, instance=3)


@pytest.mark.parametrize("text", ["3 1\n10 9 3\n6 5 2\n8\n", "3 1 13 10 9 3 6 5 2 8"], ids=["without", "with"])
def test_a_knapsack_alone_is_read_with_and_without_its_best_value(text):
    read = read_mknap(text)

    assert read.value(solve(read.packing, seconds=10.0).worth) == 13
    with pytest.raises(NotAProblem, match="has one problem"):
        read_mknap(text, instance=2)


def test_a_file_that_is_no_multiple_choice_problem_is_told_how_many_numbers_it_would_need():
    with pytest.raises(NotAProblem, match="as n l m = 2 2 1 it would need 12 numbers, or 14"):
        read_mmkp("2 2 1\n5\n1 2 3\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the number of problems"),
        ("1\n3 1 0\n1 2", "values of problem 1: the file ends"),
        ("1\n3 1 0\n1 x 2\n1 1 1\n2", "not a number"),
        ("1\n0 1 0\n", "0 variables"),
        ("1\n1 1 0\n1.1234567891\n1\n1", "digits after the point"),
        ("1\n1 1 0\n5\n1e999999999\n5", "a number of more than 400 digits"),
    ],
)
def test_what_is_not_of_the_form_is_told_where(text, words):
    with pytest.raises(NotAProblem) as refused:
        read_mknap(text)

    assert words in refused.value.why[1]


@pytest.mark.parametrize(
    "text", ["2 2 1\n5\n1\n10 4\n6 2\n2\n9", "2 1\n5\n0\n", "num_class 1", "num_class 1 num_dimension 1 c: 2"]
)
def test_a_broken_multiple_choice_file_is_refused(text):
    with pytest.raises(NotAProblem):
        read_mmkp(text)


def test_the_command_prints_the_fixed_form(tmp_path, capsys):
    (tmp_path / "k.txt").write_text(MKNAP)

    assert (
        main(["plan", "solve", "--mknap", str(tmp_path / "k.txt"), "--instance", "1", "--seconds", "10", "--json"]) == 0
    )

    said = json.loads(capsys.readouterr().out)
    assert {"value", "bound", "gap", "seconds", "chosen"} <= set(said)
    assert (said["value"], said["bound"], said["gap"], said["chosen"]) == (13, 13, 0, [0, 2])


def test_the_command_says_what_is_taken_of_each_class(tmp_path, capsys):
    (tmp_path / "m.txt").write_text(KHAN)

    assert main(["plan", "solve", "--mmkp", str(tmp_path / "m.txt"), "--seconds", "10", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["chosen"] == [1, 1]


@pytest.mark.parametrize("text", ["nothing", "1\n2 1 0\n1 1\n1 99999999999999999999\n3", "1\n2 1 0\n1e400 2\n3 4\n5"])
def test_the_command_refuses_what_it_cannot_read_in_both_languages(tmp_path, capsys, text):
    (tmp_path / "k.txt").write_text(text)

    assert main(["plan", "solve", "--mknap", str(tmp_path / "k.txt")]) == 1

    said = capsys.readouterr().err
    assert any("\u0600" <= letter <= "\u06ff" for letter in said)


@pytest.mark.parametrize("read", [read_mknap, read_mmkp])
@pytest.mark.parametrize("text", ["[" * 10**6, "1 " + "9" * 10**5, "(" * 10**5 + " 2 3", "num_class " + "[" * 10**6])
def test_what_is_no_problem_is_not_repeated_at_length_and_said_in_both_languages(read, text):
    with pytest.raises(NotAProblem) as refused:
        read(text)

    fa, en = refused.value.why
    assert max(len(fa), len(en)) < 400
    assert any("\u0600" <= letter <= "\u06ff" for letter in fa)
    assert fa != en
