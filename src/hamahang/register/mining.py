"""Reading mines: where each stands, what it owes and paid, what was taken out of it; and one of them whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from hamahang.accounts.queries import Reach, narrowed
from hamahang.domain.calendar import jalali
from hamahang.domain.flows.mines import MINE
from hamahang.domain.flows.ways import Passed, Way, given
from hamahang.domain.ledger import AsOf
from hamahang.domain.licences import EXPIRING_DAYS
from hamahang.domain.mines import STAGE_OF, left_of
from hamahang.ledger import queries as ledger
from hamahang.ledger.queries import last_entry
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


def statuses(asof: AsOf) -> "models.QuerySet[Any]":
    """Return the status of each mine as of a day, with the `document` it was under, as known then."""
    document, until = (ledger.known_value(Mine, name, asof, path="mine") for name in ("document", "valid_until"))
    return MineStatus.objects.holding(asof, of="mine").annotate(
        document=Coalesce(Subquery(_documents(asof, "mine").values("stage")[:1]), document),
        until=Coalesce(Subquery(_documents(asof, "mine").values("valid_until")[:1]), until),
    )


def _documents(asof: AsOf, mine: str) -> "models.QuerySet[MineStep]":
    """Return the documents that a mine was given by steps, the last first."""
    given = MineStep.objects.standing(asof).filter(mine=OuterRef(mine), stage__in=tuple(STAGE_OF)[1:])
    return given.order_by("-since_on", "-proof", "-pk")


def running_out(asof: AsOf, *, days: int = EXPIRING_DAYS) -> "models.QuerySet[Any]":
    """Return the mines whose document runs out within some days after the asked one."""
    return statuses(asof).filter(until__gte=asof.day, until__lte=asof.day + timedelta(days))


def dues(asof: AsOf) -> "models.QuerySet[RoyaltyDue]":
    """Return what mines owed by a day: the last word of each mine and year whose day has come."""
    newer = RoyaltyDue.objects.standing(asof).filter(mine=OuterRef("mine"), year=OuterRef("year"))
    last = newer.order_by("-since_on", "-proof", "-pk").values("pk")[:1]
    return RoyaltyDue.objects.standing(asof).filter(pk=Subquery(last), due_on__lte=asof.day)


def payments(asof: AsOf) -> "models.QuerySet[RoyaltyPayment]":
    """Return what mines paid by a day."""
    return RoyaltyPayment.objects.standing(asof)


def extractions(asof: AsOf) -> "models.QuerySet[MineExtraction]":
    """Return what was taken out, by mine, mineral and year: the last word of each."""
    newer = MineExtraction.objects.standing(asof).filter(
        mine=OuterRef("mine"), mineral=OuterRef("mineral"), year=OuterRef("year")
    )
    last = newer.order_by("-since_on", "-proof", "-pk").values("pk")[:1]
    return MineExtraction.objects.standing(asof).filter(pk=Subquery(last))


def particulars(asof: AsOf) -> "models.QuerySet[MineParticular]":
    """Return what documents say of mines on a day: the last word of each mine, kind and mineral."""
    newer = MineParticular.objects.standing(asof).filter(
        mine=OuterRef("mine"), kind=OuterRef("kind"), mineral=OuterRef("mineral")
    )
    last = newer.order_by("-since_on", "-proof", "-pk").values("pk")[:1]
    return MineParticular.objects.standing(asof).filter(pk=Subquery(last))


def with_reserve(asof: AsOf) -> "models.QuerySet[Any]":
    """Return the mines of which a reserve is certified on a day, as `statuses` gives them."""
    proven = MineParticular.objects.standing(asof).filter(mine=OuterRef("mine"), kind="RESERVE", amount__gt=0)
    return statuses(asof).filter(models.Exists(proven))


@dataclass(frozen=True, slots=True)
class Owed:
    """Royalties of a mine in whole rials."""

    due: int = 0
    paid: int = 0

    @property
    def left(self) -> int:
        """What is still owed; below zero where more was paid than was due yet."""
        return self.due - self.paid


def owed_by_mine(asof: AsOf, mines: Sequence[int]) -> dict[int, Owed]:
    """Return what some mines owed and paid by a day."""
    wanted = list(mines)
    due = dict(dues(asof).filter(mine__in=wanted).order_by().values_list("mine").annotate(sum=Sum("amount")))
    paid = dict(payments(asof).filter(mine__in=wanted).order_by().values_list("mine").annotate(sum=Sum("amount")))
    return {mine: Owed(int(due.get(mine, 0)), int(paid.get(mine, 0))) for mine in wanted}


@dataclass(frozen=True, slots=True)
class MineFilter:
    """What a list of mines is narrowed to. Empty means all."""

    status: str = ""
    document: str = ""
    county: str = ""
    text: str = ""
    late: str = ""


def mines_in(reach: Reach, asof: AsOf, wanted: MineFilter) -> "models.QuerySet[Any]":
    """Return the status of each mine a reader may list, narrowed, with its document and last day."""
    rows = running_out(asof) if wanted.late else statuses(asof)
    found = narrowed(rows.select_related("mine__county"), reach, county="mine__county")
    said = {"status": wanted.status, "document": wanted.document, "mine__county__code": wanted.county}
    found = found.filter(**{name: value for name, value in said.items() if value})
    if wanted.text:
        words = Q(mine__name__icontains=wanted.text) | Q(mine__licence_no__icontains=wanted.text)
        found = found.filter(words | Q(mine__minerals__icontains=wanted.text))
    listed: models.QuerySet[Any] = found.annotate(sort_key=F("mine__sort_key"))
    return listed


def mine_in(reach: Reach, mine_id: int) -> Mine | None:
    """Return a mine if a reader may see it."""
    mines = narrowed(Mine.objects.select_related("county", "company"), reach, county="county")
    return mines.filter(pk=mine_id, voided_entry=None).first()


@dataclass(frozen=True, slots=True)
class WholeMine:
    """Everything known of one mine as of a day. particulars: the last word of each kind and mineral."""

    mine: Mine
    way: Way
    steps: Sequence[MineStep]
    papers: Sequence[MinePaper]
    statuses: Sequence[MineStatus]
    dues: Sequence[RoyaltyDue]
    payments: Sequence[RoyaltyPayment]
    extractions: Sequence[MineExtraction]
    particulars: Sequence[MineParticular]
    owed: Owed
    until: date | None

    @property
    def extracted(self) -> Mapping[str, Decimal]:
        """Tonnes taken out in all, by mineral."""
        found: dict[str, Decimal] = {}
        for row in self.extractions:
            found[row.mineral] = found.get(row.mineral, Decimal(0)) + row.tonnes
        return found

    @property
    def reserves(self) -> Mapping[str, tuple[Decimal, Decimal]]:
        """By mineral the tonnes that are certified, and what is left of them after extraction."""
        certified = {
            row.mineral: (row.amount, jalali(row.since_on)[0]) for row in self.particulars if row.kind == "RESERVE"
        }
        if not certified and self.mine.reserve is not None:
            # of lists that came before particulars had days
            certified = {self.mine.minerals: (self.mine.reserve, 0)}
        left = left_of(certified, ((row.mineral, row.year, row.tonnes) for row in self.extractions))
        return {mineral: (tonnes, left[mineral]) for mineral, (tonnes, _) in certified.items()}


def whole(mine: Mine, asof: AsOf) -> WholeMine:
    """Return everything known of a mine as of a day."""
    steps = list(MineStep.objects.standing(asof).filter(mine=mine).order_by("since_on", "proof", "pk"))
    papers = list(MinePaper.objects.standing(asof).filter(mine=mine).select_related("attachment").order_by("since_on"))
    owed = owed_by_mine(asof, [mine.pk])[mine.pk]
    told = [] if steps else [Passed(STAGE_OF[mine.document], mine.issued_on or date.min)]
    passed = [*told, *(Passed(step.stage, step.since_on, step.step, step.by) for step in steps)]
    found = set(given(MINE, passed, [(paper.need, paper.since_on) for paper in papers]))
    found |= {"ROYALTIES_PAID"} if owed.left <= 0 else set()
    latest = MineStep.objects.filter(mine=mine, voided_entry=None).aggregate(last=models.Max("since_on"))["last"]
    until = [step.valid_until for step in steps if step.valid_until]
    return WholeMine(
        mine=mine,
        way=Way(MINE, passed, frozenset(found), latest),
        steps=steps,
        papers=papers,
        statuses=list(MineStatus.objects.standing(asof).filter(mine=mine).order_by("-since_on", "-pk")),
        dues=list(dues(asof).filter(mine=mine).order_by("-year")),
        payments=list(payments(asof).filter(mine=mine).order_by("-since_on", "-pk")),
        extractions=list(extractions(asof).filter(mine=mine).order_by("-year", "mineral")),
        particulars=list(particulars(asof).filter(mine=mine).order_by("kind", "mineral")),
        owed=owed,
        until=until[-1] if until else mine.valid_until,
    )


def version(mine: Mine) -> tuple[int, str]:
    """Return the number of the last entry that touched a mine or its steps, and who made it."""
    return last_entry(Mine.objects.filter(pk=mine.pk), MineStep.objects.filter(mine=mine))


def paper(mine: Mine, paper_id: int) -> MinePaper | None:
    """Return a paper of a mine that stands, with its file."""
    found = MinePaper.objects.filter(pk=paper_id, mine=mine, voided_entry=None)
    return found.select_related("attachment").first()


def counted(asof: AsOf, reach: Reach) -> dict[str, int]:
    """Return how many mines a reader may list, by status."""
    rows = narrowed(statuses(asof), reach, county="mine__county").order_by()
    return {status: int(n) for status, n in rows.values_list("status").annotate(number=models.Count("pk"))}


def extracted_by_mineral(asof: AsOf, reach: Reach, year: int) -> dict[str, Decimal]:
    """Return the tonnes taken out in a year by mineral, of the mines a reader may list."""
    rows = narrowed(extractions(asof).filter(year=year), reach, county="mine__county").order_by()
    return dict(rows.values_list("mineral").annotate(sum=Sum("tonnes")).order_by("-sum", "mineral"))
