"""How likely the support of a candidate succeeds. One seam: forecasts of the office's own histories come in here."""

from decimal import Decimal

from hamahang.domain.planning import (
    BY_PROGRESS,
    FUNNEL,
    NOT_RECOVERABLE,
    REFERRED,
    REVIVED,
    Prior,
    chance_of_project,
)


def chance_of(kind: str, *, stage: str = "", progress: Decimal | None = None) -> Prior | None:
    """Return the chance of a candidate as it stands, with where it comes from; None if it cannot be supported.

    stage: of a revival case; progress: of a project, percent
    """
    if kind == "PROJECT":
        return Prior(chance_of_project(progress), BY_PROGRESS)
    if kind == "AFFECTED":
        return Prior(REFERRED, FUNNEL)
    return Prior(REVIVED[stage], NOT_RECOVERABLE) if stage in REVIVED else None
