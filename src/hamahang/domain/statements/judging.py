"""Whether a claim agrees with our figure: comparators are sets, and a rounded number stands for what rounds to it."""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from hamahang.domain.statements.said import Said
from hamahang.domain.text import Text


class Verdict(StrEnum):
    """What the records say of a claim."""

    SUPPORTED = "supported"
    OTHER_LEVEL = "supported_other_level"
    UNDERSTATED = "understated"
    OVERSTATED = "overstated"
    CONTRADICTED = "contradicted"
    NOT_IN_RECORDS = "not_in_records"
    NOT_CHECKABLE = "not_checkable"

    @property
    def words(self) -> Text:
        """The verdict as people read it."""
        return TITLES[self]


TITLES = {
    Verdict.SUPPORTED: Text(fa="تأیید می‌شود", en="supported"),
    Verdict.OTHER_LEVEL: Text(fa="با سطح اثبات دیگری تأیید می‌شود", en="supported at another level of proof"),
    Verdict.UNDERSTATED: Text(fa="کمتر از ثبت ما", en="understated"),
    Verdict.OVERSTATED: Text(fa="بیشتر از ثبت ما", en="overstated"),
    Verdict.CONTRADICTED: Text(fa="با ثبت ما نمی‌خواند", en="contradicted"),
    Verdict.NOT_IN_RECORDS: Text(fa="در ثبت ما نیست", en="not in our records"),
    Verdict.NOT_CHECKABLE: Text(fa="سنجیدنی نیست", en="not checkable"),
}
ROUNDED_FROM = 1_000  # smaller figures are said to the last one
ROUNDED_BY = Decimal("0.01")  # a rounded figure lies within one part in a hundred
ABOUT = Decimal("0.05")  # «حدود»: within one part in twenty


@dataclass(frozen=True, slots=True)
class Ours:
    """A figure of ours. value None: we hold none; has_rows: whether the register keeps such records at all."""

    code: str
    value: int | Decimal | None
    has_rows: bool = True


@dataclass(frozen=True, slots=True)
class Judgement:
    """What came of a claim. difference: said less ours, in the figure's unit; code: the figure that it agrees with."""

    verdict: Verdict
    difference: Decimal | None = None
    code: str = ""
    why: Text | None = None


AMBIGUOUS = Text(
    fa="رقم را دو جور می‌توان خواند؛ از گوینده بپرسید.", en="The figure can be read in two ways; ask who said it."
)
OTHERWISE = Text(
    fa="رقم را جور دیگری هم می‌توان خواند، و آن با ثبت ما می‌خواند؛ از گوینده بپرسید.",
    en="The figure can be read in another way too, which agrees with our records; ask who said it.",
)
FORMER = Text(fa="رقم پیشین است، نه رقم امروز متن.", en="It is what was before, not what the text says is now.")
FORECAST = Text(fa="پیش‌بینی است و هنوز سنجیدنی نیست.", en="It is a forecast, and cannot be checked yet.")
NOTHING_KEPT = Text(fa="از این چیز ثبتی نداریم.", en="We keep no records of this.")
NONE_HERE = Text(fa="در ثبت ما یک مورد هم نیست.", en="Our records hold not one.")
DENIED = Text(fa="متن آن را رد می‌کند، ولی ثبت ما دارد.", en="The text denies it, but our records hold it.")
CURRENCY = Text(
    fa="درست ده برابر است: شاید ریال و تومان جابه‌جا شده.", en="Ten times off: rials and toman may be mixed."
)
NOT_MORE = Text(fa="رقم ما درست همین است، نه بیش از آن.", en="Ours is exactly this, not more.")
LOOSE = Text(fa="درست است، ولی رقم ما از دقت گفته بسیار بالاتر است.", en="True, but ours is far above what was said.")
ROUNDED = Text(fa="رقم متن گردشدهٔ رقم ماست.", en="The text rounds our figure.")


