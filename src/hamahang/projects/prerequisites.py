"""What waits for what: projects and units for which another project must be begun first, as known on a day."""

from hamahang.domain.ledger import AsOf
from hamahang.projects import queries
from hamahang.projects.models import InvestmentProject, Prerequisite

BUILT = 100  # percent of physical progress


def prerequisites(asof: AsOf) -> list[Prerequisite]:
    """Return what waits for what: the last word on each pair, in the order it was said."""
    latest: dict[tuple[int | None, int | None, int], Prerequisite] = {}
    rows = Prerequisite.objects.standing(asof).select_related("needed__county", "project", "unit")
    for row in rows.order_by("since_on", "proof", "pk"):
        latest[row.project_id, row.unit_id, row.needed_id] = row
    return sorted((row for row in latest.values() if row.is_needed), key=lambda row: row.pk)


def built(asof: AsOf) -> set[int]:
    """Return the projects that nobody waits for any more: those that operate or were seen whole."""
    whole = queries.progress(asof).filter(percent__gte=BUILT).values_list("project", flat=True)
    return {*whole, *queries.stages(asof).filter(stage="OPERATING").values_list("project", flat=True)}


def of_project(project: InvestmentProject, asof: AsOf) -> tuple[list[Prerequisite], list[Prerequisite]]:
    """Return what a project waits for, and who waits for it."""
    every = prerequisites(asof)
    return (
        [row for row in every if row.project_id == project.pk],
        [row for row in every if row.needed_id == project.pk],
    )
