"""Working on one case: its steps, papers, findings, plan and pauses. Lists of cases are recorded in `actions`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hamahang.casework import queries
from hamahang.casework.diagnosing import questions
from hamahang.casework.models import (
    Case,
    CaseAnswer,
    CaseCause,
    CasePaper,
    CasePause,
    CaseResponsible,
    CaseStage,
)
from hamahang.domain.calendar import jalali
from hamahang.domain.casework import KINDS, CaseRefused
from hamahang.domain.ledger import AsOf
from hamahang.domain.numbering import next_number
from hamahang.domain.proof import Proof
from hamahang.domain.refusal import check_unchanged
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording
from hamahang.papers.models import Attachment

LETTERS = {"REVIVAL": "R", "AFFECTED": "A", "OBSTACLE": "O", "PROJECT": "P", "TAKEOVER": "T"}
PROOF_OF = {"RESTARTED": Proof.SEEN, "RELAPSED": Proof.SEEN, "DURABLE": Proof.DURABLE}


@dataclass(frozen=True, slots=True)
class Found:
    """A cause found for a case. weight: percent 0–100, 0 takes it back."""

    cause: str
    weight: int
    is_main: bool = False
    shown_by: str = ""


def open_case(
    *, kind: str, unit: int, on: date, main_cause: str = "", project_no: str = "", by: str, at: datetime
) -> Case:
    """Begin a case of a unit: identified on a day. Its number is made of its kind, the Jalali year and a count.

    :raises CaseRefused: if the kind is unknown, or the unit has a case of the kind under way
    """
    if kind not in KINDS:
        raise CaseRefused(Text(fa=f"نوع پروندهٔ «{kind}» شناخته نیست", en=f"There is no kind of case “{kind}”"))
    with recording(action="casework.case.opened", by=by, at=at):
        under_way = queries.under_way(unit, kind, AsOf(on))
        if under_way is not None:
            raise CaseRefused(
                Text(
                    fa=f"این واحد پروندهٔ باز {under_way.number} از همین نوع دارد؛ همان را ادامه دهید",
                    en=f"The unit has the open case {under_way.number} of this kind; go on with it",
                )
            )
        case = Case(kind=kind, number=_number(kind, on), unit_id=unit, main_cause=main_cause, project_no=project_no)
        case.save()
        CaseStage(case=case, stage="IDENTIFIED", since_on=on, by=by, proof=Proof.CONFIRMED).save()
    return case


def _number(kind: str, on: date) -> str:
    start = f"{LETTERS[kind]}-{jalali(on)[0]}-"
    taken = Case.objects.filter(kind=kind, number__startswith=start)
    return next_number(start, taken.values_list("number", flat=True))


def take_step(
    *,
    case: Case,
    step: str,
    on: date,
    permissions: Collection[str],
    reason: str = "",
    letter_no: str = "",
    seen: int | None = None,
    by: str,
    at: datetime,
) -> CaseStage:
    """Take a case to its next stage on a day.

    seen: what `queries.version` said when the person looked
    :raises UnknownStep, StepNotAllowed, StepIncomplete: see `domain.flows.workflow.take`
    :raises ChangedMeanwhile: if somebody else changed it since
    """
    with recording(action=f"casework.case.{step}", by=by, at=at, reason=reason):
        check_unchanged(seen, queries.version(case))
        known = queries.whole(case, AsOf(on))
        taken = known.way.step(step, on=on, permissions=permissions, person=by, reason=reason)
        same_day = [Proof(stage.proof) for stage in known.stages if stage.since_on == on]
        proof = max([PROOF_OF.get(taken.target, Proof.CONFIRMED), *same_day])
        fact = CaseStage(
            case=case,
            stage=taken.target,
            step=step,
            since_on=on,
            by=by,
            reason=reason,
            letter_no=letter_no,
            proof=proof,
        )
        fact.save()
    return fact


def add_paper(
    *,
    case: Case,
    need: str,
    on: date,
    number: str = "",
    attachment: Attachment | None = None,
    proof: Proof = Proof.LISTED,
    by: str,
    at: datetime,
) -> CasePaper:
    """Put a paper into a case for one of the needs of its workflow.

    :raises CaseRefused: if the workflow knows no such paper, or neither a number nor a file is given
    """
    known = {known.code for known in queries.workflow_for(case).needs if known.is_paper}
    if need not in known:
        raise CaseRefused(Text(fa="این پرونده چنین سندی نمی‌خواهد", en="The case asks for no such paper"))
    if not number.strip() and attachment is None:
        raise CaseRefused(Text(fa="شمارهٔ سند یا فایل آن را بدهید", en="Give the paper's number or its file"))
    paper = CasePaper(case=case, need=need, number=number.strip(), attachment=attachment, since_on=on, proof=proof)
    with recording(action="casework.paper.added", by=by, at=at):
        paper.save()
    return paper


def take_paper_back(*, paper: CasePaper, reason: str, by: str, at: datetime) -> None:
    """Take a wrong paper out of a case; it stays in the record as taken back.

    :raises CaseRefused: if no reason is given
    """
    if not reason.strip():
        raise CaseRefused(Text(fa="دلیل برگرداندن سند را بنویسید", en="Say why the paper is taken back"))
    with recording(action="casework.paper.taken_back", by=by, at=at, reason=reason):
        paper.void()


def make_responsible(*, case: Case, person: str, on: date, by: str, at: datetime) -> CaseResponsible:
    """Make a person responsible for a case from a day on."""
    fact = CaseResponsible(case=case, person=person, since_on=on, proof=Proof.CONFIRMED)
    with recording(action="casework.responsible.named", by=by, at=at):
        fact.save()
    return fact


def answer(*, case: Case, answers: Mapping[str, str], on: date, seen: int | None = None, by: str, at: datetime) -> int:
    """Record answers of the questionnaire; return how many were new. An empty answer takes the earlier one back.

    :raises CaseRefused: if an answer is none of the questionnaire
    :raises ChangedMeanwhile: if somebody else changed the case since
    """
    known = {question.code: {said.code for said in question.answers} for question in questions()}
    if any(said and said not in known.get(question, ()) for question, said in answers.items()):
        raise CaseRefused(Text(fa="چنین پاسخی در پرسش‌نامه نیست", en="The questionnaire has no such answer"))
    with recording(action="casework.questionnaire.answered", by=by, at=at):
        check_unchanged(seen, queries.version(case))
        stands = queries.answers_of(case, AsOf(on))
        new = [(question, said) for question, said in answers.items() if stands.get(question, "") != said]
        for question, said in new:
            CaseAnswer(case=case, question=question, answer=said, since_on=on, proof=Proof.DECLARED).save()
    return len(new)


def find_causes(
    *, case: Case, causes: Sequence[Found], on: date, seen: int | None = None, by: str, at: datetime
) -> None:
    """Record the causes found for a case: several, weighted, one of them the main one.

    A cause that was found before and is not named is taken back.
    :raises CaseRefused: if none or several are the main one, a weight is out of bounds, or one is named twice
    :raises ChangedMeanwhile: if somebody else changed the case since
    """
    _whole_finding(causes)
    with recording(action="casework.causes.found", by=by, at=at):
        check_unchanged(seen, queries.version(case))
        stands = {fact.cause: fact for fact in queries.causes_of(case, AsOf(on))}
        gone = [Found(cause, 0) for cause in stands if cause not in {found.cause for found in causes}]
        for found in [*causes, *gone]:
            before = stands.get(found.cause)
            said = (found.weight, found.is_main, found.shown_by)
            if before is None or (before.weight, before.is_main, before.shown_by) != said:
                CaseCause(
                    case=case,
                    cause=found.cause,
                    weight=found.weight,
                    is_main=found.is_main,
                    shown_by=found.shown_by,
                    since_on=on,
                    proof=Proof.CONFIRMED,
                ).save()
        main = next(found.cause for found in causes if found.is_main)
        if case.main_cause != main:
            case.main_cause = main
            case.save()


def _whole_finding(causes: Sequence[Found]) -> None:
    if sum(found.is_main for found in causes) != 1:
        raise CaseRefused(
            Text(fa="یکی از علت‌ها، و تنها یکی، اصلی است", en="One of the causes, and only one, is the main one")
        )
    if any(not 0 < found.weight <= 100 for found in causes):
        raise CaseRefused(Text(fa="وزن هر علت میان ۱ و ۱۰۰ است", en="The weight of a cause is between 1 and 100"))
    if len({found.cause for found in causes}) != len(causes):
        raise CaseRefused(Text(fa="یک علت دو بار آمده است", en="A cause is named twice"))


def pause(*, case: Case, is_paused: bool, on: date, reason: str, by: str, at: datetime) -> CasePause:
    """Let the clocks of a case stand still from a day on, or run again.

    :raises CaseRefused: if no reason is given, or they do so already
    """
    if not reason.strip():
        raise CaseRefused(Text(fa="دلیل را بنویسید", en="Give the reason"))
    with recording(
        action="casework.case.paused" if is_paused else "casework.case.resumed", by=by, at=at, reason=reason
    ):
        if queries.is_paused(case, AsOf(on)) == is_paused:
            raise CaseRefused(Text(fa="پرونده همین وضع را دارد", en="The case is in this state already"))
        fact = CasePause(case=case, is_paused=is_paused, reason=reason, since_on=on, proof=Proof.CONFIRMED)
        fact.save()
    return fact
