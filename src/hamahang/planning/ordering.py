"""What must come first: candidates that wait for a project by the records, or by the terms with a reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from hamahang.commitments.expecting import Coming
from hamahang.domain.ledger import AsOf
from hamahang.domain.planning import PlanRefused, PlanTerms
from hamahang.domain.projects import STAGES
from hamahang.domain.text import Text
from hamahang.planning.collecting import Found, project_found
from hamahang.projects import queries as projects
from hamahang.projects.models import InvestmentProject, Prerequisite
from hamahang.projects.prerequisites import built, prerequisites

DEAD = ("REQUESTED", "REFUSED", "CANCELLED")  # a project in such a stage can be supported by nobody


@dataclass(frozen=True, slots=True)
class Wait:
    """A candidate waits for another. needs: the code of what it waits for; is_recorded: by records, not the terms"""

    code: str
    needs: str
    reason: str
    is_recorded: bool = True


def ordered(
    terms: PlanTerms, found: Sequence[Found], asof: AsOf, foreseen: Mapping[str, Coming]
) -> tuple[list[Found], list[Wait]]:
    """Return the candidates with what they wait for beside them, and who waits for what.

    What is built holds nobody back. Whoever waits for what cannot come lacks it, with the reason.
    :raises PlanRefused: if the terms name who is no candidate
    """
    every, waits = list(found), list[Wait]()
    if terms.order:
        every, waits = _by_records(every, asof, foreseen)
    titles = {one.code for one in every}
    for code, stated in (terms.waits or {}).items():
        lacking = next((name for name in (code, stated.needs) if name not in titles), None)
        if lacking is not None:
            raise PlanRefused(
                Text(
                    fa=f"«{lacking}» که در ترتیب شرط‌ها آمده نامزد این برنامه نیست",
                    en=f"{lacking}, which the terms name in an order, is no candidate of this plan",
                )
            )
        waits.append(Wait(code, stated.needs, stated.reason, is_recorded=False))
    return sorted(every, key=lambda one: one.code), list({(one.code, one.needs): one for one in waits}.values())


def _by_records(found: list[Found], asof: AsOf, foreseen: Mapping[str, Coming]) -> tuple[list[Found], list[Wait]]:
    """Return the candidates with the projects that the records say they wait for, and who waits for what."""
    rows, done = prerequisites(asof), built(asof)
    stages = dict(projects.stages(asof).values_list("project", "stage"))
    every = {one.code: one for one in found}
    waits: list[Wait] = []
    left = list(found) if rows else []
    while left:
        one = left.pop()
        for row in _of(one, rows):
            if row.needed_id in done:
                continue
            stage = stages.get(row.needed_id, "REQUESTED")
            if stage in DEAD:
                every[one.code] = replace(one, lacks=_dead(row, stage), lacks_in=row.needed.county.code)
                break
            needs = _code(row.needed)
            if needs not in every:
                every[needs] = project_found(row.needed, asof, foreseen)
                left.append(every[needs])
            waits.append(Wait(one.code, needs, row.reason))
    return list(every.values()), waits


def _of(one: Found, rows: Sequence[Prerequisite]) -> Iterator[Prerequisite]:
    """Yield what a candidate waits for: as a project, or by its unit."""
    for row in rows:
        mine = row.project_id == one.project if row.project_id else row.unit_id == one.unit
        if mine and row.needed_id != one.project:
            yield row


def _code(project: InvestmentProject) -> str:
    return f"PROJECT:{project.number}"


def _dead(row: Prerequisite, stage: str) -> Text:
    title = STAGES[stage]
    return Text(
        fa=f"منتظر «{row.needed}» است ({row.reason}) که {title.fa} است",
        en=f"it waits for “{row.needed}” ({row.reason}), which is {title.en}",
    )
