"""The day of a text that lies in a folder: the one that its name begins with."""

import re
from datetime import date

from hamahang.domain.calendar import ImpossibleDay, read_day

DAY = re.compile(r"1[34]\d\d-\d\d-\d\d")


def day_of_name(name: str) -> date | None:
    """Return the day that a name begins with, as in «1390-04-10 report.docx»; None if it begins with none."""
    match = DAY.match(name)
    try:
        return read_day(match[0]) if match else None
    except (ImpossibleDay, ValueError):
        return None
