"""Server time of the board's pages over half a million resolutions: overdue, an agency's own, one, a session."""

import os
import random
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESOLUTIONS, CHUNK, AGENCIES, YEARS, GOAL = 500_000, 25_000, 60, 15, 100
AT = datetime(2026, 1, 1, tzinfo=UTC)
TODAY = date(2026, 6, 1)


def main() -> None:
    """Prepare a database of its own and measure. The number of resolutions may be given."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    number = int(sys.argv[1]) if len(sys.argv) > 1 else RESOLUTIONS
    os.environ["DJANGO_SETTINGS_MODULE"] = "hamahang.site.settings"
    with tempfile.TemporaryDirectory() as home:
        os.environ["HAMAHANG_HOME"] = home
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        begun = time.perf_counter()
        load(number)
        print(f"{number:,} resolutions recorded in {time.perf_counter() - begun:.0f} s")
        measure()


def load(number: int) -> None:
    """Record resolutions as a list brings them: nine in ten done, one in twenty overdue."""
    from hamahang.accounts.actions import name_agency
    from hamahang.board.actions import ResolutionDraft, record_resolutions

    dice = random.Random(7)
    for code in range(AGENCIES):
        name_agency(code=f"a{code}", name=f"دستگاه {code}", kind="OFFICE", by="bench", at=AT)
    states = ("DONE_VERIFIED",) * 15 + ("DONE_CLAIMED",) * 3 + ("IN_PROGRESS", "NOTIFIED")
    for first in range(0, number, CHUNK):
        drafts = []
        for place in range(first, min(first + CHUNK, number)):
            passed = TODAY - timedelta(dice.randrange(1, YEARS * 365))
            drafts.append(
                ResolutionDraft(
                    number=f"{place}",
                    passed_on=passed,
                    text=f"رفع مانع واحد {place}",
                    executor=f"دستگاه {dice.randrange(AGENCIES)}",
                    due_on=passed + timedelta(dice.randrange(20, 200)),
                    state=dice.choice(states),
                    state_on=passed + timedelta(dice.randrange(1, 260)),
                    committee="ستاد هماهنگی",
                )
            )
        record_resolutions(drafts=drafts, by="bench", at=AT)


def measure() -> None:
    """Print the median server time of each page."""
    from django.core.cache import caches
    from django.test import Client

    from hamahang.accounts.actions import add_person
    from hamahang.accounts.queries import agencies
    from hamahang.board.sessions import Matter, add_item, found_committee, plan_session

    who: dict[str, Any] = {"by": "bench", "at": AT}
    committee = found_committee(code="setad", kind="BOARD", name="ستاد هماهنگی", **who)
    session = plan_session(committee=committee, planned_on=TODAY, on=TODAY, **who)
    add_item(session=session, matter=Matter("موضوع", "CHAIR"), **who)
    secretary = add_person(username="dabir-b", name="دبیر", role="SECRETARY", password="Bazar-e-ahan-77", **who)  # noqa: S106
    officer = add_person(
        username="gaz-b",
        name="گاز",
        role="AGENCY",
        agency=agencies()[0],
        password="Bazar-e-ahan-77",  # noqa: S106
        **who,
    )
    pages = [
        (secretary, "/resolutions/"),
        (secretary, "/resolutions/?late=yes"),
        (secretary, "/resolutions/?state=IN_PROGRESS"),
        (secretary, "/board/"),
        (secretary, f"/board/sessions/{session.pk}/"),
        (secretary, "/resolutions/4242/"),
        (officer, "/agencies/mine/"),
        (secretary, "/agencies/"),
    ]
    print(f"median ms of 7 (goal {GOAL}): as the second reader finds it, and with nothing kept")
    for person, address in pages:
        client = Client(headers={"host": "localhost"})
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        warm, cold = [], []
        client.get(address)
        for _ in range(7):
            warm.append(_milliseconds(client, address))
            for cache in caches.all():
                cache.clear()
            cold.append(_milliseconds(client, address))
        print(f"  {address:36} {sorted(warm)[3]:8.1f} {sorted(cold)[3]:8.1f}")


def _milliseconds(client: Any, address: str) -> float:
    begun = time.perf_counter()
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address}: {response.status_code}")
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
