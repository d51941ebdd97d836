"""Will a promise be met: the open undertakings, as known, through the forecast of stage histories to jobs by a day.

A promise of what cases and projects come to is foretold from the same cases, each counting one. What happens again and
again is foretold from its own past (see `recurring`), and of what holds on a day nothing is foretold.
Only what was recorded of days up to the asked one counts. The same records give the same digits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Sum

from hamahang.commitments import queries
from hamahang.commitments.counting import Count, Counted, goal_of, jobs_only, reached
from hamahang.commitments.histories import jobs_of
from hamahang.commitments.learning import UNMOVED, Bias, bias_of
from hamahang.commitments.recurring import Past, past
from hamahang.commitments.undertakings import Undertaking, undertakings
from hamahang.domain.calendar import month_ends
from hamahang.domain.commitments import Goal, pace_so_far, required_pace
from hamahang.domain.indicators import Scope
from hamahang.domain.ledger import AsOf

if TYPE_CHECKING:
    from hamahang.commitments.models import Commitment
    from hamahang.methods.forecast import Total
    from hamahang.methods.forecast.jobs import Jobs

METHOD = "3"
OF_CASES_METHOD, OF_PAST_METHOD = "3-cases", "past-1"
# figures that count what undertakings of a kind come to, each of them one
OF_CASES = {"idle_units_restarted": "REVIVAL", "takeovers_done": "TAKEOVER", "projects_operating": "PROJECT"}
LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
DRIVERS = 10
YEAR = 365
ATOMS = 200
WISHED = (0.5, 0.8, 0.9)


class NothingForetold(LookupError):
    """The chance of a promise was asked for of which none is told: its figure is a state, or has too short a past."""


@dataclass(frozen=True, slots=True)
class Driver:
    """A case that moves the chance of a promise. chance: of coming by the deadline; moves: how far the chance of the
    promise lies apart by whether it comes
    """

    undertaking: Undertaking
    chance: float
    moves: float


@dataclass(frozen=True, slots=True)
class Expected:
    """How many jobs are proven by a day, by the levels of `LEVELS`."""

    on: date
    quantiles: Sequence[int]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What is foreseen of a promise. target, verified: in units of its figure; quantiles: of what is reached by the
    deadline; atoms: the same in two hundred equally likely numbers; rivals: what the naive ways say; inputs: hash of
    what it rests on; pace: a month, needed, None after the deadline; versions: chance of each version's number;
    lacking: how much beside all this is needed for a chance of one half, and so on by `WISHED`, or how much less must
    come where no more may; bias: what the kept forecasts taught; past: what a forecast rests on that comes from the
    figure's own past
    chance: of meeting it, None where nothing is foretold, and then there are no quantiles, atoms and versions either
    before: of what holds on a day and is to be no more than so much, how much there was
    """

    commitment: "Commitment"
    day: date
    target: int
    verified: int
    chance: Decimal | None
    quantiles: Sequence[int]
    mean: float
    atoms: Sequence[int]
    drivers: Sequence[Driver]
    fan: Sequence[Expected]
    rivals: dict[str, int]
    pace: Decimal | None
    open_cases: int
    inputs: str
    versions: dict[int, Decimal]
    lacking: Sequence[int]
    bias: Bias
    method: str
    past: Past | None = None
    before: int | None = None

    @property
    def probability(self) -> Decimal:
        """The chance of meeting it.

        :raises NothingForetold: where none is told
        """
        if self.chance is None:
            raise NothingForetold(self.commitment.number)
        return self.chance

    @property
    def is_over(self) -> bool:
        """Whether the last day of the promise is past: nothing of it is foretold any more."""
        return self.day > self.commitment.due_on

    @property
    def goal(self) -> Goal:
        """What it is to come to."""
        return Goal(self.target, self.commitment.is_at_most, self.before)

    @property
    def pace_so_far(self) -> Decimal | None:
        """How much a month was reached in its own time, or went of what is to fall; None before it begins."""
        found, done = self.commitment, self.goal.done(self.verified)
        return pace_so_far(verified=done, first=found.from_on, last=found.due_on, day=self.day)

    @property
    def is_of_cases(self) -> bool:
        """Whether it is foretold from cases under way, and not from a figure's past."""
        return self.method in (METHOD, OF_CASES_METHOD)

    def counts(self, one: Undertaking) -> bool:
        """Say whether a case under way can bring anything to the promise."""
        return bool(one.persons) or (self.commitment.is_of_jobs and _is_in(self.commitment.place, one))


