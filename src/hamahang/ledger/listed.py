"""Records of one model as a list says them, column by column.

A list of a hundred thousand rows says six hundred thousand records. Nothing needs an object for each: they are
compared, written and sealed by column, in a third of the time and a tenth of the memory.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.db import connection
from django.db.models.base import ModelState

from hamahang.ledger.guard import decimals, own_attributes, sealed_attributes

if TYPE_CHECKING:
    from hamahang.ledger.models import Record

R = TypeVar("R", bound="Record")
Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Listed(Generic[R]):
    """Records that are not stored yet: of each attribute that a change keeps, the values in the order of the rows.

    Decimals are rounded to the places that their columns keep, as `settle` does it.
    """

    model: type[R]
    columns: Mapping[str, Sequence[Any]]

    @classmethod
    def of(cls, records: Sequence[R]) -> "Listed[R]":
        """Return what records say, at least one, all of one model."""
        model = type(records[0])
        names = sealed_attributes(model)
        columns = zip(*map(itemgetter(*names), map(vars, records)), strict=True)
        return cls(model, _settled(model, dict(zip(names, columns, strict=True))))

    @classmethod
    def say(
        cls, model: type[R], *, tables: Sequence[Any], rows: Sequence[Any], **columns: Sequence[Any]
    ) -> "Listed[R]":
        """Return records read from tables at rows, by attribute; those that are not named stand at their empty values.

        :raises TypeError: for an attribute that the model does not have
        """
        empty = blank(model)
        if not columns.keys() <= empty.keys():
            raise TypeError(f"{model.__name__} has no {sorted(columns.keys() - empty.keys())}")
        said: dict[str, Sequence[Any]] = {"source_table_id": tables, "source_row": rows, **columns}
        for name in sealed_attributes(model):
            said.setdefault(name, [empty[name]] * len(rows))
        return cls(model, _settled(model, said))

    def __len__(self) -> int:
        return len(self.columns["source_row"])

    def only(self, rows: Sequence[int]) -> "Listed[R]":
        """Return some of the records, by their places."""
        if len(rows) == len(self):
            return self
        return Listed(self.model, {name: [values[row] for row in rows] for name, values in self.columns.items()})

    def between(self, first: int, last: int) -> "Listed[R]":
        """Return the records from a place to before another."""
        return Listed(self.model, {name: values[first:last] for name, values in self.columns.items()})

    def keys(self, key: Sequence[str]) -> Sequence[object]:
        """Return what tells the records apart: a value where one attribute does, a tuple where several do."""
        return self.columns[key[0]] if len(key) == 1 else list(zip(*(self.columns[name] for name in key), strict=True))

    def own(self) -> list[Values]:
        """Return of each record what it says, in the order of `own_attributes`."""
        return list(zip(*(self.columns[name] for name in own_attributes(self.model)), strict=True))

    def record(self, row: int) -> R:
        """Return one of the records as an object."""
        return made(self.model, {name: values[row] for name, values in self.columns.items()})


def made(model: type[R], said: Mapping[str, Any]) -> R:
    """Return a new record, its other attributes at their empty values; as `model(**said)`, at a tenth of the time."""
    record = model.__new__(model)
    record.__dict__.update(blank(model), _state=ModelState(), **said)
    return record


@cache
def blank(model: type[R]) -> dict[str, Any]:
    """Return the attributes of a new record of a model with their empty values; none of them can be changed."""
    return {field.attname: field.get_default() for field in model._meta.concrete_fields}


def _settled(model: type[R], columns: dict[str, Sequence[Any]]) -> dict[str, Sequence[Any]]:
    for name, unit in decimals(model):
        columns[name] = [
            value.quantize(unit, rounding=ROUND_HALF_UP) if isinstance(value, Decimal) else value
            for value in columns[name]
        ]
    return columns


class Standing(Generic[R]):
    """Stored records that hold, as plain rows by what tells them apart; an object is made of the few that need one."""

    def __init__(self, model: type[R], key: Sequence[str]) -> None:
        self.model = model
        self.names = [field.attname for field in model._meta.concrete_fields]
        self.key: Callable[[Values], object] = itemgetter(*map(self.names.index, key))
        self.own: Callable[[Values], Values] = _several(list(map(self.names.index, own_attributes(model))))
        self.rows: dict[object, Values] = {}
        self.records: dict[object, R] = {}

    def add(self, rows: Sequence[Values]) -> None:
        """Take stored rows in, their values in the order of the model's attributes."""
        self.rows.update(zip(map(self.key, rows), rows, strict=True))

    def column(self, name: str) -> Iterator[Any]:
        """Yield the values of an attribute."""
        return map(itemgetter(self.names.index(name)), self.rows.values())

    def record(self, at: object) -> R:
        """Return the record that is told by a key, each time the same object."""
        if at not in self.records:
            self.records[at] = self.model.from_db(connection.alias, self.names, list(self.rows[at]))
        return self.records[at]


def _several(places: Sequence[int]) -> Callable[[Values], Values]:
    """Return what reads several places of a row; of one place a tuple too."""
    if len(places) == 1:
        only = places[0]
        return lambda row: (row[only],)
    return itemgetter(*places)
