"""Rules between the cells of a row: what must add up, what may not exceed, what comes after what.

A rule is a function of what was understood in a row; a source names those of its tables. One whose cells are not all
there says nothing. A sum that is wrong stops its row; an order of days that is odd is said and does not.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hamahang.domain.calendar import say_day
from hamahang.domain.lists.intake import ERROR, WARNING, Breach, Column, Problem, Rule
from hamahang.domain.money import say_number
from hamahang.domain.text import Text, to_persian_digits

SUM = Text(
    fa="{others} روی هم {counted} می‌شود، ولی «{column}» {value} است؛ یکی را درست کنید.",
    en="{others} add up to {counted}, but “{column}” is {value}; mend one of them.",
)
MORE = Text(
    fa="«{column}» ({value}) از {others} ({counted}) بیشتر است.",
    en="“{column}” ({value}) is more than {others} ({counted}).",
)
BEFORE = Text(
    fa="«{column}» ({value}) پیش از {others} ({counted}) است.",
    en="“{column}” ({value}) lies before {others} ({counted}).",
)


def adds_up(parts: Collection[str], whole: str) -> Rule:
    """Return the rule that some numbers add up to another: men and women to all."""

    def rule(said: Mapping[str, Any]) -> Breach | None:
        if whole not in said or any(part not in said for part in parts):
            return None
        counted = sum(said[part] for part in parts)
        return None if counted == said[whole] else Breach("wrong_sum", whole, tuple(parts), counted, SUM, ERROR)

    return rule


def at_most(part: str, whole: str, *, severity: str = ERROR) -> Rule:
    """Return the rule that a number is not more than another: what can be assigned of an estate than all of it."""
    return _compared(part, whole, lambda one, two: one <= two, "more_than_all", MORE, severity)


def not_before(later: str, earlier: str, *, severity: str = WARNING) -> Rule:
    """Return the rule that a day does not lie before another: a payment before its approval."""
    return _compared(later, earlier, lambda one, two: one >= two, "before_its_time", BEFORE, severity)


def _compared(
    name: str, other: str, is_right: Callable[[Any, Any], bool], code: str, message: Text, severity: str
) -> Rule:
    def rule(said: Mapping[str, Any]) -> Breach | None:
        if name not in said or other not in said or is_right(said[name], said[other]):
            return None
        return Breach(code, name, (other,), said[other], message, severity)

    return rule


def broken(breach: Breach, columns: Mapping[str, Column], address: str, text: str) -> Problem:
    """Return a broken rule as a problem of its cell, said with the titles of its columns. text: of the cell"""
    titles = {name: Text(fa=column.titles[0], en=name.replace("_", " ")) for name, column in columns.items()}
    others = [titles[name] for name in breach.others]
    words = {
        "column": titles[breach.field],
        "others": Text(
            fa=" و ".join(f"«{title.fa}»" for title in others), en=" and ".join(f"“{title.en}”" for title in others)
        ),
        "value": Text(fa=to_persian_digits(text), en=text),
        "counted": Text(fa=_said(breach.counted, "fa"), en=_said(breach.counted, "en")),
    }
    return Problem(breach.code, breach.severity, breach.message.format(**words), breach.field, address, text)


def _said(value: object, language: str) -> str:
    if isinstance(value, date):
        return say_day(value, language, short=True)
    return say_number(value, language) if isinstance(value, int | Decimal) else str(value)
