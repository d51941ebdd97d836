"""How promises and forecasts are said on a page."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from hamahang.accounts import queries as accounts
from hamahang.accounts.queries import Reach
from hamahang.commitments.foreseeing import LEVELS, WISHED, Driver, Foreseen
from hamahang.commitments.judging import Judgement
from hamahang.commitments.promised import Standing
from hamahang.commitments.undertakings import Undertaking
from hamahang.domain.calendar import month_name, write_day
from hamahang.domain.commitments import BASES, PARTS, UNDERTAKINGS, WARN_BELOW, Attained, pace_so_far
from hamahang.domain.figures import NO_VALUE
from hamahang.domain.ledger import AsOf
from hamahang.domain.money import say_number
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.catalogue import UnknownIndicator, indicator
from hamahang.territory import queries as territory
from hamahang.web.finding import name_of

LIKELY = LEVELS.index(0.5)
LEAST, MOST = LEVELS.index(0.1), LEVELS.index(0.9)
METRIC = "jobs_verified"
FIGURE_OF = {
    Proof.PERMIT: "jobs_nominal_only", Proof.LICENCE: "jobs_nominal_only", Proof.DECLARED: "jobs_declared",
    Proof.LISTED: "jobs_listed", Proof.CONFIRMED: "jobs_confirmed", Proof.SEEN: "jobs_seen",
    Proof.INSURED: "jobs_insured", Proof.DURABLE: "jobs_durable",
}  # fmt: skip
PAGE_OF = {"casework.Case": "case", "projects.InvestmentProject": "project"}
COUNTY = Text(fa="شهرستان", en="county")
SPLIT_BY = [(code.lower(), title) for code, title in PARTS.items()]  # as addresses write them
UNKNOWN = Text(fa="نامشخص", en="not stated")
MET, MISSED = Text(fa="رسید", en="met"), Text(fa="نرسید", en="missed")
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
    percent = (probability * 100).quantize(Decimal("0.1"))
    return Text(fa=f"{say_number(percent, 'fa')} درصد", en=f"{say_number(percent, 'en')} %")


def chance_of(seen: Foreseen, probability: Decimal | None = None) -> Text:
    """Return the chance of a promise, or another chance of it, in words; one without a target has none.

    Once its deadline is past there is no chance left to tell: it was met, or missed.
    """
    if not seen.target:
        return NO_VALUE
    if seen.day > seen.commitment.due_on:
        return MET if seen.verified >= seen.target else MISSED
    return chance(seen.probability if probability is None else probability)


def tone(seen: Foreseen, day: date) -> str:
    """Return how a promise stands: good where it is met or likely, bad where it is not."""
    if not seen.target:
        return "accent"
    if seen.verified >= seen.target:
        return "good"
    return "bad" if day >= seen.commitment.due_on or seen.probability < WARN_BELOW else "accent"


def metric(commitment: Any, asof: AsOf) -> dict[str, Any]:
    """Return the figure that counts a promise, with its title, definition and address."""
    code = commitment.metric or METRIC
    try:
        found = indicator(code)
    except UnknownIndicator:
        return {"title": code, "definition": "", "href": ""}
    return {"title": found.title, "definition": found.definition, "href": address_of(code, asof)}


def address_of(code: str, asof: AsOf) -> str:
    """Return the address of a figure as of a day."""
    return f"{reverse('figure', args=[code])}?{urlencode({'day': write_day(asof.day)})}"


def quantiles(seen: Foreseen) -> dict[str, int]:
    """Return the numbers between which the jobs will be, and the likely one."""
    return {"least": seen.quantiles[LEAST], "likely": seen.quantiles[LIKELY], "most": seen.quantiles[MOST]}


def pace(seen: Foreseen) -> dict[str, Any]:
    """Return the pace so far and the needed one, and what is lacking for which chance."""
    return {
        "so_far": pace_so_far(verified=seen.verified, first=seen.commitment.from_on, day=seen.day),
        "needed": seen.pace,
        "lacking": [(int(wish * 100), lacking) for wish, lacking in zip(WISHED, seen.lacking, strict=True)],
        "rivals": [(NAMES[name], number) for name, number in seen.rivals.items()],
    }


def fan(seen: Foreseen, course: Sequence[tuple[date, int]]) -> dict[str, Any]:
    """Return what is drawn: the promise, what is proven and the fan."""
    low, high = LEVELS.index(0.25), LEVELS.index(0.75)
    return {
        "first": seen.commitment.from_on,
        "last": seen.commitment.due_on,
        "day": seen.day,
        "promised": seen.target,
        "verified": course,
        "wide": [(one.on, one.quantiles[LEAST], one.quantiles[MOST]) for one in seen.fan],
        "narrow": [(one.on, one.quantiles[low], one.quantiles[high]) for one in seen.fan],
    }


def versions(stands: Standing, seen: Foreseen) -> list[dict[str, Any]]:
    """Return the versions of a target, each with its own denominator and chance."""
    return [
        {
            "on": version.on,
            "issuer": version.issuer,
            "basis": BASES.get(version.basis),
            "of": version.attained.of,
            "percent": version.attained.percent,
            "chance": chance(seen.versions[version.attained.of]),
            "is_last": version.is_last,
        }
        for version in stands.versions
    ]


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


def parts(stands: Standing) -> list[dict[str, Any]]:
    """Return the tables of a promise by county, agency, sector and month, of which something is known."""
    tables = []
    for part, shares in stands.parts.items():
        if not shares or (len(shares) == 1 and not shares[0].code):
            continue
        name = _namer(part)
        rows = [
            {"name": name(share.code), "persons": share.attained.persons, "of": share.attained.of,
             "percent": share.attained.percent}
            for share in shares
        ]  # fmt: skip
        rows.sort(key=lambda row: (-row["of"], -row["persons"]) if part != "MONTH" else 0)
        tables.append({"part": part, "title": PARTS.get(part, COUNTY), "rows": rows,
                       "has_targets": any(row["of"] for row in rows)})  # fmt: skip
    return tables


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


def driver(one: Driver, reach: Reach) -> dict[str, Any]:
    """Return a case that moves the chance of a promise, and where it opens."""
    case = one.undertaking
    return {
        "label": case.label,
        "kind": UNDERTAKINGS[case.kind],
        "county": county(case.county),
        "persons": case.persons,
        "chance": (Decimal(repr(one.chance)) * 100).quantize(Decimal("0.1")),
        "moves": (Decimal(repr(one.moves)) * 100).quantize(Decimal("0.001")),
        "href": reverse(PAGE_OF[case.record], args=[case.key]) if case.record in PAGE_OF
        else reverse("unit", args=[case.unit]),
    }  # fmt: skip


def scores(judgement: Judgement) -> list[dict[str, Any]]:
    """Return the scores of forecasts and of the naive ways, in numbers that a page may show."""

    def said(value: float | None, places: str) -> Decimal | None:
        return None if value is None else Decimal(repr(value)).quantize(Decimal(places))

    return [
        {
            "name": NAMES[score.name],
            "crps": said(score.crps, "0.1"),
            "brier": said(score.brier, "0.0001"),
            "coverage80": said(score.coverage80, "0.01"),
            "coverage95": said(score.coverage95, "0.01"),
        }
        for score in judgement.scores
    ]
