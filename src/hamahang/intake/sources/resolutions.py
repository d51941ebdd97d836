"""Resolutions of the board, with executor, deadline and where each stands."""

from collections.abc import Sequence

from hamahang.board import actions
from hamahang.board.actions import ResolutionDraft
from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.lists.rules import not_before
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect

STATES = {
    "NOTIFIED": ("ابلاغ‌شده", "ابلاغ شده", "ابلاغ"),
    "IN_PROGRESS": ("در دست اجرا", "در حال اجرا", "در دست اقدام", "در حال پیگیری"),
    "DONE_CLAIMED": (
        "اجراشده (اظهار دستگاه)",
        "اجرا شده (اظهار دستگاه)",
        "اجراشده به اظهار دستگاه",
        "انجام‌شده",
        "انجام شده",
    ),
    "DONE_VERIFIED": ("اجراشده (تأییدشده)", "اجرا شده (تأیید شده)", "تأییدشده", "تأیید شده"),
    "NOT_DONE": ("اجرانشده", "اجرا نشده", "انجام نشده"),
}

SOURCE = Source(
    code="resolutions",
    title=Text(fa="مصوبات ستاد", en="resolutions of the board"),
    sender=Text(fa="دبیرخانهٔ ستاد", en="secretariat of the board"),
    tables=(
        Table(
            code="resolutions",
            title=Text(fa="مصوبات", en="resolutions"),
            columns=(
                Column("resolution_no", ("شماره مصوبه", "کد مصوبه", "resolution no"), required=True, longest=40),
                Column("committee", ("کمیته", "کارگروه", "مرجع", "committee")),
                Column("session_no", ("شماره جلسه", "جلسه", "session no"), longest=20),
                Column("passed_on", ("تاریخ تصویب", "تاریخ جلسه", "تاریخ مصوبه", "passed on"), Kind.DAY, required=True),
                Column("text", ("متن مصوبه", "شرح مصوبه", "مصوبه", "شرح", "text"), required=True, longest=4000),
                Column("subject", ("موضوع", "subject")),
                Column(
                    "executor",
                    ("دستگاه مجری", "مجری", "مسئول اجرا", "دستگاه مسئول", "مسئول", "executor"),
                    required=True,
                    longest=160,
                ),
                Column("unit_name", _columns.NAME_TITLES),
                _columns.LICENCE,
                Column("due_on", ("مهلت", "مهلت اجرا", "تاریخ سررسید", "due on"), Kind.DAY, required=True),
                Column(
                    "state", ("وضعیت", "وضعیت اجرا", "آخرین وضعیت", "state"), Kind.CHOICE, required=True, choices=STATES
                ),
                Column("state_on", ("تاریخ وضعیت", "تاریخ آخرین وضعیت", "state date"), Kind.DAY),
            ),
            key=("resolution_no",),
            rules=(not_before("due_on", "passed_on"), not_before("state_on", "passed_on")),
        ),
    ),
)
FINDS_UNIT = True
UNIT_IS_OPTIONAL = True


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into the resolutions."""
    drafts = [_draft(row, linked, writing) for row, linked in rows]
    return actions.record_resolutions(drafts=drafts, by=writing.by, at=writing.at)


def _draft(row: CheckedRow, linked: Linked, writing: Writing) -> ResolutionDraft:
    names = ("committee", "session_no", "subject", "passed_on", "text", "executor", "due_on", "state")
    said = {name: row.values[name] for name in names if name in row.values}
    return ResolutionDraft(
        number=row.values["resolution_no"],
        state_on=row.values.get("state_on") or row.values["passed_on"],
        unit=linked.unit.pk if linked.unit else None,
        origin=writing.origin(row),
        **said,
    )
