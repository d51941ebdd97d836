"""How alike two rows are, evidence by evidence: a level for each pair, many pairs at once.

Level 0 means that one of the two rows says nothing: no evidence for or against. Level 1 is the plain disagreement.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import JaroWinkler

from hamahang.domain.text import Text
from hamahang.methods.linkage.distances import DIFFERING, Levels, likeness
from hamahang.methods.linkage.lexicon import Features, Lexicon
from hamahang.methods.linkage.phrases import ALIKE_FROM, LITTLE_FROM, PARTLY_FROM, word_scores
from hamahang.methods.linkage.records import EVIDENCE, Evidence, Floats, Ints, Kind

SAME = Text(fa="یکی است", en="same")
ALIKE = Text(fa="مانند است", en="alike")
PARTLY = Text(fa="تا اندازه‌ای مانند است", en="partly alike")
OTHER = Text(fa="دیگر است", en="other")
SLIP = Text(fa="یک نویسه دیگر است", en="one sign apart")
LEVELS: Mapping[Kind, tuple[Text, ...]] = {
    Kind.WORDS: (
        OTHER,
        Text(fa="کمی مانند است", en="little alike"),
        PARTLY,
        Text(fa="مانند است ولی شماره‌اش دیگر است", en="alike but another number"),
        ALIKE,
        SAME,
    ),
    Kind.CODE: (OTHER, Text(fa="آغازش یکی است", en="same beginning"), PARTLY, SLIP, SAME),
    Kind.PLACE: (OTHER, ALIKE, SAME),
    Kind.DATE: (OTHER, PARTLY, SLIP, SAME),
    Kind.PERSON: (
        OTHER,
        Text(fa="هم‌آوا است", en="sounds alike"),
        Text(fa="جای نام و نام خانوادگی عوض شده است", en="given name and surname swapped"),
        ALIKE,
        SAME,
    ),
}
MOST = {kind: len(labels) for kind, labels in LEVELS.items()}
CHUNK = 20_000  # pairs compared at once: keeps the arrays of words in the processor's cache


@dataclass(slots=True)
class Compared:
    """The levels of pairs, one column an evidence in the order of `evidence`."""

    evidence: tuple[Evidence, ...]
    levels: Levels  # (pairs, evidence)
    # of the value both have: how many other rows of the register have it; nan if the two are not the same
    coincidence: Floats  # (pairs, evidence)

    def part(self, chosen: npt.NDArray[np.bool_]) -> "Compared":
        """Return the chosen pairs only."""
        if chosen.all():
            return self
        return Compared(self.evidence, self.levels[chosen], self.coincidence[chosen])


@dataclass(slots=True)
class Counts:
    """How many rows of the register have each value, or each set of telling words."""

    values: npt.NDArray[np.uint64]  # ascending
    often: Ints

    @classmethod
    def of(cls, columns: Sequence[Ints | npt.NDArray[np.uint64]]) -> "Counts":
        """Return the counts over some columns without missing values."""
        listed = [column.astype(np.uint64) for column in columns]
        values, often = np.unique(np.concatenate(listed) if listed else np.empty(0, np.uint64), return_counts=True)
        return cls(values, often)

    def find(self, values: Ints | npt.NDArray[np.uint64]) -> Floats:
        """Return the count of each value, 0 for one that the register does not have."""
        if not len(self.values):
            return np.zeros(len(values))
        asked = values.astype(np.uint64)
        place = np.minimum(np.searchsorted(self.values, asked), len(self.values) - 1)
        return np.where(self.values[place] == asked, self.often[place], 0).astype(np.float64)


@dataclass(slots=True)
class Comparer:
    """Compares rows of an incoming table with rows of the register; the register tells how rare a word or value is."""

    lexicon: Lexicon
    left: Features
    right: Features
    weights: dict[str, Floats]  # by evidence: what a word tells, in bits
    counts: dict[str, Counts]  # by evidence: rows of the register with a value or key
    is_same_table: bool

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence that both tables speak of."""
        return tuple(item for item in EVIDENCE if self.left.has(item.code) and self.right.has(item.code))

    def compare(self, left: Ints, right: Ints) -> Compared:
        """Return the levels of the pairs (left[k], right[k]), given as row numbers."""
        evidence = self.evidence
        levels = np.zeros((len(left), len(evidence)), dtype=np.int8)
        counts = np.full((len(left), len(evidence)), np.nan)
        for begin in range(0, len(left), CHUNK):
            part = slice(begin, begin + CHUNK)
            for place, item in enumerate(evidence):
                levels[part, place], counts[part, place] = self._one(item, left[part], right[part])
            self._swapped(evidence, levels[part], left[part], right[part])
        return Compared(evidence, levels, counts)

    def _one(self, item: Evidence, left: Ints, right: Ints) -> tuple[Levels, Floats]:
        """Compare one evidence: the best of its variants, and how many others share the value if it is the same."""
        best = np.zeros(len(left), dtype=np.int8)
        others = np.full(len(left), np.inf)
        for mine in self.left.variants[item.code]:
            for theirs in self.right.variants[item.code]:
                level, shared = self._variant(item, mine[left], theirs[right])
                others = np.where(level == best, np.fmin(others, shared), np.where(level > best, shared, others))
                best = np.maximum(best, level)
        same = best == MOST[item.kind]
        return best, np.where(same, np.maximum(others - (2 if self.is_same_table else 1), 0), np.nan)

    def _variant(self, item: Evidence, mine: Ints, theirs: Ints) -> tuple[Levels, Floats]:
        """Compare values given by their numbers; equal pairs of values are compared once."""
        counts, level, shared = self.counts[item.code], np.zeros(len(mine), dtype=np.int8), np.full(len(mine), np.inf)
        known = np.flatnonzero((mine >= 0) & (theirs >= 0))
        if not len(known):
            return level, shared
        first, second = mine[known], theirs[known]
        keys: Ints | npt.NDArray[np.uint64] = first
        other_keys: Ints | npt.NDArray[np.uint64] = second
        if item.kind is Kind.WORDS:
            texts = self.lexicon.texts()
            keys, other_keys = texts.keys[first], texts.keys[second]
        same = keys == other_keys
        level[known[same]] = MOST[item.kind]
        if not same.all():
            width = int(second.max()) + 1
            pairs, place = np.unique(first[~same] * width + second[~same], return_inverse=True)
            level[known[~same]] = self._differing(item, pairs // width, pairs % width)[place]
        shared[known[same]] = counts.find(keys[same])
        return level, shared

    def _differing(self, item: Evidence, first: Ints, second: Ints) -> Levels:
        if item.kind is not Kind.WORDS:
            values = self.lexicon.values(item.code)
            return DIFFERING[item.kind]([values[k] for k in first], [values[k] for k in second])
        score, clash = word_scores(self.lexicon, first, second, self.weights[item.code])
        level = (np.digitize(score, (LITTLE_FROM, PARTLY_FROM)) + 1).astype(np.int8)
        level[score >= ALIKE_FROM] = 5
        level[(score >= PARTLY_FROM) & clash] = 4
        return level

    def _swapped(self, evidence: Sequence[Evidence], levels: Levels, left: Ints, right: Ints) -> None:
        """Mark persons whose given name stands as surname and the other way round."""
        codes = [item.code for item in evidence]
        if "given_name" not in codes or "surname" not in codes:
            return
        given, surname = codes.index("given_name"), codes.index("surname")
        apart = np.flatnonzero((levels[:, given] == 1) & (levels[:, surname] == 1))
        (given_1, surname_1), (given_2, surname_2) = (
            [
                [self.lexicon.values(code)[k] for k in table.variants[code][0][rows]]
                for code in ("given_name", "surname")
            ]
            for table, rows in ((self.left, left[apart]), (self.right, right[apart]))
        )
        crossed = np.minimum(likeness(JaroWinkler, given_1, surname_2), likeness(JaroWinkler, surname_1, given_2))
        chosen = apart[crossed >= 0.9]
        levels[chosen, given] = levels[chosen, surname] = 3
