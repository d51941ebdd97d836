"""The year of the board in the example: three committees, twelve sessions, ninety resolutions and what became of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings

from hamahang.accounts import queries as accounts
from hamahang.accounts.actions import name_agency
from hamahang.board import drafting, following, letters, meetings, queries, sessions
from hamahang.briefing.official import papers
from hamahang.cli.samples.names import AGENCIES, BANKS, DUTIES, SURNAMES
from hamahang.domain.calendar import from_jalali
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import company_key

if TYPE_CHECKING:
    from hamahang.cli.samples.year import Office
    from hamahang.cli.samples.year_cases import Way

# code, kind, name, English name, prefix of its numbers, days to object, what it decides
COMMITTEES = (
    ("setad", "BOARD", "ستاد هماهنگی صنعت و معدن", "coordination headquarters of industry and mining", "", 10),
    ("arezeyabi", "DIAGNOSIS", "کمیتهٔ عارضه‌یابی شهرک ایلام", "diagnosis committee of Ilam estate", "ع/", 5),
    ("bankha", "BANKS", "کمیسیون هماهنگی بانک‌ها", "coordination commission of banks", "ب/", 5),
)
SESSIONS = (
    ("arezeyabi", (1390, 4, 22)), ("setad", (1390, 5, 12)), ("arezeyabi", (1390, 6, 2)), ("bankha", (1390, 6, 23)),
    ("setad", (1390, 7, 20)), ("arezeyabi", (1390, 8, 11)), ("setad", (1390, 9, 8)), ("arezeyabi", (1390, 10, 6)),
    ("bankha", (1390, 11, 4)), ("setad", (1391, 1, 29)), ("arezeyabi", (1391, 3, 10)), ("bankha", (1391, 5, 17)),
)  # fmt: skip
ITEMS = 7
DECIDED = {
    "setad": tuple(DUTIES),
    "arezeyabi": tuple(DUTIES),
    "bankha": ("تعیین تکلیف وثیقه", "معرفی به بانک"),
}
# what became of the first eighty-two; the last session's eight are still with the agencies
FATES = (
    ("DONE_VERIFIED", 40), ("DONE_CLAIMED", 13), ("IN_PROGRESS", 10), ("NOTIFIED", 6), ("NOT_DONE", 6),
    ("ESCALATED", 4), ("CANCELLED", 3),
)  # fmt: skip
STEPS_TO = {
    "NOTIFIED": (),
    "IN_PROGRESS": ("start",),
    "DONE_CLAIMED": ("start", "claim"),
    "DONE_VERIFIED": ("start", "claim", "verify"),
    "NOT_DONE": ("start", "miss"),
    "ESCALATED": ("miss", "escalate"),
    "CANCELLED": ("cancel",),
}
WHO = {
    "start": ("dabir", "SECRETARY"), "claim": ("dabir", "SECRETARY"), "verify": ("shahrak", "ESTATES"),
    "miss": ("dabir", "SECRETARY"), "escalate": ("rais", "HEAD"), "cancel": ("rais", "HEAD"),
}  # fmt: skip
# the agencies whose people answer themselves; for the others the secretary writes down what their letters say
ANSWERING = {"شرکت توزیع برق": ("bargh", "AGENCY"), "بانک صنعت و معدن": ("bank", "BANK")}
REASONS = {
    "miss": "مهلت گذشت و پاسخی نرسید",
    "escalate": "نیازمند تصمیم بانک مرکزی و شورای پول و اعتبار است",
    "cancel": "واحد به مالک تازه واگذار شد و موضوع از میان رفت",
}
# what is decided of each subject, in the words of a resolution
TEXTS = {
    "تأمین برق": "انشعاب برق واحد تا ظرفیت پروانه وصل و از قطع آن در ساعت‌های اوج خودداری شود.",
    "تأمین گاز": "خط گاز تا مرز قطعه کشیده شود و تا آن روز سهمیهٔ گازوئیل واحد برقرار بماند.",
    "تعیین تکلیف وثیقه": "بانک وثیقهٔ مازاد را آزاد و بدهی معوق واحد را برای پنج سال تقسیط کند.",
    "تقسیط بدهی": "بدهی مالیاتی واحد در سی‌وشش قسط دریافت و حساب بانکی آن رفع توقیف شود.",
    "تقسیط حق بیمه": "بدهی بیمهٔ واحد تقسیط و مفاصاحساب موقت برای دریافت تسهیلات صادر شود.",
    "استعلام محیط زیست": "استعلام واحد پاسخ داده و اگر کمبودی هست، یک‌جا و کتبی اعلام شود.",
    "اصلاح راه دسترسی": "راه دسترسی واحد پیش از آغاز بارندگی زیرسازی و شن‌ریزی شود.",
    "تأمین آب": "سهمیهٔ آب واحد برقرار و تا وصل انشعاب با تانکر تأمین شود.",
    "معرفی به بانک": "واحد با گزارش توجیهی به بانک عامل معرفی و نتیجه کتبی اعلام شود.",
}
SAID = (
    "کارشناس گزارش بازدید را خواند؛ نمایندهٔ دستگاه راه‌حل را پذیرفت و دربارهٔ مهلت گفت‌وگو شد.",
    "مدیر واحد در جلسه حاضر بود و برنامهٔ بازگشت به تولید را گفت؛ اعضا با شرط تعهد واحد موافق بودند.",
    "نمایندهٔ بانک صورت بدهی را داد؛ قرار شد دستگاه‌ها هم‌زمان کار کنند تا واحد میان آنها نماند.",
)
FIRST_NAMES = ("کامران", "مریم", "یوسف", "شیرین", "بهرام", "نسرین", "فریدون", "پروانه", "جهانگیر")
DUTY = "پرداخت ده درصد بدهی معوق و آوردن ضامن"


@dataclass
class Sitting:
    """A planned session of the year. adopts: whether plans of revival are adopted there; items: what was decided."""

    session: Any
    committee: str
    day: date
    number: int
    items: list[tuple[Any, str]] = field(default_factory=list)

    @property
    def adopts(self) -> bool:
        """Diagnosis committees and the headquarters adopt plans; banks see to money."""
        return self.committee != "bankha"


def found(office: "Office", days: Sequence[date]) -> list[Sitting]:
    """Found the committees with their seats, and plan the sessions of the year."""
    committees = {row[0]: _committee(office, *row) for row in COMMITTEES}
    sittings = []
    for number, (code, planned) in enumerate(SESSIONS, start=1):
        day = next(known for known in days if known >= from_jalali(*planned))
        session = sessions.plan_session(
            committee=committees[code], planned_on=day, planned_at="09:30", place="سالن جلسات سازمان",
            on=day - timedelta(days=7), by="dabir", at=office.at,
        )  # fmt: skip
        sittings.append(Sitting(session, code, day, number))
    return sittings


def _committee(office: "Office", code: str, kind: str, name: str, name_en: str, prefix: str, days: int) -> Any:
    committee = sessions.found_committee(
        code=code, kind=kind, name=name, name_en=name_en, prefix=prefix, objection_days=days, by="dabir", at=office.at
    )
    names = BANKS if kind == "BANKS" else AGENCIES
    for agency in _agencies(office, names):
        sessions.give_seat(
            committee=committee, agency=agency, person=_person(office), post=_post(agency), deputy=_person(office),
            since_on=from_jalali(1390, 4, 11), by="dabir", at=office.at,
        )  # fmt: skip
    return committee


def _person(office: "Office") -> str:
    """Return an invented person."""
    return f"{office.random.choice(FIRST_NAMES)} {office.random.choice(SURNAMES)}"


def _post(agency: Any) -> str:
    if agency.name.startswith("شرکت"):
        return "مدیرعامل"
    return "رئیس" if agency.kind == "BANK" else "مدیرکل"


def _agencies(office: "Office", names: Sequence[str]) -> list[Any]:
    """Return the agencies of some names; one that no list has named yet is added."""
    known = accounts.agencies_by_key()
    made = []
    for name in names:
        agency = known.get(company_key(name))
        if agency is None:
            kind = "BANK" if name in BANKS else "OFFICE"
            code = f"agency-{[*AGENCIES, *BANKS].index(name) + 1}"
            agency = name_agency(code=code, name=name, kind=kind, by="dabir", at=office.at)
        made.append(agency)
    return made


def matters(ways: "Sequence[Way]", sittings: Sequence[Sitting]) -> dict[int, list["Way"]]:
    """Return what each session speaks of: the plans it adopts first, then the cases that are open on its day, in turn."""
    spoken: dict[int, list[Way]] = {}
    turn = 0
    for sitting in sittings:
        first = [way for way in ways if way.adopted_in is sitting][:ITEMS]
        while len(first) < ITEMS:
            way = ways[turn % len(ways)]
            turn += 1
            if way not in first and way.goal not in ("IDENTIFIED", "WITHDRAWN"):
                first.append(way)
        spoken[sitting.number] = first
    return spoken


def hold(sittings: Sequence[Sitting], spoken: "dict[int, list[Way]]", office: "Office", days: Sequence[date]) -> None:
    """Hold the sessions one after another, and let each resolution find its end."""
    fates = [state for state, count in FATES for _ in range(count)]
    office.random.shuffle(fates)
    left = iter([*fates, *("NOTIFIED", "IN_PROGRESS") * 4])
    for sitting in sittings:
        for resolution in _sit(sitting, spoken[sitting.number], office):
            _carry_out(resolution, next(left), office, days)


def _sit(sitting: Sitting, ways: "Sequence[Way]", office: "Office") -> list[Any]:
    """Hold one session: agenda, who came, minutes, resolutions, letters, signatures; return its resolutions."""
    by: dict[str, Any] = {"by": "dabir", "at": office.at}
    may = office.may("SECRETARY")
    session = sitting.session
    items = [sessions.add_item(session=session, matter=_matter(way), **by) for way in ways]
    sessions.hold_session(
        session=session, held_on=sitting.day, presences=dict(_presences(sitting, office)), permissions=may, **by
    )
    for item, way in zip(items, ways, strict=True):
        sessions.write_minutes(item=item, discussion=office.random.choice(SAID), outcome="DECIDED", **by)
        drafting.draft_resolution(item=item, wording=_wording(sitting, way.subject, office), **by)
        if item is items[0] and sitting.number % 2 == 0:
            # sessions of an even number decide one matter more: ninety in all
            drafting.draft_resolution(item=item, wording=_wording(sitting, "تقسیط حق بیمه", office), **by)
    passed = drafting.pass_drafts(session=session, on=sitting.day, permissions=may, **by)
    letters.notify(
        resolutions=passed, on=sitting.day + timedelta(days=2), permissions=may,
        write=lambda *given: papers.letter(*given, folder=settings.WORDS), **by,
    )  # fmt: skip
    sessions.move_session(session=session, step="sign", on=sitting.day + timedelta(days=3), permissions=may, **by)
    return list(passed)


def _matter(way: "Way") -> sessions.Matter:
    return sessions.Matter(
        subject=f"{way.subject}: {way.case.unit.name}", source="REQUEST", reason="پروندهٔ احیا",
        unit=way.case.unit_id, case=way.case.pk,
    )  # fmt: skip


def _presences(sitting: Sitting, office: "Office") -> Iterator[tuple[int, str]]:
    """Yield who came: enough for the quorum in person, the others as it happens."""
    seats = list(meetings.seats_on(sitting.session.committee, sitting.day))
    enough = len(seats) // 2 + 1
    for order, seat in enumerate(seats):
        yield seat.pk, "PRESENT" if order < enough else office.random.choice(("PRESENT", "DEPUTY", "ABSENT"))


def _wording(sitting: Sitting, subject: str, office: "Office") -> drafting.Wording:
    decided = DECIDED[sitting.committee]
    subject = subject if subject in decided else decided[0]
    agency = accounts.agencies_by_key()[company_key(DUTIES[subject])]
    due = sitting.day + timedelta(days=office.random.choice((20, 30, 45)))
    asks = office.random.random() < 0.4
    return drafting.Wording(
        text=TEXTS[subject],
        agencies=(agency.pk,), due_on=due, subject=subject, priority=office.random.choice((1, 2, 2, 3)),
        unit_duty=DUTY if asks else "", unit_duty_due_on=due if asks else None,
    )  # fmt: skip


def _carry_out(resolution: Any, fate: str, office: "Office", days: Sequence[date]) -> None:
    """Take a resolution to its end, each step on a working day after the last."""
    on = queries.states_of(resolution, AsOf(date.max))[-1].since_on
    for step in STEPS_TO[fate]:
        on = next(day for day in days if day >= on + timedelta(days=office.random.randint(4, 24)))
        name, role = WHO[step]
        if step in ("start", "claim"):
            name, role = ANSWERING.get(resolution.executor, (name, role))
        if step == "claim":
            _paper(resolution, "ANSWER", on, name, office)
        elif step == "verify":
            _paper(resolution, "PROOF", on, name, office)
        following.take_step(
            resolution=resolution, step=step, on=on, permissions=office.may(role), reason=REASONS.get(step, ""),
            by=name, at=office.at,
        )  # fmt: skip
    if resolution.unit_duty and fate.startswith("DONE"):
        drafting.record_duty(resolution=resolution, state="DONE", on=on, by="dabir", at=office.at)


def _paper(resolution: Any, need: str, on: date, by: str, office: "Office") -> None:
    number = f"{office.random.randint(1000, 9999)}/{resolution.number}"
    following.add_paper(resolution=resolution, need=need, on=on, number=number, by=by, at=office.at)
