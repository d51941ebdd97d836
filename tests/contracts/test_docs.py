"""The written word is true: generated pages are up to date, links lead somewhere, commands and settings exist."""

import re
from pathlib import Path

import pytest

from hamahang.cli.main import parser
from hamahang.indicators.catalogue import indicators
from tools import workflow_tables
from tools.figures_table import table

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *DOCS.rglob("*.md")))


def read(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def commands() -> set[str]:
    """Return the words that the command knows."""
    return {word for action in parser()._actions if action.dest == "command" for word in action.choices or ()}


def test_the_page_of_all_figures_is_up_to_date() -> None:
    assert read("docs/figures.md") == table(), "run: .venv/bin/python tools/figures_table.py"


def test_the_page_of_workflows_is_up_to_date() -> None:
    assert read("docs/workflows.md") == workflow_tables.page(), "run: .venv/bin/python tools/workflow_tables.py"


def test_the_page_of_all_figures_has_every_figure() -> None:
    assert set(re.findall(r"^\| `(\w+)`", read("docs/figures.md"), re.MULTILINE)) == set(indicators())


@pytest.mark.parametrize("page", PAGES)
def test_each_link_leads_to_a_file(page: str) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", read(page))

    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_each_named_file_of_ours_is_there(page: str) -> None:
    named = re.findall(r"`((?:src|tests|docs|tools|benchmarks)/[\w./-]+)`", read(page))

    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_each_named_command_is_there(page: str) -> None:
    named = set(re.findall(r"(?:`|bin/)hamahang ([a-z]+)", read(page)))

    assert named - commands() == set()


def test_the_front_page_names_every_command() -> None:
    named = set(re.findall(r"`hamahang ([a-z]+)", read("README.md")))

    assert commands() - named - {"demo"} == set()


def test_decisions_are_numbered_without_gaps_and_say_why() -> None:
    decisions = sorted((DOCS / "adr").glob("*.md"))

    assert [path.name[:4] for path in decisions] == [f"{n:04}" for n in range(1, len(decisions) + 1)]
    for path in decisions:
        headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings[0].startswith(path.name[:4])
        assert headings[1:] == ["Context", "Decision", "Consequences"]


def test_each_picture_is_shown_somewhere() -> None:
    shown = {Path(link).name for page in PAGES for link in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", read(page))}

    assert {path.name for path in (DOCS / "pictures").glob("*.png")} == shown


def test_operators_are_told_every_setting() -> None:
    settings = (ROOT / "src" / "hamahang" / "site" / "settings.py").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(HAMAHANG_\w+)`", read("docs/operators.md"), re.MULTILINE)

    assert set(told) == set(re.findall(r"HAMAHANG_[A-Z_]*[A-Z]", settings))
