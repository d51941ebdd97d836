"""An entry taken back: what it made goes, what it changed comes back, what others touched since is kept and named."""

import json
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hamahang.ledger import queries
from hamahang.ledger.bulk import record_entities, record_facts
from hamahang.ledger.guard import UnrecordedChange, content
from hamahang.ledger.models import Record
from hamahang.ledger.recording import recording
from hamahang.ledger.undoing import Kept, Undone, Why, undo_entry
from hamahang.ledger.verification import verify_records
from hamahang.register.models import Company, HeadCount, Unit, UnitStatus
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db


def standing() -> Counter[str]:
    """Return everything that holds, without the place of it: a fact that came back has another key."""
    found: Counter[str] = Counter()
    for model in apps.get_models():
        if issubclass(model, Record):
            found.update(
                f"{model._meta.label} {content(record)}" for record in model._base_manager.filter(voided_entry=None)
            )
    return found


def undo(number: int) -> Undone:
    with recording(action="test.undone", by="tester", at=AT + timedelta(days=90)):
        return undo_entry(number)


def list_of(units: list[Unit], statuses: list[UnitStatus]) -> int:
    """Record a list as one entry; return its number."""
    with recording(action="test.list", by="tester", at=AT + timedelta(days=30)) as entry:
        record_entities(units, key=("licence_no",))
        record_facts(statuses, key=("unit_id", "since_on"))
    return entry.number


def copy_of(unit: Unit, **values: Any) -> Unit:
    said = json.loads(content(unit)) | values
    return Unit(**{name: value for name, value in said.items() if not name.startswith("source")})


def test_outside_an_entry_nothing_is_taken_back() -> None:
    factories.unit()

    with pytest.raises(UnrecordedChange):
        undo_entry(1)


def test_what_a_list_made_goes_and_what_it_changed_comes_back() -> None:
    unit = factories.unit(name="آجر الف")
    old = factories.unit_status(unit=unit, status="ACTIVE")
    new = copy_of(unit, licence_no="new/1", name="تازه")
    before = standing()
    entry = list_of(
        [copy_of(unit, name="آجر ب"), new],
        [UnitStatus(unit=unit, status="IDLE", since_on=old.since_on, proof=old.proof)],
    )
    assert standing() != before

    undone = undo(entry)

    assert standing() == before
    assert (undone.gone, undone.restored, undone.kept) == (2, 2, [])
    assert verify_records() is None
    assert queries.verify_chain().fault is None


def test_earlier_questions_still_see_the_list_that_was_taken_back() -> None:
    unit = factories.unit()
    factories.unit_status(unit=unit, status="ACTIVE")
    entry = list_of([], [UnitStatus(unit=unit, status="IDLE", since_on=DAY + timedelta(days=1), proof=4)])
    undo(entry)

    def held(day: int) -> list[str]:
        asof = queries.as_of(day=DAY + timedelta(days=2), known_at=AT + timedelta(days=day))
        return [status.status for status in UnitStatus.objects.holding(asof, of="unit")]

    assert [held(0), held(30), held(90)] == [["ACTIVE"], ["IDLE"], ["ACTIVE"]]


def test_the_same_list_after_being_taken_back_is_new_again() -> None:
    unit = factories.unit()
    entry = list_of([copy_of(unit, licence_no="new/1")], [])
    written = standing()
    undo(entry)

    list_of([copy_of(unit, licence_no="new/1")], [])

    assert standing() == written


def test_a_unit_that_others_stand_on_is_kept_and_named_with_what_it_stands_on() -> None:
    company = Company(name="شرکت", name_key="شرکت")
    with recording(action="test.list", by="tester", at=AT) as entry:
        company.save()
        unit = factories.unit(company=company)
        lonely = factories.unit()
    status = factories.unit_status(unit=unit)

    undone = undo(entry.number)

    assert Kept(f"register.Unit:{unit.pk}", Why.USED, status.entry_id, (f"register.UnitStatus:{status.pk}",)) in (
        undone.kept
    )
    # the company goes with nobody: a kept unit stands on it
    assert {kept.record for kept in undone.kept} >= {f"register.Unit:{unit.pk}", f"register.Company:{company.pk}"}
    assert Unit.objects.get(pk=unit.pk).voided_entry_id is None
    assert Unit.objects.get(pk=lonely.pk).voided_entry_id is not None


def test_what_somebody_corrected_since_stays_corrected_and_the_rest_comes_back() -> None:
    unit = factories.unit(name="آجر الف", plot="1")
    entry = list_of([copy_of(unit, name="آجر ب", plot="2")], [])
    stored = Unit.objects.get(pk=unit.pk)
    with recording(action="test.corrected", by="other", at=AT + timedelta(days=60)) as since:
        stored.name = "آجر ج"
        stored.save()

    undone = undo(entry)

    stored.refresh_from_db()
    assert (stored.name, stored.plot) == ("آجر ج", "1")
    assert undone.kept == [Kept(f"register.Unit:{unit.pk}", Why.CORRECTED, since.number, ("name",))]


def test_a_fact_somebody_replaced_since_does_not_come_back() -> None:
    unit = factories.unit()
    first = factories.unit_status(unit=unit, status="ACTIVE")
    same = {"unit": unit, "since_on": first.since_on, "proof": first.proof}
    entry = list_of([], [UnitStatus(status="IDLE", **same)])
    later = list_of([], [UnitStatus(status="UNDERUSED", **same)])

    undone = undo(entry)

    assert [fact.status for fact in UnitStatus.objects.filter(voided_entry=None)] == ["UNDERUSED"]
    assert undone.kept == [Kept(f"register.UnitStatus:{first.pk}", Why.REPLACED, later)]


def test_an_entry_taken_back_twice_does_nothing_the_second_time() -> None:
    unit = factories.unit()
    entry = list_of([copy_of(unit, licence_no="new/1", name="تازه")], [])
    undo(entry)
    before, head = standing(), queries.head()

    undone = undo(entry)

    assert (undone, standing(), queries.head()) == (Undone(), before, head)


ROWS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 2), st.sampled_from(("ACTIVE", "IDLE"))), max_size=8
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(earlier=ROWS, rows=ROWS)
def test_any_list_taken_back_leaves_what_was_there(earlier: Any, rows: Any) -> None:
    county = factories.county()

    def write(lines: Any) -> int:
        with recording(action="test.list", by="tester", at=AT) as entry:
            units = [
                Unit(licence_no=f"l/{at}", name=f"n{name}", name_key="n", sort_key="n", search="n", county=county)
                for at, name, _, _ in lines
            ]
            stored = [unit for unit, _ in record_entities(units, key=("licence_no",))]
            facts = [
                UnitStatus(unit=unit, status=status, since_on=DAY + timedelta(days=day), proof=4)
                for unit, (_, _, day, status) in zip(stored, lines, strict=True)
            ]
            record_facts(facts, key=("unit_id", "since_on"))
            counts = [
                HeadCount(unit=unit, persons=at, since_on=DAY + timedelta(days=day), proof=4)
                for unit, (at, _, day, _) in zip(stored, lines, strict=True)
            ]
            record_facts(counts, key=("unit_id", "since_on"))
        return entry.number

    write(earlier)
    before, head = standing(), queries.head()[0]
    entry = write(rows)
    if queries.head()[0] == head:
        return  # the list said nothing new

    undone = undo(entry)

    assert undone.kept == []
    assert standing() == before
    assert verify_records() is None
