"""How far something has come on the way of its workflow, and whether a step may be taken next."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hamahang.domain.flows.workflow import Need, Step, StepNotAllowed, Workflow, missing, take
from hamahang.domain.flows.workingdays import months_between
from hamahang.domain.text import Text


@dataclass(frozen=True, slots=True)
class Passed:
    """A state reached on a day. step: empty where a list reported the state; by: who took the step."""

    stage: str
    on: date
    step: str = ""
    by: str = ""


def given(workflow: Workflow, passed: Sequence[Passed], papers: Iterable[tuple[str, date]]) -> frozenset[str]:
    """Return which needs are met by papers that came since the last step; what that step asked for was used up by it.

    papers: need and day of each. Each extension, renewal or transfer asks for papers of its own.
    """
    last = next((row for row in reversed(passed) if row.step and row.step != "issue"), None)
    if last is None:
        return frozenset(need for need, _ in papers)
    used = workflow.step(last.step).needs
    return frozenset(need for need, on in papers if on > last.on or (on == last.on and need not in used))


@dataclass(frozen=True, slots=True)
class Ahead:
    """A step that leads on, what it needs, and what of it is missing."""

    step: Step
    needs: tuple[Need, ...]
    missing: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """The states something has passed, in order, and what is there for the next step.

    latest_on: the last day of which anything of it is recorded, also one after the asked day
    """

    workflow: Workflow
    passed: Sequence[Passed]
    has: frozenset[str]
    latest_on: date | None = None

    @property
    def stage(self) -> str:
        """Where it stands; the first state where nothing is recorded yet."""
        return self.passed[-1].stage if self.passed else self.workflow.first.code

    def ahead(self) -> list[Ahead]:
        """Return the steps that lead on, in the order of the table."""
        return [
            Ahead(step, tuple(self.workflow.need(code) for code in step.needs), missing(self.workflow, step, self.has))
            for step in self.workflow.steps_from(self.stage)
        ]

    def step(self, code: str, *, on: date, permissions: Collection[str], person: str, reason: str = "") -> Step:
        """Return the step if a person may take it on a day.

        :raises UnknownStep, StepNotAllowed, StepIncomplete: see `domain.flows.workflow.take`
        """
        step = self.workflow.step(code)
        last = max((day for day in (self.latest_on, *(row.on for row in self.passed)) if day), default=on)
        if on < last:
            raise StepNotAllowed(
                why=Text(
                    fa="پس از این روز هم مرحله‌ای ثبت شده است؛ روز را پس از آخرین مرحله بگذارید",
                    en="A later stage is recorded already; choose a day after the last stage",
                )
            )
        since = step.since or self.stage
        begun = next((row.on for row in reversed(self.passed) if row.stage == since), on)
        return take(
            self.workflow,
            code,
            state=self.stage,
            has=self.has,
            permissions=permissions,
            person=person,
            taken={row.step: row.by for row in self.passed if row.step},
            months=months_between(begun, on),
            reason=reason,
        )
