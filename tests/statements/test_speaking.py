"""A figure is said rounded, truly, and so that the reader of statements reads the same figure back."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.domain.calendar import read_day
from hamahang.domain.speaking import rounded, sentence, speak
from hamahang.domain.statements import lexicon, read_claims
from hamahang.domain.statements.binding import bind
from hamahang.domain.statements.judging import agrees
from hamahang.domain.statements.said import Said, said_in
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import indicator

DAY = read_day("1390-04-10")
UNNAMED = {"requests_contracted_rials", "requests_referred_rials"}  # «مبلغ قراردادها» names nothing that is counted
BOUND = sorted({row["indicator"] for row in lexicon.rows("bindings") if row["modality"] == "done"} - UNNAMED)


def read_back(text: str, day: date = DAY) -> Said:
    (said,) = said_in(read_claims(text, day=day))
    return said


@pytest.mark.parametrize(
    ("value", "unit", "fa", "en"),
    [
        (2_206_000_000_000, "rial", "بیش از ۲٬۲۰۰ میلیارد ریال", "more than 2,200 billion rials"),
        (2_200_000_000_000, "rial", "۲٬۲۰۰ میلیارد ریال", "2,200 billion rials"),
        (44, "unit", "۴۴ واحد", "44 units"),
        (417, "person", "۴۱۷ نفر", "417 persons"),
        (2_754, "person", "بیش از ۲٬۷۰۰ نفر", "more than 2,700 persons"),
        (Decimal("15.7"), "percent", "۱۵٫۷ درصد", "15.7 percent"),
        (0, "case", "۰ پرونده", "0 cases"),
    ],
)
def test_a_figure_is_said_as_people_say_it(value: int | Decimal, unit: str, fa: str, en: str):
    assert (speak(value, unit).fa, speak(value, unit).en) == (fa, en)


@given(value=st.integers(min_value=0, max_value=10**15))
def test_what_is_said_is_never_above_the_figure_and_near_it(value: int):
    spoken = rounded(value, "rial")

    assert spoken.value <= value
    assert spoken.is_more == (spoken.value < value)
    assert value - spoken.value <= value / 10


@given(value=st.integers(min_value=1, max_value=10**14))
def test_money_that_is_said_is_read_back_as_the_same_money(value: int):
    said = read_back(sentence(title=indicator("facilities_paid").title, value=value, unit="rial", day=DAY).fa)

    assert said.dimension == "rial"
    assert agrees(said, value)


@pytest.mark.parametrize("code", BOUND)
def test_each_figure_that_claims_are_bound_to_is_read_back_from_its_own_sentence(code: str):
    figure = indicator(code)
    value = {"rial": 2_206_000_000_000, "percent": Decimal("15.7")}.get(figure.unit, 43)

    said = read_back(sentence(title=figure.title, value=value, unit=figure.unit, day=DAY).fa)
    bound = bind(said, {})

    assert agrees(said, value)
    assert said.last == DAY
    assert code in [candidate.indicator for candidate in bound.proposals]


def test_a_period_is_said_and_read_back():
    first = read_day("1390-01-01")
    said = read_back(
        sentence(title=indicator("facilities_paid").title, value=10**12, unit="rial", day=DAY, first=first).fa
    )

    assert (said.first, said.last) == (first, DAY)


def test_the_sentence_stands_in_both_languages_with_its_place():
    spoken = sentence(
        title=indicator("units_idle").title, value=44, unit="unit", day=DAY, place=Text(fa="شهرستان مهران", en="Mehran")
    )

    assert spoken.fa == "تا ۱۰ تیر ۱۳۹۰ در شهرستان مهران: ۴۴ واحد راکد."
    assert spoken.en == "By 1 July 2011 in Mehran, idle units: 44 units."
