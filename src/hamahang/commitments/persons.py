"""Claimed persons against the insurance lists, by keyed hashes: who is there, since when, and who is claimed twice.

No name and no code is read: only hashes are compared. A person that several claims name counts once, for the claim
that named it first, and is shown as a conflict where agencies or programmes differ.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hamahang.accounts.queries import Reach
from hamahang.commitments import queries
from hamahang.domain.jobs import Claimed, Finding, Insured, find, first_claims
from hamahang.domain.ledger import AsOf
from hamahang.register import queries as register


@dataclass(frozen=True, slots=True)
class Matched:
    """One claim against the lists. counted: persons of it that no earlier claim names; found: by finding, of these
    months: person-months in the unit's lists since the claim
    """

    claim: int
    reference: str
    label: str
    unit: int
    claimed: int
    counted: int
    found: Mapping[Finding, int]
    months: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """One person whom several claims name: the claims' references, agencies and programmes, in order of their day."""

    references: Sequence[str]
    sides: Sequence[str]


@dataclass(frozen=True, slots=True)
class Matching:
    """All claims that name persons. women: of the persons found insured in their unit"""

    claims: Sequence[Matched]
    conflicts: Sequence[Conflict]
    women: int

    def total(self, finding: Finding) -> int:
        """Return the persons of a finding, each once."""
        return sum(claim.found.get(finding, 0) for claim in self.claims)

    @property
    def months(self) -> int:
        """Person-months in all."""
        return sum(claim.months for claim in self.claims)


def matching(asof: AsOf, reach: Reach) -> Matching:
    """Return the claimed persons of a reader's reach against the insurance lists, as known on a day."""
    rows = list(queries.claimed(asof, reach))
    named = [Claimed(row.claim_id, row.person, row.since_on, row.claim.unit_id) for row in rows]
    lists, women = _lists(asof, {one.person for one in named})
    counted = first_claims(named)
    claims = {row.claim_id: row.claim for row in rows}
    by_claim: dict[int, list[Claimed]] = defaultdict(list)
    for one in named:
        by_claim[one.claim].append(one)
    matched, seen_women = [], 0
    for key, persons in by_claim.items():
        own = [one for one in persons if counted[one.person] == key]
        found = {one.person: find(one, lists.get(one.person, ()), day=asof.day) for one in own}
        seen_women += sum(finding is Finding.THERE and person in women for person, (finding, _) in found.items())
        matched.append(_matched(claims[key], persons, own, found))
    return Matching(
        sorted(matched, key=lambda one: (-one.claimed, one.reference)), _conflicts(by_claim, claims), seen_women
    )


def _matched(
    claim: Any, persons: Sequence[Claimed], own: Sequence[Claimed], found: Mapping[str, tuple[Finding, int]]
) -> Matched:
    counts: dict[Finding, int] = defaultdict(int)
    for finding, _ in found.values():
        counts[finding] += 1
    return Matched(
        claim=claim.pk,
        reference=claim.reference,
        label=claim.unit.name,
        unit=claim.unit_id,
        claimed=len(persons),
        counted=len(own),
        found=dict(counts),
        months=sum(months for _, months in found.values()),
    )


def _lists(asof: AsOf, persons: Iterable[str]) -> tuple[dict[str, list[Insured]], set[str]]:
    """Return the months in which some persons were insured, and which of them are women."""
    lists: dict[str, list[Insured]] = defaultdict(list)
    women: set[str] = set()
    for person, unit, month, sex in register.insured_months(asof, persons):
        lists[person].append(Insured(unit, month))
        if sex == "FEMALE":
            women.add(person)
    return lists, women


def _conflicts(by_claim: Mapping[int, Sequence[Claimed]], claims: Mapping[int, Any]) -> list[Conflict]:
    named: dict[str, list[Claimed]] = defaultdict(list)
    for persons in by_claim.values():
        for one in persons:
            named[one.person].append(one)
    found = []
    for several in named.values():
        ordered = sorted(several, key=lambda one: (one.since, one.claim))
        sides = list(dict.fromkeys(_side(claims[one.claim]) for one in ordered))
        if len(sides) > 1:
            references = [claims[one.claim].reference for one in ordered]
            found.append(Conflict(references, sides))
    return sorted(found, key=lambda conflict: tuple(conflict.references))


def _side(claim: Any) -> str:
    """Return who claims and what made the jobs, in words."""
    agency, programme = claim.agency, claim.programme
    return " · ".join(str(side) for side in (agency, programme) if side) or "—"
