"""How things that make jobs usually go, as published or assumed, each with its source: the first word of a forecast."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from hamahang.domain.text import Text

DATA = Path(__file__).parent / "data"
CAME, FAILED = "CAME", "FAILED"


@cache
def usual() -> Mapping[str, Any]:
    """Return the shipped table: stages with share and days, and which part of the promised comes."""
    read: Mapping[str, Any] = json.loads((DATA / "usual.json").read_text(encoding="utf-8"))
    return read


def stages() -> tuple[str, ...]:
    """Return the names of all stages that something under way may stand in, and the two ends."""
    return (*(row["stage"] for row in usual()["stages"]), CAME, FAILED)


def source_of(row: Mapping[str, Any]) -> Text:
    """Return where a row of the table comes from."""
    return Text(fa=row["source"]["fa"], en=row["source"]["en"])
