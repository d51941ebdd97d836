"""How promises and forecasts are said on a page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from hamahang.accounts import queries as accounts
from hamahang.accounts.queries import Reach
from hamahang.commitments import queries
from hamahang.commitments.foreseeing import LEVELS, WISHED, Driver, Foreseen
from hamahang.commitments.promised import Share, Standing, Version
from hamahang.commitments.undertakings import Undertaking
from hamahang.domain.calendar import month_name, say_day, write_day
from hamahang.domain.commitments import BASES, PARTS, UNDERTAKINGS, WARN_BELOW, Attained, Goal
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
MILLIARD = 10**9
EXACT = 10**8  # money in tenths of a milliard is said to the last rial
OF = Text(fa="{reached} از {target}", en="{reached} of {target}")
LIMITED = Text(fa="{reached}؛ حداکثر {target}", en="{reached}; at most {target}")
PERCENT_OF_LIMIT = Text(fa="{percent}٪ از سقف", en="{percent} % of the limit")
PERCENT_OF_WAY = Text(fa="{percent}٪ از راه", en="{percent} % of the way")
PERCENT = Text(fa="{percent}٪", en="{percent} %")
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
        return seen.goal.outcome(seen.verified)
    told = seen.chance if probability is None else probability
    return NOT_FORETOLD if told is None else chance(told)


def tone(seen: Foreseen, day: date) -> str:
    """Return how a promise stands: good where it is met or likely, bad where it is not."""
    if not seen.target:
        return "accent"
    is_unlikely, is_ended = seen.chance is not None and seen.chance < WARN_BELOW, day >= seen.commitment.due_on
    if seen.goal.is_met(seen.verified) and (is_ended or not seen.goal.is_limit):
        return "good"
    return "bad" if is_ended or is_unlikely or seen.goal.left(seen.verified) < 0 else "accent"


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
    """Return what is reached and promised with its unit, and that between which it will be, with the likely one.

    promised: the target with its direction; far: both in one
    """
    unit, said = promises.unit_of(seen.commitment.figure), () if seen.is_over else seen.quantiles
    places = {"least": LEAST, "likely": LIKELY, "most": MOST}
    return {
        "verified": say_amount(seen.verified, unit),
        "target": say_amount(seen.target, unit),
        "promised": seen.goal.said(say_amount(seen.target, unit)),
        "far": far(seen.goal, say_amount(seen.verified, unit), say_amount(seen.target, unit)),
        **{name: say_amount(said[place], unit) if said else NO_VALUE for name, place in places.items()},
    }


def far(goal: Goal, reached: Text, target: Text) -> Text:
    """Return in one what is reached and what was promised."""
    return (LIMITED if goal.is_at_most else OF).format(reached=reached, target=target)


def as_typed(amount: int | None, unit: str) -> Text:
    """Return an amount as a form takes it back, to the last rial; nothing where there is none."""
    if amount is None:
        return Text(fa="", en="")
    if unit != "rial":
        return say_value(amount, unit)
    scale = "auto" if amount >= MILLIARD and amount % EXACT == 0 else "rial"
    return Text(fa=say_rials(amount, "fa", scale=scale), en=say_rials(amount, "en", scale=scale))


def percent_of(goal: Goal, amount: int) -> Text | None:
    """Return what is attained in percent, and of what; None where it cannot be said."""
    found = goal.percent(amount)
    if found is None:
        return None
    words = PERCENT_OF_LIMIT if goal.is_limit else PERCENT_OF_WAY if goal.is_to_fall else PERCENT
    return words.format(percent=found)


def a_month(amount: Decimal | None, unit: str) -> Text:
    """Return a pace in words."""
    if amount is None:
        return NO_VALUE
    said = say_amount(amount, unit)
    return Text(fa=f"{said.fa} در ماه", en=f"{said.en} a month")


def pace(seen: Foreseen) -> dict[str, Any]:
    """Return the pace so far, or over its whole time, and the needed one, and what is lacking for which chance."""
    unit, so_far = promises.unit_of(seen.commitment.figure), seen.pace_so_far
    return {
        "so_far": a_month(seen.goal.told(so_far), unit),
        "is_rising": seen.goal.is_rising(so_far),
        "needed": a_month(seen.pace, unit),
        "is_limit": seen.goal.is_limit,
        "is_to_fall": seen.goal.is_to_fall,
        "lacking": [
            (int(wish * 100), say_amount(lacking, unit)) for wish, lacking in zip(WISHED, seen.lacking, strict=False)
        ],
        "rivals": [(NAMES[name], say_amount(number, unit)) for name, number in seen.rivals.items()],
    }


def versions(told: Sequence[Version], seen: Foreseen) -> list[dict[str, Any]]:
    """Return the versions of a target, each with its own denominator and chance."""
    unit = promises.unit_of(seen.commitment.figure)
    goals = [replace(seen.goal, target=version.attained.of) for version in told]
    return [
        {
            "on": version.on,
            "issuer": version.issuer,
            "basis": BASES.get(version.basis),
            "of": goal.said(say_value(version.attained.of, unit)),
            "far": far(goal, say_value(version.attained.amount, unit), say_value(version.attained.of, unit)),
            "percent": percent_of(goal, version.attained.amount),
            "chance": _chance_of_version(version, seen),
            "is_last": version.is_last,
        }
        for version, goal in zip(told, goals, strict=True)
    ]


def _chance_of_version(version: Version, seen: Foreseen) -> Text:
    if seen.is_over:
        return replace(seen.goal, target=version.attained.of).outcome(version.attained.amount)
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
