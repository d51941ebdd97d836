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
    parser.add_argument("--source", help="estates, units, affected, payments, projects, idle, jobs …")
    parser.add_argument("--apply", action="store_true", help="write it into the register")
    parser.add_argument("--without-bad-rows", action="store_true", help="apply the good rows, leave the refused ones")
    parser.add_argument("--sender", default="", help="the office it came from: its headings are remembered")
    parser.add_argument("--period", default="", help="what it speaks of, such as 1390 or «خرداد ۱۳۹۰»")
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
    if rest or not arguments.source:
        arguments.parser.error("one FILE and its --source are needed / یک فایل و نوع آن (--source) را بنویسید")
    arguments.file = Path(word)
    setup.django()
    from hamahang.intake.sources import UnknownSource, source_named, sources

    try:
        source = source_named(arguments.source)
    except UnknownSource:
        known = "، ".join(sources())
        return options.refuse(
            f"فهرستی از نوع {arguments.source} نیست؛ یکی از: {known}",
            f"There is no list of kind {arguments.source}; one of: {known}",
        )
    if not arguments.file.is_file():
        return options.refuse(f"فایل {arguments.file} نیست.", f"There is no file {arguments.file}.")
    from hamahang.domain.periods import parse_period

    period = parse_period(arguments.period) if arguments.period else None
    if arguments.period and period is None:
        return options.refuse(
            f"دورهٔ «{arguments.period}» خوانده نشد؛ مانند «۱۳۹۰» یا «خرداد ۱۳۹۰» بنویسید.",
            f"The period {arguments.period!r} was not understood; write it as 1390 or Khordad 1390.",
        )
    batch, refusal = _carry_out(arguments, source, period)
    _print(batch, arguments)
    if refusal:
        return options.refuse(*refusal)
    return 1 if batch.state == "UNREADABLE" or (_has_errors(batch) and not arguments.apply) else 0


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

    from hamahang.intake.actions import BatchHasErrors, check_and_apply, check_batch, receive_file
    from hamahang.intake.queries import batch_of

    by, at, store = options.operator(), options.now(), settings.MEDIA_ROOT
    with arguments.file.open("rb") as file:
        chunks = iter(lambda: file.read(1 << 20), b"")
        received = receive_file(
            chunks=chunks, name=arguments.file.name, store=store, limit=10 * settings.UPLOAD_LIMIT, by=by, at=at
        )
    told = {"file": received, "source": source, "store": store, "sender": arguments.sender, "period": period}
    if not arguments.apply:
        return check_batch(**told, by=by, at=at), None
    try:
        return check_and_apply(**told, without_bad_rows=arguments.without_bad_rows, by=by, at=at), None
    except BatchHasErrors:
        return batch_of(sha256=received.sha256, source=source.code), (
            "فهرست سطرهای نادرست دارد و اعمال نشد؛ درست کنید یا با --without-bad-rows بفرستید.",
            "The list has wrong rows and was not applied; mend them, or give --without-bad-rows.",
        )


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
