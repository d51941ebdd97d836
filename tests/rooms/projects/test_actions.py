"""Projects: approval, stage and progress by day, and the dated line between small and large."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from hamahang.ledger import queries as ledger
from hamahang.ledger.bulk import Effect
from hamahang.ledger.verification import verify_records
from hamahang.projects.actions import ProjectDraft, record_projects, set_threshold
from hamahang.projects.models import InvestmentProject, ProgressObservation, ProjectStage, SizeThreshold
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def cement() -> ProjectDraft:
    return ProjectDraft(
        number="p/1",
        title="سیمان ایلام",
        county=factories.county().pk,
        programme="SPATIAL_PLAN",
        investment=900_000_000_000,
        approved_on=DAY,
        approval_no="۷۱",
        expected_jobs=300,
        stage="BUILDING",
        progress=Decimal("15.7"),
        progress_on=DAY + timedelta(days=60),
    )


def record(*drafts: ProjectDraft) -> list[Effect]:
    return record_projects(drafts=drafts, by="amar", at=AT)


def test_a_project_is_recorded_with_approval_stage_and_progress(cement: ProjectDraft) -> None:
    assert record(cement) == [Effect.CREATED]

    stages = ProjectStage.objects.order_by("since_on").values_list("stage", "since_on")
    assert list(stages) == [("APPROVED", DAY), ("BUILDING", cement.progress_on)]
    assert ProgressObservation.objects.get().percent == Decimal("15.7")
    assert verify_records() is None


def test_the_same_list_twice_changes_nothing(cement: ProjectDraft) -> None:
    drafts = [cement, replace(cement, number="p/2", stage="", progress=None)]
    record(*drafts)
    before = ledger.head()

    assert record(*drafts) == [Effect.UNCHANGED] * 2
    assert ledger.head() == before


def test_a_corrected_investment_keeps_what_stood_before(cement: ProjectDraft) -> None:
    record(cement)

    assert record(replace(cement, investment=95_000_000_000)) == [Effect.CORRECTED]

    project = InvestmentProject.objects.get()
    change = ledger.changes_of("projects.InvestmentProject", project.pk).last()
    assert project.investment == 95_000_000_000
    assert '"investment":900000000000' in change.before


def test_a_later_observation_stands_beside_the_earlier_one(cement: ProjectDraft) -> None:
    record(cement)
    record(replace(cement, progress=Decimal(40), progress_on=DAY + timedelta(days=200)))

    found = ProgressObservation.objects.order_by("since_on").values_list("percent", flat=True)
    assert list(found) == [Decimal("15.7"), Decimal(40)]


def test_an_observation_of_the_same_day_replaces_the_first_and_keeps_it(cement: ProjectDraft) -> None:
    record(cement)
    record(replace(cement, progress=Decimal("17.5")))

    assert ProgressObservation.objects.get(voided_entry=None).percent == Decimal("17.5")
    assert ProgressObservation.objects.exclude(voided_entry=None).get().percent == Decimal("15.7")


def test_the_line_between_small_and_large_is_dated() -> None:
    for amount, days in ((10, 0), (100, 365)):
        set_threshold(amount=amount, since_on=DAY + timedelta(days=days), basis="test", by="x", at=AT)
    before = ledger.head()
    set_threshold(amount=100, since_on=DAY + timedelta(days=365), basis="test", by="x", at=AT)

    assert ledger.head() == before
    for days, amount in ((0, 10), (364, 10), (365, 100)):
        standing = SizeThreshold.objects.standing(ledger.as_of(day=DAY + timedelta(days=days)))
        assert standing.order_by("-since_on").first().amount == amount
