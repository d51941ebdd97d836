"""Investment projects of the spatial plan and others, with approval, stage and physical progress."""

from collections.abc import Sequence

from hamahang.domain.lists.intake import CheckedRow, Column, Kind, Source, Table
from hamahang.domain.lists.rules import not_before
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.projects import actions
from hamahang.projects.actions import ProjectDraft

PROGRAMMES = {
    "SPATIAL_PLAN": ("طرح آمایش", "آمایش", "طرح‌های آمایش", "آمایش صنعتی و معدنی", "طرح آمایش صنعتی و معدنی"),
    "OTHER": ("سایر", "غیره"),
}
STAGES = {
    "REQUESTED": ("درخواست", "در دست بررسی"),
    "APPROVED": ("مصوب", "مصوب شده"),
    "PERMITTED": ("دارای جواز", "جواز تأسیس"),
    "LAND": ("زمین تحویل‌شده", "تحویل زمین"),
    "EQUIPPING": ("نصب ماشین‌آلات", "در حال نصب", "تجهیز"),
    "CANCELLED": ("لغوشده", "لغو", "ابطال"),
    "BUILDING": ("در حال احداث", "در دست احداث", "در حال اجرا", "در حال ساخت"),
    "TRIAL": ("تولید آزمایشی",),
    "OPERATING": ("بهره‌برداری", "به بهره‌برداری رسیده"),
    "STOPPED": ("متوقف", "راکد"),
}

SOURCE = Source(
    code="projects",
    title=Text(fa="طرح‌های سرمایه‌گذاری و آمایش", en="investment and spatial-plan projects"),
    sender=Text(fa="سازمان صنایع و معادن، معاونت طرح و برنامه", en="industries organisation, planning deputy"),
    tables=(
        Table(
            code="projects",
            title=Text(fa="طرح‌ها", en="projects"),
            columns=(
                Column("project_no", ("شماره طرح", "کد طرح", "project no"), required=True, longest=40),
                Column("title", ("عنوان طرح", "نام طرح", "طرح", "title"), required=True, longest=160),
                Column("owner", ("مجری", "متقاضی", "نام مجری", "مجری طرح", "سرمایه‌گذار", "owner"), longest=160),
                _columns.COUNTY,
                _columns.ESTATE,
                _columns.PRODUCT,
                Column("isic", ("کد ISIC", "ISIC", "کد آیسیک", "آیسیک", "کد فعالیت")),
                Column(
                    "programme",
                    ("برنامه", "نوع طرح", "programme"),
                    Kind.CHOICE,
                    required=True,
                    choices=PROGRAMMES,
                ),
                Column(
                    "investment",
                    (
                        "سرمایه‌گذاری",
                        "حجم سرمایه‌گذاری",
                        "سرمایه ثابت",
                        "مبلغ سرمایه‌گذاری",
                        "سرمایه گذاری کل",
                        "سرمایه",
                        "investment",
                    ),
                    Kind.RIALS,
                    required=True,
                ),
                Column("approved_on", ("تاریخ تصویب", "تاریخ مصوبه", "approved on"), Kind.DAY, required=True),
                Column("approval_no", ("شماره مصوبه", "شماره تصویب", "approval no"), longest=60),
                Column(
                    "expected_jobs",
                    ("اشتغال پیش‌بینی", "اشتغال پیش‌بینی‌شده", "اشتغال", "اشتغال‌زایی", "پیش‌بینی اشتغال", "expected jobs"),
                    Kind.WHOLE,
                ),
                Column(
                    "expected_on",
                    ("تاریخ پیش‌بینی بهره‌برداری", "پیش‌بینی بهره‌برداری", "موعد بهره‌برداری", "expected operation"),
                    Kind.DAY,
                ),
                Column("stage", ("مرحله", "وضعیت طرح", "وضعیت", "stage"), Kind.CHOICE, choices=STAGES),
                Column(
                    "progress",
                    ("پیشرفت فیزیکی", "درصد پیشرفت", "پیشرفت", "پیشرفت فیزیکی (درصد)", "progress"),
                    Kind.PERCENT,
                ),
                Column(
                    "progress_on",
                    ("تاریخ پیشرفت", "تاریخ گزارش پیشرفت", "تاریخ بازدید", "تاریخ گزارش", "progress date"),
                    Kind.DAY,
                ),
            ),
            key=("project_no",),
            rules=(not_before("progress_on", "approved_on"),),
        ),
    ),
)


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into the projects."""
    drafts = [_draft(row, linked, writing) for row, linked in rows]
    return actions.record_projects(drafts=drafts, by=writing.by, at=writing.at)


def _draft(row: CheckedRow, linked: Linked, writing: Writing) -> ProjectDraft:
    said = {name: value for name, value in row.values.items() if name not in ("county", "estate", "project_no")}
    if "isic" in said:
        said["isic"] = "".join(letter for letter in said["isic"] if letter.isdigit())[:4]
    return ProjectDraft(
        number=row.values["project_no"],
        county=linked.county,
        estate=linked.estate,
        origin=writing.origin(row),
        **said,
    )
