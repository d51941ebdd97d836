"""Which commitment of the register a promise in a text is: the one whose figure, place and deadline fit on its day."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from hamahang.commitments import queries as commitments
from hamahang.commitments.counting import Counted, goal_of
from hamahang.commitments.models import Commitment
from hamahang.domain.commitments import Goal
from hamahang.domain.indicators import ALL, Scope
from hamahang.domain.ledger import AsOf
from hamahang.domain.statements.binding import Candidate
from hamahang.domain.statements.judging import agrees
from hamahang.domain.statements.said import Said
from hamahang.domain.text import Text
from hamahang.indicators import promises

PROMISED = ("target", "promise")
UPPER = ("<", "<=")
# after a figure: it goes by so much; right before it: that is what is left
LESSENING = re.compile(r"کم می|کم خواه|کاهش|کاست|fewer|\bless\b|reduc|lower|decreas|\bfall|\bcut")
LEFT = re.compile(r"(?:^|\s)(?:به|تنها|فقط|to|only)(?: حدود| about)?\s*$")
KEPT = Text(fa="عملی شد", en="kept")
MISSED = Text(fa="عملی نشد", en="not kept")
RUNNING = Text(fa="در جریان", en="under way")


@dataclass(frozen=True, slots=True)
class Held:
    """A commitment as it stood on a day. scope: as in addresses of figures; shares: amounts by county's code, of the
    empty code what is not split; before: how much there was of what holds on a day, which is promised to grow
    """

    pk: int
    number: str
    title: str
    metric: str
    scope: str
    due_on: date
    shares: dict[str, int] = field(default_factory=dict)
    before: int = 0
    is_at_most: bool = False

    def is_said(self, said: Said, scope: Scope) -> bool:
        """Return whether a text says the target for a scope: how much more it will be, or how much it will be then.

        Of what is to be no more than so much: how much there will be, or by how much it falls.
        """
        target = self.target(scope)
        if target is None or (said.low is None and said.high is None):
            return True
        if self.is_at_most:
            return agrees(said, self.before - target if says_by_how_much(said) else target)
        return agrees(said, target) or (bool(self.before) and agrees(said, target + self.before))

    def target(self, scope: Scope) -> int | None:
        """Return the target for a scope: its own, or one county's share of it; None for any other."""
        if str(scope) == (self.scope or str(ALL)):
            return sum(self.shares.values())
        return self.shares.get(scope.code) if scope.kind == "county" and self.scope in ("", str(ALL)) else None


