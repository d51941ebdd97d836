"""A country for benchmarks: the same eight lists as CSV, over many provinces and years, as long as asked."""

import csv
from collections.abc import Iterable
from pathlib import Path
from random import Random

from hamahang.cli.samples.mess import legal_id
from hamahang.cli.samples.names import AGENCIES, BANKS, BRANDS, PRODUCTS, SUBJECTS
from hamahang.cli.samples.office import ExampleFile
from hamahang.intake.sources import source_named

LAST_YEAR = 1390
TABLES = Path(__file__).resolve().parents[2] / "territory" / "data"
STATUS = ("فعال", "نیمه‌فعال", "راکد", "در حال ساخت")
Line = dict[str, object]


def write_large(*, out: Path, seed: int, units: int, provinces: int, years: int) -> list[ExampleFile]:
    """Write eight CSV lists: so many units, over the first provinces and the last years. Same seed, same bytes."""
    out.mkdir(parents=True, exist_ok=True)
    random = Random(seed)  # noqa: S311 - made-up rows, not a secret
    counties = _counties(provinces)
    sites = [_unit(random, number, counties, years) for number in range(units)]
    lists: tuple[tuple[str, int, Iterable[Line]], ...] = (
        ("estates", 0, (_estate(county) for county in counties)),
        ("units", 0, sites),
        ("affected", 0, (_affected(random, site, years) for site in sites[::40])),
        ("payments", 0, (_payment(random, site, number, years) for number, site in enumerate(sites[::6]))),
        ("projects", 0, (_project(random, number, counties, years) for number in range(max(units // 25, 5)))),
        ("idle", 0, (_idle(random, site, n) for n, site in enumerate(s for s in sites if s["status"] == "راکد"))),
        ("jobs", 1, (_evidence(random, site, number, years) for number, site in enumerate(sites[::10]))),
        ("resolutions", 0, (_resolution(random, site, number, years) for number, site in enumerate(sites[::15]))),
    )
    return [_write(out / f"{source}.csv", source, table, lines) for source, table, lines in lists]


def _write(path: Path, source: str, table: int, lines: Iterable[Line]) -> ExampleFile:
    columns = source_named(source).tables[table].columns
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(column.titles[0] + (" (ریال)" if column.kind.value == "rials" else "") for column in columns)
        writer.writerows([line.get(column.name, "") for column in columns] for line in lines)
    return ExampleFile(path, source, f"{LAST_YEAR}/04/01", source)


def _counties(provinces: int) -> list[str]:
    """Return the counties of 1390 of the first provinces whose name alone says which county is meant."""
    with (TABLES / "provinces.csv").open(encoding="utf-8") as file:
        chosen = ["16", *(row["code"] for row in csv.DictReader(file) if row["code"] != "16")][:provinces]
    with (TABLES / "counties.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with (TABLES / "populations.csv").open(encoding="utf-8") as file:
        counted = {row["county"] for row in csv.DictReader(file) if row["year"] == "1390"}
    names = [row["name"].replace(" ", "") for row in rows]
    return [
        row["name"]
        for row in rows
        if row["province"] in chosen
        and row["code"] in counted
        and not row["valid_from"]
        and names.count(row["name"].replace(" ", "")) == 1
    ]


def _day(random: Random, years: int) -> str:
    year = LAST_YEAR - random.randrange(years)
    month = random.randint(1, 3 if year == LAST_YEAR else 12)
    return f"{year}/{month:02d}/{random.randint(1, 29):02d}"


def _estate(county: str) -> Line:
    return {
        "name": f"شهرک صنعتی {county}", "kind": "شهرک صنعتی", "county": county, "ownership": "دولتی", "status": "فعال",
        "status_on": "1375/01/01", "area_total": 100, "area_assignable": 60, "power": "دارد", "water": "دارد",
    }  # fmt: skip


def _unit(random: Random, number: int, counties: list[str], years: int) -> Line:
    product, isic, measure = PRODUCTS[number % len(PRODUCTS)]
    county = random.choice(counties)
    jobs = random.randint(5, 80)
    return {
        "licence_no": f"200/{number}", "name": f"{product} {random.choice(BRANDS)} {number}", "county": county,
        "estate": f"شهرک صنعتی {county}" if number % 3 else "", "isic": isic, "product": product,
        "national_id": legal_id(random) if number % 4 == 0 else "",
        "capacity": jobs * 100, "capacity_unit": measure, "status": random.choice(STATUS),
        "status_on": _day(random, years), "status_basis": "فهرست", "employees": jobs, "nominal_jobs": jobs + 5,
        "licence_kind": "ایجادی", "licence_on": f"{LAST_YEAR - years - 2}/02/02",
    }  # fmt: skip


def _of(site: Line) -> Line:
    return {name: site[name] for name in ("licence_no", "name", "county", "product")}


def _affected(random: Random, site: Line, years: int) -> Line:
    day = _day(random, years)
    return {**_of(site), "effect": "کاهش تولید", "identified_on": day, "referred_on": day, "letter_no": "1"}


def _payment(random: Random, site: Line, number: int, years: int) -> Line:
    amount = random.randint(100, 9_000) * 1_000_000
    return {
        **_of(site), "document_no": str(number), "bank": BANKS[number % 4], "facility_no": f"ت{number}",
        "programme": "قانون هدفمندسازی یارانه‌ها", "line": ("سوخت", "برق", "سایر")[number % 3], "approved": amount,
        "amount": amount, "paid_on": _day(random, years),
    }  # fmt: skip


def _project(random: Random, number: int, counties: list[str], years: int) -> Line:
    return {
        "project_no": f"ط{number}", "title": f"طرح {random.choice(BRANDS)} {number}", "county": random.choice(counties),
        "programme": "طرح آمایش", "investment": random.randint(10, 900) * 10**9, "approved_on": _day(random, years),
        "expected_jobs": random.randint(10, 300), "stage": "در حال احداث", "progress": random.randint(1, 99),
        "progress_on": f"{LAST_YEAR}/03/01",
    }  # fmt: skip


def _idle(random: Random, site: Line, number: int) -> Line:
    causes = ("کمبود سرمایه در گردش", "بدهی و وثیقه بانکی", "بازار و فروش")
    return {
        **_of(site), "case_no": f"پ{number}", "estate": f"شهرک صنعتی {site['county']}",
        "identified_on": f"{LAST_YEAR}/02/01", "main_cause": random.choice(causes),
    }  # fmt: skip


def _evidence(random: Random, site: Line, number: int, years: int) -> Line:
    return {
        **_of(site), "reference_no": f"ش{number}", "persons": random.randint(1, 30), "kind": "جدید",
        "level": random.choice(("اظهارشده", "بازدید", "لیست بیمه")), "held_on": _day(random, years),
    }  # fmt: skip


def _resolution(random: Random, site: Line, number: int, years: int) -> Line:
    day = _day(random, years)
    subject = random.choice(SUBJECTS)
    return {
        "resolution_no": f"م{number}", "passed_on": day, "text": f"{subject} {site['name']}", "subject": subject,
        "executor": random.choice(AGENCIES), "unit_name": site["name"], "licence_no": site["licence_no"],
        "due_on": f"{LAST_YEAR}/{random.randint(4, 6):02d}/01", "state": "در دست اجرا", "state_on": day,
    }  # fmt: skip
