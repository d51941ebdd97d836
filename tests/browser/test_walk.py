"""A person in a real browser: signs in, opens a figure from the home page, its row, and the unit; axe finds nothing."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests import factories
from tests.browser.walking import signed_in, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_signing_in_to_the_unit_behind_a_figure(site: str, browser: Browser) -> None:
    problems: list[str] = []
    page = signed_in(browser, site)
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.on(
        "request", lambda request: None if request.url.startswith((site, "data:")) else problems.append(request.url)
    )

    page.goto(f"{site}/?day=1390-04-10")
    assert page.evaluate("getComputedStyle(document.documentElement).direction") == "rtl"
    assert "۴۱۷" in page.inner_text("main")

    page.click("main a[href*='/figures/jobs_verified/']")
    assert "۴۱۷" in page.inner_text("main")
    assert "07-eshteghal.xlsx" in page.inner_text("main")

    name = page.locator("main td a[href^='/units/'], main th a[href^='/units/']").first
    unit = name.inner_text()
    name.click()
    assert page.locator("h1").inner_text().startswith(unit)
    assert "شغل" in page.inner_text("main")
    assert problems == []


def support_of(unit: Any) -> tuple[int, int]:
    """Return a request and a package of a unit of the example, by their keys."""
    from hamahang.support.models import BudgetLine

    request = factories.support_request(unit=unit, line=BudgetLine.objects.order_by("pk")[0])
    factories.request_stage(request=request)
    package = factories.support_package(unit=unit)
    factories.measure_state(measure=factories.package_measure(package=package))
    return request.pk, package.pk


def a_session() -> int:
    """Return a planned session with a seat and a matter."""
    committee = factories.committee(code="setad", name="ستاد هماهنگی", name_en="headquarters")
    factories.seat(committee=committee)
    session = factories.session(committee=committee)
    factories.session_state(session=session, state="PLANNED")
    factories.agenda_item(session=session)
    return session.pk


def plan_of(case: Any) -> tuple[str, int]:
    """Return the number of a plan of one candidate, and the key of what it says of it."""
    said = {
        "id": "REVIVAL:1",
        "title": "آجر",
        "county": "1601",
        "packages": [{"id": "FULL", "jobs": 9, "chance": 0.5, "lasting": 0.6, "cost": {"x": {"0": 99}}}],
    }
    run = factories.plan_run(problem={"money": {"x": {"1": 200}}, "candidates": [said]})
    choice = factories.plan_choice(run=run, code="REVIVAL:1", title="آجر", case=case, county=case.unit.county)
    return run.number, choice.pk


@pytest.mark.parametrize(("language", "widths"), [("fa", (320, 1280)), ("en", (1280, 320))])
def test_axe_finds_nothing_and_nothing_runs_off_the_page(
    site: str, browser: Browser, language: str, widths: tuple[int, int]
) -> None:
    """Look at each page at both widths, and ask axe at the last of them: a table in Persian, a phone in English."""
    from hamahang.board.models import Resolution
    from hamahang.casework.models import Case
    from hamahang.intake.models import Batch
    from hamahang.projects.models import InvestmentProject
    from hamahang.register.models import Licence, Unit
    from hamahang.support.models import CreditFacility

    session = a_session()
    page = signed_in(browser, site, language=language, width=widths[0])
    project, licence = (model.objects.order_by("pk")[0].pk for model in (InvestmentProject, Licence))
    unit, batch = Unit.objects.order_by("pk")[4].pk, Batch.objects.order_by("pk")[1].pk
    case = Case.objects.filter(kind="REVIVAL").order_by("pk")[0].pk
    resolution = Resolution.objects.order_by("pk")[0].pk
    asked, package = support_of(Unit.objects.get(pk=unit))
    plan, choice = plan_of(Case.objects.get(pk=case))
    statement = factories.bank_statement(rows=[], totals={}).pk
    facility = CreditFacility.objects.order_by("pk")[0].pk
    paths = (
        "/", "/units/", f"/units/{unit}/", "/units/duplicates/", "/estates/", "/estates/ilam/", "/figures/",
        "/figures/jobs_verified/", "/figures/revival_cases/", "/standing/",
        "/standing/balance/", "/standing/observations/",
        "/received/", "/received/upload/", f"/received/{batch}/", "/briefings/", "/texts/", "/texts/promises/",
        "/texts/decisions/",
        "/publications/", "/public/", "/public/corrections/", "/gallery/",
        "/cases/", f"/cases/{case}/", f"/cases/{case}/?forms=open", f"/cases/{case}/diagnosis/",
        "/support/", "/programmes/", "/programmes/TARGETED_SUBSIDIES/?forms=open",
        "/programmes/TARGETED_SUBSIDIES/eligible/", "/programmes/TARGETED_SUBSIDIES/severity/",
        "/programmes/TARGETED_SUBSIDIES/absorption/", "/requests/", f"/requests/{asked}/?forms=open",
        f"/packages/{package}/?forms=open", "/packages/", "/reconcile/", "/reconcile/bank-mli-airan/?forms=open",
        "/banks/bank-mli-airan/", f"/reconcile/statements/{statement}/", "/flags/?forms=open",
        f"/requests/new/?unit={unit}&forms=open",
        "/projects/", f"/projects/{project}/", f"/projects/{project}/?forms=open", "/projects/new/", "/projects/plan/",
        "/projects/tables/", "/projects/day/", "/licences/", f"/licences/{licence}/?forms=open", "/mines/",
        "/cases/tables/", "/cases/triage/", "/cases/together/", "/desk/", "/visits/",
        "/resolutions/", f"/resolutions/{resolution}/?forms=open", "/agencies/",
        "/board/", "/board/committees/setad/?forms=open", f"/board/sessions/{session}/?forms=open",
        "/facilities/", f"/facilities/{facility}/", f"/facilities/{facility}/?forms=open", "/facilities/due/",
        "/facilities/waiting/", "/facilities/statement/", "/facilities/classes/?forms=open",
        "/returns/", "/returns/late/", "/returns/queue/", f"/units/{unit}/returns/", f"/units/{unit}/returns/1390-01/",
        "/figures/jobs_verified/?day=1390-04-10&counties=1395",
        "/plans/", "/plans/new/", f"/plans/{plan}/", f"/plans/{plan}/{choice}/", f"/plans/{plan}/{choice}/letter/",
        f"/plans/{plan}/front/", f"/plans/compare/?before={plan}&after={plan}",
        "/siting/?day=1390-04-10&plant=dates&count-dates=2&count-cement=1",
    )  # fmt: skip

    found: dict[str, list[str]] = {}
    for path in paths:
        page.goto(f"{site}{path}" if "?" in path else f"{site}{path}?day=1390-04-10")
        if "?" in path:
            page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
        found[path] = []
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth")
            found[path] += [f"runs off at {width}: {wide}"] if wide > width else []
        found[path] += violations(page)

    assert {path: what for path, what in found.items() if what} == {}


def test_the_keyboard_alone_reaches_a_figure(site: str, browser: Browser) -> None:
    page = signed_in(browser, site)
    page.goto(f"{site}/?day=1390-04-10")

    for _ in range(40):
        page.keyboard.press("Tab")
        if "/figures/active_estates/" in (page.evaluate("document.activeElement.getAttribute('href')") or ""):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/figures/active_estates/**")

    assert "۸" in page.inner_text("main")
