"""`hamahang audit verify`: proves that no entry, change or record was altered, removed or reordered."""

import argparse
import sys
from typing import Any

from hamahang.cli import options, setup

WHAT = {
    "entry_missing": ("این ثبت حذف شده است", "this entry is missing"),
    "entry_altered": ("این ثبت تغییر کرده است", "this entry was altered"),
    "change_missing": ("یک تغییر از این ثبت حذف شده است", "a change of this entry is missing"),
    "change_added": ("به این ثبت تغییری افزوده شده است", "a change was added to this entry"),
    "change_altered": ("این تغییر دست خورده است", "this change was altered"),
    "change_without_entry": ("این تغییر ثبت ندارد", "this change has no entry"),
    "tail_missing": ("ثبت‌های پایانی حذف شده‌اند", "the last entries are missing"),
    "head_differs": ("سرِ زنجیره با آخرین ثبت نمی‌خواند", "the head does not fit the last entry"),
    "differs_from_kept_head": ("با سر نگه‌داشته‌شده نمی‌خواند", "differs from the head that was kept"),
    "record_altered": ("سند با آخرین تغییر ثبت‌شده‌اش نمی‌خواند", "the record differs from its last recorded change"),
    "record_missing": ("سند ثبت‌شده حذف شده است", "the recorded record is missing"),
    "record_unrecorded": ("سندی بیرون از دفتر نوشته شده است", "a record was written past the ledger"),
}


def add(parsers: Any) -> None:
    """Register the command."""
    parser = parsers.add_parser("audit", help="verify the ledger / بازبینی دفتر")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verify = verbs.add_parser("verify", help="name the first bad entry, change or record")
    verify.add_argument("--head", type=kept_head, help="NUMBER:SEAL as printed in a briefing or kept with a backup")
    verify.add_argument("--json", action="store_true")
    verify.set_defaults(run=run)


def kept_head(text: str) -> tuple[int, str]:
    """Read a head that was kept outside the database."""
    number, _, seal = text.partition(":")
    if not (number.isdigit() and len(seal) >= 16):
        raise argparse.ArgumentTypeError(f"{text!r} is not NUMBER:SEAL")
    return int(number), seal


def run(arguments: argparse.Namespace) -> int:
    """Verify the chain, then each record against its last change."""
    setup.django()
    from hamahang.ledger import queries
    from hamahang.ledger.verification import verify_records

    number, seal = arguments.head or (None, None)
    verdict = queries.verify_chain(head_number=number, head_seal=seal)
    fault = verdict.fault or verify_records()
    if arguments.json:
        shown = None
        if fault:
            shown = {"entry": fault.entry, "change": fault.ordinal, "record": fault.record, "what": fault.what}
        head = {"number": verdict.number, "seal": verdict.seal}
        options.print_json({"entries": verdict.entries, "changes": verdict.changes, "head": head, "fault": shown})
        return 1 if fault else 0
    if fault is None:
        sys.stdout.write(f"زنجیره درست است: {verdict.entries} ثبت، {verdict.changes} تغییر\n")
        sys.stdout.write(f"The chain holds: {verdict.entries} entries, {verdict.changes} changes\n")
        sys.stdout.write(f"{verdict.number}:{verdict.seal}\n")
        return 0
    fa, en = WHAT[fault.what]
    where = (
        f"{fault.entry}" + (f"/{fault.ordinal}" if fault.ordinal else "") + (f" {fault.record}" if fault.record else "")
    )
    return options.refuse(f"ثبت {where}: {fa}", f"Entry {where}: {en}")
