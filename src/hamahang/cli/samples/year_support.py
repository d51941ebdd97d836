"""Support in the example: two programmes with their money and rules, 177 requests of the law, packages, a bank's list.

Laws, dates and the first rungs of the funnel are as published (177 registered, 52 with complete documents, 33 referred);
money by line, price rises, cost shares and limits are assumptions, and say so where they stand.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

from hamahang.accounts import queries as accounts
from hamahang.accounts.queries import EVERYTHING
from hamahang.cli.samples.names import BANKS
from hamahang.domain.calendar import from_jalali
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import company_key
from hamahang.support import flagged, packaging, programmes, terms
from hamahang.territory import queries as territory

if TYPE_CHECKING:
    from hamahang.cli.samples.year import Office

ASSUMED = "فرض نمونه"
LAW = "TARGETED_SUBSIDIES"
PLAN = "SPATIAL_PLAN"
MILLIARD = 10**9
# programme, title, number, day, valid from, valid until
BASES = (
    (LAW, "قانون هدفمند کردن یارانه‌ها، مصوب مجلس", "", (1388, 10, 15), (1389, 9, 28), None),
    (LAW, "تصویب‌نامهٔ هیئت وزیران دربارهٔ ۹ هزار میلیارد ریال حمایت تولید", "", (1389, 8, 23), (1389, 9, 28), (1391, 12, 30)),
    (PLAN, "برنامهٔ آمایش صنعتی و معدنی دولت نهم", "", (1387, 1, 1), (1387, 1, 1), (1391, 12, 30)),
)  # fmt: skip
# programme, purpose, milliards of rials, letter, notified on, lapses on
MONEY = (
    (LAW, "FUEL", 900, "۱۲۳۴/م", (1389, 10, 20), (1390, 12, 29)),
    (LAW, "ELECTRICITY", 960, "۱۲۳۵/م", (1389, 10, 20), (1390, 12, 29)),
    (LAW, "OTHER", 850, "۱۲۳۶/م", (1389, 10, 20), (1390, 4, 25)),
    (LAW, "REBUILDING", 260, "۲۱۱۷/م", (1390, 2, 10), (1390, 12, 29)),
    (LAW, "WORKING_CAPITAL", 180, "۲۱۱۸/م", (1390, 2, 10), (1391, 6, 31)),
    (LAW, "GRANT", 25, "۲۱۱۹/م", (1390, 2, 10), (1390, 9, 30)),
    (PLAN, "FIXED_CAPITAL", 640, "۸۸/آ", (1390, 1, 20), (1391, 12, 30)),
)
# of the money of a line, what goes to counties by the same letter: milliards of rials; the rest is the province's
BY_COUNTY = {"WORKING_CAPITAL": {"1601": 70, "1603": 40, "1605": 30, "1607": 20}}
CARRIED = ("REBUILDING", 90, "۴۰۰۲/م", (1391, 1, 20), (1391, 12, 30))
LINES = {
    LAW: ("REBUILDING", "WORKING_CAPITAL", "GRANT", "SUBSIDY"),
    PLAN: ("FIXED_CAPITAL",),
}
RULES = (
    (
        LAW, (1389, 9, 28),
        (
            "# متأثر: تعطیلی، کاهش تولید یا کاهش پرسنل\nکار: وضعیت یکی از فعال، نیمه‌فعال، راکد\nمجوز برابر معتبر\n"
            "انرژی: سهم انرژی دست‌کم ۵ درصد یا رشته یکی از ۲۳، ۱۰، ۱۱"
        ),
    ),
    (
        LAW, (1390, 2, 1),
        (
            "# از اردیبهشت ۱۳۹۰\nکار: وضعیت یکی از فعال، نیمه‌فعال، راکد\nمجوز برابر معتبر\n"
            "انرژی: سهم انرژی دست‌کم ۵ درصد\nبدهی معوق حداکثر ۰ ریال\nحمایت پیشین برابر نه"
        ),
    ),
    (PLAN, (1387, 1, 1), "status one of being built, active\nphysical progress more than 40 %"),
    (PLAN, (1390, 1, 1), "status one of being built, active\nphysical progress more than 60 %"),
)  # fmt: skip
RISES = (("FUEL", 400), ("ELECTRICITY", 150))
# class: fuel, power and margin, lower and upper bound in percent
COSTS = {
    "2392": (20, 35, 4, 8, 8, 18), "2394": (22, 38, 4, 9, 10, 20), "2395": (3, 8, 2, 5, 10, 20),
    "2396": (2, 6, 4, 9, 10, 22), "0810": (6, 14, 2, 6, 12, 25), "10": (2, 6, 1, 4, 6, 15), "11": (1, 4, 2, 5, 10, 20),
    "2220": (1, 3, 4, 9, 8, 16), "2511": (1, 4, 1, 4, 8, 16), "31": (1, 3, 1, 3, 10, 20),
}  # fmt: skip
LIMITS = (("SHARE_UNIT", 8), ("SHARE_OWNER", 12), ("SHARE_BANK", 35))


@dataclass
class Support:
    """What the year of support is played with; its own chance, so that the rest of the year stays as it was."""

    office: "Office"
    random: Random = field(default_factory=lambda: Random("1390-support"))  # noqa: S311 - an example, not a secret
    days: list[date] = field(default_factory=list)
    lines: dict[tuple[str, str], Any] = field(default_factory=dict)
    banks: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        closures = territory.closures()
        first, last = from_jalali(1389, 10, 1), from_jalali(1391, 12, 29)
        every = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
        self.days = [day for day in every if closures.is_working(day)]

    def working(self, day: date) -> date:
        """Return the first working day on or after a day."""
        return next((found for found in self.days if found >= day), self.days[-1])

    def by(self, name: str) -> dict[str, Any]:
        """Return who acts, and when it is written down."""
        return {"by": name, "at": self.office.at}


def found(office: "Office") -> Support:
    """Open the programmes with all they have to give; return what the requests are played with."""
    support = Support(office)
    known = accounts.agencies_by_key()
    support.banks = [known[company_key(name)] for name in BANKS]
    for code in (LAW, PLAN):
        _programme(support, terms.programme(code))
    for isic, bounds in COSTS.items():
        names = {"fuel": bounds[:2], "power": bounds[2:4], "margin": bounds[4:]}
        programmes.set_sector_costs(
            isic=isic, bounds={name: (Decimal(low), Decimal(high)) for name, (low, high) in names.items()},
            valid_from=from_jalali(1389, 1, 1),
            source=ASSUMED, **support.by("tashilat"),
        )  # fmt: skip
    for rule, percent in LIMITS:
        flagged.set_limit(
            rule=rule, percent=Decimal(percent), valid_from=from_jalali(1389, 1, 1), source=ASSUMED,
            **support.by("dabir"),
        )  # fmt: skip
    return support


def _programme(support: Support, programme: Any) -> None:
    code, who = programme.code, support.by("tashilat")
    for of, title, number, dated, begins, ends in BASES:
        if of == code:
            programmes.add_basis(
                programme=programme, title=title, number=number, dated_on=from_jalali(*dated),
                valid_from=from_jalali(*begins), valid_until=from_jalali(*ends) if ends else None, **who,
            )  # fmt: skip
    for purpose in LINES[code]:
        programmes.add_line(programme=programme, purpose=purpose, **who)
    support.lines |= {(code, line.code): line for line in terms.lines(programme)}
    _money(support, code)
    for bank in support.banks:
        programmes.name_agent(
            programme=programme, bank=bank.pk, agreement_no=f"ع/{bank.pk}", on=from_jalali(1389, 10, 1), until_on=None,
            **who,
        )  # fmt: skip
    for of, begins, text in RULES:
        if of == code:
            programmes.set_rules(
                programme=programme, text=text, valid_from=from_jalali(*begins), source=ASSUMED, **who
            )  # fmt: skip
    for carrier, percent in RISES if code == LAW else ():
        programmes.set_rise(
            programme=programme, carrier=carrier, percent=Decimal(percent), valid_from=from_jalali(1389, 9, 28),
            source=ASSUMED, **who,
        )  # fmt: skip


def _money(support: Support, code: str) -> None:
    who = support.by("tashilat")
    for of, purpose, amount, letter, on, lapses in MONEY:
        if of != code:
            continue
        counties = BY_COUNTY.get(purpose, {})
        said = programmes.Money(
            amount=(amount - sum(counties.values())) * MILLIARD, period_from=from_jalali(*on),
            period_until=from_jalali(*lapses), letter_no=letter, lapses_on=from_jalali(*lapses),
        )  # fmt: skip
        given = programmes.allocate(line=support.lines[of, purpose], money=said, on=from_jalali(*on), **who)
        for county, part in counties.items():
            own = replace(said, amount=part * MILLIARD, county=_county(county, from_jalali(*on)))
            programmes.allocate(line=support.lines[of, purpose], money=own, on=from_jalali(*on), **who)
        if code == LAW and purpose == CARRIED[0]:
            _, rest, letter, on, lapses = CARRIED
            said = programmes.Money(
                amount=rest * MILLIARD, period_from=from_jalali(*on), period_until=from_jalali(*lapses),
                letter_no=letter, lapses_on=from_jalali(*lapses),
            )  # fmt: skip
            programmes.allocate(
                line=support.lines[of, purpose], money=said, on=from_jalali(*on), carried_from=given, **who
            )


def _county(code: str, on: date) -> int:
    return next(county.pk for county in territory.counties_on(on) if county.code == code)


def decide_flags(support: Support, asof: AsOf) -> None:
    """Let the head decide two of the flags that stand on a day; the others are open."""
    raised = {found.flag.rule: found.flag for found in reversed(flagged.flags(asof, EVERYTHING))}
    for rule, verdict, reason in DECIDED:
        flagged.decide_flag(
            flag=raised[rule], verdict=verdict, reason=reason, on=support.working(asof.day), **support.by("rais")
        )


# rule, what was decided of its largest flag, and why
DECIDED = (
    ("PAID_EARLY", "INSPECT", "پرداخت پیش از مصوبه؛ از بانک توضیح و سند خواسته شد"),
    ("TWICE_ACCOUNT", "ALLOWED", "دو واحد یک مالک دارند و حساب به نام شرکت مادر است"),
)
# what six packages are made of: agency, subject, what to do, how it stands
PACKAGES: tuple[tuple[tuple[str, str, str, str], ...], ...] = (
    (
        ("شرکت توزیع برق", "POWER", "بازگشت انشعاب و تقسیط بدهی برق", "DONE"),
        ("سازمان تأمین اجتماعی", "INSURANCE", "تقسیط حق بیمه در ۳۶ ماه", "DONE"),
        ("بانک صنعت و معدن", "BANK", "سرمایهٔ در گردش", "DONE"),
    ),
    (
        ("شرکت گاز استان", "GAS", "وصل گاز به مرز قطعه", "DONE"),
        ("اداره کل امور مالیاتی", "TAX", "رفع توقیف حساب بانکی", "DONE"),
    ),
    (
        ("شرکت توزیع برق", "POWER", "افزایش قدرت انشعاب", "ANSWERED"),
        ("بانک ملی ایران", "BANK", "امهال تسهیلات", "OPEN"),
    ),
    (
        ("اداره کل امور مالیاتی", "TAX", "تقسیط بدهی مالیاتی", "REFUSED"),
        ("سازمان تأمین اجتماعی", "INSURANCE", "مفاصاحساب موقت", "DONE"),
    ),
    (
        ("شرکت آب و فاضلاب", "WATER", "تأمین آب تا وصل انشعاب", "OPEN"),
        ("شرکت گاز استان", "GAS", "سهمیهٔ گازوئیل تا وصل گاز", "ANSWERED"),
        ("بانک کشاورزی", "BANK", "بازسازی خط تولید", "OPEN"),
    ),
    (("سازمان تأمین اجتماعی", "INSURANCE", "تقسیط حق بیمه", "DROPPED"), ("شرکت توزیع برق", "POWER", "تعرفهٔ صنعتی", "DONE")),
)  # fmt: skip
WORDS = {
    "ANSWERED": "دستگاه نوشته است که انجام داده", "REFUSED": "در اختیار استان نیست و مجوز مرکز می‌خواهد",
    "DROPPED": "واحد خود پرداخت کرد",
}  # fmt: skip


def pack(support: Support, units: list[int]) -> None:
    """Open the packages for some units, and let their agencies answer."""
    known = accounts.agencies_by_key()
    for at, (unit, measures) in enumerate(zip(units, PACKAGES, strict=False)):
        on = support.working(from_jalali(1390, 5, 8) + timedelta(days=21 * at))
        package = packaging.open_package(
            unit=unit, title="حمایت یک‌جا برای ماندن در تولید", on=on, **support.by("dabir")
        )
        for agency, subject, text, fate in measures:
            measure = packaging.add_measure(
                package=package, agency=known[company_key(agency)].pk, subject=subject, text=text,
                due_on=on + timedelta(days=45), on=on, **support.by("dabir"),
            )  # fmt: skip
            _answer(support, measure, fate, on)


def _answer(support: Support, measure: Any, fate: str, on: date) -> None:
    told = support.working(on + timedelta(days=support.random.randint(12, 40)))
    if fate == "OPEN":
        return
    first = "ANSWERED" if fate == "DONE" else fate
    packaging.set_measure(measure=measure, state=first, on=told, note=WORDS[first], **support.by("dabir"))
    if fate == "DONE":
        packaging.set_measure(
            measure=measure, state="DONE", on=support.working(told + timedelta(days=9)), **support.by("tashilat")
        )
