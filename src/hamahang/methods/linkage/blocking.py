"""Which pairs are worth comparing: rows that share a rare key. An index of the register, asked by incoming rows.

A key that few rows share says much. Each incoming row spends a budget on its rarest keys and keeps the rows of the
register with most shared bits, so that time does not grow with the commonest names.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np

from hamahang.methods.linkage.lexicon import Features, Lexicon
from hamahang.methods.linkage.records import EVIDENCE, Floats, Ints, Kind
from hamahang.methods.linkage.words import sound

BITS = 26  # of one part of a key: up to 67 million different words or values
TELLING = 4  # rarest words of a text that are used as keys
# rarest words of a text that are used in twos: names differ by them, products are too few to
IN_TWOS = {"name": 4, "owner": 3, "address": 3, "product": 1}
KEPT = 20  # rows of the register compared with one incoming row
BUDGET = 1_000  # rows of the register looked at for one incoming row
CHUNK = 500  # asking rows at once
WORKERS = 2  # threads: numpy sorts without holding the interpreter
# kinds of keys, each with room for one number per evidence
CODES, VALUES, PARTS, WORDS, TWO_WORDS, PLACED, TWO_VALUES = 0, 16, 32, 48, 64, 65, 72
# how much of a key's bits counts when candidates are ranked: keys of one text overlap, a code stands for itself
COUNTED = ((CODES, 3.0), (VALUES, 1.0), (PARTS, 0.5), (WORDS, 0.7), (TWO_WORDS, 0.3), (TWO_VALUES, 0.6))
TWOS = (
    ("given_name", "surname"), ("given_name", "postcode"), ("given_name", "place"), ("given_name", "birth_date"),
    ("surname", "postcode"), ("surname", "place"), ("surname", "birth_date"), ("place", "birth_date"),
    ("postcode", "birth_date"),
)  # fmt: skip


@dataclass(slots=True)
class Keys:
    """Keys of rows, side by side: row number and key."""

    rows: Ints
    keys: Ints


@dataclass(slots=True)
class Blocks:
    """The index: the keys of the register in order, and the rows of each."""

    keys: Ints  # (k,) ascending, each once
    start: Ints  # (k + 1,) where the rows of a key begin
    rows: Ints
    marks: Ints  # of each row of the register, the order among rows that share equally much


@dataclass(slots=True)
class Sounds:
    """The number of the sound of each word and value; words that sound alike have one number."""

    lexicon: Lexicon
    ids: dict[str, int]
    words: list[int]
    values: dict[str, list[int]]
    _parts: dict[str, tuple[list[int], list[int]]]

    @classmethod
    def of(cls, lexicon: Lexicon) -> "Sounds":
        """Return the sounds of a lexicon; words met later are added when asked."""
        return cls(lexicon, {}, [], {}, {})

    def of_words(self) -> Ints:
        """Return the number of the sound of each word of the vocabulary."""
        new = self.lexicon.vocabulary.words[len(self.words) :]
        self.words += [self._number(word) for word in new]
        return np.asarray(self.words, dtype=np.int64)

    def of_values(self, evidence: str) -> Ints:
        """Return the number of the sound of each value of an evidence."""
        known = self.values.setdefault(evidence, [])
        known += [self._number(value) for value in self.lexicon.values(evidence)[len(known) :]]
        return np.asarray(known, dtype=np.int64)

    def parts(self, evidence: str) -> tuple[Ints, Ints]:
        """Return the numbers of the beginning and of the end of each code: one of them outlives a slip; -1 if short."""
        heads, tails = self._parts.setdefault(evidence, ([], []))
        tail = 4 if evidence == "licence" else 5
        new = self.lexicon.values(evidence)[len(heads) :]
        for code in new:
            number = int if code.isascii() and code.isdigit() else _hashed
            heads.append(number(code[: min(len(code) // 2, 6)]) if len(code) > 5 else -1)
            tails.append(number(code[-tail:]) if len(code) >= tail else -1)
        return np.asarray(heads, dtype=np.int64), np.asarray(tails, dtype=np.int64)

    def _number(self, word: str) -> int:
        return self.ids.setdefault(sound(word), len(self.ids))


def _hashed(part: str) -> int:
    """Return a number below 2 ** BITS for a part of a code with letters."""
    return crc32(part.encode()) & ((1 << BITS) - 1)


def keys_of(table: Features, sounds: Sounds, weights: dict[str, Floats]) -> Keys:
    """Return the keys of all rows of a table, kind after kind."""
    kinds: dict[int, list[Keys]] = {}
    for part in _all_keys(table, sounds, weights):
        if len(part.rows):
            kinds.setdefault(int(part.keys[0]) >> (2 * BITS), []).append(part)
    parts = [part for kind in sorted(kinds) for part in kinds[kind]]
    if not parts:
        return Keys(np.empty(0, np.int64), np.empty(0, np.int64))
    return Keys(np.concatenate([part.rows for part in parts]), np.concatenate([part.keys for part in parts]))


def _key(kind: int, first: Ints, second: Ints | int = 0) -> Ints:
    return np.asarray((np.int64(kind) << np.int64(2 * BITS)) | (first << np.int64(BITS)) | np.asarray(second))


def _all_keys(table: Features, sounds: Sounds, weights: dict[str, Floats]) -> Iterator[Keys]:
    single: dict[str, Ints] = {}
    for number, item in enumerate(EVIDENCE):
        variants = table.variants.get(item.code, [])
        if not variants or item.kind is Kind.WORDS:
            continue
        for ids in variants:
            known = np.flatnonzero(ids >= 0)
            yield Keys(known, _key(CODES + number if item.kind is Kind.CODE else VALUES + number, ids[known]))
            if item.kind is Kind.CODE:
                for place, part in enumerate(sounds.parts(item.code)):
                    told = known[part[ids[known]] >= 0]
                    yield Keys(told, _key(PARTS + number, part[ids[told]], place))
        single[item.code] = _heard(sounds, item.code, variants[0]) if item.kind is Kind.PERSON else variants[0]
    yield from _word_keys(table, sounds, weights, single.get("place"))
    for number, (one, two) in enumerate(TWOS):
        if one in single and two in single:
            both = np.flatnonzero((single[one] >= 0) & (single[two] >= 0))
            first, second = single[one][both], single[two][both]
            if number == 0:
                first, second = _ordered(first, second)
            yield Keys(both, _key(TWO_VALUES + number, first, second))


def _word_keys(table: Features, sounds: Sounds, weights: dict[str, Floats], place: Ints | None) -> Iterator[Keys]:
    heard = sounds.of_words()
    for number, item in enumerate(EVIDENCE):
        if item.kind is not Kind.WORDS:
            continue
        for column in table.variants.get(item.code, ()):
            rows, words = _telling(sounds.lexicon, column, weights[item.code])
            yield Keys(rows, _key(WORDS + number, heard[words]))
            for found, first, second in _twos(rows, heard[words], IN_TWOS[item.code]):
                yield Keys(found, _key(TWO_WORDS, *_ordered(first, second)))
            if place is not None:
                near = place[rows]
                yield Keys(rows[near >= 0], _key(PLACED, near[near >= 0], heard[words][near >= 0]))


def _heard(sounds: Sounds, code: str, ids: Ints) -> Ints:
    heard = sounds.of_values(code)
    return np.where(ids >= 0, heard[ids], -1) if len(heard) else ids


def _ordered(first: Ints, second: Ints) -> tuple[Ints, Ints]:
    return np.minimum(first, second), np.maximum(first, second)


def _telling(lexicon: Lexicon, column: Ints, weights: Floats) -> tuple[Ints, Ints]:
    """Return the rarest words of each row, rarest first: row numbers and words."""
    texts = lexicon.texts()
    known = np.flatnonzero(column >= 0)
    sizes = texts.start[column[known] + 1] - texts.start[column[known]]
    first = np.cumsum(sizes) - sizes
    rows = np.repeat(known, sizes)
    words = texts.words[np.arange(len(rows)) + np.repeat(texts.start[column[known]] - first, sizes)]
    bits = weights[np.minimum(words, len(weights) - 1)]
    order = np.lexsort((lexicon.shapes().mark[words], -bits, rows))
    chosen = order[np.arange(len(rows)) - np.repeat(first, sizes) < TELLING]
    return rows[chosen], words[chosen]


def _twos(rows: Ints, words: Ints, many: int) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield the rows and the two words that stand one, two … places apart in the same row, of its first so many."""
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    rows, words = rows[rank < many], words[rank < many]
    for apart in range(1, many):
        same = rows[apart:] == rows[:-apart] if apart < len(rows) else np.empty(0, dtype=bool)
        if same.any():
            yield rows[apart:][same], words[:-apart][same], words[apart:][same]


