"""How alike two single values are: codes, places, days and persons' names, each to a level of its kind.

Distances: optimal string alignment and Jaro–Winkler, as computed by rapidfuzz.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler, Postfix, Prefix

from hamahang.domain.identifiers import is_legal_id, is_personal_id
from hamahang.methods.linkage.records import Floats, Ints, Kind
from hamahang.methods.linkage.words import sound

Levels = npt.NDArray[np.int8]


def likeness(measure: object, first: Sequence[str], second: Sequence[str]) -> Floats:
    """Return similarities from 0 to 1 of texts standing side by side."""
    scorer = measure.normalized_similarity  # type: ignore[attr-defined]
    return np.asarray(process.cpdist(first, second, scorer=scorer, workers=-1, dtype=np.float32), dtype=np.float64)


def edits_between(first: Sequence[str], second: Sequence[str]) -> Ints:
    """Return how many signs were mistyped, left out, added or swapped with their neighbour."""
    return np.asarray(process.cpdist(first, second, scorer=OSA.distance, workers=-1, dtype=np.int32), dtype=np.int64)


def shorter_of(first: Sequence[str], second: Sequence[str]) -> Ints:
    """Return the length of the shorter text of each pair."""
    lengths = np.fromiter(map(len, first), np.int64, len(first)), np.fromiter(map(len, second), np.int64, len(second))
    return np.asarray(np.minimum(*lengths))


def _code_levels(first: Sequence[str], second: Sequence[str]) -> Levels:
    edits, shorter = edits_between(first, second), shorter_of(first, second)
    begun, ended = (
        np.asarray(process.cpdist(first, second, scorer=scorer.similarity, dtype=np.int32))
        for scorer in (Prefix, Postfix)
    )
    level = np.ones(len(first), dtype=np.int8)
    level[(begun >= 4) | ((begun >= 3) & (2 * begun > shorter))] = 2
    level[(np.maximum(begun, ended) == shorter) & (shorter >= 4)] = 3
    slipped = (edits == 1) & (shorter >= 4) | (edits == 2) & (shorter >= 9)
    for place in np.flatnonzero(slipped).tolist():
        # two right check digits were not made by one slip of the finger
        slipped[place] = not (_is_checked(first[place]) and _is_checked(second[place]))
    level[slipped] = 4
    return level


def _is_checked(code: str) -> bool:
    return is_legal_id(code) if len(code) == 11 else len(code) in (8, 9, 10) and is_personal_id(code.zfill(10))


def _place_levels(first: Sequence[str], second: Sequence[str]) -> Levels:
    close = likeness(JaroWinkler, first, second) >= 0.9
    within = [min(len(a), len(b)) >= 3 and (a in b or b in a) for a, b in zip(first, second, strict=True)]
    return np.where(close | np.asarray(within, dtype=bool), 2, 1).astype(np.int8)


def _date_levels(first: Sequence[str], second: Sequence[str]) -> Levels:
    level = np.ones(len(first), dtype=np.int8)
    for place, (a, b) in enumerate(zip(first, second, strict=True)):
        agreed = (a[:4] == b[:4]) + (a[4:6] == b[4:6]) + (a[6:] == b[6:])
        if agreed == 2 or (a[:4] == b[:4] and a[4:6] == b[6:] and a[6:] == b[4:6]):
            level[place] = 2
    level[edits_between(first, second) == 1] = 3
    turned = [a[:4] == b[:4] and a[4:6] == b[6:] and a[6:] == b[4:6] for a, b in zip(first, second, strict=True)]
    level[np.asarray(turned, dtype=bool)] = 3
    return level


def _person_levels(first: Sequence[str], second: Sequence[str]) -> Levels:
    close, edits = likeness(JaroWinkler, first, second), edits_between(first, second)
    shorter = shorter_of(first, second)
    heard = np.fromiter((sound(a) == sound(b) for a, b in zip(first, second, strict=True)), bool, len(first))
    begun = np.fromiter(
        (a.startswith(b) or b.startswith(a) for a, b in zip(first, second, strict=True)), bool, len(first)
    )
    level = np.ones(len(first), dtype=np.int8)
    level[(close >= 0.85) | heard] = 2
    level[(close >= 0.92) | ((edits == 1) & (shorter >= 3)) | ((edits == 2) & (shorter >= 6)) | begun] = 4
    return level


DIFFERING = {
    Kind.CODE: _code_levels, Kind.PLACE: _place_levels, Kind.DATE: _date_levels, Kind.PERSON: _person_levels,
}  # fmt: skip
