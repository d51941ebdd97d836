"""Following a resolution up: its steps, its papers, and requests for a later day."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db.models import Max

from hamahang.accounts import queries as accounts
from hamahang.board import queries
from hamahang.board.models import DeadlineRequest, Resolution, ResolutionDeadline, ResolutionPaper, ResolutionState
from hamahang.domain.board import RESOLUTION, VERIFY, BoardRefused, check_sides
from hamahang.domain.flows.ways import Passed, Way
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.refusal import check_unchanged
from hamahang.domain.text import Text
from hamahang.ledger.recording import recording
from hamahang.papers.models import Attachment


def pass_resolution(
    *,
    number: str,
    text: str,
    executor: str,
    passed_on: date,
    due_on: date,
    committee: str = "",
    session_no: str = "",
    subject: str = "",
    unit: int | None = None,
    unit_duty: str = "",
    priority: int = 2,
    by: str,
    at: datetime,
) -> Resolution:
    """Record a resolution that was passed.

    :raises BoardRefused: if it lacks words, executor or number, is due before it was passed, or the number is taken
    """
    if not text.strip() or not executor.strip() or not number.strip():
        raise BoardRefused(Text(fa="شماره، متن و مجری مصوبه را بنویسید", en="Write number, text and executor"))
    if due_on < passed_on:
        raise BoardRefused(Text(fa="مهلت پیش از روز تصویب است", en="It is due before the day it was passed"))
    resolution = Resolution(
        number=number.strip(),
        text=text.strip(),
        executor=executor.strip(),
        passed_on=passed_on,
        due_on=due_on,
        committee=committee.strip(),
        session_no=session_no.strip(),
        subject=subject.strip(),
        unit_id=unit,
        unit_duty=unit_duty.strip(),
        priority=priority,
    )
    with recording(action="board.resolution.passed", by=by, at=at):
        if Resolution.objects.filter(number=resolution.number, voided_entry=None).exists():
            raise BoardRefused(Text(fa=f"مصوبهٔ {number} ثبت شده است", en=f"Resolution {number} is recorded already"))
        resolution.save()
        ResolutionState(resolution=resolution, state="PASSED", since_on=passed_on, by=by, proof=Proof.CONFIRMED).save()
    return resolution


def take_step(
    *,
    resolution: Resolution,
    step: str,
    on: date,
    permissions: Collection[str],
    agency: str = "",
    reason: str = "",
    seen: int | None = None,
    by: str,
    at: datetime,
) -> ResolutionState:
    """Take a resolution to its next state on a day.

    agency: key of the person's agency, where the person belongs to one: it answers for itself only
    seen: number of the last entry the person saw
    :raises UnknownStep, StepNotAllowed, StepIncomplete: see `domain.flows.workflow.take`
    :raises ChangedMeanwhile: if somebody else changed it since
    :raises BoardRefused: if the agency is not its executor
    """
    with recording(action=f"board.resolution.{step}", by=by, at=at, reason=reason):
        check_unchanged(seen, queries.version(resolution))
        _own(resolution, agency)
        states = queries.states_of(resolution, AsOf(on))
        recorded = ResolutionState.objects.filter(resolution=resolution, voided_entry=None)
        way = Way(
            RESOLUTION,
            [Passed(fact.state, fact.since_on, fact.step, fact.by) for fact in states],
            frozenset(paper.need for paper in queries.papers_of(resolution, AsOf(on))),
            recorded.aggregate(on=Max("since_on"))["on"],
        )
        taken = way.step(step, on=on, permissions=permissions, person=by, reason=reason)
        if taken.by == VERIFY:
            _other_side(resolution, states, by)
        proof = max([Proof.CONFIRMED, *(Proof(state.proof) for state in states if state.since_on == on)])
        fact = ResolutionState(
            resolution=resolution, state=taken.target, step=step, by=by, reason=reason, since_on=on, proof=proof
        )
        fact.save()
    return fact


def _other_side(resolution: Resolution, states: Sequence[ResolutionState], by: str) -> None:
    """Refuse a verifier of the agency that carried it out or claimed it."""
    claimants = {state.by for state in states if state.step == "claim"}
    theirs = {queries.executor_key(resolution)}.union(*(agencies_of(name) for name in claimants))
    check_sides(person=by, agencies=agencies_of(by), others=claimants, others_agencies=theirs)


def agencies_of(username: str) -> frozenset[str]:
    """Return the key of somebody's agency; nothing for people of the headquarters."""
    person = accounts.person_named(username)
    return frozenset({person.agency.name_key} if person and person.agency else ())


