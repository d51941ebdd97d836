"""What the secretary does in a session: each is one form, one action, and the session again with what it says."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_POST

from hamahang.accounts.permissions import Permission
from hamahang.board import drafting, letters, meetings, proposing
from hamahang.board import sessions as acts
from hamahang.briefing.official import papers
from hamahang.briefing.official.wording import WrongWords
from hamahang.domain.board import BoardRefused
from hamahang.domain.sessions import ITEM_SOURCES
from hamahang.domain.text import Text
from hamahang.indicators.promises import count
from hamahang.register import queries as register
from hamahang.web import said
from hamahang.web.access import PersonRequest, page
from hamahang.web.acts import Subject, permissions, who
from hamahang.web.board.home import keys
from hamahang.web.board.session import session_or_404, shown

LONGEST = 20_000
WRONG_WORDS = Text(fa="متن نامه‌ها درست نیست: {fault}", en="the words of letters are wrong: {fault}")
SESSION = Subject("session", "board/session.html", find=lambda _, key: session_or_404(key), shown=shown)


def _item(request: PersonRequest, found: Any) -> Any:
    wanted = keys(request, "item")
    item = meetings.item_by_id(found.pk, wanted[0]) if wanted else None
    if item is None:
        raise BoardRefused(Text(fa="این بند دیگر در دستور کار نیست", en="This item is not on the agenda any more"))
    return item


@page(Permission.BOARD_PREPARE)
@require_POST
def add(request: PersonRequest, session_id: int) -> HttpResponse:
    """Put a proposal, or a matter of one's own, on the agenda."""

    def act(found: Any) -> None:
        acts.add_item(session=found, matter=_matter(request, found), **who(request))

    return SESSION.act(request, session_id, act, part="agenda")


def _matter(request: PersonRequest, found: Any) -> acts.Matter:
    """Return what is to stand on the agenda: one of the proposals, or what was typed."""
    source, subject = said.text(request, "source"), said.text(request, "subject")[:200]
    for proposal in proposing.proposals(found, request.asof, request.reach, count=count):
        marks = (proposal.source, str(proposal.resolution or ""), str(proposal.case or ""))
        is_named = proposal.resolution or proposal.case or proposal.subject == subject
        if is_named and marks == (source, said.text(request, "resolution"), said.text(request, "case")):
            about = {"unit": proposal.unit, "case": proposal.case, "resolution": proposal.resolution}
            return acts.Matter(proposal.subject, source, proposal.reason.fa, **about)
    if not subject or source not in ITEM_SOURCES:
        raise BoardRefused(Text(fa="موضوع را بنویسید", en="Write the subject"))
    return acts.Matter(subject, source, said.text(request, "reason")[:300], unit=unit_of(request))


def unit_of(request: PersonRequest) -> int | None:
    """Return the unit of the licence in the form, None where it is empty.

    :raises WrongForm: if there is no such unit
    """
    licence = said.text(request, "licence")[:40]
    unit = register.unit_of_licence(request.reach, licence) if licence else None
    if licence and unit is None:
        raise said.WrongForm(Text(fa=f"واحدی با پروانهٔ {licence} نیست", en=f"There is no unit of licence {licence}"))
    return unit


@page(Permission.BOARD_PREPARE)
@require_POST
def arrange(request: PersonRequest, session_id: int) -> HttpResponse:
    """Move an item up or down, or take it off."""

    def act(found: Any) -> None:
        item, seen = _item(request, found), said.seen(request)
        if said.text(request, "way") == "remove":
            acts.remove_item(item=item, seen=seen, **who(request))
        else:
            acts.move_item(item=item, up=said.text(request, "way") == "up", seen=seen, **who(request))

    return SESSION.act(request, session_id, act, part="agenda")


@page(Permission.BOARD_PREPARE)
@require_POST
def write(request: PersonRequest, session_id: int) -> HttpResponse:
    """Write what was said of an item."""

    def act(found: Any) -> None:
        acts.write_minutes(
            item=_item(request, found),
            discussion=request.POST.get("discussion", "")[:LONGEST].replace("\0", "").strip(),
            outcome=said.text(request, "outcome"),
            seen=said.seen(request),
            **who(request),
        )

    return SESSION.act(request, session_id, act, part=_part(request))


