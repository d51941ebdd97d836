"""The plan of most jobs per rial among those that bring so many jobs, or spend so much: a ratio, with its bound.

A ratio is no sum. But no plan brings more than p jobs for a million rials exactly where no plan is worth more than 0 by
jobs − p · money, and that is a choice problem like every other. From a plan and its own ratio as the price p the best
of that problem is sought; if it is above 0, its ratio is better and is the next price; if nothing is above 0, no plan
has a better ratio. Where a solve ends early, with no plan above u by jobs − p · money, its bound still says:

    jobs / money ≤ p + u / spend              where so much money is spent at least
    jobs / money ≤ p · least / (least − u)    where so many jobs are brought at least, and more than u

Without a floor one tiny package would be the answer, so that is refused. The multipliers of the problem with the price
prove the bound without a solver: `verifying.verify_per_rial` counts it anew.

Source: W. Dinkelbach (1967), On nonlinear fractional programming, Manage. Sci. 13, 492–498.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from time import perf_counter

import numpy as np

from hamahang.methods.portfolio.arranging import Arranged
from hamahang.methods.portfolio.asking import Asking
from hamahang.methods.portfolio.packing import Ints, Packing
from hamahang.methods.portfolio.problem import SCALE, Absurd
from hamahang.methods.portfolio.solving import Solution, not_told
from hamahang.methods.portfolio.verifying import JOBS, MONEY

PART = 0.3  # of the time or the work, for each price
BITS = 34  # of a value with its price at most: with larger ones the solver's tolerances mean nothing
PRICES = 30  # that are tried at most; few are needed
NEAR = Fraction(1, 10**6)  # of the ratio, within which it is proven: values are rounded up to parts of a millionth


@dataclass(frozen=True, slots=True)
class PerRial:
    """What was found: expected jobs per million rials. bound: no plan that keeps the floors has more

    certified: the bound that the multipliers prove, None where they prove none; price: of money, in jobs for a million
    rials, and prices: of each limit by its code, in millionths of a job, with which they prove it
    least, spend: expected jobs and million rials at least
    """

    value: Fraction
    bound: Fraction
    certified: Fraction | None
    price: Fraction
    prices: Mapping[str, Fraction]
    least: int
    spend: int

    @property
    def is_proven(self) -> bool:
        """Whether no plan has more, to a millionth of it."""
        return self.bound <= self.value * (1 + NEAR)


def best_per_rial(arranged: Arranged, terms: Asking, *, least: int, spend: int) -> tuple[Ints, PerRial]:
    """Return the choice of most jobs per rial that keeps the floors, as far as time or work allows.

    :raises Absurd: without a floor, if no plan keeps it, or if it is kept without any money
    """
    if least <= 0 and spend <= 0:
        raise Absurd(
            "«شغل به ازای ریال» بی کف پذیرفته نیست: یک بستهٔ کوچک و ارزان بهترین نسبت را دارد و بیشتر پول می‌ماند."
            " بگویید دست‌کم چند شغل بیاید یا چه پولی خرج شود.",
            "Jobs per rial without a floor is refused: one small cheap package has the best ratio, and most of the"
            " money is left. Say how many jobs it is to bring at least, or how much it is to spend.",
        )
    return _Ratio(arranged, terms, least, spend).best()


class _Ratio:
    """The search for the best ratio."""

    def __init__(self, arranged: Arranged, terms: Asking, least: int, spend: int) -> None:
        # the searches at a price count jobs − price · money, which nobody wants to be told
        self.arranged, self.terms, self.told = arranged, replace(terms, told=not_told), terms.told
        self.least, self.spend = least, spend
        self.value = arranged.packing.value
        self.money = np.array([column.package.money for column in arranged.columns], np.int64)
        floors = [(-self.value, -least * SCALE, JOBS)] if least > 0 else []
        floors += [(-self.money, -spend, MONEY)] if spend > 0 else []
        rows, limits, codes = zip(*floors, strict=True)
        self.held: Packing = arranged.packing.with_rows(rows, limits)
        self.codes: tuple[str, ...] = codes
        self.until = perf_counter() + terms.seconds

    def best(self) -> tuple[Ints, PerRial]:
        """Return the choice and its ratio."""
        chosen = self._first()
        most = Fraction(int(np.maximum(self.value, 0).sum()), SCALE)
        best = PerRial(self._ratio(chosen), most, None, Fraction(0), {}, self.least, self.spend)
        for _ in range(PRICES):
            value = self._ratio(chosen)
            parts = self._parts(value)
            found = self.terms.solve(self._at(value, parts), part=PART)
            if found.status == "infeasible":
                break
            best = _closer(best, self._bounded(found, value, parts))
            is_better = found.chosen is not None and self._ratio(found.chosen) > value
            chosen = found.chosen if found.chosen is not None and is_better else chosen
            self._tell(chosen, best.bound)
            if not is_better or self._is_over():
                break
        value = self._ratio(chosen)
        return chosen, replace(best, value=value, bound=max(best.bound, value))

    def _tell(self, chosen: Ints, bound: Fraction) -> None:
        """Tell how far the whole is: jobs of a choice, what no plan brings with its money, and the gap of the ratio."""
        jobs, value = int(self.value[chosen].sum()), self._ratio(chosen)
        if value:
            over = max(bound / value, Fraction(1))
            self.told(jobs, float(jobs * over), float(over - 1))

    def _is_over(self) -> bool:
        return self.terms.stopped() or (self.terms.rounds is None and perf_counter() > self.until)

    def _first(self) -> Ints:
        """Return the choice of most jobs among those that keep the floors.

        :raises Absurd: if there is none
        """
        found = self.terms.solve(self.held, part=PART)
        if found.chosen is None:
            is_sure = found.status == "infeasible"
            none_fa, none_en = ("هیچ سبدی", "No plan") if is_sure else ("در این زمان هیچ سبدی", "In this time no plan")
            floors_fa = [f"{self.least} شغل مورد انتظار نمی‌آورد"] * (self.least > 0)
            floors_fa += [f"{self.spend} میلیون ریال خرج نمی‌کند"] * (self.spend > 0)
            floors_en = [f"brings {self.least} expected jobs"] * (self.least > 0)
            floors_en += [f"spends {self.spend} million rials"] * (self.spend > 0)
            was = "" if is_sure else "was found that "
            raise Absurd(
                f"{none_fa} با همهٔ شرط‌ها {' یا '.join(floors_fa)}.",
                f"{none_en} {was}{' and '.join(floors_en)} and keeps all terms.",
            )
        if not self.money[found.chosen].sum():
            raise Absurd(
                "این کف بی هیچ پولی نگه داشته می‌شود؛ شغل به ازای ریال آن اندازه ندارد. کف بالاتری بگذارید.",
                "This floor is kept without any money, so that jobs per rial have no measure. Set a higher one.",
            )
        return found.chosen

    def _ratio(self, chosen: Ints) -> Fraction:
        """Return the expected jobs per million rials of a choice."""
        return Fraction(int(self.value[chosen].sum()), SCALE * max(int(self.money[chosen].sum()), 1))

    def _parts(self, price: Fraction) -> int:
        """Return into how many parts a millionth of a job is divided: as many as keep values small enough."""
        largest = int(np.abs(self.value).max(initial=1)) + int(self.money.max(initial=0) * price * SCALE)
        return 1 << max(0, BITS - largest.bit_length())

    def _at(self, price: Fraction, parts: int) -> Packing:
        """Return the problem of jobs − price · money in parts of a millionth of a job, each column rounded up."""
        above, below = (price * SCALE * parts).as_integer_ratio()
        pairs = zip(self.value.tolist(), self.money.tolist(), strict=True)
        return self.held.worth_other(
            np.array([-((money * above - value * parts * below) // below) for value, money in pairs], np.int64)
        )

    def _bounded(self, found: Solution, price: Fraction, parts: int) -> PerRial:
        """Return what a solve proves of the ratio."""
        numbers, bits = found.multipliers.numbers, found.multipliers.bits
        factors = (*self.arranged.factors, *(1 for _ in self.codes))
        codes = (*(limit.code for limit in self.arranged.limits), *self.codes)
        rows = zip(codes, factors, numbers, strict=True)
        prices = {code: Fraction(int(number) * factor, parts << bits) for code, factor, number in rows if number}
        certified = self._above(price, found.certified / parts)
        searched = self._above(price, Fraction(int(found.most), parts)) if np.isfinite(found.most) else None
        bounds = [one for one in (searched, certified, Fraction(int(self.value.sum()), SCALE)) if one is not None]
        return PerRial(price, min(bounds), certified, price, prices, self.least, self.spend)

    def _above(self, price: Fraction, most: Fraction) -> Fraction | None:
        """Return what no ratio is above, where no plan is worth more than `most` by jobs − price · money."""
        jobs = most / SCALE
        if jobs <= 0:
            return price
        found = [price + jobs / self.spend] if self.spend > 0 else []
        found += [price * self.least / (self.least - jobs)] if self.least > jobs else []
        return min(found, default=None)


def _closer(one: PerRial, other: PerRial) -> PerRial:
    """Return what is proven by two prices: the lower bound, and the certificate that proves more."""
    proofs = [proof for proof in (one, other) if proof.certified is not None]
    proof = min(proofs, key=lambda proof: proof.certified or 0) if proofs else other
    return replace(proof, bound=min(one.bound, other.bound))
