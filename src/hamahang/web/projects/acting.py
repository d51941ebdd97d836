"""What people do to a project: each is one form, one action, and the project again with what it says."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.licences import GRADES
from hamahang.domain.projects import COMPONENTS, PROGRAMMES, ProjectRefused
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text, to_latin_digits
from hamahang.domain.utilities import MEASURES
from hamahang.projects import following, permits, working
from hamahang.register import queries as register
from hamahang.register.issuing import Made, Terms
from hamahang.territory import queries as territory
from hamahang.territory.actions import promise_utility
from hamahang.web import said, ways
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import Subject, permissions, who
from hamahang.web.finding import counties, county_of
from hamahang.web.projects.telling import ABOUT
from hamahang.web.projects.views import project_or_404, shown
from hamahang.web.said import Typed

NO_UNIT = Text(fa="واحدی با این شمارهٔ پروانه نیست", en="There is no unit of this licence number")
PROJECT = Subject("project", "projects/project.html", find=project_or_404, shown=shown)


@page(Permission.PROJECTS_WORK)
@require_http_methods(["GET", "POST"])
def new(request: PersonRequest) -> HttpResponse:
    """Record the request of a project."""
    places, refused = counties(request), None
    if request.method == "POST":
        try:
            project = working.request_project(
                title=said.text(request, "title")[:200],
                county=county_of(request, said.text(request, "county")),
                investment=said.rials(request, "investment") or 0,
                programme=said.text(request, "programme"),
                owner=said.text(request, "owner")[:160],
                product=said.text(request, "product")[:160],
                isic="".join(letter for letter in to_latin_digits(said.text(request, "isic")) if letter.isdigit())[:4],
                expected_jobs=said.number(request, "jobs"),
                on=said.day(request),
                **who(request),
            )
            return redirect("project", project.pk)
        except Refused as error:
            refused = error.why
    context = {
        "counties": places, "programmes": list(PROGRAMMES.items()), "refused": refused, "typed": Typed(request.POST),
    }  # fmt: skip
    return render(request, "projects/new.html", context, status=422 if refused else 200)


@page(Permission.PROJECTS_WORK)
@require_POST
def correct(request: PersonRequest, project_id: int) -> HttpResponse:
    """Correct title, investment or expected jobs, with the reason."""

    def act(project: Any) -> None:
        working.correct(
            project=project,
            title=said.text(request, "title"),
            investment=said.rials(request, "investment"),
            expected_jobs=said.number(request, "jobs"),
            reason=said.text(request, "reason"),
            seen=said.seen(request),
            **who(request),
        )

    return PROJECT.act(request, project_id, act, part="correct")


@page(Permission.PROJECTS_READ)
@require_POST
def step(request: PersonRequest, project_id: int) -> HttpResponse:
    """Take a step; who may is in the table."""

    def act(project: Any) -> None:
        working.take_step(
            project=project,
            step=said.text(request, "step")[:20],
            on=said.day(request),
            permissions=permissions(request),
            reason=said.text(request, "reason"),
            letter_no=said.text(request, "letter_no")[:60],
            seen=said.seen(request),
            **who(request),
        )

    return PROJECT.act(request, project_id, act, part="ahead")


@page(Permission.PROJECTS_WORK)
@require_POST
def paper(request: PersonRequest, project_id: int) -> HttpResponse:
    """Put a paper into a project."""

    def act(project: Any) -> None:
        working.add_paper(
            project=project,
            **said.paper(request),
            **who(request),
        )

    return PROJECT.act(request, project_id, act, part="papers")


@page(Permission.PROJECTS_READ)
def paper_file(request: PersonRequest, project_id: int, paper_id: int) -> HttpResponse:
    """Send the file of a paper to who may see the project."""
    return ways.sent_file(following.paper(project_or_404(request, project_id), paper_id))


@page(Permission.LICENCES_DECIDE)
@require_POST
def permit(request: PersonRequest, project_id: int) -> HttpResponse:
    """Issue the permit of a project, with what it states."""

    def act(project: Any) -> None:
        grade = said.text(request, "grade")
        product = said.text(request, "product")[:160]
        capacity, unit = said.decimal(request, "capacity"), said.text(request, "capacity_unit")[:30]
        permits.issue_permit(
            project=project,
            number=said.text(request, "number")[:40],
            on=said.day(request),
            terms=Terms(
                grade=grade if grade in GRADES else "",
                land=said.decimal(request, "land"),
                built=said.decimal(request, "built"),
                power=said.decimal(request, "power"),
                gas=said.decimal(request, "gas"),
                water=said.decimal(request, "water"),
                persons=said.number(request, "persons"),
                machinery=said.rials(request, "machinery"),
                machinery_foreign=said.decimal(request, "machinery_foreign"),
                currency=said.text(request, "currency")[:3],
                fixed_capital=said.rials(request, "fixed_capital"),
            ),
            products=[Made(product, project.isic, capacity, unit)] if product else [],
            **who(request),
        )

    return PROJECT.act(request, project_id, act, part="licences")


@page(Permission.PROJECTS_WORK)
@require_POST
def place(request: PersonRequest, project_id: int) -> HttpResponse:
    """Say which unit of the register a project builds or enlarges."""

    def act(project: Any) -> None:
        key = register.unit_of_licence(request.reach, said.text(request, "licence")[:40])
        unit = register.unit_in(request.reach, key) if key else None
        if unit is None:
            raise ProjectRefused(NO_UNIT)
        working.link_unit(project=project, unit=unit, **who(request))

    return PROJECT.act(request, project_id, act, part="licences")


@page(Permission.PROJECTS_WORK)
@require_POST
def complete(request: PersonRequest, project_id: int) -> HttpResponse:
    """Add the sector of a project and the estate it is built on."""

    def act(project: Any) -> None:
        code = said.text(request, "estate")
        estate = next((row for row in territory.estates_in(request.reach).filter(code=code)), None) if code else None
        isic = "".join(letter for letter in to_latin_digits(said.text(request, "isic")) if letter.isdigit())
        working.complete(project=project, isic=isic, estate=estate, **who(request))

    return PROJECT.act(request, project_id, act, part="about")


def _percents(request: PersonRequest) -> dict[str, int]:
    found = {code: said.number(request, f"percent-{code}") for code in COMPONENTS}
    return {code: percent for code, percent in found.items() if percent is not None}


@page(Permission.PROJECTS_INSPECT)
@require_POST
def inspect(request: PersonRequest, project_id: int) -> HttpResponse:
    """Record an inspection."""

    def act(project: Any) -> None:
        working.inspect(
            project=project,
            progress=_percents(request),
            inspector=said.text(request, "inspector")[:160] or request.user.name,
            on=said.day(request),
            note=said.text(request, "note"),
            attachment=said.attached(request),
            seen=said.seen(request),
            **who(request),
        )

    return PROJECT.act(request, project_id, act, part="progress")


@page(Permission.PROJECTS_WORK)
@require_POST
def claim(request: PersonRequest, project_id: int) -> HttpResponse:
    """Write down what the owner claims."""

    def act(project: Any) -> None:
        working.claim_progress(project=project, progress=_percents(request), on=said.day(request), **who(request))

    return PROJECT.act(request, project_id, act, part="progress")


@page(Permission.PROJECTS_WORK)
@require_POST
def expect(request: PersonRequest, project_id: int) -> HttpResponse:
    """Record the day that owner or expert says."""

    def act(project: Any) -> None:
        working.expect(
            project=project,
            side=said.text(request, "side"),
            expected_on=said.day(request, "expected_on", may_come=True),
            on=said.day(request),
            reason=said.text(request, "reason"),
            **who(request),
        )

    return PROJECT.act(request, project_id, act, part="dates")


@page(Permission.PROJECTS_WORK)
@require_POST
def money(request: PersonRequest, project_id: int) -> HttpResponse:
    """Record what was spent in all."""

    def act(project: Any) -> None:
        spent = said.rials(request, "amount")
        if spent is None:
            raise said.WrongForm(said.NOT_A_NUMBER.format(value=""))
        basis = said.text(request, "basis")
        working.record_spending(project=project, amount=spent, basis=basis, on=said.day(request), **who(request))

    return PROJECT.act(request, project_id, act, part="money")


@page(Permission.PROJECTS_WORK)
@require_POST
def need(request: PersonRequest, project_id: int) -> HttpResponse:
    """Record what a project needs of a utility."""

    def act(project: Any) -> None:
        wanted, utility = said.decimal(request, "amount"), said.text(request, "utility")
        if wanted is None or utility not in MEASURES:
            raise said.WrongForm(said.NOT_A_NUMBER.format(value=""))
        working.record_need(project=project, utility=utility, amount=wanted, on=said.day(request), **who(request))

    return PROJECT.act(request, project_id, act, part="needs")


@page(Permission.UTILITIES_PROMISE)
@require_POST
def promise(request: PersonRequest, project_id: int) -> HttpResponse:
    """Promise a project some of what its estate has left."""

    def act(project: Any) -> None:
        given = said.decimal(request, "amount")
        if given is None or project.estate is None:
            raise said.WrongForm(said.NOT_A_NUMBER.format(value=""))
        promise_utility(
            estate=project.estate,
            utility=said.text(request, "utility"),
            about=ABOUT,
            about_id=project.pk,
            holder=project.title,
            amount=given,
            on=said.day(request),
            letter_no=said.text(request, "letter_no")[:60],
            reason=said.text(request, "reason"),
            **who(request),
        )

    return PROJECT.act(request, project_id, act, part="needs")
