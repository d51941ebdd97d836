"""Reading resolutions: over all of them for figures and lists, and one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce

from hamahang.accounts.queries import EVERYTHING, Reach, narrowed
from hamahang.board.models import (
    DeadlineRequest,
    Resolution,
    ResolutionDeadline,
    ResolutionHelper,
    ResolutionNow,
    ResolutionPaper,
    ResolutionState,
)
from hamahang.domain.board import DONE_STATES, OPEN_STATES
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import company_key, sort_key
from hamahang.ledger import queries as ledger
from hamahang.ledger.queries import last_entry

COUNTY = "resolution__unit__county"
MOST_EXECUTORS = 200  # as many as one may choose from


def states(asof: AsOf) -> models.QuerySet[ResolutionState]:
    """Return where each resolution stands; drafts are not passed yet, and left out."""
    found = ResolutionState.objects.holding(asof, of="resolution").exclude(state="DRAFT")
    return found.select_related("resolution")


def _due(asof: AsOf) -> Coalesce:
    """Return an expression for the day a state's resolution is due, by what was granted up to the asked day."""
    moved = ResolutionDeadline.objects.standing(asof).filter(resolution=models.OuterRef("resolution"), is_granted=True)
    latest = models.Subquery(moved.order_by("-since_on", "-pk").values("due_on")[:1])
    return Coalesce(latest, models.F("resolution__due_on"))


def overdue(asof: AsOf, reach: Reach = EVERYTHING) -> models.QuerySet[ResolutionState]:
    """Return the open resolutions a reader may list whose day has passed, the oldest first.

    A resolution about a unit belongs to the unit's county; one about no unit concerns all.
    """
    open_ones: models.QuerySet[Any] = states(asof).filter(state__in=OPEN_STATES)
    late = open_ones.annotate(due=_due(asof)).filter(due__lt=asof.day)
    late = narrowed(late, reach, county=COUNTY, or_of_no_county=True)
    return late.order_by("due", "pk")


def done_on_time(asof: AsOf) -> models.QuerySet[ResolutionState]:
    """Return the resolutions done, claimed or verified, that were first said to be done by their deadline.

    What was taken up again after a claim counts from the claim that followed.
    """
    broken = ResolutionState.objects.standing(asof).filter(resolution=models.OuterRef("resolution"))
    last_open = broken.exclude(state__in=DONE_STATES).order_by("-since_on", "-proof", "-pk").values("since_on")[:1]
    claims = broken.filter(state__in=DONE_STATES, since_on__gte=Coalesce(models.OuterRef("opened"), date.min))
    done: models.QuerySet[Any] = states(asof).filter(state__in=DONE_STATES).annotate(opened=models.Subquery(last_open))
    done = done.annotate(first=models.Subquery(claims.order_by("since_on").values("since_on")[:1]))
    on_time: models.QuerySet[ResolutionState] = done.annotate(due=_due(asof)).filter(first__lte=models.F("due"))
    return on_time


def resolutions_of(unit_id: int, asof: AsOf) -> models.QuerySet[ResolutionState]:
    """Return the resolutions about a unit with their states."""
    found = states(asof)
    return ledger.pointing_to(found, to=unit_id, by="unit_id", asof=asof, entity=Resolution, path="resolution")


def resolutions_by_number() -> dict[str, Resolution]:
    """Return resolutions by number."""
    return {resolution.number: resolution for resolution in Resolution.objects.filter(voided_entry=None)}


# what the scoreboard counts: each count opens to its list
# written as a list of one: a bare truth value is no condition that an index can answer
IS_OPEN = models.Q(is_open__in=(True,))
WHICH = {
    "OPEN": IS_OPEN,
    "DONE": models.Q(done_on__isnull=False),
    "ON_TIME": models.Q(done_on__lte=models.F("due_on")),
}


@dataclass(frozen=True, slots=True)
class ResolutionFilter:
    """What a list of resolutions is narrowed by; empty values narrow nothing. executor: its key; which: of WHICH."""

    state: str = ""
    which: str = ""
    executor: str = ""
    text: str = ""
    late: str = ""


def lines(asof: AsOf, reach: Reach, wanted: ResolutionFilter) -> models.QuerySet[ResolutionNow]:
    """Return where the resolutions stand that a reader may list, as recorded by now, narrowed."""
    rows = ResolutionNow.objects.select_related("resolution__unit")
    found = narrowed(rows, reach, county="resolution__unit__county", or_of_no_county=True)
    if wanted.state:
        found = found.filter(state=wanted.state)
    elif not wanted.late:
        # a draft is shown to who asks for drafts: it decides nothing yet, and is not open
        found = found.exclude(state="DRAFT")
    if wanted.executor:
        found = found.filter(executor_key=wanted.executor)
    if wanted.which in WHICH:
        found = found.filter(WHICH[wanted.which])
    if wanted.late:
        found = found.filter(IS_OPEN, due_on__lt=asof.day)
    if wanted.text:
        words = models.Q(resolution__text__icontains=wanted.text) | models.Q(number__icontains=wanted.text)
        found = found.filter(words)
    return found


def of_executor(key: str, asof: AsOf) -> models.QuerySet[ResolutionNow]:
    """Return the open resolutions an agency has to carry out, the earliest due first."""
    mine = ResolutionNow.objects.filter(IS_OPEN, executor_key=key)
    return mine.select_related("resolution__unit").order_by("due_on", "resolution_id")


