"""The desk a report is laid out at: it hands out figures and remembers each one with its rows, to be frozen."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.domain.briefing import FigureItem, FigureRun, short_code
from hamahang.domain.figures import level_of, say_figure, say_value, unit_of
from hamahang.domain.indicators import ALL, Figure, Row, Scope
from hamahang.domain.ledger import AsOf, canonical, digest
from hamahang.domain.text import Text
from hamahang.indicators import of_promise, queries
from hamahang.indicators.catalogue import indicator
from hamahang.indicators.queries import Origin
from hamahang.territory.places import name_of_scope

if TYPE_CHECKING:
    from hamahang.commitments.models import Commitment

PROMISE = "promise"  # in a definition: the number of the promise whose own time and place are counted


@dataclass(frozen=True, slots=True)
class Taken:
    """A figure a report printed, with its definition and the rows it was counted from, as plain values."""

    code: str
    figure: Figure
    definition: dict[str, Any]
    rows: list[dict[str, Any]]

    @property
    def digest(self) -> str:
        """Fingerprint of the rows: any change of a row, its amount or its origin changes it."""
        return digest(*(canonical(row) for row in self.rows))


@dataclass
class Desk:
    """Where a report takes its figures for one day, at one head of the ledger.

    seed: what makes the short codes of this briefing its own
    """

    asof: AsOf
    seed: str
    place: Text
    reach: Reach = EVERYTHING
    taken: dict[str, Taken] = field(default_factory=dict)

    def take(self, code: str, scope: Scope = ALL) -> Taken:
        """Count a figure, keep it with its rows, and return it; the same figure is taken once."""
        known = self._known(code, scope, "")
        if known:
            return known
        figure = queries.compute(code, asof=self.asof, scope=scope, reach=self.reach)
        listed = queries.listed(code, asof=self.asof, scope=scope, reach=self.reach)
        taken = Taken(
            self._code(f"{code}|{scope}"), figure, definition_of(code), [row_values(*pair) for pair in listed]
        )
        self.taken[taken.code] = taken
        return taken

    def take_of(self, promise: "Commitment", code: str) -> Taken:
        """Count a figure of jobs of one promise, as `take` does; its definition says of which."""
        known = self._known(code, promise.place, promise.number)
        if known:
            return known
        figure = of_promise.compute(code, promise, asof=self.asof, reach=self.reach)
        rows = of_promise.rows(code, promise, asof=self.asof, reach=self.reach)
        listed = [row_values(*pair) for pair in queries.with_origins(rows, indicator(code).cell)]
        made = self._code(f"{code}|{promise.place}|{promise.number}")
        taken = Taken(made, figure, definition_of(code, promise), listed)
        self.taken[taken.code] = taken
        return taken

    def _known(self, code: str, scope: Scope, promise: str) -> Taken | None:
        asked = (code, scope, promise)
        taken = self.taken.values()
        return next((t for t in taken if (t.figure.code, t.figure.scope, t.definition.get(PROMISE, "")) == asked), None)

    def _code(self, question: str) -> str:
        """Return an unused short code."""
        for attempt in range(1_000):
            made = short_code(f"{self.seed}|{question}|{attempt}")
            if made not in self.taken:
                return made
        raise RuntimeError("no free short code")  # 31^8 codes: cannot be reached

    def run(self, code: str, scope: Scope = ALL) -> FigureRun:
        """Return a figure for a sentence, with its unit."""
        return run_of(self.take(code, scope))

    def item(self, code: str, scope: Scope = ALL) -> FigureItem:
        """Return a figure for the row of big numbers."""
        return self._item(self.take(code, scope), self._label(code, scope))

    def item_of(self, promise: "Commitment", code: str, *, is_only: bool = True) -> FigureItem:
        """Return a figure of jobs of one promise for the row of big numbers. is_only: no other is spoken of"""
        taken = self.take_of(promise, code)
        return self._item(taken, self._label(code, promise.place) if is_only else Text(**taken.definition["title"]))

    def _item(self, taken: Taken, label: Text) -> FigureItem:
        wanted = indicator(taken.figure.code)
        return FigureItem(
            label=label,
            value=say_value(taken.figure.value, taken.figure.unit),
            unit=unit_of(taken.figure),
            level=level_of(taken.figure),
            code=taken.code,
            definition=wanted.definition,
            number=taken.figure.value,
        )

    def _label(self, code: str, scope: Scope) -> Text:
        """Return a figure's title, with the place it is counted over where that is not the whole."""
        title, place = indicator(code).title, name_of_scope(scope, day=self.asof.day)
        return Text(fa=f"{title.fa}، {place.fa}", en=f"{title.en}, {place.en}") if place else title


def run_of(taken: Taken) -> FigureRun:
    """Return a figure that was taken for a sentence, with its unit."""
    return FigureRun(say_figure(taken.figure), taken.code)


def definition_of(code: str, promise: "Commitment | None" = None) -> dict[str, Any]:
    """Return what is frozen of a figure's definition, and the number of the promise that it is counted of."""
    wanted = indicator(code)
    of = f": {promise.title}" if promise else ""
    return {
        **({PROMISE: promise.number} if promise else {}),
        "title": {"fa": wanted.title.fa + of, "en": wanted.title.en + of},
        "definition": {"fa": wanted.definition.fa, "en": wanted.definition.en},
        "version": wanted.version,
        "reduction": wanted.reduction.value,
        "level": None if wanted.level is None else int(wanted.level),
    }


def row_values(row: Row, origin: Origin) -> dict[str, Any]:
    """Return a row as plain values for freezing."""
    amount = str(row.amount) if isinstance(row.amount, Decimal) else row.amount
    return {
        "record": row.record,
        "label": row.label,
        "on": row.on.isoformat() if row.on else None,
        "amount": amount,
        "level": row.level,
        "unit": row.unit,
        "entry": row.entry,
        "by": row.by,
        "file": origin.file,
        "sheet": origin.sheet,
        "cell": origin.cell,
    }
