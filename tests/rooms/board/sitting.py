"""A committee with three seats and a session, for tests."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from hamahang.accounts.roles import ROLES
from hamahang.board import drafting, sessions
from hamahang.board.models import AgendaItem, Resolution, Seat, Session
from hamahang.domain.text import company_key
from tests import factories
from tests.factories import AT, DAY

ALL = frozenset(permission.value for role in ROLES.values() for permission in role.permissions)
BY: dict[str, Any] = {"by": "dabir", "at": AT}
DUE = date(2011, 5, 1)


@dataclass
class Sitting:
    session: Session
    seats: list[Seat]
    agencies: list[Any]
    item: AgendaItem

    def hold(self, *, came: int = 2, **rest: Any) -> Session:
        presences = {seat.pk: "PRESENT" for seat in self.seats[:came]}
        given = {"held_on": DAY, "permissions": ALL} | rest
        return sessions.hold_session(session=self.session, presences=presences, **given, **BY)

    def draft(self, **rest: Any) -> Resolution:
        given = {"text": "گازرسانی به شهرک", "agencies": (self.agencies[0].pk,), "due_on": DUE} | rest
        return drafting.draft_resolution(item=self.item, wording=drafting.Wording(**given), **BY)

    def passed(self, **rest: Any) -> Resolution:
        found = self.draft(**rest)
        drafting.pass_drafts(session=self.session, on=DAY, permissions=ALL, **BY)
        return found


def agency(name: str) -> Any:
    return factories.agency(name=name, name_key=company_key(name), kind="OFFICE")


def sitting(*, quorum: str = "MAJORITY", **item: Any) -> Sitting:
    committee = sessions.found_committee(code="setad", kind="BOARD", name="ستاد هماهنگی", quorum=quorum, **BY)
    agencies = [agency(name) for name in ("شرکت گاز", "شرکت برق", "بانک صنعت")]
    seats = [
        sessions.give_seat(
            committee=committee, agency=one, person=f"عضو {n}", post="مدیر", deputy="جانشین", since_on=DAY, **BY
        )
        for n, one in enumerate(agencies)
    ]
    session = sessions.plan_session(committee=committee, planned_on=DAY, planned_at="09:30", place="سالن", on=DAY, **BY)
    matter = sessions.Matter(**({"subject": "گاز شهرک", "source": "CHAIR"} | item))
    return Sitting(session, seats, agencies, sessions.add_item(session=session, matter=matter, **BY))
