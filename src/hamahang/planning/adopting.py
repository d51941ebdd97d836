"""Adopting a plan by a resolution of the board, and carrying it out: packages are opened, cases get their tasks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from hamahang.accounts.models import Agency
from hamahang.accounts.queries import EVERYTHING, Reach, agencies
from hamahang.board.models import Resolution, ResolutionState
from hamahang.casework import planning as casework
from hamahang.domain.casework import CaseRefused
from hamahang.domain.ledger import AsOf
from hamahang.domain.money import say_rials
from hamahang.domain.packages import PackageRefused
from hamahang.domain.planning import PACKAGES, PlanRefused
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording
from hamahang.planning import queries, reasoning, superseding
from hamahang.planning.models import PlanAdoption, PlanChoice, PlanRun, PlanStep
from hamahang.support import packaging
from hamahang.support.models import SupportPackage

MILLIONTHS = 1_000_000


def explain(*, run: PlanRun, by: str, at: datetime) -> int:
    """Work out why each refused candidate of a plan is out, by solving again, and keep it; return how many.

    :raises PlanRefused: if the plan does not pass its check
    """
    plan = queries.kept_plan(run)
    parts = reasoning.shared_by_reasons(plan)
    # searched for before anything is written: nobody else can write meanwhile
    found = {choice.pk: reasoning.reason(run, choice.code, plan, parts) for choice in _unexplained(run)}
    with recording(action="planning.plan.explained", by=by, at=at):
        waiting = [choice for choice in _unexplained(run) if choice.pk in found]
        for choice in waiting:
            why = found[choice.pk]
            choice.reason = {**why.data, "fa": why.said.fa, "en": why.said.en}
            choice.save()
    return len(waiting)


def _unexplained(run: PlanRun) -> list[PlanChoice]:
    """Return the refused candidates of a plan of which no reason is kept."""
    refused = PlanChoice.objects.filter(run=run, voided_entry=None, package="").order_by("code")
    return [choice for choice in refused if not choice.reason]


def adopt(
    *,
    run: PlanRun,
    resolution: Resolution,
    on: date,
    supersedes: Collection[str] = (),
    reach: Reach = EVERYTHING,
    by: str,
    at: datetime,
) -> PlanAdoption:
    """Adopt a plan by a resolution that was passed.

    supersedes: numbers of adopted plans that it takes the place of by the same act: their packages on which nobody
    acted yet are withdrawn; reach: whose candidates are named to the person
    :raises PlanRefused: if the resolution was not passed by that day, the plan is of a later day, is adopted, no longer
        passes its check, or would spend the money or support the candidates of an adopted plan a second time
    """
    _adoptable(run, resolution, on)
    fact = PlanAdoption(run=run, resolution=resolution, since_on=on, proof=Proof.CONFIRMED)
    with recording(action="planning.plan.adopted", by=by, at=at):
        # looked for while nobody else can adopt
        earlier = superseding.in_place_of(run, supersedes, on=on, reach=reach)
        fact.save()
        for one in earlier:
            superseding.supersede(adoption=one, later=fact, by=by, at=at)
    return fact


def _adoptable(run: PlanRun, resolution: Resolution, on: date) -> None:
    """Refuse to adopt a plan that cannot be adopted whatever else was.

    :raises PlanRefused: with the reason
    """
    gone = queries.superseded(run)
    if gone is not None:
        number = gone.later.run.number
        raise PlanRefused(
            Text(
                fa=f"برنامهٔ {number} جای این برنامه را گرفته است؛ با همین شرط‌ها برنامهٔ تازه‌ای بسازید",
                en=f"The plan {number} took the place of this one; make a new plan under the same terms",
            )
        )
    if queries.adoption(run) is not None:
        raise PlanRefused(Text(fa="این برنامه پذیرفته شده است", en="The plan is adopted already"))
    if on < run.day:
        raise PlanRefused(Text(fa="روز پذیرش پیش از روز برنامه است", en="It is adopted before its own day"))
    states = ResolutionState.objects.standing(AsOf(on)).filter(resolution=resolution).exclude(state="DRAFT")
    if not states.exists():
        raise PlanRefused(
            Text(
                fa=f"مصوبهٔ {resolution.number} تا آن روز تصویب نشده است",
                en=f"Resolution {resolution.number} was not passed by that day",
            )
        )
    wrong = queries.faults(run)
    if wrong:
        raise PlanRefused(Text(fa="برنامه از بازشماری رد شد: " + wrong[0], en="The plan fails its check: " + wrong[0]))


def carry_out(*, choice: PlanChoice, agency: Agency, due_on: date, on: date, by: str, at: datetime) -> SupportPackage:
    """Open the support package of a chosen candidate, and give its case the task that goes with it.

    agency: the bank that is to act
    :raises PlanRefused: if the plan is not adopted, the candidate is refused, builds on no unit yet, or has its package
    :raises PackageRefused, CaseRefused: see `support.packaging.add_measure`, `casework.planning.add_task`
    """
    adopted = queries.adoption(choice.run)
    unit = choice.case.unit_id if choice.case else choice.project.unit_id if choice.project else None
    if adopted is None or queries.superseded(choice.run) is not None or not choice.package:
        raise PlanRefused(Text(fa="تنها برگزیدهٔ برنامهٔ پذیرفته بسته می‌گیرد", en="Only the chosen of an adopted plan"))
    if unit is None:
        raise PlanRefused(
            Text(fa="این طرح هنوز واحد ثبت‌شده ندارد", en="The project has no registered unit yet; register it first")
        )
    if PlanStep.objects.filter(choice=choice, voided_entry=None).exists():
        raise PlanRefused(Text(fa="بستهٔ آن باز شده است", en="Its package is opened already"))
    text = f"{PACKAGES[choice.package].fa}: {say_rials(choice.cost, 'fa')}، برنامهٔ {choice.run.number}"
    with recording(action="planning.plan.carried_out", by=by, at=at):
        package = packaging.open_package(
            unit=unit, title=text, on=on, resolution_no=adopted.resolution.number, by=by, at=at
        )
        packaging.add_measure(
            package=package, agency=agency.pk, subject="BANK", text=text, due_on=due_on, on=on, by=by, at=at
        )
        if choice.case is not None:
            casework.add_task(
                case=choice.case,
                text=text,
                side="AGENCY",
                agency=agency,
                due_on=due_on,
                on=on,
                cost=choice.cost,
                jobs=choice.jobs // MILLIONTHS,
                by=by,
                at=at,
            )
        PlanStep(choice=choice, package=package, since_on=on, proof=Proof.CONFIRMED).save()
    return package


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of carrying out a plan at once. opened: packages; left: who got none, and why"""

    opened: tuple[SupportPackage, ...]
    left: tuple[tuple[PlanChoice, Text], ...]


