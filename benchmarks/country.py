"""Server time of the pages at a country's size on PostgreSQL, and at a province's on SQLite.

`python3 dev.py bench country [SHARE] [--only country|province]`; SHARE 1 is the whole: 120,000 units, ten years of
monthly returns (14 million rows) and 2 million payments; 0.1 is a tenth of all three. Goals: 100 ms and 50 ms.

Units, licences, products and payments are recorded and sealed through the ledger's bulk path. Returns, what they made,
the experts' words and the facts that follow are written by the database from the same distributions, under one entry
and without the fifty million changes that would be sealed with them: no page that is measured here reads those, and the
rate of the sealed path is printed beside. The kept tables are made by the application from what stands.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
AT = datetime(2026, 1, 1, tzinfo=UTC)
UNITS, PAYMENTS, YEARS, PROVINCE_UNITS, PROVINCE_PAYMENTS = 120_000, 2_000_000, 10, 3_000, 5_000
FIRST_YEAR, SEALED = 1391, 20_000
GOALS = {"country": 100, "province": 50}
ROUNDS = 15
WORD = "bench-country-1391"


def main() -> None:
    """Run each part in a process of its own, for each has its own database."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    words = sys.argv[1:]
    only = words[words.index("--only") + 1] if "--only" in words else ""
    share = next((float(word) for word in words if word.replace(".", "", 1).isdigit()), 1.0)
    if words[:1] == ["--part"]:
        part(words[1], float(words[2]))
        return
    if only != "country":
        run("province", 1.0, {})
    if only != "province":
        from tools import postgresql

        with postgresql.started() as url:
            run("country", share, {"HAMAHANG_DATABASE_URL": url})


def run(name: str, share: float, more: dict[str, str]) -> None:
    """Run a part with a home of its own."""
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "HAMAHANG_HOME": home, "DJANGO_SETTINGS_MODULE": "benchmarks.admin_settings", **more}
        subprocess.run([sys.executable, __file__, "--part", name, str(share)], env=env, check=True, cwd=ROOT)


def part(name: str, share: float) -> None:
    """Fill the database of a part and measure its pages."""
    import django

    django.setup()
    from hamahang.cli.prepare import prepare

    prepare()
    units = PROVINCE_UNITS if name == "province" else int(UNITS * share)
    payments = PROVINCE_PAYMENTS if name == "province" else int(PAYMENTS * share)
    timed(f"{units:,} units, recorded and sealed", lambda: fill_units(units, is_province=name == "province"))
    timed("returns of ten years", fill_returns)
    timed(f"{payments:,} payments, recorded and sealed", lambda: fill_payments(payments))
    timed("kept tables made again", refresh)
    timed(f"{SEALED:,} returns through the sealed path", seal_some)
    report(name)


def timed(name: str, fill: Callable[[], int | None]) -> None:
    """Do something and print how long it took, with the rows it wrote if it says so."""
    begun = time.perf_counter()
    rows = fill()
    took = time.perf_counter() - begun
    print(f"  {name}: {took:.0f} s" + (f", {rows:,} rows, {rows / took:,.0f} a second" if rows else ""), flush=True)


