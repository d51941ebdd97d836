"""The engine: an index of a register, asked by a list of rows, answering with weighted pairs and links."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hamahang.methods.linkage import blocking, deciding, model
from hamahang.methods.linkage.comparing import Compared, Comparer, Counts
from hamahang.methods.linkage.deciding import Costs
from hamahang.methods.linkage.lexicon import Lexicon, derive_products, features, marks
from hamahang.methods.linkage.model import Model
from hamahang.methods.linkage.phrases import word_weights
from hamahang.methods.linkage.records import EVIDENCE, Floats, Ints, Kind, Records
from hamahang.methods.linkage.words import BOILERPLATE

RANDOM_PAIRS = 20_000  # from which u is counted
SEED = 1390
TRAINED_ON = 250_000  # pairs compared from which the weights are learnt
MOST_LOOKED_AT = 20_000_000  # register rows, over all asking rows: bounds time and memory of a whole register
LARGEST_GROUP = 60  # rows linked to one another whose every pair is compared before they are grouped
Pair = tuple[str, str]


class UnknownRow(LookupError):
    """A decision or a true pair names an id that its table does not have."""

    def __init__(self, row_id: str, table: str) -> None:
        self.row_id, self.table = row_id, table
        super().__init__(f"the {table} table has no row with the id {row_id!r}")


class Register:
    """A register prepared once, so that lists of rows can be linked to it one after another.

    Linking a list teaches the lexicon the list's words, but no weight and no index changes.
    """

    def __init__(self, records: Records) -> None:
        self.records = records
        self.lexicon = Lexicon()
        self.features = features(records, self.lexicon)
        self.sounds = blocking.Sounds.of(self.lexicon)
        self.products = self._products()
        derive_products(self.features, self.lexicon, self.products)
        self.weights = self._weights()
        self.keys = blocking.keys_of(self.features, self.sounds, self.weights)
        self.blocks = blocking.build(self.keys, marks(records.ids))
        self.counts = {item.code: self._counts(item.code, item.kind) for item in EVIDENCE}

    def _weights(self) -> dict[str, Floats]:
        columns = {item.code: self.features.variants.get(item.code, []) for item in EVIDENCE if item.kind is Kind.WORDS}
        weights = {code: word_weights(self.lexicon, texts, len(self.records)) for code, texts in columns.items()}
        # product and place are evidence of their own: in a name they count by half
        weights["name"][sorted(self.products | self._places())] /= 2
        return weights

    def _products(self) -> set[int]:
        """Return the telling words by which at least two rows name their product."""
        texts, words = self.lexicon.texts(), self.lexicon.vocabulary.words
        counts = np.zeros(len(words))
        for column in self.features.variants.get("product", ()):
            often = np.bincount(column[column >= 0], minlength=len(texts.keys))
            counts += np.bincount(texts.words, weights=np.repeat(often, np.diff(texts.start)), minlength=len(words))
        return {int(k) for k in np.flatnonzero(counts > 1) if words[k] not in BOILERPLATE and len(words[k]) > 1}

    def _places(self) -> set[int]:
        ids = self.lexicon.vocabulary.ids
        return {ids[place] for place in self.lexicon.values("place") if place in ids}

    def _counts(self, code: str, kind: Kind) -> Counts:
        """Return how many rows have each value or set of telling words."""
        columns = [column[column >= 0] for column in self.features.variants.get(code, ())]
        return Counts.of([self.lexicon.texts().keys[column] for column in columns] if kind is Kind.WORDS else columns)


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided, as pairs of ids: (register, list), or two of the register when it is linked to itself."""

    must: frozenset[Pair] = frozenset()
    cannot: frozenset[Pair] = frozenset()


@dataclass(frozen=True, slots=True)
class Reason:
    """What one evidence adds to the weight of a pair, in bits."""

    evidence: str
    level: int  # 0 missing, 1 other, upwards more alike; labels in comparing.LEVELS
    bits: float


@dataclass(slots=True)
class Scored:
    """Pairs that were compared, with their weights in bits; row k of each array is one pair."""

    left: Ints  # rows of the register
    right: Ints  # rows of the list
    compared: Compared
    weights: Floats  # (pairs, evidence)
    explained: Floats  # what a common cause of different units takes off
    total: Floats  # log2 of the odds of a link, the odds before any evidence included; -inf if forbidden
    start: float  # the odds before any evidence

    def reasons(self, pair: int) -> tuple[Reason, ...]:
        """Return what speaks for and against one pair, weightiest first; they and the start add up to the total."""
        found = [
            Reason(item.code, int(self.compared.levels[pair, place]), float(self.weights[pair, place]))
            for place, item in enumerate(self.compared.evidence)
            if self.compared.levels[pair, place]
        ]
        if self.explained[pair] <= -0.05:
            found.append(Reason("common_cause", 0, float(self.explained[pair])))
        return tuple(sorted(found, key=lambda reason: (-abs(reason.bits), reason.evidence)))


