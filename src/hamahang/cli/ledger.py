"""`hamahang ledger check`: proves the accounts of all facilities from their postings."""

import argparse
import sys
from typing import Any

from hamahang.cli import options, setup


def add(parsers: Any) -> None:
    """Register the command."""
    parser = parsers.add_parser("ledger", help="check the accounts of facilities / بازبینی حساب تسهیلات")
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help="prove all balances; name the first facility that fails")
    check.add_argument("--json", action="store_true")
    check.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check each facility; the first whose accounts do not say what its facts say ends it."""
    setup.django()
    from hamahang.support.checking import WHAT, check_all

    checked = check_all()
    fault = checked.fault
    if arguments.json:
        shown = None
        if fault:
            shown = {
                "facility": fault.facility, "number": fault.number, "bank": fault.bank, "what": fault.what,
                "expected": fault.expected, "found": fault.found,
            }  # fmt: skip
        options.print_json(
            {
                "facilities": checked.facilities,
                "postings": checked.postings,
                "balances": dict(sorted(checked.balances.items())),
                "fault": shown,
            }
        )
        return 1 if fault else 0
    if fault is None:
        sys.stdout.write(f"حساب‌ها درست است: {checked.facilities} تسهیلات، {checked.postings} سطر سند\n")
        sys.stdout.write(f"The accounts hold: {checked.facilities} facilities, {checked.postings} postings\n")
        return 0
    what, numbers = WHAT[fault.what], f"{fault.expected} ≠ {fault.found}"
    return options.refuse(
        f"تسهیلات {fault.number} ({fault.bank}): {what.fa}: {numbers}",
        f"Facility {fault.number} ({fault.bank}): {what.en}: {numbers}",
    )
