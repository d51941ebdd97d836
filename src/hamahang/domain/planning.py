"""The words and the priors of a plan of support: who may be supported in which ways, and how often such things succeed.

The priors are shares seen elsewhere or judged, each with its source. They hold until the office's own histories say
better; where that is so, `planning.chances` asks there first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hamahang.domain.money import say_number
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text

MILLION = 1_000_000  # rials; the problem counts in millions
PERIODS = (1, 2)  # half-years from the day of the plan

KINDS = {
    "REVIVAL": Text(fa="واحد راکد", en="idle unit"),
    "AFFECTED": Text(fa="واحد متأثر", en="affected unit"),
    "RESTRUCTURING": Text(fa="تغییر ساختار واحد متأثر", en="restructuring of an affected unit"),
    "PROJECT": Text(fa="طرح نیمه‌تمام", en="unfinished project"),
}
KEEPING = "RESTRUCTURING"  # the kind whose jobs are there already and would be lost: they are kept, not new
PACKAGES = {
    "FULL": Text(fa="بستهٔ کامل", en="whole package"),
    "PART": Text(fa="بستهٔ کوچک‌تر", en="smaller package"),
}
AIMS = {
    "expected": Text(fa="بیشترین شغل ماندگار مورد انتظار", en="most expected lasting jobs"),
    "probability": Text(fa="بیشترین احتمال رسیدن به هدف", en="best chance to reach the target"),
    "promise": Text(fa="بزرگ‌ترین قولی که با ۹۰٪ می‌ماند", en="largest promise kept with 90 %"),
    "cost": Text(fa="کم‌ترین پول برای شغلِ هدف", en="least money for the target"),
    "per_rial": Text(fa="بیشترین شغل به ازای ریال", en="most jobs per rial"),
    "leximin": Text(fa="نخست کم‌بهره‌ترین شهرستان", en="worst-served county first"),
    "cvar": Text(fa="بیشترین شغل در بدترین یک‌دهم حالت‌ها (CVaR)", en="most jobs in the worst tenth of cases (CVaR)"),
}
STATUSES = {  # how good a plan is by its aim
    "proven": Text(fa="ثابت‌شده", en="proven"),
    "within_gap": Text(fa="در فاصلهٔ خواسته‌شده", en="within the asked gap"),
    "time_limit": Text(fa="تا پایان وقت", en="until time was over"),
    "found": Text(fa="یافته، بی کران", en="found, without a bound"),
}
STANDINGS = {
    "RUN": Text(fa="اجرا شده", en="run"),
    "ADOPTED": Text(fa="پذیرفته", en="adopted"),
    "SUPERSEDED": Text(fa="جایگزین‌شده", en="superseded"),
}
PERCENTS = {  # terms that are percentages, as the form calls them
    "alpha": Text(fa="کف هر شهرستان، درصد", en="Floor of each county, percent"),
    "kappa": Text(fa="سقف کف، درصد", en="Cap of the floor, percent"),
    "gini": Text(fa="سقف جینی، درصد", en="Gini at most, percent"),
    "large": Text(fa="سقف طرح بزرگ، درصد", en="Large at most, percent"),
    "risk": Text(fa="شغل در خطر بی تغییر ساختار، درصد", en="Jobs at risk without restructuring, percent"),
    "loan": Text(fa="سهم تسهیلات از ماندهٔ طرح، درصد", en="Loan share of what is left of a project, percent"),
}
FLOORS_OF_A_RATIO = {  # what jobs per rial are bounded by below, as the form calls them; other aims use none of it
    "least": Text(fa="دست‌کم شغل", en="Jobs at least"),
    "spend": Text(fa="دست‌کم پول", en="Money at least"),
}
LIMITS = {
    "line": Text(fa="اعتبار «{about}» تا نیم‌سال {period}", en="money of “{about}” to half-year {period}"),
    "hours": Text(fa="وقت کمیته در نیم‌سال {period}", en="the committee's time in half-year {period}"),
    "cap": Text(fa="سقف {about}", en="cap of {about}"),
    "class": Text(fa="سهم طرح‌های بزرگ", en="share of large projects"),
    "order": Text(fa="ترتیب {about}", en="order {about}"),
    "gini": Text(fa="کران جینی شهرستان‌ها", en="bound on the Gini of the counties"),
    "either": Text(fa="یکی از {about}", en="one of {about}"),
    "floor": Text(fa="کف {about}", en="floor of {about}"),
}


BETWEEN = Text(
    fa="«{name}» {share} است؛ عددی از {least} تا ۱۰۰ بنویسید",
    en="“{name}” is {share}; write a number from {least} to 100",
)


class PlanRefused(Refused):
    """Terms, or what is asked of a plan, cannot be; `why` tells the repair in both languages."""


@dataclass(frozen=True, slots=True)
class Prior:
    """A share 0–1 that such things succeeded, and where it comes from."""

    share: float
    source: Text


NOT_RECOVERABLE = Text(
    fa="پیش‌فرض: ۴۸٪ واحدهای راکد بازنمی‌گردند (معاون وزیر، ۱۳۹۵)؛ هرچه پرونده جلوتر، بیشتر",
    en="prior: 48 % of idle units do not return (a deputy minister, 1395); the further the case, the more",
)
FUNNEL = Text(
    fa="پیش‌فرض: نیمی از معرفی‌شدگان به بانک پرداخت می‌گیرند (گزارش‌های کشوری ۱۳۹۹)",
    en="prior: of those referred to banks half are paid (national reports of 1399)",
)
BY_PROGRESS = Text(
    fa="پیش‌فرض به تفکیک پیشرفت فیزیکی؛ داوری، نه شمارش",
    en="prior by physical progress; a judgement, not a count",
)
FORESEEN = Text(
    fa="پیش‌بینی از تاریخچهٔ پرونده‌ها و طرح‌ها تا روز برنامه: احتمال رسیدن تا سه سال",
    en="forecast from the histories of cases and projects up to the plan's day: the chance to come within three years",
)
REALISED = Text(
    fa="پیش‌فرض: ۶۲٪ شغل‌های برنامه‌شدهٔ بنگاه‌های زودبازده پدید آمد (گزارش وزارت کار، ۱۳۸۵ تا ۱۳۸۷)",
    en="prior: 62 % of the jobs planned in quick-return enterprises came about (ministry of labour, 1385 to 1387)",
)
LASTING = Prior(0.62, REALISED)
# of a revival case by the stage it stands in; a stage that is not here cannot be supported any more, or needs nothing
REVIVED = {
    "IDENTIFIED": 0.40, "OPENED": 0.45, "DIAGNOSIS": 0.50, "CONDITIONAL": 0.50, "VIABLE": 0.60, "PLANNED": 0.65,
    "UNDER_WAY": 0.70,
}  # fmt: skip
REFERRED = 0.50
FINISHED = {20: 0.25, 40: 0.35, 60: 0.50, 80: 0.65, 100: 0.80}  # of a project by its physical progress below so many %
PERMITTED = 0.20  # of a project whose progress nobody saw
LATER = 0.85  # of the chance, where it begins a half-year later: less time to the deadline
PART_CHANCE = 0.9  # of the chance, with the smaller package
PART_JOBS = Fraction(6, 10)
PART_MONEY = Fraction(1, 2)
PER_JOB = 190 * MILLION  # rials; quick-return enterprises, 190 instead of the planned 100 million a job (see REALISED)
LOAN_SHARE = 40  # percent of what is left to invest
RISK = 30  # percent of the jobs that a unit loses when dearer energy takes its whole profit; judged, not counted
MINUTES = {"REVIVAL": 30, "AFFECTED": 20, "RESTRUCTURING": 30, "PROJECT": 60}  # of the committee, judged
# what an idle unit needs money for, by the main cause of its case: shares of the cost by purpose
PURPOSES_OF = {"WORKING_CAPITAL": {"WORKING_CAPITAL": Fraction(1)}, "BANK_DEBT": {"WORKING_CAPITAL": Fraction(1)}}
OTHERWISE = {"WORKING_CAPITAL": Fraction(1, 2), "REBUILDING": Fraction(1, 2)}


def is_kept(candidate: str) -> bool:
    """Return whether the jobs of a candidate, by its code, are there already and are kept, not new."""
    return candidate.partition(":")[0] == KEEPING


def chance_of_project(percent: Decimal | None) -> float:
    """Return the prior of a project by its physical progress."""
    if percent is None:
        return PERMITTED
    return next((share for below, share in FINISHED.items() if percent < below), FINISHED[100])


@dataclass(frozen=True, slots=True)
class AtRisk:
    """The jobs that a working unit would lose without its restructuring, and what they are counted from."""

    jobs: int
    basis: Text


def at_risk(*, persons: int, taken: Decimal | None, source: Text | None, risk: int) -> AtRisk:
    """Return the jobs at risk: persons at work × share of the profit that is taken × the jobs lost where all is.

    taken: 0–1 of the profit, by dearer energy; None where no record gives it, and all of it is meant
    source: what that share was counted from; risk: percent of the jobs lost where the whole profit is gone
    """
    share = Decimal(1) if taken is None else min(max(taken, Decimal(0)), Decimal(1))
    jobs = int((persons * share * risk / 100).to_integral_value(ROUND_HALF_UP))
    percent = int((share * 100).to_integral_value(ROUND_HALF_UP))
    if taken is None or source is None:
        why = Text(
            fa="سندی نمی‌گوید انرژی گران‌تر چه از سود آن می‌برد",
            en="no record says how much of its profit the dearer energy takes",
        )
    else:
        why = Text(
            fa=f"انرژی گران‌تر {say_number(percent, 'fa')}٪ سود آن را می‌برد ({source.fa})",
            en=f"the dearer energy takes {percent} % of its profit ({source.en})",
        )
    return AtRisk(
        jobs,
        Text(
            fa=f"{say_number(jobs, 'fa')} شغل از {say_number(persons, 'fa')} شغل کنونی در خطر است: {why.fa}؛"
            f" جایی که همهٔ سود برود {say_number(risk, 'fa')}٪ شغل‌ها می‌رود (فرض شرط‌ها، نه شمارش)",
            en=f"{jobs} of its {persons} present jobs are at risk: {why.en};"
            f" where all of it goes, {risk} % of the jobs are lost (assumed by the terms, not counted)",
        ),
    )


def by_start(chance: float) -> dict[int, float]:
    """Return a chance by the half-year that the support begins in."""
    return {period: round(chance * LATER**place, 6) for place, period in enumerate(PERIODS)}


def purposes_of(cause: str) -> Mapping[str, Fraction]:
    """Return what the money of an idle unit is for: shares by purpose, 1 in all."""
    return PURPOSES_OF.get(cause, OTHERWISE)


@dataclass(frozen=True, slots=True)
class Pin:
    """A candidate that is taken or refused by decision, with the reason. is_must: taken"""

    is_must: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Stated:
    """What a candidate waits for by the terms. needs: the code of another candidate"""

    needs: str
    reason: str


@dataclass(frozen=True, slots=True)
class StatedScenario:
    """How things may go otherwise, in whole percent. money_less: of a line, of all where `line` is empty

    chances_less: of whom: empty for all, "kind=" and a kind of candidate, or "sector=" and a division of ISIC
    costs_more: of every package; late: half-years by which everything comes later
    """

    title: str
    line: str = ""
    money_less: int = 0
    who: str = ""
    chances_less: int = 0
    costs_more: int = 0
    late: int = 0


# what each plan is asked besides what its terms state; a kind's chances are asked for each kind that has candidates
FORESEEABLE = (
    (Text(fa="پول همهٔ ردیف‌ها ۲۰٪ کمتر", en="20 % less money on every line"), StatedScenario("-", money_less=20)),
    (Text(fa="هزینه‌ها ۳۰٪ بیشتر", en="costs 30 % higher"), StatedScenario("-", costs_more=30)),
    (Text(fa="همه چیز یک نیم‌سال دیرتر", en="everything half a year later"), StatedScenario("-", late=1)),
)
WORSE = 30  # percent by which a kind succeeds less


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """What a person sets. money: code of a line → rials by half-year; kinds: of candidates

    carried: lines whose rest is carried to the next half-year; alpha, kappa: percent of the county's share of the
    target, and at most of its own potential; None without floors; large: percent of the money for large projects at
    most; owner, bank, sector: rials at most for one owner, through one bank, and for one division of industry
    minutes: of the committee in a half-year; per_job: rials for a job in an idle unit; loan: percent of what is left to
    invest in a project; pins: by code of a candidate; rules: whom a programme's rules exclude on the day is left out,
    unless it is a must; gini: of the counties' jobs for their need, percent at most, with floors; None for any
    order: whoever waits for a project by the records is taken only with it, and its chance is times the project's;
    waits: by code, what candidates wait for by the terms, in the same way; lag: half-years by which what is waited for
    must have begun before; risk: percent of the jobs lost where dearer energy takes the whole profit of a unit that
    still works; least, spend: expected jobs and rials at least, where jobs per rial are sought; scenarios: under which
    the plan is held against the best plan for them
    """

    money: Mapping[str, tuple[int, ...]]
    kinds: tuple[str, ...] = tuple(KINDS)
    carried: tuple[str, ...] = ()
    target: int = 0
    alpha: int | None = None
    kappa: int = 50
    large: int | None = None
    owner: int | None = None
    minutes: int | None = None
    per_job: int = PER_JOB
    loan: int = LOAN_SHARE
    aim: str = "expected"
    pins: Mapping[str, Pin] | None = None
    of_total: bool = False
    bank: int | None = None
    rules: bool = False
    gini: int | None = None
    order: bool = False
    waits: Mapping[str, Stated] | None = None
    lag: int = 0
    sector: int | None = None
    risk: int = RISK
    least: int | None = None
    spend: int | None = None
    scenarios: tuple[StatedScenario, ...] = ()


def unused(terms: PlanTerms) -> list[Text]:
    """Return what terms state that is not used by what they seek, as the form calls it."""
    if terms.aim == "per_rial":
        return []
    return [title for name, title in FLOORS_OF_A_RATIO.items() if getattr(terms, name)]


def check_terms(terms: PlanTerms) -> None:
    """Refuse terms that mean nothing, before anything is collected.

    :raises PlanRefused: with the repair
    """
    if terms.aim not in AIMS or not set(terms.kinds) <= set(KINDS):
        raise PlanRefused(Text(fa="هدف یا گونهٔ نامزد شناخته نیست", en="The aim or kind of candidate is not known"))
    if not terms.kinds:
        raise PlanRefused(Text(fa="دست‌کم یک گونهٔ نامزد برگزینید", en="Choose at least one kind of candidate"))
    if terms.per_job <= 0:
        raise PlanRefused(Text(fa="هزینهٔ هر شغل باید بیش از صفر باشد", en="The cost of a job must be more than nought"))
    if any(floor is not None and floor < 0 for floor in (terms.least, terms.spend)):
        raise PlanRefused(Text(fa="کف شغل یا پول منفی است", en="The least of jobs or money is negative"))
    for name, title in PERCENTS.items():
        share, least = getattr(terms, name), 1 if name in ("loan", "risk") else 0
        if share is not None and not least <= share <= 100:
            raise PlanRefused(BETWEEN.format(name=title, share=share, least=least))
    _check_named(terms)


def _check_named(terms: PlanTerms) -> None:
    """Refuse what is said of candidates by name without a reason.

    :raises PlanRefused: with the repair
    """
    if not 0 <= terms.lag < len(PERIODS):
        raise PlanRefused(
            Text(fa="فاصلهٔ پیش‌نیاز صفر یا یک نیم‌سال است", en="What is waited for begins none or one half-year before")
        )
    for code, stated in (terms.waits or {}).items():
        if not stated.reason.strip() or code == stated.needs:
            raise PlanRefused(
                Text(fa=f"بنویسید «{code}» منتظر کدام نامزد است و چرا", en=f"Say what {code} waits for, and why")
            )
    _check_scenarios(terms)
    for code, pin in (terms.pins or {}).items():
        if not pin.reason.strip():
            raise PlanRefused(
                Text(fa=f"دلیل الزام یا منع «{code}» را بنویسید", en=f"Say why {code} is a must or forbidden")
            )


def _check_scenarios(terms: PlanTerms) -> None:
    """Refuse scenarios that say nothing.

    :raises PlanRefused: with the repair
    """
    for one in terms.scenarios:
        percents = (one.money_less, one.chances_less, one.costs_more)
        if not one.title.strip() or not any((*percents, one.late)) or not all(0 <= part <= 1000 for part in percents):
            raise PlanRefused(
                Text(fa="نام هر حالت و آنچه در آن دیگر است را بنویسید", en="Name each scenario and say what differs")
            )
        if one.money_less > 100 or one.chances_less > 100 or not 0 <= one.late <= len(PERIODS):
            raise PlanRefused(
                Text(fa=f"حالت «{one.title}»: کمتر از هیچ نمی‌شود", en=f"{one.title}: there is no less than nothing")
            )