def resolution_in(reach: Reach, resolution_id: int) -> Resolution | None:
    """Return a resolution if a reader may see it: one about a unit of another county may not."""
    rows = Resolution.objects.filter(voided_entry=None).select_related("unit__county")
    return narrowed(rows, reach, county="unit__county", or_of_no_county=True).filter(pk=resolution_id).first()


def states_of(resolution: Resolution, asof: AsOf) -> list[ResolutionState]:
    """Return the states a resolution went through, the last one last."""
    facts = ResolutionState.objects.standing(asof).filter(resolution=resolution)
    return list(facts.order_by("since_on", "proof", "pk"))


def papers_of(resolution: Resolution, asof: AsOf) -> list[ResolutionPaper]:
    """Return the letters, answers and proofs of a resolution."""
    facts = ResolutionPaper.objects.standing(asof).filter(resolution=resolution)
    return list(facts.select_related("attachment").order_by("since_on", "pk"))


def paper(paper_id: int, resolution: Resolution) -> ResolutionPaper | None:
    """Return a paper of a resolution that stands."""
    papers = ResolutionPaper.objects.filter(pk=paper_id, resolution=resolution, voided_entry=None)
    return papers.select_related("attachment").first()


def due_of(resolution: Resolution, asof: AsOf) -> date:
    """Return when a resolution is due, by what was granted up to the asked day."""
    granted = ResolutionDeadline.objects.standing(asof).filter(resolution=resolution, is_granted=True)
    last = granted.order_by("-since_on", "-pk").first()
    return last.due_on if last else resolution.due_on


def waiting_request(resolution: Resolution) -> DeadlineRequest | None:
    """Return the request for a later day that waits for its decision."""
    decided = ResolutionDeadline.objects.filter(request=models.OuterRef("pk"), voided_entry=None)
    waiting = DeadlineRequest.objects.filter(resolution=resolution, voided_entry=None)
    return waiting.exclude(models.Exists(decided)).first()


def deadlines_of(resolution: Resolution, asof: AsOf) -> list[ResolutionDeadline]:
    """Return what was decided on requests for a later day."""
    facts = ResolutionDeadline.objects.standing(asof).filter(resolution=resolution)
    return list(facts.select_related("request").order_by("since_on", "pk"))


def executor_key(resolution: Resolution) -> str:
    """Return the key an agency is known by: of its folded name."""
    return company_key(resolution.executor)


def is_charged(resolution: Resolution, key: str) -> bool:
    """Say whether an agency carries a resolution out, or helps; a draft charges nobody. key: see `executor_key`."""
    helps = ResolutionHelper.objects.filter(resolution=resolution, voided_entry=None, agency__name_key=key)
    now = ResolutionNow.objects.filter(resolution=resolution).exclude(state="DRAFT")
    return (executor_key(resolution) == key or helps.exists()) and now.exists()


def version(resolution: Resolution) -> tuple[int, str]:
    """Return the number of the last entry that touched a resolution, and who made it."""
    facts: tuple[Any, ...] = (ResolutionState, ResolutionDeadline)
    return last_entry(
        Resolution.objects.filter(pk=resolution.pk),
        *(model._base_manager.filter(resolution=resolution) for model in facts),
    )


@dataclass(frozen=True, slots=True)
class Score:
    """How an executor stands: counts of its resolutions, and the median days its work came after the day it was due.

    on_time: of those claimed or verified, how many by the day they were due
    """

    key: str
    name: str
    number: int
    open: int
    late: int
    claimed: int
    verified: int
    on_time: int
    delay: float | None


def scoreboard(asof: AsOf, reach: Reach) -> list[Score]:
    """Return the executors by what they left undone: the most overdue first."""
    rows = lines(asof, reach, ResolutionFilter()).values_list(
        "executor_key", "executor", "state", "due_on", "done_on", "is_open"
    )
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    scores = [_score(key, of_executor, asof) for key, of_executor in found.items()]
    return sorted(scores, key=lambda score: (-score.late, -score.open, score.name))


def _score(key: str, rows: Sequence[tuple[Any, ...]], asof: AsOf) -> Score:
    delays = [(done_on - due_on).days for _, _, _, due_on, done_on, _ in rows if done_on]
    states = [row[2] for row in rows]
    return Score(
        key=key,
        name=rows[0][1],
        number=len(rows),
        open=sum(row[5] for row in rows),
        late=sum(row[5] and row[3] < asof.day for row in rows),
        claimed=states.count("DONE_CLAIMED"),
        verified=states.count("DONE_VERIFIED"),
        on_time=sum(delay <= 0 for delay in delays),
        delay=median(delays) if delays else None,
    )


def executors(asof: AsOf) -> Mapping[str, str]:
    """Return the executors there are, name by key: each is sought behind the one before, over half a million rows."""
    rows = ResolutionNow.objects.order_by("executor_key").values_list("executor_key", "executor")
    found: dict[str, str] = {}
    last = rows.first()
    while last and len(found) < MOST_EXECUTORS:
        found[last[0]] = last[1]
        last = rows.filter(executor_key__gt=last[0]).first()
    return dict(sorted(found.items(), key=lambda one: sort_key(one[1])))
