"""Clearing figures for publication: drafted, checked, cleared by a second person, published, superseded."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from hamahang.accounts import queries as accounts
from hamahang.accounts.queries import EVERYTHING
from hamahang.briefing import cleared, counted, protecting
from hamahang.briefing.figures import definition_of
from hamahang.briefing.models import Briefing, Publication, PublicationState
from hamahang.briefing.queries import document_of
from hamahang.domain import publishing
from hamahang.domain.briefing import short_code
from hamahang.domain.indicators import Scope
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.publishing import (
    CHECKED,
    CLEARED,
    DRAFT,
    NO_REASON,
    PUBLISHED,
    SUPERSEDED,
    Finding,
    PublicationRefused,
)
from hamahang.indicators import queries as indicators
from hamahang.ledger import queries as ledger
from hamahang.ledger.recording import recording

ATTEMPTS = 1_000


def draft_figure(*, indicator: str, scope: Scope, day: date, on: date, by: str, at: datetime) -> Publication:
    """Count a figure for publication, with its rows as they are now, and keep it as a draft.

    day: of which the figure is; on: when it was drafted
    :raises hamahang.indicators.catalogue.UnknownIndicator: if there is no such figure
    """
    figure = indicators.compute(indicator, asof=AsOf(day), scope=scope, reach=EVERYTHING)
    number, seal = ledger.head()
    publication = Publication(
        code=_code(f"{indicator}|{scope}|{day}|{number}|{seal}"),
        indicator=indicator,
        scope=str(scope),
        day=day,
        value="" if figure.value is None else str(figure.value),
        unit=figure.unit,
        definition=definition_of(indicator) | {cleared.NOTES_ARE_OPEN: True},
        rows=counted.rows_now(indicator, scope=scope, day=day),
        head_number=number,
        head_seal=seal,
        replaces=cleared.published_before(indicator=indicator, scope=str(scope), by=day),
    )
    return _begin(publication, on, by, at)


def draft_report(*, briefing: Briefing, on: date, by: str, at: datetime) -> Publication:
    """Keep the figures of a frozen briefing as a draft for publication; its lists stay inside."""
    publication = Publication(
        code=_code(f"{briefing.report}|{briefing.place}|{briefing.day}|{briefing.head_seal}"),
        briefing=briefing,
        scope=f"province:{briefing.place}",
        day=briefing.day,
        definition={"title": _title(briefing)},
        figures=cleared.frozen_figures(briefing),
        head_number=briefing.head_number,
        head_seal=briefing.head_seal,
        replaces=cleared.report_published_before(briefing),
    )
    return _begin(publication, on, by, at)


def _title(briefing: Briefing) -> dict[str, str]:
    title = document_of(briefing).title
    return {"fa": title.fa, "en": title.en}


def _begin(publication: Publication, on: date, by: str, at: datetime) -> Publication:
    with recording(action="briefing.publication.drafted", by=by, at=at):
        publication.save()
        _state(publication, DRAFT, on=on)
    return publication


def _code(seed: str) -> str:
    """Return an unused public code."""
    for attempt in range(ATTEMPTS):
        made = short_code(f"publication|{seed}|{attempt}")
        if not Publication.objects.filter(code=made).exists():
            return made
    raise RuntimeError("no free code")  # 31^8 codes: cannot be reached


def _state(
    publication: Publication, state: str, *, on: date, reason: str = "", found: Any = (), hidden: Any = None
) -> PublicationState:
    made = PublicationState(
        publication=publication, state=state, reason=reason.strip(), since_on=on, proof=Proof.CONFIRMED,
        findings=[asdict(finding) for finding in found], hidden=hidden,
    )  # fmt: skip
    made.save()
    return made


def take_step(
    *, publication: Publication, step: str, reason: str = "", on: date, by: str, at: datetime
) -> PublicationState:
    """Take a publication a step on. What the check finds at a step is kept with it; publishing takes the place of what
    was published of the same figure, place and day.

    :raises PublicationRefused: if the step cannot be taken, or the check finds what nobody explains
    """
    with recording(action=f"briefing.publication.{step}", by=by, at=at, reason=reason):
        history = cleared.history_of(publication)
        state = publishing.take(step, state=history[-1].state, reason=reason, by=by, before=_hands(history, by))
        found = _checked(publication, state, reason, history)
        hidden = None
        if state == PUBLISHED:
            _supersede(publication, reason, on)
            hidden = protecting.hidden_of(publication).as_values() if publication.indicator else None
        return _state(publication, state, on=on, reason=reason, found=found, hidden=hidden)


def _hands(history: list[PublicationState], by: str) -> list[str]:
    """Return who drafted and who checked it; another account of the person who asks counts as that person."""
    first, *others = history  # who sends a draft back has not drafted it
    names = [first.entry.by, *(state.entry.by for state in others if state.state == CHECKED)]
    return [by if accounts.is_one_person(name, by) else name for name in names]


def _checked(publication: Publication, state: str, reason: str, history: list[PublicationState]) -> tuple[Finding, ...]:
    """Return what the check finds at a step towards the public: the world may have moved since the step before.

    :raises PublicationRefused: if it must be mended, is not explained, or was overtaken by another publication
    """
    if state not in (CHECKED, CLEARED, PUBLISHED):
        return ()
    if cleared.is_overtaken(publication):
        raise PublicationRefused(publishing.OVERTAKEN)
    found = cleared.findings(publication)
    told = cleared.warnings_of(history) if state != CHECKED else {}
    publishing.answered([finding for finding in found if finding.code not in told], reason)
    return found


def _supersede(publication: Publication, reason: str, on: date) -> None:
    """Put out what was published of the same figure, place and day.

    :raises PublicationRefused: if there is one and nobody says why
    """
    before = publication.replaces
    if before is None or before.day != publication.day or cleared.state_of(before).state != PUBLISHED:
        return
    if not reason.strip():
        raise PublicationRefused(NO_REASON)
    _state(before, SUPERSEDED, on=on, reason=reason)
