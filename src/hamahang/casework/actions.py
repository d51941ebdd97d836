"""Changing cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hamahang.casework.models import Case, CaseMeasure, CaseStage
from hamahang.domain.proof import Proof
from hamahang.ledger.bulk import Effect, Origin, record_entities, record_facts, strongest
from hamahang.ledger.recording import recording


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """What one row of a list says of a case. stages: (stage, day, letter number); a measure with its day."""

    kind: str
    number: str
    unit: int
    main_cause: str = ""
    effect: str = ""
    stages: tuple[tuple[str, date, str], ...] = ()
    measure: tuple[str, date] | None = None
    origin: Origin = Origin()


def record_cases(*, drafts: Sequence[CaseDraft], by: str, at: datetime) -> list[Effect]:
    """Record a list of cases with the stages they reached; return the effect of each row."""
    with recording(action="casework.cases.recorded", by=by, at=at):
        stored = record_entities([_case(draft) for draft in drafts], key=("number", "kind"))
        effects = [[effect] for _, effect in stored]
        _record_stages([case.pk for case, _ in stored], drafts, effects)
        _record_measures([case.pk for case, _ in stored], drafts, effects)
    return [strongest(*of_row) for of_row in effects]


def _case(draft: CaseDraft) -> Case:
    return draft.origin.mark(
        Case(
            kind=draft.kind,
            number=draft.number,
            unit_id=draft.unit,
            main_cause=draft.main_cause,
            effect=draft.effect,
        )
    )


def _record_stages(cases: list[int], drafts: Sequence[CaseDraft], effects: list[list[Effect]]) -> None:
    owners: list[int] = []
    facts: list[CaseStage] = []
    for row, (case, draft) in enumerate(zip(cases, drafts, strict=True)):
        for stage, on, letter in draft.stages:
            fact = CaseStage(case_id=case, stage=stage, since_on=on, letter_no=letter, proof=Proof.LISTED)
            facts.append(draft.origin.mark(fact))
            owners.append(row)
    for row, effect in zip(owners, record_facts(facts, key=("case_id", "stage")), strict=True):
        effects[row].append(effect)


def _record_measures(cases: list[int], drafts: Sequence[CaseDraft], effects: list[list[Effect]]) -> None:
    owners: list[int] = []
    facts: list[CaseMeasure] = []
    for row, (case, draft) in enumerate(zip(cases, drafts, strict=True)):
        if draft.measure:
            measure, on = draft.measure
            fact = CaseMeasure(case_id=case, measure=measure, since_on=on, proof=Proof.LISTED)
            facts.append(draft.origin.mark(fact))
            owners.append(row)
    for row, effect in zip(owners, record_facts(facts, key=("case_id", "since_on")), strict=True):
        effects[row].append(effect)
