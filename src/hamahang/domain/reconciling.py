"""Our payments against the bank's list: which are the same, where they differ, and what only one side has.

Each payment of either side stands in exactly one group. Groups are formed by six looks, each at what the looks before
left over, the nearest days first, ties by the order of the payments; so the same two lists always give the same groups.

1. a person's word: these are the same
2. the same document in the same file
3. the same file and amount
4. the same owner and amount, in another file
5. one payment of one side is the sum of several of the other, in one file or of one owner
6. the same file, another amount

Sums are looked for among the `NEAREST` payments by day, of at most `MOST_PARTS` parts; of several sums the one with the
fewest parts is taken, then the nearest in days, and the group says that there were several. What is further apart is
left for people, who can join payments by hand.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from hamahang.domain.text import Text

NEAREST = 14
MOST_PARTS = 5
WINDOW = 60  # days apart beyond which nothing is taken for the same payment
NEAR = 15  # days within which another amount in the same file may be the same payment, written wrong
TOLERANCE = 3  # days: a value date and a letter's date are not two payments


class Kind(StrEnum):
    """How a group stands."""

    MATCHED = "MATCHED"
    DIFFERING = "DIFFERING"
    ONLY_OURS = "ONLY_OURS"
    ONLY_THEIRS = "ONLY_THEIRS"


KINDS = {
    Kind.MATCHED: Text(fa="برابر", en="matched"),
    Kind.DIFFERING: Text(fa="متفاوت", en="differing"),
    Kind.ONLY_OURS: Text(fa="تنها نزد ما", en="only ours"),
    Kind.ONLY_THEIRS: Text(fa="تنها نزد بانک", en="only theirs"),
}
LOOKS = {
    "PERSON": Text(fa="به گفتهٔ کارشناس", en="by a person's word"),
    "DOCUMENT": Text(fa="همان سند در همان پرونده", en="same document in the same file"),
    "FILE": Text(fa="همان پرونده و مبلغ", en="same file and amount"),
    "OWNER": Text(fa="همان مالک و مبلغ، پروندهٔ دیگر", en="same owner and amount, another file"),
    "SUM": Text(fa="یکی برابر جمع چند تا", en="one is the sum of several"),
    "NEAR": Text(fa="همان پرونده، مبلغ دیگر", en="same file, another amount"),
    "NONE": Text(fa="جفتی ندارد", en="has no partner"),
}
DIFFERENCES = {
    "amount": Text(fa="مبلغ", en="amount"),
    "day": Text(fa="روز", en="day"),
    "file": Text(fa="شمارهٔ پرونده", en="file number"),
    "owner": Text(fa="شناسهٔ مالک", en="owner's id"),
    "several": Text(fa="بیش از یک جمع ممکن است", en="more than one sum is possible"),
}
# what may be decided of a group that is not matched
VERDICTS = {
    "OURS": Text(fa="ثبت ما درست است؛ بانک اصلاح می‌کند", en="ours is right; the bank mends"),
    "THEIRS": Text(fa="فهرست بانک درست است؛ ما اصلاح می‌کنیم", en="the bank's is right; we mend"),
    "BOTH": Text(fa="هر دو درست است؛ تفاوت دلیل دارد", en="both are right; the difference has a reason"),
    "ASKED": Text(fa="از بانک پرسیده شد؛ هنوز باز است", en="the bank was asked; still open"),
}
# a question is no answer: what was only asked stays open
SETTLING = frozenset(VERDICTS) - {"ASKED"}


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as one side says it. key: stays the same from list to list; amount: rials."""

    key: str
    file_no: str
    amount: int
    on: date
    document_no: str = ""
    owner: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Payments of both sides that belong together. look: a key of LOOKS; differs: keys of DIFFERENCES."""

    ours: tuple[Paid, ...]
    theirs: tuple[Paid, ...]
    look: str
    differs: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """How it stands."""
        if not self.theirs:
            return Kind.ONLY_OURS
        if not self.ours:
            return Kind.ONLY_THEIRS
        return Kind.DIFFERING if self.differs else Kind.MATCHED

    @property
    def key(self) -> str:
        """What a decision is kept under: the payments themselves."""
        ours, theirs = sorted(p.key for p in self.ours), sorted(p.key for p in self.theirs)
        return f"{'+'.join(ours)}={'+'.join(theirs)}"


Pair = tuple[frozenset[str], frozenset[str]]  # keys of ours, keys of theirs


def reconcile(ours: Iterable[Paid], theirs: Iterable[Paid], *, same: Iterable[Pair] = ()) -> list[Group]:
    """Return the groups of two lists; each payment is in exactly one. same: what people said belongs together."""
    left = _Left(ours, theirs)
    groups = [group for pair in same if (group := left.said(*pair))]
    groups += left.pairs("DOCUMENT", lambda p: (p.file_no, p.document_no) if p.document_no else None, within=None)
    groups += left.pairs("FILE", lambda p: (p.file_no, p.amount), within=WINDOW)
    groups += left.pairs("OWNER", lambda p: (p.owner, p.amount) if p.owner else None, within=WINDOW)
    groups += left.sums(lambda p: p.file_no)
    groups += left.sums(lambda p: p.owner)
    groups += left.pairs("NEAR", lambda p: p.file_no, within=NEAR)
    groups += [Group((paid,), (), "NONE") for paid in left.ours.values()]
    groups += [Group((), (paid,), "NONE") for paid in left.theirs.values()]
    return sorted(groups, key=lambda g: (min(p.on for p in (*g.ours, *g.theirs)), g.key))


class _Left:
    """What no look has taken yet, by key, in the order of days."""

    def __init__(self, ours: Iterable[Paid], theirs: Iterable[Paid]) -> None:
        self.ours = {paid.key: paid for paid in sorted(ours, key=_order)}
        self.theirs = {paid.key: paid for paid in sorted(theirs, key=_order)}

    def said(self, ours: frozenset[str], theirs: frozenset[str]) -> Group | None:
        """Take what a person said belongs together; None where some of it is gone from the lists."""
        if not (ours and theirs and ours <= self.ours.keys() and theirs <= self.theirs.keys()):
            return None
        return self._take(
            "PERSON",
            [p for p in self.ours.values() if p.key in ours],
            [p for p in self.theirs.values() if p.key in theirs],
        )

    def pairs(self, look: str, key: Callable[[Paid], object], *, within: int | None) -> list[Group]:
        """Take pairs of one key, those nearest in days first. within: days apart at most; None for any."""
        offered = _by(key, self.ours.values())
        near = sorted(
            (abs((their.on - our.on).days), _order(their), _order(our), their, our)
            for their in self.theirs.values()
            for our in (offered.get(key(their), ()) if key(their) is not None else ())
            if within is None or abs((their.on - our.on).days) <= within
        )
        groups = []
        for _, _, _, their, our in near:
            if their.key in self.theirs and our.key in self.ours:
                groups.append(self._take(look, [our], [their]))
        return groups

    def sums(self, key: Callable[[Paid], str]) -> list[Group]:
        """Take what is the sum of several of the other side, both ways."""
        groups = []
        for is_ours, wholes, others in ((False, self.theirs, self.ours), (True, self.ours, self.theirs)):
            offered = _by(key, others.values())
            for whole in list(wholes.values()):
                found = _sum_to(whole, [p for p in offered.get(key(whole), ()) if key(p) and p.key in others])
                if found and whole.key in wholes:
                    parts, is_one = found
                    ours, theirs = ([whole], list(parts)) if is_ours else (list(parts), [whole])
                    groups.append(self._take("SUM", ours, theirs, *(() if is_one else ("several",))))
        return groups

    def _take(self, look: str, ours: list[Paid], theirs: list[Paid], *also: str) -> Group:
        for paid in ours:
            del self.ours[paid.key]
        for paid in theirs:
            del self.theirs[paid.key]
        return Group(tuple(ours), tuple(theirs), look, (*_differences(ours, theirs), *also))


def _by(key: Callable[[Paid], object], paid: Iterable[Paid]) -> dict[object, list[Paid]]:
    found: dict[object, list[Paid]] = {}
    for one in paid:
        found.setdefault(key(one), []).append(one)
    return found


def _order(paid: Paid) -> tuple[date, int, str]:
    return paid.on, paid.amount, paid.key


def _sum_to(whole: Paid, others: Sequence[Paid]) -> tuple[tuple[Paid, ...], bool] | None:
    """Return the parts that add up to a payment, and whether they are the only ones of their number."""

    def apart(paid: Paid) -> int:
        return abs((paid.on - whole.on).days)

    near = sorted(
        (p for p in others if apart(p) <= WINDOW and p.amount < whole.amount), key=lambda p: (apart(p), *_order(p))
    )
    for size in range(2, MOST_PARTS + 1):
        fitting = [
            parts for parts in combinations(near[:NEAREST], size) if sum(p.amount for p in parts) == whole.amount
        ]
        if fitting:
            best = min(fitting, key=lambda parts: (sum(map(apart, parts)), [_order(p) for p in parts]))
            return tuple(sorted(best, key=_order)), len(fitting) == 1
    return None


def _differences(ours: Sequence[Paid], theirs: Sequence[Paid]) -> tuple[str, ...]:
    """Return in what two sides differ; an owner that one side does not say is no difference."""
    files = {paid.file_no for paid in (*ours, *theirs)}
    owners = {paid.owner for paid in (*ours, *theirs)} - {""}
    apart = max(abs((our.on - their.on).days) for our in ours for their in theirs)
    found = {
        "amount": sum(p.amount for p in ours) != sum(p.amount for p in theirs),
        # parts are paid on days of their own; only a payment against a payment is held to its day
        "day": len(ours) == len(theirs) == 1 and apart > TOLERANCE,
        "file": len(files) > 1,
        "owner": len(owners) > 1,
    }
    return tuple(name for name, is_so in found.items() if is_so)


def compared(groups: Iterable[Group], last: date | None) -> tuple[list[Group], list[Group]]:
    """Return the groups that a bank's list can speak of, and those that lie after its last day.

    last: the last day of the bank's lists; None where it sent none
    """
    found: tuple[list[Group], list[Group]] = ([], [])
    for group in groups:
        is_beyond = not group.theirs and (last is None or all(paid.on > last for paid in group.ours))
        found[is_beyond].append(group)
    return found


@dataclass(frozen=True, slots=True)
class Totals:
    """Groups of one kind: how many, and the rials of either side."""

    number: int
    ours: int
    theirs: int


def totals(groups: Iterable[Group]) -> dict[Kind, Totals]:
    """Return by kind the number of groups and the sums of both sides."""
    found = {kind: Totals(0, 0, 0) for kind in Kind}
    for group in groups:
        so_far = found[group.kind]
        found[group.kind] = Totals(
            so_far.number + 1,
            so_far.ours + sum(paid.amount for paid in group.ours),
            so_far.theirs + sum(paid.amount for paid in group.theirs),
        )
    return found
