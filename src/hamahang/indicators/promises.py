"""How much of a promise its figure counts: the rows of its period, or its growth since the baseline; by part and day.

The rooms of promises lie below the figures; whoever asks them about promises of any figure hands in `count`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING, Any

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.commitments.counting import Counted
from hamahang.commitments.queries import until
from hamahang.domain.calendar import jalali, month_ends
from hamahang.domain.commitments import JOBS
from hamahang.domain.indicators import Indicator, Reduction, Scope, Time, Wish
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import Text
from hamahang.indicators import queries
from hamahang.indicators.catalogue import indicators

if TYPE_CHECKING:
    from hamahang.commitments.models import Commitment

NOTHING = Counted(0)
Parts = dict[str, dict[str, int]]


def choices() -> dict[str, Indicator]:
    """Return the figures that can be promised and are wished more or less of, jobs first, then by subject and title."""
    order = list(queries.groups())
    found = {
        code: figure
        for code, figure in indicators().items()
        if figure.can_be_promised and figure.wish is not Wish.NEITHER
    }
    return dict(sorted(found.items(), key=lambda pair: (pair[0] != JOBS, order.index(pair[1].group), pair[1].title.fa)))


def is_at_most(code: str) -> bool:
    """Say whether what is promised of a figure is the most there may be: where less of it is wished."""
    found = known(code)
    return found is not None and found.wish is Wish.LESS


def figure_of(commitment: "Commitment") -> Indicator | None:
    """Return the figure that counts a promise; None for one that the catalogue no longer has."""
    return known(commitment.figure)


def known(code: str) -> Indicator | None:
    """Return a figure by its code, None where the catalogue has none."""
    return indicators().get(code)


def unit_of(code: str) -> str:
    """Return the unit that a promise is told in, by the code of its figure; records where it is gone."""
    found = known(code)
    return found.unit if found else "record"


def title_of(code: str) -> Text:
    """Return the title of a figure by its code; the code itself where it is gone."""
    found = known(code)
    return found.title if found else Text(fa=code, en=code)


def since(commitment: "Commitment") -> date | None:
    """Return the first day of the rows that a promise is counted from; None where what holds on a day is counted."""
    figure = figure_of(commitment)
    return commitment.from_on if figure and figure.time is Time.FLOW else None


def count(commitment: "Commitment", asof: AsOf) -> Counted:
    """Return how much of a promise is reached by a day, whoever asks: what is published is the whole."""
    return counted(commitment, asof, scope=commitment.place)


def counted(commitment: "Commitment", asof: AsOf, *, scope: Scope) -> Counted:
    """Return how much of a promise is reached in a place, of the whole or of one county."""
    figure, end = figure_of(commitment), until(commitment, asof)
    if figure is None or not figure.can_be_promised:
        return NOTHING
    if figure.time is Time.FLOW:
        rows = queries.rows(figure.code, asof=end, scope=scope, reach=EVERYTHING)
        by_day = rows.by("on", summed=figure.reduction is Reduction.SUM)
        events = sorted((on, amount or 0) for on, amount in by_day.items() if on is not None)
        amount = _rounded(commitment, sum(amount for on, amount in events if on >= commitment.from_on))
        told = [(on, whole(amount)) for on, amount in events]
        return Counted(amount, told, figure.reduction is Reduction.COUNT)
    level = queries.compute(figure.code, asof=end, scope=scope, reach=EVERYTHING)
    begun = _before(commitment, end, scope, EVERYTHING)
    if commitment.is_at_most:
        return Counted(_rounded(commitment, level.value), before=begun)
    return Counted(max(0, whole(level.value) - begun))


def _rounded(commitment: "Commitment", amount: int | Decimal | None) -> int:
    """Return an amount in whole units, rounded against the promise: none is met by rounding."""
    return ceil(amount or 0) if commitment.is_at_most else whole(amount)


def before(commitment: "Commitment", asof: AsOf) -> int:
    """Return how much there was before a promise: what was stated, else counted; of events there is no such thing."""
    figure = figure_of(commitment)
    if figure is None or figure.time is not Time.STOCK or not figure.can_be_promised:
        return 0
    return _before(commitment, asof, commitment.place, EVERYTHING)


def _before(commitment: "Commitment", asof: AsOf, scope: Scope, reach: Reach) -> int:
    if commitment.baseline is not None and scope == commitment.place and reach.is_whole:
        return commitment.baseline
    then = day_before(commitment, asof)
    return whole(queries.compute(commitment.figure, asof=then, scope=scope, reach=reach).value)


def day_before(commitment: "Commitment", asof: AsOf) -> AsOf:
    """Return the day that growth is counted from: of the baseline, or the last before a promise without one begins."""
    first = commitment.baseline_on or commitment.from_on - timedelta(days=1)
    return AsOf(min(first, asof.day), asof.known_at, asof.entry)


def baseline_of(commitment: "Commitment", asof: AsOf) -> int | None:
    """Return what is counted of the day that growth is counted from, to stand beside what was said; None of events."""
    figure = figure_of(commitment)
    if figure is None or figure.time is not Time.STOCK or not figure.can_be_promised:
        return None
    then = day_before(commitment, asof)
    return whole(queries.compute(commitment.figure, asof=then, scope=commitment.place, reach=EVERYTHING).value)


def whole(amount: int | Decimal | float | None) -> int:
    """Return an amount in whole units of its figure, rounded down: a promise is not met by rounding."""
    return int(Decimal(str(amount)) // 1) if amount else 0


def parts(commitment: "Commitment", asof: AsOf, reach: Reach) -> Parts:
    """Return what is reached by county, sector and month, as far as the figure tells them apart, for a reader."""
    figure, end = figure_of(commitment), until(commitment, asof)
    if figure is None or not figure.can_be_promised:
        return {}
    found = _by_place(commitment, figure, end, reach)
    if figure.time is Time.STOCK and not commitment.is_at_most:
        found = _less(found, _by_place(commitment, figure, day_before(commitment, end), reach))
    if figure.time is Time.FLOW:
        rows = _rows(commitment, figure, end, reach)
        found["MONTH"] = _months(rows.by("on", summed=figure.reduction is Reduction.SUM))
    return found


def _rows(commitment: "Commitment", figure: Indicator, asof: AsOf, reach: Reach) -> Any:
    first = commitment.from_on if figure.time is Time.FLOW else None
    return queries.rows(figure.code, asof=asof, scope=commitment.place, reach=reach, first=first)


def _by_place(commitment: "Commitment", figure: Indicator, asof: AsOf, reach: Reach) -> Parts:
    rows, summed = _rows(commitment, figure, asof, reach), figure.reduction is Reduction.SUM
    if rows.is_withheld:
        return {}
    found: Parts = {}
    if "county" in figure.by:
        counties = rows.by("county", summed=summed).items()
        found["COUNTY"] = {str(key or ""): whole(amount) for key, amount in counties}
    if "sector" in figure.by:
        sectors: Counter[str] = Counter()
        for code, amount in rows.by("sector", summed=summed).items():
            sectors[str(code or "")[:2]] += whole(amount)
        found["SECTOR"] = dict(sectors)
    return found


def _less(now: Parts, before: Parts) -> Parts:
    """Return how much more there is of each part than there was."""
    return {
        part: {code: amounts.get(code, 0) - before.get(part, {}).get(code, 0) for code in _codes(amounts, before, part)}
        for part, amounts in now.items()
    }


def _codes(amounts: Mapping[str, int], before: Parts, part: str) -> Iterable[str]:
    return {*amounts, *before.get(part, {})}


def _months(by_day: Mapping[Any, Any]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for on, amount in by_day.items():
        if on is not None:
            year, month, _ = jalali(on)
            found[f"{year}-{month:02d}"] += whole(amount)
    return dict(found)


def course(commitment: "Commitment", asof: AsOf, reach: Reach) -> list[tuple[date, int]]:
    """Return what is reached in all from each day on which it changed; of what holds on a day, at each month's end."""
    figure, end = figure_of(commitment), until(commitment, asof)
    if figure is None or not figure.can_be_promised:
        return []
    if figure.time is Time.FLOW:
        by_day = _rows(commitment, figure, end, reach).by("on", summed=figure.reduction is Reduction.SUM)
        days = sorted(on for on in by_day if on is not None)
        totals = accumulate(by_day[on] or 0 for on in days)
        return [(on, whole(total)) for on, total in zip(days, totals, strict=True)]
    days = [on for on in month_ends(commitment.from_on, commitment.due_on) if on < end.day] + [end.day]
    told = queries.history(figure.code, days=days, asof=end, scope=commitment.place, reach=reach)
    least = 0 if commitment.is_at_most else _before(commitment, end, commitment.place, reach)
    return [(on, max(0, whole(figure.value) - least)) for on, figure in told]
