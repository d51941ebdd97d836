"""Where each resolution stands now, kept in a table of its own: lists over a country's resolutions are read from it."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import takewhile
from typing import Any

from hamahang.board.models import Resolution, ResolutionDeadline, ResolutionNow, ResolutionState
from hamahang.domain.board import DONE_STATES, OPEN_STATES
from hamahang.domain.text import company_key
from hamahang.ledger import derived

CHUNK = 5_000


def follow() -> None:
    """Make the table again for the resolutions whose facts change."""
    derived.keep("board.Resolution", refresh)
    derived.keep("board.ResolutionState", lambda ids: refresh(_of(ResolutionState, ids)))
    derived.keep("board.ResolutionDeadline", lambda ids: refresh(_of(ResolutionDeadline, ids)))


def _of(model: Any, ids: Collection[int]) -> set[int]:
    found: set[int] = set()
    for chunk in _chunks(ids):
        found.update(model._base_manager.filter(pk__in=chunk).values_list("resolution_id", flat=True))
    return found


def is_whole() -> bool:
    """Say whether the table has a row for each resolution: not so after an upgrade that brought it."""
    return ResolutionNow.objects.count() == Resolution.objects.filter(voided_entry=None).count()


def refresh_all() -> None:
    """Make the whole table again."""
    ResolutionNow.objects.exclude(resolution__voided_entry=None).delete()
    refresh(list(Resolution.objects.filter(voided_entry=None).values_list("pk", flat=True)))


def refresh(ids: Collection[int]) -> None:
    """Make the rows of some resolutions again."""
    for chunk in _chunks(ids):
        rows = _rows(chunk)
        ResolutionNow.objects.filter(resolution__in=chunk).delete()
        ResolutionNow.objects.bulk_create(rows, batch_size=500)


def _chunks(ids: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(ids)
    return (ordered[start : start + CHUNK] for start in range(0, len(ordered), CHUNK))


def _rows(ids: list[int]) -> list[ResolutionNow]:
    states: dict[int, list[tuple[str, Any]]] = defaultdict(list)
    facts = ResolutionState.objects.filter(resolution__in=ids, voided_entry=None).order_by("since_on", "proof", "pk")
    for resolution, state, since_on in facts.values_list("resolution_id", "state", "since_on"):
        states[resolution].append((state, since_on))
    granted = ResolutionDeadline.objects.filter(resolution__in=ids, voided_entry=None, is_granted=True)
    due = dict(granted.order_by("since_on", "pk").values_list("resolution_id", "due_on"))
    rows = []
    for found in Resolution.objects.filter(pk__in=ids, voided_entry=None).only("pk", "number", "executor", "due_on"):
        reached = states.get(found.pk)
        if not reached:
            continue
        state, since_on = reached[-1]
        unbroken = list(takewhile(lambda stood: stood[0] in DONE_STATES, reversed(reached)))
        rows.append(
            ResolutionNow(
                resolution_id=found.pk,
                number=found.number,
                executor=found.executor,
                executor_key=company_key(found.executor),
                state=state,
                since_on=since_on,
                due_on=due.get(found.pk, found.due_on),
                done_on=unbroken[-1][1] if unbroken else None,
                is_open=state in OPEN_STATES,
            )
        )
    return rows
