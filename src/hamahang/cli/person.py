"""`hamahang person`: the people who can sign in."""

import argparse
import getpass
import sys
from typing import Any

from hamahang.cli import options, setup


def add(parsers: Any) -> None:
    """Register the command."""
    parser = parsers.add_parser("person", help="add somebody who can sign in / افزودن کاربر")
    parser.add_argument("username")
    parser.add_argument("--name", required=True)
    parser.add_argument("--role", required=True, help="SECRETARY, HEAD, STATISTICS, COUNTY, AUDITOR …")
    parser.add_argument("--places", default="", help="codes of provinces and counties, separated by spaces")
    parser.add_argument("--unit", action="append", default=[], help="licence of a unit whose returns an OWNER sends")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Add a person; the password is asked, or read from the first line of input when it is not a terminal."""
    setup.django()
    from django.core.exceptions import ValidationError

    from hamahang.accounts.actions import UnknownRole, UsernameTaken, add_person
    from hamahang.accounts.queries import EVERYTHING
    from hamahang.register.confirming import name_sender
    from hamahang.register.queries import unit_of_licence

    units = {licence: unit_of_licence(EVERYTHING, licence) for licence in arguments.unit}
    for licence in (licence for licence, unit in units.items() if unit is None):
        return options.refuse(f"واحدی با پروانهٔ {licence} نیست", f"There is no unit of licence {licence}")
    password = getpass.getpass("گذرواژه / password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        add_person(
            username=arguments.username,
            name=arguments.name,
            role=arguments.role,
            places=arguments.places,
            password=password,
            by=options.operator(),
            at=options.now(),
        )
    except UnknownRole as error:
        return options.refuse(f"نقش ناشناخته: {error}", f"Unknown role: {error}")
    except UsernameTaken as error:
        return options.refuse(f"این نام کاربری هست: {error}", f"This user name is taken: {error}")
    except ValidationError as error:
        return options.refuse("گذرواژه پذیرفته نشد: " + " ".join(error.messages), "The password was refused.")
    for unit in filter(None, units.values()):
        name_sender(unit=unit, username=arguments.username, by=options.operator(), at=options.now())
    return 0
