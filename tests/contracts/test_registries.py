"""Whatever is put into a registry keeps its contract: found by walking, tried on an empty register and a filled one."""

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.briefing.actions import compile_briefing
from hamahang.briefing.reports import reports
from hamahang.domain.figures import UNITS
from hamahang.domain.indicators import ALL
from hamahang.domain.lists.intake import Kind, Source
from hamahang.domain.lists.listing import heading_key, read_listing
from hamahang.domain.text import Text, fold
from hamahang.indicators import queries
from hamahang.indicators.catalogue import indicators
from hamahang.intake.sources import sources
from hamahang.intake.template import template_workbook
from hamahang.intake.workbook import read_sheets
from hamahang.ledger import queries as ledger
from tests.province import check

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PERSIAN = range(0x0600, 0x0700)
SOURCES = sorted(sources())
FIGURES = sorted(indicators())
REPORTS = sorted(reports())


def both(text: Text) -> bool:
    """Say whether a text stands in both languages, each in its own letters."""
    return any(ord(letter) in PERSIAN for letter in text.fa) and any("a" <= letter <= "z" for letter in text.en)


# --- kinds of list ---


@pytest.mark.parametrize("code", SOURCES)
def test_a_source_is_told_in_both_languages_and_keyed_by_its_own_columns(code: str) -> None:
    source = sources()[code]

    assert both(source.title)
    assert both(source.sender)
    for table in source.tables:
        names = [column.name for column in table.columns]
        assert both(table.title)
        assert len(set(names)) == len(names)
        assert set(table.key) <= set(names)


@pytest.mark.parametrize("code", SOURCES)
def test_no_heading_could_mean_two_columns(code: str) -> None:
    for table in sources()[code].tables:
        owners: dict[str, str] = {}
        for column in table.columns:
            for title in column.titles:
                assert owners.setdefault(heading_key(title), column.name) == column.name, title


@pytest.mark.parametrize("code", SOURCES)
def test_the_first_heading_is_persian_and_one_is_english(code: str) -> None:
    for table in sources()[code].tables:
        for column in table.columns:
            assert any(ord(letter) in PERSIAN for letter in column.titles[0]), column.name
            assert any(title.isascii() for title in column.titles), column.name


@pytest.mark.parametrize("code", SOURCES)
def test_no_word_of_a_choice_could_mean_two(code: str) -> None:
    for table in sources()[code].tables:
        for column in table.columns:
            assert bool(column.choices) == (column.kind is Kind.CHOICE)
            owners: dict[str, str] = {}
            for choice, words in column.choices.items():
                for word in words:
                    assert owners.setdefault(fold(word), choice) == choice, word


def filled(source: Source, path: Path) -> Path:
    """Write the template of a source with one row that says nothing."""
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(source)))
    for sheet, _ in zip(book, source.tables, strict=False):
        sheet.cell(2, 1).value = "؟"
    book.save(path)
    return path


@pytest.mark.parametrize("code", SOURCES)
def test_the_template_is_recognised_and_an_almost_empty_row_is_told_what_it_lacks(code: str, tmp_path: Path) -> None:
    source = sources()[code]

    listing = read_listing(source, read_sheets(filled(source, tmp_path / "t.xlsx")), others=list(sources().values()))

    assert {header.table.code for header in listing.headers} == {table.code for table in source.tables}
    for header in listing.headers:
        assert set(header.letters.values()) or set(header.letters)
    assert len(listing.rows) == len(source.tables)
    for row in listing.rows:
        table = next(table for table in source.tables if table.code == row.table)
        needed = {column.name for column in table.columns[1:] if column.required}
        assert needed <= {problem.field for problem in row.problems}
        assert all(both(problem.message) and problem.cell for problem in row.problems)


@pytest.mark.django_db
@pytest.mark.parametrize("code", SOURCES)
def test_an_empty_template_is_no_list(code: str, tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(template_workbook(sources()[code]))

    batch = check(path, code, store=tmp_path / "files")

    assert [problem["severity"] for problem in batch.problems] == ["error"]
    assert batch.counts["ACCEPTED"] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("code", SOURCES)
def test_a_list_of_another_kind_is_named_and_not_taken(code: str, tmp_path: Path) -> None:
    other = next(name for name in SOURCES if name != code)

    batch = check(filled(sources()[other], tmp_path / "other.xlsx"), code, store=tmp_path / "files")

    assert batch.problems
    assert batch.counts["ACCEPTED"] == 0


# --- figures ---


@pytest.mark.parametrize("code", FIGURES)
def test_a_figure_is_told_in_both_languages(code: str) -> None:
    figure = indicators()[code]

    assert both(figure.title)
    assert both(figure.definition)
    assert both(figure.group)
    assert figure.unit in UNITS
    assert figure.version >= 1


@pytest.mark.django_db
@pytest.mark.parametrize("code", FIGURES)
def test_a_figure_of_an_empty_register_is_nothing_and_does_not_fail(code: str) -> None:
    figure = queries.compute(code, asof=ledger.as_of(day=date(2026, 1, 1)), scope=ALL, reach=EVERYTHING)

    assert not figure.value
    assert figure.rows == 0


# --- reports ---


@pytest.mark.django_db
@pytest.mark.parametrize("code", REPORTS)
def test_a_report_is_told_in_both_languages_and_compiles_from_nothing(code: str) -> None:
    assert both(reports()[code].title)

    briefing: Any = compile_briefing(report=code, day=date(2026, 1, 1), by="tests", at=NOW)

    assert briefing.document
