"""Two years of the example's projects: permits, inspections, dates that move, two that stop, five that operate; mines.

All of it goes through the actions that the pages use, with the permissions of the persons named. Invented, like the
units; what is here is dated after 10 Tir 1390, so that nothing that was said on that day moves.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hamahang.casework import working as casework
from hamahang.domain.calendar import from_jalali
from hamahang.domain.ledger import AsOf
from hamahang.domain.projects import COMPONENTS, OWN_WEIGHTS
from hamahang.domain.proof import Proof
from hamahang.domain.rating import Machine
from hamahang.domain.text import place_key
from hamahang.projects import actions, following, permits, working
from hamahang.projects import queries as projects
from hamahang.register import issuing, licensing
from hamahang.register.issuing import Made, Terms
from hamahang.territory import queries as territory
from hamahang.territory.actions import promise_utility, set_capacity

if TYPE_CHECKING:
    from hamahang.cli.samples.year import Office

BILLION = 1_000_000_000
LOOKS = ((1390, 5), (1390, 8), (1390, 11), (1391, 2), (1391, 5), (1391, 8), (1391, 11), (1392, 2))
SOURCE = "نمونهٔ ساختگی؛ از هیچ سند آمایش برگرفته نشده است"
REASONS = (
    "ارز ماشین‌آلات هنوز تخصیص نیافته است", "زمستان سخت و توقف کار ساختمانی", "تأخیر در وصل برق", "کمبود سیمان و میلگرد",
    "نقدینگی سهامداران", "تغییر سازندهٔ ماشین‌آلات",
)  # fmt: skip
# power in MW that reaches each estate since 1389, and gas in m³/h, water in m³/day
ESTATES = {
    "ایلام": ("12", "3000", "900"), "ایلام شماره ۲": ("6", "1500", "500"), "مهران": ("6", "0", "400"),
    "دهلران": ("5", "1800", "450"), "سرابله": ("3", "800", "200"), "دره شهر": ("3", "0", "220"),
    "آبدانان": ("4", "900", "240"), "ایوان": ("6", "1600", "300"),
}  # fmt: skip
# what the spatial plan of the example says of sectors in counties: county, sector, level, reason
PLAN = (
    ("1603", "23", "HIGH", "سنگ آهک و گچ فراوان و نزدیکی به مرز"), ("1603", "10", "HIGH", "نخلستان‌های دشت دهلران"),
    ("1601", "23", "MEDIUM", "بازار ساختمان مرکز استان"), ("1601", "24", "LOW", "آب و برق بس نیست"),
    ("1601", "20", "HIGH", "خوراک پتروشیمی ایلام"), ("1607", "24", "HIGH", "زنجیرهٔ فولاد ایوان"),
    ("1607", "23", "MEDIUM", "معدن سنگ تزیینی"), ("1605", "19", "HIGH", "معادن قیر و پایانهٔ مرزی"),
    ("1605", "16", "AGAINST", "برداشت از جنگل بلوط ممنوع است"), ("1605", "10", "HIGH", "پایانهٔ صادرات"),
    ("1608", "23", "HIGH", "معدن گچ"), ("1606", "07", "MEDIUM", "کنسانتره در کنار معدن"),
    ("1604", "23", "HIGH", "خاک نسوز"), ("1603", "", "MEDIUM", "نزدیکی به مرز و راه ترانزیت"),
    ("1602", "", "LOW", "بدون اولویت ویژه"),
)  # fmt: skip


@dataclass
class Story:
    """What becomes of one project. number: its place in the list; ends_at: the look at which it is whole, from 0."""

    number: int
    goal: str
    last: int  # percent at its last look
    isic: str
    estate: str = ""
    power: str = "1"
    ends_at: int | None = None
    project: Any = None
    begun: int = 0
    on: date = date.min
    taken: list[str] = field(default_factory=list)


STORIES = (
    Story(0, "BUILDING", 38, "2394", "دهلران", "4.5"),
    Story(1, "STOPPED", 22, "2410", "ایوان", "5"),
    Story(2, "EQUIPPING", 96, "2011", power="3.2"),
    Story(3, "BUILDING", 60, "1920", "مهران", "1.8"),
    Story(4, "TRIAL", 100, "2310", "ایلام", "5"),
    Story(5, "OPERATING", 100, "2392", "دره شهر", "2.2", ends_at=3),
    Story(6, "EQUIPPING", 71, "2394", power="1.4"),
    Story(7, "BUILDING", 66, "0729", "آبدانان", "2.6"),
    Story(8, "OPERATING", 100, "2391", "سرابله", "1.1", ends_at=5),
    Story(9, "OPERATING", 100, "2431", "ایلام", "4", ends_at=4),
    Story(10, "EQUIPPING", 83, "1080", "مهران", "0.9"),
    Story(11, "OPERATING", 100, "1030", "دهلران", "0.4", ends_at=6),
    Story(12, "STOPPED", 31, "2396", "ایوان", "0.8"),
    Story(13, "EQUIPPING", 90, "2432", "ایلام", "6"),
    Story(14, "BUILDING", 58, "1621", "مهران", "1.2"),
    Story(15, "BUILDING", 14, "2023", "ایلام شماره ۲", "1.5"),
    Story(16, "CANCELLED", 70, "2395"),
    Story(17, "BUILDING", 72, "1030", "مهران", "0.6"),
    Story(18, "OPERATING", 100, "1050", "دره شهر", "0.5", ends_at=2),
)
PAUSED, STOPS_AT, RESUMES_AT = 10, 2, 4  # one that stops for a while, at which look, and when it goes on


def play(office: "Office") -> None:
    """Let two years happen to the projects of the loaded example."""
    _plan(office)
    _estates(office)
    listed = projects.projects_by_number()
    stories = [_begin(Story(**_values(story)), listed, office) for story in STORIES]
    for at in range(len(LOOKS)):
        for story in stories:
            _look(story, at, office)


def _values(story: Story) -> dict[str, Any]:
    names = ("number", "goal", "last", "isic", "estate", "power", "ends_at")
    return {name: getattr(story, name) for name in names}


def _plan(office: "Office") -> None:
    since = from_jalali(1390, 1, 1)
    counties = {county.code: county.pk for county in territory.counties_on(since)}
    for code, sector, level, reason in PLAN:
        actions.set_priority(
            county=counties[code], sector=sector, level=level, reason=reason, source=SOURCE, since_on=since, by="rais",
            at=office.at,
        )  # fmt: skip


def _estates(office: "Office") -> None:
    names = {"POWER": "پست برق شهرک", "GAS": "ایستگاه گاز شهرک", "WATER": "چاه و مخزن شهرک"}
    for name, amounts in ESTATES.items():
        for (utility, source), amount in zip(names.items(), amounts, strict=True):
            if amount != "0":
                set_capacity(
                    estate=_estate(name), utility=utility, name=f"{source} {name}", amount=Decimal(amount),
                    on=from_jalali(1389, 7, 1), by="shahrak", at=office.at,
                )  # fmt: skip


def _estate(name: str) -> Any:
    known = {estate.name_key: estate for estate in territory.estates_by_id().values() if estate.kind == "ESTATE"}
    return known[place_key(name)]


def _begin(story: Story, listed: dict[str, Any], office: "Office") -> Story:
    """Give a project its permit, its place, its first dates, and what its estate can promise it."""
    story.project = listed[f"آ-{1387000 + story.number * 13}"]
    known = following.totals_of(AsOf(from_jalali(1390, 5, 31)), [story.project.pk]).get(story.project.pk)
    story.begun = int(known.percent) if known else 0
    late = story.number == 15  # approved in Mordad
    story.on = from_jalali(1390, 6, 10) if late else from_jalali(1390, 4, 12) + timedelta(days=story.number)
    estate = _estate(story.estate) if story.estate else None
    working.complete(project=story.project, isic=story.isic, estate=estate, by="dabir", at=office.at)
    power, area = Decimal(story.power), Decimal(story.number * 900 + 6_000)
    permits.issue_permit(
        project=story.project, number=f"ج/{1390101 + story.number}", on=story.on, letter_no=f"{4100 + story.number}/ج",
        terms=Terms(
            grade="A" if story.number < 6 else "B", land=area, built=area * 3 // 10, power=power, gas=power * 180,
            water=power * 25, persons=story.project.expected_jobs, machinery=story.project.investment * 45 // 100,
            machinery_foreign=Decimal(story.project.investment // 60_000) if story.number < 6 else None,
            currency="EUR" if story.number < 6 else "", fixed_capital=story.project.investment,
        ),
        products=[Made(story.project.product, story.isic, power * 4_000, "تن")], by="rais", at=office.at,
    )  # fmt: skip
    if estate is not None:
        reason = "به وعدهٔ ستاد؛ پست دوم در دست ساخت است" if story.number == 13 else ""
        promise_utility(
            estate=estate, utility="POWER", about="projects.InvestmentProject", about_id=story.project.pk,
            holder=story.project.title, amount=power, on=story.on + timedelta(days=20 + story.number),
            letter_no=f"{900 + story.number}/ب", reason=reason, by="shahrak", at=office.at,
        )  # fmt: skip
    first = from_jalali(1391, 2 + story.number * 5 % 10, 15)
    _expect(story, "OWNER", first, story.on + timedelta(days=5), "", office)
    return story


def _expect(story: Story, side: str, day: date, on: date, reason: str, office: "Office") -> None:
    working.expect(project=story.project, side=side, expected_on=day, on=on, reason=reason, by="dabir", at=office.at)


def spread(total: int) -> dict[str, int]:
    """Return how far each component is when a project is so far in all: land first, machinery beside utilities."""
    left, found = Decimal(total), {}
    for codes in (("LAND",), ("BUILDING",), ("MACHINERY", "UTILITIES"), ("INSTALLATION",)):
        weight = sum(OWN_WEIGHTS[code] for code in codes)
        share = min(Decimal(1), left / weight)
        left -= share * weight
        found.update(dict.fromkeys(codes, int(share * 100)))
    return {code: found[code] for code in COMPONENTS}


def _total(story: Story, at: int) -> int:
    """Return how far a project is at a look: steady, but for its winters and its stops."""
    last = story.ends_at if story.ends_at is not None else len(LOOKS) - 1
    share = Decimal(min(at + 1, last + 1)) / (last + 1)
    if story.goal in ("STOPPED", "CANCELLED"):
        share = min(Decimal(1), share * 4)
    if story.number == PAUSED and STOPS_AT <= at < RESUMES_AT:
        share = Decimal(STOPS_AT + 1) / (last + 1)
    winter = 2 if at % 4 == 2 and share < 1 else 0
    return max(story.begun, int(story.begun + (story.last - story.begun) * share) - winter)


def _look(story: Story, at: int, office: "Office") -> None:
    """Let the owner claim, an inspector look, dates and money be said, and the project go on or not."""
    year, month = LOOKS[at]
    day = from_jalali(year, month, 8) + timedelta(days=story.number % 13)
    standing = projects.stages(AsOf(day)).filter(project=story.project).first()
    stage = standing.stage if standing else "CANCELLED"  # none before it was approved
    if stage in ("OPERATING", "CANCELLED") or day <= story.on or (story.number == 17 and at > 3):
        return
    story.on = day
    total = _total(story, at)
    inspector = "mehran" if story.project.county.code == "1605" else "shahrak"
    claimed = {code: min(100, percent + 8) for code, percent in spread(total).items() if percent}
    if at % 2:
        working.claim_progress(project=story.project, progress=claimed, on=day, by="dabir", at=office.at)
    working.inspect(
        project=story.project, progress=spread(total), inspector="کارشناس پیشرفت پروژه (نمونه)", on=day,
        note="بازنگری بازدید پیش" if at % 4 == 2 else "", by=inspector, at=office.at,
    )  # fmt: skip
    if at % 2 == 0:
        working.record_spending(
            project=story.project, amount=story.project.investment // 100 * min(104, total + 3 - story.number % 5),
            basis="صورت وضعیت تأییدشدهٔ کارشناس", on=day, proof=Proof.CONFIRMED, by="dabir", at=office.at,
        )  # fmt: skip
    _slip(story, at, office)
    for step in _steps(story, at, total, stage):
        _take(story, step, office, inspector)


def _slip(story: Story, at: int, office: "Office") -> None:
    """Let the date of a project that is behind move, with its reason."""
    dates = following.dates_of(AsOf(story.on), [story.project.pk])[story.project.pk]
    if dates.now is None or at not in (2, 4, 6) or (story.ends_at is not None and at >= story.ends_at - 1):
        return
    months = 3 + (story.number + at) % 5
    side = "EXPERT" if (story.number + at) % 4 else "OWNER"
    moved = max(dates.now, story.on) + timedelta(days=30 * months)
    _expect(story, side, moved, story.on, REASONS[(story.number + at) % len(REASONS)], office)


def _steps(story: Story, at: int, total: int, stage: str) -> Iterator[str]:
    """Yield what is done with a project after a look."""
    permit = licensing.permits(AsOf(story.on)).filter(unit=story.project.unit_id).first()
    if (story.goal == "STOPPED" and at == 3) or (story.number == PAUSED and at == STOPS_AT):
        yield "stop"
    elif stage == "STOPPED":
        if story.number == PAUSED and at == RESUMES_AT:
            yield "resume_building"
    elif stage in ("APPROVED", "PERMITTED", "LAND"):
        yield {"APPROVED": "permit", "PERMITTED": "take_land", "LAND": "build"}[stage]
    elif stage == "BUILDING" and total >= 62 and story.goal in ("EQUIPPING", "TRIAL", "OPERATING"):
        yield "equip"
    elif stage == "EQUIPPING" and total >= 95 and story.goal in ("TRIAL", "OPERATING"):
        yield "try"
    elif stage == "TRIAL" and total == 100 and story.goal == "OPERATING":
        yield "operate"
        return  # its permit has become a licence
    if story.goal == "CANCELLED" and permit is not None:
        yield from {2: ("warn",), 3: ("cancel_permit", "cancel")}.get(at, ())
    elif at in (4, 7) and permit is not None and permit.state == "VALID" and story.goal != "STOPPED":
        yield "extend"


def _take(story: Story, step: str, office: "Office", inspector: str) -> None:
    """Take one step with the papers it asks for, on the day after the last."""
    story.taken.append(step)
    if step in ("warn", "cancel_permit", "extend"):
        _on_permit(story, step.removesuffix("_permit"), office)
        return
    table = following.whole(story.project, AsOf(story.on)).way
    row = table.workflow.step(step)
    for need in row.needs:
        if table.workflow.need(need).is_paper and need not in table.has:
            working.add_paper(
                project=story.project,
                need=need,
                on=story.on,
                number=f"{1200 + story.number}/ط",
                by="dabir",
                at=office.at,
            )
    if step == "operate":
        _license(story, office)
    who, role = _who(row.by, inspector)
    working.take_step(
        project=story.project, step=step, on=story.on, permissions=office.may(role), by=who, at=office.at,
        reason=REASONS[story.number % len(REASONS)] if row.with_reason else "",
    )  # fmt: skip
    if step == "stop":
        casework.open_case(
            kind="PROJECT", unit=story.project.unit_id, on=story.on, main_cause="WORKING_CAPITAL",
            project_no=story.project.number, by="dabir", at=office.at,
        )  # fmt: skip


def _who(permission: str, inspector: str) -> tuple[str, str]:
    if permission.endswith(".decide"):
        return "rais", "HEAD"
    if permission == "projects.inspect":
        return inspector, "COUNTY" if inspector == "mehran" else "ESTATES"
    return "dabir", "SECRETARY"


def _on_permit(story: Story, step: str, office: "Office") -> None:
    permit = licensing.permits(AsOf(story.on)).filter(unit=story.project.unit_id).get()
    seen = permits.beside(permit, AsOf(story.on))
    if step == "extend" and "PROGRESS" not in seen:
        return
    for need in {"extend": ("EXTENSION_REQUEST",), "cancel": ("NOTICE",)}.get(step, ()):
        issuing.add_paper(
            licence=permit, need=need, on=story.on, number=f"{700 + story.number}/ن", by="dabir", at=office.at
        )
    who, role = ("dabir", "SECRETARY") if step == "warn" else ("rais", "HEAD")
    issuing.take_step(
        licence=permit, step=step, on=story.on, permissions=office.may(role), beside=seen,
        reason="" if step == "extend" else "بدون پیشرفت در دو بازدید پیاپی", by=who, at=office.at,
    )  # fmt: skip


def _license(story: Story, office: "Office") -> None:
    """Rate the plant, and issue its licence."""
    unit, power = story.project.unit, Decimal(story.power)
    machines = [Machine("آماده‌سازی خوراک", 1, 2, power / 2), Machine("خط اصلی", 2, 1, power * 9 / 10)]
    rated = issuing.record_rating(
        unit=unit, product=story.project.product, capacity_unit="تن", machines=machines, on=story.on, by="shahrak",
        at=office.at,
    )  # fmt: skip
    permits.issue_licence(
        unit=unit, number=f"پ/{1391200 + story.number}", kind="NEW", on=story.on, permissions=office.may("HEAD"),
        terms=Terms(persons=story.project.expected_jobs, fixed_capital=story.project.investment),
        products=[Made(rated.product, story.isic, rated.capacity, "تن")], by="rais", at=office.at,
    )  # fmt: skip
