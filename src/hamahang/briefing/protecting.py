"""What of a published figure stays hidden, knowing all that was published before it.

A cell is hidden for itself, beside another in its table, since an earlier edition hid it, or because with the figures
that are public already it would give a small cell away. What was hidden when a figure went out is never worked out
otherwise: it depends on what was published before it, and that does not change.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db import models

from hamahang.briefing.models import FrozenFigure, Publication, PublicationState
from hamahang.domain.cross_suppression import Key, protect_table
from hamahang.domain.indicators import ALL, Reduction
from hamahang.domain.linked_suppression import Records, Told, atoms_of
from hamahang.domain.publishing import PUBLISHED
from hamahang.domain.suppression import LEAST_PERSONS, LEAST_RECORDS, Earlier, protect

ADDED_UP = (Reduction.COUNT.value, Reduction.SUM.value)
EXACT = 1_000  # a share of fewer than this, to one decimal, tells how many its numerator holds
KEPT = 86_400  # seconds
COUNTY, LEVEL, BOTH = "county", "level", "both"
COLUMNS = {COUNTY: ("county",), LEVEL: ("level",), BOTH: ("county", "level")}
Row = dict[str, Any]
Edition = tuple[str, str, str]  # figure, place, table


@dataclass(frozen=True, slots=True)
class Hidden:
    """Cells that are not shown by county, by level of proof, and by both; None: the table cannot be shown."""

    county: frozenset[str] | None = None
    level: frozenset[str] | None = None
    both: frozenset[Key] | None = None

    def of(self, table: str) -> frozenset[Any] | None:
        """Return the cells that a table hides."""
        found: frozenset[Any] | None = getattr(self, table)
        return found


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a publication told, table by table: sets of records whose number it shows, and small ones that it hides.

    A table is told apart from the others, for who does not see it cannot know that all of a county are of one level.
    editions: its tables with what they hid; of: figure and place, empty for a briefing
    """

    hidden: Hidden = Hidden()
    known: Mapping[str, tuple[Records, ...]] = field(default_factory=dict)
    small: Mapping[str, tuple[Records, ...]] = field(default_factory=dict)
    editions: tuple[tuple[Edition, Earlier], ...] = ()
    of: tuple[str, str] = ("", "")


@dataclass(slots=True)
class Seen:
    """All that was public before a publication, table by table."""

    known: defaultdict[str, list[Records]] = field(default_factory=lambda: defaultdict(list))
    small: defaultdict[str, list[Records]] = field(default_factory=lambda: defaultdict(list))
    editions: defaultdict[Edition, list[Earlier]] = field(default_factory=lambda: defaultdict(list))
    footprints: list[Footprint] = field(default_factory=list)

    def add(self, footprint: Footprint) -> None:
        """Take in what one more publication told."""
        for table in COLUMNS:
            self.known[table] += footprint.known.get(table, ())
            self.small[table] += footprint.small.get(table, ())
        for key, edition in footprint.editions:
            self.editions[key].append(edition)
        self.footprints.append(footprint)

    def without(self, indicator: str, scope: str) -> "Seen":
        """Return the same without the editions of one figure: between two of them nobody knows which place changed."""
        others = Seen()
        for footprint in self.footprints:
            if footprint.of != (indicator, scope):
                others.add(footprint)
        return others


def hidden_of(publication: Publication) -> Hidden:
    """Return which cells of a figure's tables are hidden; of a published one, those that were when it went out."""
    out = _out().filter(publication=publication).values_list("entry__seal", flat=True).first()
    footprint: Footprint | None = cache.get(f"footprint:{out}") if out else None
    if footprint is None:
        footprint = _footprint(publication, seen_before(publication))
        if out:
            cache.set(f"footprint:{out}", footprint, KEPT)
    return footprint.hidden


