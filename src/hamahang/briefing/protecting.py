"""What of a published figure stays hidden, knowing what was published before it.

A cell is hidden for itself, beside another in its table, since an earlier edition hid it, or because with the figures
that are public already it would give a small cell away. What was hidden when a figure went out is kept with its state:
it depends on what was published before it, and that does not change. Of each figure and place the last editions are
held against each other, so that it costs no more with the years.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db import models

from hamahang.briefing import telling
from hamahang.briefing.models import FrozenFigure, Publication, PublicationState
from hamahang.briefing.telling import BOTH, COUNTY, EVERY, LEVEL, TABLES, Footprint, Hidden, Records
from hamahang.domain.cross_suppression import Key, protect_table
from hamahang.domain.indicators import ALL, Reduction
from hamahang.domain.publishing import PUBLISHED
from hamahang.domain.suppression import LEAST_RECORDS, Earlier, protect

if TYPE_CHECKING:
    from hamahang.methods.subtraction import Reader

EDITIONS = 3  # of a figure and place that are held against what comes
KEPT = 86_400  # seconds


@dataclass(frozen=True)
class Seen:
    """What was public before a publication. editions: by table, all of the same figure and place"""

    footprints: tuple[Footprint, ...] = ()
    editions: Mapping[str, list[Earlier]] = field(default_factory=dict)

    @cached_property
    def known(self) -> dict[str, list[Records]]:
        """Sets whose numbers are told, by the table that tells them."""
        every = (COUNTY, LEVEL, BOTH)
        return {table: self._of("known", every if table == EVERY else (table,)) for table in TABLES}

    @cached_property
    def small(self) -> dict[str, list[Records]]:
        """Small sets that are hidden, by the table that hides them."""
        return {table: self._of("small", (table,)) for table in TABLES}

    def _of(self, part: str, tables: Iterable[str]) -> list[Records]:
        told = (getattr(footprint, part).get(table, ()) for footprint in self.footprints for table in tables)
        return list(dict.fromkeys(records for sets in told for records in sets))

    def without(self, indicator: str, scope: str) -> "Seen":
        """Return the same without the editions of one figure: between two of them nobody knows which place changed."""
        return Seen(tuple(each for each in self.footprints if each.of != (indicator, scope)), self.editions)


@dataclass(frozen=True, slots=True)
class Audience:
    """Who sees a table and all that was public before it. small: what is hidden from him there"""

    reader: "Reader"
    small: list[Records]

    def learns(self, shown: Iterable[Records], own: Iterable[Records]) -> bool:
        """Return whether, shown some sets, he can tell a small one that he cannot tell without them.

        own: small sets that are hidden beside those shown
        """
        return self.reader.learns(shown, hidden=[*own, *self.small])


def _audience(table: str, shown: Iterable[Records], own: Iterable[Records], seen: Seen) -> Audience:
    """Return who sees a table. shown, own: all that he may be shown, and all that may be hidden beside it"""
    from hamahang.methods.subtraction import Reader

    others = [*shown, *own]
    kinds = _hanging_together(others, [*seen.known[table], *seen.small[table]])
    known = [records for records in seen.known[table] if kinds & _kinds(records)]
    few = [records for records in seen.small[table] if kinds & _kinds(records)]
    return Audience(Reader(known, others=[*others, *few]), few)


def _gives_away(table: str, shown: list[Records], own: Iterable[Records], seen: Seen) -> bool:
    """Return whether sets that would be shown tell a small set that nobody can work out without them."""
    own = list(own)
    return _audience(table, shown, own, seen).learns(shown, own)


def _hanging_together(sets: Iterable[Records], public: Iterable[Records]) -> frozenset[str]:
    """Return the kinds of record that some sets hold, with those that public sets count together with them."""
    kinds, joined = frozenset[str]().union(*map(_kinds, sets)), {_kinds(records) for records in public}
    while wider := [each for each in joined if kinds & each and not each <= kinds]:
        kinds = kinds.union(*wider)
    return kinds


@lru_cache(maxsize=1 << 14)
def _kinds(records: Records) -> frozenset[str]:
    """Return the kinds of record in a set: a difference or a ratio of two lists holds several."""
    return frozenset(record.partition(":")[0] for record in records)


# --- what is public ---


def hidden_of(publication: Publication) -> Hidden:
    """Return which cells of a figure's tables are hidden; of a published one, those that were when it went out."""
    went_out = _out().filter(publication=publication).values_list("hidden", "entry__seal").first()
    if went_out is None:
        return _hide(publication, seen_before(publication))
    return _hidden_then(publication, *went_out)


