"""What a figure is: an indicator yields rows, and the value is a reduction of those same rows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from statistics import median
from typing import Protocol

from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text

SCOPE_KINDS = ("all", "province", "county", "estate")


class UnknownScope(ValueError):
    """A scope is written `all`, `province:CODE`, `county:CODE` or `estate:CODE`."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the territory that a figure is counted over."""

    kind: str = "all"
    code: str = ""

    @classmethod
    def parse(cls, text: str) -> "Scope":
        """Read a scope as written in commands and addresses.

        :raises UnknownScope: for any other form
        """
        kind, _, code = text.partition(":")
        if kind not in SCOPE_KINDS or (kind == "all") != (not code):
            raise UnknownScope(text)
        return cls(kind, code)

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}" if self.code else self.kind


ALL = Scope()


class Reduction(Enum):
    """How the rows become the value."""

    COUNT = "count"
    SUM = "sum"
    RATIO = "ratio"  # 100 × sum of amounts ÷ sum of bases
    LATEST = "latest"  # the amount of the one row that holds
    MEDIAN = "median"  # of the amounts

    @property
    def is_added_up(self) -> bool:
        """Whether the values of parts of the rows add up to that of all."""
        return self in (Reduction.COUNT, Reduction.SUM)


class Time(Enum):
    """What the rows of a figure are in time, and so what of it can be promised for a period."""

    FLOW = "flow"  # events, each on its day, that count ever since: those of a period are what was done in it
    STOCK = "stock"  # what holds on a day: of a period its growth
    SPAN = "span"  # what a span of the figure's own had, this year or this month: of another period it says nothing


class Wish(Enum):
    """What is wished of a figure: more, less, or neither, where it tells how well the office is kept or what it found.

    Of what less is wished of, no more than so much can be promised.
    """

    MORE = "more"
    LESS = "less"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Row:
    """One record that a figure counts, and where it came from."""

    record: str
    label: str
    on: date | None
    amount: int | Decimal | None
    base: int | None
    level: int | None
    county: int | None
    estate: int | None
    sector: str
    unit: int | None
    entry: int
    by: str
    source_table: int | None
    source_row: int | None


class Reducible(Protocol):
    """Rows that a value can be made of."""

    def count(self) -> int: ...
    def total(self) -> int | Decimal: ...
    def bases(self) -> int: ...
    def amounts(self) -> list[int | Decimal]: ...


class Rows(Reducible, Protocol):
    """The rows of a figure: counted, summed and listed from one and the same query.

    is_withheld: the asker may list none of them, so that their number says nothing
    """

    @property
    def is_withheld(self) -> bool: ...
    def by(self, column: str, *, summed: bool) -> Mapping[object, int | Decimal]: ...
    def __iter__(self) -> Iterator[Row]: ...


@dataclass(frozen=True, slots=True)
class Question:
    """A point of view, a scope, and what the asker may list."""

    asof: AsOf
    scope: Scope
    reach: object


@dataclass(frozen=True, slots=True)
class Indicator:
    """The one definition of a figure; page, briefing, command and plan all use it.

    unit: a code of the glossary (unit, estate, rial, person, percent …)
    level: the weakest proof that is counted, None where proof does not apply
    scopes: further scopes reported beside the whole (for a figure that the headquarters reports for one estate)
    parts: what it is told apart by beside places, codes of domain.figures.PARTS
    time: what its rows are in time
    wish: whether more or less of it is wished
    """

    code: str
    title: Text
    unit: str
    definition: Text
    rows: Callable[[Question], Rows]
    group: Text
    reduction: Reduction = Reduction.COUNT
    level: Proof | None = None
    version: int = 1
    cell: str = ""
    by: tuple[str, ...] = field(default=("county",))
    parts: tuple[str, ...] = ()
    time: Time = Time.STOCK
    wish: Wish = Wish.MORE

    @property
    def can_be_promised(self) -> bool:
        """Whether so much of it can be promised by a day: it is added up, and is of no span of its own."""
        return self.reduction.is_added_up and self.time is not Time.SPAN

    @property
    def is_of_events(self) -> bool:
        """Whether those of its rows that are of a day and later are what it has more than on the day before."""
        return self.time is Time.FLOW


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with the number of rows it was counted from. None: nothing to divide by, or no value known.

    is_withheld: the asker may not list its rows, and no value is told
    """

    code: str
    scope: Scope
    value: int | Decimal | None
    unit: str
    rows: int
    level: int | None
    is_withheld: bool = False


def figure_of(indicator: Indicator, rows: Rows, *, scope: Scope) -> Figure:
    """Return the figure of some rows of an indicator: the value is a reduction of the rows it lists."""
    level = None if indicator.level is None else int(indicator.level)
    if rows.is_withheld:
        return Figure(indicator.code, scope, None, indicator.unit, 0, level, is_withheld=True)
    number = rows.count()
    return Figure(
        code=indicator.code,
        scope=scope,
        value=number if indicator.reduction is Reduction.COUNT else reduce(indicator.reduction, rows),
        unit=indicator.unit,
        rows=number,
        level=level,
    )


def reduce(reduction: Reduction, rows: Reducible) -> int | Decimal | None:
    """Return the value of rows under a reduction; a ratio is in percent, to one decimal."""
    if reduction is Reduction.COUNT:
        return rows.count()
    if reduction is Reduction.SUM:
        return rows.total()
    if reduction is Reduction.RATIO:
        bases = rows.bases()
        return round(Decimal(100) * rows.total() / bases, 1) if bases else None
    if reduction is Reduction.MEDIAN:
        amounts = rows.amounts()
        return median(map(Decimal, amounts)) if amounts else None
    return rows.total() if rows.count() == 1 else None