def seen_before(publication: Publication | None) -> Seen:
    """Return what was public before a publication went out; all that is public, if it did not."""
    seen, own = Seen(), publication.pk if publication else None
    for pk, seal in _out().values_list("publication_id", "entry__seal"):
        if pk == own:
            break
        key = f"footprint:{seal}"
        footprint: Footprint | None = cache.get(key)
        if footprint is None:
            footprint = _footprint(Publication.objects.select_related("briefing").get(pk=pk), seen)
            cache.set(key, footprint, KEPT)
        seen.add(footprint)
    return seen


def seals_of(publications: Iterable[Publication]) -> dict[int, str]:
    """Return the seals of the entries by which publications went out, one query."""
    own = _out().filter(publication__in=[publication.pk for publication in publications])
    return dict(own.values_list("publication_id", "entry__seal"))


def _out() -> models.QuerySet[PublicationState]:
    return PublicationState.objects.filter(state=PUBLISHED, voided_entry=None).order_by("pk")


def fewest(publication: Publication) -> int:
    """Return how many records the smallest set holds that a figure tells by itself: its own, or a side of its share."""
    told = [_whole(publication), *_parts_of_share(publication.rows, publication.definition)]
    return min((len(records) for records in told if records), default=0)


def is_giving_away(publication: Publication) -> bool:
    """Return whether the figure alone, without its tables, gives a small cell away: one that is hidden in what is
    public, or of the whole one of its own.
    """
    if not publication.rows:
        return False
    seen, told = seen_before(publication), _told(publication.rows, publication.definition)
    if publication.scope != str(ALL):
        return _gives_away(COUNTY, told, (), seen)
    own = [records for records in _small(publication, Hidden(), COUNTY) if records not in told]
    others = seen.without(publication.indicator, publication.scope)
    return any(_gives_away(table, told, own if table == COUNTY else (), others) for table in COLUMNS)


def printable(figures: Iterable[FrozenFigure]) -> list[FrozenFigure]:
    """Return the figures of a briefing that may be published: those that tell no small cell, neither one that is
    public nor one of a place in the same briefing. The whole comes first, and the places give way.
    """
    figures, seen, kept = list(figures), seen_before(None), set()
    small = _small_places(figures)
    for number, figure in sorted(enumerate(figures), key=lambda pair: (pair[1].scope != str(ALL), pair[0])):
        if not small.isdisjoint(_sets_of_place(figure)) and figure.scope != str(ALL):
            continue
        told = _told(figure.rows, figure.definition)
        if _is_told(figure, told, small, seen):
            continue
        seen.add(Footprint(known=_known(figure, told)))
        kept.add(number)
    return [figure for number, figure in enumerate(figures) if number in kept]


def _is_told(figure: FrozenFigure, told: list[Records], small: Iterable[Records], seen: Seen) -> bool:
    """Return whether the figure of a briefing tells a small cell that is public, or a small one of its places."""
    others = seen.without(figure.indicator, figure.scope) if figure.scope == str(ALL) else seen
    return any(_gives_away(table, told, small if table == COUNTY else (), others) for table in _known(figure, told))


def _known(figure: FrozenFigure, told: Iterable[Records]) -> dict[str, tuple[Records, ...]]:
    """Return what a figure of a briefing tells by table: of the whole in each of them."""
    return {table: tuple(told) for table in (COLUMNS if figure.scope == str(ALL) else (COUNTY,))}


def _small_places(figures: Iterable[FrozenFigure]) -> frozenset[Records]:
    """Return the sets of few records that figures of places would tell."""
    every = (records for figure in figures if figure.scope != str(ALL) for records in _sets_of_place(figure))
    return frozenset(records for records in every if 0 < len(records) < LEAST_RECORDS)


def _sets_of_place(figure: FrozenFigure) -> list[Records]:
    return [_records(figure.rows), *_parts_of_share(figure.rows, figure.definition)]


def _gives_away(table: str, shown: Iterable[Records], own: Iterable[Records], seen: Seen) -> bool:
    """Return whether sets that would be shown tell a small set that nobody can work out without them.

    own: small sets that are hidden beside them
    """
    shown, own = list(shown), list(own)
    kinds = {_kind(records) for records in (*shown, *own)}
    known = [records for records in seen.known[table] if _kind(records) in kinds]
    small = [*own, *(records for records in seen.small[table] if _kind(records) in kinds)]
    if not small:
        return False
    before = Told(atoms_of([*shown, *known, *small])).and_also(known)
    after = before.and_also(shown)
    return any(after.tells(records) and not before.tells(records) for records in small)


