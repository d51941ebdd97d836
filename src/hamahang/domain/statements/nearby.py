"""The programme, sector or agency that the words around a figure name."""

from bisect import bisect_left
from collections.abc import Sequence

from hamahang.domain.statements.claims import Span
from hamahang.domain.statements.lexicon import Hits
from hamahang.domain.statements.quantities import Quantity
from hamahang.domain.statements.sides import Noun
from hamahang.domain.statements.verbs import Verb

BEFORE, AFTER = 20, 12  # words from such a name to a figure


class Nearby:
    """Finds what is named near the figures of one text. nouns: what each quantity counts"""

    def __init__(
        self, hits: Hits, quantities: Sequence[Quantity], nouns: Sequence[Noun | None], verbs: Sequence[Verb]
    ) -> None:
        self.hits, self.quantities, self.nouns = hits, quantities, nouns
        self.starts = {table: sorted(hits[table]) for table in ("programmes", "sectors", "agencies")}
        self.quantity_starts = [quantity.first for quantity in quantities]
        self.verb_starts = [verb.first for verb in verbs]

    def code(self, table: str, index: int, sentence: Span) -> str | None:
        """Return the code of the nearest name within the sentence of a figure."""
        quantity, starts = self.quantities[index], self.starts[table]
        first, last = max(sentence[0], quantity.first - BEFORE), min(sentence[1], quantity.end + AFTER)
        near = starts[bisect_left(starts, first) : bisect_left(starts, last)]
        near = [at for at in near if not self._is_of_other(at, index)]
        return self.hits[table][min(near, key=lambda at: abs(at - quantity.first))].code if near else None

    def _is_of_other(self, at: int, index: int) -> bool:
        """Return whether a name is of what a figure before a verb counts: «۱۵ طرح آمایش مصوب شد و ۴۴ واحد …»."""
        other = bisect_left(self.quantity_starts, at) - 1
        noun = self.nouns[other] if 0 <= other < index else None
        if noun is None or not self.quantities[other].end <= at <= noun.last:
            return False
        return bisect_left(self.verb_starts, at) < bisect_left(self.verb_starts, self.quantities[index].first)
