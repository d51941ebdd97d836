"""How alike two texts of several words are: what share of their telling words is met on the other side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, JaroWinkler

from hamahang.methods.linkage.distances import likeness, shorter_of
from hamahang.methods.linkage.lexicon import Lexicon, Shapes
from hamahang.methods.linkage.records import Floats, Ints
from hamahang.methods.linkage.words import BOILERPLATE

WORD_ALIKE = 0.74  # one letter of four
LENGTHS_ALIKE = 0.65  # of the longer word, from which two words are measured
INITIAL = 0.7  # what a word counts that is met by its first letter only
WITHIN = 0.95  # what a word counts that is found inside the other text, where spaces were left out
LITTLE_FROM, PARTLY_FROM, ALIKE_FROM = 0.35, 0.58, 0.82  # share of the telling words


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
    score = likeness(OSA, one, two)
    near = likeness(JaroWinkler, one, two)
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
    score = likeness(OSA, first, second)
    score[(score < 0.8) | (shorter_of(first, second) < 5)] = 0
    return score
