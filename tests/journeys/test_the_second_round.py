"""The example's question: the law's second round for 33 affected units, 44 idle ones, 15 projects, 8 counties."""

import json
import os
import re
import time
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.board import queries as board
from hamahang.casework.models import PlanItem
from hamahang.cli.main import main
from hamahang.cli.samples import year_plan
from hamahang.commitments import queries as commitments
from hamahang.commitments.expecting import coming
from hamahang.commitments.foreseeing import foresee
from hamahang.domain.calendar import write_day
from hamahang.domain.ledger import AsOf
from hamahang.domain.planning import FORESEEN, KEEPING, KINDS, MILLION, Pin, PlanRefused, PlanTerms
from hamahang.ledger.verification import verify_records
from hamahang.methods.portfolio.plans import solve
from hamahang.methods.portfolio.problem import SCALE, Candidate, Problem
from hamahang.methods.portfolio.terms import read_terms
from hamahang.methods.portfolio.weighing import floors
from hamahang.planning import adopting, queries, reasoning, running, setting, telling, trying
from hamahang.planning.models import PlanAdoption, PlanChoice, PlanRun
from hamahang.planning.naming import Names
from hamahang.planning.solving import ROUNDS, Watch
from hamahang.planning.steering import with_plans
from hamahang.projects import awaiting
from hamahang.web.commitments.telling import chance
from tests import factories
from tests.personas import persona
from tests.province import NOW, TIR_10, Province

pytestmark = pytest.mark.django_db
ASOF = AsOf(TIR_10)
ILAM = Reach(places=frozenset({"1601"}))


@pytest.fixture
def run(played: Province) -> PlanRun:
    return PlanRun.objects.get(title=year_plan.TITLE)


def made(terms: PlanTerms) -> PlanRun:
    return running.run_plan(title="آزمون", terms=terms, asof=ASOF, by="tests", at=NOW)


def changed(**more: Any) -> PlanTerms:
    return setting.read(setting.as_data(year_plan.terms_of(ASOF)) | more)


def test_the_candidates_are_those_of_the_reported_day(run: PlanRun) -> None:
    assert run.words["seen"] == {"REVIVAL": 44, "AFFECTED": 33, "RESTRUCTURING": 41, "PROJECT": 15}
    assert len(run.words["counties"]) == 8
    # three idle units were back by then; of the 33 affected ones 14 are to be restructured
    kinds = PlanChoice.objects.filter(run=run).values_list("kind", flat=True)
    assert [list(kinds).count(kind) for kind in KINDS] == [41, 19, 14, 15]


def test_a_restructuring_keeps_jobs_and_its_reason_and_page_say_so(reader: Client, run: PlanRun) -> None:
    reader.cookies["hamahang_language"] = "en"
    one = next(c for c in queries.choices(run, EVERYTHING) if c.kind == KEEPING and c.package)

    page = reader.get(f"/plans/{run.number}/{one.pk}/").content.decode()

    assert "it keeps" in reasoning.reason(run, one.code).said.en
    assert "present jobs are at risk" in page
    assert "jobs kept if it succeeds" in page
    assert "lost without restructuring" in reader.get(f"/plans/{run.number}/").content.decode()


def test_the_plan_is_proven_and_counted_anew_without_the_solver(run: PlanRun) -> None:
    assert run.status == "proven"
    assert run.value == run.bound
    assert queries.faults(run) == ()


def test_a_plan_that_was_touched_fails_its_check(run: PlanRun) -> None:
    dearer = read_terms(run.problem)
    code = queries.kept(run)[0][0]
    run.problem["candidates"] = [
        one | {"packages": [p | {"jobs": p["jobs"] + 1} for p in one["packages"]]} if one["id"] == code else one
        for one in run.problem["candidates"]
    ]

    assert queries.faults(run)
    assert len(dearer.candidates) == 89


def test_made_again_it_is_the_same_plan(run: PlanRun) -> None:
    assert queries.is_same(run, queries.plan_of(run))
    assert made(year_plan.terms_of(ASOF)).digest == made(year_plan.terms_of(ASOF)).digest


def test_a_plan_as_it_was_kept_has_the_same_reasons_as_one_made_again(run: PlanRun) -> None:
    kept, again = queries.kept_plan(run), queries.plan_of(run)

    assert (kept.value, kept.prices, kept.certified) == (again.value, again.prices, again.certified)
    for code in (queries.kept(run)[0][0], PlanChoice.objects.filter(run=run, package="").order_by("code")[0].code):
        assert reasoning.reason(run, code, kept) == reasoning.reason(run, code, again)
    run.prices = dict.fromkeys(run.prices, "-1")
    with pytest.raises(PlanRefused):
        queries.kept_plan(run)


