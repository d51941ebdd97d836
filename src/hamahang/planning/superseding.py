"""Which adopted plans a plan overlaps, and what becomes of one whose place a later plan takes.

Two plans overlap where both spend of one line within the same months, or both chose one candidate or one unit. Of a
superseded plan all is kept: what nobody acted on yet is withdrawn, what is under way goes on, and is the later plan's
where that chose the same candidate.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.casework import planning as casework
from hamahang.casework import queries as cases
from hamahang.casework.models import PlanItem
from hamahang.domain.flows.workingdays import months_later
from hamahang.domain.ledger import AsOf
from hamahang.domain.money import say_number
from hamahang.domain.planning import PlanRefused
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording
from hamahang.planning import queries
from hamahang.planning.models import PlanAdoption, PlanChoice, PlanRun, PlanStep, PlanSuperseded
from hamahang.planning.naming import Names, apart, listed
from hamahang.planning.queries import ALL_TIME
from hamahang.support import packaging
from hamahang.support.models import SupportPackage

HALF_YEAR = 6  # months
Months = tuple[date, date]  # the first day, and the first day after them


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a plan shares with an adopted one. lines: of which both spend within the same months

    shared: how many both chose; titles: of those that a reader may list
    """

    adoption: PlanAdoption
    lines: Sequence[Text]
    shared: int
    titles: Sequence[str]

    @property
    def said(self) -> Text:
        """Say what is shared, of which plan."""
        run, lines = self.adoption.run, len(self.lines)
        fa, en = [], []
        if lines:
            of = listed(self.lines, of=lines, what="ردیف")
            fa.append(f"پول {of.fa} در همان ماه‌ها")
            en.append(f"money of {of.en} within the same months")
        if self.shared:
            who = listed(self.titles, of=self.shared)
            fa.append(f"{say_number(self.shared, 'fa')} برگزیده ({who.fa})")
            en.append(f"{self.shared} of the chosen ({who.en})")
        return Text(
            fa=f"برنامهٔ {run.number} («{apart(run.title)}») پذیرفته است و این‌ها در هر دو هست: " + "؛ و ".join(fa),
            en=f"The plan {run.number} (“{apart(run.title)}”) is adopted, and both have: " + "; and ".join(en),
        )


def overlaps(run: PlanRun, reach: Reach = EVERYTHING) -> list[Overlap]:
    """Return what a plan shares with each adopted plan, the earliest adopted first.

    reach: whose candidates are named
    """
    adopted = [one for one in queries.adoptions(ALL_TIME).values() if one.run_id != run.pk]
    if not adopted:
        return []
    ours, spent, names = _chosen(run), list(_spent(run)), Names.of(run)
    seen = {choice.code for choice in queries.choices(run, reach)}
    found = []
    for adoption in sorted(adopted, key=lambda one: (one.since_on, one.pk)):
        theirs = {key for choice in _chosen(adoption.run) for key in _keys(choice)}
        shared = [choice for choice in ours if _keys(choice) & theirs]
        other = list(_spent(adoption.run))
        lines = sorted({line for line, months in spent if any(line == at and _meet(months, m) for at, m in other)})
        if lines or shared:
            titles = [choice.title for choice in shared if choice.code in seen]
            found.append(Overlap(adoption, [names.line(line) for line in lines], len(shared), titles))
    return found


def _chosen(run: PlanRun) -> list[PlanChoice]:
    standing = PlanChoice.objects.filter(run=run, voided_entry=None).exclude(package="")
    return list(standing.select_related("case", "project").order_by("code"))


def _keys(choice: PlanChoice) -> set[str]:
    """Return by what a candidate is known in another plan: its code, and its unit."""
    unit = choice.case.unit_id if choice.case else choice.project.unit_id if choice.project else None
    return {choice.code} | ({f"unit {unit}"} if unit else set())


def _spent(run: PlanRun) -> Iterator[tuple[str, Months]]:
    """Give the lines that a plan spends of, each with the half-year in which it does."""
    costs = {
        (one["id"], package["id"]): package["cost"] for one in run.problem["candidates"] for package in one["packages"]
    }
    periods = {
        (line, start + int(offset))
        for code, package, start in queries.kept(run)
        for line, by_offset in costs.get((code, package), {}).items()
        for offset, amount in by_offset.items()
        if amount
    }
    for line, period in sorted(periods):
        ends = (months_later(run.day, HALF_YEAR * (period - 1)), months_later(run.day, HALF_YEAR * period))
        yield line, ends


