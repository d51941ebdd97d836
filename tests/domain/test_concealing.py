"""Persons in lists: what of a code may be told, and what of a list stays once it is concealed."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hamahang.domain.concealing import Concealing, heading_words, plain_name, plain_words
from hamahang.domain.identifiers import is_personal_id
from hamahang.domain.lists.intake import Column, Kind, Source, Table
from hamahang.domain.persons import code_of, concealed, hash_in, masked, shown, without_codes
from hamahang.domain.text import Text, to_latin_digits, to_persian_digits
from tests.domain.sheets import Value, sheet

TITLE = Text(fa="لیست", en="list")
PERSONS = Source(
    "persons", TITLE, TITLE,
    (
        Table("persons", TITLE, (
            Column("unit_name", ("نام کارگاه", "workshop"), required=True),
            Column("personal_id", ("کد ملی", "national code"), Kind.PERSON, required=True),
            Column("days", ("روزهای کارکرد", "days"), Kind.WHOLE, required=True, most=31),
            Column("surname", ("نام خانوادگی", "surname"), is_private=True),
        )),
    ),
)  # fmt: skip
MINES = Source(
    "mines", TITLE, TITLE,
    (
        Table("mines", TITLE, (
            Column("mine", ("نام معدن", "mine"), required=True),
            Column("supervisor", ("مسئول فنی", "technical supervisor"), is_private=True),
        )),
    ),
)  # fmt: skip
HASH = "0123456789abcdef" * 2
HEADINGS = ("نام کارگاه", "کد ملی", "روزهای کارکرد", "نام خانوادگی", "توضیح")
ONE, TWO = "4500123458", "0012345679"


def concealing(source: Source = PERSONS) -> Concealing:
    every = (PERSONS, MINES)
    return Concealing(source, heading_words(every), plain_words(every), lambda code: f"{int(code):032x}")


def kept(rows: Sequence[Sequence[Value]], source: Source = PERSONS) -> list[list[str]]:
    """Return the texts that are kept of rows."""
    return [[cell.text for cell in row.cells.values()] for row in concealing(source).rows(sheet(rows))]


# --- codes ---


@given(some.integers(0, 10**9 - 1))
def test_a_code_is_found_in_any_digits_and_without_its_zeros(nine: int) -> None:
    code = next(f"{nine:09d}{last}" for last in range(10) if is_personal_id(f"{nine:09d}{last}") or last == 9)
    if not is_personal_id(code):
        return

    assert code_of(to_persian_digits(code)) == code_of(f"{code[:3]}-{code[3:9]}-{code[9]}") == code
    if len(short := code.lstrip("0")) in (8, 9):
        assert code_of(short) == code


@given(some.text(alphabet="0123456789", min_size=8, max_size=9))
def test_zeros_are_added_only_where_the_check_digit_agrees(digits: str) -> None:
    assert code_of(digits) in (digits, digits.zfill(10))
    assert (code_of(digits) == digits) == (not is_personal_id(digits.zfill(10)))


@given(some.text(max_size=40))
def test_of_whatever_is_masked_two_digits_are_told_at_most(text: str) -> None:
    assert sum(letter.isdigit() for letter in masked(text)) <= 2
    assert not any(letter.isalpha() for letter in masked(text))
    assert masked(masked(text)) == masked(text)


@given(some.text(alphabet="۰۱۲۳۴۵۶۷۸۹0123456789 -./شمارهabc", max_size=60))
def test_no_number_as_long_as_a_code_stays_in_a_text(text: str) -> None:
    said = to_latin_digits(without_codes(text))

    assert max((len(run) for run in "".join(c if c.isdigit() else " " for c in said).split()), default=0) < 8


def test_a_concealed_code_is_known_again_and_shown_without_its_hash() -> None:
    kept_as = concealed(ONE, HASH)

    assert (hash_in(kept_as), shown(kept_as)) == (HASH, "••••••••58")
    assert (hash_in(ONE), shown(ONE)) == (None, ONE)
    assert hash_in(f"{kept_as}0") is None


# --- lists of persons ---


def test_codes_are_hashed_names_dropped_and_the_rest_stays() -> None:
    rows = kept([HEADINGS, ("نساجی", ONE, 31, "رضایی", "پسر رضایی"), ("نساجی", 12345679, 10, "کریمی", None)])

    assert rows[0] == [*HEADINGS[:4], "•••"]
    assert rows[1] == ["نساجی", f"••••••••58:{int(ONE):032x}", "31"]
    assert rows[2] == ["نساجی", f"••••••••79:{int(TWO):032x}", "10"]


@pytest.mark.parametrize(
    "rows",
    [
        [("رضایی", ONE), HEADINGS, ("نساجی", TWO, 31, "کریمی")],  # above the headings
        [HEADINGS, ("نساجی", TWO, 31, "کریمی"), ("تهیه‌کننده: رضایی", None, None), (ONE,)],  # below the list
        [HEADINGS, ("رضایی", "رضایی", "رضایی", ONE)],  # a row without a code
        [HEADINGS, ("نساجی", TWO, "رضایی", "رضایی", ONE, "رضایی", ONE)],  # beside it
        [HEADINGS, ("نساجی", f"رضایی {ONE}", 31, "رضایی")],  # in the place of a code
        [HEADINGS, (f"رضایی {ONE}", None, 31)],  # in the place of a unit
        [("بی‌سرستون", "رضایی", ONE), ("رضایی", ONE, 31)],  # no heading at all
        [HEADINGS, HEADINGS, ("نساجی", TWO, 31, "رضایی", ONE), ("جمع", "رضایی", 31)],
        [(*HEADINGS[:3], "نام و نشان شخص"), ("نساجی", TWO, 31, "رضایی")],  # a heading that nobody knows
    ],
)
def test_no_name_and_no_code_stays_wherever_it_stands(rows: Sequence[Sequence[Value]]) -> None:
    said = str(kept(rows))

    assert "رضایی" not in said
    assert ONE not in said.replace(f"{int(ONE):032x}", "")


def test_a_row_of_a_text_file_that_slipped_aside_is_hidden() -> None:
    listed = sheet([HEADINGS[:4], ("نساجی", "رضایی", ONE, "31", "رضایی")], width=4)

    _, row = concealing().rows(listed)

    assert {cell.text for cell in row.cells.values()} == {"•••"}


def test_totals_and_repeated_headings_stay() -> None:
    rows = kept([HEADINGS, ("نساجی", ONE, 31, "رضایی"), ("جمع", None, 620), HEADINGS])

    assert rows[2] == ["جمع", "620"]
    assert rows[3] == [*HEADINGS[:4], "•••"]


def test_what_is_concealed_once_stays_as_it_is() -> None:
    once = list(concealing().rows(sheet([HEADINGS, ("نساجی", ONE, 31, "رضایی"), ("نساجی", "12", 31, None)])))

    again = concealing().rows(sheet([list(row.cells.values()) for row in once]))

    assert [[c.text for c in row.cells.values()] for row in again] == [
        [c.text for c in row.cells.values()] for row in once
    ]


@given(some.lists(some.lists(some.sampled_from([None, "رضایی", "زهرا کریمی", ONE, 31, "جمع", *HEADINGS]), max_size=6)))
def test_no_name_stays_outside_the_column_of_units(rows: list[list[Value]]) -> None:
    for row in concealing().rows(sheet(rows)):
        for at, cell in row.cells.items():
            if "رضایی" in cell.text or "کریمی" in cell.text:
                above = [line[ord(at) - 65] for line in rows if len(line) > ord(at) - 65]
                assert "نام کارگاه" in above
            assert ONE not in cell.text.replace(f"{int(ONE):032x}", "")


# --- what people write in it ---


def test_what_is_written_in_a_list_is_concealed_as_the_list_is() -> None:
    listed = [sheet([HEADINGS, ("نساجی", "12", 31, None)], name="ب")]
    cells = {"A2": "گچ", "B2": TWO, "C2": "رضایی", "D2": "رضایی", "E2": "رضایی", "A1": "رضایی", "Z9": "رضایی"}

    said = concealing().written(listed, {("ب", cell): text for cell, text in cells.items()})

    assert said == {("ب", "A2"): "گچ", ("ب", "B2"): f"••••••••79:{int(TWO):032x}", ("ب", "C2"): "•••••"}
    assert concealing().given({"unit_name": f"گچ {ONE}", "surname": "رضایی"}) == {"unit_name": "گچ ••••••••58"}


# --- other lists, and names of files ---


def test_in_another_list_its_private_columns_alone_are_concealed() -> None:
    rows = kept([("نام معدن", "مسئول فنی", "x"), ("گچ", "رضایی", ONE), ("آهک", "-", "کریمی")], MINES)

    assert rows == [["نام معدن", "مسئول فنی", "x"], ["گچ", ONE], ["آهک", "کریمی"]]


def test_a_heading_that_is_nearly_a_private_one_is_private() -> None:
    rows = kept([("معدن", "نام معدن", "نام مسئول فنی معدن"), ("۱", "گچ", "رضایی")], MINES)

    assert rows[1] == ["۱", "گچ"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("لیست کارگاه خرداد ۹۰.xlsx", "لیست کارگاه خرداد ۹۰.xlsx"),
        ("لیست بیمه علی رضایی.xlsx", "لیست بیمه ••• •••.xlsx"),
        (f"list_{ONE}-Rezaei.csv", "list_••••••••58-•••.csv"),
    ],
)
def test_a_name_keeps_the_words_of_lists_alone(name: str, said: str) -> None:
    assert plain_name(name, plain_words([PERSONS])) == said


def test_sheets_of_one_name_are_told_apart() -> None:
    assert concealing().names([sheet([], name=name) for name in ("علی", "زهرا", "Sheet1")]) == [
        "•••",
        "••• ·",
        "Sheet1",
    ]


def test_a_list_of_persons_is_told_by_its_headings() -> None:
    listed = [sheet([("گزارش",), ("نام کارگاه", "کد ملی", "روزهای کارکرد")])]

    assert concealing().is_told_by(listed, surely=True)
    assert not concealing().is_told_by(listed, surely=False)
    assert not concealing().is_told_by([sheet([("نام کارگاه", "کد ملی", "تلفن")])], surely=True)
    assert not concealing(MINES).is_told_by(listed, surely=True)
