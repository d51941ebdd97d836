"""Server time of the pages: the example province beside its goal, and 120,000 units beside Django's admin list."""

import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
UNITS, ROUNDS, GOAL = 120_000, 15, 50
AT = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Prepare a database of its own and measure."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.admin_settings"
    with tempfile.TemporaryDirectory() as home:
        os.environ["HAMAHANG_HOME"] = home
        import django

        django.setup()
        from hamahang.cli.main import main as command

        command(["demo", "--no-serve"])
        client = signed_in()
        province(client)
        country(client)


def signed_in() -> Any:
    """Return a client of the example's secretary."""
    from django.conf import settings
    from django.test import Client

    from hamahang.accounts.queries import person_named

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    person = person_named("dabir")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def milliseconds(client: Any, address: str, *, cold: bool = False) -> float:
    """Return the median server time of a page; cold: what is kept of figures and lists is thrown away before each."""
    from django.core.cache import caches

    times = []
    for _ in range(ROUNDS):
        if cold:
            for cache in caches.all():
                cache.clear()
        begun = time.perf_counter()
        response = client.get(address)
        times.append((time.perf_counter() - begun) * 1000)
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code}")
    return statistics.median(times)


def province(client: Any) -> None:
    """Print the pages of the example."""
    print(f"\nexample province, median ms of {ROUNDS} (goal {GOAL}): with what is kept, and with nothing kept")
    pages = ("/", "/units/", "/units/60/", "/figures/jobs_verified/", "/figures/targeted_subsidies_facilities_paid/")
    for address in pages:
        asked = f"{address}?day=1390-04-10"
        client.get(asked)
        print(f"  {address:52} {milliseconds(client, asked):7.1f} {milliseconds(client, asked, cold=True):7.1f}")


def country(client: Any) -> None:
    """Print the unit list at full size beside the admin's list of the same table."""
    load()
    print(f"\n{UNITS:,} units, median ms of {ROUNDS}: ours, ours with nothing kept, Django's admin, ratios (goal 3)")
    pairs = (
        ("first page", "/units/", "/admin/register/unit/"),
        ("search by a word", "/units/?text=تابان", "/admin/register/unit/?q=تابان"),
        ("search by a licence", "/units/?text=b/77777", "/admin/register/unit/?q=b/77777"),
        ("deep page", f"/units/?at={deep_cursor()}", "/admin/register/unit/?p=1200"),
    )
    for name, ours, theirs in pairs:
        client.get(ours)
        client.get(theirs)
        mine, cold = milliseconds(client, ours), milliseconds(client, ours, cold=True)
        peer = milliseconds(client, theirs)
        print(f"  {name:24} {mine:8.1f} {cold:8.1f} {peer:8.1f} {peer / mine:8.1f} {peer / cold:8.1f}")


def load() -> None:
    """Record the units in one entry through the ledger's bulk path."""
    from hamahang.cli.samples.names import BRANDS, PRODUCTS
    from hamahang.domain.text import company_key, fold, sort_key
    from hamahang.ledger.recording import bulk_record, recording
    from hamahang.register.models import Unit
    from hamahang.territory.queries import counties_on

    counties = [county.pk for county in counties_on(date(2026, 1, 1))]
    with recording(action="bench", by="bench", at=AT):
        for start in range(0, UNITS, 20_000):
            units = []
            for number in range(start, start + 20_000):
                product = PRODUCTS[number % len(PRODUCTS)]
                name = f"{product[0]} {BRANDS[number % len(BRANDS)]} {number}"
                units.append(
                    Unit(
                        licence_no=f"b/{number}",
                        name=name,
                        name_key=company_key(name),
                        sort_key=sort_key(name),
                        search=fold(f"{name} b/{number}"),
                        county_id=counties[number % len(counties)],
                        isic=product[1],
                    )
                )
            bulk_record(units)


def deep_cursor() -> str:
    """Return the cursor of a page in the middle."""
    import base64
    import json

    from hamahang.register.models import Unit

    unit = Unit.objects.order_by("sort_key", "id")[60_000]
    value = json.dumps(["n", unit.sort_key, unit.pk], ensure_ascii=False)
    return base64.urlsafe_b64encode(value.encode()).decode().rstrip("=")


if __name__ == "__main__":
    main()