def check_charged(resolution: Resolution, agency: str) -> None:
    """Refuse an agency that neither carries a resolution out nor helps. agency: its key; empty: no agency asks.

    :raises BoardRefused: if it is not charged with it
    """
    if agency and not queries.is_charged(resolution, agency):
        raise BoardRefused(Text(fa="این مصوبه از آنِ دستگاه شما نیست", en="This is not a resolution of your agency"))


def _own(resolution: Resolution, agency: str) -> None:
    if agency and queries.executor_key(resolution) != agency:
        raise BoardRefused(Text(fa="این مصوبه از آنِ دستگاه شما نیست", en="This is not a resolution of your agency"))


def add_paper(
    *,
    resolution: Resolution,
    need: str,
    on: date,
    number: str = "",
    note: str = "",
    attachment: Attachment | None = None,
    agency: str = "",
    by: str,
    at: datetime,
) -> ResolutionPaper:
    """Put a letter, an answer or a proof with a resolution.

    :raises BoardRefused: if there is no such kind, nothing is given, or the agency is not its executor
    """
    if need not in {known.code for known in RESOLUTION.needs}:
        raise BoardRefused(Text(fa="چنین سندی شناخته نیست", en="There is no such paper"))
    if not number.strip() and not note.strip() and attachment is None:
        raise BoardRefused(Text(fa="شماره، متن یا فایل را بدهید", en="Give a number, words or a file"))
    check_charged(resolution, agency)
    paper = ResolutionPaper(
        resolution=resolution,
        need=need,
        number=number.strip(),
        note=note.strip(),
        attachment=attachment,
        since_on=on,
        proof=Proof.LISTED,
    )
    with recording(action="board.paper.added", by=by, at=at):
        paper.save()
    return paper


def ask_for_time(
    *, resolution: Resolution, wanted_on: date, reason: str, on: date, agency: str = "", by: str, at: datetime
) -> DeadlineRequest:
    """Ask for a later day.

    :raises BoardRefused: if no reason is given, the day is not later, one is asked already, or it is not the agency's
    """
    _own(resolution, agency)
    if not reason.strip():
        raise BoardRefused(Text(fa="دلیل را بنویسید", en="Give the reason"))
    if wanted_on <= max(on, queries.due_of(resolution, AsOf(on))):
        raise BoardRefused(Text(fa="روزی پس از مهلت کنونی بخواهید", en="Ask for a day after the present one"))
    with recording(action="board.deadline.asked", by=by, at=at, reason=reason):
        if queries.waiting_request(resolution) is not None:
            raise BoardRefused(Text(fa="درخواستی در انتظار تصمیم است", en="A request waits for its decision"))
        request = DeadlineRequest(resolution=resolution, asked_on=on, wanted_on=wanted_on, reason=reason.strip(), by=by)
        request.save()
    return request


def decide_deadline(
    *, request: DeadlineRequest, is_granted: bool, reason: str, on: date, by: str, at: datetime
) -> ResolutionDeadline:
    """Grant or refuse a later day; never by whoever asked for it.

    :raises BoardRefused: if the asker decides, no reason is given, or it is decided already
    """
    theirs = agencies_of(request.by) | {queries.executor_key(request.resolution)}
    check_sides(person=by, agencies=agencies_of(by), others={request.by}, others_agencies=theirs)
    if not reason.strip():
        raise BoardRefused(Text(fa="دلیل تصمیم را بنویسید", en="Give the reason of the decision"))
    action = "board.deadline.granted" if is_granted else "board.deadline.refused"
    with recording(action=action, by=by, at=at, reason=reason):
        if ResolutionDeadline.objects.filter(request=request, voided_entry=None).exists():
            raise BoardRefused(Text(fa="تصمیم گرفته شده است", en="It is decided already"))
        fact = ResolutionDeadline(
            resolution_id=request.resolution_id,
            request=request,
            is_granted=is_granted,
            due_on=request.wanted_on if is_granted else queries.due_of(request.resolution, AsOf(on)),
            reason=reason.strip(),
            since_on=on,
            proof=Proof.CONFIRMED,
            by=by,
        )
        fact.save()
    return fact
