"""How alike two rows are, evidence by evidence: a level for each pair, many pairs at once.

Level 0 means that one of the two rows says nothing: no evidence for or against. Level 1 is the plain disagreement.
Distances: optimal string alignment and Jaro–Winkler, as computed by rapidfuzz.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler, Postfix, Prefix

from hamahang.domain.identifiers import is_legal_id, is_personal_id
from hamahang.domain.text import Text
from hamahang.methods.linkage.lexicon import Features, Lexicon, Shapes
from hamahang.methods.linkage.records import EVIDENCE, Evidence, Floats, Ints, Kind
from hamahang.methods.linkage.words import BOILERPLATE, sound

Levels = npt.NDArray[np.int8]
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
WORD_ALIKE = 0.74  # one letter of four
LENGTHS_ALIKE = 0.65  # of the longer word, from which two words are measured
INITIAL = 0.7  # what a word counts that is met by its first letter only
WITHIN = 0.95  # what a word counts that is found inside the other text, where spaces were left out
LITTLE_FROM, PARTLY_FROM, ALIKE_FROM = 0.35, 0.58, 0.82  # share of the telling words


@dataclass(slots=True)
class Compared:
    """The levels of pairs, one column an evidence in the order of `evidence`."""

    evidence: tuple[Evidence, ...]
    levels: Levels  # (pairs, evidence)
    # of the value both have: how many other rows of the register have it; nan if the two are not the same
    coincidence: Floats  # (pairs, evidence)


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
        crossed = np.minimum(_distance(JaroWinkler, given_1, surname_2), _distance(JaroWinkler, surname_1, given_2))
        chosen = apart[crossed >= 0.9]
        levels[chosen, given] = levels[chosen, surname] = 3


def _distance(measure: object, first: Sequence[str], second: Sequence[str]) -> Floats:
    """Return similarities from 0 to 1 of texts standing side by side."""
    scorer = measure.normalized_similarity  # type: ignore[attr-defined]
    return np.asarray(process.cpdist(first, second, scorer=scorer, workers=-1, dtype=np.float32), dtype=np.float64)


def _edits(first: Sequence[str], second: Sequence[str]) -> Ints:
    """Return how many signs were mistyped, left out, added or swapped with their neighbour."""
    return np.asarray(process.cpdist(first, second, scorer=OSA.distance, workers=-1, dtype=np.int32), dtype=np.int64)


def _shorter(first: Sequence[str], second: Sequence[str]) -> Ints:
    """Return the length of the shorter text of each pair."""
    lengths = np.fromiter(map(len, first), np.int64, len(first)), np.fromiter(map(len, second), np.int64, len(second))
    return np.asarray(np.minimum(*lengths))


def _code_levels(first: Sequence[str], second: Sequence[str]) -> Levels:
    edits, shorter = _edits(first, second), _shorter(first, second)
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
    close = _distance(JaroWinkler, first, second) >= 0.9
    within = [min(len(a), len(b)) >= 3 and (a in b or b in a) for a, b in zip(first, second, strict=True)]
    return np.where(close | np.asarray(within, dtype=bool), 2, 1).astype(np.int8)


def _date_levels(first: Sequence[str], second: Sequence[str]) -> Levels:
    level = np.ones(len(first), dtype=np.int8)
    for place, (a, b) in enumerate(zip(first, second, strict=True)):
        agreed = (a[:4] == b[:4]) + (a[4:6] == b[4:6]) + (a[6:] == b[6:])
        if agreed == 2 or (a[:4] == b[:4] and a[4:6] == b[6:] and a[6:] == b[4:6]):
            level[place] = 2
    level[_edits(first, second) == 1] = 3
    turned = [a[:4] == b[:4] and a[4:6] == b[6:] and a[6:] == b[4:6] for a, b in zip(first, second, strict=True)]
    level[np.asarray(turned, dtype=bool)] = 3
    return level


def _person_levels(first: Sequence[str], second: Sequence[str]) -> Levels:
    close, edits = _distance(JaroWinkler, first, second), _edits(first, second)
    shorter = _shorter(first, second)
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


# --- words ---


def word_weights(lexicon: Lexicon, columns: Sequence[Ints], rows: int) -> Floats:
    """Return what each word tells, in bits: rare words much, boilerplate at most as much as a word of each fifth row.

    columns: the numbers of the texts of each row, -1 where missing
    Source: inverse document frequency, K. Spärck Jones (1972), Journal of Documentation 28, 11–21
    """
    texts, words = lexicon.texts(), lexicon.vocabulary.words
    found = np.zeros(len(words) + 1)
    for column in columns:
        often = np.bincount(column[column >= 0], minlength=len(texts.keys))
        found += np.bincount(texts.words, weights=np.repeat(often, np.diff(texts.start)), minlength=len(words) + 1)
    bits = np.log2((rows + 1) / (found + 0.5))
    common = [lexicon.vocabulary.ids[word] for word in BOILERPLATE if word in lexicon.vocabulary.ids]
    bits[common] = np.minimum(bits[common], np.log2(5)) / 2
    return np.maximum(bits, 0.3)


@dataclass(slots=True)
class _Side:
    """The words of one side of pairs of texts, all pairs one after another."""

    text: Ints  # (pairs,)
    sizes: Ints  # (pairs,) words
    first: Ints  # (pairs,) where a pair's words begin
    words: Ints
    bits: Floats
    met: Floats  # how well a word is met on the other side, 0 to 1

    def summed(self, values: Floats) -> Floats:
        return np.asarray(np.add.reduceat(values, self.first))


def _side(lexicon: Lexicon, text: Ints, weights: Floats) -> _Side:
    texts = lexicon.texts()
    sizes = texts.start[text + 1] - texts.start[text]
    first = np.cumsum(sizes) - sizes
    place = np.arange(int(sizes.sum())) + np.repeat(texts.start[text] - first, sizes)
    words = texts.words[place]
    # a word never seen in the register is as rare as can be
    return _Side(text, sizes, first, words, weights[np.minimum(words, len(weights) - 1)], np.zeros(len(words)))


def word_scores(lexicon: Lexicon, left: Ints, right: Ints, weights: Floats) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return how much of the telling words is shared, 0 to 1, and whether both have numbers but no common one.

    left, right: numbers of texts, side by side
    Each word is met by the word most like it on the other side, whatever the order (soft tf-idf).
    Source: W. Cohen, P. Ravikumar, S. Fienberg (2003), A comparison of string distance metrics for name-matching tasks
    """
    own, other = _side(lexicon, left, weights), _side(lexicon, right, weights)
    _meet(lexicon, own, other)
    score = _score(own, other)
    # a space left out or put in leaves words unmet; where nothing else is shared it is hardly the reason
    glued = np.flatnonzero((score < ALIKE_FROM) & ((score > 0.1) | (np.minimum(own.sizes, other.sizes) == 1)))
    if len(glued):
        _look_within(lexicon, own, other, glued)
        _look_within(lexicon, other, own, glued)
        score = _score(own, other)
        score[glued] = np.maximum(score[glued], _glued(lexicon, left[glued], right[glued]))
    number = lexicon.shapes().number
    clash = [np.add.reduceat(number[side.words] & (side.met < 1), side.first) > 0 for side in (own, other)]
    return score, clash[0] & clash[1]


