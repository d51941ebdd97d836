"""Sessions of the board: the table of their steps, quorum, objection, escalation, numbers. Rules are data with dates.

Source: practice of the provincial board for removing obstacles of production; the minister's circular of 14 Esfand
1390 made it national.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from hamahang.domain.board import PREPARE, BoardRefused
from hamahang.domain.calendar import from_jalali
from hamahang.domain.flows.workflow import Need, State, Step, Workflow
from hamahang.domain.flows.workingdays import Closures, due_on
from hamahang.domain.text import Text

FROM_1390 = from_jalali(1390, 1, 1)
SESSIONS = Workflow(
    code="sessions",
    title=Text(fa="جلسه", en="session"),
    valid_from=FROM_1390,
    states=(
        State("PLANNED", Text(fa="برنامه‌ریزی‌شده", en="planned")),
        State("HELD", Text(fa="برگزارشده", en="held")),
        State("MINUTES_SIGNED", Text(fa="صورت‌جلسه امضا شد", en="minutes signed"), is_final=True, is_good=True),
        State("CANCELLED", Text(fa="لغوشده", en="cancelled"), is_final=True),
    ),
    steps=(
        Step("hold", Text(fa="برگزار شد", en="Held"), ("PLANNED",), "HELD", by=PREPARE, needs=("agenda",)),
        Step(
            "sign",
            Text(fa="صورت‌جلسه امضا شد", en="Minutes signed"),
            ("HELD",),
            "MINUTES_SIGNED",
            by=PREPARE,
            needs=("settled",),
        ),
        Step("call_off", Text(fa="لغو جلسه", en="Call off"), ("PLANNED",), "CANCELLED", by=PREPARE, with_reason=True),
    ),
    needs=(
        Need("agenda", Text(fa="دست‌کم یک بند دستور کار", en="at least one item on the agenda"), is_paper=False),
        Need("settled", Text(fa="تصویب یا کنار گذاشتن همهٔ پیش‌نویس‌ها", en="every draft passed or dropped"), False),
    ),
)
STATES = {state.code: state.title for state in SESSIONS.states}
HELD_STATES = frozenset({"HELD", "MINUTES_SIGNED"})
CAME = frozenset({"PRESENT", "DEPUTY"})
COMMITTEES = {
    "BOARD": Text(fa="ستاد هماهنگی استان", en="coordination headquarters of the province"),
    "WORKING_GROUP": Text(fa="کارگروه تسهیل و رفع موانع", en="working group for removing obstacles"),
    "BANKS": Text(fa="کمیسیون هماهنگی بانک‌ها", en="coordination commission of banks"),
    "DIAGNOSIS": Text(fa="کمیتهٔ عارضه‌یابی", en="diagnosis committee"),
    "JUDICIAL": Text(fa="ستاد دادگستری", en="headquarters of the judiciary"),
    "COUNTY": Text(fa="کارگروه شهرستان", en="working group of a county"),
}
ITEM_SOURCES = {
    "OVERDUE": Text(fa="مصوبهٔ عقب‌افتاده", en="overdue resolution"),
    "UNVERIFIED": Text(fa="اظهار اجرا بی‌تأیید مانده", en="claim that nobody verified"),
    "BLOCKED_CASE": Text(fa="پروندهٔ مانع تولید", en="case of an obstacle"),
    "EXPIRING": Text(fa="مهلت رو به پایان", en="time running out"),
    "SYSTEMIC": Text(fa="علت مشترک چند واحد", en="cause shared by several units"),
    "COMMITMENT": Text(fa="تعهد در خطر", en="commitment at risk"),
    "POSTPONED": Text(fa="مانده از جلسهٔ پیش", en="postponed last time"),
    "REQUEST": Text(fa="درخواست واحد", en="request of a unit"),
    "CHAIR": Text(fa="به خواست رئیس جلسه", en="asked by the chair"),
}
OUTCOMES = {
    "DECIDED": Text(fa="تصمیم گرفته شد", en="decided"),
    "NOTED": Text(fa="به آگاهی رسید", en="noted"),
    "POSTPONED": Text(fa="به جلسهٔ بعد ماند", en="postponed"),
}
PRESENCES = {
    "PRESENT": Text(fa="حاضر", en="present"),
    "DEPUTY": Text(fa="جانشین", en="deputy came"),
    "ABSENT": Text(fa="غایب", en="absent"),
}
DUTY_STATES = {
    "OPEN": Text(fa="در انتظار واحد", en="waiting for the unit"),
    "DONE": Text(fa="انجام شد", en="done"),
    "NOT_DONE": Text(fa="انجام نشد", en="not done"),
}
OBJECTION_OUTCOMES = {
    "UPHELD": Text(fa="وارد است؛ مصوبه به جلسه برمی‌گردد", en="upheld: the resolution goes back to the session"),
    "DISMISSED": Text(fa="وارد نیست", en="dismissed"),
}
# the share of the seats that must be taken, as parts of a whole: more than the first, or at least the second
QUORUMS = {
    "MAJORITY": Text(fa="نصف به‌علاوهٔ یک", en="more than half"),
    "TWO_THIRDS": Text(fa="دو سوم", en="two thirds"),
}


class NoQuorum(BoardRefused):
    """Too few seats are taken for the session to decide."""

    def __init__(self, *, present: int, needed: int, seats: int) -> None:
        self.present, self.needed, self.seats = present, needed, seats
        super().__init__(
            Text(
                fa="حد نصاب نیست: {present} کرسی از {seats} پر است و {needed} لازم است؛ روز دیگری بگذارید",
                en="no quorum: {present} of {seats} seats are taken and {needed} are needed; plan the session anew",
            ).format(present=present, seats=seats, needed=needed)
        )


class Dated(Protocol):
    @property
    def valid_from(self) -> date: ...


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True, slots=True)
class ObjectionRule:
    """How long an agency may object before a resolution binds. working_days: after the day of notice."""

    valid_from: date
    working_days: int
    source: Text


@dataclass(frozen=True, slots=True)
class Escalation:
    """From how many days overdue what is to be done about a resolution, and who is told. tells: of TOLD."""

    valid_from: date
    days: int
    code: str
    title: Text
    tells: tuple[str, ...] = ()


# the people of the agencies charged, and those of a role
TOLD = ("AGENCY", "SECRETARY", "HEAD")
OBJECTION_RULES = (
    ObjectionRule(FROM_1390, 5, Text(fa="شیوه‌نامهٔ دبیرخانهٔ ستاد", en="practice of the board's secretariat")),
)
ESCALATIONS = (
    Escalation(FROM_1390, 1, "REMIND", Text(fa="یادآوری به دستگاه", en="remind the agency"), ("AGENCY",)),
    Escalation(
        FROM_1390, 15, "SESSION", Text(fa="طرح در جلسهٔ بعد", en="bring it to the next session"), ("AGENCY", "SECRETARY")
    ),
    Escalation(
        FROM_1390, 30, "GOVERNOR", Text(fa="گزارش به استاندار", en="report it to the governor"), ("SECRETARY", "HEAD")
    ),
    Escalation(
        FROM_1390,
        60,
        "NATIONAL",
        Text(fa="ارجاع به سطح ملی", en="escalate it to the national level"),
        ("SECRETARY", "HEAD"),
    ),
)


def valid(rules: Sequence[D], day: date) -> tuple[D, ...]:
    """Return the rules of the newest date that is valid on a day; before the first, the first."""
    dates = sorted({rule.valid_from for rule in rules})
    newest = max((found for found in dates if found <= day), default=dates[0])
    return tuple(rule for rule in rules if rule.valid_from == newest)


def objection_days(*, committee_days: int | None, day: date) -> int:
    """Return the working days an agency has to object: the committee's own, else those of the dated rule."""
    return valid(OBJECTION_RULES, day)[0].working_days if committee_days is None else committee_days


