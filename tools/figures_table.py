"""Writes docs/figures.md: every figure with its unit, level of proof and definition."""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def table() -> str:
    """Return the page."""
    from hamahang.domain.figures import UNITS
    from hamahang.indicators.catalogue import indicators

    lines = [
        "# All figures",
        "",
        "Made by `tools/figures_table.py` from the catalogue.",
        "",
        "| code | فارسی | English | unit | proof from | definition |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for code, figure in indicators().items():
        level = figure.level.title.en if figure.level is not None else "—"
        unit = UNITS[figure.unit].en
        lines.append(
            f"| `{code}` | {figure.title.fa} | {figure.title.en} | {unit} | {level} | {figure.definition.en} |"
        )
    return "\n".join(lines) + "\n"


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
