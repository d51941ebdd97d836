"""`hamahang demo`: a province in two minutes: database, example lists through the real intake, accounts, the site."""

import argparse
import json
import os
import secrets
import sys
import tempfile
from pathlib import Path
from typing import Any

from hamahang.cli import options, setup
from hamahang.cli.prepare import OldDatabase, make_person_key, prepare, refuse_old
from hamahang.domain.text import Text

# user name, name, role, places, agency
PEOPLE = (
    ("dabir", "دبیر ستاد (نمونه)", "SECRETARY", "", ""),
    ("rais", "رئیس سازمان (نمونه)", "HEAD", "", ""),
    ("amar", "کارشناس آمار (نمونه)", "STATISTICS", "", ""),
    ("shahrak", "معاون شهرک‌ها (نمونه)", "ESTATES", "", ""),
    ("tashilat", "کارشناس تسهیلات (نمونه)", "FACILITIES", "", ""),
    ("moshaver", "مشاور (نمونه)", "CONSULTANT", "", ""),
    ("mehran", "کارشناس شهرستان مهران (نمونه)", "COUNTY", "1605", ""),
    ("malek", "نمایندهٔ یک واحد (نمونه)", "OWNER", "", ""),
    ("bargh", "کارشناس شرکت توزیع برق (نمونه)", "AGENCY", "", "شرکت توزیع برق"),
    ("bank", "کارشناس بانک صنعت و معدن (نمونه)", "BANK", "", "بانک صنعت و معدن"),
    ("bazras", "بازرس (نمونه)", "AUDITOR", "", ""),
)
BROKEN_OFF = Text(
    fa="بارگذاری پیشین نمونه نیمه‌کاره مانده بود؛ از نو آغاز می‌شود.",
    en="The example was broken off while it was loaded; it begins anew.",
)
BEING_LOADED = Text(
    fa="نمونه همین حالا در پنجرهٔ دیگری بارگذاری می‌شود؛ بگذارید پایان یابد.",
    en="The example is being loaded at this moment in another window; let it finish.",
)
ON_A_SERVER = Text(
    fa="بارگذاری نمونه نیمه‌کاره مانده است؛ پایگاه داده را خالی کنید، فایل {mark} را بردارید و دوباره اجرا کنید.",
    en="The example was broken off while it was loaded; empty the database, remove {mark}, and run this again.",
)
NOT_LOADED = Text(
    fa="این دفتر سندهای خود را دارد؛ نمونه بارگذاری نشد. پوشهٔ دیگری را با HAMAHANG_HOME نشان دهید تا نمونه را ببینید.",
    en="The register holds records of its own, so the example was not loaded. Name another folder by HAMAHANG_HOME"
    " to see the example.",
)


def add(parsers: Any) -> None:
    """Register the command."""
    parser = parsers.add_parser("demo", help="load the example and serve it / نمایش نمونه")
    parser.add_argument("--no-serve", action="store_true", help="prepare everything and end")
    parser.add_argument("--port", type=int, default=8000)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prepare the database, load the example if the register is empty, show the accounts, serve."""
    setup.django()
    try:
        _begin_anew()
        prepare()
    except OldDatabase:
        return refuse_old()
    except ExampleUnfinished as error:
        return options.refuse(error.message.fa, error.message.en)
    # the example has persons, and a key that came after them would be taken for a lost one
    make_person_key()
    accounts = _load() if _is_empty() else _accounts()
    _tell(accounts)
    if not arguments.no_serve:
        from hamahang.cli.serve import start

        start(address="127.0.0.1", port=arguments.port)
    return 0


class ExampleUnfinished(Exception):
    """The example was broken off while it was loaded and cannot be begun anew here; the message tells the repair."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


def _begin_anew() -> None:
    """Take away the database of an example that was broken off: it holds half of the records and nobody to sign in."""
    from django.conf import settings
    from django.db import connection

    database = Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None
    connection.close()
    if clear_unfinished(mark=_mark(), database=database):
        settings.IS_EXAMPLE_FILE.unlink(missing_ok=True)
        sys.stdout.write(f"{BROKEN_OFF.fa}\n{BROKEN_OFF.en}\n")


def clear_unfinished(*, mark: Path, database: Path | None) -> bool:
    """Remove a database whose example was broken off, and say whether there was one.

    mark: the file that names the process that loads the example, as long as it is not whole
    database: the file of the database; None for one on a server, which is nobody's to empty from here
    :raises ExampleUnfinished: if the example is being loaded at this moment, or the database is on a server
    """
    if not mark.exists():
        return False
    if _runs(mark.read_text(encoding="ascii")):
        raise ExampleUnfinished(BEING_LOADED)
    if database is None:
        raise ExampleUnfinished(ON_A_SERVER.format(mark=str(mark)))
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    mark.unlink()
    return True


