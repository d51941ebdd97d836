"""Requests of production units for support under a line of a programme, with the stage each has come to."""

from collections.abc import Iterator, Sequence
from typing import Any

from hamahang.domain.calendar import say_day
from hamahang.domain.lists.intake import ERROR, CheckedRow, Column, Kind, Source, Table
from hamahang.domain.lists.rules import not_before
from hamahang.domain.requests import ENDS, STATES
from hamahang.domain.returns import Fault
from hamahang.domain.text import Text
from hamahang.intake.linking import Linked
from hamahang.intake.sources import _columns, _programmes
from hamahang.intake.writing import Writing
from hamahang.ledger.bulk import Effect
from hamahang.support import asked, listed
from hamahang.support import queries as support

ALSO = {
    "REGISTERED": ("ثبت‌نام‌شده", "ثبت نام شده", "در نوبت"),
    "COMPLETE": ("مدارک کامل", "تکمیل پرونده"),
    "ELIGIBLE": ("متأثر", "واجد شرایط"),
    "EXAMINED": ("بررسی‌شده", "بررسی شده"),
    "GROUP": ("کارگروه", "مصوب"),
    "REFERRED": ("معرفی‌شده به بانک", "معرفی شده"),
    "BANK": ("تصویب بانک",),
    "CONTRACT": ("انعقاد قرارداد",),
    "NOT_ELIGIBLE": ("غیرمتأثر", "فاقد شرایط"),
    "REFUSED": ("رد", "رد شده"),
    "LAPSED": ("انقضا",),
}
STAGES = {code: tuple(dict.fromkeys((title.fa, *ALSO.get(code, ()), title.en))) for code, title in STATES.items()}
WITH_BANK = ("REFERRED", "BANK", "CONTRACT", "BANK_RETURNED")
SOURCE = Source(
    code="requests",
    title=Text(fa="درخواست‌های حمایت", en="requests for support"),
    sender=Text(fa="دبیرخانهٔ ستاد", en="secretariat of the headquarters"),
    tables=(
        Table(
            code="requests",
            title=Text(fa="درخواست‌ها", en="requests"),
            columns=(
                Column(
                    "request_no",
                    ("شماره درخواست", "شماره ثبت‌نام", "کد رهگیری", "شماره ثبت درخواست", "request no"),
                    longest=40,
                ),
                _columns.LICENCE,
                _columns.FIRM,
                _columns.NATIONAL_ID,
                _columns.COUNTY,
                _programmes.PROGRAMME,
                _programmes.LINE,
                Column(
                    "amount",
                    ("مبلغ درخواستی", "مبلغ درخواست", "درخواستی", "تسهیلات درخواستی", "amount asked"),
                    Kind.RIALS,
                    required=True,
                ),
                Column(
                    "registered_on",
                    ("تاریخ ثبت‌نام", "تاریخ ثبت درخواست", "تاریخ درخواست", "registered on"),
                    Kind.DAY,
                    required=True,
                ),
                Column("stage", ("مرحله", "آخرین مرحله", "وضعیت درخواست", "stage"), Kind.CHOICE, choices=STAGES),
                Column("stage_on", ("تاریخ مرحله", "تاریخ آخرین مرحله", "stage on"), Kind.DAY),
                Column("stage_amount", ("مبلغ مرحله", "مبلغ این مرحله", "مبلغ تصویب", "stage amount"), Kind.RIALS),
                Column("bank", _programmes.BANK_TITLES),
                Column("file_no", ("شماره پرونده بانک", "شماره پرونده نزد بانک", "file no"), longest=60),
                Column("letter_no", ("شماره نامه", "شماره معرفی‌نامه", "letter no"), longest=60),
            ),
            key=("request_no", "licence_no", "name", "programme", "line", "registered_on"),
            rules=(not_before("stage_on", "registered_on", severity=ERROR),),
        ),
    ),
)
FINDS_UNIT = True
offered = _programmes.offered
NOTHING_ASKED = Text(fa="مبلغ صفر است؛ مبلغ را بنویسید.", en="The amount is nothing; write it.")
NO_DAY = Text(fa="روز این مرحله نوشته نشده است؛ آن را بنویسید.", en="The day of the stage is not given; write it.")
NO_STAGE = Text(
    fa="مرحله نوشته نشده است؛ آن را بنویسید یا روز و مبلغش را پاک کنید.",
    en="No stage is given; write it, or clear its day and amount.",
)
NO_BANK = Text(
    fa="در این مرحله درخواست نزد بانک است؛ نام بانک را بنویسید.",
    en="At this stage the request is with a bank; write its name.",
)
OTHERS_NUMBER = Text(
    fa="درخواست {number} از آنِ واحد، ردیف یا روز دیگری است (ثبت {day})؛ شماره یا آن خانه را درست کنید.",
    en="Request {number} is of another unit, line or day (registered {day}); mend the number or that cell.",
)  # fmt: skip
OPEN_ONE = Text(
    fa="این واحد درخواست باز {number} از همین ردیف دارد؛ شمارهٔ آن را بنویسید یا سطر را کنار بگذارید.",
    en="The unit has the open request {number} of this line; write that number, or leave the row out.",
)
TWICE = Text(
    fa="سطر {row} همین واحد و ردیف را با روز یا شمارهٔ دیگری دارد؛ یکی را کنار بگذارید.",
    en="Row {row} has the same unit and line with another day or number; leave one out.",
)
ENDED = Text(
    fa="درخواست در {day} به «{stage}» رسید و پایان یافت؛ مرحلهٔ پس از آن پذیرفته نیست.",
    en="The request came to “{stage}” on {day} and ended; no stage follows it.",
)
REACHED = Text(
    fa="درخواست از {day} در همین مرحله است؛ روز را درست کنید یا مرحله را پاک کنید.",
    en="The request has stood at this stage since {day}; mend the day, or clear the stage.",
)


