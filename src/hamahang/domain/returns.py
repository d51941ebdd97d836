"""Monthly returns of units: what one says, when it is due, what is wrong with it, and what follows from none.

Every industrial and mining unit enters production and employment for each month by the 10th of the next; an expert
confirms it or returns it with the reason. Six months without one may suspend the licence. The numbers are dated data
(`Terms`), the order is here.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hamahang.domain.causes import CAUSES
from hamahang.domain.months import Month
from hamahang.domain.refusal import Refused
from hamahang.domain.register import STATUSES
from hamahang.domain.text import Text

STATES = {
    "WAITING": Text(fa="در انتظار تأیید", en="waiting to be confirmed"),
    "CONFIRMED": Text(fa="تأییدشده", en="confirmed"),
    "SENT_BACK": Text(fa="برگشت‌خورده", en="sent back"),
}
CHANNELS = {
    "LIST": Text(fa="فهرست", en="list"),
    "PAGE": Text(fa="صفحه", en="page"),
    "API": Text(fa="سامانهٔ دیگر", en="another system"),
}
# how the returns of a month are listed: what came, and what did not
PARTS = {
    "received": Text(fa="رسیده", en="received"),
    "on_time": Text(fa="به‌هنگام", en="on time"),
    "late": Text(fa="دیررسیده", en="received late"),
    "confirmed": Text(fa="تأییدشده", en="confirmed"),
    "waiting": Text(fa="در انتظار تأیید", en="waiting to be confirmed"),
    "sent_back": Text(fa="برگشت‌خورده", en="sent back"),
    "missing": Text(fa="نرسیده", en="missing"),
}
MOST_SHIFTS, MOST_PERSONS, LONGEST_REASON = 4, 100_000, 400
WORKING = ("ACTIVE", "UNDERUSED")


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules that hold for months from one on.

    due_day: of the next month; confirm_day: of the month after that; suspend_after: months in a row without a return
    fresh_months: how many months a verified status outranks a later claim
    low_use, high_use: the bounds of the classes of capacity use, percent
    """

    valid_from: date
    due_day: int
    confirm_day: int
    suspend_after: int
    fresh_months: int
    low_use: int
    high_use: int
    source: str = ""


# by the 10th of the next month, confirmed by the 5th after it; six months without one may suspend the licence
FIRST_TERMS = Terms(
    valid_from=Month(1390, 1).first,
    due_day=10,
    confirm_day=5,
    suspend_after=6,
    fresh_months=3,
    low_use=50,
    high_use=70,
    source="راهنمای آمار تولید وزارت صمت؛ اطلاعیهٔ ۲۵ آذر ۱۴۰۴ دربارهٔ تعلیق پروانه",
)


class NoTerms(LookupError):
    """No rule holds on a day. Repair: `hamahang prepare` loads the first one."""


def terms_on(terms: Iterable[Terms], day: date) -> Terms:
    """Return the rules that hold on a day: the latest that began by then, before all of them the first.

    :raises NoTerms: if there are none at all
    """
    ordered = sorted(terms, key=lambda one: one.valid_from)
    if not ordered:
        raise NoTerms(day)
    return next((one for one in reversed(ordered) if one.valid_from <= day), ordered[0])


def due_on(month: Month, terms: Terms) -> date:
    """Return the last day on which a return is on time."""
    return month.plus(1).day(terms.due_day)


def confirm_by(month: Month, terms: Terms) -> date:
    """Return the day by which it should be confirmed or returned."""
    return month.plus(2).day(terms.confirm_day)


def last_due(day: date, terms: Sequence[Terms]) -> Month:
    """Return the latest month whose returns were due by a day."""
    month = Month.of(day)
    while due_on(month, terms_on(terms, month.last)) > day:
        month = month.plus(-1)
    return month


def missing_in_a_row(received: Collection[Month], *, owed_from: Month, last: Month) -> int:
    """Return how many months in a row, up to the last due one, brought no return.

    owed_from: the first month that a return was owed for
    """
    number, month = 0, last
    while month >= owed_from and month not in received:
        number, month = number + 1, month.plus(-1)
    return number


