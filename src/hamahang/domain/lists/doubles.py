"""Rows of a list that say the same thing twice."""

from dataclasses import replace
from datetime import date

from hamahang.domain.calendar import write_day
from hamahang.domain.lists.intake import CheckedRow, Kind, Source, Table, problem
from hamahang.domain.persons import shown
from hamahang.domain.text import Text, fold


def mark_duplicates(source: Source, rows: list[CheckedRow]) -> None:
    """Refuse the second of two rows with the same key, and say whether it is the same row or another."""
    tables = {table.code: table for table in source.tables}
    first: dict[tuple[object, ...], CheckedRow] = {}
    for index, row in enumerate(rows):
        table = tables[row.table]
        key = (row.table, *(_comparable(row.values.get(name)) for name in table.key))
        if not table.key or None in key:
            continue
        if key not in first:
            first[key] = row
            continue
        differing = [column for column in table.columns if _differ(row, first[key], column.name)]
        words = Text(
            fa=" و ".join(f"«{column.titles[0]}»" for column in differing),
            en=" and ".join(f"“{column.name.replace('_', ' ')}”" for column in differing),
        )
        code = "duplicate_differs" if differing else "duplicate"
        found = problem(code, value=_key_shown(row, table), first=first[key].row, fields=words)
        rows[index] = replace(row, problems=(*row.problems, found))


def _key_shown(row: CheckedRow, table: Table) -> str:
    """Return what makes a row the same as another; of a person the masked code, never the hash."""
    persons = {column.name for column in table.columns if column.kind is Kind.PERSON}
    said = {name: _comparable(row.values[name]) for name in table.key}
    return " · ".join(shown(row.cells.get(name, "")) if name in persons else _said(said[name]) for name in table.key)


def _said(value: object) -> str:
    return write_day(value).replace("-", "/") if isinstance(value, date) else str(value)


def _differ(row: CheckedRow, other: CheckedRow, name: str) -> bool:
    return _comparable(row.values.get(name)) != _comparable(other.values.get(name))


def _comparable(value: object) -> object:
    return fold(value) if isinstance(value, str) else value
