"""A sheet becomes a visit once, and what follows from it is recorded with it."""

import uuid
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hamahang.casework import working
from hamahang.casework.models import Case, CasePaper
from hamahang.domain.proof import Proof
from hamahang.domain.visits import STATUS_OF, FindingDraft, Place, VisitRefused
from hamahang.ledger.models import Entry
from hamahang.ledger.queries import verify_chain
from hamahang.ledger.verification import verify_records
from hamahang.register.merging import merge_units
from hamahang.register.models import HeadCount, UnitStatus
from hamahang.territory.models import County
from hamahang.visits import queries
from hamahang.visits.actions import plan_visits
from hamahang.visits.models import Visit, VisitFinding, VisitPhoto
from tests import factories
from tests.factories import AT, DAY
from tests.rooms.visits.sheets import CAPITAL, MARKET, jpeg, photo, send, sheet

pytestmark = pytest.mark.django_db
NEXT = DAY + timedelta(days=1)


def test_a_sheet_is_recorded_whole_and_in_one_entry(tmp_path: Path) -> None:
    unit = factories.unit()
    place = Place(Decimal("33.6374"), Decimal("46.4227"))
    before = Entry.objects.count()

    kept = send(
        sheet(
            unit=unit.pk, persons_seen=7, findings=(MARKET, CAPITAL), photos=(photo(1), photo(2)), place=place,
            obstacles="برق قطع است", present="مدیر کارخانه", signature=jpeg(9), signed_by="رضایی",
        ),
        tmp_path,
    )  # fmt: skip

    assert Entry.objects.count() == before + 1
    assert kept.is_new
    assert kept.conflicts == []
    visit = kept.visit
    assert (visit.unit, visit.county, visit.name) == (unit, unit.county, unit.name)
    assert [f.cause for f in queries.findings_of(visit)] == ["MARKET", "WORKING_CAPITAL"]
    assert len(queries.photos_of(visit)) == 2
    assert visit.signature is not None
    assert (visit.latitude, visit.longitude) == (place.latitude, place.longitude)
    assert verify_records() is None
    assert verify_chain().fault is None


@pytest.mark.parametrize("state", [*STATUS_OF, "EMPTY"])
def test_the_register_hears_what_was_seen_with_its_proof(tmp_path: Path, state: str) -> None:
    unit = factories.unit()

    send(sheet(unit=unit.pk, state=state, persons_seen=3), tmp_path)

    statuses = UnitStatus.objects.filter(unit=unit).values_list("status", "proof", "since_on", "evidence__kind")
    expected = [(STATUS_OF[state], Proof.SEEN, DAY, "VISIT")] if state in STATUS_OF else []
    assert list(statuses) == expected
    assert list(HeadCount.objects.filter(unit=unit).values_list("persons", "proof")) == [(3, Proof.SEEN)]


def test_sent_twice_it_is_one_visit_and_nothing_is_doubled(tmp_path: Path) -> None:
    draft = sheet(unit=factories.unit().pk, findings=(MARKET,), photos=(photo(),), obstacles="آب", persons_seen=2)
    first = send(draft, tmp_path)
    entries = Entry.objects.count()

    again = send(draft, tmp_path, later=3)

    assert again.visit == first.visit
    assert not again.is_new
    assert Entry.objects.count() == entries
    assert Case.objects.count() == 2


def test_the_same_picture_twice_is_kept_once(tmp_path: Path) -> None:
    kept = send(sheet(unit=factories.unit().pk, photos=(photo(4), photo(4))), tmp_path)

    assert VisitPhoto.objects.filter(visit=kept.visit).count() == 1


def test_a_plot_without_a_unit_is_visited_too(tmp_path: Path) -> None:
    estate = factories.estate()

    kept = send(sheet(estate=estate.pk, plot="۱۲/الف", state="EMPTY"), tmp_path)

    assert kept.visit.county == estate.county
    assert kept.visit.plot == "۱۲/الف"