def check(row: CheckedRow, *, day: Any) -> Iterator[Fault]:
    """Yield what a row says that cannot be, whatever the register knows."""
    said = row.values
    for name in ("amount", "stage_amount"):
        if said.get(name) == 0:
            yield Fault(name, NOTHING_ASKED)
    stage = said.get("stage", "")
    if stage not in ("", "REGISTERED") and "stage_on" not in said and not row.cells.get("stage_on"):
        yield Fault("stage_on", NO_DAY)
    if not stage and not row.cells.get("stage") and ("stage_on" in said or "stage_amount" in said):
        yield Fault("stage", NO_STAGE)
    if stage in WITH_BANK and not said.get("bank"):
        yield Fault("bank", NO_BANK)


def doubts(rows: Sequence[tuple[CheckedRow, Any]]) -> Iterator[tuple[int, Fault]]:
    """Yield what rows say against the requests of the register, or against each other."""
    yield from _programmes.line_faults(row for row, _ in rows)
    known, lines = listed.Requests(), {key: line.pk for key, line in support.lines_by_code().items()}
    now = asked.now_by_request()
    open_ones = {
        (request.unit_id, request.line_id): request
        for request in known.by_number.values()
        if now.get(request.pk, ("", None))[0] not in ENDS
    }
    rows_of: dict[tuple[int, str, str], tuple[CheckedRow, tuple[Any, ...]]] = {}
    for place, (row, unit) in enumerate(rows):
        said = row.values
        if not row.is_good or unit is None:
            continue
        line, number, on = (
            lines.get((said["programme"], said["line"]), 0),
            said.get("request_no", ""),
            said["registered_on"],
        )
        same = known.find(number=number, unit=unit.pk, line=line, on=on)
        open_one = open_ones.get((unit.pk, line))
        first, own = rows_of.setdefault((unit.pk, said["programme"], said["line"]), (row, (number, on)))
        if same is not None and (same.unit_id, same.line_id, same.registered_on) != (unit.pk, line, on):
            yield place, Fault("request_no", OTHERS_NUMBER.format(number=same.number, day=_day(same.registered_on)))
        elif same is None and open_one is not None:
            yield place, Fault("request_no" if number else "registered_on", OPEN_ONE.format(number=open_one.number))
        elif own != (number, on) and first.values.get("stage") not in ENDS:
            yield place, Fault("registered_on", TWICE.format(row=first.row))
        elif same is not None:
            yield from ((place, fault) for fault in _stage_faults(said, *now.get(same.pk, ("", None))))


def _stage_faults(said: Any, stage: str, since: Any) -> Iterator[Fault]:
    wanted, on = said.get("stage", ""), said.get("stage_on")
    if wanted in ("", "REGISTERED") or since is None or (wanted, on) == (stage, since):
        return
    if wanted == stage:
        yield Fault("stage_on", REACHED.format(day=_day(since)))
    elif stage in ENDS and on >= since:
        yield Fault("stage", ENDED.format(stage=STATES[stage], day=_day(since)))


def _day(on: Any) -> Text:
    return Text(fa=say_day(on, "fa", short=True), en=say_day(on, "en", short=True))


def apply(rows: Sequence[tuple[CheckedRow, Linked]], writing: Writing) -> list[Effect]:
    """Write the rows into the requests and their stages."""
    drafts = [_draft(row, linked, writing) for row, linked in rows]
    return listed.record_requests(drafts=drafts, by=writing.by, at=writing.at)


def _draft(row: CheckedRow, linked: Linked, writing: Writing) -> listed.RequestDraft:
    said = row.values
    return listed.RequestDraft(
        unit=linked.unit.pk,
        programme=said["programme"],
        line=said["line"],
        amount=said["amount"],
        registered_on=said["registered_on"],
        number=said.get("request_no", ""),
        stage=said.get("stage", ""),
        stage_on=said.get("stage_on"),
        stage_amount=said.get("stage_amount"),
        bank=writing.bank(said["bank"]) if said.get("bank") else None,
        file_no=said.get("file_no", ""),
        letter_no=said.get("letter_no", ""),
        origin=writing.origin(row),
    )