def fill_units(number: int, *, is_province: bool) -> None:
    """Record units of all counties, or of one province, with an estate a county, a licence and a product each."""
    from hamahang.cli.samples.names import BRANDS, PRODUCTS
    from hamahang.domain.proof import Proof
    from hamahang.domain.text import company_key, fold, sort_key
    from hamahang.ledger.bulk import Origin
    from hamahang.ledger.recording import bulk_record, recording
    from hamahang.register.models import Licence, Product, Unit, UnitStatus
    from hamahang.territory.models import Estate, EstateStatus
    from hamahang.territory.queries import counties_on

    make = Origin().make
    counties = list(counties_on(date(2012, 6, 1), province="16" if is_province else None))
    with recording(action="bench", by="bench", at=AT):
        estates = [
            make(
                Estate, code=f"e{c.pk}", name=f"شهرک {c.name}", name_en=f"estate {c.pk}", name_key=f"e{c.pk}",
                sort_key=f"{c.pk:05}", kind="ESTATE", county_id=c.pk,
            )
            for c in counties
        ]  # fmt: skip
        bulk_record(estates)
        first = date(2000, 3, 20)
        bulk_record([make(EstateStatus, estate_id=e.pk, status="ACTIVE", since_on=first, proof=4) for e in estates])
    for start in range(0, number, 20_000):
        with recording(action="bench", by="bench", at=AT):
            units = []
            for n in range(start, min(start + 20_000, number)):
                product = PRODUCTS[n % len(PRODUCTS)]
                name, at = f"{product[0]} {BRANDS[n % len(BRANDS)]} {n}", n % len(counties)
                units.append(
                    make(
                        Unit, licence_no=f"b/{n}", name=name, name_key=company_key(name), sort_key=sort_key(name),
                        search=fold(f"{name} b/{n}"), county_id=counties[at].pk, isic=product[1],
                        estate_id=estates[at].pk if n % 3 else None,
                    )
                )  # fmt: skip
            bulk_record(units)
            of = [(unit, PRODUCTS[(start + n) % len(PRODUCTS)]) for n, unit in enumerate(units)]
            bulk_record([make(Product, unit_id=u.pk, name=p[0], capacity=1_200, capacity_unit=p[2]) for u, p in of])
            issued = [make(Licence, unit_id=u.pk, number=u.licence_no, kind="NEW", since_on=first) for u in units]
            for licence in issued:
                licence.proof = Proof.LICENCE
            bulk_record(issued)
            listed = [make(UnitStatus, unit_id=u.pk, status="ACTIVE", since_on=first, proof=4) for u in units]
            bulk_record(listed)


# of a hundred units and months: 4 bring none, 8 come late, 3 are idle, 1 is sent back; two in a hundred units fell
# silent eight months before the end, and are not neighbours by name
HASH = "((u.id * 7919 + m.i * 104729) %% 100)"
WORKS = f"({HASH} NOT BETWEEN 10 AND 12)"
RETURNS = f"""
INSERT INTO register_monthlyreturn
  (since_on, proof, unit_id, status, persons, women, men, shifts, capacity_use, stop_cause, sent_on, first_sent_on,
   channel, entry_id)
SELECT m.last, 3, u.id, CASE WHEN {WORKS} THEN 'ACTIVE' ELSE 'IDLE' END,
  CASE WHEN {WORKS} THEN 10 + (u.id %% 60) ELSE 0 END, CASE WHEN {WORKS} THEN 2 + (u.id %% 9) ELSE 0 END,
  CASE WHEN {WORKS} THEN 8 + (u.id %% 60) - (u.id %% 9) ELSE 0 END, 1,
  CASE WHEN {WORKS} THEN 40 + {HASH} / 2 ELSE 0 END, '',
  CASE WHEN {HASH} BETWEEN 20 AND 27 THEN m.late ELSE m.on_time END,
  CASE WHEN {HASH} BETWEEN 20 AND 27 THEN m.late ELSE m.on_time END, 'LIST', %s
FROM register_unit u CROSS JOIN bench_month m
WHERE m.i = %s AND {HASH} >= 4 AND NOT (u.id / 11 %% 50 = 0 AND m.i > %s)
"""  # noqa: S608  words of our own
FOLLOWING = (
    """
INSERT INTO register_returndecision (since_on, proof, unit_id, decision, decided_on, reason, entry_id)
SELECT r.since_on, 5, r.unit_id, CASE WHEN (r.unit_id + m.i) %% 100 = 7 THEN 'SENT_BACK' ELSE 'CONFIRMED' END,
  m.decided, CASE WHEN (r.unit_id + m.i) %% 100 = 7 THEN 'جمع نمی‌خواند' ELSE '' END, %s
FROM register_monthlyreturn r JOIN bench_month m ON m.last = r.since_on
WHERE m.i = %s AND m.i <= %s
""",
    """
INSERT INTO register_unitstatus (since_on, proof, unit_id, status, capacity_use, entry_id)
SELECT since_on, 3, unit_id, status, capacity_use, %s FROM register_monthlyreturn
WHERE since_on = (SELECT last FROM bench_month WHERE i = %s) AND %s > 0
""",
    """
INSERT INTO register_headcount (since_on, proof, unit_id, persons, entry_id)
SELECT since_on, 3, unit_id, persons, %s FROM register_monthlyreturn
WHERE since_on = (SELECT last FROM bench_month WHERE i = %s) AND %s > 0
""",
    """
INSERT INTO register_monthlyoutput (since_on, proof, unit_id, product, quantity, measure, entry_id)
SELECT r.since_on, 3, r.unit_id, p.name, r.capacity_use, p.capacity_unit, %s
FROM register_monthlyreturn r JOIN register_product p ON p.unit_id = r.unit_id
WHERE r.since_on = (SELECT last FROM bench_month WHERE i = %s) AND %s > 0 AND r.persons > 0
""",
)


