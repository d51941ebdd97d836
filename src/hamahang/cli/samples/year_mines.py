"""Mines of the example after 10 Tir 1390, from the area to exploitation, with royalties and extraction; invented."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.calendar import from_jalali
from hamahang.domain.flows.mines import MINE
from hamahang.domain.ledger import AsOf
from hamahang.domain.mines import Particular
from hamahang.register import issuing, licensing, minework, mining
from hamahang.register import queries as register
from hamahang.register.queries import UnitFilter
from hamahang.territory import queries as territory

if TYPE_CHECKING:
    from hamahang.cli.samples.year import Office

EXPLOIT = ("clear", "explore", "report", "certify", "exploit")


@dataclass(frozen=True, slots=True)
class Pit:
    """A mine of the example. royalty: rials for 1390; paid: percent of it; tonnes of 1390 and 1391; area: hectares.

    reserve: tonnes certified; nominal: tonnes a year; costs: million rials of exploration accepted
    """

    name: str
    minerals: str
    county: str
    steps: tuple[str, ...]
    status: str
    persons: int = 0
    royalty: int = 0
    paid: int = 0
    tonnes: tuple[int, ...] = ()
    years: int = 6
    reserve: int = 0
    nominal: int = 0
    area: int = 0
    costs: int = 0


PITS = (
    Pit(
        "گچ کلک ملکشاهی",
        "گچ",
        "1608",
        EXPLOIT,
        "ACTIVE",
        14,
        620_000_000,
        100,
        (41_500, 46_200),
        6,
        1_450_000,
        50_000,
        85,
        620,
    ),
    Pit(
        "آهک مانشت",
        "سنگ آهک",
        "1601",
        EXPLOIT,
        "ACTIVE",
        22,
        910_000_000,
        60,
        (88_000, 93_400),
        6,
        4_200_000,
        110_000,
        140,
        980,
    ),
    Pit(
        "قیر طبیعی مهران",
        "قیر طبیعی",
        "1605",
        EXPLOIT,
        "INACTIVE",
        0,
        1_350_000_000,
        0,
        (2_100, 0),
        6,
        38_000,
        4_000,
        210,
        1_740,
    ),
    Pit(
        "سنگ لاشهٔ ایوان",
        "سنگ لاشه",
        "1607",
        EXPLOIT,
        "ACTIVE",
        9,
        180_000_000,
        100,
        (30_500, 28_900),
        1,
        310_000,
        35_000,
        24,
        90,
    ),
    Pit(
        "سیلیس آبدانان", "سیلیس", "1606", EXPLOIT, "BEING_EQUIPPED", 4, 240_000_000, 50, (), 6, 900_000, 60_000, 62, 540
    ),
    Pit("مرمر دره‌شهر", "مرمر", "1602", EXPLOIT[:4], "INACTIVE", 0, 0, 0, (), 6, 125_000, 0, 47, 410),
    Pit("نمک دهلران", "نمک", "1603", EXPLOIT[:2], "INACTIVE"),
)


def play(office: "Office") -> None:
    """Let the mines of the example go their ways, and one operating licence be suspended."""
    counties = {county.code: county.pk for county in territory.counties_on(from_jalali(1390, 4, 11))}
    for number, pit in enumerate(PITS):
        _mine(pit, number, counties[pit.county], office)
    _suspend(office)


def _mine(pit: Pit, number: int, county: int, office: "Office") -> None:
    by: dict[str, Any] = {"by": "shahrak", "at": office.at}
    on = from_jalali(1390, 4, 14) + timedelta(days=number * 2)
    mine = minework.request_area(
        number=f"م/{2301 + number}", name=pit.name, minerals=pit.minerals, county=county, on=on, **by
    )
    for step in pit.steps:
        on += timedelta(days=24 + number)
        row = MINE.step(step)
        for need in row.needs:
            if need not in mining.whole(mine, AsOf(on)).way.has:
                minework.add_paper(mine=mine, need=need, on=on, number=f"{310 + number}/مع", **by)
        decides = row.by == "licences.decide"
        gives = step in ("explore", "certify", "exploit")
        minework.take_step(
            mine=mine, step=step, on=on, permissions=office.may("HEAD" if decides else "ESTATES"),
            letter_no=f"م/{5001 + number * 10 + EXPLOIT.index(step)}" if gives else "",
            valid_until=on + timedelta(days=365 * pit.years) if gives else None,
            particulars=_particulars(pit, step), by="rais" if decides else "shahrak", at=office.at,
        )  # fmt: skip
    minework.see_mine(mine=mine, status=pit.status, persons=pit.persons or None, on=on + timedelta(days=9), **by)
    for year, tonnes in zip((1390, 1391), pit.tonnes, strict=False):
        told = from_jalali(year + 1, 1, 20)
        minework.record_extraction(mine=mine, mineral=pit.minerals, year=year, tonnes=Decimal(tonnes), on=told, **by)
    if pit.royalty:
        due = from_jalali(1390, 12, 20)
        minework.set_royalty(mine=mine, year=1390, amount=pit.royalty, due_on=due, on=on + timedelta(days=10), **by)
    if pit.paid:
        minework.pay_royalty(
            mine=mine, year=1390, amount=pit.royalty * pit.paid // 100, document_no=f"ف/{880 + number}",
            on=from_jalali(1391, 2, 5 + number), **by,
        )  # fmt: skip


def _particulars(pit: Pit, step: str) -> list[Particular]:
    """Return what the document of a step says of a mine."""
    if step == "certify":
        return [
            Particular("RESERVE", Decimal(pit.reserve), pit.minerals),
            Particular("AREA", Decimal(pit.area)),
            Particular("COSTS", Decimal(pit.costs * 1_000_000)),
        ]
    return [Particular("EXTRACTION", Decimal(pit.nominal), pit.minerals)] if step == "exploit" else []


def _suspend(office: "Office") -> None:
    """Suspend the licence of one idle unit that has sent no returns for six months."""
    on = from_jalali(1390, 10, 18)
    unit = register.units_in(EVERYTHING, AsOf(on), UnitFilter(status="IDLE", county="1602")).first()
    found = [row for row in licensing.licences_of(unit.pk, AsOf(on)) if row.kind != "PERMIT"] if unit else []
    for licence in found[:1]:
        for need in ("NO_RETURNS", "NOTICE"):
            issuing.add_paper(licence=licence, need=need, on=on, number="۲۱۴/آ", by="dabir", at=office.at)
        issuing.take_step(
            licence=licence, step="suspend", on=on, permissions=office.may("HEAD"), reason="شش ماه پیاپی بی‌آمار",
            by="rais", at=office.at,
        )  # fmt: skip
