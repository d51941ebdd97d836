"""The page of a candidate that depends on another: by what its chance was multiplied, in both languages."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from hamahang.methods.portfolio import plans
from hamahang.methods.portfolio.problem import SCALE, Problem
from hamahang.methods.portfolio.terms import write_terms
from hamahang.planning import queries
from hamahang.planning.models import PlanChoice, PlanRun
from tests import factories
from tests.methods.portfolio.test_waiting import LINE, PROBLEM, UNIT, package
from tests.personas import persona

pytestmark = pytest.mark.django_db


def kept(problem: Problem, *, without: str = "") -> tuple[PlanRun, dict[str, PlanChoice]]:
    """Return a plan of a problem as a run that is kept, and what it says of each candidate.

    without: what earlier runs did not keep of a candidate
    """
    plan, said = plans.solve(problem, gap=0.0, rounds=1), write_terms(problem)
    for one in said["candidates"]:
        one.pop(without, None)
    run = factories.plan_run(
        problem=said, value=int(plan.value * SCALE), bound=int(plan.value * SCALE),
        prices={code: str(price) for code, price in plan.prices.items()},
    )  # fmt: skip
    taken = {column.candidate.id: column for column in plan.chosen}
    counties = {code: factories.county(code=code) for code in sorted({one.county for one in problem.candidates})}
    found = {}
    for one in problem.candidates:
        column = taken.get(one.id)
        how: dict[str, Any] = {}
        if column is not None:
            how = {"package": column.package.id, "start": column.start, "jobs": column.value}
        found[one.id] = factories.plan_choice(
            run=run, code=one.id, title=one.title or one.id, county=counties[one.county], **how
        )
    return run, found


def named(problem: Problem) -> Problem:
    """Return a problem whose packages are called as the pages know them."""
    titles = {"line": "پست برق", "unit": "شیشه"}
    candidates = tuple(
        replace(
            one, title=titles.get(one.id, one.id),
            packages=tuple(replace(each, id=name) for each, name in zip(one.packages, ("FULL", "PART"), strict=False)),
        )
        for one in problem.candidates
    )  # fmt: skip
    return replace(problem, candidates=candidates)


def page(client: Client, run: PlanRun, choice: PlanChoice, language: str) -> str:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    found = client.get(f"/plans/{run.number}/{choice.pk}/")
    assert found.status_code == 200
    # names are kept apart from the words around them, in marks and in elements
    return re.sub(r"\s+", " ", re.sub("<[^>]*>", " ", re.sub("[\u2068\u2069]", "", found.content.decode())))


def test_a_chance_says_by_what_it_was_multiplied(client: Client) -> None:
    run, choices = kept(named(PROBLEM))
    client.force_login(persona("SECRETARY"))

    english, persian = (page(client, run, choices["unit"], language) for language in ("en", "fa"))

    assert "100 jobs if it succeeds; chance 50 % × 80 % of what it waits for = 40 %; 50 % last" in english
    assert "“پست برق” chance 80 % whole package, from half-year 1" in english
    assert "its chance is counted times that of “پست برق” (80 %)" in english  # the reason, solved again
    assert "۱۰۰ شغل اگر پا بگیرد؛ احتمال ۵۰٪ × ۸۰٪ آنچه منتظرش است = ۴۰٪؛ ۵۰٪ ماندگار" in persian
    assert "«پست برق» احتمال ۸۰٪ بستهٔ کامل، از نیم‌سال ۱" in persian
    assert "احتمالش در احتمال «پست برق» (۸۰٪) ضرب شده است" in persian
    assert "×" not in page(client, run, choices["line"], "en")


def test_of_who_is_out_the_best_that_might_be_is_told(client: Client) -> None:
    dear = replace(PROBLEM, candidates=(LINE, replace(UNIT, packages=(package("p", 100, 90, 0.5),))))
    other = replace(LINE, id="other", packages=(package("p", 9, 1, 0.5),))
    run, choices = kept(named(replace(dear, candidates=(*dear.candidates, other))))
    run_without, without = kept(named(replace(dear, candidates=(replace(LINE, never="دادگاه"), UNIT, other))))
    client.force_login(persona("SECRETARY"))

    assert [code for code, _, _ in queries.kept(run)] == ["other"]
    assert "chance 80 % not in this plan; at best" in page(client, run, choices["unit"], "en")
    never = page(client, run_without, without["unit"], "en")
    assert "chance 50 % × 0 % of what it waits for = 0 %" in never
    assert "cannot come in this plan" in never


def test_who_is_waited_for_elsewhere_is_not_named_but_its_chance_is_told(client: Client) -> None:
    here = replace(PROBLEM, candidates=(LINE, replace(UNIT, county="1605")))
    run, choices = kept(named(here))
    client.force_login(persona("FACILITIES", places="1605"))

    english = page(client, run, choices["unit"], "en")

    assert "a candidate elsewhere chance 80 %" in english
    assert "its chance is counted times that of a candidate elsewhere (80 %)" in english
    assert "پست برق" not in english


def test_an_earlier_plan_says_that_its_chances_were_not_multiplied(client: Client) -> None:
    earlier = replace(PROBLEM, candidates=(LINE, replace(UNIT, is_dependent=False)))
    run, choices = kept(named(earlier), without="is_dependent")
    client.force_login(persona("SECRETARY"))

    english = page(client, run, choices["unit"], "en")

    assert queries.faults(run) == ()
    assert "its chance was not multiplied by that of what it waits for" in english
    assert "×" not in english
    assert "was not multiplied" not in page(client, run, choices["line"], "en")
