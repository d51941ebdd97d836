"""Receiving a file, checking it against the register, and applying it: all of it in one entry, or nothing."""

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any, NamedTuple

from django.db import transaction

from hamahang.domain.ledger import json_of_texts
from hamahang.domain.lists.intake import ERROR, NOTE, CheckedRow, Problem, Source
from hamahang.domain.lists.listing import Listing
from hamahang.domain.lists.periods import Period, period_in_title
from hamahang.domain.text import ZWNJ, Text, clean
from hamahang.intake import queries
from hamahang.intake.answers import answers_from, found_in, plain_answers
from hamahang.intake.concealing import keep_concealed, kept_name, kind_kept, kind_to_keep
from hamahang.intake.examining import Examined, Progress, Word, examine, not_told, word_on
from hamahang.intake.linking import Evidence, Linked
from hamahang.intake.models import Batch, ReceivedFile, ReceivedRow
from hamahang.intake.resting import collector_at_rest
from hamahang.intake.sources import modules, sources
from hamahang.intake.workbook import UnreadableFile
from hamahang.intake.writing import Writing
from hamahang.ledger import queries as ledger
from hamahang.ledger.bulk import Effect
from hamahang.ledger.inserting import insert_rows, rows_behind
from hamahang.ledger.models import SourceTable
from hamahang.ledger.recording import recording

CHUNK = 2_000
NAME_LENGTH = 255
SENDER_LENGTH = 120
SENT_AS = Text(
    fa="این فایل به نام «{sent}» آمد ولی «{kind}» است: پیش از نگهداری پوشانده و با همین نوع بررسی شد.",
    en="This file came as “{sent}” but is a “{kind}”: it was concealed before it was kept, and read as one.",
)
Place = tuple[str, int, int]  # sheet, row, and which table of the file


class FileTooLarge(Exception):
    """The file is above the limit; `limit` is in bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"more than {limit} bytes")


class BatchHasErrors(Exception):
    """The batch has refused rows or problems of the file as a whole. Repair: mend the list, or leave the rows out."""


class BatchIsClosed(Exception):
    """The batch was applied or rejected already; the same file twice changes nothing."""


def receive_file(
    *,
    chunks: Iterable[bytes],
    name: str,
    store: Path,
    limit: int,
    source: Source | None = None,
    key: Path | None = None,
    by: str,
    at: datetime,
) -> ReceivedFile:
    """Keep a file's bytes under their hash and note who sent it; the same bytes again are the same file.

    A list that says something of persons is kept in its concealed form alone, also where it was sent as another kind.
    source: the kind of list it is said to be
    key: where the key that hashes persons lies; needed for such a list
    :raises FileTooLarge: above `limit` bytes
    :raises NoPersonKey: if a list that says something of persons is received without a key
    """
    store.mkdir(parents=True, exist_ok=True)
    # until it is known what it is it lies outside the store: a list of persons is never in it as it came, not even if
    # this process is killed
    descriptor, temporary = tempfile.mkstemp()
    path = Path(temporary)
    try:
        with os.fdopen(descriptor, "wb") as file:
            digest, size = _take(chunks, file, limit)
        kind, sheets = kind_to_keep(path, source)
        if kind is not None and kind.is_personal:
            digest, size = keep_concealed(path, source=kind, key=key, store=store)
        else:
            _keep(path, store / digest)
    finally:
        path.unlink(missing_ok=True)
    name = kept_name(name, kind)
    shown = Text(fa=name, en=name).fa.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(letter for letter in shown if letter.isprintable() or letter == ZWNJ)[:NAME_LENGTH] or "file"
    received, _ = ReceivedFile.objects.get_or_create(
        sha256=digest, defaults={"name": shown, "size": size, "received_at": at, "received_by": by}
    )
    received.sheets = sheets
    return received


def _take(chunks: Iterable[bytes], file: IO[bytes], limit: int) -> tuple[str, int]:
    """Write what comes into a file; return the hash of it and its size in bytes."""
    sha, size = hashlib.sha256(), 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise FileTooLarge(limit)
        sha.update(chunk)
        file.write(chunk)
    return sha.hexdigest(), size


def _keep(path: Path, target: Path) -> None:
    """Have a file in the store, all of it or nothing."""
    descriptor, fresh = tempfile.mkstemp(dir=target.parent)
    try:
        with path.open("rb") as source, os.fdopen(descriptor, "wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
        Path(fresh).replace(target)
    finally:
        Path(fresh).unlink(missing_ok=True)


@collector_at_rest()
def check_batch(
    *, file: ReceivedFile, source: Source, store: Path, sender: str = "", period: Period | None = None, by: str,
    at: datetime,
) -> Batch:  # fmt: skip
    """Read a file as a kind of list and note what is wrong with it; nothing is written to the register.

    A file that was applied already, or is being applied, is left as it is.
    sender: the office it came from; period: the first and last day it is said to speak of
    """
    batch, _ = _check(file, source, store, sender, period, by, at)
    return batch


@collector_at_rest()
def check_and_apply(
    *,
    file: ReceivedFile,
    source: Source,
    store: Path,
    without_bad_rows: bool = False,
    sender: str = "",
    period: Period | None = None,
    by: str,
    at: datetime,
) -> Batch:
    """Check a file and apply it in one go, read once.

    :raises BatchIsClosed: if all its good rows were applied already
    :raises BatchHasErrors: if rows are refused and the caller did not say to leave them out, or nothing is left
    """
    batch, examined = _check(file, source, store, sender, period, by, at)
    if batch.state != Batch.State.CHECKED:
        return batch
    return apply_batch(batch=batch, store=store, without_bad_rows=without_bad_rows, by=by, at=at, examined=examined)


def _check(
    file: ReceivedFile, source: Source, store: Path, sender: str, period: Period | None, by: str, at: datetime
) -> tuple[Batch, Examined | None]:
    """Check a file; return also what was found, None where it was not read."""
    sent_as, sheets = source, file.sheets
    file.sheets = None
    source = source if sheets is not None else kind_kept(store / file.sha256, source)
    known = queries.batch_of(sha256=file.sha256, source=source.code)
    if known and known.state in (Batch.State.APPLYING, Batch.State.APPLIED):
        return known, None
    word = word_on(known)
    word = replace(word, sender=clean(sender)[:SENDER_LENGTH] or word.sender)
    word = replace(word, answers=replace(word.answers, period=period or word.answers.period))
    try:
        examined = examine(store / file.sha256, source, day=at.date(), word=word, sheets=sheets)
    except UnreadableFile as error:
        whole = Problem(error.code, ERROR, error.message, cell=str(error.row or ""))
        return _store(file, source, known, word, state=Batch.State.UNREADABLE, seen=Seen([whole]), by=by, at=at), None
    if source.code != sent_as.code:
        message = SENT_AS.format(sent=sent_as.title, kind=source.title)
        examined.listing.problems.append(Problem("sent_as", NOTE, message))
    batch = _store(file, source, known, word, state=Batch.State.CHECKED, seen=_seen(examined), by=by, at=at)
    return batch, examined


@collector_at_rest()
def check_again(*, batch: Batch, store: Path, by: str, at: datetime) -> Batch:
    """Check a list anew, after its cells were mended or the register moved on; what it wrote already stays noted."""
    source, word = sources()[batch.source], word_on(batch)
    examined = examine(store / batch.file.sha256, source, day=at.date(), word=word)
    return _store(batch.file, source, batch, word, state=Batch.State.CHECKED, seen=_seen(examined), by=by, at=at)


class SeenRow(NamedTuple):
    """A row of the file as it is kept: its cells as read, what is wrong with them, and how it ended."""

    sheet: str
    row: int
    header: int
    table: str
    outcome: str
    cells: Mapping[str, str]
    problems: Sequence[Problem] = ()
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What is kept of a check: problems of the file as a whole, the tables found, and its rows."""

    problems: list[Problem]
    found: list[dict[str, Any]] = field(default_factory=list)
    rows: list[SeenRow] = field(default_factory=list)


