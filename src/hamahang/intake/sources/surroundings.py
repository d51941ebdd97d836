"""What lies around estates: roads, stations, deposits, markets and protected areas, each with its distance."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.returns import Fault
from hamahang.domain.text import Text
from hamahang.intake.sources import _columns
from hamahang.ledger.bulk import Effect
from hamahang.territory.surrounding import SurroundingDraft, record_surroundings

if TYPE_CHECKING:
    from hamahang.intake.linking import Linked
    from hamahang.intake.writing import Writing

KINDS = {
    "ROAD": ("راه اصلی", "راه", "بزرگراه", "road"),
    "RAIL": ("راه‌آهن", "ایستگاه راه‌آهن", "ایستگاه", "rail", "station"),
    "MATERIAL": ("مادهٔ اولیه", "ماده اولیه", "معدن", "material", "deposit"),
    "MARKET": ("بازار", "شهر", "market", "town"),
    "PROTECTED": ("منطقهٔ حفاظت‌شده", "منطقه حفاظت شده", "حفاظت‌شده", "protected area"),
}
WAYS = {"ROAD": ("به راه", "جاده", "by road"), "STRAIGHT": ("هوایی", "خط مستقیم", "straight")}
NO_MATERIAL = Text(
    fa="مادهٔ اولیه نام و مقدار ندارد؛ بنویسید چه و سالی چند تن می‌دهد.",
    en="A material without its name and amount; write what it gives and how many tonnes a year.",
)

SOURCE = Source(
    code="surroundings",
    title=Text(fa="پیرامون شهرک‌ها و نواحی", en="surroundings of estates and zones"),
    sender=Text(fa="دستگاه‌های زیربنایی و محیط زیست", en="agencies of roads, mines and environment"),
    tables=(
        Table(
            code="surroundings",
            title=Text(fa="پیرامون", en="surroundings"),
            columns=(
                Column("estate", _columns.ESTATE.titles, Kind.ESTATE, required=True),
                _columns.COUNTY,
                Column(
                    "kind", ("نوع پیرامون", "چه چیزی", "kind of surrounding"), Kind.CHOICE, required=True, choices=KINDS
                ),
                Column("name", ("نام پیرامون", "نام عارضه", "surrounding"), required=True),
                Column("km", ("فاصله", "فاصله (کیلومتر)", "کیلومتر", "distance"), Kind.NUMBER, required=True),
                Column("way", ("نوع فاصله", "مسیر", "way"), Kind.CHOICE, choices=WAYS),
                Column("material", ("نام ماده", "ماده", "material"), longest=60),
                Column("amount", ("ظرفیت سالانه (تن)", "تن در سال", "tonnes a year"), Kind.NUMBER),
                Column("since_on", ("از تاریخ", "تاریخ", "since"), Kind.DAY, required=True),
                Column("source", ("منبع", "مرجع", "source"), longest=240),
            ),
            key=("estate", "county", "kind", "name", "since_on"),
        ),
    ),
)


def check(row: CheckedRow, *, day: date) -> Iterator[Fault]:
    """Yield what a row lacks. day: when the list is read"""
    said = row.values
    if said.get("kind") == "MATERIAL" and (not said.get("material") or said.get("amount") is None):
        yield Fault("material", NO_MATERIAL)


def apply(rows: "Sequence[tuple[CheckedRow, Linked]]", writing: "Writing") -> list[Effect]:
    """Write the rows into the surroundings of estates."""
    drafts = [
        SurroundingDraft(
            estate=linked.estate or 0,
            kind=row.values["kind"],
            name=row.values["name"],
            km=row.values["km"],
            is_straight=row.values.get("way") == "STRAIGHT",
            material=row.values.get("material", ""),
            amount=row.values.get("amount"),
            since_on=row.values["since_on"],
            source=row.values.get("source", ""),
            origin=writing.origin(row),
        )
        for row, linked in rows
    ]
    return record_surroundings(drafts=drafts, by=writing.by, at=writing.at)
