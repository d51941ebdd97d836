"""Where each facility stands now and what is left of its instalments, in tables of their own: lists are read there.

What is late follows from the day alone, so neither table goes stale by the passing of time.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from hamahang.domain.credit.claims import Known, state_of
from hamahang.ledger import derived
from hamahang.support.models import (
    CreditFacility,
    Disbursement,
    FacilityContract,
    FacilityNow,
    Instalment,
    OpenInstalment,
    Repayment,
    Schedule,
)
from hamahang.support.posting import contracts_of, in_force
from hamahang.support.repaying import unpaid

CHUNK = 2_000
NEVER = date.min


def follow() -> None:
    """Make the tables again for the facilities whose facts change."""
    derived.keep(CreditFacility._meta.label, refresh)
    # a posting comes with one of these
    for model in (FacilityContract, Disbursement, Repayment, Schedule):
        derived.keep(model._meta.label, _of(model, "facility_id"))
    derived.keep(Instalment._meta.label, _of(Instalment, "schedule__facility_id"))


def _of(model: Any, path: str) -> derived.Refresh:
    def changed(ids: Collection[int]) -> None:
        facilities: set[int] = set()
        for chunk in _chunks(ids):
            facilities.update(model._base_manager.filter(pk__in=chunk).values_list(path, flat=True))
        refresh(facilities)

    return changed


def is_whole() -> bool:
    """Say whether each facility has its row: not so after an upgrade that brought the table."""
    return FacilityNow.objects.count() == CreditFacility.objects.filter(voided_entry=None).count()


def refresh_all() -> None:
    """Make the tables again for all facilities."""
    refresh(list(CreditFacility.objects.values_list("pk", flat=True)))


def refresh(ids: Collection[int]) -> None:
    """Make the rows of some facilities again."""
    for chunk in _chunks(ids):
        OpenInstalment.objects.filter(facility__in=chunk).delete()
        FacilityNow.objects.filter(facility__in=chunk).delete()
        standing = list(CreditFacility.objects.filter(pk__in=chunk, voided_entry=None).values_list("pk", flat=True))
        left = unpaid(standing)
        OpenInstalment.objects.bulk_create(
            [
                OpenInstalment(
                    instalment_id=one.id,
                    facility_id=facility,
                    due_on=one.due_on,
                    principal=one.principal,
                    profit=one.profit,
                )
                for facility, rows in left.items()
                for one in rows
            ],
            batch_size=500,
        )
        oldest = {facility: min(one.due_on for one in rows) for facility, rows in left.items()}
        FacilityNow.objects.bulk_create(_rows(standing, oldest), batch_size=500)


def _rows(ids: list[int], oldest: dict[int, date]) -> list[FacilityNow]:
    contracts, schedules = contracts_of(ids), in_force(ids)
    paid: dict[int, int] = defaultdict(int)
    last: dict[int, date] = {}
    for facility, on, amount in _dated(Disbursement, ids):
        paid[facility] += amount
        last[facility] = max(on, last.get(facility, NEVER))
    for facility, on, _ in _dated(Repayment, ids):
        last[facility] = max(on, last.get(facility, NEVER))
    rows = []
    for facility in ids:
        contract, schedule = contracts.get(facility), schedules.get(facility)
        known = Known(
            contracted=contract.principal if contract else None,
            is_grant=contract is not None and contract.terms.is_grant,
            paid=paid[facility],
            schedule=schedule.kind if schedule else "",
            oldest_due_on=oldest.get(facility),
        )
        days = [fact.since_on for fact in (contract, schedule) if fact]
        days += [last[facility]] if facility in last else []
        rows.append(
            FacilityNow(
                facility_id=facility,
                # asked of a day before anything can be late
                stage=state_of(known, NEVER).value,
                oldest_due_on=known.oldest_due_on,
                last_on=max(days, default=None),
            )
        )
    return rows


def _dated(model: Any, ids: list[int]) -> Any:
    return model._base_manager.filter(facility__in=ids, voided_entry=None).values_list(
        "facility_id", "since_on", "amount"
    )


def _chunks(ids: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(set(ids))
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))
