"""Observations of counties told by the counties of another day, with the rule by which each number came about.

What adds up (persons, units, money) follows its county: where counties were joined it is summed, where one became
several it is parted by their inhabitants, which is an estimate, or stays with the undivided whole. A rate is not
parted: each part bears the rate of the whole it came of, and counties that were joined the mean of theirs weighted by
inhabitants; both are estimates.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hamahang.domain.divisions import Division
from hamahang.domain.text import Text

HOW = {
    "same": Text(fa="همان شهرستان", en="the same county"),
    "became": Text(fa="شهرستان تنها یک جانشین دارد", en="the county became one other"),
    "summed": Text(fa="جمع شهرستان‌هایی که یکی شده‌اند", en="sum of the counties that were joined"),
    "parted": Text(fa="بخش‌شده به نسبت جمعیت، برآورد", en="parted by inhabitants, an estimate"),
    "of_whole": Text(fa="نرخ شهرستان پیش از تقسیم، برآورد", en="rate of the county before the split, an estimate"),
    "averaged": Text(fa="میانگین به وزن جمعیت، برآورد", en="mean weighted by inhabitants, an estimate"),
    "undivided": Text(fa="تقسیم‌نشده مانده است", en="left undivided"),
}
ESTIMATES = frozenset({"parted", "of_whole", "averaged"})
DIGITS = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Observed:
    """The value of one county version in a period that ended on a day."""

    county: int
    value: Decimal
    until: date


@dataclass(frozen=True, slots=True)
class Told:
    """A value by a county of the asked day. of: the counties it was observed in

    among: the counties that an undivided whole became; county is then the whole
    """

    county: int
    value: Decimal
    how: str
    of: tuple[int, ...]
    among: frozenset[int] = frozenset()

    @property
    def is_estimate(self) -> bool:
        """Whether the number was made by a key that nobody counted."""
        return self.how in ESTIMATES


_Part = tuple[Observed, Decimal, str]  # what was observed, what a county takes of it, and how


def told(
    observed: Sequence[Observed], division: Division, day: date, *, is_additive: bool, inhabitants: Mapping[int, int]
) -> tuple[Told, ...]:
    """Return observations by the counties that stand on a day."""
    parts: dict[int, list[_Part]] = defaultdict(list)
    wholes, found = [], list[Told | None]()
    for one in observed:
        among = division.becomes(one.county, said_on=one.until, day=day)
        shares = _shares(one, among, is_additive=is_additive, inhabitants=inhabitants)
        if shares is None:
            wholes.append(Told(one.county, one.value, "undivided", (one.county,), among))
        for county, value, how in shares or ():
            parts[county].append((one, value, how))
    for county, own in parts.items():
        if len(own) == 1:
            found.append(Told(county, own[0][1], own[0][2], (own[0][0].county,)))
        else:
            found.append(_summed(county, own) if is_additive else _averaged(county, own, inhabitants))
    return (*[one for one in found if one], *wholes)


def _shares(
    one: Observed, among: frozenset[int], *, is_additive: bool, inhabitants: Mapping[int, int]
) -> list[tuple[int, Decimal, str]] | None:
    """Return what each county takes of a value; None where it stays undivided."""
    if len(among) == 1:
        (only,) = among
        return [(only, one.value, "same" if only == one.county else "became")]
    if not is_additive:
        return [(county, one.value, "of_whole") for county in sorted(among)]
    weights = {county: inhabitants.get(county, 0) for county in sorted(among)}
    if not all(weights.values()):
        return None
    whole, left, shares = sum(weights.values()), one.value, []
    for county, weight in weights.items():
        share = (one.value * weight / whole).quantize(DIGITS)
        shares.append((county, share, "parted"))
        left -= share
    county, share, how = shares[-1]
    return [*shares[:-1], (county, share + left, how)]  # the parts add up to the whole


def _summed(county: int, parts: Sequence["_Part"]) -> Told:
    of = tuple(one.county for one, _, _ in parts)
    how = "parted" if any(how == "parted" for _, _, how in parts) else "summed"
    return Told(county, sum((value for _, value, _ in parts), Decimal(0)), how, of)


def _averaged(county: int, parts: Sequence["_Part"], inhabitants: Mapping[int, int]) -> Told | None:
    """Return the rate of a county out of several; None where the inhabitants of one are not known."""
    # what was observed in the county itself is better than what was carried over from a whole
    if own := [value for _, value, how in parts if how == "same"]:
        return Told(county, own[0], "same", (county,))
    weights = [Decimal(inhabitants.get(one.county, 0)) for one, _, _ in parts]
    if not all(weights):
        return None
    products = [value * weight for (_, value, _), weight in zip(parts, weights, strict=True)]
    mean = (sum(products, Decimal(0)) / sum(weights, Decimal(0))).quantize(DIGITS)
    return Told(county, mean, "averaged", tuple(one.county for one, _, _ in parts))
