"""Two versions of a visit are both kept, and a person says which holds."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from hamahang.casework import working
from hamahang.casework.models import Case, CasePaper
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.visits import VisitRefused
from hamahang.ledger.verification import verify_records
from hamahang.register import queries as register
from hamahang.register.models import UnitStatus
from hamahang.visits import queries
from hamahang.visits.deciding import decide
from hamahang.visits.models import Visit, VisitConflict
from tests import factories
from tests.factories import AT, DAY
from tests.rooms.visits.sheets import MARKET, jpeg, photo, send, sheet

pytestmark = pytest.mark.django_db
NEXT = DAY + timedelta(days=1)


def status_of(unit: int) -> str:
    return str(register.statuses_by_unit([unit], AsOf(NEXT + timedelta(days=9)))[unit].status)


def test_the_same_key_with_other_words_is_kept_beside_the_visit(tmp_path: Path) -> None:
    draft = sheet(unit=factories.unit().pk, notes="یک", photos=(photo(1),))
    first = send(draft, tmp_path)
    other = replace(draft, notes="دو", photos=(photo(1), photo(2)))

    kept = [send(other, tmp_path, later=hour) for hour in (1, 2)][-1]

    assert kept.visit == first.visit
    assert [(c.kind, c.held["notes"], c.sent["notes"]) for c in kept.conflicts] == [("CONTENT", "یک", "دو")]
    assert Visit.objects.get().notes == "یک"
    assert VisitConflict.objects.count() == 1
    assert len(kept.conflicts[0].sent["pictures"]) == 2


def test_deciding_for_the_sheet_rewrites_the_visit_and_what_followed(tmp_path: Path) -> None:
    unit = factories.unit()
    case = working.open_case(kind="REVIVAL", unit=unit.pk, on=DAY, by="dabir", at=AT)
    draft = sheet(unit=unit.pk, state="ACTIVE_LOW", persons_seen=4, photos=(photo(1),), signature=jpeg(5))
    send(draft, tmp_path)
    other = replace(draft, state="IDLE", persons_seen=0, findings=(MARKET,), photos=(photo(2),), visited_on=NEXT)
    conflict = send(other, tmp_path, later=30).conflicts[0]

    decide(conflict=conflict, decision="SENT", by="moaven", at=AT)

    visit = Visit.objects.get()
    assert (visit.state, visit.persons_seen, visit.visited_on) == ("IDLE", 0, NEXT)
    assert [f.cause for f in queries.findings_of(visit)] == ["MARKET"]
    assert [p.attachment.pk for p in queries.photos_of(visit)] == [conflict.sent["pictures"][0]["attachment"]]
    standing = UnitStatus.objects.filter(unit=unit, voided_entry=None).values_list("status", "since_on")
    assert list(standing) == [("IDLE", NEXT)]
    papers = CasePaper.objects.filter(case=case, voided_entry=None).values_list("need", "since_on")
    assert list(papers) == [("VISIT_REPORT", NEXT)]
    assert verify_records() is None


def test_versions_that_were_decided_on_are_not_asked_about_again(tmp_path: Path) -> None:
    draft = sheet(unit=factories.unit().pk, notes="یک")
    send(draft, tmp_path)
    other = replace(draft, notes="دو")
    decide(conflict=send(other, tmp_path).conflicts[0], decision="SENT", by="moaven", at=AT)

    assert send(draft, tmp_path).conflicts == []
    assert send(other, tmp_path).conflicts == []
    assert Visit.objects.get().notes == "دو"


def test_deciding_for_what_is_recorded_changes_nothing(tmp_path: Path) -> None:
    draft = sheet(unit=factories.unit().pk, notes="یک")
    send(draft, tmp_path)
    conflict = send(replace(draft, notes="دو"), tmp_path).conflicts[0]

    decide(conflict=conflict, decision="HELD", by="moaven", at=AT)

    assert Visit.objects.get().notes == "یک"
    assert VisitConflict.objects.get().decided_by == "moaven"


def test_a_status_that_somebody_else_recorded_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    unit = factories.unit()
    loaded = factories.unit_status(unit=unit, status="IDLE", since_on=DAY - timedelta(days=90))
    factories.unit_status(unit=unit, status="ACTIVE", since_on=NEXT)

    kept = send(sheet(unit=unit.pk, findings=(MARKET,), loaded=loaded.pk, persons_seen=2), tmp_path)

    assert [c.kind for c in kept.conflicts] == ["REGISTER"]
    assert (kept.conflicts[0].held["status"], kept.conflicts[0].held["by"]) == ("ACTIVE", "tester")
    assert kept.conflicts[0].sent["status"] == "IDLE"
    assert status_of(unit.pk) == "ACTIVE"
    assert not UnitStatus.objects.filter(unit=unit, proof=Proof.SEEN).exists()
    assert not Case.objects.filter(unit=unit).exists()


def disputed(tmp_path: Path) -> VisitConflict:
    unit = factories.unit()
    factories.unit_status(unit=unit, status="ACTIVE", since_on=NEXT)
    return send(sheet(unit=unit.pk, findings=(MARKET,), loaded=0), tmp_path).conflicts[0]


def test_decided_for_the_visit_it_holds_and_its_case_is_opened(tmp_path: Path) -> None:
    conflict = disputed(tmp_path)
    unit = conflict.visit.unit_id or 0

    decide(conflict=conflict, decision="SENT", by="moaven", at=AT)

    assert status_of(unit) == "IDLE"
    assert Case.objects.filter(unit=unit, kind="REVIVAL").count() == 1
    with pytest.raises(VisitRefused):
        decide(conflict=conflict, decision="HELD", by="dabir", at=AT)


def test_decided_for_the_register_it_stays_and_no_case_is_opened(tmp_path: Path) -> None:
    conflict = disputed(tmp_path)
    unit = conflict.visit.unit_id or 0

    decide(conflict=conflict, decision="HELD", by="moaven", at=AT)

    assert status_of(unit) == "ACTIVE"
    assert not Case.objects.filter(unit=unit).exists()
    assert queries.conflicts_of([conflict.visit_id]) == {}


@pytest.mark.parametrize("by", ["moaven", "tester"])
@pytest.mark.parametrize("status", ["IDLE", "ACTIVE"])
def test_ones_own_change_and_one_that_says_the_same_are_no_conflict(tmp_path: Path, by: str, status: str) -> None:
    unit = factories.unit()
    factories.unit_status(unit=unit, status=status)

    kept = send(sheet(unit=unit.pk, loaded=0), tmp_path, by=by)

    assert bool(kept.conflicts) == (by != "tester" and status != "IDLE")


def test_two_visits_on_one_day_that_saw_different_things_are_decided(tmp_path: Path) -> None:
    unit = factories.unit()
    send(sheet(unit=unit.pk, state="IDLE", persons_seen=0), tmp_path)

    second = send(sheet(unit=unit.pk, state="ACTIVE_LOW", persons_seen=5), tmp_path, by="dabir")

    assert (second.conflicts[0].held["status"], second.conflicts[0].held["persons"]) == ("IDLE", 0)
    assert status_of(unit.pk) == "IDLE"
    decide(conflict=second.conflicts[0], decision="SENT", by="moaven", at=AT)
    assert status_of(unit.pk) == "UNDERUSED"
    assert register.head_counts_by_unit([unit.pk], AsOf(NEXT))[unit.pk].persons == 5


def test_a_decision_is_one_of_two(tmp_path: Path) -> None:
    with pytest.raises(VisitRefused):
        decide(conflict=disputed(tmp_path), decision="MAYBE", by="moaven", at=AT)
