"""Published values of other sources, as figures quote them."""

from django.db import models

from hamahang.domain.indicators import Scope
from hamahang.domain.ledger import AsOf
from hamahang.indicators.models import BenchmarkValue
from hamahang.territory import queries as territory


def benchmarks(asof: AsOf, *, code: str, scope: Scope) -> models.QuerySet[BenchmarkValue]:
    """Return the published value of a code for a place that holds on a day; for the whole, of the home province."""
    values = BenchmarkValue.objects.standing(asof).filter(code=code)
    if scope.kind == "all":
        values = values.filter(place=f"province:{territory.home_province()}")
    else:
        values = values.filter(place=str(scope))
    last = values.order_by("-since_on", "-pk").values("pk")[:1]
    return BenchmarkValue.objects.filter(pk__in=models.Subquery(last))
