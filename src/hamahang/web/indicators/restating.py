"""A figure by the counties of another year, as its page shows it."""

from typing import Any

from hamahang.domain.calendar import jalali
from hamahang.domain.figures import say_value
from hamahang.domain.indicators import Indicator, Reduction, Scope
from hamahang.domain.text import Text, to_persian_digits
from hamahang.indicators.restated import HOW, can_restate, day_of_division, restated
from hamahang.territory import queries as territory
from hamahang.web.access import PersonRequest
from hamahang.web.finding import name_of

Said = dict[str, Any]


def years(request: PersonRequest, wanted: Indicator) -> list[tuple[str, Text]]:
    """Return the years in which the division of counties changed, and this one; none for what cannot be restated."""
    if not can_restate(wanted):
        return []
    this = jalali(request.today)[0]
    changed = {jalali(link.on)[0] for link in territory.division().links}
    first = min(changed, default=this)
    asked = request.GET.get("counties", "")
    chosen = {int(asked)} if asked.isascii() and asked.isdigit() and len(asked) == 4 else set()
    listed = sorted({first - 1, *changed, this, *chosen})
    return [(str(year), Text(fa=f"سال {to_persian_digits(str(year))}", en=f"of {year}")) for year in listed]


def told(request: PersonRequest, wanted: Indicator, scope: Scope) -> Said | None:
    """Return the figure by the counties of the year in the address; None where none is asked."""
    asked = request.GET.get("counties", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4) or not can_restate(wanted):
        return None
    try:
        day = day_of_division(int(asked))
    except ValueError:
        return None
    is_sum, is_split = wanted.reduction is Reduction.SUM, request.GET.get("split") == "inhabitants"
    found = restated(wanted.code, asof=request.asof, scope=scope, reach=request.reach, day=day, by_inhabitants=is_split)
    return {
        "year": asked,
        "lines": [
            {
                "name": name_of(line.county),
                "value": say_value(line.value, wanted.unit),
                "among": [name_of(c) for c in line.among],
                "is_estimated": line.is_estimated,
            }
            for line in found.lines
        ],
        "total": say_value(found.total, wanted.unit),
        "rules": [(HOW[code], number) for code, number in found.rules.items()],
        "may_split": is_sum and any(line.among for line in found.lines),
        "is_split": is_split,
    }
