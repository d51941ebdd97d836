"""What figures of projects count: where they stand, how far they are, how late, what they need."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from hamahang.casework.counting import DaysBetween
from hamahang.domain.ledger import AsOf
from hamahang.domain.projects import MONTH, UNFINISHED_FROM
from hamahang.projects import queries
from hamahang.projects.models import ExpectedOperation, ProgressObservation, ProjectStage, UtilityNeed


def standing_in(asof: AsOf, *stages: str) -> models.QuerySet[ProjectStage]:
    """Return the projects that stand in one of some stages."""
    return queries.stages(asof).filter(stage__in=stages)


def passed(asof: AsOf) -> models.QuerySet[ProjectStage]:
    """Return every stage that projects have reached, in order."""
    reached = ProjectStage.objects.standing(asof).select_related("project__county")
    return reached.order_by("project", "since_on", "proof", "pk")


def observed(asof: AsOf) -> models.QuerySet[ProgressObservation]:
    """Return every observation of progress, in order; of one day the better proven last."""
    return ProgressObservation.objects.standing(asof).order_by("project", "since_on", "proof", "pk")


def said_last(asof: AsOf) -> dict[int, date]:
    """Return by project the day on which its owner last said that it would operate."""
    said = ExpectedOperation.objects.standing(asof).filter(side="OWNER").order_by("since_on", "pk")
    return dict(said.values_list("project_id", "expected_on"))


def unfinished_above(asof: AsOf, percent: int = UNFINISHED_FROM) -> models.QuerySet[ProgressObservation]:
    """Return the last observed progress of the projects under way that are further than some percent."""
    return queries.under_way(asof).filter(percent__gt=percent)


def slippage(asof: AsOf) -> "models.QuerySet[Any]":
    """Return the date that holds of each project not given up, with the `months` it moved from what was first said.

    Of one that operates, the day it began counts. The months are those of `domain.projects.months_in`.
    """
    said = ExpectedOperation.objects.standing(asof)
    own = said.filter(project=OuterRef("project"))
    first = own.order_by("since_on", "proof", "pk").values("expected_on")[:1]
    expert = own.filter(side="EXPERT").order_by("-since_on", "-proof", "-pk").values("expected_on")[:1]
    owner = own.filter(side="OWNER").order_by("-since_on", "-proof", "-pk").values("expected_on")[:1]
    began = standing_in(asof, "OPERATING").filter(project=OuterRef("project")).values("since_on")[:1]
    gone = standing_in(asof, "CANCELLED", "REFUSED").values("project")
    holding: models.QuerySet[Any] = said.holding(asof, of="project").exclude(project__in=gone)
    dated = holding.annotate(
        first=Subquery(first), now=Coalesce(Subquery(began), Subquery(expert), Subquery(owner))
    ).annotate(days=DaysBetween("first", "now"))
    later = (F("days") * 100 + Value(MONTH // 2)) / Value(MONTH)
    sooner = Value(0) - (Value(0) - F("days") * 100 + Value(MONTH // 2)) / Value(MONTH)
    months = Case(When(days__gte=0, then=later), default=sooner, output_field=models.IntegerField())
    found: models.QuerySet[Any] = dated.annotate(months=months)
    return found


def operating_with_date(asof: AsOf) -> "models.QuerySet[Any]":
    """Return the projects that operate and of which a date was said before, with `in_time` 1 where it was kept."""
    said = ExpectedOperation.objects.standing(asof).filter(project=OuterRef("project"))
    first = said.order_by("since_on", "proof", "pk").values("expected_on")[:1]
    dated: models.QuerySet[Any] = standing_in(asof, "OPERATING").annotate(first=Subquery(first)).exclude(first=None)
    kept = Case(When(since_on__lte=F("first"), then=Value(1)), default=Value(0))
    found: models.QuerySet[Any] = dated.annotate(in_time=kept, all_of_them=Value(1))
    return found


def needs(asof: AsOf, utility: str, *, ended: Collection[str] = ("CANCELLED", "REFUSED")) -> "models.QuerySet[Any]":
    """Return what the projects that were not given up need of a utility, the last word of each."""
    gone = standing_in(asof, *ended).values("project")
    newer = UtilityNeed.objects.standing(asof).filter(project=OuterRef("project"), utility=utility)
    last = newer.order_by("-since_on", "-proof", "-pk").values("pk")[:1]
    rows = UtilityNeed.objects.standing(asof).filter(utility=utility, pk=Subquery(last))
    return rows.exclude(project__in=gone)
