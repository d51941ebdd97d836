"""Undertakings as histories of stages: their future by what such histories came to, and what it may bring."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from hamahang.commitments.learning import Bias
from hamahang.commitments.undertakings import Undertaking, undertakings
from hamahang.commitments.usual import CAME, FAILED, stages, usual
from hamahang.domain.ledger import AsOf

if TYPE_CHECKING:
    from hamahang.methods import forecast
    from hamahang.methods.forecast.jobs import Jobs

BELIEF = 0.5  # exits in each class of age that the usual rates count for: some ten in all, and own data take over
SMALL, LARGE = 10, 50  # persons; the size classes of workshops in official statistics


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
    found: Sequence[Undertaking], day: date, horizon: int, *, bias: Bias, is_one_each: bool = False, after: int = 0
) -> "tuple[Jobs, list[Undertaking], Any]":
    """Return what the open undertakings may bring, with them and their future in one order.

    bias: what the kept forecasts taught of this horizon; is_one_each: what comes counts one, and comes whole
    after: days from the asked one of which nothing counts, for the promise begins after them
    """
    import numpy as np

    from hamahang.methods.forecast.jobs import Jobs

    future = _coming_after(forecast_of(found, day, horizon), after / horizon)
    by_case, shock = {one.case: one for one in found}, future.model.trust.shock
    cases = [by_case[future.model.known.of.cases[at]] for at in future.case]
    kinds = list(usual()["delivered_as"])
    jobs = Jobs(
        chances=future.by_step[:, -1],
        persons=np.array([one.persons for one in cases], np.int64),
        kind=np.array([kinds.index(one.kind) for one in cases], np.int64),
        deliveries=[_whole() if is_one_each else _delivery(kind, found) for kind in kinds],
        shock=replace(shock, shifts=shock.shifts + bias.shift),
    )
    return jobs, cases, future


def _coming_after(future: "forecast.Forecast", part: float) -> "forecast.Forecast":
    """Return the chances to come by the end of each step, without coming within the first part of the horizon."""
    import numpy as np

    at = round(part * future.by_step.shape[1]) - 1
    if at < 0:
        return future
    return replace(future, by_step=np.maximum(future.by_step - future.by_step[:, at : at + 1], 0.0))


def _whole() -> Any:
    """Return the delivery of what counts one: it comes whole."""
    import numpy as np

    from hamahang.methods.forecast.jobs import Delivery

    return Delivery(np.ones(1), np.ones(1))


def _delivery(kind: str, found: Sequence[Undertaking]) -> Any:
    """Return which part of the promised comes, of a kind: as published, moved by what came here."""
    import numpy as np

    from hamahang.methods.forecast.jobs import Delivery, learnt, tilted

    row = usual()["deliveries"][usual()["delivered_as"][kind]]
    base = tilted(Delivery(np.array(row["parts"], float), np.array(row["chances"], float)), row["mean"])
    return learnt(base, [one.delivered for one in found if one.kind == kind and one.delivered is not None])
