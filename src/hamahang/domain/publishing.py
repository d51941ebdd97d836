"""How a figure is cleared for publication: its steps and its checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text

DRAFT, CHECKED, CLEARED, PUBLISHED, SUPERSEDED, WITHDRAWN, DROPPED = (
    "DRAFT", "CHECKED", "CLEARED", "PUBLISHED", "SUPERSEDED", "WITHDRAWN", "DROPPED",
)  # fmt: skip
STATES = {
    DRAFT: Text(fa="پیش‌نویس", en="draft"),
    CHECKED: Text(fa="بررسی‌شده", en="checked"),
    CLEARED: Text(fa="تأییدشده برای انتشار", en="cleared"),
    PUBLISHED: Text(fa="منتشرشده", en="published"),
    SUPERSEDED: Text(fa="جایگزین‌شده", en="superseded"),
    WITHDRAWN: Text(fa="پس‌گرفته", en="withdrawn"),
    DROPPED: Text(fa="کنارگذاشته", en="dropped"),
}
PUBLIC = (PUBLISHED, SUPERSEDED, WITHDRAWN)  # what was once public keeps its page


@dataclass(frozen=True, slots=True)
class Step:
    """A step of clearing. needs_reason: whether somebody must say why."""

    code: str
    title: Text
    froms: tuple[str, ...]
    to: str
    needs_reason: bool = False


STEPS = {
    step.code: step
    for step in (
        Step("check", Text(fa="بررسی", en="Check"), (DRAFT,), CHECKED),
        Step("return", Text(fa="بازگرداندن", en="Send back"), (CHECKED, CLEARED), DRAFT, needs_reason=True),
        Step("clear", Text(fa="تأیید برای انتشار", en="Clear"), (CHECKED,), CLEARED),
        Step("publish", Text(fa="انتشار", en="Publish"), (CLEARED,), PUBLISHED),
        Step("withdraw", Text(fa="پس گرفتن", en="Withdraw"), (PUBLISHED,), WITHDRAWN, needs_reason=True),
        Step("drop", Text(fa="کنار گذاشتن", en="Drop"), (DRAFT, CHECKED, CLEARED), DROPPED, needs_reason=True),
    )
}


class PublicationRefused(Refused):
    """A step of clearing cannot be taken; `why` tells the repair in both languages."""


NO_REASON = Text(fa="دلیل را بنویسید", en="Say why")
NOT_NOW = Text(fa="این گام از این جا برداشته نمی‌شود", en="This step cannot be taken from here")
SECOND = Text(
    fa="کسی جز نویسنده و بررسی‌کننده باید تأیید کند؛ حساب دیگری به همان نام هم از همان کس شمرده می‌شود",
    en="Somebody other than who drafted and checked it must clear it; another account of that name is no other person",
)
OVERTAKEN = Text(
    fa="پس از پیش‌نویس، رقمی از همین چیز منتشر یا پس گرفته شده است؛ از نو پیش‌نویس کنید",
    en="Since it was drafted, something of the same was published or withdrawn; draft it anew",
)
BLOCKED = Text(fa="تا رفع این ایراد منتشر نمی‌شود: {what}", en="It cannot be published until this is mended: {what}")
UNANSWERED = Text(fa="دربارهٔ هشدارهای بررسی دلیل بنویسید", en="Say why, about the warnings of the check")


def take(step: str, *, state: str, reason: str, by: str, before: Sequence[str] = ()) -> str:
    """Return the state that a step leads to.

    before: whoever drafted and checked it, who may not clear it
    :raises PublicationRefused: if the step does not begin there, lacks its reason, or is not this person's
    """
    found = STEPS.get(step)
    if found is None or state not in found.froms:
        raise PublicationRefused(NOT_NOW)
    if found.needs_reason and not reason.strip():
        raise PublicationRefused(NO_REASON)
    if step == "clear" and by in before:
        raise PublicationRefused(SECOND)
    return found.to


# --- checks ---


GOOD, WARNING, BLOCKING = "good", "warning", "blocking"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found. code: recount, cross_foot, denominator, basis, outlier, earlier, restated, small_cell,
    subtraction.
    """

    code: str
    grade: str
    message: Text


