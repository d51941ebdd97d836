"""Terms of a plan as plain data: as a run keeps them, and read from it again for the next try."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from hamahang.domain.planning import Pin, PlanTerms, Stated, StatedScenario


def as_data(terms: PlanTerms) -> dict[str, Any]:
    """Return terms as a run keeps them."""
    said = asdict(terms)
    return said | {
        "money": {line: list(amounts) for line, amounts in sorted(terms.money.items())},
        "kinds": list(terms.kinds),
        "carried": sorted(terms.carried),
        "scenarios": [asdict(one) for one in terms.scenarios],
        "pins": dict(sorted((said["pins"] or {}).items())),
        "waits": dict(sorted((said["waits"] or {}).items())),
    }


def read(said: Mapping[str, Any]) -> PlanTerms:
    """Return the terms that a run kept."""
    pins = {code: Pin(pin["is_must"], pin["reason"]) for code, pin in (said.get("pins") or {}).items()}
    waits = {code: Stated(one["needs"], one["reason"]) for code, one in (said.get("waits") or {}).items()}
    own = ("money", "kinds", "carried", "pins", "waits", "scenarios")
    return PlanTerms(
        **{name: value for name, value in said.items() if name not in own},
        money={line: tuple(amounts) for line, amounts in said["money"].items()},
        kinds=tuple(said["kinds"]),
        carried=tuple(said["carried"]),
        pins=pins or None,
        waits=waits or None,
        scenarios=tuple(StatedScenario(**one) for one in said.get("scenarios", ())),
    )
