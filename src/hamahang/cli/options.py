"""Options that several commands share: days, moments, scopes, and printing as JSON."""

import argparse
import json
import os
import sys
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from hamahang.domain.calendar import ImpossibleDay, read_day, write_day
from hamahang.domain.indicators import Scope, UnknownScope


def day(text: str) -> date:
    """Read a Jalali day such as 1390-04-10, or an ISO one."""
    try:
        return read_day(text)
    except (ImpossibleDay, ValueError) as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a day; write it as 1390-04-10 / روز را به صورت ۱۳۹۰-۰۴-۱۰ بنویسید"
        ) from error


def moment(text: str) -> datetime:
    """Read an ISO moment; without a zone it is taken in UTC."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not an ISO moment such as 2011-07-01T12:00:00+03:30") from error
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def scope(text: str) -> Scope:
    """Read a scope such as estate:ilam."""
    try:
        return Scope.parse(text)
    except UnknownScope as error:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a scope; write all, province:16, county:1601 or estate:ilam"
        ) from error


def say_iso(value: date | None, *, gregorian: bool) -> str | None:
    """Write a day for JSON: Jalali with hyphens, or ISO."""
    if value is None:
        return None
    return value.isoformat() if gregorian else write_day(value)


def now() -> datetime:
    """Return the moment a command was given: the only clock below which everything is passed in.

    It stands in the time of the province, so that its day is the province's also between midnight there and in UTC.
    """
    return datetime.now(zone())


def zone() -> ZoneInfo:
    """Return by whose clock the days of the province begin and end."""
    return ZoneInfo(os.environ.get("HAMAHANG_TIME_ZONE", "Asia/Tehran"))


def operator() -> str:
    """Return the name the ledger keeps for whoever runs the command on the machine."""
    import getpass

    try:
        return f"cli:{getpass.getuser()}"
    except (KeyError, OSError):
        return "cli"


def print_json(value: Any) -> None:
    """Print a value as JSON, letters as they are."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")


def refuse(fa: str, en: str) -> int:
    """Say in both languages why nothing was done; return the exit status for a refusal."""
    sys.stderr.write(f"{fa}\n{en}\n")
    return 1
