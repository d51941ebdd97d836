"""A workflow as a table: states, steps, who may take them, what must be there before, what clock they start.

The table is data with a day from which it is valid; what is under way keeps the table it began with. Pages draw their
buttons and diagrams from it, and the tests walk it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text


@dataclass(frozen=True, slots=True)
class State:
    """Where something stands. is_final: nothing follows; is_good: it ended as hoped."""

    code: str
    title: Text
    is_final: bool = False
    is_good: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """What must be there before a step: a paper, a finding, a decision."""

    code: str
    title: Text
    is_paper: bool = True


@dataclass(frozen=True, slots=True)
class Clock:
    """A time that runs from the day a state was reached until one of others is: `days` at most.

    in_working_days: Fridays and official holidays do not count; source: the law or practice it comes from
    """

    code: str
    title: Text
    starts: str
    stops: tuple[str, ...]
    days: int
    in_working_days: bool
    source: Text


@dataclass(frozen=True, slots=True)
class Step:
    """One way from a state to another.

    by: the permission that takes it; needs: codes of what must be there; not_by: codes of earlier steps whose taker
    may not take this one; with_reason: words must be said; waits: months that must have passed since `since`, the
    state that is left where it is empty
    """

    code: str
    title: Text
    sources: tuple[str, ...]
    target: str
    by: str
    needs: tuple[str, ...] = ()
    not_by: tuple[str, ...] = ()
    with_reason: bool = False
    waits: int = 0
    since: str = ""


@dataclass(frozen=True, slots=True)
class Workflow:
    """The table of one kind of work, valid from a day until the next version of it."""

    code: str
    title: Text
    valid_from: date
    states: tuple[State, ...]
    steps: tuple[Step, ...]
    needs: tuple[Need, ...] = ()
    clocks: tuple[Clock, ...] = ()

    @property
    def first(self) -> State:
        """The state in which all begins."""
        return self.states[0]

    def state(self, code: str) -> State:
        """Return a state by its code."""
        return next(state for state in self.states if state.code == code)

    def need(self, code: str) -> Need:
        """Return a need by its code."""
        return next(need for need in self.needs if need.code == code)

    def step(self, code: str) -> Step:
        """Return a step by its code.

        :raises UnknownStep: if the workflow has no such step
        """
        found = next((step for step in self.steps if step.code == code), None)
        if found is None:
            raise UnknownStep(self, code)
        return found

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """Return the steps that lead out of a state, in the order of the table."""
        return tuple(step for step in self.steps if state in step.sources)


class UnknownStep(Refused):
    """The workflow has no step of this code; `known` are the codes of those it has."""

    def __init__(self, workflow: Workflow, step: str) -> None:
        self.workflow, self.step = workflow.code, step
        self.known = tuple(step.code for step in workflow.steps)
        super().__init__(Text(fa="چنین گامی نیست", en="There is no such step"))


class StepNotAllowed(Refused):
    """The step does not lead out of the state, or the person may not take it."""


class StepIncomplete(Refused):
    """Something the step needs is not there yet."""

    def __init__(self, *, step: Step, missing: tuple[Need, ...], of: int) -> None:
        self.step, self.missing, self.of = step, missing, of
        super().__init__(
            Text(
                fa=f"{len(missing)} از {of} مورد کم است: " + "، ".join(need.title.fa for need in missing),
                en=f"{len(missing)} of {of} missing: " + ", ".join(need.title.en for need in missing),
            )
        )


def missing(workflow: Workflow, step: Step, has: Collection[str]) -> tuple[Need, ...]:
    """Return what a step needs and what is not there, in the order of the step."""
    return tuple(workflow.need(code) for code in step.needs if code not in has)


def take(  # each is one fact of the case, named at the call
    workflow: Workflow,
    code: str,
    *,
    state: str,
    has: Collection[str],
    permissions: Collection[str],
    person: str,
    taken: Mapping[str, str],
    months: int | None = None,
    reason: str = "",
) -> Step:
    """Return the step if it may be taken now.

    has: codes of the needs that are there; permissions: of the person; taken: code of an earlier step → who took it
    months: whole months since the state the step waits from was reached, None where that does not matter
    :raises UnknownStep: if the workflow has no such step
    :raises StepNotAllowed: if it does not lead out of the state, the person may not, or it is too early
    :raises StepIncomplete: if something it needs is missing
    """
    step = workflow.step(code)
    _allowed(workflow, step, state=state, permissions=permissions, person=person, taken=taken)
    if months is not None and months < step.waits:
        raise StepNotAllowed(
            why=Text(
                fa=f"«{step.title.fa}» {step.waits} ماه پس از این مرحله ممکن است؛ {months} ماه گذشته است",
                en=f"“{step.title.en}” is possible {step.waits} months after this state; {months} have passed",
            )
        )
    if step.with_reason and not reason.strip():
        raise StepNotAllowed(
            why=Text(fa=f"برای «{step.title.fa}» دلیل بنویسید", en=f"give the reason of “{step.title.en}”")
        )
    lacking = missing(workflow, step, has)
    if lacking:
        raise StepIncomplete(step=step, missing=lacking, of=len(step.needs))
    return step


def _allowed(
    workflow: Workflow, step: Step, *, state: str, permissions: Collection[str], person: str, taken: Mapping[str, str]
) -> None:
    if state not in step.sources:
        where = workflow.state(state).title
        raise StepNotAllowed(
            why=Text(
                fa=f"از «{where.fa}» نمی‌توان به «{step.title.fa}» رفت",
                en=f"“{step.title.en}” does not follow “{where.en}”",
            )
        )
    if step.by not in permissions:
        raise StepNotAllowed(
            why=Text(fa=f"«{step.title.fa}» در اختیار شما نیست", en=f"“{step.title.en}” is not yours to take")
        )
    before = next((workflow.step(code) for code in step.not_by if taken.get(code) == person), None)
    if before:
        raise StepNotAllowed(
            why=Text(
                fa=f"کسی که «{before.title.fa}» را ثبت کرده است نمی‌تواند «{step.title.fa}» را هم ثبت کند",
                en=f"whoever took “{before.title.en}” cannot take “{step.title.en}”",
            )
        )


def valid_on(workflows: Iterable[Workflow], code: str, day: date) -> Workflow:
    """Return the version of a workflow that is valid on a day; before the first version, the first.

    :raises KeyError: if there is no workflow of this code
    """
    versions = sorted((w for w in workflows if w.code == code), key=lambda w: w.valid_from)
    if not versions:
        raise KeyError(code)
    return next((w for w in reversed(versions) if w.valid_from <= day), versions[0])


def reachable(workflow: Workflow) -> frozenset[str]:
    """Return the states that steps reach from the first one."""
    found: set[str] = set()
    ahead = [workflow.first.code]
    while ahead:
        state = ahead.pop()
        if state not in found:
            found.add(state)
            ahead += [step.target for step in workflow.steps_from(state)]
    return frozenset(found)


def faults(workflow: Workflow, *, permissions: Collection[str]) -> list[str]:
    """Return what is wrong with a table, one line each: unknown codes, states never reached or never left."""
    states, needs = {state.code for state in workflow.states}, {need.code for need in workflow.needs}
    found = [f"state {code} is never reached" for code in sorted(states - reachable(workflow))]
    for state in workflow.states:
        leaves = bool(workflow.steps_from(state.code))
        if leaves == state.is_final:
            found.append(f"state {state.code} is {'final and left' if leaves else 'never left'}")
    for step in workflow.steps:
        unknown = [code for code in (*step.sources, step.target) if code not in states]
        unknown += [code for code in step.needs if code not in needs]
        unknown += [code for code in step.not_by if code not in {other.code for other in workflow.steps}]
        unknown += [] if step.by in permissions else [step.by]
        unknown += [step.since] if step.since and step.since not in states else []
        found += [f"step {step.code} names {code}, which is not there" for code in unknown]
    asked = {code for step in workflow.steps for code in step.needs}
    found += [f"need {code} is asked by no step" for code in sorted(needs - asked)]
    for clock in workflow.clocks:
        unknown = [code for code in (clock.starts, *clock.stops) if code not in states]
        found += [f"clock {clock.code} names {code}, which is not there" for code in unknown]
    return found + _twice(workflow)


def _twice(workflow: Workflow) -> list[str]:
    def repeated(codes: Sequence[str]) -> set[str]:
        return {code for code in codes if codes.count(code) > 1}

    parts = {"state": workflow.states, "step": workflow.steps, "need": workflow.needs, "clock": workflow.clocks}
    return [
        f"{name} {code} is there twice"
        for name, rows in parts.items()
        for code in sorted(repeated([row.code for row in rows]))  # type: ignore[attr-defined]
    ]


def ranks(workflow: Workflow) -> dict[str, int]:
    """Return how many steps each state lies from the first one, by the shortest way."""
    found = {workflow.first.code: 0}
    ahead = [workflow.first.code]
    for state in ahead:
        for step in workflow.steps_from(state):
            if step.target not in found:
                found[step.target] = found[state] + 1
                ahead.append(step.target)
    return found


def way_ahead(workflow: Workflow, state: str) -> tuple[State, ...]:
    """Return the states of the shortest way from a state to a good end, without the state itself."""
    ways: list[tuple[str, ...]] = [(state,)]
    seen = {state}
    for way in ways:
        if workflow.state(way[-1]).is_good:
            return tuple(workflow.state(code) for code in way[1:])
        for step in workflow.steps_from(way[-1]):
            if step.target not in seen:
                seen.add(step.target)
                ways.append((*way, step.target))
    return ()