def test_an_idle_unit_with_causes_gets_a_case_with_the_report(tmp_path: Path) -> None:
    unit = factories.unit()

    kept = send(sheet(unit=unit.pk, findings=(MARKET,)), tmp_path)

    case = Case.objects.get(unit=unit)
    assert (case.kind, case.main_cause) == ("REVIVAL", "MARKET")
    assert [(paper.need, paper.number) for paper in case.papers.all()] == [("VISIT_REPORT", kept.visit.number)]
    assert [(link.case, link.role) for link in queries.cases_of(kept.visit)] == [(case, "OPENED")]


def test_of_several_causes_none_is_called_the_main_one(tmp_path: Path) -> None:
    unit = factories.unit()

    send(sheet(unit=unit.pk, findings=(MARKET, CAPITAL)), tmp_path)

    assert Case.objects.get(unit=unit).main_cause == ""


def test_an_idle_unit_without_causes_gets_no_case(tmp_path: Path) -> None:
    unit = factories.unit()

    send(sheet(unit=unit.pk), tmp_path)

    assert not Case.objects.filter(unit=unit).exists()


def test_an_open_case_gets_its_papers_and_no_second_one_is_opened(tmp_path: Path) -> None:
    unit = factories.unit()
    case = working.open_case(kind="REVIVAL", unit=unit.pk, on=DAY, by="dabir", at=AT)

    send(sheet(unit=unit.pk, findings=(MARKET,)), tmp_path)
    send(sheet(unit=unit.pk, state="ACTIVE_LOW", visited_on=NEXT, persons_seen=4), tmp_path, later=26)

    assert list(Case.objects.filter(unit=unit)) == [case]
    papers = CasePaper.objects.filter(case=case).order_by("pk").values_list("need", "since_on", "proof")
    assert list(papers) == [
        ("VISIT_REPORT", DAY, Proof.SEEN),
        ("VISIT_REPORT", NEXT, Proof.SEEN),
        ("SEEN_RUNNING", NEXT, Proof.SEEN),
    ]


def test_a_case_that_began_later_does_not_take_an_earlier_report(tmp_path: Path) -> None:
    unit = factories.unit()
    case = working.open_case(kind="REVIVAL", unit=unit.pk, on=NEXT, by="dabir", at=AT)

    send(sheet(unit=unit.pk, findings=(MARKET,)), tmp_path, later=48)

    assert list(Case.objects.filter(unit=unit)) == [case]
    assert not case.papers.exists()


def test_an_obstacle_opens_one_case_however_often_it_is_seen(tmp_path: Path) -> None:
    unit = factories.unit()

    send(sheet(unit=unit.pk, state="ACTIVE_HIGH", obstacles="راه بسته است"), tmp_path)
    send(sheet(unit=unit.pk, state="ACTIVE_HIGH", obstacles="هنوز بسته است", visited_on=NEXT), tmp_path, later=26)

    assert list(Case.objects.filter(unit=unit).values_list("kind", flat=True)) == ["OBSTACLE"]


def test_a_unit_that_was_merged_since_is_found_under_the_one_that_stayed(tmp_path: Path) -> None:
    county = factories.county()
    keep, away = factories.unit(county=county), factories.unit(county=county)
    early = send(sheet(unit=away.pk), tmp_path)
    merge_units(keep=keep.pk, away=away.pk, by="amar", at=AT)

    late = send(sheet(unit=away.pk, visited_on=NEXT), tmp_path, later=30)

    assert late.visit.unit == keep
    assert Visit.objects.get(pk=early.visit.pk).unit == keep


@pytest.mark.parametrize(
    "said",
    [
        {"state": "BROKEN"},
        {"key": "1"},
        {"unit": None},
        {"unit": None, "estate": 1},
        {"unit": 10**9},
        {"visited_on": AT.date() + timedelta(days=3)},
        {"persons_seen": -1},
        {"findings": (FindingDraft("WEATHER"),)},
        {"findings": (MARKET, MARKET)},
        {"notes": "ب" * 5_000},
        {"place": Place(Decimal(95), Decimal(0))},
        {"signature": b"%PDF-1.7"},
        {"signature": b"PK\x03\x04"},
        {"photos": tuple(photo(n) for n in range(13))},
    ],
    ids=lambda said: ",".join(said),
)
def test_what_cannot_be_true_is_refused_and_leaves_no_trace(tmp_path: Path, said: dict[str, Any]) -> None:
    unit = factories.unit()
    before = Entry.objects.count()

    with pytest.raises(VisitRefused) as refused:
        send(sheet(**{"unit": unit.pk} | said), tmp_path)

    assert refused.value.why.fa
    assert Entry.objects.count() == before


