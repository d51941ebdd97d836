"""What may still bring jobs, read from the records as they were known on a day: cases, projects, facilities, claims.

Each is a history of stages. Nothing that had not begun by the day is here, and nothing that was recorded of later days.
A unit's jobs are expected once: of its case, its project and its facility the first that is open, less what evidence
of jobs in the unit shows already. A claim that was proven the day it was made has no history and teaches nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from typing import Any

from hamahang.casework import counting as casework
from hamahang.commitments import queries
from hamahang.commitments.usual import CAME, FAILED
from hamahang.domain.ledger import AsOf
from hamahang.domain.projects import band_of
from hamahang.domain.proof import VERIFIED_FROM, Proof
from hamahang.projects import counting as projects
from hamahang.register import queries as register
from hamahang.support import queries as support

BAD = ("NOT_REVIVABLE", "WITHDRAWN", "RELAPSED")
CASES = {"REVIVAL": casework.CAME_BACK, "TAKEOVER": ("TRANSFERRED",)}
PROOF_FOLLOWS = 120  # days after something came in which its jobs should have been proven; the office's own
GIVEN_UP = ("CANCELLED", "REFUSED")
Passage = tuple[str, date]


@dataclass(slots=True)
class Undertaking:
    """One thing under way, or ended, that makes jobs. promised: persons in all; persons: what it can still bring.

    label, place: for a reader; record: what it leads to; delivered: the part of the promised that came, where known
    """

    kind: str
    record: str
    key: int
    label: str
    county: Any
    sector: str
    unit: int | None
    promised: int
    passages: list[Passage]
    persons: int = 0
    stated: date | None = None
    delivered: float | None = None
    agency: int | None = None

    @property
    def case(self) -> str:
        """Its key in the books."""
        return f"{self.record}:{self.key}"

    @property
    def stage(self) -> str:
        """Where it stands."""
        return self.passages[-1][0]

    @property
    def is_open(self) -> bool:
        """Whether it has neither come nor failed."""
        return not {CAME, FAILED} & {stage for stage, _ in self.passages}


@dataclass(slots=True)
class _Known:
    """What is read once for all kinds, by unit: heads, and persons shown by evidence and proven by it."""

    nominal: Mapping[int, int]
    actual: Mapping[int, int]
    shown: Mapping[int, int]
    proven: Mapping[int, int]


def undertakings(asof: AsOf) -> list[Undertaking]:
    """Return everything that makes jobs, as known; in a settled order."""
    nominal = dict(register.head_counts(asof, nominal=True).values_list("unit_id", "persons"))
    actual = dict(register.head_counts(asof, nominal=False).values_list("unit_id", "persons"))
    shown: dict[int, int] = defaultdict(int)
    proven: dict[int, int] = defaultdict(int)
    for unit, persons, proof in queries.evidences(asof).values_list("claim__unit_id", "persons", "proof"):
        shown[unit] += persons
        proven[unit] += persons if proof >= VERIFIED_FROM else 0
    known = _Known(nominal, actual, shown, proven)
    found = list(chain(_cases(asof, known), _projects(asof), _facilities(asof, known), _claims(asof)))
    _expect_once(found, known)
    _look_back(found, known, asof.day)
    return found


def _expect_once(found: Iterable[Undertaking], known: _Known) -> None:
    """Say what each can still bring: a unit's jobs once, less what is shown already."""
    taken: set[int] = set()
    for one in found:
        if one.kind == "CLAIM":
            one.persons = one.promised
        elif one.is_open and one.unit not in taken:
            one.persons = max(0, one.promised - (known.shown.get(one.unit, 0) if one.unit else 0))
            if one.unit is not None:
                taken.add(one.unit)


def _look_back(found: Iterable[Undertaking], known: _Known, day: date) -> None:
    """Say which part of the promised was proven in the unit, of what came long enough ago for proof to follow."""
    for one in found:
        came = next((on for stage, on in one.passages if stage == CAME), None)
        if one.kind != "CLAIM" and one.unit and one.promised and came and (day - came).days >= PROOF_FOLLOWS:
            one.delivered = known.proven.get(one.unit, 0) / one.promised


def _cases(asof: AsOf, known: _Known) -> Iterator[Undertaking]:
    rows = casework.passed(asof, kinds=CASES)
    for pk, facts in groupby(rows, key=lambda row: row.case_id):
        reached = list(facts)
        case = reached[0].case
        good = CASES[case.kind]
        passages = [(_end(row.stage, good) or f"{case.kind}.{row.stage}", row.since_on) for row in reached]
        promised = known.nominal.get(case.unit_id) or known.actual.get(case.unit_id) or 0
        yield Undertaking(
            kind=case.kind, record="casework.Case", key=pk, label=f"{case.unit.name} ({case.number})",
            county=case.unit.county, sector=case.unit.isic[:2], unit=case.unit_id, promised=promised,
            passages=_settled(passages),
        )  # fmt: skip


