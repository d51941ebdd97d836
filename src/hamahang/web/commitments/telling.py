"""How promises and forecasts are said on a page."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from hamahang.accounts import queries as accounts
from hamahang.accounts.queries import Reach
from hamahang.briefing import charts
from hamahang.commitments import queries
from hamahang.commitments.foreseeing import LEVELS, WISHED, Driver, Foreseen
from hamahang.commitments.promised import Share, Standing, Version
from hamahang.commitments.undertakings import Undertaking
from hamahang.domain.calendar import month_name, say_day, write_day
from hamahang.domain.commitments import BASES, PARTS, UNDERTAKINGS, WARN_BELOW, Attained, outcome
from hamahang.domain.figures import NO_VALUE, say_amount, say_value
from hamahang.domain.indicators import Time
from hamahang.domain.ledger import AsOf
from hamahang.domain.money import say_number, say_rials
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators import promises
from hamahang.territory import queries as territory
from hamahang.web.finding import name_of

LIKELY = LEVELS.index(0.5)
LEAST, MOST = LEVELS.index(0.1), LEVELS.index(0.9)
FIGURE_OF = {
    Proof.PERMIT: "jobs_nominal_only", Proof.LICENCE: "jobs_nominal_only", Proof.DECLARED: "jobs_declared",
    Proof.LISTED: "jobs_listed", Proof.CONFIRMED: "jobs_confirmed", Proof.SEEN: "jobs_seen",
    Proof.INSURED: "jobs_insured", Proof.DURABLE: "jobs_durable",
}  # fmt: skip
NUMBER_OF_CASE = re.compile(r"\(([\d-]+)\)$")
PAGE_OF = {"casework.Case": "case", "projects.InvestmentProject": "project"}
COUNTY = Text(fa="شهرستان", en="county")
UNKNOWN = Text(fa="نامشخص", en="not stated")
NOT_FORETOLD = Text(fa="گفتنی نیست", en="cannot be said")
NOT_COUNTED = Text(fa="این رقم دیگر در فهرست رقم‌ها نیست", en="this figure is no longer in the catalogue")
REST = Text(fa="مابقی، بدون تفکیک شهرستان", en="The rest, of no county")
BASELINE = Text(fa="{amount} در {day}", en="{amount} on {day}")
COUNTED_THEN = Text(fa="شمرده‌شدهٔ {day}: {amount}", en="counted of {day}: {amount}")
REACHED = Text(fa="رسیده", en="reached")
FAN = Text(fa="{title}: رسیده، تعهد و پیش‌بینی", en="{title}: reached, promised and foreseen")
OF_JOBS = Text(fa="اشتغال تأییدشده، تعهد و پیش‌بینی", en="Jobs verified, the promise and the forecast")
IN_MILLIARDS = Text(fa="{title} (میلیارد ریال)", en="{title} (billion rials)")
MILLIARD = 10**9
EXACT = 10**8  # money in tenths of a milliard is said to the last rial
NEVER, ALWAYS = Decimal("0.001"), Decimal("0.999")
NAMES = {
    "model": Text(fa="پیش‌بینی هماهنگ", en="Hamahang's forecast"),
    "straight_line": Text(fa="خط راست", en="straight line"),
    "last_year": Text(fa="نرخ سال گذشته", en="last year's rate"),
    "stated": Text(fa="گفتهٔ صاحبان کار", en="everybody's own stated dates"),
}


def chance(probability: Decimal) -> Text:
    """Return a chance in words: percent, but neither never nor always."""
    if probability < NEVER:
        return Text(fa="۰٫۱ درصد یا کمتر", en="0.1 % or less")
    if probability > ALWAYS:
        return Text(fa="۹۹٫۹ درصد یا بیشتر", en="99.9 % or more")
    return percent(probability)


def percent(share: Decimal) -> Text:
    """Return a share in percent, in words."""
    said = (share * 100).quantize(Decimal("0.1"))
    return Text(fa=f"{say_number(said, 'fa')} درصد", en=f"{say_number(said, 'en')} %")


def kept_forecast(forecast: Any) -> dict[str, Any] | None:
    """Return a kept forecast by its day and chance; None where none was kept."""
    return {"day": forecast.day, "chance": chance(forecast.probability)} if forecast else None


def chance_of(seen: Foreseen, probability: Decimal | None = None) -> Text:
    """Return the chance of a promise, or another chance of it, in words; one without a target has none.

    Once its deadline is past there is no chance left to tell: it was met, or missed.
    """
    if not seen.target:
        return NO_VALUE
    if seen.is_over:
        return outcome(reached=seen.verified, target=seen.target)
    told = seen.chance if probability is None else probability
    return NOT_FORETOLD if told is None else chance(told)


def tone(seen: Foreseen, day: date) -> str:
    """Return how a promise stands: good where it is met or likely, bad where it is not."""
    if not seen.target:
        return "accent"
    if seen.verified >= seen.target:
        return "good"
    is_unlikely = seen.chance is not None and seen.chance < WARN_BELOW
    return "bad" if day >= seen.commitment.due_on or is_unlikely else "accent"


def metric(commitment: Any, asof: AsOf) -> dict[str, Any]:
    """Return the figure that counts a promise: title, definition, level of proof, and the rows counted so far."""
    known = promises.figure_of(commitment)
    if known is None:
        return {"title": commitment.figure, "definition": NOT_COUNTED, "level": "", "href": "", "is_state": False}
    return {
        "title": known.title,
        "definition": known.definition,
        "level": known.level.title if known.level is not None else "",
        "href": list_of(commitment, asof),
        "is_state": known.time is Time.STOCK,
    }


def split_by(commitment: Any) -> list[tuple[str, Text]]:
    """Return the parts that a target can be split by, as addresses write them: those that its figure tells apart."""
    known = promises.figure_of(commitment)
    can_be = {
        "AGENCY": commitment.is_of_jobs,
        "SECTOR": known is not None and "sector" in known.by,
        "MONTH": known is not None and known.time is Time.FLOW,
    }
    return [(code.lower(), title) for code, title in PARTS.items() if can_be[code]]


def baseline(commitment: Any, asof: AsOf) -> dict[str, Any]:
    """Return how much there was before: as it was said, and what is counted of that day, with its list."""
    unit, counted, then = promises.unit_of(commitment.figure), promises.baseline_of(commitment, asof), None
    if counted is not None:
        then = promises.day_before(commitment, asof)
    stated = commitment.baseline is not None
    on = _day(commitment.baseline_on) if stated else None
    return {
        "said": BASELINE.format(amount=say_amount(commitment.baseline, unit), day=on) if stated else None,
        "counted": COUNTED_THEN.format(amount=say_amount(counted, unit), day=_day(then.day)) if then else None,
        "href": _list(commitment, then) if then else "",
    }


def _day(day: date) -> Text:
    return Text(fa=say_day(day, "fa"), en=say_day(day, "en"))


def list_of(commitment: Any, asof: AsOf) -> str:
    """Return the address of the list that a promise is counted from, of its period and place; empty before it begins.

    Of what holds on a day it is the list of all that there is, before it begins too.
    """
    end, first = queries.until(commitment, asof), promises.since(commitment)
    return "" if first and first > end.day else _list(commitment, end, first)


def _list(commitment: Any, asof: AsOf, first: date | None = None) -> str:
    query = {"day": write_day(asof.day)}
    if commitment.place.kind != "all":
        query["scope"] = str(commitment.place)
    if first:
        query["since"] = write_day(first)
    if asof.known_at:
        query["known_at"] = asof.known_at.isoformat()
    return f"{reverse('figure', args=[commitment.figure])}?{urlencode(query)}"


def address_of(code: str, asof: AsOf) -> str:
    """Return the address of a figure as of a day."""
    return f"{reverse('figure', args=[code])}?{urlencode({'day': write_day(asof.day)})}"


def amounts(seen: Foreseen) -> dict[str, Text]:
    """Return what is reached and promised with its unit, and that between which it will be, with the likely one."""
    unit, said = promises.unit_of(seen.commitment.figure), () if seen.is_over else seen.quantiles
    places = {"least": LEAST, "likely": LIKELY, "most": MOST}
    return {
        "verified": say_amount(seen.verified, unit),
        "target": say_amount(seen.target, unit),
        **{name: say_amount(said[place], unit) if said else NO_VALUE for name, place in places.items()},
    }


def as_typed(amount: int | None, unit: str) -> Text:
    """Return an amount as a form takes it back, to the last rial; nothing where there is none."""
    if amount is None:
        return Text(fa="", en="")
    if unit != "rial":
        return say_value(amount, unit)
    scale = "auto" if amount >= MILLIARD and amount % EXACT == 0 else "rial"
    return Text(fa=say_rials(amount, "fa", scale=scale), en=say_rials(amount, "en", scale=scale))


def a_month(amount: Decimal | None, unit: str) -> Text:
    """Return a pace in words."""
    if amount is None:
        return NO_VALUE
    said = say_amount(amount, unit)
    return Text(fa=f"{said.fa} در ماه", en=f"{said.en} a month")


def pace(seen: Foreseen) -> dict[str, Any]:
    """Return the pace so far, or over its whole time, and the needed one, and what is lacking for which chance."""
    unit = promises.unit_of(seen.commitment.figure)
    return {
        "so_far": a_month(seen.pace_so_far, unit),
        "needed": a_month(seen.pace, unit),
        "lacking": [
            (int(wish * 100), say_amount(lacking, unit)) for wish, lacking in zip(WISHED, seen.lacking, strict=False)
        ],
        "rivals": [(NAMES[name], say_amount(number, unit)) for name, number in seen.rivals.items()],
    }


def fan(seen: Foreseen, course: Sequence[tuple[date, int]]) -> dict[str, Any]:
    """Return what is drawn: the promise, what is reached and the fan; amounts of money in milliards of rials."""
    scale = MILLIARD if promises.unit_of(seen.commitment.figure) == "rial" else 1
    drawn = _fan(seen, course)
    if scale == 1:
        return drawn
    return drawn | {
        "title": IN_MILLIARDS.format(title=drawn["title"]),
        "promised": _scaled(seen.target, scale),
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
    return {
        "title": OF_JOBS if seen.commitment.is_of_jobs else FAN.format(title=promises.title_of(seen.commitment.figure)),
        "reached": charts.VERIFIED if seen.commitment.is_of_jobs else REACHED,
        "first": seen.commitment.from_on,
        "last": seen.commitment.due_on,
        "day": seen.day,
        "promised": seen.target,
        "verified": course,
        "wide": [(one.on, one.quantiles[LEAST], one.quantiles[MOST]) for one in seen.fan],
        "narrow": [(one.on, one.quantiles[low], one.quantiles[high]) for one in seen.fan],
    }


def versions(told: Sequence[Version], seen: Foreseen) -> list[dict[str, Any]]:
    """Return the versions of a target, each with its own denominator and chance."""
    unit = promises.unit_of(seen.commitment.figure)
    return [
        {
            "on": version.on,
            "issuer": version.issuer,
            "basis": BASES.get(version.basis),
            "of": say_value(version.attained.of, unit),
            "verified": say_value(version.attained.amount, unit),
            "percent": version.attained.percent,
            "chance": _chance_of_version(version, seen),
            "is_last": version.is_last,
        }
        for version in told
    ]


def _chance_of_version(version: Version, seen: Foreseen) -> Text:
    if seen.is_over:
        return outcome(reached=version.attained.amount, target=version.attained.of)
    return chance(seen.versions[version.attained.of]) if seen.versions else NOT_FORETOLD


def levels(stands: Standing, target: int, asof: AsOf) -> list[dict[str, Any]]:
    """Return the steps of proof, each opening to its list."""
    return [
        {
            "title": level.title,
            "at": at,
            "from": total,
            "percent": Attained(total, target).percent,
            "is_counted": level >= Proof.CONFIRMED,
            "is_plan": level <= Proof.LICENCE,
            "href": address_of(FIGURE_OF[level], asof) if level in FIGURE_OF else "",
        }
        for level, at, total in stands.levels
    ]


def parts(told: Mapping[str, Sequence[Share]], unit: str) -> list[dict[str, Any]]:
    """Return the tables of a promise by county, agency, sector and month, of which something is known."""
    tables = []
    for part, shares in told.items():
        if not shares or (len(shares) == 1 and not shares[0].code):
            continue
        name = _namer(part)
        order = (lambda one: one.code) if part == "MONTH" else (lambda one: (-one.attained.of, -one.attained.amount))
        rows = [
            {
                "name": name(share.code),
                "amount": say_value(share.attained.amount, unit),
                "of": say_value(share.attained.of or None, unit),
                "percent": share.attained.percent,
            }
            for share in sorted(shares, key=order)
            if share.code or part != "COUNTY"
        ]
        rows += [row for share in shares if part == "COUNTY" and not share.code for row in _of_no_county(share, unit)]
        has_targets = any(share.attained.of for share in shares)
        tables.append({"part": part, "title": PARTS.get(part, COUNTY), "rows": rows, "has_targets": has_targets})
    return tables


def _of_no_county(share: Share, unit: str) -> list[dict[str, Any]]:
    """Return what is promised of no county, and apart what was reached whose county nobody recorded."""
    rest = {"name": REST, "amount": NO_VALUE, "of": say_value(share.attained.of, unit), "percent": None}
    unknown = {"name": UNKNOWN, "amount": say_value(share.attained.amount, unit), "of": NO_VALUE, "percent": None}
    return [rest] * bool(share.attained.of) + [unknown] * bool(share.attained.amount)


def _namer(part: str) -> Any:
    """Return what names the codes of a part."""
    if part == "COUNTY":
        counties = territory.counties_by_id()
        return lambda code: county(counties.get(int(code)))
    if part == "AGENCY":
        agencies = {str(agency.pk): Text(fa=agency.name, en=agency.name) for agency in accounts.agencies()}
        return lambda code: agencies.get(code, UNKNOWN)
    if part == "MONTH":
        return month
    sectors = territory.sectors_by_code()
    return lambda code: sector(sectors.get(code), code)


def county(place: Any) -> Text:
    """Return the name of a county."""
    return name_of(place) if place else UNKNOWN


def sector(found: Any, code: str) -> Text:
    """Return the name of a sector with its code."""
    if found:
        return Text(fa=f"{found.name} ({code})", en=f"{found.name_en or found.name} ({code})")
    return Text(fa=f"رشتهٔ {code}", en=f"sector {code}") if code else UNKNOWN


def month(code: str) -> Text:
    """Return the name of a month such as 1390-04."""
    year, _, month = code.partition("-")
    return Text(fa=f"{month_name(int(month), 'fa')} {year}", en=f"{month_name(int(month), 'en')} {year}")


def is_within(one: Undertaking, reach: Reach) -> bool:
    """Say whether a reader may see a case that moves a promise."""
    return reach.places is None or bool({one.county.code, one.county.code[:2]} & reach.places)


def named(label: str) -> str:
    """Return the name of a case with its number from left to right, as it stands alone on every other page.

    Behind Persian words a number such as 1390-026 would else be read 026-1390.
    """
    return NUMBER_OF_CASE.sub("(\u2066\\1\u2069)", label)


def driver(one: Driver, reach: Reach) -> dict[str, Any]:
    """Return a case that moves the chance of a promise, and where it opens."""
    case = one.undertaking
    return {
        "label": named(case.label),
        "kind": UNDERTAKINGS[case.kind],
        "county": county(case.county),
        "persons": case.persons,
        "chance": (Decimal(repr(one.chance)) * 100).quantize(Decimal("0.1")),
        "moves": (Decimal(repr(one.moves)) * 100).quantize(Decimal("0.001")),
        "href": reverse(PAGE_OF[case.record], args=[case.key]) if case.record in PAGE_OF
        else reverse("unit", args=[case.unit]),
    }  # fmt: skip
