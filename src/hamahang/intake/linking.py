"""Which county, estate and unit of the register a row of a list speaks of; never by a name alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hamahang.domain.intake import ERROR, NOTE, WARNING, CheckedRow, Kind, Problem, Table
from hamahang.domain.ledger import digest
from hamahang.domain.text import Text, company_key, fold, place_key
from hamahang.intake import queries
from hamahang.projects import queries as projects
from hamahang.register.queries import Match, UnitFinder
from hamahang.territory import queries as territory

NAMING = ("name", "unit_name", "licence_no", "national_id", "county", "estate")
CANDIDATES = 8
UNDECIDED = object()
UNKNOWN_COUNTY = Text(
    fa="شهرستان «{value}» شناخته نیست؛ نام آن را مانند تقسیمات کشوری بنویسید.",
    en="The county “{value}” is not known; write its name as in the official division.",
)
UNKNOWN_ESTATE = Text(
    fa="شهرک یا ناحیهٔ «{value}» در ثبت نیست؛ نخست فهرست شهرک‌ها را بدهید یا نام را درست کنید.",
    en="The estate or zone “{value}” is not in the register; send the list of estates first, or mend its name.",
)
OTHER_COUNTY = Text(
    fa="«{value}» در شهرستان {county} ثبت شده است، نه در شهرستان این سطر؛ یکی از دو خانه را درست کنید.",
    en="“{value}” is registered in the county {county}, not in this row's; mend one of the two cells.",
)
UNKNOWN_UNIT = Text(
    fa="واحد «{value}» در ثبت واحدها پیدا نشد؛ شمارهٔ پروانه را بنویسید یا نخست واحد را در فهرست واحدها بیاورید.",
    en="The unit “{value}” was not found in the register; write its licence number, or put it in the list of units first.",
)
UNKNOWN_PROJECT = Text(
    fa="طرح «{value}» در ثبت طرح‌ها نیست؛ شمارهٔ آن را درست کنید یا نخست فهرست طرح‌ها را بدهید.",
    en="The project “{value}” is not in the register; mend its number, or send the list of projects first.",
)
SEVERAL_UNITS = Text(
    fa="«{value}» می‌تواند یکی از این واحدها باشد: {candidates}؛ شمارهٔ پروانه را بنویسید.",
    en="“{value}” may be one of these units: {candidates}; write its licence number.",
)
OTHER_NAME = Text(
    fa="نام در این فهرست «{value}» و در ثبت «{name}» است؛ با شمارهٔ پروانه پیوند خورد.",
    en="The list says “{value}”, the register “{name}”; they were linked by the licence number.",
)


@dataclass(frozen=True, slots=True)
class Linked:
    """What a row speaks of; None where the list has no such column or it was not found."""

    county: Any = None  # id; never None in a good row of a list that must name one
    estate: int | None = None
    unit: Any = None
    project: Any = None
    problems: tuple[Problem, ...] = ()
    evidence: "Evidence | None" = None

    @property
    def is_good(self) -> bool:
        """Whether everything that had to be found was found."""
        return all(problem.severity != ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a row says of the unit it speaks of, where a person may have to tell which one that is.

    key: the same for every row of any list that says the same; candidates: ids of the units it may be
    """

    key: str
    said: str
    candidates: tuple[int, ...] = ()


