"""How good forecasts were: those that were kept, and those that a figure's own past is tried with."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hamahang.commitments.foreseeing import Foreseen
from hamahang.commitments.judging import Judged, Judgement
from hamahang.commitments.recurring import Window
from hamahang.domain.figures import UNITS, say_amount, say_value
from hamahang.domain.text import Text
from hamahang.indicators import promises
from hamahang.web.commitments import telling

LAST_WINDOW = Text(fa="مانند بازهٔ پیش", en="as the window before")
MEAN_WINDOW = Text(fa="میانگین بازه‌ها", en="the mean of the windows")
HALF = 0.5


def scores(judgement: Judgement) -> list[dict[str, Any]]:
    """Return by figure the scores of forecasts and of the naive ways, in numbers that a page may show."""

    def said(value: float, places: str) -> Decimal:
        return Decimal(repr(value)).quantize(Decimal(places))

    return [
        {
            **figure_words(code),
            "rows": [
                {
                    "name": telling.NAMES[score.name],
                    "crps": say_value(said(score.crps, "0.1"), promises.unit_of(code)),
                    "brier": said(score.brier, "0.0001"),
                    "coverage80": _share(score.coverage80),
                    "coverage95": _share(score.coverage95),
                }
                for score in of_figure
            ],
        }
        for code, of_figure in judgement.scores.items()
    ]


def bands(judgement: Judgement) -> list[dict[str, Any]]:
    """Return how often came what was given a like chance, in words."""
    return [
        {
            "number": band.number,
            "said": telling.chance(Decimal(repr(band.said))),
            "came": _share(band.came),
        }
        for band in judgement.calibration
    ]


def _share(value: float | None) -> Text | None:
    return None if value is None else telling.percent(Decimal(repr(value)))


def figure_words(code: str) -> dict[str, Any]:
    """Return the title of a figure and the words of its unit."""
    return {"title": promises.title_of(code), "unit": UNITS[promises.unit_of(code)]}


def judged(one: Judged) -> dict[str, Any]:
    """Return a kept forecast and what came, in words."""
    unit = promises.unit_of(one.forecast.commitment.figure)
    return {
        "day": one.forecast.day,
        "title": one.forecast.commitment.title,
        "chance": telling.chance(one.forecast.probability),
        "target": one.goal.said(say_value(one.forecast.target, unit)),
        "likely": say_value(one.likely, unit),
        "least": say_value(one.least, unit),
        "most": say_value(one.most, unit),
        "truth": say_value(one.truth, unit),
        "is_inside": one.is_inside,
    }


def past(seen: Foreseen) -> dict[str, Any] | None:
    """Return the windows that a forecast rests on and how they would have been foretold; None where it rests on none.

    is_enough: whether there are enough of them
    """
    told, unit = seen.past, promises.unit_of(seen.commitment.figure)
    if told is None:
        return None
    return {
        "is_enough": told.is_long_enough,
        "is_seasonal": told.is_seasonal,
        "days": told.days,
        "needed": told.needed,
        "began_on": told.began_on,
        "windows": [
            {"first": one.first, "last": one.last, "amount": say_value(one.amount, unit)} for one in told.windows
        ],
        "tried": [_tried(window, one, unit) for window, one in zip(told.windows, told.tried, strict=False)],
        "inside": sum(one.inside >= HALF for one in told.tried),
        "scores": [(name, say_amount(mean, unit)) for name, mean in _misses(told.tried)],
    }


def _tried(window: Window, one: Any, unit: str) -> dict[str, Any]:
    return {
        "last": window.last,
        "least": say_value(one.said.quantile(0.1), unit),
        "likely": say_value(one.said.quantile(0.5), unit),
        "most": say_value(one.said.quantile(0.9), unit),
        "came": say_value(window.amount, unit),
        "is_inside": one.inside >= HALF,
    }


def _misses(tried: Sequence[Any]) -> list[tuple[Text, int]]:
    """Return how far the forecast and the naive ways missed on average (CRPS)."""
    if not tried:
        return []
    ways = (
        (telling.NAMES["model"], [one.crps for one in tried]),
        (LAST_WINDOW, [abs(one.came - one.last) for one in tried]),
        (MEAN_WINDOW, [abs(one.came - one.mean) for one in tried]),
    )
    return [(name, round(sum(missed) / len(missed))) for name, missed in ways]
