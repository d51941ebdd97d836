"""Twenty-four months of returns in the example: most on time, some late, some missing, some sent back and sent again.

Sent by lists of the county offices and by one unit's own person, confirmed by the statistics expert, all through the
actions that the pages use. Invented, like the units; random by a seed. Up to 10 Tir 1390 they repeat what the list of
units says, so that nothing that was reported on that day changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.ledger import AsOf
from hamahang.domain.months import Month, months_between
from hamahang.domain.returns import WORKING, Made
from hamahang.register import confirming, owing, queries, returned, returning
from hamahang.register.returning import ReturnDraft

FIRST, LAST = Month(1390, 1), Month(1391, 12)
STEADY_UNTIL = Month(1390, 3)
# who does what: the county officer of Mehran, the other county offices, the statistics expert, one unit's own person
MEHRAN, OFFICES, EXPERT, OWNER = "mehran", "edarat", "amar", "malek"
PROMPT, SLACK, SILENT = "prompt", "slack", "silent"
REASONS = (
    "جمع زنان و مردان با شاغلان نمی‌خواند", "مقدار تولید از ظرفیت یک ماه بیشتر است", "علت توقف نوشته نشده است",
    "شاغلان با لیست بیمه نمی‌خواند",
)  # fmt: skip
SENT_BACK = 0.012  # the share of returns that come back to their sender
CAUSES = ("WORKING_CAPITAL", "RAW_MATERIAL", "MARKET", "ENERGY")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit and how it sends. silent_from: the month from which it sends nothing"""

    pk: int
    county: str
    habit: str
    made: tuple[tuple[str, Decimal, str], ...]
    silent_from: Month


def play(*, at: datetime, seed: int = 1390) -> None:
    """Let the returns of 1390 and 1391 come to the loaded example."""
    random = Random(f"{seed}-returns")  # noqa: S311 - an example, not a secret
    months = months_between(FIRST, LAST)
    units = _units(random)
    truth = {month: _truth(units, month) for month in months}
    own = next(iter(unit.pk for unit in units.values() if unit.county == "1601" and unit.habit == PROMPT), None)
    if own is not None:
        confirming.name_sender(unit=own, username=OWNER, by=EXPERT, at=at)
    for month in months:
        drafts = [_draft(unit, month, truth[month], random) for unit in units.values() if _sends(unit, month, random)]
        _send([draft for draft in drafts if draft is not None], units, own, at)
        _look(month, random, at)


def _units(random: Random) -> dict[int, _Unit]:
    """Return the units that owe returns, each with a habit."""
    owed = owing.owed_from(queries.units_in(EVERYTHING, AsOf(LAST.last)).values_list("pk", flat=True), AsOf(LAST.last))
    counties = {unit.pk: unit.county.code for unit in queries.standing_units(EVERYTHING, owed).values()}
    found = {}
    for pk in sorted(owed):
        habit = random.choices((PROMPT, SLACK, SILENT), (78, 16, 6))[0]
        made = tuple(
            (product.name, product.capacity / 12, product.capacity_unit)
            for product in returned.products_of(pk)
            if product.capacity
        )
        silent = FIRST.plus(random.randint(8, 18)) if habit == SILENT else LAST.plus(1)
        found[pk] = _Unit(pk, counties[pk], habit, made, silent)
    return found


def _truth(units: Mapping[int, _Unit], month: Month) -> dict[int, tuple[str, int]]:
    """Return how each unit stood at the end of a month, before its returns are known: status and persons."""
    day = AsOf(max(month, STEADY_UNTIL).last)
    statuses, heads = queries.statuses_by_unit(units, day), queries.head_counts_by_unit(units, day)
    return {
        pk: (status.status, heads[pk].persons if pk in heads else 0)
        for pk, status in statuses.items()
        if status.status != "UNDER_CONSTRUCTION"
    }


def _sends(unit: _Unit, month: Month, random: Random) -> bool:
    return month < unit.silent_from and not (unit.habit == SLACK and random.random() < 0.14)


