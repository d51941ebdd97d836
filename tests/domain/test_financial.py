"""Yearly accounts: a reference score, ratios by hand, what a statement lacks, and what no change of unit may move."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from hamahang.domain.financial import (
    FACTS,
    ITEMS,
    ZONES,
    Ratio,
    Statement,
    StatementNotWhole,
    check_statement,
    facts_of,
    loss,
    ratios,
    zone_of,
)

# working capital .2, retained earnings .1 and earnings .1 of the assets, equity half the liabilities
REFERENCE = {
    "total_assets": 300, "current_assets": 120, "inventory": 40, "total_liabilities": 200, "current_liabilities": 60,
    "equity": 100, "capital": 60, "retained": 30, "operating_profit": 30, "sales": 500,
}  # fmt: skip


def of(**changed: int | None) -> Statement:
    amounts = {**REFERENCE, **changed}
    return Statement(1389, {code: amount for code, amount in amounts.items() if amount is not None})


def ratio(code: str, **changed: int | None) -> Ratio:
    return next(one for one in ratios(of(**changed)) if one.code == code)


def test_the_reference_score_of_the_literature() -> None:
    score = ratio("z_score")

    assert score.value == Decimal("2.835")
    assert score.zone == "SAFE"


def test_ratios_by_hand() -> None:
    assert ratio("current_ratio").value == Decimal(2)
    assert ratio("quick_ratio").value == Decimal("1.333")
    assert ratio("debt_ratio").value == Decimal("0.667")
    assert ratio("current_ratio", current_liabilities=121).zone == "BELOW_1"
    assert ratio("debt_ratio", total_liabilities=301, equity=-1).zone == "ABOVE_1"


@pytest.mark.parametrize(
    ("score", "zone"),
    [("1.099", "DISTRESS"), ("1.1", "GREY"), ("2.6", "GREY"), ("2.601", "SAFE"), ("-4", "DISTRESS")],
)
def test_the_bounds_of_the_zones_are_grey(score: str, zone: str) -> None:
    assert zone_of(Fraction(score)) == zone


@pytest.mark.parametrize(
    ("code", "without", "missing"),
    [
        ("current_ratio", "current_assets", ("current_assets",)),
        ("quick_ratio", "inventory", ("inventory",)),
        ("z_score", "retained", ("retained",)),
        ("z_score", "current_liabilities", ("current_liabilities",)),
    ],
)
def test_a_ratio_names_what_it_lacks(code: str, without: str, missing: tuple[str, ...]) -> None:
    found = ratio(code, **{without: None})

    assert (found.value, found.zone, found.missing) == (None, "", missing)
    assert ratio("debt_ratio", **{without: None}).value is not None


def test_a_zero_below_the_line_is_named_and_nothing_is_divided() -> None:
    free = {"total_liabilities": 0, "current_liabilities": 0, "equity": 300}

    assert (ratio("z_score", **free).value, ratio("z_score", **free).divisor) == (None, "total_liabilities")
    assert ratio("current_ratio", **free).divisor == "current_liabilities"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"equity": 101}, "total assets are 1 rials less than"),
        ({"total_assets": 5_000_300}, "total assets are 5,000,000 rials more than"),
        ({"equity": None}, "Give equity too"),
        ({"current_assets": 301}, "current assets is more than total assets"),
        ({"inventory": 121}, "inventory is more than current assets"),
        ({"current_liabilities": 201}, "current liabilities is more than total liabilities"),
        ({"capital": -1}, "registered capital cannot be negative"),
        ({"sales": -1}, "net sales cannot be negative"),
    ],
)
def test_a_statement_that_cannot_be_is_refused_and_told_why(changed: dict[str, int | None], words: str) -> None:
    with pytest.raises(StatementNotWhole, match=words) as refused:
        check_statement(of(**changed))

    assert not set("0123456789") & set(refused.value.why.fa)


def test_a_whole_statement_and_one_with_the_least_are_taken() -> None:
    check_statement(of())
    check_statement(Statement(1389, {"total_assets": 3, "total_liabilities": 5, "equity": -2}))


def test_the_year_ends_on_its_last_day() -> None:
    assert Statement(1389, {}).ends_on == date(2011, 3, 20)
    assert Statement(1391, {}).ends_on == date(2013, 3, 20)  # a leap year


@pytest.mark.parametrize(
    ("retained", "capital", "is_due", "lost"),
    [(-30, 60, True, "0.5"), (-29, 60, False, "0.483"), (-70, 60, True, "1.167"), (40, 60, False, "0")],
)
def test_half_the_capital_lost_is_where_article_141_begins(
    retained: int, capital: int, is_due: bool, lost: str
) -> None:
    found = loss(of(retained=retained, capital=capital))

    assert (found.is_due, found.lost) == (is_due, Decimal(lost))


def test_article_141_is_not_judged_without_capital() -> None:
    assert loss(of(capital=None)).missing == ("capital",)
    assert loss(of(capital=0)).missing == ("capital",)
    assert not loss(of(retained=None)).is_due


amounts = some.integers(1, 10**15)


@given(
    owed=amounts, owned=some.integers(-(10**15), 10**15), near=some.integers(0, 10**15), scale=some.integers(2, 10**4)
)
def test_the_unit_of_the_amounts_moves_no_ratio(owed: int, owned: int, near: int, scale: int) -> None:
    whole = {
        "total_assets": max(owed + owned, 1), "total_liabilities": owed, "equity": owned, "current_assets": near,
        "inventory": near // 2, "current_liabilities": owed // 2 + 1, "retained": owned // 3, "operating_profit": 7,
    }  # fmt: skip
    larger = {code: amount * scale for code, amount in whole.items()}

    for one, other in zip(ratios(Statement(1389, whole)), ratios(Statement(1389, larger)), strict=True):
        assert (one.value, one.zone) == (other.value, other.zone)


@given(more=some.integers(1, 10**6))
def test_more_earnings_never_lower_the_score(more: int) -> None:
    less, higher = ratio("z_score"), ratio("z_score", operating_profit=REFERENCE["operating_profit"] + more)

    assert less.value is not None
    assert higher.value is not None
    assert higher.value > less.value


def test_what_a_decision_table_is_told() -> None:
    assert facts_of(None) == {}
    assert facts_of(of()) == {"current_ratio": "FROM_1", "debt_ratio": "TO_1"}
    assert facts_of(of(current_assets=None)) == {"debt_ratio": "TO_1"}
    for _, values in FACTS.values():
        assert set(values) <= set(ZONES)
    assert set(REFERENCE) == set(ITEMS)