def _score(own: _Side, other: _Side) -> Floats:
    shared, all_bits = own.summed(own.bits * own.met), own.summed(own.bits)
    other_shared, other_bits = other.summed(other.bits * other.met), other.summed(other.bits)
    both = (shared + other_shared) / (all_bits + other_bits)
    smaller = np.where(all_bits <= other_bits, shared / all_bits, other_shared / other_bits)
    return np.asarray(0.7 * both + 0.3 * smaller)


def _meet(lexicon: Lexicon, own: _Side, other: _Side) -> None:
    """Find for each word of both sides how well the other side meets it."""
    cells = own.sizes * other.sizes
    pair = np.repeat(np.arange(len(cells)), cells)
    begin = np.cumsum(cells) - cells
    offset = np.arange(len(pair)) - begin[pair]
    mine, theirs = offset // other.sizes[pair], offset % other.sizes[pair]
    alike = _word_likeness(own.words[own.first[pair] + mine], other.words[other.first[pair] + theirs], lexicon)
    turned = np.empty_like(alike)
    turned[begin[pair] + theirs * own.sizes[pair] + mine] = alike
    own.met = np.maximum.reduceat(alike, _runs(own.sizes, other.sizes))
    other.met = np.maximum.reduceat(turned, _runs(other.sizes, own.sizes))