def _draft(unit: _Unit, month: Month, truth: Mapping[int, tuple[str, int]], random: Random) -> ReturnDraft | None:
    if unit.pk not in truth:
        return None
    status, persons = truth[unit.pk]
    works, due = status in WORKING, month.plus(1).day(10)
    if works and month > STEADY_UNTIL:
        persons = max(1, round(persons * random.uniform(0.9, 1.1)))
    use = random.randint(52, 96) if status == "ACTIVE" else random.randint(15, 48)
    stop = random.randint(2, 9) if works and random.random() < 0.12 else 0
    is_late = unit.habit == SLACK and random.random() < 0.5
    women = round(persons * random.uniform(0.05, 0.4))
    made = tuple(Made(name, round(a_month * use / 100, 1), measure) for name, a_month, measure in unit.made)
    return ReturnDraft(
        unit=unit.pk,
        on=month.last,
        status=status,
        employees=persons,
        women=women,
        men=persons - women,
        shifts=random.choice((1, 1, 2)) if works else 0,
        capacity_use=Decimal(use) if works else Decimal(0),
        stop_days=stop if works else None,
        stop_cause=random.choice(CAUSES) if stop else "",
        made=made if works else (),
        sent_on=due + timedelta(days=random.randint(1, 19)) if is_late else due - timedelta(days=random.randint(0, 7)),
    )


def _send(drafts: list[ReturnDraft], units: Mapping[int, _Unit], own: int | None, at: datetime) -> None:
    """Send one unit's return by its own person, those of Mehran by its officer and the rest by the other offices."""
    by_sender: dict[str, list[ReturnDraft]] = {}
    for draft in drafts:
        if draft.unit == own:
            sent_on = draft.sent_on or at.date()
            returning.send_return(unit=own, said=draft.said, sent_on=sent_on, channel="PAGE", by=OWNER, at=at)
            continue
        by_sender.setdefault(MEHRAN if units[draft.unit].county == "1605" else OFFICES, []).append(draft)
    for sender, listed in by_sender.items():
        returning.record_returns(drafts=listed, by=sender, at=at)


def _look(month: Month, random: Random, at: datetime) -> None:
    """Let the expert look at a month: most is confirmed, some is sent back and comes again, the newest partly waits."""
    came = returned.received(AsOf(date.max), month).order_by("unit").values_list("unit_id", flat=True)
    waits = 0.5 if month >= LAST.plus(-1) else 0.02
    sure, again = [], []
    for unit in came:
        drawn = random.random()
        if drawn < SENT_BACK:
            again.append(unit)
        elif drawn > SENT_BACK + waits:
            sure.append((unit, month))
    on = month.plus(2).day(random.randint(2, 5))
    for unit in again:
        reason = random.choice(REASONS)
        confirming.send_back(unit=unit, month=month, reason=reason, on=month.plus(2).day(1), by=EXPERT, at=at)
        if random.random() < 0.8 and (mended := _again(unit, month, random)):
            by = OFFICES if unit not in returned.units_of_person(OWNER) else OWNER
            sent_on = month.plus(2).day(random.randint(2, 4))
            returning.send_return(unit=unit, said=mended.said, sent_on=sent_on, channel="PAGE", by=by, at=at)
    confirming.confirm_returns(of=sure, on=max(on, month.plus(2).day(5)), by=EXPERT, at=at)


def _again(unit: int, month: Month, random: Random) -> ReturnDraft | None:
    """Return what a unit says the second time: a little other than the first."""
    report = returned.standing_return(unit, month)
    if report is None or report.persons is None:
        return None
    persons = report.persons + (random.randint(0, 2) if report.status in WORKING and month > STEADY_UNTIL else 0)
    outputs = returned.outputs_of({(unit, month.last)}).get((unit, month.last), [])
    said = returned.said_of(report, outputs)
    women = min(report.women or 0, persons)
    again = ReturnDraft(
        unit=unit, on=month.last, status=said.status, employees=persons, women=women, men=persons - women,
        shifts=said.shifts, capacity_use=said.capacity_use, stop_days=said.stop_days, stop_cause=said.stop_cause,
    )  # fmt: skip
    return replace(again, made=said.made)