def test_the_least_money_for_a_target_is_sought_and_a_target_beyond_all_plans_is_told(run: PlanRun) -> None:
    frugal = made(changed(aim="cost", target=600))

    spent = {plan.pk: sum(PlanChoice.objects.filter(run=plan).values_list("cost", flat=True)) for plan in (run, frugal)}
    assert frugal.value >= 600 * SCALE
    assert spent[frugal.pk] < spent[run.pk] / 2
    assert queries.faults(frugal) == ()
    taken, left = queries.kept(frugal)[0][0], PlanChoice.objects.filter(run=frugal, package="")[0]
    plan = queries.kept_plan(frugal)
    assert (plan.aim, plan.least, plan.reached) == ("cost", 600, spent[frugal.pk] / MILLION)
    assert re.search(r"without it the same 600 jobs cost .* rials more", reasoning.reason(frugal, taken).said.en)
    assert "the same 600 jobs would cost" in reasoning.reason(frugal, left.code).said.en
    left.reason = {**(why := reasoning.reason(frugal, left.code)).data, "fa": why.said.fa, "en": why.said.en}
    everybody, nobody = Names.of(frugal), Names.of(frugal, Reach(places=frozenset({left.county.code})))
    assert telling.say_again(left.code, left.reason, everybody) == reasoning.kept_reason(left, everybody)
    elsewhere = {frugal.problem["candidates"][at]["title"] for at in range(89)} - set(nobody.titles.values())
    assert not any(title in reasoning.kept_reason(left, nobody).fa for title in elsewhere)
    with pytest.raises(PlanRefused, match="No plan brings 2000 expected jobs"):
        made(changed(aim="cost"))


def test_the_most_jobs_per_rial_keep_their_floor_and_their_bound_is_counted_anew(run: PlanRun) -> None:
    lean = made(changed(aim="per_rial", least=400))

    spent = {plan.pk: sum(PlanChoice.objects.filter(run=plan).values_list("cost", flat=True)) for plan in (run, lean)}
    assert lean.value >= 400 * SCALE
    assert lean.value / spent[lean.pk] > run.value / spent[run.pk]
    assert lean.status == "proven"
    assert queries.faults(lean) == ()
    lean.beside["per_rial"]["value"] = "1/2"
    assert queries.faults(lean)
    with pytest.raises(PlanRefused, match="one small cheap package"):
        made(changed(aim="per_rial"))


def test_each_county_keeps_its_floor_and_the_cost_of_the_floors_is_told(run: PlanRun) -> None:
    jobs: dict[str, int] = {}
    for choice in PlanChoice.objects.filter(run=run).select_related("county"):
        jobs[choice.county.code] = jobs.get(choice.county.code, 0) + choice.jobs

    asked = floors(read_terms(run.problem))

    assert asked
    assert all(jobs[county] >= floor for county, floor in asked.items())
    assert run.beside["without_floors"] >= run.value / SCALE


def without(problem: Problem, code: str, **more: Any) -> Problem:
    return replace(
        problem, candidates=tuple(replace(one, **more) if one.id == code else one for one in problem.candidates)
    )


def best(problem: Problem) -> Fraction:
    return solve(problem, gap=0.0, rounds=ROUNDS).value


def test_each_reason_of_a_chosen_one_is_what_solving_without_it_says(run: PlanRun) -> None:
    plan, problem = queries.plan_of(run), read_terms(run.problem)
    for code, _, _ in queries.kept(run)[::12]:
        said = reasoning.reason(run, code, plan).data

        assert plan.value - best(without(problem, code, never="tried")) == Fraction(said["loses"])


def test_each_nearest_change_brings_the_refused_one_in_at_no_loss(run: PlanRun) -> None:
    plan, problem = queries.plan_of(run), read_terms(run.problem)
    refused = PlanChoice.objects.filter(run=run, package="").order_by("code")
    assert refused.count() == 89 - len(queries.kept(run))
    for choice in refused[::4]:
        said = reasoning.reason(run, choice.code, plan).data
        forced = best(without(problem, choice.code, must="tried"))
        assert plan.value - forced == Fraction(said["loss"])

        richer = with_money(without(problem, choice.code, must="tried"), said["money"])
        assert best(richer) >= plan.value
        assert best(with_jobs(problem, choice.code, said["jobs"])) >= plan.value


