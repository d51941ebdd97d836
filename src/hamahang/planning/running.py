"""Making a plan: collected, posed, solved, counted anew without the solver, and stored with what proves it."""

import hashlib
import importlib.metadata
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any

import hamahang
from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.commitments import queries as commitments
from hamahang.commitments.expecting import coming
from hamahang.domain.calendar import jalali
from hamahang.domain.ledger import AsOf, canonical
from hamahang.domain.numbering import next_number
from hamahang.domain.planning import MILLION, PlanRefused, PlanTerms, check_terms
from hamahang.domain.text import Text
from hamahang.ledger.queries import head
from hamahang.ledger.recording import recording
from hamahang.methods.forecast.totals import normal_shock
from hamahang.methods.portfolio import explaining, familiar
from hamahang.methods.portfolio.chances import of_plan
from hamahang.methods.portfolio.per_rial import PerRial
from hamahang.methods.portfolio.plans import Plan, choice_of
from hamahang.methods.portfolio.problem import SCALE, Absurd, Candidate, Problem
from hamahang.methods.portfolio.problem import check as check_problem
from hamahang.methods.portfolio.seeking import check_aim
from hamahang.methods.portfolio.terms import read_terms, write_terms
from hamahang.methods.portfolio.valuing import worths
from hamahang.methods.portfolio.verifying import verify
from hamahang.methods.portfolio.weighing import floors
from hamahang.planning.collecting import Found, collected, lines_left
from hamahang.planning.models import PlanChoice, PlanRun
from hamahang.planning.naming import Names
from hamahang.planning.ordering import ordered
from hamahang.planning.posing import pose
from hamahang.planning.ruling import ruled
from hamahang.planning.setting import as_data
from hamahang.planning.solving import ROUNDS, SEED, Sought, Watch, solved
from hamahang.planning.steadiness import steadiness
from hamahang.planning.telling import say_conflict
from hamahang.territory import queries as territory
from hamahang.territory.places import county_name

PREFIX = "P"
UNSURE = 0.1  # a promise is kept with the rest
SHARED = 0.5  # standard deviation of the log-odds that all share where luck is common; judged, not counted


def need_of(asof: AsOf) -> tuple[dict[str, int], dict[str, Text], int, str]:
    """Return the need by county code, the names of the counties, the target, and what the need is counted from.

    Unemployed persons where the last census asked about work; otherwise the shares of the commitment. The target is
    that of the commitments of jobs that hold on the day, with what of it no county has.
    """
    shares: dict[str, int] = {}
    names: dict[str, Text] = {}
    promised = 0
    for target in commitments.targets_of_jobs(asof).select_related("county"):
        promised += target.amount
        if target.county is not None:
            shares[target.county.code] = shares.get(target.county.code, 0) + target.amount
            names[target.county.code] = county_name(target.county)
    unemployed = {
        people.county.code: people.unemployed
        for people in territory.labour(asof).select_related("county")
        if people.unemployed
    }
    counted = {code: number for code, number in unemployed.items() if not shares or code in shares}
    return counted or shares, names, promised, "census" if counted else "commitment"


Posed = tuple[Problem, list[Found], dict[str, Any]]


def posed(terms: PlanTerms, asof: AsOf) -> Posed:
    """Return the problem of terms as known on a day, its candidates, and the words that go with it.

    :raises PlanRefused: if the terms mean nothing
    """
    check_terms(terms)
    foreseen = coming(asof)
    found, seen = collected(asof, terms.kinds, foreseen, risk=terms.risk)
    known = {one.code for one in found}
    found, waits = ordered(terms, found, asof, foreseen)
    found = ruled(found, asof) if terms.rules else found
    lines = lines_left(asof)
    need, names, promised, source = need_of(asof)
    target = terms.target or promised
    problem = pose(terms, found, lines=[line.code for line in lines], need=need, target=target, waits=waits)
    _check_aim(problem, terms)
    names |= {one.county.code: county_name(one.county) for one in found}
    words = {
        "lines": {line.code: {"fa": line.title.fa, "en": line.title.en} for line in lines},
        "counties": {code: {"fa": name.fa, "en": name.en} for code, name in names.items()},
        "need": {"of": source, "persons": need},
        "seen": seen,
        "basis": {one.code: {"fa": one.basis.fa, "en": one.basis.en} for one in found},
        "brought": [one.code for one in found if one.code not in known],
        "barred": {one.code: {"fa": one.barred.fa, "en": one.barred.en} for one in found if one.barred},
        "lacks": {one.code: {"fa": one.lacks.fa, "en": one.lacks.en, "of": one.lacks_in} for one in found if one.lacks},
        "waits": [asdict(wait) for wait in waits],
    }
    return problem, found, words