def months() -> list[Any]:
    """Return the months of the ten years."""
    from hamahang.domain.months import Month, months_between

    first = Month(FIRST_YEAR, 1)
    return months_between(first, first.plus(12 * YEARS - 1))


def fill_returns() -> int:
    """Write the returns of all units and what follows from them, month by month as they come; return the rows."""
    from django.db import connection, transaction

    from hamahang.ledger.recording import recording
    from hamahang.register.models import MonthlyReturn
    from hamahang.territory.actions import declare_closed

    every = months()
    with recording(action="bench.returns", by="list", at=AT):
        declare_closed(day=date(2012, 1, 1), name="bench", name_en="bench", by="list", at=AT)
    entry = MonthlyReturn._meta.get_field("entry").related_model.objects.latest("number").number  # type: ignore[union-attr]
    rows = 0
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE bench_month (i integer, last date, on_time date, late date, decided date)"
        )
        for index, month in enumerate(every):
            after = month.plus(1)
            days = (month.last, after.day(8), after.day(14), month.plus(2).day(3))
            cursor.execute("INSERT INTO bench_month VALUES (%s, %s, %s, %s, %s)", (index, *map(str, days)))
        if connection.vendor == "postgresql":
            # keys into the ledger and the register are right by construction; checking seventy million is not measured
            cursor.execute("SET session_replication_role = replica")
        for index in range(len(every)):
            with transaction.atomic():
                cursor.execute(RETURNS, (entry, index, len(every) - 9))
                rows += cursor.rowcount
                for statement in FOLLOWING:
                    cursor.execute(statement, (entry, index, len(every) - 3))
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = origin")
        cursor.execute("ANALYZE")
    return rows


