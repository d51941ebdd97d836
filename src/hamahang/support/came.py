"""Where a facility came from: a request that went its way here, or a bank's list alone.

Banks paid under a programme before its requests were registered here, and go on to: such a facility has no request,
and no contract until somebody records it. It is counted like any other, and said.
"""

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, OuterRef

from hamahang.domain.ledger import AsOf
from hamahang.support.models import CreditFacility, Disbursement, FacilityContract, RequestStage

PATHS: dict[str, tuple[Any, str]] = {
    "support.CreditFacility": (CreditFacility, "pk"),
    "support.Disbursement": (Disbursement, "facility"),
    "support.FacilityContract": (FacilityContract, "facility"),
}


def of_request(asof: AsOf, path: str = "pk") -> Exists:
    """Return the condition that a request came to its contract with a facility. path: to the facility"""
    contracted = RequestStage.objects.standing(asof).filter(stage="CONTRACT")
    return Exists(contracted.filter(request__facility=OuterRef(path)))


def without_request(record: str, ids: Collection[int], asof: AsOf) -> set[int]:
    """Return which facilities, contracts or payments are of no request here. record: the label of their model"""
    if record not in PATHS:
        return set()
    model, path = PATHS[record]
    rows = model._base_manager.filter(pk__in=ids).exclude(of_request(asof, path))
    return set(rows.values_list("pk", flat=True))
