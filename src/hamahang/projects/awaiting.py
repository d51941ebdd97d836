"""Recording that a project or a unit waits for a project, and that it does so no longer."""

from collections.abc import Sequence
from datetime import date, datetime

from hamahang.domain.ledger import AsOf
from hamahang.domain.projects import ProjectRefused
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.ledger.bulk import record_facts
from hamahang.ledger.recording import recording
from hamahang.projects import prerequisites
from hamahang.projects.models import InvestmentProject, Prerequisite


def wait_for(
    *,
    needed: InvestmentProject,
    reason: str,
    on: date,
    project: InvestmentProject | None = None,
    unit: int | None = None,
    is_needed: bool = True,
    by: str,
    at: datetime,
) -> None:
    """Record that a project, or a unit, waits for a project from a day on; or that it does so no longer.

    :raises ProjectRefused: without a reason, if the two would wait for each other on some day, or if what ends has not
        begun
    """
    if not reason.strip() or (project is None) == (unit is None):
        raise ProjectRefused(Text(fa="بنویسید منتظر چیست", en="Write what it waits for"))
    fact = Prerequisite(
        needed=needed,
        project=project,
        unit_id=unit,
        is_needed=is_needed,
        reason=reason.strip()[:200],
        by=by,
        since_on=on,
        proof=Proof.DECLARED,
    )
    _check(fact)
    with recording(action="projects.prerequisite.recorded", by=by, at=at):
        record_facts([fact], key=("project_id" if project else "unit_id", "needed_id", "since_on"))


def _check(fact: Prerequisite) -> None:
    """Check that no ring comes of a wait on any day from its own on, and that what ends has begun.

    :raises ProjectRefused: if it does, or has not
    """
    said = prerequisites.said(AsOf(date.max))
    if not fact.is_needed:
        pairs = {row.pair for row in prerequisites.last_words(said, fact.since_on)}
        if fact.pair not in pairs:
            raise ProjectRefused(Text(fa="در آن روز منتظر آن نیست", en="It does not wait for that on that day"))
        return
    who = _waiting(fact)
    for day in sorted({fact.since_on, *(row.since_on for row in said if row.since_on > fact.since_on)}):
        last = prerequisites.last_words([*said, fact], day)
        if fact not in last:
            break
        for project in who:
            if _waits(fact.needed_id, project.pk, last):
                raise _ring(fact.needed, project)


def check_unit(project: InvestmentProject, unit: int, on: date) -> None:
    """Check that no ring comes on any day from one on if a project builds a unit, and so waits for what it waits for.

    :raises ProjectRefused: if it does
    """
    said = prerequisites.said(AsOf(date.max))
    for day in sorted({on, *(row.since_on for row in said if row.since_on > on)}):
        last = prerequisites.last_words(said, day)
        for row in last:
            if row.unit_id == unit and row.needed_id != project.pk and _waits(row.needed_id, project.pk, last):
                raise _ring(row.needed, project)


def _ring(one: InvestmentProject, other: InvestmentProject) -> ProjectRefused:
    return ProjectRefused(Text(fa=f"«{one}» خود منتظر «{other}» است", en=f"“{one}” itself waits for “{other}”"))


def _waiting(fact: Prerequisite) -> list[InvestmentProject]:
    """Return the projects that wait by a fact: its own, or those of its unit, of which none waits for itself."""
    if fact.project is not None:
        return [fact.project]
    return list(InvestmentProject.objects.filter(unit=fact.unit_id, voided_entry=None).exclude(pk=fact.needed_id))


def _waits(one: int, other: int, last: Sequence[Prerequisite]) -> bool:
    """Return whether a project waits for another, by way of others too; whoever it is waits for itself."""
    of: dict[int, set[int]] = {}
    units = {row.unit_id for row in last if row.unit_id}
    of_unit: dict[int | None, list[int]] = {}
    for key, unit in InvestmentProject.objects.filter(unit__in=units, voided_entry=None).values_list("pk", "unit"):
        of_unit.setdefault(unit, []).append(key)
    for row in last:
        for key in [row.project_id] if row.project_id else of_unit.get(row.unit_id, ()):
            if key is not None and key != row.needed_id:
                of.setdefault(key, set()).add(row.needed_id)
    seen, left = set[int](), {one}
    while left:
        at = left.pop()
        if at == other:
            return True
        seen.add(at)
        left |= of.get(at, set()) - seen
    return False
