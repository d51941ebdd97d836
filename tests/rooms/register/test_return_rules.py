"""A new rule of returns holds at once, for every day: nothing that is kept depends on the rules."""

import random
from dataclasses import replace
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.domain.ledger import AsOf
from hamahang.domain.months import Month, months_between
from hamahang.domain.returns import FIRST_TERMS, Terms
from hamahang.ledger.models import Entry
from hamahang.register import confirming, owing, returned, returning, standing
from hamahang.register.models import MonthlyReturn, OpenReturn, ReturnsDue, ReturnsOfMonth, ReturnsPause, Unit
from hamahang.register.returning import ReturnDraft
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
FIRST, LAST = Month(1389, 8), Month(1390, 9)
RULES = (
    replace(FIRST_TERMS, due_day=5, source="الف"),
    replace(FIRST_TERMS, valid_from=Month(1390, 4).first, due_day=20, suspend_after=2, source="ب"),
    replace(FIRST_TERMS, valid_from=Month(1389, 10).first, due_day=29, source="پ"),
    replace(FIRST_TERMS, valid_from=Month(1389, 10).first, due_day=1, source="ت"),
)


@pytest.fixture
def units() -> list[Unit]:
    """Return units of two counties, licensed one after the other, with returns that come early, late or not at all."""
    chance, counties = random.Random(7), [factories.county(), factories.county()]
    made = []
    for number in range(8):
        unit = factories.unit(county=counties[number % 2])
        factories.licence(unit=unit, kind="NEW", since_on=FIRST.plus(number - 4).day(9), number=unit.licence_no)
        made.append(unit)
    suspended = made[0]
    factories.licence_step(
        unit=suspended, kind="NEW", number=suspended.licence_no, stage="SUSPENDED", since_on=Month(1390, 3).day(2)
    )
    for month in months_between(FIRST, LAST):
        drafts = [
            ReturnDraft(unit.pk, month.last, "ACTIVE", employees=5, sent_on=month.plus(1).day(chance.randint(1, 29)))
            for unit in made
            if chance.random() < 0.7
        ]
        returning.record_returns(drafts=drafts, by="list", at=AT)
    return made


def kept() -> tuple[Any, ...]:
    tables = (ReturnsDue, ReturnsPause, ReturnsOfMonth, OpenReturn)
    return tuple(list(table._default_manager.order_by("pk").values_list()) for table in tables)


def told(asof: AsOf, units: list[Unit]) -> tuple[Any, ...]:
    """Return what the pages tell of all months on a day."""
    counties = sorted({unit.county_id for unit in units})
    months = months_between(FIRST, LAST)
    return (
        owing.months_of(EVERYTHING, asof, months, counties),
        [sorted(u.pk for u in owing.missing_units(EVERYTHING, asof, month)) for month in months],
        [sorted(u.pk for u in owing.late_units(EVERYTHING, asof, months=number)) for number in (1, 2, 3, 6)],
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.source)
def test_a_new_rule_leaves_what_is_kept_and_every_day_is_told_by_it(
    rule: Terms, units: list[Unit], django_assert_max_num_queries: Any
) -> None:
    confirming.set_terms(terms=FIRST_TERMS, by="rais", at=AT)
    before = kept()

    # however many returns there are
    with django_assert_max_num_queries(25):
        confirming.set_terms(terms=rule, by="rais", at=AT)

    assert kept() == before
    standing.refresh_all()
    assert [row[1:] for row in kept()[2]] == [row[1:] for row in before[2]]
    head = Entry.objects.latest("number").number
    for day in (
        LAST.plus(2).first,
        Month(1390, 3).day(6),
        Month(1390, 7).day(20),
        Month(1389, 11).day(3),
        LAST.plus(30).first,
    ):
        assert told(AsOf(day), units) == told(AsOf(day, entry=head), units), day


def test_a_rule_that_asks_for_more_days_makes_what_was_late_on_time(units: list[Unit]) -> None:
    asof, counties = AsOf(LAST.plus(2).first), [units[0].county_id, units[1].county_id]

    def on_time() -> int:
        return sum(
            cell.on_time for cell in owing.months_of(EVERYTHING, asof, months_between(FIRST, LAST), counties).values()
        )

    confirming.set_terms(terms=FIRST_TERMS, by="rais", at=AT)
    some = on_time()
    confirming.set_terms(terms=replace(FIRST_TERMS, due_day=29), by="rais", at=AT)

    assert (
        0
        < some
        < on_time()
        == sum(
            cell.received for cell in owing.months_of(EVERYTHING, asof, months_between(FIRST, LAST), counties).values()
        )
    )


def test_who_sends_a_month_early_is_still_late_with_the_one_before(units: list[Unit]) -> None:
    early, day = units[1], LAST.plus(3).day(5)
    for month, sender in ((LAST.plus(1), units[2]), (LAST.plus(2), early), (LAST.plus(2), units[2])):
        draft = ReturnDraft(sender.pk, month.last, "ACTIVE", employees=5, sent_on=LAST.plus(3).day(2))
        returning.record_returns(drafts=[draft], by="list", at=AT)
    head = Entry.objects.latest("number").number

    # the last due month is the one that it left out
    late = set(owing.late_units(EVERYTHING, AsOf(day)))

    assert early in late
    assert units[2] not in late
    assert told(AsOf(day), units) == told(AsOf(day, entry=head), units)
    wanted = [unit.pk for unit in units]
    assert owing.behind(wanted, AsOf(day)) == owing.behind(wanted, AsOf(day, entry=head))
    assert owing.owings(wanted, AsOf(day)) == owing.owings(wanted, AsOf(day, entry=head))


def test_what_waits_is_counted_as_the_list_shows_it(units: list[Unit]) -> None:
    first, second = units[:2]
    months = [row.since_on for row in MonthlyReturn.objects.filter(unit=first)]
    confirming.confirm_returns(of=[(first.pk, Month.of(months[0]))], on=LAST.plus(3).first, by="amar", at=AT)
    confirming.send_back(
        unit=first.pk, month=Month.of(months[1]), reason="کم است", on=LAST.plus(3).first, by="amar", at=AT
    )
    here = Reach(places=frozenset({second.county.code}))

    for reach in (EVERYTHING, here):
        counted = returned.count_open(reach)
        listed = {state: returned.open_returns(reach, state).count() for state in ("WAITING", "SENT_BACK")}
        assert counted == {state: number for state, number in listed.items() if number}


def test_what_is_missing_is_as_many_as_its_list_though_a_suspended_unit_sent_its_return(units: list[Unit]) -> None:
    suspended, asof = units[0], AsOf(LAST.plus(3).first)
    month = Month(1390, 5)
    draft = ReturnDraft(suspended.pk, month.last, "ACTIVE", employees=5, sent_on=month.plus(1).day(2))
    returning.record_returns(drafts=[draft], by="list", at=AT)
    counties = [suspended.county_id]
    months = months_between(FIRST, LAST)

    for point in (asof, AsOf(asof.day, entry=Entry.objects.latest("number").number)):
        cells = owing.months_of(EVERYTHING, point, months, counties)
        for one in months:
            listed = owing.missing_units(EVERYTHING, point, one, counties).count()
            assert cells[counties[0], one].missing == listed, one
        assert cells[counties[0], month].unowed == 1
