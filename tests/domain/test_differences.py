"""Reasons of a difference: each told apart, and adding up to it whatever the value is."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.calendar import read_day
from hamahang.domain.differences import Edition, Fate, Part, few_joined, value_of, why_different
from hamahang.domain.indicators import Reduction

DAY = read_day("1390-04-10")
LATER = read_day("1390-06-10")


def row(amount: int = 1, *, base: int | None = None, on: str = "2011-06-01", entry: int = 5) -> dict[str, Any]:
    return {"amount": str(amount), "base": base, "on": on, "entry": entry}


def edition(rows: dict[str, dict[str, Any]], **rest: Any) -> Edition:
    return Edition(**{"rows": rows, "day": DAY, "head": 10, "version": 1, "reduction": Reduction.SUM} | rest)


def reasons(
    before: Edition, now: Edition, again: Edition | None = None, **fate: Any
) -> dict[str, tuple[int | None, Decimal]]:
    parts = why_different(before, now, Fate(**fate), again=again)
    return {part.reason: (part.records, part.amount) for part in parts}


def test_every_reason_of_a_difference_is_told_apart():
    before = edition({"a": row(10), "b": row(20), "c": row(30), "m": row(7), "g": row(3)})
    now = edition(
        {
            "a": row(10),
            "b": row(25),  # corrected
            "n": row(100, on="2011-08-01", entry=20),  # new
            "l": row(40, entry=21),  # known late
        },
        day=LATER,
        head=30,
    )

    assert reasons(before, now, voided={"c": 17}, moved=frozenset({"m"})) == {
        "new": (2, Decimal(97)),  # one came, one that still holds was put out by a later one
        "late": (1, Decimal(40)),
        "corrected": (2, Decimal(-25)),
        "territory": (1, Decimal(-7)),
    }


def test_a_changed_definition_is_a_reason_of_its_own():
    before, now = edition({"a": row(1)}), edition({"b": row(2)}, version=2)

    assert reasons(before, now) == {"definition": (2, Decimal(1))}


def test_a_definition_that_reduces_otherwise_is_worth_what_it_moves():
    before = edition({"a": row(10), "b": row(20)}, reduction=Reduction.COUNT)
    now = edition({"a": row(10), "b": row(20)}, version=2)
    late = edition({"a": row(10), "b": row(20), "l": row(5, entry=12)}, version=2)

    assert reasons(before, now) == {"definition": (2, Decimal(28))}
    # three records by the old count, then 35 by the new one: the first is late, the rest is how it is counted
    assert reasons(before, late) == {"late": (1, Decimal(1)), "definition": (2, Decimal(32))}


def test_a_definition_that_reduces_otherwise_is_told_also_where_no_record_weighs_otherwise():
    ones = {"a": row(1), "b": row(3)}
    before, now = edition(ones, reduction=Reduction.MEDIAN), edition(ones, version=2)

    assert reasons(before, now) == {"definition": (0, Decimal(2))}


def test_what_was_voided_and_written_anew_in_one_entry_is_one_correction():
    before, now = edition({"a": row(10)}), edition({"b": row(12, entry=17)}, head=30)

    assert reasons(before, now, voided={"a": 17}) == {"corrected": (2, Decimal(2))}


def test_one_correction_takes_no_other_record_of_its_entry_with_it():
    others = {letter: row(1, on="2011-05-01", entry=17) for letter in "cdefgh"}
    before, now = edition({"z": row(10)}), edition({"zz": row(12, entry=17)} | others, head=30)

    assert reasons(before, now, voided={"z": 17}) == {
        "late": (6, Decimal(6)),
        "corrected": (2, Decimal(2)),
    }


def test_what_was_voided_in_several_entries_is_paired_within_each():
    before = edition({"a": row(10), "b": row(20)})
    came = {"c": row(11, entry=17), "d": row(21, entry=18), "e": row(5, entry=18)}

    told = reasons(before, edition(came, head=30), voided={"a": 17, "b": 18})

    assert told == {"late": (1, Decimal(5)), "corrected": (4, Decimal(2))}


def test_a_record_takes_the_place_only_of_one_that_its_own_entry_voided():
    before = edition({"a": row(10), "b": row(20)})
    came = {"c": row(11, entry=17), "d": row(12, entry=17)}

    told = reasons(before, edition(came, head=30), voided={"a": 17, "b": 18})  # b was only taken out, by another entry

    assert told == {"late": (1, Decimal(12)), "corrected": (3, Decimal(-19))}


def test_what_was_only_taken_out_is_replaced_by_no_record_of_another_kind():
    before, now = edition({"casework.Step:1": row(10)}), edition({"support.Payment:2": row(4, entry=17)}, head=30)

    assert reasons(before, now, voided={"casework.Step:1": 17}) == {
        "late": (1, Decimal(4)),
        "corrected": (1, Decimal(-10)),
    }


def test_what_weighs_more_because_days_passed_is_neither_new_nor_corrected():
    before = edition({"a": row(10), "b": row(20)}, reduction=Reduction.MEDIAN)
    again = edition({"a": row(10), "b": row(20), "l": row(60, entry=12)}, head=30, reduction=Reduction.MEDIAN)
    now = edition({"a": row(71), "b": row(81), "l": row(121, entry=12)}, day=LATER, head=30, reduction=Reduction.MEDIAN)

    assert reasons(before, now, again) == {"late": (1, Decimal(5)), "time": (3, Decimal(61))}


def test_a_share_differs_by_points_and_not_by_the_number_of_its_records():
    before = edition({"a": row(1, base=2), "b": row(1, base=2)}, reduction=Reduction.RATIO)
    now = edition(
        {"a": row(1, base=2), "b": row(2, base=2), "c": row(2, base=2, entry=12)}, head=30, reduction=Reduction.RATIO
    )

    # 2 of 4; corrected to 3 of 4; then 5 of 6
    assert reasons(before, now) == {"corrected": (1, Decimal("25.0")), "late": (1, Decimal("8.3"))}


RECORDS = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.builds(
        row,
        st.integers(-50, 50),
        base=st.integers(1, 9),
        on=st.sampled_from(["2011-06-01", "2011-08-01"]),
        entry=st.integers(1, 30),
    ),
    min_size=1,
)
SOME = st.frozensets(st.sampled_from("abcdefgh"))
VOIDED = st.dictionaries(st.sampled_from("abcdefgh"), st.integers(1, 30))


REDUCTIONS = st.sampled_from([Reduction.COUNT, Reduction.SUM, Reduction.RATIO, Reduction.MEDIAN])


@given(
    before=RECORDS,
    again=st.none() | RECORDS,
    now=RECORDS,
    version=st.integers(1, 2),
    reductions=REDUCTIONS.map(lambda one: (one, one)) | st.tuples(REDUCTIONS, REDUCTIONS),
    voided=VOIDED,
    moved=SOME,
)
def test_the_reasons_always_add_up_to_the_difference(
    before: Any, again: Any, now: Any, version: int, reductions: Any, voided: Any, moved: Any
):
    first, *between, last = (
        edition(rows, reduction=reduction, day=day, head=head, version=number)
        for rows, reduction, day, head, number in (
            (before, reductions[0], DAY, 10, 1),
            *([(again, reductions[1], DAY, 30, version)] if again else []),
            (now, reductions[1], LATER, 30, version),
        )
    )

    parts = why_different(first, last, Fate(voided, moved), again=between[0] if between else None)

    values = [value_of(each.rows.values(), each.reduction) for each in (first, last)]
    assert values[0] is not None
    assert values[1] is not None
    assert sum((part.amount for part in parts), Decimal(0)) == values[1] - values[0]


def parts(**records: int) -> list[Part]:
    return [Part(reason, number, Decimal(number)) for reason, number in records.items()]


def test_reasons_of_few_records_are_told_as_one():
    assert few_joined(parts(new=9, late=1, corrected=2), 3) == (*parts(new=9), Part("few", 3, Decimal(3)))


def test_one_reason_of_few_records_is_hidden_beside_the_next_smallest():
    assert few_joined(parts(new=9, late=1, corrected=5), 3) == (*parts(new=9), Part("few", 6, Decimal(6)))


def test_a_difference_of_few_records_has_no_reason_and_no_number_of_them():
    assert few_joined(parts(late=1), 3) == (Part("few", None, Decimal(1)),)


@given(st.dictionaries(st.sampled_from(["new", "late", "corrected", "time"]), st.integers(1, 9)))
def test_joined_reasons_add_up_to_the_same_and_none_of_them_is_small(records: dict[str, int]):
    joined = few_joined(parts(**records), 3)

    assert sum(part.amount for part in joined) == sum(records.values())
    assert all(part.records is None or part.records >= 3 for part in joined)
