"""Mending a received list without another upload: cells written anew, and which unit a row speaks of."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from hamahang.domain.lists.intake import Answers
from hamahang.domain.lists.layouts import Layout, Meanings
from hamahang.intake import queries
from hamahang.intake.actions import check_again
from hamahang.intake.answers import answers_from, layouts_from, meanings_told, plain_answers
from hamahang.intake.concealing import told_of, written_in
from hamahang.intake.forms import remember
from hamahang.intake.models import Batch, Correction, LinkDecision, ReceivedRow
from hamahang.intake.sources import source_named
from hamahang.ledger.recording import recording

CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
LONGEST = 400


class BatchCannotBeMended(Exception):
    """The list was taken back, dropped or never read, or its file is lost. Repair: receive it again."""


class BadCell(Exception):
    """No cell has that name, or what was written is too long for one."""


@dataclass(frozen=True, slots=True)
class Told:
    """A person's word on the unit of a row. unit: its id, None for none of the register; keep: leave it undecided."""

    row: int
    unit: int | None


def mend_batch(
    *,
    batch: Batch,
    cells: Mapping[tuple[str, str], str],
    told: Sequence[Told] = (),
    answers: Answers | None = None,
    layouts: tuple[Layout, ...] | None = None,
    store: Path,
    key: Path | None = None,
    by: str,
    at: datetime,
    reason: str = "",
) -> Batch:
    """Write cells anew and keep what was told of units, then check the list again; rows in the register stay.

    answers: what is told of the file as a whole, in place of what was told before; None leaves it
    layouts: the tables pointed out in it, in place of those pointed out before; None leaves them, () finds them anew
    cells: by sheet and cell, the text in place of what was read; the text as read takes a correction back
    key: where the key that hashes persons lies; what is written in a list of persons is concealed as the list is
    :raises BatchCannotBeMended: if the list is not open
    :raises BadCell: for a cell that cannot be
    :raises hamahang.intake.concealing.NoPersonKey: if something is written in a list of persons and no key is named
    :raises hamahang.intake.workbook.UnreadableFile: if that key is lost
    :raises hamahang.domain.lists.layouts.BadLayout: for a table that cannot be
    """
    batch = Batch.objects.select_related("file").get(pk=batch.pk)
    is_open = batch.state in (Batch.State.CHECKED, Batch.State.APPLIED)
    if not (is_open and (store / batch.file.sha256).is_file()):
        raise BatchCannotBeMended(batch.state)
    for (_, cell), written in cells.items():
        if not CELL.fullmatch(cell) or len(written) > LONGEST:
            raise BadCell(cell)
    source, path = source_named(batch.source), store / batch.file.sha256
    cells = written_in(cells, path=path, source=source, key=key)
    answers = told_of(answers, source=source, key=key)
    with transaction.atomic():
        if answers is not None or layouts is not None:
            _answer(batch, answers, layouts)
        _correct(batch, cells, by=by, at=at)
        _decide(batch, told, by=by, at=at, reason=reason)
    checked = check_again(batch=batch, store=store, by=by, at=at)
    if layouts or (answers and answers.money):
        _remember(checked, by=by, at=at)
    return checked


def _remember(batch: Batch, *, by: str, at: datetime) -> None:
    """Keep what was told of the headings of a list as its sender's form: it is not asked again next month."""
    meanings = Meanings()
    for layout in layouts_from(batch.answers):
        here = [table for table in batch.found if table["sheet"] == layout.sheet]
        meanings = meanings.with_more(meanings_told(layout, here))
    money = batch.answers.get("money", "")
    sender = batch.sender or source_named(batch.source).sender.fa
    remember(source=batch.source, sender=sender, meanings=meanings, money=money, by=by, at=at)


def _answer(batch: Batch, answers: Answers | None, layouts: tuple[Layout, ...] | None) -> None:
    locked = Batch.objects.select_for_update().get(pk=batch.pk)
    told = answers or answers_from(locked.answers)
    given = {name: text[:LONGEST] for name, text in told.given.items() if text}
    shown = layouts_from(locked.answers) if layouts is None else layouts
    for layout in shown:
        layout.check(source_named(batch.source))
    locked.answers = plain_answers(replace(told, given=given), shown)
    locked.save(update_fields=["answers"])
    batch.answers = locked.answers


def _correct(batch: Batch, cells: Mapping[tuple[str, str], str], *, by: str, at: datetime) -> None:
    known = queries.corrections_of(batch)
    read = _read_of(batch, cells)
    Correction.objects.bulk_create(
        Correction(batch=batch, sheet=sheet, cell=cell, read=read.get((sheet, cell), ""), written=written, by=by, at=at)
        for (sheet, cell), written in cells.items()
        if written != (known[sheet, cell].written if (sheet, cell) in known else read.get((sheet, cell), ""))
    )


def _read_of(batch: Batch, cells: Mapping[tuple[str, str], str]) -> dict[tuple[str, str], str]:
    """Return what was read in cells, from the problems that name them; an earlier correction keeps the first text."""
    read: dict[tuple[str, str], str] = {}
    for row in queries.rows_with_problems(batch):
        for problem in row.problems:
            read[row.sheet, problem["cell"]] = problem["value"]
    earlier = {place: correction.read for place, correction in queries.corrections_of(batch).items()}
    return {place: text for place, text in {**read, **earlier}.items() if place in cells}


def _decide(batch: Batch, told: Sequence[Told], *, by: str, at: datetime, reason: str) -> None:
    rows = {row.pk: row for row in ReceivedRow.objects.filter(batch=batch, pk__in=[word.row for word in told])}
    with recording(action="intake.link.decided", by=by, at=at, reason=reason):
        for word in told:
            evidence = rows[word.row].evidence if word.row in rows else {}
            if not evidence:
                continue
            standing = LinkDecision.objects.filter(key=evidence["key"], voided_entry=None).first()
            if standing is not None:
                if standing.unit_id == word.unit:
                    continue
                standing.void()
            LinkDecision(
                key=evidence["key"],
                said=evidence["said"],
                evidence=_offered(evidence),
                unit_id=word.unit,
                decided_by=by,
                reason=reason[:LONGEST],
            ).save()


def _offered(evidence: Mapping[str, Any]) -> str:
    """Return what a row said and whom it was asked about, as a decision keeps it: the weights learn from it."""
    offered = sorted(candidate["unit"] for candidate in evidence["candidates"])
    told = {"fields": evidence["fields"], "offered": offered}
    return json.dumps(told, ensure_ascii=False, sort_keys=True)
