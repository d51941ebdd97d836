"""What the adopted plans do to the chance of a promise: what they take up is sure, each opening to its record."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.urls import reverse

from hamahang.accounts.permissions import Permission
from hamahang.commitments.foreseeing import Foreseen
from hamahang.commitments.undertakings import Undertaking
from hamahang.domain.commitments import UNDERTAKINGS
from hamahang.planning.steering import with_plans
from hamahang.web.access import PersonRequest
from hamahang.web.commitments import telling
from hamahang.web.keeping import kept


def shown(request: PersonRequest, seen: Foreseen) -> dict[str, Any]:
    """Return the chance with the plans adopted by the asked day, and those that were adopted after it.

    The chance is of the whole; what is named is within the reader's reach, and of plans that a reader may see.
    """
    may_see = request.user.may(Permission.PLANS_READ)
    planned = kept(request, f"planned {seen.commitment.pk}", lambda: with_plans(seen, request.asof))
    cases = sorted(planned.steered.cases, key=lambda pair: (-pair[0].persons, pair[0].case))
    named = [pair for pair in cases if may_see and telling.is_within(pair[0], request.reach)]
    return {
        "adopted": [_plan(fact) for fact in planned.adopted],
        "later": [_plan(fact) for fact in planned.later],
        "chance": telling.chance_of(seen, planned.steered.probability),
        "chosen": len(planned.chosen),
        "sure": len(cases),
        "rows": [_row(one, otherwise, planned.chosen) for one, otherwise in named],
        "may_see": may_see,
    }


def _plan(fact: Any) -> dict[str, Any]:
    return {
        "number": fact.run.number,
        "title": fact.run.title,
        "day": fact.run.day,
        "on": fact.since_on,
        "resolution": fact.resolution.number,
    }


def _row(one: Undertaking, otherwise: float, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Return one that a plan takes up, and where its record and its place in the plan open."""
    choice = chosen[one.case]
    return {
        "label": telling.named(one.label),
        "kind": UNDERTAKINGS[one.kind],
        "county": telling.county(one.county),
        "persons": one.persons,
        "chance": (Decimal(repr(otherwise)) * 100).quantize(Decimal("0.1")),
        "href": reverse(telling.PAGE_OF[one.record], args=[one.key]),
        "number": choice.run.number,
        "plan": reverse("plan-candidate", args=[choice.run.number, choice.pk]),
    }
