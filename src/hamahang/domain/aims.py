"""The figure of each aim of a plan in words: in which unit it is told, and what no plan exceeds."""

from decimal import Decimal

from hamahang.domain.money import say_number, say_rials
from hamahang.domain.planning import MILLION
from hamahang.domain.text import Text

FIGURES = {
    "expected": Text(fa="{value} شغل مورد انتظار می‌آورد", en="It brings {value} expected jobs"),
    "probability": Text(
        fa="احتمال رسیدن به {target} شغل {value} است", en="The chance to reach {target} jobs is {value}"
    ),
    "promise": Text(fa="با احتمال ۹۰٪ دست‌کم {value} شغل می‌آورد", en="With 90 % it brings at least {value} jobs"),
    "cost": Text(fa="برای {target} شغل {value} خرج می‌کند", en="For {target} jobs it spends {value}"),
    "leximin": Text(
        fa="کم‌بهره‌ترین شهرستان {value} از خواستهٔ خود را می‌گیرد",
        en="The worst-served county gets {value} of what is asked for it",
    ),
    "cvar": Text(
        fa="در بدترین یک‌دهم حالت‌ها به‌طور میانگین {value} شغل می‌آورد",
        en="In the worst tenth of cases it brings {value} jobs on average",
    ),
    "per_rial": Text(
        fa="با هر میلیارد ریال {value} شغل مورد انتظار می‌آورد",
        en="With each milliard of rials it brings {value} expected jobs",
    ),
}
OTHERWISE = Text(fa="این برنامه هدف دیگری دارد", en="This plan seeks something else")
AT_MOST = Text(fa="{figure}؛ هیچ برنامه‌ای بیش از {bound} ندارد", en="{figure}; no plan has more than {bound}")
BOUNDS = {
    "cost": Text(fa="{figure}؛ هیچ برنامه‌ای کمتر از {bound} نمی‌خواهد", en="{figure}; no plan needs less than {bound}"),
    "per_rial": Text(
        fa="{figure}؛ هیچ برنامه‌ای که کف را نگه دارد بیش از {bound} ندارد",
        en="{figure}; no plan that keeps the floor has more than {bound}",
    ),
}


def say_figure(aim: str, value: float | None, *, target: int) -> Text:
    """Return what a plan reaches by its aim. value: in the unit of the aim, see `methods.portfolio.seeking`

    target: the jobs that are to be reached
    """
    if value is None or aim not in FIGURES:
        return OTHERWISE
    return FIGURES[aim].format(value=say_value(aim, value), target=number(target))


def say_bounded(aim: str, figure: Text, bound: float) -> Text:
    """Return a figure with what no plan exceeds, or none stays below."""
    return BOUNDS.get(aim, AT_MOST).format(figure=figure, bound=say_value(aim, bound))


def say_value(aim: str, value: float) -> Text:
    """Return a value in the unit in which it is told."""
    if aim in ("probability", "leximin"):
        percent = number(round(100 * value, 1))
        return Text(fa=f"{percent.fa}٪", en=f"{percent.en} %")
    if aim == "cost":
        rials = round(value) * MILLION
        return Text(fa=say_rials(rials, "fa"), en=say_rials(rials, "en"))
    return number(round(1_000 * value, 3) if aim == "per_rial" else round(value, 1))


def number(value: float) -> Text:
    """Return a number in the digits of each language."""
    exact = Decimal(str(value))
    return Text(fa=say_number(exact, "fa"), en=say_number(exact, "en"))
