"""Will the promise be met: cases that pass through stages, how likely each succeeds by when, and how many in all.

    from hamahang.methods import forecast

    books = forecast.Histories(visits, success={"VERIFIED"}, failure={"DROPPED"})
    model = forecast.fit(books, at=day, horizon=365)
    future = forecast.forecast(model)
    future.sum.at_least(40), future.sum.quantile(0.1), future.chances

`backtest` replays a history and scores. Days are numbers from any common origin.
"""

from hamahang.methods.forecast.backtest import NothingToReplay, Result, backtest
from hamahang.methods.forecast.history import Histories, Known, NoSuchStage, Visit
from hamahang.methods.forecast.incidence import Rates, aalen_johansen, learn
from hamahang.methods.forecast.model import Forecast, Model, fit, forecast
from hamahang.methods.forecast.totals import CALM, Shock, Total, influence, normal_shock, total

__all__ = [
    "CALM", "Forecast", "Histories", "Known", "Model", "NoSuchStage", "NothingToReplay", "Rates", "Result", "Shock",
    "Total", "Visit", "aalen_johansen", "backtest", "fit", "forecast", "influence", "learn", "normal_shock", "total",
]  # fmt: skip
