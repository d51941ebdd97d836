"""The day of a text that lies in a folder: the one that its name begins with."""

import re
from datetime import date

from hamahang.domain.calendar import ImpossibleDay, read_day
from hamahang.domain.text import to_latin_digits

DAY = re.compile(r"1[34]\d\d-\d\d-\d\d")


def day_of_name(name: str) -> date | None:
    """Return the day that a name begins with, as in «۱۳۹۰-۰۴-۱۰ report.docx»; None if it begins with none."""
    match = DAY.match(to_latin_digits(name))
    try:
        return read_day(match[0]) if match else None
    except (ImpossibleDay, ValueError):
        return None
