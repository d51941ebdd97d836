"""Where a person says a table stands and what its columns hold, and what a sender's headings have been taught to mean.

A heading learnt stands above the words a list knows: «ملاحظات» may be one office's word for a status.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from hamahang.domain.lists.headers import LONGEST_HEADING, Header
from hamahang.domain.lists.intake import Column, HeadedPiece, Piece, Sheet, SheetRow, Source
from hamahang.domain.lists.mapping import heading_key
from hamahang.domain.lists.moneyunits import named_units
from hamahang.domain.lists.shapes import headings, letters_key

LETTERS = re.compile(r"[A-Z]{1,3}")
NO_FIELD = ""
LONGEST_SEPARATOR = 5


class BadLayout(ValueError):
    """A layout names a column, a field or a row that cannot be. Repair: the message says which."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A table as a person pointed it out. rows of the sheet are counted from 1.

    last_row: None if it goes on to the end of the sheet
    pieces: by field, the columns that hold it
    """

    sheet: str
    table: str
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int | None
    pieces: Mapping[str, Piece]

    def check(self, source: Source) -> None:
        """Refuse what cannot be.

        :raises BadLayout: naming it
        """
        columns = {column.name for table in source.tables if table.code == self.table for column in table.columns}
        unknown = set(self.pieces) - columns
        if unknown or not self.pieces:
            raise BadLayout(f"no such field: {', '.join(sorted(unknown)) or '–'}")
        if any(not 0 < row < self.first_row for row in self.header_rows):
            raise BadLayout(f"the header must stand above row {self.first_row}")
        if self.first_row < 1 or (self.last_row is not None and self.last_row < self.first_row):
            raise BadLayout(f"rows {self.first_row}–{self.last_row}")
        for piece in self.pieces.values():
            is_named = piece.letters and all(LETTERS.fullmatch(letter) for letter in piece.letters)
            if not is_named or not 0 <= piece.at <= 9 or len(piece.separator) > LONGEST_SEPARATOR:
                raise BadLayout(f"column {'+'.join(piece.letters)}")


def header_as_told(source: Source, sheet: Sheet, layout: Layout, rows: Sequence[SheetRow]) -> Header:
    """Return the header of a table that a person pointed out. rows: those of its header, and the few above it."""
    table = next(table for table in source.tables if table.code == layout.table)
    lines = [row for row in rows if row.number in layout.header_rows]
    above = [cell.text for row in rows if row not in lines for cell in row.cells.values()]
    texts = headings(lines, sorted({at for row in lines for at in row.cells}, key=letters_key), sheet.merged)
    letters = {name: piece.letters[0] for name, piece in layout.pieces.items()}
    stated, units = named_units(table, letters, texts, above)
    used = {letter for piece in layout.pieces.values() for letter in piece.letters}
    return Header(
        table=table,
        sheet=sheet.name,
        rows=layout.header_rows,
        letters=letters,
        units=units,
        missing=tuple(column for column in table.columns if column.required and column.name not in letters),
        stated=stated,
        unused=tuple((at, text) for at, text in texts.items() if at not in used),
        pieces={name: piece for name, piece in layout.pieces.items() if not piece.is_plain},
        texts=texts,
    )


@dataclass(frozen=True, slots=True)
class Meanings:
    """What a sender's headings mean.

    fields: by folded heading the field it holds, "" for none of them; written: by folded heading how it is written
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    pieces: Mapping[str, HeadedPiece] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)

    def with_more(self, told: "Meanings") -> "Meanings":
        """Return these with what was told since, which stands in place of what was."""
        return Meanings(
            {**self.fields, **told.fields}, {**self.pieces, **told.pieces}, {**self.written, **told.written}
        )

    @property
    def telling(self) -> frozenset[str]:
        """The headings a file must have to be taken for one of the sender's: those that hold something."""
        own = (heading for heading, name in self.fields.items() if name)
        return frozenset((*own, *(heading for piece in self.pieces.values() for heading in piece.headings)))


def taught(source: Source, meanings: Meanings) -> Source:
    """Return a source that knows a sender's headings."""
    tables = []
    for table in source.tables:
        columns = [
            _taught(column, meanings.fields, [key for key, name in meanings.fields.items() if name == column.name])
            for column in table.columns
        ]
        tables.append(replace(table, columns=tuple(columns)))
    no_fields = frozenset(heading for heading, name in meanings.fields.items() if not name)
    return replace(source, tables=tuple(tables), no_fields=no_fields, pieces=meanings.pieces)


def _taught(column: Column, meanings: Mapping[str, str], learnt: Iterable[str]) -> Column:
    kept = tuple(title for title in column.titles if meanings.get(heading_key(title), column.name) == column.name)
    return replace(column, titles=(*(kept or column.titles[:1]), *learnt))


def meanings_of(letters: Mapping[str, str], parts: Mapping[str, Piece], texts: Mapping[str, str]) -> Meanings:
    """Return what the headings of a table mean; those that stand once in it.

    letters: by field; parts: the fields that are not one whole column; texts: the heading of each column
    """
    keys = {letter: heading_key(text) for letter, text in texts.items()}
    once = {letter: key for letter, key in keys.items() if key and list(keys.values()).count(key) == 1}
    by_letter = {letter: name for name, letter in letters.items() if name not in parts}
    in_parts = {letter for piece in parts.values() for letter in piece.letters}
    fields = {
        key: by_letter.get(letter, NO_FIELD)
        for letter, key in once.items()
        if letter not in in_parts and len(key) <= LONGEST_HEADING
    }
    pieces = {
        name: HeadedPiece(tuple(once[letter] for letter in piece.letters), piece.separator, piece.at)
        for name, piece in parts.items()
        if all(letter in once for letter in piece.letters)
    }
    return Meanings(fields, pieces, {key: texts[letter] for letter, key in once.items()})
