"""The funnel of a programme: how many requests came how far, were paid, and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Sum

from hamahang.accounts.queries import EVERYTHING, Reach, narrowed
from hamahang.domain.credit.claims import State as CreditState
from hamahang.domain.ledger import AsOf
from hamahang.domain.requests import ENDINGS, TURNED, WAY
from hamahang.support import asked, facility_lists
from hamahang.support.asked import BANK, COUNTY
from hamahang.support.models import Disbursement, RequestStage


@dataclass(frozen=True, slots=True)
class Rung:
    """A stage of the funnel: how many requests came to it, with how many rials."""

    stage: str
    number: int
    rials: int


GROUPS = {"": None, "bank": "request__bank", "county": "request__unit__county"}
WHERE = {"bank": BANK, "county": f"{COUNTY}__code"}
NO_MORE: Mapping[str, str] = {}


def funnel(
    asof: AsOf, reach: Reach, *, programme: str, by: str = "", where: Mapping[str, str] = NO_MORE
) -> dict[int | None, list[Rung]]:
    """Return the stages of a programme with all requests that ever came to each, and PAID after the contract.

    by: "" for the whole (under None), bank or county for one funnel each, under its key
    where: of the requests of one bank or county only, by its code
    """
    path = GROUPS[by] or "request__line__programme"
    facts = RequestStage.objects.standing(asof).filter(request__line__programme__code=programme, stage__in=WAY)
    facts = facts.filter(**_named(where))
    rows = narrowed(facts, reach, county=COUNTY, bank=BANK).order_by("since_on", "pk")
    # one pass over the facts: the last of a request and stage says its amount
    last = {
        (request, stage): (key, amount)
        for request, stage, key, amount in rows.values_list("request_id", "stage", path, "amount")
    }
    found: dict[int | None, dict[str, list[int]]] = {}
    for (_, stage), (key, amount) in last.items():
        rung = found.setdefault(key if by else None, {}).setdefault(stage, [0, 0])
        rung[0] += 1
        rung[1] += amount or 0
    for key, number, total in _paid(asof, reach, programme, path, where):
        found.setdefault(key if by else None, {})["PAID"] = [number, total]
    return {
        key: [Rung(stage, *counted.get(stage, (0, 0))) for stage in (*WAY, "PAID")] for key, counted in found.items()
    }


def _named(where: Mapping[str, str]) -> dict[str, Any]:
    return {WHERE[name]: code for name, code in where.items()}


def _paid(
    asof: AsOf, reach: Reach, programme: str, path: str, where: Mapping[str, str]
) -> list[tuple[int | None, int, int]]:
    """Return by group how many requests with a contract were paid something, and how much."""
    contracts = narrowed(_contracts(asof, programme), reach, county=COUNTY, bank=BANK).filter(**_named(where))
    rows = list(contracts.exclude(request__facility=None).values_list("request__facility", path))
    paid = dict(
        Disbursement.objects.standing(asof)
        .filter(facility__in=contracts.values("request__facility"))
        .order_by()
        .values("facility")
        .annotate(total=Sum("amount"))
        .values_list("facility", "total")
    )
    found: dict[int | None, list[int]] = {}
    for facility, key in rows:
        if facility in paid:
            found.setdefault(key, []).append(paid[facility])
    return [(key, len(amounts), sum(amounts)) for key, amounts in found.items()]


def _contracts(asof: AsOf, programme: str) -> "models.QuerySet[RequestStage]":
    return asked.current(asof).filter(stage="CONTRACT", request__line__programme__code=programme).order_by()


def endings(
    asof: AsOf, reach: Reach, *, programme: str, by: str = "", where: Mapping[str, str] = NO_MORE
) -> dict[int | None, list[Rung]]:
    """Return how the requests of a programme end: by the state of the facility where there is a contract, and those
    that were returned, refused or lapsed on the way. Each request stands in one of them or is still on its way.

    by, where: as of `funnel`; rials: contracted, else what the request stands at
    """
    path = GROUPS[by] or "request__line__programme"
    ended = asked.current(asof).filter(stage__in=(*TURNED, "CONTRACT"), request__line__programme__code=programme)
    ended = ended.filter(**_named(where))
    rows = narrowed(ended, reach, county=COUNTY, bank=BANK).order_by()
    lent = _contracts(asof, programme).values("request__facility")
    states = facility_lists.states_by_facility(facility_lists.known(asof, EVERYTHING).filter(pk__in=lent), asof)
    found: dict[int | None, dict[str, list[int]]] = {}
    for stage, facility, key, amount in rows.values_list("stage", "request__facility", path, "amount"):
        code = states.get(facility, CreditState.APPROVED).value if stage == "CONTRACT" else stage
        rung = found.setdefault(key if by else None, {}).setdefault(code, [0, 0])
        rung[0] += 1
        rung[1] += amount or 0
    return {key: [Rung(code, *counted[code]) for code in ENDINGS if code in counted] for key, counted in found.items()}