@dataclass(frozen=True, slots=True)
class Bond:
    """What a promise is bound to.

    how: clear, remembered, proposed (a person is asked), or none; key: what a choice is remembered by
    target: of the text's day; is_same: whether the text says that; figure: what it is to reach, empty if unclear
    """

    how: str
    key: str
    scope: Scope = ALL
    held: Held | None = None
    proposals: tuple[Held, ...] = ()
    target: int | None = None
    is_same: bool = True
    figure: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a commitment by a day: what its figure counts, of what it was to come to then."""

    figure: str
    verified: int
    goal: Goal
    is_over: bool

    @property
    def target(self) -> int:
        """The target that holds then."""
        return self.goal.target

    @property
    def words(self) -> Text:
        """Whether it was kept; of one that is not over and not reached, that it is under way."""
        return end(self.goal, self.verified, is_over=self.is_over)


def end(goal: Goal, amount: int | Decimal, *, is_over: bool) -> Text:
    """Return in words whether a promise was kept. What may be no more is kept at its end, and broken at any time."""
    is_met = (bool(goal.target) or goal.is_at_most) and goal.is_met(amount)
    if goal.is_limit and not is_over:
        return RUNNING if is_met else MISSED
    if is_met:
        return KEPT
    return MISSED if is_over else RUNNING


def says_how_much_is_left(said: Said) -> bool:
    """Return whether a text says how much there will be of something at most, or to how much it comes down."""
    before = said.words.partition(said.own)[0] if said.own else ""
    return said.comparator in UPPER or LEFT.search(before) is not None


def says_by_how_much(said: Said) -> bool:
    """Return whether a text says by how much something falls."""
    return not says_how_much_is_left(said) and LESSENING.search(said.own) is not None


def held_on(asof: AsOf) -> list[Held]:
    """Return the commitments announced by a day, each with the version of its target that held then, as known."""
    found: dict[int, Held] = {}
    for share in commitments.targets(asof).select_related("commitment", "county"):
        known = share.commitment
        if known.pk not in found:
            before = promises.before(known, asof)
            found[known.pk] = Held(
                known.pk, known.number, known.title, known.figure, known.scope, known.due_on, before=before,
                is_at_most=known.is_at_most,
            )  # fmt: skip
        found[known.pk].shares[share.county.code if share.county else ""] = share.amount
    return sorted(found.values(), key=lambda each: (each.due_on, each.pk))


def bond(
    said: Said, figure: Candidate | None, scope: Scope, held: Sequence[Held], chosen: Mapping[str, int | None]
) -> Bond:
    """Return the commitment that a promise is.

    figure: what it is to reach; chosen: what people chose before, by key, None for none of them
    """
    key = key_of(said, scope)
    codes = {figure.indicator, *figure.others} if figure else set()
    fitting = tuple(each for each in held if each.metric in codes and _fits(said, scope, each))
    if key in chosen:
        return _bound("remembered", key, said, scope, [each for each in held if each.pk == chosen[key]], fitting)
    if len(fitting) == 1:
        return _bound("clear", key, said, scope, fitting, fitting)
    return Bond(
        "proposed" if fitting else "none", key, scope, proposals=fitting, figure=figure.indicator if figure else ""
    )


def key_of(said: Said, scope: Scope) -> str:
    """Return what promises share that are of one commitment: what they count, where and for when."""
    return f"{said.meaning}|{scope}|{said.last or ''}"


def _fits(said: Said, scope: Scope, held: Held) -> bool:
    is_due = held.due_on == said.last if said.last else True
    # of what is to fall a figure alone says nothing: twenty idle units may come back, or be left
    is_clear = not held.is_at_most or says_how_much_is_left(said) or says_by_how_much(said)
    return is_due and is_clear and said.measure == "level" and held.target(scope) is not None


def _bound(how: str, key: str, said: Said, scope: Scope, held: Sequence[Held], fitting: tuple[Held, ...]) -> Bond:
    if not held:
        return Bond(how, key, scope, proposals=fitting)
    return Bond(how, key, scope, held[0], fitting, held[0].target(scope), held[0].is_said(said, scope))


def outcome(found: Bond, held: Sequence[Held], asof: AsOf) -> Outcome | None:
    """Return what became of the commitment of a bond by a day; None before it was announced. held: of that day"""
    known = commitments.commitment(found.held.pk, asof) if found.held else None
    now = next((each for each in held if known is not None and each.pk == known.pk), None)
    target = now.target(found.scope) if now else None
    if known is None or target is None:
        return None
    counted = _reached(known, found.scope, asof)
    return Outcome(known.figure, counted.amount, goal_of(known, target, counted), asof.day > known.due_on)


def _reached(known: Commitment, scope: Scope, asof: AsOf) -> Counted:
    if not known.is_of_jobs:
        own = scope if scope.kind == "county" else known.place
        return promises.counted(known, asof, scope=own)
    proven = commitments.verified_of(known, asof)
    if scope.kind == "county":
        proven = proven.filter(claim__county__code=scope.code)
    return Counted(int(proven.aggregate(total=Sum("persons"))["total"] or 0))


def is_promise(said: Said) -> bool:
    """Return whether a claim promises something."""
    return said.modality in PROMISED


def any_promise(said: Iterable[Said]) -> bool:
    """Return whether one of some claims promises something."""
    return any(is_promise(each) for each in said)
