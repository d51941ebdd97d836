"""Units affected by the targeted-subsidies law, with the day they were referred to the headquarters."""

from collections.abc import Sequence

from hamahang.casework import actions
from hamahang.casework.actions import CaseDraft
from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.lists.rules import not_before
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect

EFFECTS = {
    "CLOSED": ("تعطیلی", "تعطیل", "توقف تولید"),
    "OUTPUT_CUT": ("کاهش تولید", "افت تولید"),
    "STAFF_CUT": ("کاهش پرسنل", "تعدیل نیرو", "کاهش نیرو"),
}
MEASURES = {
    "ENERGY_CREDIT": ("خط اعتباری انرژی", "خط اعتباری", "اعتبار انرژی"),
    "RESTRUCTURING": ("تغییر ساختار", "اصلاح ساختار"),
    "REBUILDING": ("بازسازی", "بازسازی و نوسازی", "نوسازی"),
}

SOURCE = Source(
    code="affected",
    title=Text(fa="واحدهای تأثیرپذیر از هدفمندسازی", en="units affected by the targeted-subsidies law"),
    sender=Text(fa="سازمان صنایع و معادن", en="industries and mines organisation"),
    tables=(
        Table(
            code="affected",
            title=Text(fa="واحدهای تأثیرپذیر", en="affected units"),
            columns=(
                _columns.LICENCE,
                _columns.FIRM,
                _columns.NATIONAL_ID,
                _columns.COUNTY,
                _columns.PRODUCT,
                Column(
                    "effect",
                    ("اثر", "نوع تأثیر", "نوع تاثیرپذیری", "نوع تأثیرپذیری", "نوع اثر", "اثر هدفمندی", "effect"),
                    Kind.CHOICE,
                    required=True,
                    choices=EFFECTS,
                ),
                Column("identified_on", ("تاریخ شناسایی", "شناسایی", "identified on"), Kind.DAY, required=True),
                Column("referred_on", ("تاریخ معرفی به ستاد", "تاریخ معرفی", "معرفی به ستاد", "referred on"), Kind.DAY),
                Column("letter_no", ("شماره نامه", "شماره نامه معرفی", "نامه", "شماره معرفی", "letter no"), longest=60),
                Column(
                    "measure",
                    ("اقدام حمایتی", "اقدام", "نوع حمایت", "بسته حمایتی", "measure"),
                    Kind.CHOICE,
                    choices=MEASURES,
                ),
                Column("measure_on", ("تاریخ اقدام", "شروع اقدام", "تاریخ شروع اقدام", "measure date"), Kind.DAY),
            ),
            key=("licence_no", "name", "county"),
            rules=(not_before("referred_on", "identified_on"), not_before("measure_on", "identified_on")),
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
    stages = [("IDENTIFIED", said["identified_on"], "")]
    if "referred_on" in said:
        stages.append(("REFERRED", said["referred_on"], said.get("letter_no", "")))
    measure = None
    if "measure" in said:
        measure = (said["measure"], said.get("measure_on") or said.get("referred_on") or said["identified_on"])
    return CaseDraft(
        kind="AFFECTED",
        number=linked.unit.licence_no,
        unit=linked.unit.pk,
        effect=said["effect"],
        stages=tuple(stages),
        measure=measure,
        origin=writing.origin(row),
    )
