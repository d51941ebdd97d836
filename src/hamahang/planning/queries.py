"""Reading plans: runs, what they say of each candidate, how two differ, and why one is in and another out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, Sum

from hamahang.accounts.queries import EVERYTHING, Reach, narrowed
from hamahang.domain.ledger import AsOf
from hamahang.domain.planning import KEEPING, PlanRefused
from hamahang.domain.text import Text
from hamahang.methods.portfolio import fronts
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.plans import NotSound, Plan, choice_of
from hamahang.methods.portfolio.problem import SCALE, Candidate
from hamahang.methods.portfolio.restoring import restored
from hamahang.methods.portfolio.terms import read_terms
from hamahang.methods.portfolio.valuing import Stepped, solved_with
from hamahang.methods.portfolio.verifying import verify, verify_per_rial
from hamahang.methods.portfolio.weighing import floors
from hamahang.planning import setting, telling
from hamahang.planning.models import PlanAdoption, PlanChoice, PlanRun, PlanStep, PlanSuperseded
from hamahang.planning.naming import Names
from hamahang.planning.solving import ROUNDS, SEED, Sought, solved

ALL_TIME = AsOf(date.max)


def runs(asof: AsOf) -> list[PlanRun]:
    """Return the plans made by the asked moment for a day up to the asked one, the latest first."""
    known = PlanRun.objects.known(asof).filter(day__lte=asof.day).select_related("entry")
    return list(known.order_by("-day", "-pk"))


def run_by_number(number: str) -> PlanRun | None:
    """Return a plan by its number."""
    return PlanRun.objects.filter(number=number, voided_entry=None).select_related("entry").first()


def choices(run: PlanRun, reach: Reach) -> list[PlanChoice]:
    """Return what a plan says of each candidate that a reader may list: the chosen by their jobs, then the refused."""
    standing = PlanChoice.objects.filter(run=run, voided_entry=None).select_related("county", "case__unit", "project")
    found = list(narrowed(standing, reach, county="county"))
    return sorted(found, key=lambda one: (one.package == "", -one.jobs, one.code))


@dataclass(frozen=True, slots=True)
class Sums:
    """What a plan comes to. chosen, candidates: how many; money: rials; jobs, kept: millionths of expected jobs

    kept: of the jobs those that are there already and would be lost
    """

    chosen: int
    candidates: int
    money: int
    jobs: int
    kept: int


def sums(run: PlanRun, reach: Reach = EVERYTHING) -> Sums:
    """Return what a plan comes to, of the candidates within a reach."""
    standing = narrowed(PlanChoice.objects.filter(run=run, voided_entry=None), reach, county="county")
    found = standing.aggregate(
        chosen=Count("pk", filter=~Q(package="")),
        candidates=Count("pk"),
        money=Sum("cost", default=0),
        brought=Sum("jobs", default=0),
        kept=Sum("jobs", filter=Q(kind=KEEPING), default=0),
    )
    return Sums(jobs=found.pop("brought"), **found)


def choice_in(reach: Reach, run: PlanRun, choice_id: int) -> PlanChoice | None:
    """Return what a plan says of one candidate, if a reader may see it."""
    standing = PlanChoice.objects.filter(run=run, pk=choice_id, voided_entry=None)
    return narrowed(standing.select_related("county", "run", "case__unit"), reach, county="county").first()


def adoption(run: PlanRun) -> PlanAdoption | None:
    """Return the resolution that adopted a plan, also of one that another took the place of since."""
    return PlanAdoption.objects.filter(run=run, voided_entry=None).select_related("resolution").first()


def superseded(run: PlanRun) -> PlanSuperseded | None:
    """Return by which later plan an adopted one was superseded."""
    gone = PlanSuperseded.objects.filter(adoption__run=run, voided_entry=None)
    return gone.select_related("later__run").first()


def adoptions(asof: AsOf) -> dict[int, PlanAdoption]:
    """Return the adoptions that stand, by plan; a superseded one does no more."""
    standing = PlanAdoption.objects.standing(asof).exclude(pk__in=_gone(asof).values("adoption"))
    return {fact.run_id: fact for fact in standing.select_related("run", "resolution")}


def supersedings(asof: AsOf) -> dict[int, PlanSuperseded]:
    """Return by plan which were superseded by a day, and by what."""
    return {fact.adoption.run_id: fact for fact in _gone(asof).select_related("adoption", "later__run")}


def _gone(asof: AsOf) -> Any:
    return PlanSuperseded.objects.standing(asof)


def adopted_later(asof: AsOf) -> list[PlanAdoption]:
    """Return the adoptions after a day of plans that were made for a day up to it, the first one first."""
    later = PlanAdoption.objects.known(asof).filter(since_on__gt=asof.day, run__day__lte=asof.day)
    later = later.exclude(pk__in=PlanSuperseded.objects.known(asof).values("adoption"))
    return list(later.select_related("run", "resolution").order_by("since_on", "pk"))


def adopted_choices(asof: AsOf) -> Any:
    """Return the candidates chosen by plans that were adopted by a day and not superseded."""
    return PlanChoice.objects.known(asof).filter(run__in=list(adoptions(asof))).exclude(package="")


def waiting(asof: AsOf, reach: Reach) -> dict[PlanRun, int]:
    """Return the adopted plans with how many of their chosen ones a reader may list have no package yet."""
    done = PlanStep.objects.standing(asof).values("choice")
    left = narrowed(adopted_choices(asof).exclude(pk__in=done), reach, county="county").select_related("run")
    found: dict[PlanRun, int] = {}
    for choice in left.order_by("run"):
        found[choice.run] = found.get(choice.run, 0) + 1
    return found


def steps(run: PlanRun, asof: AsOf = ALL_TIME) -> dict[int, PlanStep]:
    """Return what was carried out of a plan by a day, by choice."""
    done = PlanStep.objects.standing(asof).filter(choice__run=run).select_related("package")
    return {step.choice_id: step for step in done}


def plan_of(run: PlanRun) -> Plan:
    """Return the plan of a run made again from what was kept.

    :raises PlanRefused: if it cannot be made again
    """
    return solved(read_terms(run.problem), Sought.of(run.terms))


def floors_of(run: PlanRun) -> dict[str, float]:
    """Return the floor of each county in expected jobs, counted anew from the terms that were kept."""
    return {county: floor / SCALE for county, floor in floors(read_terms(run.problem)).items()}


def kept_plan(run: PlanRun) -> Plan:
    """Return the plan of a run as it was kept, with its certificate, without solving it again.

    :raises PlanRefused: if it does not pass its check
    """
    prices, sought = {code: Fraction(price) for code, price in run.prices.items()}, Sought.of(run.terms)
    problem, of_aim = read_terms(run.problem), run.beside.get("of_aim")
    try:
        plan = restored(problem, kept(run), prices=prices, most=run.bound, status=run.status)
    except (NotSound, KeyError, ValueError) as error:
        raise PlanRefused(
            Text(fa=f"برنامه از بازشماری رد شد: {error}", en=f"The plan fails its check: {error}")
        ) from error
    plan = replace(plan, aim=sought.aim, least=sought.least_of(problem))
    if of_aim is None:  # earlier runs kept no more than jobs
        return plan
    return replace(plan, reached=of_aim["value"], most=of_aim["bound"], status=of_aim["status"])


def kept(run: PlanRun) -> list[tuple[str, str, int]]:
    """Return what a run chose: candidate, package, start."""
    chosen = PlanChoice.objects.filter(run=run, voided_entry=None).exclude(package="").order_by("code")
    return list(chosen.values_list("code", "package", "start"))


def is_same(run: PlanRun, plan: Plan) -> bool:
    """Return whether a plan made again chose what was kept."""
    return set(kept(run)) == set(choice_of(plan.chosen))


def faults(run: PlanRun) -> tuple[str, ...]:
    """Count a kept plan anew from its terms and its certificate, without a solver; return what is wrong."""
    prices = {code: Fraction(price) for code, price in run.prices.items()}
    problem, chosen = read_terms(run.problem), kept(run)
    wrong = verify(problem, chosen, prices=prices, value=run.value).faults
    ratio = run.beside.get("per_rial")
    return wrong or (() if ratio is None else verify_per_rial(problem, chosen, **_read_ratio(ratio))[1])


def _read_ratio(kept_ratio: Mapping[str, Any]) -> dict[str, Any]:
    """Return the jobs per rial of a plan as they are counted anew."""
    return {
        "value": Fraction(kept_ratio["value"]),
        "price": Fraction(kept_ratio["price"]),
        "prices": {code: Fraction(price) for code, price in kept_ratio["prices"].items()},
        "least": kept_ratio["least"],
        "spend": kept_ratio["spend"],
    }


FRONTS = {"balance": fronts.by_balance, "money": fronts.by_money}
STEP = {"money": 1_000, "cap": 1_000, "hours": 60, "floors": 1}  # a milliard of rials, an hour, a point
MOST_STEPS = 8


def front_of(run: PlanRun, against: str) -> list[fronts.Point]:
    """Return what other tastes would cost, each point solved to its own bound, the same each time.

    against: "balance", how well the worst-served county is served, or "money", its amount
    """
    return FRONTS[against](read_terms(run.problem), Asking(rounds=ROUNDS, seed=SEED))


def step_of(code: str) -> int:
    """Return the step in which a term is told: a milliard of rials, an hour of the committee, a point of the floors."""
    return STEP[code.partition(":")[0]]


def worths_of(run: PlanRun) -> list[Mapping[str, Any]]:
    """Return what more of each term is worth, as a run kept it, the dearest step first; earlier runs kept none."""
    kept: list[Mapping[str, Any]] = run.beside.get("worths", [])
    return sorted(kept, key=lambda one: -one["price"] * step_of(one["code"]))


def seeks_jobs(run: PlanRun) -> bool:
    """Return whether a plan seeks the most expected jobs."""
    return bool(run.terms.get("aim", "expected") == "expected")


def steps_more(run: PlanRun) -> list[tuple[Mapping[str, Any], Stepped | None]]:
    """Return the dearest terms of a plan, each with what a step of it brings by solving again, of floors one less; None
    where no plan keeps the terms then. Nothing of a plan that seeks something else than the most expected jobs: what is
    solved again seeks them, so that it would be laid beside what it is not.
    """
    if not seeks_jobs(run):
        return []
    plan, asking = kept_plan(run), Asking(rounds=ROUNDS, seed=SEED)
    dearest = worths_of(run)[:MOST_STEPS]
    return [(one, solved_with(plan, one["code"], step_of(one["code"]), asking)) for one in dearest]


@dataclass(frozen=True, slots=True)
class Move:
    """A candidate that two plans judge differently. before, after: package, empty where refused"""

    title: str
    before: str
    after: str
    why: Text


@dataclass(frozen=True, slots=True)
class Compared:
    """Two plans beside each other. terms: what was set differently, name → before, after; moves: who moved, and why"""

    terms: Sequence[tuple[str, Any, Any]]
    moves: Sequence[Move]


def compared(before: PlanRun, after: PlanRun, reach: Reach) -> Compared:
    """Return how two plans differ."""
    ours, theirs = (setting.as_data(setting.read(run.terms)) for run in (before, after))
    differing = [(name, ours[name], theirs[name]) for name in theirs if ours[name] != theirs[name]]
    one = {choice.code: choice for choice in choices(before, reach)}
    other = {choice.code: choice for choice in choices(after, reach)}
    posed = {candidate.id: candidate for candidate in read_terms(after.problem).candidates}
    names = Names.of(after, reach)
    because = telling.because(differing, names)
    moves = []
    for code in sorted({*one, *other}):
        was, now = one.get(code), other.get(code)
        if (was.package if was else "") == (now.package if now else "") and bool(was) == bool(now):
            continue
        known = now or was
        if known is not None:
            why = _why_moved(was, now, posed.get(code), because, names)
            moves.append(Move(known.title, was.package if was else "", now.package if now else "", why))
    return Compared(differing, moves)


def _why_moved(
    was: PlanChoice | None, now: PlanChoice | None, posed: Candidate | None, because: Text, names: Names
) -> Text:
    if was is None:
        return Text(fa="در برنامهٔ پیشین نامزد نبود", en="was no candidate in the earlier plan")
    if now is None:
        return Text(fa="در برنامهٔ تازه نامزد نیست", en="is no candidate in the later plan")
    if posed and posed.must:
        return Text(fa=f"به تصمیم: {posed.must}", en=f"by decision: {posed.must}")
    return telling.say_never(posed, names) if posed and posed.never else because
