"""Who may list one county reads plans whole, and of candidates elsewhere nothing but how many they are."""

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.cli.samples import year_plan
from hamahang.domain.ledger import AsOf
from hamahang.domain.money import say_rials
from hamahang.domain.planning import Pin, PlanRefused, PlanTerms, Stated
from hamahang.planning import adopting, queries, running, setting, trying
from hamahang.planning.models import PlanChoice, PlanRun
from hamahang.planning.naming import ELSEWHERE
from tests.personas import persona
from tests.province import NOW, TIR_10, Province

pytestmark = pytest.mark.django_db
ASOF = AsOf(TIR_10)
ILAM = Reach(places=frozenset({"1601"}))
BY: dict[str, Any] = {"by": "tests", "at": NOW}
LINK = re.compile(r'(?:href|hx-get)="(/[^"#]*)')
SIGNED_OUT = ("/static/", "/sign-out/")


def changed(**more: Any) -> PlanTerms:
    return setting.read(setting.as_data(year_plan.terms_of(ASOF)) | more)


@pytest.fixture
def first(played: Province) -> PlanRun:
    return PlanRun.objects.get(title=year_plan.TITLE)


@pytest.fixture
def run(first: PlanRun) -> PlanRun:
    """Return a plan in which candidates here and elsewhere hold each other, with all its reasons kept."""
    here = [one.code for one in queries.choices(first, ILAM)]
    there = [one.code for one in queries.choices(first, EVERYTHING) if one.code not in here]
    waits = {here[0]: Stated(there[0], "برق آن"), there[1]: Stated(here[1], "آب آن")}
    pins = {there[2]: Pin(is_must=True, reason="سفر"), here[2]: Pin(is_must=False, reason="دادگاه")}
    terms = changed(owner=90_000_000_000, **said(pins, waits))
    made = running.run_plan(title="دور سوم", terms=terms, asof=ASOF, **BY)
    adopting.explain(run=made, **BY)
    return made


def said(pins: dict[str, Pin], waits: dict[str, Stated]) -> dict[str, Any]:
    return {
        "pins": {code: {"is_must": pin.is_must, "reason": pin.reason} for code, pin in pins.items()},
        "waits": {code: {"needs": one.needs, "reason": one.reason} for code, one in waits.items()},
    }


def hidden(run: PlanRun) -> set[str]:
    """Return the names, owners and numbers of the candidates elsewhere that are not also those of one here."""
    here = {one.code for one in queries.choices(run, ILAM)}
    every = {one["id"]: one for one in run.problem["candidates"]}
    words = {
        code: {code, code.partition(":")[2], one["title"], one["marks"].get("owner", "")} for code, one in every.items()
    }
    seen = " ".join(word for code in here for word in words[code])
    return {word for code in every if code not in here for word in words[code] if word and word not in seen}


def pages_of(run: PlanRun, other: PlanRun) -> list[str]:
    base, here = f"/plans/{run.number}/", queries.choices(run, ILAM)
    some = [*[one for one in here if one.package][:2], *[one for one in here if not one.package]]
    of_one = [f"{base}{one.pk}/{page}" for one in some for page in ("", "letter/")]
    compared = [f"/plans/compare/?before={a.number}&after={b.number}" for a, b in ((run, other), (other, run))]
    of_plan = [base, f"{base}front/?part=steps", f"{base}scenarios/?part=rows", f"/plans/new/?from={run.number}"]
    return ["/plans/", *of_plan, *compared, *of_one]


def kinds_of(links: set[str]) -> list[str]:
    """Return one link of each kind: addresses differ by their numbers."""
    return sorted({re.sub(r"[0-9]+", "0", link): link for link in sorted(links)}.values())


