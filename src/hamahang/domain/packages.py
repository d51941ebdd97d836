"""A package of support: several measures of several agencies for one unit, done when all of them are."""

from collections.abc import Sequence

from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text

SUBJECTS = {
    "BANK": Text(fa="بانک", en="bank"),
    "POWER": Text(fa="برق", en="power"),
    "GAS": Text(fa="گاز", en="gas"),
    "WATER": Text(fa="آب", en="water"),
    "TAX": Text(fa="مالیات", en="tax"),
    "INSURANCE": Text(fa="بیمه", en="insurance"),
    "LICENCE": Text(fa="مجوز", en="licence"),
    "OTHER": Text(fa="سایر", en="other"),
}
STATES = {
    "OPEN": Text(fa="در انتظار", en="waiting"),
    "ANSWERED": Text(fa="پاسخ دستگاه", en="answered by the agency"),
    "DONE": Text(fa="انجام‌شده", en="done"),
    "REFUSED": Text(fa="ردشده", en="refused"),
    "DROPPED": Text(fa="کنارگذاشته", en="dropped"),
}
# what may follow what; an answer is claimed by the agency, and found done by somebody else
FOLLOWS = {
    "OPEN": ("ANSWERED", "REFUSED", "DROPPED"),
    "ANSWERED": ("DONE", "OPEN", "DROPPED"),
    "REFUSED": ("OPEN", "DROPPED"),
    "DONE": ("OPEN",),
    "DROPPED": ("OPEN",),
}
PACKAGE_STATES = {
    "EMPTY": Text(fa="بی‌اقدام", en="without measures"),
    "RUNNING": Text(fa="در جریان", en="under way"),
    "BLOCKED": Text(fa="متوقف بر یک رد", en="held up by a refusal"),
    "DONE": Text(fa="انجام‌شده", en="done"),
    "WITHDRAWN": Text(fa="پس‌گرفته", en="withdrawn"),
}


class PackageRefused(Refused):
    """What was said of a package cannot be recorded; `why` tells the repair in both languages."""


def state_of(measures: Sequence[str]) -> str:
    """Return where a package stands: done when every measure that was not dropped is done, withdrawn when all were."""
    counted = [state for state in measures if state != "DROPPED"]
    if not counted:
        return "WITHDRAWN" if measures else "EMPTY"
    if "REFUSED" in counted:
        return "BLOCKED"
    return "DONE" if all(state == "DONE" for state in counted) else "RUNNING"


def check_state(*, now: str, wanted: str, note: str, answered_by: str, person: str) -> None:
    """Refuse a state that does not follow, lacks its words, or is judged by who claimed it.

    :raises PackageRefused: with what to do
    """
    if wanted not in FOLLOWS.get(now, ()):
        raise PackageRefused(
            Text(
                fa=f"از «{STATES[now].fa}» به این وضع نمی‌توان رفت",
                en=f"This does not follow “{STATES[now].en}”",
            )
        )
    if wanted != "DONE" and not note.strip():
        raise PackageRefused(Text(fa="پاسخ یا دلیل را بنویسید", en="Write the answer or the reason"))
    if wanted == "DONE" and person == answered_by:
        raise PackageRefused(
            Text(
                fa="کسی که پاسخ را ثبت کرده است انجام آن را تأیید نمی‌کند؛ از همکار دیگری بخواهید",
                en="Whoever recorded the answer does not find it done; ask somebody else",
            )
        )