def _end(stage: str, good: Iterable[str]) -> str:
    """Return the end that a stage is, empty for none."""
    return CAME if stage in good else FAILED if stage in BAD or stage in GIVEN_UP else ""


def _settled(passages: Iterable[Passage]) -> list[Passage]:
    """Return passages without those that lead to where it stood already; of one day the last, or an end."""
    found: list[Passage] = []
    for stage, on in passages:
        if found and found[-1][1] == on and found[-1][0] not in (CAME, FAILED):
            found.pop()
        if not found or found[-1][0] != stage:
            found.append((stage, on))
    return found


def _projects(asof: AsOf) -> Iterator[Undertaking]:
    progress: dict[int, list[tuple[date, Any]]] = defaultdict(list)
    for seen in projects.observed(asof):
        progress[seen.project_id].append((seen.since_on, seen.percent))
    said = projects.said_last(asof)
    for pk, facts in groupby(projects.passed(asof), key=lambda row: row.project_id):
        reached = list(facts)
        project = reached[0].project
        yield Undertaking(
            kind="PROJECT", record="projects.InvestmentProject", key=pk, label=project.title, county=project.county,
            sector=project.isic[:2], unit=project.unit_id, promised=project.expected_jobs or 0,
            passages=_settled(_stages_of(reached, progress[pk])), stated=said.get(pk),
        )  # fmt: skip


def _stages_of(reached: Iterable[Any], progress: Iterable[tuple[date, Any]]) -> Iterator[Passage]:
    """Yield the stages of a project, what is being built by its class of progress."""
    events: list[tuple[date, int, Any]] = [(row.since_on, 0, row.stage) for row in reached]
    events += [(on, 1, percent) for on, percent in progress]
    stage, band = "", 0
    for on, is_progress, value in sorted(events, key=lambda event: event[:2]):
        if is_progress:
            found = band_of(value)
            band = max(band, int(found.least) if found else 80)
        else:
            stage = value
        if stage:
            end = _end(stage, ("OPERATING",))
            yield end or f"PROJECT.{stage}" + (f"_{band}" if stage == "BUILDING" else ""), on


def _facilities(asof: AsOf, known: _Known) -> Iterator[Undertaking]:
    """Yield one for each unit with facilities: what fills a working unit up to the heads of its licence."""
    paid: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for unit, on, amount in support.disbursements(asof).values_list("facility__unit_id", "since_on", "amount"):
        paid[unit].append((on, amount))
    rows = support.facilities(asof).select_related("unit__county").order_by("unit", "approved_on", "pk")
    for unit, found in groupby(rows, key=lambda row: row.unit_id):
        facilities = list(found)
        first, approved = facilities[0], sum(row.approved for row in facilities)
        begun = first.approved_on or date.min
        passages = [("FACILITY.APPROVED", begun)]
        so_far = 0
        for on, amount in sorted(paid[unit]):
            so_far += amount
            passages.append((CAME if so_far >= approved else "FACILITY.PAID", max(on, begun)))
        gap = known.nominal.get(unit, 0) - known.actual.get(unit, 0) if unit in known.actual else 0
        yield Undertaking(
            kind="FACILITY", record="support.CreditFacility", key=first.pk, label=first.unit.name,
            county=first.unit.county, sector=first.unit.isic[:2], unit=unit, promised=max(0, gap),
            passages=_settled(passages),
        )  # fmt: skip


def _claims(asof: AsOf) -> Iterator[Undertaking]:
    rows = queries.shown(asof)
    for pk, facts in groupby(rows, key=lambda row: row.claim_id):
        shown = list(facts)
        claim, first = shown[0].claim, shown[0].since_on
        if any(row.since_on == first and row.proof >= VERIFIED_FROM for row in shown):
            continue
        best = Proof.ANNOUNCED
        passages = []
        for row in shown:
            best = max(best, Proof(row.proof))
            passages.append((CAME if best >= VERIFIED_FROM else f"CLAIM.{best.name}", row.since_on))
        yield Undertaking(
            kind="CLAIM", record="commitments.JobClaim", key=pk, label=f"{claim.unit.name} ({claim.reference})",
            county=claim.county, sector=claim.unit.isic[:2], unit=claim.unit_id, promised=shown[-1].persons,
            passages=_settled(passages), agency=claim.agency_id,
        )  # fmt: skip
