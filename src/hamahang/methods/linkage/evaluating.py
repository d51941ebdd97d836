"""How well the engine links a labelled set: the truth is looked at only after the links are made."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hamahang.methods.linkage.deciding import Costs
from hamahang.methods.linkage.linking import Linking, Pair, Reason, Register, Scored, UnknownRow
from hamahang.methods.linkage.model import Model
from hamahang.methods.linkage.records import Floats, Records

WORST = 10  # errors of each kind that are shown
STEPS = 24  # points of the curve


@dataclass(frozen=True, slots=True)
class Quality:
    """What is right among links: shares 0–1. Nothing linked is precision 1, nothing to link recall 1."""

    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, *, right: int, linked: int, true: int) -> "Quality":
        """Return the quality of so many right ones among the linked and the true pairs."""
        return cls(
            right / linked if linked else 1.0,
            right / true if true else 1.0,
            2 * right / (linked + true) if linked + true else 1.0,
        )


@dataclass(frozen=True, slots=True)
class Point:
    """The quality if all pairs of at least this weight were linked, one by one."""

    threshold: float  # bits
    quality: Quality


@dataclass(frozen=True, slots=True)
class Mistake:
    """A pair linked wrongly, or missed, with what spoke for and against it."""

    pair: Pair
    is_missed: bool
    weight: float | None  # bits; None if the pair was never compared
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result of linking a labelled set."""

    quality: Quality
    threshold: float  # bits, chosen without the truth
    candidates_recall: float  # share of the true pairs that were compared, 0–1
    best: Point  # the best F1 on the curve
    curve: tuple[Point, ...]
    mistakes: tuple[Mistake, ...]  # wrong links with most weight first, then missed pairs with least
    links: int
    compared: int
    model: Model
    start: float  # bits before any evidence
    has_only_names: bool  # so that nothing can be linked: a name alone never does


def evaluate(
    *, register: Register, incoming: Records | None, pairs: Iterable[Pair], costs: Costs | None = None
) -> Evaluation:
    """Link a list to a register, or a register with itself, and compare the links with the true pairs of ids.

    :raises UnknownRow: if a true pair names an id that is not there
    """
    linking, is_same_table = Linking(register, incoming), incoming is None
    model = linking.train()
    scored = linking.score(model)
    costs = costs or Costs()
    true = _true(pairs, register.records, incoming)
    linked = {_one_way(pair, is_same_table=is_same_table) for pair in linking.links(scored, model, costs=costs)}
    listed = _listed(linking, scored)
    curve, best = _curve(np.asarray([pair in true for pair in listed], dtype=bool), scored.total, len(true))
    return Evaluation(
        Quality.of(right=len(linked & true), linked=len(linked), true=len(true)),
        costs.threshold,
        len(true.intersection(listed)) / len(true) if true else 1.0,
        best,
        curve,
        _mistakes(linked - true, true - linked, listed, scored),
        len(linked),
        len(listed),
        model,
        scored.start,
        all(item.is_naming for item in linking.comparer.evidence),
    )


def _one_way(pair: Pair, *, is_same_table: bool) -> Pair:
    return (min(pair), max(pair)) if is_same_table else pair


def _true(pairs: Iterable[Pair], left: Records, right: Records | None) -> set[Pair]:
    first, second = frozenset(left.ids), frozenset(left.ids if right is None else right.ids)
    true = set()
    for pair in pairs:
        for row_id, ids, table in ((pair[0], first, "left"), (pair[1], second, "right")):
            if row_id not in ids:
                raise UnknownRow(row_id, table)
        true.add(_one_way(pair, is_same_table=right is None))
    return true


def _listed(linking: Linking, scored: Scored) -> list[Pair]:
    ids, others = linking.register.records.ids, linking.incoming.ids
    rows = zip(scored.left.tolist(), scored.right.tolist(), strict=True)
    return [_one_way((ids[one], others[two]), is_same_table=linking.is_same_table) for one, two in rows]


def _curve(right: npt.NDArray[np.bool_], weight: Floats, true: int) -> tuple[tuple[Point, ...], Point]:
    """Return points of the curve, highest threshold first, and the best of all thresholds."""
    order = np.argsort(-weight, kind="stable")
    order = order[np.isfinite(weight[order])]
    if not len(order):
        none = Point(0.0, Quality.of(right=0, linked=0, true=true))
        return (none,), none
    found = np.cumsum(right[order])
    linked = np.arange(1, len(order) + 1)
    # pairs of one weight stand or fall together
    last = np.append(weight[order][1:] < weight[order][:-1], True)
    ends = np.flatnonzero(last)

    def point(end: int) -> Point:
        quality = Quality.of(right=int(found[end]), linked=int(linked[end]), true=true)
        return Point(float(weight[order[end]]), quality)

    best = point(int(ends[np.argmax(2 * found[ends] / (linked[ends] + true))]))
    if not true:
        # the best that can be done where nothing is to be linked
        best = Point(float(weight[order[0]]) + 1.0, Quality.of(right=0, linked=0, true=0))
    steps = np.linspace(weight[order[0]], min(weight[order[-1]], 0.0), STEPS)
    shown = {int(end) for step in steps for end in ends[weight[order[ends]] >= step][-1:]}
    return tuple(point(end) for end in sorted(shown)), best


def _mistakes(wrong: set[Pair], missed: set[Pair], listed: list[Pair], scored: Scored) -> tuple[Mistake, ...]:
    places = {pair: place for place, pair in enumerate(listed) if pair in wrong or pair in missed}

    def mistake(pair: Pair, *, is_missed: bool) -> Mistake:
        place = places.get(pair)
        if place is None:
            return Mistake(pair, is_missed, None, ())
        return Mistake(pair, is_missed, float(scored.total[place]), scored.reasons(place))

    linked = [mistake(pair, is_missed=False) for pair in sorted(wrong)]
    lost = [mistake(pair, is_missed=True) for pair in sorted(missed)]
    linked.sort(key=lambda item: -(item.weight or 0.0))
    lost.sort(key=lambda item: float("-inf") if item.weight is None else item.weight)
    return tuple(linked[:WORST] + lost[:WORST])
