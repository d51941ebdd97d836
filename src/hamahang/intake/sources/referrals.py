"""Affected units referred to the headquarters and the banks, with the letters."""

from collections.abc import Sequence

from hamahang.casework import actions
from hamahang.casework.actions import CaseDraft
from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect

SOURCE = Source(
    code="referrals",
    title=Text(fa="معرفی‌نامه‌ها", en="referrals of affected units"),
    sender=Text(fa="دبیرخانهٔ ستاد", en="secretariat of the headquarters"),
    tables=(
        Table(
            code="referrals",
            title=Text(fa="معرفی‌نامه‌ها", en="referrals"),
            columns=(
                Column(
                    "letter_no",
                    ("شماره معرفی‌نامه", "شماره نامه", "شماره معرفی", "letter no"),
                    required=True,
                    longest=60,
                ),
                Column(
                    "referred_on",
                    ("تاریخ معرفی", "تاریخ معرفی‌نامه", "تاریخ نامه", "referred on"),
                    Kind.DAY,
                    required=True,
                ),
                _columns.LICENCE,
                _columns.FIRM,
                _columns.NATIONAL_ID,
                _columns.COUNTY,
            ),
            key=("letter_no", "licence_no", "name"),
        ),
    ),
)
FINDS_UNIT = True


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into the cases of the affected units."""
    drafts = [
        CaseDraft(
            kind="AFFECTED",
            number=linked.unit.licence_no,
            unit=linked.unit.pk,
            stages=(("REFERRED", row.values["referred_on"], row.values["letter_no"]),),
            origin=writing.origin(row),
        )
        for row, linked in rows
    ]
    return actions.record_cases(drafts=drafts, by=writing.by, at=writing.at)
