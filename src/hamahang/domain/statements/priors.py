"""Shares of a national total that are beyond belief, held against dated figures with their source.

A warning, not a verdict: the figure may be of the country, count other money, or be loosely said.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hamahang.domain.calendar import read_day
from hamahang.domain.money import say_number, say_rials
from hamahang.domain.statements import lexicon
from hamahang.domain.statements.said import Said
from hamahang.domain.text import Text

TIMES = 5  # a share this many times the place's largest known share of the country is doubted


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure that is too large a part of the country's. share: percent of the total; known: what the place has"""

    said: Said
    share: Decimal
    known: Decimal
    total: int
    source: str
    message: Text


IMPLAUSIBLE = Text(
    fa="{said} برابر {share} درصد از {what} ({total}) است، ولی سهم استان از {base} کشور {known} درصد است. "
    "شاید رقم از همهٔ کشور باشد، منابع دیگری را هم بشمارد یا دقیق نباشد. منبع: {source}",
    en="{said} is {share} percent of {what} ({total}), while the province has {known} percent of the country's {base}. "
    "The figure may be of the whole country, count other money too, or be loose. Source: {source}",
)
BASES = {"inhabitants": "جمعیت", "workshops of ten and more": "کارگاه‌های ده نفر و بیشتر"}


def doubts(said: Iterable[Said], *, day: date, home: str) -> tuple[Doubt, ...]:
    """Return the claims of a province that take an implausible share of a national total of their day.

    home: the province meant where a claim names no place
    """
    found = (_doubt(each, day, home) for each in said)
    return tuple(doubt for doubt in found if doubt is not None)


def _doubt(said: Said, day: date, home: str) -> Doubt | None:
    place = said.place_code or f"province:{home}"
    value = said.low if said.low is not None else said.high
    # shares change slowly: those of another year still tell what is beyond belief
    shares = [row for row in lexicon.rows("place_shares") if row["place"] == place]
    total = next((row for row in lexicon.rows("national_totals") if _is_of(row, said, day)), None)
    if total is None or value is None or not shares or said.modality == "denied":
        return None
    largest = max(shares, key=lambda row: Decimal(row["percent"]))
    share, known = value * 100 / Decimal(total["value"]), Decimal(largest["percent"])
    if share <= known * TIMES:
        return None
    message = IMPLAUSIBLE.format(
        said=_amount(value, said.dimension),
        share=_number(share.quantize(Decimal(1) if share >= 10 else Decimal("0.1"))),
        what=Text(fa=total["fa"], en=total["en"]),
        total=_amount(Decimal(total["value"]), said.dimension),
        base=Text(fa=BASES.get(largest["base"], largest["base"]), en=largest["base"]),
        known=_number(known),
        source=Text(fa=total["source_fa"], en=total["source"]),
    )
    return Doubt(said, share, known, int(total["value"]), total["source"], message)


def _is_of(row: dict[str, str], said: Said, day: date) -> bool:
    is_same = (row["counted"], row["programme"], row["dimension"]) == (said.counted, said.programme, said.dimension)
    return is_same and read_day(row["from_on"]) <= day <= read_day(row["until_on"])


def _amount(value: Decimal, dimension: str) -> Text:
    if dimension == "rial":
        return Text(fa=say_rials(int(value), "fa"), en=say_rials(int(value), "en"))
    return _number(value)


def _number(value: Decimal) -> Text:
    plain = int(value) if value == value.to_integral_value() else value
    return Text(fa=say_number(plain, "fa"), en=say_number(plain, "en"))
