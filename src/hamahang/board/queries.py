"""Reading resolutions."""

from django.db import models

from hamahang.accounts.queries import EVERYTHING, Reach, narrowed
from hamahang.board.models import Resolution, ResolutionState
from hamahang.domain.board import OPEN_STATES
from hamahang.domain.ledger import AsOf
from hamahang.ledger import queries as ledger

COUNTY = "resolution__unit__county"


def states(asof: AsOf) -> models.QuerySet[ResolutionState]:
    """Return where each resolution stands."""
    return ResolutionState.objects.holding(asof, of="resolution").select_related("resolution")


def overdue(asof: AsOf, reach: Reach = EVERYTHING) -> models.QuerySet[ResolutionState]:
    """Return the open resolutions a reader may list whose day has passed, the oldest first.

    A resolution about a unit belongs to the unit's county; one about no unit concerns all.
    """
    late = states(asof).filter(state__in=OPEN_STATES, resolution__due_on__lt=asof.day)
    late = narrowed(late, reach, county=COUNTY, or_of_no_county=True)
    return late.order_by("resolution__due_on", "pk")


def resolutions_of(unit_id: int, asof: AsOf) -> models.QuerySet[ResolutionState]:
    """Return the resolutions about a unit with their states."""
    found = states(asof)
    return ledger.pointing_to(found, to=unit_id, by="unit_id", asof=asof, entity=Resolution, path="resolution")


def resolutions_by_number() -> dict[str, Resolution]:
    """Return resolutions by number."""
    return {resolution.number: resolution for resolution in Resolution.objects.filter(voided_entry=None)}
