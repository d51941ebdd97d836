"""Reading what status of a unit is proven best: for lists and figures in one query, for one unit as dated intervals.

The rule is `domain.status`; the query says the same, which the tests hold it to.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import VERIFIED_FROM
from hamahang.domain.returns import terms_on
from hamahang.domain.status import Interval, Proven, best, fresh_since, intervals
from hamahang.register.models import ReturnDecision, Unit, UnitStatus
from hamahang.register.returned import terms

NEWEST = ("-since_on", "-proof", "-pk")
PLAIN = ("unit_id", "pk", "since_on", "status", "proof", "capacity_use")


def confirmed(asof: AsOf) -> Exists:
    """Return the condition that the return of a fact's unit and day was confirmed, as is known."""
    words = ReturnDecision.objects.known(asof).filter(decision="CONFIRMED")
    return Exists(words.filter(unit=OuterRef("unit"), since_on=OuterRef("since_on")))


def level(is_confirmed: Exists | Q) -> Case:
    """Return the level of proof of a fact: of one whose return was confirmed, that of a confirmation."""
    return Case(
        When(Q(proof__lt=VERIFIED_FROM) & Q(is_confirmed), then=VERIFIED_FROM.value),
        default=F("proof"),
        output_field=models.IntegerField(),
    )


def statuses(
    asof: AsOf, units: "Iterable[int] | models.QuerySet[Any, Any] | None" = None
) -> models.QuerySet[UnitStatus]:
    """Return the status of each unit, or of some, as of a day: of fresh verified proofs the latest, else of all.

    Each with the `level` of its proof. It is looked for from the units, each in the few facts at the end of its own,
    however many there are in all.
    """
    since = fresh_since(asof.day, terms_on(terms(), asof.day).fresh_months)
    own = UnitStatus.objects.standing(asof).filter(unit=OuterRef("pk"))
    recent = own.filter(since_on__gte=since).annotate(level=level(confirmed(asof)))
    verified = recent.filter(level__gte=VERIFIED_FROM.value)
    fresh = Subquery(verified.order_by("-since_on", "-level", "-pk").values("pk")[:1])
    latest = Subquery(own.order_by(*NEWEST).values("pk")[:1])
    # of every unit that ever was: a fact holds even where its unit was written down anew since
    every = Unit.objects.all() if units is None else Unit.objects.filter(pk__in=units)
    holding = every.annotate(holding=Coalesce(fresh, latest)).values("holding")
    return UnitStatus.objects.standing(asof).filter(pk__in=holding).annotate(level=level(confirmed(asof)))


def proofs_by_unit(units: Iterable[int], asof: AsOf) -> dict[int, list[Proven]]:
    """Return all proofs of the status of some units by a day, as known then; one query."""
    facts = UnitStatus.objects.standing(asof).filter(unit__in=list(units)).annotate(is_confirmed=confirmed(asof))
    found: dict[int, list[Proven]] = {}
    for unit, key, on, status, proof, use, is_confirmed in facts.values_list(*PLAIN, "is_confirmed"):
        found.setdefault(unit, []).append(Proven(key, on, status, proof, is_confirmed, use))
    return found


def status_of(unit: int, asof: AsOf) -> Proven | None:
    """Return the proof of a unit's status that holds as of a day."""
    return best(proofs_by_unit([unit], asof).get(unit, ()), asof.day, terms())


def history_of(unit: int, asof: AsOf) -> list[Interval]:
    """Return the status of a unit from the first proof on as intervals, by the proofs known then."""
    return intervals(proofs_by_unit([unit], asof).get(unit, []), terms())