class Ground:
    """What rows are linked to, read once for a batch: counties by every name they had, estates, units."""

    def __init__(self, *, module: Any) -> None:
        self.module = module
        self.counties: dict[str, list[Any]] = {}
        for county in territory.counties_by_id().values():
            self.counties.setdefault(county.name_key, []).append(county)
        self.home = territory.home_province()
        self.estates: dict[str, list[Any]] = {}
        for estate in territory.estates_by_id().values():
            self.estates.setdefault(estate.name_key, []).append(estate)
        self.finder = UnitFinder() if getattr(module, "FINDS_UNIT", False) else None
        self.projects = projects.projects_by_number() if getattr(module, "FINDS_PROJECT", False) else None
        self.decided = queries.decisions() if self.finder else {}

    def link(self, row: CheckedRow, table: Table, letters: Mapping[str, str], day: date) -> Linked:
        """Return what a row speaks of, with a problem at the cell for each thing not found."""
        found = _Finding(row, letters)
        county, estate = self._county(found, table, day), None
        if any(column.kind is Kind.ESTATE for column in table.columns) and row.values.get("estate"):
            estate = self._estate(found, county)
        unit = self._unit(found, table, county, estate) if self.finder else None
        project = self._project(found) if self.projects is not None else None
        return Linked(county, estate, unit, project, tuple(found.problems), found.evidence)

    def _county(self, found: "_Finding", table: Table, day: date) -> int | None:
        name = found.row.values.get("county")
        if not isinstance(name, str):
            return None
        versions = self.counties.get(place_key(name), [])
        holding = [c for c in versions if (c.valid_from or date.min) <= day < (c.valid_to or date.max)] or versions
        near = [c for c in holding if c.province.code == self.home] or holding
        if len(near) != 1:
            found.say("unknown_county", ERROR, UNKNOWN_COUNTY, "county", name)
            return None
        county: int = near[0].pk
        return county

    def _estate(self, found: "_Finding", county: int | None) -> int | None:
        name = str(found.row.values["estate"])
        estates = self.estates.get(place_key(name), [])
        here = [estate for estate in estates if estate.county_id == county]
        if len(here) == 1:
            return int(here[0].pk)
        if estates and county is not None:
            words = {"county": estates[0].county.name}
            found.say("other_county", ERROR, OTHER_COUNTY, "estate", name, **words)
        else:
            found.say("unknown_estate", ERROR, UNKNOWN_ESTATE, "estate", name)
        return None

    def _project(self, found: "_Finding") -> Any:
        number = str(found.row.values.get("project_no") or "")
        project = (self.projects or {}).get(number)
        if project is None and number:
            found.say("unknown_project", ERROR, UNKNOWN_PROJECT, "project_no", number)
        return project

    def _unit(self, found: "_Finding", table: Table, county: int | None, estate: int | None) -> Any:
        only = getattr(self.module, "FINDS_UNIT_IN", None)
        values = found.row.values
        name = str(values.get("name") or values.get("unit_name") or "")
        licence = str(values.get("licence_no") or "")
        if (only and table.code not in only) or not (name or licence):
            return None
        finder = self.finder or UnitFinder()
        match = finder.find(
            licence_no=licence,
            national_id=str(values.get("national_id") or ""),
            name=name,
            county=county,
            estate=estate,
        )
        field = "name" if "name" in values else "unit_name" if "unit_name" in values else "licence_no"
        if match.unit is None:
            is_optional = getattr(self.module, "UNIT_IS_OPTIONAL", False)
            found.evidence = self._evidence(found.row, county, estate, match)
            decided = self.decided.get(found.evidence.key, UNDECIDED)
            if decided is not UNDECIDED and (decided is not None or is_optional):
                return decided
            severity = WARNING if is_optional else ERROR
            candidates = "، ".join(f"{unit.name} ({unit.licence_no})" for unit in match.candidates[:5])
            text = SEVERAL_UNITS if match.candidates else UNKNOWN_UNIT
            found.say("unknown_unit", severity, text, field, name or licence, candidates=candidates)
        elif name and company_key(name) != match.unit.name_key:
            found.say("other_name", NOTE, OTHER_NAME, field, name, name=match.unit.name)
        return match.unit

    def _evidence(self, row: CheckedRow, county: int | None, estate: int | None, match: Match) -> Evidence:
        """Return what a row says of its unit, under a key that does not depend on how it is spelled."""
        said = {name: str(row.values[name]) for name in NAMING if row.values.get(name)}
        name = said.get("name") or said.get("unit_name", "")
        parts = (company_key(name), fold(said.get("licence_no", "")), said.get("national_id", ""))
        key = digest(*parts, str(county or ""), str(estate or ""))
        return Evidence(key, " · ".join(said.values())[:400], tuple(unit.pk for unit in match.candidates[:CANDIDATES]))


class _Finding:
    """The problems of one row while it is linked."""

    def __init__(self, row: CheckedRow, letters: Mapping[str, str]) -> None:
        self.row, self.letters = row, letters
        self.problems: list[Problem] = []
        self.evidence: Evidence | None = None

    def say(self, code: str, severity: str, text: Text, field: str, value: str, **words: object) -> None:
        """Add a problem at the cell of a field."""
        cell = f"{self.letters[field]}{self.row.row}" if field in self.letters else ""
        self.problems.append(Problem(code, severity, text.format(value=value[:80], **words), field, cell, value[:200]))
