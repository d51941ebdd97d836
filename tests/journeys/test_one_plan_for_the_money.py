"""One adopted plan for one money: a second is refused, or takes the place of the first by the act that adopts it."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from hamahang.accounts import queries as accounts
from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.casework import queries as cases
from hamahang.casework.models import PlanItem
from hamahang.cli.samples import year_plan
from hamahang.domain.calendar import say_day, write_day
from hamahang.domain.ledger import AsOf
from hamahang.domain.planning import PlanRefused
from hamahang.domain.text import TO_PERSIAN
from hamahang.ledger.verification import verify_records
from hamahang.planning import adopting, queries, running, setting, superseding
from hamahang.planning.models import PlanAdoption, PlanRun, PlanStep, PlanSuperseded
from hamahang.support import packaging
from tests import factories
from tests.personas import persona
from tests.province import NOW, TIR_10, Province

pytestmark = pytest.mark.django_db
ASOF = AsOf(TIR_10)
FOREVER = AsOf(date.max)
BY: dict[str, Any] = {"by": "tests", "at": NOW}


@pytest.fixture
def first(played: Province) -> PlanAdoption:
    return PlanAdoption.objects.get(run__title=year_plan.TITLE)


@pytest.fixture
def second(first: PlanAdoption) -> PlanRun:
    terms = setting.read(setting.as_data(year_plan.terms_of(ASOF)) | {"alpha": None})
    return running.run_plan(title="دور سوم", terms=terms, asof=ASOF, **BY)


@pytest.fixture
def on(first: PlanAdoption) -> date:
    return first.since_on + timedelta(days=40)


def bank() -> Any:
    return next(agency for agency in accounts.agencies() if agency.kind == "BANK")


def in_place(first: PlanAdoption, second: PlanRun, on: date) -> PlanAdoption:
    numbers = [first.run.number]
    return adopting.adopt(run=second, resolution=first.resolution, on=on, supersedes=numbers, **BY)


def test_a_second_plan_of_the_same_money_is_refused_and_says_of_which_plan_and_what(
    first: PlanAdoption, second: PlanRun, on: date
) -> None:
    with pytest.raises(PlanRefused) as refused:
        adopting.adopt(run=second, resolution=first.resolution, on=on, **BY)

    why = refused.value.why
    assert first.run.number in why.en
    assert year_plan.TITLE in why.fa
    assert "within the same months" in why.en
    assert "of the chosen" in why.en
    assert "به جای آن" in why.fa
    (overlap,) = superseding.overlaps(second)
    assert overlap.shared == len({c for c, _, _ in queries.kept(first.run)} & {c for c, _, _ in queries.kept(second)})
    assert queries.adoption(second) is None


def test_who_may_list_one_county_is_named_none_of_another(first: PlanAdoption, second: PlanRun) -> None:
    (whole,), (part,) = superseding.overlaps(second), superseding.overlaps(second, Reach(places=frozenset({"1601"})))

    listed = {one.title for one in queries.choices(second, Reach(places=frozenset({"1601"})))}
    assert set(part.titles) <= listed < set(whole.titles) | listed
    assert part.shared == whole.shared


def test_a_plan_of_other_money_and_other_candidates_stands_beside_the_first(
    first: PlanAdoption, second: PlanRun, on: date
) -> None:
    second.problem["candidates"] = []  # it spends nothing
    assert superseding.overlaps(second)[0].lines == []
    second.day = first.run.day + timedelta(days=400)

    assert superseding.overlaps(second)[0].lines == []
    with pytest.raises(PlanRefused, match="is not adopted"):
        superseding.in_place_of(second, [first.run.number, "P-1399-9"], on=on, reach=EVERYTHING)
    with pytest.raises(PlanRefused, match="adopted after that day"):
        superseding.in_place_of(second, [first.run.number], on=TIR_10, reach=EVERYTHING)


def test_a_plan_takes_the_place_of_none_with_which_it_shares_nothing(first: PlanAdoption, on: date) -> None:
    with pytest.raises(PlanRefused, match="shares neither money nor chosen ones"):
        superseding.in_place_of(factories.plan_run(), [first.run.number], on=on, reach=EVERYTHING)


def test_a_letter_of_a_superseded_plan_is_dated_by_the_day_it_was_superseded(
    client: Client, first: PlanAdoption, second: PlanRun, on: date
) -> None:
    in_place(first, second, on)
    client.force_login(persona("SECRETARY"))
    choice = queries.choices(first.run, EVERYTHING)[0]

    page = client.get(f"/plans/{first.run.number}/{choice.pk}/letter/").content.decode()

    letter = page[page.index("<main") :]
    assert say_day(on, "fa", short=True) in letter
    assert say_day(first.run.day, "fa", short=True) not in letter
    assert second.number.translate(TO_PERSIAN) in letter


def test_money_of_later_half_years_is_other_money(first: PlanAdoption, second: PlanRun) -> None:
    assert superseding.overlaps(second)[0].lines
    second.day = first.run.day + timedelta(days=400)

    assert superseding.overlaps(second)[0].lines == []


def test_a_plan_in_place_of_another_withdraws_what_nobody_acted_on_and_goes_on_with_the_rest(
    first: PlanAdoption, second: PlanRun, on: date
) -> None:
    shared = {code for code, _, _ in queries.kept(second)}
    both = [c for c in queries.choices(first.run, EVERYTHING) if c.package and c.case_id and c.code in shared][:2]
    due = on + timedelta(days=90)
    idle, begun = [adopting.carry_out(choice=c, agency=bank(), due_on=due, on=first.since_on, **BY) for c in both]
    of_begun = packaging.package_in(EVERYTHING, begun.pk, FOREVER)
    assert of_begun is not None
    packaging.set_measure(
        measure=of_begun.measures[0].measure, state="ANSWERED", on=first.since_on, note="در دست بررسی", **BY
    )

    adopted = in_place(first, second, on)

    gone, going = (packaging.package_in(EVERYTHING, one.pk, FOREVER) for one in (idle, begun))
    assert gone is not None
    assert going is not None
    assert (gone.state, going.state) == ("WITHDRAWN", "RUNNING")
    assert second.number in gone.measures[0].state.note
    tasks = [PlanItem.objects.get(case=c.case_id, text=p.title) for c, p in zip(both, (idle, begun), strict=True)]
    assert [cases.task_state(task, FOREVER).state for task in tasks] == ["DROPPED", "OPEN"]
    assert idle.pk not in packaging.open_packages(FOREVER).values_list("pk", flat=True)
    # the package that goes on is the later plan's now, and is not opened a second time
    assert PlanStep.objects.get(choice__run=second).package_id == begun.pk
    again = next(c for c in queries.choices(second, EVERYTHING) if c.code == both[1].code)
    with pytest.raises(PlanRefused, match="opened already"):
        adopting.carry_out(choice=again, agency=bank(), due_on=due, on=on, **BY)
    assert superseding.fate_of(first.run, FOREVER) == (1, 1)
    assert superseding.fate_of(first.run, AsOf(on - timedelta(days=1))) == (0, 2)
    assert superseding.fate_of(first.run, AsOf(first.since_on - timedelta(days=1))) == (0, 0)
    assert adopted.run == second
    assert verify_records() is None


def test_a_superseded_plan_is_history_and_does_no_more(first: PlanAdoption, second: PlanRun, on: date) -> None:
    in_place(first, second, on)

    before, after = AsOf(on - timedelta(days=1)), AsOf(on)
    assert set(queries.adoptions(before)) == {first.run_id}
    assert set(queries.adoptions(after)) == {second.pk}
    assert queries.supersedings(before) == {}
    assert queries.supersedings(after)[first.run_id].later.run == second
    assert {choice.run_id for choice in queries.adopted_choices(after)} == {second.pk}
    assert [one.run_id for one in queries.adopted_later(ASOF)] == [second.pk]
    assert set(queries.waiting(after, EVERYTHING)) == {second}
    with pytest.raises(PlanRefused, match="took the place"):
        adopting.carry_out_all(run=first.run, agency=bank(), due_on=on, on=on, **BY)
    with pytest.raises(PlanRefused, match="took the place"):
        adopting.adopt(run=first.run, resolution=first.resolution, on=on, **BY)
    choice = next(c for c in queries.choices(first.run, EVERYTHING) if c.package)
    with pytest.raises(PlanRefused):
        adopting.carry_out(choice=choice, agency=bank(), due_on=on, on=on, **BY)
    assert PlanSuperseded.objects.get().adoption == first


def test_the_page_says_what_overlaps_refuses_and_adopts_in_the_place_of_the_first(
    client: Client, first: PlanAdoption, second: PlanRun, on: date
) -> None:
    client.force_login(persona("SECRETARY"))
    address = f"/plans/{second.number}/"
    form = {"resolution": str(first.resolution_id), "on": write_day(on)}

    assert 'name="supersedes"' in client.get(address).content.decode()
    refused = client.post(f"{address}adopt/", form)
    assert refused.status_code == 422
    assert "دو بار داده نمی‌شود" in refused.content.decode()
    assert client.post(f"{address}adopt/", form | {"supersedes": [first.run.number]}).status_code == 302

    of_first = re.sub(r"<[^>]*>", "", client.get(f"/plans/{first.run.number}/").content.decode())
    assert "جایگزین‌شده" in of_first
    assert "جای این برنامه را گرفته است" in of_first
    assert "جایگزین‌شده" in client.get("/plans/").content.decode()
    day = write_day(on - timedelta(days=1))
    assert "جایگزین‌شده" not in client.get(f"/plans/{first.run.number}/?day={day}").content.decode()
