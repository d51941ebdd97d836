"""The day of a text that lies in a folder is the one that its name begins with, in the digits of either language."""

import pytest

from hamahang.domain.calendar import read_day
from hamahang.statements.naming import day_of_name


@pytest.mark.parametrize(
    "name",
    ["1390-04-10 report.docx", "۱۳۹۰-۰۴-۱۰ گزارش.docx", "١٣٩٠-٠٤-١٠.txt"],  # the last in Arabic digits
)
def test_the_day_that_a_name_begins_with_is_read_in_any_digits(name: str):
    assert day_of_name(name) == read_day("1390-04-10")


@pytest.mark.parametrize("name", ["گزارش ۱۳۹۰-۰۴-۱۰.txt", "۱۳۹۰-۱۳-۱۰.txt", "1390.txt", ""])
def test_a_name_that_begins_with_no_day_has_none(name: str):
    assert day_of_name(name) is None
