"""Where the pages of a briefing end and how wide its drawings stand, so that no page stays half empty.

A page is filled from its top: its drawings may shrink together, a table may go on overleaf between two rows, and a
page may end early. Beginnings of pages are gone through in order; of all ways to each of them the cheapest is kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

SCALES = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6)
BEST_SCALE = 0.9  # of the width of the page: words of drawings are then as large as those of tables
SLACK = 2.0  # points left free, since heights of rows are means
Place = tuple[int, int]  # a piece, and how many rows of it stand on pages before
Way = tuple[float, tuple[Place, ...], tuple[float, ...]]  # its cost, where its pages begin, their scales


@dataclass(frozen=True, slots=True)
class Piece:
    """A block as measured at the width of the page; all lengths in points.

    gap: the space above it, which falls away at the top of a page
    drawn: height of its drawing;  leads: never stands last on a page
    rows, body: number and height of a table's rows;  repeated: height of its heading;  tail: what follows its rows
    """

    height: float
    gap: float = 0.0
    drawn: float = 0.0
    leads: bool = False
    rows: int = 0
    body: float = 0.0
    repeated: float = 0.0
    tail: float = 0.0

    @property
    def row(self) -> float:
        """The height of one row."""
        return self.body / self.rows


@dataclass(frozen=True, slots=True)
class Page:
    """A page that could be: where the next one begins, how much of this one is used, what its end spoils."""

    following: Place
    used: float
    spoils: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """opens: which pieces begin a page;  scales: the share of the width that the drawing of each piece takes."""

    opens: frozenset[int]
    scales: tuple[float, ...]


def plan(pieces: Sequence[Piece], *, room: float) -> Plan:
    """Return how pieces are best set on pages. room: the height of a page."""
    best: dict[Place, Way] = {(0, 0): (0.0, (), ())}
    waiting: list[Place] = [(0, 0)]
    while waiting:
        start = heappop(waiting)
        if start[0] == len(pieces):
            break
        cost, starts, scales = best[start]
        for scale in SCALES:
            for page in pages_from(pieces, start, scale=scale, room=room - SLACK):
                is_last = page.following[0] == len(pieces)
                whole = cost + cost_of(page, scale=scale, room=room, is_last=is_last)
                if page.following not in best:
                    heappush(waiting, page.following)
                elif best[page.following][0] <= whole:
                    continue
                best[page.following] = (whole, (*starts, start), (*scales, scale))
    return as_plan(best[len(pieces), 0], len(pieces))


def as_plan(way: Way, number: int) -> Plan:
    """Return a way through the pages as what each piece is told."""
    _, starts, scales = way
    ends = [place[0] for place in starts[1:]] + [number]
    found = [BEST_SCALE] * number
    for (first, done), end, scale in zip(starts, ends, scales, strict=True):
        for index in range(first if not done else first + 1, end):
            found[index] = scale
    return Plan(frozenset(piece for piece, done in starts[1:] if not done), tuple(found))


def pages_from(pieces: Sequence[Piece], start: Place, *, scale: float, room: float) -> Iterator[Page]:
    """Yield each way a page that begins at a place may end."""
    index, done = start
    used = 0.0
    while index < len(pieces):
        piece = pieces[index]
        before = piece.repeated if done else piece.height - piece.body - piece.tail + (piece.gap if used else 0)
        need = before + piece.tail + (piece.row * (piece.rows - done) if piece.rows else 0) - piece.drawn * (1 - scale)
        if used + need > room:
            yield from broken(piece, index, done, used + before, room=room, is_alone=not used)
            return
        used += need
        index, done = index + 1, 0
        if not piece.leads or index == len(pieces):
            yield Page((index, 0), used)


def broken(piece: Piece, index: int, done: int, used: float, *, room: float, is_alone: bool) -> Iterator[Page]:
    """Yield the end of a page inside a table that is too long for it; and inside what is too long for any page."""
    fitting = min(int((room - used) // piece.row), piece.rows - done - 1) if piece.rows else 0
    if fitting >= 1:
        left = piece.rows - done - fitting
        few = 1.0 if min(fitting, left) < 3 else 0.0  # one or two rows alone
        yield Page((index, done + fitting), used + fitting * piece.row, spoils=0.2 + few)
    elif is_alone:
        yield Page((index + 1, 0), room)


def cost_of(page: Page, *, scale: float, room: float, is_last: bool) -> float:
    """Return what speaks against a page: emptiness most of all, then drawings too small or too large."""
    share = page.used / room
    empty = 0.0 if is_last else max(0.0, 1 - share - 0.05)
    gaping = 0.0 if share > 0.76 or is_last else 2.0
    stub = 0.4 if is_last and share < 0.2 else 0.0
    return 0.3 + (4 * empty) ** 2 + gaping + 4 * (scale - BEST_SCALE) ** 2 + page.spoils + stub
