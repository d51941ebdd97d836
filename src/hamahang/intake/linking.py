"""Which county, estate and unit of the register a row of a list speaks of; never by a name alone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from hamahang.domain.lists.intake import ERROR, NOTE, WARNING, CheckedRow, Kind, Problem, Table
from hamahang.domain.text import Text, company_key, place_key
from hamahang.intake import queries
from hamahang.intake.likeness import Finder, Meant, Wanted
from hamahang.intake.twice import Insured, tell_of_twice
from hamahang.projects import queries as projects
from hamahang.register import queries as register
from hamahang.territory import queries as territory
from hamahang.territory.reference import province_codes

NAMING = (
    *("name", "unit_name", "licence_no", "national_id", "county", "estate", "plot", "address", "product", "company"),
    "phone",
)
SHOWN = 5
LIKE_A_COUNTY = 0.75  # how much of a name must be there for a county to be proposed
CHUNK = 2_000
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
NO_UNIT = Text(
    fa="این سطر نمی‌گوید از کدام واحد است؛ نام کارگاه، شمارهٔ پروانه یا کد کارگاه را بنویسید.",
    en="This row does not say of which unit it is; write the workshop's name, its licence number or its code.",
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
    fa="نام در این فهرست «{value}» و در ثبت «{name}» است؛ با شمارهٔ پروانه یا کد کارگاه پیوند خورد.",
    en="The list says “{value}”, the register “{name}”; they were linked by the number of licence or workshop.",
)
LINKED_ALIKE = Text(
    fa="نام در این فهرست «{value}» است؛ از روی همانندی به «{name}» (پروانهٔ {licence}) پیوند خورد. اگر واحد دیگری است، همین‌جا بگویید.",
    en="The list says “{value}”; by likeness it was linked to “{name}” (licence {licence}). If it is another unit, say so here.",
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
    """What a row says of the unit it speaks of, where a person may have a word on which one that is.

    key, fields: see `likeness.Wanted`; unit: the unit found by likeness, None if none was
    candidates: the units it may be, likeliest first, each with its bits and reasons
    """

    key: str
    said: str
    fields: Mapping[str, str]
    unit: int | None = None
    candidates: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A row to be linked: what it says, the table and the letters of its fields, and the day it speaks of."""

    row: CheckedRow
    table: Table
    letters: Mapping[str, str]
    day: date