class Coming(Protocol):
    """How much more comes: of jobs, of cases that count one each, or of what happens again and again."""

    @property
    def mean(self) -> float: ...
    def at_least(self, number: int) -> float: ...
    def quantile(self, probability: float) -> int: ...


def foresee(commitment: "Commitment", asof: AsOf, *, count: Count = jobs_only, with_fan: bool = True) -> Foreseen:
    """Return what is foreseen of a promise on a day. count: how its figure is counted; with_fan: month by month too

    :raises CountNotGiven: for a promise of another figure than jobs, if nothing counts it
    """
    if commitment.is_of_jobs or (commitment.figure in OF_CASES and not commitment.is_at_most):
        return _from_cases(commitment, asof, count, with_fan=with_fan)
    return _from_past(commitment, asof, count(commitment, asof), with_fan=with_fan)


def _from_cases(commitment: "Commitment", asof: AsOf, count: Count, *, with_fan: bool) -> Foreseen:
    found = bringing(commitment, undertakings(asof))
    target, verified = _target(commitment, asof), reached(commitment, asof, count)
    horizon = (commitment.due_on - asof.day).days
    begins = _start(commitment, asof.day)
    bias = bias_of(asof, horizon) if commitment.is_of_jobs else UNMOVED
    is_one_each = not commitment.is_of_jobs
    jobs, cases, future = _open(commitment, found, asof.day, bias) if horizon >= 1 else (None, [], None)
    whole = jobs.total() if jobs else _nothing()
    method = OF_CASES_METHOD if is_one_each else METHOD
    return Foreseen(
        commitment=commitment,
        day=asof.day,
        target=target,
        verified=verified,
        drivers=_drivers(jobs, cases, future, target - verified) if jobs else [],
        fan=_fan(commitment, asof.day, verified, jobs, future) if jobs and with_fan else [],
        rivals=_rivals(commitment, asof, verified, found, count),
        pace=required_pace(left=target - verified, day=begins, deadline=commitment.due_on),
        open_cases=sum(one.persons for one in cases)
        if is_one_each
        else sum(_is_in(commitment.place, one) for one in cases),
        inputs=_hash(method, commitment, target, verified, bias, found),
        bias=bias,
        method=method,
        **_said(whole, target, verified, _stated(commitment, asof)),
    )


def _from_past(commitment: "Commitment", asof: AsOf, counted: Counted, *, with_fan: bool) -> Foreseen:
    """Return what is foreseen of what happens again and again; of what holds on a day nothing before the deadline."""
    target, verified, day, due = _target(commitment, asof), counted.amount, asof.day, commitment.due_on
    is_over, events = day >= due, counted.events or ()
    windows = None if counted.events is None or is_over else past_of(commitment, counted, day=day, until=due)
    whole: Coming | None = _nothing() if is_over else None
    if windows and windows.is_long_enough:
        whole = windows.ahead()
    stated, goal = _stated(commitment, asof), goal_of(commitment, target, counted)
    said = _said(whole, target, verified, stated, is_at_most=goal.is_at_most) if whole else NOT_SAID
    return Foreseen(
        commitment=commitment,
        day=day,
        target=target,
        verified=verified,
        drivers=[],
        fan=_fan_of_past(commitment, day, counted) if whole and windows and with_fan else [],
        rivals=_naive(commitment, day, verified, _lately(events, day)) if events else {},
        pace=required_pace(left=goal.left(verified), day=_start(commitment, day), deadline=due),
        open_cases=0,
        inputs=sha256(
            f"{OF_PAST_METHOD}|{commitment.number}|{due}|{target}|{verified}|{list(events)}".encode()
        ).hexdigest(),
        bias=UNMOVED,
        method=OF_PAST_METHOD,
        past=windows,
        before=counted.before,
        **said,
    )


