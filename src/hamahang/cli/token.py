"""`hamahang token`: the tokens by which other systems act for a person; each is shown once and kept as a hash only."""

import argparse
import sys
from typing import Any

from hamahang.cli import options, setup


def add(parsers: Any) -> None:
    """Register the command."""
    parser = parsers.add_parser("token", help="tokens of other systems / توکن سامانه‌های دیگر")
    acts = parser.add_subparsers(dest="act", required=True)
    make = acts.add_parser("make", help="make one for a person and show it once")
    make.add_argument("username")
    make.add_argument("--label", required=True, help="which system it is for")
    make.set_defaults(run=run_make)
    end = acts.add_parser("end", help="let one no longer be used")
    end.add_argument("number", type=int)
    end.set_defaults(run=run_end)
    shown = acts.add_parser("list", help="whose there are, without the tokens themselves")
    shown.add_argument("--json", action="store_true")
    shown.set_defaults(run=run_list)


def run_make(arguments: argparse.Namespace) -> int:
    """Make a token and print it: it cannot be shown again."""
    setup.django()
    from hamahang.accounts.tokens import UnknownPerson, make_token

    try:
        number, token = make_token(
            username=arguments.username, label=arguments.label, by=options.operator(), at=options.now()
        )
    except UnknownPerson as error:
        return options.refuse(f"چنین کاربری نیست: {error}", f"There is no such person: {error}")
    sys.stdout.write(f"{token}\n")
    sys.stderr.write(f"توکن شمارهٔ {number}؛ تنها همین یک بار نشان داده می‌شود.\n")
    sys.stderr.write(f"Token number {number}; it is shown this once only.\n")
    return 0


def run_end(arguments: argparse.Namespace) -> int:
    """End a token."""
    setup.django()
    from hamahang.accounts.tokens import NoSuchToken, end_token

    try:
        end_token(number=arguments.number, by=options.operator(), at=options.now())
    except NoSuchToken:
        return options.refuse("چنین توکن به‌کاری نیست.", "There is no such token in use.")
    return 0


def run_list(arguments: argparse.Namespace) -> int:
    """Print whose tokens there are."""
    setup.django()
    from hamahang.accounts.queries import tokens

    rows = [
        {
            "number": token.pk,
            "username": token.person.username,
            "label": token.label,
            "made_at": token.made_at.isoformat(),
            "ended_at": token.ended_at.isoformat() if token.ended_at else None,
        }
        for token in tokens()
    ]
    if arguments.json:
        options.print_json(rows)
    else:
        for row in rows:
            state = "—" if row["ended_at"] else "✓"
            sys.stdout.write(f"{row['number']:4} {state} {row['username']:12} {row['label']}\n")
    return 0