def with_money(problem: Problem, more: dict[str, int]) -> Problem:
    first = problem.periods[0]
    return replace(
        problem, money={**problem.money, **{(n, first): problem.money[n, first] + m for n, m in more.items()}}
    )


def with_jobs(problem: Problem, code: str, more: int) -> Problem:
    def richer(one: Candidate) -> Candidate:
        return replace(one, packages=tuple(replace(p, jobs=p.jobs + more) for p in one.packages), must="tried")

    return replace(problem, candidates=tuple(richer(one) if one.id == code else one for one in problem.candidates))


def test_a_must_with_its_reason_moves_others_and_the_comparison_says_who_and_why(run: PlanRun) -> None:
    pinned = PlanRun.objects.exclude(pk=run.pk).get(title__startswith=year_plan.TITLE)

    found = queries.compared(run, pinned, EVERYTHING)

    assert [name for name, *_ in found.terms] == ["pins"]
    assert pinned.value < run.value
    (entered,) = [move for move in found.moves if not move.before]
    assert "مصوبهٔ سفر استانی" in entered.why.fa
    assert all("تغییر الزام" in move.why.fa for move in found.moves if move.before)
    # those who gave way are told for whom
    assert all(entered.title in move.why.en for move in found.moves if move.before)


def test_who_sees_one_county_is_told_of_its_candidates_alone(run: PlanRun) -> None:
    seen = queries.choices(run, ILAM)

    assert {choice.county.code for choice in seen} == {"1601"}
    assert 0 < len(seen) < 89


def test_the_example_is_adopted_and_opens_nothing(run: PlanRun) -> None:
    adopted = queries.adoption(run)

    assert adopted is not None
    assert adopted.resolution.subject == year_plan.SUBJECT
    assert queries.steps(run) == {}
    assert queries.adopted_choices(AsOf(adopted.since_on)).count() == len(queries.kept(run))


def test_support_is_told_which_chosen_ones_wait_for_their_package(reader: Client, run: PlanRun) -> None:
    number = len(queries.kept(run))
    assert queries.waiting(AsOf(date.max), EVERYTHING) == {run: number}
    assert 0 < queries.waiting(AsOf(date.max), ILAM)[run] < number
    assert queries.waiting(ASOF, EVERYTHING) == {}

    assert f"/plans/{run.number}/" in reader.get("/packages/?day=1391-01-20").content.decode()


def test_carrying_out_opens_a_package_and_gives_the_case_its_task(run: PlanRun) -> None:
    from hamahang.accounts import queries as accounts

    choice = next(c for c in queries.choices(run, EVERYTHING) if c.package and c.case_id)
    bank = next(agency for agency in accounts.agencies() if agency.kind == "BANK")
    on = TIR_10 + timedelta(days=60)

    package = adopting.carry_out(choice=choice, agency=bank, due_on=on + timedelta(days=30), on=on, by="tests", at=NOW)

    assert package.unit_id == choice.case.unit_id
    assert package.resolution_no == str(PlanAdoption.objects.get(run=run).resolution)
    task = PlanItem.objects.get(case=choice.case, cost=choice.cost)
    assert task.jobs == choice.jobs // SCALE
    with pytest.raises(PlanRefused, match="opened already"):
        adopting.carry_out(choice=choice, agency=bank, due_on=on, on=on, by="tests", at=NOW)


def test_all_packages_of_an_adopted_plan_are_opened_at_once_and_who_is_left_is_named(run: PlanRun) -> None:
    from hamahang.accounts import queries as accounts

    bank = next(agency for agency in accounts.agencies() if agency.kind == "BANK")
    on = TIR_10 + timedelta(days=60)
    carried = adopting.carry_out_all(run=run, agency=bank, due_on=on + timedelta(days=30), on=on, by="tests", at=NOW)

    kept = {code for code, _, _ in queries.kept(run)}
    assert len(carried.opened) + len(carried.left) == len(kept)
    assert carried.opened
    assert len(queries.steps(run)) == len(carried.opened)
    assert all("registered unit" in why.en for _, why in carried.left)
    again = adopting.carry_out_all(run=run, agency=bank, due_on=on, on=on, by="tests", at=NOW)
    assert again.opened == ()


def test_a_plan_that_is_not_adopted_opens_nothing(played: Province) -> None:
    from hamahang.accounts import queries as accounts

    other = made(year_plan.terms_of(ASOF))
    with pytest.raises(PlanRefused, match="not adopted"):
        adopting.carry_out_all(run=other, agency=accounts.agencies()[0], due_on=TIR_10, on=TIR_10, by="tests", at=NOW)


