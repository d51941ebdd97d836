"""The report of the day speaks of each promise of jobs in its own time and place, and adds no two up."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.briefing import queries
from hamahang.briefing.actions import compile_briefing
from hamahang.briefing.figures import Desk
from hamahang.briefing.reports.tir10 import jobs
from hamahang.briefing.reports.tir10.report import lay_out
from hamahang.commitments.models import Commitment
from hamahang.domain.briefing import Document, FigureRow, FigureRun, Paragraph, TableBlock
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators import of_promise, tables
from hamahang.ledger.recording import recording
from tests import factories

pytestmark = pytest.mark.django_db
DAY = date(2011, 7, 1)
YEAR = {"from_on": date(2011, 3, 21), "due_on": date(2012, 3, 19)}


def told(promise: Any, county: Any, amount: int) -> None:
    factories.target(commitment=promise, county=county, amount=amount, since_on=date(2011, 3, 1))


def proven(county: Any, persons: int, on: date, proof: Proof = Proof.CONFIRMED) -> Any:
    claim = factories.job_claim(county=county, unit=factories.unit(county=county))
    return factories.job_evidence(claim=claim, persons=persons, since_on=on, proof=proof)


@pytest.fixture
def places() -> tuple[Any, Any]:
    """Two counties; of the whole two thousand are promised, six hundred of no county, and of one 400 in two years."""
    province = factories.province(code="16")
    here, there = factories.county(province=province), factories.county(province=province)
    whole = factories.commitment(title="دو هزار شغل", **YEAR)
    own = factories.commitment(
        title="چهارصد شغل", scope=f"county:{here.code}", from_on=date(2010, 3, 21), due_on=date(2011, 12, 21)
    )
    told(whole, None, 600)
    told(whole, here, 1_000)
    told(whole, there, 400)
    told(own, here, 400)
    proven(here, 70, date(2010, 9, 1))
    proven(here, 30, date(2011, 5, 1))
    proven(there, 5, date(2011, 6, 1))
    proven(there, 9, date(2011, 6, 2), proof=Proof.DECLARED)
    return here, there


def laid_out(day: date = DAY) -> Document:
    return lay_out(Desk(asof=AsOf(day), seed="seed", place=Text(fa="ایلام", en="Ilam")))


def sentences(document: Document) -> list[str]:
    return [
        re.sub(
            r"[\u2068\u2069]", "", "".join(run.text.en if isinstance(run, FigureRun) else run.en for run in block.runs)
        )
        for block in document.blocks
        if isinstance(block, Paragraph)
    ]


def table(document: Document, title: str) -> TableBlock:
    return next(b for b in document.blocks if isinstance(b, TableBlock) and b.title.en == title)


def test_each_promise_is_told_in_its_own_time_and_place(places: tuple[Any, Any]) -> None:
    here, _ = places

    whole, own, meeting = [line for line in sentences(laid_out()) if "promise" in line.lower()]

    assert "“دو هزار شغل” (21 March 2011 to 19 March 2012): of 2,000 persons promised, 35 persons are verified" in whole
    assert "1,965 persons remain. Declared, not yet verified: 9 persons." in whole
    assert f"“چهارصد شغل” ({here.name} county, 21 March 2010 to 21 December 2011): of 400 persons" in own
    assert "100 persons are verified and 300 persons remain. Declared, not yet verified: 0 persons." in own
    assert meeting == jobs.NOT_ADDED.en


def test_the_row_of_figures_and_the_counties_are_of_the_promise_of_the_whole(places: tuple[Any, Any]) -> None:
    document = laid_out()

    row = next(block for block in document.blocks if isinstance(block, FigureRow))
    assert [(item.label.en, item.number) for item in row.figures[-2:]] == [
        ("jobs committed: دو هزار شغل", 2_000), ("jobs verified: دو هزار شغل", 35),
    ]  # fmt: skip
    counties = table(document, "Units, jobs and facilities by county")
    promised = [title.title.en for title in counties.columns].index("Jobs promised")
    by_name = {row[0].en if isinstance(row[0], Text) else row[0]: row[promised : promised + 2] for row in counties.rows}
    here, there = places
    assert by_name == {here.name: (1_000, 30), there.name: (400, 5), "Of no county": (600, None)}
    assert counties.totals is not None
    assert counties.totals[promised : promised + 2] == (2_000, 35)
    assert "دو هزار شغل" in counties.note.fa


def test_a_promise_that_is_over_stands_in_the_table_and_one_alone_needs_no_name(places: tuple[Any, Any]) -> None:
    document = laid_out(date(2012, 1, 1))

    row = next(block for block in document.blocks if isinstance(block, FigureRow))
    assert [item.label.en for item in row.figures[-2:]] == ["jobs committed", "jobs verified"]
    assert jobs.NOT_ADDED.en not in sentences(document)
    [over] = table(document, "Other promises").rows
    assert (over[0], *(cell.en for cell in over[3:5] if isinstance(cell, Text))) == (
        "چهارصد شغل",
        "400 persons",
        "100 persons",
    )
    assert table(document, "Units, jobs and facilities by county").note.en == ""


def test_a_target_that_is_reached_leaves_nothing_to_remain() -> None:
    county = factories.county()
    told(factories.commitment(title="ده", **YEAR), county, 10)
    proven(county, 12, date(2011, 5, 1))

    [line] = [line for line in sentences(laid_out()) if "promised" in line]

    assert "12 persons are verified, and the target is reached. Declared" in line
    assert "remain" not in line


def test_without_a_promise_what_is_verified_is_told() -> None:
    proven(factories.county(), 12, date(2011, 5, 1))

    assert "No promise of jobs is recorded by this day; 12 persons are verified." in sentences(laid_out())


def test_promises_of_other_times_or_places_are_apart(places: tuple[Any, Any]) -> None:
    here, there = (f"county:{county.code}" for county in places)
    one = factories.commitment(scope=here, **YEAR)
    elsewhere = factories.commitment(scope=there, **YEAR)
    later = factories.commitment(scope=here, from_on=date(2012, 3, 20), due_on=date(2013, 3, 19))
    around = factories.commitment(scope="province:16", **YEAR)

    assert of_promise.are_apart(one, elsewhere)
    assert of_promise.are_apart(one, later)
    assert not of_promise.are_apart(one, around)
    assert tables.promise_of_jobs(AsOf(DAY)) is not None


def test_the_promise_of_the_whole_is_drawn_though_one_of_a_county_is_due_sooner(places: tuple[Any, Any]) -> None:
    drawn = tables.promise_of_jobs(AsOf(DAY))

    assert drawn is not None
    assert drawn.title == "دو هزار شغل"
    [*_, first, second] = tables.by_county(["jobs_committed"], asof=AsOf(DAY), reach=EVERYTHING, promise=drawn)
    assert {first.values, second.values} == {(1_000,), (400,)}


def test_what_changed_of_a_printed_figure_is_asked_of_its_promise(places: tuple[Any, Any]) -> None:
    here, _ = places
    at = datetime(2026, 1, 1, tzinfo=UTC)
    briefing = compile_briefing(report="tir10", day=DAY, by="dabir", at=at)
    whole, own = queries.figures_of(briefing).filter(indicator="jobs_verified")
    assert (whole.value, own.value) == ("35", "100")
    assert [changed(each) for each in (whole, own)] == [[], []]

    proven(here, 7, date(2010, 10, 1))

    assert [changed(each) for each in (whole, own)] == [[], [7]]


def changed(frozen: Any) -> list[int]:
    """Return the amounts of rows that came to a printed figure; nothing else became of it."""
    found = queries.difference(frozen)
    assert found is not None
    assert not found.removed
    assert not found.changed
    return [row["amount"] for row in found.added]


def test_of_a_promise_that_was_taken_back_nothing_can_be_asked(places: tuple[Any, Any]) -> None:
    briefing = compile_briefing(report="tir10", day=DAY, by="dabir", at=datetime(2026, 1, 1, tzinfo=UTC))
    own = queries.figures_of(briefing).filter(indicator="jobs_verified")[1]
    promise = Commitment.objects.get(title="چهارصد شغل")

    with recording(action="tests", by="dabir", at=datetime(2026, 1, 2, tzinfo=UTC)):
        for share in promise.targets.all():
            share.void()
        promise.void()

    assert queries.difference(own) is None
