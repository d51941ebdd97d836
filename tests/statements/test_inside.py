"""Contradictions inside one text are found, and none is raised in a consistent one."""

from pathlib import Path

import pytest

from hamahang.domain.calendar import read_day
from hamahang.domain.statements import read_claims
from hamahang.domain.statements.inside import contradictions

HERE = Path(__file__).parent
DAY = read_day("1403-04-10")


def blocks(name: str) -> list[str]:
    """Return the texts of a file, divided by empty lines, without its remarks."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("# "))
    return [block.strip("\n") for block in text.split("\n\n") if block.strip()]


@pytest.mark.parametrize("block", blocks("contradictions.txt"))
def test_a_contradiction_is_found_and_its_figures_shown(block: str):
    head, text = block.split("\n", 1)

    found = contradictions(read_claims(text, day=DAY))

    assert [each.kind for each in found] == head.removeprefix("## ").split()
    for each in found:
        assert len(each.spans) >= 2
        assert all(text[start:end].strip() == text[start:end] != "" for start, end in each.spans)
        assert each.message.fa
        assert each.message.en


@pytest.mark.parametrize("text", blocks("consistent.txt"))
def test_nothing_is_raised_in_a_consistent_text(text: str):
    assert contradictions(read_claims(text, day=DAY)) == ()
