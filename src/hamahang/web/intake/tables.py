"""Pointing at a table: where it stands in the file, and which field each of its columns holds."""

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hamahang.accounts.permissions import Permission
from hamahang.domain.intake import Source, Table
from hamahang.domain.layouts import BadLayout, Layout
from hamahang.domain.text import Text, to_latin_digits
from hamahang.intake import queries
from hamahang.intake.mending import BatchCannotBeMended, mend_batch
from hamahang.intake.pointing import Grid, Pointed, grid_of, pieces_of
from hamahang.intake.sources import source_named
from hamahang.intake.workbook import UnreadableFile
from hamahang.web.access import PersonRequest, page

LETTERS = re.compile(r"[A-Z]{1,3}")
LAST_ROW = 1_048_576
READ_SO = Text(
    fa="فهرست همان‌گونه که نشان دادید خوانده شد: {rows} سطر.", en="The list was read as you pointed out: {rows} rows."
)
FOUND_ANEW = Text(fa="جدول‌ها دوباره از روی فایل پیدا شد.", en="The tables were found anew from the file.")
NOT_SO = Text(
    fa="این جدول خواندنی نیست ({why}). سطر نخست داده باید زیر سرستون باشد و دست‌کم یک ستون فیلدی داشته باشد.",
    en="There is no such table ({why}). The first row of data stands below the header, and a column holds a field.",
)
CLOSED = Text(
    fa="جدولِ فهرستی که اعمال شده است عوض نمی‌شود؛ نخست آن را برگردانید.",
    en="The table of an applied list cannot be changed; take the list back first.",
)


@page(Permission.INTAKE_UPLOAD)
@require_http_methods(["GET", "POST"])
def tables(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Show the file with the table found in it, and take a person's word on where it stands."""
    found = queries.batch_by_id(batch_id)
    if found is None:
        raise Http404
    said = request.POST if request.method == "POST" else request.GET
    sheet, begin, at = (_whole(said.get(name, "")) for name in ("sheet", "from", "at"))
    try:
        grid = grid_of(found, store=settings.MEDIA_ROOT, sheet=-1 if sheet is None else sheet, begin=begin or 1)
    except (UnreadableFile, OSError) as error:
        raise Http404 from error
    source = source_named(found.source)
    if request.method == "POST" and found.state == "CHECKED":
        return _point(request, found, source, grid, at or 0)
    return render(request, "intake/tables.html", _context(found, source, grid, at or 0, said.get("table", "")))


def _whole(text: str) -> int | None:
    digits = to_latin_digits(text.strip())
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 8 else None


def _point(request: PersonRequest, found: Any, source: Source, grid: Grid, at: int) -> HttpResponse:
    """Read the list by the table that was pointed out, or find its tables anew."""
    layouts: tuple[Layout, ...] = ()
    try:
        if "anew" not in request.POST:
            kept = grid.layouts
            layouts = (*kept[:at], _layout(request, source, grid), *kept[at + 1 :])
        others = tuple(layout for layout in _told(found) if layout.sheet != grid.sheet)
        batch = mend_batch(
            batch=found,
            cells={},
            layouts=(*others, *layouts),
            store=settings.MEDIA_ROOT,
            key=settings.PERSON_KEY,
            by=request.user.username,
            at=timezone.localtime(),
        )
    except BadLayout as error:
        why = NOT_SO.format(why=str(error))[request.LANGUAGE_CODE]
        context = _context(found, source, grid, at, request.POST.get("table", "")) | {"problem": why}
        return render(request, "intake/tables.html", context, status=400)
    except BatchCannotBeMended:
        messages.error(request, CLOSED[request.LANGUAGE_CODE])
        return redirect("batch", found.pk)
    said = READ_SO.format(rows=batch.counts.get("ACCEPTED", 0) + batch.counts.get("REFUSED", 0))
    messages.info(request, (said if layouts else FOUND_ANEW)[request.LANGUAGE_CODE])
    return redirect("batch", found.pk)


def _told(found: Any) -> tuple[Layout, ...]:
    return queries.layouts_of(found)


def _layout(request: PersonRequest, source: Source, grid: Grid) -> Layout:
    """Return the table that a person pointed out.

    :raises BadLayout: if it cannot be
    """
    post = request.POST
    table = _table(source, post.get("table", ""))
    heads = sorted({row for text in post.getlist("head") if (row := _whole(text))})
    first = _whole(post.get("first", "")) or (heads[-1] + 1 if heads else 0)
    columns = {}
    for name, field in post.items():
        letter = name.removeprefix("field:")
        if name.startswith("field:") and LETTERS.fullmatch(letter):
            second, separator = post.get(f"second:{letter}", ""), post.get(f"separator:{letter}", "")
            columns[letter] = Pointed(str(field), str(second), str(separator)[:5])
    layout = Layout(
        sheet=grid.sheet,
        table=table.code,
        header_rows=tuple(heads),
        first_row=min(first, LAST_ROW),
        last_row=_whole(post.get("last", "")) or None,
        pieces=pieces_of(table, columns, grid.rows, heads),
    )
    layout.check(source)
    return layout


def _table(source: Source, code: str) -> Table:
    return next((table for table in source.tables if table.code == code), source.tables[0])


def _context(found: Any, source: Source, grid: Grid, at: int, code: str) -> dict[str, Any]:
    layout = grid.layouts[at] if at < len(grid.layouts) else None
    table = _table(source, code or (layout.table if layout else ""))
    chosen, second, separator = dict[str, str](), dict[str, str](), dict[str, str]()
    for name, piece in (layout.pieces if layout else {}).items():
        for letter in piece.letters:
            if piece.at == 2:
                second[letter] = name
            else:
                chosen[letter] = name
            separator[letter] = piece.separator if piece.at else separator.get(letter, "")
    numbers = [number for number, _ in grid.rows]
    return {
        "batch": {"id": found.pk, "file": found.file.name, "source": source.title},
        "grid": grid,
        "sheet": grid.sheets.index(grid.sheet),
        "at": at,
        "tables": [(table.code, table.title) for table in source.tables],
        "table": table.code,
        "fields": [
            (column.name, Text(fa=column.titles[0], en=column.name.replace("_", " ")), column.required)
            for column in table.columns
        ],
        "chosen": chosen,
        "second": second,
        "separator": separator,
        "heads": layout.header_rows if layout else (),
        "first": layout.first_row if layout else "",
        "last": layout.last_row if layout and layout.last_row else "",
        "next": numbers[-1] + 1 if numbers and numbers[-1] < grid.last_row else None,
        "may_point": found.state == "CHECKED",
        "problem": "",
    }
