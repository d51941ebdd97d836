"""`hamahang prepare`: make or upgrade the database and load the reference tables."""

import argparse
import sys
from datetime import datetime
from typing import Any

from hamahang.cli import options, setup
from hamahang.domain.text import Text


def add(parsers: Any) -> None:
    """Register the command."""
    parser = parsers.add_parser("prepare", help="make or upgrade the database / آماده‌سازی پایگاه داده")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prepare the database; a second run changes nothing."""
    setup.django()
    try:
        prepare()
    except OldDatabase:
        return refuse_old()
    sys.stdout.write("پایگاه داده آماده است.\nThe database is ready.\n")
    if (lost := make_person_key()) is not None:
        sys.stderr.write(f"{lost.fa}\n{lost.en}\n")
    return 0


def make_person_key() -> Text | None:
    """Make the key that hashes persons where there is none yet; return what is wrong where it is lost."""
    from django.conf import settings

    from hamahang.intake.concealing import read_key
    from hamahang.intake.workbook import UnreadableFile

    try:
        read_key(settings.PERSON_KEY)
    except UnreadableFile as error:
        return error.message
    return None


class OldDatabase(Exception):
    """The database was made by a trial before the first release. Repair: begin with an empty one."""


def refuse_old() -> int:
    """Say that a database of a trial cannot be gone on with."""
    return options.refuse(
        "این پایگاه داده پیش از نسخهٔ نخست و برای آزمایش ساخته شده است و ارتقا ندارد؛"
        " پوشهٔ داده را کنار بگذارید و از نو آغاز کنید.",
        "This database was made for a trial before the first release and has no upgrade;"
        " put the data folder aside and begin anew.",
    )


def prepare() -> None:
    """Migrate, and load the reference tables.

    :raises OldDatabase: if the database was made before the first release
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from hamahang.board import standing as board
    from hamahang.casework import standing as casework
    from hamahang.register import standing as register
    from hamahang.support import standing as support
    from hamahang.support.actions import bring_postings

    if ("ledger", "0001_initial") in MigrationRecorder(connection).applied_migrations():
        raise OldDatabase
    call_command("migrate", verbosity=0, interactive=False)
    load_tables(by=options.operator(), at=options.now())
    bring_postings(by=options.operator(), at=options.now())
    for room in (casework, board, support, register):
        if not room.is_whole():
            room.refresh_all()


def load_tables(*, by: str, at: datetime) -> None:
    """Load the reference tables in one entry; a second run changes nothing."""
    from hamahang.domain.calendar import from_jalali
    from hamahang.domain.projects import OWN_WEIGHTS
    from hamahang.domain.returns import FIRST_TERMS
    from hamahang.indicators.reference import load_benchmarks
    from hamahang.ledger.queries import as_of
    from hamahang.ledger.recording import recording
    from hamahang.projects.actions import set_threshold, set_weights
    from hamahang.projects.queries import thresholds
    from hamahang.register.confirming import set_terms
    from hamahang.register.returned import term_versions
    from hamahang.support.actions import open_lines
    from hamahang.territory.reference import load_reference

    with recording(action="reference.loaded", by=by, at=at):
        load_reference(by=by, at=at)
        load_benchmarks(by=by, at=at)
        open_lines(by=by, at=at)
        # 10 billion rials in 1387, 100 billion in 1390: the line that selects who approves a spatial-plan project
        # what the office set of a day since stays
        lines = {line.since_on for line in thresholds(as_of(day=at.date()))}
        for year, amount in ((1387, 10_000_000_000), (1390, 100_000_000_000)):
            if from_jalali(year, 1, 1) not in lines:
                set_threshold(amount=amount, since_on=from_jalali(year, 1, 1), basis=f"{year} line", by=by, at=at)
        if not term_versions():
            set_terms(terms=FIRST_TERMS, by=by, at=at)
        # no official weights were found: these are the office's own, and can be changed in the page from a day on
        own = "قرار دفتر؛ وزن رسمی یافت نشد"
        set_weights(weights=OWN_WEIGHTS, since_on=from_jalali(1387, 1, 1), basis=own, by=by, at=at)
