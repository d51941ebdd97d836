"""The charts and the map of pages and briefings: the same drawing from the same rows, on screen and on paper."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.cache import cache

from hamahang.accounts.queries import Reach
from hamahang.briefing.drawing.balance import Ratio, draw_balance
from hamahang.briefing.drawing.bars import Bar, draw_bars
from hamahang.briefing.drawing.curve import draw_curve
from hamahang.briefing.drawing.lines import Expected, Line, Reached, Role, draw_lines
from hamahang.briefing.drawing.monthly import Column, draw_monthly
from hamahang.briefing.drawing.rows_of_ranks import draw_rows
from hamahang.briefing.drawing.schematic_map import County as MapCounty
from hamahang.briefing.drawing.schematic_map import Form, Site, draw_map
from hamahang.briefing.drawing.slope import Column as Side
from hamahang.briefing.drawing.slope import Course, draw_slope
from hamahang.briefing.drawing.sparkline import draw_sparkline
from hamahang.briefing.drawing.workflow import draw_workflow
from hamahang.domain.causes import CAUSES
from hamahang.domain.flows.workflow import Workflow
from hamahang.domain.indicators import Figure
from hamahang.domain.ledger import AsOf
from hamahang.domain.months import Month
from hamahang.domain.text import Text
from hamahang.indicators import queries, tables
from hamahang.indicators.tables import Balance, Path
from hamahang.territory import queries as territory

if TYPE_CHECKING:
    from hamahang.territory.models import County, Estate

PROMISED = Text(fa="تعهد", en="promised")
VERIFIED = Text(fa="تأییدشده", en="verified")
CLAIMED = Text(fa="ادعاشده", en="claimed")
DESK, PHONE = 640, 340  # widths at which words stay as large as those around them
RING = 0.055  # degrees: estates without a surveyed point stand around their county's seat
UNITS = Text(fa="واحد تولیدی", en="production units")
KINDS = (
    Text(fa="شهرک صنعتی", en="industrial estate"),
    Text(fa="ناحیه صنعتی", en="industrial zone"),
    Text(fa="ناحیهٔ صنعتی", en="industrial zone"),
)
FORMS = {"in": Form.FITS, "undecided": Form.UNDECIDED, "out": Form.EXCLUDED}
NO_CAUSE = Text(fa="نانوشته", en="not stated")


def commitment(path: Path, day: date, language: str, *, is_phone: bool = False) -> str:
    """Draw the promise of jobs against what is verified and what is only claimed. is_phone: as narrow as a phone"""
    lines = (
        Line(PROMISED, Role.PROMISED, (Reached(path.first, 0), Reached(path.last, path.promised))),
        Line(CLAIMED, Role.DECLARED, tuple(Reached(on, value) for on, value in path.claimed)),
        Line(VERIFIED, Role.VERIFIED, tuple(Reached(on, value) for on, value in path.verified)),
    )
    title = Text(fa="اشتغال تأییدشده در برابر تعهد", en="Jobs verified against the promise")
    return draw_lines(
        title=title, description=title, lines=lines, period=(path.first, path.last), day=min(day, path.last),
        language=language, width=PHONE if is_phone else DESK,
    )  # fmt: skip


def fan(  # each is one thing that is drawn
    *, title: Text, reached: Text, first: date, last: date, day: date, promised: int | Decimal,
    verified: Sequence[tuple[date, int | Decimal]], wide: Sequence[tuple[date, int | Decimal, int | Decimal]],
    narrow: Sequence[tuple[date, int | Decimal, int | Decimal]], language: str, is_phone: bool = False,
    promise: Text = PROMISED, begins: int | Decimal = 0,
) -> str:  # fmt: skip
    """Draw a promise against what is reached, with the fan of what is foreseen from a day on.

    reached, promise: what the lines of them are called; begins: where that of the promise does
    is_phone: as narrow as a phone, where the end of the year would else be out of sight
    """
    lines = (
        Line(promise, Role.PROMISED, (Reached(first, begins), Reached(last, promised))),
        Line(reached, Role.VERIFIED, tuple(Reached(on, value) for on, value in verified)),
    )
    return draw_lines(
        title=title, description=title, lines=lines, period=(first, last), day=min(day, last), language=language,
        band=[Expected(*point) for point in wide], inner=[Expected(*point) for point in narrow],
        width=PHONE if is_phone else DESK,
    )  # fmt: skip


def workflow(table: Workflow, language: str, *, stands_in: str = "", passed: frozenset[str] = frozenset()) -> str:
    """Draw the table of a workflow."""
    return draw_workflow(table, language=language, stands_in=stands_in, passed=passed)


def cause_title(code: str) -> Text:
    """Return a cause's name."""
    return CAUSES.get(code, NO_CAUSE)


