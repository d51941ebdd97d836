"""What becomes of the contracts of the example's requests: their terms, tranches on inspections, repayments, delays."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING, Any

from hamahang.cli.samples import year_credit
from hamahang.domain.calendar import from_jalali
from hamahang.domain.credit.terms import Terms
from hamahang.support import actions, contracting, facilities, paying

if TYPE_CHECKING:
    from hamahang.cli.samples.year_support import Support

# by the purpose of the line; the amount is that of the step
TERMS = {
    "FUEL": Terms(0, Decimal("0.12"), Decimal("0.04"), 3, 12, 3, contract="INSTALMENT_SALE", purpose="ENERGY"),
    "ELECTRICITY": Terms(
        0, Decimal("0.12"), Decimal("0.04"), 2, 24, 1, "EQUAL_PRINCIPAL", contract="MURABAHA", purpose="ENERGY"
    ),
    "REBUILDING": Terms(0, Decimal("0.14"), grace=6, instalments=12, spacing=3, purpose="REBUILDING"),
    "WORKING_CAPITAL": Terms(0, grace=2, instalments=8, spacing=3, method="EQUAL_PRINCIPAL", contract="QARD"),
    "FIXED_CAPITAL": Terms(
        0, Decimal("0.14"), Decimal("0.03"), 24, 20, 3, contract="PARTNERSHIP", purpose="FIXED"
    ),
}  # fmt: skip
# what becomes of those that were paid, in the order of their requests: see year_credit.FATES
FATES = (
    "PAYS", "PAYS", "STOPS_1", "POSTPONED", "PAYS", "SETTLED", "STOPS_4", "PAYS", "WHOLE", "PAYS", "STOPS_9", "PAYS",
    "ARREARS", "PAYS", "PAYS", "PAYS", "STOPS_4", "PAYS", "WRITTEN_OFF", "PAYS", "NEVER",
)  # fmt: skip
LATER = 9  # months after the facilities that were there before
PAID_EARLY = 5  # of the requests, the one that was paid before the bank had approved it
# of a contract under the spatial plan: percent of the amount, and the progress that each tranche waits for
TRANCHES = ((30, 10), (30, 20), (40, 60))


def pay(support: "Support", facility: Any, on: date, shares: tuple[int, ...], place: int) -> None:
    """Pay shares of a contract some weeks after it, and let the unit repay or not. on: the day of the contract"""
    amount = left = facility.contracts.get().principal
    day = first = on
    for at, share in enumerate(shares):
        day = support.working(day + timedelta(days=support.random.randint(9, 40)))
        part = left if share == shares[-1] and sum(shares) == 100 else amount * share // 100
        paid_on = day
        if place == PAID_EARLY and at == 0:
            paid_on = max(facility.approved_on - timedelta(days=3), from_jalali(1390, 4, 11))
        first = paid_on if at == 0 else first
        actions.record_disbursement(
            facility=facility, amount=part, paid_on=paid_on, document_no=f"{facility.number}-{at + 1}",
            **support.by("tashilat"),
        )  # fmt: skip
        left -= part
    if shares:
        # a chance of its own, so that the others stay as they were
        office = replace(support.office, random=Random(f"1390-lent-{place}"))  # noqa: S311
        year_credit.repay(year_credit.Credit(facility, first, office, later=LATER), FATES[place % len(FATES)])


def release(support: "Support", facility: Any, project: Any, on: date, *, is_paid: bool) -> None:
    """Plan the tranches of a project's facility; release and pay those whose progress an inspection has seen."""
    amount = facility.contracts.get().principal
    left = amount
    for share, percent in TRANCHES:
        part = left if percent == TRANCHES[-1][1] else amount * share // 100
        left -= part
        tranche = contracting.plan_tranche(
            facility=facility, amount=part, percent=Decimal(percent), on=on, project=project, **support.by("tashilat")
        )
        seen = [row for row in facilities.inspections_of(tranche) if row[2] is not None and row[2] >= percent]
        if not is_paid or not seen:
            continue
        code, seen_on, _ = min(seen, key=lambda row: row[1])
        on = support.working(max(on, seen_on) + timedelta(days=5))
        observation, _ = facilities.inspection_named(code)
        contracting.release_tranche(
            tranche=tranche, inspection=contracting.Inspection(observation=observation), on=on,
            **support.by("tashilat"),
        )  # fmt: skip
        entered = paying.enter_payment(
            facility=facility, amount=part, on=on, document_no=f"{facility.number}-{tranche.number}", tranche=tranche,
            key=str(uuid.uuid5(uuid.NAMESPACE_OID, f"{facility.number}-{tranche.number}")), **support.by("tashilat"),
        )  # fmt: skip
        paying.approve_payment(payment=entered.payment, on=on, **support.by("rais"))
