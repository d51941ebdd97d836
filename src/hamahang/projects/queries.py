"""Reading investment projects."""

from typing import Any

from django.db import models

from hamahang.accounts.queries import Reach, narrowed
from hamahang.domain.ledger import AsOf
from hamahang.domain.projects import BANDS, ENDED
from hamahang.ledger import queries as ledger
from hamahang.projects.models import InvestmentProject, ProgressObservation, ProjectStage, SizeThreshold


def approvals(asof: AsOf, *, programme: str) -> models.QuerySet[Any]:
    """Return for each project of a programme its approval, by the asked day.

    With `investment` (rials) and `expected_jobs` as they were known then.
    """
    same = ProjectStage.objects.standing(asof).filter(stage="APPROVED", project=models.OuterRef("project"))
    first = same.order_by("since_on", "pk").values("pk")[:1]
    approved = ProjectStage.objects.standing(asof).filter(stage="APPROVED", pk=models.Subquery(first))
    then = {
        name: ledger.known_value(InvestmentProject, name, asof, path="project")
        for name in ("programme", "investment", "expected_jobs")
    }
    known: models.QuerySet[Any] = approved.annotate(**then)
    return known.filter(programme=programme)


def stages(asof: AsOf) -> models.QuerySet[ProjectStage]:
    """Return the stage each project stands in."""
    return ProjectStage.objects.holding(asof, of="project")


def progress(asof: AsOf) -> models.QuerySet[ProgressObservation]:
    """Return the last observed progress of each project."""
    return ProgressObservation.objects.holding(asof, of="project")


def threshold(asof: AsOf) -> int | None:
    """Return the investment in rials from which a project counts as large on a day; None before the first rule."""
    rules = SizeThreshold.objects.standing(asof).order_by("-since_on", "-pk")
    return rules.values_list("amount", flat=True).first()


def thresholds(asof: AsOf) -> list[SizeThreshold]:
    """Return the lines between small and large projects as known, those of days ahead too, the latest first."""
    return list(SizeThreshold.objects.known(asof).order_by("-since_on", "-pk"))


def projects_by_number() -> dict[str, InvestmentProject]:
    """Return projects by number."""
    return {project.number: project for project in InvestmentProject.objects.filter(voided_entry=None)}


def project_numbered(reach: Reach, number: str) -> InvestmentProject | None:
    """Return the project of a number if a reader may see it; none has no number."""
    named = InvestmentProject.objects.filter(number=number, voided_entry=None) if number else None
    return narrowed(named, reach, county="county").first() if named is not None else None


def in_band(asof: AsOf, code: str) -> models.QuerySet[ProgressObservation]:
    """Return the last observed progress of the projects under way that lies in a class of progress."""
    band = next((band for band in BANDS if band.code == code), None)
    if band is None:
        return ProgressObservation.objects.none()
    return under_way(asof).filter(percent__gte=band.least, percent__lt=band.before)


def under_way(asof: AsOf) -> models.QuerySet[ProgressObservation]:
    """Return the last observed progress of the projects that have not ended."""
    ended = stages(asof).filter(stage__in=ENDED).values("project")
    return progress(asof).exclude(project__in=ended)
