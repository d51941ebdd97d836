"""`hamahang support eligible PROGRAMME`: who qualifies on a day, who does not and why; nothing is written."""

import argparse
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from hamahang.cli import options, setup
from hamahang.domain.eligibility import ANSWERS, VERDICTS, Answer

if TYPE_CHECKING:
    from hamahang.support.eligible import Judged


def add(parsers: Any) -> None:
    """Register the command."""
    support = parsers.add_parser("support", help="programmes and who is eligible / برنامه‌ها و شرایط")
    verbs = support.add_subparsers(dest="verb", required=True, metavar="VERB")
    dry_run = verbs.add_parser("eligible", help="dry run of a programme's rules / اجرای آزمایشی شرایط")
    dry_run.add_argument("programme", metavar="PROGRAMME", help="its code, such as TARGETED_SUBSIDIES")
    dry_run.add_argument("--day", type=options.day, required=True, help="Jalali, such as 1390-04-10")
    dry_run.add_argument("--line", default="", help="the purpose asked for, such as FUEL")
    dry_run.add_argument("--json", action="store_true")
    dry_run.set_defaults(run=eligible)


def eligible(arguments: argparse.Namespace) -> int:
    """Print each unit with what the rules say of it."""
    setup.django()
    from hamahang.accounts.queries import EVERYTHING
    from hamahang.domain.ledger import AsOf
    from hamahang.support import eligible as rules
    from hamahang.support import terms

    programme = terms.programme(arguments.programme)
    if programme is None:
        known = "، ".join(found.code for found in terms.programmes(AsOf(arguments.day)))
        return options.refuse(
            f"برنامه‌ای با کد «{arguments.programme}» نیست؛ یکی از این‌ها: {known}",
            f"There is no programme “{arguments.programme}”; one of: {known}",
        )
    version = terms.rules_on(programme, AsOf(arguments.day))
    if version is None:
        return options.refuse(
            "در این روز قاعده‌ای برای برنامه برقرار نیست؛ آن را در صفحهٔ برنامه بنویسید.",
            "No rules of the programme hold on this day; write them on its page.",
        )
    judged = rules.dry_run(AsOf(arguments.day), EVERYTHING, rules=terms.read(version), purpose=arguments.line)
    if arguments.json:
        options.print_json([_as_json(row) for row in judged])
    else:
        _tell(judged)
    return 0


def _as_json(row: "Judged") -> dict[str, Any]:
    return {
        "licence": row.licence_no,
        "name": row.name,
        "answer": row.verdict.answer.value,
        "reasons": [
            {
                "line": reason.rule.line,
                "rule": reason.rule.said().en,
                "answer": reason.answer.value,
                "facts": reason.said().en,
            }
            for reason in row.verdict.reasons
        ],
    }


def _tell(judged: "list[Judged]") -> None:
    for row in judged:
        sys.stdout.write(f"{row.licence_no}  {row.name}  {VERDICTS[row.verdict.answer].fa}\n")
        for reason in row.verdict.against:
            answer = ANSWERS[reason.answer].fa
            sys.stdout.write(f"      {reason.rule.line}. {reason.rule.said().fa}: {answer} ({reason.said().fa})\n")
    counted = Counter(row.verdict.answer for row in judged)
    totals = (f"{counted[answer]} {VERDICTS[answer].fa} / {VERDICTS[answer].en}" for answer in Answer)
    sys.stdout.write(f"{' · '.join(totals)}\n")
