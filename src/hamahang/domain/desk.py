"""Working together: who is named in a comment, what is due, and how a calendar of it is written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hamahang.domain.calendar import say_day
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text

MENTION = re.compile(r"(?<![\w.@])@([\w.\-]{1,60})")
NOTICES = {
    "MENTION": Text(fa="از شما نام برده شد", en="you were named"),
    "ASSIGNED": Text(fa="کاری به شما سپرده شد", en="you were given a task"),
    "DONE": Text(fa="کاری که سپرده بودید انجام شد", en="a task you gave was done"),
    "COMMENT": Text(fa="یادداشتی بر پروندهٔ شما", en="a comment on your case"),
    "REMINDER": Text(fa="یادآوری مصوبهٔ عقب‌افتادهٔ دستگاه شما", en="an overdue resolution of your agency"),
    "ESCALATE": Text(fa="مصوبهٔ عقب‌افتاده به گام بعد رسید", en="an overdue resolution reached its next step"),
}
ASSIGNMENT_STATES = {
    "OPEN": Text(fa="باز", en="open"),
    "DONE": Text(fa="انجام‌شده", en="done"),
    "CANCELLED": Text(fa="لغوشده", en="cancelled"),
}
LONGEST_LINE = 75  # octets, RFC 5545 section 3.1


class DeskRefused(Refused):
    """What was asked cannot be done; `why` tells the repair in both languages."""


def mentions(text: str) -> list[str]:
    """Return the names that stand after @ in a text, each once, without a full stop that ends the sentence."""
    return list(dict.fromkeys(found.rstrip(".-") for found in MENTION.findall(text)))


@dataclass(frozen=True, slots=True)
class Due:
    """Something due on a day. key: stable, tells it apart in a calendar that is read again and again."""

    key: str
    title: Text
    due_on: date


def write_calendar(dues: Sequence[Due], *, name: Text, language: str, at: datetime) -> str:
    """Return a calendar of whole days as RFC 5545 has it; each title carries its Jalali day.

    at: an aware moment in UTC, when it is written
    """
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Hamahang//fa", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{_escaped(name[language])}")
    for due in dues:
        title = f"{due.title[language]} ({say_day(due.due_on, 'fa')})" if language == "fa" else due.title.en
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_escaped(due.key)}@hamahang",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{due.due_on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{due.due_on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_escaped(title)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _escaped(text: str) -> str:
    shown = "".join(letter for letter in text if letter.isprintable() or letter in "\n\u200c")
    return shown.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a line at 75 octets, between letters; what follows begins with a space."""
    parts, current, room = [], "", LONGEST_LINE
    for letter in line:
        if len((current + letter).encode()) > room:
            parts.append(current)
            current, room = "", LONGEST_LINE - 1
        current += letter
    return "\r\n ".join([*parts, current])
