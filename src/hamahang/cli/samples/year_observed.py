"""Product a head of the provinces with and without oil, and what lies around the estates of the example: every number
is invented and says so.
"""

from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from hamahang.domain.calendar import from_jalali, year_bounds
from hamahang.territory import queries as territory
from hamahang.territory.observing import ObservationDraft, record_observations
from hamahang.territory.surrounding import SurroundingDraft, record_surroundings

if TYPE_CHECKING:
    from hamahang.cli.samples.year import Office

PRODUCT = "تولید ناخالص داخلی سرانه"
WITHOUT, WITH = "بدون نفت", "با نفت"
INVENTED = "نمونهٔ ساختگی؛ عدد واقعی نیست"
YEARS = (1388, 1389)
# million rials a head that oil adds where there are fields
OIL = {"06": 55, "16": 60, "17": 140, "18": 90}
KNOWN = (1390, 7, 1)
HOME = 36  # without oil, the example's province is among the last


def play(office: "Office") -> None:
    """Record two years of it."""
    drafts = [
        ObservationDraft(
            province=province.pk, county=None, indicator=PRODUCT, since_on=year_bounds(year)[0],
            until_on=year_bounds(year)[1], value=value + (OIL.get(province.code, 0) if basis == WITH else 0),
            unit="میلیون ریال", source=INVENTED, basis=basis, definition="۱۳۷۶", confidence="ESTIMATE", more=True,
        )
        for province in territory.provinces()
        for year in YEARS
        for value in [_value(province.code, year)]
        for basis in (WITHOUT, WITH)
    ]  # fmt: skip
    record_observations(drafts=drafts, by="amar", at=office.at)
    random = Random("1390-around")  # noqa: S311
    around = [draft for estate in territory.estates_by_id() for draft in _around(estate, random)]
    record_surroundings(drafts=around, by="amar", at=office.at)


def _around(estate: int, random: Random) -> list[SurroundingDraft]:
    """Return what lies around an estate from Mehr 1390 on."""
    things = (
        ("ROAD", "راه اصلی", random.randint(1, 24), "", None),
        ("RAIL", "ایستگاه اندیمشک", random.randint(90, 320), "", None),
        ("PROTECTED", "منطقهٔ حفاظت‌شدهٔ نمونه", random.choice((2, 4, 9, 18, 35)), "", None),
        ("MATERIAL", "معدن سنگ آهک نمونه", random.randint(15, 80), "سنگ آهک", Decimal(1_800_000)),
        ("MATERIAL", "معدن خاک رس نمونه", random.randint(5, 45), "خاک رس", Decimal(160_000)),
    )
    return [
        SurroundingDraft(
            estate=estate, kind=kind, name=name, km=Decimal(km), material=material, amount=amount,
            is_straight=kind == "PROTECTED", since_on=from_jalali(*KNOWN), source=INVENTED,
        )
        for kind, name, km, material, amount in things
    ]  # fmt: skip


def _value(province: str, year: int) -> Decimal:
    if province == "16":
        return Decimal(HOME + year - YEARS[0])
    random = Random(f"{province}-product")  # noqa: S311 - an example, not a secret
    growth = Random(f"{province}-{year}").randint(0, 5)  # noqa: S311
    return Decimal(random.randint(34, 96) + (growth if year > YEARS[0] else 0))