def test_no_page_letter_or_link_gives_away_who_is_elsewhere(client: Client, first: PlanRun, run: PlanRun) -> None:
    client.force_login(persona("FACILITIES", places="1601"))
    unsaid, links, told = hidden(run), set[str](), ""
    assert len(unsaid) > 60

    for page in pages_of(run, first):
        response = client.get(page)
        assert response.status_code == 200, page
        body = response.content.decode()
        assert [word for word in unsaid if word in body] == [], page
        links |= {link.replace("&amp;", "&") for link in LINK.findall(body) if not link.startswith(SIGNED_OUT)}
        told += body

    files = {link for link in links if link.endswith(("/pdf/", "/docx/"))}
    paper = min(link for link in files if link.endswith("/docx/"))
    answers = {link: client.get(link).status_code for link in kinds_of(links - files)}
    assert {link: code for link, code in answers.items() if code != 200} == {}
    with zipfile.ZipFile(io.BytesIO(client.get(paper).content)) as docx:
        text = re.sub(r"<[^>]*>", "", docx.read("word/document.xml").decode())
    assert [word for word in unsaid if word in text] == []
    assert ELSEWHERE.fa in told
    for page in ("terms.json", "scenarios.json"):
        assert client.get(f"/plans/{run.number}/{page}").status_code == 404


@pytest.mark.parametrize("role", ["STATISTICS", "SECRETARY"])
def test_what_a_role_may_not_do_it_is_not_led_to(client: Client, first: PlanRun, role: str) -> None:
    client.force_login(persona(role, places="1601"))

    pages = ["/plans/", f"/plans/{first.number}/", f"/plans/{first.number}/scenarios/"]
    bodies = "".join(client.get(page).content.decode() for page in pages)

    links = {link.replace("&amp;", "&") for link in LINK.findall(bodies) if link.startswith("/plans/")}
    answers = {link: client.get(link).status_code for link in kinds_of(links) if "part=" not in link}
    assert {link: code for link, code in answers.items() if code != 200} == {}
    assert not [title for title in hidden(first) if title in bodies]


def test_what_a_plan_comes_to_is_told_whole_and_beside_it_what_lies_where_the_reader_may_look(
    client: Client, first: PlanRun
) -> None:
    client.force_login(persona("FACILITIES", places="1601"))
    client.cookies["hamahang_language"] = "en"
    every, here = queries.choices(first, EVERYTHING), queries.choices(first, ILAM)
    of_here = [one for one in here if one.package]
    money, jobs = sum(one.cost for one in here), round(sum(one.jobs for one in here) / 1_000_000, 1)

    page = re.sub(r"[\u2066-\u2069]|<[^>]*>", "", client.get(f"/plans/{first.number}/").content.decode())

    spent = say_rials(sum(one.cost for one in every), "en")
    assert f"{len(queries.kept(first))} of {len(every)} candidates are chosen with {spent}" in page
    assert f"Of them {len(of_here)} of {len(here)} candidates, with {say_rials(money, 'en')} and {jobs:g} jobs" in page
    client.force_login(persona("SECRETARY"))
    assert "within your reach" not in client.get(f"/plans/{first.number}/").content.decode()


def test_who_lists_everything_reads_every_name(client: Client, run: PlanRun) -> None:
    client.force_login(persona("FACILITIES"))

    body = client.get(f"/plans/{run.number}/").content.decode()

    assert ELSEWHERE.fa not in body
    assert "terms.json" in body
    assert all(one.title in body for one in queries.choices(run, EVERYTHING))


def test_terms_that_cannot_be_are_refused_without_the_names_of_those_elsewhere(first: PlanRun) -> None:
    there = PlanChoice.objects.filter(run=first).exclude(county__code="1601").order_by("code")[0]
    pins = {there.code: Pin(is_must=True, reason="سفر")}
    terms = changed(alpha=None, money={}, carried=[], **said(pins, {}))

    why = {}
    for reach in (ILAM, EVERYTHING):
        with pytest.raises(PlanRefused) as refused:
            running.run_plan(title="هیچ", terms=terms, asof=ASOF, reach=reach, **BY)
        why[reach] = refused.value.why

    assert there.title in why[EVERYTHING].fa
    assert there.title in why[EVERYTHING].en
    assert ELSEWHERE.fa in why[ILAM].fa
    assert ELSEWHERE.en in why[ILAM].en
    assert not any(word in one for word in (there.title, there.code) for one in (why[ILAM].fa, why[ILAM].en))


