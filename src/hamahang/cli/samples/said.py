"""What was said and what was published in the example: two interviews, a report, figures cleared for the public, and one
of them put right.

Invented, like the units; the report of 10 Tir says the example's own figures.
"""

from datetime import date, datetime
from typing import Any

from hamahang.briefing.clearing import draft_figure, take_step
from hamahang.cli.samples.year_bank import UNTIL
from hamahang.domain.calendar import read_day
from hamahang.domain.indicators import ALL
from hamahang.domain.ledger import AsOf
from hamahang.statements.actions import keep_statement
from hamahang.support import matched
from hamahang.support.paying import reverse_payment

# day, title, where, text
TEXTS = (
    (
        "1389-12-10", "گفت‌وگوی اسفند (ساختگی)", "خبرگزاری نمونه",
        ("رئیس سازمان صنایع و معادن استان ایلام گفت: هدف ایجاد شغل استان ایلام در سال ۱۳۹۰ تعداد ۲ هزار و ۵۰۰ نفر است. "
        "استان ایلام ۷ شهرک صنعتی فعال دارد."),
    ),
    (
        "1390-04-10", "گزارش روز صنعت و معدن (ساختگی)", "خبرگزاری نمونه",
        ("رئیس سازمان صنایع و معادن استان ایلام گفت: ۸ شهرک صنعتی فعال و ۴ ناحیه صنعتی در دست اجرا در استان است.\n"
        "وی افزود: تا پایان سال ۹۰ ایجاد ۲۰۰۰ شغل جدید تعهد شده است. تاکنون ۴۱۷ شغل تأیید شده است.\n"
        "۳۳ واحد تأثیرپذیر از قانون هدفمندسازی یارانه‌ها شناسایی و به ستاد معرفی شده‌اند و بیش از ۲۲۰۰ میلیارد ریال "
        "تسهیلات از محل این قانون پرداخت شده است.\n"
        "۱۵ فقره طرح آمایش به تصویب رسیده است. بیش از ۴۳ واحد غیرفعال در شهرک صنعتی ایلام شناسایی شده است."),
    ),
    (
        "1390-04-20", "گفت‌وگوی تیر (ساختگی)", "هفته‌نامهٔ نمونه",
        ("فرماندار گفت: از ۴۷۸ واحد صنعتی استان، ۳۴۷ واحد فعال و ۱۴۰ واحد غیرفعال است. "
        "تاکنون ۶۰۰ شغل در استان ایجاد شده است. ۱۵ طرح تصویب شد."),
    ),
)  # fmt: skip
# figure and day, in the order of publishing
FIGURES = (
    ("targeted_subsidies_facilities_paid", "1390-02-31"),
    ("targeted_subsidies_facilities_paid", "1390-04-10"),
    ("active_estates", "1390-04-10"),
    ("jobs_verified", "1390-04-10"),
    ("units_registered", "1390-04-10"),
)
REASON = "تازه‌ترین فهرست‌ها"
# what the bank's list of the year corrects
PAID = "facilities_paid"
NEVER_PAID = "در فهرست بانک نیست و بانک نوشته است که این سند پرداخت نشده است"
CORRECTED = "یک پرداخت که در فهرست بانک نبود برگشت خورد"


def play(*, at: datetime) -> None:
    """Keep the texts and publish the figures, drafted by one person and cleared by another."""
    for day, title, source, text in TEXTS:
        keep_statement(text=text, title=title, source=source, day=read_day(day), by="amar", at=at)
    for code, day in FIGURES:
        _publish(code, read_day(day), REASON, at)


def correct(*, at: datetime) -> None:
    """Publish what was paid by the end of the year, take back what the bank's list shows was never paid, and publish it
    again.
    """
    published = _publish(PAID, UNTIL, REASON, at)
    told = {row["record"] for row in published.rows}
    never_paid = [
        each for each in matched.only_ours(AsOf(UNTIL)).order_by("pk") if f"{each._meta.label}:{each.pk}" in told
    ]
    reverse_payment(disbursement=never_paid[0], reason=NEVER_PAID, by="tashilat", at=at)
    _publish(PAID, UNTIL, CORRECTED, at)


def _publish(code: str, day: date, reason: str, at: datetime) -> Any:
    publication = draft_figure(indicator=code, scope=ALL, day=day, on=at.date(), by="amar", at=at)
    for by, step in (("amar", "check"), ("rais", "clear"), ("rais", "publish")):
        take_step(publication=publication, step=step, reason=reason, on=at.date(), by=by, at=at)
    return publication
