"""What the public may take away: published figures as plain values, and the Data Package that describes them.

The description follows the Data Package specification, version 1 (specs.frictionlessdata.io).
"""

from typing import Any

from hamahang.briefing import cleared, counted
from hamahang.briefing.counted import Parts
from hamahang.briefing.models import Publication
from hamahang.domain.calendar import write_day
from hamahang.domain.differences import REASONS, Part
from hamahang.domain.proof import Proof
from hamahang.domain.publishing import PUBLIC, PUBLISHED

LICENCE = {
    "name": "CC-BY-4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
    "title": "Creative Commons Attribution 4.0",
}
ROUNDING = {True: "two_digits_down", False: "exact"}
# column, type, description
FIGURES = (
    ("code", "string", "code of the published figure; its page is /p/CODE/"),
    ("state", "string", "PUBLISHED, SUPERSEDED or WITHDRAWN"),
    ("indicator", "string", "code of the figure in the catalogue"),
    ("version", "integer", "version of its definition"),
    ("title_fa", "string", "what it is, in Persian"),
    ("title_en", "string", "what it is, in English"),
    ("definition_fa", "string", "how it is counted, in Persian"),
    ("definition_en", "string", "how it is counted, in English"),
    ("scope", "string", "all, or county:CODE or estate:CODE"),
    ("day", "string", "the Jalali day it is of, YYYY-MM-DD"),
    ("day_iso", "date", "the same day, Gregorian"),
    ("value", "number", "whole rials, persons, things, or percent"),
    ("unit", "string", "code of the unit"),
    ("level", "integer", "weakest proof that is counted, 0 announced to 8 durable; empty where proof does not apply"),
    ("records", "integer", "records it was counted from"),
    ("rounding", "string", "how it is said aloud: exact, or rounded down to two digits with 'more than'"),
    ("head", "integer", "last entry of the ledger that was known"),
    ("replaces", "string", "code of what was published of the same before"),
    ("published", "date", "the day it went out, Gregorian"),
    ("until", "date", "the day it was superseded or withdrawn, Gregorian; empty while it stands"),
    ("reason", "string", "why it was superseded or withdrawn"),
    ("successor", "string", "code of what was published after it of the same figure, place and day"),
)
PARTS = (
    ("code", "string", "code of the published figure"),
    ("county", "string", "code of the county, empty where there is none"),
    ("county_fa", "string", "its name, in Persian"),
    ("county_en", "string", "its name, in English"),
    ("records", "integer", "records in the county; empty where hidden"),
    ("amount", "number", "the figure in the county; empty where hidden"),
    ("is_hidden", "boolean", "whether the cell is hidden, for it or another is small"),
)
DIFFERENCES = (
    ("code", "string", "code of the published figure"),
    ("before", "string", "code of what was published of the same before"),
    ("reason", "string", "new, late, corrected, definition, territory, time or few"),
    ("title_fa", "string", "the reason, in Persian"),
    ("title_en", "string", "the reason, in English"),
    ("records", "integer", "records that differ for it; empty where they are few"),
    ("amount", "number", "what it adds to the value; those of a figure add up to the difference"),
)
BRIEFINGS = (
    ("code", "string", "code of the published briefing; its page is /p/CODE/"),
    ("state", "string", "PUBLISHED, SUPERSEDED or WITHDRAWN"),
    ("briefing_fa", "string", "title of the briefing, in Persian"),
    ("briefing_en", "string", "title of the briefing, in English"),
    ("day_iso", "date", "the day it is of, Gregorian"),
    ("printed", "string", "code that stands beside the figure in print"),
    ("title_fa", "string", "what it is, in Persian"),
    ("title_en", "string", "what it is, in English"),
    ("scope", "string", "all, or county:CODE or estate:CODE"),
    ("value", "number", "whole rials, persons, things, or percent"),
    ("unit", "string", "code of the unit"),
    ("level", "integer", "weakest proof that is counted; empty where proof does not apply"),
    ("records", "integer", "records it was counted from"),
)
TABLES = {"figures": FIGURES, "counties": PARTS, "differences": DIFFERENCES, "briefings": BRIEFINGS}
KEYS: dict[str, list[str]] = {
    "figures": ["code"], "counties": ["code", "county"], "differences": ["code", "reason"],
    "briefings": ["code", "printed"],
}  # fmt: skip
POINTING = {"figures": ("replaces", "successor"), "counties": ("code",), "differences": ("code", "before")}
CONSTRAINTS: dict[str, dict[str, Any]] = {"state": {"required": True, "enum": list(PUBLIC)}, "code": {"required": True}}


