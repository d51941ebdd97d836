"""Figures side by side: by county, over the months of a promise, and against one another. Pages and briefings share
these, so that the same words always carry the same numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from hamahang.accounts.queries import Reach, narrowed
from hamahang.casework import queries as casework
from hamahang.commitments import queries as commitments
from hamahang.commitments.models import Commitment
from hamahang.domain.calendar import month_ends
from hamahang.domain.indicators import ALL, Reduction, Row, Scope
from hamahang.domain.ledger import AsOf
from hamahang.indicators import of_promise, queries
from hamahang.indicators.catalogue import indicator
from hamahang.territory import queries as territory
from hamahang.territory.models import County


@dataclass(frozen=True, slots=True)
class CountyLine:
    """The values of one county, in the order of the codes asked."""

    county: County
    values: tuple[int | Decimal, ...]


def by_county(
    codes: Sequence[str], *, asof: AsOf, scope: Scope = ALL, reach: Reach, promise: Commitment | None = None
) -> list[CountyLine]:
    """Return counts or sums of several figures by county, in Persian order; counties with nothing are left out
    unless they stand in the home province on that day. promise: of which figures of promises are told
    """
    columns = [
        _keyed(of_promise.rows(code, promise, asof=asof, reach=reach).by("county", summed=True))
        if promise and code in of_promise.FIGURES
        else by_place(code, "county", asof=asof, scope=scope, reach=reach)
        for code in codes
    ]
    home = list(territory.counties_on(asof.day, province=territory.home_province()))
    named = {county.pk: county for county in home}
    counties = territory.counties_by_id()
    for column in columns:
        named.update({key: counties[key] for key in column if key in counties})
    wanted = [county for county in named.values() if _may_see(county, reach)]
    wanted.sort(key=lambda county: county.sort_key)
    return [CountyLine(county, tuple(column.get(county.pk, 0) for column in columns)) for county in wanted]


def _may_see(county: County, reach: Reach) -> bool:
    return reach.places is None or county.code in reach.places or county.province.code in reach.places


def by_place(code: str, column: str, *, asof: AsOf, scope: Scope = ALL, reach: Reach) -> dict[int, int | Decimal]:
    """Return a figure by county or estate id: counts for a counted figure, sums for a summed one."""
    summed = indicator(code).reduction is not Reduction.COUNT
    return _keyed(queries.rows(code, asof=asof, scope=scope, reach=reach).by(column, summed=summed))


def _keyed(found: Mapping[object, int | Decimal]) -> dict[int, int | Decimal]:
    return {key: value for key, value in found.items() if isinstance(key, int)}


@dataclass(frozen=True, slots=True)
class Path:
    """A promise over its year: what was promised, what is verified and what is declared on each day asked."""

    first: date
    last: date
    promised: int
    verified: tuple[tuple[date, int], ...]
    claimed: tuple[tuple[date, int], ...]


def promise_of_jobs(asof: AsOf) -> Commitment | None:
    """Return the promise of jobs that is drawn: of those due yet the first of the whole, else the last that was."""
    return next(iter(of_promise.spoken_of(asof)), None)


def commitment_path(*, asof: AsOf, reach: Reach) -> Path | None:
    """Return how the promise of jobs stands at the end of each month so far; None where nothing was promised.

    Of its own target, period and place: what other years promised and brought is not of it.
    """
    promise = promise_of_jobs(asof)
    if promise is None:
        return None
    days = [day for day in month_ends(promise.from_on, promise.due_on) if day < asof.day]
    days.append(min(asof.day, promise.due_on))
    views = [AsOf(day, asof.known_at, asof.entry) for day in days]
    shares = narrowed(commitments.targets(asof).filter(commitment=promise), reach, county="county")
    return Path(
        first=promise.from_on,
        last=promise.due_on,
        promised=sum(share.amount for share in shares),
        verified=tuple((then.day, _persons(commitments.verified_of(promise, then), reach)) for then in views),
        claimed=tuple((then.day, _persons(_claimed(promise, then), reach)) for then in views),
    )


def _claimed(promise: Commitment, then: AsOf) -> Any:
    return commitments.in_place(commitments.shown_since(promise.from_on, then), promise)


def _persons(rows: Any, reach: Reach) -> int:
    told = narrowed(rows, reach, county="claim__county")
    return int(told.aggregate(sum=Sum("persons"))["sum"] or 0)


def idle_causes(*, asof: AsOf, reach: Reach) -> list[tuple[str, int]]:
    """Return how many identified idle units have which main cause, the commonest first."""
    return casework.causes(asof, reach, kind="REVIVAL")


@dataclass(frozen=True, slots=True)
class Balance:
    """One county's share of the money against its share of the people.

    ratio: share of facilities ÷ share of inhabitants; 1 is even; None where nobody is counted
    """

    county: County
    paid: int
    inhabitants: int
    ratio: Decimal | None


def balance(*, asof: AsOf, reach: Reach) -> list[Balance]:
    """Return the balance among the counties of the home province for facilities under the targeted-subsidies law."""
    lines = by_county(("targeted_subsidies_facilities_paid",), asof=asof, reach=reach)
    people = territory.inhabitants_near(asof)
    total_paid = sum(int(line.values[0]) for line in lines)
    total_people = sum(people.get(line.county.pk, 0) for line in lines)
    return [
        Balance(
            county=line.county,
            paid=int(line.values[0]),
            inhabitants=people.get(line.county.pk, 0),
            ratio=_ratio(int(line.values[0]), total_paid, people.get(line.county.pk, 0), total_people),
        )
        for line in lines
    ]


def _ratio(paid: int, total_paid: int, people: int, total_people: int) -> Decimal | None:
    if not (total_paid and people):
        return None
    return round(Decimal(paid) * total_people / (Decimal(total_paid) * people), 2)


def rows_of(code: str, *, asof: AsOf, scope: Scope = ALL, reach: Reach) -> list[Row]:
    """Return the rows of a figure, for a printed table."""
    return list(queries.rows(code, asof=asof, scope=scope, reach=reach))