def _kind(records: Records) -> str:
    return next(iter(records)).partition(":")[0]


# --- what one publication tells ---


def cells_of(publication: Any, column: str) -> dict[str, tuple[int, ...]]:
    """Return the records of each place or level, and their amount where it is added up."""
    is_sum = publication.definition["reduction"] == Reduction.SUM.value
    records: Counter[str] = Counter()
    amounts: dict[str, Decimal] = {}
    for row in publication.rows:
        key = cell_of(row, column)
        records[key] += 1
        amounts[key] = amounts.get(key, Decimal(0)) + Decimal(row["amount"] or 0)
    return {key: (number, int(amounts[key])) if is_sum else (number,) for key, number in records.items()}


def cell_of(row: Row, column: str) -> str:
    """Return the county or the level of a row; empty for none."""
    return "" if row[column] is None else str(row[column])


def _footprint(publication: Publication, seen: Seen) -> Footprint:
    if publication.briefing is not None:
        return _of_briefing(publication)
    if not publication.rows:
        return Footprint()
    hidden = _hide(publication, seen)
    editions = []
    for table in (COUNTY, LEVEL):
        cells, gone = cells_of(publication, table), hidden.of(table)
        key = (publication.indicator, publication.scope, table)
        editions.append((key, Earlier(cells, frozenset(cells) if gone is None else gone)))
    return Footprint(
        hidden,
        {table: tuple(_shown(publication, hidden, table)) for table in COLUMNS},
        {table: tuple(_small(publication, hidden, table)) for table in COLUMNS},
        tuple(editions),
        (publication.indicator, publication.scope),
    )


def _of_briefing(publication: Publication) -> Footprint:
    """Return what a published briefing told by its figures, and the small ones of places that it kept to itself."""
    printed = {figure["code"] for figure in publication.figures}
    frozen = list(FrozenFigure.objects.filter(briefing=publication.briefing).order_by("pk"))
    known: defaultdict[str, tuple[Records, ...]] = defaultdict(tuple)
    for each in (each for each in frozen if each.code in printed):
        for table, told in _known(each, _told(each.rows, each.definition)).items():
            known[table] += told
    small = _small_places(each for each in frozen if each.code not in printed)
    return Footprint(known=dict(known), small={COUNTY: tuple(small)})


def _whole(publication: Publication) -> Records:
    return _records(publication.rows)


def _records(rows: Iterable[Row]) -> Records:
    return frozenset(row["record"] for row in rows)


def _told(rows: list[Row], definition: Mapping[str, Any]) -> list[Records]:
    """Return the sets whose numbers a figure tells by itself: its records, and of a share those on either side."""
    sides = _parts_of_share(rows, definition) if len(rows) < EXACT else []
    return [records for records in dict.fromkeys([_records(rows), *sides]) if records]


def _parts_of_share(rows: Iterable[Row], definition: Mapping[str, Any]) -> list[Records]:
    """Return the records in the numerator of a share that counts records, and the rest; nothing for other figures."""
    if definition["reduction"] != Reduction.RATIO.value:
        return []
    weighed = [(row["record"], Decimal(row["amount"] or 0), row.get("base", 1) or 0) for row in rows]
    if any(amount not in (0, 1) or base not in (0, 1) for _, amount, base in weighed):
        return []
    over = frozenset(record for record, amount, _ in weighed if amount)
    return [over, frozenset(record for record, amount, base in weighed if base and not amount)]


def _sets(publication: Publication, table: str) -> dict[Any, Records]:
    """Return the records of each cell of a table."""
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in publication.rows:
        found[tuple(cell_of(row, column) for column in COLUMNS[table])].add(row["record"])
    return {key if table == BOTH else key[0]: frozenset(records) for key, records in found.items()}


