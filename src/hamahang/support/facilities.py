"""Reading facilities as of a day: one of them whole, where many stand, what they owe."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce

from hamahang.accounts.queries import Reach, narrowed
from hamahang.domain.credit.claims import ClaimClass, Known, Life, State, Version, class_of, history, state_of
from hamahang.domain.credit.postings import Account
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.ledger import queries as ledger
from hamahang.projects.models import ProgressObservation
from hamahang.support.classing import claim_limits
from hamahang.support.models import (
    CreditFacility,
    Disbursement,
    FacilityContract,
    FacilityException,
    Guarantee,
    Instalment,
    PaymentDecision,
    PaymentOrder,
    Posting,
    Repayment,
    Schedule,
    Tranche,
    TrancheRelease,
)
from hamahang.support.repaying import back
from hamahang.visits.models import Visit

COUNTY, BANK = "unit__county", "bank__code"
OWED = (Account.PRINCIPAL, Account.PROFIT)


def facility_in(reach: Reach, facility_id: int) -> CreditFacility | None:
    """Return a facility that a reader may see."""
    facilities = CreditFacility.objects.filter(pk=facility_id, voided_entry=None)
    joined = facilities.select_related("bank", "unit__county", "unit__estate", "line__programme")
    return narrowed(joined, reach, county=COUNTY, bank=BANK).first()


def facilities_of(unit_id: int, asof: AsOf) -> list[CreditFacility]:
    """Return the facilities of a unit, approved by a day or of no stated day."""
    known = CreditFacility.objects.known(asof).filter(Q(approved_on=None) | Q(approved_on__lte=asof.day))
    own = ledger.pointing_to(known, to=unit_id, by="unit_id", asof=asof)
    return list(own.select_related("bank").order_by("number", "pk"))


def first_payments(facility_ids: Collection[int]) -> dict[int, date]:
    """Return by facility the day it was first paid."""
    paid = Disbursement.objects.filter(facility__in=facility_ids, voided_entry=None).order_by().values("facility")
    return dict(paid.annotate(first=models.Min("since_on")).values_list("facility", "first"))


def in_force(asof: AsOf) -> models.QuerySet[Schedule]:
    """Return the table of each facility that holds on a day."""
    return Schedule.objects.holding(asof, of="facility")


def rows_in_force(asof: AsOf) -> "models.QuerySet[Instalment]":
    """Return the instalments of the tables in force, due or not.

    Asked of each instalment whether a later table replaces its own, so that a few of them cost a few questions.
    """
    later = Schedule.objects.standing(asof).filter(
        facility=models.OuterRef("schedule__facility"), number__gt=models.OuterRef("schedule__number")
    )
    stands = Q(schedule__voided_entry=None)
    if asof.entry is not None:
        stands = Q(schedule__entry__lte=asof.entry) & (stands | Q(schedule__voided_entry__gt=asof.entry))
    rows = Instalment.objects.known(asof).filter(stands, schedule__since_on__lte=asof.day, since_on__lte=asof.day)
    return rows.exclude(models.Exists(later))


def due_rows(asof: AsOf) -> models.QuerySet[Any]:
    """Return the instalments of the tables in force, due or not, each with `unpaid`: what is left of it."""
    paid = Posting.objects.standing(asof).filter(instalment=models.OuterRef("pk")).order_by().values("instalment")
    covered = models.Subquery(paid.annotate(total=Sum(back(*OWED))).values("total")[:1])
    return rows_in_force(asof).annotate(unpaid=F("payable") - Coalesce(covered, 0))


def due_rows_now(asof: AsOf) -> models.QuerySet[Any]:
    """Return what `due_rows` returns for a question that asks for all that is recorded: from the kept table."""
    left = Coalesce(F("left__principal") + F("left__profit"), 0)
    return rows_in_force(asof).annotate(unpaid=left)


def balances_of(facility_ids: Collection[int], asof: AsOf) -> dict[int, dict[str, int]]:
    """Return by facility the balance of each account on a day, from the postings."""
    postings = Posting.objects.standing(asof).filter(facility__in=facility_ids)
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = postings.order_by().values("facility", "debit", "credit").annotate(total=Sum("amount"))
    for facility, debit, credit, total in rows.values_list("facility", "debit", "credit", "total"):
        found[facility][debit] += total
        found[facility][credit] -= total
    return found


def owed(balances: Mapping[str, int]) -> int:
    """Return what the unit owes by the balances of a facility: principal, and profit that fell due."""
    return sum(balances.get(account.value, 0) for account in OWED)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a facility stands on a day. oldest_due_on: of its unpaid instalments, the first one, due or not"""

    state: State
    claim: ClaimClass
    contract: FacilityContract | None
    paid: int
    oldest_due_on: date | None


