"""The desk a report is laid out at: it hands out figures and remembers each one with its rows, to be frozen."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.domain.briefing import FigureItem, FigureRun, short_code
from hamahang.domain.figures import level_of, say_figure, say_value, unit_of
from hamahang.domain.indicators import ALL, Figure, Row, Scope
from hamahang.domain.ledger import AsOf, canonical, digest
from hamahang.domain.text import Text
from hamahang.indicators import queries
from hamahang.indicators.catalogue import indicator
from hamahang.indicators.queries import Origin
from hamahang.territory.places import name_of_scope


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
        known = next((t for t in self.taken.values() if (t.figure.code, t.figure.scope) == (code, scope)), None)
        if known:
            return known
        figure = queries.compute(code, asof=self.asof, scope=scope, reach=self.reach)
        listed = queries.listed(code, asof=self.asof, scope=scope, reach=self.reach)
        taken = Taken(self._code(code, scope), figure, definition_of(code), [row_values(*pair) for pair in listed])
        self.taken[taken.code] = taken
        return taken

    def _code(self, code: str, scope: Scope) -> str:
        """Return an unused short code."""
        for attempt in range(1_000):
            made = short_code(f"{self.seed}|{code}|{scope}|{attempt}")
            if made not in self.taken:
                return made
        raise RuntimeError("no free short code")  # 31^8 codes: cannot be reached

    def run(self, code: str, scope: Scope = ALL) -> FigureRun:
        """Return a figure for a sentence, with its unit."""
        taken = self.take(code, scope)
        return FigureRun(say_figure(taken.figure), taken.code)

    def item(self, code: str, scope: Scope = ALL) -> FigureItem:
        """Return a figure for the row of big numbers."""
        taken = self.take(code, scope)
        wanted = indicator(code)
        return FigureItem(
            label=self._label(code, scope),
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


def definition_of(code: str) -> dict[str, Any]:
    """Return what is frozen of a figure's definition."""
    wanted = indicator(code)
    return {
        "title": {"fa": wanted.title.fa, "en": wanted.title.en},
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
