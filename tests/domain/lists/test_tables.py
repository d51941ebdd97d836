"""Tables found by their shape alone: in workbooks of any country, whatever they list."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.lists.shapes import headings
from hamahang.domain.lists.tables import Found, find_tables
from hamahang.domain.lists.totals import says_total
from tests.domain.sheets import Value, sheet

HEAD: list[Value] = ["Company", "Town", "Staff", "Turnover", "Since"]
NAMES = ("Alder", "Birch", "Cedar", "Elm", "Fir", "Hazel", "Larch", "Maple")


def body(count: int = 6, start: int = 0) -> list[list[Value]]:
    return [
        [f"{NAMES[(start + at) % 8]} Ltd", "Leeds", 10 + at, 1000 * (at + 1) + start, date(2001, 2, 3)]
        for at in range(count)
    ]


def one(rows: list[list[Value]], **more: object) -> Found:
    (found,) = find_tables(sheet(rows, **more))
    return found


def span(found: Found) -> tuple[tuple[int, ...], int, int]:
    return found.header_rows, found.first_row, found.last_row


def test_a_plain_table_is_found_with_its_headings() -> None:
    found = one([HEAD, *body()])

    assert span(found) == ((1,), 2, 7)
    assert [(column.letter, column.heading) for column in found.columns] == list(zip("ABCDE", HEAD, strict=True))
    assert [column.kind for column in found.columns] == ["T", "T", "N", "N", "D"]


@pytest.mark.parametrize("above", range(0, 39, 6))
def test_the_header_may_stand_in_any_of_the_first_forty_rows(above: int) -> None:
    notes: list[list[Value]] = [["A note above the list"] for _ in range(above)]

    assert span(one([*notes, HEAD, *body()])) == ((above + 1,), above + 2, above + 7)


def test_titles_and_a_blank_row_above_are_no_header() -> None:
    assert span(one([["List of companies"], ["as of spring"], [], HEAD, *body()])) == ((4,), 5, 10)


def test_a_header_of_two_lines_with_merged_groups_names_each_column_in_full() -> None:
    rows: list[list[Value]] = [["No", "Company", None, "Money", None], [None, "Name", "Town", "Turnover", "Tax"]]
    rows += [[at, f"{NAMES[at]} Ltd", "Leeds", at * 100 + 7, at * 3] for at in range(1, 7)]

    found = one(rows, merged=[(1, "A", 2, "A"), (1, "B", 1, "C"), (1, "D", 1, "E")])

    assert span(found) == ((1, 2), 3, 8)
    assert [column.heading for column in found.columns] == [
        "No", "Company / Name", "Company / Town", "Money / Turnover", "Money / Tax"
    ]  # fmt: skip


def test_a_header_of_three_lines_is_found() -> None:
    rows: list[list[Value]] = [
        ["Place", "Staff", None, None, None],
        [None, "Men", None, "Women", None],
        [None, "Full", "Part", "Full", "Part"],
    ]
    rows += [[name, 5, 6, 7, 8] for name in NAMES]

    found = one(rows, merged=[(1, "A", 3, "A"), (1, "B", 1, "E"), (2, "B", 2, "C"), (2, "D", 2, "E")])

    assert span(found) == ((1, 2, 3), 4, 11)
    assert found.columns[4].heading == "Staff / Women / Part"


def test_a_header_of_years_is_a_header() -> None:
    rows: list[list[Value]] = [["County", 1388, 1389, 1390]]
    rows += [[name, 120 + at, 150 + at, 3] for at, name in enumerate(NAMES)]

    found = one(rows)

    assert span(found) == ((1,), 2, 9)
    assert [column.heading for column in found.columns] == ["County", "1388", "1389", "1390"]


def test_years_with_marks_and_years_of_two_numbers_are_a_header_too() -> None:
    figures: list[list[Value]] = [[name, 120 + at, 150 + at, 3] for at, name in enumerate(NAMES)]

    for years in (["1389/90", "1390/91", "1391/92"], [1388, 1389, "1390*"], ["۱۳۸۸", "۱۳۸۹", "۱۳۹۰ (p)"]):
        assert span(one([["County", *years], *figures])) == ((1,), 2, 9), years


def test_years_that_come_again_below_groups_are_a_header() -> None:
    rows: list[list[Value]] = [[None, "Staff", None, "Output", None], ["County", 1389, 1390, 1389, 1390]]
    rows += [[name, 5 + at, 6, 7, 8] for at, name in enumerate(NAMES)]

    found = one(rows)

    assert span(found) == ((1, 2), 3, 10)
    assert [column.heading for column in found.columns][1:] == [
        "Staff / 1389", "Staff / 1390", "Output / 1389", "Output / 1390"
    ]  # fmt: skip


def test_years_below_years_are_data() -> None:
    rows: list[list[Value]] = [["Firm", "Founded", "Moved"]]
    rows += [[name, 1370 + at, 1380 + at] for at, name in enumerate(NAMES)]

    assert span(one(rows)) == ((1,), 2, 9)


def test_a_line_that_numbers_the_columns_is_no_row() -> None:
    numbered = one([HEAD, ["(1)", "(2)", "(3)", "(4)", "(5)"], *body()])

    assert (span(numbered), numbered.repeated_rows) == (((1,), 3, 8), (2,))
    assert span(one([HEAD, ["A", "B", 1, 2, 3], *body()])) == ((1,), 3, 8)
    # numbers where all rows have numbers are a row
    assert span(one([["a", "b", "c"], [1, 2, 3], [2, 4, 6], [3, 6, 9]])) == ((1,), 2, 4)


def test_a_header_above_a_blank_row_keeps_its_lower_line() -> None:
    groups: list[Value] = ["County", "Staff", None, "Output", None]
    rows: list[list[Value]] = [groups, [None, "Men", "Women", "Men", "Women"], []]
    rows += [[name, 5, 6, 7, 8] for name in NAMES]

    assert span(one(rows)) == ((1, 2), 4, 11)


def test_a_title_merged_over_most_columns_is_no_header() -> None:
    rows: list[list[Value]] = [["List of companies"], HEAD, *body()]

    assert span(one(rows, merged=[(1, "A", 1, "D")])) == ((2,), 3, 8)


def test_signs_of_a_missing_figure_are_no_words() -> None:
    rows = [
        [*row[:2], sign, sign, row[4]] for row, sign in zip(body(6), ["-", "…", "n/a", "..", "–", ":"], strict=True)
    ]

    assert span(one([HEAD, *body(2), *rows])) == ((1,), 2, 9)


def test_tables_side_by_side_that_begin_alike_are_two_and_groups_of_one_are_not() -> None:
    rows: list[list[Value]] = [["County", 1388, 1389, None, "County", 1390, 1391]]
    rows += [[name, 5, 6, None, name, 7, 8] for name in NAMES]

    assert [len(table.columns) for table in find_tables(sheet(rows))] == [3, 3]
    assert len(one([[*row[:4], *row[5:]] for row in rows]).columns) == 5


def test_headers_side_by_side_above_a_blank_row_part_the_rows_below_it() -> None:
    head: list[Value] = ["County", "Men", "Women", None, "County", "Boys", "Girls"]
    rows: list[list[Value]] = [head, []]
    rows += [[name, 5, 6, None, name, 7, 8] for name in NAMES]

    assert [span(table) for table in find_tables(sheet(rows))] == [((1,), 3, 10)] * 2


def test_blank_rows_inside_a_table_do_not_end_it() -> None:
    assert span(one([HEAD, *body(3), [], *body(3, 1), [], [], *body(2, 2)])) == ((1,), 2, 12)


def test_blank_columns_inside_a_table_do_not_split_it() -> None:
    rows = [[*row[:2], None, None, *row[2:]] for row in [HEAD, *body()]]

    assert [column.letter for column in one(rows).columns] == ["A", "B", "E", "F", "G"]


def test_two_tables_side_by_side_are_two() -> None:
    left = [HEAD[:3], *(row[:3] for row in body(6))]

    found = find_tables(sheet([[*row, None, *row] for row in left]))

    assert [[column.letter for column in table.columns] for table in found] == [["A", "B", "C"], ["E", "F", "G"]]
    assert [span(table) for table in found] == [((1,), 2, 7)] * 2


def test_tables_of_different_lengths_side_by_side_are_two() -> None:
    left = [HEAD[:3], *(row[:3] for row in body(9))]
    right: list[list[Value]] = [["Code", "Sum"], [1, 20], [2, 30], [3, 44]]
    rows = [[*row, None, *(right[at] if at < len(right) else [])] for at, row in enumerate(left)]

    assert [span(table) for table in find_tables(sheet(rows))] == [((1,), 2, 10), ((1,), 2, 4)]


def test_tables_below_each_other_are_two_with_their_titles_between() -> None:
    mines: list[list[Value]] = [[name, "copper", 5 * at] for at, name in enumerate(NAMES)]
    other: list[list[Value]] = [["Mine", "Ore", "Tons"], *mines]

    found = find_tables(sheet([["Firms"], HEAD, *body(5), [], ["Mines"], *other]))

    assert [span(table) for table in found] == [((2,), 3, 7), ((10,), 11, 18)]


def test_a_table_below_without_a_blank_row_begins_with_its_header() -> None:
    other: list[list[Value]] = [["Mine", "Ore", "Tons", "Metres", "Depth"]]
    other += [["X", "iron", 5, 6, at] for at in range(5)]

    found = find_tables(sheet([HEAD, *body(5), *other]))

    assert [table.header_rows for table in found] == [(1,), (7,)]


def test_a_header_printed_again_is_no_row() -> None:
    found = one([HEAD, *body(4), HEAD, *body(4)])

    assert (found.repeated_rows, found.last_row) == ((6,), 10)


def test_totals_are_told_by_their_words_and_kept_out() -> None:
    rows = body(4)
    total: list[Value] = ["Total", None, sum(int(str(row[2])) for row in rows), 10_000, None]

    found = one([HEAD, *rows, total])

    assert (found.totals_rows, found.last_row) == ((6,), 5)


def test_subtotals_inside_are_told_too() -> None:
    rows = [HEAD, *body(3), ["Subtotal", None, 33, 6000, None], *body(3), ["Grand total", None, 66, 12000, None]]

    assert (one(rows).totals_rows, one(rows).last_row) == ((5, 9), 8)


def test_a_total_without_a_word_is_told_by_its_sum() -> None:
    rows = body(5)
    staff, money = (sum(int(str(row[at])) for row in rows) for at in (2, 3))

    assert one([HEAD, *rows, [None, None, staff, money, None]]).totals_rows == (7,)
    assert one([HEAD, *rows, [None, None, staff + 1, money, None]]).totals_rows == ()


def test_a_total_under_a_name_of_its_own_is_told_by_its_sums() -> None:
    figures: list[list[Value]] = [[name, 10 + at, f"{3_000 + at:,}"] for at, name in enumerate(NAMES)]
    country: list[Value] = ["Country", sum(range(10, 18)), f"{sum(range(3_000, 3_008)):,}"]
    head: list[Value] = ["County", "Staff", "Output"]

    assert one([head, country, *figures]).totals_rows == (2,)
    assert one([head, *figures, country]).totals_rows == (10,)
    # one column that adds up may be chance
    assert one([head[:2], *(row[:2] for row in figures), country[:2]]).totals_rows == ()


@pytest.mark.parametrize(
    "text",
    [
        "Ensemble",
        "Genel toplam",
        "Insgesamt",
        "الإجمالي العام",
        "Всего",
        "کل کشور",
        "Összesen",
        "جمع کل",
        "جمع",
        "مجموع:",
        "سرجمع",
        "Total",
        "TOTALS",
        "Grand total",
        "Sum:",
        "Gesamt",
        "Итого",
        "المجموع",
        "合计",
    ],
)
def test_totals_are_named_in_many_languages(text: str) -> None:
    assert says_total(text)


@pytest.mark.parametrize("text", ["جمع‌آوری ضایعات ایلام", "Totally Ltd", "کلینیک صنعت", "Summit", "Grand Hotel"])
def test_a_name_that_only_begins_like_a_total_is_none(text: str) -> None:
    assert not says_total(text)


def test_notes_below_are_not_of_the_table() -> None:
    assert span(one([HEAD, *body(), ["Source: the office"], ["Figures are final"]])) == ((1,), 2, 7)


def test_a_table_of_texts_alone_is_found_below_its_title() -> None:
    rows: list[list[Value]] = [["Addresses"], ["Name", "Street", "Town"]]
    rows += [[name, "Main street", "Leeds"] for name in NAMES]

    assert span(one(rows)) == ((2,), 3, 10)


def test_a_header_without_rows_is_an_empty_table() -> None:
    assert span(one([HEAD])) == ((1,), 2, 1)


def test_notes_below_each_other_in_turn_are_no_table() -> None:
    notes: list[list[Value]] = [[None, 5, None], [7, None, None], [None, None, 9], [None, 5, None], [7, None, None]]

    assert find_tables(sheet(notes)) == []


def test_words_without_columns_are_no_table() -> None:
    assert find_tables(sheet([["Dear all"], ["please find the list"], [], ["Regards"]])) == []
    assert find_tables(sheet([])) == []


def test_numbers_written_as_text_in_any_digits_are_numbers() -> None:
    rows: list[list[Value]] = [["نام", "تعداد"]]
    rows += [[f"واحد {at}", value] for at, value in enumerate(["۱۲", "۱٬۲۰۰", "٣٤", "(5)"])]

    assert one(rows).columns[1].kind == "N"


def test_a_merged_heading_goes_over_its_own_columns_only() -> None:
    rows = sheet([["A", None, None, "B"], ["x", "y", "z", "w"]], merged=[(1, "A", 1, "B")]).rows

    assert headings(rows, ["A", "B", "C", "D"], [(1, "A", 1, "B")]) == {
        "A": "A / x",
        "B": "A / y",
        "C": "z",
        "D": "B / w",
    }


CELLS: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.text(max_size=4).map(lambda text: text or None),
    st.integers(0, 3000),
    st.sampled_from([*HEAD, "Total", "1390"]),
)


@given(st.lists(st.lists(CELLS, max_size=8), max_size=14))
def test_whatever_a_sheet_holds_its_tables_lie_inside_it_and_apart(rows: list[list[Value]]) -> None:
    found = find_tables(sheet(rows))

    taken: set[tuple[int, str]] = set()
    for table in found:
        assert table.columns
        assert all(row < table.first_row for row in table.header_rows)
        assert table.last_row <= len(rows)
        # a total may stand above the rows it adds up, never in the header
        assert not set(table.totals_rows) & set(table.header_rows)
        own = {(row, column.letter) for row in table.header_rows for column in table.columns}
        assert not own & taken
        taken |= own
