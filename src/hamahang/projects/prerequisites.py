"""What waits for what: projects and units for which another project must be begun first, as known on a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from hamahang.domain.ledger import AsOf
from hamahang.projects import queries
from hamahang.projects.models import InvestmentProject, Prerequisite

BUILT = 100  # percent of physical progress


def said(asof: AsOf, about: Q | None = None) -> list[Prerequisite]:
    """Return all that was said of who waits for what, as known then, in the order in which a later word holds."""
    rows = Prerequisite.objects.standing(asof).filter(about or Q()).select_related("needed__county", "project", "unit")
    return list(rows.order_by("since_on", "proof", "pk"))


def last_words(rows: Iterable[Prerequisite], day: date) -> list[Prerequisite]:
    """Return who waits on a day: the last word on each pair, of those said in their order."""
    latest: dict[tuple[int | None, int | None, int], Prerequisite] = {}
    for row in sorted(rows, key=lambda row: row.since_on):
        if row.since_on <= day:
            latest[row.pair] = row
    return [row for row in latest.values() if row.is_needed]


def prerequisites(asof: AsOf) -> list[Prerequisite]:
    """Return what waits for what: the last word on each pair, in the order it was said."""
    return sorted(last_words(said(asof), asof.day), key=lambda row: row.pk)


def built(asof: AsOf) -> set[int]:
    """Return the projects that nobody waits for any more: those that operate or were seen whole."""
    whole = queries.progress(asof).filter(percent__gte=BUILT).values_list("project", flat=True)
    return {*whole, *queries.stages(asof).filter(stage="OPERATING").values_list("project", flat=True)}


def of_unit(unit: int, asof: AsOf) -> list[Prerequisite]:
    """Return what a unit waits for."""
    return sorted(last_words(said(asof, Q(unit=unit)), asof.day), key=lambda row: row.pk)


def of_project(project: InvestmentProject, asof: AsOf) -> tuple[list[Prerequisite], list[Prerequisite]]:
    """Return what a project waits for, and who waits for it."""
    rows = said(asof, Q(project=project) | Q(needed=project))
    every = sorted(last_words(rows, asof.day), key=lambda row: row.pk)
    return (
        [row for row in every if row.project_id == project.pk],
        [row for row in every if row.needed_id == project.pk],
    )
