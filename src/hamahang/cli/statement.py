"""`hamahang statement`: what a text claims, read by a grammar, and what the records say of it."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from hamahang.cli import options
from hamahang.cli.reading import as_json, exact, text_of

if TYPE_CHECKING:
    from hamahang.domain.statements import Reading

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
    checking = verbs.add_parser("check", help="hold a text against the records / سنجش متن با سندها")
    checking.add_argument("file", metavar="FILE", help="a file as for read, or a folder of them; - for pasted text")
    checking.add_argument("--day", type=options.day, help="the day it was said; without it, today")
    checking.add_argument("--json", action="store_true")
    checking.set_defaults(run=check)


def read(arguments: argparse.Namespace) -> int:
    """Print what a text claims."""
    from hamahang.domain.statements import read_claims
    from hamahang.domain.statements.inside import contradictions

    given = text_of(arguments.file)
    if given is None:
        return 1
    text, is_plain = given
    reading = read_claims(text, day=arguments.day or options.now().date())
    found = contradictions(reading)
    if arguments.json:
        options.print_json(as_json(reading, found) | ({} if is_plain else {"text": text}))
    else:
        _say(reading, found)
    return 0


def check(arguments: argparse.Namespace) -> int:
    """Print what the records say of the claims of a text, or of all texts of a folder."""
    from hamahang.cli import checking, setup

    setup.django()
    return checking.run(arguments)


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
