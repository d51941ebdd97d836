"""What may still bring jobs, read from the records: each once, as known on a day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hamahang.commitments.undertakings import Undertaking, undertakings
from hamahang.commitments.usual import CAME, FAILED, stages, usual
from hamahang.domain.flows.cases import workflow_of
from hamahang.domain.flows.projects import PROJECT
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from tests import factories
from tests.factories import DAY

pytestmark = pytest.mark.django_db
FAR = AsOf(DAY + timedelta(days=900))


def day(number: int) -> date:
    return DAY + timedelta(days=number)


def found(kind: str, asof: AsOf = FAR) -> list[Undertaking]:
    return [one for one in undertakings(asof) if one.kind == kind]


def revival(*steps: tuple[str, int], persons: int = 30, unit: Any = None) -> Any:
    unit = unit or factories.unit()
    factories.head_count(unit=unit, persons=persons, proof=Proof.LICENCE)
    case = factories.case(kind="REVIVAL", unit=unit)
    for stage, on in steps:
        factories.case_stage(case=case, stage=stage, since_on=day(on))
    return case


def test_a_case_brings_the_heads_of_its_licence() -> None:
    revival(("IDENTIFIED", 0), ("OPENED", 30))

    [one] = found("REVIVAL")

    assert (one.persons, one.stage, one.is_open) == (30, "REVIVAL.OPENED", True)
    assert one.passages == [("REVIVAL.IDENTIFIED", day(0)), ("REVIVAL.OPENED", day(30))]


def test_what_is_shown_already_is_not_expected_again() -> None:
    case = revival(("IDENTIFIED", 0))
    claim = factories.job_claim(unit=case.unit, county=case.unit.county)
    factories.job_evidence(claim=claim, persons=12, proof=Proof.SEEN)

    [one] = found("REVIVAL")

    assert (one.promised, one.persons) == (30, 18)


def test_a_case_that_came_back_or_was_given_up_brings_nothing_more() -> None:
    for stage, end in (("RESTARTED", CAME), ("WITHDRAWN", FAILED)):
        case = revival(("IDENTIFIED", 0), (stage, 50))
        [one] = [one for one in found("REVIVAL") if one.key == case.pk]
        assert (one.stage, one.persons) == (end, 0)


def test_a_unit_is_expected_once_by_its_case_and_not_by_its_facility() -> None:
    case = revival(("IDENTIFIED", 0))
    factories.head_count(unit=case.unit, persons=5, proof=Proof.DECLARED)
    factories.credit_facility(unit=case.unit, approved_on=day(10))
    other = factories.credit_facility(approved_on=day(10))
    factories.head_count(unit=other.unit, persons=20, proof=Proof.LICENCE)
    factories.head_count(unit=other.unit, persons=5, proof=Proof.DECLARED)

    assert {one.unit: one.persons for one in found("FACILITY")} == {case.unit_id: 0, other.unit_id: 15}


def test_a_facility_is_paid_when_all_of_it_is() -> None:
    facility = factories.credit_facility(approved=1_000, approved_on=day(0))
    for on, amount in ((20, 400), (60, 600)):
        factories.disbursement(facility=facility, since_on=day(on), amount=amount)

    assert found("FACILITY")[0].passages == [
        ("FACILITY.APPROVED", day(0)), ("FACILITY.PAID", day(20)), (CAME, day(60)),
    ]  # fmt: skip


def test_a_project_being_built_goes_by_its_class_of_progress() -> None:
    project = factories.project(expected_jobs=80)
    for stage, on in (("APPROVED", 0), ("BUILDING", 100)):
        factories.project_stage(project=project, stage=stage, since_on=day(on))
    for on, percent in ((100, "4"), (200, "35"), (300, "33"), (400, "91")):
        factories.progress(project=project, since_on=day(on), percent=Decimal(percent))

    [one] = found("PROJECT")

    assert one.persons == 80
    assert [stage for stage, _ in one.passages] == [
        "PROJECT.APPROVED", "PROJECT.BUILDING_0", "PROJECT.BUILDING_20", "PROJECT.BUILDING_80",
    ]  # fmt: skip


def test_a_claim_proven_the_day_it_was_made_teaches_nothing() -> None:
    factories.job_evidence(proof=Proof.SEEN)
    waits = factories.job_evidence(proof=Proof.DECLARED).claim
    factories.job_evidence(claim=waits, proof=Proof.INSURED, since_on=day(40))

    [one] = found("CLAIM")

    assert (one.key, one.passages) == (waits.pk, [("CLAIM.DECLARED", DAY), (CAME, day(40))])


def test_what_came_long_ago_and_was_never_proven_lowers_what_is_expected() -> None:
    case = revival(("IDENTIFIED", 0), ("RESTARTED", 50))

    assert found("REVIVAL", AsOf(day(100)))[0].delivered is None
    assert found("REVIVAL", AsOf(day(200)))[0].delivered == 0.0
    factories.job_evidence(claim=factories.job_claim(unit=case.unit), persons=15, proof=Proof.INSURED)
    assert found("REVIVAL", AsOf(day(200)))[0].delivered == 0.5


def test_nothing_of_later_days_is_there() -> None:
    revival(("IDENTIFIED", 0), ("OPENED", 30), ("DIAGNOSIS", 60))

    assert [stage for stage, _ in found("REVIVAL", AsOf(day(45)))[0].passages] == [
        "REVIVAL.IDENTIFIED",
        "REVIVAL.OPENED",
    ]


@pytest.mark.parametrize("kind", ["REVIVAL", "TAKEOVER"])
def test_of_each_state_of_a_case_it_is_told_how_it_is_left(kind: str) -> None:
    ends = {"RESTARTED", "WATCHED_3", "WATCHED_6", "DURABLE", "RELAPSED", "NOT_REVIVABLE", "WITHDRAWN", "TRANSFERRED"}
    states = {state.code for state in workflow_of(kind, DAY).states} - ends

    assert {f"{kind}.{state}" for state in states} <= set(stages())


def test_of_each_stage_of_a_project_it_is_told_how_it_is_left() -> None:
    states = {state.code for state in PROJECT.states} - {"OPERATING", "CANCELLED", "REFUSED", "BUILDING"}

    assert {f"PROJECT.{state}" for state in states} <= set(stages())


def test_each_row_of_the_shipped_table_has_its_source_in_both_languages() -> None:
    rows = [*usual()["stages"], *usual()["deliveries"].values()]

    assert all(row["source"]["fa"] and row["source"]["en"] for row in rows)
    assert all(0 < row["share"] <= 1 and row["days"] > 0 for row in usual()["stages"])
    assert all(abs(sum(row["chances"]) - 1) < 1e-9 for row in usual()["deliveries"].values())
