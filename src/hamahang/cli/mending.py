"""Mending a list from the command line: cells written anew, units told, and a look at what applying would change."""

import argparse
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

PLACE = re.compile(r"(?:(?P<sheet>.*)!)?(?P<at>[A-Z]{0,3}[1-9][0-9]{0,6})=(?P<said>.*)", re.DOTALL)
NONE = ("none", "هیچ")


class NotMended(Exception):
    """What was given to mend a list cannot be; said in both languages."""

    def __init__(self, fa: str, en: str) -> None:
        self.fa, self.en = fa, en
        super().__init__(en)


def mended_by_hand(batch: Any, arguments: argparse.Namespace, *, store: Path, key: Path, by: str, at: datetime) -> Any:
    """Write the cells of `--cell`, tell the units of `--unit`, leave out the rows of `--leave-out`, then check again.

    key: where the key that hashes persons lies
    :raises NotMended: naming what cannot be
    """
    from hamahang.intake import queries
    from hamahang.intake.mending import BadCell, BatchCannotBeMended, mend_batch
    from hamahang.intake.workbook import UnreadableFile

    rows = list(queries.rows_of(batch))
    sheets = list(dict.fromkeys(row.sheet for row in rows))
    cells = {(sheet, cell): said for sheet, cell, said in (_place(text, sheets) for text in arguments.cell)}
    told = [_told(text, sheets, rows) for text in arguments.unit]
    answers = _leaving_out(batch, arguments.leave_out, sheets, rows, by) if arguments.leave_out else None
    try:
        return mend_batch(
            batch=batch, cells=cells, told=told, answers=answers, store=store, key=key, by=by, at=at,
            reason=arguments.reason,
        )  # fmt: skip
    except UnreadableFile as error:
        raise NotMended(error.message.fa, error.message.en) from error
    except (BadCell, BatchCannotBeMended) as error:
        raise NotMended(
            f"خانه یا فهرست درست‌شدنی نیست: {error}", f"The cell or list cannot be mended: {error}"
        ) from error


def _leaving_out(batch: Any, told: list[str], sheets: list[str], rows: list[Any], by: str) -> Any:
    from hamahang.intake.answers import answers_from
    from hamahang.intake.leaving import RowCannotBeLeftOut, answers_leaving_out

    places = [(text, *_place(text, sheets)) for text in told]
    keys = {(row.sheet, str(row.row)): row.pk for row in rows}
    leave = {keys.get((sheet, number), 0): reason for _, sheet, number, reason in places}
    try:
        if not all(reason.strip() for reason in leave.values()):
            raise RowCannotBeLeftOut(0)
        return answers_leaving_out(batch=batch, answers=answers_from(batch.answers), leave=leave, by=by)
    except RowCannotBeLeftOut as error:
        said = "، ".join(text for text, *_ in places)
        raise NotMended(
            f"این سطر کنار گذاشته نشد («{said}»)؛ سطری از فهرست، نانوشته و با دلیل باید باشد: 7=دلیل",
            f"The row was not left out ({said!r}): it must be an unwritten row of the list, with a reason: 7=REASON",
        ) from error


def _place(text: str, sheets: list[str]) -> tuple[str, str, str]:
    found = PLACE.fullmatch(text)
    if found is None or (found["sheet"] is None and len(sheets) > 1) or (found["sheet"] or sheets[0]) not in sheets:
        known = "، ".join(sheets)
        raise NotMended(
            f"«{text}» جای یک خانه نیست؛ مانند «برگه!F7=متن» بنویسید. برگه‌ها: {known}",
            f"{text!r} names no place; write it as SHEET!F7=TEXT. The sheets: {known}",
        )
    return found["sheet"] or sheets[0], found["at"], found["said"]


def _told(text: str, sheets: list[str], rows: list[Any]) -> Any:
    from hamahang.accounts.queries import EVERYTHING
    from hamahang.intake.mending import Told
    from hamahang.register.queries import unit_of_licence

    sheet, number, said = _place(text, sheets)
    row = next((row for row in rows if (row.sheet, str(row.row)) == (sheet, number) and row.evidence), None)
    if row is None:
        raise NotMended(f"از سطر «{text}» چیزی پرسیده نشده است.", f"Nothing is asked of the row {text!r}.")
    if said in NONE:
        return Told(row.pk, None)
    unit = unit_of_licence(EVERYTHING, said)
    if unit is None:
        raise NotMended(f"هیچ واحدی پروانهٔ «{said}» ندارد.", f"No unit has the licence {said!r}.")
    return Told(row.pk, unit)


def say_look(batch: Any, *, store: Path, by: str, at: datetime) -> None:
    """Print what applying a list would change."""
    from hamahang.intake.previewing import would_apply

    would = would_apply(batch=batch, store=store, by=by, at=at)
    write = sys.stdout.write
    write(f"{would.looked_at} / {would.of}: {would.effects}\n")
    for row in would.rows:
        write(f"{row.sheet}!{row.row}  {would.names.get(row.about, '')}\n")
        for change in row.changes:
            write(f"    {change.field:16} {_said(change.before)} → {_said(change.after)}   {change.verdict}\n")


def _said(value: Any) -> str:
    return "–" if value in (None, "") else str(value)