def table(name: str) -> list[dict[str, Any]]:
    """Return the rows of an open table."""
    public = cleared.standing(*PUBLIC)
    figures = [each for each in public if each.publication.indicator]
    if name == "figures":
        return _figures(figures)
    if name == "briefings":
        return [row for each in public if each.publication.briefing for row in _briefing_values(each)]
    if name == "counties":
        return [row for each in figures for row in county_values(each)]
    return _differences([each.publication for each in figures if each.publication.replaces])


def _figures(found: list[cleared.Standing]) -> list[dict[str, Any]]:
    """Return published figures with when they went out and what came after."""
    after, days = cleared.successors(found), cleared.published_days(each.publication for each in found)
    return [
        figure_values(each)
        | {
            "published": days[each.publication.pk].isoformat(),
            "until": None if each.state.state == PUBLISHED else each.state.since_on.isoformat(),
            "reason": "" if each.state.state == PUBLISHED else each.state.reason,
            "successor": after[each.publication.pk].code if each.publication.pk in after else None,
        }
        for each in found
    ]


def _briefing_values(standing: cleared.Standing) -> list[dict[str, Any]]:
    publication, title = standing.publication, standing.publication.definition["title"]
    return [
        {
            "code": publication.code, "state": standing.state.state, "briefing_fa": title["fa"],
            "briefing_en": title["en"], "day_iso": publication.day.isoformat(), "printed": figure["code"],
            "title_fa": figure["title"]["fa"], "title_en": figure["title"]["en"], "scope": figure["scope"],
            "value": plain(figure["value"]), "unit": figure["unit"], "level": figure["level"],
            "records": figure["records"],
        }
        for figure in publication.figures
    ]  # fmt: skip


def _differences(found: list[Publication]) -> list[dict[str, Any]]:
    """Return why figures differ from those before, reason by reason."""
    why = cleared.told_differences(found)
    return [
        {
            "code": publication.code, "before": before.code, "reason": part.reason,
            "title_fa": REASONS[part.reason].fa, "title_en": REASONS[part.reason].en, "records": part.records,
            "amount": plain(str(part.amount)),
        }
        for publication in found
        if (before := publication.replaces)
        for part in why[publication.pk]
    ]  # fmt: skip


def figure_values(standing: cleared.Standing) -> dict[str, Any]:
    """Return a published figure as plain values."""
    publication = standing.publication
    definition = publication.definition
    return {
        "code": publication.code, "state": standing.state.state, "indicator": publication.indicator,
        "version": definition["version"], "title_fa": definition["title"]["fa"], "title_en": definition["title"]["en"],
        "definition_fa": definition["definition"]["fa"], "definition_en": definition["definition"]["en"],
        "scope": publication.scope, "day": write_day(publication.day), "day_iso": publication.day.isoformat(),
        "value": plain(publication.value), "unit": publication.unit, "level": definition["level"],
        "records": len(publication.rows), "rounding": ROUNDING[cleared.is_rounded(publication)],
        "head": publication.head_number,
        "replaces": publication.replaces.code if publication.replaces else None,
    }  # fmt: skip


def plain(value: str) -> int | float | None:
    """Return a value for JSON: whole where it is whole; percentages have one decimal."""
    if not value:
        return None
    return int(value) if value.lstrip("-").isdigit() else float(value)


def county_values(standing: cleared.Standing) -> list[dict[str, Any]]:
    """Return a published figure by county, small cells hidden."""
    return _counties(standing.publication, counted.by_county(standing.publication))


