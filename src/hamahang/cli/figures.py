"""`hamahang figures` and `hamahang trace`: the same figures and rows as the pages, as text or JSON."""

import argparse
import sys
from typing import Any

from hamahang.cli import options, setup


def add(parsers: Any) -> None:
    """Register the two commands."""
    figures = parsers.add_parser("figures", help="print the figures as of a day / چاپ ارقام")
    _view(figures)
    figures.set_defaults(run=run_figures)
    trace = parsers.add_parser("trace", help="list the records a figure is counted from / فهرست پشت یک رقم")
    trace.add_argument("code")
    _view(trace)
    trace.add_argument("--counties", type=int, help="tell it by the counties of this Jalali year, such as 1395")
    trace.add_argument(
        "--split", choices=("inhabitants",), help="split the sum of an undivided county by this key: an estimate"
    )
    trace.set_defaults(run=run_trace)


def _view(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--day", type=options.day, required=True, help="Jalali, such as 1390-04-10, or ISO")
    parser.add_argument("--known-at", type=options.moment, help="as known at this ISO moment")
    parser.add_argument("--scope", type=options.scope, help="all, province:16, county:1601 or estate:ilam")
    parser.add_argument("--gregorian", action="store_true", help="print days as ISO")
    parser.add_argument("--json", action="store_true")


def run_figures(arguments: argparse.Namespace) -> int:
    """Print all figures, or those of one scope."""
    setup.django()
    from hamahang.accounts.queries import EVERYTHING
    from hamahang.indicators import queries

    asof = _asof(arguments)
    figures = queries.report(asof=asof, scope=arguments.scope, reach=EVERYTHING)
    if arguments.json:
        options.print_json(_head(arguments) | {"figures": [figure_json(figure) for figure in figures]})
        return 0
    for figure in figures:
        title = queries.title(figure.code)
        sys.stdout.write(f"{figure.code:48} {figure.scope!s:14} {_plain(figure.value)!s:>20} {title.fa}\n")
    return 0


def run_trace(arguments: argparse.Namespace) -> int:
    """Print one figure with its rows, each with the cell it came from."""
    setup.django()
    from hamahang.accounts.queries import EVERYTHING
    from hamahang.domain.indicators import ALL
    from hamahang.indicators import queries
    from hamahang.indicators.catalogue import UnknownIndicator

    asof, scope = _asof(arguments), arguments.scope or ALL
    try:
        figure = queries.compute(arguments.code, asof=asof, scope=scope, reach=EVERYTHING)
    except UnknownIndicator:
        return options.refuse(
            f"رقمی با کد {arguments.code} در فهرست نیست؛ «hamahang figures» کدها را نشان می‌دهد.",
            f"No figure has the code {arguments.code}; `hamahang figures` shows the codes.",
        )
    if arguments.counties is not None:
        return _by_counties(arguments, figure, asof, scope)
    listed = queries.listed(arguments.code, asof=asof, scope=scope, reach=EVERYTHING)
    rows = [_row_json(row, origin, gregorian=arguments.gregorian) for row, origin in listed]
    if arguments.json:
        options.print_json(_head(arguments) | {"figures": [figure_json(figure)], **figure_json(figure), "list": rows})
        return 0
    sys.stdout.write(f"{queries.title(figure.code).fa}: {_plain(figure.value)} ({figure.rows})\n")
    for row in rows:
        source = row["source"]
        where = f"{source['file']} {source['sheet']}!{source['cell']}" if source["file"] else ""
        sys.stdout.write(f"  {row['on'] or '':10}  {row['amount'] or '':>20}  {row['label']}  {where}\n")
    return 0


def _by_counties(arguments: argparse.Namespace, figure: Any, asof: Any, scope: Any) -> int:
    """Print a figure by the counties of another year, with the rule by which its rows went there."""
    from hamahang.accounts.queries import EVERYTHING
    from hamahang.indicators.restated import HOW, CannotRestate, day_of_division, restated

    try:
        day = day_of_division(arguments.counties)
        is_split = arguments.split is not None
        found = restated(figure.code, asof=asof, scope=scope, reach=EVERYTHING, day=day, by_inhabitants=is_split)
    except CannotRestate:
        return options.refuse("این رقم به تفکیک شهرستان جمع نمی‌شود.", "This figure does not add up over counties.")
    except ValueError:
        return options.refuse("سال شهرستان‌ها مانند 1395 است.", "A year of counties is written like 1395.")
    lines = [
        {
            "county": line.county.name,
            "code": line.county.code,
            "value": _plain(line.value),
            "rows": line.rows,
            "became": [county.name for county in line.among],
            "is_estimated": line.is_estimated,
        }
        for line in found.lines
    ]
    if arguments.json:
        said = {"counties": arguments.counties, "by_county": lines, "rules": dict(found.rules)}
        options.print_json(_head(arguments) | figure_json(figure) | said)
        return 0
    for line in lines:
        mark = "≈" if line["is_estimated"] else f"({' + '.join(line['became'])})" if line["became"] else ""
        sys.stdout.write(f"{line['county']:24} {line['value']!s:>20} {mark}\n")
    for code, number in found.rules.items():
        sys.stdout.write(f"  {number:6} {HOW[code].fa}\n")
    return 0


def _asof(arguments: argparse.Namespace) -> Any:
    from hamahang.ledger import queries as ledger

    return ledger.as_of(day=arguments.day, known_at=arguments.known_at)


def _head(arguments: argparse.Namespace) -> dict[str, Any]:
    known = arguments.known_at or options.now()
    return {
        "day": options.say_iso(arguments.day, gregorian=arguments.gregorian),
        "known_at": known.isoformat(timespec="seconds"),
    }


def _plain(value: Any) -> Any:
    from decimal import Decimal

    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def figure_json(figure: Any) -> dict[str, Any]:
    """Return a figure in the fixed form."""
    return {
        "code": figure.code,
        "scope": str(figure.scope),
        "value": _plain(figure.value),
        "unit": figure.unit,
        "rows": figure.rows,
        "level": figure.level,
    }


def _row_json(row: Any, origin: Any, *, gregorian: bool) -> dict[str, Any]:
    return {
        "record": row.record,
        "label": row.label,
        "on": options.say_iso(row.on, gregorian=gregorian),
        "amount": _plain(row.amount),
        "source": {"file": origin.file, "sheet": origin.sheet, "cell": origin.cell},
        "entry": row.entry,
        "by": row.by,
    }
