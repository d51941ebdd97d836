"""Compiling a briefing: counted once, frozen with its rows, printed from what was frozen."""

from dataclasses import replace
from datetime import date, datetime

from hamahang.briefing import queries
from hamahang.briefing.figures import Desk, Taken
from hamahang.briefing.frozen import freeze
from hamahang.briefing.models import Briefing, FrozenFigure
from hamahang.briefing.reports import report as find_report
from hamahang.domain.briefing import NOTHING
from hamahang.domain.indicators import Scope
from hamahang.domain.text import Text
from hamahang.ledger import queries as ledger
from hamahang.ledger.recording import bulk_record, recording
from hamahang.territory import queries as territory
from hamahang.territory.places import name_of_scope


def compile_briefing(
    *, report: str, day: date, anew: bool = False, notice: Text = NOTHING, by: str, at: datetime
) -> Briefing:
    """Return the frozen briefing of a report for a day; compiled now if there is none, or if asked anew.

    notice: stands below the title, where the data are an example
    A briefing is never counted again: what changed since is shown as a difference, and `anew` makes another one.
    :raises hamahang.briefing.reports.UnknownReport: if the report does not exist
    """
    wanted = find_report(report)
    place = territory.home_province()
    known = queries.latest(report=report, place=place, day=day)
    number, seal = ledger.head()
    if known and not (anew and known.head_number + 1 < number):
        return known
    name = name_of_scope(Scope("province", place), day=day) or NOTHING
    desk = Desk(asof=ledger.as_of(day=day), seed=f"{report}|{place}|{day}|{number}|{seal}", place=name)
    document = replace(wanted.lay_out(desk), notice=notice)
    with recording(action="briefing.compiled", by=by, at=at):
        briefing = Briefing(
            report=report,
            place=place,
            day=day,
            compiled_at=at,
            compiled_by=by,
            head_number=number,
            head_seal=seal,
            document=freeze(document),
        )
        briefing.save()
        bulk_record([_frozen(briefing, taken) for taken in desk.taken.values()])
    return briefing


def _frozen(briefing: Briefing, taken: Taken) -> FrozenFigure:
    return FrozenFigure(
        briefing_id=briefing.pk,
        code=taken.code,
        indicator=taken.figure.code,
        scope=str(taken.figure.scope),
        value="" if taken.figure.value is None else str(taken.figure.value),
        unit=taken.figure.unit,
        definition=taken.definition,
        rows=taken.rows,
        rows_digest=taken.digest,
    )
