"""Rows of a figure as one database query: counting, summing and listing cannot disagree."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Any

from django.db import models
from django.db.models import Count, F, Sum, Value
from django.db.models.functions import Cast, Coalesce

from hamahang.accounts import queries as accounts
from hamahang.accounts.queries import Reach
from hamahang.domain.indicators import Question, Reduction, Row
from hamahang.ledger import queries as ledger
from hamahang.ledger.models import Record
from hamahang.register.models import Unit
from hamahang.territory import queries as territory

ORDERS = {"label": "row_order", "on": "row_on", "amount": "row_amount", "level": "row_level", "county": "row_county"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a row's columns are found, as paths from the counted record.

    entity: the record that carries name, county, estate, sector, as they were known then; `at` is the path to it
    within: the path to the county that readers are narrowed by where the entity has none; rows without it stay
    """

    entity: type[Record]
    at: str = ""
    label: str = "name"
    order: str = "sort_key"
    on: str | models.expressions.Combinable = "since_on"
    amount: str | models.expressions.Combinable | None = None
    base: str | None = None
    level: str | None = "proof"
    county: str | None = "county_id"
    within: str | None = None
    estate: str | None = None
    sector: str | None = None
    unit: str | None = None
    bank: str | None = None
    # what its figures are told apart by: (record whose field it is, path to that record, field)
    parts: tuple[tuple[str, type[Record], str, str], ...] = ()
    # a path to what names a row that has no entity
    unnamed: str | None = None


@dataclass(frozen=True)
class QueryRows:
    """The rows of one figure for one question."""

    query: models.QuerySet[Any]
    record: str
    summed: bool
    is_withheld: bool = False

    def count(self) -> int:
        """Return the number of rows."""
        return self.query.count()

    def total(self) -> int | Decimal:
        """Return the sum of the amounts."""
        value: int | Decimal = self.query.aggregate(total=Sum("row_amount"))["total"] or 0
        return value

    def bases(self) -> int:
        """Return the sum of the bases of a ratio."""
        return int(self.query.aggregate(total=Sum("row_base"))["total"] or 0)

    def amounts(self) -> list[int | Decimal]:
        """Return the amounts that are known."""
        known = self.query.order_by().exclude(row_amount=None).values_list("row_amount", flat=True)
        return [Decimal(amount) if isinstance(amount, float) else amount for amount in known]

    def by(self, column: str, *, summed: bool) -> Mapping[object, int | Decimal]:
        """Return the count, or the sum of amounts, of each value of a column (county, estate, sector, level)."""
        name = f"row_{column}"
        measure = Sum("row_amount") if summed else Count("pk")
        return dict(self.query.order_by().values(name).annotate(measure=measure).values_list(name, "measure"))

    def parted(self, part: str, reduction: Reduction) -> dict[str, int | Decimal | None]:
        """Return the value of the rows of each value of a part, by the same reduction as the whole."""
        name = f"part_{part}"
        rows = self.query.order_by()
        if reduction is Reduction.MEDIAN:
            amounts: dict[str, list[Decimal]] = {}
            for value, amount in rows.exclude(row_amount=None).values_list(name, "row_amount"):
                amounts.setdefault(value, []).append(Decimal(amount))
            return {value: median(found) for value, found in amounts.items()}
        if reduction is Reduction.RATIO:
            ratios = rows.values_list(name).annotate(total=Sum("row_amount"), bases=Sum("row_base"))
            return {v: round(Decimal(100) * (total or 0) / bases, 1) if bases else None for v, total, bases in ratios}
        measure = Count("pk") if reduction is Reduction.COUNT else Sum("row_amount")
        return {value: number or 0 for value, number in rows.values_list(name).annotate(measure=measure)}

    def ordered(self, key: str, *, descending: bool = False) -> "QueryRows":
        """Return the rows in another order; unknown keys keep the natural one."""
        column = ORDERS.get(key, "row_order")
        order = F(column).desc(nulls_last=True) if descending else F(column).asc(nulls_last=True)
        return replace(self, query=self.query.order_by(order, "pk"))

    def matching(self, text: str) -> "QueryRows":
        """Return the rows whose label contains a text."""
        return replace(self, query=self.query.filter(row_label__icontains=text)) if text else self

    def since(self, first: date) -> "QueryRows":
        """Return the rows of a day and later."""
        return replace(self, query=self.query.filter(row_on__gte=first))

    def slice(self, start: int, stop: int) -> list[Row]:
        """Return a page of rows."""
        return [self._row(values) for values in self._values()[start:stop]]

    def __iter__(self) -> Iterator[Row]:
        for values in self._values().iterator(chunk_size=5_000):
            yield self._row(values)

    def _values(self) -> models.QuerySet[Any, tuple[Any, ...]]:
        query = self.query if self.query.ordered else self.query.order_by("row_order", "pk")
        return query.values_list(
            "pk", "row_label", "row_on", "row_amount", "row_base", "row_level", "row_county", "row_estate",
            "row_sector", "row_unit", "entry_id", "entry__by", "source_table_id", "source_row",
        )  # fmt: skip

    def _row(self, values: tuple[Any, ...]) -> Row:
        return Row(f"{self.record}:{values[0]}", *values[1:])


