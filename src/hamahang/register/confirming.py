"""The expert's word on monthly returns, who sends them for a unit, and the rules with their dates.

Whoever sent a return cannot confirm it; what is sent back does not count until it comes again.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from hamahang.domain.months import Month
from hamahang.domain.proof import Proof
from hamahang.domain.returns import LONGEST_REASON, ReturnRefused, Terms, check_terms
from hamahang.domain.text import Text
from hamahang.ledger import queries as ledger
from hamahang.ledger.bulk import Origin, record_entities
from hamahang.ledger.guard import own_attributes
from hamahang.ledger.recording import bulk_record, bulk_void, recording
from hamahang.register import returned
from hamahang.register.models import (
    HeadCount,
    MonthlyReturn,
    ReturnDecision,
    ReturnTerm,
    UnitPerson,
    UnitStatus,
)
from hamahang.register.returning import standing

OWN_RETURN = Text(fa="فرستندهٔ آمار نمی‌تواند آن را تأیید کند", en="Whoever sent a return cannot confirm it")
NOT_WAITING = Text(fa="این آمار در انتظار تأیید نیست", en="This return does not wait to be confirmed")
NO_RETURN = Text(fa="آماری برای این ماه نرسیده است", en="No return has come for this month")
NO_REASON = Text(fa="علت برگشت را بنویسید", en="Write why it is sent back")
TOO_EARLY = Text(fa="روز نظر پیش از رسیدن آمار است", en="The day of the word lies before the return came")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How many returns were confirmed, and why others were not, by unit and month."""

    done: int
    refused: Mapping[tuple[int, Month], Text]


def confirm_returns(*, of: Collection[tuple[int, Month]], on: date, by: str, at: datetime) -> Confirmed:
    """Confirm the returns of some units and months; what cannot be confirmed is left and named."""
    keys = {(unit, month.last): (unit, month) for unit, month in of}
    with recording(action="register.returns.confirmed", by=by, at=at):
        reports, words = standing(MonthlyReturn, keys), standing(ReturnDecision, keys)
        senders = _senders(reports.values())
        refused = {
            keys[key]: why
            for key in keys
            if (why := _why_not(reports.get(key), words.get(key), on=on, by=by, senders=senders)) is not None
        }
        sure = [report for key, report in reports.items() if keys[key] not in refused]
        bulk_record([_word(report, "CONFIRMED", on, "") for report in sure])
    return Confirmed(len(sure), refused)


def _senders(reports: Iterable[MonthlyReturn]) -> dict[int, str]:
    """Return who recorded some returns, by the number of their entry."""
    return {number: entry.by for number, entry in ledger.entries_by_number(r.entry_id for r in reports).items()}


def _why_not(
    report: MonthlyReturn | None, word: ReturnDecision | None, *, on: date, by: str, senders: Mapping[int, str]
) -> Text | None:
    if report is None:
        return NO_RETURN
    if word is not None:
        return NOT_WAITING
    if on < report.sent_on:
        return TOO_EARLY
    return OWN_RETURN if senders[report.entry_id] == by else None


def _word(report: MonthlyReturn, decision: str, on: date, reason: str) -> ReturnDecision:
    return Origin().make(
        ReturnDecision,
        unit_id=report.unit_id,
        since_on=report.since_on,
        proof=Proof.CONFIRMED,
        decision=decision,
        decided_on=on,
        reason=reason,
    )


def send_back(*, unit: int, month: Month, reason: str, on: date, by: str, at: datetime) -> None:
    """Return a return with the reason; what it said of status and persons no longer counts until it is sent again.

    A confirmed one may be sent back too, when a mistake is found later.
    :raises hamahang.domain.returns.ReturnRefused: without a reason, or where nothing stands that could be sent back
    """
    if not reason.strip():
        raise ReturnRefused(NO_REASON)
    with recording(action="register.return.sent_back", by=by, at=at, reason=reason):
        report, word = returned.standing_return(unit, month), returned.standing_word(unit, month)
        if report is None:
            raise ReturnRefused(NO_RETURN)
        if word is not None and word.decision == "SENT_BACK":
            raise ReturnRefused(NOT_WAITING)
        if on < report.sent_on:
            raise ReturnRefused(TOO_EARLY)
        if word is not None:
            word.void()
        _word(report, "SENT_BACK", on, reason.strip()[:LONGEST_REASON]).save()
        for model in (UnitStatus, HeadCount):
            of = {"unit": unit, "since_on": month.last, "proof": Proof.DECLARED}
            # of the same list and entry: what another list said of that day is not the return's
            for fact in model.objects.filter(**of, entry=report.entry_id, voided_entry=None):
                fact.void()


# --- who sends, and by which rules ---


def name_sender(*, unit: int, username: str, by: str, at: datetime) -> None:
    """Let somebody send the returns of a unit as its own person; said again, it changes nothing."""
    with recording(action="register.unit_person.named", by=by, at=at):
        record_entities([UnitPerson(unit_id=unit, username=username)], key=("unit_id", "username"))


def dismiss_sender(*, unit: int, username: str, by: str, at: datetime) -> None:
    """Let somebody no longer send the returns of a unit."""
    with recording(action="register.unit_person.dismissed", by=by, at=at):
        bulk_void(list(UnitPerson.objects.filter(unit=unit, username=username, voided_entry=None)))


def set_terms(*, terms: Terms, by: str, at: datetime) -> None:
    """Record the rules of returns that hold from a month on; those of the same month are replaced.

    What is late or missing is told by them at once, of past months too: nothing that is kept depends on them.
    :raises hamahang.domain.returns.ReturnRefused: if they contradict themselves, or rest on nothing
    """
    check_terms(terms)
    values = {name: getattr(terms, name) for name in own_attributes(ReturnTerm)}
    with recording(action="register.return_terms.set", by=by, at=at):
        record_entities([ReturnTerm(**values)], key=("valid_from",))
