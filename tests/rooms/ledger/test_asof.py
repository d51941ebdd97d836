"""Two times: how it stood on a day, as known at a moment."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.ledger import queries
from hamahang.ledger.bulk import Effect, record_facts
from hamahang.ledger.models import Entry
from hamahang.ledger.recording import recording
from hamahang.projects.models import SizeThreshold
from hamahang.register.models import Product, Unit, UnitStatus
from hamahang.territory.models import County
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db
NEXT_MONTH = AT + timedelta(days=30)


def known(moment: Any, day: date = DAY) -> AsOf:
    return queries.as_of(day=day, known_at=moment)


def status(unit: Unit, code: str, *, days: int = 0, proof: Proof = Proof.LISTED, at: Any = AT) -> UnitStatus:
    fact = UnitStatus(unit=unit, status=code, since_on=DAY + timedelta(days=days), proof=proof)
    with recording(action="test.status", by="tester", at=at):
        fact.save()
    return fact


def holding(asof: AsOf) -> list[str]:
    return list(UnitStatus.objects.holding(asof, of="unit").values_list("status", flat=True))


def test_a_moment_is_the_last_entry_written_by_then() -> None:
    for days in (0, 10, 20):
        status(factories.unit(), "ACTIVE", at=AT + timedelta(days=days))
    last = {days: Entry.objects.filter(at__lte=AT + timedelta(days=days)).count() for days in (-1, 0, 10, 15, 20)}

    assert last[-1] == 0
    for days, number in last.items():
        assert known(AT + timedelta(days=days)).entry == number
    assert queries.as_of(day=DAY).entry is None


def test_the_moment_of_an_entry_itself_knows_it() -> None:
    status(factories.unit(), "ACTIVE")

    assert holding(known(AT)) == ["ACTIVE"]
    assert holding(known(AT - timedelta(microseconds=1))) == []


def test_before_anything_was_written_nothing_is_known() -> None:
    assert known(AT).entry == 0
    assert list(SizeThreshold.objects.known(known(AT))) == []


def test_an_earlier_day_has_the_earlier_status() -> None:
    unit = factories.unit()
    status(unit, "UNDER_CONSTRUCTION")
    status(unit, "ACTIVE", days=100)
    status(unit, "IDLE", days=200)

    days = (-1, 0, 99, 100, 199, 200, 900)
    found = [holding(queries.as_of(day=DAY + timedelta(days=d))) for d in days]
    assert found == [[], ["UNDER_CONSTRUCTION"], ["UNDER_CONSTRUCTION"], ["ACTIVE"], ["ACTIVE"], ["IDLE"], ["IDLE"]]


def test_a_fact_of_an_earlier_day_recorded_late_is_unknown_at_the_earlier_moment() -> None:
    unit = factories.unit()
    status(unit, "ACTIVE", days=0, at=AT)
    status(unit, "IDLE", days=5, at=NEXT_MONTH)

    day = DAY + timedelta(days=10)
    assert holding(known(AT, day)) == ["ACTIVE"]
    assert holding(known(NEXT_MONTH, day)) == ["IDLE"]


def test_of_two_facts_on_a_day_the_better_proven_holds_then_the_later_recorded() -> None:
    unit, other = factories.unit(), factories.unit()
    status(unit, "IDLE", proof=Proof.SEEN)
    status(unit, "ACTIVE", proof=Proof.DECLARED)
    status(other, "ACTIVE")
    status(other, "UNDERUSED")

    found = UnitStatus.objects.holding(queries.as_of(day=DAY), of="unit")
    assert {fact.unit_id: fact.status for fact in found} == {unit.pk: "IDLE", other.pk: "UNDERUSED"}


def test_a_voided_fact_is_seen_by_questions_about_the_time_before() -> None:
    unit = factories.unit()
    status(unit, "ACTIVE")
    wrong = status(unit, "IDLE", days=1)
    with recording(action="test.voided", by="tester", at=NEXT_MONTH, reason="another unit was meant"):
        wrong.void()

    day = DAY + timedelta(days=1)
    assert holding(known(NEXT_MONTH - timedelta(seconds=1), day)) == ["IDLE"]
    assert holding(known(NEXT_MONTH, day)) == holding(queries.as_of(day=day)) == ["ACTIVE"]


def test_a_corrected_fact_answers_each_moment_as_it_was_then() -> None:
    first = factories.size_threshold(amount=100)
    with recording(action="test.corrected", by="tester", at=NEXT_MONTH, reason="typed wrong"):
        said = SizeThreshold(amount=300, since_on=DAY, basis="test", proof=4)
        assert record_facts([said], key=("since_on",)) == [Effect.CORRECTED]

    assert [fact.amount for fact in SizeThreshold.objects.standing(known(AT))] == [100]
    assert [fact.amount for fact in SizeThreshold.objects.standing(queries.as_of(day=DAY))] == [300]
    assert list(SizeThreshold.objects.standing(queries.as_of(day=DAY - timedelta(days=1)))) == []
    assert SizeThreshold.objects.get(pk=first.pk).voided_entry_id == 2


# --- entities are corrected in place: their earlier values come from the changes ---


def correct(record: Any, at: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    with recording(action="test.corrected", by="tester", at=at):
        record.save()


@pytest.mark.parametrize(
    ("make", "field", "first", "second"),
    [
        (factories.unit, "name", "آجر الف", "آجر ب"),
        (factories.product, "capacity", Decimal("12.50"), Decimal("99.00")),
        (factories.product, "capacity", None, Decimal("99.00")),
        (factories.credit_facility, "approved", 10**12, 10**13),
        (factories.credit_facility, "approved_on", None, date(2011, 7, 1)),
        (factories.commitment, "due_on", date(2012, 3, 19), date(2012, 6, 1)),
        (factories.project, "expected_jobs", 12, 15),
        (factories.resolution, "text", "نخست", "دوم"),
    ],
)
def test_a_corrected_value_is_read_as_it_was_known(make: Any, field: str, first: Any, second: Any) -> None:
    record = make(**{field: first})
    untouched = make()
    correct(record, NEXT_MONTH, **{field: second})
    model = type(record)

    def read(asof: AsOf) -> dict[int, Any]:
        found = model.objects.annotate(then=queries.known_value(model, field, asof))
        return dict(found.values_list("pk", "then"))

    assert read(known(AT)) == {record.pk: first, untouched.pk: getattr(untouched, field)}
    assert read(known(NEXT_MONTH))[record.pk] == second
    assert read(queries.as_of(day=DAY))[record.pk] == second


def test_of_several_corrections_each_moment_has_its_own() -> None:
    product = factories.product(capacity=Decimal(1))
    for month in (1, 2, 3):
        correct(product, AT + timedelta(days=30 * month), capacity=Decimal(month * 10))

    def at(days: int) -> Any:
        value = queries.known_value(Product, "capacity", known(AT + timedelta(days=days)))
        return Product.objects.annotate(then=value).values_list("then", flat=True).get()

    assert [at(days) for days in (0, 29, 30, 59, 60, 89, 90)] == [1, 1, 10, 10, 20, 20, 30]


def test_an_earlier_value_is_found_from_a_fact_of_the_record() -> None:
    unit = factories.unit(name="پیشین")
    fact = status(unit, "ACTIVE")
    correct(unit, NEXT_MONTH, name="کنونی")

    then = queries.known_value(Unit, "name", known(AT), path="unit")
    assert UnitStatus.objects.annotate(then=then).values_list("pk", "then").get() == (fact.pk, "پیشین")


@pytest.mark.parametrize("name", ["county", "county_id"])
def test_where_a_unit_was_known_to_lie_is_asked_by_either_name(name: str) -> None:
    before, after = factories.county(), factories.county()
    unit = factories.unit(county=before)
    correct(unit, NEXT_MONTH, county=after)

    then = queries.known_value(Unit, name, known(AT))
    assert Unit.objects.annotate(then=then).values_list("then", flat=True).get() == before.pk


def test_a_records_own_key_is_the_same_at_every_moment() -> None:
    county = factories.county()
    correct(county, NEXT_MONTH, name="نام نو")

    then = queries.known_value(County, "id", known(AT))
    assert County.objects.annotate(then=then).values_list("then", flat=True).get() == county.pk