def _seen(examined: Examined) -> Seen:
    listing = examined.listing
    accepted, refused, ignored = (str(outcome) for outcome in ReceivedRow.Outcome)
    rows = [
        SeenRow(
            row.sheet,
            row.row,
            row.header,
            row.table,
            accepted if row.is_good and linked.is_good else refused,
            row.cells,
            (*row.problems, *linked.problems),
            linked.evidence,
        )
        for row, linked in zip(listing.rows, examined.linked, strict=True)
    ]
    for left in listing.ignored:
        reason = Problem("ignored", NOTE, left.reason)
        rows.append(SeenRow(left.sheet, left.row, 0, "", ignored, left.cells, (reason,)))
    return Seen(listing.problems, found_in(listing), rows)


def _plain(problem: Problem) -> dict[str, object]:
    return asdict(problem)


@transaction.atomic
def _store(
    file: ReceivedFile,
    source: Source,
    known: Batch | None,
    word: Word,
    *,
    state: str,
    seen: Seen,
    by: str,
    at: datetime,
) -> Batch:
    """Write the batch and its rows, in place of an earlier check of the same file."""
    # as it stands now: it may have been applied while the file was read
    batch = Batch.objects.select_for_update().get(pk=known.pk) if known else Batch(file=file, source=source.code)
    rows = seen.rows
    applied = _applied_rows(batch) if batch.state == Batch.State.APPLIED else {}
    if not applied:
        batch.state = state
    batch.checked_at, batch.checked_by = at, by
    batch.sender, batch.answers = word.sender, plain_answers(word.answers, word.layouts)
    batch.problems, batch.found = [_plain(problem) for problem in seen.problems], seen.found
    ended = Counter(row.outcome for row in rows)
    batch.counts = {outcome: ended[outcome] for outcome in ReceivedRow.Outcome.values} | {"ROWS": len(rows)}
    batch.save()
    ReceivedRow.objects.filter(batch=batch).delete()
    _insert_rows(batch, rows, applied)
    return batch


