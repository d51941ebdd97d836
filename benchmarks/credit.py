"""Server time of the pages of facilities over as many postings as wanted: lists, what is late, one, the statement."""

import os
import random
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FACILITIES, CHUNK, BANKS, INSTALMENTS, GOAL = 3_000, 1_000, 8, 36, 100
AT = datetime(2026, 1, 1, tzinfo=UTC)
TODAY = date(2026, 6, 1)
PRINCIPAL = 3_600_000_000


def main() -> None:
    """Prepare a database of its own and measure. The number of facilities may be given."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    number = int(sys.argv[1]) if len(sys.argv) > 1 else FACILITIES
    os.environ["DJANGO_SETTINGS_MODULE"] = "hamahang.site.settings"
    with tempfile.TemporaryDirectory() as home:
        os.environ["HAMAHANG_HOME"] = home
        import django

        django.setup()
        from django.core.management import call_command

        from hamahang.support.checking import check_all

        call_command("migrate", verbosity=0)
        begun = time.perf_counter()
        load(number)
        print(f"{number:,} facilities recorded in {time.perf_counter() - begun:.0f} s")
        begun = time.perf_counter()
        checked = check_all()
        seconds = time.perf_counter() - begun
        print(f"{checked.postings:,} postings checked in {seconds:.1f} s: {checked.fault or 'they hold'}")
        measure()


def load(number: int) -> None:
    """Record facilities as a bank's list brings them, with contracts, and repayments up to where each stopped."""
    from hamahang.accounts.actions import name_agency
    from hamahang.cli.prepare import load_tables
    from hamahang.support.actions import PaymentDraft, record_payments
    from hamahang.territory.queries import counties_by_id
    from tests.factories import unit

    dice = random.Random(7)
    load_tables(by="bench", at=AT)
    banks = [name_agency(code=f"b{code}", name=f"بانک {code}", kind="BANK", by="bench", at=AT) for code in range(BANKS)]
    county = next(iter(counties_by_id().values()))
    units = [unit(county=county).pk for _ in range(100)]
    for first in range(0, number, CHUNK):
        drafts = []
        for place in range(first, min(first + CHUNK, number)):
            paid_on = TODAY - timedelta(dice.randrange(30, 1_500))
            drafts.append(
                PaymentDraft(
                    bank=banks[place % BANKS].pk, facility_no=f"f{place}", unit=units[place % len(units)],
                    programme="TARGETED_SUBSIDIES", line="OTHER", approved=PRINCIPAL, amount=PRINCIPAL,
                    paid_on=paid_on, document_no=f"d{place}", approved_on=paid_on - timedelta(30),
                )
            )  # fmt: skip
        record_payments(drafts=drafts, by="bench", at=AT)
        contract_and_repay(dice, [draft.facility_no for draft in drafts])


def contract_and_repay(dice: random.Random, numbers: list[str]) -> None:
    """Give facilities contracts, and repay what fell due: of most all of it, of some not the last instalments."""
    from hamahang.domain.credit.postings import repaid
    from hamahang.domain.proof import Proof
    from hamahang.ledger.recording import bulk_record, recording
    from hamahang.support.models import CreditFacility, FacilityContract, Instalment, Repayment
    from hamahang.support.posting import follow, posted

    facilities = list(CreditFacility.objects.filter(number__in=numbers))
    with recording(action="bench.contracted", by="bench", at=AT):
        bulk_record(
            [
                FacilityContract(
                    facility=facility, contract="INSTALMENT_SALE", purpose="WORKING", principal=PRINCIPAL,
                    rate=Decimal("0.12"), subsidised=Decimal(0), grace=0, grace_profit="PAID",
                    instalments=INSTALMENTS, spacing=1, method="ANNUITY", order="PROFIT_FIRST",
                    since_on=facility.approved_on, proof=Proof.LISTED,
                )
                for facility in facilities
            ]
        )  # fmt: skip
        follow([facility.pk for facility in facilities])
    with recording(action="bench.repaid", by="bench", at=AT):
        late = {facility.pk: dice.choice((0, 0, 0, 0, 0, 0, 0, 1, 4, 12)) for facility in facilities}
        due: dict[int, list[Any]] = {}
        rows = Instalment.objects.filter(schedule__facility__in=facilities, due_on__lt=TODAY).select_related("schedule")
        for row in rows.order_by("due_on"):
            due.setdefault(row.schedule.facility_id, []).append(row)
        paid = [(pk, row) for pk, known in due.items() for row in known[: max(len(known) - late[pk], 0)]]
        back = [
            Repayment(
                facility_id=pk,
                amount=row.payable,
                key=f"k{row.pk}",
                by="bench",
                since_on=row.due_on,
                proof=Proof.LISTED,
            )
            for pk, row in paid
        ]
        bulk_record(back)
        postings = []
        for repayment, (pk, row) in zip(back, paid, strict=True):
            moves = repaid(profit=row.payable - row.principal, principal=row.principal, on=row.due_on)
            about = {"repayment_id": repayment.pk, "instalment_id": row.pk, "schedule_id": row.schedule_id}
            postings += posted(pk, moves, **about)
        bulk_record(postings)


def measure() -> None:
    """Print the median server time of each page."""
    from django.core.cache import caches
    from django.test import Client

    from hamahang.accounts.actions import add_person
    from hamahang.accounts.queries import agencies
    from hamahang.support.queries import facilities_by_number

    who: dict[str, Any] = {"by": "bench", "at": AT, "password": "Bazar-e-ahan-77"}
    secretary = add_person(username="dabir-b", name="دبیر", role="SECRETARY", **who)
    bank = next(agency for agency in agencies() if agency.code == "b0")
    officer = add_person(username="bank-b", name="بانک", role="BANK", agency=bank, **who)
    one = next(iter(facilities_by_number().values()))
    pages = [
        (secretary, "/facilities/"), (secretary, "/facilities/?state=OVERDUE"),
        (secretary, "/facilities/?claim=DOUBTFUL"), (secretary, f"/facilities/{one.pk}/"),
        (secretary, f"/units/{one.unit_id}/"), (secretary, "/facilities/due/?month=1405-03"),
        (secretary, "/facilities/due/?late=yes"), (officer, "/facilities/due/?late=yes"), (officer, "/facilities/"),
        (secretary, "/facilities/waiting/"), (secretary, "/facilities/statement/?month=1405-02"),
        (secretary, "/figures/instalments_overdue/"), (secretary, "/figures/claims_doubtful/"),
    ]  # fmt: skip
    print(f"median ms of 5 (goal {GOAL}): as the second reader finds it, and with nothing kept")
    for person, address in pages:
        client = Client(headers={"host": "localhost"})
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        warm, cold = [], []
        client.get(address)
        for _ in range(5):
            warm.append(_milliseconds(client, address))
            for cache in caches.all():
                cache.clear()
            cold.append(_milliseconds(client, address))
        print(f"  {address:40} {sorted(warm)[2]:8.1f} {sorted(cold)[2]:8.1f}", flush=True)


def _milliseconds(client: Any, address: str) -> float:
    begun = time.perf_counter()
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address}: {response.status_code}")
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main()
