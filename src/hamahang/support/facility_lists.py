"""Lists of facilities as of a day: all of them, what falls due, what waits for approval, the statement of a month."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Case, Count, F, Q, Sum, When
from django.db.models.functions import Coalesce

from hamahang.accounts.queries import Reach, narrowed
from hamahang.domain.credit.claims import ClaimClass, State, due_before
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import fold
from hamahang.support.came import of_request
from hamahang.support.classing import claim_limits
from hamahang.support.facilities import BANK, COUNTY, OWED, due_rows, due_rows_now, standings
from hamahang.support.models import (
    CreditFacility,
    FacilityNow,
    OpenInstalment,
    PaymentDecision,
    PaymentOrder,
    Posting,
    Tranche,
    TrancheRelease,
)

LATE = (State.PAYING, State.REPAYING, State.RESTRUCTURED)  # what can be late
OF_FACILITY = "schedule__facility"


@dataclass(frozen=True, slots=True)
class FacilityFilter:
    """Which facilities are wanted: words of the unit or the bank's number, codes of bank, county, state and class.

    came: by a request (`REQUEST`) or by a bank's list alone (`LIST`)
    """

    text: str = ""
    bank: str = ""
    county: str = ""
    state: str = ""
    claim: str = ""
    came: str = ""


def known(asof: AsOf, reach: Reach) -> "models.QuerySet[CreditFacility]":
    """Return the facilities that a reader may list, approved by a day or of no stated day."""
    rows = CreditFacility.objects.known(asof).filter(Q(approved_on=None) | Q(approved_on__lte=asof.day))
    return narrowed(rows, reach, county=COUNTY, bank=BANK)


def is_latest(asof: AsOf) -> bool:
    """Return whether a question asks for all that is recorded: then the kept tables answer it."""
    if asof.entry is not None:
        return False
    last = FacilityNow.objects.aggregate(last=models.Max("last_on"))["last"]
    return last is None or last <= asof.day


def lines(asof: AsOf, reach: Reach, wanted: FacilityFilter) -> "models.QuerySet[CreditFacility]":
    """Return the wanted facilities, to be ordered by number."""
    rows = known(asof, reach).select_related("bank", "unit__county", "unit__estate", "line__programme")
    if wanted.text:
        rows = rows.filter(Q(number__icontains=wanted.text) | Q(unit__name__icontains=wanted.text) | _key(wanted.text))
    if wanted.bank:
        rows = rows.filter(bank__code=wanted.bank)
    if wanted.county:
        rows = rows.filter(unit__county__code=wanted.county)
    if wanted.came == "REQUEST":
        rows = rows.filter(of_request(asof))
    elif wanted.came == "LIST":
        rows = rows.exclude(of_request(asof))
    if wanted.state in State.__members__ or wanted.claim in ClaimClass.__members__:
        rows = _standing(rows, asof, wanted)
    return rows


def _key(text: str) -> Q:
    return Q(unit__name_key__icontains=fold(text))


def _standing(rows: Any, asof: AsOf, wanted: FacilityFilter) -> Any:
    """Return the facilities of a state and a class: from the kept table, or for the past from the facts."""
    if not is_latest(asof):
        found = standings(rows.values_list("pk", flat=True), asof)
        fits = [
            pk
            for pk, one in found.items()
            if wanted.state in ("", one.state)
            and (not wanted.claim or (one.claim == wanted.claim and one.oldest_due_on))
        ]
        return rows.filter(pk__in=fits)
    late = Q(now__oldest_due_on__lt=asof.day, now__stage__in=LATE)
    if wanted.state == State.OVERDUE:
        rows = rows.filter(late)
    elif wanted.state:
        rows = rows.filter(now__stage=wanted.state).exclude(late)
    if wanted.claim:
        rows = rows.filter(of_class(ClaimClass(wanted.claim), asof, "now__oldest_due_on"))
    return rows


def of_class(name: ClaimClass, asof: AsOf, path: str) -> Q:
    """Return the condition that an oldest unpaid instalment, due or not, puts a claim into a class."""
    first, last = due_before(name, asof.day, claim_limits(asof))
    known_ = Q(**{f"{path}__isnull": False})
    if first is not None:
        known_ &= Q(**{f"{path}__gte": first})
    # what is not due yet is current
    return known_ if name is ClaimClass.CURRENT else known_ & Q(**{f"{path}__lt": last})


def states_in(asof: AsOf, reach: Reach) -> dict[State, int]:
    """Return how many facilities stand in each state."""
    rows = known(asof, reach)
    if not is_latest(asof):
        found: dict[State, int] = defaultdict(int)
        for one in standings(rows.values_list("pk", flat=True), asof).values():
            found[one.state] += 1
        return found
    counted = rows.order_by().annotate(state=_state_now(asof)).values_list("state").annotate(number=Count("pk"))
    return {State(code): number for code, number in counted if code}


def _state_now(asof: AsOf) -> Case:
    late = Q(now__oldest_due_on__lt=asof.day, now__stage__in=LATE)
    return Case(When(late, then=models.Value(State.OVERDUE.value)), default=F("now__stage"))


def states_by_facility(rows: "models.QuerySet[CreditFacility]", asof: AsOf) -> dict[int, State]:
    """Return the state of each of some facilities."""
    if not is_latest(asof):
        return {pk: one.state for pk, one in standings(rows.values_list("pk", flat=True), asof).items()}
    listed = rows.order_by().annotate(state=_state_now(asof)).values_list("pk", "state")
    return {pk: State(code) for pk, code in listed if code}


# --- what falls due ---


@dataclass(frozen=True, slots=True)
class DueFilter:
    """Which instalments are wanted: those of some days, or with `late` all that fell due before and are not paid."""

    first: date
    last: date
    bank: str = ""
    county: str = ""
    late: str = ""


def dues(asof: AsOf, reach: Reach, wanted: DueFilter) -> Any:
    """Return what falls due, one row for a facility and a day, to be ordered by `due_on` and `facility`.

    asked: what falls due; left: what is not paid of it; both in rials
    """
    rows, asked, left = _wanted(asof, reach, wanted)
    grouped = rows.values("due_on", "facility").annotate(asked=Sum(asked), left=Sum(left))
    return grouped.values_list("due_on", "facility", "asked", "left", named=True)


def due_totals(asof: AsOf, reach: Reach, wanted: DueFilter) -> tuple[int, int]:
    """Return how many rials fall due in all, and how many of them are not paid."""
    rows, asked, left = _wanted(asof, reach, wanted)
    found = rows.aggregate(asked=Sum(asked), left=Sum(left))
    return found["asked"] or 0, found["left"] or 0


def _wanted(asof: AsOf, reach: Reach, wanted: DueFilter) -> tuple[Any, Any, Any]:
    """Return the wanted rows with what falls due and what is left, of the kept table where it knows them."""
    if wanted.late and is_latest(asof):
        kept = OpenInstalment.objects.filter(due_on__lt=asof.day)
        left = F("principal") + F("profit")
        return _narrowed(kept, reach, wanted, "facility").filter(Q(principal__gt=0) | Q(profit__gt=0)), left, left
    found = (due_rows_now(asof) if is_latest(asof) else due_rows(asof)).filter(payable__gt=0)
    if wanted.late:
        found = found.filter(due_on__lt=asof.day, unpaid__gt=0)
    else:
        found = found.filter(due_on__gte=wanted.first, due_on__lte=wanted.last)
    rows = _narrowed(found, reach, wanted, OF_FACILITY).annotate(facility=F("schedule__facility_id"))
    return rows, F("payable"), F("unpaid")


def _narrowed(rows: Any, reach: Reach, wanted: DueFilter, path: str) -> Any:
    rows = narrowed(rows, reach, county=f"{path}__{COUNTY}", bank=f"{path}__{BANK}").order_by()
    if wanted.bank:
        rows = rows.filter(**{f"{path}__{BANK}": wanted.bank})
    return rows.filter(**{f"{path}__{COUNTY}__code": wanted.county}) if wanted.county else rows


def facilities_by_id(ids: Iterable[int]) -> dict[int, CreditFacility]:
    """Return facilities with unit, place and bank, one query."""
    return CreditFacility.objects.select_related("bank", "unit__county", "unit__estate").in_bulk(set(ids))


# --- what waits ---


def waiting(reach: Reach) -> list[PaymentOrder]:
    """Return the payments that were entered and neither approved nor refused, the oldest first."""
    decided = PaymentDecision.objects.filter(payment=models.OuterRef("pk"), voided_entry=None)
    rows = PaymentOrder.objects.filter(voided_entry=None).exclude(models.Exists(decided))
    rows = rows.select_related("facility__bank", "facility__unit", "tranche")
    return list(narrowed(rows, reach, county=f"facility__{COUNTY}", bank=f"facility__{BANK}").order_by("pk")[:200])


def released(reach: Reach) -> list[Tranche]:
    """Return the tranches that are released and that nobody has entered a payment for, the oldest first."""
    of_tranche: dict[str, Any] = {"tranche": models.OuterRef("pk"), "voided_entry": None}
    release = TrancheRelease.objects.filter(**of_tranche)
    entered = PaymentOrder.objects.filter(**of_tranche).exclude(decisions__is_approved=False)
    rows = Tranche.objects.filter(models.Exists(release), voided_entry=None).exclude(models.Exists(entered))
    rows = rows.select_related("facility__bank", "facility__unit")
    return list(narrowed(rows, reach, county=f"facility__{COUNTY}", bank=f"facility__{BANK}").order_by("pk")[:200])


# --- the statement of a month ---

MOVEMENTS = ("PAYMENT", "PROFIT", "REPAYMENT", "RESCHEDULING", "WRITE_OFF")


@dataclass(slots=True)
class Statement:
    """What the units owed a bank before some days, what moved within them, and what they owe after. In rials."""

    bank: str
    opening: int = 0
    moved: dict[str, int] = field(default_factory=lambda: dict.fromkeys(MOVEMENTS, 0))

    @property
    def closing(self) -> int:
        """What is owed at the end."""
        return self.opening + sum(self.moved.values())


def statement(asof: AsOf, reach: Reach, *, first: date) -> list[Statement]:
    """Return by bank the statement from a day to the asked one: what was owed, what moved it, what is owed.

    Owed is principal and the profit that fell due. A reversal counts as the kind of movement that it takes back.
    """
    names = [account.value for account in OWED]
    touching: Any = Posting.objects.standing(asof).filter(Q(debit__in=names) | Q(credit__in=names))
    rows = narrowed(touching, reach, county=f"facility__{COUNTY}", bank=f"facility__{BANK}")
    more = Case(When(debit__in=names, then=F("amount")), default=0, output_field=models.BigIntegerField())
    less = Case(When(credit__in=names, then=F("amount")), default=0, output_field=models.BigIntegerField())
    of_kind = rows.order_by().annotate(what=Coalesce("reverses__kind", "kind"), change=more - less)
    sums = of_kind.values("facility__bank__name", "what").annotate(
        before=Sum("change", filter=Q(since_on__lt=first)), within=Sum("change", filter=Q(since_on__gte=first))
    )
    found: dict[str, Statement] = {}
    for bank, what, before, within in sums.values_list("facility__bank__name", "what", "before", "within"):
        line = found.setdefault(bank, Statement(bank))
        line.opening += before or 0
        line.moved[what] += within or 0
    return [found[bank] for bank in sorted(found)]
