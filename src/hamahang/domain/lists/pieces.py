"""Fields that are not one whole column: a day in three columns, a name and a number in one."""

import re
from collections.abc import Iterable, Mapping, Sequence

from hamahang.domain.lists.intake import Cell, Column, Kind, Piece, Source, Table
from hamahang.domain.lists.mapping import heading_key
from hamahang.domain.lists.shapes import column_number

PARTS_OF_DAY = {
    **dict.fromkeys(("سال", "year", "yyyy"), 0),
    **dict.fromkeys(("ماه", "month", "mm"), 1),
    **dict.fromkeys(("روز", "day", "dd"), 2),
}


def days_in_columns(columns: Sequence[Column], texts: Mapping[str, str]) -> dict[str, Piece]:
    """Return the days that stand in three columns, year, month and day, side by side under one heading.

    Under no heading of their own they are the day that the list must have, if it must have one only.
    """
    groups: dict[str, dict[int, str]] = {}
    for letter, text in texts.items():
        above, _, part = text.rpartition(" / ")
        words = part.split()
        place = PARTS_OF_DAY.get(words[0].lower()) if words else None
        if place is not None:
            own = heading_key(above) or heading_key(" ".join(words[1:]))
            groups.setdefault(own, {}).setdefault(place, letter)
    days = [column for column in columns if column.kind is Kind.DAY]
    required = [column for column in days if column.required]
    found = {}
    for key, parts in groups.items():
        if len(parts) < 3 or not _side_by_side(parts.values()):
            continue
        named = [column for column in days if key and key in {heading_key(title) for title in column.titles}]
        chosen = named or ([] if key else required)
        if len(chosen) == 1:
            found[chosen[0].name] = Piece(tuple(parts[place] for place in range(3)))
    return found


def taught_pieces(source: Source, table: Table, texts: Mapping[str, str]) -> dict[str, Piece]:
    """Return the fields in pieces that a sender's form knows, where all their headings stand once in a table."""
    fields = {column.name for column in table.columns}
    letters: dict[str, list[str]] = {}
    for letter, text in texts.items():
        letters.setdefault(heading_key(text), []).append(letter)
    return {
        name: Piece(tuple(letters[heading][0] for heading in piece.headings), piece.separator, piece.at)
        for name, piece in source.pieces.items()
        if name in fields and all(len(letters.get(heading, ())) == 1 for heading in piece.headings)
    }


def _side_by_side(letters: Iterable[str]) -> bool:
    places = sorted(column_number(letter) for letter in letters)
    return places[-1] - places[0] == len(places) - 1


def piece_of(cells: Mapping[str, Cell], piece: Piece, kind: Kind) -> Cell | None:
    """Return the cell that a field built of several columns, or cut out of one, has in a row; None if it is blank."""
    parts = [cells[letter] for letter in piece.letters if letter in cells and cells[letter].text.strip()]
    if not parts:
        return None
    if piece.at:
        cut = re.split(re.escape(piece.separator or " "), parts[0].text)
        text = cut[piece.at - 1].strip() if piece.at <= len(cut) else ""
        return Cell(text) if text else None
    if len(parts) == 1 and len(piece.letters) == 1:
        return parts[0]
    if parts[0].note == "mended":
        # problems of the field are told at its first column: what is written there stands for the whole
        return parts[0]
    if kind is Kind.DAY and len(parts) == 3:
        year, month, day = (part.text.strip() for part in parts)
        return Cell(f"{year}/{month}/{day}" if month.strip().isdigit() else f"{day} {month} {year}")
    return Cell((piece.separator or " ").join(part.text.strip() for part in parts))
