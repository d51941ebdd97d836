"""The text of a file, and what was read in it as the commands print it."""

import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hamahang.cli import options
from hamahang.domain.calendar import write_day

if TYPE_CHECKING:
    from hamahang.domain.statements import Claim, Number, Reach, Reading, Unread


def text_of(file: str, *, name: str = "") -> tuple[str, bool] | None:
    """Return the text of a file and whether its letters are those of the file; None, said why, if it has none.

    name: stands before what is said, where it is one of several
    """
    from hamahang.intake.precheck import Unsafe
    from hamahang.intake.reasons import reason
    from hamahang.intake.textfile import decode_text, read_text, text_kind
    from hamahang.intake.workbook import UnreadableFile

    try:
        if file == "-":
            return decode_text(sys.stdin.buffer.read()), True
        path = Path(file)
        return read_text(path), text_kind(path) == "txt"
    except OSError as error:
        options.refuse(f"فایل باز نشد: {file}", f"The file could not be opened: {error}")
    except Unsafe as error:
        options.refuse(*_both(reason(error.code, 0), name))
    except UnreadableFile as error:
        options.refuse(*_both(error.message, name))
    return None


def _both(message: Any, name: str) -> tuple[str, str]:
    before = f"{name}: " if name else ""
    return f"{before}{message.fa}", f"{before}{message.en}"


def as_json(reading: "Reading", found: Any) -> dict[str, Any]:
    """Return a reading as the command prints it."""
    return {
        "claims": [_claim(claim) for claim in reading.claims],
        "unread": [_unread(unread) for unread in reading.unread],
        "inside": [
            {
                "kind": each.kind, "spans": [list(span) for span in each.spans], "message": each.message.fa,
                "message_en": each.message.en,
            }
            for each in found
        ],
        "numbers": [_number(number) for number in reading.numbers],
        "day": write_day(reading.day),
    }  # fmt: skip


def _claim(claim: "Claim") -> dict[str, Any]:
    return {
        "start": claim.start, "end": claim.end, "text": claim.text, "low": exact(claim.low), "high": exact(claim.high),
        "unit": claim.unit, "counted": claim.counted, "state": claim.state, "comparator": claim.comparator,
        "place": claim.place, "period": _period(claim.period), "modality": claim.modality,
        "alternatives": [
            {"low": exact(other.low), "high": exact(other.high), "reason": other.reason} for other in claim.alternatives
        ],
        "rials": _rials(claim), "measure": claim.measure, "states": list(claim.states), "noun": list(claim.noun),
        "place_code": claim.place_code,
        "place_given": claim.is_place_given, "speaker": claim.speaker, "programme": claim.programme,
        "sector": claim.sector, "agency": claim.agency, "compared_with": _period(claim.compared_with),
        "doubts": list(claim.doubts), "former": claim.is_former, "numbers": [list(span) for span in claim.numbers],
    }  # fmt: skip


def _rials(claim: "Claim") -> dict[str, int | str | None] | None:
    """Return an amount of money in rials."""
    low, high = claim.in_rials()
    return None if low is None and high is None else {"low": exact(low), "high": exact(high)}


def _number(number: "Number") -> dict[str, Any]:
    return {
        "start": number.start, "end": number.end, "text": number.text, "value": _value(number), "kind": number.kind,
        "literal": exact(number.literal), "unit": number.unit, "comparator": number.comparator,
    }  # fmt: skip


def _value(number: "Number") -> int | str | None:
    return exact(number.value) if number.parts == 1 else f"{number.value}/{number.parts}"


def _unread(unread: "Unread") -> dict[str, Any]:
    return {
        "start": unread.start, "end": unread.end, "text": unread.text, "low": exact(unread.low),
        "high": exact(unread.high), "unit": unread.unit, "comparator": unread.comparator,
        "noun": unread.noun, "reason": unread.reason,
    }  # fmt: skip


def _period(reach: "Reach | None") -> dict[str, str | None] | None:
    if reach is None:
        return None
    first, last = (_day(day) for day in (reach.first, reach.last))
    return {"first": first, "last": last, "text": reach.text}


def _day(day: date | None) -> str | None:
    return write_day(day) if day else None


def exact(value: Decimal | None) -> int | str | None:
    """Return a value for JSON: a whole number as it is, a decimal one as a string."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else format(value.normalize(), "f")
