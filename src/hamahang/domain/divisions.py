"""A figure in the counties of another year: which county a record of one division belongs to in another.

Counties are split, renamed and joined. A record whose county stands, or became one other, goes there. Where its county
became several, it goes by what it says beside: the county of its estate, then the county its unit is in later. Where
nothing tells, it stays with the undivided whole: a count is never split unseen. A sum may be split by a stated key
where somebody asks for it, and is then an estimate.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hamahang.domain.text import Text

HOW = {
    "same": Text(fa="شهرستان همان است", en="the county is the same"),
    "became": Text(fa="شهرستان تنها یک جانشین دارد", en="the county became one other"),
    "estate": Text(fa="به شهرستان شهرک یا ناحیه", en="by the county of the estate"),
    "later": Text(fa="به شهرستانی که واحد سپس در آن است", en="by the county the unit is in later"),
    "undivided": Text(fa="تقسیم‌نشده مانده است", en="left undivided"),
}


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a county: it stands from a day until another; None for always."""

    key: int
    valid_from: date | None = None
    valid_to: date | None = None

    def stands(self, day: date) -> bool:
        """Say whether it stands on a day."""
        return (self.valid_from or date.min) <= day < (self.valid_to or date.max)


@dataclass(frozen=True, slots=True)
class Link:
    """A county that took over part or all of another on a day."""

    before: int
    after: int
    on: date


@dataclass(frozen=True, slots=True)
class Division:
    """All versions of the counties, and what became of which."""

    versions: Mapping[int, Version]
    links: Sequence[Link] = field(default_factory=tuple)

    def becomes(self, county: int, *, said_on: date | None, day: date) -> frozenset[int]:
        """Return the counties of a day that a record of a county may belong to.

        said_on: the day the record speaks of; a split before it is no doubt any more
        """
        version = self.versions.get(county)
        if version is None:
            return frozenset({county})
        found = self._back(county, day) if (version.valid_from or date.min) > day else self._on(county, said_on, day)
        return found or frozenset({county})

    def _on(self, county: int, said_on: date | None, day: date) -> frozenset[int]:
        """Follow what became of a county up to a day."""
        since = said_on or date.min
        reached, waiting = {county}, [county]
        while waiting:
            now = waiting.pop()
            for link in self.links:
                # one that ended is followed whatever the record's day: it cannot be meant
                is_over = not self.versions[now].stands(day)
                if link.before == now and link.on <= day and (link.on > since or is_over) and link.after not in reached:
                    reached.add(link.after)
                    waiting.append(link.after)
        return frozenset(key for key in reached if self.versions[key].stands(day))

    def _back(self, county: int, day: date) -> frozenset[int]:
        """Follow a county to those it came of, back to a day."""
        reached, waiting = {county}, [county]
        while waiting:
            now = waiting.pop()
            if (self.versions[now].valid_from or date.min) <= day:
                continue
            before = [link.before for link in self.links if link.after == now and link.before not in reached]
            reached.update(before)
            waiting += before
        return frozenset(key for key in reached if self.versions[key].stands(day))


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a record says it is. estate: the county of its estate; later: the county its unit is in now."""

    county: int
    on: date | None = None
    estate: int | None = None
    later: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record belongs in another division. county: None where it is undivided; of: the whole it stays with."""

    county: int | None
    how: str
    of: int
    among: frozenset[int] = frozenset()


def place(record: Placed, division: Division, day: date) -> Place:
    """Return the county of a day that a record belongs to, and by which rule."""
    among = division.becomes(record.county, said_on=record.on, day=day)
    if len(among) == 1:
        (only,) = among
        return Place(only, "same" if only == record.county else "became", record.county)
    for how, told in (("estate", record.estate), ("later", record.later)):
        if told is None or told == record.county:
            continue
        meant = among & division.becomes(told, said_on=None, day=day)
        if len(meant) == 1:
            (only,) = meant
            return Place(only, how, record.county)
    return Place(None, "undivided", record.county, among)


def split(amount: int | Decimal, weights: Mapping[int, int]) -> dict[int, int | Decimal]:
    """Return an amount split by weights, to the last unit: the largest remainders take what is left.

    :raises ValueError: if all weights are zero
    """
    whole = sum(weights.values())
    if whole <= 0:
        raise ValueError("no weights")
    step = Decimal(1) if amount == int(amount) else Decimal("0.01")
    units = int(Decimal(amount) / step)
    exact = {key: Decimal(units) * weight / whole for key, weight in weights.items()}
    parts = {key: int(value) for key, value in exact.items()}
    left = units - sum(parts.values())
    for key in sorted(exact, key=lambda key: (parts[key] - exact[key], key))[:left]:
        parts[key] += 1
    return {key: part if step == 1 else part * step for key, part in parts.items()}


def count_rules(places: Iterable[Place]) -> dict[str, int]:
    """Return how many records went by which rule."""
    counted: dict[str, int] = {}
    for one in places:
        counted[one.how] = counted.get(one.how, 0) + 1
    return counted
