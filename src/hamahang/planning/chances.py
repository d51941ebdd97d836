"""How likely a candidate succeeds: by the forecast of the office's own histories where that knows it, else a prior."""

from decimal import Decimal

from hamahang.commitments.expecting import Coming
from hamahang.domain.planning import (
    BY_PROGRESS,
    FORESEEN,
    FUNNEL,
    KEEPING,
    NOT_RECOVERABLE,
    REFERRED,
    REVIVED,
    Prior,
    chance_of_project,
)

PLACES = 4  # what a chance is kept to in a plan; the further digits of a forecast say nothing


def chance_of(
    kind: str, *, stage: str = "", progress: Decimal | None = None, foreseen: Coming | None = None
) -> Prior | None:
    """Return the chance of a candidate as it stands, with where it comes from; None if it cannot be supported.

    It is that of itself, given that what it waits for comes: a plan multiplies it by the chance of that.

    stage: of a revival case; progress: of a project, percent; foreseen: what the forecast as known on the day says of
    the case or project, None where it does not know it
    """
    if kind == "REVIVAL" and stage not in REVIVED:
        return None
    if foreseen is not None:
        return Prior(round(foreseen.chance, PLACES), FORESEEN)
    if kind == "PROJECT":
        return Prior(chance_of_project(progress), BY_PROGRESS)
    return Prior(REFERRED, FUNNEL) if kind in ("AFFECTED", KEEPING) else Prior(REVIVED[stage], NOT_RECOVERABLE)
