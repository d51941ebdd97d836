"""Packages: each measure answered by its agency, found done by somebody else; done when all are."""

from datetime import timedelta
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.domain.ledger import AsOf
from hamahang.domain.packages import PackageRefused
from hamahang.ledger import queries as ledger
from hamahang.support import packaging
from hamahang.support.models import PackageMeasure, SupportPackage
from tests import factories
from tests.factories import AT, DAY, LATER

pytestmark = pytest.mark.django_db
LONG_AFTER = AsOf(LATER)


@pytest.fixture
def package() -> SupportPackage:
    return packaging.open_package(unit=factories.unit().pk, title="حمایت", on=DAY, by="dabir", at=AT)


def add(package: SupportPackage, **rest: Any) -> PackageMeasure:
    given = {
        "agency": factories.agency().pk,
        "subject": "POWER",
        "text": "وصل برق",
        "due_on": DAY + timedelta(9),
    } | rest
    return packaging.add_measure(package=package, on=DAY, by="dabir", at=AT, **given)


def put(measure: PackageMeasure, state: str, *, by: str = "dabir", **rest: Any) -> None:
    given = {"on": DAY + timedelta(1), "note": "پاسخ"} | rest
    packaging.set_measure(measure=measure, state=state, by=by, at=AT, **given)


def standing(package: SupportPackage) -> packaging.Package:
    found = packaging.package_in(EVERYTHING, package.pk, LONG_AFTER)
    assert found is not None
    return found


def test_a_package_is_done_on_the_day_its_last_measure_is(package: SupportPackage) -> None:
    one, other, dropped = add(package), add(package, subject="TAX"), add(package, subject="GAS")
    assert (package.number, standing(package).state) == ("B-1390-1", "RUNNING")
    put(dropped, "DROPPED")
    for days, measure in ((2, one), (5, other)):
        put(measure, "ANSWERED", on=DAY + timedelta(days))
        put(measure, "DONE", by="tashilat", on=DAY + timedelta(days + 1))

    assert (standing(package).state, standing(package).done_on) == ("DONE", DAY + timedelta(6))
    assert list(packaging.done_packages(LONG_AFTER)) == [package]
    assert not packaging.done_packages(AsOf(DAY + timedelta(5))).exists()
    assert list(packaging.open_packages(AsOf(DAY + timedelta(5)))) == [package]


def test_a_refusal_holds_a_package_up_until_it_is_dropped_or_opened_again(package: SupportPackage) -> None:
    measure = add(package)
    put(measure, "REFUSED")
    assert standing(package).state == "BLOCKED"

    put(measure, "OPEN", on=DAY + timedelta(2))

    assert standing(package).state == "RUNNING"


def test_what_is_done_in_all_measures_is_the_same_in_the_figure_and_on_the_page(package: SupportPackage) -> None:
    empty = packaging.open_package(unit=package.unit_id, title="تهی", on=DAY, by="dabir", at=AT)
    only_dropped = packaging.open_package(unit=package.unit_id, title="کنار", on=DAY, by="dabir", at=AT)
    put(add(only_dropped), "DROPPED")
    measure = add(package)
    put(measure, "ANSWERED")
    put(measure, "DONE", by="tashilat")

    found = {row.package.pk: row.state for row in packaging.packages(LONG_AFTER, EVERYTHING)}

    assert found == {package.pk: "DONE", empty.pk: "EMPTY", only_dropped.pk: "WITHDRAWN"}
    assert {row.pk for row in packaging.done_packages(LONG_AFTER)} == {pk for pk, s in found.items() if s == "DONE"}


def test_whoever_answered_does_not_find_it_done(package: SupportPackage) -> None:
    measure = add(package)
    put(measure, "ANSWERED", by="a")
    before = ledger.head()

    with pytest.raises(PackageRefused):
        put(measure, "DONE", by="a")

    assert ledger.head() == before


def test_an_agency_answers_for_itself_alone_and_finds_nothing_done(package: SupportPackage) -> None:
    measure, stranger = add(package), factories.agency()

    for agency, state in ((stranger.pk, "ANSWERED"), (measure.agency_id, "DONE"), (measure.agency_id, "DROPPED")):
        with pytest.raises(PackageRefused):
            put(measure, state, agency=agency)
    put(measure, "ANSWERED", agency=measure.agency_id)
    assert [s.state.state for s in packaging.measures_of(measure.agency_id, LONG_AFTER)] == ["ANSWERED"]


@pytest.mark.parametrize("rest", [{"agency": None}, {"subject": "SONG"}, {"text": " "}, {"due_on": DAY - timedelta(1)}])
def test_a_measure_that_lacks_something_is_refused(package: SupportPackage, rest: dict[str, Any]) -> None:
    with pytest.raises(PackageRefused):
        add(package, **rest)


def test_a_measure_is_about_a_request_of_the_same_unit(package: SupportPackage) -> None:
    other, own = factories.support_request(), factories.support_request(unit=package.unit)

    with pytest.raises(PackageRefused):
        add(package, subject="BANK", request=other)
    assert add(package, subject="BANK", request=own).request == own


def test_a_state_before_the_last_one_is_refused(package: SupportPackage) -> None:
    measure = add(package)
    put(measure, "ANSWERED", on=DAY + timedelta(5))

    with pytest.raises(PackageRefused):
        put(measure, "OPEN", on=DAY + timedelta(4))


def test_what_is_late_is_late_while_nobody_has_answered(package: SupportPackage) -> None:
    measure = add(package)
    assert standing(package).measures[0].is_late(DAY + timedelta(9)) is False
    assert standing(package).measures[0].is_late(DAY + timedelta(10)) is True

    put(measure, "ANSWERED")

    assert standing(package).measures[0].is_late(DAY + timedelta(10)) is False


def test_a_package_elsewhere_is_not_seen(package: SupportPackage) -> None:
    add(package)

    assert packaging.packages(LONG_AFTER, Reach(places=frozenset({"0101"}))) == []
    assert packaging.package_in(Reach(places=frozenset({"0101"})), package.pk, LONG_AFTER) is None
    with pytest.raises(PackageRefused):
        packaging.open_package(unit=package.unit_id, title=" ", on=DAY, by="dabir", at=AT)