def _meet(one: Months, other: Months) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def in_place_of(run: PlanRun, numbers: Collection[str], *, on: date, reach: Reach) -> list[PlanAdoption]:
    """Return the adoptions that a plan takes the place of.

    :raises PlanRefused: if it overlaps an adopted plan that is not among them, one of them is not adopted, was adopted
        later, or has nothing in common with it
    """
    every = overlaps(run, reach)
    for overlap in every:
        if overlap.adoption.run.number not in numbers:
            raise PlanRefused(
                Text(
                    fa=f"{overlap.said.fa}. یک پول و یک حمایت دو بار داده نمی‌شود: این برنامه را به جای آن بپذیرید،"
                    " یا برنامه‌ای بسازید که این‌ها در آن نباشد",
                    en=f"{overlap.said.en}. The same money and the same support are not given twice: adopt this plan in"
                    " its place, or make one without them",
                )
            )
    by_number = {one.run.number: one for one in queries.adoptions(ALL_TIME).values()}
    for number in numbers:
        if number not in by_number:
            raise PlanRefused(Text(fa=f"برنامهٔ {number} پذیرفته نیست", en=f"The plan {number} is not adopted"))
        if by_number[number].since_on > on:
            raise PlanRefused(
                Text(
                    fa=f"برنامهٔ {number} پس از آن روز پذیرفته شده است",
                    en=f"The plan {number} was adopted after that day",
                )
            )
        if number not in {overlap.adoption.run.number for overlap in every}:
            raise PlanRefused(
                Text(
                    fa=f"برنامهٔ {number} پول یا برگزیده‌ای مشترک با این برنامه ندارد و می‌ماند؛ تیک آن را بردارید",
                    en=f"The plan {number} shares neither money nor chosen ones with this one, and stays; untick it",
                )
            )
    return [by_number[number] for number in sorted(set(numbers))]


def supersede(*, adoption: PlanAdoption, later: PlanAdoption, by: str, at: datetime) -> PlanSuperseded:
    """Let a later plan take the place of an adopted one: its packages that nobody acted on are withdrawn."""
    fact = PlanSuperseded(adoption=adoption, later=later, since_on=later.since_on, proof=Proof.CONFIRMED)
    chosen = {key: choice for choice in _chosen(later.run) for key in _keys(choice)}
    with recording(action="planning.plan.superseded", by=by, at=at):
        fact.save()
        for step in queries.steps(adoption.run).values():
            if is_withdrawn(step.package):
                continue
            same = next((chosen[key] for key in sorted(_keys(step.choice)) if key in chosen), None)
            if not _is_acted_on(step):
                _withdraw(step, later, by=by, at=at)
            elif same is not None and not PlanStep.objects.filter(choice=same, voided_entry=None).exists():
                PlanStep(choice=same, package=step.package, since_on=later.since_on, proof=Proof.CONFIRMED).save()
    return fact


def is_withdrawn(package: SupportPackage, asof: AsOf = ALL_TIME) -> bool:
    """Return whether all that a package was to bring was dropped by a day."""
    whole = packaging.package_in(EVERYTHING, package.pk, asof)
    return whole is None or whole.state == "WITHDRAWN"


def fate_of(run: PlanRun, asof: AsOf) -> tuple[int, int]:
    """Return of how many of a plan's packages nothing is left on a day, and how many go on."""
    gone = [is_withdrawn(step.package, asof) for step in queries.steps(run, asof).values()]
    return sum(gone), len(gone) - sum(gone)


def _is_acted_on(step: PlanStep) -> bool:
    """Return whether an agency answered a package, or its task in the case was claimed."""
    whole = packaging.package_in(EVERYTHING, step.package_id, ALL_TIME)
    measures = whole.measures if whole else ()
    answered = any(
        fact.state not in ("OPEN", "DROPPED") for one in measures for fact in packaging.states(one.measure, ALL_TIME)
    )
    return answered or any(cases.task_state(item, ALL_TIME).state in ("CLAIMED", "VERIFIED") for item in _tasks(step))


def _tasks(step: PlanStep) -> list[PlanItem]:
    """Return the tasks that the case got with a package: they have its words."""
    if step.choice.case_id is None:
        return []
    return list(PlanItem.objects.filter(case=step.choice.case_id, text=step.package.title, voided_entry=None))


def _withdraw(step: PlanStep, later: PlanAdoption, *, by: str, at: datetime) -> None:
    """Drop what a package was to bring, and its task in the case, with the plan that took its place as the reason."""
    on = max(later.since_on, step.since_on)
    note = f"برنامهٔ {later.run.number} با مصوبهٔ {later.resolution.number} جای برنامهٔ {step.choice.run.number} را گرفت"
    whole = packaging.package_in(EVERYTHING, step.package_id, ALL_TIME)
    for one in whole.measures if whole else ():
        if one.state.state != "DROPPED":
            packaging.set_measure(measure=one.measure, state="DROPPED", on=on, note=note, by=by, at=at)
    for item in _tasks(step):
        if cases.task_state(item, ALL_TIME).state == "OPEN":
            casework.set_task(item=item, state="DROPPED", on=on, note=note, by=by, at=at)
