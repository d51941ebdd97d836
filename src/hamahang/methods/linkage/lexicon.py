"""Tables as whole numbers: each word, text and value met is kept once, whatever table it stands in."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
import numpy.typing as npt

from hamahang.methods.linkage.records import EVIDENCE, Ints, Kind, Records
from hamahang.methods.linkage.values import READERS, is_nothing
from hamahang.methods.linkage.words import BOILERPLATE, Vocabulary


@dataclass(slots=True)
class Texts:
    """The words of each distinct text, one after another, and what the text tells apart from order and boilerplate."""

    start: Ints  # (texts + 1,) where the words of a text begin in `words`
    words: Ints  # numbers in the vocabulary
    keys: npt.NDArray[np.uint64]  # (texts,) equal for texts with the same telling words


@dataclass(slots=True)
class Shapes:
    """What can be seen of each word of the vocabulary without comparing it."""

    length: Ints
    begins: Ints  # code point of the first letter
    ends: Ints  # and of the last
    number: npt.NDArray[np.bool_]
    boilerplate: npt.NDArray[np.bool_]
    mark: Ints  # an order of words that does not depend on which was met first


@dataclass(slots=True)
class Lexicon:
    """What is shared by the tables that are compared."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    _text_ids: dict[str, int] = field(default_factory=dict)
    _start: "array[int]" = field(default_factory=lambda: array("q", (0,)))
    _words: "array[int]" = field(default_factory=lambda: array("q"))
    _value_ids: dict[str, dict[str, int]] = field(default_factory=dict)  # by evidence
    _values: dict[str, list[str]] = field(default_factory=dict)
    _texts: Texts | None = None
    _shapes: Shapes | None = None
    _joined: dict[int, tuple[str, str]] = field(default_factory=dict)

    def value_ids(self, evidence: str, column: Sequence[str]) -> list[Ints]:
        """Return the number of each row's value, -1 where missing; a second array where cells have two values."""
        known, reader = self._value_ids.setdefault(evidence, {}), READERS[evidence]
        cells: dict[str, tuple[int, ...]] = {}

        def read(text: str) -> tuple[int, ...]:
            values = () if is_nothing(text) else reader(text)
            ids = cells[text] = tuple([known.setdefault(value, len(known)) for value in values if value])
            return ids

        found = [cells[text] if text in cells else read(text) for text in column]
        columns = max(map(len, cells.values()), default=0)
        return [
            np.asarray([ids[place] if len(ids) > place else -1 for ids in found], dtype=np.int64)
            for place in range(max(columns, 1))
        ]

    def values(self, evidence: str) -> list[str]:
        """Return the values of an evidence by their numbers."""
        known, ids = self._values.setdefault(evidence, []), self._value_ids.get(evidence, {})
        if len(known) < len(ids):
            known = self._values[evidence] = list(ids)
        return known

    def text_ids(self, column: Sequence[str]) -> Ints:
        """Return the number of each row's text, -1 where missing or without words."""
        known = self._text_ids
        ids = [known[text] if text in known else self._add(text) for text in column]
        return np.asarray(ids, dtype=np.int64)

    def _add(self, text: str) -> int:
        words = () if is_nothing(text) else self.vocabulary.read(text)
        number = self._text_ids[text] = self._append(words) if words else -1
        return number

    def _append(self, words: Sequence[int]) -> int:
        self._words.extend(words)
        self._start.append(len(self._words))
        return len(self._start) - 2

    def chosen_words(self, text: int, chosen: set[int]) -> int:
        """Return the number of a text made of some words of another one, -1 if it has none of them."""
        words = [word for word in self._words[self._start[text] : self._start[text + 1]] if word in chosen]
        return self.text_ids([" ".join(self.vocabulary.words[word] for word in words)])[0] if words else -1

    def texts(self) -> Texts:
        """Return all texts met so far as arrays."""
        known = self._texts
        if known is None or len(known.keys) < len(self._start) - 1:
            start, words = np.array(self._start, dtype=np.int64), np.array(self._words, dtype=np.int64)
            known = self._texts = Texts(start, words, self._keys(start, words))
        return known

    def _keys(self, start: Ints, words: Ints) -> npt.NDArray[np.uint64]:
        """Return a number for the telling words of each text, or for all of them if none tells, in any order."""
        if len(start) == 1:
            return np.empty(0, dtype=np.uint64)
        mixed = _mixed(words)
        told = np.where(self.shapes().boilerplate[words], np.uint64(0), mixed)
        keys = np.add.reduceat(told, start[:-1])
        return np.where(keys == 0, np.add.reduceat(mixed, start[:-1]), keys)

    def shapes(self) -> Shapes:
        """Return the shapes of all words met so far."""
        words = self.vocabulary.words
        if self._shapes is None or len(self._shapes.length) < len(words):
            self._shapes = Shapes(
                np.fromiter(map(len, words), np.int64, len(words)),
                np.fromiter((ord(word[0]) for word in words), np.int64, len(words)),
                np.fromiter((ord(word[-1]) for word in words), np.int64, len(words)),
                np.fromiter((word.isdigit() for word in words), bool, len(words)),
                np.fromiter((word in BOILERPLATE for word in words), bool, len(words)),
                marks(words),
            )
        return self._shapes

    def joined(self, text: int) -> tuple[str, str]:
        """Return the words of a text without spaces, all and the telling ones, so that joiners do not matter."""
        known = self._joined.get(text)
        if known is None:
            spoken = self.vocabulary.words
            words = [spoken[word] for word in self._words[self._start[text] : self._start[text + 1]]]
            known = "".join(words), "".join(word for word in words if word not in BOILERPLATE)
            self._joined[text] = known
        return known


def marks(texts: Sequence[str]) -> Ints:
    """Return a number for each text that depends on nothing but the text: an order that shuffled rows keep."""
    return np.fromiter((crc32(text.encode()) for text in texts), np.int64, len(texts))


def _mixed(numbers: Ints) -> npt.NDArray[np.uint64]:
    """Return numbers spread over 64 bits, so that sums of different ones differ.

    Source: the finaliser of SplitMix64, G. L. Steele, D. Lea, C. H. Flood (2014), Fast splittable pseudorandom
    number generators
    """
    mixed = (numbers.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))


@dataclass(slots=True)
class Features:
    """A table ready to be compared: for each evidence its variants (a name and an alias, two phones).

    A variant is the number of each row's value or text in the lexicon, -1 where it is missing.
    """

    rows: int
    variants: dict[str, list[Ints]]

    def has(self, evidence: str) -> bool:
        """Return whether the table says anything of this evidence."""
        return evidence in self.variants


def features(records: Records, lexicon: Lexicon) -> Features:
    """Read a table into numbers; words and values not met before are added to the lexicon."""
    ready = Features(len(records), {})
    for evidence in EVIDENCE:
        columns = [records.columns[name] for name in evidence.fields if name in records.columns]
        if columns and evidence.kind is Kind.WORDS:
            ready.variants[evidence.code] = [lexicon.text_ids(column) for column in columns]
        elif columns:
            ready.variants[evidence.code] = lexicon.value_ids(evidence.code, columns[0])
    return ready


def derive_products(table: Features, lexicon: Lexicon, known: set[int]) -> None:
    """Give rows without a product the words of their name that stand for products elsewhere.

    known: numbers of the words by which the register names products
    """
    if "product" not in table.variants or "name" not in table.variants:
        return
    products, names = table.variants["product"][0], table.variants["name"][0]
    for row in np.flatnonzero((products < 0) & (names >= 0)).tolist():
        products[row] = lexicon.chosen_words(int(names[row]), known)
