"""Who may be supported as known on a day: from cases, requests and projects, each in words that a plan keeps."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hamahang.accounts.queries import EVERYTHING
from hamahang.casework import queries as casework
from hamahang.commitments.expecting import Coming, coming
from hamahang.domain.casework import MEASURES
from hamahang.domain.eligibility import Answer
from hamahang.domain.ledger import AsOf
from hamahang.domain.planning import BY_PROGRESS, KEEPING, RISK, Prior, at_risk
from hamahang.domain.severity import BASES
from hamahang.domain.text import Text
from hamahang.planning.chances import chance_of
from hamahang.projects import queries as projects
from hamahang.projects.models import InvestmentProject
from hamahang.register import queries as register
from hamahang.support import absorbed, asked, eligible, terms
from hamahang.support.models import BudgetLine
from hamahang.territory.models import County

PROGRAMME, PROJECTS = "TARGETED_SUBSIDIES", "SPATIAL_PLAN.FIXED_CAPITAL"


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate as the records know it. asks: code of a line → rials, empty where what it costs follows from terms

    jobs: persons that the support is to bring, of a restructuring to keep; left: rials still to invest in a project
    chance: of success, a share
    unit: whose support it is; bank: where its request was last referred to; sector: two digits of its ISIC class
    barred: what rules of a programme say no to; lacks: what it waits for that cannot come, and lacks_in: the code of
    the county where that lies
    """

    code: str
    title: str
    kind: str
    county: County
    chance: float
    basis: Text
    jobs: int
    case: int | None = None
    project: int | None = None
    cause: str = ""
    asks: tuple[tuple[str, int], ...] = ()
    left: int = 0
    is_large: bool = False
    owner: str = ""
    unit: int | None = None
    bank: str = ""
    barred: Text | None = None
    lacks: Text | None = None
    lacks_in: str = ""
    sector: str = ""


@dataclass(frozen=True, slots=True)
class Looking:
    """What is known where candidates are looked for. foreseen: the forecast of the day; risk: see `PlanTerms`"""

    asof: AsOf
    foreseen: Mapping[str, Coming]
    risk: int = RISK


@dataclass(frozen=True, slots=True)
class Left:
    """A line of a programme with what it has left on a day, in rials."""

    code: str
    title: Text
    left: int


def lines_left(asof: AsOf) -> list[Left]:
    """Return the lines that were allocated something, with what is not committed of it."""
    found = []
    for line in BudgetLine.objects.known(asof).select_related("programme").order_by("programme", "pk"):
        given = sum(a.amount for a in absorbed.allocations(asof).filter(line=line))
        carried = absorbed.allocations(asof).filter(carried_from__line=line)
        taken = absorbed.committed(asof, programme=line.programme.code).filter(line=line)
        rest = given - sum(a.amount for a in carried) - sum(facility.approved for facility in taken)
        if given:
            title = Text(fa=f"{line.title} ({line.programme.title})", en=f"{line.title_en} ({line.programme.title_en})")
            found.append(Left(code_of(line), title, max(rest, 0)))
    return found


def code_of(line: BudgetLine) -> str:
    """Return the name of a line in a plan: its programme and its own code."""
    return f"{line.programme.code}.{line.code}"


def collected(
    asof: AsOf, kinds: Iterable[str], foreseen: Mapping[str, Coming] | None = None, *, risk: int = RISK
) -> tuple[list[Found], dict[str, int]]:
    """Return the candidates of some kinds as known on a day, in the order of their codes, and by kind how many records
    were looked at: who is back in production, or cannot be revived, is no candidate.

    foreseen: the forecast of the day, made here where it is not given; risk: see `PlanTerms`
    """
    found: list[Found] = []
    seen: dict[str, int] = {}
    looking = Looking(asof, coming(asof) if foreseen is None else foreseen, risk)
    for kind in kinds:
        whole, listed = WAYS[kind](looking)
        seen[kind] = whole
        found += listed
    return sorted(_once(found), key=lambda one: one.code), seen


def _once(found: Sequence[Found]) -> list[Found]:
    """Leave out who is a candidate in another way: who is idle is revived and not restructured, and an affected unit
    that is restructured asks its money for that.
    """
    idle = {one.unit for one in found if one.kind == "REVIVAL"}
    kept = [one for one in found if one.kind != KEEPING or one.unit not in idle]
    restructured = {one.case for one in kept if one.kind == KEEPING}
    return [one for one in kept if one.kind != "AFFECTED" or one.case not in restructured]


