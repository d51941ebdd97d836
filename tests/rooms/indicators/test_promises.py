"""What a promise of any figure is counted from: the figure's own rows of its period and place, as known."""

from datetime import timedelta
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.commitments.actions import store_forecast
from hamahang.commitments.foreseeing import foresee
from hamahang.domain.indicators import ALL, Reduction, Scope, Time, Wish
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.statements import lexicon
from hamahang.indicators import promises, queries
from hamahang.indicators.catalogue import indicators
from hamahang.intake.sources._figures import FIGURES, IN_RIALS
from tests import factories
from tests.factories import AT, DAY, LATER

pytestmark = pytest.mark.django_db
BILLION = 10**9


def on(days: int) -> Any:
    return DAY + timedelta(days=days)


def restarted(days: int, county: Any = None) -> Any:
    unit = factories.unit(county=county) if county else factories.unit()
    case = factories.case(unit=unit)
    return factories.case_stage(case=case, stage="RESTARTED", since_on=on(days), proof=Proof.LISTED)


def revivals(**values: Any) -> Any:
    return factories.commitment(metric="idle_units_restarted", **values)


def test_events_of_its_period_count_and_open_to_the_very_list() -> None:
    promise = revivals()
    for days in (-5, 0, 20, 40):
        restarted(days)

    counted = promises.count(promise, AsOf(on(30)))

    assert counted.amount == 2
    assert counted.events == [(on(-5), 1), (on(0), 1), (on(20), 1)]
    since = promises.since(promise)
    rows = queries.rows("idle_units_restarted", asof=AsOf(on(30)), scope=ALL, reach=EVERYTHING, first=since)
    assert len(list(rows)) == 2
    assert promises.count(promise, AsOf(on(40))).amount == 3


def test_what_comes_after_its_last_day_is_not_of_it() -> None:
    promise = revivals(due_on=on(30))
    restarted(10)
    restarted(50)

    assert promises.count(promise, AsOf(on(90))).amount == 1


def test_what_was_not_recorded_yet_was_not_counted_then() -> None:
    promise = revivals()
    first = restarted(10)
    restarted(12)

    assert promises.count(promise, AsOf(on(20), entry=first.entry_id)).amount == 1


def test_money_is_added_up_in_rials() -> None:
    promise = factories.commitment(metric="facilities_paid")
    for days, amount in ((-3, 9 * BILLION), (5, 2 * BILLION), (6, 3 * BILLION)):
        factories.disbursement(amount=amount, since_on=on(days))

    counted = promises.count(promise, AsOf(on(30)))

    assert counted.amount == 5 * BILLION
    assert not counted.is_one_each


def test_of_what_holds_on_a_day_the_growth_over_the_baseline_counts() -> None:
    promise = factories.commitment(metric="units_active", baseline=2, baseline_on=on(-1))
    for days in (-20, -10, 3, 4, 5):
        factories.unit_status(since_on=on(days))

    assert promises.count(promise, AsOf(on(30))).amount == 3
    assert promises.count(promise, AsOf(on(30))).events is None
    assert promises.baseline_of(promise, AsOf(on(30))) == 2
    assert promises.since(promise) is None
    assert sum(promises.parts(promise, AsOf(on(30)), EVERYTHING)["COUNTY"].values()) == 3


def test_without_a_baseline_the_growth_since_the_day_before_counts() -> None:
    here = factories.county()
    promise = factories.commitment(metric="units_active")
    for days in (-20, -10):
        factories.unit_status(since_on=on(days))
    factories.unit_status(since_on=on(10), unit=factories.unit(county=here))

    assert [promises.count(promise, AsOf(on(days))).amount for days in (-15, -1, 9, 30)] == [0, 0, 0, 1]
    assert promises.counted(promise, AsOf(on(30)), scope=Scope("county", here.code)).amount == 1
    assert promises.baseline_of(promise, AsOf(on(30))) == promises.before(promise, AsOf(on(30))) == 2
    assert sum(promises.parts(promise, AsOf(on(30)), EVERYTHING)["COUNTY"].values()) == 1
    assert promises.course(promise, AsOf(on(30)), EVERYTHING)[-1] == (on(30), 1)
    mine = promises.course(promise, AsOf(on(30)), Reach(places=frozenset({here.code})))
    assert mine[-1] == (on(30), 1)


def test_tonnes_of_earlier_years_are_not_of_a_promise() -> None:
    promise = factories.commitment(metric="tonnes_extracted")
    mine = factories.mine()
    for days, year, tonnes in ((-30, 1389, 500), (60, 1390, 70)):
        factories.mine_extraction(mine=mine, year=year, tonnes=tonnes, since_on=on(days))

    assert promises.count(promise, AsOf(on(90))).amount == 70


