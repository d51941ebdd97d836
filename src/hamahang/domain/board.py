"""Resolutions of the board: the table of their steps, their times, and who may move a deadline."""

from collections.abc import Collection
from datetime import date

from hamahang.domain.flows.workflow import Need, State, Step, Workflow
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text

PREPARE, DECIDE = "board.prepare", "board.decide"
ANSWER, VERIFY = "resolutions.answer", "resolutions.verify"


def _state(code: str, fa: str, en: str, *, is_final: bool = False, is_good: bool = False) -> State:
    return State(code, Text(fa=fa, en=en), is_final=is_final, is_good=is_good)


def _need(code: str, fa: str, en: str) -> Need:
    return Need(code, Text(fa=fa, en=en))


OPEN_ONES = ("NOTIFIED", "IN_PROGRESS", "NOT_DONE", "ESCALATED")
RESOLUTION = Workflow(
    code="RESOLUTION",
    title=Text(fa="مصوبه", en="resolution"),
    valid_from=date(2011, 3, 21),
    states=(
        _state("DRAFT", "پیش‌نویس", "draft"),
        _state("PASSED", "مصوب", "passed"),
        _state("NOTIFIED", "ابلاغ‌شده", "notified"),
        _state("IN_PROGRESS", "در دست اجرا", "in progress"),
        _state("DONE_CLAIMED", "اجراشده (اظهار دستگاه)", "done (claimed)"),
        _state("DONE_VERIFIED", "اجراشده (تأییدشده)", "done (verified)", is_final=True, is_good=True),
        _state("NOT_DONE", "اجرانشده", "not done"),
        _state("ESCALATED", "ارجاع به ستاد ملی", "sent to national level"),
        _state("CANCELLED", "لغوشده", "cancelled", is_final=True),
    ),
    needs=(
        _need("LETTER", "نامهٔ ابلاغ", "letter of notification"),
        _need("ANSWER", "پاسخ دستگاه", "answer of the agency"),
        _need("PROOF", "سند اجرا", "proof that it was done"),
    ),
    steps=(
        Step("pass", Text(fa="تصویب", en="pass"), ("DRAFT",), "PASSED", PREPARE),
        Step("notify", Text(fa="ابلاغ", en="notify"), ("PASSED",), "NOTIFIED", PREPARE, needs=("LETTER",)),
        Step("start", Text(fa="آغاز اجرا", en="begin"), ("NOTIFIED",), "IN_PROGRESS", ANSWER),
        Step(
            "claim",
            Text(fa="اظهار اجرا", en="claim it done"),
            OPEN_ONES,
            "DONE_CLAIMED",
            ANSWER,
            needs=("ANSWER",),
        ),
        Step(
            "verify",
            Text(fa="تأیید اجرا", en="verify"),
            ("DONE_CLAIMED",),
            "DONE_VERIFIED",
            VERIFY,
            needs=("PROOF",),
            not_by=("claim",),
        ),
        Step(
            "reject",
            Text(fa="رد اظهار", en="reject the claim"),
            ("DONE_CLAIMED",),
            "IN_PROGRESS",
            VERIFY,
            not_by=("claim",),
            with_reason=True,
        ),
        Step(
            "miss",
            Text(fa="ثبت اجرانشده", en="record as not done"),
            ("NOTIFIED", "IN_PROGRESS"),
            "NOT_DONE",
            PREPARE,
            with_reason=True,
        ),
        Step(
            "resume",
            Text(fa="ازسرگیری", en="take up again"),
            ("NOT_DONE", "ESCALATED"),
            "IN_PROGRESS",
            PREPARE,
            with_reason=True,
        ),
        Step(
            "escalate",
            Text(fa="ارجاع به ستاد ملی", en="send to the national level"),
            ("NOTIFIED", "IN_PROGRESS", "NOT_DONE"),
            "ESCALATED",
            DECIDE,
            with_reason=True,
        ),
        Step(
            "cancel",
            Text(fa="لغو", en="cancel"),
            ("PASSED", *OPEN_ONES),
            "CANCELLED",
            DECIDE,
            with_reason=True,
        ),
    ),
)
STATES = {state.code: state.title for state in RESOLUTION.states}
# a claim stops the clock of the executor: from then on the verifier is late, not the executor
OPEN_STATES = frozenset({"PASSED", *OPEN_ONES})
DONE_STATES = ("DONE_CLAIMED", "DONE_VERIFIED")
PRIORITIES = {
    1: Text(fa="فوری", en="urgent"),
    2: Text(fa="عادی", en="normal"),
    3: Text(fa="کم", en="low"),
}


class BoardRefused(Refused):
    """What was said of a resolution cannot be recorded; `why` tells the repair in both languages."""


def check_sides(
    *, person: str, agencies: Collection[str], others: Collection[str], others_agencies: Collection[str]
) -> None:
    """Refuse somebody who would judge what the own side said. agencies: keys, of the person and of the others.

    :raises BoardRefused: if the person said it, or somebody of the same agency did
    """
    if person in others:
        raise BoardRefused(
            Text(
                fa="کسی که این را نوشته است دربارهٔ آن تصمیم نمی‌گیرد؛ از همکار دیگری بخواهید",
                en="Whoever wrote this does not decide of it; ask somebody else",
            )
        )
    if set(agencies) & set(others_agencies):
        raise BoardRefused(
            Text(
                fa="کسی از همان دستگاه دربارهٔ آن تصمیم نمی‌گیرد؛ از بیرون دستگاه بخواهید",
                en="Nobody of the same agency decides of it; ask somebody from outside",
            )
        )


def days_overdue(*, due_on: date, state: str, day: date) -> int:
    """Return by how many days an open resolution is late on a day; 0 when it is done or not yet due."""
    if state not in OPEN_STATES:
        return 0
    return max((day - due_on).days, 0)
