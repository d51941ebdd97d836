"""Inspections of projects: how far the work on the ground is."""

from collections.abc import Sequence

from hamahang.domain.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.projects import actions
from hamahang.projects.actions import InspectionDraft

SOURCE = Source(
    code="inspections",
    title=Text(fa="بازدیدهای پیشرفت طرح‌ها", en="progress inspections of projects"),
    sender=Text(fa="کارشناسان بازدید", en="inspectors"),
    tables=(
        Table(
            code="inspections",
            title=Text(fa="بازدیدها", en="inspections"),
            columns=(
                Column("project_no", ("شماره طرح", "کد طرح", "project no"), required=True, longest=40),
                Column("title", ("عنوان طرح", "نام طرح", "طرح", "title"), longest=160),
                Column("seen_on", ("تاریخ بازدید", "تاریخ", "seen on"), Kind.DAY, required=True),
                Column("progress", ("پیشرفت فیزیکی", "درصد پیشرفت", "پیشرفت", "progress"), Kind.PERCENT, required=True),
            ),
            key=("project_no", "seen_on"),
        ),
    ),
)
FINDS_PROJECT = True


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into the progress of the projects."""
    drafts = [
        InspectionDraft(
            project=linked.project.pk,
            on=row.values["seen_on"],
            percent=row.values["progress"],
            origin=writing.origin(row),
        )
        for row, linked in rows
    ]
    return actions.record_inspections(drafts=drafts, by=writing.by, at=writing.at)