def standings(facility_ids: Collection[int], asof: AsOf) -> dict[int, Standing]:
    """Return where facilities stand on a day."""
    ids = list(facility_ids)
    contracts = {row.facility_id: row for row in FacilityContract.objects.standing(asof).filter(facility__in=ids)}
    paid = _sums(Disbursement.objects.standing(asof).filter(facility__in=ids))
    schedules = dict(in_force(asof).filter(facility__in=ids).values_list("facility", "kind"))
    unpaid = due_rows(asof).filter(schedule__facility__in=ids, unpaid__gt=0).order_by().values("schedule__facility")
    oldest = dict(unpaid.annotate(first=models.Min("due_on")).values_list("schedule__facility", "first"))
    limits, found = claim_limits(asof), {}
    for pk in ids:
        contract = contracts.get(pk)
        known = Known(
            contracted=contract.principal if contract else None,
            is_grant=contract is not None and contract.terms.is_grant,
            paid=paid.get(pk, 0),
            schedule=schedules.get(pk, ""),
            oldest_due_on=oldest.get(pk),
        )
        state = state_of(known, asof.day)
        found[pk] = Standing(state, class_of(oldest.get(pk), asof.day, limits), contract, known.paid, oldest.get(pk))
    return found


def _sums(rows: Any) -> dict[int, int]:
    return dict(rows.order_by().values("facility").annotate(total=Sum("amount")).values_list("facility", "total"))


@dataclass(frozen=True, slots=True)
class DueLine:
    """What falls due on one day of a table, over all its payments. left: what the unit has not paid, in rials"""

    due_on: date
    principal: int
    profit: int
    subsidy: int
    capitalised: int
    payable: int
    left: int


