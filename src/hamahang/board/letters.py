"""Letters of notice: one to each agency charged, in one click; its words are kept as they were printed."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from hamahang.accounts import queries as accounts
from hamahang.board import following, meetings, queries
from hamahang.board.models import Letter, LetterResolution, Resolution
from hamahang.domain import sessions as rules
from hamahang.domain.board import BoardRefused
from hamahang.domain.calendar import jalali, year_bounds
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording
from hamahang.territory import queries as territory

TEMPLATE = "letter"
# what writes a letter: number, day, name of the agency, and the resolutions it notifies → its words
Writer = Callable[[str, date, str, Sequence[Resolution]], Mapping[str, Any]]


def notify(
    *, resolutions: Sequence[Resolution], on: date, write: Writer, permissions: Collection[str], by: str, at: datetime
) -> list[Letter]:
    """Write one letter to each agency with all it is charged with, and notify the resolutions; return the letters.

    :raises BoardRefused: if none of them waits for notice, or an executor is no agency that is known
    :raises StepNotAllowed: if the person may not
    """
    with recording(action="board.resolutions.notified", by=by, at=at):
        due = [found for found in resolutions if _is_passed(found)]
        if not due:
            raise BoardRefused(Text(fa="مصوبه‌ای منتظر ابلاغ نیست", en="No resolution waits for notice"))
        letters = _written(due, on=on, write=write)
        for resolution in due:
            numbers = "، ".join(letter.number for letter in letters if letter.agency.name == resolution.executor)
            following.add_paper(resolution=resolution, need="LETTER", on=on, number=numbers, by=by, at=at)
            following.take_step(
                resolution=resolution,
                step="notify",
                on=max(on, resolution.passed_on),
                permissions=permissions,
                by=by,
                at=at,
            )
    return letters


def _is_passed(resolution: Resolution) -> bool:
    return queries.states_of(resolution, AsOf(date.max))[-1].state == "PASSED"


def _written(resolutions: Sequence[Resolution], *, on: date, write: Writer) -> list[Letter]:
    order = _letters_of_year(on)
    letters = []
    for agency, charged in _by_agency(resolutions):
        order += 1
        number = rules.letter_number(year=jalali(on)[0], order=order)
        for resolution in charged:
            resolution.objection_until = _objection_until(resolution, on)
            resolution.save()
        words = dict(write(number, on, agency.name, charged))
        letter = Letter(number=number, dated_on=on, agency=agency, template=TEMPLATE, words=words, sent_on=on)
        letter.save()
        for resolution in charged:
            LetterResolution(letter=letter, resolution=resolution, number=resolution.number).save()
        letters.append(letter)
    return letters


def _by_agency(resolutions: Sequence[Resolution]) -> list[tuple[Any, list[Resolution]]]:
    """Return the agencies charged, each with its resolutions.

    :raises BoardRefused: if an executor is no agency that is known
    """
    known = accounts.agencies_by_key()
    helpers = meetings.helpers_of([resolution.pk for resolution in resolutions])
    found: dict[int, tuple[Any, list[Resolution]]] = {}
    for resolution in resolutions:
        executor = known.get(queries.executor_key(resolution))
        if executor is None:
            raise BoardRefused(
                Text(
                    fa=f"«{resolution.executor}» در فهرست دستگاه‌ها نیست؛ نخست آن را بیفزایید",
                    en=f"“{resolution.executor}” is not among the agencies; add it first",
                )
            )
        for agency in (executor, *helpers.get(resolution.pk, [])):
            found.setdefault(agency.pk, (agency, []))[1].append(resolution)
    return list(found.values())


def _objection_until(resolution: Resolution, on: date) -> date:
    own = resolution.session.committee.objection_days if resolution.session else None
    days = rules.objection_days(committee_days=own, day=on)
    return rules.binding_on(notified_on=on, working_days=days, closures=territory.closures())


def _letters_of_year(on: date) -> int:
    first, last = year_bounds(jalali(on)[0])
    return Letter.objects.filter(dated_on__gte=first, dated_on__lte=last).count()
