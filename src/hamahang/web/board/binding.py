"""What makes a resolution bind: its letters, the days to object, objections; and the unit's own part."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from hamahang.accounts.permissions import Permission
from hamahang.board import drafting, letters, meetings
from hamahang.briefing.official import papers
from hamahang.domain.board import BoardRefused
from hamahang.domain.sessions import DUTY_STATES
from hamahang.domain.text import Text
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import permissions, who
from hamahang.web.board.acting import RESOLUTION
from hamahang.web.board.session import sent
from hamahang.web.board.views import found_or_404
from hamahang.web.desk.targets import own_agency


@page(Permission.DESK_READ)
def letter(request: PersonRequest, resolution_id: int, letter_id: int, kind: str) -> HttpResponse:
    """Send a letter of notice as it was written; an agency sees its own only."""
    found_or_404(request, resolution_id)
    own = own_agency(request)
    for known in meetings.letters_of(resolution_id):
        if known.pk == letter_id and (not own or known.agency.name_key == own):
            return sent(known.words, kind=kind, name=f"letter-{known.pk}")
    raise Http404


@page(Permission.BOARD_PREPARE)
@require_POST
def notify(request: PersonRequest, resolution_id: int) -> HttpResponse:
    """Write the letters of one resolution, and notify it."""

    def act(found: Any) -> None:
        letters.notify(
            resolutions=[found],
            on=said.day(request),
            write=lambda *given: papers.letter(*given, folder=settings.WORDS),
            permissions=permissions(request),
            **who(request),
        )

    return RESOLUTION.act(request, resolution_id, act, part="binding")


@page(Permission.BOARD_PREPARE)
@require_POST
def duty(request: PersonRequest, resolution_id: int) -> HttpResponse:
    """Write down where the unit's own part stands."""

    def act(found: Any) -> None:
        drafting.record_duty(
            resolution=found,
            state=said.text(request, "state") if said.text(request, "state") in DUTY_STATES else "",
            on=said.day(request),
            **who(request),
        )

    return RESOLUTION.act(request, resolution_id, act, part="binding")


@page(Permission.RESOLUTIONS_ANSWER)
@require_POST
def object_to(request: PersonRequest, resolution_id: int) -> HttpResponse:
    """Object within the days to object."""

    def act(found: Any) -> None:
        drafting.object_to(
            resolution=found,
            text=said.text(request, "objection"),
            on=request.today,
            agency=own_agency(request),
            **who(request),
        )

    return RESOLUTION.act(request, resolution_id, act, part="binding")


@page(Permission.BOARD_DECIDE)
@require_POST
def settle(request: PersonRequest, resolution_id: int, objection_id: int) -> HttpResponse:
    """Settle an objection."""

    def act(found: Any) -> None:
        objection = meetings.objection_by_id(found.pk, objection_id)
        if objection is None:
            raise BoardRefused(Text(fa="چنین اعتراضی نیست", en="There is no such objection"))
        drafting.settle_objection(
            objection=objection,
            outcome=said.text(request, "outcome"),
            answer=said.text(request, "answer"),
            on=request.today,
            permissions=permissions(request),
            seen=said.seen(request),
            **who(request),
        )

    return RESOLUTION.act(request, resolution_id, act, part="binding")