class Linking:
    """One list of rows against a register; without a list, the register against itself."""

    def __init__(
        self, register: Register, incoming: Records | None = None, *, decisions: Decisions | None = None
    ) -> None:
        """Find the pairs worth comparing, and compare them.

        :raises UnknownRow: if a decision names a row that is not there
        """
        self.register, self.is_same_table = register, incoming is None
        self.incoming = register.records if incoming is None else incoming
        self.features = register.features
        if incoming is not None:
            self.features = features(incoming, register.lexicon)
            derive_products(self.features, register.lexicon, register.products)
        self.comparer = self._comparer(same=self.is_same_table)
        self.must, self.cannot = self._decided(decisions or Decisions())
        self.left, self.right = self._candidates()
        self.compared = self.comparer.compare(self.left, self.right)

    def _comparer(self, *, same: bool) -> Comparer:
        """Return what compares the register with the list, or with itself."""
        known = self.register
        other = known.features if same else self.features
        return Comparer(known.lexicon, known.features, other, known.weights, known.counts, same)

    def _decided(self, decisions: Decisions) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
        left = {row_id: row for row, row_id in enumerate(self.register.records.ids)} if decisions != Decisions() else {}
        right = {row_id: row for row, row_id in enumerate(self.incoming.ids)} if decisions != Decisions() else {}
        return (
            {self._rows(pair, left, right) for pair in decisions.must},
            {self._rows(pair, left, right) for pair in decisions.cannot},
        )

    def _rows(self, pair: Pair, left: Mapping[str, int], right: Mapping[str, int]) -> tuple[int, int]:
        if pair[0] not in left:
            raise UnknownRow(pair[0], "left")
        if pair[1] not in right:
            raise UnknownRow(pair[1], "right")
        one, two = left[pair[0]], right[pair[1]]
        return (min(one, two), max(one, two)) if self.is_same_table else (one, two)

    def _candidates(self) -> tuple[Ints, Ints]:
        known, rows = self.register, max(len(self.incoming), 1)
        keys = known.keys if self.is_same_table else blocking.keys_of(self.features, known.sounds, known.weights)
        budget = int(np.clip(MOST_LOOKED_AT // rows, 300, blocking.BUDGET))
        left, right = blocking.candidates(known.blocks, keys, is_same_table=self.is_same_table, budget=budget)
        decided = np.asarray(sorted(self.must | self.cannot), dtype=np.int64).reshape(-1, 2)
        left, right = np.concatenate((left, decided[:, 0])), np.concatenate((right, decided[:, 1]))
        if self.is_same_table:
            left, right = np.minimum(left, right), np.maximum(left, right)
        pairs = np.unique(right * max(len(known.records), 1) + left)
        return pairs % max(len(known.records), 1), pairs // max(len(known.records), 1)

    def train(self) -> Model:
        """Return the weights learnt from these tables, without labels but for the decisions of people."""
        rows, others = len(self.register.records), len(self.incoming)
        pairs = rows * (rows - 1) // 2 if self.is_same_table else rows * others
        known = np.full(len(self.left), -1, dtype=np.int8)
        for value, decided in ((1, self.must), (0, self.cannot)):
            known[self._among(decided)] = value
        # of a whole register a part of the rows is enough to learn from: whole rows, chosen by their ids alone
        share = min(1.0, TRAINED_ON / max(len(self.left), 1))
        chosen = (marks(self.incoming.ids) % 1000 < 1000 * share)[self.right]
        sizes = model.Sizes(rows, round(pairs * share), None if self.is_same_table else self.right[chosen])
        compared = self.compared.part(chosen)
        return model.train(compared=compared, random=self._random(), sizes=sizes, known=known[chosen])

    def believed(self, *, expected: float, related: float) -> Model:
        """Return the weights of the stated beliefs: nothing is learnt but how often strangers agree.

        For a register against itself, where doubles are so few that learning would take the likest strangers for them.
        expected: pairs that are one unit; related: pairs of different units of one owner, and as many of one place
        """
        rows, others = len(self.register.records), len(self.incoming)
        pairs = rows * (rows - 1) // 2 if self.is_same_table else rows * others
        sizes = model.Sizes(rows, pairs, None)
        return model.believed(
            compared=self.compared, random=self._random(), sizes=sizes, expected=expected, related=related
        )

    def _among(self, decided: set[tuple[int, int]]) -> list[int]:
        if not decided:
            return []
        return [
            place
            for place, pair in enumerate(zip(self.left.tolist(), self.right.tolist(), strict=True))
            if pair in decided
        ]

    def _random(self) -> Compared:
        """Compare pairs drawn at random, the same ones whatever the order of the rows."""
        rows, others = self.register.blocks.marks, marks(self.incoming.ids)
        chosen = np.random.default_rng(SEED)
        many = RANDOM_PAIRS if len(rows) and len(others) else 0
        left = np.argsort(rows, kind="stable")[chosen.integers(0, max(len(rows), 1), many)]
        right = np.argsort(others, kind="stable")[chosen.integers(0, max(len(others), 1), many)]
        if self.is_same_table:
            left, right = left[left != right], right[left != right]
        return self.comparer.compare(left, right)

    def score(self, learnt: Model) -> Scored:
        """Return the weights of all pairs compared; pairs that only names speak for are forbidden, decisions stand."""
        scored = self._scored(learnt, self.left, self.right, self.compared)
        scored.total[self._among(self.must)] = np.inf
        scored.total[self._among(self.cannot)] = -np.inf
        return scored

    def _scored(self, learnt: Model, left: Ints, right: Ints, compared: Compared) -> Scored:
        weights, explained = learnt.weights(compared), learnt.explained(compared)
        total = weights.sum(axis=1) + explained + learnt.start
        total[~deciding.is_beyond_names(compared, weights)] = -np.inf
        return Scored(left, right, compared, weights, explained, total, learnt.start)

    def links(self, scored: Scored, learnt: Model, *, costs: Costs | None = None) -> list[Pair]:
        """Return the linked pairs of ids, in order: within a group of rows that are one unit, every pair.

        costs: of a wrong link against a missed one; alike if not given
        """
        threshold = (costs or Costs()).threshold
        left, right = self.register.records.ids, self.incoming.ids
        pairs = (
            self._grouped(scored, learnt, threshold) if self.is_same_table else self._each(scored, learnt, threshold)
        )
        return sorted((left[one], right[two]) for one, two in pairs)

    def _each(self, scored: Scored, learnt: Model, threshold: float) -> list[tuple[int, int]]:
        """Return each row of the list with the unit most likely meant, and that unit's doubles in the register."""
        strong = np.flatnonzero(scored.total > threshold)
        left, right, total = scored.left[strong], scored.right[strong], scored.total[strong]
        best = deciding.best_of_each(right, self.register.blocks.marks[left], total)
        chosen = np.full(len(self.incoming), -1, dtype=np.int64)
        chosen[right[best]] = left[best]
        rest = ~best
        doubles = self._weights_of(self._comparer(same=True), learnt, chosen[right[rest]], left[rest]) > threshold
        kept = best.copy()
        kept[rest] = doubles | (total[rest] == np.inf)
        return list(zip(left[kept].tolist(), right[kept].tolist(), strict=True))

    def _grouped(self, scored: Scored, learnt: Model, threshold: float) -> list[tuple[int, int]]:
        """Return every pair within the groups of rows that are one unit."""
        strong = scored.total > threshold
        edges = list(zip(scored.left[strong].tolist(), scored.right[strong].tolist(), strict=True))
        weights = dict(zip(edges, scored.total[strong].tolist(), strict=True))
        missing = [
            pair
            for rows in deciding.components(edges)
            if 2 < len(rows) <= LARGEST_GROUP
            for k, one in enumerate(rows)
            for two in rows[k + 1 :]
            if (pair := (one, two)) not in weights
        ]
        listed = np.asarray(missing, dtype=np.int64).reshape(-1, 2)
        between = self._weights_of(self.comparer, learnt, listed[:, 0], listed[:, 1])
        weights |= dict(zip(missing, between.tolist(), strict=True))
        groups = deciding.groups(weights, threshold=threshold, must=self.must, cannot=self.cannot)
        return [(one, two) for group in groups for k, one in enumerate(group) for two in group[k + 1 :]]

    def _weights_of(self, comparer: Comparer, learnt: Model, left: Ints, right: Ints) -> Floats:
        return self._scored(learnt, left, right, comparer.compare(left, right)).total
