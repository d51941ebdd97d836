"""`hamahang import`: look into a file, check a list, apply it, take it back, go on with one that was broken off."""

import argparse
import sys
from pathlib import Path
from typing import Any

from hamahang.cli import options, setup


def add(parsers: Any) -> None:
    """Register the command."""
    parser = parsers.add_parser("import", help="check or apply a list / بررسی یا اعمال فهرست")
    parser.add_argument("words", nargs="+", metavar="FILE | inspect FILE | undo BATCH | resume BATCH")
    parser.add_argument("--source", help="estates, units, payments …; found by the headings if it is left out")
    parser.add_argument("--apply", action="store_true", help="write it into the register")
    parser.add_argument("--without-bad-rows", action="store_true", help="apply the good rows, leave the refused ones")
    parser.add_argument("--sender", default="", help="the office it came from: its headings are remembered")
    parser.add_argument("--period", default="", help="what it speaks of, such as 1390 or «خرداد ۱۳۹۰»")
    parser.add_argument("--form", type=Path, help="a sender's form (JSON) to read it by, as exported from the page")
    parser.add_argument("--cell", action="append", default=[], metavar="[SHEET!]F7=TEXT", help="write a cell anew")
    parser.add_argument("--unit", action="append", default=[], metavar="[SHEET!]7=LICENCE", help="which unit row 7 is")
    parser.add_argument(
        "--leave-out", action="append", default=[], metavar="[SHEET!]7=REASON", help="do not take row 7"
    )
    parser.add_argument("--look", action="store_true", help="say what applying would change; nothing is written")
    parser.add_argument("--reason", default="", help="why a list is taken back")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run, parser=parser)


def run(arguments: argparse.Namespace) -> int:
    """Check a file and apply it when asked; or take a batch back, or go on with one."""
    from hamahang.cli import batches

    word, rest = arguments.words[0], arguments.words[1:]
    if word in batches.VERBS:
        if len(rest) != 1 or not rest[0].isdecimal():
            arguments.parser.error(f"{word} needs the number of a batch / شمارهٔ دسته را بنویسید")
        return batches.VERBS[word](int(rest[0]), arguments)
    if word == "inspect":
        if len(rest) != 1:
            arguments.parser.error("inspect needs one FILE / نام یک فایل را بنویسید")
        return _inspect(Path(rest[0]), as_json=arguments.json)
    if rest:
        arguments.parser.error("one FILE is needed / یک فایل را بنویسید")
    return _take_in(Path(word), arguments)


def _take_in(path: Path, arguments: argparse.Namespace) -> int:
    """Check one file as a kind of list, and do with it what was asked."""
    arguments.file = path
    setup.django()
    from hamahang.intake.sources import UnknownSource, source_named, sources
    from hamahang.intake.workbook import UnreadableFile

    known = "، ".join(sources())
    try:
        source = source_named(arguments.source) if arguments.source else None
    except UnknownSource:
        return options.refuse(
            f"فهرستی از نوع {arguments.source} نیست؛ یکی از: {known}",
            f"There is no list of kind {arguments.source}; one of: {known}",
        )
    if not arguments.file.is_file():
        return options.refuse(f"فایل {arguments.file} نیست.", f"There is no file {arguments.file}.")
    try:
        source = source or _recognised(arguments)
    except UnreadableFile as error:
        return options.refuse(error.message.fa, error.message.en)
    if source is None:
        return options.refuse(
            f"از سرستون‌ها پیدا نبود که این چه فهرستی است؛ آن را با --source بگویید: {known}",
            f"The headings do not tell what list this is; say it with --source: {known}",
        )
    from hamahang.domain.lists.periods import parse_period

    period = parse_period(arguments.period) if arguments.period else None
    if arguments.period and period is None:
        return options.refuse(
            f"دورهٔ «{arguments.period}» خوانده نشد؛ مانند «۱۳۹۰» یا «خرداد ۱۳۹۰» بنویسید.",
            f"The period {arguments.period!r} was not understood; write it as 1390 or Khordad 1390.",
        )
    from hamahang.cli.mending import NotMended
    from hamahang.intake.forms import BadForm

    try:
        batch, refusal = _carry_out(arguments, source, period)
    except NotMended as error:
        return options.refuse(error.fa, error.en)
    except (BadForm, OSError) as error:
        return options.refuse(f"فرم فرستنده خوانده نشد: {error}", f"The sender's form cannot be read: {error}")
    _print(batch, arguments)
    if refusal:
        return options.refuse(*refusal)
    return 1 if batch.state == "UNREADABLE" or (_has_errors(batch) and not arguments.apply) else 0


def _recognised(arguments: argparse.Namespace) -> Any:
    """Return what kind of list a file is by its headings, None if they do not tell."""
    from hamahang.intake.recognising import likeliest
    from hamahang.intake.workbook import read_sheets

    return likeliest(read_sheets(arguments.file), sender=arguments.sender)


