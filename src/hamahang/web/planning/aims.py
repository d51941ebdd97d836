"""How good a plan is by what it seeks: which figure is its own, which bound stands for that, and where none does."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hamahang.domain.aims import number, say_bounded, say_figure
from hamahang.domain.planning import MILLION
from hamahang.domain.text import Text
from hamahang.web.planning.showing import jobs

PROVEN = Text(
    fa="هیچ برنامه‌ای با این شرط‌ها شغل بیشتری نمی‌آورد (ثابت‌شده)",
    en="no plan under these terms brings more jobs (proven)",
)
NEAR = Text(
    fa="بهترین یافته؛ هیچ برنامه‌ای بیش از {bound} شغل نمی‌آورد، پس تا بهترین حداکثر {left} شغل ({percent}٪) مانده است",
    en="best that was found; no plan brings more than {bound} jobs, so at most {left} jobs ({percent} %) are missing",
)
LITTLE = Text(fa="کمتر از ۰٫۱", en="less than 0.1")
UNPROVEN = Text(
    fa="{figure}. بهترین یافته است و ثابت نشده", en="{figure}. It is the best that was found, and not proven"
)
PROVEN_BY_AIM = Text(
    fa="{figure}؛ ثابت شده که هیچ برنامه‌ای با این شرط‌ها در این بهتر نیست",
    en="{figure}; it is proven that no plan under these terms is better in that",
)
BOUNDED_AIMS = frozenset({"cost", "leximin"})  # of which it is kept with a plan, since there are bounds, how good it is


def told_of(run: Any, *, money: int) -> Text:
    """Say how good a plan is by what it seeks. money: rials that it spends"""
    aim, beside = run.terms.get("aim", "expected"), run.beside
    if aim == "expected":
        return _by_jobs(run)
    value, bound = _reached(beside, aim, money)
    said = say_figure(aim, value, target=beside["target"])
    if value is not None and bound is not None:
        return say_bounded(aim, said, bound)
    if aim in BOUNDED_AIMS and beside.get("of_aim", {}).get("status") == "proven":
        return PROVEN_BY_AIM.format(figure=said)
    return UNPROVEN.format(figure=said)


def _reached(beside: Mapping[str, Any], aim: str, money: int) -> tuple[float | None, float | None]:
    """Return what was kept of a plan by its aim and what no plan exceeds, None where that was not kept."""
    tenth, ratio = beside.get("worst_tenth") or {}, beside.get("per_rial")
    if aim == "cvar":
        return tenth.get("value"), tenth.get("bound")
    if aim == "per_rial":
        return (float(Fraction(ratio["value"])), float(Fraction(ratio["bound"]))) if ratio else (None, None)
    kept = {
        "probability": beside["chance"],
        "promise": beside["promise"],
        "cost": money / MILLION,
        "leximin": beside.get("of_aim", {}).get("value"),
    }
    return kept.get(aim), None


def _by_jobs(run: Any) -> Text:
    left = run.bound - run.value
    if left <= 0:
        return PROVEN
    missing = number(jobs(left)) if jobs(left) else LITTLE
    percent = number(round(100 * left / run.bound, 2))
    return NEAR.format(bound=number(jobs(run.bound)), left=missing, percent=percent)
