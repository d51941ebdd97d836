"""Reading requests: one whole, and lists of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, F, Max, Q, Sum

from hamahang.accounts.queries import EVERYTHING, Reach, narrowed
from hamahang.domain.credit.claims import State
from hamahang.domain.flows.clocks import Reached, Time, times
from hamahang.domain.flows.ways import Passed, Way
from hamahang.domain.flows.workflow import Clock, Need
from hamahang.domain.flows.workingdays import Closures, due_on
from hamahang.domain.ledger import AsOf
from hamahang.domain.requests import DOCUMENTS, ENDS, REQUEST, amounts_of
from hamahang.ledger.queries import last_entry
from hamahang.support import facility_lists
from hamahang.support.facilities import standings
from hamahang.support.facility_lists import FacilityFilter
from hamahang.support.models import (
    CreditFacility,
    Disbursement,
    RequestAssessment,
    RequestPaper,
    RequestStage,
    SupportRequest,
)

COUNTY, BANK = "request__unit__county", "request__bank__code"
NOBODY = "NONE"  # in the place of a bank's code: the request was never referred


def request_in(reach: Reach, request_id: int) -> SupportRequest | None:
    """Return a request if a reader may see it."""
    found = SupportRequest.objects.select_related(
        "unit__county", "unit__estate", "unit__company", "line__programme", "bank", "facility", "rules"
    )
    return (
        narrowed(found, reach, county="unit__county", bank="bank__code")
        .filter(pk=request_id, voided_entry=None)
        .first()
    )


def requests_of(unit_id: int, asof: AsOf) -> list[SupportRequest]:
    """Return the requests of a unit that were registered by a day."""
    known = SupportRequest.objects.known(asof).filter(unit_id=unit_id, registered_on__lte=asof.day)
    return list(known.select_related("line__programme").order_by("registered_on", "pk"))


def stages_of(unit_id: int, asof: AsOf) -> dict[int, str]:
    """Return by request of a unit the stage it stands in."""
    return dict(current(asof).filter(request__unit_id=unit_id).values_list("request_id", "stage"))


def requests_by_number() -> dict[str, SupportRequest]:
    """Return the standing requests by number."""
    return {request.number: request for request in SupportRequest.objects.filter(voided_entry=None)}


def now_by_request() -> dict[int, tuple[str, date]]:
    """Return by request the last stage it came to, whatever the day, and since when."""
    rows = current(AsOf(date.max)).values_list("request_id", "stage", "since_on")
    return {request: (stage, on) for request, stage, on in rows}


def version(request: SupportRequest) -> tuple[int, str]:
    """Return the number of the last entry that touched a request, and who made it."""
    facts: tuple[Any, ...] = (RequestStage, RequestPaper, RequestAssessment)
    return last_entry(
        SupportRequest.objects.filter(pk=request.pk), *(model._base_manager.filter(request=request) for model in facts)
    )


def reached(asof: AsOf, *, stage: str, programme: str | None = None) -> "models.QuerySet[Any]":
    """Return for each request the last fact of a stage it reached by the asked day, and the first day: `reached_on`."""
    same = RequestStage.objects.standing(asof).filter(stage=stage, request=models.OuterRef("request"))
    last = same.order_by("-since_on", "-pk").values("pk")[:1]
    first = same.order_by("since_on").values("since_on")[:1]
    found: models.QuerySet[Any] = RequestStage.objects.standing(asof).filter(stage=stage, pk=models.Subquery(last))
    found = found.annotate(reached_on=models.Subquery(first))
    return found.filter(request__line__programme__code=programme) if programme else found


def came_on(asof: AsOf, *, first: str, then: str) -> models.QuerySet[RequestStage]:
    """Return the requests that came to a stage, each with `came` 1 where it came to another, and `whole` 1."""
    later = RequestStage.objects.standing(asof).filter(request=models.OuterRef("request"), stage=then)
    came = models.Case(models.When(models.Exists(later), then=1), default=0)
    found: models.QuerySet[RequestStage] = reached(asof, stage=first).annotate(came=came, whole=models.Value(1))
    return found


def came_to(asof: AsOf, rung: str) -> "models.QuerySet[Any]":
    """Return the keys of the requests that came to a rung of the funnel: a stage, or PAID for a first payment."""
    stage = "CONTRACT" if rung == "PAID" else rung
    facts = RequestStage.objects.standing(asof).filter(stage=stage).order_by()
    if rung == "PAID":
        paid = Disbursement.objects.standing(asof).filter(facility=models.OuterRef("request__facility"))
        facts = facts.filter(models.Exists(paid))
    return facts.values("request")


def open_requests(asof: AsOf) -> models.QuerySet[RequestStage]:
    """Return where each request stands that has not ended."""
    return current(asof).exclude(stage__in=ENDS)


def current(asof: AsOf) -> models.QuerySet[RequestStage]:
    """Return the stage each request stands in."""
    return RequestStage.objects.holding(asof, of="request")


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """What a list of requests is narrowed by; empty values narrow nothing.

    bank: a code, or NOBODY for those never referred; reached: a rung of the funnel it came to; after: a state of its
    facility
    """

    programme: str = ""
    line: str = ""
    stage: str = ""
    bank: str = ""
    county: str = ""
    text: str = ""
    reached: str = ""
    after: str = ""


def lines(asof: AsOf, reach: Reach, wanted: RequestFilter) -> "models.QuerySet[Any]":
    """Return where each request stands that a reader may list, narrowed."""
    standing = narrowed(current(asof), reach, county=COUNTY, bank=BANK).annotate(number=F("request__number"))
    paths = {
        "request__line__programme__code": wanted.programme,
        "request__line__code": wanted.line,
        "stage": wanted.stage,
        "request__bank__code": wanted.bank if wanted.bank != NOBODY else "",
        "request__unit__county__code": wanted.county,
    }
    found = standing.filter(**{path: value for path, value in paths.items() if value})
    if wanted.bank == NOBODY:
        found = found.filter(request__bank=None)
    if wanted.reached:
        found = found.filter(request__in=came_to(asof, wanted.reached))
    if wanted.after:
        is_known = wanted.after in State.__members__
        fitting: Any = facility_lists.lines(asof, EVERYTHING, FacilityFilter(state=wanted.after))
        lent = fitting.order_by().values("pk") if is_known else []
        found = found.filter(stage="CONTRACT", request__facility__in=lent)
    if wanted.text:
        found = found.filter(
            Q(request__number__icontains=wanted.text)
            | Q(request__unit__name__icontains=wanted.text)
            | Q(request__file_no__icontains=wanted.text)
        )
    return found.select_related("request__unit__county", "request__line__programme", "request__bank")


def stages_in(asof: AsOf, reach: Reach, *, programme: str = "") -> dict[str, tuple[int, int]]:
    """Return how many requests stand in each stage, and their rials."""
    rows = narrowed(current(asof), reach, county=COUNTY, bank=BANK)
    rows = rows.filter(request__line__programme__code=programme) if programme else rows
    counted = rows.order_by().values("stage").annotate(number=Count("pk"), total=Sum("amount"))
    return {row["stage"]: (row["number"], row["total"] or 0) for row in counted}


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything known of one request as of a day.

    amounts: stage → rials; paid: rials; after: where it stands after its contract, by its facility; None before
    latest_on: of its last stage, also one after that day
    """

    request: SupportRequest
    stages: Sequence[RequestStage]
    papers: Sequence[RequestPaper]
    assessment: RequestAssessment | None
    amounts: Mapping[str, int]
    has: frozenset[str]
    paid: int
    after: State | None
    latest_on: date

    @property
    def stage(self) -> str:
        """Where it stands in the table."""
        return self.stages[-1].stage

    @property
    def way(self) -> Way:
        """How far it has come in the table."""
        passed = [Passed(fact.stage, fact.since_on, fact.step, fact.by) for fact in self.stages]
        return Way(REQUEST, passed, self.has, self.latest_on)

    @property
    def facility(self) -> CreditFacility | None:
        """What came of it, from its contract on."""
        return self.request.facility if self.stage == "CONTRACT" else None

    def documents(self) -> tuple[Need, ...]:
        """Return the documents that are still missing for the examination."""
        return tuple(REQUEST.need(code) for code in DOCUMENTS if code not in self.has)

    def times(self, day: date, closures: Closures) -> list[Time]:
        """Return how its clocks run on a day."""
        return _times([Reached(stage.stage, stage.since_on) for stage in self.stages], day, closures)