def causes(counted: Sequence[tuple[str, int]], language: str, *, is_phone: bool = False) -> str:
    """Draw why units are idle."""
    title = Text(fa="علت اصلی رکود", en="Main cause of idleness")
    bars = [Bar(cause_title(code), number) for code, number in counted]
    return draw_bars(title=title, description=title, bars=bars, language=language, width=PHONE if is_phone else 560)


def balance(lines: Sequence[Balance], language: str, *, is_phone: bool = False) -> str:
    """Draw each county's share of the money against its share of the people."""
    title = Text(fa="سهم تسهیلات ÷ سهم جمعیت", en="Share of facilities ÷ share of inhabitants")
    ratios = [Ratio(name_of(line.county), line.ratio) for line in lines]
    width = PHONE if is_phone else 560
    return draw_balance(title=title, description=title, ratios=ratios, language=language, width=width)


def map_of_units(asof: AsOf, reach: Reach, language: str, *, is_phone: bool = False) -> str:
    """Draw the counties of the home province shaded by their units, with estates and zones.

    is_phone: as narrow as a phone, the legend below
    Laying out labels takes longer than all other drawing; the map is kept until the ledger moves.
    """
    key = f"map:{queries.point_key(asof, reach)}:{language}:{is_phone}"
    drawn: str | None = cache.get(key)
    if drawn is None:
        drawn = _draw_map(asof, reach, language, width=PHONE if is_phone else DESK)
        cache.set(key, drawn, 3600)
    return drawn


def _draw_map(asof: AsOf, reach: Reach, language: str, *, width: float) -> str:
    units = tables.by_place("units_registered", "county", asof=asof, reach=reach)
    counties = list(territory.counties_on(asof.day, province=territory.home_province()))
    placed = [county for county in counties if county.latitude is not None]
    parted = set(territory.successions().filter(on__lte=asof.day).values_list("after_id", flat=True))
    title = Text(fa="شهرستان‌ها، شهرک‌ها و نواحی صنعتی", en="Counties, industrial estates and zones")
    return draw_map(
        title=title,
        description=title,
        counties=[
            _county(
                county, _counted(units.get(county.pk), is_parted=county.pk in parted, is_told=_is_told(county, reach))
            )
            for county in placed
        ],
        sites=_sites(asof, reach, {county.pk for county in placed}),
        unit=UNITS,
        language=language,
        width=width,
    )


def map_of_sites(  # each is one thing that is drawn
    asof: AsOf, reach: Reach, language: str, *, states: Mapping[str, str], about: str, is_phone: bool = False
) -> str:
    """Draw estates and zones by whether a plant fits there (`in`, `undecided`, `out`, by code of the estate).

    about: what the states depend on beside the day and the reader, so that the map can be kept
    """
    key = f"sites:{queries.point_key(asof, reach)}:{language}:{is_phone}:{about}"
    drawn: str | None = cache.get(key)
    if drawn is None:
        drawn = _draw_sites(asof, reach, language, states, width=PHONE if is_phone else DESK)
        cache.set(key, drawn, 3600)
    return drawn


def _draw_sites(asof: AsOf, reach: Reach, language: str, states: Mapping[str, str], *, width: float) -> str:
    counties = list(territory.counties_on(asof.day, province=territory.home_province()))
    placed = [county for county in counties if county.latitude is not None]
    estates = [estate for estate in territory.estates_in(reach) if estate.code in states]
    fitting = Counter(estate.county_id for estate in estates if states[estate.code] == "in")
    around: Counter[int] = Counter()
    sites = []
    for estate in estates:
        if estate.county_id in {county.pk for county in placed}:
            site = _site(estate, around[estate.county_id], is_active=True)
            sites.append(replace(site, form=FORMS[states[estate.code]]))
            around[estate.county_id] += 1
    title = Text(fa="کجا مناسب است و کجا نه", en="Where it fits and where it does not")
    return draw_map(
        title=title, description=title, counties=[_county(county, fitting[county.pk]) for county in placed],
        sites=sites, unit=Text(fa="مکان مناسب", en="suitable sites"), language=language, width=width,
    )  # fmt: skip


