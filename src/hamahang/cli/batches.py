"""`hamahang import undo BATCH` and `hamahang import resume BATCH`."""

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

from hamahang.cli import options, setup


def undo(number: int, arguments: argparse.Namespace) -> int:
    """Take an applied list back; what others touched since is kept and named."""
    setup.django()
    from hamahang.domain.refusal import Refused
    from hamahang.intake.undoing import BatchIsNotApplied, undo_batch
    from hamahang.ledger.queries import names_of

    batch = _found(number)
    if batch is None:
        return _no_batch(number)
    try:
        batch, undone = undo_batch(batch=batch, by=options.operator(), at=options.now(), reason=arguments.reason)
    except BatchIsNotApplied:
        return options.refuse(
            f"دستهٔ {number} اعمال‌شده نیست؛ چیزی برای برگرداندن نیست.",
            f"Batch {number} is not applied; there is nothing to take back.",
        )
    except Refused as error:
        return options.refuse(error.why.fa, error.why.en)
    if arguments.json:
        options.print_json(
            {
                "batch": number,
                "state": batch.state,
                "entry": batch.undone_entry,
                "gone": undone.gone,
                "restored": undone.restored,
                "kept": batch.kept,
            }
        )
        return 0
    write = sys.stdout.write
    write(
        f"برگردانده شد: {undone.gone} سند کنار رفت، {undone.restored} سند به حال پیش برگشت، {len(undone.kept)} ماند\n"
    )
    write(f"taken back: {undone.gone} records gone, {undone.restored} as before, {len(undone.kept)} kept\n")
    names = names_of(kept.record for kept in undone.kept)
    for kept in undone.kept:
        write(f"  {kept.record:28} {kept.why:16} {kept.entry or ''} {names.get(kept.record, '')}\n")
    return 0


def resume(number: int, arguments: argparse.Namespace) -> int:
    """Apply a list that was asked for and broken off: it begins anew, and nothing is written twice."""
    setup.django()
    from django.conf import settings

    from hamahang.domain.refusal import Refused
    from hamahang.intake.actions import BatchHasErrors, BatchIsClosed
    from hamahang.intake.running import carry_out

    batch = _found(number)
    if batch is None:
        return _no_batch(number)
    try:
        batch = carry_out(batch=batch, store=settings.MEDIA_ROOT, clock=time.time)
    except BatchIsClosed:
        return options.refuse(
            f"دستهٔ {number} در میانهٔ کار نیست (حال آن: {batch.state})؛ چیزی برای ادامه نیست.",
            f"Batch {number} was not broken off (it is {batch.state}); there is nothing to go on with.",
        )
    except BatchHasErrors:
        return options.refuse(
            f"دستهٔ {number} سطر نادرست دارد و اعمال نشد؛ درست کنید یا بدون آن سطرها بخواهید.",
            f"Batch {number} has wrong rows and was not applied; mend them, or ask for it without them.",
        )
    except Refused as error:
        return options.refuse(error.why.fa, error.why.en)
    if arguments.json:
        options.print_json(
            {"batch": number, "state": batch.state, "entry": batch.applied_entry, "counts": batch.counts}
        )
    else:
        sys.stdout.write(f"{batch.file.name} · {batch.source} · {batch.state} · {batch.counts}\n")
    return 0


VERBS: dict[str, Callable[[int, argparse.Namespace], int]] = {"undo": undo, "resume": resume}


def _found(number: int) -> Any:
    from hamahang.intake import queries

    return queries.batch_by_id(number) if number < 2**63 else None


def _no_batch(number: int) -> int:
    return options.refuse(f"دسته‌ای با شمارهٔ {number} نیست.", f"There is no batch {number}.")