def carry_out_all(
    *, run: PlanRun, agency: Agency, due_on: date, on: date, by: str, at: datetime, reach: Reach = EVERYTHING
) -> Carried:
    """Open the packages of all chosen candidates of an adopted plan that have none yet; one that cannot get its package
    holds nobody else back.

    agency: the bank of those whose own request was referred to none; reach: of whom only
    :raises PlanRefused: if the plan is not adopted
    """
    if queries.adoption(run) is None:
        raise PlanRefused(Text(fa="برنامه هنوز پذیرفته نشده است", en="The plan is not adopted yet"))
    gone = queries.superseded(run)
    if gone is not None:
        number = gone.later.run.number
        raise PlanRefused(Text(fa=f"برنامهٔ {number} جای آن را گرفته است", en=f"The plan {number} took the place of it"))
    banks = {one.name: one for one in agencies() if one.kind == "BANK"}
    referred = {one["id"]: one.get("marks", {}).get("bank", "") for one in run.problem["candidates"]}
    done, opened, left = queries.steps(run), [], []
    for choice in queries.choices(run, reach):
        if not choice.package or choice.pk in done:
            continue
        bank = banks.get(referred.get(choice.code, ""), agency)
        try:
            opened.append(carry_out(choice=choice, agency=bank, due_on=due_on, on=on, by=by, at=at))
        except (PlanRefused, PackageRefused, CaseRefused) as refused:
            left.append((choice, refused.why))
    return Carried(tuple(opened), tuple(left))