def _inspect(path: Path, *, as_json: bool) -> int:
    """Say which tables a file holds, whatever list it is; nothing is stored."""
    if not path.is_file():
        return options.refuse(f"فایل {path} نیست.", f"There is no file {path}.")
    setup.django()
    from hamahang.intake.inspecting import describe, inspect_file
    from hamahang.intake.workbook import UnreadableFile

    try:
        tables = inspect_file(path)
    except UnreadableFile as error:
        return options.refuse(error.message.fa, error.message.en)
    if as_json:
        options.print_json(tables)
    else:
        sys.stdout.write("".join(f"{line}\n" for line in describe(tables)))
    return 0


def _carry_out(arguments: argparse.Namespace, source: Any, period: Any) -> tuple[Any, tuple[str, str] | None]:
    """Receive, check and perhaps apply; return the batch and why it was refused, if it was."""
    from django.conf import settings

    from hamahang.cli.mending import mended_by_hand, say_look
    from hamahang.domain.refusal import Refused
    from hamahang.intake.actions import (
        BatchHasErrors,
        BatchIsClosed,
        apply_batch,
        check_and_apply,
        check_batch,
        receive_file,
    )
    from hamahang.intake.concealing import kind_kept
    from hamahang.intake.forms import import_form
    from hamahang.intake.queries import batch_of

    by, at, store = options.operator(), options.now(), settings.MEDIA_ROOT
    with arguments.file.open("rb") as file:
        chunks = iter(lambda: file.read(1 << 20), b"")
        received = receive_file(
            chunks=chunks,
            name=arguments.file.name,
            store=store,
            limit=10 * settings.UPLOAD_LIMIT,
            source=source,
            key=settings.PERSON_KEY,
            by=by,
            at=at,
        )
    kept_as = kind_kept(store / received.sha256, source).code
    if arguments.form:
        import_form(arguments.form.read_bytes(), by=by, at=at)
    told = {"file": received, "source": source, "store": store, "sender": arguments.sender, "period": period}
    is_mended = bool(arguments.cell or arguments.unit or arguments.leave_out)
    try:
        if arguments.apply and not is_mended:
            return check_and_apply(**told, without_bad_rows=arguments.without_bad_rows, by=by, at=at), None
        batch = check_batch(**told, by=by, at=at)
        if is_mended and batch.state in ("CHECKED", "APPLIED"):
            batch = mended_by_hand(batch, arguments, store=store, key=settings.PERSON_KEY, by=by, at=at)
        if arguments.apply:
            without = arguments.without_bad_rows
            return apply_batch(batch=batch, store=store, without_bad_rows=without, by=by, at=at), None
        if arguments.look and not arguments.json and batch.state == "CHECKED":
            say_look(batch, store=store, by=by, at=at)
    except BatchIsClosed:
        return batch_of(sha256=received.sha256, source=kept_as), None
    except Refused as error:
        return batch_of(sha256=received.sha256, source=kept_as), (error.why.fa, error.why.en)
    except BatchHasErrors:
        return batch_of(sha256=received.sha256, source=kept_as), (
            "فهرست سطرهای نادرست دارد و اعمال نشد؛ درست کنید یا با --without-bad-rows بفرستید.",
            "The list has wrong rows and was not applied; mend them, or give --without-bad-rows.",
        )
    return batch, None


def _has_errors(batch: Any) -> bool:
    return bool(batch.counts.get("REFUSED")) or any(p["severity"] == "error" for p in batch.problems)


def _print(batch: Any, arguments: argparse.Namespace) -> None:
    from hamahang.intake import queries

    rows = [
        {"sheet": row.sheet, "row": row.row, "outcome": row.outcome, "problems": row.problems}
        for row in queries.rows_with_problems(batch)
    ]
    if arguments.json:
        options.print_json(
            {
                "batch": batch.pk,
                "source": batch.source,
                "file": batch.file.name,
                "sha256": batch.file.sha256,
                "state": batch.state,
                "entry": batch.applied_entry,
                "counts": batch.counts,
                "account": queries.account_of(batch),
                "problems": batch.problems,
                "rows": rows,
            }
        )
        return
    write = sys.stdout.write
    write(f"{batch.file.name} · {batch.source} · {batch.state} · {batch.counts}\n")
    for problem in batch.problems:
        write(f"  {problem['cell']:8} {problem['message']['fa']}\n{'':11}{problem['message']['en']}\n")
    for row in rows:
        for problem in row["problems"]:
            if problem["severity"] != "note":
                write(f"  {row['sheet']}!{problem['cell']:8} {problem['message']['fa']}\n")
                write(f"{'':11}{problem['message']['en']}\n")
