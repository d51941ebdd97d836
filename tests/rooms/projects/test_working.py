"""Projects on their way: each step through the records, inspections, dates, money, needs, the office's own rules."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hamahang.domain.flows.projects import PROJECT
from hamahang.domain.flows.workflow import Step, StepIncomplete, StepNotAllowed
from hamahang.domain.ledger import AsOf
from hamahang.domain.projects import COMPONENTS, OWN_WEIGHTS, ProjectRefused, months_in
from hamahang.domain.proof import Proof
from hamahang.domain.refusal import ChangedMeanwhile
from hamahang.ledger import queries as ledger
from hamahang.ledger.models import Entry
from hamahang.ledger.verification import verify_records
from hamahang.projects import counting, following, placing, queries, working
from hamahang.projects.actions import set_priority, set_threshold, set_weights
from hamahang.projects.models import ComponentProgress, ProgressObservation, ProjectStage
from hamahang.register import queries as register
from tests import factories
from tests.factories import AT, DAY
from tests.rooms.projects.ways import Made, begin, come_to, look, take

pytestmark = pytest.mark.django_db
STEPS = [(step, source) for step in PROJECT.steps for source in step.sources]
EVEN = dict.fromkeys(COMPONENTS, 20)


def before(step: Step, source: str) -> Made:
    """Return a project in a state out of which a step leads; a stopped one stood where the step leads to."""
    if source != "STOPPED":
        return come_to(source)
    made = come_to(step.target if step.target != "CANCELLED" else "BUILDING")
    take(made, "stop")
    return made


@pytest.mark.parametrize(("step", "source"), STEPS, ids=[f"{step.code} from {source}" for step, source in STEPS])
def test_a_step_with_all_it_needs_leads_to_its_state_and_is_recorded(step: Step, source: str) -> None:
    made = before(step, source)

    fact = take(made, step.code, by="ruler")

    assert isinstance(fact, ProjectStage)
    assert (fact.stage, fact.step, fact.by, fact.since_on) == (step.target, step.code, "ruler", made.on)
    assert Entry.objects.get(number=fact.entry_id).action == f"projects.project.{step.code}"
    assert made.stage == step.target


def test_what_is_missing_is_said_in_numbers() -> None:
    made = come_to("LAND")
    with pytest.raises(StepIncomplete) as refused:
        take(made, "build", whole=False)

    assert refused.value.why.en == "1 of 2 missing: building permit"


def test_a_project_resumes_only_where_it_stood() -> None:
    made = come_to("EQUIPPING")
    take(made, "stop")

    for elsewhere in ("resume_land", "resume_building"):
        with pytest.raises(StepIncomplete):
            take(made, elsewhere)
    assert take(made, "resume_equipping").stage == "EQUIPPING"


def test_a_paper_of_resumption_counts_once() -> None:
    made = come_to("BUILDING")
    take(made, "stop")
    take(made, "resume_building")
    take(made, "stop")
    made.on += timedelta(1)

    assert "RESUMPTION" not in made.has


def test_a_project_that_operates_is_seen_at_work_in_the_register() -> None:
    made = come_to("OPERATING")
    unit = made.project.unit_id or 0
    status = register.statuses_by_unit([unit], AsOf(made.on))[unit]

    assert status.status == "ACTIVE"
    assert verify_records() is None


def test_two_people_on_one_project_are_told() -> None:
    made = come_to("BUILDING")
    seen, _ = following.version(made.project)
    look(made, by="other")

    with pytest.raises(ChangedMeanwhile) as told:
        take(made, "stop", seen=seen)
    assert told.value.by == "other"


# --- inspections ---


def test_an_inspection_gives_the_total_that_follows_from_the_weights() -> None:
    made = begin()
    progress = {"LAND": 100, "BUILDING": 60, "MACHINERY": 25}
    working.inspect(project=made.project, progress=progress, inspector="کارشناس", on=DAY, by="bazres", at=AT)

    known = following.whole(made.project, AsOf(DAY))
    assert known.total == Decimal("38.50")
    assert known.observations[-1].proof == Proof.SEEN
    assert {code: fact.percent for code, fact in known.verified.items()} == progress
    assert [row.inspector for row in known.inspections] == ["کارشناس"]
    assert verify_records() is None


def test_who_claims_progress_cannot_verify_it() -> None:
    made = begin()
    working.claim_progress(project=made.project, progress={"BUILDING": 70}, on=DAY, by="mojri", at=AT)

    with pytest.raises(ProjectRefused):
        look(made, by="mojri")
    made.seen.clear()
    look(made, 40, by="bazres")
    known = following.whole(made.project, AsOf(DAY + timedelta(1)))
    assert known.verified["BUILDING"].percent == 40
    assert known.total == Decimal("14.00")


def test_a_claim_stands_beside_what_was_inspected_and_counts_in_no_figure() -> None:
    made = begin()
    look(made, 40)
    later = DAY + timedelta(30)
    working.claim_progress(project=made.project, progress={"BUILDING": 80}, on=later, by="mojri", at=AT)

    known = following.whole(made.project, AsOf(later))
    assert (known.total, known.claimed_total) == (Decimal("14.00"), Decimal("28.00"))
    assert [row.percent for row in queries.progress(AsOf(later))] == [Decimal("14.00")]


@pytest.mark.parametrize("progress", [{}, {"ROOF": 10}, {"LAND": 101}, {"LAND": -1}])
def test_progress_that_is_none_is_refused(progress: dict[str, int]) -> None:
    made = begin()
    with pytest.raises(ProjectRefused):
        working.inspect(project=made.project, progress=progress, inspector="ک", on=DAY, by="bazres", at=AT)
    assert not ProgressObservation.objects.exists()


def test_going_back_needs_a_note() -> None:
    made = begin()
    look(made, 40)
    made.on += timedelta(9)
    with pytest.raises(ProjectRefused):
        look(made, -10)
    made.seen["BUILDING"] = 40
    look(made, -10, note="دیوار فرو ریخت")

    assert following.whole(made.project, AsOf(made.on)).total == Decimal("10.50")


def test_an_inspection_that_was_recorded_late_moves_the_totals_after_it() -> None:
    made = begin()
    working.inspect(project=made.project, progress={"LAND": 100}, inspector="ک", on=DAY + timedelta(20), by="b", at=AT)
    working.inspect(
        project=made.project, progress={"BUILDING": 50}, inspector="ک", on=DAY + timedelta(10), by="b", at=AT
    )

    totals = [row.percent for row in following.whole(made.project, AsOf(DAY + timedelta(30))).observations]
    assert totals == [Decimal("17.50"), Decimal("27.50")]
    assert verify_records() is None


def test_new_weights_hold_from_their_day_and_leave_earlier_totals() -> None:
    made = begin()
    look(made, 50)
    made.on += timedelta(40)
    look(made, 10)
    set_weights(weights=EVEN, since_on=DAY + timedelta(30), basis="بخشنامهٔ ۱۲", by="rais", at=AT)

    totals = [row.percent for row in following.whole(made.project, AsOf(made.on)).observations]
    assert totals == [Decimal("17.50"), Decimal("12.00")]
    assert following.weights_on(AsOf(DAY)) == (OWN_WEIGHTS, "")
    assert following.weights_on(AsOf(made.on)) == (EVEN, "بخشنامهٔ ۱۲")
    with pytest.raises(ProjectRefused):
        set_weights(weights=EVEN, since_on=DAY, basis=" ", by="rais", at=AT)


looks = st.lists(
    st.tuples(
        st.integers(0, 60), st.dictionaries(st.sampled_from(sorted(COMPONENTS)), st.integers(0, 100), min_size=1)
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(looks, st.integers(0, 60))
def test_in_whatever_order_inspections_and_weights_come_each_total_is_the_weighted_sum_of_its_day(
    history: list[tuple[int, dict[str, int]]], changed: int
) -> None:
    made = begin()
    given_weights = {"LAND": 5, "BUILDING": 25, "MACHINERY": 40, "UTILITIES": 20, "INSTALLATION": 10}
    for number, (ahead, progress) in enumerate(history):
        on = DAY + timedelta(ahead)
        working.inspect(project=made.project, progress=progress, inspector="ک", on=on, note="باز", by="b", at=AT)
        if number == 1:
            set_weights(weights=given_weights, since_on=DAY + timedelta(changed), basis="آزمون", by="rais", at=AT)

    for row in following.whole(made.project, AsOf(DAY + timedelta(90))).observations:
        asof = AsOf(row.since_on)
        weights, _ = following.weights_on(asof)
        words = following.components(asof, [made.project.pk], seen=True)[made.project.pk]
        assert row.percent * 100 == sum(weights.get(code, 0) * fact.percent for code, fact in words.items())
        assert row.percent <= 100


def test_what_was_known_at_each_month_end_is_counted_again_to_the_digit() -> None:
    made = begin()
    ends, told = [DAY + timedelta(30 * month) for month in range(1, 7)], []
    for number, end in enumerate(ends):
        made.on = end - timedelta(3)
        look(made, 9)
        working.expect(
            project=made.project, side="EXPERT", expected_on=end + timedelta(300 + 20 * number), on=made.on,
            reason="زمستان" if number else "", by="bazres", at=AT,
        )  # fmt: skip
        head, _ = ledger.head()
        asof = AsOf(end, entry=head)
        told.append((asof, following.whole(made.project, asof).total, following.dates_of(asof, [made.project.pk])))
    # what comes later, also for earlier days, changes nothing of what was known then
    made.on = ends[2]
    look(made, 30, note="بازبینی")
    set_weights(weights=EVEN, since_on=DAY, basis="تازه", by="rais", at=AT)

    for asof, total, dates in told:
        assert following.whole(made.project, asof).total == total
        assert following.dates_of(asof, [made.project.pk]) == dates


# --- dates, money, needs ---


def said(made: Made, side: str, days: int, ahead: int, reason: str = "") -> None:
    working.expect(
        project=made.project, side=side, expected_on=DAY + timedelta(ahead), on=DAY + timedelta(days), reason=reason,
        by="x", at=AT,
    )  # fmt: skip


def test_each_change_of_the_date_keeps_its_reason_and_the_slippage_is_counted_from_the_first() -> None:
    made = begin()
    said(made, "OWNER", 0, 300)
    with pytest.raises(ProjectRefused):
        said(made, "EXPERT", 5, 400)
    said(made, "EXPERT", 5, 400, "ماشین‌آلات سفارش نشده")
    with pytest.raises(ProjectRefused):
        said(made, "EXPERT", 9, 400, "دوباره")
    said(made, "OWNER", 40, 500, "نبود ارز")

    dates = following.dates_of(AsOf(DAY + timedelta(50)), [made.project.pk])[made.project.pk]
    assert dates.slipped == months_in(100) == 3
    assert following.dates_of(AsOf(DAY + timedelta(4)), [made.project.pk])[made.project.pk].slipped == 0
    rows = following.whole(made.project, AsOf(DAY + timedelta(50))).expected
    assert [row.reason for row in rows] == ["", "ماشین‌آلات سفارش نشده", "نبود ارز"]


def test_the_figures_months_are_those_of_the_page() -> None:
    for ahead, first in ((250, 300), (316, 300), (665, 300), (300, 300), (284, 300)):
        made = begin()
        said(made, "OWNER", 0, first)
        if ahead != first:
            said(made, "OWNER", 3, ahead, "تغییر")
    asof = AsOf(DAY + timedelta(20))

    rows = {row.project_id: row.months for row in counting.slippage(asof)}
    assert rows == {pk: dates.slipped for pk, dates in following.dates_of(asof, list(rows)).items()}
    assert sorted(rows.values()) == [-2, -1, 0, 1, 12]


def test_a_project_that_operates_is_held_against_the_date_first_said() -> None:
    made = come_to("TRIAL")
    said(made, "OWNER", 0, 400)
    take(made, "operate")

    (row,) = counting.operating_with_date(AsOf(made.on))
    assert row.in_time == 1
    assert following.dates_of(AsOf(made.on), [made.project.pk])[made.project.pk].now == made.on


def test_money_is_said_in_all_and_held_against_the_investment() -> None:
    made = begin()
    for days, amount in ((0, 9_000_000_000), (60, 40_000_000_000)):
        working.record_spending(
            project=made.project, amount=amount, basis="صورت وضعیت", on=DAY + timedelta(days), by="mojri", at=AT
        )
    with pytest.raises(ProjectRefused):
        working.record_spending(project=made.project, amount=1, basis=" ", on=DAY, by="mojri", at=AT)

    assert following.whole(made.project, AsOf(DAY + timedelta(60))).financial == Decimal("44.4")
    assert following.whole(made.project, AsOf(DAY + timedelta(59))).financial == Decimal("10.0")


def test_needs_of_given_up_projects_are_not_counted() -> None:
    made, gone = begin(), come_to("APPROVED")
    for project, amount in ((made.project, "2.5"), (gone.project, "4")):
        working.record_need(utility="POWER", amount=Decimal(amount), on=DAY, project=project, by="x", at=AT)
    working.record_need(utility="POWER", amount=Decimal(3), on=DAY + timedelta(2), project=made.project, by="x", at=AT)
    take(gone, "cancel")

    after = AsOf(DAY + timedelta(60))
    assert [row.amount for row in counting.needs(after, "POWER")] == [Decimal("3.000")]
    assert sum(row.amount for row in counting.needs(AsOf(DAY), "POWER")) == Decimal("6.500")


# --- the office's own rules ---


def test_who_approves_follows_from_the_line_of_the_day_of_approval() -> None:
    made = come_to("APPROVED")
    set_threshold(amount=10_000_000_000, since_on=DAY, basis="1387", by="x", at=AT)
    set_threshold(amount=100_000_000_000, since_on=made.on + timedelta(9), basis="1390", by="x", at=AT)
    asof = AsOf(made.on + timedelta(30))

    known = following.whole(made.project, asof)
    assert following.level_of(made.project, known.stages, asof) == ("CENTRAL", 10_000_000_000)
    assert following.level_of(made.project, [], asof) == ("WORKING_GROUP", 100_000_000_000)


def test_the_fit_of_a_project_is_the_plans_word_on_its_sector_in_its_county() -> None:
    made = begin()
    given: dict[str, Any] = {"county": made.project.county_id, "source": "سند نمونه", "by": "x", "at": AT}
    set_priority(sector="23", level="HIGH", reason="معدن", since_on=DAY, **given)
    set_priority(sector="23", level="LOW", reason="اشباع", since_on=DAY + timedelta(60), **given)

    found = [placing.fit_of(made.project, AsOf(DAY + timedelta(days))) for days in (-1, 0, 60)]
    assert [row.level if row else None for row in found] == [None, "HIGH", "LOW"]
    with pytest.raises(ProjectRefused):
        set_priority(sector="2", level="HIGH", reason="", since_on=DAY, **given)


def test_progress_of_a_list_and_of_an_inspection_on_one_day_the_inspection_holds() -> None:
    made = begin()
    factories.progress(project=made.project, percent=Decimal(70), since_on=DAY)
    look(made, 40)

    assert [row.percent for row in queries.progress(AsOf(DAY))] == [Decimal("14.00")]
    assert ComponentProgress.objects.count() == 1


def test_bands_and_the_unfinished_above_sixty_leave_out_what_has_ended() -> None:
    near, done = begin(), come_to("OPERATING")
    for made, percent in ((near, 61), (done, 90)):
        factories.progress(project=made.project, percent=Decimal(percent), since_on=made.on + timedelta(1))
    asof = AsOf(DAY + timedelta(200))

    assert [row.project_id for row in counting.unfinished_above(asof)] == [near.project.pk]
    assert [row.project_id for row in queries.in_band(asof, "60_80")] == [near.project.pk]
    assert not queries.in_band(asof, "nothing").exists()


def test_a_step_dated_before_the_last_is_refused() -> None:
    made = come_to("LAND")
    made.on -= timedelta(5)
    with pytest.raises((StepNotAllowed, StepIncomplete)):
        take(made, "build", whole=False)
