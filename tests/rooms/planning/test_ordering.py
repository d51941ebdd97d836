"""What must come first in a plan: by the records, by the terms, and how it is told."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from hamahang.domain.ledger import AsOf
from hamahang.domain.planning import MILLION, PlanRefused, PlanTerms, Stated
from hamahang.domain.projects import ProjectRefused
from hamahang.domain.text import Text
from hamahang.methods.portfolio.conflicts import Conflict
from hamahang.methods.portfolio.explaining import why_in, why_not
from hamahang.methods.portfolio.plans import Plan, solve
from hamahang.planning import ruling, running
from hamahang.planning.collecting import PROJECTS, Found
from hamahang.planning.naming import Names
from hamahang.planning.ordering import Wait, ordered
from hamahang.planning.posing import pose
from hamahang.planning.telling import say_conflict, say_in, say_never, say_not
from hamahang.projects import awaiting, working
from hamahang.projects.models import InvestmentProject
from tests import factories
from tests.factories import AT, DAY

ASOF = AsOf(DAY + timedelta(30))
TERMS = PlanTerms(money={PROJECTS: (1_000 * MILLION, 0)}, loan=100, order=True)
BASIS = Text(fa="پیش‌فرض", en="prior")


def found(project: InvestmentProject, *, jobs: int, left: int = 400, chance: float = 1.0) -> Found:
    """Return an approved project as a candidate; left: million rials."""
    return Found(
        f"PROJECT:{project.number}", project.title, "PROJECT", project.county, chance, BASIS, jobs,
        project=project.pk, left=left * MILLION,
    )  # fmt: skip


def approved(title: str, stage: str = "APPROVED", **values: Any) -> InvestmentProject:
    project = factories.project(title=title, **values)
    factories.project_stage(project=project, stage=stage)
    return project


def planned(every: list[Found], waits: list[Wait], **more: Any) -> tuple[Plan, Names]:
    problem = pose(TERMS, every, lines=[PROJECTS], need={}, target=0, waits=waits)
    titles = {one.code: one.title for one in every}
    return solve(problem, gap=0.0, rounds=2, **more), Names(
        {}, {}, titles, {}, [(w.code, w.needs, w.reason) for w in waits]
    )


@pytest.mark.django_db
def test_whoever_waits_for_a_project_brings_it_into_the_problem_though_it_has_no_jobs_of_its_own() -> None:
    plant = approved("شیشه")
    station = approved("پست برق", programme="OTHER", investment=500 * MILLION, expected_jobs=None)
    awaiting.wait_for(needed=station, project=plant, reason="برق ۱۲ مگاوات", on=DAY, by="tests", at=AT)

    every, waits = ordered(TERMS, [found(plant, jobs=90)], ASOF, {})
    plan, names = planned(every, waits)

    assert {one.title for one in every} == {"شیشه", "پست برق"}
    assert {column.candidate.title for column in plan.chosen} == {"شیشه", "پست برق"}
    of_plant, of_station = (say_in(why_in(plan, f"PROJECT:{project.number}"), names).en for project in (plant, station))
    assert "it waits for “\u2068پست برق\u2069” (\u2068برق ۱۲ مگاوات\u2069)" in of_plant
    assert "brings 0 expected lasting jobs" in of_station
    assert "“\u2068شیشه\u2069” waits for it" in of_station


@pytest.mark.django_db
def test_jobs_behind_a_station_are_counted_with_the_chance_of_the_package_that_it_gets() -> None:
    plant, station = approved("شیشه"), approved("پست برق", programme="OTHER", investment=500 * MILLION)
    awaiting.wait_for(needed=station, project=plant, reason="برق", on=DAY, by="tests", at=AT)
    every, waits = ordered(TERMS, [found(plant, jobs=100, left=100, chance=0.8)], ASOF, {})
    of_station = next(one for one in every if one.project == station.pk)
    likely = [replace(one, chance=0.5) if one is of_station else one for one in every]

    plan, names = planned(likely, waits)

    # a whole package would need money later: of the smaller ones 60 jobs of which 0.62 last, with nine tenths of 0.8
    # of the plant and of 0.5 of the station
    assert float(plan.value) == pytest.approx(60 * 0.62 * (0.9 * 0.8) * (0.9 * 0.5))
    assert {(column.package.id, column.start) for column in plan.chosen} == {("PART", 1)}
    said = say_in(why_in(plan, f"PROJECT:{plant.number}"), names)
    assert "its chance is counted times that of “\u2068پست برق\u2069” (45 %)" in said.en
    assert "احتمالش در احتمال «\u2068پست برق\u2069» (۴۵٪) ضرب شده است" in said.fa
    assert {one.id: one.is_dependent for one in plan.arranged.problem.candidates} == {
        f"PROJECT:{plant.number}": True, f"PROJECT:{station.number}": False,
    }  # fmt: skip


def test_a_limit_of_an_order_says_for_which_chance_it_holds_and_a_refusal_names_it_once() -> None:
    names = Names({}, {}, {"a": "شیشه", "b": "پست برق"})

    of_way = names.limit("order:a<b:2@0.425*0.6")

    assert of_way.en.endswith("where its chance is 25.5 %")
    assert "۲۵٫۵٪" in of_way.fa
    codes = ("order:a<b:1@0.5", "order:a<b:2@0.425")
    said = say_conflict(Conflict(codes, ("a",), dict.fromkeys(codes, Fraction(1))), names)
    assert said.en.count("order") == 2  # once as what cannot be kept, once as what would give way


@pytest.mark.django_db
def test_what_is_waited_for_and_cannot_be_paid_keeps_the_waiting_one_out_and_is_named() -> None:
    plant, dear = approved("شیشه"), approved("پست برق", investment=5_000 * MILLION)
    awaiting.wait_for(needed=dear, project=plant, reason="برق", on=DAY, by="tests", at=AT)
    every, waits = ordered(TERMS, [found(plant, jobs=90), found(approved("آجر"), jobs=5)], ASOF, {})

    plan, names = planned(every, waits)

    assert [column.candidate.title for column in plan.chosen] == ["آجر"]
    said = say_not(why_not(plan, f"PROJECT:{plant.number}"), names)
    assert "“\u2068پست برق\u2069” would have to be taken too" in said.en
    assert "منتظر «\u2068پست برق\u2069» است" in said.fa


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stage", "percent", "waits", "barred"),
    [
        ("BUILDING", 40, 1, ""),
        ("OPERATING", 40, 0, ""),
        ("BUILDING", 100, 0, ""),
        ("CANCELLED", 40, 0, "which is cancelled"),
        ("REQUESTED", 0, 0, "which is requested"),
    ],
)
def test_what_is_built_holds_nobody_back_and_what_cannot_come_bars(
    stage: str, percent: int, waits: int, barred: str
) -> None:
    plant, station = approved("شیشه"), approved("پست برق", stage)
    factories.progress(project=station, percent=percent)
    awaiting.wait_for(needed=station, project=plant, reason="برق", on=DAY, by="tests", at=AT)

    every, found_waits = ordered(TERMS, [found(plant, jobs=9)], ASOF, {})

    of_plant = next(one for one in every if one.project == plant.pk)
    assert (len(found_waits), barred in (of_plant.lacks.en if of_plant.lacks else "")) == (waits, True)
    assert bool(of_plant.lacks) is bool(barred)
    assert of_plant.barred is None


@pytest.mark.django_db
def test_a_unit_waits_and_no_longer_and_the_terms_may_let_the_order_go() -> None:
    unit, road = factories.unit(), approved("راه")
    idle = Found("REVIVAL:1", "آجر", "REVIVAL", road.county, 0.5, BASIS, jobs=9, case=1, unit=unit.pk)
    awaiting.wait_for(needed=road, unit=unit.pk, reason="راه", on=DAY, by="tests", at=AT)

    assert ordered(TERMS, [idle], ASOF, {})[1] == [Wait("REVIVAL:1", f"PROJECT:{road.number}", "راه")]
    assert ordered(PlanTerms(money={}), [idle], ASOF, {}) == ([idle], [])
    awaiting.wait_for(
        needed=road, unit=unit.pk, reason="باز شد", on=DAY + timedelta(9), is_needed=False, by="tests", at=AT
    )
    assert ordered(TERMS, [idle], ASOF, {}) == ([idle], [])
    assert len(ordered(TERMS, [idle], AsOf(DAY + timedelta(8)), {})[1]) == 1


@pytest.mark.django_db
def test_projects_that_would_wait_for_each_other_are_refused_and_so_is_no_reason() -> None:
    one, two, three = (approved(title) for title in ("یک", "دو", "سه"))
    awaiting.wait_for(needed=two, project=one, reason="آب", on=DAY, by="tests", at=AT)
    awaiting.wait_for(needed=three, project=two, reason="آب", on=DAY, by="tests", at=AT)

    for needed, project, reason in ((one, three, "آب"), (one, one, "آب"), (three, one, " ")):
        with pytest.raises(ProjectRefused):
            awaiting.wait_for(needed=needed, project=project, reason=reason, on=DAY, by="tests", at=AT)


@pytest.mark.django_db
def test_the_terms_state_an_order_between_candidates_and_only_between_candidates() -> None:
    one, two = (found(approved(title), jobs=jobs) for title, jobs in (("خط", 1), ("واحد", 50)))
    stated = PlanTerms(money=TERMS.money, loan=100, waits={two.code: Stated(one.code, "خط نخست")})

    every, waits = ordered(stated, [one, two], ASOF, {})

    assert waits == [Wait(two.code, one.code, "خط نخست", is_recorded=False)]
    assert len(planned(every, waits)[0].chosen) == 2
    with pytest.raises(PlanRefused, match="no candidate"):
        ordered(stated, [two], ASOF, {})


@pytest.mark.django_db
def test_no_ring_comes_of_waits_that_begin_on_a_later_day_or_go_by_way_of_a_unit() -> None:
    unit = factories.unit()
    one, two = approved("یک", unit=unit), approved("دو")
    later = DAY + timedelta(10)
    awaiting.wait_for(needed=two, project=one, reason="آب", on=later, by="tests", at=AT)
    with pytest.raises(ProjectRefused, match="itself waits for"):
        awaiting.wait_for(needed=one, project=two, reason="آب", on=DAY, by="tests", at=AT)
    awaiting.wait_for(needed=two, project=one, reason="آب", on=later, is_needed=False, by="tests", at=AT)

    awaiting.wait_for(needed=one, project=two, reason="آب", on=DAY, by="tests", at=AT)
    with pytest.raises(ProjectRefused, match="itself waits for"):
        awaiting.wait_for(needed=two, unit=unit.pk, reason="آب", on=DAY, by="tests", at=AT)
    awaiting.wait_for(needed=one, unit=unit.pk, reason="خط خود", on=DAY, by="tests", at=AT)

    awaiting.wait_for(needed=one, project=two, reason="آمد", on=later, is_needed=False, by="tests", at=AT)
    awaiting.wait_for(needed=two, unit=unit.pk, reason="آب", on=later, by="tests", at=AT)
    with pytest.raises(ProjectRefused, match="itself waits for"):
        awaiting.wait_for(needed=one, project=two, reason="آب", on=later, by="tests", at=AT)


@pytest.mark.django_db
def test_a_project_is_not_placed_on_a_unit_that_waits_for_what_waits_for_the_project() -> None:
    unit = factories.unit()
    one, two = approved("یک", county=unit.county), approved("دو")
    awaiting.wait_for(needed=two, unit=unit.pk, reason="آب", on=DAY, by="tests", at=AT)
    awaiting.wait_for(needed=one, project=two, reason="آب", on=AT.date() + timedelta(90), by="tests", at=AT)

    with pytest.raises(ProjectRefused, match="itself waits for"):
        working.link_unit(project=one, unit=unit, by="tests", at=AT)

    other = approved("سه", county=unit.county)
    working.link_unit(project=other, unit=unit, by="tests", at=AT)
    assert other.unit_id == unit.pk


@pytest.mark.django_db
def test_what_has_not_begun_is_not_ended() -> None:
    one, two = approved("یک"), approved("دو")
    awaiting.wait_for(needed=two, project=one, reason="آب", on=DAY + timedelta(10), by="tests", at=AT)

    with pytest.raises(ProjectRefused, match="does not wait"):
        awaiting.wait_for(needed=two, project=one, reason="آمد", on=DAY, is_needed=False, by="tests", at=AT)


@pytest.mark.django_db
def test_a_prerequisite_that_cannot_come_is_no_rule_of_a_programme() -> None:
    plant, station = approved("شیشه"), approved("پست برق", stage="CANCELLED")
    awaiting.wait_for(needed=station, project=plant, reason="برق", on=DAY, by="tests", at=AT)
    every, waits = ordered(TERMS, [found(plant, jobs=9)], ASOF, {})
    (one,) = pose(TERMS, every, lines=[PROJECTS], need={}, target=0, waits=waits).candidates
    lacks = {each.code: each.lacks for each in every if each.lacks}

    said = say_never(one, Names({}, {}, {one.id: one.title}, lacks=lacks))

    assert said.en == "“\u2068شیشه\u2069” is not taken: it waits for “پست برق” (برق), which is cancelled."
    assert "ضابطه" not in said.fa


@pytest.mark.django_db
def test_what_is_brought_in_by_an_order_is_ruled_too_and_what_it_lacks_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    plant, station, dead = approved("شیشه"), approved("پست برق"), approved("راه", stage="CANCELLED")
    for needed, project in ((station, plant), (dead, station)):
        awaiting.wait_for(needed=needed, project=project, reason="برق", on=DAY, by="tests", at=AT)
    no = Text(fa="نه", en="no")
    monkeypatch.setattr(running, "coming", lambda asof: {})
    monkeypatch.setattr(running, "collected", lambda *_, **__: ([found(plant, jobs=9)], {"PROJECT": 1}))
    monkeypatch.setattr(ruling, "_against", lambda code, ones, asof: {f"PROJECT:{station.number}": no})

    problem, every, words = running.posed(replace(TERMS, rules=True), ASOF)

    of_station = next(one for one in every if one.project == station.pk)
    assert of_station.barred == no
    assert of_station.lacks is not None
    assert words["brought"] == [of_station.code]
    assert next(one for one in problem.candidates if one.id == of_station.code).never == "نه"
