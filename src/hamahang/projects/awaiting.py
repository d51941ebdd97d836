"""Recording that a project or a unit waits for a project, and that it does so no longer."""

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

    :raises ProjectRefused: without a reason, or if the two would wait for each other
    """
    if not reason.strip() or (project is None) == (unit is None):
        raise ProjectRefused(Text(fa="بنویسید منتظر چیست", en="Write what it waits for"))
    if is_needed and project is not None and _waits(needed, project, AsOf(on)):
        raise ProjectRefused(
            Text(fa=f"«{needed}» خود منتظر «{project}» است", en=f"“{needed}” itself waits for “{project}”")
        )
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
    with recording(action="projects.prerequisite.recorded", by=by, at=at):
        record_facts([fact], key=("project_id" if project else "unit_id", "needed_id", "since_on"))


def _waits(one: InvestmentProject, other: InvestmentProject, asof: AsOf) -> bool:
    """Return whether a project waits for another, by way of others too; whoever it is waits for itself."""
    of: dict[int | None, set[int]] = {}
    for row in prerequisites.prerequisites(asof):
        of.setdefault(row.project_id, set()).add(row.needed_id)
    seen, left = set(), {one.pk}
    while left:
        at = left.pop()
        if at == other.pk:
            return True
        seen.add(at)
        left |= of.get(at, set()) - seen
    return False