def _times(reached_ones: Sequence[Reached], day: date, closures: Closures) -> list[Time]:
    return times(REQUEST, reached_ones, day=day, closures=closures)


class NotRegistered(LookupError):
    """The request had no stage by the asked day."""


def whole(request: SupportRequest, asof: AsOf) -> Whole:
    """Return everything known of a request as of a day.

    :raises NotRegistered: if it had no stage by then
    """
    stages = list(RequestStage.objects.standing(asof).filter(request=request).order_by("since_on", "pk"))
    if not stages:
        raise NotRegistered(request.number)
    latest = RequestStage.objects.filter(request=request, voided_entry=None).aggregate(on=Max("since_on"))
    papers = list(
        RequestPaper.objects.standing(asof).filter(request=request).select_related("attachment").order_by("pk")
    )
    assessments = RequestAssessment.objects.standing(asof).filter(request=request)
    assessment = assessments.select_related("rules").order_by("-since_on", "-pk").first()
    has = {paper.need for paper in papers} | ({"ASSESSED"} if assessment else set())
    lent = request.facility_id if stages[-1].stage == "CONTRACT" else None
    standing = standings([lent], asof)[lent] if lent else None
    return Whole(
        request=request,
        stages=stages,
        papers=papers,
        assessment=assessment,
        amounts=amounts_of((stage.stage, stage.amount) for stage in stages),
        has=frozenset(has),
        paid=standing.paid if standing else 0,
        after=standing.state if standing else None,
        latest_on=latest["on"],
    )


