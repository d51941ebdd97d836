"""The fields of the form of terms: each read under its name, so that a refusal says which one and what to write."""

from collections.abc import Callable
from typing import TypeVar

from hamahang.domain.planning import FLOORS_OF_A_RATIO, PERCENTS
from hamahang.domain.text import Text
from hamahang.web import said
from hamahang.web.access import PersonRequest

T = TypeVar("T")
# by the name of the input; the form says the same words above it
NAMES = (
    PERCENTS
    | FLOORS_OF_A_RATIO
    | {
        "target": Text(fa="هدف، شغل", en="Target, jobs"),
        "owner": Text(fa="سقف هر مالک", en="At most for one owner"),
        "bank": Text(fa="سقف هر بانک", en="At most through one bank"),
        "sector": Text(fa="سقف هر رشته", en="At most for one sector"),
        "minutes": Text(fa="وقت کمیته در نیم‌سال، دقیقه", en="The committee's minutes in a half-year"),
        "lag": Text(fa="فاصلهٔ پیش‌نیاز، نیم‌سال", en="Time between, half-years"),
        "per_job": Text(fa="هزینهٔ هر شغل", en="Cost of a job"),
    }
)
OF_SCENARIO = {  # in the order of `StatedScenario`
    "money": Text(fa="پول، درصد کمتر", en="Money, percent less"),
    "chances": Text(fa="احتمال، درصد کمتر", en="Chances, percent less"),
    "costs": Text(fa="هزینه چند درصد بیشتر", en="Costs, percent more"),
    "late": Text(fa="چند نیم‌سال دیرتر", en="Half-years later"),
}
SCENARIO = Text(fa="حالت {n}، {what}", en="Scenario {n}, {what}")
MONEY = Text(fa="{line}، نیم‌سال {period}", en="{line}, half-year {period}")
WRONG = Text(fa="«{name}»: {why}. {repair}.", en="“{name}”: {why}. {repair}.")
A_NUMBER = Text(
    fa="عددی درست بنویسید، مانند ۵۰، یا خالی بگذارید", en="Write a whole number such as 50, or leave it empty"
)
AN_AMOUNT = Text(
    fa="مبلغ را با واحدش بنویسید، مانند ۲۰ میلیارد ریال، یا خالی بگذارید",
    en="Write an amount with its unit, such as 20 billion rials, or leave it empty",
)
BELOW_ZERO = Text(fa="«{value}» کمتر از صفر است", en="“{value}” is less than zero")
ZEROS = frozenset("0۰٠")


def number(request: PersonRequest, name: str, title: Text | None = None) -> int | None:
    """Return a whole number of the form, None where it is empty.

    title: what its field is called, where that is no name of this file
    :raises WrongForm: if it is none, with the name of its field and what to write
    """
    return _read(lambda: said.number(request, name), title or NAMES.get(name, Text(fa=name, en=name)), A_NUMBER)


def rials(request: PersonRequest, name: str, title: Text | None = None) -> int | None:
    """Return an amount of the form in whole rials, None where it is empty; nought needs no unit.

    title: what its field is called, where that is no name of this file
    :raises WrongForm: if it is none, with the name of its field and what to write
    """

    def read() -> int | None:
        written = said.text(request, name)
        if written and set(written) <= ZEROS:
            return 0
        amount = said.rials(request, name)
        if amount is not None and amount < 0:
            raise said.WrongForm(BELOW_ZERO.format(value=written[:60]))
        return amount

    return _read(read, title or NAMES.get(name, Text(fa=name, en=name)), AN_AMOUNT)


def of_scenario(place: int, what: Text) -> Text:
    """Return what a number of a scenario is called. place: of the scenario in the form, from 1"""
    return SCENARIO.format(n=place, what=what)


def of_line(line: Text, period: int) -> Text:
    """Return what the money of a line in a half-year is called."""
    return MONEY.format(line=line, period=period)


def _read(read: Callable[[], T], title: Text, repair: Text) -> T:
    try:
        return read()
    except said.WrongForm as wrong:
        raise said.WrongForm(WRONG.format(name=title, why=wrong.why, repair=repair)) from wrong