def test_what_fell_below_its_baseline_is_nothing_and_can_be_kept() -> None:
    promise = factories.commitment(metric="units_active", baseline=9, baseline_on=on(-1))
    factories.target(commitment=promise, county=None, amount=5)
    factories.unit_status(since_on=on(3))

    seen = foresee(promise, AsOf(LATER), count=promises.count)
    kept = store_forecast(foreseen=seen, by="dabir", at=AT)

    assert kept.verified == kept.probability == 0


def test_a_promise_of_one_county_counts_there_alone() -> None:
    here = factories.county()
    promise = revivals(scope=f"county:{here.code}")
    restarted(5, county=here)
    restarted(6)

    assert promises.count(promise, AsOf(on(30))).amount == 1
    assert promises.counted(promise, AsOf(on(30)), scope=Scope("county", here.code)).amount == 1


def test_parts_tell_county_sector_and_month_within_a_readers_reach() -> None:
    here = factories.county()
    promise = revivals()
    restarted(5, county=here)
    restarted(40)

    found = promises.parts(promise, AsOf(on(60)), EVERYTHING)
    mine = promises.parts(promise, AsOf(on(60)), Reach(places=frozenset({here.code})))

    assert sorted(found) == ["COUNTY", "MONTH", "SECTOR"]
    assert sum(found["COUNTY"].values()) == sum(found["SECTOR"].values()) == sum(found["MONTH"].values()) == 2
    assert found["MONTH"] == {"1390-01": 1, "1390-02": 1}
    assert mine["COUNTY"] == {str(here.pk): 1}
    assert [amount for _, amount in promises.course(promise, AsOf(on(60)), EVERYTHING)] == [1, 2]


def test_a_figure_that_is_gone_from_the_catalogue_counts_nothing_and_breaks_nothing() -> None:
    promise = factories.commitment(metric="no_such_figure")

    assert promises.count(promise, AsOf(LATER)) == promises.NOTHING
    assert promises.parts(promise, AsOf(LATER), EVERYTHING) == {}
    assert promises.course(promise, AsOf(LATER), EVERYTHING) == []


def test_what_is_not_added_up_or_has_a_span_of_its_own_cannot_be_promised() -> None:
    choices = promises.choices()

    assert next(iter(choices)) == "jobs_verified"
    assert {"idle_units_restarted", "facilities_paid", "active_estates"} <= choices.keys()
    assert not {"idle_share", "days_to_restart", "units_restarted_this_year", "jobs_remaining"} & choices.keys()
    assert {known.reduction for known in choices.values()} == {Reduction.COUNT, Reduction.SUM}


@pytest.mark.parametrize("code", ["idle_units_identified", "affected_units_identified", "power_needed"])
def test_what_nobody_wishes_more_or_less_of_is_not_offered_for_a_promise(code: str) -> None:
    assert indicators()[code].can_be_promised
    assert code not in promises.choices()


@pytest.mark.parametrize("code", ["claims_overdue", "projects_unfinished_above_60", "units_idle"])
def test_what_less_is_wished_of_is_offered_as_at_most(code: str) -> None:
    assert indicators()[code].wish is Wish.LESS
    assert code in promises.choices()
    assert promises.is_at_most(code)


def test_claims_of_texts_and_figures_agree_on_what_is_an_event() -> None:
    for row in lexicon.rows("bindings"):
        known = indicators()[row["indicator"]]
        if row["time"] == "flow":
            assert known.time is Time.FLOW, row["indicator"]
        elif row["time"] == "stock" and known.can_be_promised and row["counted"] != "resolution":
            assert known.time is Time.STOCK, row["indicator"]


def test_figures_of_lists_are_in_the_catalogue_with_their_unit() -> None:
    choices = promises.choices()

    assert choices.keys() >= FIGURES.keys()
    assert {code for code in FIGURES if choices[code].unit == "rial"} == IN_RIALS


def test_jobs_of_no_county_are_listed_by_the_name_of_their_promise() -> None:
    jobs, here = factories.commitment(title="هزار شغل"), factories.county()
    factories.target(commitment=jobs, county=None, amount=600)
    factories.target(commitment=jobs, county=here, amount=400)
    factories.target(commitment=revivals(), amount=30)

    listed = queries.listed("jobs_committed", asof=AsOf(DAY), scope=ALL, reach=EVERYTHING)
    mine = queries.compute("jobs_committed", asof=AsOf(DAY), scope=Scope("county", here.code), reach=EVERYTHING)

    assert {row.label: row.amount for row, _ in listed} == {"هزار شغل": 600, here.name: 400}
    assert queries.compute("jobs_committed", asof=AsOf(DAY), scope=ALL, reach=EVERYTHING).value == 1_000
    assert mine.value == 400