def is_warned(missing: int, terms: Terms) -> bool:
    """Say whether so many months without a return warn of suspension."""
    return missing >= terms.suspend_after


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of one product in a month. quantity: None where it was not said"""

    product: str
    quantity: Decimal
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What one return says. None and empty: it is silent.

    persons: women and men together; capacity_use: percent 0–100; stop_days: days without work in the month
    """

    month: Month
    status: str
    persons: int | None = None
    women: int | None = None
    men: int | None = None
    shifts: int | None = None
    capacity_use: Decimal | None = None
    stop_days: int | None = None
    stop_cause: str = ""
    made: tuple[Made, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a return: the field, and why with the repair."""

    field: str
    why: Text


class ReturnIsFaulty(Refused):
    """A return contradicts itself or says what cannot be; `faults` tells each field and its repair."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(Text(fa="؛ ".join(f.why.fa for f in faults), en="; ".join(f.why.en for f in faults)))


class ReturnRefused(Refused):
    """A step with a return is not allowed as things stand; `why` tells the repair in both languages."""


LAST_SURE_DAY, A_YEAR = 29, 12  # each month has a 29th


def check_terms(terms: Terms) -> None:
    """Refuse rules of returns that contradict themselves.

    :raises ReturnRefused: with what to mend
    """
    if not terms.source.strip():
        raise ReturnRefused(Text(fa="مأخذ قاعده را بنویسید", en="Write where the rule comes from"))
    if not (1 <= terms.due_day <= LAST_SURE_DAY and 1 <= terms.confirm_day <= LAST_SURE_DAY):
        raise ReturnRefused(Text(fa="روز مهلت از ۱ تا ۲۹ است", en="A day of the month is from 1 to 29"))
    if not (1 <= terms.suspend_after <= 5 * A_YEAR and 1 <= terms.fresh_months <= 5 * A_YEAR):
        raise ReturnRefused(Text(fa="شمار ماه‌ها از ۱ تا ۶۰ است", en="A number of months is from 1 to 60"))
    if not 0 <= terms.low_use < terms.high_use <= 100:
        raise ReturnRefused(
            Text(
                fa="کران پایین ظرفیت کمتر از کران بالا و هر دو تا ۱۰۰ است",
                en="The low bound of capacity use lies below the high one, both up to 100",
            )
        )


class ReturnIsConfirmed(ReturnRefused):
    """The return of the month was confirmed and stands. Repair: ask the expert to send it back first."""


UNKNOWN_STATUS = Text(fa="وضعیت «{value}» شناخته نیست", en="The status “{value}” is not known")
NOT_OVER = Text(
    fa="{month} هنوز به پایان نرسیده است؛ آمار پس از پایان ماه فرستاده می‌شود",
    en="{month} is not over yet; a return is sent when the month has ended",
)
NO_SUM = Text(
    fa="زنان ({women}) و مردان ({men}) با هم {sum} نفرند، نه {persons}",
    en="Women ({women}) and men ({men}) make {sum}, not {persons}",
)
TOO_MANY = Text(fa="«{value}» بیرون از اندازه است؛ از ۰ تا {most} بنویسید", en="“{value}” is out of range; 0 to {most}")
PART_OF = Text(fa="بیش از همهٔ شاغلان ({persons}) است", en="It is more than all persons ({persons})")
NO_CAUSE = Text(fa="برای روزهای توقف علت بنویسید", en="Name the cause of the days without work")
NO_DAYS = Text(fa="برای علت توقف شمار روز را بنویسید", en="Say for how many days the cause stopped the work")
UNKNOWN_CAUSE = Text(fa="علت «{value}» شناخته نیست", en="The cause “{value}” is not known")
IDLE_MADE = Text(
    fa="واحد راکد تولید ندارد؛ وضعیت یا مقدار تولید را درست کنید",
    en="An idle unit makes nothing; mend the status or the quantity",
)
TWICE = Text(fa="محصول «{value}» دو بار آمده است", en="The product “{value}” stands twice")
NEGATIVE = Text(fa="مقدار «{value}» منفی است", en="The quantity of “{value}” is negative")
NO_NAME = Text(fa="نام محصول را بنویسید", en="Name the product")


def faults(said: Said, *, day: date) -> list[Fault]:
    """Return what is wrong with a return that is sent on a day; none if it can stand."""
    return [*_of_month(said, day), *_of_persons(said), *_of_work(said), *_of_made(said)]


def check(said: Said, *, day: date) -> None:
    """Refuse a return that cannot stand.

    :raises ReturnIsFaulty: with everything that is wrong with it
    """
    found = faults(said, day=day)
    if found:
        raise ReturnIsFaulty(found)


def _of_month(said: Said, day: date) -> Iterator[Fault]:
    if said.month.last > day:
        yield Fault("month", NOT_OVER.format(month=said.month.title))
    if said.status not in STATUSES:
        yield Fault("status", UNKNOWN_STATUS.format(value=said.status[:20]))


def _of_persons(said: Said) -> Iterator[Fault]:
    for name in ("persons", "women", "men"):
        value = getattr(said, name)
        if value is not None and not 0 <= value <= MOST_PERSONS:
            yield Fault(name, TOO_MANY.format(value=value, most=MOST_PERSONS))
    women, men, persons = said.women, said.men, said.persons
    if women is not None and men is not None and persons is not None and women + men != persons:
        yield Fault("persons", NO_SUM.format(women=women, men=men, sum=women + men, persons=persons))
        return
    for name, part in (("women", women), ("men", men)):
        if part is not None and persons is not None and part > persons:
            yield Fault(name, PART_OF.format(persons=persons))


def _of_work(said: Said) -> Iterator[Fault]:
    days = said.month.last.toordinal() - said.month.first.toordinal() + 1
    for name, most in (("shifts", MOST_SHIFTS), ("stop_days", days), ("capacity_use", 100)):
        value = getattr(said, name)
        if value is not None and not 0 <= value <= most:
            yield Fault(name, TOO_MANY.format(value=value, most=most))
    if said.stop_days and not said.stop_cause:
        yield Fault("stop_cause", NO_CAUSE)
    if said.stop_cause and not said.stop_days:
        yield Fault("stop_days", NO_DAYS)
    if said.stop_cause and said.stop_cause not in CAUSES:
        yield Fault("stop_cause", UNKNOWN_CAUSE.format(value=said.stop_cause[:20]))


def _of_made(said: Said) -> Iterator[Fault]:
    seen: set[str] = set()
    for made in said.made:
        if not made.product:
            yield Fault("made", NO_NAME)
        elif made.product in seen:
            yield Fault("made", TWICE.format(value=made.product[:40]))
        elif made.quantity < 0:
            yield Fault("made", NEGATIVE.format(value=made.product[:40]))
        elif made.quantity > 0 and said.status == "IDLE":
            yield Fault("made", IDLE_MADE)
        seen.add(made.product)


def persons_in_all(said: Said) -> int | None:
    """Return the persons of a return: as said, or women and men together where both are."""
    if said.persons is None and said.women is not None and said.men is not None:
        return said.women + said.men
    return said.persons


@dataclass(frozen=True, slots=True)
class Doubt:
    """What an expert should look at before confirming; it stops nothing."""

    why: Text


JUMP, BIG = Decimal("1.5"), 5
PERSONS_JUMPED = Text(fa="شاغلان از {before} به {now} رسیده است", en="Persons went from {before} to {now}")
MADE_JUMPED = Text(fa="تولید {product} از {before} به {now} رسیده است", en="{product} went from {before} to {now}")
OVER_CAPACITY = Text(
    fa="تولید {product} ({now}) از ظرفیت یک ماه پروانه ({capacity}) بیشتر است",
    en="{product} ({now}) is more than a month of the licensed capacity ({capacity})",
)
SILENT = Text(fa="شمار شاغلان نوشته نشده است", en="The number of persons is not said")


def doubts(said: Said, *, before: Said | None, capacity: "dict[str, Decimal]") -> list[Doubt]:
    """Return what is unlikely in a return beside the one before it and the licence. capacity: a year, by product."""
    found = [] if said.persons is not None or said.status not in WORKING else [Doubt(SILENT)]
    then, now = before.persons if before else None, said.persons
    if then is not None and now is not None and abs(then - now) > BIG and _jumped(Decimal(then), Decimal(now)):
        found.append(Doubt(PERSONS_JUMPED.format(before=then, now=now)))
    earlier = {made.product: made.quantity for made in before.made} if before else {}
    for made in said.made:
        a_month = capacity.get(made.product, Decimal(0)) / 12
        if a_month and made.quantity > a_month * JUMP:
            words = {"product": made.product, "now": round(made.quantity, 2), "capacity": round(a_month, 2)}
            found.append(Doubt(OVER_CAPACITY.format(**words)))
        elif made.product in earlier and _jumped(earlier[made.product], made.quantity):
            words = {"product": made.product, "before": round(earlier[made.product], 2), "now": round(made.quantity, 2)}
            found.append(Doubt(MADE_JUMPED.format(**words)))
    return found


def _jumped(before: Decimal, now: Decimal) -> bool:
    return max(before, now) > min(before, now) * JUMP and min(before, now) > 0
