"""What can be worked out from several tables together: against the rank of the whole matrix."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.linked_suppression import Told, atoms_of

RECORDS = "abcdefgh"
SETS = st.lists(st.frozensets(st.sampled_from(RECORDS), min_size=1), max_size=7)


def told(*known: frozenset[str], asked: frozenset[str]) -> bool:
    return Told(atoms_of([*known, asked])).and_also(known).tells(asked)


def test_what_is_left_of_a_total_is_known():
    whole, part = frozenset("abcde"), frozenset("abc")

    assert told(whole, part, asked=frozenset("de"))
    assert not told(whole, asked=frozenset("de"))


def test_what_is_registered_less_what_works_and_is_built_is_what_idles():
    registered, active, built = frozenset("abcdefgh"), frozenset("abcd"), frozenset("ef")

    assert told(registered, active, built, asked=frozenset("gh"))
    assert not told(registered, active, asked=frozenset("gh"))


def test_two_of_three_overlapping_pairs_tell_nothing_of_their_middle():
    assert not told(frozenset("ab"), frozenset("bc"), asked=frozenset("b"))
    assert told(frozenset("ab"), frozenset("bc"), frozenset("ac"), asked=frozenset("b"))


@given(known=SETS, asked=st.frozensets(st.sampled_from(RECORDS), min_size=1))
def test_a_set_is_told_exactly_if_it_adds_nothing_to_the_rank(known: list[frozenset[str]], asked: frozenset[str]):
    lines = [[int(record in each) for record in RECORDS] for each in (*known, asked)]
    rank = np.linalg.matrix_rank(np.array(lines[:-1])) if known else 0

    assert told(*known, asked=asked) == (np.linalg.matrix_rank(np.array(lines)) == rank)
