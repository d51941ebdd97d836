"""Where each case stands now, kept in a table of its own: lists of a country's cases are read from it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any

from hamahang.casework.models import Case, CaseNow, CasePause, CaseResponsible, CaseStage, ClockTerm
from hamahang.domain.flows.cases import workflow_of
from hamahang.domain.flows.clocks import Reached, times
from hamahang.domain.flows.workingdays import Closures, Pause
from hamahang.ledger import derived
from hamahang.ledger.models import Fact
from hamahang.territory import queries as territory

CHUNK = 5_000
ALWAYS = date.max - timedelta(days=1)


def follow() -> None:
    """Make the table again for the cases whose facts change; for all of them when a time or a holiday does."""
    derived.keep("casework.Case", refresh)
    for model in (CaseStage, CasePause, CaseResponsible):
        derived.keep(model._meta.label, _of(model))
    derived.keep(ClockTerm._meta.label, lambda _: refresh_all())
    derived.keep("territory.ClosedDay", lambda _: refresh_all())


def _of(model: type[Fact]) -> derived.Refresh:
    def changed(ids: Collection[int]) -> None:
        cases: set[int] = set()
        facts: Any = model._base_manager
        for chunk in _chunks(ids):
            cases.update(facts.filter(pk__in=chunk).values_list("case_id", flat=True))
        refresh(cases)

    return changed


def is_whole() -> bool:
    """Say whether the table has a row for each case: not so after an upgrade that brought it."""
    return CaseNow.objects.count() == Case.objects.filter(voided_entry=None).count()


def refresh_all() -> None:
    """Make the whole table again."""
    CaseNow.objects.exclude(case__voided_entry=None).delete()
    refresh(list(Case.objects.filter(voided_entry=None).values_list("pk", flat=True)))


def refresh(ids: Collection[int]) -> None:
    """Make the rows of some cases again."""
    if not ids:
        return
    closures = territory.closures()
    for chunk in _chunks(ids):
        rows = _rows(chunk, closures)
        CaseNow.objects.filter(case__in=chunk).delete()
        CaseNow.objects.bulk_create(rows, batch_size=500)


def _chunks(ids: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def _rows(ids: list[int], closures: Closures) -> list[CaseNow]:
    stages = _by_case(CaseStage, ids, "stage", "since_on", order=("since_on", "proof", "pk"))
    pauses = _by_case(CasePause, ids, "is_paused", "since_on")
    people = _by_case(CaseResponsible, ids, "person")
    terms = _terms()
    rows = []
    for case, kind, number in Case.objects.filter(pk__in=ids, voided_entry=None).values_list("pk", "kind", "number"):
        reached = [Reached(stage, on) for stage, on in stages.get(case, [])]
        if not reached:
            continue
        began = reached[0].on
        running = times(
            workflow_of(kind, began),
            reached,
            day=ALWAYS,
            closures=closures,
            pauses=_pauses(pauses.get(case, [])),
            terms={clock: days for clock, days, valid_from in terms.get(kind, []) if valid_from <= began},
        )
        due = min((time.due_on for time in running if time.stopped_on is None and time.due_on), default=None)
        rows.append(
            CaseNow(
                case_id=case,
                kind=kind,
                number=number,
                stage=reached[-1].stage,
                since_on=reached[-1].on,
                due_on=due,
                late_on=due + timedelta(days=1) if due else None,
                responsible=people[case][-1][0] if case in people else "",
            )
        )
    return rows


def _by_case(
    model: type[Fact], ids: list[int], *names: str, order: tuple[str, ...] = ("since_on", "pk")
) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    facts: Any = model._base_manager
    ordered = facts.filter(case__in=ids, voided_entry=None).order_by(*order)
    for case, *values in ordered.values_list("case_id", *names):
        found[case].append(values)
    return found


def _pauses(facts: list[Any]) -> list[Pause]:
    found: list[Pause] = []
    for is_paused, on in facts:
        if is_paused:
            found.append(Pause(on))
        elif found and found[-1].until_on is None:
            found[-1] = Pause(found[-1].from_on, on)
    return found


def _terms() -> dict[str, list[tuple[str, int, date]]]:
    found: dict[str, list[tuple[str, int, date]]] = defaultdict(list)
    rows = ClockTerm.objects.filter(voided_entry=None).order_by("valid_from")
    for workflow, clock, days, valid_from in rows.values_list("workflow", "clock", "days", "valid_from"):
        found[workflow].append((clock, days, valid_from))
    return found
