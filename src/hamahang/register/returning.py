"""Sending, confirming and returning the monthly returns of units; who sends for a unit; the rules with their dates.

Nothing is overwritten: a return sent again voids the one before with the word on it, and both stay in the history.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from hamahang.domain import returns as rules
from hamahang.domain.months import Month
from hamahang.domain.proof import Proof
from hamahang.domain.returns import Made, ReturnIsConfirmed, Said
from hamahang.domain.text import Text, fold
from hamahang.ledger.bulk import Effect, Origin, record_facts
from hamahang.ledger.guard import Conflict, open_entry, own_attributes, settle
from hamahang.ledger.recording import bulk_void, recording
from hamahang.register import returned
from hamahang.register.models import (
    HeadCount,
    MonthlyOutput,
    MonthlyReturn,
    Product,
    ReturnDecision,
    UnitStatus,
)

OF_MONTH = ("unit_id", "since_on")
OF_PROOF = (*OF_MONTH, "proof")
OF_SENDING = ("sent_on", "first_sent_on", "channel")
Key = tuple[int, date]
CONFIRMED_STANDS = Text(
    fa="آمار {month} تأیید شده است؛ نخست کارشناس باید آن را برگرداند",
    en="The return of {month} is confirmed; the expert has to send it back first",
)


@dataclass(frozen=True, slots=True)
class ReturnDraft:
    """What a list says of a unit's month. on: a day of the month; capacity_use: percent 0–100.

    sent_on: the day the return came, where the list says it
    """

    unit: int
    on: date
    status: str
    employees: int | None = None
    capacity_use: Decimal | None = None
    women: int | None = None
    men: int | None = None
    shifts: int | None = None
    stop_days: int | None = None
    stop_cause: str = ""
    made: tuple[Made, ...] = ()
    sent_on: date | None = None
    origin: Origin = Origin()

    @property
    def said(self) -> Said:
        """What it says, as a return."""
        return Said(
            month=Month.of(self.on),
            status=self.status,
            persons=self.employees,
            women=self.women,
            men=self.men,
            shifts=self.shifts,
            capacity_use=self.capacity_use,
            stop_days=self.stop_days,
            stop_cause=self.stop_cause,
            made=self.made,
        )


@dataclass(frozen=True, slots=True)
class _Sent:
    """A return on its way into the register.

    first_on: the day the first one of the month came, where this one follows one that was sent back
    is_whole: it says all that was made, so that what it does not name was not made; a list may be silent
    """

    unit: int
    said: Said
    on: date
    channel: str
    origin: Origin = Origin()
    first_on: date | None = None
    is_whole: bool = False

    @property
    def key(self) -> Key:
        """The unit and the last day of the month."""
        return self.unit, self.said.month.last


def record_returns(*, drafts: Sequence[ReturnDraft], by: str, at: datetime) -> list[Effect]:
    """Record a list of returns; return the effect of each row. One that is confirmed stands against the list.

    What a return says of status and persons is recorded as facts of those too, declared by the unit.
    """
    sent = [_Sent(draft.unit, draft.said, draft.sent_on or at.date(), "LIST", draft.origin) for draft in drafts]
    with recording(action="register.returns.recorded", by=by, at=at):
        return _record(sent)


def send_return(*, unit: int, said: Said, sent_on: date, channel: str, by: str, at: datetime) -> Effect:
    """Record the return of one unit and month; say whether it is new, replaced one that waits, or said nothing new.

    One that was sent back is sent anew whatever it says: it waits for the expert again.
    :raises hamahang.domain.returns.ReturnIsFaulty: if it contradicts itself; with every fault
    :raises hamahang.domain.returns.ReturnIsConfirmed: if the month is confirmed and this says otherwise
    """
    rules.check(said, day=sent_on)
    with recording(action="register.return.sent", by=by, at=at):
        first_on = _give_way(unit, said.month)
        (effect,) = _record([_Sent(unit, said, sent_on, channel, first_on=first_on, is_whole=True)])
        if effect is Effect.KEPT:
            raise ReturnIsConfirmed(CONFIRMED_STANDS.format(month=said.month.title))
    return effect


def _give_way(unit: int, month: Month) -> date | None:
    """Void a return that was sent back, with the word on it; return the day the first of its month came."""
    word, report = returned.standing_word(unit, month), returned.standing_return(unit, month)
    if word is None or report is None or word.decision != "SENT_BACK":
        return None
    word.void()
    report.void()
    return report.first_sent_on


def _record(sent: Sequence[_Sent]) -> list[Effect]:
    keys = [one.key for one in sent]
    known, words = standing(MonthlyReturn, keys), standing(ReturnDecision, keys)
    outputs = returned.outputs_of(keys)
    facts = [_fact(one, known.get(one.key)) for one in sent]
    effects: dict[int, Effect] = {}
    going = []
    for index, (one, fact) in enumerate(zip(sent, facts, strict=True)):
        before, word = known.get(one.key), words.get(one.key)
        if before is not None and _says_the_same(before, fact, one, outputs.get(one.key, [])):
            effects[index] = Effect.UNCHANGED
        elif before is not None and word is not None and word.decision == "CONFIRMED":
            effects[index] = Effect.KEPT
            _note(before, fact)
        else:
            going.append(index)
    for index, effect in zip(going, record_facts([facts[i] for i in going], key=OF_MONTH), strict=True):
        # where the products alone changed the row stays, and they are recorded
        effects[index] = Effect.CORRECTED if effect is Effect.UNCHANGED else effect
    new = [sent[index] for index in going if effects[index] is not Effect.KEPT]
    bulk_void([words[one.key] for one in new if one.key in words])
    _record_made(new, outputs)
    _record_facts(new)
    return [effects[index] for index in range(len(sent))]


M = TypeVar("M", MonthlyReturn, ReturnDecision)


def standing(model: type[M], keys: Collection[Key]) -> dict[Key, M]:
    """Return the standing records of some units and months."""
    units, days = {unit for unit, _ in keys}, {day for _, day in keys}
    rows: Iterable[M] = model._base_manager.filter(unit__in=units, since_on__in=days, voided_entry=None)
    return {(row.unit_id, row.since_on): row for row in rows}


def _fact(one: _Sent, before: MonthlyReturn | None) -> MonthlyReturn:
    said = one.said
    fact = one.origin.make(
        MonthlyReturn,
        unit_id=one.unit,
        since_on=said.month.last,
        proof=Proof.DECLARED,
        status=said.status,
        persons=rules.persons_in_all(said),
        women=said.women,
        men=said.men,
        shifts=said.shifts,
        capacity_use=said.capacity_use,
        stop_days=said.stop_days,
        stop_cause=said.stop_cause,
        sent_on=one.on,
        first_sent_on=min(filter(None, (one.first_on, before.first_sent_on if before else None, one.on))),
        channel=one.channel,
    )
    settle(fact)
    return fact


def _says_the_same(before: MonthlyReturn, fact: MonthlyReturn, one: _Sent, outputs: Sequence[MonthlyOutput]) -> bool:
    names = (name for name in own_attributes(MonthlyReturn) if name not in OF_SENDING)
    if any(getattr(before, name) != getattr(fact, name) for name in names):
        return False
    made = {fold(made.product): (round(made.quantity, 2), made.measure) for made in one.said.made}
    stored = {fold(output.product): (output.quantity, output.measure) for output in outputs}
    if not one.is_whole:
        stored = {name: value for name, value in stored.items() if name in made}
    return made == stored


def _note(kept: MonthlyReturn, said: MonthlyReturn) -> None:
    """Note on the open entry what a list said in vain of a confirmed return."""
    record = f"{MonthlyReturn._meta.label}:{kept.pk}"
    open_entry().conflicts.extend(
        Conflict(record, name, getattr(kept, name), getattr(said, name), said.source_table_id, said.source_row)
        for name in own_attributes(MonthlyReturn)
        if name not in OF_SENDING and getattr(kept, name) != getattr(said, name)
    )


def _record_made(sent: Sequence[_Sent], outputs: Mapping[Key, Sequence[MonthlyOutput]]) -> None:
    """Record what was made, and void what a whole return no longer names."""
    names = _names([one for one in sent if one.said.made])
    facts, gone = [], []
    for one in sent:
        made = {names.get((one.unit, fold(m.product)), m.product[:160]): m for m in one.said.made}
        gone += [output for output in outputs.get(one.key, ()) if one.is_whole and output.product not in made]
        facts += [
            one.origin.make(
                MonthlyOutput,
                unit_id=one.unit,
                since_on=one.said.month.last,
                proof=Proof.DECLARED,
                product=name,
                quantity=each.quantity,
                measure=each.measure[:30],
            )
            for name, each in made.items()
        ]
    bulk_void(gone)
    record_facts(facts, key=(*OF_MONTH, "product"))


def _names(sent: Sequence[_Sent]) -> dict[tuple[int, str], str]:
    """Return what the licences of some units call their products, by unit and folded name."""
    listed = Product.objects.filter(unit__in={one.unit for one in sent}, voided_entry=None).order_by("-pk")
    return {(unit, fold(name)): name for unit, name in listed.values_list("unit_id", "name")}


def _record_facts(sent: Sequence[_Sent]) -> None:
    """Record what returns say of status and persons as facts of those, declared by the unit."""
    declared = [
        one.origin.make(
            UnitStatus,
            unit_id=one.unit,
            since_on=one.said.month.last,
            proof=Proof.DECLARED,
            status=one.said.status,
            capacity_use=one.said.capacity_use,
        )
        for one in sent
    ]
    record_facts(declared, key=OF_PROOF)
    heads = [
        one.origin.make(
            HeadCount, unit_id=one.unit, since_on=one.said.month.last, proof=Proof.DECLARED, persons=persons
        )
        for one in sent
        if (persons := rules.persons_in_all(one.said)) is not None
    ]
    record_facts(heads, key=OF_PROOF)
