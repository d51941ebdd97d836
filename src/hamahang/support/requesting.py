"""Changing requests: registered, given their papers, assessed by the rules of their day, taken on step by step."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.calendar import jalali
from hamahang.domain.credit.terms import Terms
from hamahang.domain.eligibility import Answer, Verdict
from hamahang.domain.ledger import AsOf
from hamahang.domain.numbering import next_number
from hamahang.domain.proof import Proof
from hamahang.domain.refusal import check_unchanged
from hamahang.domain.requests import (
    OWN_PAPER,
    REQUEST,
    WITH_AMOUNT,
    RequestRefused,
    check_amount,
    standing_amount,
)
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording
from hamahang.papers.models import Attachment
from hamahang.support import asked, concluding, eligible, terms
from hamahang.support.models import (
    BudgetLine,
    RequestAssessment,
    RequestPaper,
    RequestStage,
    SupportRequest,
)

PREFIX = "S"


def register_request(
    *,
    unit: int,
    line: BudgetLine,
    amount: int,
    on: date,
    account: str = "",
    project_no: str = "",
    number: str = "",
    by: str,
    at: datetime,
) -> SupportRequest:
    """Register what a unit asks of a line, in rials; it keeps the rules that hold on this day.

    number: made of the Jalali year and a count where none is given
    :raises RequestRefused: if nothing is asked for, the number is taken, or the unit has an open request of the line
    """
    if amount <= 0:
        raise RequestRefused(Text(fa="مبلغ درخواست را بنویسید", en="Write the amount that is asked for"))
    with recording(action="support.request.registered", by=by, at=at):
        _is_new(unit, line, number, on)
        rules = terms.rules_on(line.programme, AsOf(on))
        request = SupportRequest(
            number=number.strip() or _number(on),
            unit_id=unit,
            line=line,
            rules=rules,
            registered_on=on,
            account=account.strip(),
            project_no=project_no.strip(),
        )
        request.save()
        stage = RequestStage(
            request=request, stage="REGISTERED", amount=amount, by=by, since_on=on, proof=Proof.CONFIRMED
        )
        stage.save()
    return request


def _is_new(unit: int, line: BudgetLine, number: str, on: date) -> None:
    standing = SupportRequest.objects.filter(voided_entry=None)
    if number.strip() and standing.filter(number=number.strip()).exists():
        raise RequestRefused(Text(fa=f"درخواست {number} ثبت شده است", en=f"Request {number} is recorded already"))
    same = standing.filter(unit_id=unit, line=line)
    ended = asked.current(AsOf(date.max)).filter(stage__in=("CONTRACT", "NOT_ELIGIBLE", "REFUSED", "LAPSED"))
    open_one = same.exclude(pk__in=ended.filter(request__in=same).values("request")).first()
    if open_one is not None:
        raise RequestRefused(
            Text(
                fa=f"این واحد درخواست باز {open_one.number} از همین ردیف دارد؛ همان را ادامه دهید",
                en=f"The unit has the open request {open_one.number} of this line; go on with it",
            )
        )


def start_of_year(on: date) -> str:
    """Return what the numbers of requests of the year of a day begin with."""
    return f"{PREFIX}-{jalali(on)[0]}-"


def _number(on: date) -> str:
    start = start_of_year(on)
    taken = SupportRequest.objects.filter(number__startswith=start)
    return next_number(start, taken.values_list("number", flat=True))


def add_paper(
    *,
    request: SupportRequest,
    need: str,
    on: date,
    number: str = "",
    attachment: Attachment | None = None,
    by: str,
    at: datetime,
) -> RequestPaper:
    """Put a paper into a request for one of the needs of its table.

    :raises RequestRefused: if the table knows no such paper, or neither a number nor a file is given
    """
    if need not in {known.code for known in REQUEST.needs if known.is_paper}:
        raise RequestRefused(Text(fa="درخواست چنین سندی نمی‌خواهد", en="A request asks for no such paper"))
    if not number.strip() and attachment is None:
        raise RequestRefused(Text(fa="شمارهٔ سند یا فایل آن را بدهید", en="Give the paper's number or its file"))
    paper = RequestPaper(
        request=request, need=need, number=number.strip(), attachment=attachment, since_on=on, proof=Proof.LISTED
    )
    with recording(action="support.paper.added", by=by, at=at):
        paper.save()
    return paper


def take_paper_back(*, paper: RequestPaper, reason: str, by: str, at: datetime) -> None:
    """Take a wrong paper out of a request; it stays in the record as taken back.

    :raises RequestRefused: if no reason is given
    """
    if not reason.strip():
        raise RequestRefused(Text(fa="دلیل برگرداندن سند را بنویسید", en="Say why the paper is taken back"))
    with recording(action="support.paper.taken_back", by=by, at=at, reason=reason):
        paper.void()


def assess(*, request: SupportRequest, on: date, by: str, at: datetime) -> RequestAssessment:
    """Apply the rules of a request's day to its unit as it is known on a day; keep the verdict with its reasons.

    :raises RequestRefused: if no rules held on the day it was registered
    """
    if request.rules is None:
        raise RequestRefused(
            Text(
                fa="در روز ثبت‌نام قاعده‌ای برای این برنامه نبود؛ نخست آن را در صفحهٔ برنامه بنویسید",
                en="No rules of the programme held on the day of registration; write them on its page first",
            )
        )
    judged = eligible.dry_run(
        AsOf(on),
        EVERYTHING,
        rules=terms.read(request.rules),
        purpose=request.line.code,
        ids=[request.unit_id],
    )
    verdict = judged[0].verdict
    fact = RequestAssessment(
        request=request,
        rules=request.rules,
        verdict=verdict.answer,
        reasons=said_reasons(verdict),
        since_on=on,
        proof=Proof.CONFIRMED,
    )
    with recording(action="support.request.assessed", by=by, at=at):
        fact.save()
    return fact


def said_reasons(verdict: Verdict) -> list[dict[str, Any]]:
    """Return the reasons of a verdict as they are kept: each rule, its answer and its facts in both languages."""
    return [
        {
            "line": reason.rule.line,
            "name": reason.rule.name,
            "answer": reason.answer.value,
            "rule": {"fa": reason.rule.said().fa, "en": reason.rule.said().en},
            "facts": {"fa": reason.said().fa, "en": reason.said().en},
        }
        for reason in verdict.reasons
    ]


@dataclass(frozen=True, slots=True)
class StepWords:
    """What is said with a step.

    amount: rials; bank: id, at the referral; file_no: the bank's own number of it
    facility_no, terms, branch: at the contract, see `concluding.Contract`
    paper_no, attachment: the paper that the bank itself gives with its step, see `domain.requests.OWN_PAPER`
    """

    amount: int | None = None
    bank: int | None = None
    file_no: str = ""
    facility_no: str = ""
    terms: Terms | None = None
    branch: str = ""
    letter_no: str = ""
    paper_no: str = ""
    attachment: Attachment | None = None
    reason: str = ""


NOTHING = StepWords()


def take_step(
    *,
    request: SupportRequest,
    step: str,
    on: date,
    permissions: Collection[str],
    words: StepWords = NOTHING,
    own_bank: str = "",
    seen: int | None = None,
    by: str,
    at: datetime,
) -> RequestStage:
    """Take a request to its next stage on a day.

    own_bank: code of the bank of a bank's officer, who acts for it alone; seen: what `asked.version` said before
    :raises UnknownStep, StepNotAllowed, StepIncomplete: see `domain.flows.workflow.take`
    :raises RequestRefused: if amount or bank is missing or wrong
    :raises ChangedMeanwhile: if somebody else changed it since
    :raises hamahang.domain.credit.terms.CreditRefused, DisbursementExceedsFacility: see `concluding.conclude`
    """
    with recording(action=f"support.request.{step}", by=by, at=at, reason=words.reason):
        locked = SupportRequest.objects.select_for_update().get(pk=request.pk)
        _same(locked, seen, own_bank)
        known = asked.whole(locked, AsOf(on))
        given = known.has | _given(locked, step, on, words, by=by, at=at)
        way = replace(known.way, has=given)
        taken = way.step(step, on=on, permissions=permissions, person=by, reason=words.reason)
        before = standing_amount(known.amounts)
        check_amount(step, amount=words.amount, before=before, reason=words.reason)
        _exception(step, known, words)
        _follow(locked, step, on, words)
        if step == "contract":
            locked.facility = concluding.conclude(
                request=locked, stages=known.stages, contract=_contract(locked, words), on=on, by=by, at=at
            )
            locked.save()
        fact = RequestStage(
            request=locked,
            stage=taken.target,
            step=step,
            amount=words.amount if step in WITH_AMOUNT else before,
            letter_no=words.letter_no.strip(),
            by=by,
            reason=words.reason,
            since_on=on,
            proof=Proof.CONFIRMED,
        )
        fact.save()
    return fact


def _same(request: SupportRequest, seen: int | None, own_bank: str) -> None:
    if own_bank and (request.bank is None or request.bank.code != own_bank):
        raise RequestRefused(Text(fa="این درخواست نزد بانک شما نیست", en="This request is not with your bank"))
    check_unchanged(seen, asked.version(request))


def _exception(step: str, known: asked.Whole, words: StepWords) -> None:
    """Refuse to find eligible what the rules do not find so, unless the exception is given its reason."""
    if step != "find" or known.assessment is None or words.reason.strip():
        return
    if known.assessment.verdict != Answer.MET:
        raise RequestRefused(
            Text(
                fa="سنجش شرایط «واجد شرایط» نگفته است؛ اگر با این همه پذیرفته می‌شود دلیل را بنویسید",
                en="The rules did not say “qualifies”; if it is taken all the same, give the reason",
            )
        )


def _follow(request: SupportRequest, step: str, on: date, words: StepWords) -> None:
    """Write on the request what a step says of it: the bank, the bank's file."""
    if step == "refer":
        if words.bank is None or not terms.is_agent(request.line.programme, words.bank, AsOf(on)):
            raise RequestRefused(
                Text(fa="بانک عامل این برنامه را برگزینید", en="Choose an agent bank of the programme")
            )
        request.bank_id, request.file_no = words.bank, ""
    if step == "bank_approve" and words.file_no.strip():
        request.file_no = words.file_no.strip()
    if step in ("refer", "bank_approve"):
        request.save()


def _given(request: SupportRequest, step: str, on: date, words: StepWords, *, by: str, at: datetime) -> frozenset[str]:
    """Put the paper into the request that the bank gives with its step; return the need it meets."""
    need = OWN_PAPER.get(step)
    if need is None or not (words.paper_no.strip() or words.attachment):
        return frozenset()
    add_paper(request=request, need=need, on=on, number=words.paper_no, attachment=words.attachment, by=by, at=at)
    return frozenset((need,))


def _contract(request: SupportRequest, words: StepWords) -> concluding.Contract:
    papers = RequestPaper.objects.filter(request=request, need="CONTRACT", voided_entry=None).order_by("pk")
    return concluding.Contract(
        amount=words.amount or 0,
        facility_no=words.facility_no,
        terms=words.terms,
        number=next((paper.number for paper in papers if paper.number), ""),
        branch=words.branch,
        reason=words.reason,
    )