def _hidden_then(publication: Publication, kept: dict[str, Any] | None, seal: str) -> Hidden:
    """Return what was hidden when a figure went out; worked out anew where it was not kept yet."""
    if kept is not None:
        return Hidden.of_values(kept)
    found: Hidden | None = cache.get(f"hidden:{seal}")
    if found is None:
        found = _hide(publication, seen_before(publication))
        cache.set(f"hidden:{seal}", found, KEPT)
    return found


def seen_before(publication: Publication | None, day: date | None = None) -> Seen:
    """Return what was public before a publication went out; what is public now, if it did not.

    day: what is looked at is of, that of the publication where there is one: editions of the same day are held against
    it however old they are, for nothing stands between two tables of one day
    """
    day = publication.day if publication is not None else day
    own = (publication.indicator, publication.scope) if publication is not None and publication.indicator else None
    told: Counter[tuple[str, ...]] = Counter()
    last, same = [], []
    for pk, seal, indicator, scope, report, of_day in _before(publication):
        told[indicator, scope, report or ""] += 1
        if told[indicator, scope, report or ""] <= EDITIONS or of_day == day:
            last.append((pk, seal))
        if (indicator, scope) == own:
            same.append((pk, seal))
    footprints = _footprints({*last, *same})
    editions: defaultdict[str, list[Earlier]] = defaultdict(list)
    for pk, _ in same:
        for table, edition in footprints[pk].editions.items():
            editions[table].append(edition)
    return Seen(tuple(footprints[pk] for pk, _ in reversed(last)), editions)


def _before(publication: Publication | None) -> list[Any]:
    """Return what went out before a publication, the last first: key, seal, figure, place, report, day."""
    own = publication.pk if publication else None
    named = ("publication__indicator", "publication__scope", "publication__briefing__report", "publication__day")
    rows = list(_out().values_list("publication_id", "entry__seal", *named))
    at = next((number for number, row in enumerate(rows) if row[0] == own), len(rows))
    return rows[:at][::-1]


def _footprints(wanted: Iterable[tuple[int, str]]) -> dict[int, Footprint]:
    """Return what some publications told by their keys, as kept; of each its key and the seal of its going out."""
    keys = {pk: f"footprint:{seal}" for pk, seal in wanted}
    kept = cache.get_many(keys.values())
    found = {pk: kept[key] for pk, key in keys.items() if key in kept}
    missing = _out().filter(publication__in=keys.keys() - found.keys()).select_related("publication__briefing", "entry")
    for state in missing:
        found[state.publication_id] = _footprint(state)
        cache.set(keys[state.publication_id], found[state.publication_id], KEPT)
    return found


def seals_of(publications: Iterable[Publication]) -> dict[int, str]:
    """Return the seals of the entries by which publications went out, one query."""
    own = _out().filter(publication__in=[publication.pk for publication in publications])
    return dict(own.values_list("publication_id", "entry__seal"))


def _out() -> models.QuerySet[PublicationState]:
    return PublicationState.objects.filter(state=PUBLISHED, voided_entry=None).order_by("pk")


def _footprint(state: PublicationState) -> Footprint:
    publication = state.publication
    if publication.briefing is not None:
        return _of_briefing(publication)
    return telling.footprint_of(publication, _hidden_then(publication, state.hidden, state.entry.seal))


