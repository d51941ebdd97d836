"""What lies around estates: recorded from lists of distances by road or as the crow flies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hamahang.domain.proof import Proof
from hamahang.domain.text import fold
from hamahang.ledger.bulk import Effect, Origin, record_facts
from hamahang.ledger.recording import recording
from hamahang.territory.models import Surrounding

KEY = ("estate_id", "kind", "name_key", "since_on")


@dataclass(frozen=True, slots=True)
class SurroundingDraft:
    """What one row of a list says of something around an estate."""

    estate: int
    kind: str
    name: str
    km: Decimal
    since_on: date
    is_straight: bool = False
    material: str = ""
    amount: Decimal | None = None
    source: str = ""
    origin: Origin = Origin()


def record_surroundings(*, drafts: Sequence[SurroundingDraft], by: str, at: datetime) -> list[Effect]:
    """Record how far things around estates are; of one thing and day the later word takes the earlier's place."""
    with recording(action="territory.surroundings.recorded", by=by, at=at):
        return record_facts([_surrounding(draft) for draft in drafts], key=KEY)


def _surrounding(draft: SurroundingDraft) -> Surrounding:
    return draft.origin.mark(
        Surrounding(
            estate_id=draft.estate,
            kind=draft.kind,
            name=draft.name,
            name_key=fold(draft.name),
            km=draft.km,
            is_straight=draft.is_straight,
            material=draft.material,
            amount=draft.amount,
            source=draft.source,
            since_on=draft.since_on,
            proof=Proof.LISTED,
        )
    )
