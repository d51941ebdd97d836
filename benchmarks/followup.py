"""Server time of what is followed up at a country's size: my desk, overdue lists, the agency's page (goal 100 ms each).

`python3 dev.py bench followup [CASES] [RESOLUTIONS]`; the floor beside them is the bare query of a page of rows.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
AT = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = date(2024, 3, 20)
AGENCIES = 40
GOAL = 100


def main() -> None:
    """Fill a database of its own and measure."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 120_000
    resolutions = int(sys.argv[2]) if len(sys.argv) > 2 else 500_000
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.admin_settings"
    with tempfile.TemporaryDirectory() as home:
        os.environ["HAMAHANG_HOME"] = home
        import django

        django.setup()
        from hamahang.cli.prepare import prepare

        prepare()
        filled("cases", lambda: fill_cases(cases))
        filled("resolutions", lambda: fill_resolutions(resolutions))
        report(cases, resolutions)


def filled(name: str, fill: Callable[[], None]) -> None:
    """Fill in one entry through the ledger, with the kept table following it."""
    begun = time.perf_counter()
    fill()
    print(f"{name} recorded in {time.perf_counter() - begun:.0f} s", flush=True)


def fill_cases(number: int) -> None:
    """Record units and their revival cases, in all stages, of four hundred people."""
    from hamahang.casework.models import Case, CaseResponsible, CaseStage
    from hamahang.domain.proof import Proof
    from hamahang.ledger.recording import bulk_record, recording
    from hamahang.register.models import Unit
    from hamahang.territory.queries import counties_on

    counties = [county.pk for county in counties_on(FIRST)]
    stages = ("OPENED", "DIAGNOSIS", "VIABLE", "PLANNED", "UNDER_WAY", "RESTARTED", "WATCHED_3", "WATCHED_6", "DURABLE")
    with recording(action="bench", by="bench", at=AT):
        units = [
            Unit(
                licence_no=f"b/{n}", name=f"واحد {n}", name_key=f"{n}", sort_key=f"{n:06}", county_id=counties[n % 400]
            )
            for n in range(number)
        ]
        bulk_record(units)
        cases = [
            Case(kind="REVIVAL", number=f"R-{n}", unit_id=unit.pk, main_cause="MARKET") for n, unit in enumerate(units)
        ]
        bulk_record(cases)
        facts, people = [], []
        for n, case in enumerate(cases):
            on = FIRST + timedelta(days=n % 500)
            reached = ("IDENTIFIED", *stages[: n % (len(stages) + 1)])
            for at, stage in enumerate(reached):
                fact = CaseStage(case_id=case.pk, stage=stage, since_on=on + timedelta(at * 40), proof=Proof.LISTED)
                facts.append(fact)
            people.append(CaseResponsible(case_id=case.pk, person=f"p{n % 400}", since_on=on, proof=Proof.CONFIRMED))
        bulk_record(facts)
        bulk_record(people)


def fill_resolutions(number: int) -> None:
    """Record resolutions of forty agencies, a fifth of them open, half of those late."""
    from hamahang.board.models import Resolution, ResolutionState
    from hamahang.domain.proof import Proof
    from hamahang.ledger.recording import bulk_record, recording

    for start in range(0, number, 100_000):
        with recording(action="bench", by="bench", at=AT):
            rows = [
                Resolution(
                    number=f"{n}",
                    passed_on=FIRST + timedelta(days=n % 700),
                    text=f"مصوبهٔ {n}",
                    executor=f"دستگاه {n % AGENCIES}",
                    due_on=FIRST + timedelta(days=n % 700 + 60 + n % 900),
                )
                for n in range(start, min(start + 100_000, number))
            ]
            bulk_record(rows)
            states = [
                ResolutionState(
                    resolution_id=row.pk,
                    state="IN_PROGRESS" if int(row.number) // AGENCIES % 5 == 0 else "DONE_VERIFIED",
                    since_on=row.passed_on,
                    proof=Proof.LISTED,
                )
                for row in rows
            ]
            bulk_record(states)


def report(cases: int, resolutions: int) -> None:
    """Print the server time of the pages."""
    from django.conf import settings
    from django.test import Client

    from benchmarks.pages import milliseconds
    from hamahang.accounts.actions import add_person, name_agency

    settings.ALLOWED_HOSTS = ["testserver"]
    agency = name_agency(code="a7", name="دستگاه 7", kind="OFFICE", by="bench", at=AT)
    word = "bench-follow-up-1390"
    people: dict[str, Any] = {
        "p7": add_person(username="p7", name="p7", role="SECRETARY", password=word, by="bench", at=AT),
        "bargh": add_person(username="bargh", name="b", role="AGENCY", password=word, agency=agency, by="bench", at=AT),
    }
    print(f"\n{cases:,} cases, {resolutions:,} resolutions; median ms of a page, with nothing kept (goal {GOAL})")
    pages = (
        ("my desk", "p7", "/desk/"),
        ("overdue cases", "p7", "/cases/?kind=REVIVAL&late=yes"),
        ("my cases", "p7", "/cases/?kind=REVIVAL&who=p7"),
        ("list of cases", "p7", "/cases/"),
        ("overdue resolutions", "p7", "/resolutions/?late=yes"),
        ("list of resolutions", "p7", "/resolutions/"),
        ("of one agency", "p7", "/resolutions/?executor=" + agency.name_key),
        ("the agency's page", "bargh", "/agencies/mine/"),
        ("one resolution", "p7", "/resolutions/7/"),
        ("one case", "p7", "/cases/7/"),
    )
    for name, person, address in pages:
        client = Client()
        client.force_login(people[person], backend="django.contrib.auth.backends.ModelBackend")
        client.get(address)
        kept = milliseconds(client, address)
        print(f"  {name:24} {kept:8.1f} {milliseconds(client, address, cold=True):8.1f}")


if __name__ == "__main__":
    main()