class Ground:
    """What rows are linked to, read once for a batch: counties by every name they had, estates, units."""

    def __init__(self, *, module: Any, day: date) -> None:
        self.module, self.day = module, day
        self.counties: dict[str, list[Any]] = {}
        for county in territory.counties_by_id().values():
            self.counties.setdefault(county.name_key, []).append(county)
        self.home = territory.home_province()
        self.estates: dict[str, list[Any]] = {}
        for estate in territory.estates_by_id().values():
            self.estates.setdefault(estate.name_key, []).append(estate)
        self.finder = Finder(queries.decisions()) if getattr(module, "FINDS_UNIT", False) else None
        self.projects = projects.projects_by_number() if getattr(module, "FINDS_PROJECT", False) else None

    def link(self, rows: Sequence[Spoken], told: Callable[[int], None] = lambda done: None) -> list[Linked]:
        """Return what each row speaks of, with a problem at the cell for each thing not found.

        told: is called with how many rows were looked at
        """
        findings = []
        for number, spoken in enumerate(rows):
            if number % CHUNK == 0:
                told(number)
            findings.append(self._placed(spoken))
        if self.finder:
            wanted = [found.wanted for found in findings if found.wanted]
            meant = self.finder.find(wanted)
            for found in findings:
                if found.wanted:
                    self._tell_unit(found, meant[found.wanted.key])
            self._refuse_nameless(rows, findings)
        insured = [
            Insured(spoken.row, column, spoken.letters, found.unit, found.problems)
            for spoken, found in zip(rows, findings, strict=True)
            if (column := spoken.table.person) is not None and found.unit is not None
        ]
        tell_of_twice(insured)
        self._doubt(findings)
        return [
            Linked(found.county, found.estate, found.unit, found.project, tuple(found.problems), found.evidence)
            for found in findings
        ]

    def _doubt(self, findings: Sequence["_Finding"]) -> None:
        """Say what rows contradict in the register, where the list's file looks at all of them together."""
        doubts = getattr(self.module, "doubts", None)
        for place, fault in doubts([(found.row, found.unit) for found in findings]) if doubts else ():
            found = findings[place]
            found.say("contradiction", ERROR, fault.why, fault.field, str(found.row.cells.get(fault.field, "")))

    def _placed(self, spoken: Spoken) -> "_Finding":
        """Find the county, estate and project of a row, and what it says of its unit."""
        found = _Finding(spoken.row, spoken.letters)
        found.county = self._county(found, spoken.table, spoken.day)
        if spoken.row.values.get("estate") and any(column.kind is Kind.ESTATE for column in spoken.table.columns):
            found.estate = self._estate(found, found.county)
        if self.finder:
            found.wanted = self._wanted(found, spoken.table)
        if self.projects is not None:
            found.project = self._project(found)
        # what a kind of list knows of its rows beside what their cells hold
        check = getattr(self.module, "check", None)
        for fault in check(spoken.row, day=self.day) if check else ():
            found.say("contradiction", ERROR, fault.why, fault.field, str(spoken.row.cells.get(fault.field, "")))
        return found

    def _county(self, found: "_Finding", table: Table, day: date) -> int | None:
        name = found.row.values.get("county")
        if not isinstance(name, str):
            return None
        versions = self.counties.get(place_key(name), [])
        if isinstance(within := found.row.values.get("province"), str) and within:
            # counties of one name in several provinces are told apart by a list that names the province
            versions = [
                county for county in versions if county.province.code == province_codes().get(place_key(within))
            ]
        if len(versions) == 1:
            return int(versions[0].pk)
        holding = [c for c in versions if (c.valid_from or date.min) <= day < (c.valid_to or date.max)] or versions
        near = [c for c in holding if c.province.code == self.home] or holding
        if len(near) != 1:
            alike = get_close_matches(place_key(name), self.counties, n=3, cutoff=LIKE_A_COUNTY)
            names = tuple(self.counties[key][0].name for key in alike if len(self.counties[key]) == 1)
            found.say("unknown_county", ERROR, UNKNOWN_COUNTY, "county", name, proposed=names)
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

    def _wanted(self, found: "_Finding", table: Table) -> Wanted | None:
        """Return what a row says of its unit, None if it speaks of none."""
        only = getattr(self.module, "FINDS_UNIT_IN", None)
        said = {name: str(value) for name in NAMING if (value := found.row.values.get(name))}
        name, licence = said.get("name") or said.get("unit_name", ""), said.get("licence_no", "")
        if (only and table.code not in only) or not (name or licence or found.row.values.get("workshop_no")):
            return None
        return Wanted(
            name=name,
            licence=licence,
            national_id=said.get("national_id", ""),
            place=said.get("county", ""),
            address=said.get("address") or f"{said.get('estate', '')} {said.get('plot', '')}".strip(),
            product=said.get("product", ""),
            owner=said.get("company", ""),
            phone=said.get("phone", ""),
            workshop=str(found.row.values.get("workshop_no") or ""),
            county=found.county,
            estate=found.estate,
        )

    def _refuse_nameless(self, rows: Sequence[Spoken], findings: Sequence["_Finding"]) -> None:
        """Refuse the rows of a list of persons that say nothing of their unit; other lists must name it anyway."""
        for spoken, found in zip(rows, findings, strict=True):
            if spoken.table.person and found.wanted is None:
                found.say("unknown_unit", ERROR, NO_UNIT, "unit_name", "")

    def _tell_unit(self, found: "_Finding", meant: Meant) -> None:
        """Note on a row which unit it speaks of, or what is to be asked."""
        wanted, values, unit = found.wanted or Wanted(), found.row.values, meant.unit
        found.unit = unit
        name = "name" if "name" in values else "unit_name" if "unit_name" in values else "licence_no"
        if meant.is_alike or meant.is_told or unit is None:
            listed = tuple(asdict(candidate) for candidate in meant.candidates)
            said = " · ".join(wanted.said.values())[:400]
            found.evidence = Evidence(wanted.key, said, wanted.said, unit.pk if unit else None, listed)
        if unit is None:
            self._ask(found, meant, name)
        elif wanted.name and company_key(wanted.name) != unit.name_key:
            text = OTHER_NAME if not meant.is_alike else LINKED_ALIKE
            found.say("other_name", NOTE, text, name, wanted.name, name=unit.name, licence=unit.licence_no)

    def _ask(self, found: "_Finding", meant: Meant, name: str) -> None:
        """Say that the unit of a row is not known; a list that need not name one goes on without it."""
        wanted, is_optional = found.wanted or Wanted(), getattr(self.module, "UNIT_IS_OPTIONAL", False)
        if meant.is_told and is_optional:
            return
        units = register.units_in_brief(candidate.unit for candidate in meant.candidates[:SHOWN])
        candidates = "، ".join(f"{unit.name} ({unit.licence_no})" for unit in units.values())
        text = SEVERAL_UNITS if units else UNKNOWN_UNIT
        severity = WARNING if is_optional else ERROR
        found.say("unknown_unit", severity, text, name, wanted.name or wanted.licence, candidates=candidates)


class _Finding:
    """What was found of one row while it is linked, and its problems."""

    def __init__(self, row: CheckedRow, letters: Mapping[str, str]) -> None:
        self.row, self.letters = row, letters
        self.problems: list[Problem] = []
        self.county: int | None = None
        self.estate: int | None = None
        self.project: Any = None
        self.wanted: Wanted | None = None
        self.unit: Any = None
        self.evidence: Evidence | None = None

    def say(
        self,
        code: str,
        severity: str,
        text: Text,
        field: str,
        value: str,
        *,
        proposed: tuple[str, ...] = (),
        **words: object,
    ) -> None:
        """Add a problem at the cell of a field. proposed: what it may have meant, as it can be typed there."""
        cell = f"{self.letters[field]}{self.row.row}" if field in self.letters else ""
        message = text.format(value=value[:80], **words) if words or "{value}" in text.fa else text
        self.problems.append(Problem(code, severity, message, field, cell, value[:200], proposed))
