"""`hamahang demo`: a province in two minutes: database, example lists through the real intake, accounts, the site."""

import argparse
import json
import secrets
import sys
import tempfile
from pathlib import Path
from typing import Any

from hamahang.cli import options, setup
from hamahang.cli.prepare import OldDatabase, make_person_key, prepare, refuse_old

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
        prepare()
    except OldDatabase:
        return refuse_old()
    # the example has persons, and a key that came after them would be taken for a lost one
    make_person_key()
    accounts = _load() if _is_empty() else _accounts()
    _tell(accounts)
    if not arguments.no_serve:
        from hamahang.cli.serve import start

        start(address="127.0.0.1", port=arguments.port)
    return 0


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
    sys.stdout.write("\nحساب‌های نمونه / example accounts\n")
    for account in accounts:
        sys.stdout.write(f"  {account['username']:8} {account['password']:22} {account['name']}\n")
    sys.stdout.write("روز نمونه / the example's day: 1390-04-10\n\n")
    sys.stdout.flush()
