"""What people told of a list as a whole, between the page and the domain; and what was found in it, to be shown."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hamahang.domain.lists.headers import Header
from hamahang.domain.lists.intake import Answers, HeadedPiece, Piece
from hamahang.domain.lists.layouts import Layout, Meanings, meanings_of
from hamahang.domain.lists.listing import Extent, Listing
from hamahang.domain.lists.mapping import heading_key
from hamahang.domain.money import MoneyUnit
from hamahang.domain.persons import BULLET

Plain = dict[str, Any]
COLUMNS_KEPT = 200


def answers_from(told: Mapping[str, Any]) -> Answers:
    """Return the answers that a batch keeps.

    They are {"money": unit, "given": {field: text}, "period": [day, day], "left_out": [[sheet, row, reason, by]]}.
    """
    money = MoneyUnit(told["money"]) if told.get("money") else None
    days = [date.fromisoformat(day) for day in told.get("period") or ()]
    left_out = {(sheet, row): (reason, by) for sheet, row, reason, by in told.get("left_out", ())}
    return Answers(money, told.get("given", {}), (days[0], days[1]) if days else None, left_out)


def layouts_from(told: Mapping[str, Any]) -> tuple[Layout, ...]:
    """Return the tables that a person pointed out, which a batch keeps under "layouts"."""
    return tuple(
        Layout(
            sheet=one["sheet"],
            table=one["table"],
            header_rows=tuple(one["header_rows"]),
            first_row=one["first_row"],
            last_row=one["last_row"],
            pieces={name: piece_from(piece) for name, piece in one["pieces"].items()},
        )
        for one in told.get("layouts", ())
    )


def plain_answers(answers: Answers, layouts: tuple[Layout, ...]) -> Plain:
    """Return answers and layouts as a batch keeps them."""
    return {
        "money": answers.money.value if answers.money else "",
        "given": dict(answers.given),
        "period": [day.isoformat() for day in answers.period or ()],
        "left_out": [[sheet, row, reason, by] for (sheet, row), (reason, by) in sorted(answers.left_out.items())],
        "layouts": [
            {
                "sheet": layout.sheet,
                "table": layout.table,
                "header_rows": list(layout.header_rows),
                "first_row": layout.first_row,
                "last_row": layout.last_row,
                "pieces": {name: plain_piece(piece) for name, piece in layout.pieces.items()},
            }
            for layout in layouts
        ],
    }


def piece_from(told: Mapping[str, Any]) -> Piece:
    """Return a piece kept as {"letters", "separator", "at"}."""
    return Piece(tuple(told["letters"]), told["separator"], told["at"])


def plain_piece(piece: Piece) -> Plain:
    """Return a piece as it is kept."""
    return {"letters": list(piece.letters), "separator": piece.separator, "at": piece.at}


def meanings_from(told: Mapping[str, Any]) -> Meanings:
    """Return what a sender's form keeps of its headings, which stand there as they are written."""
    fields, pieces = told.get("fields", {}), told.get("pieces", {})
    headings = [*fields, *(heading for piece in pieces.values() for heading in piece["headings"])]
    return Meanings(
        {heading_key(heading): name for heading, name in fields.items()},
        {
            name: HeadedPiece(tuple(map(heading_key, piece["headings"])), piece["separator"], piece["at"])
            for name, piece in pieces.items()
        },
        {heading_key(heading): heading for heading in headings},
    )


def plain_meanings(meanings: Meanings) -> Plain:
    """Return meanings as a form keeps them."""
    written = meanings.written
    return {
        "fields": {written.get(key, key): name for key, name in sorted(meanings.fields.items())},
        "pieces": {
            name: {
                "headings": [written.get(key, key) for key in piece.headings],
                "separator": piece.separator,
                "at": piece.at,
            }
            for name, piece in sorted(meanings.pieces.items())
        },
    }


def meanings_told(layout: Layout, found: Sequence[Mapping[str, Any]]) -> Meanings:
    """Return what a person told of a table's headings; those that stand once in it. found: as `found_in` gives."""
    columns = (column for table in found for column in table["columns"])
    # a heading that was concealed says nothing that could be known again
    texts = {column["letter"]: column["heading"] for column in columns if BULLET not in column["heading"]}
    letters = {name: piece.letters[0] for name, piece in layout.pieces.items()}
    parts = {name: piece for name, piece in layout.pieces.items() if not piece.is_plain}
    return meanings_of(letters, parts, texts)


def found_in(listing: Listing) -> list[Plain]:
    """Return the tables found in a file: sheet, table, header_rows, first_row, last_row, totals_rows, columns.

    A column is {"letter", "heading", "field", "how"}; how: exact, alike, pieces, or "" where it holds no field
    """
    return [_found(header, extent) for header, extent in zip(listing.headers, listing.extents, strict=True)]


def _found(header: Header, extent: Extent) -> Plain:
    by_letter = {letter: name for name, letter in header.letters.items() if name not in header.pieces}
    by_letter |= {letter: name for name, piece in header.pieces.items() for letter in piece.letters}
    titles = {c.name: {heading_key(title) for title in c.titles} for c in header.table.columns}
    columns = []
    for letter, text in header.texts.items():
        name = by_letter.get(letter, "")
        keys = {heading_key(text), *(heading_key(line) for line in text.split(" / "))}
        how = "pieces" if name in header.pieces else "exact" if titles.get(name, set()) & keys else "alike"
        columns.append({"letter": letter, "heading": text[:120], "field": name, "how": how if name else ""})
    return {
        "sheet": header.sheet,
        "table": header.table.code,
        "header_rows": list(header.rows),
        "first_row": extent.first,
        "last_row": extent.last,
        "totals_rows": extent.totals,
        "columns": columns[:COLUMNS_KEPT],
        "pieces": {name: plain_piece(piece) for name, piece in header.pieces.items()},
    }
