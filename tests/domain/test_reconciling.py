"""Our payments against the bank's: planted differences of every kind are found, and none is invented."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.reconciling import Group, Kind, Paid, compared, reconcile, totals

DAY = date(2011, 6, 1)


def ours(key: str, file_no: str, amount: int, days: int = 0, **rest: str) -> Paid:
    return Paid(f"d{key}", file_no, amount, DAY + timedelta(days), **rest)


def theirs(key: str, file_no: str, amount: int, days: int = 0, **rest: str) -> Paid:
    return Paid(f"b{key}", file_no, amount, DAY + timedelta(days), **rest)


def told(groups: list[Group]) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(group.kind.value, group.look, group.differs) for group in groups]


@pytest.mark.parametrize(
    ("mine", "banks", "said"),
    [
        ([ours("1", "f", 9, document_no="7")], [theirs("1", "f", 9, document_no="7")], ("MATCHED", "DOCUMENT", ())),
        ([ours("1", "f", 9)], [theirs("1", "f", 9, 3)], ("MATCHED", "FILE", ())),
        ([ours("1", "f", 9)], [theirs("1", "f", 9, 4)], ("DIFFERING", "FILE", ("day",))),
        ([ours("1", "f", 9)], [theirs("1", "f", 9, 61)], ("ONLY_OURS", "NONE", ())),
        (
            [ours("1", "f", 9, document_no="7")],
            [theirs("1", "f", 90, 200, document_no="7")],
            ("DIFFERING", "DOCUMENT", ("amount", "day")),
        ),
        ([ours("1", "f", 9, owner="o")], [theirs("1", "g", 9, owner="o")], ("DIFFERING", "OWNER", ("file",))),
        ([ours("1", "f", 9, owner="o")], [theirs("1", "f", 9, owner="p")], ("DIFFERING", "FILE", ("owner",))),
        ([ours("1", "f", 9, owner="o")], [theirs("1", "f", 9)], ("MATCHED", "FILE", ())),
        ([ours("1", "f", 4), ours("2", "f", 5, 20)], [theirs("1", "f", 9)], ("MATCHED", "SUM", ())),
        ([ours("1", "f", 9)], [theirs("1", "f", 4), theirs("2", "f", 5, 20)], ("MATCHED", "SUM", ())),
        (
            [ours("1", "f", 4), ours("2", "f", 5), ours("3", "f", 5)],
            [theirs("1", "f", 9)],
            ("DIFFERING", "SUM", ("several",)),
        ),
        ([ours("1", "f", 9)], [theirs("1", "f", 8, 15)], ("DIFFERING", "NEAR", ("amount", "day"))),
        ([ours("1", "f", 9)], [theirs("1", "f", 8, 16)], ("ONLY_OURS", "NONE", ())),
        ([ours("1", "f", 9)], [theirs("1", "g", 9)], ("ONLY_OURS", "NONE", ())),
    ],
)
def test_two_sides_are_told_how_they_stand(
    mine: list[Paid], banks: list[Paid], said: tuple[str, str, tuple[str, ...]]
) -> None:
    assert said in told(reconcile(mine, banks))


def test_a_persons_word_comes_before_all_looks() -> None:
    mine, banks = [ours("1", "f", 9), ours("2", "f", 9, 40)], [theirs("1", "f", 9)]

    groups = reconcile(mine, banks, same=[(frozenset({"d2"}), frozenset({"b1"}))])

    assert told(groups) == [("ONLY_OURS", "NONE", ()), ("DIFFERING", "PERSON", ("day",))]
    assert groups[1].ours == (mine[1],)


def test_a_word_about_payments_that_are_gone_joins_nothing() -> None:
    groups = reconcile([ours("1", "f", 9)], [], same=[(frozenset({"d1"}), frozenset({"b9"}))])

    assert told(groups) == [("ONLY_OURS", "NONE", ())]


PAID = st.tuples(st.sampled_from("fgh"), st.integers(1, 6), st.integers(0, 90), st.sampled_from(["", "o", "p"]))


def sides(
    mine: list[tuple[str, int, int, str]], banks: list[tuple[str, int, int, str]]
) -> tuple[list[Paid], list[Paid]]:
    return (
        [ours(str(at), file, amount, days, owner=owner) for at, (file, amount, days, owner) in enumerate(mine)],
        [theirs(str(at), file, amount, days, owner=owner) for at, (file, amount, days, owner) in enumerate(banks)],
    )


@given(st.lists(PAID, max_size=9), st.lists(PAID, max_size=9), st.randoms())
def test_each_payment_stands_in_one_group_whatever_the_order(
    mine: list[tuple[str, int, int, str]], banks: list[tuple[str, int, int, str]], random: object
) -> None:
    left, right = sides(mine, banks)
    groups = reconcile(left, right)

    assert Counter(paid.key for group in groups for paid in (*group.ours, *group.theirs)) == Counter(
        paid.key for paid in (*left, *right)
    )
    random.shuffle(left)  # type: ignore[attr-defined]
    random.shuffle(right)  # type: ignore[attr-defined]
    assert reconcile(left, right) == groups
    for group in groups:
        if group.kind is Kind.MATCHED:
            assert sum(paid.amount for paid in group.ours) == sum(paid.amount for paid in group.theirs)
            assert len({paid.file_no for paid in (*group.ours, *group.theirs)}) == 1


@given(st.lists(PAID, max_size=9))
def test_a_list_against_itself_is_matched_whole(mine: list[tuple[str, int, int, str]]) -> None:
    left, right = sides(mine, mine)

    groups = reconcile(left, right)

    assert all(group.kind is Kind.MATCHED for group in groups)
    assert len(groups) == len(mine)


@given(st.lists(PAID, max_size=9), st.lists(PAID, max_size=9))
def test_the_sums_of_all_kinds_are_the_sums_of_the_lists(
    mine: list[tuple[str, int, int, str]], banks: list[tuple[str, int, int, str]]
) -> None:
    left, right = sides(mine, banks)

    counted = totals(reconcile(left, right))

    assert sum(total.ours for total in counted.values()) == sum(paid.amount for paid in left)
    assert sum(total.theirs for total in counted.values()) == sum(paid.amount for paid in right)


def test_planted_differences_are_found_and_none_is_invented() -> None:
    base = [ours(str(at), f"f{at}", 1_000 + 7 * at, at, document_no=str(at), owner=f"o{at}") for at in range(40)]
    bank = [replace(paid, key=f"b{paid.key}") for paid in base]
    bank[3] = replace(bank[3], amount=9_999)  # another amount under the same document
    bank[5] = replace(bank[5], on=bank[5].on + timedelta(9))  # another day
    bank[7] = replace(bank[7], file_no="x7", document_no="")  # another file of the same owner
    del bank[11]  # the bank does not have it
    whole = bank[12]
    bank[12] = replace(whole, amount=400, document_no="a")  # paid in two parts
    bank.append(replace(whole, key="bb12", amount=whole.amount - 400, document_no="b"))
    base[14] = replace(base[14], document_no="c", amount=600)  # we have two, the bank one
    base.append(replace(base[14], key="d14b", document_no="e", amount=1_000 + 7 * 14 - 600))
    bank.append(theirs("extra", "f99", 5_000))  # we do not have it

    found = Counter(
        (group.kind.value, group.look, group.differs)
        for group in reconcile(base, bank)
        if group.look not in ("DOCUMENT",) or group.differs
    )

    assert found == Counter(
        {
            ("DIFFERING", "DOCUMENT", ("amount",)): 1,
            ("DIFFERING", "DOCUMENT", ("day",)): 1,
            ("DIFFERING", "OWNER", ("file",)): 1,
            ("MATCHED", "SUM", ()): 2,
            ("ONLY_OURS", "NONE", ()): 1,
            ("ONLY_THEIRS", "NONE", ()): 1,
        }
    )


def test_what_a_list_does_not_reach_is_not_compared_and_what_it_names_is() -> None:
    mine = [ours("1", "f", 9), ours("2", "g", 8, 2), ours("3", "h", 7, 3), ours("4", "i", 6, 4)]
    groups = reconcile(mine, [theirs("1", "f", 9, 2), theirs("4", "i", 6, 2)])

    kept, beyond = compared(groups, DAY + timedelta(2))

    assert ([len(kept), len(beyond)], beyond[0].ours[0].key) == ([3, 1], "d3")
    assert compared(reconcile(mine, []), None) == ([], reconcile(mine, []))
