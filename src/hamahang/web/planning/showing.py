"""What pages of plans share: numbers of jobs, rows of candidates, resolutions to choose from."""

from collections.abc import Mapping
from typing import Any

from hamahang.board import queries as board
from hamahang.domain.planning import KINDS, MILLION, PACKAGES
from hamahang.domain.text import Text
from hamahang.planning.naming import Names
from hamahang.planning.queries import step_of
from hamahang.planning.reasoning import kept_reason
from hamahang.territory.places import county_name
from hamahang.web.access import PersonRequest

MILLIONTHS = 1_000_000
OFFERED = 100


def jobs(millionths: int) -> float:
    """Return expected jobs to one decimal."""
    return round(millionths / MILLIONTHS, 1)


def line_of(choice: Any, names: Names, done: Mapping[int, Any]) -> dict[str, Any]:
    """Return one candidate as the page of a plan lists it."""
    said = choice.reason
    return {
        "id": choice.pk,
        "title": choice.title,
        "kind": KINDS[choice.kind],
        "county": county_name(choice.county),
        "package": PACKAGES.get(choice.package),
        "start": choice.start,
        "cost": choice.cost,
        "jobs": jobs(choice.jobs),
        "leans_on": [names.limit(code) for code in said.get("leans_on", [])],
        "reason": kept_reason(choice, names),
        "opened": done[choice.pk].package.number if choice.pk in done else "",
    }


def board_choices(request: PersonRequest) -> list[tuple[str, Text]]:
    """Return the resolutions that a reader may choose from, the latest first."""
    found = board.lines(request.asof, request.reach, board.ResolutionFilter()).order_by("-resolution__passed_on")
    return [(str(now.resolution_id), _titled(now)) for now in found[:OFFERED]]


def _titled(now: Any) -> Text:
    title = f"{now.number}: {now.resolution.text[:60]}"
    return Text(fa=title, en=title)


def steady_of(run: Any, names: Names) -> dict[str, Any]:
    """Return how steady a plan is, with whom it would be otherwise in words; nothing where it was not kept."""
    kept = run.beside.get("steadiness")
    if not kept:
        return {}
    kinds = list(kept["core"].values())
    return {
        "core": kinds.count("core"),
        "never": kinds.count("never"),
        "between": kinds.count("borderline"),
        "borderline": names.some(code for code, kind in kept["core"].items() if kind == "borderline"),
        "others": [_named(row, names) for row in kept["others"]],
        "growth": [_named(row, names) for row in kept["growth"]],
    }


def _named(row: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """Return a row with its candidates in words and its jobs rounded."""
    who = {name: names.some(row[name]) for name in ("enter", "leave") if name in row}
    return {**row, **who, "jobs": round(row["jobs"], 1)}


UNITS = {
    "money": Text(fa="یک میلیارد ریال بیشتر", en="a billion rials more"),
    "cap": Text(fa="یک میلیارد ریال بیشتر", en="a billion rials more"),
    "hours": Text(fa="یک ساعت بیشتر", en="an hour more"),
    "floors": Text(fa="یک واحد درصد کمتر", en="a percentage point less"),
}


def worth_of(one: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """Return what more of a term is worth, by the step in which it is told, and between which amounts that holds."""
    kind = one["code"].partition(":")[0]
    is_money = kind in ("money", "cap")
    unit = MILLION if is_money else 1
    ends = {end: None if one[end] is None else one[end] * unit for end in ("least", "most")}
    return ends | {
        "title": names.term(one["code"]),
        "kind": kind,
        "is_money": is_money,
        "step": UNITS[kind],
        "amount": one["amount"] * unit,
        "price": round(one["price"] * step_of(one["code"]), 2),
    }
