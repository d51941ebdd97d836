"""Received lists: review of problems cell by cell, applying, and what came of each."""

from collections.abc import Container
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain import persons
from hamahang.domain.periods import say_period
from hamahang.domain.text import Text
from hamahang.intake import queries, running
from hamahang.intake.actions import BatchHasErrors, BatchIsClosed, apply_batch
from hamahang.intake.answers import answers_from
from hamahang.intake.leaving import is_left_out
from hamahang.intake.recognising import kinds_to_read_as, read_as
from hamahang.intake.refusals import refused_rows_workbook
from hamahang.intake.sources import informed, source_named, sources
from hamahang.intake.template import template_workbook
from hamahang.intake.undoing import BatchIsNotApplied, undo_batch, would_undo
from hamahang.ledger import queries as ledger
from hamahang.ledger.undoing import Undone
from hamahang.register import queries as register
from hamahang.web.access import PersonRequest, page
from hamahang.web.intake.words import (
    APPLIED,
    HAS_ERRORS,
    MONEY,
    STAGES,
    STATES,
    TO_MEND,
    UNDONE,
    WHY,
)

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS_SHOWN, KEPT_SHOWN = 200, 100
LONG = 3_000  # rows from which a list is applied in a process of its own


@page(Permission.INTAKE_READ)
def received(request: PersonRequest) -> HttpResponse:
    """List what was received, the newest first, with a template of each kind of list."""
    context = {
        "rows": [_line(batch) for batch in queries.batches()[:200]],
        "sources": [{"code": s.code, "title": s.title, "sender": s.sender} for s in sources().values()],
        "may_upload": request.user.may(Permission.INTAKE_UPLOAD),
    }
    return render(request, "intake/received.html", context)


def _line(batch: Any) -> dict[str, Any]:
    return {
        "id": batch.pk,
        "file": batch.file.name,
        "source": sources()[batch.source].title,
        "state": batch.state,
        "state_title": STATES[batch.state] if batch.state != "CHECKED" or _is_ready(batch) else TO_MEND,
        "received_at": batch.file.received_at,
        "received_by": batch.file.received_by,
        "applied_at": batch.applied_at,
        "applied_by": batch.applied_by,
        "entry": batch.applied_entry,
        "sender": batch.sender,
        "sha256": batch.file.sha256,
        "size": batch.file.size,
        "counts": batch.counts,
        "problems": batch.problems,
        "undone_at": batch.undone_at,
        "undone_by": batch.undone_by,
        "kept": _kept(batch.kept),
    }


