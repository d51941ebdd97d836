"""What a bank's list of payments may bring: each row that `actions.record_payments` would refuse, told beforehand.

Rows are looked at as they would stand together, so that those which are too much only with others are told too, from
the first too many on; what lowers an earlier payment is counted first.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from hamahang.domain.money import say_rials
from hamahang.domain.text import Text
from hamahang.support import queries
from hamahang.support.models import CreditFacility, Disbursement, Instalment, Schedule
from hamahang.support.posting import CLOSED, FacilityIsClosed, PaymentIsRepaid, contracts_of, in_force, unreversed

BEYOND_CONTRACT = Text(
    fa="با این {amount} از تسهیلات {number} روی هم {total} پرداخت می‌شود و قرارداد آن {limit} را می‌پذیرد؛ مبلغ را "
    "درست کنید، سطر را کنار بگذارید، یا نخست در صفحهٔ تسهیلات استثنا ثبت کنید.",
    en="With these {amount} facility {number} would have paid {total}, and its contract allows {limit}; mend the "
    "amount, leave the row out, or first record an exception on the page of the facility.",
)
BEYOND_APPROVAL = Text(
    fa="با این {amount} از تسهیلات {number} روی هم {total} پرداخت می‌شود و مبلغ مصوب آن {limit} است؛ مبلغ پرداخت یا "
    "مبلغ مصوب را درست کنید، یا سطر را کنار بگذارید.",
    en="With these {amount} facility {number} would have paid {total}, and {limit} are approved; mend the payment or "
    "the approved amount, or leave the row out.",
)
BELOW_CONTRACT = Text(
    fa="مبلغ مصوب {limit} از قرارداد تسهیلات {number} که {total} است کمتر است؛ مبلغ مصوب را درست کنید، یا نخست در "
    "صفحهٔ تسهیلات استثنا ثبت کنید.",
    en="The approved {limit} are below the contract of facility {number}, which is {total}; mend the approved "
    "amount, or first record an exception on the page of the facility.",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """What a row of a bank's list says. place: its number; bank: the key of its name; amounts in rials

    facility: as it is known; None for a new one
    """

    place: int
    bank: str
    number: str
    document: str
    approved: int
    amount: int
    on: date
    facility: CreditFacility | None = None


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A row that would be refused. field: the cell that says it"""

    place: int
    field: str
    why: Text


@dataclass(slots=True)
class _Account:
    """A facility with the rows that were found good so far. fixed: documents that can no longer be corrected.

    allowed: rials that somebody allows beyond what is contracted, and beyond what is approved
    """

    number: str
    approved: int | None = None
    contracted: int | None = None
    allowed: tuple[int, int] = (0, 0)
    paid: dict[str, tuple[int, date]] = field(default_factory=dict)
    total: int = 0
    fixed: Collection[str] = ()
    is_closed: bool = False
    is_new: bool = True
    latest: int = -1

    def more(self, row: Listed) -> int:
        """Return by how much a row raises what was paid in all."""
        return row.amount - self.paid.get(row.document, (0, row.on))[0]

    def approved_with(self, row: Listed) -> int:
        """Return what is approved when a row is taken: a new facility's first row says it, a known one's last."""
        is_silent = self.latest >= 0 if self.is_new else row.place < self.latest
        return self.approved if is_silent and self.approved is not None else row.approved

    def refusal(self, row: Listed) -> Uncovered | None:
        """Return why a row cannot be taken beside those before it."""
        approved, total = self.approved_with(row), self.total + self.more(row)
        beyond, above = self.allowed
        if self.paid.get(row.document) != (row.amount, row.on):
            if row.document in self.fixed:
                return Uncovered(row.place, "amount", PaymentIsRepaid(facility=self.number, document=row.document).why)
            if self.is_closed:
                return Uncovered(row.place, "facility_no", FacilityIsClosed(facility=self.number).why)
        if self.contracted is not None and approved != self.approved and self.contracted > approved + above:
            return self._say(BELOW_CONTRACT, row, "approved", total=self.contracted, limit=approved)
        limit = (approved if self.contracted is None else self.contracted) + beyond
        if total > limit:
            words = BEYOND_APPROVAL if self.contracted is None else BEYOND_CONTRACT
            return self._say(words, row, "amount", total=total, limit=limit)
        return None

    def _say(self, words: Text, row: Listed, cell: str, *, total: int, limit: int) -> Uncovered:
        said = {"amount": _rials(row.amount), "total": _rials(total), "limit": _rials(limit)}
        return Uncovered(row.place, cell, words.format(number=self.number, **said))

    def take(self, row: Listed) -> None:
        """Count a row that was found good."""
        self.approved, self.total = self.approved_with(row), self.total + self.more(row)
        self.paid[row.document] = (row.amount, row.on)
        self.latest = max(self.latest, row.place)


def _rials(amount: int) -> Text:
    return Text(fa=say_rials(amount, "fa", scale="rial"), en=say_rials(amount, "en", scale="rial"))


def uncovered(rows: Sequence[Listed]) -> Iterator[Uncovered]:
    """Yield the rows that would be refused, each beside those that would not."""
    known = _accounts([row.facility for row in rows if row.facility is not None])
    of: dict[tuple[str, str], list[Listed]] = {}
    for row in rows:
        of.setdefault((row.bank, row.number), []).append(row)
    for (_, number), group in of.items():
        facility = group[0].facility
        account = known[facility.pk] if facility is not None else _Account(number)
        for row in sorted(group, key=lambda row: (account.more(row) > 0, row.place)):
            refusal = account.refusal(row)
            if refusal is None:
                account.take(row)
            else:
                yield refusal


def _accounts(facilities: Iterable[CreditFacility]) -> dict[int, _Account]:
    """Return how some facilities stand, by their key."""
    by_key = {facility.pk: facility for facility in facilities}
    contracts, schedules = contracts_of(by_key), in_force(by_key)
    payment, contract = queries.excepted(by_key, "PAYMENT"), queries.excepted(by_key, "CONTRACT")
    documents: dict[int, dict[str, Disbursement]] = {pk: {} for pk in by_key}
    for (pk, document), paid in queries.documents(by_key).items():
        documents[pk][document] = paid
    drawn = [pk for pk, signed in contracts.items() if not signed.terms.is_grant]
    fixed = _fixed(drawn, schedules)
    return {
        pk: _Account(
            number=facility.number,
            approved=facility.approved,
            contracted=contracts[pk].principal if pk in contracts else None,
            allowed=(payment.get(pk, 0), contract.get(pk, 0)),
            paid={document: (paid.amount, paid.since_on) for document, paid in documents[pk].items()},
            total=sum(paid.amount for paid in documents[pk].values()),
            fixed={document for document, paid in documents[pk].items() if paid.pk in fixed},
            is_closed=pk in drawn and pk in schedules and schedules[pk].kind in CLOSED,
            is_new=False,
        )
        for pk, facility in by_key.items()
    }


def _fixed(facilities: Collection[int], schedules: Mapping[int, Schedule]) -> set[int]:
    """Return the payments whose instalments were repaid, or given a new table, since."""
    standing = Instalment.objects.filter(schedule__facility__in=facilities, voided_entry=None)
    instalments = list(standing.exclude(disbursement=None).select_related("schedule"))
    repaid = {
        row.instalment_id
        for row in unreversed(facility__in=facilities, instalment__isnull=False)
        if row.kind != "PROFIT"
    }
    return {
        row.disbursement_id or 0
        for row in instalments
        if row.pk in repaid or row.schedule_id != schedules[row.schedule.facility_id].pk
    }
