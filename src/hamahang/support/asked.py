"""Reading requests: one whole, lists of them, and the funnel."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Count, F, Max, Q, Sum

from hamahang.accounts.queries import Reach, narrowed
from hamahang.domain.clocks import Reached, Time, times
from hamahang.domain.ledger import AsOf
from hamahang.domain.requests import DOCUMENTS, ENDS, REQUEST, WAY, After, after_contract, amounts_of
from hamahang.domain.workflow import Clock, Need, Step, missing
from hamahang.domain.workingdays import Closures, due_on
from hamahang.ledger.models import Entry
from hamahang.support.models import (
    CreditFacility,
    Disbursement,
    RequestAssessment,
    RequestPaper,
    RequestStage,
    SupportRequest,
)

COUNTY, BANK = "request__unit__county", "request__bank__code"


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
    last = SupportRequest.objects.values_list("entry_id", flat=True).get(pk=request.pk)
    for model in (RequestStage, RequestPaper, RequestAssessment):
        facts: models.QuerySet[Any] = model._base_manager.all()
        last = max(last, facts.filter(request=request).aggregate(last=Max("entry_id"))["last"] or 0)
    return last, Entry.objects.values_list("by", flat=True).get(number=last)


def reached(asof: AsOf, *, stage: str, programme: str | None = None) -> models.QuerySet[RequestStage]:
    """Return for each request the last fact of a stage it reached by the asked day."""
    same = RequestStage.objects.standing(asof).filter(stage=stage, request=models.OuterRef("request"))
    last = same.order_by("-since_on", "-pk").values("pk")[:1]
    found = RequestStage.objects.standing(asof).filter(stage=stage, pk=models.Subquery(last))
    return found.filter(request__line__programme__code=programme) if programme else found


def came_on(asof: AsOf, *, first: str, then: str) -> models.QuerySet[RequestStage]:
    """Return the requests that came to a stage, each with `came` 1 where it came to another, and `whole` 1."""
    later = RequestStage.objects.standing(asof).filter(request=models.OuterRef("request"), stage=then)
    came = models.Case(models.When(models.Exists(later), then=1), default=0)
    return reached(asof, stage=first).annotate(came=came, whole=models.Value(1))


def open_requests(asof: AsOf) -> models.QuerySet[RequestStage]:
    """Return where each request stands that has not ended."""
    return current(asof).exclude(stage__in=ENDS)


def current(asof: AsOf) -> models.QuerySet[RequestStage]:
    """Return the stage each request stands in."""
    return RequestStage.objects.holding(asof, of="request")


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """What a list of requests is narrowed by; empty values narrow nothing."""

    programme: str = ""
    line: str = ""
    stage: str = ""
    bank: str = ""
    county: str = ""
    text: str = ""


def lines(asof: AsOf, reach: Reach, wanted: RequestFilter) -> "models.QuerySet[Any]":
    """Return where each request stands that a reader may list, narrowed."""
    standing = narrowed(current(asof), reach, county=COUNTY, bank=BANK).annotate(number=F("request__number"))
    paths = {
        "request__line__programme__code": wanted.programme,
        "request__line__code": wanted.line,
        "stage": wanted.stage,
        "request__bank__code": wanted.bank,
        "request__unit__county__code": wanted.county,
    }
    found = standing.filter(**{path: value for path, value in paths.items() if value})
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
class Rung:
    """A stage of the funnel: how many requests came to it, with how many rials."""

    stage: str
    number: int
    rials: int


GROUPS = {"": None, "bank": "request__bank", "county": "request__unit__county"}


def funnel(asof: AsOf, reach: Reach, *, programme: str, by: str = "") -> dict[int | None, list[Rung]]:
    """Return the stages of a programme with all requests that ever came to each, and PAID at their end.

    by: "" for the whole (under None), bank or county for one funnel each, under its key
    """
    path = GROUPS[by] or "request__line__programme"
    facts = RequestStage.objects.standing(asof).filter(request__line__programme__code=programme, stage__in=WAY)
    rows = narrowed(facts, reach, county=COUNTY, bank=BANK).order_by("since_on", "pk")
    # one pass over the facts: the last of a request and stage says its amount
    last = {
        (request, stage): (key, amount)
        for request, stage, key, amount in rows.values_list("request_id", "stage", path, "amount")
    }
    found: dict[int | None, dict[str, list[int]]] = {}
    for (_, stage), (key, amount) in last.items():
        rung = found.setdefault(key if by else None, {}).setdefault(stage, [0, 0])
        rung[0] += 1
        rung[1] += amount or 0
    for key, number, total in _paid(asof, reach, programme, path):
        found.setdefault(key if by else None, {})["PAID"] = [number, total]
    return {
        key: [Rung(stage, *counted.get(stage, (0, 0))) for stage in (*WAY, "PAID")] for key, counted in found.items()
    }


def _paid(asof: AsOf, reach: Reach, programme: str, path: str) -> list[tuple[int | None, int, int]]:
    """Return by group how many requests were paid something, and how much; only payments of requests count."""
    way = {
        "request__bank": "facility__bank",
        "request__unit__county": "facility__unit__county",
        "request__line__programme": "facility__line__programme",
    }[path]
    asked = SupportRequest.objects.known(asof).exclude(facility=None).values("facility")
    paid = Disbursement.objects.standing(asof).filter(facility__line__programme__code=programme, facility__in=asked)
    rows = narrowed(paid, reach, county="facility__unit__county", bank="facility__bank__code").order_by()
    counted = rows.values(way).annotate(n=Count("facility", distinct=True), total=Sum("amount"))
    return [(row[way], row["n"], row["total"] or 0) for row in counted]


@dataclass(frozen=True, slots=True)
class Ahead:
    """A step that leads on from where a request stands, what it needs, and what of it is missing."""

    step: Step
    needs: tuple[Need, ...]
    missing: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything known of one request as of a day. amounts: stage → rials."""

    request: SupportRequest
    stages: Sequence[RequestStage]
    papers: Sequence[RequestPaper]
    assessment: RequestAssessment | None
    amounts: Mapping[str, int]
    has: frozenset[str]
    paid: int

    @property
    def stage(self) -> str:
        """Where it stands in the table."""
        return self.stages[-1].stage

    @property
    def after(self) -> After | None:
        """Where it stands after its contract; None before."""
        if self.stage != "CONTRACT":
            return None
        return after_contract(contracted=self.amounts.get("CONTRACT", 0), paid=self.paid)

    def documents(self) -> tuple[Need, ...]:
        """Return the documents that are still missing for the examination."""
        return tuple(REQUEST.need(code) for code in DOCUMENTS if code not in self.has)

    def ahead(self) -> list[Ahead]:
        """Return the steps that lead on, in the order of the table."""
        return [
            Ahead(step, tuple(REQUEST.need(code) for code in step.needs), missing(REQUEST, step, self.has))
            for step in REQUEST.steps_from(self.stage)
        ]

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
    papers = list(
        RequestPaper.objects.standing(asof).filter(request=request).select_related("attachment").order_by("pk")
    )
    assessments = RequestAssessment.objects.standing(asof).filter(request=request)
    assessment = assessments.select_related("rules").order_by("-since_on", "-pk").first()
    has = {paper.need for paper in papers} | ({"ASSESSED"} if assessment else set())
    paid = 0
    if request.facility_id:
        payments = Disbursement.objects.standing(asof).filter(facility=request.facility_id)
        paid = payments.aggregate(total=Sum("amount"))["total"] or 0
    return Whole(
        request=request,
        stages=stages,
        papers=papers,
        assessment=assessment,
        amounts=amounts_of((stage.stage, stage.amount) for stage in stages),
        has=frozenset(has),
        paid=paid,
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


def facility_of(bank: int, number: str) -> CreditFacility | None:
    """Return a bank's facility by its number."""
    return CreditFacility.objects.filter(bank_id=bank, number=number, voided_entry=None).first()
