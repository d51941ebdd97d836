"""Numbers in all the forms that texts give them: each form alone, each with its values."""

from pathlib import Path

import pytest

from hamahang.cli.reading import exact
from hamahang.domain.calendar import read_day
from hamahang.domain.statements import Number, Reading, read_claims

DAY = read_day("1390-04-10")
FORMS = [
    tuple(part.strip() for part in line.split("=>"))
    for line in (Path(__file__).parent / "forms.txt").read_text(encoding="utf-8").splitlines()
    if "=>" in line and not line.startswith("#")
]


@pytest.mark.parametrize(("form", "values"), FORMS)
def test_a_form_says_its_values(form: str, values: str):
    assert said(read_claims(form, day=DAY)) == values


def test_there_are_enough_forms():
    assert len(dict(FORMS)) >= 150


def said(reading: Reading) -> str:
    """Return the values of a text's figures as the file writes them."""
    return "; ".join(_value(number) for number in reading.numbers)


def _value(number: Number) -> str:
    if number.parts > 1:
        return f"{number.value}/{number.parts}"
    if number.value is None:
        return "|".join(str(exact(other)) for other in number.others)
    value = str(exact(number.value))
    if number.until is not None:
        return f"{value}..{exact(number.until)}"
    return f"{value} ({', '.join(str(exact(other)) for other in number.others)})" if number.others else value
