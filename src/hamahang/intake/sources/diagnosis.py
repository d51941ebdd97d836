"""Forms of the diagnosis committees: the cause found, the measure decided, and whether the unit works again."""

from collections.abc import Sequence

from hamahang.casework import actions
from hamahang.casework.actions import CaseDraft
from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.lists.rules import not_before
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.sources.affected import MEASURES
from hamahang.intake.sources.idle import CAUSES
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect

SOURCE = Source(
    code="diagnosis",
    title=Text(fa="فرم‌های عارضه‌یابی", en="diagnosis forms"),
    sender=Text(fa="کمیتهٔ عارضه‌یابی", en="diagnosis committee"),
    tables=(
        Table(
            code="diagnosis",
            title=Text(fa="عارضه‌یابی", en="diagnosis"),
            columns=(
                Column(
                    "case_no", ("شماره پرونده", "پرونده", "شماره پرونده احیا", "case no"), required=True, longest=40
                ),
                _columns.LICENCE,
                _columns.FIRM,
                _columns.COUNTY,
                _columns.ESTATE,
                Column(
                    "diagnosis_on",
                    ("تاریخ عارضه‌یابی", "تاریخ جلسه", "تاریخ کمیته", "diagnosis on"),
                    Kind.DAY,
                    required=True,
                ),
                Column(
                    "main_cause",
                    ("علت اصلی", "علت رکود", "علت", "عارضه اصلی", "main cause"),
                    Kind.CHOICE,
                    required=True,
                    choices=CAUSES,
                ),
                Column(
                    "measure", ("اقدام حمایتی", "اقدام", "اقدام پیشنهادی", "measure"), Kind.CHOICE, choices=MEASURES
                ),
                Column("restarted_on", ("تاریخ بازگشت به تولید", "تاریخ راه‌اندازی", "restarted on"), Kind.DAY),
            ),
            key=("case_no",),
            rules=(not_before("restarted_on", "diagnosis_on"),),
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
    stages = [("DIAGNOSIS", said["diagnosis_on"], "")]
    if "restarted_on" in said:
        stages.append(("RESTARTED", said["restarted_on"], ""))
    return CaseDraft(
        kind="REVIVAL",
        number=said["case_no"],
        unit=linked.unit.pk,
        main_cause=said["main_cause"],
        stages=tuple(stages),
        measure=(said["measure"], said["diagnosis_on"]) if "measure" in said else None,
        origin=writing.origin(row),
    )
