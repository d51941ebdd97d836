"""What the next agenda could hold: what is late, unproven, blocked, running out of time, at risk or postponed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from hamahang.accounts.queries import EVERYTHING, Reach, narrowed
from hamahang.board import meetings, queries
from hamahang.board.models import ResolutionNow, Session
from hamahang.casework import counting
from hamahang.casework import queries as casework
from hamahang.commitments.counting import Count, jobs_only
from hamahang.commitments.warning import kept_so_far
from hamahang.domain.calendar import say_day
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import Text

VERIFIED = Text(
    fa="{kept} درصد تعهد با تأیید انجام شده و {passed} درصد مهلت گذشته است",
    en="{kept} % of the promise is verified, and {passed} % of its time has passed",
)
REACHED = Text(
    fa="{kept} درصد تعهد انجام شده و {passed} درصد مهلت گذشته است",
    en="{kept} % of the promise is reached, and {passed} % of its time has passed",
)
USED = Text(
    fa="{kept} درصد سقف تعهد پر شده و {passed} درصد مهلت گذشته است",
    en="{kept} % of the limit is used, and {passed} % of its time has passed",
)
EXCEEDED = Text(
    fa="مهلت تعهد گذشته و {kept} درصد سقف آن پر شده است",
    en="the time of the promise is over, and {kept} % of its limit was used",
)
MISSED = Text(
    fa="مهلت تعهد گذشته و {kept} درصد آن انجام شده است",
    en="the time of the promise is over, and {kept} % of it was reached",
)
OVER = 90  # days after its last day in which a session still speaks of a promise that was missed
SOON = timedelta(days=10)  # what runs out before the session after this one would come too late


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that could stand on the agenda, and why. unit, case, resolution: keys."""

    source: str
    subject: str
    reason: Text
    unit: int | None = None
    case: int | None = None
    resolution: int | None = None


def proposals(session: Session, asof: AsOf, reach: Reach = EVERYTHING, *, count: Count = jobs_only) -> list[Proposal]:
    """Return what the agenda of a session could hold and does not hold yet. count: how promises are counted"""
    items = meetings.items_of(session)
    resolutions = {item.resolution_id for item in items if item.resolution_id}
    cases = {item.case_id for item in items if item.case_id}
    subjects = {item.subject for item in items}
    found = [
        *_postponed(session),
        *_late(asof, reach),
        *_unverified(asof, reach),
        *_blocked(asof, reach),
        *_expiring(session, asof, reach),
        *_at_risk(asof, reach, count),
    ]
    return [
        proposal
        for proposal in found
        if proposal.resolution not in resolutions
        and proposal.case not in cases
        and (proposal.resolution or proposal.case or proposal.subject not in subjects)
    ]


def _late(asof: AsOf, reach: Reach) -> Iterator[Proposal]:
    late = queries.lines(asof, reach, queries.ResolutionFilter(late="yes"))
    words = Text(fa="مصوبهٔ {number}: {days} روز عقب است", en="resolution {number} is {days} days overdue")
    for now in late.order_by("due_on", "resolution_id")[: meetings.OFFERED]:
        yield _about(now, "OVERDUE", words, days=(asof.day - now.due_on).days)


def _unverified(asof: AsOf, reach: Reach) -> Iterator[Proposal]:
    claimed = queries.lines(asof, reach, queries.ResolutionFilter(state="DONE_CLAIMED")).filter(since_on__lte=asof.day)
    words = Text(
        fa="مصوبهٔ {number}: {days} روز است که اظهار اجرا تأیید نشده است",
        en="resolution {number}: its claim has waited {days} days for proof",
    )
    for now in claimed.order_by("since_on", "resolution_id")[: meetings.OFFERED]:
        yield _about(now, "UNVERIFIED", words, days=(asof.day - now.since_on).days)


def _about(now: ResolutionNow, source: str, words: Text, *, days: int) -> Proposal:
    resolution = now.resolution
    reason = words.format(number=now.number, days=days)
    return Proposal(source, resolution.text[:200], reason, unit=resolution.unit_id, resolution=resolution.pk)


def _blocked(asof: AsOf, reach: Reach) -> Iterator[Proposal]:
    """Yield the cases of obstacles that wait for the board: the one place that asks casework."""
    referred = casework.current(asof, kind="OBSTACLE").filter(stage="REFERRED")
    referred = narrowed(referred, reach, county="case__unit__county")
    for stage in referred.select_related("case__unit").order_by("since_on", "pk")[: meetings.OFFERED]:
        case = stage.case
        words = Text(fa="پروندهٔ {number} منتظر تصمیم ستاد است", en="case {number} waits for the board")
        yield Proposal(
            "BLOCKED_CASE", case.unit.name, words.format(number=case.number), unit=case.unit_id, case=case.pk
        )


def _expiring(session: Session, asof: AsOf, reach: Reach) -> Iterator[Proposal]:
    """Yield the revivals that wait for a decision and whose time is over, or ends soon after the session."""
    until = max(asof.day, session.planned_on) + SOON
    for row in counting.running_out(reach, until=until)[: meetings.OFFERED]:
        due_on = row.due_on or until  # known of each that runs out
        day = Text(fa=say_day(due_on, "fa"), en=say_day(due_on, "en"))
        words = Text(fa="پروندهٔ {number}: مهلت تا {day}", en="case {number}: time until {day}")
        reason = words.format(number=row.number, day=day)
        yield Proposal("EXPIRING", row.case.unit.name, reason, unit=row.case.unit_id, case=row.case_id)


def _at_risk(asof: AsOf, reach: Reach, count: Count) -> Iterator[Proposal]:
    """Yield the promises that lag behind their time; for who sees the whole province."""
    if reach.places is not None:
        return
    for one in kept_so_far(asof, count, over_for=OVER):
        commitment, kept = one.commitment, one.progress
        if kept.is_at_risk:
            words = VERIFIED if commitment.is_of_jobs else USED if kept.is_limit else REACHED
            if asof.day > commitment.due_on:
                words = EXCEEDED if kept.is_limit else MISSED
            percents = {"kept": round(kept.kept * 100), "passed": round(kept.passed * 100)}
            yield Proposal("COMMITMENT", commitment.title[:200], words.format(**percents))


def _postponed(session: Session) -> Iterator[Proposal]:
    """Yield what the last session of the committee left to this one."""
    before = Session.objects.filter(
        committee=session.committee_id, number__lt=session.number, held_on__isnull=False, voided_entry=None
    )
    last = before.order_by("-number").first()
    if last is None:
        return
    items = last.items.filter(outcome="POSTPONED", voided_entry=None).order_by("position")
    words = Text(fa="مانده از جلسهٔ {number}", en="postponed by session {number}").format(number=last.number)
    for item in items:
        yield Proposal("POSTPONED", item.subject, words, item.unit_id, item.case_id, item.resolution_id)
