"""The exact story of the province in 1390: what each office knows, as plain rows; random by a seed."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from hamahang.cli.samples.mess import legal_id
from hamahang.cli.samples.names import BANKS, BRANDS, DUTIES, PRODUCTS, SUBJECTS, SURNAMES

Row = dict[str, Any]
TIR_10 = "1390/04/10"
PAID_RIALS = 2_206_000  # million rials
ESTATES = (
    ("شهرک صنعتی ایلام", "ESTATE", "ایلام", "ACTIVE", "1372/03/15", 220),
    ("شهرک صنعتی ایلام شماره ۲", "ESTATE", "ایلام", "ACTIVE", "1386/07/01", 150),
    ("شهرک صنعتی مهران", "ESTATE", "مهران", "ACTIVE", "1380/02/20", 100),
    ("شهرک صنعتی دهلران", "ESTATE", "دهلران", "ACTIVE", "1379/11/22", 120),
    ("شهرک صنعتی سرابله", "ESTATE", "شیروان و چرداول", "ACTIVE", "1382/06/02", 60),
    ("شهرک صنعتی دره‌شهر", "ESTATE", "دره شهر", "ACTIVE", "1383/04/10", 52),
    ("شهرک صنعتی آبدانان", "ESTATE", "آبدانان", "ACTIVE", "1384/11/12", 48),
    ("شهرک صنعتی ایوان", "ESTATE", "ایوان", "ACTIVE", "1381/09/05", 75),
    ("ناحیه صنعتی شباب", "ZONE", "شیروان و چرداول", "UNDER_CONSTRUCTION", "1388/05/01", 18),
    ("ناحیه صنعتی ملکشاهی", "ZONE", "ملکشاهی", "UNDER_CONSTRUCTION", "1388/10/15", 20),
    ("ناحیه صنعتی بدره", "ZONE", "دره شهر", "UNDER_CONSTRUCTION", "1389/02/20", 15),
    ("ناحیه صنعتی سیروان", "ZONE", "شیروان و چرداول", "UNDER_CONSTRUCTION", "1389/06/31", 16),
    ("ناحیه صنعتی هلیلان", "ZONE", "شیروان و چرداول", "APPROVED", "1389/12/10", 14),
    ("ناحیه صنعتی صالح‌آباد", "ZONE", "مهران", "APPROVED", "1390/02/05", 12),
)
# units in all: (county, estate, active, under-used, idle, being built); the idle ones of Ilam are the story's 47
PLACES = (
    ("ایلام", "شهرک صنعتی ایلام", 30, 12, 49, 6),
    ("ایلام", "شهرک صنعتی ایلام شماره ۲", 9, 3, 0, 5),
    ("ایلام", "", 8, 2, 0, 2),
    ("مهران", "شهرک صنعتی مهران", 8, 3, 2, 3),
    ("دهلران", "شهرک صنعتی دهلران", 10, 4, 3, 3),
    ("شیروان و چرداول", "شهرک صنعتی سرابله", 6, 3, 2, 2),
    ("دره شهر", "شهرک صنعتی دره‌شهر", 5, 2, 2, 1),
    ("آبدانان", "شهرک صنعتی آبدانان", 4, 2, 1, 2),
    ("ایوان", "شهرک صنعتی ایوان", 7, 3, 2, 2),
    ("ملکشاهی", "", 3, 1, 1, 1),
)
CAUSES = (("WORKING_CAPITAL", 17), ("BANK_DEBT", 10), ("MARKET", 7), ("ENERGY", 5), ("PARTNERS", 4), ("OTHER", 1))
SHARES = {
    "ایلام": (700, 640), "شیروان و چرداول": (260, 240), "دهلران": (260, 230), "دره شهر": (210, 190),
    "ایوان": (180, 150), "آبدانان": (170, 150), "مهران": (130, 120), "ملکشاهی": (90, 80),
}  # fmt: skip

# the county of a place named in a project's title
NAMED = (
    *((county, county) for county in SHARES), ("سرابله", "شیروان و چرداول"), ("سیمره", "دره شهر"), ("چوار", "ایلام"),
    ("قلارنگ", "ایلام"), ("مانشت", "ایلام"),
)  # fmt: skip


@dataclass
class Story:
    """All rows of the eight lists, before any office wrote them down."""

    random: Random
    estates: list[Row] = field(default_factory=list)
    units: list[Row] = field(default_factory=list)
    earlier: list[Row] = field(default_factory=list)
    affected: list[Row] = field(default_factory=list)
    payments: list[Row] = field(default_factory=list)
    projects: list[Row] = field(default_factory=list)
    idle: list[Row] = field(default_factory=list)
    targets: list[Row] = field(default_factory=list)
    evidence: list[Row] = field(default_factory=list)
    resolutions: list[Row] = field(default_factory=list)


def tell(seed: int) -> Story:
    """Return the story; the same seed tells the same."""
    story = Story(Random(seed))  # noqa: S311 - an example, not a secret
    _estates(story)
    _units(story)
    _affected(story)
    _payments(story)
    _projects(story)
    _idle(story)
    _jobs(story)
    _resolutions(story)
    _earlier(story)
    return story


def _estates(story: Story) -> None:
    for name, kind, county, status, since, area in ESTATES:
        has = status == "ACTIVE"
        story.estates.append(
            {
                "name": name, "kind": kind, "county": county, "ownership": "STATE", "status": status,
                "status_on": since, "area_total": area, "area_assignable": area * 6 // 10,
                "power": has, "water": has, "gas": has and story.random.random() < 0.7, "phone": has,
            }
        )  # fmt: skip


def _units(story: Story) -> None:
    random = story.random
    pairs = [(product, brand) for brand in BRANDS for product in PRODUCTS]
    random.shuffle(pairs)
    names = iter(pairs)
    number = 2_000
    for county, estate, *counts in PLACES:
        statuses = ("ACTIVE", "UNDERUSED", "IDLE", "UNDER_CONSTRUCTION")
        for status, count in zip(statuses, counts, strict=True):
            for _ in range(count):
                number += random.randint(1, 9)
                story.units.append(_unit(random, next(names), number, county, estate, status))
    # nine brick makers among the working units, for the story of restructuring
    bricks = [pair for pair in names if pair[0][1] == "2392"][:9]
    for unit, pair in zip(
        [u for u in story.units if u["status"] == "ACTIVE" and u["isic"] != "2392"], bricks, strict=False
    ):
        unit.update(_named(pair))
    for unit in story.units:
        if unit["capacity_unit"] == "میلیون قالب":
            # no kiln of the province burns hundreds of millions of bricks a year
            unit["capacity"] //= 100


def _named(pair: Any) -> Row:
    (product, isic, measure), brand = pair
    return {"name": f"{product} {brand}", "product": product, "isic": isic, "capacity_unit": measure}


def _unit(random: Random, pair: Any, number: int, county: str, estate: str, status: str) -> Row:
    jobs = random.randint(8, 60)
    licensed = f"13{random.randint(72, 88)}/{random.randint(1, 12):02d}/{random.randint(1, 29):02d}"
    built = status != "UNDER_CONSTRUCTION"
    use = {"ACTIVE": random.randint(52, 98), "UNDERUSED": random.randint(12, 49)}.get(status)
    return {
        **_named(pair), "licence_no": f"118/{number}", "county": county, "estate": estate, "status": status,
        "company": f"{random.choice(SURNAMES)} و شرکا" if random.random() < 0.3 else "",
        "national_id": legal_id(random) if random.random() < 0.8 else "",
        "plot": str(random.randint(1, 240)) if estate else "",
        "capacity": random.randint(2, 90) * 100, "licence_kind": "NEW" if random.random() < 0.85 else "EXPANSION",
        "licence_on": licensed if built else "", "permit_no": f"115/{number}",
        "permit_on": f"13{random.randint(70, 71) if built else 88}/{random.randint(1, 12):02d}/{random.randint(1, 29):02d}",
        "capacity_use": use, "status_on": f"1390/0{random.randint(1, 3)}/{random.randint(1, 29):02d}",
        "status_basis": random.choice(("DECLARED", "LISTED", "SEEN")), "nominal_jobs": jobs,
        "employees": {"ACTIVE": jobs * 8 // 10, "UNDERUSED": jobs * 4 // 10}.get(status, 0) if built else None,
    }  # fmt: skip


def _working(story: Story) -> list[Row]:
    return [unit for unit in story.units if unit["status"] in ("ACTIVE", "UNDERUSED")]


def _affected(story: Story) -> None:
    random = story.random
    bricks = [unit for unit in _working(story) if unit["isic"] == "2392"][:9]
    others = [unit for unit in _working(story) if unit not in bricks]
    chosen = bricks + random.sample(others, 41 - len(bricks))
    for index, unit in enumerate(chosen):
        referred = f"1390/0{random.randint(2, 3)}/{random.randint(1, 31):02d}" if index < 33 else ""
        if index >= 38:
            referred = f"1390/04/{random.randint(15, 28):02d}"
        measure = ""
        if index < 14:
            measure = "RESTRUCTURING"
        elif index < 33:
            measure = random.choice(("ENERGY_CREDIT", "REBUILDING"))
        story.affected.append(
            {
                "unit": unit, "effect": random.choice(("CLOSED", "OUTPUT_CUT", "STAFF_CUT")),
                "identified_on": f"13{'89/12' if random.random() < 0.4 else '90/01'}/{random.randint(1, 28):02d}",
                "referred_on": referred, "letter_no": f"{random.randint(1000, 9999)}/ص" if referred else "",
                "measure": measure, "measure_on": f"1390/04/0{random.randint(1, 9)}" if measure else "",
            }
        )  # fmt: skip


def _payments(story: Story) -> None:
    random = story.random
    units = _working(story)
    facilities = [_facility(random, random.choice(units), number) for number in range(60)]
    parts = sorted(random.sample(range(1, PAID_RIALS // 100), 147))
    amounts = [100 * (b - a) for a, b in zip([0, *parts], [*parts, PAID_RIALS // 100], strict=True)]
    for index, amount in enumerate(amounts):
        day = (
            f"1390/{random.randint(1, 3):02d}/{random.randint(1, 31):02d}"
            if index % 5
            else f"1389/12/{random.randint(1, 29):02d}"
        )
        _pay(story, facilities[index % 60], amount, day)
    for _ in range(22):
        _pay(story, random.choice(facilities), random.randint(2, 90) * 100, f"1390/04/{random.randint(12, 31):02d}")
    for number in range(60, 80):
        other = _facility(random, random.choice(units), number)
        other["programme"], other["line"] = random.choice(("SPATIAL_PLAN", "BANK")), "OTHER"
        _pay(story, other, random.randint(5, 200) * 100, f"1390/0{random.randint(1, 5)}/{random.randint(1, 28):02d}")
    for payment in story.payments:
        same = [p["amount"] for p in story.payments if p["facility_no"] == payment["facility_no"]]
        payment["approved"] = sum(same) + 500


def _facility(random: Random, unit: Row, number: int) -> Row:
    return {
        "unit": unit, "bank": BANKS[number % 4], "branch": unit["county"], "facility_no": f"{13890000 + number * 7}",
        "programme": "TARGETED_SUBSIDIES", "line": ("FUEL", "ELECTRICITY", "OTHER")[number % 3],
        "approved_on": f"1389/{random.randint(10, 11)}/{random.randint(1, 29):02d}",
    }  # fmt: skip


def _pay(story: Story, facility: Row, amount: int, day: str) -> None:
    number = f"{100200 + 3 * len(story.payments)}"
    story.payments.append({**facility, "document_no": number, "amount": amount, "paid_on": day})


def _projects(story: Story) -> None:
    random = story.random
    titles = (
        "سیمان دهلران دوم", "فولاد ایوان", "پتروشیمی پایین‌دستی چوار", "قیر صنعتی مهران", "شیشه جام ایلام", "کاشی سیمره",
        "گچ پودری ملکشاهی", "کنسانتره آبدانان", "آجر نسوز سرابله", "لوله فولادی ایلام", "خوراک آبزیان مهران",
        "بسته‌بندی خرما دهلران", "سنگ تزیینی ایوان", "پروفیل آلومینیوم ایلام", "نئوپان بلوط", "شوینده مانشت",
        "قطعات پیش‌ساخته قلارنگ", "سردخانه مهران", "لبنیات سیمره", "آسفالت سرد دره‌شهر",
    )  # fmt: skip
    counties = list(SHARES)
    for index, title in enumerate(titles):
        large = index < 6
        amount = random.randint(120, 900) if large else random.randint(12, 92)
        plan = index < 16
        approved = f"13{random.randint(87, 89)}/{random.randint(1, 12):02d}/{random.randint(1, 28):02d}"
        if index < 15:
            approved = f"13{random.randint(88, 89)}/{random.randint(1, 12):02d}/{random.randint(1, 28):02d}"
        elif index == 15:
            approved = "1390/05/18"
        county = next((name for place, name in NAMED if place in title.replace("‌", " ")), counties[index % 8])
        progress = None if index == 15 else random.randint(5, 92)
        story.projects.append(
            {
                "project_no": f"آ-{1387000 + index * 13}", "title": title, "owner": f"شرکت {random.choice(BRANDS)} {random.choice(SURNAMES)}",
                "county": county, "programme": "SPATIAL_PLAN" if plan else "OTHER",
                "investment": amount * 1_000_000_000, "approved_on": approved, "approval_no": f"{random.randint(100, 999)}/آ",
                "expected_jobs": random.randint(90, 420) if large else random.randint(12, 85),
                "stage": "APPROVED" if progress is None or progress < 8 else "BUILDING",
                "progress": progress, "progress_on": "1390/03/2" + str(index % 9) if progress is not None else "",
                "product": title.split(" ")[0],
            }
        )  # fmt: skip


def _idle(story: Story) -> None:
    random = story.random
    units = [unit for unit in story.units if unit["status"] == "IDLE" and unit["estate"] == "شهرک صنعتی ایلام"]
    causes = [cause for cause, count in CAUSES for _ in range(count)]
    random.shuffle(causes)
    causes += ["MARKET", "LEGAL", "WORKING_CAPITAL"]
    for index, (unit, cause) in enumerate(zip(units, causes, strict=False)):
        late = index >= 44
        identified = f"1390/05/{random.randint(1, 20):02d}" if late else f"1390/01/{random.randint(16, 31):02d}"
        diagnosed = f"1390/0{random.randint(2, 3)}/{random.randint(1, 31):02d}" if index < 29 else ""
        restarted = f"1390/04/0{index + 3}" if index < 3 else ""
        if 29 <= index < 33:
            diagnosed = f"1390/04/{random.randint(14, 30):02d}"
        if index in (3, 4):
            restarted = f"1390/06/{random.randint(1, 30):02d}"
        story.idle.append(
            {
                "case_no": f"1390-{index + 1:03d}", "unit": unit, "main_cause": cause, "identified_on": identified,
                "idle_since": f"138{random.randint(6, 9)}/{random.randint(1, 12):02d}/{random.randint(1, 29):02d}",
                "diagnosis_on": diagnosed, "restarted_on": restarted,
            }
        )  # fmt: skip


def _split(random: Random, total: int, parts: int) -> list[int]:
    """Return `parts` positive whole numbers that sum to `total`."""
    cuts = sorted(random.sample(range(1, total), parts - 1))
    return [b - a for a, b in zip([0, *cuts], [*cuts, total], strict=True)]


def _jobs(story: Story) -> None:
    random = story.random
    versions = (
        ("1389/12/15", 1, "استانداری", "NATIONAL"), ("1390/01/25", 0, "ستاد هماهنگی صنعت و معدن", "PROVINCIAL"),
    )  # fmt: skip
    for announced, column, issuer, basis in versions:
        for county, shares in SHARES.items():
            story.targets.append(
                {
                    "commitment_no": "ت-1390", "title": "ایجاد شغل جدید تا پایان سال ۱۳۹۰", "holder": "ستاد هماهنگی صنعت و معدن",
                    "county": county, "amount": shares[column], "announced_on": announced, "from_on": "1390/01/01",
                    "due_on": "1390/12/29", "issuer": issuer, "basis": basis,
                }
            )  # fmt: skip
    units = _working(story) + [row["unit"] for row in story.idle[:3]]
    plan = [(persons, "verified") for persons in _split(random, 417, 62)]
    plan += [(persons, "declared") for persons in _split(random, 183, 26)]
    plan += [(random.randint(3, 20), "safeguarded") for _ in range(8)]
    for persons, what in plan:
        _claim(story, random.choice(units), persons, what, f"1390/0{random.randint(1, 3)}/{random.randint(1, 31):02d}")
    for _ in range(20):
        day = f"1390/0{random.randint(5, 6)}/{random.randint(1, 31):02d}"
        _claim(story, random.choice(units), random.randint(2, 14), "verified", day)


def _claim(story: Story, unit: Row, persons: int, what: str, day: str) -> None:
    random = story.random
    levels = {
        "verified": ("CONFIRMED", "SEEN", "INSURED"), "declared": ("DECLARED", "LISTED"), "safeguarded": ("SEEN", "INSURED"),
    }  # fmt: skip
    kind = "SAFEGUARDED" if what == "safeguarded" else random.choice(("NEW", "NEW", "RETURNED"))
    story.evidence.append(
        {
            "reference_no": f"ش-{900 + len(story.evidence)}", "unit": unit, "persons": persons, "kind": kind,
            "level": random.choice(levels[what]), "held_on": day, "document_no": str(random.randint(10_000, 99_999)),
        }
    )  # fmt: skip


def _resolutions(story: Story) -> None:
    random = story.random
    for index in range(60):
        session, number = index // 6 + 1, index % 6 + 1
        # two sessions a month from Azar 1389; the last two in Ordibehesht and Khordad 1390
        passed = f"1389/{9 + (session - 1) // 2:02d}/{6 + 15 * ((session - 1) % 2):02d}"
        if session > 8:
            passed = f"1390/0{session - 7}/09"
        overdue, done = index < 23, 23 <= index < 47
        months = (2, 3) if overdue or done else (5, 6)
        due = f"1390/0{random.choice(months)}/{random.randint(1, 31):02d}"
        state = random.choice(("NOTIFIED", "IN_PROGRESS", "NOT_DONE") if overdue else ("NOTIFIED", "IN_PROGRESS"))
        if done:
            state = random.choice(("DONE_CLAIMED", "DONE_VERIFIED"))
        unit, subject = random.choice(story.units), random.choice(SUBJECTS)
        story.resolutions.append(
            {
                "resolution_no": f"{session}/{number}", "committee": "ستاد هماهنگی صنعت و معدن", "session_no": str(session),
                "passed_on": passed, "text": f"{subject} برای {unit['name']}", "subject": subject,
                "executor": DUTIES[subject], "unit": unit, "due_on": due, "state": state,
                "state_on": "" if state == "NOTIFIED" else f"1390/03/{random.randint(20, 31):02d}",
            }
        )  # fmt: skip


def _earlier(story: Story) -> None:
    """Tell how some units stood in the year before: a list of units says a unit's state once for each day."""
    random = story.random
    under_used = [unit for unit in story.units if unit["status"] == "UNDERUSED"]
    for unit in random.sample(under_used, 8):
        before = {
            "status": "ACTIVE",
            "capacity_use": random.randint(55, 90),
            "employees": unit["nominal_jobs"] * 7 // 10,
        }
        story.earlier.append(
            {**unit, **before, "status_on": f"1389/0{random.randint(4, 9)}/{random.randint(1, 28):02d}"}
        )
