"""How long a permit is good for: a year of the solar calendar from its issue or its last extension."""

from datetime import date, timedelta

from hamahang.domain.flows.workingdays import months_later

PERMIT_MONTHS = 12  # an establishment permit is valid for one year; practice of the industry offices
ONE = timedelta(days=1)


def good_until(issued_on: date, months: int = PERMIT_MONTHS) -> date:
    """Return the last day of a paper that is good for some months."""
    return months_later(issued_on, months)


def run_out_before(day: date, months: int = PERMIT_MONTHS) -> date:
    """Return the last day of issue of papers that were good for some months and have run out before a day.

    Papers issued later are still good on that day, if nothing else was said of them.
    """
    issued = months_later(day, -months) + 3 * ONE
    while good_until(issued, months) >= day:
        issued -= ONE
    return issued
