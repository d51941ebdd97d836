"""Hidden cells of a table of two ways cannot be worked out: against every table with the same sums."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from hamahang.domain.cross_suppression import Key, protect_table, span

LEAST = 3
ROWS, COLUMNS = "ab", "xyz"
KEYS: list[Key] = [(row, column) for row in ROWS for column in COLUMNS]


def fitting(cells: dict[Key, int], hidden: frozenset[Key]) -> list[dict[Key, int]]:
    """Return every table with the same sums and the same shown cells, whose hidden cells are not empty."""
    first = sum(cells["a", column] for column in COLUMNS)
    sums = {column: cells["a", column] + cells["b", column] for column in COLUMNS}
    found = []
    for x, y in product(range(first + 1), repeat=2):
        line = {"x": x, "y": y, "z": first - x - y}
        made = {("a", column): line[column] for column in COLUMNS}
        made |= {("b", column): sums[column] - line[column] for column in COLUMNS}
        if all(made[key] >= 1 if key in hidden else made[key] == cells[key] for key in KEYS):
            found.append(made)
    return found


@settings(max_examples=40)
@given(st.lists(st.integers(min_value=0, max_value=4), min_size=6, max_size=6))
def test_no_hidden_cell_can_be_told_from_the_sums(values: list[int]):
    cells = dict(zip(KEYS, values, strict=True))
    hidden = protect_table(cells, LEAST)
    if hidden is None:
        return

    possible = fitting(cells, hidden)

    assert all(value == 0 or value >= LEAST or key in hidden for key, value in cells.items())
    for key in hidden:
        told = {filled[key] for filled in possible}
        assert len(told) >= LEAST
        assert span({each: value for each, value in cells.items() if value}, hidden, key, 100) == len(told)


def test_a_small_cell_is_hidden_with_three_others():
    cells = {("a", "x"): 1, ("a", "y"): 8, ("b", "x"): 7, ("b", "y"): 9}

    assert protect_table(cells, LEAST) == frozenset(cells)


def test_a_table_of_one_line_cannot_hide_anything():
    assert protect_table({("a", "x"): 1, ("a", "y"): 8}, LEAST) is None


def test_what_must_be_hidden_is_hidden_though_it_is_large():
    cells = {("a", "x"): 5, ("a", "y"): 6, ("b", "x"): 7, ("b", "y"): 8}

    assert ("a", "x") in (protect_table(cells, LEAST, also=[("a", "x")]) or ())
