"""Reminders and escalation by rule: what is overdue goes up step by step, each step once, and is on record."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import models

from hamahang.accounts.queries import EVERYTHING
from hamahang.board import queries
from hamahang.board.models import Resolution, ResolutionNow, ResolutionReminder
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.sessions import Escalation, steps_of
from hamahang.ledger.recording import bulk_record, recording


def due(day: date) -> Iterator[tuple[ResolutionNow, Escalation]]:
    """Yield the overdue resolutions whose step by the rules of a day was not taken yet, the longest overdue first."""
    late = queries.lines(AsOf(day), EVERYTHING, queries.ResolutionFilter(late="yes")).exclude(state="ESCALATED")
    for rule, until in reversed(steps_of(day)):
        reached = late.filter(due_on__lte=day - timedelta(days=rule.days))
        if until is not None:
            reached = reached.filter(due_on__gt=day - timedelta(days=until))
        taken = ResolutionReminder.objects.filter(
            resolution=models.OuterRef("resolution"),
            rule=rule.code,
            due_on=models.OuterRef("due_on"),
            voided_entry=None,
        )
        for now in reached.exclude(models.Exists(taken)).order_by("due_on", "resolution_id"):
            yield now, rule


def remind(*, day: date, by: str, at: datetime) -> list[tuple[ResolutionNow, Escalation]]:
    """Record the steps that are due on a day, in one entry; nothing is recorded where none is. Return them."""
    if next(due(day), None) is None:
        return []
    with recording(action="board.resolutions.reminded", by=by, at=at):
        steps = list(due(day))  # asked again inside the entry, where writers wait for each other
        bulk_record([_reminder(now, rule, day) for now, rule in steps])
    return steps


def _reminder(now: ResolutionNow, rule: Escalation, day: date) -> ResolutionReminder:
    return ResolutionReminder(
        resolution_id=now.resolution_id, rule=rule.code, due_on=now.due_on, since_on=day, proof=Proof.CONFIRMED
    )


def reminders_of(resolution: Resolution, asof: AsOf) -> list[ResolutionReminder]:
    """Return the steps that were taken about a resolution."""
    return list(ResolutionReminder.objects.standing(asof).filter(resolution=resolution).order_by("since_on", "pk"))
