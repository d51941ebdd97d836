"""Monthly returns of units: whether they worked, with how many people and how much of their capacity."""

from collections.abc import Sequence

from hamahang.domain.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.sources.units import STATUS
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.register import actions
from hamahang.register.actions import ReturnDraft

SOURCE = Source(
    code="returns",
    title=Text(fa="آمار ماهانهٔ واحدها", en="monthly returns of units"),
    sender=Text(fa="ادارات شهرستان‌ها", en="county offices"),
    rank=1,
    tables=(
        Table(
            code="returns",
            title=Text(fa="آمار ماهانه", en="monthly returns"),
            columns=(
                _columns.LICENCE,
                _columns.NAME,
                _columns.COUNTY,
                _columns.ESTATE,
                Column(
                    "month_end",
                    ("پایان ماه", "تاریخ آمار", "ماه (پایان)", "تاریخ", "month end"),
                    Kind.DAY,
                    required=True,
                ),
                Column(
                    "status",
                    ("وضعیت", "وضعیت فعالیت", "وضعیت واحد", "status"),
                    Kind.CHOICE,
                    required=True,
                    choices=STATUS,
                ),
                Column(
                    "employees",
                    ("شاغلان", "تعداد شاغلان", "شاغل", "تعداد کارکنان", "اشتغال موجود", "employees"),
                    Kind.WHOLE,
                ),
                Column(
                    "capacity_use",
                    ("درصد استفاده از ظرفیت", "استفاده از ظرفیت", "درصد ظرفیت", "capacity use"),
                    Kind.PERCENT,
                ),
            ),
            key=("licence_no", "name", "county", "month_end"),
        ),
    ),
)
FINDS_UNIT = True


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into what the units declare."""
    drafts = [
        ReturnDraft(
            unit=linked.unit.pk,
            on=row.values["month_end"],
            status=row.values["status"],
            employees=row.values.get("employees"),
            capacity_use=row.values.get("capacity_use"),
            origin=writing.origin(row),
        )
        for row, linked in rows
    ]
    return actions.record_returns(drafts=drafts, by=writing.by, at=writing.at)
