"""Which of our figures a claim is about: by a table of what is counted, or by what a person decided for its meaning.

A claim is bound by itself only where one row of the table fits it and nothing in the claim is left over: a state,
programme or sector that the figure does not know narrows the claim to something else. Otherwise the rows that come
nearest are proposed, the likeliest first.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hamahang.domain.indicators import ALL, Scope
from hamahang.domain.statements import lexicon
from hamahang.domain.statements.said import Said

NOT_KEPT = ""  # a person decided that the register has no such figure
PROPOSED = 4
STOCK, FLOW, DUE = "stock", "flow", "due"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that a claim may be about. time: stock, flow or due; others: the same at other levels of proof."""

    indicator: str
    time: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Binding:
    """What a claim is bound to.

    how: clear, remembered, proposed (a person is asked), or none (nothing of ours comes near)
    """

    how: str
    candidate: Candidate | None = None
    proposals: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """The days a claim is judged for. first None: all that was by the last day."""

    first: date | None
    last: date


def bind(said: Said, remembered: Mapping[str, str], *, titled: str = "") -> Binding:
    """Return the figure that a claim is about.

    remembered: figures that people chose, by meaning of a claim; titled: the figure whose title the claim says
    """
    ranked = _ranked(said)
    proposals = tuple(dict.fromkeys(candidate for _, _, candidate in ranked))[:PROPOSED]
    if said.meaning in remembered:
        chosen = remembered[said.meaning]
        candidate = None if chosen == NOT_KEPT else _candidate(chosen, said)
        return Binding("remembered", candidate, proposals)
    if titled and _is_level(said) and not said.is_target:
        return Binding("clear", _candidate(titled, said), proposals)
    fitting = [(rank, candidate) for is_whole, rank, candidate in ranked if is_whole]
    if fitting and _is_level(said):
        return Binding("clear", max(fitting, key=lambda pair: pair[0])[1], proposals)
    return Binding("proposed" if proposals else "none", None, proposals)


def _is_level(said: Said) -> bool:
    return said.measure == "level" or (said.measure == "share" and said.counted == "absorption")


def _ranked(said: Said) -> list[tuple[bool, int, Candidate]]:
    """Return the rows about what is counted, with whether they fit wholly, the nearest first."""
    found = []
    for row in lexicon.rows("bindings"):
        if row["counted"] != said.counted or (row["modality"] == "target") != said.is_target:
            continue
        needs, allows = set(row["needs"].split()), set(row["allows"].split())
        states = set(said.states)
        missing, beyond = needs - states, states - needs - allows
        programmes = row["programme"].split()
        has_programme = programmes == ["*"] or (said.programme or "-") in programmes
        has_place = not row["place"] or said.place_code.startswith(row["place"])
        has_cue = _has(row["cue"], said.words) and _has(row["own"], said.own)
        is_whole = not (missing or beyond or said.sector) and has_programme and has_place and has_cue
        fit = bool(row["place"]) + 2 * bool(row["cue"]) + 6 * bool(row["own"]) + 2 * (programmes not in (["*"], ["-"]))
        lack = 3 * (not has_programme) + 2 * (not has_place) + 3 * (not has_cue)
        rank = 4 * len(needs) - 6 * len(missing) - 2 * len(beyond) + fit - lack
        found.append((is_whole, rank, Candidate(row["indicator"], row["time"], tuple(row["others"].split()))))
    return sorted(found, key=lambda each: (not each[0], -each[1]))


def _has(cue: str, words: str) -> bool:
    return not cue or re.search(cue, words) is not None


def _candidate(code: str, said: Said) -> Candidate:
    """Return a chosen figure with what the table knows of it."""
    rows = [row for row in lexicon.rows("bindings") if row["indicator"] == code]
    row = next((row for row in rows if row["counted"] == said.counted), rows[0] if rows else None)
    return Candidate(code, row["time"], tuple(row["others"].split())) if row else Candidate(code, STOCK, ())


def scope_of(said: Said, *, home: str) -> Scope | None:
    """Return the scope of a claim: the whole for the home province; None where we keep nothing of its place.

    home: code of the province whose register this is
    """
    code = said.place_code
    if code in ("", f"province:{home}"):
        return ALL
    kind, _, place = code.partition(":")
    if "," in code or kind not in ("county", "estate"):
        return None
    return Scope(kind, place) if kind == "estate" or place.startswith(home) else None


def window_of(said: Said, candidate: Candidate, *, day: date) -> Window:
    """Return the days a claim is judged for. day: when it was said; nothing is asked of later days."""
    if candidate.time == DUE:
        return Window(None, day)
    last = min(said.last, day) if said.last else day
    first = said.first if candidate.time == FLOW and said.first and said.first <= last else None
    return Window(first, last)
