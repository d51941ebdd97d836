"""Energy bills of production units by carrier and month: what the severity of a price shock is counted from."""

from collections.abc import Sequence

from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.months import Month
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.support import listed

CARRIERS = {
    "ELECTRICITY": ("برق", "قبض برق"),
    "GAS": ("گاز", "گاز طبیعی", "قبض گاز"),
    "FUEL": ("سوخت مایع", "سوخت", "گازوئیل", "نفت‌گاز", "نفت کوره", "مازوت"),
}
SOURCE = Source(
    code="bills",
    title=Text(fa="قبض‌های انرژی واحدها", en="energy bills of units"),
    sender=Text(fa="شرکت‌های برق، گاز و پخش", en="power, gas and fuel companies"),
    tables=(
        Table(
            code="bills",
            title=Text(fa="قبض‌های انرژی", en="energy bills"),
            columns=(
                _columns.LICENCE,
                _columns.FIRM,
                _columns.NATIONAL_ID,
                _columns.COUNTY,
                Column("carrier", ("حامل انرژی", "حامل", "نوع انرژی", "نوع قبض", "carrier"), Kind.CHOICE, required=True, choices=CARRIERS),
                Column("month", ("ماه مصرف", "ماه قبض", "دوره مصرف", "ماه", "month"), Kind.MONTH, required=True),
                Column("year", ("سال مصرف", "سال", "year"), Kind.WHOLE),
                Column("quantity", ("مقدار مصرف", "مصرف", "میزان مصرف", "quantity"), Kind.NUMBER, help=Text(fa="کیلووات‌ساعت، مترمکعب یا لیتر", en="kilowatt-hours, cubic metres or litres")),
                Column("amount", ("مبلغ قبض", "مبلغ دوره", "بهای انرژی", "مبلغ قابل پرداخت", "billed amount"), Kind.RIALS, required=True),
            ),
            key=("licence_no", "name", "county", "carrier", "month"),
        ),
    ),
)  # fmt: skip
FINDS_UNIT = True


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into the energy bills."""
    drafts = [
        listed.BillDraft(
            unit=linked.unit.pk,
            carrier=row.values["carrier"],
            on=Month.of(row.values["month"]).last,
            amount=row.values["amount"],
            quantity=row.values.get("quantity"),
            origin=writing.origin(row),
        )
        for row, linked in rows
    ]
    return listed.record_bills(drafts=drafts, by=writing.by, at=writing.at)