def _runs(number: str) -> bool:
    """Return whether a process is running; Windows has no harmless way to ask, and keeps the open file instead."""
    if os.name == "nt" or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _mark() -> Path:
    from django.conf import settings

    path: Path = settings.IS_EXAMPLE_FILE
    return path.with_name("example-unfinished")


def _is_empty() -> bool:
    from hamahang.accounts.queries import EVERYTHING
    from hamahang.ledger.queries import as_of
    from hamahang.register.queries import count_units

    return count_units(EVERYTHING, as_of(day=options.now().date())) == 0


def _load() -> list[dict[str, str]]:
    """Load the eight lists through the intake, add the people, and say on every page that this is an example."""
    from django.conf import settings

    from hamahang.briefing.actions import compile_briefing
    from hamahang.briefing.example import NOTICE
    from hamahang.cli.samples import said, year, year_returns
    from hamahang.cli.samples.workbooks import write_example
    from hamahang.domain.calendar import read_day

    _mark().write_text(str(os.getpid()), encoding="ascii")
    with tempfile.TemporaryDirectory() as folder:
        for file in write_example(out=Path(folder)):
            sys.stdout.write(f"  {file.title} …\n")
            sys.stdout.flush()
            _take_in(file)
    sys.stdout.write("  سال پس از آن: پرونده‌ها، جلسه‌ها، حمایت‌ها / the year after: cases, sessions, support …\n")
    sys.stdout.flush()
    year.play(at=options.now(), store=settings.MEDIA_ROOT)
    sys.stdout.write("  آمار ماهانهٔ دو سال / the monthly returns of two years …\n")
    sys.stdout.flush()
    year_returns.play(at=options.now())
    accounts = _people()
    notice = {"name": "ilam-1390", "accounts": accounts, "day": "1390-04-10"}
    settings.IS_EXAMPLE_FILE.write_text(json.dumps(notice, ensure_ascii=False), encoding="utf-8")
    compile_briefing(report="tir10", day=read_day("1390-04-10"), notice=NOTICE, by="dabir", at=options.now())
    said.play(at=options.now())
    said.correct(at=options.now())
    _mark().unlink()
    return accounts


def _take_in(file: Any) -> None:
    """Receive, check and apply one list, without the rows that are wrong on purpose."""
    from django.conf import settings

    from hamahang.intake.actions import apply_batch, check_batch, receive_file
    from hamahang.intake.sources import source_named

    by, at, store = "amar", options.now(), settings.MEDIA_ROOT
    source = source_named(file.source)
    received = receive_file(
        chunks=[file.path.read_bytes()],
        name=file.path.name,
        store=store,
        limit=settings.UPLOAD_LIMIT,
        source=source,
        key=settings.PERSON_KEY,
        by=by,
        at=at,
    )
    batch = check_batch(file=received, source=source, store=store, by=by, at=at)
    apply_batch(batch=batch, store=store, without_bad_rows=True, by=by, at=at)


def _people() -> list[dict[str, str]]:
    """Add the example's people with passwords made now: there is no known default password anywhere."""
    from hamahang.accounts.actions import add_person
    from hamahang.accounts.queries import agencies_by_key, person_named
    from hamahang.domain.text import company_key

    accounts = []
    known = agencies_by_key()
    for username, name, role, places, agency in PEOPLE:
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        if person_named(username) is None:
            at = options.now()
            add_person(
                username=username, name=name, role=role, places=places, password=password,
                agency=known.get(company_key(agency)) if agency else None, by=options.operator(), at=at,
            )  # fmt: skip
            accounts.append({"username": username, "name": name, "password": password})
    return accounts


def _accounts() -> list[dict[str, str]]:
    from django.conf import settings

    path = settings.IS_EXAMPLE_FILE
    accounts: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))["accounts"] if path.exists() else []
    return accounts


def _tell(accounts: list[dict[str, str]]) -> None:
    if not accounts:
        sys.stdout.write(f"{NOT_LOADED.fa}\n{NOT_LOADED.en}\n")
        return
    sys.stdout.write("\nحساب‌های نمونه / example accounts\n")
    for account in accounts:
        sys.stdout.write(f"  {account['username']:8} {account['password']:22} {account['name']}\n")
    sys.stdout.write("روز نمونه / the example's day: 1390-04-10\n\n")
    sys.stdout.flush()