def missing_by_request(ids: Iterable[int], asof: AsOf) -> dict[int, tuple[str, ...]]:
    """Return by request which of the documents have not come yet."""
    listed = list(ids)
    there: dict[int, set[str]] = {pk: set() for pk in listed}
    papers = RequestPaper.objects.standing(asof).filter(request__in=listed, need__in=DOCUMENTS)
    for pk, need in papers.values_list("request_id", "need"):
        there[pk].add(need)
    return {pk: tuple(code for code in DOCUMENTS if code not in has) for pk, has in there.items()}


def times_by_request(ids: Iterable[int], asof: AsOf, closures: Closures) -> dict[int, list[Time]]:
    """Return by request how its clocks run on a day."""
    stages: dict[int, list[Reached]] = {}
    facts = RequestStage.objects.standing(asof).filter(request__in=list(ids)).order_by("since_on", "pk")
    for pk, stage, on in facts.values_list("request_id", "stage", "since_on"):
        stages.setdefault(pk, []).append(Reached(stage, on))
    return {pk: _times(found, asof.day, closures) for pk, found in stages.items()}


@dataclass(frozen=True, slots=True)
class Due:
    """A request whose next step is due: where it stands, by which clock and day, and whether that day is gone."""

    standing: RequestStage
    clock: Clock
    due_on: date
    is_late: bool


