"""Changing mines: steps of their way, papers, statuses, royalties and what was taken out."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from hamahang.domain.calendar import jalali
from hamahang.domain.flows.mines import MINE
from hamahang.domain.ledger import AsOf
from hamahang.domain.mines import (
    ASKED_OF,
    BY_MINERAL,
    DOCUMENT_OF,
    PARTICULARS,
    STAGE_OF,
    STATUSES,
    MineRefused,
    Particular,
)
from hamahang.domain.proof import Proof
from hamahang.domain.refusal import check_unchanged
from hamahang.domain.text import Text, company_key, sort_key
from hamahang.ledger.bulk import record_facts
from hamahang.ledger.recording import recording
from hamahang.papers.models import Attachment
from hamahang.register import mining
from hamahang.register.models import (
    Mine,
    MineExtraction,
    MinePaper,
    MineParticular,
    MineStatus,
    MineStep,
    RoyaltyDue,
    RoyaltyPayment,
)

NOT_SAID = Text(fa="«{what}» را برای دست‌کم یک ماده بنویسید", en="Write “{what}” for at least one mineral")


def request_area(*, number: str, name: str, minerals: str, county: int, on: date, by: str, at: datetime) -> Mine:
    """Record the request of an area: the first thing that is known of a mine.

    :raises MineRefused: if it has no number, name or mineral, or its number is taken
    """
    if not (number.strip() and name.strip() and minerals.strip()):
        raise MineRefused(
            Text(fa="شماره، نام و مادهٔ معدنی را بنویسید", en="Write the number, the name and the mineral")
        )
    with recording(action="register.mine.requested", by=by, at=at):
        if Mine.objects.filter(licence_no=number.strip(), voided_entry=None).exists():
            raise MineRefused(Text(fa=f"شمارهٔ {number} هست", en=f"The number {number} is taken already"))
        mine = Mine(
            licence_no=number.strip(),
            document="REQUEST",
            name=name.strip(),
            name_key=company_key(name),
            sort_key=sort_key(name),
            minerals=minerals.strip(),
            county_id=county,
        )
        mine.save()
        MineStep(mine=mine, stage="REQUESTED", since_on=on, by=by, proof=Proof.CONFIRMED).save()
        MineStatus(mine=mine, status="INACTIVE", since_on=on, proof=Proof.LISTED).save()
    return mine


def take_step(
    *,
    mine: Mine,
    step: str,
    on: date,
    permissions: Collection[str],
    reason: str = "",
    letter_no: str = "",
    valid_until: date | None = None,
    particulars: Collection[Particular] = (),
    seen: int | None = None,
    by: str,
    at: datetime,
) -> MineStep:
    """Take a mine to its next stage on a day; a new document gives it its number, its last day and its particulars.

    :raises UnknownStep, StepNotAllowed, StepIncomplete: see `domain.flows.workflow.take`
    :raises MineRefused: if a document comes without its number, last day or reserve, or its number is another mine's
    :raises ChangedMeanwhile: if somebody else changed it since
    """
    with recording(action=f"register.mine.{step}", by=by, at=at, reason=reason):
        check_unchanged(seen, mining.version(mine))
        taken = mining.whole(mine, AsOf(on)).way.step(step, on=on, permissions=permissions, person=by, reason=reason)
        _begin(mine, on)
        document = DOCUMENT_OF.get(taken.target)
        if document is not None and step != "send_back":
            _give_document(mine, document, letter_no.strip(), on, valid_until)
        fact = MineStep(
            mine=mine,
            stage=taken.target,
            step=step,
            since_on=on,
            by=by,
            reason=reason,
            letter_no=letter_no.strip(),
            valid_until=valid_until,
            proof=Proof.CONFIRMED,
        )
        fact.save()
        if step in ASKED_OF and not any(one.kind == ASKED_OF[step] for one in particulars):
            raise MineRefused(NOT_SAID.format(what=PARTICULARS[ASKED_OF[step]]))
        _describe(mine, particulars, on=on, letter_no=letter_no, proof=Proof.CONFIRMED)
    return fact


def describe(
    *, mine: Mine, particulars: Collection[Particular], letter_no: str, on: date, by: str, at: datetime
) -> None:
    """Record what a paper says of a mine from a day on: reserve and extraction by mineral, area, accepted costs.

    :raises MineRefused: if nothing is said, something cannot be, or the paper is not named
    """
    if not particulars or not letter_no.strip():
        raise MineRefused(Text(fa="مقدار و شمارهٔ سند آن را بنویسید", en="Write the amount and the number of its paper"))
    with recording(action="register.mine.described", by=by, at=at):
        _describe(mine, particulars, on=on, letter_no=letter_no, proof=Proof.LISTED)


def _describe(mine: Mine, particulars: Collection[Particular], *, on: date, letter_no: str, proof: Proof) -> None:
    facts = []
    for one in particulars:
        if one.kind not in PARTICULARS or one.amount < 0 or (one.kind in BY_MINERAL) != bool(one.mineral.strip()):
            raise MineRefused(Text(fa="مقدار، یا مادهٔ معدنی آن، نادرست است", en="An amount, or its mineral, is wrong"))
        facts.append(
            MineParticular(
                mine_id=mine.pk,
                kind=one.kind,
                mineral=one.mineral.strip()[:80],
                amount=one.amount,
                letter_no=letter_no.strip()[:60],
                since_on=on,
                proof=proof,
            )
        )
    record_facts(facts, key=("mine_id", "kind", "mineral", "since_on"))


def _begin(mine: Mine, on: date) -> None:
    """Write down where a mine stood that only lists told of, before its first step: earlier days keep its document."""
    if MineStep.objects.filter(mine=mine, voided_entry=None).exists():
        return
    first = MineStatus.objects.filter(mine=mine, voided_entry=None).order_by("since_on").first()
    since = min(mine.issued_on or on, first.since_on if first else on, on)
    stage, until = STAGE_OF[mine.document], mine.valid_until
    MineStep(
        mine=mine, stage=stage, since_on=since, letter_no=mine.licence_no, valid_until=until, proof=Proof.LISTED
    ).save()


def _give_document(mine: Mine, document: str, number: str, on: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until <= on:
        raise MineRefused(Text(fa="روز پایان پس از صدور است", en="The last day is after the issue"))
    if not number:
        raise MineRefused(Text(fa="شمارهٔ سند را بنویسید", en="Write the number of the document"))
    if document == "EXPLOITATION" and valid_until is None:
        raise MineRefused(Text(fa="پروانهٔ بهره‌برداری روز پایان می‌خواهد", en="The licence needs its last day"))
    if Mine.objects.filter(licence_no=number, voided_entry=None).exclude(pk=mine.pk).exists():
        raise MineRefused(Text(fa=f"شمارهٔ {number} از معدن دیگری است", en=f"{number} is another mine's number"))
    mine.licence_no, mine.document, mine.issued_on = number, document, on
    mine.valid_until = valid_until or mine.valid_until
    mine.save()


def add_paper(
    *,
    mine: Mine,
    need: str,
    on: date,
    number: str = "",
    attachment: Attachment | None = None,
    by: str,
    at: datetime,
) -> MinePaper:
    """Put a paper beside a mine for one of the needs of its table.

    :raises MineRefused: if the table knows no such paper, or neither a number nor a file is given
    """
    if need not in {known.code for known in MINE.needs if known.is_paper}:
        raise MineRefused(Text(fa="چنین سندی خواسته نشده است", en="No such paper is asked for"))
    if not number.strip() and attachment is None:
        raise MineRefused(Text(fa="شمارهٔ سند یا فایل آن را بدهید", en="Give the paper's number or its file"))
    paper = MinePaper(
        mine=mine, need=need, number=number.strip(), attachment=attachment, since_on=on, proof=Proof.LISTED
    )
    with recording(action="register.mine.paper_added", by=by, at=at):
        paper.save()
    return paper


def see_mine(*, mine: Mine, status: str, persons: int | None, on: date, by: str, at: datetime) -> None:
    """Record what a look at a mine found: whether it works, and how many persons work in it.

    :raises MineRefused: if there is no such status
    """
    if status not in STATUSES:
        raise MineRefused(Text(fa="وضعیت را برگزینید", en="Choose the status"))
    fact = MineStatus(mine_id=mine.pk, status=status, persons=persons, since_on=on, proof=Proof.SEEN)
    with recording(action="register.mine.seen", by=by, at=at):
        record_facts([fact], key=("mine_id", "since_on", "proof"))


def set_royalty(*, mine: Mine, year: int, amount: int, due_on: date, on: date, by: str, at: datetime) -> None:
    """Record what a mine owes the state for a year, in whole rials; a later word on the year holds instead.

    :raises MineRefused: if the amount is below zero, or the year is none
    """
    if amount < 0 or not 1300 <= year <= jalali(on)[0] + 1:
        raise MineRefused(Text(fa="سال یا مبلغ نادرست است", en="The year or the amount is wrong"))
    fact = RoyaltyDue(mine_id=mine.pk, year=year, amount=amount, due_on=due_on, since_on=on, proof=Proof.LISTED)
    with recording(action="register.royalty.set", by=by, at=at):
        record_facts([fact], key=("mine_id", "year", "since_on"))


def pay_royalty(*, mine: Mine, year: int, amount: int, document_no: str, on: date, by: str, at: datetime) -> None:
    """Record what a mine paid the state; the same document again changes nothing.

    :raises MineRefused: if nothing was paid, there is no document, or the document says something else already
    """
    if amount <= 0 or not document_no.strip():
        raise MineRefused(Text(fa="مبلغ و شمارهٔ فیش را بنویسید", en="Write the amount and the number of the slip"))
    with recording(action="register.royalty.paid", by=by, at=at):
        known = RoyaltyPayment.objects.filter(mine=mine, document_no=document_no.strip(), voided_entry=None).first()
        if known is not None and (known.amount, known.year, known.since_on) != (amount, year, on):
            raise MineRefused(
                Text(fa=f"فیش {document_no} با مبلغ یا روز دیگری ثبت است", en=f"Slip {document_no} says something else")
            )
        if known is None:
            RoyaltyPayment(
                mine=mine, year=year, amount=amount, document_no=document_no.strip(), since_on=on, proof=Proof.LISTED
            ).save()


def record_extraction(*, mine: Mine, mineral: str, year: int, tonnes: Decimal, on: date, by: str, at: datetime) -> None:
    """Record how much of a mineral was taken out in a year; a later word on the year holds instead.

    :raises MineRefused: if the mineral or the year is none, or the tonnes are below zero
    """
    if not mineral.strip() or tonnes < 0 or not 1300 <= year <= jalali(on)[0]:
        raise MineRefused(Text(fa="ماده، سال یا مقدار نادرست است", en="The mineral, year or amount is wrong"))
    fact = MineExtraction(
        mine_id=mine.pk, mineral=mineral.strip(), year=year, tonnes=tonnes, since_on=on, proof=Proof.DECLARED
    )
    with recording(action="register.mine.extracted", by=by, at=at):
        record_facts([fact], key=("mine_id", "mineral", "year", "since_on"))
