"""What follows from a visit: the register is told what was seen, open cases get their papers, new cases are opened."""

from datetime import datetime
from typing import Any

from hamahang.casework import queries as casework
from hamahang.casework import working
from hamahang.casework.models import Case, CasePaper
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.visits import RUNNING, STATUS_OF, Known, digest_of, outranks, speaks_against
from hamahang.ledger.models import Evidence
from hamahang.register import actions as register
from hamahang.register.models import HeadCount, UnitStatus
from hamahang.visits import queries
from hamahang.visits.models import Visit, VisitCase, VisitConflict


def follow(*, visit: Visit, loaded: int | None, by: str, at: datetime) -> VisitConflict | None:
    """Let the register and the cases know of a visit; return what has to be decided first, if anything has.

    loaded: the status that the sheet was filled in front of, see `domain.visits.speaks_against`
    """
    if visit.unit_id is None:
        return None
    conflict = _against(visit, loaded, by)
    if conflict is None:
        see(visit=visit, by=by, at=at)
    else:
        conflict.save()
    into_cases(visit=visit, is_sure=conflict is None, by=by, at=at)
    return conflict


def _against(visit: Visit, loaded: int | None, by: str) -> VisitConflict | None:
    """Return the conflict of a visit with the register, unstored; None if they agree."""
    unit, on = visit.unit_id or 0, visit.visited_on
    now, status, heads = queries.status_now(unit), queries.status_seen(unit, on), queries.heads_seen(unit, on)
    held: Known | None = None
    if status is not None and status.value != STATUS_OF.get(visit.state, status.value):
        held = status  # two visits on one day that saw different things
    elif speaks_against(state=visit.state, loaded=loaded, now=now, by=by):
        held = now
    differing = heads if heads and visit.persons_seen not in (None, heads.value) else None
    if held is None and differing is None:
        return None
    versions = {"held": _held(held or status or now, differing), "sent": _sent(visit, by)}
    return VisitConflict(visit=visit, kind="REGISTER", digest=digest_of(versions), **versions)


def _held(status: Known | None, heads: Known | None) -> dict[str, Any]:
    fact = status or heads
    return {
        "status": status.value if status else "",
        "fact": status.id if status else None,
        "persons": heads.value if heads else None,
        "on": fact.since_on.isoformat() if fact else "",
        "by": fact.by if fact else "",
        "proof": fact.proof if fact else None,
    }


def _sent(visit: Visit, by: str) -> dict[str, Any]:
    return {
        "status": STATUS_OF.get(visit.state, ""),
        "state": visit.state,
        "persons": visit.persons_seen,
        "on": visit.visited_on.isoformat(),
        "by": by,
        "proof": int(Proof.SEEN),
    }


def see(*, visit: Visit, by: str, at: datetime) -> None:
    """Record in the register what a visit saw."""
    register.see_unit(
        unit=visit.unit_id or 0,
        on=visit.visited_on,
        status=STATUS_OF.get(visit.state, ""),
        persons=visit.persons_seen,
        evidence=_evidence(visit),
        by=by,
        at=at,
    )


def _evidence(visit: Visit) -> Evidence:
    known = queries.evidence_of(visit)
    if known is None:
        known = Evidence(kind="VISIT", number=visit.key, title=visit.name, dated_on=visit.visited_on)
        known.save()
    return known


def unsee(visit: Visit) -> None:
    """Void what a visit told the register, before it tells something else."""
    evidence = queries.evidence_of(visit)
    if evidence is None:
        return
    for model in (UnitStatus, HeadCount):
        for fact in model.objects.filter(evidence=evidence, voided_entry=None):
            fact.void()
    evidence.void()


def give_way(*, visit: Visit, fact: int | None) -> None:
    """Void the fact that a person decided against, if it would go on holding beside the visit."""
    standing = UnitStatus.objects.filter(unit=visit.unit_id, voided_entry=None, pk=fact or 0).first()
    if standing is None:
        return
    known = Known(standing.pk, standing.status, standing.since_on, standing.entry.by, standing.proof)
    if outranks(known, on=visit.visited_on, proof=Proof.SEEN):
        standing.void()


# --- cases ---


def into_cases(*, visit: Visit, is_sure: bool, by: str, at: datetime) -> None:
    """Give the unit's open revival case the report, and open the cases that the visit asks for.

    is_sure: what was seen stands against the register; a case is not built on what is still to be decided
    """
    unit, on = visit.unit_id or 0, visit.visited_on
    revival = queries.case_on(unit, "REVIVAL", on)
    if revival is None and is_sure and visit.state == "IDLE":
        revival = _opened_for_idleness(visit, by, at)
    if revival is not None:
        _reports(visit, revival, by, at, is_sure=is_sure)
    if visit.obstacles.strip() and casework.under_way(unit, "OBSTACLE", AsOf(on)) is None:
        _link(visit, working.open_case(kind="OBSTACLE", unit=unit, on=on, by=by, at=at), role="OPENED")


def _opened_for_idleness(visit: Visit, by: str, at: datetime) -> Case | None:
    """Open a revival case for causes seen, unless the unit has one that began after the visit.

    Of several causes none is the main one yet: that is for the diagnosis to say.
    """
    unit, on = visit.unit_id or 0, visit.visited_on
    causes = [finding.cause for finding in queries.findings_of(visit)]
    if not causes or casework.under_way(unit, "REVIVAL", AsOf(on)) is not None:
        return None
    main = causes[0] if len(causes) == 1 else ""
    case = working.open_case(kind="REVIVAL", unit=unit, on=on, main_cause=main, by=by, at=at)
    _link(visit, case, role="OPENED")
    for later in Visit.objects.filter(unit=unit, visited_on__gte=on, voided_entry=None).exclude(pk=visit.pk):
        # the sheets of a day come in any order: one that was here before the case belongs to it all the same
        disputed = later.conflicts.filter(kind="REGISTER", decision="", voided_entry=None).exists()
        _reports(later, case, by, at, is_sure=not disputed)
    return case


def _reports(visit: Visit, case: Case, by: str, at: datetime, *, is_sure: bool) -> None:
    _report(visit, case, "VISIT_REPORT", by, at)
    if is_sure and visit.state in RUNNING:
        _report(visit, case, "SEEN_RUNNING", by, at)


def _report(visit: Visit, case: Case, need: str, by: str, at: datetime) -> None:
    if _papers(visit, case, need).exists():
        return
    working.add_paper(case=case, need=need, on=visit.visited_on, number=visit.number, proof=Proof.SEEN, by=by, at=at)
    _link(visit, case, role="REPORTED")


def _papers(visit: Visit, case: Case, need: str) -> Any:
    return CasePaper.objects.filter(case=case, need=need, number=visit.number, voided_entry=None)


def _link(visit: Visit, case: Case, *, role: str) -> None:
    if not VisitCase.objects.filter(visit=visit, case=case, voided_entry=None).exists():
        VisitCase(visit=visit, case=case, role=role).save()


def unreport(*, visit: Visit, reason: str, by: str, at: datetime) -> None:
    """Take back the papers of a visit that says something else now; cases that it opened stay, for people to close."""
    for link in queries.cases_of(visit):
        for need in ("VISIT_REPORT", "SEEN_RUNNING"):
            for paper in _papers(visit, link.case, need):
                working.take_paper_back(paper=paper, reason=reason, by=by, at=at)
