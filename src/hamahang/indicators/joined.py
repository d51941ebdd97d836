"""Two lists of rows counted as one figure: what was promised and, with a minus, what was proven."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from hamahang.domain.indicators import Row
from hamahang.indicators.rows import QueryRows


@dataclass(frozen=True, slots=True)
class JoinedRows:
    """The rows of several queries, one after the other."""

    parts: tuple[QueryRows, ...]

    @property
    def is_withheld(self) -> bool:
        """Whether some of the rows may not be listed: a part of a difference or a ratio says nothing."""
        return any(part.is_withheld for part in self.parts)

    def count(self) -> int:
        """Return the number of rows."""
        return sum(part.count() for part in self.parts)

    def total(self) -> int | Decimal:
        """Return the sum of the amounts."""
        return sum(part.total() for part in self.parts)

    def bases(self) -> int:
        """Return the sum of the bases of a ratio."""
        return sum(part.bases() for part in self.parts)

    def amounts(self) -> list[int | Decimal]:
        """Return the amounts of all parts."""
        return [amount for part in self.parts for amount in part.amounts()]

    def by(self, column: str, *, summed: bool) -> Mapping[object, int | Decimal]:
        """Return the count or sum of each value of a column."""
        merged: dict[object, int | Decimal] = {}
        for part in self.parts:
            for key, value in part.by(column, summed=summed).items():
                merged[key] = merged.get(key, 0) + value
        return merged

    def ordered(self, key: str, *, descending: bool = False) -> "JoinedRows":
        """Order each part."""
        return JoinedRows(tuple(part.ordered(key, descending=descending) for part in self.parts))

    def matching(self, text: str) -> "JoinedRows":
        """Filter each part."""
        return JoinedRows(tuple(part.matching(text) for part in self.parts))

    def since(self, first: date) -> "JoinedRows":
        """Filter each part by day."""
        return JoinedRows(tuple(part.since(first) for part in self.parts))

    def slice(self, start: int, stop: int) -> list[Row]:
        """Return a page of rows across the parts."""
        page: list[Row] = []
        for part in self.parts:
            size = part.count()
            if start < size and stop > 0:
                page += part.slice(max(start, 0), min(stop, size))
            start, stop = start - size, stop - size
        return page

    def __iter__(self) -> Iterator[Row]:
        return chain.from_iterable(self.parts)
