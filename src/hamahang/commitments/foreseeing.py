"""Will a promise be met: the open undertakings, as known, through the forecast of stage histories to jobs by a day.

Only what was recorded of days up to the asked one counts. The same records give the same digits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.db.models import Sum

from hamahang.commitments import queries
from hamahang.commitments.learning import Bias, bias_of
from hamahang.commitments.undertakings import Undertaking, undertakings
from hamahang.commitments.usual import CAME, FAILED, stages, usual
from hamahang.domain.calendar import month_ends
from hamahang.domain.commitments import required_pace
from hamahang.domain.ledger import AsOf

if TYPE_CHECKING:
    from hamahang.commitments.models import Commitment
    from hamahang.methods import forecast
    from hamahang.methods.forecast import Total
    from hamahang.methods.forecast.jobs import Jobs

METHOD = "3"
LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
DRIVERS = 10
BELIEF = 0.5  # exits in each class of age that the usual rates count for: some ten in all, and own data take over
SMALL, LARGE = 10, 50  # persons; the size classes of workshops in official statistics
YEAR = 365
ATOMS = 200
WISHED = (0.5, 0.8, 0.9)


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
    """What is foreseen of a promise. target, verified: persons; quantiles: of the persons proven by the deadline;
    atoms: the same in two hundred equally likely numbers; rivals: what the naive ways say; inputs: hash of what it
    rests on; pace: persons a month needed, None after the deadline; versions: chance of each version's number;
    lacking: how many persons beside all this are needed for a chance of one half, and so on by `WISHED`; bias: what the
    kept forecasts taught
    """

    commitment: "Commitment"
    day: date
    target: int
    verified: int
    probability: Decimal
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


def foresee(commitment: "Commitment", asof: AsOf, *, with_fan: bool = True) -> Foreseen:
    """Return what is foreseen of a promise on a day. with_fan: month by month too"""
    found = undertakings(asof)
    target = sum(queries.targets(asof).filter(commitment=commitment).values_list("persons", flat=True))
    verified = _persons(queries.verified_of(commitment, asof))
    horizon = (commitment.due_on - asof.day).days
    bias = bias_of(asof, horizon)
    jobs, cases, future = (None, [], None) if horizon < 1 else jobs_of(found, asof.day, horizon, bias=bias)
    whole = jobs.total() if jobs else _nothing()
    stated = {sum(shares.values()) for shares in queries.by_version(commitment, asof).values()}
    return Foreseen(
        commitment=commitment,
        day=asof.day,
        target=target,
        verified=verified,
        probability=share(whole.at_least(target - verified)),
        quantiles=[verified + whole.quantile(level) for level in LEVELS],
        mean=verified + whole.mean,
        atoms=[verified + whole.quantile((at + 0.5) / ATOMS) for at in range(ATOMS)],
        drivers=_drivers(jobs, cases, future, target - verified) if jobs else [],
        fan=_fan(commitment, asof.day, verified, jobs, future) if jobs and with_fan else [],
        rivals=_rivals(commitment, asof, verified, found),
        pace=required_pace(left=target - verified, day=asof.day, deadline=commitment.due_on),
        open_cases=len(cases),
        inputs=_hash(commitment, target, verified, bias, found),
        versions={number: share(whole.at_least(number - verified)) for number in sorted(stated | {target})},
        lacking=[max(0, target - verified - whole.quantile(1.0 - wish)) for wish in WISHED],
        bias=bias,
    )


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


def books(found: Sequence[Undertaking]) -> "forecast.Histories":
    """Return the undertakings as stage histories, in days."""
    from hamahang.methods.forecast import Histories, Visit

    visits = [
        Visit(one.case, stage, float(on.toordinal()), float(on.toordinal()))
        for one in found
        for stage, on in one.passages
    ]
    return Histories(
        visits,
        success={CAME},
        failure={FAILED},
        groups={
            "kind": {one.case: one.kind for one in found},
            "size": {one.case: _size(one.promised) for one in found},
        },
        stated={one.case: float(one.stated.toordinal()) for one in found if one.stated},
        weights={one.case: one.persons for one in found},
        also=stages(),
    )


def _size(persons: int) -> str:
    return "SMALL" if persons < SMALL else "MIDDLE" if persons < LARGE else "LARGE"


def forecast_of(found: Sequence[Undertaking], day: date, horizon: int) -> "forecast.Forecast":
    """Return the future of the open undertakings within a horizon in days."""
    from hamahang.methods.forecast import fit
    from hamahang.methods.forecast import forecast as draw_on

    histories, prior = books(found), published(float(horizon))
    return draw_on(fit(histories, at=float(day.toordinal()), horizon=float(horizon), prior=prior, belief=BELIEF))


def published(horizon: float) -> "forecast.Rates":
    """Return the usual rates of all stages, for a horizon in days: what a forecast of few cases rests on."""
    from hamahang.methods.forecast.incidence import grid
    from hamahang.methods.forecast.model import STEPS
    from hamahang.methods.forecast.published import Usual, usual_rates

    told = [Usual(row["stage"], row["to"], FAILED, row["share"], row["days"]) for row in usual()["stages"]]
    return usual_rates(told, stages=sorted(stages()), ends=(CAME, FAILED), cut=grid(horizon, steps=STEPS))


def replay(asof: AsOf, *, horizon: float, at: Sequence[date] = ()) -> "forecast.Result":
    """Forecast from what was known on earlier days, and score it by what came: of the province's own history.

    :raises NothingToReplay: if on none of the days anything was under way
    """
    from hamahang.methods.forecast import backtest

    days = [float(day.toordinal()) for day in sorted(at)]
    return backtest(books(undertakings(asof)), horizon=horizon, at=days, prior=published(horizon), belief=BELIEF)


def jobs_of(
    found: Sequence[Undertaking], day: date, horizon: int, *, bias: Bias
) -> "tuple[Jobs, list[Undertaking], Any]":
    """Return what the open undertakings may bring, with them and their future in one order.

    bias: what the kept forecasts taught of this horizon
    """
    import numpy as np

    from hamahang.methods.forecast.jobs import Jobs

    future = forecast_of(found, day, horizon)
    by_case, shock = {one.case: one for one in found}, future.model.trust.shock
    cases = [by_case[future.model.known.of.cases[at]] for at in future.case]
    kinds = list(usual()["delivered_as"])
    jobs = Jobs(
        chances=future.by_step[:, -1],
        persons=np.array([one.persons for one in cases], np.int64),
        kind=np.array([kinds.index(one.kind) for one in cases], np.int64),
        deliveries=[_delivery(kind, found) for kind in kinds],
        shock=replace(shock, shifts=shock.shifts + bias.shift),
    )
    return jobs, cases, future


def _delivery(kind: str, found: Sequence[Undertaking]) -> Any:
    """Return which part of the promised comes, of a kind: as published, moved by what came here."""
    import numpy as np

    from hamahang.methods.forecast.jobs import Delivery, learnt, tilted

    row = usual()["deliveries"][usual()["delivered_as"][kind]]
    base = tilted(Delivery(np.array(row["parts"], float), np.array(row["chances"], float)), row["mean"])
    return learnt(base, [one.delivered for one in found if one.kind == kind and one.delivered is not None])


def _drivers(jobs: "Jobs", cases: Sequence[Undertaking], future: Any, missing: int) -> list[Driver]:
    chances = future.chances
    moved = [pair for pair in jobs.moves(missing) if cases[pair[0]].persons]
    return [Driver(cases[at], float(chances[at]), moves) for at, moves in moved[:DRIVERS]]


def _fan(commitment: "Commitment", day: date, verified: int, jobs: "Jobs", future: Any) -> list[Expected]:
    """Return what is expected at the end of each month from the asked day to the deadline."""
    steps, horizon = future.by_step.shape[1], (commitment.due_on - day).days
    ends = [on for on in month_ends(day + timedelta(days=1), commitment.due_on) if day < on < commitment.due_on]
    fan = [Expected(day, [verified] * len(LEVELS))]
    for on in [*ends, commitment.due_on]:
        at = max(0, round((on - day).days / horizon * steps) - 1)
        whole = jobs.total(future.by_step[:, at])
        fan.append(Expected(on, [verified + whole.quantile(level) for level in LEVELS]))
    return fan


def _rivals(commitment: "Commitment", asof: AsOf, verified: int, found: Sequence[Undertaking]) -> dict[str, int]:
    """Return what the naive ways say of the persons proven by the deadline."""
    left = max(0, (commitment.due_on - asof.day).days)
    begun = max(1, (asof.day - commitment.from_on).days + 1)
    lately = queries.verified(asof).filter(since_on__gt=asof.day - timedelta(days=YEAR))
    stated = [one for one in found if one.is_open and (one.stated is None or one.stated <= commitment.due_on)]
    return {
        "straight_line": verified + round(verified / begun * left),
        "last_year": verified + round(_persons(lately) / YEAR * left),
        "stated": verified + sum(one.persons for one in stated),
    }


def _hash(commitment: "Commitment", target: int, verified: int, bias: Bias, found: Sequence[Undertaking]) -> str:
    """Return the hash of all that a forecast rests on."""
    said = [f"{METHOD}|{commitment.number}|{commitment.due_on}|{target}|{verified}|{bias.shift:.9f}"]
    said += sorted(
        f"{one.case}|{one.kind}|{one.persons}|{one.promised}|{one.stated}|{one.delivered}|"
        + ",".join(f"{stage}@{on}" for stage, on in one.passages)
        for one in found
    )
    return sha256("\n".join(said).encode()).hexdigest()