FAR = 6  # times the usual swing about the median, beyond which a value is asked about
LEAST_HISTORY = 6
SAID = {
    ("recount", BLOCKING): Text(
        fa="امروز مقدار دیگری شمرده می‌شود؛ از نو پیش‌نویس کنید", en="It counts otherwise now; draft it anew"
    ),
    ("recount", GOOD): Text(fa="امروز هم همین شمرده می‌شود", en="It counts the same now"),
    ("cross_foot", BLOCKING): Text(fa="جمع شهرستان‌ها با رقم نمی‌خواند", en="The counties do not add up to it"),
    ("cross_foot", GOOD): Text(fa="جمع شهرستان‌ها با رقم می‌خواند", en="The counties add up to it"),
    ("denominator", BLOCKING): Text(fa="مخرج صفر است", en="There is nothing to divide by"),
    ("denominator", GOOD): Text(fa="مخرج دارد، یا سهم نیست", en="It has a denominator, or is no share"),
    ("basis", BLOCKING): Text(fa="مقدار ندارد، یا تعریف آن عوض شده", en="No value, or its definition has changed"),
    ("basis", GOOD): Text(fa="با تعریف کنونی شمرده شده است", en="Counted by the definition in force"),
    ("outlier", WARNING): Text(fa="از ماه‌های پیش بسیار دور است", en="Far from the months before"),
    ("outlier", GOOD): Text(fa="از ماه‌های پیش دور نیست", en="Not far from the months before"),
    ("earlier", WARNING): Text(fa="برای همین روز رقم دیگری منتشر شده", en="Another value of this day is published"),
    ("earlier", GOOD): Text(fa="با منتشرشدهٔ پیشین ناسازگار نیست", en="Not at odds with what was published"),
    ("restated", WARNING): Text(fa="منتشرشدهٔ پیشین امروز جور دیگری است", en="What was published counts otherwise now"),
    ("restated", GOOD): Text(fa="سری بازنگری نشده است", en="The series is not restated"),
    ("small_cell", BLOCKING): Text(
        fa="سندها یا کسان آن قدر کم‌اند که شناخته می‌شوند", en="So few records or persons that they are known"
    ),
    ("subtraction", BLOCKING): Text(
        fa="با آن خانهٔ کوچکی که در رقم دیگری پنهان است به دست می‌آید",
        en="With it a small cell that another figure hides could be worked out",
    ),
    ("subtraction", GOOD): Text(fa="خانهٔ پنهانی از آن به دست نمی‌آید", en="No hidden cell can be worked out from it"),
    ("small_cell", GOOD): Text(fa="خانهٔ کوچک نیست", en="Not a small cell"),
}


def _found(code: str, grade: str, *, is_wrong: bool) -> Finding:
    """Return a finding: of the grade where something is wrong, good elsewhere."""
    shown = grade if is_wrong else GOOD
    return Finding(code, shown, SAID[code, shown])


def recount(value: int | Decimal | None, now: int | Decimal | None, *, are_rows_same: bool = True) -> Finding:
    """Return whether the figure still counts as it was drafted, from the same records in the same places."""
    return _found("recount", BLOCKING, is_wrong=value != now or not are_rows_same)


def cross_foot(total: int | Decimal | None, parts: Mapping[Any, int | Decimal]) -> Finding:
    """Return whether the parts by county add up to the figure."""
    added = sum((Decimal(part) for part in parts.values()), Decimal(0))
    return _found("cross_foot", BLOCKING, is_wrong=total is not None and added != Decimal(total))


def denominator(*, is_ratio: bool, bases: int) -> Finding:
    """Return whether a share has something to be a share of."""
    return _found("denominator", BLOCKING, is_wrong=is_ratio and not bases)


def basis(*, value: int | Decimal | None, version: int, now: int) -> Finding:
    """Return whether there is a value, counted by the definition in force."""
    return _found("basis", BLOCKING, is_wrong=value is None or version != now)


def outlier(value: int | Decimal | None, history: Sequence[int | Decimal]) -> Finding:
    """Return whether a value is far from where the figure stood in the months before.

    far: more than six median absolute deviations and a quarter from the median of at least six values
    """
    known = [Decimal(each) for each in history]
    is_far = False
    if value is not None and len(known) >= LEAST_HISTORY:
        middle = median(known)
        off, swing = abs(Decimal(value) - middle), median([abs(each - middle) for each in known])
        is_far = off > FAR * swing and off > abs(middle) / 4
    return _found("outlier", WARNING, is_wrong=is_far)


def earlier(value: int | Decimal | None, before: int | Decimal | None, *, is_same_day: bool) -> Finding:
    """Return whether another value was published of the same day."""
    return _found("earlier", WARNING, is_wrong=is_same_day and before is not None and before != value)


def restated(*, is_changed: bool) -> Finding:
    """Return whether what was published before counts otherwise today."""
    return _found("restated", WARNING, is_wrong=is_changed)


def small_cell(*, is_few: bool) -> Finding:
    """Return whether a figure of a county or an estate counts so few records or persons that they could be named."""
    return _found("small_cell", BLOCKING, is_wrong=is_few)


def subtraction(*, is_giving_away: bool) -> Finding:
    """Return whether the figure, less or beside what is public, tells a small cell that is hidden there."""
    return _found("subtraction", BLOCKING, is_wrong=is_giving_away)


def answered(findings: Sequence[Finding], reason: str) -> None:
    """Refuse a check that found what must be mended, or what nobody explains.

    :raises PublicationRefused: naming what it is
    """
    unblocked(findings)
    if any(finding.grade == WARNING for finding in findings) and not reason.strip():
        raise PublicationRefused(UNANSWERED)


def unblocked(findings: Sequence[Finding]) -> None:
    """Refuse to go on with what must be mended.

    :raises PublicationRefused: naming what it is
    """
    for finding in findings:
        if finding.grade == BLOCKING:
            raise PublicationRefused(BLOCKED.format(what=finding.message))
