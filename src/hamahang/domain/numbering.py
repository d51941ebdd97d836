"""Numbers that records are given in order: what comes after those that were taken."""

from collections.abc import Iterable


def next_number(start: str, taken: Iterable[str]) -> str:
    """Return the number after those that begin alike; other numbers do not count, and gaps stay."""
    counted = (number.removeprefix(start) for number in taken if number.startswith(start))
    return f"{start}{max((int(one) for one in counted if one.isdecimal()), default=0) + 1}"