def _revivals(looking: Looking) -> tuple[int, list[Found]]:
    asof, foreseen = looking.asof, looking.foreseen
    stages = list(casework.current(asof, kind="REVIVAL").select_related("case__unit__county", "case__unit__company"))
    nominal = _heads(asof, stages, nominal=True)
    actual = _heads(asof, stages, nominal=False)
    found = []
    for stage in stages:
        prior = chance_of("REVIVAL", stage=stage.stage, foreseen=foreseen.get(f"casework.Case:{stage.case_id}"))
        jobs = nominal.get(stage.case.unit_id, 0) - actual.get(stage.case.unit_id, 0)
        if prior is not None and jobs > 0:
            found.append(_of_case(stage, "REVIVAL", prior.share, prior.source, jobs))
    return len(stages), found


def _affected(looking: Looking) -> tuple[int, list[Found]]:
    asof, foreseen = looking.asof, looking.foreseen
    stages = list(
        casework.reached(asof, kind="AFFECTED", stage="REFERRED").select_related(
            "case__unit__county", "case__unit__company"
        )
    )
    nominal = _heads(asof, stages, nominal=True)
    actual = _heads(asof, stages, nominal=False)
    asks = _asked(asof, [stage.case.unit_id for stage in stages])
    found = []
    for stage in stages:
        prior = chance_of("AFFECTED", foreseen=foreseen.get(f"casework.Case:{stage.case_id}"))
        jobs = nominal.get(stage.case.unit_id, 0) - actual.get(stage.case.unit_id, 0)
        wanted = asks.get(stage.case.unit_id)
        if prior is not None and wanted is not None and jobs > 0:
            line, amount, bank = wanted
            asked_for = ((line, amount),)
            found.append(_of_case(stage, "AFFECTED", prior.share, prior.source, jobs, asks=asked_for, bank=bank))
    return len(stages), found


def _restructurings(looking: Looking) -> tuple[int, list[Found]]:
    """Return the affected units that still work and are to be restructured: whose measure that is, or of whom no
    measure is known, nothing is asked, and who were referred, found affected or meet the rules of the programme.
    """
    asof = looking.asof
    stages = [
        stage
        for stage in casework.current(asof, kind="AFFECTED").select_related("case__unit__county", "case__unit__company")
        if stage.stage in OPEN
    ]
    units = [stage.case.unit_id for stage in stages]
    heads, asks, risks = _heads(asof, stages, nominal=False), _asked(asof, units), _taken(asof, units)
    working = set(register.statuses(asof).filter(unit__in=units, status__in=WORKING).values_list("unit", flat=True))
    meant = _restructured(asof, stages, asks)
    found = []
    for stage in stages:
        unit = stage.case.unit_id
        prior = chance_of(KEEPING, foreseen=looking.foreseen.get(f"casework.Case:{stage.case_id}"))
        taken, source = risks.get(unit, (None, None))
        kept = at_risk(persons=heads.get(unit, 0), taken=taken, source=source, risk=looking.risk)
        if prior is None or unit not in working or stage.case_id not in meant or not kept.jobs:
            continue
        line, amount, bank = asks.get(unit, ("", 0, ""))
        basis = Text(fa=f"{prior.source.fa}. {kept.basis.fa}", en=f"{prior.source.en}. {kept.basis.en}")
        asked_for = ((line, amount),) if line else ()
        found.append(_of_case(stage, KEEPING, prior.share, basis, kept.jobs, asks=asked_for, bank=bank))
    return len(stages), found


def _restructured(asof: AsOf, stages: Iterable[Any], asks: Collection[int]) -> set[int]:
    """Return the cases of units that are to be restructured."""
    measures = {row.case_id: code for code in MEASURES for row in casework.measures(asof, measure=code)}
    open_ones = [stage for stage in stages if stage.case_id not in measures and stage.case.unit_id not in asks]
    identified = [stage.case.unit_id for stage in open_ones if stage.stage == "IDENTIFIED"]
    able = _meeting(asof, identified)
    found = {stage.case_id for stage in stages if measures.get(stage.case_id) == KEEPING}
    return found | {one.case_id for one in open_ones if one.stage != "IDENTIFIED" or one.case.unit_id in able}


def _meeting(asof: AsOf, units: list[int]) -> set[int]:
    """Return the units that meet every rule of the programme on the day."""
    programme = terms.programme(PROGRAMME)
    rules = terms.rules_on(programme, asof) if programme is not None else None
    if rules is None or not units:
        return set()
    judged = eligible.dry_run(asof, EVERYTHING, rules=terms.read(rules), ids=units)
    return {row.unit for row in judged if row.verdict.answer is Answer.MET}


