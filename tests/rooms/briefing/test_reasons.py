"""Why a published figure differs from the one before, on a few records that can be counted by hand."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hamahang.briefing import cleared, counted, opendata
from hamahang.briefing.clearing import draft_figure, take_step
from hamahang.domain.indicators import ALL, Scope
from hamahang.domain.publishing import PublicationRefused
from hamahang.ledger.recording import recording
from hamahang.register.models import UnitStatus
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db
WHY = "چنین شد"


@pytest.fixture
def statuses() -> list[UnitStatus]:
    """Return four units at work in one county and five in another."""
    counties = [factories.county(), factories.county()]
    return [
        factories.unit_status(unit=factories.unit(county=county))
        for county, number in zip(counties, (4, 5), strict=True)
        for _ in range(number)
    ]


def published(indicator: str, scope: Scope = ALL, day: Any = DAY) -> Any:
    made = draft_figure(indicator=indicator, scope=scope, day=day, on=DAY, by="amar", at=AT)
    for by, step in (("amar", "check"), ("rais", "clear"), ("rais", "publish")):
        take_step(publication=made, step=step, reason=WHY, on=DAY, by=by, at=AT)
    return made


def reasons(publication: Any) -> dict[str, tuple[int | None, int]]:
    return {part.reason: (part.records, int(part.amount)) for part in cleared.differs_from_before(publication)}


def test_a_unit_that_is_of_another_county_is_a_changed_territory_in_both(statuses: list[UnitStatus]):
    moved = statuses[0].unit
    here, there = (Scope("county", statuses[at].unit.county.code) for at in (0, -1))
    published("units_registered", here)
    published("units_registered", there)
    with recording(action="tests.moved", by="tests", at=AT, reason=WHY):
        moved.county = statuses[-1].unit.county
        moved.save()

    assert reasons(published("units_registered", here)) == {"territory": (1, -1)}
    assert reasons(published("units_registered", there)) == {"territory": (1, 1)}
    assert reasons(published("units_registered")) == {}


def test_a_unit_that_stopped_since_is_a_new_record_and_one_wrongly_entered_a_correction(statuses: list[UnitStatus]):
    later = DAY + timedelta(days=40)
    published("units_active")
    factories.unit_status(unit=statuses[0].unit, status="IDLE", since_on=DAY + timedelta(days=20))
    factories.unit_status(since_on=DAY + timedelta(days=10))
    with recording(action="tests.voided", by="tests", at=AT, reason=WHY):
        statuses[1].void()

    assert reasons(published("units_active", day=later)) == {"new": (2, 0), "corrected": (1, -1)}


def test_a_record_of_then_that_came_later_is_a_late_one(statuses: list[UnitStatus]):
    published("units_registered")
    factories.unit_status()

    now = published("units_registered")

    assert reasons(now) == {"late": (1, 1)}
    assert cleared.changed_since(now) == ()


def test_what_is_counted_by_level_adds_up_too(statuses: list[UnitStatus]):
    parts = counted.tables(published("units_registered")).by_level

    assert [(cell.records, cell.amount) for cell in parts.cells] == [(9, 9)]


def test_a_series_is_restated_also_where_an_older_edition_counts_otherwise_now(statuses: list[UnitStatus]):
    later, latest = DAY + timedelta(days=30), DAY + timedelta(days=60)
    older, newer = published("units_active"), published("units_active", day=later)
    late = factories.unit_status().unit
    factories.unit_status(unit=late, status="IDLE", since_on=DAY + timedelta(days=9))
    assert [cleared.value_now(each) for each in (older, newer)] == [10, 9]

    drafted = draft_figure(indicator="units_active", scope=ALL, day=latest, on=DAY, by="amar", at=AT)

    grades = {finding.code: finding.grade for finding in cleared.findings(drafted)}
    assert (drafted.replaces, grades["restated"]) == (newer, "warning")


def test_what_one_edition_hid_is_hidden_in_the_next_as_long_as_it_is_the_same():
    few, many, most = (factories.county() for _ in range(3))
    units = [factories.unit(county=county) for county, n in ((few, 2), (many, 4), (most, 9)) for _ in range(n)]
    for unit in units:
        factories.unit_status(unit=unit)
    before = counted.by_county(published("units_active"))
    for _ in range(2):
        factories.unit_status(unit=factories.unit(county=few))

    now = counted.by_county(published("units_active"))

    assert _hidden(before) == {few.code, many.code}
    assert many.code in _hidden(now)


def _hidden(parts: counted.Parts) -> set[str]:
    return {cell.code for cell in parts.cells if cell.records is None}


def test_a_small_cell_by_county_and_level_is_hidden_with_three_others():
    for low, high in ((9, 8), (1, 7), (6, 5)):
        county = factories.county()
        for proof, number in ((1, low), (3, high)):
            for _ in range(number):
                factories.unit_status(unit=factories.unit(county=county), proof=proof)

    grid = counted.tables(published("units_active")).grid

    assert grid is not None
    assert [cells for _, cells in grid.lines if None not in cells] == [(9, 8)]
    assert grid.hidden == 4


def test_a_share_is_told_why_in_points_that_add_up(statuses: list[UnitStatus]):
    for status in statuses[:2]:
        factories.unit_status(unit=status.unit, status="IDLE", since_on=DAY + timedelta(days=5))
    before = published("idle_share")
    with recording(action="tests.voided", by="tests", at=AT, reason=WHY):
        statuses[-1].void()

    now = published("idle_share", day=DAY + timedelta(days=10))

    parts = cleared.differs_from_before(now)
    assert {part.reason for part in parts} == {"new", "corrected"}
    assert sum(part.amount for part in parts) == Decimal(now.value) - Decimal(before.value)


def test_what_happens_later_does_not_change_why_a_published_figure_differed(statuses: list[UnitStatus]):
    later = DAY + timedelta(days=40)
    published("units_active")
    factories.unit_status(unit=statuses[0].unit, status="IDLE", since_on=DAY + timedelta(days=20))
    now = published("units_active", day=later)
    then = reasons(now)
    with recording(action="tests.voided", by="tests", at=AT, reason=WHY):
        for status in statuses:
            status.void()

    assert reasons(now) == then == {"new": (1, -1)}


def test_a_warning_that_came_after_the_check_is_explained_before_it_is_cleared(statuses: list[UnitStatus]):
    published("units_active")
    later = DAY + timedelta(days=30)
    made = draft_figure(indicator="units_active", scope=ALL, day=later, on=DAY, by="amar", at=AT)
    take_step(publication=made, step="check", on=DAY, by="amar", at=AT)
    late = factories.unit_status().unit
    factories.unit_status(unit=late, status="IDLE", since_on=DAY + timedelta(days=9))

    with pytest.raises(PublicationRefused, match="about the warnings"):
        take_step(publication=made, step="clear", on=DAY, by="rais", at=AT)
    take_step(publication=made, step="clear", reason=WHY, on=DAY, by="rais", at=AT)

    (warning,), notes = cleared.notes_of(made)
    assert (warning.en, notes) == ("What was published counts otherwise now", (WHY,))


def test_what_was_said_in_a_round_that_was_sent_back_is_not_for_the_public():
    factories.unit_status()
    made = draft_figure(indicator="units_active", scope=ALL, day=DAY, on=DAY, by="amar", at=AT)
    rounds = (
        ("check", "پیش از اصلاح"), ("return", "نام واحد در دلیل است"),
        ("check", WHY), ("clear", ""), ("publish", "درست است"),
    )  # fmt: skip
    for step, reason in rounds:
        by = "amar" if step == "check" else "rais"
        take_step(publication=made, step=step, reason=reason, on=DAY, by=by, at=AT)

    assert cleared.notes_of(made) == ((), (WHY, "درست است"))


def test_what_was_said_before_the_form_told_that_everybody_reads_it_is_not_for_the_public():
    factories.unit_status()
    made = published("units_active")
    made.definition.pop(cleared.NOTES_ARE_OPEN)

    assert cleared.notes_of(made) == ((), ())


def test_of_a_county_reasons_of_few_records_are_not_told_apart(statuses: list[UnitStatus]):
    here = Scope("county", statuses[-1].unit.county.code)
    published("units_active", here)
    with recording(action="tests.voided", by="tests", at=AT, reason=WHY):
        statuses[-1].void()
    now = published("units_active", here)

    (row,) = opendata.table("differences")
    (part,) = cleared.told_difference(now)
    (why,) = opendata.whole(cleared.Standing(now, cleared.state_of(now)))["before"]["why"]

    assert reasons(now) == {"corrected": (1, -1)}
    assert (part.reason, part.records, int(part.amount)) == ("few", None, -1)
    assert [(row[name], why[name]) for name in ("reason", "records", "amount")] == [("few",) * 2, (None,) * 2, (-1, -1)]


def test_why_published_figures_differ_is_counted_once(statuses: list[UnitStatus]):
    here = Scope("county", statuses[-1].unit.county.code)
    for scope in (ALL, here):
        published("units_active", scope)
    with recording(action="tests.voided", by="tests", at=AT, reason=WHY):
        statuses[-1].void()
    for scope in (ALL, here):
        published("units_active", scope, day=DAY + timedelta(days=30))
    first = opendata.table("differences")

    with CaptureQueriesContext(connection) as asked:
        again = opendata.table("differences")

    assert [row["reason"] for row in first] == ["few", "corrected"]
    assert again == first
    assert len(asked) == 2  # what is public, and by which entries it went out