def test_whom_the_rules_of_a_programme_exclude_is_out_with_the_rule_in_words(run: PlanRun) -> None:
    by_rules = made(changed(rules=True))
    barred = by_rules.words["barred"]

    assert 0 < len(barred) < 89
    assert not {code for code, _, _ in queries.kept(by_rules)} & set(barred)
    said = reasoning.reason(by_rules, next(iter(barred))).said
    assert "the rules of the programme exclude it" in said.en
    assert "ضابطه‌های برنامه" in said.fa
    assert by_rules.value <= run.value


def test_a_plan_is_adopted_once_by_a_resolution_that_was_passed(run: PlanRun) -> None:
    other, resolution = made(year_plan.terms_of(ASOF)), min(board.resolutions_by_number().values(), key=lambda r: r.pk)
    with pytest.raises(PlanRefused, match="adopted already"):
        adopting.adopt(run=run, resolution=resolution, on=TIR_10, by="tests", at=NOW)
    with pytest.raises(PlanRefused, match="before its own day"):
        adopting.adopt(run=other, resolution=resolution, on=TIR_10 - timedelta(days=1), by="tests", at=NOW)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"of_total": True}, "thinnest county"),
        ({"kinds": []}, "at least one kind"),
        ({"money": {}}, "nobody is taken|cannot be kept together"),
        ({"alpha": 100, "kappa": 100}, "cannot be kept together"),
        ({"money": {"TARGETED_SUBSIDIES.GRANT": [-5_000_000, 0]}}, "is negative"),
        ({"loan": 0}, "Loan share of what is left of a project, percent” is 0; write a number from 1"),
        ({"alpha": 130}, "Floor of each county, percent” is 130; write a number from 0"),
        ({"pins": {"PROJECT:x": {"is_must": True, "reason": " "}}}, "Say why"),
    ],
)
def test_absurd_terms_get_the_reason_in_words(played: Province, more: dict[str, Any], words: str) -> None:
    with pytest.raises(PlanRefused, match=words):
        made(changed(**more))


def test_all_forbidden_is_told(run: PlanRun) -> None:
    pins = {one["id"]: Pin(is_must=False, reason="آزمون") for one in run.problem["candidates"]}

    with pytest.raises(PlanRefused, match="all are forbidden"):
        made(PlanTerms(money=year_plan.terms_of(ASOF).money, pins=pins))


def test_floors_that_the_money_cannot_keep_are_named_with_the_least_relaxation(played: Province) -> None:
    with pytest.raises(PlanRefused) as refused:
        made(changed(alpha=100, kappa=100))

    assert "کف " in refused.value.why.fa
    assert "کم‌ترین گشایش" in refused.value.why.fa
    assert "TARGETED_SUBSIDIES" not in refused.value.why.fa


def test_how_steady_the_plan_is_was_kept_with_it(run: PlanRun) -> None:
    steady, chosen = run.beside["steadiness"], {code for code, _, _ in queries.kept(run)}

    assert set(steady["core"]) == {one["id"] for one in run.problem["candidates"]}
    assert {code for code, kind in steady["core"].items() if kind == "core"} <= chosen
    jobs = [run.value / SCALE, *(step["jobs"] for step in steady["growth"])]
    assert jobs == sorted(jobs)
    assert all(other["jobs"] >= 0.99 * run.value / SCALE for other in steady["others"])


def test_the_ledger_knows_what_was_planned(run: PlanRun) -> None:
    assert run.entry.action == "planning.plan.run"
    assert verify_records() is None


def test_a_chance_comes_from_the_forecast_of_the_day_where_it_knows_the_candidate(run: PlanRun) -> None:
    foreseen = coming(ASOF)
    for choice in PlanChoice.objects.filter(run=run):
        key = f"casework.Case:{choice.case_id}" if choice.case_id else f"projects.InvestmentProject:{choice.project_id}"
        posed = next(one for one in run.problem["candidates"] if one["id"] == choice.code)
        whole = next(one for one in posed["packages"] if one["id"] == "FULL")

        assert (run.words["basis"][choice.code]["en"] == FORESEEN.en) == (key in foreseen)
        if key in foreseen:
            assert max(whole["chance"].values()) == pytest.approx(foreseen[key].chance, abs=1e-4)


