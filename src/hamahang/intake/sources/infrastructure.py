"""Roads, substations, gas and water that industry of a county depends on."""

from collections.abc import Sequence

from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.territory import actions
from hamahang.territory.actions import InfrastructureDraft

KINDS = {
    "ROAD": ("راه", "جاده"),
    "POWER": ("برق", "پست برق", "نیروگاه"),
    "GAS": ("گاز", "خط گاز", "ایستگاه گاز"),
    "WATER": ("آب", "سد", "چاه", "تصفیه‌خانه"),
    "RAIL": ("راه‌آهن", "راه آهن"),
}

SOURCE = Source(
    code="infrastructure",
    title=Text(fa="زیرساخت‌ها", en="infrastructure"),
    sender=Text(fa="دستگاه‌های زیربنایی", en="utilities and roads"),
    tables=(
        Table(
            code="infrastructure",
            title=Text(fa="زیرساخت‌ها", en="infrastructure"),
            columns=(
                Column("name", ("نام زیرساخت", "زیرساخت", "عنوان", "infrastructure"), required=True),
                Column("kind", ("نوع", "نوع زیرساخت", "kind"), Kind.CHOICE, required=True, choices=KINDS),
                _columns.COUNTY,
                _columns.ESTATE,
                Column("capacity", ("ظرفیت", "توان", "capacity"), Kind.NUMBER),
                Column("capacity_unit", ("واحد ظرفیت", "واحد سنجش", "capacity unit"), longest=20),
                Column("since_on", ("از تاریخ", "تاریخ بهره‌برداری", "تاریخ ظرفیت", "since"), Kind.DAY),
            ),
            key=("name", "kind", "county"),
        ),
    ),
)


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into the territory."""
    drafts = [
        InfrastructureDraft(
            name=row.values["name"],
            kind=row.values["kind"],
            county=linked.county,
            estate=linked.estate,
            capacity=row.values.get("capacity"),
            capacity_unit=row.values.get("capacity_unit", ""),
            since_on=row.values.get("since_on"),
            origin=writing.origin(row),
        )
        for row, linked in rows
    ]
    return actions.record_infrastructure(drafts=drafts, by=writing.by, at=writing.at)
