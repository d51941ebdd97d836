"""How a case of each kind goes on: the tables that pages, actions and tests walk. See `domain.flows.workflow`."""

from collections.abc import Iterable
from datetime import date

from hamahang.domain.flows.cases.others import AFFECTED, OBSTACLE, PROJECT, TAKEOVER
from hamahang.domain.flows.cases.revival import REVIVAL
from hamahang.domain.flows.workflow import Workflow, valid_on

WORKFLOWS: tuple[Workflow, ...] = (REVIVAL, AFFECTED, OBSTACLE, PROJECT, TAKEOVER)
STAGES = {state.code: state.title for workflow in WORKFLOWS for state in workflow.states}


def workflow_of(kind: str, began_on: date, *, workflows: Iterable[Workflow] = WORKFLOWS) -> Workflow:
    """Return the table a case keeps: the one that was valid on the day it began.

    :raises KeyError: if there is no kind of case of this code
    """
    return valid_on(workflows, kind, began_on)
