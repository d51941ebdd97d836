"""Projects and their places: what the spatial plan says of them, and what they and units need of an estate."""

from collections.abc import Collection

from django.db.models import Q

from hamahang.domain.ledger import AsOf
from hamahang.domain.projects import Priority, fit
from hamahang.projects import queries
from hamahang.projects.models import InvestmentProject, SpatialPriority, UtilityNeed
from hamahang.territory import queries as territory


def priorities(asof: AsOf, counties: Collection[int] | None = None) -> dict[int, list[Priority]]:
    """Return what the spatial plan says by county: the last word on each sector."""
    facts = SpatialPriority.objects.standing(asof)
    if counties is not None:
        facts = facts.filter(county__in=counties)
    latest: dict[tuple[int, str], Priority] = {}
    for row in facts.order_by("since_on", "pk"):
        latest[row.county_id, row.sector] = Priority(row.sector, row.level, row.reason, row.source)
    found: dict[int, list[Priority]] = {}
    for (county, _), priority in latest.items():
        found.setdefault(county, []).append(priority)
    return found


def fit_of(project: InvestmentProject, asof: AsOf) -> Priority | None:
    """Return what the spatial plan says of a project's sector in its county, under any name the county had; or None."""
    same = territory.county_ids(kind="county", code=project.county.code)
    return fit([row for rows in priorities(asof, same).values() for row in rows], isic=project.isic)


def estate_needs(estates: list[int], asof: AsOf) -> dict[int, list[UtilityNeed]]:
    """Return by estate what its standing projects and its units need, the last word of each on each utility."""
    place = Q(project__estate__in=estates) | Q(unit__estate__in=estates)
    latest: dict[tuple[int | None, int | None, str], UtilityNeed] = {}
    rows = UtilityNeed.objects.standing(asof).filter(place).select_related("project", "unit")
    for row in rows.order_by("since_on", "proof", "pk"):
        latest[row.project_id, row.unit_id, row.utility] = row
    ended = set(queries.stages(asof).filter(stage__in=("CANCELLED", "REFUSED")).values_list("project_id", flat=True))
    found: dict[int, list[UtilityNeed]] = {estate: [] for estate in estates}
    for row in latest.values():
        of = row.project or row.unit
        if row.project_id not in ended and of is not None and of.estate_id in found:
            found[of.estate_id].append(row)
    return found
