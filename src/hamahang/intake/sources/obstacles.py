"""Obstacles of production that agencies must remove together."""

from collections.abc import Sequence

from hamahang.casework import actions
from hamahang.casework.actions import CaseDraft
from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.lists.rules import not_before
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.sources.idle import CAUSES
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect

SOURCE = Source(
    code="obstacles",
    title=Text(fa="موانع تولید", en="obstacles of production"),
    sender=Text(fa="ستاد تسهیل و رفع موانع تولید", en="headquarters for removing obstacles"),
    tables=(
        Table(
            code="obstacles",
            title=Text(fa="موانع", en="obstacles"),
            columns=(
                Column("case_no", ("شماره پرونده", "پرونده", "شماره درخواست", "case no"), required=True, longest=40),
                _columns.LICENCE,
                _columns.FIRM,
                _columns.COUNTY,
                _columns.ESTATE,
                Column(
                    "identified_on",
                    ("تاریخ طرح", "تاریخ درخواست", "تاریخ شناسایی", "identified on"),
                    Kind.DAY,
                    required=True,
                ),
                Column(
                    "main_cause",
                    ("مانع", "نوع مانع", "علت اصلی", "main cause"),
                    Kind.CHOICE,
                    required=True,
                    choices=CAUSES,
                ),
                Column("referred_on", ("تاریخ ارجاع", "تاریخ معرفی", "referred on"), Kind.DAY),
                Column("letter_no", ("شماره نامه", "شماره ارجاع", "letter no"), longest=60),
                Column("closed_on", ("تاریخ رفع", "تاریخ رفع مانع", "تاریخ مختومه", "closed on"), Kind.DAY),
            ),
            key=("case_no",),
            rules=(not_before("referred_on", "identified_on"), not_before("closed_on", "identified_on")),
        ),
    ),
)
FINDS_UNIT = True


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into the cases."""
    drafts = [_draft(row, linked, writing) for row, linked in rows]
    return actions.record_cases(drafts=drafts, by=writing.by, at=writing.at)


def _draft(row: CheckedRow, linked: Linked, writing: Writing) -> CaseDraft:
    said = row.values
    days = (("IDENTIFIED", "identified_on"), ("REFERRED", "referred_on"), ("CLOSED", "closed_on"))
    return CaseDraft(
        kind="OBSTACLE",
        number=said["case_no"],
        unit=linked.unit.pk,
        main_cause=said["main_cause"],
        stages=tuple(
            (stage, said[name], said.get("letter_no", "") if stage == "REFERRED" else "")
            for stage, name in days
            if name in said
        ),
        origin=writing.origin(row),
    )