NOT_SAID: dict[str, Any] = {
    "chance": None, "quantiles": (), "mean": 0.0, "atoms": (), "versions": {}, "lacking": (),
}  # fmt: skip


def _said(whole: Coming, target: int, verified: int, stated: set[int], *, is_at_most: bool = False) -> dict[str, Any]:
    """Return what the distribution of what comes says of a target, or of a limit that it must not pass."""

    def chance(of: int) -> Decimal:
        return share(1.0 - whole.at_least(of - verified + 1) if is_at_most else whole.at_least(of - verified))

    lacking = [
        verified + whole.quantile(wish) - target if is_at_most else target - verified - whole.quantile(1.0 - wish)
        for wish in WISHED
    ]
    return {
        "chance": chance(target),
        "quantiles": [verified + whole.quantile(level) for level in LEVELS],
        "mean": verified + whole.mean,
        "atoms": [verified + whole.quantile((at + 0.5) / ATOMS) for at in range(ATOMS)],
        "versions": {number: chance(number) for number in sorted(stated | {target})},
        "lacking": [max(0, number) for number in lacking],
    }


def _target(commitment: "Commitment", asof: AsOf) -> int:
    return sum(queries.targets(asof).filter(commitment=commitment).values_list("amount", flat=True))


def _stated(commitment: "Commitment", asof: AsOf) -> set[int]:
    """Return what each version of the target promised."""
    return {sum(shares.values()) for shares in queries.by_version(commitment, asof).values()}


def _start(commitment: "Commitment", day: date) -> date:
    """Return the day after which what comes is of a promise: the asked one, or the last before it begins."""
    return max(day, commitment.from_on - timedelta(days=1))


def past_of(commitment: "Commitment", counted: Counted, *, day: date, until: date) -> Past:
    """Return the past windows of a figure as long as from a day, or from a promise's first day, until another."""
    begins, events = _start(commitment, day), counted.events or ()
    return past(events, day=day, until=until, is_counted=counted.is_one_each, after=begins)


def _fan_of_past(commitment: "Commitment", day: date, counted: Counted) -> list[Expected]:
    """Return what is expected at the end of each month, each from past windows as long as until then."""
    begins = _start(commitment, day)
    fan = [Expected(begins, [counted.amount] * len(LEVELS))]
    for on in _steps(begins, commitment.due_on):
        windows = past_of(commitment, counted, day=day, until=on)
        if windows.is_long_enough:
            whole = windows.ahead()
            fan.append(Expected(on, [counted.amount + whole.quantile(level) for level in LEVELS]))
    return fan


def _lately(events: Sequence[tuple[date, int]], day: date) -> int:
    return sum(amount for on, amount in events if day - timedelta(days=YEAR) < on <= day)


def bringing(commitment: "Commitment", found: Sequence[Undertaking]) -> list[Undertaking]:
    """Return the undertakings with what each still brings to a promise: its jobs, or one where its kind is counted."""
    place = commitment.place
    if commitment.is_of_jobs:
        return [one if _is_in(place, one) else replace(one, persons=0) for one in found]
    kind = OF_CASES.get(commitment.figure)
    return [replace(one, persons=int(one.kind == kind and one.is_open and _is_in(place, one))) for one in found]


def _is_in(place: Scope, one: Undertaking) -> bool:
    return bool(one.county.code == place.code) if place.kind == "county" else place.kind in ("all", "province")


def _nothing() -> "Total":
    """Return the distribution after the deadline: nothing more comes."""
    import numpy as np

    from hamahang.methods.forecast import Total

    return Total(np.ones(1))


def share(chance: float) -> Decimal:
    """Return a chance to six decimals: what a distribution's last digits say is noise."""
    return Decimal(repr(min(max(float(chance), 0.0), 1.0))).quantize(Decimal("0.000001"))


def _persons(rows: Any) -> int:
    return int(rows.aggregate(sum=Sum("persons"))["sum"] or 0)


