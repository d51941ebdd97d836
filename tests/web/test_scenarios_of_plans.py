"""A row of a plan's scenarios: who would have to go, of those whom the reader may see."""

from typing import Any

from hamahang.planning.naming import Names
from hamahang.web.planning.scenarios import row_of

ONE: dict[str, Any] = {
    "title": {"fa": "الف", "en": "a"}, "stated": True, "kept": 3.04, "best": 4.0, "regret": 0.96, "bound": 4.0,
    "proven": True, "floors": True, "gone": ["c1", "c2", "c3"],
}  # fmt: skip


def names(**titles: str) -> Names:
    return Names({}, {}, titles)


def test_candidates_elsewhere_are_counted_and_not_named() -> None:
    row = row_of(ONE, names(c2="آجر"))

    assert row["gone"].fa == "«\u2068آجر\u2069» و ۲ نامزد دیگر"
    assert row["bound"] is None
    assert row_of(ONE, names())["gone"].en == "3 candidates elsewhere"
    assert row_of(ONE | {"gone": ["c1"]}, names())["gone"].en == "a candidate elsewhere"
    assert row_of(ONE | {"gone": []}, names())["gone"].en == "nobody"


def test_of_many_some_are_named() -> None:
    many = ONE | {"gone": [f"c{at}" for at in range(9)]}

    row = row_of(many, names(**{f"c{at}": f"u{at}" for at in range(9)}))

    assert row["gone"].en == "“\u2068u0\u2069”, “\u2068u1\u2069”, “\u2068u2\u2069” and 6 more"


def test_a_row_adds_up_as_it_is_shown() -> None:
    row = row_of(ONE | {"kept": 757.06, "best": 760.44, "regret": 3.38}, names())

    assert (row["kept"], row["best"], row["regret"]) == (757.1, 760.4, 3.3)