def test_an_adopted_plan_moves_the_promise_from_its_adoption_on(
    reader: Client, run: PlanRun, capsys: pytest.CaptureFixture[str]
) -> None:
    promise = commitments.commitments_of_jobs(ASOF).get()
    adopted = queries.adoption(run)
    assert adopted is not None
    reader.cookies["hamahang_language"] = "en"

    def asked(day: date) -> str:
        html = reader.get(f"/commitments/{promise.pk}/?day={write_day(day)}").content.decode()
        planned = html[html.index('id="planned"') : html.index('id="drivers"')]
        return re.sub(r"[\u2068\u2069]", "", planned)

    before, after = asked(TIR_10), asked(adopted.since_on)

    assert adopted.since_on > TIR_10
    assert "It was not adopted by this day and is not in the chance" in before
    assert "Chance with the adopted plan" not in before
    assert f"day={write_day(adopted.since_on)}" in before
    assert "Chance with the adopted plan" in after
    now = AsOf(adopted.since_on)
    seen = foresee(promise, now)
    steered = with_plans(seen, now).steered
    assert steered.probability > seen.probability
    assert chance(steered.probability).en in after

    def told(day: date) -> Any:
        assert main(["forecast", "run", "--commitment", promise.number, "--day", write_day(day), "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    early, late = told(TIR_10), told(adopted.since_on)
    assert early["with_adopted_plan"]["probability"] == early["probability"]
    assert [one["plan"] for one in early["with_adopted_plan"]["adopted_later"]] == [run.number]
    assert [one["plan"] for one in late["with_adopted_plan"]["adopted"]] == [run.number]
    assert late["with_adopted_plan"]["probability"] == float(steered.probability) > late["probability"]
    links = re.findall(r'href="([^"]+)"', after[after.index("<details") :])
    assert len(links) == 2 * len(steered.cases) > 0
    assert {reader.get(link.replace("&amp;", "&")).status_code for link in links[:6]} == {200}


def test_an_english_page_of_a_plan_names_counties_in_english(reader: Client, run: PlanRun) -> None:
    reader.cookies["hamahang_language"] = "en"
    one = next(choice for choice in queries.choices(run, EVERYTHING) if choice.county.code == "1605")
    for page in (f"/plans/{run.number}/", f"/plans/{run.number}/{one.pk}/"):
        html = reader.get(page).content.decode()

        assert "<bdi>Mehran</bdi>" in html
        assert "<bdi>مهران</bdi>" not in html


# --- in the page ---


@pytest.fixture
def reader(played: Province, client: Client) -> Client:
    client.force_login(persona("SECRETARY"))
    client.post("/as-of/", {"day": "1390-04-10"})
    return client


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_plan_its_reasons_and_its_letters_are_pages(reader: Client, run: PlanRun, language: str) -> None:
    reader.cookies["hamahang_language"] = language
    one = queries.choices(run, EVERYTHING)[-1]
    pages = ["/plans/", "/plans/new/", f"/plans/{run.number}/", f"/plans/{run.number}/{one.pk}/"]
    pages += [
        f"/plans/{run.number}/front/",
        f"/plans/{run.number}/{one.pk}/letter/",
        f"/plans/compare/?before={run.number}&after={run.number}",
    ]

    for page in pages:
        response = reader.get(page)

        html = response.content.decode()
        assert response.status_code == 200
        assert f'lang="{language}"' in html
        assert 'style="' not in html
        text = re.sub(r"<(script|style).*?</\1>|<code.*?</code>|<bdi dir=.ltr.*?</bdi>|<[^>]*>", " ", html, flags=re.S)
        if language == "fa":
            assert not re.search(r"[۰-۹][0-9]|[0-9][۰-۹]", text), page


def test_terms_are_said_in_words_run_and_looked_at(reader: Client, run: PlanRun) -> None:
    form = {
        "title": "دور سوم", "kind-REVIVAL": "1", "kind-AFFECTED": "1", "kind-PROJECT": "1", "aim": "expected",
        "alpha": "۱", "money-3-1": "۲۶۰ میلیارد ریال", "money-4-1": "۱۸۰ میلیارد ریال", "carried-4": "1",
        "money-6-1": "640 billion rials",
    }  # fmt: skip

    words = reader.post("/plans/new/", form | {"act": "look"}).content.decode()
    assert "۴۱ نامزد از ۴۴" in words
    assert "مگر مانده‌شان منتقل شود: سرمایهٔ ثابت" in words
    assert "مگر مانده‌شان" not in reader.post("/plans/new/", form | {"act": "look", "carried-6": "1"}).content.decode()
    response = reader.post("/plans/new/", form | {"act": "run"})

    assert response.status_code == 302
    made_run = PlanRun.objects.order_by("-pk")[0]
    assert (made_run.title, made_run.day) == ("دور سوم", TIR_10)
    assert reader.post(f"/plans/{made_run.number}/again/").status_code == 302


def test_a_pin_stays_when_other_terms_are_tried_unless_it_is_let_go(reader: Client, run: PlanRun) -> None:
    pinned = PlanRun.objects.exclude(pk=run.pk).get(title__startswith=year_plan.TITLE)
    address = f"/plans/new/?from={pinned.number}"
    form = {
        "title": "دور چهارم",
        "kind-AFFECTED": "1",
        "aim": "expected",
        "money-4-1": "180 billion rials",
        "act": "run",
    }
    assert "مصوبهٔ سفر استانی" in reader.get(address).content.decode()

    for keeps in ({"pin-0": "1"}, {}):
        assert reader.post(address, form | keeps | {"act": "run"}).status_code == 302
        assert bool(PlanRun.objects.order_by("-pk")[0].terms["pins"]) == bool(keeps)


def test_absurd_terms_are_answered_on_the_page(reader: Client) -> None:
    form = {"title": "الف", "kind-PROJECT": "1", "aim": "expected", "alpha": "50", "of_total": "1", "act": "run"}

    response = reader.post("/plans/new/", form)

    assert response.status_code == 422
    assert "کم‌توان‌ترین شهرستان" in response.content.decode()


def test_a_pin_from_the_page_needs_its_reason_and_leads_to_the_comparison(reader: Client, run: PlanRun) -> None:
    one = queries.choices(run, EVERYTHING)[-1]
    address = f"/plans/{run.number}/{one.pk}/pin/"

    assert reader.post(address, {"decision": "must", "reason": ""}).status_code == 422
    response = reader.post(address, {"decision": "must", "reason": "تأمین برق شهرک"})

    assert response["Location"].startswith(f"/plans/compare/?before={run.number}&after=")


def test_a_candidate_waits_for_another_by_the_terms_and_the_letter_names_it(reader: Client, run: PlanRun) -> None:
    of_projects = [one for one in queries.choices(run, EVERYTHING) if one.kind == "PROJECT"]
    plant, station = of_projects[0], of_projects[-1]
    address = f"/plans/{run.number}/{plant.pk}/wait/"

    for wrong in ({"needs": plant.code, "reason": "برق"}, {"needs": station.code, "reason": ""}, {"needs": "x"}):
        assert reader.post(address, wrong).status_code == 422
    assert reader.post(address, {"needs": station.code, "reason": "برق ۱۲ مگاوات"}).status_code == 302

    made_run = PlanRun.objects.order_by("-pk")[0]
    chosen = {code for code, _, _ in queries.kept(made_run)}
    assert plant.code not in chosen or station.code in chosen
    assert "منتظر" in reasoning.reason(made_run, plant.code).said.fa
    assert station.title in reasoning.reason(made_run, plant.code).said.en
    assert "برق ۱۲ مگاوات" in reader.get(f"/plans/new/?from={made_run.number}").content.decode()


def test_what_the_records_say_of_an_order_is_in_the_problem_its_words_and_its_reasons(
    reader: Client, run: PlanRun
) -> None:
    plant = next(one for one in queries.choices(run, EVERYTHING) if one.kind == "PROJECT")
    station = factories.project(title="پست برق شهرک", county=plant.county, programme="OTHER", investment=10**10)
    factories.project_stage(project=station, since_on=TIR_10)
    awaiting.wait_for(needed=station, project=plant.project, reason="برق", on=TIR_10, by="tests", at=NOW)

    problem, _, words = running.posed(changed(order=True), ASOF)
    form = {"title": "با ترتیب", "kind-PROJECT": "1", "aim": "expected", "order": "1", "money-6-1": "640 billion rials"}
    page = reader.post("/plans/new/", form | {"act": "look"}).content.decode()
    assert reader.post("/plans/new/", form | {"act": "run"}).status_code == 302

    needs = {one.id: one.needs for one in problem.candidates}
    assert needs[plant.code] == (f"PROJECT:{station.number}",)
    assert [wait["reason"] for wait in words["waits"]] == ["برق"]
    assert "تنها با آنچه منتظر آن است" in page
    assert "پست برق شهرک" in page
    assert "۱ طرح دیگر آورده شده است" in page
    assert "۱۵ نامزد از ۱۵" in page
    made_run = PlanRun.objects.order_by("-pk")[0]
    assert "پست برق شهرک" in reasoning.reason(made_run, plant.code).said.fa


def test_prices_have_their_ranges_and_their_steps_are_solved(reader: Client, run: PlanRun) -> None:
    made_run, address = made(changed(minutes=900)), "/plans/{}/front/?part={}"

    of_plan = reader.get(f"/plans/{made_run.number}/").content.decode()
    at_once = reader.get(f"/plans/{made_run.number}/front/").content.decode()
    of_steps = reader.get(address.format(made_run.number, "steps"), headers={"HX-Request": "true"}).content.decode()

    assert "یک ساعت بیشتر" in of_plan
    assert "بها برقرار است" in of_plan
    assert at_once.count("حساب کن") == 3
    assert "<html" not in of_steps
    plan, steps = queries.plan_of(made_run), queries.steps_more(made_run)
    worth, found = next((one, step) for one, step in steps if one["code"].startswith("hours:"))
    period = int(worth["code"].rpartition(":")[2])
    assert found is not None
    assert best(replace(plan.arranged.problem, minutes={1: 900, 2: 900, period: 960})) - plan.value == found.jobs
    # what was worked out once is there at once
    assert reader.get(f"/plans/{made_run.number}/front/").content.decode().count("حساب کن") == 2


def test_steps_are_not_told_of_a_plan_that_seeks_less_money_nor_of_one_kept_before_them(
    reader: Client, run: PlanRun
) -> None:
    cheap = made(changed(aim="cost", target=100, alpha=None))
    address = "/plans/{}/front/?part=steps"

    assert queries.steps_more(cheap) == []
    assert "هدفی جز بیشترین شغل" in reader.get(address.format(cheap.number)).content.decode()
    kept = {name: one for name, one in run.beside.items() if name != "worths"}
    earlier = factories.plan_run(**{name: getattr(run, name) for name in ("problem", "words", "terms")}, beside=kept)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(queries, "kept_plan", lambda run: None)
        page = reader.get(address.format(earlier.number)).content.decode()
    assert "پیش از آن نگه داشته شده است" in page


def test_a_reader_of_one_county_lets_a_candidate_wait_only_for_what_it_may_list(
    played: Province, run: PlanRun, client: Client
) -> None:
    client.force_login(persona("SECRETARY", places="1601"))
    mine = queries.choices(run, ILAM)
    other = next(one for one in queries.choices(run, EVERYTHING) if one.county.code != "1601")

    page = client.get(f"/plans/{run.number}/{mine[0].pk}/").content.decode()
    refused = client.post(f"/plans/{run.number}/{mine[0].pk}/wait/", {"needs": other.code, "reason": "برق"})

    assert mine[1].code in page
    assert other.code not in page
    assert refused.status_code == 422


def test_where_luck_is_shared_a_promise_is_smaller(reader: Client, played: Province) -> None:
    made_run = made(changed())

    assert made_run.beside["shaken"]["promise"] < made_run.beside["promise"]
    assert "اگر بخت همه یکی باشد" in reader.get(f"/plans/{made_run.number}/").content.decode()


def test_the_page_lays_the_floor_of_each_county_beside_what_it_gets(reader: Client, run: PlanRun) -> None:
    assert set(queries.floors_of(run)) == set(floors(read_terms(run.problem)))
    assert "کف، شغل" in reader.get(f"/plans/{run.number}/").content.decode()


def test_the_letter_is_a_file_too(reader: Client, run: PlanRun) -> None:
    one = queries.choices(run, EVERYTHING)[-1]

    response = reader.get(f"/plans/{run.number}/{one.pk}/letter/docx/")

    assert response.status_code == 200
    assert response.content[:2] == b"PK"
    assert reader.get(f"/plans/{run.number}/{one.pk}/letter/exe/").status_code == 404


def test_a_bank_officer_sees_no_plan(played: Province, run: PlanRun, client: Client) -> None:
    client.force_login(persona("BANK"))

    assert client.get(f"/plans/{run.number}/").status_code == 403


def test_scenarios_of_the_terms_and_foreseeable_ones_are_a_page_and_data(reader: Client, run: PlanRun) -> None:
    form = {
        "title": "با حالت", "kind-REVIVAL": "1", "kind-AFFECTED": "1", "kind-RESTRUCTURING": "1", "kind-PROJECT": "1",
        "aim": "expected", "alpha": "1", "money-3-1": "260 billion rials", "money-4-1": "180 billion rials",
        "money-6-1": "640 billion rials", "act": "run", "scenario-0-title": "بازسازی کمتر", "scenario-0-money": "۲۰",
        "scenario-0-line": "TARGETED_SUBSIDIES.REBUILDING",
        "scenario-1-title": "رکود کانی", "scenario-1-sector": "۲۳", "scenario-1-chances": "30",
    }  # fmt: skip
    assert reader.post("/plans/new/", form).status_code == 302
    made_run = PlanRun.objects.order_by("-pk")[0]
    address = f"/plans/{made_run.number}/scenarios"
    assert "حساب کن" in reader.get(f"{address}/").content.decode()

    told = reader.get(f"{address}.json").json()["scenarios"]
    page = reader.get(f"{address}/?part=rows").content.decode()

    assert [one["title"]["fa"] for one in told if one["stated"]] == ["بازسازی کمتر", "رکود کانی"]
    assert len(told) == 2 + 3 + 4
    value = made_run.value / SCALE
    for one in told:
        assert 0 <= one["kept"] <= value + 1e-6
        assert one["regret"] >= 0
        assert one["bound"] >= one["best"] >= one["kept"]
    assert told[0]["gone"]
    assert "رکود کانی" in page
    assert "بازسازی کمتر" in reader.get(f"/plans/new/?from={made_run.number}").content.decode()


def test_a_scenario_that_says_nothing_is_refused_on_the_page(reader: Client) -> None:
    form = {"title": "الف", "kind-PROJECT": "1", "aim": "expected", "act": "look", "scenario-0-title": "هیچ"}

    assert "آنچه در آن دیگر است" in reader.post("/plans/new/", form).content.decode()


def test_a_plan_that_takes_long_says_how_far_it_is_and_leads_to_what_came_of_it(
    reader: Client, run: PlanRun, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(trying, "start", lambda **_: None)
    reader.cookies["hamahang_language"] = "en"
    form = {"title": "دور پنجم", "kind-PROJECT": "1", "aim": "cvar", "money-6-1": "640 billion rials", "act": "run"}

    address = reader.post("/plans/new/", form)["Location"]

    page = reader.get(address).content.decode()
    assert "Looking for the best plan" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "being made" in reader.get("/plans/").content.decode()
    assert reader.post(f"{address}stop/").status_code == 302
    assert "The best so far is being kept" in reader.get(address).content.decode()
    assert reader.post(f"{address}leave/").status_code == 302
    code = address.split("/")[3]
    (tmp_path / f"planning-{code}.stop").unlink()

    made_run = trying.carry_out(code=code, store=tmp_path, clock=time.time, at=NOW)

    assert made_run is not None
    assert (made_run.title, made_run.day, made_run.terms["aim"]) == ("دور پنجم", TIR_10, "cvar")
    assert reader.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert reader.get(address)["Location"] == f"/plans/{made_run.number}/"
    assert reader.get(address).status_code == 404


def test_a_plan_whose_process_died_is_told_as_broken_off_and_can_begin_again(
    reader: Client, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    begun: list[str] = []
    monkeypatch.setattr(trying, "start", lambda code, **_: begun.append(code))
    form = {"title": "دور ششم", "kind-PROJECT": "1", "aim": "cvar", "act": "run"}
    address = reader.post("/plans/new/", form)["Location"]
    (file,) = tmp_path.glob("planning-*.json")
    os.utime(file, (time.time() - 2 * trying.SILENT,) * 2)

    page = reader.get(address).content.decode()

    assert "کار ناتمام ماند" in page
    assert "http-equiv" not in page
    code = address.split("/")[3]
    assert f"try={code}" in page
    assert "دور ششم" in reader.get(f"/plans/new/?try={code}").content.decode()
    assert reader.post(f"{address}again/").status_code == 302
    assert len(begun) == 2
    assert reader.post(f"{address}leave/")["Location"] == "/plans/"
    assert reader.get(address).status_code == 404


def test_a_plan_that_was_stopped_says_so_and_keeps_no_more_than_was_found(run: PlanRun) -> None:
    watch = Watch(stopped=lambda: True)

    stopped = running.run_plan(
        title="بس", terms=year_plan.terms_of(ASOF), asof=ASOF, watch=watch, by="tests", at=NOW
    )  # fmt: skip

    assert stopped.beside["stopped"]
    assert stopped.beside["steadiness"] == {}
    assert stopped.value <= stopped.bound
    assert queries.faults(stopped) == ()
