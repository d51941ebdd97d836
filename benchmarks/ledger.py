"""Records a second of the ledger's bulk path beside plain bulk_create of the same rows, in the same run."""

import os
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

ROWS, ROUNDS = 20_000, 5
AT = datetime(2026, 1, 1, tzinfo=UTC)


def rows(county: int, start: int) -> list[Any]:
    """Return fresh units."""
    from hamahang.register.models import Unit

    return [
        Unit(
            licence_no=f"b/{number}",
            name=f"آجر ماشینی {number}",
            name_key=f"اجر ماشینی {number}",
            sort_key=f"{number:08d}",
            search=f"اجر ماشینی {number}",
            county_id=county,
            isic="2392",
        )
        for number in range(start, start + ROWS)
    ]


def main() -> None:
    """Measure in turn, print the ratio of the medians and of each pair."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "hamahang.site.settings"
    with tempfile.TemporaryDirectory() as home:
        os.environ["HAMAHANG_HOME"] = home
        import django

        django.setup()
        measure()


def measure() -> None:
    """Run the rounds."""
    from django.db import models, transaction

    from hamahang.cli.prepare import prepare
    from hamahang.ledger import queries
    from hamahang.ledger.recording import bulk_record, recording
    from hamahang.register.models import Unit
    from hamahang.territory.queries import counties_on

    prepare()
    county = counties_on(date(2026, 1, 1))[0].pk
    plain, ours = [], []
    for number in range(ROUNDS):
        # the same rows; the plain ones name the first entry, since the column may not be empty
        batch = rows(county, 2 * number * ROWS)
        for unit in batch:
            unit.entry_id = 1
        begun = time.perf_counter()
        with transaction.atomic():
            models.QuerySet(Unit).bulk_create(batch, batch_size=2_000)
        plain.append(time.perf_counter() - begun)
        batch = rows(county, (2 * number + 1) * ROWS)
        begun = time.perf_counter()
        with recording(action="bench", by="bench", at=AT):
            bulk_record(batch)
        ours.append(time.perf_counter() - begun)
    begun = time.perf_counter()
    verdict = queries.verify_chain()
    verified = verdict.changes / (time.perf_counter() - begun)
    ratios = [a / b for a, b in zip(ours, plain, strict=True)]
    print(f"plain bulk_create   {ROWS / statistics.median(plain):10,.0f} records/s")
    print(f"bulk_record         {ROWS / statistics.median(ours):10,.0f} records/s, history kept")
    print(f"ratio of times      {statistics.median(ratios):10.2f}  (goal: at most 2)")
    print(f"chain verification  {verified:10,.0f} changes/s, fault: {verdict.fault}")


if __name__ == "__main__":
    main()