@dataclass(frozen=True, slots=True)
class PlannedTranche:
    """A tranche, what released it, and the payment that was entered for it."""

    tranche: Tranche
    release: TrancheRelease | None
    payment: PaymentOrder | None


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything known of one facility on a day."""

    facility: CreditFacility
    contract: FacilityContract | None
    state: State
    since_on: date | None
    claim: ClaimClass
    states: Sequence[tuple[date | None, State]]
    balances: Mapping[str, int]
    lines: Sequence[DueLine]
    schedules: Sequence[Schedule]
    payments: Sequence[Disbursement]
    waiting: Sequence[PaymentOrder]
    repayments: Sequence[Repayment]
    tranches: Sequence[PlannedTranche]
    guarantees: Sequence[Guarantee]
    exceptions: Sequence[FacilityException]
    paid: int
    limit: int


def whole(facility: CreditFacility, asof: AsOf) -> Whole:
    """Return everything known of a facility on a day."""
    contract = FacilityContract.objects.standing(asof).filter(facility=facility).first()
    schedules = list(Schedule.objects.standing(asof).filter(facility=facility).order_by("since_on", "number"))
    payments = list(Disbursement.objects.standing(asof).filter(facility=facility).order_by("since_on", "pk"))
    repayments = list(Repayment.objects.standing(asof).filter(facility=facility).order_by("since_on", "pk"))
    life = _life(facility, contract, payments, schedules, asof)
    states = history(life, asof.day)
    lines = lines_of(schedules[-1], asof) if schedules else []
    unpaid = [line.due_on for line in lines if line.left]
    exceptions = list(FacilityException.objects.standing(asof).filter(facility=facility).order_by("since_on", "pk"))
    beyond = sum(fact.amount for fact in exceptions if fact.kind == "PAYMENT")
    return Whole(
        facility=facility,
        contract=contract,
        state=states[-1][1],
        since_on=states[-1][0],
        claim=class_of(min(unpaid, default=None), asof.day, claim_limits(asof)),
        states=states,
        balances=balances_of([facility.pk], asof).get(facility.pk, {}),
        lines=lines,
        schedules=schedules,
        payments=payments,
        waiting=_waiting(facility, asof),
        repayments=repayments,
        tranches=_tranches(facility, asof),
        guarantees=list(Guarantee.objects.standing(asof).filter(facility=facility).order_by("since_on", "pk")),
        exceptions=exceptions,
        paid=sum(paid.amount for paid in payments),
        limit=(contract.principal if contract else facility.approved) + beyond,
    )


def _life(
    facility: CreditFacility,
    contract: FacilityContract | None,
    payments: Sequence[Disbursement],
    schedules: Sequence[Schedule],
    asof: AsOf,
) -> Life:
    rows: dict[int, list[tuple[int, date, int, date]]] = defaultdict(list)
    known = Instalment.objects.known(asof).filter(schedule__in=schedules)
    for row in known:
        rows[row.schedule_id].append((row.pk, row.due_on, row.payable, row.since_on))
    touched = Q(debit=Account.BANK.value) | Q(credit=Account.BANK.value)
    covered = Posting.objects.standing(asof).filter(touched, facility=facility).exclude(instalment=None)
    return Life(
        approved_on=facility.approved_on,
        contracted_on=contract.since_on if contract else None,
        contracted=contract.principal if contract else None,
        is_grant=contract is not None and contract.terms.is_grant,
        payments=[(paid.since_on, paid.amount) for paid in payments],
        versions=[Version(row.since_on, row.kind, tuple(rows[row.pk])) for row in schedules],
        covered=list(covered.annotate(back=back(*OWED)).values_list("since_on", "instalment", "back")),
    )


def lines_of(schedule: Schedule, asof: AsOf) -> list[DueLine]:
    """Return what falls due by a table, one line a day, with what was not paid of it by the asked day."""
    rows = Instalment.objects.known(asof).filter(schedule=schedule, since_on__lte=asof.day)
    touched = Q(debit=Account.BANK.value) | Q(credit=Account.BANK.value)
    paid = Posting.objects.standing(asof).filter(touched, instalment__schedule=schedule)
    covered = dict(
        paid.order_by().values("instalment").annotate(back=Sum(back(*OWED))).values_list("instalment", "back")
    )
    by_day: dict[date, list[int]] = {}
    names = ("principal", "profit", "subsidy", "capitalised", "payable")
    for pk, due_on, *amounts in rows.order_by("due_on").values_list("pk", "due_on", *names):
        line = by_day.setdefault(due_on, [0] * 6)
        for place, amount in enumerate((*amounts, amounts[-1] - covered.get(pk, 0))):
            line[place] += amount
    return [DueLine(due_on, *line) for due_on, line in by_day.items()]


def _waiting(facility: CreditFacility, asof: AsOf) -> list[PaymentOrder]:
    decided = PaymentDecision.objects.standing(asof).filter(payment=models.OuterRef("pk"))
    entered = PaymentOrder.objects.standing(asof).filter(facility=facility)
    return list(entered.exclude(models.Exists(decided)).select_related("tranche").order_by("pk"))


def _tranches(facility: CreditFacility, asof: AsOf) -> list[PlannedTranche]:
    releases = {
        fact.tranche_id: fact
        for fact in TrancheRelease.objects.standing(asof)
        .filter(tranche__facility=facility)
        .select_related("observation", "visit")
    }
    refused = PaymentDecision.objects.standing(asof).filter(payment=models.OuterRef("pk"), is_approved=False)
    gone = Disbursement.objects.filter(payment=models.OuterRef("pk")).exclude(voided_entry=None)
    entered = PaymentOrder.objects.standing(asof).filter(facility=facility).exclude(tranche=None)
    payments = {p.tranche_id: p for p in entered.exclude(models.Exists(refused)).exclude(models.Exists(gone))}
    planned = Tranche.objects.standing(asof).filter(facility=facility).select_related("project").order_by("number")
    return [PlannedTranche(row, releases.get(row.pk), payments.get(row.pk)) for row in planned]


def postings_of(facility: CreditFacility, asof: AsOf) -> list[Posting]:
    """Return the postings of a facility up to a day, in the order of their days."""
    known = Posting.objects.standing(asof).filter(facility=facility)
    return list(known.order_by("since_on", "pk"))


def inspections_of(tranche: Tranche) -> list[tuple[str, date, Decimal | None]]:
    """Return what could prove a tranche: code, day and percent of inspections of its project, or visits of the unit."""
    if tranche.project_id is not None:
        seen = ProgressObservation.objects.filter(project=tranche.project_id, proof__gte=Proof.SEEN, voided_entry=None)
        return [(f"o{row.pk}", row.since_on, row.percent) for row in seen.order_by("-since_on", "-pk")[:20]]
    visits = Visit.objects.filter(unit=tranche.facility.unit_id, voided_entry=None).order_by("-visited_on", "-pk")[:20]
    return [(f"v{visit.pk}", visit.visited_on, None) for visit in visits]


def inspection_named(code: str) -> tuple[ProgressObservation | None, Visit | None]:
    """Return the observation or the visit of a code of `inspections_of`; neither for anything else."""
    kind, key = code[:1], code[1:]
    pk = int(key) if key.isascii() and key.isdigit() and len(key) < 18 else 0
    if kind == "o":
        return ProgressObservation.objects.filter(pk=pk).first(), None
    return None, Visit.objects.filter(pk=pk, voided_entry=None).first() if kind == "v" else None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A record of a facility that no longer holds: which kind, its own name and rials, and who took it back and why."""

    kind: str
    name: str
    amount: int | None
    reason: str
    by: str
    at: datetime


