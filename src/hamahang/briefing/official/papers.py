"""Minutes of a session and letters of notice, put together from the records and the words."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from hamahang.board import meetings
from hamahang.briefing.official.wording import Item, Paper, Section, Words, words_of
from hamahang.domain.calendar import say_day, say_weekday
from hamahang.domain.sessions import CAME, ITEM_SOURCES, OUTCOMES, PRESENCES, quorum

URGENT = 1
ORDINALS = ("نخست", "دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم", "دهم")


def letter(number: str, on: date, agency: str, charged: Sequence[Any], *, folder: Path | None = None) -> dict[str, Any]:
    """Return a letter of notice to an agency as it will be kept.

    charged: board.Resolution, of one committee or of several
    :raises WrongWords: if the office's file of words cannot be used
    """
    words = words_of("letter", folder=folder)
    committee = "، ".join(dict.fromkeys(found.committee for found in charged if found.committee)) or "ستاد"
    office = words.say("office", committee=committee)
    return Paper(
        title=words.say("title"),
        invocation=words.say("invocation"),
        office=office,
        about=(
            (words.say("number"), number),
            (words.say("day"), say_day(on, "fa", short=True)),
            (words.say("attachment"), words.say("no_attachment")),
        ),
        to=words.say("to", agency=agency),
        subject=words.say("subject", committee=committee),
        sections=_of_letter(words, charged, agency=agency, committee=committee),
        signers=words.all("signers", committee=committee),
        footer=words.say("footer", office=office, number=number),
        day=(on.year, on.month, on.day),
    ).as_data()


def _of_letter(words: Words, charged: Sequence[Any], *, agency: str, committee: str) -> tuple[Section, ...]:
    until = max((found.objection_until for found in charged if found.objection_until), default=None)
    objection = words.say("objection", day=say_day(until, "fa")) if until else ""
    closing = words.say("closing", committee=committee)
    return (
        Section("", (words.say("greeting"), words.say("opening", committee=committee))),
        Section("", items=tuple(_charged(words, found, agency) for found in charged)),
        Section("", tuple(line for line in (objection, closing) if line)),
    )


def _charged(words: Words, found: Any, agency: str) -> Item:
    notes = [words.say("due", day=say_day(found.due_on, "fa"))]
    notes += [words.say("unit", unit=found.unit.name)] if found.unit else []
    notes += [words.say("with_others", executor=found.executor)] if found.executor != agency else []
    notes += [words.say("duty", duty=found.unit_duty)] if found.unit_duty else []
    notes += [words.say("urgent")] if found.priority == URGENT else []
    return Item(found.number, found.text, tuple(note for note in notes if note))


def minutes(session: Any, *, folder: Path | None = None) -> dict[str, Any]:
    """Return the minutes of a session: who came, what was said of each item, what was decided, who signs.

    session: board.Session
    :raises WrongWords: if the office's file of words cannot be used
    """
    words = words_of("minutes", folder=folder)
    committee = session.committee.name
    on = session.held_on or session.planned_on
    called = f"جلسهٔ {_ordinal(session.number)}"
    about = [(words.say("number"), str(session.number)), (words.say("day"), _day_of_week(on))]
    about += [(words.say("time"), session.planned_at)] if session.planned_at else []
    about += [(words.say("place"), session.place)] if session.place else []
    return Paper(
        title=words.say("title", session=called),
        invocation=words.say("invocation"),
        office=words.say("office", committee=committee),
        about=tuple(about),
        to="",
        subject="",
        sections=(_opening(words, session, called, on), *_agenda(words, session)),
        people=words.say("people"),
        columns=words.all("columns"),
        rows=_people(session, on),
        signers=words.all("signers", committee=committee),
        footer=words.say("footer", committee=committee, session=called),
        day=(on.year, on.month, on.day),
    ).as_data()


def _ordinal(number: int) -> str:
    """Return the words of a session's place: "third", and from eleven on its number."""
    return ORDINALS[number - 1] if 0 < number <= len(ORDINALS) else f"شمارهٔ {number}"


def _day_of_week(on: date) -> str:
    return f"{say_weekday(on, 'fa')} {say_day(on, 'fa')}"


def _opening(words: Words, session: Any, called: str, on: date) -> Section:
    if session.held_on is None:
        return Section("", (words.say("planned"),))
    came = meetings.attendance_of(session)
    said = words.say(
        "opening",
        committee=session.committee.name,
        session=called,
        day=_day_of_week(on),
        present=sum(one.presence in CAME for one in came),
        seats=len(came),
        needed=quorum(session.committee.quorum, len(came)),
    )
    return Section("", (said,))


def _agenda(words: Words, session: Any) -> list[Section]:
    items = meetings.items_of(session)
    decided = meetings.resolutions_of_session(session)
    helpers = meetings.helpers_of([now.resolution_id for now in decided])
    listed = tuple(Item(str(place), item.subject) for place, item in enumerate(items, start=1))
    sections = [Section(words.say("agenda"), items=listed)]
    for place, item in enumerate(items, start=1):
        its = [now for now in decided if now.resolution.item_id == item.pk]
        resolved = tuple(_resolved(words, now, helpers.get(now.resolution_id, [])) for now in its)
        title = f"{place}. {item.subject}"
        sections.append(Section(title, _discussed(words, item), level=2, notes=_about_item(words, item)))
        sections += [Section(words.say("resolutions"), items=resolved, level=3)] if resolved else []
    return sections if decided else [*sections, Section("", (words.say("nothing"),))]


def _about_item(words: Words, item: Any) -> tuple[str, ...]:
    """Return what an item is about, in one small line under its title."""
    unit = words.say("unit", unit=item.unit.name, county=item.unit.county.name) if item.unit else ""
    reason = words.say("reason", reason=item.reason or ITEM_SOURCES[item.source].fa)
    return ("؛ ".join(filter(None, (unit, reason))),) if unit or reason else ()


def _discussed(words: Words, item: Any) -> tuple[str, ...]:
    said = [line for line in item.discussion.splitlines() if line.strip()]
    if said:
        said[0] = words.say("discussion", words=said[0])
    said += [words.say("outcome", outcome=OUTCOMES[item.outcome].fa)] if item.outcome else []
    return tuple(line for line in said if line)


def _resolved(words: Words, now: Any, helpers: Sequence[Any]) -> Item:
    found = now.resolution
    values = {"executor": found.executor, "day": say_day(now.due_on, "fa")}
    if helpers:
        notes = [words.say("with_helpers", helpers="، ".join(agency.name for agency in helpers), **values)]
    else:
        notes = [words.say("executor", **values)]
    notes += [words.say("duty", duty=found.unit_duty)] if found.unit_duty else []
    notes += [words.say("draft")] if now.state == "DRAFT" else []
    return Item(found.number, found.text, tuple(notes))


def _people(session: Any, on: date) -> tuple[tuple[str, ...], ...]:
    """Return the table of those who sign: who has a seat, and came or not."""
    came = {one.seat_id: one for one in meetings.attendance_of(session)}
    rows = []
    for place, seat in enumerate(meetings.seats_on(session.committee, on), start=1):
        presence = came[seat.pk].presence if seat.pk in came else ""
        name = seat.deputy if presence == "DEPUTY" and seat.deputy else seat.person
        said = PRESENCES[presence].fa if presence else ""
        rows.append((str(place), name, seat.post, seat.agency.name, said, ""))
    return tuple(rows)
