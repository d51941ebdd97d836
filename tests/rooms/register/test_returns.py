"""Monthly returns in the register: sent, confirmed, sent back, sent again; what follows beside them stays exact."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.domain.ledger import AsOf
from hamahang.domain.months import Month, months_between
from hamahang.domain.proof import Proof
from hamahang.domain.returns import Made, ReturnIsConfirmed, ReturnIsFaulty, ReturnRefused, Said
from hamahang.ledger.bulk import Effect
from hamahang.ledger.queries import as_of
from hamahang.ledger.recording import recording
from hamahang.ledger.undoing import undo_entry
from hamahang.register import confirming, merging, owing, proven, queries, returned, returning, standing
from hamahang.register.cells import Cell
from hamahang.register.models import (
    HeadCount,
    LicenceStep,
    MonthlyOutput,
    MonthlyReturn,
    OpenReturn,
    ReturnDecision,
    ReturnsDue,
    ReturnsOfMonth,
    ReturnsPause,
    Unit,
    UnitStatus,
)
from hamahang.register.returning import ReturnDraft
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db
MONTH = Month(1390, 5)
NOW = AsOf(date.max)
SENT = Month(1390, 6).day(8)
BRICKS = Made("آجر", Decimal(120), "هزار قالب")


def said(month: Month = MONTH, **values: Any) -> Said:
    rest = {"status": "ACTIVE", "persons": 12, "women": 5, "men": 7, "capacity_use": Decimal(60), "made": (BRICKS,)}
    return Said(month=month, **{**rest, **values})


def send(unit: Unit, what: Said | None = None, *, on: date = SENT, by: str = "malek") -> Effect:
    return returning.send_return(unit=unit.pk, said=what or said(), sent_on=on, channel="PAGE", by=by, at=AT)


def confirm(unit: Unit, month: Month = MONTH, *, on: date = SENT, by: str = "amar") -> confirming.Confirmed:
    return confirming.confirm_returns(of=[(unit.pk, month)], on=on, by=by, at=AT)


def back(unit: Unit, month: Month = MONTH, *, on: date = SENT, by: str = "amar", reason: str = "جمع نمی‌خواند") -> None:
    confirming.send_back(unit=unit.pk, month=month, reason=reason, on=on, by=by, at=AT)


def state(unit: Unit, month: Month = MONTH, asof: AsOf = NOW) -> str:
    (found,) = owing.months_of_unit(unit.pk, asof, [month])
    return found.state


@pytest.fixture
def unit() -> Unit:
    made = factories.unit(licence_no="71/1")
    factories.licence(unit=made, kind="NEW", since_on=Month(1389, 2).day(4))
    return made


def test_a_return_is_kept_whole_and_says_status_and_persons(unit: Unit) -> None:
    assert send(unit) is Effect.CREATED

    report = MonthlyReturn.objects.get()
    assert (report.since_on, report.persons, report.sent_on, report.channel) == (MONTH.last, 12, SENT, "PAGE")
    (output,) = MonthlyOutput.objects.all()
    assert (output.product, output.quantity, output.measure) == ("آجر", Decimal(120), "هزار قالب")
    status, head = UnitStatus.objects.get(), HeadCount.objects.get()
    assert (status.status, status.since_on, status.proof) == ("ACTIVE", MONTH.last, Proof.DECLARED)
    assert (head.persons, head.since_on, head.proof) == (12, MONTH.last, Proof.DECLARED)
    assert state(unit) == "WAITING"


def test_the_same_sent_twice_is_one(unit: Unit) -> None:
    send(unit)

    assert send(unit, on=SENT + timedelta(days=3)) is Effect.UNCHANGED
    assert MonthlyReturn.objects.count() == 1
    assert send(unit, said(persons=13, women=6)) is Effect.CORRECTED
    assert [r.persons for r in MonthlyReturn.objects.filter(voided_entry=None)] == [13]
    assert HeadCount.objects.get(voided_entry=None).persons == 13
    assert MonthlyReturn.objects.count() == 2


def test_products_that_are_no_longer_named_go_and_new_ones_come(unit: Unit) -> None:
    send(unit, said(made=(BRICKS, Made("سفال", Decimal(3)))))

    assert send(unit, said(made=(Made("سفال", Decimal(4)),))) is Effect.CORRECTED

    standing_outputs = MonthlyOutput.objects.filter(voided_entry=None)
    assert [(o.product, o.quantity) for o in standing_outputs] == [("سفال", Decimal(4))]
    assert MonthlyReturn.objects.filter(voided_entry=None).count() == 1


def test_a_return_that_contradicts_itself_leaves_nothing(unit: Unit) -> None:
    with pytest.raises(ReturnIsFaulty):
        send(unit, said(women=9))

    assert not MonthlyReturn.objects.exists()


def test_it_is_confirmed_and_then_stands_until_it_is_sent_back(unit: Unit) -> None:
    send(unit)
    assert confirm(unit).done == 1
    assert state(unit) == "CONFIRMED"

    assert send(unit) is Effect.UNCHANGED
    with pytest.raises(ReturnIsConfirmed):
        send(unit, said(persons=13, women=6))
    assert confirm(unit).refused == {(unit.pk, MONTH): confirming.NOT_WAITING}
    back(unit)
    assert state(unit) == "SENT_BACK"
    assert send(unit, said(persons=20, women=10, men=10)) is Effect.CREATED
    assert state(unit) == "WAITING"


def test_whoever_sent_it_cannot_confirm_it(unit: Unit) -> None:
    send(unit)

    assert confirm(unit, by="malek").refused == {(unit.pk, MONTH): confirming.OWN_RETURN}
    assert confirm(unit, on=SENT - timedelta(days=1)).refused == {(unit.pk, MONTH): confirming.TOO_EARLY}
    assert confirm(unit, MONTH.plus(1)).refused == {(unit.pk, MONTH.plus(1)): confirming.NO_RETURN}
    assert state(unit) == "WAITING"


def test_what_was_sent_back_does_not_count_until_it_comes_again_and_keeps_its_first_day(unit: Unit) -> None:
    send(unit)
    back(unit)
    assert not UnitStatus.objects.filter(voided_entry=None).exists()
    assert not HeadCount.objects.filter(voided_entry=None).exists()
    with pytest.raises(ReturnRefused):
        back(unit)

    # the same words again are a new return: the expert may have been wrong
    assert send(unit, on=SENT + timedelta(days=20)) is Effect.CREATED

    report = MonthlyReturn.objects.get(voided_entry=None)
    assert (report.first_sent_on, report.sent_on) == (SENT, SENT + timedelta(days=20))
    assert UnitStatus.objects.filter(voided_entry=None).count() == 1
    kinds = [type(row).__name__ for row in returned.versions_of(unit.pk, MONTH, NOW)]
    assert kinds == ["MonthlyReturn", "ReturnDecision", "MonthlyReturn"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_nothing_is_sent_back_without_a_reason(unit: Unit, reason: str) -> None:
    send(unit)

    with pytest.raises(ReturnRefused):
        back(unit, reason=reason)
    with pytest.raises(ReturnRefused):
        back(unit, MONTH.plus(2))


def test_a_list_leaves_what_is_confirmed_and_says_so(unit: Unit) -> None:
    send(unit)
    confirm(unit)
    drafts = [ReturnDraft(unit=unit.pk, on=MONTH.last, status="IDLE"), ReturnDraft(unit.pk, MONTH.plus(1).last, "IDLE")]

    with recording(action="x", by="amar", at=AT) as entry:
        effects = returning.record_returns(drafts=drafts, by="amar", at=AT)

        assert {conflict.field for conflict in entry.conflicts} >= {"status", "persons"}
    assert effects == [Effect.KEPT, Effect.CREATED]
    assert returning.record_returns(drafts=drafts, by="amar", at=AT) == [Effect.KEPT, Effect.UNCHANGED]


def test_what_was_known_before_is_still_seen_as_it_was(unit: Unit) -> None:
    send(unit)
    before = as_of(day=SENT, known_at=AT)
    entry = before.entry or 0
    back(unit)
    send(unit, said(status="UNDERUSED"))

    then = AsOf(date.max, AT, entry)
    assert state(unit, asof=then) == "WAITING"
    (report,) = returned.received(then)
    assert report.status == "ACTIVE"


# --- months, counties, who is late ---


def cell(unit: Unit, month: Month, asof: AsOf) -> Cell:
    return owing.months_of(EVERYTHING, asof, [month], [unit.county_id])[unit.county_id, month]


def test_a_month_is_counted_by_what_came_when(unit: Unit) -> None:
    other = factories.unit(county=unit.county)
    factories.licence(unit=other, kind="NEW", since_on=Month(1389, 2).day(4))
    permit = factories.unit(county=unit.county)
    factories.licence(unit=permit, kind="PERMIT", since_on=Month(1389, 2).day(4))
    send(unit)
    send(other, on=MONTH.plus(1).day(11))
    confirm(unit, on=MONTH.plus(1).day(20))
    back(other, on=MONTH.plus(1).day(21))

    at_last = cell(unit, MONTH, AsOf(MONTH.plus(3).first))
    assert (at_last.owed, at_last.received, at_last.on_time, at_last.late) == (2, 2, 1, 1)
    assert (at_last.confirmed, at_last.sent_back, at_last.waiting, at_last.missing) == (1, 1, 0, 0)
    assert (at_last.persons, at_last.women, at_last.confirmed_persons) == (24, 10, 12)
    on_the_10th = cell(unit, MONTH, AsOf(MONTH.plus(1).day(10)))
    assert (on_the_10th.received, on_the_10th.confirmed, on_the_10th.missing, on_the_10th.is_due) == (1, 0, 0, False)
    on_the_11th = cell(unit, MONTH, AsOf(MONTH.plus(1).day(11)))
    assert (on_the_11th.received, on_the_11th.missing, on_the_11th.waiting) == (2, 0, 2)
    nothing = cell(unit, MONTH.plus(1), AsOf(MONTH.plus(3).first))
    assert (nothing.owed, nothing.received, nothing.missing) == (2, 0, 2)


def test_a_unit_owes_from_the_month_after_its_licence_or_its_first_day_at_work(unit: Unit) -> None:
    built = factories.unit()
    factories.unit_status(unit=built, status="IDLE", since_on=Month(1391, 2).day(9))
    being_built = factories.unit()
    factories.unit_status(unit=being_built, status="UNDER_CONSTRUCTION", since_on=Month(1390, 2).day(9))

    found = owing.owed_from([unit.pk, built.pk, being_built.pk], NOW)

    # the rules begin with 1390, whenever the licence was issued
    assert found == {unit.pk: Month(1390, 1), built.pk: Month(1391, 3)}


def test_six_months_without_a_return_are_warned_of_on_the_day_the_sixth_is_due(unit: Unit) -> None:
    send(unit, said(Month(1390, 1)), on=Month(1390, 2).day(9))
    other = factories.unit(county=unit.county)
    factories.licence(unit=other, kind="NEW", since_on=Month(1390, 6).day(4))

    def asked(day: date) -> owing.Behind:
        return owing.behind([unit.pk], AsOf(day))[unit.pk]

    # the returns of Shahrivar, the fifth missing month, are due on 10 Mehr; those of Mehr on 10 Aban
    assert (asked(Month(1390, 8).day(9)).missing, asked(Month(1390, 8).day(9)).is_warned) == (5, False)
    assert (asked(Month(1390, 8).day(10)).missing, asked(Month(1390, 8).day(10)).is_warned) == (6, True)
    late = owing.late_units(EVERYTHING, AsOf(Month(1390, 8).day(10)), months=6)
    assert list(late) == [unit]
    assert set(owing.late_units(EVERYTHING, AsOf(Month(1390, 8).day(10)))) == {unit, other}
    assert asked(Month(1390, 2).day(10)).missing == 0


def test_a_reader_counts_only_the_own_counties(unit: Unit) -> None:
    send(unit)
    elsewhere = Reach(places=frozenset({"9999"}))
    here = Reach(places=frozenset({unit.county.code}))
    asof = AsOf(MONTH.plus(3).first)

    assert owing.months_of(elsewhere, asof, [MONTH], [unit.county_id])[unit.county_id, MONTH] == Cell(0, True)
    assert owing.months_of(here, asof, [MONTH], [unit.county_id])[unit.county_id, MONTH].received == 1
    assert list(returned.open_returns(elsewhere, "WAITING")) == []
    assert returned.count_open(here) == {"WAITING": 1}
    assert list(owing.late_units(elsewhere, asof)) == []


# --- what is kept beside the records ---


def kept() -> tuple[Any, ...]:
    of_month = ReturnsOfMonth.objects.order_by("county_id", "month")
    return (
        list(ReturnsDue.objects.order_by("pk").values_list()),
        [row[1:] for row in of_month.values_list()],
        sorted(OpenReturn.objects.values_list()),
    )


def test_the_kept_tables_say_what_the_records_say_whatever_happens(unit: Unit) -> None:
    other, third = factories.unit(), factories.unit(county=unit.county)
    for made in (other, third):
        factories.licence(unit=made, kind="NEW", since_on=Month(1389, 2).day(4))
    elsewhere = factories.county()

    def holds(what: str) -> None:
        now = kept()
        standing.refresh_all()
        assert kept() == now, what

    for month in months_between(Month(1390, 1), Month(1390, 3)):
        drafts = [
            ReturnDraft(u.pk, month.last, "ACTIVE", employees=5, sent_on=month.plus(1).day(9)) for u in (unit, other)
        ]
        returning.record_returns(drafts=drafts, by="list", at=AT)
    holds("lists")
    confirm(unit, Month(1390, 1))
    back(other, Month(1390, 1))
    send(other, said(Month(1390, 1)))
    holds("words")
    with recording(action="x", by="x", at=AT):
        unit.county = elsewhere
        unit.save()
    holds("moved to another county")
    merging.merge_units(keep=third.pk, away=unit.pk, by="x", at=AT)
    holds("merged")
    assert state(third, Month(1390, 1)) == "CONFIRMED"
    number = returned.received(NOW).first()
    assert number is not None
    with recording(action="undo", by="x", at=AT):
        undo_entry(MonthlyReturn.objects.filter(unit=other, voided_entry=None).latest("pk").entry_id)
    holds("taken back")
    assert standing.is_whole()


# --- status ---


def test_lists_and_figures_ask_the_same_rule_as_the_history_of_one_unit(unit: Unit) -> None:
    factories.unit_status(unit=unit, status="UNDERUSED", since_on=Month(1390, 1).day(5), proof=Proof.LISTED)
    factories.unit_status(unit=unit, status="IDLE", since_on=Month(1390, 2).day(20), proof=Proof.SEEN)
    for number in (3, 4, 7, 8):
        send(unit, said(Month(1390, number)), on=Month(1390, number + 1).day(5))
    confirm(unit, Month(1390, 7), on=Month(1390, 9).day(1))
    back(unit, Month(1390, 8), on=Month(1390, 9).day(12))
    history = proven.history_of(unit.pk, NOW)

    for number in range(0, 500, 5):
        day = AsOf(Month(1389, 12).first + timedelta(days=number))
        by_list = queries.statuses_by_unit([unit.pk], day).get(unit.pk)
        by_rule = proven.status_of(unit.pk, day)
        in_history = next((i.proof for i in history if i.holds(day.day)), None)
        assert (by_list.status if by_list else None) == (by_rule.status if by_rule else None)
        assert (by_rule.key if by_rule else None) == (in_history.key if in_history else None)
    assert [i.proof.status for i in history] == ["UNDERUSED", "IDLE", "ACTIVE", "ACTIVE"]


def test_who_sends_for_a_unit_is_named_once_and_dismissed(unit: Unit) -> None:
    for _ in range(2):
        confirming.name_sender(unit=unit.pk, username="malek", by="amar", at=AT)
    assert returned.units_of_person("malek") == [unit.pk]

    confirming.dismiss_sender(unit=unit.pk, username="malek", by="amar", at=AT)

    assert returned.units_of_person("malek") == []
    assert ReturnDecision.objects.count() == 0


# --- licences that are suspended or cancelled ---


def end(unit: Unit, stage: str, on: date) -> None:
    number, kind = unit.licences.filter(kind="NEW").values_list("number", "kind").get()
    factories.licence_step(unit=unit, number=number, kind=kind, stage=stage, step="x", since_on=on)


def late(day: date, months: int = 1) -> set[Unit]:
    """Return who is late on a day, asked in both ways: of what is kept, and as known then."""
    known = as_of(day=day, known_at=datetime(2100, 1, 1, tzinfo=UTC))
    found = [set(owing.late_units(EVERYTHING, asof, months=months)) for asof in (AsOf(day), known)]
    assert found[0] == found[1]
    return found[0]


def test_a_unit_with_a_cancelled_licence_leaves_the_late_list_and_every_denominator(unit: Unit) -> None:
    other = factories.unit(county=unit.county)
    factories.licence(unit=other, kind="NEW", since_on=Month(1389, 2).day(4))
    before, after = Month(1390, 6).day(15), Month(1391, 2).day(15)
    end(unit, "CANCELLED", Month(1390, 6).day(3))

    # asked of a day before it the debt of then is still seen
    assert late(before) == {unit, other}
    assert late(after) == late(after, 6) == {other}
    assert owing.behind([unit.pk], AsOf(after))[unit.pk] == owing.Behind(unit.pk, 0, None, is_warned=False)
    assert owing.behind([unit.pk], AsOf(before))[unit.pk].missing == 5
    for asof in (AsOf(after), as_of(day=after, known_at=datetime(2100, 1, 1, tzinfo=UTC))):
        owed = [cell(unit, Month(1390, number), asof).owed for number in (5, 6, 12)]
        assert owed == [2, 1, 1]
        missing = owing.missing_units(EVERYTHING, asof, Month(1390, 9))
        assert set(missing) == {other}
    assert [state(unit, Month(1390, number), AsOf(after)) for number in (5, 6)] == ["MISSING", ""]
    assert ReturnsDue.objects.get(pk=unit.pk).owed_until == Month(1390, 5).last


def test_a_suspended_unit_owes_nothing_until_the_month_after_the_lifting(unit: Unit) -> None:
    send(unit, said(Month(1390, 3)), on=Month(1390, 4).day(5))
    end(unit, "SUSPENDED", Month(1390, 6).day(20))
    assert late(Month(1390, 9).day(15)) == set()
    assert cell(unit, Month(1390, 7), AsOf(Month(1390, 9).day(15))).owed == 0
    end(unit, "VALID", Month(1390, 9).day(2))

    # of Tir and Mordad nothing came; Shahrivar to Azar are not owed; Dey and Bahman are
    day = Month(1390, 12).day(15)
    assert owing.behind([unit.pk], AsOf(day))[unit.pk].missing == 4
    assert late(day, 4) == {unit}
    assert late(day, 5) == set()
    assert late(Month(1390, 10).day(15)) == set()
    assert [cell(unit, Month(1390, number), AsOf(day)).owed for number in range(4, 12)] == [1, 1, 0, 0, 0, 0, 1, 1]
    assert ReturnsDue.objects.get(pk=unit.pk).owed_until is None


def test_what_was_not_known_yet_of_a_suspension_was_owed_then(unit: Unit) -> None:
    day = Month(1390, 9).day(15)
    before = as_of(day=day, known_at=datetime(2100, 1, 1, tzinfo=UTC))
    end(unit, "SUSPENDED", Month(1390, 2).day(20))

    assert list(owing.late_units(EVERYTHING, before)) == [unit]
    assert cell(unit, Month(1390, 5), before).owed == 1
    assert cell(unit, Month(1390, 5), AsOf(day)).owed == 0


def test_the_kept_pauses_follow_each_step_and_are_missed_after_an_upgrade(unit: Unit) -> None:
    end(unit, "SUSPENDED", Month(1390, 6).day(20))
    step = LicenceStep.objects.get()
    assert ReturnsPause.objects.count() == 1
    assert standing.is_whole()
    now = list(ReturnsPause.objects.values_list("unit_id", "county", "first", "until"))
    standing.refresh_all()
    assert list(ReturnsPause.objects.values_list("unit_id", "county", "first", "until")) == now

    ReturnsPause.objects.all().delete()
    assert not standing.is_whole()
    with recording(action="x", by="x", at=AT):
        step.void()
    assert not ReturnsPause.objects.exists()
    assert standing.is_whole()
