"""The decision table, the questionnaire and the remedies of the office: data files, read once."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from hamahang.domain.decisions import Fact, Rule, Table, check_table
from hamahang.domain.diagnosis import Answer, Question, Remedy
from hamahang.domain.text import Text

DATA = Path(__file__).parent / "data"


def _read(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return read


@cache
def questions() -> tuple[Question, ...]:
    """Return the questionnaire, in its order."""
    return tuple(
        Question(
            code=row["code"],
            part=row["part"],
            title=Text(fa=row["fa"], en=row["en"]),
            answers=tuple(
                Answer(answer["code"], Text(fa=answer["fa"], en=answer["en"]), answer["score"])
                for answer in row["answers"]
            ),
            weight=row["weight"],
            is_required=row["is_required"],
        )
        for row in _read("questionnaire")["questions"]
    )


class BrokenTable(ValueError):
    """A decision table was edited into one that has gaps or rules that add nothing. Repair: each line says where."""


def sound(table: Table) -> Table:
    """Return a table that is whole.

    :raises BrokenTable: with a line for each fault
    """
    faults = check_table(table)
    if faults:
        raise BrokenTable("\n".join(f"decision table {table.version}: {fault}" for fault in faults))
    return table


@cache
def tables() -> tuple[Table, ...]:
    """Return all versions of the decision table, checked: an edit that leaves a gap is refused before it diagnoses.

    :raises BrokenTable: if one of them is not whole
    """
    return tuple(map(sound, _tables()))


def _tables() -> tuple[Table, ...]:
    return tuple(
        Table(
            version=row["version"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_until=date.fromisoformat(row["valid_until"]) if row["valid_until"] else None,
            facts=tuple(Fact(f["code"], tuple(f["values"]), tuple(f["neutral"])) for f in row["facts"]),
            rules=tuple(
                Rule(
                    rule["code"],
                    {code: tuple(values) for code, values in rule["when"].items()},
                    rule["outcome"],
                    rule["severity"],
                )
                for rule in row["rules"]
            ),
        )
        for row in _read("decisions")["tables"]
    )


@cache
def remedies() -> tuple[Remedy, ...]:
    """Return the remedies, in the order of the file."""
    return tuple(
        Remedy(
            code=row["code"],
            title=Text(fa=row["fa"], en=row["en"]),
            causes=tuple(row["causes"]),
            agency=Text(**row["agency"]),
            basis=Text(**row["basis"]),
            cost=(row["cost"][0], row["cost"][1]) if row["cost"] else None,
            days=(row["days"][0], row["days"][1]),
            source=row["source"],
            needs_other_cause=row["needs_other_cause"],
            is_estimate=row["is_estimate"],
        )
        for row in _read("remedies")["remedies"]
    )