def test_ones_own_decisions_are_named_where_the_terms_of_a_try_are_changed(
    client: Client, first: PlanRun, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(trying, "start", lambda **_: None)
    pinned = PlanRun.objects.exclude(pk=first.pk).get(title__startswith=year_plan.TITLE)
    (code,) = pinned.terms["pins"]
    title = PlanChoice.objects.get(run=pinned, code=code).title
    form = {"title": "دور پنجم", "kind-AFFECTED": "1", "aim": "cvar", "pin-0": "1", "act": "run"}

    for person, is_named in ((persona("SECRETARY"), True), (persona("FACILITIES", places="1605"), False)):
        client.force_login(person)
        tried = client.post(f"/plans/new/?from={pinned.number}", form)["Location"].split("/")[3]
        page = client.get(f"/plans/new/?try={tried}").content.decode()
        assert (title in page, ELSEWHERE.fa in page) == (is_named, not is_named)


def test_a_try_is_stopped_and_let_go_by_who_asked_for_it_or_adopts_plans_alone(
    client: Client, first: PlanRun, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(trying, "start", lambda **_: None)
    asker, other, head = persona("FACILITIES"), persona("FACILITIES", name="Other"), persona("HEAD")
    form = {"title": "دور پنجم", "kind-AFFECTED": "1", "aim": "cvar", "act": "run"}
    client.force_login(asker)
    address = client.post("/plans/new/", form)["Location"]
    stopped = tmp_path / f"planning-{address.split('/')[3]}.stop"

    client.force_login(other)
    for language, words in (("fa", "تنها او، یا کسی که برنامه‌ها را می‌پذیرد"), ("en", "only they, or who adopts plans")):
        client.cookies["hamahang_language"] = language
        for act in ("stop", "again", "leave"):
            refused = client.post(f"{address}{act}/")
            assert refused.status_code == 422
            assert words in refused.content.decode()
        page = client.get(address).content.decode()
        assert asker.name in page
        assert "/stop/" not in page
        assert asker.name in client.get("/plans/").content.decode()
    assert not stopped.exists()
    client.force_login(head)
    assert "/stop/" in client.get(address).content.decode()
    assert client.post(f"{address}stop/").status_code == 302
    assert stopped.exists()


def test_who_looks_on_neither_takes_away_what_came_of_a_try_nor_reads_of_whom_a_refusal_speaks(
    client: Client, first: PlanRun, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(trying, "start", lambda **_: None)
    asker, other = persona("SECRETARY"), persona("FACILITIES", places="1601")
    client.force_login(asker)
    address = client.post("/plans/new/", {"title": "الف", "kind-AFFECTED": "1", "aim": "cvar", "act": "run"})[
        "Location"
    ]
    (file,) = tmp_path.glob("planning-*.json")
    kept = json.loads(file.read_text(encoding="utf-8"))

    file.write_text(json.dumps(kept | {"state": "REFUSED", "why": {"fa": "«آجر» نشد", "en": "no"}}), encoding="utf-8")
    assert "آجر" in client.get(address).content.decode()
    client.force_login(other)
    page = client.get(address).content.decode()
    assert "آجر" not in page
    assert "به کسی گفته می‌شود که آن را خواسته است" in page

    file.write_text(json.dumps(kept | {"state": "DONE", "number": first.number}), encoding="utf-8")
    assert client.get(address)["Location"] == f"/plans/{first.number}/"
    assert file.exists()
    client.force_login(asker)
    assert client.get(address)["Location"] == f"/plans/{first.number}/"
    assert not file.exists()
