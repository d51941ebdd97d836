"""The written word is true: generated pages are up to date, links lead somewhere."""

import re
from pathlib import Path

import pytest

from tools.figures_table import table

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_of_all_figures_is_up_to_date() -> None:
    assert (ROOT / "docs" / "figures.md").read_text(encoding="utf-8") == table()


@pytest.mark.parametrize("page", ["README.md", "docs/tour.md", "docs/operators.md", "CONTRIBUTING.md"])
def test_each_link_leads_to_a_file(page: str) -> None:
    path = ROOT / page
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []
