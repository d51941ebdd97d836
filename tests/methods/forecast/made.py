"""Small histories, written by hand."""

from collections.abc import Iterable

from hamahang.methods.forecast import Histories, Visit


def books(rows: Iterable[tuple[str, str, float]], *, success: str = "DONE", failure: str = "LOST") -> Histories:
    """Return histories of (case, stage, day); success and failure where they stand in them."""
    visits = [Visit(case, stage, day, day) for case, stage, day in rows]
    stages = {visit.stage for visit in visits}
    return Histories(visits, success={success} & stages, failure={failure} & stages)