def due(asof: AsOf, reach: Reach, closures: Closures, *, most: int | None = None) -> tuple[list[Due], int, int]:
    """Return the open requests by the day on which their next step is due, the earliest first, at most so many;
    with how many are open in all, and how many of them are late.
    """
    open_ones = set(narrowed(open_requests(asof), reach, county=COUNTY, bank=BANK).values_list("request_id", flat=True))
    facts = RequestStage.objects.standing(asof).filter(request__in=open_requests(asof).values("request"))
    stages: dict[int, list[tuple[str, date]]] = {}
    for pk, stage, on in facts.order_by("since_on", "pk").values_list("request_id", "stage", "since_on"):
        if pk in open_ones:
            stages.setdefault(pk, []).append((stage, on))
    days: dict[tuple[str, date], date | None] = {}
    found = sorted(
        (first for pk, gone in stages.items() if (first := _first_due(pk, gone, closures, days)) is not None),
        key=lambda row: (row[0], row[2]),
    )
    late = sum(day < asof.day for day, _, _ in found)
    shown = found[:most]
    told = RequestStage.objects.holding(asof, of="request").filter(request__in=[pk for _, _, pk in shown])
    by_request = {row.request_id: row for row in told.select_related("request__unit", "request__bank")}
    return [Due(by_request[pk], clock, day, day < asof.day) for day, clock, pk in shown], len(stages), late


def _first_due(
    request: int, gone: Sequence[tuple[str, date]], closures: Closures, days: dict[tuple[str, date], date | None]
) -> tuple[date, Clock, int] | None:
    """Return the clock of a request that runs out first. days: worked out before, for many begin on one day."""
    found = []
    for clock in REQUEST.clocks:
        at = next((at for at, (stage, _) in enumerate(gone) if stage == clock.starts), None)
        if at is None or any(stage in clock.stops for stage, _ in gone[at + 1 :]):
            continue
        begun = gone[at][1]
        if (clock.code, begun) not in days:
            days[clock.code, begun] = due_on(begun, clock.days, closures=closures if clock.in_working_days else None)
        day = days[clock.code, begun]
        if day is not None:
            found.append((day, clock))
    if not found:
        return None
    day, clock = min(found, key=lambda pair: pair[0])
    return day, clock, request


def unpaid(asof: AsOf, reach: Reach) -> list[tuple[SupportRequest, int, int]]:
    """Return the requests with a contract that is not paid out: contracted and paid rials, the most unpaid first."""
    contracts = narrowed(reached(asof, stage="CONTRACT"), reach, county=COUNTY, bank=BANK)
    rows = list(contracts.select_related("request__unit", "request__bank"))
    paid = paid_by_facility([row.request.facility_id for row in rows if row.request.facility_id], asof)
    found = [(row.request, row.amount or 0, paid.get(row.request.facility_id or 0, 0)) for row in rows]
    return sorted((row for row in found if row[2] < row[1]), key=lambda row: (row[2] - row[1], row[0].number))


def paid_by_facility(ids: Iterable[int], asof: AsOf) -> dict[int, int]:
    """Return by facility the rials paid by a day."""
    paid = Disbursement.objects.standing(asof).filter(facility__in=list(ids)).order_by()
    return dict(paid.values("facility").annotate(total=Sum("amount")).values_list("facility", "total"))


def paper(paper_id: int, request: SupportRequest) -> RequestPaper | None:
    """Return a paper of a request that stands."""
    found = RequestPaper.objects.filter(pk=paper_id, request=request, voided_entry=None)
    return found.select_related("attachment").first()


def request_of(facility: int, reach: Reach, asof: AsOf) -> SupportRequest | None:
    """Return the request that a facility came of, from its contract on, if a reader may see it."""
    contracted = RequestStage.objects.standing(asof).filter(stage="CONTRACT", request__facility=facility)
    fact = narrowed(contracted, reach, county=COUNTY, bank=BANK).select_related("request").first()
    return fact.request if fact else None


def requests_for(project_no: str, reach: Reach, asof: AsOf) -> list[RequestStage]:
    """Return where each request for a project stands that a reader may see."""
    named = narrowed(current(asof), reach, county=COUNTY, bank=BANK).filter(request__project_no=project_no)
    return list(named.select_related("request__facility").order_by("request")) if project_no else []


def facility_of(bank: int, number: str) -> CreditFacility | None:
    """Return a bank's facility by its number."""
    return CreditFacility.objects.filter(bank_id=bank, number=number, voided_entry=None).first()
