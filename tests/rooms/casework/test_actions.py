"""Cases: stages are added with their days; one that was wrong is voided and kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hamahang.casework.actions import CaseDraft, record_cases
from hamahang.casework.models import Case, CaseMeasure, CaseStage
from hamahang.ledger import queries as ledger
from hamahang.ledger.bulk import Effect
from hamahang.ledger.verification import verify_records
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def affected() -> CaseDraft:
    return CaseDraft(
        kind="AFFECTED",
        number="c/1",
        unit=factories.unit().pk,
        effect="OUTPUT_CUT",
        stages=(("IDENTIFIED", DAY, ""), ("REFERRED", DAY + WEEK, "۱۲/الف")),
        measure=("RESTRUCTURING", DAY + WEEK),
    )


def record(*drafts: CaseDraft) -> list[Effect]:
    return record_cases(drafts=drafts, by="amar", at=AT)


def test_a_case_is_recorded_with_its_stages_and_its_measure(affected: CaseDraft) -> None:
    assert record(affected) == [Effect.CREATED]

    stages = CaseStage.objects.order_by("since_on").values_list("stage", "since_on", "letter_no")
    assert list(stages) == [("IDENTIFIED", DAY, ""), ("REFERRED", DAY + WEEK, "۱۲/الف")]
    assert CaseMeasure.objects.get().measure == "RESTRUCTURING"
    assert verify_records() is None


def test_the_same_list_twice_changes_nothing(affected: CaseDraft) -> None:
    drafts = [affected, replace(affected, number="c/2", measure=None)]
    record(*drafts)
    before = ledger.head()

    assert record(*drafts) == [Effect.UNCHANGED] * 2
    assert ledger.head() == before


def test_a_new_stage_is_added_to_a_known_case(affected: CaseDraft) -> None:
    record(replace(affected, stages=affected.stages[:1]))

    assert record(affected) == [Effect.CREATED]
    assert Case.objects.count() == 1
    assert CaseStage.objects.filter(voided_entry=None).count() == 2


def test_a_stage_with_another_day_voids_the_first_and_keeps_it(affected: CaseDraft) -> None:
    record(affected)

    assert record(replace(affected, stages=(("IDENTIFIED", DAY - WEEK, ""),))) == [Effect.CORRECTED]

    wrong = CaseStage.objects.exclude(voided_entry=None).get()
    assert (wrong.stage, wrong.since_on, wrong.voided_entry_id) == ("IDENTIFIED", DAY, ledger.head()[0])
    assert CaseStage.objects.get(stage="IDENTIFIED", voided_entry=None).since_on == DAY - WEEK
    assert verify_records() is None


def test_one_number_may_stand_in_two_kinds(affected: CaseDraft) -> None:
    record(affected, replace(affected, kind="REVIVAL", effect="", main_cause="MARKET"))

    assert Case.objects.count() == 2
