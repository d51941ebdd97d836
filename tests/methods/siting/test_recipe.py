"""The recipe says what its own example prints."""

import re
import subprocess
import sys

from tests.repository import ROOT


def test_the_examples_of_the_recipe_print_what_it_says():
    recipe = (ROOT / "docs" / "recipes" / "site-a-plant.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(python|text)\n(.*?)```", recipe, re.DOTALL)
    source, told = ("".join(text for kind, text in blocks if kind == wanted) for wanted in ("python", "text"))

    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", source], capture_output=True, encoding="utf-8", check=False, timeout=120
    )

    assert ran.stderr == ""
    assert ran.stdout == told