def _runs(outer: Ints, inner: Ints) -> Ints:
    """Return where each word's run of comparisons begins: `inner` of them for each of the `outer` words of a pair."""
    lengths = np.repeat(inner, outer)
    return np.asarray(np.cumsum(lengths) - lengths)


def _word_likeness(first: Ints, second: Ints, lexicon: Lexicon) -> Floats:
    """Return how alike two words are, 0 to 1: typing errors and initials count, numbers are the same or not."""
    shapes = lexicon.shapes()
    alike: Floats = (first == second).astype(np.float64)
    initial = (np.minimum(shapes.length[first], shapes.length[second]) == 1) & (alike == 0)
    alike[initial & (shapes.begins[first] == shapes.begins[second])] = INITIAL
    apart = np.flatnonzero(_may_be_alike(shapes, first, second) & (alike == 0) & ~initial)
    if not len(apart):
        return alike
    size = len(shapes.length)
    pairs, place = np.unique(first[apart] * size + second[apart], return_inverse=True)
    words = lexicon.vocabulary.words
    one, two = [words[k] for k in (pairs // size).tolist()], [words[k] for k in (pairs % size).tolist()]
    score = _distance(OSA, one, two)
    near = _distance(JaroWinkler, one, two)
    score[near >= 0.93] = np.maximum(score, near)[near >= 0.93]
    score[score < WORD_ALIKE] = 0
    alike[apart] = score[place]
    return alike


def _may_be_alike(shapes: Shapes, first: Ints, second: Ints) -> npt.NDArray[np.bool_]:
    """Return which words are worth measuring: of like length, with the same first or last letter, no numbers."""
    lengths = shapes.length[first], shapes.length[second]
    ends = (shapes.begins[first] == shapes.begins[second]) | (shapes.ends[first] == shapes.ends[second])
    numbers = shapes.number[first] | shapes.number[second]
    return np.asarray(ends & ~numbers & (np.minimum(*lengths) >= LENGTHS_ALIKE * np.maximum(*lengths)))


def _look_within(lexicon: Lexicon, own: _Side, other: _Side, pairs: Ints) -> None:
    """Count words that are not met but stand inside the other text, glued to their neighbours."""
    chosen = np.zeros(len(own.text), dtype=bool)
    chosen[pairs] = True
    pair = np.repeat(np.arange(len(own.text)), own.sizes)
    words = lexicon.vocabulary.words
    shapes = lexicon.shapes()
    whole = (shapes.length[own.words] > 2) & ~shapes.number[own.words]
    for place in np.flatnonzero(chosen[pair] & whole & (own.met < WITHIN)).tolist():
        if words[own.words[place]] in lexicon.joined(int(other.text[pair[place]]))[0]:
            own.met[place] = WITHIN


def _glued(lexicon: Lexicon, left: Ints, right: Ints) -> Floats:
    """Return how alike the texts are without their spaces, 0 where too short or too far apart to tell."""
    first, second = [lexicon.joined(int(k))[1] for k in left], [lexicon.joined(int(k))[1] for k in right]
    score = _distance(OSA, first, second)
    score[(score < 0.8) | (_shorter(first, second) < 5)] = 0
    return score
