"""Mines from the area to exploitation: each step through the records, royalties in whole rials, what was taken out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hamahang.accounts.queries import EVERYTHING, NOTHING
from hamahang.domain.calendar import jalali
from hamahang.domain.flows.mines import MINE
from hamahang.domain.flows.workflow import Step, StepIncomplete
from hamahang.domain.ledger import AsOf
from hamahang.domain.mines import MineRefused, Particular, left_of, minerals_in
from hamahang.domain.refusal import ChangedMeanwhile
from hamahang.ledger.models import Entry
from hamahang.ledger.verification import verify_records
from hamahang.register import minework, mining
from hamahang.register.mining import MineFilter
from hamahang.register.models import Mine, MineStatus
from tests import factories
from tests.factories import AT, DAY
from tests.rooms.projects.ways import ALL, numbers, path_to

pytestmark = pytest.mark.django_db
SAID = {
    "certify": (Particular("RESERVE", Decimal(90_000), "گچ"), Particular("COSTS", Decimal(5_000_000))),
    "exploit": (Particular("EXTRACTION", Decimal(4_000), "گچ"),),
    "award": (Particular("EXTRACTION", Decimal(4_000), "گچ"),),
}
STEPS = [(step, source) for step in MINE.steps for source in step.sources]


@dataclass
class Going:
    """A mine under test and the day it has come to."""

    mine: Mine
    on: date = DAY

    def known(self, days: int = 0) -> mining.WholeMine:
        return mining.whole(self.mine, AsOf(self.on + timedelta(days)))


def begin() -> Going:
    county = factories.county().pk
    number = f"م/{next(numbers)}"
    given_: dict[str, Any] = {"name": "گچ مهران", "minerals": "گچ", "county": county}
    return Going(minework.request_area(number=number, **given_, on=DAY, by="x", at=AT))


def pay_all(going: Going) -> None:
    left = going.known().owed.left
    if left > 0:
        document = f"f/{next(numbers)}"
        minework.pay_royalty(mine=going.mine, year=1390, amount=left, document_no=document, on=going.on, by="x", at=AT)


def take(going: Going, step: str, *, by: str = "rais", whole: bool = True, **rest: Any) -> Any:
    going.on += timedelta(1)
    if whole:
        for need in MINE.step(step).needs:
            if need == "ROYALTIES_PAID":
                pay_all(going)
            elif need not in going.known().way.has:
                minework.add_paper(mine=going.mine, need=need, on=going.on, number="۱۲", by="x", at=AT)
    given_ = {"permissions": ALL, "reason": "به حکم", "letter_no": f"س/{next(numbers)}"}
    until = {"valid_until": going.on + timedelta(900), "particulars": SAID.get(step, ())}
    return minework.take_step(mine=going.mine, step=step, on=going.on, by=by, at=AT, **given_ | until | rest)


def come_to(state: str) -> Going:
    going = begin()
    for number, step in enumerate(path_to(MINE, state)):
        take(going, step.code, by=f"person-{number}")
    return going


@pytest.mark.parametrize(("step", "source"), STEPS, ids=[f"{step.code} from {source}" for step, source in STEPS])
def test_a_step_with_all_it_needs_leads_to_its_state_and_is_recorded(step: Step, source: str) -> None:
    going = come_to(source)

    fact = take(going, step.code, by="ruler")

    assert (fact.stage, fact.step, fact.by) == (step.target, step.code, "ruler")
    assert Entry.objects.get(number=fact.entry_id).action == f"register.mine.{step.code}"
    assert going.known().way.stage == step.target


def test_a_document_gives_the_mine_its_number_and_its_last_day() -> None:
    going = come_to("DISCOVERY")
    explored = going.mine.licence_no
    take(going, "exploit", letter_no="ب/۷۷")

    assert (going.mine.licence_no, going.mine.document) == ("ب/۷۷", "EXPLOITATION")
    assert going.known().until == going.on + timedelta(900)
    assert explored != "ب/۷۷"
    assert verify_records() is None


@pytest.mark.parametrize("rest", [{"letter_no": ""}, {"valid_until": None}, {"valid_until": DAY}])
def test_a_document_without_its_particulars_is_refused(rest: dict[str, Any]) -> None:
    going = come_to("DISCOVERY")
    with pytest.raises(MineRefused):
        take(going, "exploit", **rest)
    assert going.known().way.stage == "DISCOVERY"


def test_the_number_of_another_mine_is_refused() -> None:
    other, going = begin(), come_to("DISCOVERY")
    with pytest.raises(MineRefused):
        take(going, "exploit", letter_no=other.mine.licence_no)


def test_a_mine_that_only_a_list_told_of_goes_on_from_its_document_and_earlier_days_keep_it() -> None:
    mine = factories.mine(document="EXPLORATION", issued_on=DAY, valid_until=DAY + timedelta(400))
    factories.mine_status(mine=mine, since_on=DAY + timedelta(5))
    going = Going(mine, DAY + timedelta(100))
    take(going, "report")
    take(going, "certify", by="other")

    def documents(days: int) -> list[str]:
        return list(mining.statuses(AsOf(DAY + timedelta(days))).values_list("document", flat=True))

    assert (documents(50), documents(200)) == (["EXPLORATION"], ["DISCOVERY"])


def test_two_people_on_one_mine_are_told() -> None:
    going = come_to("CLEARED")
    seen, _ = mining.version(going.mine)
    take(going, "explore", by="other")
    with pytest.raises(ChangedMeanwhile):
        take(going, "report", seen=seen)


def test_a_renewal_waits_for_the_royalties_and_asks_for_papers_of_its_own() -> None:
    going = come_to("EXPLOITATION")
    minework.set_royalty(mine=going.mine, year=1390, amount=900, due_on=going.on, on=going.on, by="x", at=AT)
    going.on += timedelta(1)
    minework.add_paper(mine=going.mine, need="VISIT_REPORT", on=going.on, number="۱۲", by="x", at=AT)
    with pytest.raises(StepIncomplete) as refused:
        take(going, "renew", whole=False)
    assert [need.code for need in refused.value.missing] == ["ROYALTIES_PAID"]
    pay_all(going)
    take(going, "renew", whole=False)

    going.on += timedelta(1)
    with pytest.raises(StepIncomplete):
        take(going, "renew", whole=False)


# --- royalties ---


def due(mine: Mine, year: int, amount: int, days: int, said: int = 0) -> None:
    minework.set_royalty(
        mine=mine, year=year, amount=amount, due_on=DAY + timedelta(days), on=DAY + timedelta(said), by="x", at=AT
    )


def pay(mine: Mine, amount: int, document: str, days: int) -> None:
    minework.pay_royalty(
        mine=mine, year=1390, amount=amount, document_no=document, on=DAY + timedelta(days), by="x", at=AT
    )


def owed(mine: Mine, days: int) -> tuple[int, int, int]:
    found = mining.owed_by_mine(AsOf(DAY + timedelta(days)), [mine.pk])[mine.pk]
    return found.due, found.paid, found.left


def test_what_is_owed_is_what_is_due_less_what_was_paid_as_of_any_day() -> None:
    mine = factories.mine()
    due(mine, 1389, 500, 10)
    due(mine, 1390, 900, 60)
    pay(mine, 300, "f1", 20)
    due(mine, 1389, 450, 10, said=40)

    assert [owed(mine, days) for days in (5, 15, 25, 45, 70)] == [
        (0, 0, 0), (500, 0, 500), (500, 300, 200), (450, 300, 150), (1350, 300, 1050),
    ]  # fmt: skip


def test_the_same_slip_again_changes_nothing_and_otherwise_is_refused() -> None:
    mine = factories.mine()
    pay(mine, 300, "f1", 20)
    pay(mine, 300, "f1", 20)

    assert owed(mine, 30) == (0, 300, -300)
    for amount, days in ((301, 20), (300, 21)):
        with pytest.raises(MineRefused):
            pay(mine, amount, "f1", days)
    for amount, document in ((0, "f2"), (5, " ")):
        with pytest.raises(MineRefused):
            pay(mine, amount, document, 20)
    with pytest.raises(MineRefused):
        due(mine, 1280, 5, 1)


events = st.lists(st.tuples(st.booleans(), st.integers(0, 30), st.integers(1, 10**15)), max_size=8)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events, st.integers(0, 40))
def test_royalties_add_up_to_the_rial(history: Iterable[tuple[bool, int, int]], asked: int) -> None:
    mine = factories.mine()
    dues: dict[int, int] = {}
    paid = 0
    for number, (is_due, days, amount) in enumerate(history):
        if is_due:
            due(mine, 1380 + number, amount, days)
            dues[number] = amount if days <= asked else 0
        else:
            pay(mine, amount, f"f{number}", days)
            paid += amount if days <= asked else 0

    assert owed(mine, asked) == (sum(dues.values()), paid, sum(dues.values()) - paid)


# --- extraction, status, lists ---


def extract(mine: Mine, mineral: str, year: int, tonnes: str, days: int = 0) -> None:
    on = DAY + timedelta(days)
    minework.record_extraction(mine=mine, mineral=mineral, year=year, tonnes=Decimal(tonnes), on=on, by="x", at=AT)


def test_what_was_taken_out_lessens_the_reserve_and_a_later_word_on_a_year_holds() -> None:
    mine = factories.mine(reserve=Decimal(10_000))
    extract(mine, "گچ", 1388, "1200.5")
    extract(mine, "گچ", 1389, "900")
    extract(mine, "گچ", 1389, "1000", 30)
    extract(mine, "آهک", 1389, "50")

    known = mining.whole(mine, AsOf(DAY + timedelta(40)))
    assert known.extracted == {"گچ": Decimal("2200.50"), "آهک": Decimal("50.00")}
    # the lime takes nothing from the gypsum
    assert known.reserves == {"گچ": (Decimal(10_000), Decimal("7799.50"))}
    assert mining.extracted_by_mineral(AsOf(DAY), EVERYTHING, 1389) == {"گچ": Decimal(900), "آهک": Decimal(50)}
    assert mining.extracted_by_mineral(AsOf(DAY), NOTHING, 1389) == {}
    for mineral, year, tonnes in ((" ", 1389, "1"), ("گچ", 1389, "-1"), ("گچ", 1395, "1")):
        with pytest.raises(MineRefused):
            extract(mine, mineral, year, tonnes)


def test_mines_are_listed_by_status_document_words_and_what_runs_out() -> None:
    near = factories.mine(name="گچ", valid_until=DAY + timedelta(30))
    far = factories.mine(name="نمک", document="DISCOVERY", valid_until=DAY + timedelta(300))
    for mine, status in ((near, "ACTIVE"), (far, "INACTIVE")):
        factories.mine_status(mine=mine, status=status)
    minework.see_mine(mine=far, status="BEING_EQUIPPED", persons=4, on=DAY + timedelta(3), by="x", at=AT)

    def found(days: int = 5, **wanted: str) -> list[int]:
        return [row.mine_id for row in mining.mines_in(EVERYTHING, AsOf(DAY + timedelta(days)), MineFilter(**wanted))]

    assert found(status="BEING_EQUIPPED") == found(document="DISCOVERY") == found(text="نمک") == [far.pk]
    assert found(late="yes") == [near.pk]
    assert found(60, late="yes") == []
    assert mining.counted(AsOf(DAY), EVERYTHING) == {"ACTIVE": 1, "INACTIVE": 1}
    assert mining.counted(AsOf(DAY), NOTHING) == {}
    with pytest.raises(MineRefused):
        minework.see_mine(mine=far, status="GONE", persons=None, on=DAY, by="x", at=AT)
    assert MineStatus.objects.count() == 3


def test_the_certificate_gives_a_mine_its_reserve_by_mineral_from_its_day() -> None:
    going = come_to("REPORTED")
    said = (
        Particular("RESERVE", Decimal(90_000), "گچ"),
        Particular("RESERVE", Decimal(1_000), "نمک"),
        Particular("AREA", Decimal("12.5")),
    )
    take(going, "certify", by="other", particulars=said)
    year = jalali(going.on)[0]
    extract(going.mine, "گچ", year - 1, "500", 9_000)
    extract(going.mine, "گچ", year, "2000", 9_000)
    extract(going.mine, "نمك", year, "1200", 9_000)
    minework.describe(
        mine=going.mine, particulars=[Particular("RESERVE", Decimal(85_000), "گچ")], letter_no="ب/۲",
        on=going.on + timedelta(9_500), by="x", at=AT,
    )  # fmt: skip

    def reserves(days: int) -> dict[str, tuple[int, int]]:
        found = going.known(days).reserves
        return {mineral: (int(certified), int(left)) for mineral, (certified, left) in found.items()}

    assert reserves(-1) == {}
    assert reserves(0) == {"گچ": (90_000, 90_000), "نمک": (1_000, 1_000)}
    # what was taken out before the certificate is not of its reserve; more was taken of the salt than was proven
    assert reserves(9_300) == {"گچ": (90_000, 88_000), "نمک": (1_000, -200)}
    assert reserves(9_500) == {"گچ": (85_000, 85_000), "نمک": (1_000, -200)}
    assert [going.known(days).particulars[0].kind for days in (0, 9_500)] == ["AREA", "AREA"]
    assert list(mining.with_reserve(AsOf(going.on)).values_list("mine", flat=True)) == [going.mine.pk]
    assert not mining.with_reserve(AsOf(going.on - timedelta(1)))
    assert verify_records() is None


@pytest.mark.parametrize(("state", "step"), [("REPORTED", "certify"), ("DISCOVERY", "exploit"), ("AUCTION", "award")])
def test_a_document_that_says_nothing_of_the_mine_is_refused(state: str, step: str) -> None:
    going = come_to(state)
    for said in ((), (Particular("AREA", Decimal(3)),)):
        with pytest.raises(MineRefused):
            take(going, step, by="other", particulars=said)
    assert going.known().way.stage == state


@pytest.mark.parametrize(
    "said",
    [
        Particular("RESERVE", Decimal(1)),
        Particular("AREA", Decimal(1), "گچ"),
        Particular("RESERVE", Decimal(-1), "گچ"),
        Particular("GOLD", Decimal(1)),
    ],
)
def test_a_particular_that_cannot_be_is_refused(said: Particular) -> None:
    given_: dict[str, Any] = {"mine": factories.mine(), "letter_no": "۱", "on": DAY, "by": "x", "at": AT}
    with pytest.raises(MineRefused):
        minework.describe(particulars=[said], **given_)
    with pytest.raises(MineRefused):
        minework.describe(particulars=[], **given_)
    with pytest.raises(MineRefused):
        minework.describe(particulars=[Particular("AREA", Decimal(1))], **given_ | {"letter_no": " "})


def test_minerals_are_told_apart_by_commas_and_ands() -> None:
    assert minerals_in("گچ") == ("گچ",)
    assert minerals_in("گچ، سنگ آهک و نمک") == ("گچ", "سنگ آهک", "نمک")
    assert minerals_in("gypsum and salt; gypsum") == ("gypsum", "salt")
    assert minerals_in(" ") == ()


@given(
    certified=st.dictionaries(
        st.sampled_from(["گچ", "نمک", "آهک"]), st.tuples(st.decimals(0, 10**6, places=2), st.integers(1389, 1391))
    ),
    extracted=st.lists(
        st.tuples(st.sampled_from(["گچ", "نمک", "آهک"]), st.integers(1388, 1392), st.decimals(0, 10**4, places=2))
    ),
)
def test_each_mineral_is_lessened_by_its_own_extraction_alone(certified: Any, extracted: Any) -> None:
    left = left_of(certified, extracted)
    assert left.keys() == certified.keys()
    for mineral, (tonnes, year) in certified.items():
        own = [amount for name, on, amount in extracted if name == mineral and on >= year]
        assert left[mineral] == tonnes - sum(own)
