"""What applying a list would change: the register and the list side by side, field by field, row by row."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from hamahang.accounts.permissions import Permission
from hamahang.domain.calendar import say_day
from hamahang.domain.lists.intake import Column, Source
from hamahang.domain.money import say_number
from hamahang.domain.proof import Proof
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.intake import queries
from hamahang.intake.previewing import FieldChange, Preview, as_day, target_of, would_apply
from hamahang.intake.sources import informed, source_named
from hamahang.intake.workbook import UnreadableFile
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who

VERDICTS = {
    "NEW": Text(fa="تازه", en="new"),
    "CHANGED": Text(fa="به جای آنچه در دفتر است", en="in place of what the register says"),
    "SAME": Text(fa="همان، در روزی دیگر یا با سندی دیگر", en="the same, on another day or by another proof"),
    "LATER": Text(fa="تازه‌تر از دفتر", en="later than the register"),
    "EARLIER": Text(fa="پیش از آنچه در دفتر است؛ کنار آن می‌ماند", en="before what the register says; stands beside it"),
    "BETTER_PROOF": Text(fa="با سند بهتر", en="better proven"),
    "KEPT": Text(
        fa="دفتر می‌ماند: منبع آن تازه‌تر یا بالاتر است", en="the register stays: its source is later or higher"
    ),
}
# what lists call otherwise than records do
CALLED = {
    "persons": Text(fa="نفر", en="persons"),
    "number": Text(fa="شماره", en="number"),
    "kind": Text(fa="نوع", en="kind"),
    "company_id": Text(fa="شرکت", en="company"),
    "capacity_unit": Text(fa="واحد ظرفیت", en="capacity unit"),
    "national_id": Text(fa="شناسهٔ ملی", en="national id"),
    "unit_id": Text(fa="واحد", en="unit"),
    "stage": Text(fa="مرحله", en="stage"),
    "state": Text(fa="وضعیت", en="state"),
    "holder": Text(fa="دارنده", en="holder"),
}


@page(Permission.INTAKE_READ)
def preview(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Show what applying a checked list would change; nothing is written."""
    found = queries.batch_by_id(batch_id)
    if found is None or not (found.state == "CHECKED" or queries.has_mended_rows(found)):
        raise Http404
    try:
        would = would_apply(
            batch=found,
            store=settings.MEDIA_ROOT,
            is_preferred=bool(request.GET.get("prefer")),
            **who(request),
        )
    except (UnreadableFile, OSError) as error:
        raise Http404 from error
    except Refused as refused:
        messages.error(request, refused.why[request.LANGUAGE_CODE])
        return redirect("batch", batch_id)
    source = informed(source_named(found.source))
    context = {
        "batch": {"id": batch_id, "file": found.file.name, "source": source.title, "counts": found.counts},
        "effects": would.effects,
        "looked_at": would.looked_at,
        "of": would.of,
        "rows": [_row(row, would, source) for row in would.rows],
        "more": would.more,
        "conflicts": would.conflicts,
        "prefers": bool(request.GET.get("prefer")),
        "may_apply": request.user.may(Permission.INTAKE_APPLY),
        "has_errors": bool(found.counts.get("REFUSED")),
        "has_mended": queries.has_mended_rows(found),
    }
    return render(request, "intake/preview.html", context)


def _row(row: Any, would: Preview, source: Source) -> dict[str, Any]:
    columns = {column.name: column for table in source.tables for column in table.columns}
    return {
        "row": row.row,
        "sheet": row.sheet,
        "about": would.names.get(row.about, ""),
        "changes": [_change(change, would.names, columns) for change in row.changes],
    }


def _change(change: FieldChange, names: Mapping[str, str], columns: Mapping[str, Column]) -> dict[str, Any]:
    return {
        "title": _title(change.field, columns),
        "before": _value(change, change.before, names, columns),
        "after": _value(change, change.after, names, columns),
        "before_on": as_day(change.before_on),
        "after_on": as_day(change.after_on),
        "before_proof": _proof(change.before_proof),
        "after_proof": _proof(change.after_proof),
        "verdict": VERDICTS[change.verdict],
        "is_kept": change.verdict == "KEPT",
    }


def _title(field: str, columns: Mapping[str, Column]) -> Text:
    plain = field.removesuffix("_id")
    if plain in columns:
        return Text(fa=columns[plain].titles[0], en=plain.replace("_", " "))
    return CALLED.get(field, Text(fa=plain.replace("_", " "), en=plain.replace("_", " ")))


def _value(change: FieldChange, value: Any, names: Mapping[str, str], columns: Mapping[str, Column]) -> Text | None:
    """Return a value in words: a name for a key, a day, a number, one of the choices of the list."""
    if value in (None, ""):
        return None
    if target := target_of(change.record, change.field):
        name = names.get(f"{target}:{value}", str(value))
        return Text(fa=name, en=name)
    if isinstance(value, bool):
        return Text(fa="بله", en="yes") if value else Text(fa="نه", en="no")
    if isinstance(value, int):
        return Text(fa=say_number(value, "fa"), en=say_number(value, "en"))
    text = str(value)
    for column in columns.values():
        if text in column.choices:
            return Text(fa=column.choices[text][0], en=text.lower().replace("_", " "))
    if change.field.endswith("_on") and (day := as_day(value)):
        return Text(fa=say_day(day, "fa"), en=say_day(day, "en"))
    return Text(fa=text, en=text)


def _proof(level: int | None) -> Text | None:
    return Proof(level).title if level is not None else None
