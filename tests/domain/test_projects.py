"""Rules of projects: weights, bands, size, slippage, fit; the tables walked by step, role and need, without records."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamahang.accounts.permissions import Permission
from hamahang.accounts.roles import ROLES
from hamahang.domain import projects
from hamahang.domain.calendar import from_jalali
from hamahang.domain.flows.mines import MINE
from hamahang.domain.flows.projects import LICENCE, PERMIT, PROJECT, WORKFLOWS, table_of
from hamahang.domain.flows.ways import Passed, Way
from hamahang.domain.flows.workflow import Step, StepIncomplete, StepNotAllowed, Workflow, faults
from hamahang.domain.licences import LicenceRefused
from hamahang.domain.projects import BANDS, COMPONENTS, OWN_WEIGHTS, Priority, ProjectRefused, band_of
from hamahang.domain.rating import Machine, RatingTerms, rate
from hamahang.domain.utilities import Promise, balance, demand, measured, open_demand
from hamahang.domain.validity import good_until, run_out_before

DAY = date(2011, 7, 1)
TABLES = (*WORKFLOWS, MINE)
STEPS = [(table, step) for table in TABLES for step in table.steps]
NAMES = [f"{table.code}.{step.code}" for table, step in STEPS]
ALL = frozenset(permission.value for permission in Permission)


def at(table: Workflow, source: str, *, has: frozenset[str], taken: tuple[tuple[str, str], ...] = ()) -> Way:
    """Return something that stands in a state; taken: earlier steps and who took them."""
    before = [Passed(source, DAY, step, who) for step, who in taken]
    return Way(table, [*before, Passed(source, DAY)], has)


def needs(table: Workflow) -> frozenset[str]:
    return frozenset(need.code for need in table.needs)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.code)
def test_every_table_is_whole(table: Workflow) -> None:
    assert faults(table, permissions=ALL) == []


@pytest.mark.parametrize(("table", "step"), STEPS, ids=NAMES)
def test_a_step_with_all_it_needs_leads_out_of_each_of_its_states_and_of_no_other(table: Workflow, step: Step) -> None:
    for state in table.states:
        way = at(table, state.code, has=needs(table))
        if state.code in step.sources:
            taken = way.step(step.code, on=DAY, permissions=ALL, person="a", reason="حکم")
            assert taken.target == step.target
        else:
            with pytest.raises(StepNotAllowed):
                way.step(step.code, on=DAY, permissions=ALL, person="a", reason="حکم")


@pytest.mark.parametrize(("table", "step"), STEPS, ids=NAMES)
def test_a_step_is_refused_while_any_one_thing_it_needs_is_missing(table: Workflow, step: Step) -> None:
    for need in step.needs:
        way = at(table, step.sources[0], has=needs(table) - {need})
        with pytest.raises(StepIncomplete) as refused:
            way.step(step.code, on=DAY, permissions=ALL, person="a", reason="حکم")
        assert [lacking.code for lacking in refused.value.missing] == [need]
        (row,) = [row for row in way.ahead() if row.step.code == step.code]
        assert [lacking.code for lacking in row.missing] == [need]


@pytest.mark.parametrize(("table", "step"), STEPS, ids=NAMES)
def test_a_step_is_taken_by_the_roles_of_its_permission_alone(table: Workflow, step: Step) -> None:
    way = at(table, step.sources[0], has=needs(table))
    may = [role for role in ROLES.values() if step.by in {p.value for p in role.permissions}]

    assert may
    for role in ROLES.values():
        own = {permission.value for permission in role.permissions}
        if role in may:
            way.step(step.code, on=DAY, permissions=own, person="a", reason="حکم")
        else:
            with pytest.raises(StepNotAllowed):
                way.step(step.code, on=DAY, permissions=own, person="a", reason="حکم")


@pytest.mark.parametrize(
    ("table", "step"), [row for row in STEPS if row[1].not_by], ids=lambda value: getattr(value, "code", value)
)
def test_who_took_the_step_before_cannot_take_the_one_that_judges_it(table: Workflow, step: Step) -> None:
    way = at(table, step.sources[0], has=needs(table), taken=((step.not_by[0], "karshenas"),))

    with pytest.raises(StepNotAllowed):
        way.step(step.code, on=DAY, permissions=ALL, person="karshenas", reason="حکم")
    assert way.step(step.code, on=DAY, permissions=ALL, person="rais", reason="حکم").target == step.target


def test_a_step_on_a_day_before_the_last_one_is_refused_even_if_that_was_recorded_for_later() -> None:
    way = at(PROJECT, "REQUESTED", has=needs(PROJECT))
    with pytest.raises(StepNotAllowed):
        way.step("approve", on=DAY - timedelta(1), permissions=ALL, person="a")
    with pytest.raises(StepNotAllowed):
        Way(PROJECT, way.passed, way.has, DAY + timedelta(9)).step("approve", on=DAY, permissions=ALL, person="a")


def test_a_permit_and_a_licence_follow_their_own_tables() -> None:
    assert table_of("PERMIT") is PERMIT
    assert {table_of(kind).code for kind in ("PROVISIONAL", "NEW", "EXPANSION")} == {LICENCE.code}


# --- progress ---

percents = st.integers(0, 100)


@st.composite
def whole_weights(draw: st.DrawFn) -> dict[str, int]:
    """Draw weights that add up to 100."""
    cuts = sorted(draw(st.lists(percents, min_size=len(COMPONENTS) - 1, max_size=len(COMPONENTS) - 1)))
    edges = [0, *cuts, 100]
    return {code: edges[at + 1] - edges[at] for at, code in enumerate(COMPONENTS)}


@given(whole_weights(), st.dictionaries(st.sampled_from(sorted(COMPONENTS)), percents))
def test_the_total_is_the_weighted_sum_exactly_and_never_above_100(
    weights: dict[str, int], seen: dict[str, int]
) -> None:
    projects.check_weights(weights)
    total = projects.weighted_total(weights=weights, progress=seen)

    assert total * 100 == sum(weights[code] * seen.get(code, 0) for code in weights)
    assert 0 <= total <= 100
    assert total == round(total, 2)


@given(
    whole_weights(), st.sampled_from(sorted(COMPONENTS)), st.dictionaries(st.sampled_from(sorted(COMPONENTS)), percents)
)
def test_more_of_a_component_is_never_less_of_the_project(
    weights: dict[str, int], code: str, seen: dict[str, int]
) -> None:
    before = projects.weighted_total(weights=weights, progress=seen)
    assert projects.weighted_total(weights=weights, progress=seen | {code: 100}) >= before


def test_a_total_worked_by_hand() -> None:
    seen = {"LAND": 100, "BUILDING": 60, "MACHINERY": 25}

    # 10·1.00 + 35·0.60 + 30·0.25 = 10 + 21 + 7.5
    assert projects.weighted_total(weights=OWN_WEIGHTS, progress=seen) == Decimal("38.50")


@pytest.mark.parametrize("weights", [{"LAND": 50}, {"LAND": 101, "BUILDING": -1}, {"ROOF": 100}, {}])
def test_weights_that_are_no_whole_are_refused(weights: dict[str, int]) -> None:
    with pytest.raises(ProjectRefused):
        projects.check_weights(weights)


@given(st.decimals(0, 100, places=2))
def test_each_progress_lies_in_one_band_and_a_whole_one_in_none(percent: Decimal) -> None:
    fitting = [band for band in BANDS if band.least <= percent < band.before]

    assert ([band_of(percent)] if percent < 100 else []) == fitting


def test_money_size_and_level_by_the_line_of_the_day() -> None:
    assert projects.financial_progress(spent=25, investment=200) == Decimal("12.5")
    assert projects.financial_progress(spent=300, investment=200) == Decimal("150.0")
    assert projects.financial_progress(spent=1, investment=0) is None
    assert projects.approving_level(investment=100, threshold=100) == "CENTRAL"
    assert projects.approving_level(investment=99, threshold=100) == "WORKING_GROUP"
    assert projects.approving_level(investment=99, threshold=None) == ""


@pytest.mark.parametrize(
    ("days", "months"), [(0, 0), (15, 0), (16, 1), (31, 1), (365, 12), (366, 12), (-365, -12), (-16, -1)]
)
def test_slippage_in_months(days: int, months: int) -> None:
    assert projects.months_in(days) == months
    assert projects.slipped(DAY, DAY + timedelta(days)) == months


def test_the_most_exact_word_of_the_plan_holds() -> None:
    plan = [Priority("", "LOW", "", ""), Priority("23", "MEDIUM", "", ""), Priority("2392", "HIGH", "خاک", "")]

    found = [projects.fit(plan, isic=isic) for isic in ("2392", "2310", "1010", "")]
    assert [row.level if row else None for row in found] == ["HIGH", "MEDIUM", "LOW", None]
    assert projects.fit(plan[1:], isic="1010") is None


# --- permits ---


@given(st.dates(date(2005, 1, 1), date(2040, 1, 1)), st.integers(0, 800))
def test_a_permit_is_good_for_a_solar_year_and_its_list_is_the_same_as_its_day(issued: date, later: int) -> None:
    day = issued + timedelta(later)

    assert (issued > run_out_before(day)) == (good_until(issued) >= day)


def test_a_permit_of_the_last_day_of_a_leap_year_is_good_until_the_last_of_the_next() -> None:
    assert good_until(from_jalali(1391, 12, 30)) == from_jalali(1392, 12, 29)


# --- rating ---


def test_a_line_makes_what_its_narrowest_step_makes() -> None:
    machines = [
        Machine("سنگ‌شکن", 1, 1, Decimal(20)),
        Machine("پرس", 2, 3, Decimal("2.5")),
        Machine("پرس کهنه", 2, 1, Decimal("1.5")),
        Machine("کوره", 3, 1, Decimal("9.5")),
    ]
    rated = rate(machines, RatingTerms())

    # 3 shifts · 8 hours · 280 days · 80 % = 5,376 hours; the presses make 9 an hour
    assert RatingTerms().hours_a_year == Decimal("5376")
    assert (rated.capacity, rated.narrowest) == (Decimal("48384.0"), 2)
    assert [step for step, _ in rated.by_step] == [1, 2, 3]


machine = st.builds(Machine, st.just("م"), st.integers(1, 4), st.integers(1, 9), st.decimals("0.1", 100, places=1))


@given(st.lists(machine, min_size=1, max_size=8), machine)
def test_another_machine_of_a_step_never_lessens_what_is_rated(machines: list[Machine], more: Machine) -> None:
    before = rate(machines, RatingTerms())
    if more.step in {one.step for one in machines}:
        assert rate([*machines, more], RatingTerms()).capacity >= before.capacity


@pytest.mark.parametrize(
    "machines",
    [[], [Machine("م", 1, 0, Decimal(1))], [Machine("م", 1, 1, Decimal(0))], [Machine("م", 0, 1, Decimal(1))]],
)
def test_a_rating_of_nothing_is_refused(machines: list[Machine]) -> None:
    with pytest.raises(LicenceRefused):
        rate(machines, RatingTerms())


# --- utilities ---


def promise(number: int, amount: str, days: int) -> Promise:
    return Promise("projects.InvestmentProject", number, f"طرح {number}", Decimal(amount), DAY + timedelta(days))


def test_two_projects_promised_the_same_megawatts_are_told() -> None:
    found = balance(
        "POWER", capacity=Decimal(10), promises=[promise(2, "5", 9), promise(1, "7", 3), promise(3, "1", 20)]
    )

    assert [row.promise.about_id for row in found.rows] == [1, 2, 3]
    assert [row.lacking for row in found.rows] == [Decimal(0), Decimal(2), Decimal(1)]
    assert (found.left, found.is_contested) == (Decimal(-3), True)


def test_a_need_is_held_against_what_was_promised_and_what_is_left() -> None:
    found = balance("POWER", capacity=Decimal(10), promises=[promise(1, "7", 3)])

    own = demand("POWER", needed=Decimal(8), about="projects.InvestmentProject", about_id=1, of=found)
    other = demand("POWER", needed=Decimal(5), about="projects.InvestmentProject", about_id=2, of=found)
    assert (own.promised, own.lacking) == (Decimal(7), Decimal(0))
    assert (other.promised, other.lacking) == (Decimal(0), Decimal(2))
    unknown = balance("GAS", capacity=None, promises=[])
    assert demand("GAS", needed=Decimal(5), about="x", about_id=1, of=unknown).lacking is None


def test_what_several_lack_is_beyond_their_own_promises_and_what_is_left() -> None:
    found = balance("POWER", capacity=Decimal(10), promises=[promise(1, "7", 3), promise(9, "1", 4)])
    about = "projects.InvestmentProject"

    # 1 needs 1 more than its 7; 2 needs 5; 9 was promised more than it needs, which helps nobody: 6 against 2 left
    all_of_them = open_demand(
        "POWER", needs=[(about, 1, Decimal(8)), (about, 2, Decimal(5)), (about, 9, Decimal(0))], of=found
    )
    assert (all_of_them.needed, all_of_them.left, all_of_them.lacking) == (Decimal(6), Decimal(2), Decimal(4))
    nobody_said = balance("GAS", capacity=None, promises=[])
    assert open_demand("GAS", needs=[(about, 1, Decimal(3))], of=nobody_said).lacking is None


amounts = st.decimals(0, 50, places=1)


@given(amounts, st.lists(amounts, max_size=6))
def test_what_is_lacking_is_what_is_promised_beyond_what_is_there(capacity: Decimal, given_: list[Decimal]) -> None:
    made = [promise(at, str(amount), at) for at, amount in enumerate(given_)]
    found = balance("WATER", capacity=capacity, promises=made)

    assert sum((row.lacking for row in found.rows), Decimal(0)) == max(Decimal(0), sum(given_, Decimal(0)) - capacity)
    assert found.left == capacity - sum(given_, Decimal(0))


@pytest.mark.parametrize(
    ("utility", "unit", "value"),
    [
        ("POWER", "کیلووات", "0.25"),
        ("POWER", "مگا وات", "250"),
        ("WATER", "لیتر بر ثانیه", "21600"),
        ("LAND", "هکتار", "2500000"),
        ("GAS", "", "250"),
        ("GAS", "تن", None),
        ("RAIL", "", None),
    ],
)
def test_amounts_come_in_the_units_that_are_written(utility: str, unit: str, value: str | None) -> None:
    assert measured(utility, Decimal(250), unit) == (None if value is None else Decimal(value))
