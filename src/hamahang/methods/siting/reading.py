"""The p-median files of OR-Library: a graph whose vertices are all customers and all possible sites.

First line: vertices, edges, p. Then a line an edge: vertex, vertex, length; vertices count from 1. Where an edge stands
twice the later line holds, as the library's notes say. The cost of a pair is its shortest way.

Source: J. E. Beasley (1990), OR-Library: distributing test problems by electronic mail, J. Oper. Res. Soc. 41,
1069–1072, and its note pmedinfo.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from hamahang.domain.text import to_persian_digits
from hamahang.methods.siting.interchange import Floats

MOST_VERTICES = 6_000  # their table of ways is held in memory whole
MOST_DIGITS = 6  # after the point
HEAD_FA, HEAD_EN = "«تعداد رأس، تعداد یال، p»", "`vertices edges p`"


class NotAGraph(ValueError):
    """A file is not of the form. line: where, from 1, 0 for the whole; why: what and the repair, (Persian, English)"""

    def __init__(self, line: int, fa: str, en: str) -> None:
        self.line, self.why = line, (fa, en)
        super().__init__(f"line {line}: {en}")


@dataclass(frozen=True)
class Graph:
    """A problem that was read. cost: (n, n) whole numbers, a length of 1 in the file is `scale` of them"""

    cost: Floats
    number: int
    scale: int

    def said(self, whole: int) -> int | float:
        """Return a length as the file counts."""
        return whole if self.scale == 1 else whole / self.scale


@dataclass(frozen=True, slots=True)
class _Head:
    vertices: int
    edges: int
    number: int


def read_pmed(text: str) -> Graph:
    """Read a problem.

    :raises NotAGraph: if the file is not of the form, with the line and the repair
    """
    lines = ((number, line.split()) for number, line in enumerate(text.splitlines(), start=1) if line.strip())
    head = _head(lines)
    lengths: dict[tuple[int, int], Decimal] = {}
    count = 0
    for number, words in lines:
        one, other, length = _edge(number, words, head)
        count += 1
        lengths[min(one, other), max(one, other)] = length
    if count != head.edges:
        raise NotAGraph(
            0,
            f"خط نخست {_fa(head.edges)} یال می‌گوید و {_fa(count)} یال هست؛ شمار را درست کنید یا خط‌های کم را بیفزایید.",
            f"the first line says {head.edges} edges and {count} are there; correct it or add the missing lines",
        )
    scale = _scale(lengths)
    return Graph(_ways(lengths, head, scale), head.number, scale)


def _fa(number: int) -> str:
    return to_persian_digits(str(number))


def _whole(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) <= 12 else None


def _head(lines: Iterator[tuple[int, list[str]]]) -> _Head:
    number, words = next(lines, (0, []))
    wholes = [whole for whole in map(_whole, words) if whole is not None]
    if len(wholes) != 3 or len(words) != 3:
        raise NotAGraph(
            number,
            f"خط نخست باید سه عدد درست باشد: {HEAD_FA}.",
            f"the first line must be three whole numbers: {HEAD_EN}",
        )
    head = _Head(*wholes)
    if not 1 <= head.vertices <= MOST_VERTICES:
        raise NotAGraph(
            number,
            f"شمار رأس‌ها {_fa(head.vertices)} است؛ باید از ۱ تا {_fa(MOST_VERTICES)} باشد.",
            f"{head.vertices} vertices; there must be 1 to {MOST_VERTICES}",
        )
    if not 1 <= head.number <= head.vertices:
        raise NotAGraph(
            number,
            f"p برابر {_fa(head.number)} است؛ باید از ۱ تا شمار رأس‌ها ({_fa(head.vertices)}) باشد.",
            f"p is {head.number}; it must be 1 to the number of vertices, {head.vertices}",
        )
    return head


def _edge(number: int, words: list[str], head: _Head) -> tuple[int, int, Decimal]:
    if len(words) != 3:
        raise NotAGraph(
            number,
            f"{_fa(len(words))} عدد دارد؛ هر یال سه عدد است: رأس، رأس، طول.",
            f"has {len(words)} numbers; an edge is three: vertex, vertex, length",
        )
    ends = [_whole(word) or 0 for word in words[:2]]
    for word, end in zip(words, ends, strict=False):
        if not 1 <= end <= head.vertices:
            raise NotAGraph(
                number,
                f"«{word}» رأس نیست؛ رأس‌ها از ۱ تا {_fa(head.vertices)} شمرده می‌شوند.",
                f"{word!r} is no vertex; they count from 1 to {head.vertices}",
            )
    return ends[0], ends[1], _length(number, words[2])


def _length(number: int, word: str) -> Decimal:
    try:
        length = Decimal(word)
    except InvalidOperation:
        length = Decimal("NaN")
    if not length.is_finite() or length < 0:
        raise NotAGraph(
            number,
            f"«{word}» طول نیست؛ عددی نامنفی بنویسید.",
            f"{word!r} is no length; write a number of at least 0",
        )
    if length >= 10**9 or -int(length.normalize().as_tuple().exponent) > MOST_DIGITS:
        raise NotAGraph(
            number,
            f"«{word}» در دامنه نیست؛ کمتر از یک میلیارد و با حداکثر {_fa(MOST_DIGITS)} رقم اعشار بنویسید.",
            f"{word!r} is out of range; write less than 10^9 with at most {MOST_DIGITS} digits after the point",
        )
    return length


def _scale(lengths: dict[tuple[int, int], Decimal]) -> int:
    """Return the power of ten that makes all lengths whole."""
    digits = max((-int(length.normalize().as_tuple().exponent) for length in lengths.values()), default=0)
    return int(10 ** max(digits, 0))


def _ways(lengths: dict[tuple[int, int], Decimal], head: _Head, scale: int) -> Floats:
    """Return the shortest ways of all pairs; a pair without a way is dearer than any choice with ways for all."""
    ends = np.array(list(lengths), np.int64).reshape(-1, 2) - 1
    values = np.array([int(length * scale) for length in lengths.values()], np.float64)
    apart = ends[:, 0] != ends[:, 1]
    shape = (head.vertices, head.vertices)
    graph = sparse.csr_matrix((values[apart], (ends[apart, 0], ends[apart, 1])), shape=shape)
    parts, _ = csgraph.connected_components(graph, directed=False)
    if parts > head.number:
        raise NotAGraph(
            0,
            f"گراف {_fa(parts)} پارهٔ جدا دارد و p={_fa(head.number)} به همه نمی‌رسد؛ یال بیفزایید یا p را بزرگ‌تر کنید.",
            f"the graph falls into {parts} parts, which p = {head.number} cannot reach; add edges or raise p",
        )
    ways = csgraph.dijkstra(graph, directed=False)
    has_way = np.isfinite(ways)
    return np.asarray(np.where(has_way, ways, float(ways[has_way].max()) * head.vertices + 1.0))
