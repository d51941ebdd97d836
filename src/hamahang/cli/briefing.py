"""`hamahang briefing compile CODE --day D --out DIR`: the frozen report as PDF, Word and Excel in both languages."""

import argparse
import sys
from pathlib import Path
from typing import Any

from hamahang.cli import options, setup


def add(parsers: Any) -> None:
    """Register the command."""
    parser = parsers.add_parser("briefing", help="compile a frozen report / تهیهٔ گزارش")
    verbs = parser.add_subparsers(dest="verb", required=True)
    compiled = verbs.add_parser("compile", help="compile a report for a day")
    compiled.add_argument("code", help="tir10")
    compiled.add_argument("--day", type=options.day, required=True)
    compiled.add_argument("--out", type=Path, required=True)
    compiled.add_argument("--anew", action="store_true", help="count again if records changed since it was frozen")
    compiled.add_argument("--base-url", default="http://127.0.0.1:8000", help="where the codes on paper open")
    compiled.add_argument("--json", action="store_true")
    compiled.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Compile, or take the frozen one, and write its six files."""
    setup.django()
    from django.conf import settings

    from hamahang.briefing.actions import compile_briefing
    from hamahang.briefing.example import notice_of_example
    from hamahang.briefing.render.files import FORMATS, file_name, render_file
    from hamahang.briefing.reports import UnknownReport

    try:
        briefing = compile_briefing(
            report=arguments.code,
            day=arguments.day,
            anew=arguments.anew,
            notice=notice_of_example(settings.IS_EXAMPLE_FILE),
            by=options.operator(),
            at=options.now(),
        )
    except UnknownReport:
        return options.refuse(
            f"گزارشی با کد {arguments.code} نیست.", f"There is no report with the code {arguments.code}."
        )
    arguments.out.mkdir(parents=True, exist_ok=True)
    written = []
    for language in ("fa", "en"):
        for kind in FORMATS:
            path = arguments.out / file_name(briefing, kind, language)
            path.write_bytes(render_file(briefing, kind=kind, language=language, base_url=arguments.base_url))
            written.append(str(path))
    _print(arguments, briefing, written)
    return 0


def _print(arguments: argparse.Namespace, briefing: Any, written: list[str]) -> None:
    from hamahang.briefing import queries

    if not arguments.json:
        sys.stdout.write("\n".join(written) + "\n")
        return
    figures = [
        {"code": figure.code, "indicator": figure.indicator, "scope": figure.scope, "value": figure.value}
        for figure in queries.figures_of(briefing)
    ]
    head = {"number": briefing.head_number, "seal": briefing.head_seal}
    options.print_json({"report": briefing.report, "files": written, "figures": figures, "head": head})
