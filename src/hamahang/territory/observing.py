"""Observations of provinces and counties: recorded from lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from hamahang.domain.proof import Proof
from hamahang.domain.text import fold
from hamahang.ledger.bulk import Effect, Origin, record_facts
from hamahang.ledger.recording import recording
from hamahang.territory.models import Observation

KEY = ("indicator_key", "province_id", "county_id", "basis", "definition", "since_on", "until_on")


@dataclass(frozen=True, slots=True)
class ObservationDraft:
    """What one row of a list says of an area in a period. county: None for the whole province"""

    province: int
    county: int | None
    indicator: str
    since_on: date
    until_on: date
    value: Decimal
    unit: str
    source: str
    basis: str = ""
    definition: str = ""
    is_break: bool = False
    is_additive: bool = False
    confidence: str = Observation.Confidence.FULL
    more: bool | None = None
    origin: Origin = Origin()


def record_observations(*, drafts: Sequence[ObservationDraft], by: str, at: datetime) -> list[Effect]:
    """Record observations; one of the same indicator, area, period, basis and definition takes the earlier's place."""
    with recording(action="territory.observations.recorded", by=by, at=at):
        return record_facts([_observation(draft) for draft in drafts], key=KEY)


def _observation(draft: ObservationDraft) -> Observation:
    return draft.origin.mark(
        Observation(
            province_id=draft.province,
            county_id=draft.county,
            indicator=draft.indicator,
            indicator_key=fold(draft.indicator),
            since_on=draft.since_on,
            until_on=draft.until_on,
            value=draft.value.quantize(Decimal("0.000001")),
            unit=draft.unit,
            basis=draft.basis,
            source=draft.source,
            definition=draft.definition,
            is_break=draft.is_break,
            is_additive=draft.is_additive,
            confidence=draft.confidence,
            more=draft.more,
            proof=Proof.LISTED,
        )
    )
