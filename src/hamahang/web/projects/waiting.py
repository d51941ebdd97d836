"""What a project waits for and who waits for it, as its page shows and records it."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from hamahang.accounts.permissions import Permission
from hamahang.domain.projects import ProjectRefused
from hamahang.domain.text import Text
from hamahang.projects import awaiting, prerequisites, queries
from hamahang.register import queries as register
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import who
from hamahang.web.projects.acting import NO_UNIT, PROJECT
from hamahang.web.projects.telling import may_open

NO_PROJECT = Text(fa="طرحی با این شماره نیست", en="There is no project of this number")


@page(Permission.PROJECTS_WORK)
@require_POST
def waits(request: PersonRequest, project_id: int) -> HttpResponse:
    """Record that a project waits for another, or that a unit waits for it."""

    def act(project: Any) -> None:
        reason, on = said.text(request, "reason"), said.day(request)
        if licence := said.text(request, "licence")[:40]:
            key = register.unit_of_licence(request.reach, licence)
            if key is None:
                raise ProjectRefused(NO_UNIT)
            awaiting.wait_for(needed=project, unit=key, reason=reason, on=on, **who(request))
            return
        needed = queries.project_numbered(request.reach, said.text(request, "number")[:40])
        if needed is None:
            raise ProjectRefused(NO_PROJECT)
        awaiting.wait_for(needed=needed, project=project, reason=reason, on=on, **who(request))

    return PROJECT.act(request, project_id, act, part="prerequisites")


@page(Permission.PROJECTS_WORK)
@require_POST
def ends(request: PersonRequest, project_id: int) -> HttpResponse:
    """Record that something waits no longer."""

    def act(project: Any) -> None:
        fact = said.key(said.text(request, "fact"))
        needed, waiting = prerequisites.of_project(project, request.asof)
        row = next((row for row in (*needed, *waiting) if row.pk == fact), None)
        if row is None or not may_open(request, row.project_id, row.unit_id):
            raise ProjectRefused(NO_PROJECT)
        awaiting.wait_for(
            needed=row.needed, project=row.project, unit=row.unit_id, is_needed=False,
            reason=said.text(request, "reason"), on=said.day(request), **who(request),
        )  # fmt: skip

    return PROJECT.act(request, project_id, act, part="prerequisites")
