"""`hamahang remind`: take the steps that are due by rule about overdue resolutions, and tell the people concerned."""

import argparse
import sys
from typing import Any

from hamahang.cli import options, setup


def add(parsers: Any) -> None:
    """Register the command."""
    parser = parsers.add_parser("remind", help="reminders and escalation by rule / یادآوری و گزارش به قاعده")
    parser.add_argument("--look", action="store_true", help="only say what is due")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Record each step once; a second run on the same day finds nothing to do."""
    setup.django()
    from django.utils import timezone

    from hamahang.board import reminding
    from hamahang.desk.actions import tell_reminders

    day, by, at = timezone.localdate(), options.operator(), options.now()
    steps = list(reminding.due(day)) if arguments.look else reminding.remind(day=day, by=by, at=at)
    for now, rule in steps:
        sys.stdout.write(f"{rule.code:9} {now.number}  {now.executor}  {(day - now.due_on).days}\n")
    if not arguments.look:
        tell_reminders(steps=steps, by=by, at=at)
    return 0
