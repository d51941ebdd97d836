"""What a letter, a candidate's page and a plan's page say of those whom a rule left out before the weighing."""

import re
from typing import Any

import pytest
from django.test import Client

from hamahang.accounts.queries import EVERYTHING
from hamahang.cli.samples import year_plan
from hamahang.domain.ledger import AsOf
from hamahang.domain.money import say_rials
from hamahang.planning import queries, running, setting
from hamahang.planning.models import PlanChoice, PlanRun
from hamahang.web.planning import fields
from tests.personas import persona
from tests.province import NOW, TIR_10, Province

pytestmark = pytest.mark.django_db
ASOF = AsOf(TIR_10)


@pytest.fixture
def reader(played: Province, client: Client) -> Client:
    client.force_login(persona("SECRETARY"))
    client.post("/as-of/", {"day": "1390-04-10"})
    return client


def made(**more: Any) -> PlanRun:
    terms = setting.read(setting.as_data(year_plan.terms_of(ASOF)) | more)
    return running.run_plan(title="آزمون", terms=terms, asof=ASOF, by="tests", at=NOW)


def text(client: Client, address: str, language: str) -> str:
    client.cookies["hamahang_language"] = language
    html = client.get(address).content.decode()
    return re.sub(r"[\u2066-\u2069]|<[^>]*>", "", html[html.index("<main") :])


def test_a_letter_to_one_left_out_by_a_rule_says_the_rule_and_no_weighing(reader: Client) -> None:
    run = made(rules=True)
    barred = run.words["barred"]
    one = PlanChoice.objects.get(run=run, code=next(iter(barred)))
    address = f"/plans/{run.number}/{one.pk}/"
    fa, en = (text(reader, f"{address}letter/", language) for language in ("fa", "en"))

    assert f"In this round {89 - len(barred)} applicants were weighed together. Yours was left out" in en
    assert "solving" not in en
    assert "By our register" in en
    assert "حل دوباره" not in fa
    assert "به ثبت ما" in fa
    assert "حمایت پیشین برابر نه" not in fa
    assert "is a draft" in en
    assert "not by solving the problem" in text(reader, address, "en")


def test_a_letter_to_one_who_was_weighed_counts_only_those_who_were(reader: Client) -> None:
    run = made(rules=True, alpha=None)
    weighed = next(one for one in queries.choices(run, EVERYTHING) if one.package)
    en = text(reader, f"/plans/{run.number}/{weighed.pk}/letter/", "en")

    assert f"In this round {89 - len(run.words['barred'])} applicants were weighed together and" in en
    assert "floor of each county" not in en
    assert "solving the same problem again" in en


def test_the_page_says_how_many_reasons_are_still_to_be_found_and_shows_those_of_rules(reader: Client) -> None:
    run = made(rules=True)
    barred, refused = len(run.words["barred"]), PlanChoice.objects.filter(run=run, package="").count()
    page = text(reader, f"/plans/{run.number}/", "en")

    assert f"{barred} were left out before the weighing, each with its reason" in page
    assert page.count("was not weighed with the others") == barred
    assert refused > barred
    assert f"the reasons of {refused - barred} are not worked out yet" in page
    reader.post(f"/plans/{run.number}/explain/")
    after = text(reader, f"/plans/{run.number}/", "en")
    assert "are not worked out yet" not in after
    assert "under each stands the nearest change" in after


def test_who_is_left_out_by_a_rule_moved_by_the_rule_and_by_no_decision(reader: Client) -> None:
    before, after = made(), made(rules=True)
    barred = {one["fa"] for one in after.words["barred"].values()}
    moves = [move for move in queries.compared(before, after, EVERYTHING).moves if not move.after]

    told = [move.why for move in moves if any(rule in move.why.fa for rule in barred)]
    assert told
    assert not any("by decision" in why.en for why in told)
    assert all("By the rules of" in why.en for why in told)


# --- what a form says of a field that cannot be read ---


@pytest.mark.parametrize(
    ("field", "written", "fa", "en"),
    [
        (
            "alpha",
            "abc",
            "«کف هر شهرستان، درصد»: «abc» عدد نیست. عددی درست بنویسید",
            "“Floor of each county, percent”: “abc”",
        ),
        (
            "gini",
            "۱۳۰",
            "«سقف جینی، درصد» ۱۳۰ است؛ عددی از ۰ تا ۱۰۰ بنویسید",
            "“Gini at most, percent” is 130; write a number",
        ),
        (
            "loan",
            "0",
            "سهم تسهیلات از ماندهٔ طرح، درصد» ۰ است؛ عددی از ۱",
            "percent” is 0; write a number from 1 to 100",
        ),
        ("bank", "۲۰", "«سقف هر بانک»: واحد مبلغ «۲۰» را هم بنویسید", "“At most through one bank”: say the unit"),
        ("sector", "-۵ ریال", "«سقف هر رشته»: «-۵ ریال» کمتر از صفر", "“At most for one sector”: “-۵ ریال” is less"),
        ("money-3-1", "پنج", "نیم‌سال ۱»: واحد مبلغ «پنج»", "half-year 1”: say the unit of “پنج”"),
    ],
)
def test_a_field_that_cannot_be_read_is_named_with_the_repair_and_what_was_typed_stays(
    reader: Client, field: str, written: str, fa: str, en: str
) -> None:
    form = {"title": "دور سوم", "kind-PROJECT": "1", "aim": "cost", "act": "look", "minutes": "77", field: written}
    for language, words in (("fa", fa), ("en", en)):
        reader.cookies["hamahang_language"] = language
        response = reader.post("/plans/new/", form)
        html = re.sub(r"[\u2066-\u2069]", "", response.content.decode())

        assert response.status_code == 422
        assert words in html
        assert 'value="77"' in html
        assert f'value="{written}"' in html
        assert '<option value="cost" selected>' in html
        assert 'name="kind-REVIVAL" value="1">' in html