def test_a_plan_names_its_stops_in_order(tmp_path: Path) -> None:
    estate = factories.estate()
    units = [factories.unit(estate=estate, plot=str(n)) for n in range(3)]

    plan = plan_visits(
        estate=estate, day=DAY, units=[u.pk for u in (units[2], units[0])], plots=["۴۰", " ", "۴۰"], by="m", at=AT
    )

    assert [(s.unit, s.plot) for s in queries.stops_of([plan.pk])] == [(units[2], "2"), (units[0], "0"), (None, "۴۰")]


def test_a_plan_of_nothing_or_of_another_estate_is_refused(tmp_path: Path) -> None:
    estate = factories.estate()

    for units in ([], [factories.unit().pk]):
        with pytest.raises(VisitRefused):
            plan_visits(estate=estate, day=DAY, units=units, by="m", at=AT)


# --- whatever the order and number of the sendings ---


@st.composite
def sendings(draw: st.DrawFn) -> list[int]:
    """Return the sheets 0 to 4, each at least once, in any order and any number."""
    more = draw(st.lists(st.integers(0, 4), max_size=5))
    return draw(st.permutations([*range(5), *more]))


def told() -> dict[str, object]:
    """Return all that the visits say and did, without the numbers that records and entries have."""
    return {
        "visits": sorted(Visit.objects.filter(voided_entry=None).values_list("key", "state", "digest")),
        "statuses": sorted(UnitStatus.objects.filter(voided_entry=None).values_list("unit", "since_on", "status")),
        "heads": sorted(HeadCount.objects.filter(voided_entry=None).values_list("unit", "since_on", "persons")),
        "findings": sorted(VisitFinding.objects.values_list("visit__key", "cause")),
        "cases": sorted(Case.objects.values_list("unit", "kind", "main_cause")),
        "papers": sorted(CasePaper.objects.values_list("case__unit", "need", "since_on")),
    }


@pytest.fixture
def county() -> County:
    return factories.county()


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sendings())
def test_sent_in_any_order_and_number_the_records_are_the_same(
    tmp_path: Path, county: County, order: list[int]
) -> None:
    from django.db import transaction

    one, two, three = (factories.unit(county=county) for _ in range(3))
    working.open_case(kind="REVIVAL", unit=three.pk, on=DAY, by="dabir", at=AT)
    keys = [str(uuid.UUID(int=n)) for n in range(5)]
    drafts = [
        sheet(key=keys[0], unit=one.pk, findings=(MARKET,), persons_seen=1),
        sheet(key=keys[1], unit=one.pk, state="ACTIVE_HIGH", visited_on=NEXT, persons_seen=8),
        sheet(key=keys[2], unit=two.pk, state="ACTIVE_LOW", obstacles="گاز", photos=(photo(2),)),
        sheet(key=keys[3], unit=three.pk, state="ACTIVE_MIDDLE"),
        sheet(key=keys[4], unit=three.pk, visited_on=NEXT, findings=(CAPITAL,)),
    ]

    with transaction.atomic():
        for number in range(5):
            send(drafts[number], tmp_path, later=48)
        straight = told()
        transaction.set_rollback(True)
    with transaction.atomic():
        for number in order:
            send(drafts[number], tmp_path, later=48)
        shuffled = told()
        transaction.set_rollback(True)

    assert shuffled == straight


def test_a_place_told_to_more_digits_is_the_same_place(tmp_path: Path) -> None:
    draft = sheet(unit=factories.unit().pk, place=Place(Decimal("33.63740000001"), Decimal("46.4227")))
    send(draft, tmp_path)

    again = send(replace(draft, place=Place(Decimal("33.6374"), Decimal("46.42270"))), tmp_path)

    assert again.conflicts == []