def taken_back(facility: CreditFacility, asof: AsOf) -> list[TakenBack]:
    """Return what was written of a facility and taken back by the asked moment, the latest first."""
    found: list[tuple[int, TakenBack]] = []
    for kind, (model, path, name, amount) in WRITTEN.items():
        rows: Any = model._base_manager.filter(**{path: facility.pk}, since_on__lte=asof.day)
        rows = rows.exclude(voided_entry=None).select_related("voided_entry")
        rows = rows.filter(voided_entry__lte=asof.entry) if asof.entry is not None else rows
        columns = ("voided_entry", name, amount, "voided_entry__reason", "voided_entry__by", "voided_entry__at")
        for number, said, rials, reason, by, at in rows.values_list(*columns):
            found.append((number, TakenBack(kind, str(said), rials, reason, by, at)))
    return [row for _, row in sorted(found, key=lambda pair: -pair[0])]


# what can be taken back: its model, the path to its facility, what it is called, and its rials
WRITTEN: dict[str, tuple[type[models.Model], str, str, str]] = {
    "contract": (FacilityContract, "facility", "number", "principal"),
    "tranche": (Tranche, "facility", "number", "amount"),
    "release": (TrancheRelease, "tranche__facility", "tranche__number", "tranche__amount"),
    "guarantee": (Guarantee, "facility", "number", "value"),
    "exception": (FacilityException, "facility", "kind", "amount"),
}


def release_of(tranche: Tranche) -> TrancheRelease | None:
    """Return the release of a tranche that stands."""
    return TrancheRelease.objects.filter(tranche=tranche, voided_entry=None).first()


def record_of(facility: CreditFacility, kind: str, key: int) -> Any:
    """Return a standing record of a facility by what it is, None if it has no such one."""
    model = {
        "contract": FacilityContract,
        "tranche": Tranche,
        "guarantee": Guarantee,
        "exception": FacilityException,
        "payment": PaymentOrder,
        "disbursement": Disbursement,
        "repayment": Repayment,
    }[kind]
    found: Any = model._base_manager
    return found.filter(pk=key, facility=facility, voided_entry=None).first()


def repayments_by_document(facility_ids: Collection[int]) -> dict[tuple[int, str], Repayment]:
    """Return the standing repayments of some facilities by facility and document."""
    known = Repayment.objects.filter(facility__in=facility_ids, voided_entry=None).exclude(document_no="")
    return {(one.facility_id, one.document_no): one for one in known.order_by("pk")}
