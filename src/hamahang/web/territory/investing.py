"""Which investment would open which site: what each lacks for each kind of plant, the fewest things first."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from hamahang.domain.text import Text
from hamahang.domain.utilities import MEASURES
from hamahang.methods.siting import Judged
from hamahang.territory import siting


def investments(around: siting.Candidates, day: date) -> list[dict[str, Any]]:
    """Return for each estate the kinds of plants that more of its utilities would open it for, with the amounts.

    Only sites of which all limits are known and that lack nothing else: what money does not move opens nothing.
    """
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for plant in siting.plants(day).values():
        for one in siting.judge(plant, around.sites):
            if not one.unknown and one.missed and all(missed.limit.takes for missed in one.missed):
                found[one.site.id].append({"plant": plant.title, "lacks": _lacks(one)})
    lines = [_line(estate, steps, around) for estate, steps in found.items()]
    return sorted(lines, key=lambda line: (len(line["steps"][0]["lacks"]), line["key"]))


def _lacks(judged: Judged) -> list[dict[str, Any]]:
    return [
        {
            "thing": MEASURES[one.limit.code].title,
            "unit": siting.unit_of(one.limit.code),
            "amount": Decimal(str(round(one.missing or 0.0, 3))),
        }
        for one in judged.missed
    ]


def _line(estate: str, steps: list[dict[str, Any]], around: siting.Candidates) -> dict[str, Any]:
    place = around.estates[estate]
    return {
        "key": place.sort_key,
        "code": estate,
        "name": Text(fa=place.name, en=place.name_en),
        "steps": sorted(steps, key=lambda step: len(step["lacks"])),
    }