def _taken(asof: AsOf, units: list[int]) -> dict[int, tuple[Decimal, Text]]:
    """Return by unit the share of its profit that the dearer energy takes, and what that was counted from."""
    programme = terms.programme(PROGRAMME)
    hits = eligible.severities(asof, EVERYTHING, programme, ids=units) if programme is not None and units else []
    return {
        hit.unit: (Decimal(1) if hit.place.severity is None else hit.place.severity.middle, BASES[hit.basis])
        for hit in hits
    }


def _heads(asof: AsOf, stages: Iterable[Any], *, nominal: bool) -> dict[int, int]:
    units = [stage.case.unit_id for stage in stages]
    rows = register.head_counts(asof, nominal=nominal).filter(unit__in=units)
    return dict(rows.values_list("unit", "persons"))


def _of_case(stage: Any, kind: str, chance: float, basis: Text, jobs: int, **more: Any) -> Found:
    case = stage.case
    return Found(
        code=f"{kind}:{case.number}",
        title=case.unit.name,
        kind=kind,
        county=case.unit.county,
        chance=chance,
        basis=basis,
        jobs=jobs,
        case=case.pk,
        unit=case.unit_id,
        cause=case.main_cause,
        owner=case.unit.company.name if case.unit.company else "",
        sector=case.unit.isic[:DIVISION],
        **more,
    )


DIVISION = 2  # digits of an ISIC class that name its division
ENDED = ("CONTRACT", "NOT_ELIGIBLE", "REFUSED", "LAPSED", "BANK_REFUSED")


def _asked(asof: AsOf, units: list[int]) -> dict[int, tuple[str, int, str]]:
    """Return by unit the line, the amount and the bank of its open request, the largest where it has several."""
    rows = asked.current(asof).filter(request__unit__in=units, amount__isnull=False).exclude(stage__in=ENDED)
    found: dict[int, tuple[str, int, str]] = {}
    for row in rows.select_related("request__line__programme", "request__bank").order_by("amount", "pk"):
        if row.amount is not None:
            bank = row.request.bank
            found[row.request.unit_id] = (code_of(row.request.line), row.amount, bank.name if bank else "")
    return found


def _projects(looking: Looking) -> tuple[int, list[Found]]:
    asof, foreseen = looking.asof, looking.foreseen
    approved = list(projects.approvals(asof, programme="SPATIAL_PLAN").select_related("project__county"))
    seen = dict(projects.progress(asof).values_list("project", "percent"))
    gone = set(projects.stages(asof).filter(stage__in=GONE).values_list("project", flat=True))
    line = projects.threshold(asof)
    found = []
    for stage in approved:
        percent: Decimal | None = seen.get(stage.project_id)
        left = int(stage.investment * (100 - (percent or 0)) / 100)
        known = foreseen.get(f"projects.InvestmentProject:{stage.project_id}")
        prior = chance_of("PROJECT", progress=percent, foreseen=known)
        if prior is None or stage.project_id in gone or left <= 0 or not stage.expected_jobs:
            continue
        is_large = line is not None and stage.investment >= line
        found.append(_of_project(stage.project, prior, jobs=stage.expected_jobs, left=left, is_large=is_large))
    return len(approved), found


def project_found(project: InvestmentProject, asof: AsOf, foreseen: Mapping[str, Coming]) -> Found:
    """Return a project as a candidate because others wait for it, with what jobs it has of its own, or none."""
    percent = projects.progress(asof).filter(project=project).values_list("percent", flat=True).first()
    known = foreseen.get(f"projects.InvestmentProject:{project.pk}")
    prior = chance_of("PROJECT", progress=percent, foreseen=known) or Prior(0.0, BY_PROGRESS)
    line = projects.threshold(asof)
    left = int(project.investment * (100 - (percent or 0)) / 100)
    is_large = line is not None and project.investment >= line
    return _of_project(project, prior, jobs=project.expected_jobs or 0, left=left, is_large=is_large)


def _of_project(project: InvestmentProject, prior: Prior, *, jobs: int, left: int, is_large: bool) -> Found:
    return Found(
        code=f"PROJECT:{project.number}",
        title=project.title,
        kind="PROJECT",
        county=project.county,
        chance=prior.share,
        basis=prior.source,
        jobs=jobs,
        project=project.pk,
        unit=project.unit_id,
        left=left,
        is_large=is_large,
        owner=project.owner,
        sector=project.isic[:DIVISION],
    )


OPEN = ("IDENTIFIED", "CONFIRMED", "REFERRED")  # stages of an affected unit that is not supported yet
WORKING = ("ACTIVE", "UNDERUSED")
GONE = ("OPERATING", "CANCELLED", "REFUSED")
WAYS = {"REVIVAL": _revivals, "AFFECTED": _affected, KEEPING: _restructurings, "PROJECT": _projects}
