"""A row of a plan's scenarios: who would have to go, of those whom the reader may see."""

from typing import Any

from hamahang.web.planning.scenarios import row_of

ONE: dict[str, Any] = {
    "title": {"fa": "الف", "en": "a"}, "stated": True, "kept": 3.04, "best": 4.0, "regret": 0.96, "bound": 4.0,
    "proven": True, "floors": True, "gone": ["c1", "c2", "c3"],
}  # fmt: skip


def test_candidates_elsewhere_are_counted_and_not_named() -> None:
    row = row_of(ONE, {"c2": "آجر"})

    assert (row["gone"], row["more"]) == (["آجر"], 2)
    assert row["bound"] is None


def test_of_many_some_are_named() -> None:
    many = ONE | {"gone": [f"c{at}" for at in range(9)]}

    row = row_of(many, {f"c{at}": f"u{at}" for at in range(9)})

    assert (row["gone"], row["more"]) == (["u0", "u1", "u2", "u3"], 5)


def test_a_row_adds_up_as_it_is_shown() -> None:
    row = row_of(ONE | {"kept": 757.06, "best": 760.44, "regret": 3.38}, {})

    assert (row["kept"], row["best"], row["regret"]) == (757.1, 760.4, 3.3)
