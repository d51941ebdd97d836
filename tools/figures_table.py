"""Writes docs/figures.md: every figure with its unit, level of proof and definition, by subject."""

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hamahang.domain.indicators import Indicator

ROOT = Path(__file__).resolve().parent.parent


def table() -> str:
    """Return the page."""
    from hamahang.indicators.catalogue import indicators
    from hamahang.indicators.queries import groups

    figures = indicators().values()
    lines = [
        "# All figures · همهٔ ارقام",
        "",
        f"The {len(figures)} figures of the catalogue, by subject. Made by `tools/figures_table.py`, not by hand.",
        "",
        "*Proof from* is the weakest level of proof that is counted; a dash where proof does not apply.",
    ]
    for group in groups():
        lines += ["", f"## {group.en} · {group.fa}", ""]
        lines += ["| code | فارسی | English | unit | proof from | definition |", f"|{' --- |' * 6}"]
        lines += [row(figure) for figure in figures if figure.group == group]
    return "\n".join(lines) + "\n"


def row(figure: "Indicator") -> str:
    """Return one line of the table."""
    from hamahang.domain.figures import UNITS

    level = figure.level.title.en if figure.level is not None else "—"
    title, said = figure.title, figure.definition
    cells = (f"`{figure.code}`", title.fa, title.en, UNITS[figure.unit].en, level, f"{said.en}<br>{said.fa}")
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Set Django up on an empty folder and write the page."""
    sys.path.insert(0, str(ROOT / "src"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "hamahang.site.settings"
    with tempfile.TemporaryDirectory() as home:
        os.environ["HAMAHANG_HOME"] = home
        import django

        django.setup()
        (ROOT / "docs" / "figures.md").write_text(table(), encoding="utf-8")


if __name__ == "__main__":
    main()
