"""Idle units found in the estates, with the cause and the diagnosis."""

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

CAUSES = {
    "WORKING_CAPITAL": ("کمبود سرمایه در گردش", "سرمایه در گردش", "نقدینگی", "کمبود نقدینگی"),
    "BANK_DEBT": ("بدهی و وثیقه بانکی", "بدهی بانکی", "وثیقه بانکی", "بدهی معوق بانکی"),
    "MARKET": ("بازار و فروش", "بازار", "نبود بازار", "فقدان بازار"),
    "RAW_MATERIAL": ("مواد اولیه", "کمبود مواد اولیه", "تأمین مواد اولیه"),
    "MACHINERY": ("فرسودگی ماشین‌آلات", "ماشین‌آلات", "نقص ماشین‌آلات"),
    "ENERGY": ("انرژی و زیرساخت", "انرژی", "زیرساخت"),
    "PARTNERS": ("اختلاف شرکا", "اختلاف شرکاء", "اختلاف سهامداران"),
    "LEGAL": ("حقوقی و مجوز", "حقوقی", "مجوز"),
    "OTHER": ("سایر", "غیره"),
}

SOURCE = Source(
    code="idle",
    title=Text(fa="واحدهای راکد", en="idle units"),
    sender=Text(fa="شرکت شهرک‌های صنعتی، کمیتهٔ عارضه‌یابی", en="estates company, diagnosis committee"),
    tables=(
        Table(
            code="idle",
            title=Text(fa="واحدهای راکد", en="idle units"),
            columns=(
                Column(
                    "case_no", ("شماره پرونده", "پرونده", "شماره پرونده احیا", "case no"), required=True, longest=40
                ),
                _columns.LICENCE,
                _columns.FIRM,
                Column("estate", _columns.ESTATE.titles, Kind.ESTATE, required=True),
                _columns.COUNTY,
                _columns.PRODUCT,
                Column("idle_since", ("راکد از", "تاریخ رکود", "تاریخ توقف", "شروع رکود", "idle since"), Kind.DAY),
                _columns.NOMINAL,
                Column("identified_on", ("تاریخ شناسایی", "شناسایی", "identified on"), Kind.DAY, required=True),
                Column(
                    "main_cause",
                    ("علت اصلی", "علت رکود", "علت", "عارضه اصلی", "main cause"),
                    Kind.CHOICE,
                    required=True,
                    choices=CAUSES,
                ),
                Column(
                    "diagnosis_on",
                    (
                        "تاریخ عارضه‌یابی",
                        "تشکیل کمیته عارضه‌یابی",
                        "تاریخ کمیته عارضه‌یابی",
                        "تاریخ تشکیل کمیته",
                        "عارضه‌یابی",
                        "diagnosis on",
                    ),
                    Kind.DAY,
                ),
                Column(
                    "restarted_on",
                    ("تاریخ بازگشت به تولید", "بازگشت به تولید", "راه‌اندازی مجدد", "تاریخ راه‌اندازی", "restarted on"),
                    Kind.DAY,
                ),
            ),
            key=("case_no",),
            rules=(
                not_before("identified_on", "idle_since"),
                not_before("diagnosis_on", "identified_on"),
                not_before("restarted_on", "diagnosis_on"),
                not_before("restarted_on", "idle_since"),
            ),
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
    days = (("IDENTIFIED", "identified_on"), ("DIAGNOSIS", "diagnosis_on"), ("RESTARTED", "restarted_on"))
    return CaseDraft(
        kind="REVIVAL",
        number=said["case_no"],
        unit=linked.unit.pk,
        main_cause=said["main_cause"],
        stages=tuple((stage, said[name], "") for stage, name in days if name in said),
        origin=writing.origin(row),
    )
