"""What the unit's page tells of its status: by which proof, how old that is, and all the intervals before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hamahang.domain.ledger import AsOf
from hamahang.domain.returns import Terms, terms_on
from hamahang.domain.status import SOURCES, Interval, Proven, class_of, class_title, is_fresh, stretches
from hamahang.domain.text import Text
from hamahang.register import proven, returned


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which a unit was of one class by one kind of proof. until_on: None for to the asked day and on."""

    from_on: date
    until_on: date | None
    title: Text
    status: str
    source: Text


@dataclass(frozen=True, slots=True)
class Told:
    """The status of a unit on a day. days: the age of its proof; is_fresh: verified, and not too old to count."""

    holding: Proven | None
    title: Text | None
    source: Text | None
    days: int
    is_fresh: bool
    stretches: Sequence[Stretch]


def status_told(unit: int, asof: AsOf) -> Told:
    """Return the status of a unit with its source and age, and its history, the newest first."""
    rules = returned.terms()
    found = proven.history_of(unit, asof)
    holding = next((interval.proof for interval in found if interval.holds(asof.day)), None)
    past = [interval for interval in stretches(found, rules) if interval.from_on <= asof.day]
    told = [_stretch(interval, rules, asof.day) for interval in reversed(past)]
    if holding is None:
        return Told(None, None, None, 0, False, told)
    rule = terms_on(rules, asof.day)
    return Told(
        holding=holding,
        title=class_title(class_of(holding.status, holding.capacity_use, rule), rule),
        source=SOURCES[holding.source],
        days=(asof.day - holding.on).days,
        is_fresh=is_fresh(holding, asof.day, rules),
        stretches=told,
    )


def _stretch(interval: Interval, rules: Sequence[Terms], day: date) -> Stretch:
    rule = terms_on(rules, interval.from_on)
    title = class_title(class_of(interval.proof.status, interval.proof.capacity_use, rule), rule)
    source = SOURCES[interval.proof.source]
    # what would hold later if nothing came is no history
    until_on = interval.until_on if interval.until_on and interval.until_on < day else None
    return Stretch(interval.from_on, until_on, title, interval.proof.status, source)