def _insert_rows(batch: Batch, rows: Sequence[SeenRow], applied: Mapping[Place, str]) -> None:
    """Insert the rows of a batch as plain tuples. applied: what some of them did in the register already."""
    names = ("batch", *SeenRow._fields, "effect")
    columns = [str(ReceivedRow._meta.get_field(name).column) for name in names]  # type: ignore[union-attr]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    with rows_behind():
        plain = (
            (
                batch.pk,
                *row[:5],
                json_of_texts(row.cells),
                encode([_plain(problem) for problem in row.problems]) if row.problems else "[]",
                encode(asdict(row.evidence)) if row.evidence else "{}",
                applied.get((row.sheet, row.row, row.header), ""),
            )
            for row in rows
        )
        insert_rows(ReceivedRow._meta.db_table, columns, plain)


def _applied_rows(batch: Batch) -> dict[Place, str]:
    """Return what the rows did that are in the register already; the others are parked."""
    done = ReceivedRow.objects.filter(batch=batch).exclude(effect="").order_by("pk")
    listed = done.values_list("sheet", "row", "header", "effect")
    return {(sheet, row, header): effect for sheet, row, header, effect in listed}


@collector_at_rest()
def apply_batch(
    *,
    batch: Batch,
    store: Path,
    without_bad_rows: bool = False,
    by: str,
    at: datetime,
    told: Progress = not_told,
    examined: Examined | None = None,
    is_preferred: bool = False,
) -> Batch:
    """Write a checked list into the register: one entry, all of it or nothing.

    Rows that were parked and mended since are written by a later application of the same list.
    told: is called with the stage and how many of how many rows are through it
    examined: what a check just found; it is looked at again if anything was written since
    is_preferred: whether what it says holds where the register has a stronger source that says otherwise
    :raises BatchIsClosed: if all its good rows were applied already
    :raises BatchHasErrors: if rows are refused and the caller did not say to leave them out, or nothing is left
    :raises hamahang.domain.refusal.Refused: if the register refuses what no check could tell
    """
    source = sources()[batch.source]
    with recording(action="intake.batch.applied", by=by, at=at, reason=batch.file.name) as entry:
        locked = Batch.objects.select_for_update().select_related("file").get(pk=batch.pk)
        is_open = locked.state in (Batch.State.CHECKED, Batch.State.APPLYING)
        if not (is_open or queries.has_mended_rows(locked)):
            raise BatchIsClosed(locked.state)
        if examined is None or examined.seal != ledger.head()[1]:
            path = store / locked.file.sha256
            examined = examine(path, source, day=at.date(), word=word_on(locked), told=told)
        good = examined.good
        refused = len(good) < len(examined.listing.rows)
        if examined.has_file_errors or not good or (refused and not without_bad_rows):
            raise BatchHasErrors(batch.pk)
        told("writing", 0, len(good))
        tables = source_tables(locked, examined.listing, source, is_preferred=is_preferred)
        writing = Writing(by=by, at=at, tables=tables)
        effects = modules()[batch.source].apply(good, writing)
        told("sealing", len(good), len(good))
        _note_effects(locked, good, effects)
        locked.state, locked.applied_at, locked.applied_by = Batch.State.APPLIED, at, by
        if entry.changes:
            locked.applied_entry, locked.entries = entry.number, [*locked.entries, entry.number]
        locked.save()
    return locked


def source_tables(batch: Batch, listing: Listing, source: Source, *, is_preferred: bool) -> list[int]:
    """Return the source table of each header found, stored so that every record can name its cell."""
    told, found = answers_from(batch.answers).period, []
    for header, extent in zip(listing.headers, listing.extents, strict=True):
        period = told or period_in_title(extent.titles)
        table = SourceTable.objects.create(
            file=batch.file.name,
            sha256=batch.file.sha256,
            sheet=header.sheet,
            columns=dict(header.letters),
            as_of=period[1] if period else None,
            rank=source.rank,
            is_preferred=is_preferred,
        )
        found.append(table.pk)
    return found


def _note_effects(batch: Batch, good: Sequence[tuple[CheckedRow, Linked]], effects: list[Effect]) -> None:
    """Keep beside each row what it did, and count."""
    done = {(row.sheet, row.row, row.header): effect for (row, _), effect in zip(good, effects, strict=True)}
    accepted = ReceivedRow.objects.filter(batch=batch, outcome=ReceivedRow.Outcome.ACCEPTED, effect="")
    alike: dict[str, list[int]] = {}
    for pk, *place in accepted.values_list("pk", "sheet", "row", "header"):
        alike.setdefault(done.get(tuple(place), ""), []).append(pk)  # type: ignore[arg-type]
    for effect, keys in alike.items():
        if len(alike) == 1:
            accepted.update(effect=effect)
            break
        for start in range(0, len(keys), CHUNK):
            ReceivedRow.objects.filter(pk__in=keys[start : start + CHUNK]).update(effect=effect)
    counted = queries.effects_of(batch)
    batch.counts = {**batch.counts, **{effect: counted.get(effect, 0) for effect in Effect}}