def _shown(publication: Publication, hidden: Hidden, table: str) -> list[Records]:
    """Return the sets whose numbers a table tells, those of its sums too."""
    gone, told = hidden.of(table), _told(publication.rows, publication.definition)
    if gone is None:
        return told if table == COUNTY or publication.scope == str(ALL) else []
    cells = [records for key, records in _sets(publication, table).items() if key not in gone]
    sums = [*_sets(publication, COUNTY).values(), *_sets(publication, LEVEL).values()] if table == BOTH else []
    return list(dict.fromkeys([*told, *cells, *sums]))


def _small(publication: Publication, hidden: Hidden, table: str) -> list[Records]:
    """Return the small sets that a table hides."""
    gone = hidden.of(table)
    is_persons = least(publication)[-1] == LEAST_PERSONS and table != BOTH
    cells = cells_of(publication, table) if is_persons else {}
    sides = _parts_of_share(publication.rows, publication.definition)
    found = []
    for key, records in _sets(publication, table).items():
        if gone is not None and key not in gone:
            continue
        is_few = is_persons and 0 < cells[key][1] < LEAST_PERSONS
        found += [records] if is_few or len(records) < LEAST_RECORDS else []
        found += [few for side in sides if 0 < len(few := side & records) < LEAST_RECORDS]
    return list(dict.fromkeys(found))


# --- deciding ---


def _hide(publication: Publication, seen: Seen) -> Hidden:
    """Return the first choice of cells that, with what is public already, gives no small cell away."""
    if publication.definition["reduction"] not in ADDED_UP or not publication.rows:
        return Hidden()
    return next((hidden for hidden in _choices(publication, seen) if _is_safe(publication, hidden, seen)), Hidden())


def _is_safe(publication: Publication, hidden: Hidden, seen: Seen) -> bool:
    return not any(
        _gives_away(table, _shown(publication, hidden, table), _small(publication, hidden, table), seen)
        for table in COLUMNS
        if hidden.of(table) is not None
    )


def _choices(publication: Publication, seen: Seen) -> Iterator[Hidden]:
    """Yield what may be hidden, the least first: the tables by themselves, then more and more of them."""
    county, level = (_by_itself(publication, column, seen) for column in ("county", "level"))
    yield Hidden(county, level, _both(publication, county, level))
    yield Hidden(county, level)
    if county is not None:
        cells = cells_of(publication, "county")
        others = sorted(cells.keys() - county, key=lambda key: (cells[key], key))
        wider = [{key} for key in others] + [{key, others[0]} for key in others[1:]]
        wider += [set(others[:number]) for number in range(3, len(others))]
        for gone in wider:
            yield Hidden(county | gone, level, _both(publication, county | gone, level))
            yield Hidden(county | gone, level)
        yield from (Hidden(county | gone, None) for gone in (set(), *wider))
    yield Hidden(None, level)


def _by_itself(publication: Publication, column: str, seen: Seen) -> frozenset[str] | None:
    earlier = seen.editions[publication.indicator, publication.scope, column]
    found = protect(cells_of(publication, column), least(publication), earlier=earlier)
    return None if found is None else frozenset(key for key, values in found.cells.items() if values is None)


def _both(
    publication: Publication, county: frozenset[str] | None, level: frozenset[str] | None
) -> frozenset[Key] | None:
    """Return which cells by county and level are hidden; None if there is no such table, or it cannot be shown."""
    records = {(key[0], key[1]): len(found) for key, found in _sets(publication, BOTH).items()}
    if county is None or level is None or min(len({key[at] for key in records}) for at in (0, 1)) < 2:
        return None
    also = [key for key in records if key[0] in county or key[1] in level]
    return protect_table(records, LEAST_RECORDS, also=also)


def least(publication: Any) -> tuple[int | None, ...]:
    """Return the least that may be shown of records, and of the amounts that are added up."""
    is_sum = publication.definition["reduction"] == Reduction.SUM.value
    return (LEAST_RECORDS, LEAST_PERSONS if publication.unit == "person" else None)[: 2 if is_sum else 1]
