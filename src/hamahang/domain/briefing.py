"""A briefing as data: headings, sentences with figures in them, tables, charts; every figure carries a short code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from hashlib import sha256

from hamahang.domain.money import MoneyUnit
from hamahang.domain.text import Text

CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no 0 o, 1 l i: read aloud and typed from paper without doubt
CODE_LENGTH = 8

NOTHING = Text(fa="", en="")

Cell = int | Decimal | date | Text | str | None


class UnevenTable(ValueError):
    """A row or the totals of a table has another number of cells than the table has columns."""


class Kind(Enum):
    """What the cells of a column hold, and so how they are written and aligned."""

    TEXT = "text"
    NUMBER = "number"
    RIALS = "rials"
    DAY = "day"
    PERCENT = "percent"

    @property
    def is_numeric(self) -> bool:
        """Whether the cells are amounts: aligned to the end, added up, real numbers in a workbook."""
        return self in {Kind.NUMBER, Kind.RIALS, Kind.PERCENT}


@dataclass(frozen=True, slots=True)
class FigureRun:
    """A figure inside a sentence: its words and the code under which its list is kept."""

    text: Text
    code: str


Run = Text | FigureRun


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 opens a part, level 2 a piece of it."""

    text: Text
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or more. Runs are set one after the other: the spaces between them belong to the texts."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class FigureItem:
    """One figure of the row of big numbers.

    value: as printed ("۲٬۲۰۶"); number: the exact value for a workbook (whole rials, persons, percent 0–100)
    """

    label: Text
    value: Text
    unit: Text
    level: Text
    code: str
    definition: Text = NOTHING
    number: int | Decimal | None = None


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Several figures side by side."""

    figures: tuple[FigureItem, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. scale: the unit in which rials are printed (a workbook keeps whole rials)."""

    title: Text
    kind: Kind = Kind.TEXT
    scale: MoneyUnit = MoneyUnit.BILLION_RIAL


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table. code: the figure whose list it is, if it is one.

    :raises UnevenTable: if a row or the totals do not have one cell for each column
    """

    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] | None = None
    code: str = ""
    note: Text = NOTHING

    def __post_init__(self) -> None:
        for row in (*self.rows, *([] if self.totals is None else [self.totals])):
            if len(row) != len(self.columns):
                raise UnevenTable(f"«{self.title.en}»: {len(row)} cells for {len(self.columns)} columns: {row!r}")


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A drawing, one SVG for each language, with the words that stand for it where it cannot be seen."""

    title: Text
    svg: Mapping[str, str]
    alt: Text
    note: Text = NOTHING


@dataclass(frozen=True, slots=True)
class MapBlock(ChartBlock):
    """A map: a drawing that is given the width of the page."""


Block = Heading | Paragraph | FigureRow | TableBlock | ChartBlock


@dataclass(frozen=True, slots=True)
class Document:
    """A whole briefing. day: the day it reports on, and the only date in its files.

    notes: printed at the end;  notice: what must be known before reading on, printed below the title
    """

    title: Text
    subtitle: Text
    place: Text
    day: date
    blocks: tuple[Block, ...]
    notes: tuple[Text, ...] = field(default=())
    notice: Text = NOTHING

    def figures(self) -> tuple[FigureItem, ...]:
        """Return the figures of all rows, each code once, in the order of printing."""
        found: dict[str, FigureItem] = {}
        for block in self.blocks:
            for figure in block.figures if isinstance(block, FigureRow) else ():
                found.setdefault(figure.code, figure)
        return tuple(found.values())


def short_code(seed: str) -> str:
    """Return the eight characters that stand for a frozen figure on paper; the same seed gives the same code.

    31^8 codes (39.6 bits): a clash among 100,000 figures is about one in 170, so the keeper of codes must still
    check uniqueness and seed again.
    """
    number = int.from_bytes(sha256(seed.encode("utf-8")).digest(), "big")
    letters = []
    for _ in range(CODE_LENGTH):
        number, rest = divmod(number, len(CODE_ALPHABET))
        letters.append(CODE_ALPHABET[rest])
    return "".join(letters)
