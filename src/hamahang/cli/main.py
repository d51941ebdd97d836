"""The command `hamahang`: one file a subcommand. Exit status 0 done, 1 refused with reasons, 2 wrong use."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from hamahang import __version__

COMMANDS = (
    "demo", "serve", "prepare", "person", "figures", "imports", "briefing", "example", "audit", "backup", "linkage",
    "units", "digest", "remind", "ledger", "support", "forecast", "plan", "gap", "siting", "statement", "token",
)  # fmt: skip

READER_GONE = 141  # as shells tell of a program whose reader went away


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    root = argparse.ArgumentParser(
        prog="hamahang",
        description="هماهنگ: the register of a province's industry, in which every figure opens to its records.",
    )
    root.add_argument("--version", action="version", version=__version__)
    parsers = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        importlib.import_module(f"hamahang.cli.{name}").add(parsers)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        # a Windows console may not be in UTF-8; Persian must come out whole
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    parsed = parser().parse_args(arguments)
    try:
        status: int = parsed.run(parsed)
        sys.stdout.flush()
    except BrokenPipeError:
        # whoever read has had enough; what is left to be written at the end would complain once more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    except Exception as error:
        if not _is_unprepared(error):
            raise
        sys.stderr.write("پایگاه داده آماده نیست؛ نخست «hamahang prepare» را اجرا کنید.\n")
        sys.stderr.write("The database is not prepared; run `hamahang prepare` first.\n")
        return 1
    return status


def _is_unprepared(error: Exception) -> bool:
    """Return whether a command failed because the tables are not there yet; Django is not loaded just to ask."""
    is_of_database = type(error).__name__ in ("OperationalError", "ProgrammingError")
    return is_of_database and any(words in str(error) for words in ("no such table", "does not exist"))


def run() -> None:
    """Entry point of the console script."""
    sys.exit(main())


if __name__ == "__main__":
    run()
