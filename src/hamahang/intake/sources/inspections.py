"""Inspections of projects: how far the work on the ground is, in all and by component, and when it is to operate."""

from collections.abc import Sequence

from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.projects import actions
from hamahang.projects.actions import InspectionDraft

COMPONENTS = {
    "LAND": ("پیشرفت زمین", "زمین و آماده‌سازی", "land progress"),
    "BUILDING": ("پیشرفت ساختمان", "ساختمان و محوطه", "ساختمان", "building progress"),
    "MACHINERY": ("پیشرفت ماشین‌آلات", "خرید ماشین‌آلات", "machinery progress"),
    "UTILITIES": ("پیشرفت تأسیسات", "تأسیسات زیربنایی", "utilities progress"),
    "INSTALLATION": ("پیشرفت نصب", "نصب و راه‌اندازی", "installation progress"),
}

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
                *(Column(code.lower(), titles, Kind.WHOLE) for code, titles in COMPONENTS.items()),
                Column(
                    "expected_on",
                    ("تاریخ پیش‌بینی بهره‌برداری", "پیش‌بینی بهره‌برداری", "برآورد بهره‌برداری", "expected operation"),
                    Kind.DAY,
                ),
                Column("reason", ("دلیل تغییر تاریخ", "دلیل تأخیر", "علت تأخیر", "reason"), longest=400),
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
            components={code: row.values[code.lower()] for code in COMPONENTS if code.lower() in row.values},
            expected_on=row.values.get("expected_on"),
            reason=row.values.get("reason", ""),
            origin=writing.origin(row),
        )
        for row, linked in rows
    ]
    return actions.record_inspections(drafts=drafts, by=writing.by, at=writing.at)
