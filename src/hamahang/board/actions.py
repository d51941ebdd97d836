"""Changing resolutions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hamahang.board.models import Resolution, ResolutionState
from hamahang.domain.proof import Proof
from hamahang.ledger.bulk import Effect, Origin, record_entities, record_facts, strongest
from hamahang.ledger.recording import recording


@dataclass(frozen=True, slots=True)
class ResolutionDraft:
    """What one row of a list says of a resolution and of where it stands."""

    number: str
    passed_on: date
    text: str
    executor: str
    due_on: date
    state: str
    state_on: date
    committee: str = ""
    session_no: str = ""
    subject: str = ""
    unit: int | None = None
    origin: Origin = Origin()


def record_resolutions(*, drafts: Sequence[ResolutionDraft], by: str, at: datetime) -> list[Effect]:
    """Record a list of resolutions with their states; return the effect of each row."""
    with recording(action="board.resolutions.recorded", by=by, at=at):
        stored = record_entities([_resolution(draft) for draft in drafts], key=("number",))
        pairs = [(resolution, draft) for (resolution, _), draft in zip(stored, drafts, strict=True)]
        first = [_state(resolution, draft, "NOTIFIED", draft.passed_on) for resolution, draft in pairs]
        record_facts(first, key=("resolution_id", "state"))
        later = [_state(resolution, draft, draft.state, _day_of(draft)) for resolution, draft in pairs]
        effects = record_facts(later, key=("resolution_id", "state"))
    return [strongest(effect, state) for (_, effect), state in zip(stored, effects, strict=True)]


def _day_of(draft: ResolutionDraft) -> date:
    """Return the day of the state; a resolution is notified on the day it was passed."""
    return draft.passed_on if draft.state == "NOTIFIED" else draft.state_on


def _resolution(draft: ResolutionDraft) -> Resolution:
    resolution = Resolution(
        number=draft.number,
        committee=draft.committee,
        session_no=draft.session_no,
        passed_on=draft.passed_on,
        text=draft.text,
        subject=draft.subject,
        executor=draft.executor,
        unit_id=draft.unit,
        due_on=draft.due_on,
    )
    return draft.origin.mark(resolution)


def _state(resolution: Resolution, draft: ResolutionDraft, state: str, on: date) -> ResolutionState:
    proof = Proof.CONFIRMED if state == "DONE_VERIFIED" else Proof.LISTED
    fact = ResolutionState(resolution_id=resolution.pk, state=state, since_on=on, proof=proof)
    return draft.origin.mark(fact)
