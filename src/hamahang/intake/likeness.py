"""Which unit of the register a row of a list speaks of: by its licence, or by all it says weighed together.

A row whose licence number is in the register speaks of that unit, unless both name and county say otherwise. A row
without one speaks of the only unit with its legal id, or its name, in its place. For any other row the evidence is
weighed (`methods.linkage`), and the cheapest of three is done: link, ask a person, or say that the unit is not in the
register. What people decided stands above any weight, and the weights learn from it. A name alone never links.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any

from hamahang.domain.ledger import digest
from hamahang.domain.text import company_key, fold, to_latin_digits
from hamahang.intake import queries
from hamahang.ledger import queries as ledger
from hamahang.register import queries as register
from hamahang.register.likeness import unit_records

if TYPE_CHECKING:
    from hamahang.methods.linkage import Linking, Register, Scored

# what it costs, against one question to a person: a row counted with the wrong unit, or a row left out though its
# unit is known
WRONG, MISSED, ASKED = 100.0, 10.0, 1.0
CANDIDATES = 8
FAINT = 0.02  # a candidate less likely than this is not offered beside better ones
LARGE = 20_000  # units from which the index is not kept in memory between lists
REASONS = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row says of the unit it speaks of; "" where it is silent. place: its county; county, estate: their ids.

    workshop: the code under which Social Security knows it
    """

    name: str = ""
    licence: str = ""
    national_id: str = ""
    place: str = ""
    address: str = ""
    product: str = ""
    owner: str = ""
    phone: str = ""
    workshop: str = ""
    county: int | None = None
    estate: int | None = None

    @property
    def key(self) -> str:
        """The same for every row of any list that says the same, however it is spelled."""
        parts = (company_key(self.name) if self.name else "", fold(self.licence), self.national_id)
        more = (fold(self.workshop),) if self.workshop else ()
        return digest(*parts, str(self.county or ""), str(self.estate or ""), *more)

    @property
    def said(self) -> dict[str, str]:
        """What it says as the fields of `methods.linkage`."""
        said = {name: text for name, text in asdict(self).items() if isinstance(text, str) and text}
        return {name: text for name, text in said.items() if name != "workshop"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit a row may speak of. bits: log2 of the odds; reasons: (evidence, level, bits), weightiest first.

    is_only_named: nothing but its name speaks for it
    """

    unit: int
    bits: float
    reasons: tuple[tuple[str, int, float], ...] = ()
    is_only_named: bool = False


@dataclass(frozen=True, slots=True)
class Meant:
    """What was found: the unit as a row of `register.queries.BRIEF`, None if it cannot be told; and the candidates.

    is_alike: whether the unit was found by likeness, so that a person may say it is another
    """

    unit: Any = None
    candidates: tuple[Candidate, ...] = ()
    is_alike: bool = False
    is_told: bool = False


@dataclass
class Finder:
    """Finds the units of the rows of one list. decided: by key, what people said; see `intake.queries.decisions`."""

    decided: Mapping[str, "queries.Decided"] = field(default_factory=dict)

    def find(self, wanted: Iterable[Wanted]) -> dict[str, Meant]:
        """Return by key which unit each of the wanted is."""
        by_key = {row.key: row for row in wanted}
        told = {key: self.decided[key].unit for key in by_key if key in self.decided}
        standing = register.units_in_brief(unit for unit in told.values() if unit is not None)
        # a unit that no longer stands was told of in vain: it is asked again
        found = {
            key: Meant(standing.get(unit or 0), is_told=True)
            for key, unit in told.items()
            if unit is None or unit in standing
        }
        open_rows = {key: row for key, row in by_key.items() if key not in found}
        found |= dict(_of_licences(open_rows))
        found |= dict(_of_workshops({key: row for key, row in open_rows.items() if key not in found}))
        found |= dict(_of_places({key: row for key, row in open_rows.items() if key not in found and not row.licence}))
        rest = {key: row for key, row in open_rows.items() if key not in found}
        return found | self._alike(rest)

    def _alike(self, rest: Mapping[str, Wanted]) -> dict[str, Meant]:
        """Weigh the evidence of the rows whose licence does not tell."""
        if not rest:
            return {}
        with _Index.lock:
            index = _Index.get()
            if not len(index.records):
                return dict.fromkeys(rest, Meant())
            found = dict(self._weighed(index, rest))
        units = register.units_in_brief(candidate.unit for _, listed in found.values() for candidate in listed)
        return {
            key: Meant(units.get(best or 0), tuple(c for c in listed if c.unit in units), is_alike=best is not None)
            for key, (best, listed) in found.items()
        }

    def _weighed(
        self, index: "Register", rest: Mapping[str, Wanted]
    ) -> Iterator[tuple[str, tuple[int | None, list[Candidate]]]]:
        """Yield for each key the unit to link, None if it is none or to be asked, and the candidates, likeliest first.

        Rows that people decided before stand beside the list: from them the weights are learnt too.
        """
        from hamahang.methods.linkage import Decisions, Linking, Records

        known = set(index.records.ids)
        past = {
            f"told {key}": decided
            for key, decided in self.decided.items()
            if decided.said and key not in rest and (decided.unit is None or str(decided.unit) in known)
        }
        rows = [{"id": key, **rest[key].said} for key in sorted(rest)]
        rows += [{"id": key, **decided.said} for key, decided in sorted(past.items())]
        must = frozenset((str(decided.unit), key) for key, decided in past.items() if decided.unit is not None)
        cannot = frozenset(
            (str(unit), key)
            for key, decided in past.items()
            for unit in decided.refused
            if str(unit) in known and unit != decided.unit
        )
        linking = Linking(index, Records.of(rows), decisions=Decisions(must, cannot))
        scored = linking.score(linking.train())
        listed = _candidates(linking, scored)
        for key in rest:
            yield key, _chosen(listed.get(key, []))


class _Index:
    """The index of the register that was built last, kept as long as nothing is written."""

    lock = Lock()
    seal = ""
    register: "Register | None" = None

    @classmethod
    def get(cls) -> "Register":
        """Return the index of the register as it stands. The caller holds the lock."""
        from hamahang.methods.linkage import Register

        _, seal = ledger.head()
        if cls.register is None or cls.seal != seal:
            cls.register = None
            index = Register(unit_records())
            if len(index.records) > LARGE:
                return index
            cls.register, cls.seal = index, seal
        return cls.register


def _of_licences(rows: Mapping[str, Wanted]) -> Iterator[tuple[str, Meant]]:
    """Yield the rows whose licence is in the register, but those whose name and county both say otherwise."""
    numbers = {key: to_latin_digits(row.licence.strip()) for key, row in rows.items() if row.licence}
    units = register.units_by_licence(numbers.values())
    for key, number in numbers.items():
        unit = units.get(number)
        if unit is not None and not _is_denied(rows[key], unit):
            yield key, Meant(unit)


def _of_workshops(rows: Mapping[str, Wanted]) -> Iterator[tuple[str, Meant]]:
    """Yield the rows whose workshop is known from an earlier list, but those that give a licence of their own."""
    coded = {key: row.workshop for key, row in rows.items() if row.workshop and not row.licence}
    if not coded:
        return
    known = register.units_by_workshop()
    units = register.units_in_brief(known[code] for code in coded.values() if code in known)
    for key, code in coded.items():
        if code in known and known[code] in units:
            yield key, Meant(units[known[code]])


def _of_places(rows: Mapping[str, Wanted]) -> Iterator[tuple[str, Meant]]:
    """Yield the rows whose legal id or name one unit of their place has, and that unit's own id is no other."""
    if not rows:
        return
    names = {key: company_key(row.name) for key, row in rows.items() if row.name}
    by_name, by_id = register.units_by_name_and_id(names.values(), (row.national_id for row in rows.values()))
    for key, row in rows.items():
        for known in (by_id.get(row.national_id, []), by_name.get(names.get(key, ""), [])):
            near = [unit for unit in known if _is_there(unit, row)]
            if len(near) == 1 and row.national_id in ("", near[0].company__national_id or row.national_id):
                yield key, Meant(near[0])
            if near:
                break


def _is_there(unit: Any, row: Wanted) -> bool:
    if row.estate is not None:
        return bool(unit.estate_id == row.estate)
    return row.county is not None and unit.county_id == row.county


def _is_denied(row: Wanted, unit: Any) -> bool:
    """Say whether name and county both speak against the unit that has the licence: the number may be a slip."""
    other_name = bool(row.name) and set(company_key(row.name).split()).isdisjoint(unit.name_key.split())
    return other_name and row.county is not None and row.county != unit.county_id


def _candidates(linking: "Linking", scored: "Scored") -> dict[str, list[Candidate]]:
    """Return by key the units worth naming with their bits and reasons, likeliest first."""
    import numpy as np

    units, keys = linking.register.records.ids, linking.incoming.ids
    found: dict[str, list[Candidate]] = {}
    plain = scored.weights.sum(axis=1) + scored.explained + scored.start
    for pair in np.lexsort((scored.left, -plain, scored.right)).tolist():
        listed = found.setdefault(keys[int(scored.right[pair])], [])
        if len(listed) == CANDIDATES:
            continue
        reasons = tuple((r.evidence, r.level, round(r.bits, 1)) for r in scored.reasons(pair)[:REASONS])
        # whom only a name speaks for may be offered, never linked
        is_only_named = bool(np.isneginf(scored.total[pair]))
        unit, bits = int(units[int(scored.left[pair])]), round(float(plain[pair]), 1)
        listed.append(Candidate(unit, bits, reasons, is_only_named))
    return found


def _chosen(listed: Sequence[Candidate]) -> tuple[int | None, list[Candidate]]:
    """Return the unit that it is cheapest to link, None if asking or leaving out is cheaper, and whom to ask about."""
    odds = [2.0 ** min(candidate.bits, 60.0) for candidate in listed]
    total = 1 + sum(odds)
    likely = [one / total for one in odds]
    if not likely:
        return None, []
    offered = [one for one, chance in zip(listed, likely, strict=True) if chance >= FAINT]
    if (1 - likely[0]) * WRONG <= ASKED and not listed[0].is_only_named:
        return listed[0].unit, offered
    # as far as it is left out anyway, whoever looks at the row is told what it may have meant
    return None, offered if sum(likely) * MISSED > ASKED else []
