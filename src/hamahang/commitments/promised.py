"""How a promise stands: by version, by county, agency, sector and month; of jobs by proof too, and what changed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Sum

from hamahang.accounts.queries import Reach, narrowed
from hamahang.commitments import queries
from hamahang.domain.calendar import jalali
from hamahang.domain.commitments import Attained, by_level, has_expired
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import VERIFIED_FROM, Proof

if TYPE_CHECKING:
    from hamahang.commitments.models import Commitment, JobEvidence


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a target: when, by whom, on which basis, and what is reached of it. is_last: it holds"""

    on: date
    issuer: str
    basis: str
    attained: Attained
    is_last: bool


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a promise: its code (a county's or an agency's key, a sector, a month) and what is reached of it."""

    code: str
    attained: Attained


@dataclass(frozen=True, slots=True)
class Standing:
    """How a promise stands on a day, for a reader. levels: of counted jobs: level, at it, at it or better
    safeguarded, women, local, expired: persons; women, local, full-time equivalents of the verified, where it is said
    """

    verified: int
    versions: Sequence[Version]
    levels: Sequence[tuple[Proof, int, int]]
    kinds: dict[str, int]
    safeguarded: int
    women: int
    local: int
    full_time: Decimal
    expired: int
    parts: dict[str, Sequence[Share]]


def standing(commitment: "Commitment", asof: AsOf, reach: Reach) -> Standing:
    """Return how a promise stands, or stood on its last day, of what a reader may list."""
    asof = queries.until(commitment, asof)
    whole = queries.verified_of(commitment, asof)
    proven = list(narrowed(whole, reach, county="claim__county").select_related("claim__county", "claim__unit"))
    held = _since(commitment, asof, reach)
    safe = _since(commitment, asof, reach, kinds=("SAFEGUARDED",)).filter(proof__gte=VERIFIED_FROM)
    kinds: Counter[str] = Counter()
    for row in proven:
        kinds[row.claim.kind] += row.persons
    return Standing(
        verified=sum(row.persons for row in proven),
        versions=versions_of(commitment, asof, int(whole.aggregate(sum=Sum("persons"))["sum"] or 0)),
        levels=by_level(list(held.values_list("proof", "persons"))),
        kinds=dict(kinds),
        safeguarded=int(safe.aggregate(sum=Sum("persons"))["sum"] or 0),
        women=sum(row.women or 0 for row in proven),
        local=sum(row.local or 0 for row in proven),
        full_time=sum((row.full_time or Decimal(0) for row in proven), Decimal(0)),
        expired=sum(
            row.persons for row in proven if has_expired(proof=Proof(row.proof), shown_on=row.since_on, day=asof.day)
        ),
        parts=shares_of(commitment, asof, reach, _reached(proven)),
    )


def _since(commitment: "Commitment", asof: AsOf, reach: Reach, **kinds: Any) -> "models.QuerySet[JobEvidence]":
    shown = queries.in_place(queries.shown_since(commitment.from_on, asof, **kinds), commitment)
    return narrowed(shown, reach, county="claim__county")


def versions_of(commitment: "Commitment", asof: AsOf, amount: int) -> list[Version]:
    """Return the versions of a target known by a day, each with what an amount is of it."""
    versions = queries.by_version(commitment, asof)
    last = max(((on, basis) for on, basis, _ in versions), default=None)
    return [
        Version(on, issuer, basis, Attained(amount, sum(shares.values())), (on, basis) == last)
        for (on, basis, issuer), shares in versions.items()
    ]


def shares_of(
    commitment: "Commitment", asof: AsOf, reach: Reach, reached: Mapping[str, Mapping[str, int]]
) -> dict[str, Sequence[Share]]:
    """Return what is promised and reached by county, agency, sector and month, as far as either is known.

    reached: by part and code; a part that it does not name is not told apart by what was reached
    """
    shares = narrowed(queries.targets(asof).filter(commitment=commitment), reach, county="county")
    told = {"COUNTY": {str(row.county_id or ""): row.amount for row in shares}}
    told |= queries.splits(commitment, asof) if reach.places is None else {}
    return {
        part: [
            Share(code, Attained(counted.get(code, 0), told.get(part, {}).get(code, 0)))
            for code in sorted({*counted, *told.get(part, {})})
        ]
        for part, counted in reached.items()
    }


def _reached(proven: Sequence[Any]) -> dict[str, Counter[str]]:
    """Return the persons that were proven by county, agency, sector and month."""
    reached: dict[str, Counter[str]] = {part: Counter() for part in ("COUNTY", "AGENCY", "SECTOR", "MONTH")}
    for row in proven:
        year, month, _ = jalali(row.proven_on)
        reached["COUNTY"][str(row.claim.county_id)] += row.persons
        reached["AGENCY"][str(row.claim.agency_id or "")] += row.persons
        reached["SECTOR"][row.claim.unit.isic[:2]] += row.persons
        reached["MONTH"][f"{year}-{month:02d}"] += row.persons
    return reached


def course(commitment: "Commitment", asof: AsOf, reach: Reach) -> list[tuple[date, int]]:
    """Return the verified persons in all from each day on which some were proven."""
    by_day: Counter[date] = Counter()
    for row in _proven(commitment, asof, reach):
        by_day[row.proven_on] += row.persons
    total, found = 0, []
    for on in sorted(by_day):
        total += by_day[on]
        found.append((on, total))
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """What one claim did to the verified persons between two days. why: PROVEN, RAISED, LOWERED or GONE"""

    reference: str
    unit: int
    label: str
    persons: int
    on: date
    why: str


def changes(commitment: "Commitment", asof: AsOf, reach: Reach, *, before: date) -> list[Change]:
    """Return what each claim did to the verified persons of a promise since a day, the greatest first."""
    then = {row.claim_id: row for row in _proven(commitment, AsOf(before, asof.known_at, asof.entry), reach)}
    now = {row.claim_id: row for row in _proven(commitment, asof, reach)}
    found = []
    for claim, row in (then | now).items():
        old, new = then.get(claim), now.get(claim)
        moved = (new.persons if new else 0) - (old.persons if old else 0)
        if moved:
            why = "PROVEN" if old is None else "GONE" if new is None else "RAISED" if moved > 0 else "LOWERED"
            found.append(Change(row.claim.reference, row.claim.unit_id, row.claim.unit.name, moved, row.since_on, why))
    return sorted(found, key=lambda change: (-abs(change.persons), change.reference))


def _proven(commitment: "Commitment", asof: AsOf, reach: Reach) -> list[Any]:
    rows = narrowed(queries.verified_of(commitment, asof), reach, county="claim__county")
    return list(rows.select_related("claim__unit"))
