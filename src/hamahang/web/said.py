"""What was typed into a form: read in any digits, refused with the place and the repair."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict

from django.conf import settings
from django.utils import timezone

from hamahang.domain.calendar import parse_day
from hamahang.domain.money import parse_amount, unit_in
from hamahang.domain.numbers import parse_number
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.papers.actions import attach
from hamahang.web.access import PersonRequest

DONE = Text(fa="ثبت شد.", en="Recorded.")
LONGEST = 2_000
MOST = 1_000_000
LARGEST = Decimal(10**9)
NOT_A_DAY = Text(fa="«{value}» روز نیست؛ مانند ۱۳۹۰/۰۴/۱۰ بنویسید", en="“{value}” is no day; write it as 1390/04/10")
IN_FUTURE = Text(fa="روز {value} هنوز نیامده است", en="{value} has not come yet")
NOT_A_NUMBER = Text(fa="«{value}» عدد نیست", en="“{value}” is no number")
NO_UNIT = Text(fa="واحد مبلغ «{value}» را هم بنویسید: ریال یا تومان", en="say the unit of “{value}”: rials or toman")


class Typed:
    """What was typed into a form that was refused, shown again; nothing where nothing was typed."""

    def __init__(self, said: Mapping[str, str] | None = None) -> None:
        self._said = said or {}

    def __getitem__(self, name: str) -> str:
        return str(self._said.get(name, ""))

    def __bool__(self) -> bool:
        return bool(self._said)


class WrongForm(Refused):
    """A field cannot be read; `why` tells the repair in both languages."""


def text(request: PersonRequest, name: str) -> str:
    """Return what was typed into a field, without control signs."""
    return request.POST.get(name, "")[:LONGEST].replace("\0", "").strip()


def day(request: PersonRequest, name: str = "on", *, may_come: bool = False) -> date:
    """Return a day of the form, today where it is empty.

    :raises WrongForm: if it is no day, or lies ahead where it may not
    """
    written = text(request, name)[:40]
    if not written:
        return request.today
    read = parse_day(written).value
    if read is None:
        raise WrongForm(NOT_A_DAY.format(value=written))
    if read > request.today and not may_come:
        raise WrongForm(IN_FUTURE.format(value=written))
    return read


def whole(written: str) -> int | None:
    """Return a whole number as a form or an address carries it, None for anything else."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 18 else None


def key(written: str) -> int:
    """Return the key of a record that a form or an address carries; 0, which no record has, for anything else."""
    return whole(written) or 0


def number(request: PersonRequest, name: str) -> int | None:
    """Return a whole number of the form, None where it is empty.

    :raises WrongForm: if it is no number
    """
    written = text(request, name)[:40]
    if not written:
        return None
    read = parse_number(written).value
    if read is None or read != int(read) or not 0 <= read <= MOST:
        raise WrongForm(NOT_A_NUMBER.format(value=written))
    return int(read)


def rials(request: PersonRequest, name: str) -> int | None:
    """Return an amount of the form in whole rials, None where it is empty.

    :raises WrongForm: if it is no amount, or its unit is not said
    """
    written = text(request, name)[:60]
    if not written:
        return None
    reading = parse_amount(written, unit_in(written))
    if reading.value is None:
        raise WrongForm((NO_UNIT if reading.problem == "no_unit" else NOT_A_NUMBER).format(value=written))
    return reading.value


def decimal(request: PersonRequest, name: str) -> Decimal | None:
    """Return a number of the form that may have decimals, None where it is empty.

    :raises WrongForm: if it is none, or below zero
    """
    written = text(request, name)[:40]
    if not written:
        return None
    read = parse_number(written).value
    if read is None or not 0 <= read <= LARGEST:
        raise WrongForm(NOT_A_NUMBER.format(value=written))
    return Decimal(read)


def percent(request: PersonRequest, name: str) -> Decimal | None:
    """Return a percentage of the form, None where it is empty.

    :raises WrongForm: if it is no number between 0 and 100
    """
    written = text(request, name)[:40]
    if not written:
        return None
    read = parse_number(written).value
    if read is None or not 0 <= read <= 100:
        raise WrongForm(NOT_A_NUMBER.format(value=written))
    return read


def attached(request: PersonRequest) -> Any:
    """Return the file of the form as an attachment, None where there is none.

    :raises NotAccepted: if it may not be attached
    """
    file = request.FILES.get("file")
    if file is None:
        return None
    return attach(
        chunks=file.chunks(),
        name=file.name or "file",
        store=settings.PAPERS,
        limit=settings.PAPER_LIMIT,
        by=request.user.username,
        at=timezone.localtime(),
    )


def seen(request: PersonRequest) -> int | None:
    """Return the number of the last entry that the form was made from."""
    return whole(text(request, "seen"))


class Paper(TypedDict):
    """What a form says of a paper that is put beside something."""

    need: str
    on: date
    number: str
    attachment: Any


def paper(request: PersonRequest) -> Paper:
    """Return a paper of the form: what it is for, its day, its number, and its file if there is one.

    :raises WrongForm: if the day is none
    :raises NotAccepted: if the file may not be attached
    """
    return {
        "need": text(request, "need"),
        "on": day(request),
        "number": text(request, "number")[:60],
        "attachment": attached(request),
    }
