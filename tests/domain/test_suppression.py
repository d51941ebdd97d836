"""Small cells are hidden, and what is hidden cannot be worked out: against every table that fits what is shown."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.suppression import Earlier, protect

KEYS = "abcdef"
LEAST = 3


def table(*values: int) -> dict[str, tuple[int, ...]]:
    return {key: (value,) for key, value in zip(KEYS, values, strict=False)}


def fillings(shown: dict[str, tuple[int, ...] | None], total: int) -> list[dict[str, int]]:
    """Return every table with the cells shown and the total known, whose hidden cells are not empty."""
    hidden = [key for key, values in shown.items() if values is None]
    left = total - sum(values[0] for values in shown.values() if values is not None)
    found = product(range(1, left + 1), repeat=len(hidden))
    return [dict(zip(hidden, values, strict=True)) for values in found if sum(values) == left]


@given(values=st.lists(st.integers(min_value=0, max_value=9), min_size=1, max_size=5))
def test_no_hidden_cell_can_be_told_from_what_is_shown(values: list[int]):
    shown = protect(table(*values), (LEAST,))
    if shown is None:
        return

    possible = fillings(shown.cells, sum(values))

    for key, cell in shown.cells.items():
        if cell is None:
            assert len({filling[key] for filling in possible}) >= LEAST
        else:
            assert cell == (table(*values)[key])
            assert not 0 < cell[0] < LEAST


@given(values=st.lists(st.integers(min_value=0, max_value=9), min_size=1, max_size=5))
def test_a_table_that_is_not_shown_could_not_be_made_safe(values: list[int]):
    if protect(table(*values), (LEAST,)) is not None:
        return

    filled = [value for value in values if value]
    possible = fillings(dict.fromkeys(KEYS[: len(filled)]), sum(values))
    assert any(len({filling[key] for filling in possible}) < LEAST for key in KEYS[: len(filled)])


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ((4, 7, 9), ""),
        ((0, 7, 9), ""),
        ((2, 7, 9), "ab"),  # alone it would be the total less the others
        ((2, 2, 9), "ab"),  # 1 and 3, 2 and 2, 3 and 1
        ((1, 1, 4, 9), "abc"),  # two that add up to two would both be one
        ((0, 2, 5, 5), "bc"),  # empty cells are shown; of two alike the first by name
    ],
)
def test_what_is_hidden_beside_a_small_cell_is_the_smallest_that_does(values: tuple[int, ...], hidden: str):
    shown = protect(table(*values), (LEAST,))

    assert shown is not None
    assert "".join(key for key, cell in shown.cells.items() if cell is None) == hidden


@pytest.mark.parametrize("values", [(2,), (1, 1), (2, 1), (2, 0, 0)])
def test_a_table_of_a_few_records_is_not_shown_at_all(values: tuple[int, ...]):
    assert protect(table(*values), (LEAST,)) is None


def test_a_cell_is_hidden_with_all_its_measures():
    shown = protect({"a": (9, 4), "b": (8, 90), "c": (8, 120)}, (3, 5))

    assert shown is not None
    assert shown.cells == {"a": None, "b": None, "c": (8, 120)}


def test_money_of_many_records_is_not_small():
    shown = protect({"a": (4, 1), "b": (5, 10**12)}, (3, None))

    assert shown is not None
    assert shown.hidden == 0


def test_what_was_hidden_stays_hidden_as_long_as_it_is_the_same():
    before = protect(table(1, 4, 9), (LEAST,))
    assert before is not None
    hidden = frozenset(key for key, values in before.cells.items() if values is None)

    now = protect(table(4, 4, 9), (LEAST,), earlier=[Earlier(table(1, 4, 9), hidden)])

    assert hidden == {"a", "b"}
    assert now is not None
    assert now.cells["b"] is None  # shown, it would give away that "a" was 1


def test_a_cell_that_an_earlier_edition_shows_protects_no_other():
    shown = Earlier(table(5, 4, 9, 7), frozenset())

    now = protect(table(1, 4, 9, 8), (LEAST,), earlier=[shown])

    assert now is not None
    assert {key for key, values in now.cells.items() if values is None} == {"a", "d"}
