"""From a province's eight lists to figures that open to their rows, as of any day and as known at any moment."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.domain.calendar import read_day
from hamahang.domain.indicators import ALL, Reduction, Scope
from hamahang.indicators import queries
from hamahang.indicators.catalogue import indicators
from hamahang.intake import queries as intake
from hamahang.intake.models import Batch
from hamahang.ledger import queries as ledger
from tests.province import NOW, TIR_10, Province, check, take_in

pytestmark = pytest.mark.django_db


def value(code: str, day: str = "1390-04-10", scope: Scope = ALL, reach: Reach = EVERYTHING, known_at=None):
    asof = ledger.as_of(day=read_day(day), known_at=known_at)
    return queries.compute(code, asof=asof, scope=scope, reach=reach).value


@pytest.mark.parametrize(
    ("code", "scope", "expected"),
    [
        ("active_estates", "all", 8),
        ("zones_under_construction", "all", 4),
        ("counties_covered", "all", 8),
        ("affected_units_referred", "all", 33),
        ("targeted_subsidies_facilities_paid", "all", 2_206_000_000_000),
        ("spatial_plan_projects_approved", "all", 15),
        ("spatial_plan_projects_approved_above_threshold", "all", 6),
        ("spatial_plan_projects_approved_below_threshold", "all", 9),
        ("idle_units_identified", "estate:ilam", 44),
        ("idle_units_in_diagnosis", "estate:ilam", 29),
        ("idle_units_restarted", "estate:ilam", 3),
        ("jobs_committed", "all", 2_000),
        ("jobs_verified", "all", 417),
        ("jobs_remaining", "all", 1_583),
        ("resolutions_overdue", "all", 23),
        ("brick_makers_under_restructuring", "all", 9),
    ],
)
def test_what_was_reported_on_10_tir_is_counted_exactly(
    province: Province, code: str, scope: str, expected: int
) -> None:
    assert value(code, scope=Scope.parse(scope)) == expected


def test_the_expected_figures_are_the_ones_written_beside_the_lists(province: Province) -> None:
    truth = json.loads((province.lists / "TRUTH.json").read_text(encoding="utf-8"))

    assert {code: value(code) for code in truth["figures"]} == truth["figures"]


@pytest.mark.parametrize("code", sorted(indicators()))
def test_a_trace_lists_as_many_rows_as_its_figure_counts(province: Province, code: str) -> None:
    asof = ledger.as_of(day=TIR_10)
    figure = queries.compute(code, asof=asof, scope=ALL, reach=EVERYTHING)
    listed = queries.listed(code, asof=asof, scope=ALL, reach=EVERYTHING)

    assert len(listed) == figure.rows
    assert len({row.record for row, _ in listed}) == figure.rows
    wanted = indicators()[code].reduction
    if wanted is Reduction.COUNT:
        assert figure.value == len(listed)
    elif wanted is Reduction.SUM:
        assert figure.value == sum(row.amount or 0 for row, _ in listed)


@pytest.mark.parametrize("code", ["jobs_verified", "targeted_subsidies_facilities_paid", "idle_units_identified"])
def test_each_row_names_the_file_sheet_and_cell_it_came_from(province: Province, code: str) -> None:
    from openpyxl import load_workbook

    for row, origin in queries.listed(code, asof=ledger.as_of(day=TIR_10), scope=ALL, reach=EVERYTHING)[:20]:
        cell = load_workbook(province.lists / origin.file)[origin.sheet][origin.cell]
        assert cell.value not in (None, ""), (row, origin)
        assert row.by == "amar"


def test_an_earlier_day_has_the_earlier_answer(province: Province) -> None:
    assert value("jobs_committed", "1389-12-29") == 1_800
    assert value("jobs_committed", "1389-12-01") == 0
    assert value("idle_units_identified", "1390-01-15") == 0
    assert value("affected_units_referred", "1390-04-31") == 36


def test_an_earlier_moment_knows_nothing_of_what_was_recorded_later(province: Province) -> None:
    before = NOW - timedelta(days=1)

    assert value("active_estates", known_at=before) == 0
    assert value("active_estates", known_at=NOW + timedelta(days=1)) == 8


def test_a_county_officer_counts_only_what_they_may_list(province: Province) -> None:
    mehran = Reach(places=frozenset({"1605"}))

    assert value("active_estates", reach=mehran) == 1
    assert 0 < value("units_registered", reach=mehran) < value("units_registered")


def test_counties_add_up_to_the_whole(province: Province) -> None:
    asof = ledger.as_of(day=TIR_10)
    for code in ("units_registered", "jobs_committed", "targeted_subsidies_facilities_paid"):
        rows = queries.rows(code, asof=asof, scope=ALL, reach=EVERYTHING)
        summed = indicators()[code].reduction is Reduction.SUM
        assert sum(rows.by("county", summed=summed).values()) == value(code)


def test_the_same_file_twice_changes_nothing(province: Province) -> None:
    before = ledger.head()

    for batch in Batch.objects.all():
        again = take_in(province.lists / batch.file.name, batch.source, store=province.store)
        assert again.pk == batch.pk

    assert ledger.head() == before


def test_the_same_rows_in_another_file_change_nothing(province: Province, tmp_path: Path) -> None:
    text = (province.lists / "03-tasir-pazir.csv").read_bytes().decode("cp1256")
    lines = text.splitlines()
    other = tmp_path / "again.csv"
    other.write_text("\n".join([*lines[:4], *reversed(lines[4:])]), encoding="utf-8")
    before = ledger.head()

    batch = take_in(other, "affected", store=province.store)

    assert batch.counts["UNCHANGED"] == 41
    assert (batch.counts["CREATED"], batch.counts["CORRECTED"]) == (0, 0)
    assert ledger.head() == before


def test_every_row_of_every_file_ends_somewhere(province: Province) -> None:
    for batch in Batch.objects.all():
        counts = intake.counts_of(batch)
        assert sum(counts.values()) == batch.counts["ROWS"]
        assert counts["ACCEPTED"] == sum(batch.counts[name] for name in ("CREATED", "CORRECTED", "UNCHANGED"))


def test_each_deliberate_mistake_is_reported_at_its_cell(province: Province) -> None:
    found: dict[str, set[str]] = {}
    for batch in Batch.objects.all():
        problems = [p for row in intake.rows_with_problems(batch) for p in row.problems] + batch.problems
        found[batch.source] = {p["code"] for p in problems if p["severity"] != "note"}
        assert all(p["cell"] for p in problems if p["code"] != "duplicate"), problems

    assert {"bad_legal_id", "impossible_day", "duplicate", "required"} <= found["units"]
    assert "unknown_unit" in found["affected"]
    assert {"not_a_number", "wrong_total"} <= found["payments"]
    assert "unknown_unit" in found["idle"]
    assert "impossible_day" in found["resolutions"]


def test_a_list_with_errors_is_applied_only_without_its_bad_rows_and_only_when_said(
    province: Province, tmp_path: Path
) -> None:
    from hamahang.intake.actions import BatchHasErrors, apply_batch

    path = tmp_path / "estates.csv"
    path.write_text(
        "نام,نوع,شهرستان,وضعیت,تاریخ وضعیت\n"
        "شهرک صنعتی تازه,شهرک صنعتی,ایلام,فعال,1390/01/01\n"
        "شهرک صنعتی غلط,شهرک صنعتی,ناکجاآباد,فعال,1390/12/30\n",
        encoding="utf-8",
    )
    batch = check(path, "estates", store=province.store)
    before = ledger.head()

    with pytest.raises(BatchHasErrors):
        apply_batch(batch=batch, store=province.store, by="amar", at=NOW)
    assert ledger.head() == before
    assert value("active_estates") == 8

    apply_batch(batch=batch, store=province.store, without_bad_rows=True, by="amar", at=NOW)
    assert value("active_estates") == 9


@pytest.mark.usefixtures("raw_access")
def test_the_chain_holds_after_loading_and_finds_a_payment_changed_behind_its_back(province: Province) -> None:
    assert ledger.verify_chain().fault is None

    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_entry SET reason = 'x' WHERE number = 3")

    fault = ledger.verify_chain().fault
    assert fault is not None
    assert fault.entry == 3
