"""Capacity rating (ظرفیت‌سنجی): what a line of machines makes in a year, by dated parameters of the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from hamahang.domain.licences import LicenceRefused
from hamahang.domain.text import Text


@dataclass(frozen=True, slots=True)
class Machine:
    """Machines of one step of the line: how many, and how much each makes in an hour."""

    name: str
    step: int
    number: int
    hourly: Decimal


@dataclass(frozen=True, slots=True)
class RatingTerms:
    """What a year of work is. efficiency: percent; shifts of `hours` each.

    Practice of the licensing offices: three shifts, 280 working days, 80 % efficiency.
    """

    shifts: int = 3
    hours: int = 8
    days: int = 280
    efficiency: int = 80

    @property
    def hours_a_year(self) -> Decimal:
        """The hours that count in a year."""
        return Decimal(self.shifts * self.hours * self.days * self.efficiency) / 100


@dataclass(frozen=True, slots=True)
class Rated:
    """The capacity of a line in a year, and the step that holds it back."""

    capacity: Decimal
    narrowest: int
    by_step: tuple[tuple[int, Decimal], ...]


def rate(machines: Sequence[Machine], terms: RatingTerms) -> Rated:
    """Return what a line can make in a year: what its narrowest step makes.

    Machines of one step work beside each other; the steps one after another.
    :raises LicenceRefused: if there is no machine, or a number is none
    """
    wrong = [machine for machine in machines if machine.number < 1 or machine.hourly <= 0 or machine.step < 1]
    if not machines or wrong or not (0 < terms.efficiency <= 100 and 0 < terms.shifts * terms.hours <= 24):
        raise LicenceRefused(
            Text(
                fa="برای ظرفیت‌سنجی دست‌کم یک ماشین با شمار و تولید ساعتی بیش از صفر لازم است",
                en="A rating needs at least one machine with a number and an hourly output above zero",
            )
        )
    by_step: dict[int, Decimal] = {}
    for machine in machines:
        by_step[machine.step] = by_step.get(machine.step, Decimal(0)) + machine.number * machine.hourly
    yearly = {step: hourly * terms.hours_a_year for step, hourly in sorted(by_step.items())}
    narrowest = min(yearly, key=lambda step: (yearly[step], step))
    return Rated(yearly[narrowest], narrowest, tuple(yearly.items()))
