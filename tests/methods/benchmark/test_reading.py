"""Files as people write them, and each fault with its place and repair."""

import numpy as np
import pytest

from hamahang.methods.benchmark import Unfit, rank, read_table, read_weights
from hamahang.methods.benchmark.reading import BadFile, decoded

PLAIN = "area,rate,works\n,-,+\nIlam,15.7,30\nYazd,10,90\n"


def test_the_fixed_form_is_read():
    table = read_table(PLAIN)

    assert table.areas == ("Ilam", "Yazd")
    assert [(one.code, one.direction) for one in table.indicators] == [("rate", -1), ("works", 1)]
    assert table.values.tolist() == [[15.7, 30], [10, 90]]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + PLAIN,
        PLAIN.replace(",", ";"),
        PLAIN.replace(",", "\t"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace(",-,", ",−,").replace("15.7", "۱۵٫۷").replace("90", "٩٠"),
        PLAIN.replace(",-,", ",–,").replace("15.7", " 1.57e1 "),
        PLAIN.replace("\nYazd", "\n,,\nYazd") + "\n\n",
        "area,rate,works,\n,-,+,\nIlam,15.7,30,\nYazd,10,90,\n",
    ],
)
def test_other_ways_of_writing_the_same_are_the_same(text):
    table = read_table(decoded(text.encode()))

    assert table.values.tolist() == read_table(PLAIN).values.tolist()
    assert table.directions.tolist() == [-1, 1]


def test_thousands_and_empty_cells_are_read():
    table = read_table('a,x,y\n,+,+\nA,"1,200",\nB,۱٬۳۰۰,7\nC,1400,–\nD,-3,NA\nE,(5),2\n')

    assert table.values[:, 0].tolist() == [1200, 1300, 1400, -3, -5]
    assert np.isnan(table.values[[0, 2, 3], 1]).all()


def test_a_file_of_windows_with_two_bytes_a_letter_is_read():
    assert read_table(decoded(PLAIN.encode("utf-16"))).areas == ("Ilam", "Yazd")


@pytest.mark.parametrize(
    ("text", "row", "column", "words"),
    [
        ("", 0, 0, "first row"),
        ("a,x\n,+\n", 0, 0, "first row"),
        ("a,x,y\n,+,\nA,1,2\nB,2,3\n", 2, 3, "more is better"),
        ("a,x\nA,1\nB,2\nC,3\n", 2, 2, "more is better"),
        ("a,x\n,+\nA,1\n,2\nB,3\n", 4, 1, "first column"),
        ("a,x\n,+\nA,1,5\nB,2\n", 3, 3, "more cells"),
        ("a,,y\n,+,+\nA,1,5\nB,2,3\n", 1, 2, "no name"),
        ("a,x\n,+\nA,many\nB,2\n", 3, 2, "no number"),
        ("a,x\n,+\nA,inf\nB,2\n", 3, 2, "not finite"),
        ("a,x\n,+\nA,1e999\nB,2\n", 3, 2, "not finite"),
        ("a,x\n,+\nA,7/15\nB,2\n", 3, 2, "two ways"),
        ("a;x\n;+\nA;12,5\nB;2\n", 3, 2, "two ways"),
        ("a,x\n,+\n{0},{1}\nB,2\n", 3, 2, "{1}"),
    ],
)
def test_a_fault_is_said_with_its_place_and_repair(text, row, column, words):
    with pytest.raises(BadFile) as refused:
        read_table(text)

    assert (refused.value.row, refused.value.column) == (row, column)
    assert words in refused.value.said.en
    assert refused.value.said.fa


@pytest.mark.parametrize(
    "text",
    [
        "a,x,x\n,+,+\nA,1,2\nB,2,3\n",
        "a,x\n,+\nA,1\nA,2\n",
        "a,x\n,+\nA,1\n",
        "a\n+\nA\nB\n",
        "a,x,y\n,+,+\nA,5,1\nB,5,2\n",
        "a,x,y\n,+,+\nA,,1\nB,,2\n",
    ],
)
def test_a_table_that_cannot_be_compared_is_refused(text):
    with pytest.raises(Unfit):
        read_table(text)


def test_a_file_in_an_old_encoding_is_refused_with_the_repair():
    with pytest.raises(BadFile, match="UTF-8"):
        decoded("كاشان".encode("cp1256"))


@pytest.mark.parametrize(
    "text",
    [
        "rate,0.25\nworks,0.75\n",
        "indicator,weight\nrate,0.25\nworks,0.75\n",
        "شاخص;وزن\nrate;۰٫۲۵\nworks;0.75\n",
        "rate,works\n0.25,0.75\n",
        "area,rate,works\nweight,0.25,0.75\n",
        '{"rate": 0.25, "works": 0.75}',
    ],
)
def test_weights_are_read_in_each_form(text):
    assert read_weights(text) == {"rate": 0.25, "works": 0.75}
    assert rank(read_table(PLAIN), weights=read_weights(text)).weights.tolist() == [0.25, 0.75]


@pytest.mark.parametrize(
    "text", ["", "rate\nworks\n", "rate,1\nworks,much\n", "rate,1\nrate,2\n", "{", '{"rate": "x"}']
)
def test_weights_that_cannot_be_read_are_refused(text):
    with pytest.raises(Unfit):
        read_weights(text)
