"""Reminders and escalation by rule: each step once, on its day, told to whom it concerns, and again after a new day."""

from datetime import timedelta
from typing import Any

import pytest

from hamahang.board import following, reminding
from hamahang.board.models import Resolution, ResolutionReminder
from hamahang.desk.actions import tell_reminders
from hamahang.desk.models import Notice
from hamahang.domain.ledger import AsOf
from hamahang.domain.sessions import ESCALATIONS, steps_of
from hamahang.domain.text import company_key
from hamahang.ledger import queries as ledger
from tests import factories
from tests.factories import AT, DAY
from tests.personas import persona

pytestmark = pytest.mark.django_db
DUE = DAY + timedelta(days=10)


def late(number: str = "1390/1/1", **rest: Any) -> Resolution:
    given: dict[str, Any] = {"executor": "شرکت برق", "passed_on": DAY, "due_on": DUE, "text": "وصل برق"}
    return following.pass_resolution(number=number, **given | rest, by="dabir", at=AT)


def remind(days: int) -> list[str]:
    """Return the codes of the steps that are taken so many days after it was due."""
    return [rule.code for _, rule in reminding.remind(day=DUE + timedelta(days), by="dabir", at=AT)]


def test_each_step_is_taken_on_its_day_and_once() -> None:
    late()

    taken = {days: remind(days) for days in (0, 1, 2, 14, 15, 16, 29, 30, 59, 60, 400)}

    assert {days: codes for days, codes in taken.items() if codes} == {
        1: ["REMIND"], 15: ["SESSION"], 30: ["GOVERNOR"], 60: ["NATIONAL"],
    }  # fmt: skip
    assert len(ESCALATIONS) == ResolutionReminder.objects.count()


def test_what_begins_late_takes_the_step_of_its_day_alone() -> None:
    found = late()

    assert remind(33) == ["GOVERNOR"]
    assert [one.rule for one in reminding.reminders_of(found, AsOf(DUE + timedelta(33)))] == ["GOVERNOR"]
    assert reminding.reminders_of(found, AsOf(DUE + timedelta(32))) == []


def test_nothing_due_leaves_no_entry() -> None:
    late()
    before = ledger.head()

    assert remind(0) == []
    assert ledger.head() == before


def test_a_day_that_was_moved_begins_again() -> None:
    found = late()
    assert remind(1) == ["REMIND"]
    asked = DUE + timedelta(days=2)
    request = following.ask_for_time(
        resolution=found, wanted_on=DUE + timedelta(days=20), reason="سیل", on=asked, by="bargh", at=AT
    )
    following.decide_deadline(request=request, is_granted=True, reason="بله", on=asked, by="rais", at=AT)

    assert remind(20) == []
    assert remind(21) == ["REMIND"]


def test_those_are_told_whom_the_step_concerns() -> None:
    power = factories.agency(name="شرکت برق", name_key=company_key("شرکت برق"))
    gas = factories.agency(name="شرکت گاز", name_key=company_key("شرکت گاز"))
    for role in ("SECRETARY", "HEAD", "CONSULTANT"):
        persona(role)
    persona("AGENCY", agency=power)
    persona("BANK", agency=gas)
    late()

    told = {}
    for days in (1, 15, 30):
        Notice.objects.all().delete()
        steps = reminding.remind(day=DUE + timedelta(days), by="cli:cron", at=AT)
        assert tell_reminders(steps=steps, by="cli:cron", at=AT) == Notice.objects.count()
        told[days] = set(Notice.objects.values_list("person", "kind"))

    assert told == {
        1: {("test-agency", "REMINDER")},
        15: {("test-agency", "REMINDER"), ("test-secretary", "ESCALATE")},
        30: {("test-secretary", "ESCALATE"), ("test-head", "ESCALATE")},
    }
    assert Notice.objects.all()[0].said == "1390/1/1: وصل برق"


def test_the_steps_of_a_day_follow_each_other() -> None:
    assert [(rule.code, until) for rule, until in steps_of(DAY)] == [
        ("REMIND", 15), ("SESSION", 30), ("GOVERNOR", 60), ("NATIONAL", None),
    ]  # fmt: skip
