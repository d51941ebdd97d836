"""What projects and units need of an estate, what reaches it, what was promised to whom, and what is left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hamahang.domain.text import Text, fold


@dataclass(frozen=True, slots=True)
class Measure:
    """A utility: its name, the unit it is counted in, and other units with what one of them is in that unit."""

    title: Text
    unit: Text
    others: tuple[tuple[str, Decimal], ...]


MEASURES = {
    "POWER": Measure(
        Text(fa="برق", en="power"),
        Text(fa="مگاوات", en="MW"),
        (
            ("مگاوات", Decimal(1)),
            ("mw", Decimal(1)),
            ("کیلووات", Decimal("0.001")),
            ("kw", Decimal("0.001")),
        ),
    ),
    "GAS": Measure(
        Text(fa="گاز", en="gas"),
        Text(fa="مترمکعب در ساعت", en="m³/h"),
        (
            ("مترمکعب در ساعت", Decimal(1)),
            ("متر مکعب در ساعت", Decimal(1)),
            ("مترمکعب بر ساعت", Decimal(1)),
            ("m3/h", Decimal(1)),
        ),
    ),
    "WATER": Measure(
        Text(fa="آب", en="water"),
        Text(fa="مترمکعب در روز", en="m³/day"),
        (
            ("مترمکعب در روز", Decimal(1)),
            ("متر مکعب در روز", Decimal(1)),
            ("مترمکعب در شبانه‌روز", Decimal(1)),
            ("m3/day", Decimal(1)),
            ("لیتر بر ثانیه", Decimal("86.4")),
            ("لیتر در ثانیه", Decimal("86.4")),
        ),
    ),
    "LAND": Measure(
        Text(fa="زمین", en="land"),
        Text(fa="مترمربع", en="m²"),
        (
            ("مترمربع", Decimal(1)),
            ("متر مربع", Decimal(1)),
            ("m2", Decimal(1)),
            ("هکتار", Decimal(10_000)),
            ("ha", Decimal(10_000)),
        ),
    ),
}


def measured(utility: str, amount: Decimal, unit: str) -> Decimal | None:
    """Return an amount in the unit a utility is counted in; an empty unit is that one, an unknown one gives None."""
    measure = MEASURES.get(utility)
    if measure is None:
        return None
    if not unit.strip():
        return amount
    wanted = fold(unit).replace(" ", "").lower()
    return next((amount * one for name, one in measure.others if fold(name).replace(" ", "").lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Promise:
    """So much of a utility promised to somebody on a day. about, about_id: label and key of who it is for."""

    about: str
    about_id: int
    holder: str
    amount: Decimal
    on: date
    letter_no: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise with the sum of all up to it, and how much of it is not there."""

    promise: Promise
    sum: Decimal
    lacking: Decimal


@dataclass(frozen=True, slots=True)
class Balance:
    """A utility of an estate on a day. capacity, left: None where nobody has said how much reaches it."""

    utility: str
    capacity: Decimal | None
    promised: Decimal
    left: Decimal | None
    rows: tuple[Promised, ...]

    @property
    def is_contested(self) -> bool:
        """Whether more is promised than is there: some of the holders were promised the same."""
        return self.left is not None and self.left < 0

    def promised_to(self, about: str, about_id: int) -> Decimal:
        """Return what one of the holders was promised."""
        own = (row.promise for row in self.rows if (row.promise.about, row.promise.about_id) == (about, about_id))
        return sum((promise.amount for promise in own), Decimal(0))


def balance(utility: str, *, capacity: Decimal | None, promises: Iterable[Promise]) -> Balance:
    """Return what is left of a utility: the promises are met in the order they were made."""
    total = Decimal(0)
    rows = []
    for promise in sorted(promises, key=lambda row: (row.on, row.about, row.about_id)):
        before, total = total, total + promise.amount
        over = Decimal(0) if capacity is None else max(Decimal(0), total - max(capacity, before))
        rows.append(Promised(promise, total, over))
    left = None if capacity is None else capacity - total
    return Balance(utility, capacity, total, left, tuple(rows))


@dataclass(frozen=True, slots=True)
class Demand:
    """What somebody needs of a utility beside what was promised to them and what is left for all."""

    utility: str
    needed: Decimal
    promised: Decimal
    left: Decimal | None

    @property
    def lacking(self) -> Decimal | None:
        """How much is neither promised nor left; None where it is not known what is left."""
        open_need = max(Decimal(0), self.needed - self.promised)
        return None if self.left is None else max(Decimal(0), open_need - max(Decimal(0), self.left))


def demand(utility: str, *, needed: Decimal, about: str, about_id: int, of: Balance) -> Demand:
    """Return what a project or a unit needs of an estate's utility against what is left of it."""
    return Demand(utility, needed, of.promised_to(about, about_id), of.left)


def open_demand(utility: str, *, needs: Iterable[tuple[str, int, Decimal]], of: Balance) -> Demand:
    """Return what several still need of a utility beyond what each was promised: its `lacking` is what all lack.

    needs: label and key of who it is for, with the amount; what one was promised in excess helps no other
    """
    wanted = (max(Decimal(0), amount - of.promised_to(about, about_id)) for about, about_id, amount in needs)
    return Demand(utility, sum(wanted, Decimal(0)), Decimal(0), of.left)
