"""The place of the home province among all, by published values: its rank with the interval, and the parts of its gap.

Only what holds on the asked day takes part: a day of 1390 knows the survey of that year, later days the census of 1395
and the yearbook too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from hamahang.domain.ledger import AsOf
from hamahang.domain.text import Text
from hamahang.indicators import concluding, observed
from hamahang.indicators.concluding import SURE, Conclusion, Pace, Slope
from hamahang.indicators.models import BenchmarkValue
from hamahang.territory import queries as territory

if TYPE_CHECKING:
    from hamahang.methods.benchmark import Intervals, Ranking, Table

DRAWS = 1_000
METHODS = ("topsis", "taxonomy", "morris")
OTHERS = ("geometric", "condorcet", "bod")
TWICE = ("unemployment_1390", "unemployment_1395")  # one indicator by two ways of counting


@dataclass(frozen=True, slots=True)
class Column:
    """A published indicator of provinces; its basis and year are part of its name."""

    code: str
    title: Text
    unit: Text
    direction: int
    source: Text


SURVEY = Text(fa="آمارگیری نیروی کار ۱۳۹۰، مرکز آمار ایران", en="labour force survey 1390, Statistical Centre of Iran")
CENSUS = Text(fa="سرشماری ۱۳۹۵، مرکز آمار ایران", en="census 1395, Statistical Centre of Iran")
PERCENT = Text(fa="درصد", en="percent")
COLUMNS = (
    Column("unemployment_1390", Text(fa="بیکاری، آمارگیری ۱۳۹۰", en="Unemployment, survey 1390"), PERCENT, -1, SURVEY),
    Column("unemployment_1395", Text(fa="بیکاری، سرشماری ۱۳۹۵", en="Unemployment, census 1395"), PERCENT, -1, CENSUS),
    Column(
        "participation_1395",
        Text(fa="فعالان اقتصادی، سرشماری ۱۳۹۵", en="Economically active, census 1395"),
        Text(fa="درصد جمعیت", en="percent of inhabitants"),
        1,
        CENSUS,
    ),
    Column(
        "workshops_1394",
        Text(fa="کارگاه ده‌نفره و بیشتر، ۱۳۹۴", en="Workshops of ten and more, 1394"),
        Text(fa="در هر صد هزار نفر", en="per 100,000 inhabitants"),
        1,
        Text(fa="سالنامهٔ آماری ۱۳۹۴، جدول ۸-۹", en="statistical yearbook 1394, table 8-9"),
    ),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A rank with its interval."""

    title: Text
    rank: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Lack:
    """One indicator: the province's value and rank, the best and the reachable target, and its part of the gap."""

    column: Column
    value: float
    rank: int
    best: float
    best_of: Text
    peers: float | None
    missing: float  # to the best, in the unit; positive if behind
    part: float  # of the gap of scores to the first by Morris's index, percent


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the home province stands; a conclusion holds if at least 95 % of the drawn choices agree."""

    name: Text
    provinces: int
    places: tuple[Place, ...]  # by each method
    lacks: tuple[Lack, ...]
    leader: Text  # first by Morris's index
    above: int  # provinces that stand above it for sure
    below: int
    unsure: int
    all: tuple[Place, ...]  # by TOPSIS
    turned: int  # most pairs of others that turn when one province is left out, by TOPSIS
    turned_by: Text | None
    conclusions: tuple[Conclusion, ...] = ()
    slopes: tuple[Slope, ...] = ()
    remarks: tuple[Text, ...] = ()
    paces: tuple[Pace, ...] = ()


def standing(asof: AsOf) -> Standing | None:
    """Return the place of the home province as of a day; None where nothing to compare is known by then."""
    home, names = territory.home_province(), _names()
    values = published(asof)
    if home not in names or not values.get(home):
        return None
    provinces = tuple(code for code in names if values.get(code))
    columns = tuple(
        column for column in COLUMNS if len({values[code].get(column.code) for code in provinces} - {None}) > 1
    )
    rows = tuple(tuple(values[code].get(column.code) for column in columns) for code in provinces)
    if not columns:
        return None
    found = _standing(home, provinces, tuple(names[code] for code in provinces), columns, rows)
    loaded = observed.ranked(observed.series(asof), provinces=len(names))
    return replace(
        found,
        conclusions=(*found.conclusions, *concluding.of_bases(loaded, home, found.name)),
        slopes=(*found.slopes, *concluding.of_years(loaded, names)),
        paces=concluding.of_paces(loaded, home),
    )


def published(asof: AsOf) -> dict[str, dict[str, float]]:
    """Return the values of each province by indicator, as they hold on a day."""
    found: dict[str, dict[str, float]] = {}
    # a county that was split or renamed before the day would be counted beside its successors
    province_of = {county.pk: county.province.code for county in territory.counties_on(asof.day)}
    inhabitants: dict[str, int] = {}
    for county, number in territory.inhabitants_near(asof).items():
        if code := province_of.get(county):
            inhabitants[code] = inhabitants.get(code, 0) + number
    for fact in BenchmarkValue.objects.standing(asof).order_by("since_on", "pk"):
        code = fact.place.removeprefix("province:")
        if fact.code == "unemployment_rate":
            found.setdefault(code, {})["unemployment_1390"] = float(fact.value)
        elif fact.code == "workshops_of_ten" and inhabitants.get(code):
            found.setdefault(code, {})["workshops_1394"] = float(fact.value) / inhabitants[code] * 100_000
    active: dict[str, int] = {}
    unemployed: dict[str, int] = {}
    for people in territory.labour(asof):
        if (code := province_of.get(people.county_id)) is None:
            continue
        active[code] = active.get(code, 0) + (people.active or 0)
        unemployed[code] = unemployed.get(code, 0) + (people.unemployed or 0)
    for code, number in active.items():
        if number and inhabitants.get(code):
            found.setdefault(code, {})["unemployment_1395"] = unemployed[code] / number * 100
            found[code]["participation_1395"] = number / inhabitants[code] * 100
    return found


def _names() -> dict[str, Text]:
    return {one.code: Text(fa=one.name, en=one.name_en) for one in territory.provinces()}


@lru_cache(maxsize=16)
def _standing(
    home: str,
    codes: tuple[str, ...],
    names: tuple[Text, ...],
    columns: tuple[Column, ...],
    rows: tuple[tuple[float | None, ...], ...],
) -> Standing:
    """Work out the standing; the same values give the same draws, so that they are kept."""
    from hamahang.methods import benchmark

    table = benchmark.Table.of(
        dict(zip(codes, rows, strict=True)),
        [benchmark.Indicator(column.code, column.direction, column.unit.en) for column in columns],
    )
    titles = dict(zip(codes, names, strict=True))
    rankings = {method: benchmark.rank(table, method=method, fill="nearest") for method in METHODS}
    sure = {method: benchmark.intervals(ranking, draws=DRAWS) for method, ranking in rankings.items()}
    topsis = sure["topsis"]
    shares = {other: topsis.share_above(other, home) for other in codes if other != home}
    lower = {other: topsis.share_above(home, other) for other in codes if other != home}
    above, below = sum(one >= SURE for one in shares.values()), sum(one >= SURE for one in lower.values())
    turned = max(benchmark.reversals(rankings["topsis"]).items(), key=lambda item: len(item[1]), default=None)
    leader = rankings["morris"].in_order[0]
    return Standing(
        titles[home],
        len(codes),
        tuple(_place(found, home, found.ranking.method.name) for found in sure.values()),
        _lacks(rankings["morris"], home, leader, columns, titles),
        titles[leader],
        above,
        below,
        len(codes) - 1 - above - below,
        tuple(_place(topsis, code, titles[code]) for code in rankings["topsis"].in_order),
        len(turned[1]) if turned else 0,
        titles[turned[0]] if turned else None,
        _conclusions(rankings, topsis, home, columns, titles),
        _slopes(rankings, columns, titles),
        _remarks(rankings, home, columns, titles),
    )


def _remarks(
    rankings: "Mapping[str, Ranking]", home: str, columns: tuple[Column, ...], titles: Mapping[str, Text]
) -> tuple[Text, ...]:
    morris, of_column = rankings["morris"], {column.code: column.title for column in columns}
    said = (
        concluding.of_few(morris, home, morris.in_order[0], of_column),
        concluding.of_swap(morris, home, titles, of_column),
        concluding.of_drivers(rankings["topsis"]),
    )
    return tuple(one for one in said if one)


def _conclusions(
    rankings: "dict[str, Ranking]",
    sure: "Intervals",
    home: str,
    columns: tuple[Column, ...],
    titles: Mapping[str, Text],
) -> tuple[Conclusion, ...]:
    from hamahang.methods import benchmark

    name, ranking = titles[home], rankings["topsis"]
    every = rankings | {method: benchmark.rank(ranking.filled.table, method=method) for method in OTHERS}
    without = {code: int(ranks[ranking.table.area(home)]) for code, ranks in benchmark.without_each(ranking).items()}
    of_column = {column.code: column.title for column in columns}
    left_out = concluding.of_left_out(without, of_column, len(titles), name)
    single = [(column.title, _alone(ranking.table, home, column)) for column in columns]
    return (
        *concluding.of_draws(sure, home, name),
        concluding.of_methods(every, home, name),
        *([concluding.of_single(single, len(titles), name)] if len(single) > 1 else []),
        *([left_out] if left_out else []),
    )


def _alone(table: "Table", code: str, column: Column) -> int:
    """Return the rank of a province by one indicator alone."""
    values = table.values[:, table.column(column.code)] * column.direction
    return int((values > values[table.area(code)]).sum()) + 1


def _slopes(
    rankings: "dict[str, Ranking]", columns: tuple[Column, ...], titles: Mapping[str, Text]
) -> tuple[Slope, ...]:
    from hamahang.methods import benchmark

    table = rankings["topsis"].filled.table
    every = rankings | {method: benchmark.rank(table, method=method) for method in OTHERS}
    found = [concluding.of_methods_slope(every, titles)]
    twice = [column for column in columns if column.code in TWICE]
    if len(twice) == len(TWICE):
        ranks = tuple((title, tuple(_alone(table, code, column) for column in twice)) for code, title in titles.items())
        sides = tuple((column.source, at > 0) for at, column in enumerate(twice))
        note = Text(
            fa="آمارگیری و سرشماری یکی نیست؛ خط‌چین سری‌ای را نشان می‌دهد که به هم پیوسته نیست.",
            en="A survey and a census are not one series; dashes mark what is not to be joined.",
        )
        found.append(Slope(Text(fa="رتبه با بیکاری", en="Rank by unemployment"), sides, ranks, note))
    return tuple(found)


def _place(found: "Intervals", code: str, title: Text) -> Place:
    return Place(title, found.ranking.rank(code), *found.interval(code))


def _lacks(
    ranking: "Ranking", home: str, leader: str, columns: tuple[Column, ...], titles: dict[str, Text]
) -> tuple[Lack, ...]:
    from hamahang.methods.benchmark import decompose, shortfalls

    table: Table = ranking.table
    parts = {part.indicator: part.share for part in decompose(ranking, home, leader)}
    to_best = shortfalls(table, home, to="leader") or ()
    to_peers = shortfalls(table, home, to="peers")
    found = []
    for place, column in enumerate(columns):
        values = table.values[:, place] * column.direction
        found.append(
            Lack(
                column,
                to_best[place].value,
                _alone(table, home, column),
                to_best[place].target,
                titles[table.areas[int(values.argmax())]],
                to_peers[place].target if to_peers else None,
                to_best[place].missing,
                100 * parts[column.code],
            )
        )
    return tuple(found)
