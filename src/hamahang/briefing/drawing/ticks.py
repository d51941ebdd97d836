"""Round numbers for axes and for the classes of a map."""

import math
from collections.abc import Sequence
from decimal import Decimal

from hamahang.domain.money import say_number

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def nice_step(span: float, *, about: int, whole: bool) -> float:
    """Return a round step that divides a span into about so many parts; a whole number where only those occur."""
    if span <= 0:
        return 1.0
    rough = span / max(about, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * step for step in STEPS if power * step >= rough * 0.999)
    if not whole:
        return step
    return max(1.0, step if step == int(step) else math.ceil(step))


def nice_ticks(top: float, *, about: int = 5, whole: bool = True) -> list[float]:
    """Return round ticks from zero up to the first that is not below `top`."""
    step = nice_step(max(top, 1e-9 if not whole else 1.0), about=about, whole=whole)
    count = max(1, math.ceil(top / step - 1e-9))
    return [round(step * index, 10) for index in range(count + 1)]


def class_bounds(values: Sequence[float], *, classes: int) -> list[float]:
    """Return the round lower bounds of classes 2…k: the natural breaks of the values (Fisher–Jenks), rounded
    as far as no value changes its class. Fewer bounds where there are fewer different values.
    """
    ordered = sorted(set(values))
    classes = min(classes, len(ordered))
    if classes < 2:
        return []
    starts = natural_breaks(ordered, classes)
    return [roundest(ordered[start - 1], ordered[start]) for start in starts]


def natural_breaks(ordered: Sequence[float], classes: int) -> list[int]:
    """Return where classes 2…k start so that the sum of squares within classes is least (exact, by dynamic
    programming over the sorted values). Source: Fisher 1958, On grouping for maximum homogeneity.
    """
    count = len(ordered)
    sums, squares = [0.0], [0.0]
    for value in ordered:
        sums.append(sums[-1] + value)
        squares.append(squares[-1] + value * value)

    def within(first: int, after: int) -> float:
        total = sums[after] - sums[first]
        return squares[after] - squares[first] - total * total / (after - first)

    best = [within(0, after) if after else math.inf for after in range(count + 1)]
    history: list[list[int]] = []
    for used in range(1, classes):
        following, came_from = [math.inf] * (count + 1), [0] * (count + 1)
        for after in range(used + 1, count + 1):
            options = ((best[start] + within(start, after), start) for start in range(used, after))
            following[after], came_from[after] = min(options)
        best = following
        history.append(came_from)
    starts, after = [], count
    for came_from in reversed(history):
        after = came_from[after]
        starts.append(after)
    return starts[::-1]


def roundest(above: float, upto: float) -> float:
    """Return the roundest number greater than `above` and not greater than `upto`; of equally round ones the last."""
    power = 10.0 ** math.ceil(math.log10(max(abs(above), abs(upto), 1e-9)))
    while power > 1e-9:
        for part in (power, power / 2):
            candidate = math.floor(upto / part + 1e-9) * part
            if above < candidate <= upto:
                return round(candidate, 10)
        power /= 10
    return upto


def say_value(value: float | Decimal, language: str) -> str:
    """Return a value in the digits of a language, without needless zeros after the point."""
    exact = Decimal(str(value))
    whole = int(exact)
    return say_number(whole if exact == whole else exact.normalize(), language)
