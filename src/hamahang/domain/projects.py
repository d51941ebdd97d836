"""Words and rules of investment projects: stages, progress by component, size, money, dates, fit with the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text

PROGRAMMES = {
    "SPATIAL_PLAN": Text(fa="طرح آمایش صنعتی و معدنی", en="industrial and mining spatial plan"),
    "OTHER": Text(fa="سایر", en="other"),
}
STAGES = {
    "REQUESTED": Text(fa="درخواست", en="requested"),
    "APPROVED": Text(fa="مصوب", en="approved"),
    "PERMITTED": Text(fa="دارای جواز تأسیس", en="with a permit"),
    "LAND": Text(fa="زمین تحویل‌شده", en="land handed over"),
    "BUILDING": Text(fa="در حال احداث", en="under construction"),
    "EQUIPPING": Text(fa="نصب ماشین‌آلات", en="installing machinery"),
    "TRIAL": Text(fa="تولید آزمایشی", en="trial production"),
    "OPERATING": Text(fa="بهره‌برداری", en="operating"),
    "STOPPED": Text(fa="متوقف", en="stopped"),
    "CANCELLED": Text(fa="لغوشده", en="cancelled"),
    "REFUSED": Text(fa="ردشده", en="refused"),
}
ENDED = ("OPERATING", "CANCELLED", "REFUSED")
COMPONENTS = {
    "LAND": Text(fa="زمین و آماده‌سازی", en="land and site"),
    "BUILDING": Text(fa="ساختمان و محوطه", en="buildings"),
    "MACHINERY": Text(fa="ماشین‌آلات", en="machinery"),
    "UTILITIES": Text(fa="تأسیسات زیربنایی", en="utilities"),
    "INSTALLATION": Text(fa="نصب و راه‌اندازی", en="installation and start-up"),
}
WHOLE = 100
# No official weights were found: these are the office's own, from a day on, and can be changed in the page.
OWN_WEIGHTS = {"LAND": 10, "BUILDING": 35, "MACHINERY": 30, "UTILITIES": 10, "INSTALLATION": 15}
LEVELS = {
    "WORKING_GROUP": Text(fa="کارگروه استانی (زیر نصاب)", en="provincial working group (below the line)"),
    "CENTRAL": Text(fa="ستاد مرکزی (بالای نصاب)", en="central headquarters (above the line)"),
}
SIDES = {
    "OWNER": Text(fa="گفتهٔ مجری", en="said by the owner"),
    "EXPERT": Text(fa="برآورد کارشناس", en="expert's estimate"),
}
UNFINISHED_FROM = 60  # percent; "unfinished above 60 %" of the ministry's production-boost rules of 1395
PRIORITIES = {
    "HIGH": Text(fa="اولویت نخست", en="first priority"),
    "MEDIUM": Text(fa="اولویت دوم", en="second priority"),
    "LOW": Text(fa="بدون اولویت", en="no priority"),
    "AGAINST": Text(fa="ناسازگار با طرح آمایش", en="against the plan"),
}


class ProjectRefused(Refused):
    """What was said of a project cannot be recorded; `why` tells the repair in both languages."""


def is_large(*, investment: int, threshold: int) -> bool:
    """Return whether a project counts as above the line; one exactly on the line does.

    investment, threshold: rials, >= 0
    """
    return investment >= threshold


def approving_level(*, investment: int, threshold: int | None) -> str:
    """Return who approves a project under the line of its approval's day; empty where there was no line yet."""
    if threshold is None:
        return ""
    return "CENTRAL" if is_large(investment=investment, threshold=threshold) else "WORKING_GROUP"


def check_weights(weights: Mapping[str, int]) -> None:
    """Refuse weights of components that are no whole.

    weights: component → whole percent
    :raises ProjectRefused: if a component is unknown or a weight out of bounds, or they do not add up to 100
    """
    if set(weights) - set(COMPONENTS) or any(not 0 <= weight <= WHOLE for weight in weights.values()):
        raise ProjectRefused(
            Text(fa="وزن هر جزء عددی درست میان ۰ و ۱۰۰ است", en="The weight of a component is whole, from 0 to 100")
        )
    total = sum(weights.values())
    if total != WHOLE:
        raise ProjectRefused(Text(fa=f"جمع وزن‌ها {total} است، نه ۱۰۰", en=f"The weights add up to {total}, not to 100"))


def weighted_total(*, weights: Mapping[str, int], progress: Mapping[str, int]) -> Decimal:
    """Return the physical progress of a whole project in percent, exact to two decimals.

    weights: component → whole percent, 100 in all; progress: component → whole percent
    What was never inspected counts as nothing: the total is what is known to stand.
    """
    return Decimal(sum(weight * progress.get(code, 0) for code, weight in weights.items())) / WHOLE


BAND = Text(fa="{least} تا {most} درصد", en="{least}–{most} %")


@dataclass(frozen=True, slots=True)
class Band:
    """A class of physical progress as the ministry publishes it: from `least` up to, but without, `before`."""

    code: str
    least: int
    before: int
    title: Text


def _band(least: int, most: int, before: int) -> Band:
    return Band(f"{least}_{most}", least, before, BAND.format(least=least, most=most))


BANDS = (_band(0, 20, 20), _band(20, 40, 40), _band(40, 60, 60), _band(60, 80, 80), _band(80, 99, 100))


def band_of(percent: Decimal) -> Band | None:
    """Return the class of a progress; None for a project that is complete."""
    return next((band for band in BANDS if band.least <= percent < band.before), None)


def financial_progress(*, spent: int, investment: int) -> Decimal | None:
    """Return what is spent in percent of the investment, to one decimal; more than 100 is an overrun.

    spent, investment: rials; None where no investment is known
    """
    return round(Decimal(WHOLE) * spent / investment, 1) if investment else None


MONTH = 3044  # hundredths of a day in a mean month of the solar calendar


def months_in(days: int) -> int:
    """Return days as the nearest whole number of months, halves away from zero: as the figures' query does."""
    whole = (abs(days) * 100 + MONTH // 2) // MONTH
    return whole if days >= 0 else -whole


def slipped(first: date, now: date) -> int:
    """Return by how many months a date has moved from what was first said; negative when it came nearer."""
    return months_in((now - first).days)


@dataclass(frozen=True, slots=True)
class Priority:
    """What a spatial plan says of a sector in a county. sector: two or four digits of ISIC, empty for all industry."""

    sector: str
    level: str
    reason: str
    source: str


def fit(priorities: Sequence[Priority], *, isic: str) -> Priority | None:
    """Return what the plan of a county says of an industry: its most exact word; None where it is silent."""
    speaking = [row for row in priorities if isic and isic.startswith(row.sector)]
    return max(speaking, key=lambda row: len(row.sector), default=None)
