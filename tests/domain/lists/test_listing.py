"""Lists as offices make them: what is of the list is read, what is not is left out with its reason, nothing is lost."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.calendar import from_jalali
from hamahang.domain.lists.intake import Answers, Cell, Column, Kind, Sheet, Source, Table
from hamahang.domain.lists.listing import ABOVE, BESIDE, NUMBERED, REPEATED, TOTALS, Listing, read_listing
from hamahang.domain.lists.moneyunits import unit_named
from hamahang.domain.money import MoneyUnit
from hamahang.domain.text import Text, clean
from tests.domain.sheets import Value, sheet

SAID = Text(fa="فهرست", en="list")
COLUMNS = (
    Column("national_id", ("شناسه ملی", "national id"), Kind.LEGAL_ID),
    Column("name", ("نام واحد", "name"), required=True),
    Column("county", ("شهرستان", "county"), Kind.COUNTY, required=True),
    Column("jobs", ("تعداد شاغلان", "jobs"), Kind.WHOLE),
    Column("amount", ("مبلغ تسهیلات", "amount"), Kind.RIALS),
    Column("on", ("تاریخ پروانه", "date"), Kind.DAY),
)
SOURCE = Source("t", SAID, SAID, (Table("t", SAID, COLUMNS, key=("name", "county")),))
HEAD: list[Value] = ["شناسه ملی", "نام واحد", "شهرستان", "تعداد شاغلان", "مبلغ تسهیلات (ریال)", "تاریخ پروانه"]
GOOD_ID, TODAY = "10380284790", date(2026, 11, 23)


def body(count: int = 4) -> list[list[Value]]:
    return [[GOOD_ID, f"واحد {at}", "ایلام", 10 + at, 1000 * at, "1390/04/0" + str(at)] for at in range(1, count + 1)]


def read(rows: Sequence[Sequence[Value]], **more: object) -> Listing:
    return read_listing(SOURCE, [sheet(rows, **more)], day=TODAY)


def good(listing: Listing) -> list[int]:
    return [row.row for row in listing.rows if row.is_good]


def codes(listing: Listing) -> set[str]:
    return {problem.code for problem in listing.problems}


def refused(listing: Listing) -> dict[int, set[str]]:
    return {
        row.row: {problem.code for problem in row.problems if problem.severity == "error"}
        for row in listing.rows if not row.is_good
    }  # fmt: skip


def reasons(listing: Listing) -> dict[int, Text]:
    return {ignored.row: ignored.reason for ignored in listing.ignored}


# --- finding ---


def test_a_plain_list_is_read() -> None:
    listing = read([HEAD, *body()])

    assert (good(listing), listing.problems) == ([2, 3, 4, 5], [])
    assert listing.rows[0].values == {
        "national_id": GOOD_ID, "name": "واحد 1", "county": "ایلام", "jobs": 11, "amount": 1000,
        "on": from_jalali(1390, 4, 1),
    }  # fmt: skip


@pytest.mark.parametrize("above", [1, 5, 17, 38])
def test_titles_above_are_left_out_and_a_late_header_is_found(above: int) -> None:
    listing = read([*([f"یادداشت {at}"] for at in range(above)), HEAD, *body()])

    assert len(good(listing)) == 4
    assert [reason for row, reason in reasons(listing).items() if row <= above] == [ABOVE] * above


def test_a_header_of_two_lines_under_merged_groups_is_read() -> None:
    rows: list[list[Value]] = [
        ["ردیف", "مشخصات", None, None, "پول", None],
        [None, "شناسه ملی", "نام واحد", "شهرستان", "مبلغ تسهیلات (ریال)", "تاریخ پروانه"],
    ]
    rows += [[1, GOOD_ID, "آجر", "ایلام", 5, "1390/01/01"]]

    listing = read(rows, merged=[(1, "A", 2, "A"), (1, "B", 1, "D"), (1, "E", 1, "F")])

    assert (listing.headers[0].rows, good(listing)) == ((1, 2), [3])
    assert listing.rows[0].values["amount"] == 5


def test_two_lists_side_by_side_are_both_read_and_counted_apart() -> None:
    left, right = body(3), [[GOOD_ID, f"سیمان {at}", "مهران", at, at, "1389/01/01"] for at in range(1, 4)]
    rows = [[*HEAD, None, *HEAD], *([*one, None, *two] for one, two in zip(left, right, strict=True))]

    listing = read(rows)

    assert [header.letters["name"] for header in listing.headers] == ["B", "I"]
    assert [(row.row, row.header, row.values["county"]) for row in listing.rows if row.row == 2] == [
        (2, 0, "ایلام"),
        (2, 1, "مهران"),
    ]
    assert len(good(listing)) == 6


def test_a_total_beside_a_list_that_goes_on_is_left_out_alone() -> None:
    total: list[Value] = ["جمع", None, None, 11, None, None]
    listing = read(
        [
            [*HEAD, None, *HEAD],
            [*body(1)[0], None, GOOD_ID, "گچ", "مهران", 1, 1, None],
            [*total, None, GOOD_ID, "آهک", "مهران", 1, 1, None],
        ]
    )

    assert [(row.row, row.header) for row in listing.rows] == [(2, 0), (2, 1), (3, 1)]
    assert [(ignored.row, ignored.reason, set(ignored.cells)) for ignored in listing.ignored if ignored.row == 3] == [
        (3, TOTALS, {"A", "D"})
    ]


def test_lists_below_each_other_with_other_columns_are_both_read() -> None:
    turned = list(reversed(HEAD))
    listing = read(
        [
            ["شهرستان ایلام"],
            HEAD,
            *body(2),
            [],
            ["شهرستان مهران، فهرست دوم واحدهای تولیدی استان"],
            turned,
            list(reversed([GOOD_ID, "گچ", "مهران", 3, 3, "1390/01/02"])),
        ]
    )

    assert [header.rows for header in listing.headers] == [(2,), (7,)]
    assert good(listing) == [3, 4, 8]
    assert listing.rows[-1].values["name"] == "گچ"


def test_several_sheets_are_read_one_a_county() -> None:
    sheets = [
        sheet([HEAD, [GOOD_ID, "آجر", county, 1, 1, None]], name=county) for county in ("ایلام", "مهران", "دهلران")
    ]

    assert [row.values["county"] for row in read_listing(SOURCE, sheets).rows] == ["ایلام", "مهران", "دهلران"]


def test_a_header_printed_again_and_blank_rows_are_no_rows() -> None:
    listing = read([HEAD, *body(2), [], HEAD, *body(4)[2:], []])

    assert good(listing) == [2, 3, 6, 7]
    assert reasons(listing)[5] == REPEATED


def test_the_line_that_numbers_the_columns_is_no_row_and_a_number_among_the_rows_is() -> None:
    listing = read([HEAD, [1, 2, 3, 4, 5, 6], *body(3)])

    assert (good(listing), reasons(listing)[2]) == ([3, 4, 5], NUMBERED)
    assert 3 in refused(read([HEAD, *body(1), [1, 2, 3, 4, 5, 6], *body(1)]))


def test_headings_that_are_only_alike_are_read_when_the_values_agree_and_that_is_said() -> None:
    head: list[Value] = ["ش.ملی", "نام واحد", "شهر ستان", "شاغلان", "مبلغ تسهيلات (م.ريال)", "ت.پروانه"]
    listing = read([head, *body()])

    assert len(good(listing)) == 4
    assert listing.rows[0].values["amount"] == 1000 * 10**6
    assert {problem.field for problem in listing.problems if problem.code == "read_as"} >= {"national_id", "on"}


def test_of_two_columns_of_one_heading_the_one_whose_values_fit_is_read_and_that_is_said() -> None:
    listing = read([["شناسه ملی", *HEAD], *([f"999{at}", *row] for at, row in enumerate(body()))])

    assert listing.headers[0].letters["national_id"] == "B"
    assert [problem.severity for problem in listing.problems if problem.code == "two_columns"] == ["warning"]
    assert len(good(listing)) == 4


def test_a_word_for_a_choice_that_stands_over_other_values_gives_way_to_another_word_for_it() -> None:
    line = Column("line", ("ردیف", "بابت"), Kind.CHOICE, required=True, choices={"FUEL": ("سوخت",), "POWER": ("برق",)})
    source = replace(SOURCE, tables=(replace(SOURCE.tables[0], columns=(*COLUMNS, line)),))
    rows = [["ردیف", *HEAD, "بابت"], *([at, *row, "سوخت"] for at, row in enumerate(body(3), start=1))]

    listing = read_listing(source, [sheet(rows)], day=TODAY)

    assert [row.values["line"] for row in listing.rows] == ["FUEL"] * 3


def test_of_two_columns_either_of_which_may_be_meant_it_is_asked() -> None:
    listing = read([[*HEAD, "تعداد شاغلان"], *([*row, 7] for row in body())])

    assert [problem.severity for problem in listing.problems if problem.code == "two_columns"] == ["error"]


def test_a_list_without_rows_and_a_file_without_the_list_are_told_apart() -> None:
    assert codes(read([HEAD])) == {"no_rows"}
    assert codes(read([["نامه"], ["با سلام"]])) == {"no_table"}
    assert codes(read([])) == {"no_table"}


# --- totals, notes, what is hidden ---


def test_a_total_that_is_right_is_left_out_in_silence() -> None:
    listing = read([HEAD, *body(), ["جمع کل", None, None, 50, 10_000, None]])

    assert (good(listing), reasons(listing)[6], codes(listing)) == ([2, 3, 4, 5], TOTALS, set())


def test_a_total_stays_right_when_a_row_above_it_is_left_out() -> None:
    total: list[Value] = ["جمع", None, None, 11 + 12 + 13, 6000, None]
    left = Answers(left_out={("برگه", 3): ("دوباره آمده", "amar")})

    listing = read_listing(SOURCE, [sheet([HEAD, *body(3), total])], day=TODAY, answers=left)

    assert (good(listing), codes(listing)) == ([2, 4], set())
    assert "دوباره آمده" in reasons(listing)[3].fa


def test_a_total_that_is_wrong_is_said_at_its_cell() -> None:
    (problem,) = read([HEAD, *body(), ["جمع کل", None, None, 51, 10_000, None]]).problems

    assert (problem.code, problem.severity, problem.cell) == ("wrong_total", "warning", "D6")


def test_subtotals_are_compared_with_their_part_and_the_last_with_all() -> None:
    part = [["جمع ایلام", None, None, 23, 3000, None], ["جمع مهران", None, None, 27, 7000, None]]
    total: list[Value] = ["جمع کل", None, None, 50, 10_000, None]

    listing = read([HEAD, *body()[:2], part[0], *body()[2:], part[1], total])

    assert (good(listing), codes(listing)) == ([2, 3, 5, 6], set())


def test_a_total_that_says_nothing_is_told_by_its_sum() -> None:
    listing = read([HEAD, *body(), [None, None, None, 50, 10_000, None]])

    assert (good(listing), reasons(listing).get(6)) == ([2, 3, 4, 5], TOTALS)


def test_a_unit_whose_name_begins_like_a_total_is_a_row() -> None:
    assert good(read([HEAD, [GOOD_ID, "جمع آوری ضایعات", "ایلام", 1, 1, None]])) == [2]


def test_notes_below_are_left_out_and_a_row_cut_short_is_not() -> None:
    listing = read([HEAD, *body(2), ["توضیح: آمار مربوط به بهار است"], [None, "واحد ناتمام"]])

    assert (reasons(listing)[4], refused(listing)) == (BESIDE, {5: {"required"}})


def test_hidden_rows_columns_and_sheets_are_read_and_said() -> None:
    made = sheet([HEAD, *body()])
    hidden = [replace(row, is_hidden=row.number in (3, 4)) for row in made.rows]

    listing = read_listing(SOURCE, [replace(made, rows=hidden, hidden_columns=("E",), is_hidden=True)])

    assert good(listing) == [2, 3, 4, 5]
    assert codes(listing) == {"hidden_rows", "hidden_columns", "hidden_sheet"}
    assert "(3، 4)" in next(problem.message.fa for problem in listing.problems if problem.code == "hidden_rows")


def test_columns_of_no_field_and_cells_under_no_heading_are_said() -> None:
    listing = read([[*HEAD, "توضیحات"], *([*row, "…", "دورافتاده"] for row in body())])

    assert codes(listing) == {"unused_columns", "stray_cells"}


# --- rows of text files ---


def test_a_row_with_a_cell_too_many_or_too_few_is_refused_and_the_next_is_not_shifted() -> None:
    rows = [HEAD, [*body(1)[0], "x"], body(2)[1][:4], body(3)[2]]

    assert refused(read(rows, width=1)) == {2: {"too_many_cells"}, 3: {"too_few_cells"}}


def test_separators_too_many_at_the_end_are_no_fault() -> None:
    assert refused(read([HEAD, [*body(1)[0], None, None]], width=1)) == {}


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("مبلغ (م.ریال)", MoneyUnit.MILLION_RIAL),
        ("تسهيلات دريافتي (م. ريال)", MoneyUnit.MILLION_RIAL),
        ("مبلغ (میلیون ریال)", MoneyUnit.MILLION_RIAL),
        ("مبلغ ریال", MoneyUnit.RIAL),
        ("مبلغ", None),
    ],
)
def test_the_unit_of_a_heading_is_honoured(heading: str, unit: MoneyUnit | None) -> None:
    assert unit_named(heading) is unit


# --- nothing is lost ---

VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.text("ابپ آ\n()-0123۴/٬", max_size=8).map(lambda text: text or None),
    st.integers(-10, 10**19),
    st.sampled_from(HEAD),
    st.sampled_from(["جمع", "جمع کل", GOOD_ID, "ایلام", "1390/04/05", "ندارد", "یادداشت", date(2011, 6, 26)]),
    st.builds(Cell, st.sampled_from(["", "#REF!", "12", "x"]), st.sampled_from(["error", "formula", "truth", "text"])),
)


def ends(listing: Listing, made: Sheet) -> set[tuple[int, str]]:
    """Return the cells of a sheet that ended as a value, as a problem or as ignored with a reason."""
    told = {(ignored.row, letter) for ignored in listing.ignored if ignored.reason.fa for letter in ignored.cells}
    for row in listing.rows:
        header = listing.headers[row.header]
        said = {problem.field for problem in row.problems}
        told |= {(row.row, header.letters[name]) for name in row.cells if name in row.values or name in said}
        told |= {(row.row, letter) for letter, _ in header.unused}
    # a warning tells the first cell of each column that stands under no heading
    if any(problem.code == "stray_cells" for problem in listing.problems):
        found = {row.number: set(row.cells) for row in made.rows}
        for row in listing.rows:
            header = listing.headers[row.header]
            told |= {(row.row, letter) for letter in found[row.row] - set(header.letters.values())}
    return told


@given(st.lists(st.lists(VALUES, max_size=9), max_size=12), st.integers(0, 3), st.booleans())
def test_every_cell_ends_as_a_value_a_problem_or_ignored_with_a_reason(
    rows: list[list[Value]],
    above: int,
    has_header: bool,
) -> None:
    made = sheet([*rows[:above], *([HEAD] if has_header else []), *rows[above:]])

    listing = read_listing(SOURCE, [made], day=TODAY)

    cells = {
        (row.number, letter)
        for row in made.rows
        for letter, one in row.cells.items()
        if clean(one.text) or one.kind in ("error", "formula")
    }
    assert cells <= ends(listing, made)


@given(st.permutations(list(range(6))))
def test_the_order_of_columns_changes_nothing(order: list[int]) -> None:
    rows = [[row[at] for at in order] for row in [HEAD, *body()]]

    assert [row.values for row in read(rows).rows] == [row.values for row in read([HEAD, *body()]).rows]


@given(st.lists(st.integers(0, 10**12), min_size=2, max_size=30))
def test_a_total_is_wrong_exactly_when_it_is_not_the_sum(numbers: list[int]) -> None:
    rows: list[list[Value]] = [[None, f"واحد {at}", "ایلام", None, number, None] for at, number in enumerate(numbers)]

    right = read([HEAD, *rows, ["جمع", None, None, None, sum(numbers), None]])
    wrong = read([HEAD, *rows, ["جمع", None, None, None, Decimal(sum(numbers) + 1).__int__(), None]])

    assert "wrong_total" not in codes(right)
    assert "wrong_total" in codes(wrong)
