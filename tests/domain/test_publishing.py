"""Steps of clearing, its checks, and reasons of a difference that add up to it."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain import publishing
from hamahang.domain.calendar import read_day
from hamahang.domain.publishing import Edition, Fate, PublicationRefused, take, why_different

DAY = read_day("1390-04-10")
LATER = read_day("1390-06-10")


def row(amount: int = 1, *, on: str = "2011-06-01", entry: int = 5) -> dict[str, Any]:
    return {"amount": str(amount), "on": on, "entry": entry}


def edition(rows: dict[str, dict[str, Any]], **rest: Any) -> Edition:
    return Edition(**{"rows": rows, "day": DAY, "head": 10, "version": 1, "is_sum": True} | rest)


def reasons(before: Edition, now: Edition, **fate: frozenset[str]) -> dict[str, tuple[int, Decimal]]:
    return {part.reason: (part.records, part.amount) for part in why_different(before, now, Fate(**fate))}


def test_each_step_leads_on_from_where_it_begins():
    state = publishing.DRAFT
    for step, by in (("check", "amar"), ("clear", "rais"), ("publish", "rais")):
        state = take(step, state=state, reason="", by=by, before=["amar"])

    assert state == publishing.PUBLISHED


@pytest.mark.parametrize(
    ("step", "state", "by", "reason"),
    [
        ("publish", "DRAFT", "rais", ""),
        ("publish", "CHECKED", "rais", ""),
        ("clear", "DRAFT", "rais", ""),
        ("clear", "CHECKED", "amar", ""),
        ("withdraw", "PUBLISHED", "rais", " "),
        ("return", "CHECKED", "rais", ""),
        ("check", "SUPERSEDED", "amar", ""),
        ("nonsense", "DRAFT", "amar", ""),
    ],
)
def test_a_step_out_of_order_by_the_same_person_or_without_a_reason_is_refused(
    step: str, state: str, by: str, reason: str
):
    with pytest.raises(PublicationRefused):
        take(step, state=state, reason=reason, by=by, before=["amar"])


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

    assert reasons(before, now, voided=frozenset({"c"}), moved=frozenset({"m"})) == {
        "new": (2, Decimal(97)),  # one came, one that still holds was put out by a later one
        "late": (1, Decimal(40)),
        "corrected": (2, Decimal(-25)),
        "territory": (1, Decimal(-7)),
    }


def test_a_changed_definition_is_a_reason_of_its_own():
    before, now = edition({"a": row(1)}), edition({"b": row(2)}, version=2)

    assert reasons(before, now) == {"definition": (2, Decimal(1))}


RECORDS = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.builds(row, st.integers(-50, 50), on=st.sampled_from(["2011-06-01", "2011-08-01"]), entry=st.integers(1, 30)),
)


@given(
    before=RECORDS,
    now=RECORDS,
    version=st.integers(1, 2),
    is_sum=st.booleans(),
    voided=st.sets(st.sampled_from("abcdefgh")),
)
def test_the_reasons_always_add_up_to_the_difference(
    before: dict[str, Any], now: dict[str, Any], version: int, is_sum: bool, voided: set[str]
):
    first = edition(before, is_sum=is_sum)
    second = edition(now, is_sum=is_sum, day=LATER, head=30, version=version)

    parts = why_different(first, second, Fate(voided=frozenset(voided)))

    value = {True: lambda rows: sum(int(each["amount"]) for each in rows.values()), False: len}[is_sum]
    assert sum(part.amount for part in parts) == value(now) - value(before)


@pytest.mark.parametrize(
    ("finding", "grade"),
    [
        (publishing.cross_foot(10, {1: 4, 2: 6}), "good"),
        (publishing.cross_foot(10, {1: 4, 2: 5}), "blocking"),
        (publishing.denominator(is_ratio=True, bases=0), "blocking"),
        (publishing.denominator(is_ratio=True, bases=9), "good"),
        (publishing.denominator(is_ratio=False, bases=0), "good"),
        (publishing.basis(value=None, version=1, now=1), "blocking"),
        (publishing.basis(value=1, version=1, now=2), "blocking"),
        (publishing.basis(value=1, version=1, now=1), "good"),
        (publishing.outlier(1000, [90, 100, 95, 105, 100, 98]), "warning"),
        (publishing.outlier(102, [90, 100, 95, 105, 100, 98]), "good"),
        (publishing.outlier(1000, [90, 100]), "good"),
        (publishing.earlier(9, 8, is_same_day=True), "warning"),
        (publishing.earlier(9, 8, is_same_day=False), "good"),
        (publishing.earlier(9, 9, is_same_day=True), "good"),
        (publishing.earlier(9, None, is_same_day=False), "good"),
        (publishing.restated(is_changed=True), "warning"),
        (publishing.small_cell(is_whole=False, records=2, least=3), "blocking"),
        (publishing.small_cell(is_whole=False, records=0, least=3), "good"),
        (publishing.small_cell(is_whole=True, records=2, least=3), "good"),
    ],
)
def test_each_check_grades_what_it_finds(finding: publishing.Finding, grade: str):
    assert finding.grade == grade


def test_a_warning_is_explained_or_refused_and_what_blocks_is_mended():
    warning = publishing.restated(is_changed=True)
    publishing.answered([warning], "فهرست تیر دیر رسید")

    with pytest.raises(PublicationRefused):
        publishing.answered([warning], " ")
    with pytest.raises(PublicationRefused, match="records"):
        publishing.answered([publishing.small_cell(is_whole=False, records=1, least=3)], "باشد")
