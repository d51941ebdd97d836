"""A month of the Jalali calendar: its days, the months around it, how it is read and said."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from hamahang.domain.calendar import from_jalali, jalali, month_length, month_name, read_month
from hamahang.domain.text import Text, to_persian_digits

A_YEAR = 12


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month. number: 1 for Farvardin to 12 for Esfand."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month that a day lies in."""
        return _of(day)

    @classmethod
    def read(cls, text: str) -> "Month | None":
        """Return the month that a text names with its year, None where it names none: `1390-03`, «خرداد ۱۳۹۰»."""
        found = read_month(text)
        return cls(found[0], found[1]) if found and found[0] else None

    @property
    def first(self) -> date:
        """Its first day."""
        return _days(self)[0]

    @property
    def last(self) -> date:
        """Its last day."""
        return _days(self)[1]

    @property
    def title(self) -> Text:
        """Its name with the year."""
        fa, en = month_name(self.number, "fa"), month_name(self.number, "en")
        return Text(fa=f"{fa} {to_persian_digits(str(self.year))}", en=f"{en} {self.year}")

    def plus(self, months: int) -> "Month":
        """Return the month so many later, or earlier for a negative number."""
        index = self.year * A_YEAR + self.number - 1 + months
        return Month(index // A_YEAR, index % A_YEAR + 1)

    def since(self, earlier: "Month") -> int:
        """Return how many months lie between an earlier month and this one."""
        return (self.year - earlier.year) * A_YEAR + self.number - earlier.number

    def day(self, number: int) -> date:
        """Return a day of it by its number; the last day where the month has no such day."""
        return min(self.first + timedelta(days=number - 1), self.last)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@cache
def _of(day: date) -> Month:
    year, month, _ = jalali(day)
    return Month(year, month)


@cache
def _days(month: Month) -> tuple[date, date]:
    last = month_length(month.year, month.number)
    return from_jalali(month.year, month.number, 1), from_jalali(month.year, month.number, last)


def months_between(first: Month, last: Month) -> list[Month]:
    """Return the months from one to another, both among them; none where the last lies before the first."""
    return [first.plus(number) for number in range(last.since(first) + 1)]
