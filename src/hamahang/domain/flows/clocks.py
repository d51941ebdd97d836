"""How the times of a workflow run for one case: when each began, when it is due, whether it was kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hamahang.domain.flows.workflow import Clock, Workflow
from hamahang.domain.flows.workingdays import Closures, Pause, due_on
from hamahang.domain.text import Text


class Running(StrEnum):
    """How a time stands on a day."""

    RUNS = "RUNS"
    LATE = "LATE"
    PAUSED = "PAUSED"
    KEPT = "KEPT"
    MISSED = "MISSED"


SAID = {
    Running.RUNS: Text(fa="در مهلت", en="within its time"),
    Running.LATE: Text(fa="عقب‌افتاده", en="overdue"),
    Running.PAUSED: Text(fa="متوقف", en="paused"),
    Running.KEPT: Text(fa="در مهلت انجام شد", en="kept"),
    Running.MISSED: Text(fa="دیر انجام شد", en="kept too late"),
}


@dataclass(frozen=True, slots=True)
class Reached:
    """A stage reached on a day."""

    stage: str
    on: date


@dataclass(frozen=True, slots=True)
class Time:
    """One clock of one case on a day. due_on: None while a pause lasts; stopped_on: None while it runs."""

    clock: Clock
    days: int
    begun_on: date
    due_on: date | None
    stopped_on: date | None
    running: Running

    @property
    def title(self) -> Text:
        """How it stands, in words."""
        return SAID[self.running]


def times(
    workflow: Workflow,
    reached: Sequence[Reached],
    *,
    day: date,
    closures: Closures,
    pauses: Sequence[Pause] = (),
    terms: Mapping[str, int] | None = None,
) -> list[Time]:
    """Return the times that have begun by a day, in the order of the table.

    reached: the stages of the case in the order they were reached
    terms: clock → days, where the office has its own
    """
    found = []
    for clock in workflow.clocks:
        begun = next((at for at, stage in enumerate(reached) if stage.stage == clock.starts and stage.on <= day), None)
        if begun is None:
            continue
        stopped = next((s.on for s in reached[begun + 1 :] if s.stage in clock.stops and s.on <= day), None)
        days = (terms or {}).get(clock.code, clock.days)
        open_days = closures if clock.in_working_days else None
        due = due_on(reached[begun].on, days, closures=open_days, pauses=pauses)
        found.append(Time(clock, days, reached[begun].on, due, stopped, _running(due, stopped, day)))
    return found


def _running(due: date | None, stopped: date | None, day: date) -> Running:
    if stopped is not None:
        return Running.KEPT if due is None or stopped <= due else Running.MISSED
    if due is None:
        return Running.PAUSED
    return Running.LATE if day > due else Running.RUNS
