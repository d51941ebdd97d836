"""How many questions a person is asked: a first month's list of careless offices, and the second month's.

`python3 dev.py bench review [UNITS] [ROWS]`. Rows lose ids, telephones and addresses, names are written with slips,
one row in six is of a unit that the register does not have. A person answers truthfully. In the second month an office
writes most of its units as it did before; the share of rows that it writes anew is printed beside the questions.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
AT = datetime(2026, 1, 1, tzinfo=UTC)
ANEW = (0.0, 0.05, 0.2, 1.0)


def main() -> None:
    """Measure in a database of its own."""
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "hamahang.site.settings"
    with tempfile.TemporaryDirectory() as home:
        os.environ["HAMAHANG_HOME"] = home
        import django

        django.setup()
        from hamahang.cli.prepare import prepare

        prepare()
        report(units, rows)


def report(size: int, rows: int) -> None:
    """Print the questions of the months."""
    from benchmarks._units import incoming, register

    random = Random(1390)
    units = register(random, size)
    ids = stored(units)
    first, pairs = incoming(random, units, rows)
    truth = {row: ids[unit] for unit, row in pairs}
    begun = time.perf_counter()
    decided: dict[str, Any] = {}
    asked, wrong = month(first, truth, decided)
    print(f"{rows:,} rows against {size:,} units, {time.perf_counter() - begun:.1f} s")
    print(
        f"first month:  {asked:4} questions, {wrong} rows linked wrongly ({len(rows_linked(first, truth))} have a unit)"
    )
    for share in ANEW:
        known = dict(decided)
        second = [anew(units, ids, row, truth, random) if random.random() < share else row for row in first]
        asked, wrong = month(second, truth, known)
        print(f"second month: {asked:4} questions, {wrong} rows linked wrongly, {share:.0%} of the rows written anew")
    print("(goal: at most 10 questions for 1,000 rows)")


def rows_linked(rows: list[dict[str, str]], truth: dict[str, int]) -> list[str]:
    return [row["id"] for row in rows if row["id"] in truth]


def anew(units: list[dict[str, str]], ids: dict[str, int], row: Any, truth: dict[str, int], random: Random) -> Any:
    """Return the same unit as the office writes it another time."""
    from benchmarks._units import received

    by_id = {ids[unit["id"]]: unit for unit in units}
    unit = by_id.get(truth.get(row["id"], 0))
    return received(random, unit, int(row["id"][1:])) if unit else row


def stored(units: list[dict[str, str]]) -> dict[str, int]:
    """Write the units into the register; return their keys by their ids."""
    from hamahang.register.actions import UnitDraft, register_units
    from hamahang.register.queries import units_by_licence
    from hamahang.territory.queries import counties_by_id

    counties = {county.name: pk for pk, county in counties_by_id().items()}
    drafts = [
        UnitDraft(
            licence_no=f"{unit['licence']}-{number}",
            name=unit["name"],
            county=counties[unit["place"]],
            status="ACTIVE",
            status_on=date(2011, 1, 1),
            company=unit["owner"],
            national_id=unit["national_id"],
            product=unit["product"],
        )
        for number, unit in enumerate(units)
    ]
    register_units(drafts=drafts, by="bench", at=AT)
    known = units_by_licence(draft.licence_no for draft in drafts)
    return {unit["id"]: known[draft.licence_no].pk for unit, draft in zip(units, drafts, strict=True)}


def month(rows: list[dict[str, str]], truth: dict[str, int], decided: dict[str, Any]) -> tuple[int, int]:
    """Return how many rows a person is asked about and how many are linked wrongly; the answers are added."""
    from hamahang.domain.text import clean, place_key, to_latin_digits
    from hamahang.intake.likeness import Finder, Wanted
    from hamahang.intake.queries import Decided
    from hamahang.territory.queries import counties_by_id

    counties: dict[str, list[int]] = {}
    for pk, county in counties_by_id().items():
        counties.setdefault(county.name_key, []).append(pk)
    wanted = {}
    for row in rows:
        said = {name: clean(text) for name, text in row.items()}
        near = counties.get(place_key(said.get("place", "")), [])
        wanted[row["id"]] = Wanted(
            name=said.get("name", ""),
            licence=to_latin_digits(said.get("licence", "")),
            national_id=to_latin_digits(said.get("national_id", "")),
            place=said.get("place", ""),
            product=said.get("product", ""),
            owner=said.get("owner", ""),
            county=near[0] if len(near) == 1 else None,
        )
    found = Finder(dict(decided)).find(wanted.values())
    asked = wrong = 0
    for row_id, row in wanted.items():
        meant, true = found[row.key], truth.get(row_id)
        if meant.unit is None and not meant.is_told:
            asked += row.key not in decided
            decided[row.key] = Decided(true, row.said, tuple(candidate.unit for candidate in meant.candidates))
        elif (meant.unit.pk if meant.unit else None) != true:
            wrong += 1
    return asked, wrong


if __name__ == "__main__":
    main()
