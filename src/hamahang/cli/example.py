"""`hamahang example ilam-1390 --out DIR`: the example lists, as a province would have them."""

import argparse
import sys
from pathlib import Path
from typing import Any

from hamahang.cli import options, setup


def add(parsers: Any) -> None:
    """Register the command."""
    parser = parsers.add_parser("example", help="write the example lists / نوشتن فهرست‌های نمونه")
    parser.add_argument("code", choices=("ilam-1390",))
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1390)
    parser.add_argument("--units", type=int, help="write a large set instead: so many units, for benchmarks")
    parser.add_argument("--provinces", type=int, default=31)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the lists and name them."""
    # the headings come from the sources, which know the rooms they write to
    setup.django()
    if arguments.units:
        from hamahang.cli.samples.large import write_large

        files = write_large(
            out=arguments.out,
            seed=arguments.seed,
            units=arguments.units,
            provinces=arguments.provinces,
            years=arguments.years,
        )
    else:
        from hamahang.cli.samples.workbooks import write_example

        files = write_example(out=arguments.out, seed=arguments.seed)
    if arguments.json:
        options.print_json([{"file": str(f.path), "source": f.source, "received_on": f.received_on} for f in files])
    else:
        for file in files:
            sys.stdout.write(f"{file.path}  --source {file.source}  {file.title}\n")
    return 0
