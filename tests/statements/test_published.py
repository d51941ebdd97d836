"""Figures as they were published, word for word: each is read right, or offered as a stated ambiguity."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from hamahang.domain.calendar import read_day
from hamahang.domain.money import MoneyUnit
from hamahang.domain.statements import Number, read_claims

with (Path(__file__).parent / "published.csv").open(encoding="utf-8", newline="") as file:
    ROWS = list(csv.DictReader(file))
MONEY = {"rial": MoneyUnit.RIAL, "toman": MoneyUnit.TOMAN, "hemmat": MoneyUnit.HEMMAT}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["wording"])
def test_a_published_figure_is_read_or_offered(row: dict[str, str]):
    numbers = read_claims(row["wording"], day=read_day("1390-04-10")).numbers

    readings = {value for number in numbers for value in in_rials(number)}

    assert Decimal(row["value"]) in readings


def in_rials(number: Number) -> list[Decimal]:
    """Return the readings of a number, money in rials."""
    factor = MONEY[number.unit].rials if number.unit in MONEY else 1
    return [value * factor for value in (number.value, *number.others) if value is not None]


def test_the_dropped_word_is_offered_and_not_put_in():
    (claim,) = read_claims("سه‌میلیون و ۶۵۰ تن مواد معدنی استخراج شد.", day=read_day("1387-12-01")).claims

    assert claim.low == 3_000_650
    assert [(str(other.low), other.reason) for other in claim.alternatives] == [("3650000", "dropped_word")]


def test_a_decimal_that_print_may_have_turned_round_is_never_guessed():
    (claim,) = read_claims("نرخ بیکاری ۲/۱۵ درصد است.", day=read_day("1390-04-10")).claims

    assert (claim.low, claim.high) == (None, None)
    assert {(str(other.low), other.reason) for other in claim.alternatives} == {
        ("2.15", "straight"),
        ("15.2", "turned"),
    }
