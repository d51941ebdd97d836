"""The example of the recipe runs as it is printed."""

import re

from tests.repository import ROOT


def test_the_example_of_the_recipe_runs(capsys):
    text = (ROOT / "docs" / "recipes" / "rank-provinces.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)

    exec(compile(code, "rank-provinces.md", "exec"), {})  # noqa: S102

    said = capsys.readouterr().out
    assert "workshop per 100,000" in said
    assert "nan" not in said