def fill_payments(number: int) -> int:
    """Record facilities and payments from them."""
    from hamahang.accounts.actions import name_agency
    from hamahang.ledger.bulk import Origin
    from hamahang.ledger.recording import bulk_record, recording
    from hamahang.register.models import Unit
    from hamahang.support.models import BudgetLine, CreditFacility, Disbursement

    make, line = Origin().make, BudgetLine.objects.order_by("pk")[0]
    banks = [name_agency(code=f"b{n}", name=f"بانک {n}", kind="BANK", by="bench", at=AT) for n in range(4)]
    units = list(Unit.objects.order_by("pk").values_list("pk", flat=True))[: max(number // 10, 1)]
    facilities: list[Any] = []
    for chunk in chunks(units, 20_000):
        with recording(action="bench", by="bench", at=AT):
            new = [
                make(
                    CreditFacility, number=f"f{unit}", unit_id=unit, bank_id=banks[unit % 4].pk, line_id=line.pk,
                    approved=10**12,
                )
                for unit in chunk
            ]  # fmt: skip
            bulk_record(new)
            facilities += new
    for chunk in chunks(range(number), 50_000):
        with recording(action="bench", by="bench", at=AT):
            paid = [
                make(
                    Disbursement, facility_id=facilities[n % len(facilities)].pk, amount=10**7 + n, document_no=f"d{n}",
                    since_on=date(2012 + n % 9, 1 + n % 12, 1 + n % 28), proof=4,
                )
                for n in chunk
            ]  # fmt: skip
            bulk_record(paid)
    return number


def chunks(rows: Any, size: int) -> Iterator[Any]:
    """Yield some rows at a time."""
    return (rows[start : start + size] for start in range(0, len(rows), size))


def refresh() -> None:
    """Make the tables beside the returns."""
    from hamahang.register import standing

    standing.refresh_all()


def seal_some() -> int:
    """Record returns of one more month as a list would, with their changes, facts and kept tables."""
    from hamahang.register.models import Unit
    from hamahang.register.returning import ReturnDraft, record_returns

    month = months()[-1].plus(1)
    units = list(Unit.objects.order_by("pk").values_list("pk", flat=True)[:SEALED])
    drafts = [
        ReturnDraft(unit=u, on=month.last, status="ACTIVE", employees=12, sent_on=month.plus(1).day(5)) for u in units
    ]
    record_returns(drafts=drafts, by="list", at=AT)
    return len(drafts)


def report(name: str) -> None:
    """Print the server time of the pages."""
    from django.conf import settings
    from django.test import Client
    from django.urls import NoReverseMatch, reverse

    from hamahang.accounts.actions import add_person
    from hamahang.register.models import MonthlyReturn, Unit
    from hamahang.support.models import Disbursement

    settings.ALLOWED_HOSTS = ["testserver"]
    person = add_person(username="amar", name="amar", role="STATISTICS", password=WORD, by="bench", at=AT)
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    month = months()[-1]
    day = f"day={month.plus(3).first.isoformat()}"
    unit = Unit.objects.filter(estate__isnull=False).order_by("pk")[1_000]
    county, estate = unit.county.code, unit.estate.code if unit.estate else ""
    pages = [
        ("unit", f"/units/{unit.pk}/?{day}"),
        ("unit's returns", f"/units/{unit.pk}/returns/?{day}"),
        ("returns by county and month", f"/returns/?{day}&province=16"),
        ("returns of a county and month", f"/returns/list/?{day}&county={county}&month={month}"),
        ("missing of a county and month", f"/returns/list/?{day}&county={county}&month={month.plus(-5)}&part=missing"),
        ("late list", f"/returns/late/?{day}"),
        ("late list, six months", f"/returns/late/?{day}&months=6"),
        ("returns to confirm", "/returns/queue/"),
        ("estate", f"/estates/{estate}/?{day}"),
        ("list of units", f"/units/?{day}"),
    ]
    for wanted in ("request-funnel", "requests"):
        try:
            pages.append(("funnel of requests", f"{reverse(wanted)}?{day}"))
            break
        except NoReverseMatch:
            continue
    else:
        print("  funnel of requests: not there yet, left out")
    counted = (MonthlyReturn.objects.count(), Disbursement.objects.count())
    print(f"\n{name}: {Unit.objects.count():,} units, {counted[0]:,} returns, {counted[1]:,} payments")
    print(f"ms of a page (goal {GOALS[name]}): with what is kept; with nothing kept: median and least of {ROUNDS}, and")
    print("the processor time of the site alone, which other work on the machine does not stretch")
    for title, address in pages:
        client.get(address)
        warm, cold = times(client, address, cold=False), times(client, address, cold=True)
        took = [statistics.median(t for t, _ in warm), statistics.median(t for t, _ in cold), min(t for t, _ in cold)]
        took.append(statistics.median(used for _, used in cold))
        print(f"  {title:32}" + "".join(f" {said:8.1f}" for said in took), flush=True)


def times(client: Any, address: str, *, cold: bool) -> list[tuple[float, float]]:
    """Return the server times of a page, each with the processor time it used."""
    from django.core.cache import caches

    found = []
    for _ in range(ROUNDS):
        for cache in caches.all() if cold else ():
            cache.clear()
        begun, used = time.perf_counter(), time.process_time()
        response = client.get(address)
        found.append(((time.perf_counter() - begun) * 1000, (time.process_time() - used) * 1000))
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code}")
    return found


if __name__ == "__main__":
    main()
