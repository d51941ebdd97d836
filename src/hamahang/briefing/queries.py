"""Reading frozen briefings: their documents, their figures, and what changed since."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from hamahang.accounts.queries import EVERYTHING
from hamahang.briefing.figures import PROMISE, row_values
from hamahang.briefing.frozen import thaw
from hamahang.briefing.models import Briefing, FrozenFigure
from hamahang.commitments import queries as commitments
from hamahang.domain.briefing import Document
from hamahang.domain.indicators import Figure, Row, Scope
from hamahang.indicators import of_promise
from hamahang.indicators import queries as indicators
from hamahang.indicators.catalogue import UnknownIndicator, indicator
from hamahang.ledger import queries as ledger


def latest(*, report: str, place: str, day: date) -> Briefing | None:
    """Return the last frozen briefing of a report for a place and day."""
    return Briefing.objects.filter(report=report, place=place, day=day).order_by("-pk").first()


def briefings() -> models.QuerySet[Briefing]:
    """Return all briefings, the newest first, without their documents."""
    return Briefing.objects.defer("document").order_by("-pk")


def briefing_by_id(pk: int) -> Briefing | None:
    """Return a briefing."""
    return Briefing.objects.filter(pk=pk).first()


def document_of(briefing: Briefing) -> Document:
    """Return the document as it was frozen."""
    document: Document = thaw(briefing.document)
    return document


def figures_of(briefing: Briefing) -> models.QuerySet[FrozenFigure]:
    """Return the figures of a briefing in the order they were printed."""
    return FrozenFigure.objects.filter(briefing=briefing).order_by("pk")


def frozen_figure(code: str) -> FrozenFigure | None:
    """Return the printed figure of a short code."""
    return FrozenFigure.objects.select_related("briefing").filter(code=code.lower()).first()


class UnknownPromise(LookupError):
    """The promise that a printed figure was counted of is recorded no longer."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What the same question answers today: rows that came, went, or changed since the figure was frozen."""

    value: str
    added: tuple[dict[str, Any], ...]
    removed: tuple[dict[str, Any], ...]
    changed: tuple[tuple[dict[str, Any], dict[str, Any]], ...]

    @property
    def is_none(self) -> bool:
        """Whether nothing changed."""
        return not (self.added or self.removed or self.changed)


def difference(frozen: FrozenFigure) -> Difference | None:
    """Compare a frozen figure with the same question asked now; None where its definition or its promise is gone."""
    try:
        now, listed = _asked_now(frozen)
    except (UnknownIndicator, UnknownPromise):
        return None
    today = {values["record"]: values for values in (row_values(*pair) for pair in listed)}
    then = {values["record"]: values for values in frozen.rows}
    return Difference(
        value="" if now.value is None else str(now.value),
        added=tuple(row for record, row in today.items() if record not in then),
        removed=tuple(row for record, row in then.items() if record not in today),
        changed=tuple((then[r], today[r]) for r in then if r in today and then[r] != today[r]),
    )


def _asked_now(frozen: FrozenFigure) -> tuple[Figure, list[tuple[Row, indicators.Origin]]]:
    """Return a frozen figure as it is counted now, with its rows.

    :raises UnknownIndicator: if the figure is gone
    :raises UnknownPromise: if the promise that it is counted of is
    """
    code, asof, scope = frozen.indicator, ledger.as_of(day=frozen.briefing.day), Scope.parse(frozen.scope)
    if number := frozen.definition.get(PROMISE):
        promise = commitments.commitments_by_number().get(number)
        if promise is None:
            raise UnknownPromise(number)
        now = of_promise.compute(code, promise, asof=asof, reach=EVERYTHING)
        rows = of_promise.rows(code, promise, asof=asof, reach=EVERYTHING)
        return now, indicators.with_origins(rows, indicator(code).cell)
    now = indicators.compute(code, asof=asof, scope=scope, reach=EVERYTHING)
    return now, indicators.listed(code, asof=asof, scope=scope, reach=EVERYTHING)
