"""Everything that happened to a unit, in one line of time: what the register, cases, support, jobs and board know."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from hamahang.accounts.permissions import Permission
from hamahang.board import queries as board
from hamahang.casework import bookkeeping
from hamahang.casework import queries as casework
from hamahang.commitments import queries as commitments
from hamahang.domain.board import STATES
from hamahang.domain.casework import KINDS, MEASURES
from hamahang.domain.causes import CAUSES
from hamahang.domain.flows.cases import STAGES
from hamahang.domain.money import say_rials
from hamahang.domain.proof import Proof
from hamahang.domain.register import JOB_KINDS, LICENCES, STATUSES
from hamahang.domain.text import Text
from hamahang.domain.visits import STATES as STATES_SEEN
from hamahang.ledger import queries as ledger
from hamahang.support import queries as support
from hamahang.visits import queries as visits
from hamahang.web.access import PersonRequest


@dataclass(frozen=True, slots=True)
class Source:
    """The cell of a received list."""

    file: str
    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day, how well it is known, and who recorded it from where."""

    on: date
    text: Text
    level: Text
    by: str
    source: Source | None
    href: str = ""


def timeline_of(unit: Any, facts: dict[str, list[Any]], request: PersonRequest) -> list[Event]:
    """Return all events of a unit that the reader may see, the newest first."""
    found = list(_register(facts))
    may = request.user.may
    if may(Permission.CASEWORK_READ):
        found += _cases(unit.pk, request)
        found += _visits(unit.pk, request)
        found += _accounts(unit.pk, request)
    if may(Permission.SUPPORT_READ):
        found += _support(unit.pk, request)
    if may(Permission.COMMITMENTS_READ):
        found += _jobs(unit.pk, request)
    if may(Permission.BOARD_READ):
        found += _resolutions(unit.pk, request)
    entries = ledger.entries_by_number(fact.entry_id for fact, _ in found)
    tables = ledger.source_tables_by_id(fact.source_table_id for fact, _ in found if fact.source_table_id)
    events = [_event(fact, text, entries, tables) for fact, text in found]
    return sorted(events, key=lambda event: event.on, reverse=True)


def _event(fact: Any, text: Text, entries: dict[int, Any], tables: dict[int, Any]) -> Event:
    table = tables.get(fact.source_table_id)
    source = Source(table.file, table.sheet, table.cell(fact.source_row, "")) if table else None
    resolution, facility = getattr(fact, "resolution_id", None), getattr(fact, "facility_id", None)
    href = reverse("resolution", args=[resolution]) if resolution else getattr(fact, "href", "")
    href = reverse("facility", args=[facility]) if facility else href
    return Event(fact.since_on, text, Proof(fact.proof).title, entries[fact.entry_id].by, source, href)


Found = tuple[Any, Text]


def _register(facts: dict[str, list[Any]]) -> Iterator[Found]:
    for status in facts["statuses"]:
        title = STATUSES[status.status]
        yield status, Text(fa=f"وضعیت: {title.fa}", en=f"Status: {title.en}")
    for licence in facts["licences"]:
        title = LICENCES[licence.kind]
        yield licence, Text(fa=f"{title.fa} {licence.number}", en=f"{title.en} {licence.number}")
    for count in facts["head_counts"]:
        words = Text(fa="{n} نفر شاغل", en="{n} persons employed")
        nominal = Text(fa="{n} نفر اشتغال اسمی", en="{n} nominal jobs")
        yield count, (words if count.proof >= Proof.DECLARED else nominal).format(n=count.persons)


def _cases(unit: int, request: PersonRequest) -> Iterator[Found]:
    for case in casework.cases_of(unit, request.asof):
        kind, cause = KINDS[case.kind], CAUSES.get(case.main_cause)
        tail = Text(fa=f" · {cause.fa}", en=f" · {cause.en}") if cause else Text(fa="", en="")
        for stage in _standing(case.stages.all(), request):
            title = STAGES[stage.stage]
            yield stage, Text(fa=f"{kind.fa}: {title.fa}{tail.fa}", en=f"{kind.en}: {title.en}{tail.en}")
        for measure in _standing(case.measures.all(), request):
            title = MEASURES[measure.measure]
            yield measure, Text(fa=f"{kind.fa}: {title.fa}", en=f"{kind.en}: {title.en}")


def _accounts(unit: int, request: PersonRequest) -> Iterator[Found]:
    for fact in bookkeeping.statements_of(unit, request.asof):
        yield fact, Text(fa="صورت مالی سال {year}", en="Accounts of {year}").format(year=str(fact.year))


def _standing(facts: Any, request: PersonRequest) -> Iterator[Any]:
    """Yield the facts that hold at the point of view; the lists are short and already read."""
    asof = request.asof
    for fact in facts:
        known = asof.entry is None or fact.entry_id <= asof.entry
        voided = fact.voided_entry_id is not None and (asof.entry is None or fact.voided_entry_id <= asof.entry)
        if known and not voided and fact.since_on <= asof.day:
            yield fact


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit as an event: it holds of its day, was seen, and has a page of its own."""

    since_on: date
    entry_id: int
    href: str
    proof: Proof = Proof.SEEN
    source_table_id: int | None = None
    source_row: int | None = None


def _visits(unit: int, request: PersonRequest) -> Iterator[Found]:
    for visit in visits.visits_of(unit, request.asof):
        title = STATES_SEEN[visit.state]
        event = Seen(visit.visited_on, visit.entry_id, reverse("visit", args=[visit.pk]))
        yield event, Text(fa=f"بازدید: {title.fa}", en=f"Visit: {title.en}")


def _support(unit: int, request: PersonRequest) -> Iterator[Found]:
    for paid in support.disbursements_of(unit, request.asof):
        bank, line = paid.facility.bank.name, paid.facility.line
        yield (
            paid,
            Text(
                fa=f"پرداخت {say_rials(paid.amount, 'fa')} · {line.programme.title}، {line.title} · {bank}",
                en=f"Paid {say_rials(paid.amount, 'en')} · {line.programme.title_en}, {line.title_en} · {bank}",
            ),
        )


def _jobs(unit: int, request: PersonRequest) -> Iterator[Found]:
    for evidence in commitments.claims_of(unit, request.asof):
        kind = JOB_KINDS[evidence.claim.kind]
        words = Text(fa="{n} شغل {kind}", en="{n} {kind} jobs")
        yield evidence, words.format(n=evidence.persons, kind=kind)


def _resolutions(unit: int, request: PersonRequest) -> Iterator[Found]:
    for state in board.resolutions_of(unit, request.asof):
        title = STATES[state.state]
        text = state.resolution.text
        yield state, Text(fa=f"مصوبه: {text} · {title.fa}", en=f"Resolution: {text} · {title.en}")