def _kept(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return what was not taken back, each thing by its name."""
    names = ledger.names_of(item["record"] for item in items)
    return [
        {"name": names.get(item["record"], item["record"]), "why": WHY[item["why"]], "entry": item["entry"]}
        for item in items[:KEPT_SHOWN]
    ]


@page(Permission.INTAKE_READ)
def batch(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Show one list: how each row ended, and each problem with its cell and what to do."""
    return _show(request, _find(batch_id))


def _find(batch_id: int) -> Any:
    found = queries.batch_by_id(batch_id)
    if found is None:
        raise Http404
    return found


def _show(request: PersonRequest, found: Any, *, problem: Text | None = None, status: int = 200) -> HttpResponse:
    stopping, telling = queries.rows_to_decide(found), queries.rows_to_note(found)
    may_apply, is_open = _may_apply(request), found.state in ("CHECKED", "APPLIED")
    told = running.progress_of(batch=found, store=settings.MEDIA_ROOT, now=timezone.localtime().timestamp())
    has_mended = queries.has_mended_rows(found)
    may_read_as = request.user.may(Permission.INTAKE_UPLOAD) and not found.counts.get("ACCEPTED")
    context = {
        "batch": _line(found),
        "rows": _rows(request, found, stopping[:ROWS_SHOWN]),
        "notes": _rows(request, found, telling[:ROWS_SHOWN]),
        "more": max(stopping.count() - ROWS_SHOWN, 0),
        "ignored": _rows(request, found, queries.rows_of(found, outcome="IGNORED")[:ROWS_SHOWN]),
        "accepted": _rows(request, found, queries.rows_of(found, outcome="ACCEPTED")[:ROWS_SHOWN]),
        "sheets": queries.sheets_of(found),
        "kinds": [(kind.code, kind.title) for kind in kinds_to_read_as(found)] if may_read_as else [],
        "problem": problem,
        "prefers": None,
        "account": queries.account_of(found),
        "progress": told,
        "stage": STAGES[told.stage] if told else None,
        "may_apply": may_apply and (_is_ready(found) or has_mended),
        "may_undo": may_apply and found.state == "APPLIED",
        "may_mend": is_open and request.user.may(Permission.INTAKE_UPLOAD),
        "has_mended": has_mended,
        "questions": _questions(found),
        "tables": _tables(found),
        "may_point": found.state == "CHECKED" and request.user.may(Permission.INTAKE_UPLOAD),
        "may_upload": request.user.may(Permission.INTAKE_UPLOAD),
        "has_errors": bool(found.counts.get("REFUSED")),
    }
    return render(request, "intake/batch.html", context, status=status)


def _is_ready(found: Any) -> bool:
    """Say whether a checked list has rows to apply, and nothing is wrong with the file as a whole."""
    has_errors = any(problem["severity"] == "error" for problem in found.problems)
    return found.state == "CHECKED" and bool(found.counts.get("ACCEPTED")) and not has_errors


def _questions(found: Any) -> dict[str, Any]:
    """Return what is to be asked once of the file: the unit of its amounts, and what it has no column for."""
    missing = [problem["field"] for problem in found.problems if problem["code"] == "missing_column"]
    given = found.answers.get("given", {})
    columns = {column.name: column for table in source_named(found.source).tables for column in table.columns}
    names = [name for name in dict.fromkeys([*missing, *given]) if name in columns and not columns[name].is_personal]
    titles = {name: Text(fa=columns[name].titles[0], en=name.replace("_", " ")) for name in names}
    money = found.answers.get("money", "")
    asks_money = bool(money) or queries.lacks_money_unit(found)
    return {
        "given": [(name, titles[name], given.get(name, "")) for name in names],
        "units": list(MONEY.items()) if asks_money else [],
        "money": money,
        "before": MONEY.get(queries.money_before(source=found.source, sender=_sender(found))) if asks_money else None,
        "period": _period(found),
        "asks_period": any(problem["code"] == "other_period" for problem in found.problems) or bool(_period(found)),
    }


def _sender(found: Any) -> str:
    return found.sender or source_named(found.source).sender.fa


def _period(found: Any) -> Text | None:
    period = answers_from(found.answers).period
    return Text(fa=say_period(period, "fa"), en=say_period(period, "en")) if period else None


def _tables(found: Any) -> list[dict[str, Any]]:
    """Return what was found in the file, to be said in a sentence a table."""
    titles = {table.code: table.title for table in source_named(found.source).tables}
    return [
        {
            "title": titles[table["table"]],
            "sheet": table["sheet"],
            "first": table["first_row"],
            "last": table["last_row"],
            "header": table["header_rows"],
            "totals": table["totals_rows"],
            "columns": [
                (column["letter"], column["heading"], _title(found, column["field"]), column["how"])
                for column in table["columns"]
            ],
        }
        for table in found.found
    ]


def _title(found: Any, field: str) -> Text | None:
    columns = {column.name: column for table in source_named(found.source).tables for column in table.columns}
    return Text(fa=columns[field].titles[0], en=field.replace("_", " ")) if field in columns else None


def _rows(request: PersonRequest, found: Any, rows: Any) -> list[dict[str, Any]]:
    """Return rows as the page shows them, with what people wrote in their cells and the units they may speak of."""
    shown, written, answers = list(rows), queries.corrections_of(found), answers_from(found.answers)
    absent = {problem["field"] for problem in found.problems if problem["code"] == "missing_column"}
    offered = {candidate["unit"] for row in shown for candidate in row.evidence.get("candidates", ())}
    units = register.named_units(request.reach, offered)
    return [_row(row, written, units, absent) | {"is_left_out": is_left_out(row, answers)} for row in shown]


def _row(row: Any, written: Any, units: dict[int, str], absent: Container[str]) -> dict[str, Any]:
    evidence = row.evidence
    # of a column that the file lacks it is said once, above the rows
    problems = [item for item in row.problems if item["code"] != "required" or item["field"] not in absent]
    return {
        "id": row.pk,
        "sheet": row.sheet,
        "row": row.row,
        "outcome": row.outcome,
        "cells": {name: persons.shown(text) for name, text in row.cells.items()},
        "problems": [_problem(problem, written.get((row.sheet, problem["cell"]))) for problem in problems],
        "asks_unit": bool(evidence),
        "said": evidence.get("said", ""),
        "unit": evidence.get("unit"),
        "units": [_candidate(found, units) for found in evidence.get("candidates", ()) if found["unit"] in units],
    }


def _candidate(found: dict[str, Any], units: dict[int, str]) -> dict[str, Any]:
    """Return a unit that a row may speak of, with what speaks for and against it."""
    from hamahang.methods.linkage import say

    reasons = [(round(bits, 1), say(evidence, level)) for evidence, level, bits in found["reasons"]]
    return {"id": found["unit"], "name": units[found["unit"]], "bits": found["bits"], "reasons": reasons}


def _problem(problem: dict[str, Any], correction: Any) -> dict[str, Any]:
    return {
        **problem,
        "message": Text(**problem["message"]),
        "candidates": problem.get("candidates", ()),
        "read": correction.read if correction else "",
        "by": correction.by if correction else "",
    }


@page(Permission.INTAKE_APPLY)
@require_POST
def apply(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Write a checked list into the register: all of it or nothing."""
    found, store, without = _find(batch_id), settings.MEDIA_ROOT, bool(request.POST.get("without_bad_rows"))
    preferred = bool(request.POST.get("prefer"))
    by, at = request.user.username, timezone.localtime()
    try:
        if found.counts.get("ROWS", 0) >= LONG:
            asked = running.ask(batch=found, without_bad_rows=without, is_preferred=preferred, by=by, at=at)
            running.start(batch=asked, store=store, now=at.timestamp())
            return redirect("batch", batch_id)
        apply_batch(batch=found, store=store, without_bad_rows=without, is_preferred=preferred, by=by, at=at)
    except BatchHasErrors:
        return _show(request, found, problem=HAS_ERRORS, status=409)
    except BatchIsClosed:
        return redirect("batch", batch_id)
    messages.info(request, APPLIED[request.LANGUAGE_CODE])
    return redirect("batch", batch_id)


@page(Permission.INTAKE_UPLOAD)
@require_POST
def as_kind(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Read a list again as another kind of list; the file is not sent a second time."""
    found, code = _find(batch_id), request.POST.get("source", "")
    if code not in [kind.code for kind in kinds_to_read_as(found)]:
        return redirect("batch", batch_id)
    by, at = request.user.username, timezone.localtime()
    made = read_as(batch=found, source=source_named(code), store=settings.MEDIA_ROOT, by=by, at=at)
    return redirect("batch", made.pk)


@page(Permission.INTAKE_APPLY)
@require_POST
def resume(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Go on with a list whose process died: it begins anew, and nothing is written twice."""
    found, now = _find(batch_id), timezone.localtime().timestamp()
    progress = running.progress_of(batch=found, store=settings.MEDIA_ROOT, now=now)
    if progress and not progress.is_alive:
        running.start(batch=found, store=settings.MEDIA_ROOT, now=now)
    return redirect("batch", batch_id)


@page(Permission.INTAKE_APPLY)
@require_POST
def drop(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Take back the wish to apply a list whose process died; it waits for a decision again."""
    found = _find(batch_id)
    progress = running.progress_of(batch=found, store=settings.MEDIA_ROOT, now=timezone.localtime().timestamp())
    if progress and not progress.is_alive:
        running.reopen(batch=found)
    return redirect("batch", batch_id)


@page(Permission.INTAKE_READ)
def progress(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Say how far the application of a list is; when it is over the page is to be opened anew."""
    found = _find(batch_id)
    told = running.progress_of(batch=found, store=settings.MEDIA_ROOT, now=timezone.localtime().timestamp())
    if told is None:
        response = HttpResponse()
        response.headers["HX-Refresh"] = "true"
        return response
    context = {"batch": _line(found), "progress": told, "stage": STAGES[told.stage], "may_apply": _may_apply(request)}
    return render(request, "intake/progress.html", context)


def _may_apply(request: PersonRequest) -> bool:
    return request.user.may(Permission.INTAKE_APPLY)


@page(Permission.INTAKE_APPLY)
@require_http_methods(["GET", "POST"])
def undo(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Show what taking an applied list back would do, and do it: all of it or nothing."""
    found, by, at = _find(batch_id), request.user.username, timezone.localtime()
    try:
        if request.method == "GET":
            return render(request, "intake/undo.html", _before_undoing(found, would_undo(batch=found, by=by, at=at)))
        reason = request.POST.get("reason", "")[:400].replace("\0", "").strip()
        _, undone = undo_batch(batch=found, by=by, at=at, reason=reason)
    except BatchIsNotApplied:
        return redirect("batch", batch_id)
    said = UNDONE.format(gone=undone.gone, restored=undone.restored)
    messages.info(request, said[request.LANGUAGE_CODE])
    return redirect("batch", batch_id)


def _before_undoing(found: Any, undone: Undone) -> dict[str, Any]:
    kept = _kept([asdict(item) for item in undone.kept])
    return {"batch": _line(found), "gone": undone.gone, "restored": undone.restored, "kept": kept}


@page(Permission.INTAKE_READ)
def template(request: PersonRequest, source: str) -> HttpResponse:
    """Send an empty workbook of a kind of list."""
    if source not in sources():
        raise Http404
    return _workbook(template_workbook(informed(source_named(source))), f"{source}.xlsx")


@page(Permission.INTAKE_READ)
def refused(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Send the refused rows back as a workbook to correct."""
    found = _find(batch_id)
    rows = queries.rows_of(found, outcome="REFUSED")
    shown = [_row(row, {}, {}, ()) | {"table": row.table, "cells": row.cells} for row in rows]
    content = refused_rows_workbook(source_named(found.source), shown)
    return _workbook(content, f"refused-{batch_id}.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=WORKBOOK)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