def units_asked(question: Question) -> "models.QuerySet[Any, Any] | None":
    """Return the units of the scope that is asked, None where it is not narrowed: so that no other is looked at.

    Which county or estate a unit was known to be in then is not asked here: for such a question none is left out.
    """
    scope = question.scope
    if scope.kind == "all" or question.asof.entry is not None:
        return None
    if scope.kind == "estate":
        return Unit.objects.filter(estate__in=territory.estate_ids(scope.code)).values("pk")
    return Unit.objects.filter(county__in=territory.county_ids(kind=scope.kind, code=scope.code)).values("pk")


def rows_of(question: Question, query: models.QuerySet[Any], columns: Columns) -> QueryRows:
    """Return the rows of a query as its asker may list them, within the scope asked."""
    entity = _entity_then(question, columns, query.model)
    if entity is not None:
        query = query.annotate(row_entity=entity)
    query = query.annotate(**_annotations(question, columns, moved=entity is not None))
    query = _scoped(query, question, columns)
    reach = question.reach if isinstance(question.reach, Reach) else accounts.NOTHING
    county = columns.within if columns.county is None else _county_path(columns)
    query = accounts.narrowed(query, reach, county=county, bank=columns.bank, or_of_no_county=bool(columns.within))
    return QueryRows(
        query=query,
        record=query.model._meta.label,
        summed=columns.amount is not None,
        is_withheld=accounts.is_withheld(reach, county=county, bank=columns.bank, or_of_no_county=bool(columns.within)),
    )


def _county_path(columns: Columns) -> str:
    """Return the path from a row to its county; empty where the row is a county itself."""
    if columns.county == "id":
        return columns.at
    return _path(columns.at, (columns.county or "").removesuffix("_id"))


def _entity_then(question: Question, columns: Columns, model: type[models.Model]) -> Any:
    """Return which entity a row was of, as known then; None where no row has come to another one since."""
    *path, name = columns.at.split("__")
    for step in path:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    if not path or not issubclass(model, Record):
        return None
    then = ledger.known_value(model, name, question.asof, path="__".join(path))
    return None if isinstance(then, F) else then


def _annotations(question: Question, columns: Columns, *, moved: bool) -> dict[str, Any]:
    known = _known_of_moved if moved else _known
    entity = {name: known(columns, field, question) if field else Value(None) for name, field in _of_entity(columns)}
    integer = models.BigIntegerField(null=True)
    parts = {
        f"part_{name}": ledger.known_value(model, field, question.asof, path=path)
        for name, model, path, field in columns.parts
    }
    label = Coalesce(entity["label"], F(columns.unnamed)) if columns.unnamed else entity["label"]
    return parts | {
        "row_label": models.ExpressionWrapper(label, output_field=models.CharField()),
        "row_county": models.ExpressionWrapper(entity["county"], output_field=integer),
        "row_estate": models.ExpressionWrapper(entity["estate"], output_field=integer),
        "row_order": F(_path(columns.at, columns.order)),
        "row_on": _expression(columns.on),
        "row_amount": _expression(columns.amount),
        "row_base": _expression(columns.base),
        "row_level": _expression(columns.level),
        "row_sector": entity["sector"] if columns.sector else Value("", output_field=models.CharField()),
        "row_unit": _expression(columns.unit),
    }


def _known(columns: Columns, field: str, question: Question) -> Any:
    return ledger.known_value(columns.entity, field, question.asof, path=columns.at)


def _known_of_moved(columns: Columns, field: str, question: Question) -> Any:
    """Return a field of the entity that a row was of then, which need not be the one it is of now."""
    then = ledger.known_value(columns.entity, field, question.asof)
    entity = columns.entity._base_manager.filter(pk=models.OuterRef("row_entity"))
    return models.Subquery(entity.annotate(then=then).values("then")[:1])


def _of_entity(columns: Columns) -> tuple[tuple[str, str | None], ...]:
    """Return the columns of a row that its entity says: they are asked as they were known."""
    names = ("county", "estate", "label", "sector")
    return tuple((name, getattr(columns, name)) for name in names)


def _expression(path: str | models.expressions.Combinable | None) -> models.expressions.Combinable:
    if path is None:
        # PostgreSQL sums nothing only if it knows of what kind that nothing is
        return Cast(Value(None), models.BigIntegerField(null=True))
    return F(path) if isinstance(path, str) else path


def _scoped(query: models.QuerySet[Any], question: Question, columns: Columns) -> models.QuerySet[Any]:
    scope = question.scope
    if scope.kind == "all":
        return query
    if scope.kind == "estate":
        return query.filter(row_estate__in=territory.estate_ids(scope.code)) if columns.estate else query.none()
    return query.filter(row_county__in=territory.county_ids(kind=scope.kind, code=scope.code))


def _path(at: str, field: str) -> str:
    return f"{at}__{field}" if at else field