def _of_briefing(publication: Publication) -> Footprint:
    """Return what a published briefing told by its figures, and the small ones of places that it kept to itself."""
    printed = {figure["code"] for figure in publication.figures}
    frozen = list(FrozenFigure.objects.filter(briefing=publication.briefing).order_by("pk"))
    known: defaultdict[str, tuple[Records, ...]] = defaultdict(tuple)
    for each in (each for each in frozen if each.code in printed):
        for table, told in _known(each, telling.by_itself(each)).items():
            known[table] += told
    few = _small_places(each for each in frozen if each.code not in printed)
    return Footprint(known=dict(known), small={COUNTY: tuple(few)})


# --- figures by themselves ---


def is_giving_away(publication: Publication) -> bool:
    """Return whether the figure alone, without its tables, gives a small cell away: one that is hidden in what is
    public, or of the whole one of its own.
    """
    if not publication.rows:
        return False
    seen, told = seen_before(publication), telling.by_itself(publication)
    if publication.scope != str(ALL):
        return _gives_away(COUNTY, told, (), seen)
    own = [records for records in telling.small(publication, Hidden(), COUNTY) if records not in told]
    others = seen.without(publication.indicator, publication.scope)
    return any(_gives_away(table, told, own if table == COUNTY else (), others) for table in TABLES)


def printable(figures: Iterable[FrozenFigure], *, day: date) -> list[FrozenFigure]:
    """Return the figures of a briefing that may be published: those that tell no small cell, neither one that is
    public nor one of a place in the same briefing. The whole comes first, and the places give way. day: of the briefing
    """
    figures, kept = list(figures), set()
    every = [telling.by_itself(figure) for figure in figures]
    few = _small_places(figures)
    readers = _Readers(seen_before(None, day), [records for told in every for records in told], few)
    for number, figure in sorted(enumerate(figures), key=lambda pair: (pair[1].scope != str(ALL), pair[0])):
        if figure.scope != str(ALL) and not few.isdisjoint(_told_of_place(figure)):
            continue
        if not readers.learn(figure, every[number]):
            readers.tell(figure, every[number])
            kept.add(number)
    return [figure for number, figure in enumerate(figures) if number in kept]


class _Readers:
    """Who reads a briefing, by the tables he sees, while its figures are told him one after the other.

    every: all that its figures would tell; few: the small sets of its places
    """

    def __init__(self, seen: Seen, every: list[Records], few: Iterable[Records]) -> None:
        self._seen, self._every, self._few = seen, every, list(few)
        self._public = {footprint.of for footprint in seen.footprints}
        self._told: defaultdict[str, list[Records]] = defaultdict(list)
        self._audiences: dict[tuple[str, tuple[str, str]], Audience] = {}

    def learn(self, figure: FrozenFigure, told: list[Records]) -> bool:
        """Return whether a figure tells a small cell that is public, or a small one of the briefing's places."""
        return any(
            self._audience(table, figure).learns(told, self._few if table == COUNTY else ())
            for table in _known(figure, told)
            if told
        )

    def tell(self, figure: FrozenFigure, told: list[Records]) -> None:
        """Let all know what a figure tells: whoever sees all tables too."""
        tables = {*_known(figure, told), EVERY}
        for table in tables:
            self._told[table] += told
        for (table, _), audience in self._audiences.items():
            if table in tables:
                audience.reader.tell(told)

    def _audience(self, table: str, figure: FrozenFigure) -> Audience:
        """Return who sees a table; of a whole that has editions, without them."""
        own = (figure.indicator, figure.scope)
        is_edition = figure.scope == str(ALL) and own in self._public
        key = (table, own if is_edition else ("", ""))
        if key not in self._audiences:
            seen = self._seen.without(*own) if is_edition else self._seen
            self._audiences[key] = _audience(table, self._every, self._few, seen)
            self._audiences[key].reader.tell(self._told[table])
        return self._audiences[key]


