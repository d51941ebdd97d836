"""Permits and licences issued in a period, as the ministry's portal lists them."""

from collections.abc import Sequence

from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.register import actions
from hamahang.register.actions import LicenceDraft

KINDS = {
    "PERMIT": ("جواز تأسیس", "جواز", "مجوز تأسیس"),
    "NEW": ("پروانه بهره‌برداری", "ایجادی", "پروانه"),
    "EXPANSION": ("پروانه توسعه", "توسعه‌ای", "توسعه"),
}

SOURCE = Source(
    code="licences",
    title=Text(fa="جوازها و پروانه‌های صادرشده", en="permits and licences issued"),
    sender=Text(fa="سازمان صنایع و معادن، سامانهٔ مجوزها", en="industries organisation, licensing portal"),
    rank=3,
    tables=(
        Table(
            code="licences",
            title=Text(fa="جوازها و پروانه‌ها", en="permits and licences"),
            columns=(
                Column(
                    "number",
                    ("شماره مجوز صادره", "شماره جواز یا پروانه", "شماره صدور", "issued number"),
                    required=True,
                    longest=40,
                ),
                Column(
                    "kind", ("نوع مجوز", "نوع جواز یا پروانه", "نوع", "kind"), Kind.CHOICE, required=True, choices=KINDS
                ),
                Column("issued_on", ("تاریخ صدور", "تاریخ", "تاریخ مجوز", "issued on"), Kind.DAY, required=True),
                _columns.LICENCE,
                _columns.FIRM,
                _columns.NATIONAL_ID,
                _columns.COUNTY,
                _columns.ESTATE,
                _columns.NOMINAL,
            ),
            key=("number", "kind"),
        ),
    ),
)
FINDS_UNIT = True


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into the licences of the units."""
    drafts = [
        LicenceDraft(
            unit=linked.unit.pk,
            number=row.values["number"],
            kind=row.values["kind"],
            issued_on=row.values["issued_on"],
            nominal_jobs=row.values.get("nominal_jobs"),
            origin=writing.origin(row),
        )
        for row, linked in rows
    ]
    return actions.record_licences(drafts=drafts, by=writing.by, at=writing.at)
