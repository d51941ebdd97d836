"""How good a plan is by what it seeks: which figure is its own, which bound stands for that, and where none does."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hamahang.domain.money import say_number, say_rials
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
BOUNDED = Text(fa="{figure}؛ هیچ برنامه‌ای بیش از {bound} ندارد", en="{figure}; no plan has more than {bound}")
BOUNDED_BY_FLOOR = Text(
    fa="{figure}؛ هیچ برنامه‌ای که کف را نگه دارد بیش از {bound} ندارد",
    en="{figure}; no plan that keeps the floor has more than {bound}",
)
# the figure of an aim
FIGURES = {
    "probability": Text(
        fa="احتمال رسیدن به {target} شغل {chance}٪ است", en="The chance to reach {target} jobs is {chance} %"
    ),
    "promise": Text(fa="با احتمال ۹۰٪ دست‌کم {promise} شغل می‌آورد", en="With 90 % it brings at least {promise} jobs"),
    "cost": Text(fa="برای {target} شغل {money} خرج می‌کند", en="For {target} jobs it spends {money}"),
    "leximin": Text(
        fa="نخست به کم‌بهره‌ترین شهرستان می‌رسد، سپس به بعدی", en="It serves the worst-served county first, then the next"
    ),
    "cvar": Text(
        fa="در بدترین یک‌دهم حالت‌ها به‌طور میانگین {worst} شغل می‌آورد",
        en="In the worst tenth of cases it brings {worst} jobs on average",
    ),
    "per_rial": Text(
        fa="با هر میلیارد ریال {ratio} شغل مورد انتظار می‌آورد",
        en="With each milliard of rials it brings {ratio} expected jobs",
    ),
}
BOUNDED_AIMS = frozenset({"cost", "leximin"})  # of which it is kept with a plan, since there are bounds, how good it is
OTHERWISE = Text(fa="این برنامه هدف دیگری دارد", en="This plan seeks something else")


def told_of(run: Any, *, money: int) -> Text:
    """Say how good a plan is by what it seeks. money: rials that it spends"""
    aim = run.terms.get("aim", "expected")
    if aim == "expected":
        return _by_jobs(run)
    beside = run.beside
    tenth, ratio = beside.get("worst_tenth"), beside.get("per_rial")
    is_kept = {"cvar": bool(tenth), "per_rial": bool(ratio)}.get(aim, True)
    figure = FIGURES.get(aim, OTHERWISE) if is_kept else OTHERWISE
    values = {
        "target": _number(beside["target"]),
        "chance": _number(round(100 * (beside["chance"] or 0.0), 1)),
        "promise": _number(beside["promise"]),
        "money": Text(fa=say_rials(money, "fa"), en=say_rials(money, "en")),
        "worst": _number(round(tenth["value"], 1) if tenth else 0),
        "ratio": _number(_per_milliard(ratio["value"]) if ratio else 0),
    }
    said = figure.format(**values)
    if aim == "cvar" and tenth and tenth["bound"] is not None:
        return BOUNDED.format(figure=said, bound=_number(round(tenth["bound"], 1)))
    if ratio:
        return BOUNDED_BY_FLOOR.format(figure=said, bound=_number(_per_milliard(ratio["bound"])))
    if aim in BOUNDED_AIMS and beside.get("of_aim", {}).get("status") == "proven":
        return PROVEN_BY_AIM.format(figure=said)
    return UNPROVEN.format(figure=said)


def _per_milliard(ratio: str) -> float:
    """Return jobs per milliard of rials. ratio: per million, as an exact fraction"""
    return round(1_000 * float(Fraction(ratio)), 3)


def _by_jobs(run: Any) -> Text:
    left = run.bound - run.value
    if left <= 0:
        return PROVEN
    missing = _number(jobs(left)) if jobs(left) else LITTLE
    percent = _number(round(100 * left / run.bound, 2))
    return NEAR.format(bound=_number(jobs(run.bound)), left=missing, percent=percent)


def _number(number: float) -> Text:
    exact = Decimal(str(number))
    return Text(fa=say_number(exact, "fa"), en=say_number(exact, "en"))