def binding_on(*, notified_on: date, working_days: int, closures: Closures) -> date:
    """Return the last day of the objection window: a resolution to which nobody objects binds from the day after."""
    day = due_on(notified_on, working_days, closures=closures)
    return day or notified_on  # without pauses there always is one


def escalation(days: int, *, day: date) -> Escalation | None:
    """Return what is due for a resolution that is so many days overdue, None if nothing yet."""
    reached = [rule for rule in valid(ESCALATIONS, day) if rule.days <= days]
    return max(reached, key=lambda rule: rule.days, default=None)


def steps_of(day: date) -> list[tuple[Escalation, int | None]]:
    """Return the steps in force on a day in their order, each with the days from which the next one takes over."""
    ordered = sorted(valid(ESCALATIONS, day), key=lambda rule: rule.days)
    return list(zip(ordered, [rule.days for rule in ordered[1:]] + [None], strict=True))


def quorum(rule: str, seats: int) -> int:
    """Return how many of the seats must be taken."""
    return -(-2 * seats // 3) if rule == "TWO_THIRDS" else seats // 2 + 1


def check_quorum(*, rule: str, seats: int, present: int) -> None:
    """Refuse a session with too few people.

    :raises NoQuorum: if fewer seats are taken than the rule asks for, or nobody has a seat
    """
    needed = quorum(rule, seats)
    if present < needed:
        raise NoQuorum(present=present, needed=needed, seats=seats)


def resolution_number(*, prefix: str, year: int, session: int, order: int) -> str:
    """Return the number of a resolution: year, session and its place in the session, such as "1390/3/12"."""
    return f"{prefix}{year}/{session}/{order}"


def letter_number(*, year: int, order: int) -> str:
    """Return the number of a letter of the secretariat in its year."""
    return f"{year}/د/{order}"