def judge(said: Said, ours: Ours, others: tuple[Ours, ...] = ()) -> Judgement:
    """Return what our figure says of a claim. others: the same thing at other levels of proof."""
    for reason, is_so in (
        (FORMER, said.is_former), (FORECAST, said.modality == "forecast"), (AMBIGUOUS, _value(said) is None),
    ):  # fmt: skip
        if is_so:
            return Judgement(Verdict.NOT_CHECKABLE, why=reason)
    if ours.value is None or (not ours.has_rows and not ours.value):
        return Judgement(Verdict.NOT_IN_RECORDS, code=ours.code, why=NOTHING_KEPT)
    difference = _value(said) - Decimal(ours.value)  # type: ignore[operator]
    if said.modality == "denied":
        return _of_denied(said, ours, difference)
    if agrees(said, ours.value):
        why = ROUNDED if difference and said.comparator == "=" else None
        return Judgement(Verdict.SUPPORTED, difference, ours.code, why)
    for other in others:
        if other.value and agrees(said, other.value):
            return Judgement(Verdict.OTHER_LEVEL, difference, other.code)
    if any(each.value is not None and may_agree(said, each.value) for each in (ours, *others)):
        return Judgement(Verdict.NOT_CHECKABLE, code=ours.code, why=OTHERWISE)
    if not ours.value and difference > 0:
        return Judgement(Verdict.CONTRADICTED, difference, ours.code, NONE_HERE)
    return _off(said, ours, difference)


def may_agree(said: Said, value: int | Decimal) -> bool:
    """Return whether another reading of a claim agrees with a value: then it may not be accused."""
    return any(agrees(replace(said, low=low, high=high), value) for low, high in said.others)


def _of_denied(said: Said, ours: Ours, difference: Decimal) -> Judgement:
    if ours.value is not None and agrees(said, ours.value):
        return Judgement(Verdict.CONTRADICTED, difference, ours.code, DENIED)
    return Judgement(Verdict.NOT_CHECKABLE, code=ours.code)


def _off(said: Said, ours: Ours, difference: Decimal) -> Judgement:
    value = Decimal(ours.value or 0)
    ratio = _value(said) / value if value else Decimal(0)  # type: ignore[operator]
    why = None
    if said.dimension == "rial" and any(abs(ratio / times - 1) < Decimal("0.005") for times in (10, Decimal("0.1"))):
        why = CURRENCY
    is_below = said.comparator in (">", ">=") and said.low is not None and value > said.low
    is_above = said.comparator in ("<", "<=") and said.high is not None and value < said.high
    if is_below or (difference < 0 and not is_above):
        return Judgement(Verdict.UNDERSTATED, difference, ours.code, why or (LOOSE if is_below else None))
    return Judgement(Verdict.OVERSTATED, difference, ours.code, why or (NOT_MORE if not difference else None))


def _value(said: Said) -> Decimal | None:
    """Return the bound that a claim is measured by: the value, the open figure's one end, the nearer end."""
    return said.low if said.low is not None else said.high


def agrees(said: Said, value: int | Decimal) -> bool:
    """Return whether a value is among those that a claim allows."""
    ours, low, high = Decimal(value), said.low, said.high
    if said.comparator in (">", ">="):
        least = low if low is not None else Decimal(0)
        is_above = ours > least if said.comparator == ">" else ours >= least
        return is_above and ours <= least + step(least)
    if said.comparator in ("<", "<="):
        most = high if high is not None else Decimal(0)
        is_below = ours < most if said.comparator == "<" else ours <= most
        return is_below and ours >= most - step(most)
    if low is None or high is None:
        return False
    if low != high:
        return low <= ours <= high
    if said.comparator == "~":
        return abs(ours - low) <= max(low * ABOUT, step(low) / 2 if low < ROUNDED_FROM else Decimal(0))
    return ours == low or _is_rounded(ours, low, said)


def _is_rounded(ours: Decimal, said: Decimal, claim: Said) -> bool:
    if claim.dimension == "percent":
        return abs(ours - said) < min(step(said), Decimal(1))
    return said >= ROUNDED_FROM and abs(ours - said) <= min(step(said) / 2, said * ROUNDED_BY)


def step(value: Decimal) -> Decimal:
    """Return the rounding unit of a number as said: 100 for 2,200; 1 for 43; 0.1 for 15.7."""
    if not value:
        return Decimal(1)
    exponent = int(value.normalize().as_tuple().exponent)
    return Decimal(1).scaleb(exponent)