def _part(request: PersonRequest) -> str:
    wanted = keys(request, "item")
    return f"item-{wanted[0]}" if wanted else "agenda"


@page(Permission.BOARD_PREPARE)
@require_POST
def draft(request: PersonRequest, session_id: int) -> HttpResponse:
    """Write a resolution down under an item."""

    def act(found: Any) -> None:
        has_duty = bool(said.text(request, "unit_duty"))
        wording = drafting.Wording(
            text=said.text(request, "text"),
            agencies=(*keys(request, "agency")[:1], *keys(request, "helper")),
            due_on=said.day(request, "due_on", may_come=True),
            priority=1 if said.text(request, "priority") == "1" else 2,
            unit_duty=said.text(request, "unit_duty"),
            unit_duty_due_on=said.day(request, "unit_duty_due_on", may_come=True) if has_duty else None,
        )
        drafting.draft_resolution(item=_item(request, found), wording=wording, seen=said.seen(request), **who(request))

    return SESSION.act(request, session_id, act, part=_part(request))


@page(Permission.BOARD_PREPARE)
@require_POST
def drop(request: PersonRequest, session_id: int) -> HttpResponse:
    """Drop a draft."""

    def act(found: Any) -> None:
        wanted = keys(request, "resolution")
        for resolution in meetings.drafts(found):
            if resolution.pk in wanted:
                drafting.drop_draft(resolution=resolution, seen=said.seen(request), **who(request))
                return
        raise BoardRefused(Text(fa="این مصوبه دیگر پیش‌نویس نیست", en="This resolution is no draft any more"))

    return SESSION.act(request, session_id, act, part=_part(request))


@page(Permission.BOARD_PREPARE)
@require_POST
def hold(request: PersonRequest, session_id: int) -> HttpResponse:
    """Write down who came: with a quorum, the session is held."""

    def act(found: Any) -> None:
        held_on = said.day(request, "held_on")
        seats = meetings.seats_on(found.committee, held_on)
        acts.hold_session(
            session=found,
            held_on=held_on,
            presences={seat.pk: said.text(request, f"seat-{seat.pk}") for seat in seats},
            permissions=permissions(request),
            seen=said.seen(request),
            **who(request),
        )

    return SESSION.act(request, session_id, act, part="people")


@page(Permission.BOARD_PREPARE)
@require_POST
def move(request: PersonRequest, session_id: int) -> HttpResponse:
    """Sign the minutes, or call the session off."""

    def act(found: Any) -> None:
        acts.move_session(
            session=found,
            step=said.text(request, "step")[:20],
            on=said.day(request),
            permissions=permissions(request),
            reason=said.text(request, "reason"),
            seen=said.seen(request),
            **who(request),
        )

    return SESSION.act(request, session_id, act, part="close")


@page(Permission.BOARD_PREPARE)
@require_POST
def pass_all(request: PersonRequest, session_id: int) -> HttpResponse:
    """Pass all drafts."""

    def act(found: Any) -> None:
        on = found.held_on or request.today
        drafting.pass_drafts(session=found, on=on, permissions=permissions(request), **who(request))

    return SESSION.act(request, session_id, act, part="close")


@page(Permission.BOARD_PREPARE)
@require_POST
def notify(request: PersonRequest, session_id: int) -> HttpResponse:
    """Write a letter to each agency, and notify all that was passed."""

    def act(found: Any) -> None:
        try:
            letters.notify(
                resolutions=[now.resolution for now in meetings.resolutions_of_session(found)],
                on=said.day(request),
                write=lambda *given: papers.letter(*given, folder=settings.WORDS),
                permissions=permissions(request),
                **who(request),
            )
        except WrongWords as fault:
            raise BoardRefused(WRONG_WORDS.format(fault=str(fault))) from None

    return SESSION.act(request, session_id, act, part="letters")
