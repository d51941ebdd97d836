"""Words and rules of resolutions."""

from datetime import date

from hamahang.domain.text import Text

STATES = {
    "NOTIFIED": Text(fa="ابلاغ‌شده", en="notified"),
    "IN_PROGRESS": Text(fa="در دست اجرا", en="in progress"),
    "DONE_CLAIMED": Text(fa="اجراشده (اظهار دستگاه)", en="done (claimed by its executor)"),
    "DONE_VERIFIED": Text(fa="اجراشده (تأییدشده)", en="done (verified)"),
    "NOT_DONE": Text(fa="اجرانشده", en="not done"),
}
OPEN_STATES = frozenset({"NOTIFIED", "IN_PROGRESS", "NOT_DONE"})


def days_overdue(*, due_on: date, state: str, day: date) -> int:
    """Return by how many days an open resolution is late on a day; 0 when it is done or not yet due."""
    if state not in OPEN_STATES:
        return 0
    return max((day - due_on).days, 0)