def build(keys: Keys, marks: Ints) -> Blocks:
    """Return the index of a register whose rows have these marks."""
    # the kind stands in the highest bits, so kinds sorted one by one, two at a time, are sorted together
    kinds = keys.keys >> (2 * BITS)
    edges = [0, *(np.flatnonzero(np.diff(kinds)) + 1).tolist(), len(kinds)]

    def sort(edge: tuple[int, int]) -> Ints:
        return np.argsort(keys.keys[slice(*edge)], kind="stable") + edge[0]

    with ThreadPoolExecutor(WORKERS) as pool:
        order = np.concatenate(list(pool.map(sort, pairwise(edges))))
    ordered = keys.keys[order]
    fresh = np.ones(len(ordered), dtype=bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    start = np.flatnonzero(fresh)
    return Blocks(ordered[start], np.append(start, len(ordered)).astype(np.int64), keys.rows[order], marks)


def candidates(
    blocks: Blocks, asking: Keys, *, is_same_table: bool, kept: int = KEPT, budget: int = BUDGET
) -> tuple[Ints, Ints]:
    """Return the pairs (register row, asking row) worth comparing, ordered by asking row, then by register row.

    kept: rows of the register for one asking row, at most
    budget: rows of the register looked at for one asking row, at most
    """
    place = np.searchsorted(blocks.keys, asking.keys)
    place = np.minimum(place, max(len(blocks.keys) - 1, 0))
    found = blocks.keys[place] == asking.keys if len(blocks.keys) else np.zeros(len(asking.keys), dtype=bool)
    rows, place = asking.rows[found], place[found]
    sizes = blocks.start[place + 1] - blocks.start[place]
    order = np.lexsort((sizes, rows))
    rows, place, sizes = rows[order], place[order], sizes[order]
    spent = np.cumsum(sizes)
    first = np.searchsorted(rows, rows)
    spent -= np.where(first > 0, spent[first - 1], 0)
    affordable = spent <= budget
    rows, place, sizes = rows[affordable], place[affordable], sizes[affordable]
    last = int(rows[-1]) if len(rows) else -1
    edges = np.searchsorted(rows, np.arange(0, last + CHUNK + 1, CHUNK)).tolist()

    def best(edge: tuple[int, int]) -> tuple[Ints, Ints]:
        part = slice(*edge)
        return _best(blocks, rows[part], place[part], sizes[part], is_same_table, kept)

    with ThreadPoolExecutor(WORKERS) as pool:
        chosen = [(np.empty(0, np.int64), np.empty(0, np.int64)), *pool.map(best, pairwise(edges))]
    return np.concatenate([left for left, _ in chosen]), np.concatenate([right for _, right in chosen])


def _best(blocks: Blocks, rows: Ints, place: Ints, sizes: Ints, is_same_table: bool, kept: int) -> tuple[Ints, Ints]:  # noqa: FBT001
    """Return for each asking row the register rows that share most bits with it."""
    total = np.cumsum(sizes)
    offset = np.arange(int(total[-1]) if len(total) else 0) - np.repeat(total - sizes, sizes)
    found = blocks.rows[np.repeat(blocks.start[place], sizes) + offset]
    asking = np.repeat(rows, sizes)
    size = len(blocks.marks)
    bits = np.repeat((np.maximum(np.log2(size / sizes), 0) + 0.1) * _counted(blocks.keys[place]), sizes)
    if is_same_table:
        apart = found != asking
        found, asking, bits = found[apart], asking[apart], bits[apart]
    pair, inverse = np.unique(asking * size + found, return_inverse=True)
    score = np.bincount(inverse, weights=bits, minlength=len(pair))
    asking, found = pair // size, pair % size
    order = np.lexsort((blocks.marks[found], -score, asking))
    rank = np.arange(len(order)) - np.searchsorted(asking[order], asking[order])
    chosen = np.sort(order[rank < kept])
    return found[chosen], asking[chosen]


def _counted(keys: Ints) -> Floats:
    kinds = np.searchsorted([start for start, _ in COUNTED], keys >> (2 * BITS), side="right") - 1
    return np.asarray([share for _, share in COUNTED])[kinds]
