"""Units that are likely registered twice: the register against itself, weighed by `methods.linkage`.

The licence is left out: two standing units never share one, so it would speak against every pair, doubles too. And
nothing is learnt of how doubles agree: they are a few in a hundred, and learning without labels takes units of one
trade in one county for them. Measured on 3,000 made-up units of a province with 60 of them registered twice:

    licence compared, learnt        4,615 pairs offered, 60 of the 60 among them
    licence left out, learnt        4,619                60
    licence compared, beliefs          47                47
    licence left out, beliefs         110                60   <- this
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hamahang.accounts.queries import Reach
from hamahang.domain.text import Text
from hamahang.register import queries
from hamahang.register.likeness import unit_records

if TYPE_CHECKING:
    from hamahang.methods.linkage import Records

DOUBLES = 0.02  # of the units, expected to be registered a second time; beliefs of this work, held against planted ones
ALIKE = 5  # pairs of different units of one owner, and of one place, that look alike, for each double
WRONG, MISSED = 1.0, 1.0  # cost of offering two units that are not the same, and of keeping two that are: even odds


@dataclass(frozen=True, slots=True)
class Reason:
    """What one evidence adds to the weight of a pair, in bits; level says in words how alike the two are."""

    evidence: str
    level: Text
    bits: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two units that are likely one, the one recorded first as `first`; weight: log2 of the odds, in bits."""

    first: int
    second: int
    weight: float
    reasons: tuple[Reason, ...]


def find_duplicates(*, reach: Reach, limit: int | None = None) -> list[Pair]:
    """Return the pairs of units within a reader's reach that are likely one, the heaviest first.

    Pairs that people told apart are left out. The weights are of the whole register, whoever asks.
    Deterministic: the same register gives the same pairs.
    """
    records = _without_licence(unit_records())
    known = {int(unit) for unit in records.ids}
    apart = {pair for pair in queries.units_told_apart() if known.issuperset(pair)}
    pairs = _weighed(records, apart)
    within = queries.standing_units(reach, {unit for pair in pairs for unit in (pair.first, pair.second)})
    found = [pair for pair in pairs if pair.first in within and pair.second in within]
    return found[:limit]


def _without_licence(records: "Records") -> "Records":
    from hamahang.methods.linkage import Records

    return Records(records.ids, {name: column for name, column in records.columns.items() if name != "licence"})


def _weighed(records: "Records", apart: set[tuple[int, int]]) -> list[Pair]:
    """Return all pairs above the threshold."""
    import numpy as np

    from hamahang.methods.linkage import EVIDENCE, LEVELS, Costs, Decisions, Linking, Register

    if len(records) < 2:
        return []
    cannot = frozenset((str(first), str(second)) for first, second in apart)
    linking = Linking(Register(records), decisions=Decisions(cannot=cannot))
    doubles = DOUBLES * len(records)
    scored = linking.score(linking.believed(expected=doubles, related=ALIKE * doubles))
    kinds = {item.code: LEVELS[item.kind] for item in EVIDENCE}
    strong = np.flatnonzero(scored.total > Costs(wrong=WRONG, missed=MISSED).threshold)
    found = []
    for place in strong.tolist():
        first, second = sorted((int(records.ids[scored.left[place]]), int(records.ids[scored.right[place]])))
        reasons = tuple(
            Reason(reason.evidence, _said(kinds.get(reason.evidence), reason.level), round(reason.bits, 1))
            for reason in scored.reasons(place)
        )
        found.append(Pair(first, second, round(float(scored.total[place]), 1), reasons))
    return sorted(found, key=lambda pair: (-pair.weight, pair.first, pair.second))


def _said(levels: tuple[Text, ...] | None, level: int) -> Text:
    return levels[level - 1] if levels and level else Text(fa="", en="")
