"""What the page of a resolution shows of its notice: letters, the days to object, objections, the unit's own part."""

from typing import Any

from hamahang.accounts.permissions import Permission
from hamahang.board import meetings
from hamahang.domain.sessions import DUTY_STATES, OBJECTION_OUTCOMES
from hamahang.web.access import PersonRequest
from hamahang.web.desk.targets import own_agency


def notice_of(request: PersonRequest, found: Any, *, state: str, is_now: bool) -> dict[str, Any]:
    """Return what a page says of how a resolution was made known."""
    duty = meetings.duty_of(found.pk, request.asof)
    may, own = request.user.may, own_agency(request)
    letters = [letter for letter in meetings.letters_of(found.pk) if not own or letter.agency.name_key == own]
    days_run = found.objection_until is not None and found.objection_until >= request.today
    return {
        "letters": [
            {"id": letter.pk, "number": letter.number, "agency": letter.agency.name, "on": letter.dated_on}
            for letter in letters
        ],
        "helpers": [agency.name for agency in meetings.helpers_of([found.pk]).get(found.pk, [])],
        "session_id": found.session_id if may(Permission.BOARD_READ) else None,
        "objection_until": found.objection_until,
        "binds_from": meetings.binds_from(found, request.asof),
        "objections": [_objection(objection) for objection in meetings.objections_of(found.pk)],
        "objection_outcomes": list(OBJECTION_OUTCOMES.items()),
        "duty": DUTY_STATES[duty.state] if duty else None,
        "duty_since": duty.since_on if duty else None,
        "duty_states": list(DUTY_STATES.items()),
        "may_notify": is_now and state == "PASSED" and may(Permission.BOARD_PREPARE),
        "may_object": is_now and days_run and may(Permission.RESOLUTIONS_ANSWER),
        "may_settle": is_now and may(Permission.BOARD_DECIDE),
        "may_tell_duty": is_now and bool(found.unit_duty) and may(Permission.BOARD_PREPARE),
    }


def _objection(objection: Any) -> dict[str, Any]:
    return {
        "id": objection.pk,
        "agency": objection.agency.name if objection.agency else "",
        "by": objection.entry.by,
        "on": objection.filed_on,
        "text": objection.text,
        "outcome": OBJECTION_OUTCOMES.get(objection.outcome),
        "settled_on": objection.settled_on,
        "answer": objection.answer,
        "seen": meetings.version(objection),
    }
