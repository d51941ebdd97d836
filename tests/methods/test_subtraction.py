"""What can be worked out from several tables together: against exact elimination with fractions."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from hamahang.methods.subtraction import Reader

RECORDS = "abcdefgh"
SET = st.frozensets(st.sampled_from(RECORDS), min_size=1)
SETS = st.lists(SET, max_size=9)


def told(*known: frozenset[str], asked: frozenset[str]) -> bool:
    return not Reader(known, others=[asked]).learns([asked], hidden=[asked])


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


def rank(sets: list[frozenset[str]]) -> int:
    """Return the rank of sets as vectors, by elimination with fractions."""
    lines = [[Fraction(record in each) for record in RECORDS] for each in sets]
    found = 0
    for column in range(len(RECORDS)):
        pivot = next((line for line in lines[found:] if line[column]), None)
        if pivot is None:
            continue
        lines.remove(pivot)
        lines.insert(found, pivot)
        for number in range(found + 1, len(lines)):
            times = lines[number][column] / pivot[column]
            lines[number] = [one - times * other for one, other in zip(lines[number], pivot, strict=True)]
        found += 1
    return found


@given(known=SETS, asked=SET)
def test_a_set_is_known_exactly_if_it_adds_nothing_to_the_rank(known: list[frozenset[str]], asked: frozenset[str]):
    assert told(*known, asked=asked) == (rank([*known, asked]) == rank(known))


@given(known=SETS, shown=SETS, hidden=SETS)
def test_a_reader_learns_what_he_knows_with_the_new_sets_and_did_not_without(
    known: list[frozenset[str]], shown: list[frozenset[str]], hidden: list[frozenset[str]]
):
    reader = Reader(known, others=[*shown, *hidden])

    learnt = [each for each in hidden if told(*known, *shown, asked=each) and not told(*known, asked=each)]

    assert reader.learns(shown, hidden=hidden) == bool(learnt)
