"""Reading cases."""

from django.db import models

from hamahang.accounts.queries import Reach, narrowed
from hamahang.casework.models import Case, CaseMeasure, CaseStage
from hamahang.domain.ledger import AsOf
from hamahang.ledger import queries as ledger


def reached(asof: AsOf, *, kind: str, stage: str) -> models.QuerySet[CaseStage]:
    """Return for each case of a kind the first time it reached a stage, by the asked day."""
    same = CaseStage.objects.standing(asof).filter(stage=stage, case=models.OuterRef("case"))
    first = same.order_by("since_on", "pk").values("pk")[:1]
    return CaseStage.objects.standing(asof).filter(stage=stage, case__kind=kind, pk=models.Subquery(first))


def current(asof: AsOf, *, kind: str) -> models.QuerySet[CaseStage]:
    """Return the stage each case of a kind stands in."""
    return CaseStage.objects.filter(case__kind=kind).holding(asof, of="case")


def measures(asof: AsOf, *, measure: str) -> models.QuerySet[CaseMeasure]:
    """Return the cases a measure is under way for."""
    return CaseMeasure.objects.holding(asof, of="case").filter(measure=measure)


def cases_of(unit_id: int, asof: AsOf) -> list[Case]:
    """Return the cases of a unit with their stages and measures."""
    cases = ledger.pointing_to(Case.objects.known(asof), to=unit_id, by="unit_id", asof=asof)
    return list(cases.prefetch_related("stages", "measures").order_by("kind", "number"))


def cases_by_number(kind: str) -> dict[str, Case]:
    """Return the standing cases of a kind by number."""
    return {case.number: case for case in Case.objects.filter(kind=kind, voided_entry=None)}


def stage_facts(case_ids: set[int]) -> dict[tuple[int, str], CaseStage]:
    """Return the standing stage facts of cases by case and stage."""
    facts = CaseStage.objects.filter(case_id__in=case_ids, voided_entry=None)
    return {(fact.case_id, fact.stage): fact for fact in facts}


def causes(asof: AsOf, reach: Reach, *, kind: str) -> list[tuple[str, int]]:
    """Return how many identified cases of a kind have which main cause, the commonest first."""
    cases = narrowed(reached(asof, kind=kind, stage="IDENTIFIED"), reach, county="case__unit__county")
    cases = cases.order_by().annotate(cause=ledger.known_value(Case, "main_cause", asof, path="case"))
    counted = cases.values("cause").annotate(number=models.Count("pk"))
    return list(counted.order_by("-number", "cause").values_list("cause", "number"))