def open_of(seen: Foreseen, asof: AsOf) -> "tuple[Jobs, list[Undertaking], Any]":
    """Return what is open and counts for a promise, with its future, as it was foreseen."""
    return _open(seen.commitment, bringing(seen.commitment, undertakings(asof)), asof.day, seen.bias)


def _open(
    commitment: "Commitment", found: Sequence[Undertaking], day: date, bias: Bias
) -> "tuple[Jobs, list[Undertaking], Any]":
    horizon, before = (commitment.due_on - day).days, (_start(commitment, day) - day).days
    return jobs_of(found, day, horizon, bias=bias, is_one_each=not commitment.is_of_jobs, after=before)


def _drivers(jobs: "Jobs", cases: Sequence[Undertaking], future: Any, missing: int) -> list[Driver]:
    chances = future.chances
    moved = [pair for pair in jobs.moves(missing) if cases[pair[0]].persons]
    return [Driver(cases[at], float(chances[at]), moves) for at, moves in moved[:DRIVERS]]


def _fan(commitment: "Commitment", day: date, verified: int, jobs: "Jobs", future: Any) -> list[Expected]:
    """Return what is expected at the end of each month from the asked day to the deadline."""
    steps, horizon = future.by_step.shape[1], (commitment.due_on - day).days
    fan = [Expected(day, [verified] * len(LEVELS))]
    for on in _steps(day, commitment.due_on):
        at = max(0, round((on - day).days / horizon * steps) - 1)
        whole = jobs.total(future.by_step[:, at])
        fan.append(Expected(on, [verified + whole.quantile(level) for level in LEVELS]))
    return fan


def _steps(day: date, due_on: date) -> list[date]:
    """Return the ends of the months between a day and the deadline, and the deadline."""
    return [*(on for on in month_ends(day + timedelta(days=1), due_on) if day < on < due_on), due_on]


def _rivals(
    commitment: "Commitment", asof: AsOf, verified: int, found: Sequence[Undertaking], count: Count
) -> dict[str, int]:
    """Return what the naive ways say of what is reached by the deadline."""
    day, first, due = asof.day, commitment.from_on, commitment.due_on
    is_running = day < due  # after its last day nobody's word brings anything to it
    stated = [one for one in found if is_running and one.is_open and not _is_said_outside(one.stated, day, first, due)]
    return _naive(commitment, asof.day, verified, _came_lately(commitment, asof, count)) | {
        "stated": verified + sum(one.persons for one in stated),
    }


def _is_said_outside(on: date | None, day: date, first: date, due: date) -> bool:
    """Say whether somebody's word puts a case before a promise that has not begun, or after its deadline."""
    return on is not None and (on > due or day < on < first)


def _naive(commitment: "Commitment", day: date, verified: int, lately: int) -> dict[str, int]:
    left = max(0, (commitment.due_on - _start(commitment, day)).days)
    begun = max(1, (day - commitment.from_on).days + 1)
    return {
        "straight_line": verified + round(verified / begun * left),
        "last_year": verified + round(lately / YEAR * left),
    }


def _came_lately(commitment: "Commitment", asof: AsOf, count: Count) -> int:
    """Return what came in the year before a day."""
    if not commitment.is_of_jobs:
        return _lately(count(commitment, asof).events or (), asof.day)
    lately = queries.verified(asof).filter(since_on__gt=asof.day - timedelta(days=YEAR))
    return _persons(queries.in_place(lately, commitment))


def _hash(  # each is one thing that it rests on
    method: str, commitment: "Commitment", target: int, verified: int, bias: Bias, found: Sequence[Undertaking]
) -> str:
    """Return the hash of all that a forecast rests on."""
    said = [f"{method}|{commitment.number}|{commitment.due_on}|{target}|{verified}|{bias.shift:.9f}"]
    said += sorted(
        f"{one.case}|{one.kind}|{one.persons}|{one.promised}|{one.stated}|{one.delivered}|"
        + ",".join(f"{stage}@{on}" for stage, on in one.passages)
        for one in found
    )
    return sha256("\n".join(said).encode()).hexdigest()