def map_of_shares(  # each is one thing that is drawn
    asof: AsOf, reach: Reach, language: str, *, shares: Mapping[int, int | None], about: str, is_phone: bool = False
) -> str:
    """Draw counties shaded by what each got against its need, in percent of its due.

    about: what the shares depend on beside the day and the reader, so that the map can be kept
    """
    key = f"shares-map:{queries.point_key(asof, reach)}:{language}:{is_phone}:{about}"
    drawn: str | None = cache.get(key)
    if drawn is None:
        home = territory.counties_on(asof.day, province=territory.home_province())
        title = Text(fa="سهم هر شهرستان در برابر نیازش", en="What each county got against its need")
        counties = [
            replace(_county(county, 0), value=shares.get(county.pk)) for county in home if county.latitude is not None
        ]
        percent = Text(fa="درصد سهم خود", en="percent of its due")
        drawn = draw_map(
            title=title, description=title, counties=counties, sites=(), unit=percent, language=language,
            width=PHONE if is_phone else DESK,
        )  # fmt: skip
        cache.set(key, drawn, 3600)
    return drawn


def history(points: Sequence[tuple[date, Figure]], title: Text, language: str) -> str:
    """Draw how a figure moved over the last months."""
    return draw_sparkline(
        title=title,
        description=title,
        values=[figure.value for _, figure in points],
        language=language,
        width=360,
        height=72,
    )


def curve(
    title: Text, points: Sequence[tuple[float, float]], values: Sequence[tuple[Text, float, float]], language: str
) -> str:
    """Draw a membership curve with what was graded on it: name, value, grade."""
    return draw_curve(title=title, description=title, points=points, values=values, language=language)


def slope(  # each is one thing that is drawn
    title: Text, columns: Sequence[tuple[Text, bool]], ranks: Sequence[tuple[Text, tuple[int | None, ...]]], own: Text,
    language: str, *, is_phone: bool = False,
) -> str:  # fmt: skip
    """Draw ranks side by side; columns: title and whether what came before was counted otherwise; own: the bold one

    is_phone: as narrow as a phone, where columns stand one below the other
    """
    draw = draw_rows if is_phone else draw_slope
    return draw(
        title=title,
        description=title,
        columns=[Side(*column) for column in columns],
        courses=[Course(name, places, is_own=name == own) for name, places in ranks],
        language=language,
    )


def monthly(columns: Sequence[tuple[Month, int | Decimal | None, bool]], title: Text, language: str) -> str:
    """Draw a value month by month, each with whether it is confirmed; title: what it counts, and in what."""
    return draw_monthly(
        title=title, description=title, columns=[Column(*column) for column in columns], language=language
    )


def name_of(county: "County") -> Text:
    """Return a county's name in both languages."""
    return Text(fa=county.name, en=county.name_en or county.name)


def _counted(units: Decimal | int | None, *, is_parted: bool, is_told: bool) -> int | None:
    """Return the units of a county: of a newly parted one without any, they may still stand under the old one.

    is_told: whether the reader may list its units; where not, nothing found does not mean that there are none
    """
    return None if units is None and (is_parted or not is_told) else int(units or 0)


def _is_told(county: "County", reach: Reach) -> bool:
    return reach.places is None or bool({county.code, county.code[:2]} & reach.places)


def _county(county: "County", units: int | None) -> MapCounty:
    return MapCounty(county.code, name_of(county), float(county.longitude or 0), float(county.latitude or 0), units)


def _sites(asof: AsOf, reach: Reach, counties: set[int]) -> list[Site]:
    statuses = dict(territory.estate_statuses(asof).values_list("estate_id", "status"))
    estates = [e for e in territory.estates_in(reach) if e.pk in statuses and e.county_id in counties]
    around: dict[int, int] = {}
    sites = []
    for estate in estates:
        turn = around[estate.county_id] = around.get(estate.county_id, -1) + 1
        sites.append(_site(estate, turn, is_active=statuses[estate.pk] == "ACTIVE"))
    return sites


def _without_kind(name: Text) -> Text:
    """Return a name without what the form of the mark already says."""
    fa, en = name.fa, name.en
    for kind in KINDS:
        fa, en = fa.removeprefix(f"{kind.fa} "), en.replace(f" {kind.en}", "")
    return Text(fa=fa, en=en)


def _site(estate: "Estate", turn: int, *, is_active: bool) -> Site:
    angle = math.radians(40 + 100 * turn)
    county = estate.county
    name = Text(fa=estate.name, en=estate.name_en)
    return Site(
        name=name,
        label=_without_kind(name),
        longitude=float(county.longitude or 0) + RING * math.cos(angle),
        latitude=float(county.latitude or 0) + RING * math.sin(angle),
        form=Form.ZONE if estate.kind == "ZONE" else Form.ESTATE,
        is_active=is_active,
    )