def _counties(publication: Publication, parts: Parts) -> list[dict[str, Any]]:
    return [
        {
            "code": publication.code, "county": cell.code, "county_fa": cell.title.fa,
            "county_en": cell.title.en, "records": cell.records, "amount": cell.amount,
            "is_hidden": cell.records is None,
        }
        for cell in parts.cells
    ]  # fmt: skip


def whole(standing: cleared.Standing) -> dict[str, Any]:
    """Return all that is public of a figure: values, sentence, parts, and why it differs from before."""
    publication, spoken = standing.publication, cleared.spoken(standing.publication)
    same = [each for each in cleared.standing(*PUBLIC) if each.publication.indicator == publication.indicator]
    level = publication.definition["level"]
    before, tables = publication.replaces, counted.tables(publication)
    (values,) = (each for each in _figures(same) if each["code"] == publication.code)
    warnings, notes = cleared.notes_of(publication)
    return values | {
        "warnings": [{"fa": each.fa, "en": each.en} for each in warnings],
        "notes": list(notes),
        "level_title": {"fa": Proof(level).title.fa, "en": Proof(level).title.en} if level is not None else None,
        "sentence": {"fa": spoken.fa, "en": spoken.en} if spoken else None,
        "counties": _counties(publication, tables.by_county),
        "levels": _levels(tables.by_level),
        "counties_by_level": _grid(tables.grid),
        "before": {
            "code": before.code, "day": write_day(before.day), "value": plain(before.value),
            "why": [_part(part) for part in cleared.told_difference(publication)],
        } if before else None,
        "licence": LICENCE,
    }  # fmt: skip


def whole_briefing(standing: cleared.Standing) -> dict[str, Any]:
    """Return all that is public of a briefing: its figures, each with the page of its own where it has one."""
    publication, own = standing.publication, cleared.pages_of(standing.publication)
    return {
        "code": publication.code, "state": standing.state.state, "title": publication.definition["title"],
        "day": write_day(publication.day), "day_iso": publication.day.isoformat(), "head": publication.head_number,
        "figures": [
            each | {"value": plain(each["value"]), "page": own.get(each["code"])} for each in publication.figures
        ],
        "licence": LICENCE,
    }  # fmt: skip


def _levels(parts: Parts) -> list[dict[str, Any]]:
    return [{"level": cell.code, "records": cell.records, "amount": cell.amount} for cell in parts.cells]


def _grid(grid: counted.Grid | None) -> list[dict[str, Any]]:
    """Return records by county and level; null where hidden, nothing where the table cannot be shown."""
    if grid is None:
        return []
    return [
        {"county_fa": place.fa, "county_en": place.en, "level_fa": level.fa, "level_en": level.en, "records": records}
        for place, line in grid.lines
        for level, records in zip(grid.levels, line, strict=True)
    ]


def _part(part: Part) -> dict[str, Any]:
    title = REASONS[part.reason].en
    return {"reason": part.reason, "title": title, "records": part.records, "amount": plain(str(part.amount))}


def data_package() -> dict[str, Any]:
    """Return the description of the open tables."""
    return {
        "profile": "tabular-data-package",
        "name": "hamahang-published-figures",
        "title": "Published figures of the industry and mining headquarters",
        "description": "Figures cleared for publication. They name nobody; small cells are hidden.",
        "licenses": [LICENCE],
        "resources": [
            {
                "name": name,
                "path": f"{name}.csv",
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": _schema(name, columns),
            }
            for name, columns in TABLES.items()
        ],
    }


def _schema(name: str, columns: tuple[tuple[str, str, str], ...]) -> dict[str, Any]:
    """Return the fields of a table, what tells its rows apart, and which columns are codes of figures."""
    here = "" if name == "figures" else "figures"
    pointing = [
        {"fields": field, "reference": {"resource": here, "fields": "code"}} for field in POINTING.get(name, ())
    ]
    return {
        "fields": [
            {"name": field, "type": kind, "description": said}
            | ({"constraints": CONSTRAINTS[field]} if field in CONSTRAINTS else {})
            for field, kind, said in columns
        ],
        "missingValues": [""],
        "primaryKey": KEYS[name],
    } | ({"foreignKeys": pointing} if pointing else {})