def test_a_number_of_a_scenario_that_cannot_be_read_is_named_too(reader: Client) -> None:
    form = {"title": "الف", "kind-PROJECT": "1", "aim": "expected", "act": "look", "scenario-1-title": "خشکسالی"}
    for language, words in (
        ("fa", "«حالت ۲، هزینه چند درصد بیشتر»: «کم» عدد نیست"),
        ("en", "“Scenario 2, Costs, percent more”"),
    ):
        reader.cookies["hamahang_language"] = language
        response = reader.post("/plans/new/", form | {"scenario-1-costs": "کم"})

        assert response.status_code == 422
        assert words in re.sub(r"[\u2066-\u2069]", "", response.content.decode())


def test_an_aim_that_lacks_something_is_refused_in_words_before_anything_is_sought(reader: Client) -> None:
    form = {"title": "الف", "kind-PROJECT": "1", "aim": "leximin"}
    for act in ("look", "run"):
        response = reader.post("/plans/new/", form | {"act": act})

        assert response.status_code == 422
        assert "برای «نخست کم‌بهره‌ترین شهرستان» کف شهرستان‌ها را بنویسید" in response.content.decode()
        assert "leximin" not in re.sub(r"<[^>]*>", "", response.content.decode())


def test_floors_that_an_aim_does_not_use_are_said_to_be_left_aside(reader: Client) -> None:
    form = {"title": "الف", "kind-PROJECT": "1", "aim": "cost", "target": "100", "least": "40", "act": "look"}
    unused = "«دست‌کم شغل» تنها برای شغل به ازای ریال به کار می‌آید"

    def said(form: dict[str, str]) -> str:
        return re.sub(r"[\u2066-\u2069]", "", reader.post("/plans/new/", form).content.decode())

    page = said(form)

    assert unused in page
    assert "آنچه جسته می‌شود: کم‌ترین پول برای شغلِ هدف" in page
    assert "دست‌کم پول» تنها" not in page
    assert unused not in said(form | {"aim": "per_rial"})
    assert unused in text(reader, f"/plans/{made(least=40).number}/", "fa")


def test_the_fields_are_called_what_the_form_calls_them(reader: Client) -> None:
    for language in ("fa", "en"):
        reader.cookies["hamahang_language"] = language
        html = reader.get("/plans/new/").content.decode().replace("&#39;", "'")
        for name, title in fields.NAMES.items():
            assert f'<label for="{name}">{title[language]}</label>' in html


def test_nought_rials_need_no_unit(reader: Client) -> None:
    form = {
        "title": "دور سوم",
        "kind-PROJECT": "1",
        "aim": "expected",
        "act": "look",
        "money-3-1": "0",
        "money-6-2": "۰",
    }

    assert reader.post("/plans/new/", form).status_code == 200


def test_a_decision_without_its_reason_is_refused_by_the_name_of_the_candidate(reader: Client) -> None:
    run = PlanRun.objects.get(title=year_plan.TITLE)
    one, other = queries.choices(run, EVERYTHING)[-2:]
    address = f"/plans/{run.number}/{one.pk}"
    for act, form in (("pin", {"decision": "must"}), ("wait", {"needs": other.code})):
        html = reader.post(f"{address}/{act}/", form | {"reason": " "}).content.decode()
        alert = re.sub(r"[\u2066-\u2069]", "", html[html.index('role="alert"') :][:300])

        assert one.title in alert
        assert one.code not in alert


# --- how good a plan is by what it seeks ---


@pytest.mark.parametrize(
    ("more", "en"),
    [
        ({}, "no plan under these terms brings more jobs (proven)"),
        (
            {"aim": "cost", "target": 400},
            "For 400 jobs it spends {money}; it is proven that no plan under these terms is better in that",
        ),
        ({"aim": "leximin", "kinds": ["PROJECT"]}, "The worst-served county gets "),
        ({"aim": "promise"}, "With 90 % it brings at least {promise} jobs. It is the best"),
    ],
)
def test_the_page_says_of_each_aim_its_figure_and_its_bound(reader: Client, more: dict[str, Any], en: str) -> None:
    run = made(**more)
    page = text(reader, f"/plans/{run.number}/", "en")
    values = {
        "money": say_rials(sum(one.cost for one in queries.choices(run, EVERYTHING)), "en"),
        "promise": run.beside["promise"],
    }

    assert en.format(**values) in page
    assert "its distance is told" not in page
    assert ("A plan that sought the most jobs" in page) == bool(more)