def _check_aim(problem: Problem, terms: PlanTerms) -> None:
    """Refuse an aim of which the terms do not say enough, before anything is sought.

    :raises PlanRefused: with what is missing
    """
    sought = Sought.of(as_data(terms))
    try:
        check_aim(problem, sought.aim, sought.least_of(problem))
    except Absurd as absurd:
        raise PlanRefused(Text(fa=absurd.why[0], en=absurd.why[1])) from absurd


def run_plan(
    *,
    title: str,
    terms: PlanTerms,
    asof: AsOf,
    as_posed: Posed | None = None,
    watch: Watch | None = None,
    reach: Reach = EVERYTHING,
    by: str,
    at: datetime,
) -> PlanRun:
    """Make a plan under terms, as known on a day, and keep it. One that fails its own check is not kept.

    as_posed: what `posed` returned for these terms, where that is at hand
    watch: who watches it and may stop it; then the best so far is kept, and said to be that
    reach: whose candidates are named to the person, where there is no such plan
    :raises PlanRefused: if there is no such plan, with the reason
    """
    if not title.strip():
        raise PlanRefused(Text(fa="نام برنامه را بنویسید", en="Write a name for the plan"))
    known = asof.entry if asof.entry is not None else head()[0]
    problem, found, words = as_posed or posed(terms, asof)
    said = write_terms(problem)
    sought = Sought.of(as_data(terms))
    watch = watch or Watch()
    plan = _solved(problem, sought, Names.from_words(words, said, reach), watch)
    watch.searched()
    _sound(said, plan)
    run = PlanRun(
        title=title.strip()[:200],
        day=asof.day,
        known_entry=known,
        terms=as_data(terms),
        problem=said,
        words=words,
        digest=digest_of(said, sought),
        seed=SEED,
        rounds=ROUNDS,
        versions=versions(),
        status=plan.status,
        value=int(plan.value * SCALE),
        bound=max(int(plan.bound * SCALE), int(plan.value * SCALE)),
        prices={code: str(price) for code, price in sorted(plan.prices.items())},
        beside=_beside(plan, sought, is_stopped=watch.stopped()),
    )
    with recording(action="planning.plan.run", by=by, at=at):
        run.number = _number(asof)
        run.save()
        for choice in _choices(run, plan, found):
            choice.save()
    return run


def _solved(problem: Problem, sought: Sought, names: Names, watch: Watch) -> Plan:
    """Return the plan of a problem; a refusal speaks of candidates by their names.

    :raises PlanRefused: see `solving.solved`
    """
    try:
        return solved(problem, sought, say=partial(say_conflict, names=names), watch=watch)
    except PlanRefused as refused:
        raise PlanRefused(names.spelled(refused.why, [one.id for one in problem.candidates])) from refused


