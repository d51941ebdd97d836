"""Promises by county, of jobs or of any other figure, and the evidence of jobs in units."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hamahang.accounts import queries as accounts
from hamahang.commitments import actions, queries
from hamahang.commitments.actions import EvidenceDraft, TargetDraft
from hamahang.domain.commitments import JOBS
from hamahang.domain.lists.intake import ERROR, CheckedRow, Column, Kind, Source, Table
from hamahang.domain.lists.rules import not_before
from hamahang.domain.proof import Proof
from hamahang.domain.returns import Fault
from hamahang.domain.text import Text, company_key
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns
from hamahang.intake.sources._figures import AT_MOST, FIGURES, IN_RIALS
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect

KINDS = {
    "NEW": ("جدید", "ایجادی", "شغل جدید"),
    "SAFEGUARDED": ("تثبیت‌شده", "تثبیت شده", "تثبیت"),
    "RETURNED": ("بازگشته", "بازگشت به کار", "احیاشده"),
}
BASES = {"NATIONAL": ("ملی", "کشوری", "national"), "PROVINCIAL": ("استانی", "provincial")}
WAYS = {"DIRECT": ("مستقیم", "direct"), "INDIRECT": ("غیرمستقیم", "غیر مستقیم", "indirect")}
LEVELS = {
    "ANNOUNCED": ("اعلام‌شده", "اعلام شده", "اعلامی"),
    "PERMIT": ("اسمی (جواز)", "اسمی جواز", "جواز تأسیس", "اسمی در جواز"),
    "LICENCE": ("اسمی (پروانه)", "اسمی پروانه", "پروانه بهره‌برداری", "اسمی در پروانه"),
    "DECLARED": ("اظهارشده", "اظهار شده", "اظهار واحد", "اظهاری"),
    "LISTED": ("فهرست‌شده با کد ملی", "فهرست با کد ملی", "ثبت در رصد", "فهرست شده", "رصد"),
    "CONFIRMED": ("تأیید تلفنی", "تأییدشده با تماس", "تأیید شده با تماس", "تماس تلفنی", "تأیید با پیامک"),
    "SEEN": ("دیده‌شده در بازدید", "دیده شده در بازدید", "بازدید", "بازدید میدانی"),
    "INSURED": ("لیست بیمه", "در لیست بیمه", "بیمه‌شده", "بیمه شده"),
    "DURABLE": ("پایدار ۱۲ ماهه", "پایدار", "پایدار (۱۲ ماه)"),
}
PERSONS = ("تعداد", "تعداد نفر", "نفر", "تعداد شغل", "تعداد اشتغال", "سهم (نفر)", "سهم", "تعهد (نفر)", "persons")
NO_METRIC = Text(fa="خالی یعنی اشتغال تأییدشده", en="empty for verified jobs")
UNSPLIT = Text(fa="خالی یعنی مابقی، بدون تفکیک شهرستان", en="empty for the rest, of no county")

SOURCE = Source(
    code="jobs",
    title=Text(fa="تعهد و شواهد اشتغال", en="promise and evidence of jobs"),
    sender=Text(fa="دبیرخانهٔ کارگروه اشتغال", en="secretariat of the employment working group"),
    tables=(
        Table(
            code="targets",
            title=Text(fa="تعهد شهرستان‌ها", en="targets by county"),
            columns=(
                Column("commitment_no", ("شماره تعهد", "کد تعهد", "commitment no"), required=True, longest=40),
                Column("title", ("عنوان تعهد", "عنوان", "شرح تعهد", "title"), required=True, longest=160),
                Column("holder", ("متعهد", "دستگاه متعهد", "مسئول", "holder"), required=True, longest=160),
                Column(
                    "metric", ("رقم", "شاخص", "چه شمرده می‌شود", "metric"), Kind.CHOICE, choices=FIGURES, help=NO_METRIC
                ),
                replace(_columns.COUNTY, required=False, help=UNSPLIT),
                Column("amount", (*PERSONS, "مقدار", "مقدار هدف", "هدف", "amount"), Kind.WHOLE),
                Column("rials", ("مبلغ هدف", "مبلغ تعهد", "مبلغ", "rials"), Kind.RIALS),
                Column(
                    "announced_on", ("تاریخ اعلام", "تاریخ ابلاغ", "اعلام", "announced on"), Kind.DAY, required=True
                ),
                Column("from_on", ("از تاریخ", "شروع دوره", "از", "from"), Kind.DAY, required=True),
                Column("due_on", ("تا تاریخ", "پایان دوره", "تا", "مهلت", "due on"), Kind.DAY, required=True),
                Column("issuer", ("اعلام‌کننده", "مرجع ابلاغ", "مرجع", "مرجع اعلام", "issuer"), longest=160),
                Column("basis", ("مبنای هدف", "مبنا", "basis"), Kind.CHOICE, choices=BASES),
            ),
            key=("commitment_no", "county", "announced_on"),
            rules=(not_before("due_on", "from_on", severity=ERROR),),
        ),
        Table(
            code="evidence",
            title=Text(fa="شواهد اشتغال", en="evidence of jobs"),
            columns=(
                Column(
                    "reference_no",
                    ("شماره شاهد", "شماره مرجع", "شماره ثبت", "کد رهگیری", "reference no"),
                    required=True,
                    longest=60,
                ),
                _columns.FIRM,
                _columns.LICENCE,
                _columns.COUNTY,
                Column("persons", PERSONS, Kind.WHOLE, required=True),
                Column("kind", ("نوع شغل", "نوع اشتغال", "نوع", "kind"), Kind.CHOICE, required=True, choices=KINDS),
                Column(
                    "level",
                    ("سطح اثبات", "نوع شاهد", "سطح راستی‌آزمایی", "نحوه تأیید", "راستی‌آزمایی", "level"),
                    Kind.CHOICE,
                    required=True,
                    choices=LEVELS,
                ),
                Column("held_on", ("تاریخ", "تاریخ شاهد", "تاریخ ثبت", "تاریخ تأیید", "date"), Kind.DAY, required=True),
                Column("document_no", ("شماره سند", "سند", "شماره مدرک", "document no"), longest=60),
                Column("women", ("تعداد زن", "زن", "شمار زنان", "women"), Kind.WHOLE),
                Column("local", ("تعداد بومی", "بومی", "شمار بومی", "local"), Kind.WHOLE),
                Column("full_time", ("معادل تمام‌وقت", "تمام‌وقت", "full-time equivalent"), Kind.NUMBER),
                Column("way", ("مستقیم یا غیرمستقیم", "شیوه اشتغال", "way"), Kind.CHOICE, choices=WAYS),
                Column("agency", ("دستگاه ادعاکننده", "دستگاه اجرایی", "دستگاه", "agency"), longest=120),
            ),
            key=("reference_no", "level"),
        ),
    ),
)
ONE_AMOUNT = Text(
    fa="مقدار هدف را بنویسید: شمار در «مقدار»، پول در «مبلغ هدف»؛ نه هر دو.",
    en="Write the target: a number under “amount”, money under “rials”, and not both.",
)
IN_MONEY = Text(fa="این رقم پول است؛ آن را در «مبلغ هدف» بنویسید.", en="This figure is money; write it under “rials”.")
NO_MONEY = Text(
    fa="این رقم پول نیست؛ آن را در «مقدار» بنویسید.", en="This figure is no money; write it under “amount”."
)
OTHER_FIGURE = Text(
    fa="شمارهٔ «{number}» تعهدِ «{figure}» است و این ردیف رقم دیگری می‌گوید؛ همان رقم را بنویسید، یا شمارهٔ دیگری بدهید.",
    en="Number “{number}” is a promise of “{figure}”, and this row says another figure; write that one, or another number.",
)
FINDS_UNIT = True
FINDS_UNIT_IN = frozenset({"evidence"})
NAMED_OTHERWISE = ("county", "commitment_no", "amount", "rials")


def check(row: CheckedRow, *, day: Any) -> Iterator[Fault]:
    """Yield what a row says of a target that cannot be."""
    if row.table != "targets":
        return
    has_amount, has_money = "amount" in row.values, "rials" in row.values
    if has_amount == has_money:
        yield Fault("amount", ONE_AMOUNT)
    elif row.values.get("metric") in IN_RIALS and has_amount:
        yield Fault("amount", IN_MONEY)
    elif row.values.get("metric") not in IN_RIALS and has_money:
        yield Fault("rials", NO_MONEY)


def doubts(rows: Sequence[tuple[CheckedRow, Any]]) -> list[tuple[int, Fault]]:
    """Return where a row says another figure than its promise has, or than an earlier row of the list says of it."""
    figures = {number: known.figure for number, known in queries.commitments_by_number().items()}
    found = []
    for place, (row, _) in enumerate(rows):
        number, is_read = row.values.get("commitment_no"), "metric" in row.values or not row.cells.get("metric")
        if row.table != "targets" or not number or not is_read:
            continue
        held = figures.setdefault(number, row.values.get("metric") or JOBS)
        if held != (row.values.get("metric") or JOBS):
            names = FIGURES.get(held, (held,))
            why = OTHER_FIGURE.format(number=number, figure=Text(fa=names[0], en=names[-1]))
            found.append((place, Fault("metric", why)))
    return found


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the targets, then the evidence; return the effects in the order of the rows."""
    targets = [pair for pair in rows if pair[0].table == "targets"]
    evidence = [pair for pair in rows if pair[0].table == "evidence"]
    agencies = {key: agency.pk for key, agency in accounts.agencies_by_key().items()}
    by_row: dict[int, Effect] = {}
    done = actions.record_targets(drafts=[_target(*pair, writing) for pair in targets], by=writing.by, at=writing.at)
    by_row.update(zip((id(row) for row, _ in targets), done, strict=True))
    done = actions.record_evidences(
        drafts=[_evidence(*pair, writing, agencies) for pair in evidence], by=writing.by, at=writing.at
    )
    by_row.update(zip((id(row) for row, _ in evidence), done, strict=True))
    return [by_row[id(row)] for row, _ in rows]


def _target(row: CheckedRow, linked: Linked, writing: Writing) -> TargetDraft:
    said = {name: value for name, value in row.values.items() if name not in NAMED_OTHERWISE}
    amount = row.values.get("amount", row.values.get("rials"))
    number = row.values["commitment_no"]
    return TargetDraft(
        number=number, county=linked.county, amount=amount, origin=writing.origin(row),
        is_at_most=row.values.get("metric") in AT_MOST, **said,
    )  # fmt: skip


def _evidence(row: CheckedRow, linked: Linked, writing: Writing, agencies: Mapping[str, int]) -> EvidenceDraft:
    said = row.values
    return EvidenceDraft(
        reference=said["reference_no"],
        unit=linked.unit.pk,
        county=linked.county,
        kind=said["kind"],
        persons=said["persons"],
        level=Proof[said["level"]],
        held_on=said["held_on"],
        document_no=said.get("document_no", ""),
        women=said.get("women"),
        local=said.get("local"),
        full_time=said.get("full_time"),
        way=said.get("way", ""),
        agency=agencies.get(company_key(said.get("agency", ""))),
        origin=writing.origin(row),
    )
