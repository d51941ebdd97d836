"""Mending a received list in the page: cells written anew, and which unit each row speaks of."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.intake import Answers
from hamahang.domain.money import MoneyUnit
from hamahang.domain.periods import Period, parse_period, say_period
from hamahang.domain.text import Text, to_latin_digits
from hamahang.intake import queries
from hamahang.intake.answers import answers_from
from hamahang.intake.leaving import RowCannotBeLeftOut, answers_leaving_out
from hamahang.intake.mending import BadCell, BatchCannotBeMended, Told, mend_batch
from hamahang.intake.workbook import UnreadableFile
from hamahang.register import queries as register
from hamahang.web.access import PersonRequest, page
from hamahang.web.intake.words import NO_PERIOD

MENDED = Text(
    fa="فهرست دوباره بررسی شد: {refused} سطر هنوز نپذیرفته است.",
    en="The list was checked again: {refused} rows are still refused.",
)
NONE_REFUSED = Text(
    fa="فهرست دوباره بررسی شد: سطر نپذیرفته‌ای نمانده است.", en="The list was checked again: no row is refused any more."
)
NOTHING_WRITTEN = Text(fa="چیزی نوشته نشده بود؛ فهرست همان است.", en="Nothing was written; the list is as it was.")
NO_SUCH_LICENCE = Text(fa="هیچ واحدی پروانهٔ «{licence}» ندارد.", en="No unit has the licence “{licence}”.")
NOT_MENDED = Text(
    fa="این فهرست دیگر باز نیست یا خانه‌ای درست نوشته نشده است؛ چیزی نگه داشته نشد.",
    en="This list is no longer open, or a cell was not well written; nothing was kept.",
)
NOT_LEFT_OUT = Text(
    fa="آن سطر کنار گذاشته نشد: سطری از این فهرست نیست، یا در دفتر نوشته شده است، یا دلیل ندارد.",
    en="That row was not left out: it is no row of this list, or is in the register already, or has no reason.",
)
LONGEST = 400


@page(Permission.INTAKE_UPLOAD)
@require_POST
def mend(request: PersonRequest, batch_id: int) -> HttpResponse:
    """Keep what was written in cells and told of units, and check the list again."""
    found = queries.batch_by_id(batch_id)
    if found is None:
        raise Http404
    back = redirect(reverse("batch", args=[batch_id]) + "#rows")
    try:
        cells, told, answers = _cells(request, found), _told(request, found), _answers(request, found)
    except RowCannotBeLeftOut:
        messages.error(request, NOT_LEFT_OUT[request.LANGUAGE_CODE])
        return back
    if not cells and not told and answers is None:
        messages.info(request, NOTHING_WRITTEN[request.LANGUAGE_CODE])
        return back
    try:
        batch = mend_batch(
            batch=found,
            cells=cells,
            told=told,
            answers=answers,
            store=settings.MEDIA_ROOT,
            key=settings.PERSON_KEY,
            by=request.user.username,
            at=timezone.localtime(),
            reason=_text(request.POST.get("reason", "")),
        )
    except UnreadableFile as error:
        messages.error(request, error.message[request.LANGUAGE_CODE])
        return back
    except (BatchCannotBeMended, BadCell):
        messages.error(request, NOT_MENDED[request.LANGUAGE_CODE])
        return back
    refused = batch.counts.get("REFUSED", 0)
    said = MENDED.format(refused=refused) if refused else NONE_REFUSED
    messages.info(request, said[request.LANGUAGE_CODE])
    return back


def _text(written: str) -> str:
    return written.replace("\0", "").strip()[:LONGEST]


def _cells(request: PersonRequest, found: Any) -> dict[tuple[str, str], str]:
    """Return what was written in cells that differs from what stood in the form, by sheet and cell."""
    sheets = dict(queries.rows_of(found).values_list("pk", "sheet"))
    parts = {name: value for name, value in request.POST.items() if name.startswith("cell:")}
    if pick := request.POST.get("pick", ""):
        row, cell, candidate = (*pick.split(":", 2), "", "")[:3]
        parts = {**parts, f"cell:{row}:{cell}": candidate}
    cells = {}
    for name, value in parts.items():
        _, row, cell = (*name.split(":", 2), "", "")[:3]
        was = request.POST.get(f"was:{row}:{cell}")
        if row.isdecimal() and int(row) in sheets and _text(str(value)) != was:
            cells[sheets[int(row)], cell] = _text(str(value))
    return cells


def _told(request: PersonRequest, found: Any) -> list[Told]:
    """Return what was told of the units of rows: one of the candidates, a licence number, or none of the register."""
    told = []
    for row in queries.rows_of(found).exclude(evidence={}):
        licence, chosen = _text(request.POST.get(f"licence:{row.pk}", "")), request.POST.get(f"unit:{row.pk}", "")
        if licence:
            unit = register.unit_of_licence(request.reach, licence)
            if unit is None:
                messages.error(request, NO_SUCH_LICENCE.format(licence=licence)[request.LANGUAGE_CODE])
            else:
                told.append(Told(row.pk, unit))
        elif chosen == "none":
            told.append(Told(row.pk, None))
        elif chosen.isdecimal() and int(chosen) != row.evidence["unit"]:
            offered = {candidate["unit"] for candidate in row.evidence["candidates"]}
            if int(chosen) in register.named_units(request.reach, offered):
                told.append(Told(row.pk, int(chosen)))
    return told


def _answers(request: PersonRequest, found: Any) -> Answers | None:
    """Return what was told of the file as a whole and of rows to leave out, None where nothing new was.

    :raises RowCannotBeLeftOut: if a row is told to be left out that is no open row of the list
    """
    before = answers_from(found.answers)
    asked = {name[6:]: _text(str(text)) for name, text in request.POST.items() if name.startswith("given:")}
    given = {name: text for name, text in {**before.given, **asked}.items() if text}
    unit = request.POST.get("money", before.money.value if before.money else "")
    money = MoneyUnit(unit) if unit in {known.value for known in MoneyUnit} else None
    told = Answers(money, given, _period(request, before), before.left_out)
    told = answers_leaving_out(
        batch=found,
        answers=told,
        leave=_left_out(request, found),
        take_in=[int(key) for key in request.POST.getlist("take_in") if key.isdecimal()],
        by=request.user.username,
    )
    return None if told == before else told


def _left_out(request: PersonRequest, found: Any) -> dict[int, str]:
    """Return the reasons written to leave rows out, by row; beside a row, or with its number.

    :raises RowCannotBeLeftOut: if no row has that number
    """
    written = {name[6:]: _text(str(text)) for name, text in request.POST.items() if name.startswith("leave:")}
    leave = {int(key): reason for key, reason in written.items() if key.isdecimal() and reason}
    number, reason = to_latin_digits(_text(request.POST.get("leave_row", ""))), _text(request.POST.get("reason", ""))
    if not number:
        return leave
    sheet = request.POST.get("leave_sheet")
    rows = queries.rows_numbered(found, int(number) if number.isdecimal() and len(number) < 8 else 0)
    keys = [row.pk for row in rows if sheet in (None, row.sheet)]
    if not keys or not reason:
        raise RowCannotBeLeftOut(0)
    return {**leave, keys[0]: reason}


def _period(request: PersonRequest, before: Answers) -> Period | None:
    """Return the period that was told; what cannot be read is said, and the period before stays."""
    text = _text(request.POST.get("period", ""))
    if "period" not in request.POST or (before.period and text in (say_period(before.period, x) for x in ("fa", "en"))):
        return before.period
    period = parse_period(text) if text else None
    if text and period is None:
        messages.error(request, NO_PERIOD[request.LANGUAGE_CODE])
        return before.period
    return period
