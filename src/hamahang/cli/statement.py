"""`hamahang statement`: what a text claims, read by a grammar; nothing is asked of the records."""

import argparse
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hamahang.cli import options
from hamahang.domain.calendar import write_day

if TYPE_CHECKING:
    from hamahang.domain.statements import Claim, Number, Reach, Reading, Unread

FORM = """\
what --json prints / آنچه --json می‌نویسد:

  claims   figures that are understood. start and end are the characters of the number in the text as given, its scale
           words («میلیارد») taken in, its unit left out; low and high are the value in the unit as written, None where
           open («بیش از ۴۳» has no high) or where two readings are as likely (then look at alternatives).
           amounts in toman and همت are repeated in rials under rials.
  numbers  every number with its kind: count, one (an article «یک»), money, percent, measure, fold, fraction, duration,
           age, ordinal, year, date, time, article, id, phone, page, label, score. A scale that a number shares with
           the next («۵۰۰ تا ۷۰۰ میلیون») is in its value, and not in its literal.
  unread   figures whose meaning is not known: never dropped.
  inside   contradictions within the text: kind, spans, message in Persian and English.

Whole numbers are written as integers, others as decimal strings («۱۵٫۷» is "15.7"): never a float.
Of .docx, .pdf and .html the extracted text is printed too (text), for the offsets are of it.
"""


def add(parsers: Any) -> None:
    """Register the command."""
    statement = parsers.add_parser("statement", help="what a text claims / ادعاهای یک متن")
    verbs = statement.add_subparsers(dest="verb", required=True, metavar="VERB")
    reading = verbs.add_parser(
        "read", help="read the figures of a text / خواندن رقم‌های یک متن", epilog=FORM,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    reading.add_argument("file", metavar="FILE", help=".txt, .docx, .pdf or .html; - for pasted text")
    reading.add_argument("--day", type=options.day, help="the day it was said, such as 1390-04-10; without it, today")
    reading.add_argument("--json", action="store_true")
    reading.set_defaults(run=read)


def read(arguments: argparse.Namespace) -> int:
    """Print what a text claims."""
    from hamahang.domain.statements import read_claims
    from hamahang.domain.statements.inside import contradictions
    from hamahang.intake.precheck import Unsafe
    from hamahang.intake.reasons import reason
    from hamahang.intake.textfile import decode_text, read_text, text_kind
    from hamahang.intake.workbook import UnreadableFile

    try:
        if arguments.file == "-":
            text, is_plain = decode_text(sys.stdin.buffer.read()), True
        else:
            path = Path(arguments.file)
            text, is_plain = read_text(path), text_kind(path) == "txt"
    except OSError as error:
        return options.refuse(f"فایل باز نشد: {arguments.file}", f"The file could not be opened: {error}")
    except Unsafe as error:
        return options.refuse(*_both(reason(error.code, 0)))
    except UnreadableFile as error:
        return options.refuse(*_both(error.message))
    reading = read_claims(text, day=arguments.day or options.now().date())
    found = contradictions(reading)
    if arguments.json:
        options.print_json(as_json(reading, found) | ({} if is_plain else {"text": text}))
    else:
        _say(reading, found)
    return 0


def _both(message: Any) -> tuple[str, str]:
    return message.fa, message.en


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
        "former": claim.is_former, "numbers": [list(span) for span in claim.numbers],
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


def _say(reading: "Reading", found: Any) -> None:
    for claim in reading.claims:
        bounds = " … ".join(str(exact(end)) for end in dict.fromkeys((claim.low, claim.high)) if end is not None)
        words = (claim.counted, claim.state, claim.place, claim.modality)
        sys.stdout.write(f"{claim.text}  {claim.comparator} {bounds} {claim.unit}  {' · '.join(filter(None, words))}\n")
    for unread in reading.unread:
        sys.stdout.write(f"? {unread.text} {unread.noun}\n")
    for each in found:
        sys.stdout.write(f"! {each.message.fa}\n  {each.message.en}\n")
    sys.stdout.write(f"{len(reading.claims)} ادعا، {len(reading.unread)} نخوانده · claims, unread\n")