def _known(figure: FrozenFigure, told: Iterable[Records]) -> dict[str, tuple[Records, ...]]:
    """Return what a figure of a briefing tells by table: of the whole in each of them."""
    return {table: tuple(told) for table in (TABLES if figure.scope == str(ALL) else (COUNTY,))}


def _small_places(figures: Iterable[FrozenFigure]) -> frozenset[Records]:
    """Return the sets of few records or persons that figures of places would tell."""
    places = (figure for figure in figures if figure.scope != str(ALL))
    return frozenset(records for figure in places for records in telling.few_by_itself(figure))


def _told_of_place(figure: FrozenFigure) -> list[Records]:
    return [*telling.by_itself(figure), *telling.sides_of_share(figure)]


# --- deciding ---


def _hide(publication: Publication, seen: Seen) -> Hidden:
    """Return the first choice of cells that, with what is public already, gives no small cell away."""
    if not Reduction(publication.definition["reduction"]).is_added_up or not publication.rows:
        return Hidden()
    all_shown = Hidden(frozenset(), frozenset(), frozenset())
    audiences = {
        table: _audience(table, telling.shown(publication, all_shown, table), _may_hide(publication, table), seen)
        for table in TABLES
    }
    return next(
        (hidden for hidden in _choices(publication, seen) if _is_safe(publication, hidden, audiences)), Hidden()
    )


def _may_hide(publication: Publication, table: str) -> list[Records]:
    """Return all small sets that a table may hide."""
    return telling.small(publication, Hidden(), BOTH if table == EVERY else table)


def _is_safe(publication: Publication, hidden: Hidden, audiences: Mapping[str, Audience]) -> bool:
    """Return whether nobody who sees one of the tables, or all of them, learns a small cell."""
    seen = [table for table in (COUNTY, LEVEL, BOTH) if hidden.of(table) is not None]
    return not any(
        audiences[table].learns(telling.shown(publication, hidden, table), telling.small(publication, hidden, table))
        for table in (*seen, EVERY)
    )


def _choices(publication: Publication, seen: Seen) -> Iterator[Hidden]:
    """Yield what may be hidden, the least first: the tables by themselves, then more and more of them."""
    county, level = (_in_its_table(publication, column, seen) for column in ("county", "level"))
    yield Hidden(county, level, _both(publication, county, level))
    yield Hidden(county, level)
    if county is not None:
        cells = telling.cells_of(publication, "county")
        others = sorted(cells.keys() - county, key=lambda key: (cells[key], key))
        wider = [{key} for key in others] + [{key, others[0]} for key in others[1:]]
        wider += [set(others[:number]) for number in range(3, len(others))]
        for gone in wider:
            yield Hidden(county | gone, level, _both(publication, county | gone, level))
            yield Hidden(county | gone, level)
        yield from (Hidden(county | gone, None) for gone in (set(), *wider))
    yield Hidden(None, level)


def _in_its_table(publication: Publication, column: str, seen: Seen) -> frozenset[str] | None:
    """Return what a table of one way hides for itself and its earlier editions; None if it cannot be shown."""
    found = protect(
        telling.cells_of(publication, column), telling.least(publication), earlier=seen.editions.get(column, [])
    )
    return None if found is None else frozenset(key for key, values in found.cells.items() if values is None)


def _both(
    publication: Publication, county: frozenset[str] | None, level: frozenset[str] | None
) -> frozenset[Key] | None:
    """Return which cells by county and level are hidden; None if there is no such table, or nothing is left of it."""
    records = {(key[0], key[1]): len(found) for key, found in telling.sets_of(publication, BOTH).items()}
    if county is None or level is None or min(len({key[at] for key in records}) for at in (0, 1)) < 2:
        return None
    also = [key for key in records if key[0] in county or key[1] in level]
    hidden = protect_table(records, LEAST_RECORDS, also=also)
    return None if hidden is None or hidden >= records.keys() else hidden
