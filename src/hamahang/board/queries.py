"""Reading resolutions."""

from django.db import models

from hamahang.board.models import Resolution, ResolutionState
from hamahang.domain.board import OPEN_STATES
from hamahang.domain.ledger import AsOf


def states(asof: AsOf) -> models.QuerySet[ResolutionState]:
    """Return where each resolution stands."""
    return ResolutionState.objects.holding(asof, of="resolution").select_related("resolution")


def overdue(asof: AsOf) -> models.QuerySet[ResolutionState]:
    """Return the open resolutions whose day has passed, the oldest first."""
    late = states(asof).filter(state__in=OPEN_STATES, resolution__due_on__lt=asof.day)
    return late.order_by("resolution__due_on", "pk")


def resolutions_of(unit_id: int, asof: AsOf) -> models.QuerySet[ResolutionState]:
    """Return the resolutions about a unit with their states."""
    return states(asof).filter(resolution__unit_id=unit_id)


def resolutions_by_number() -> dict[str, Resolution]:
    """Return resolutions by number."""
    return {resolution.number: resolution for resolution in Resolution.objects.filter(voided_entry=None)}
