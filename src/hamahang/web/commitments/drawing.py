"""What is drawn of a promise: its target or its limit, what is reached, and the fan of what is foreseen."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hamahang.briefing import charts
from hamahang.commitments.foreseeing import LEVELS, Foreseen
from hamahang.domain.text import Text
from hamahang.indicators import promises
from hamahang.web.commitments.telling import LEAST, MILLIARD, MOST

REACHED = Text(fa="رسیده", en="reached")
FAN = Text(fa="{title}: رسیده، تعهد و پیش‌بینی", en="{title}: reached, promised and foreseen")
COUNTED = Text(fa="شمرده‌شده", en="counted")
FAN_OF_LIMIT = Text(fa="{title}: شمرده‌شده و سقف", en="{title}: counted, and the limit")
OF_JOBS = Text(fa="اشتغال تأییدشده، تعهد و پیش‌بینی", en="Jobs verified, the promise and the forecast")
IN_MILLIARDS = Text(fa="{title} (میلیارد ریال)", en="{title} (billion rials)")
LIMIT = Text(fa="سقف", en="limit")


def fan(seen: Foreseen, course: Sequence[tuple[date, int]]) -> dict[str, Any]:
    """Return what is drawn: the promise, what is reached and the fan; amounts of money in milliards of rials."""
    scale = MILLIARD if promises.unit_of(seen.commitment.figure) == "rial" else 1
    drawn = _fan(seen, course)
    if scale == 1:
        return drawn
    return drawn | {
        "title": IN_MILLIARDS.format(title=drawn["title"]),
        "promised": _scaled(seen.target, scale),
        "begins": _scaled(drawn["begins"], scale),
        "verified": [(on, _scaled(amount, scale)) for on, amount in course],
        **{
            band: [(on, _scaled(low, scale), _scaled(high, scale)) for on, low, high in drawn[band]]
            for band in ("wide", "narrow")
        },
    }


def _scaled(amount: int, scale: int) -> Decimal:
    return (Decimal(amount) / scale).quantize(Decimal("0.1"))


def _fan(seen: Foreseen, course: Sequence[tuple[date, int]]) -> dict[str, Any]:
    low, high = LEVELS.index(0.25), LEVELS.index(0.75)
    title = (FAN_OF_LIMIT if seen.goal.is_at_most else FAN).format(title=promises.title_of(seen.commitment.figure))
    return {
        "title": OF_JOBS if seen.commitment.is_of_jobs else title,
        "reached": charts.VERIFIED if seen.commitment.is_of_jobs else COUNTED if seen.goal.is_at_most else REACHED,
        "first": seen.commitment.from_on,
        "last": seen.commitment.due_on,
        "day": seen.day,
        "promised": seen.target,
        "promise": LIMIT if seen.goal.is_at_most else charts.PROMISED,
        # where there was never more than promised, the limit is level
        "begins": max(seen.before or 0, seen.target) if seen.goal.is_to_fall else 0,
        "verified": course,
        "wide": [(one.on, one.quantiles[LEAST], one.quantiles[MOST]) for one in seen.fan],
        "narrow": [(one.on, one.quantiles[low], one.quantiles[high]) for one in seen.fan],
    }