def digest_of(problem: Mapping[str, Any], sought: Sought) -> str:
    """Return the hash of all that a plan depends on."""
    floors_of_it = {name: number for name, number in (("least", sought.least), ("spend", sought.spend)) if number}
    of_all = {"problem": problem, "aim": sought.aim, "rounds": ROUNDS, "seed": SEED} | floors_of_it
    return hashlib.sha256(canonical(of_all).encode()).hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of what made a plan."""
    libraries = {name: importlib.metadata.version(name) for name in ("highspy", "numpy", "scipy")}
    return {"hamahang": hamahang.__version__} | libraries


def _sound(said: Mapping[str, Any], plan: Plan) -> None:
    """Count a plan anew from the terms as they are kept, without the solver.

    :raises PlanRefused: if it does not keep them
    """
    value = int(plan.value * SCALE)
    checked = verify(read_terms(said), choice_of(plan.chosen), prices=plan.prices, value=value)
    if not checked.is_sound:
        faults = "; ".join(checked.faults)
        raise PlanRefused(Text(fa=f"برنامه از بازشماری رد شد: {faults}", en=f"The plan failed its check: {faults}"))


def _number(asof: AsOf) -> str:
    start = f"{PREFIX}-{jalali(asof.day)[0]}-"
    taken = PlanRun.objects.filter(number__startswith=start).values_list("number", flat=True)
    return next_number(start, taken)


def _choices(run: PlanRun, plan: Plan, found: Sequence[Found]) -> list[PlanChoice]:
    taken = {column.candidate.id: column for column in plan.chosen}
    leans = _leans(plan)
    made = []
    for one in found:
        column = taken.get(one.code)
        choice = PlanChoice(
            run=run,
            code=one.code,
            title=one.title[:200],
            kind=one.kind,
            county=one.county,
            case_id=one.case,
            project_id=one.project,
            reason={"leans_on": leans.get(one.code, [])} if column else {},
        )
        if column is not None:
            choice.package, choice.start = column.package.id, column.start
            choice.cost = column.package.money * MILLION
            choice.jobs = int(plan.arranged.packing.value[plan.arranged.columns.index(column)])
        made.append(choice)
    return made


def _leans(plan: Plan) -> dict[str, list[str]]:
    """Return by chosen candidate the limits with a price that it uses."""
    packing, numbers = plan.arranged.packing, plan.solution.multipliers.numbers
    found = {}
    for column in plan.chosen:
        entries = packing.matrix[:, [plan.arranged.columns.index(column)]].tocoo()
        found[column.candidate.id] = [
            plan.arranged.limits[row].code
            for row, number in zip(entries.row, entries.data, strict=True)
            if numbers[row] > 0 and number > 0
        ]
    return found


def _beside(plan: Plan, sought: Sought, *, is_stopped: bool) -> dict[str, Any]:
    """Return what stands beside the plan: the familiar lists, what the floors cost, and the chance of the target.

    is_stopped: nobody waits any longer, and what has to be solved for it is left out
    """
    problem = plan.arranged.problem
    lists = {
        name: {"jobs": listed.jobs, "chosen": len(listed.chosen), "missed": list(listed.missed)}
        for name, listed in (
            ("topsis", familiar.by_topsis(plan.arranged)),
            ("per_rial", familiar.by_jobs_per_rial(plan.arranged)),
        )
    }
    free = None
    if problem.floors is not None and sought.aim == "expected" and not is_stopped:  # of others it is no jobs
        loose = Problem(**{name: getattr(problem, name) for name in OTHERS}, floors=None)
        free = float(solved(loose, sought).value)
    return {
        "lists": lists,
        "steadiness": {} if is_stopped else steadiness(plan, sought),
        "stopped": is_stopped,
        "per_rial": None if plan.per_rial is None else _kept_ratio(plan.per_rial),
        "without_floors": free,
        "target": problem.target,
        "chance": plan.jobs.at_least(problem.target) if problem.target else None,
        "promise": plan.jobs.quantile(UNSURE),
        "shaken": _shaken(plan),
        "worst_tenth": {"value": plan.worst, "bound": plan.worst_bound} if plan.worst_bound is not None else None,
        "of_aim": {"value": plan.reached, "bound": plan.most, "status": plan.status},
        "limits": [
            {"code": one.code, "used": float(one.used), "of": float(one.of), "price": one.price}
            for one in explaining.prices(plan)
        ],
        "worths": [asdict(one) for one in worths(plan)],
    }


def _kept_ratio(found: PerRial) -> dict[str, Any]:
    """Return the jobs per rial of a plan with what proves their bound, as a run keeps them."""
    return {
        "value": str(found.value),
        "bound": str(found.bound),
        "price": str(found.price),
        "prices": {code: str(price) for code, price in sorted(found.prices.items())},
        "least": found.least,
        "spend": found.spend,
        "is_proven": found.is_proven,
    }


def _shaken(plan: Plan) -> dict[str, Any]:
    """Return the chance of the target and the promise if luck is shared: all do better or worse together."""
    jobs, target = of_plan(plan.chosen, shock=normal_shock(SHARED)), plan.arranged.problem.target
    return {
        "spread": SHARED,
        "chance": jobs.at_least(target) if target else None,
        "promise": jobs.quantile(UNSURE),
    }


OTHERS = ("candidates", "money", "carried", "minutes", "target", "large_share", "caps", "either")


def floors_of(problem: Problem) -> dict[str, float]:
    """Return the floor of each county in expected jobs.

    :raises PlanRefused: if the terms cannot be
    """
    try:
        check_problem(problem)
        return {county: floor / SCALE for county, floor in sorted(floors(problem).items())}
    except Absurd as absurd:
        raise PlanRefused(Text(fa=absurd.why[0], en=absurd.why[1])) from absurd


def asked_of(candidate: Candidate) -> int:
    """Return what the dearest package of a candidate asks, in million rials."""
    return max((package.money for package in candidate.packages), default=0)


def lines_too_short(problem: Problem) -> set[str]:
    """Return the lines that some package asks in a later half-year, where they have nothing: not given, nor carried."""
    periods = problem.periods
    return {
        line
        for candidate in problem.candidates
        for package in candidate.packages
        for (line, offset), amount in package.cost.items()
        if amount
        and offset
        and not problem.carried.get(line)
        and not any(problem.money.get((line, period), 0) for period in periods[offset:])
    }
