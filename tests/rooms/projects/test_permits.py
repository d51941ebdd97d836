"""Permits: a year, an extension by what an inspection saw, cancellation without progress, the licence they become."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.flows.workflow import StepIncomplete, StepNotAllowed
from hamahang.domain.ledger import AsOf
from hamahang.domain.licences import LicenceRefused
from hamahang.domain.months import Month
from hamahang.domain.validity import good_until
from hamahang.ledger.verification import verify_records
from hamahang.projects import following, permits
from hamahang.projects.models import UtilityNeed
from hamahang.register import issuing, licensing
from hamahang.register import queries as register
from hamahang.register.issuing import Made as Product
from hamahang.register.issuing import Terms
from hamahang.register.models import HeadCount, Licence, LicenceTerms
from tests import factories
from tests.factories import AT, DAY
from tests.rooms.projects.ways import ALL, PRESS, Made, begin, come_to, look, permit, standing

pytestmark = pytest.mark.django_db
STATED = Terms(
    grade="A", land=Decimal(20_000), built=Decimal(4_500), power=Decimal("2.5"), gas=Decimal(300), water=Decimal(40),
    persons=35, machinery=40_000_000_000, machinery_foreign=Decimal("1200000"), currency="EUR",
    fixed_capital=90_000_000_000,
)  # fmt: skip


def do(made: Made, step: str, *papers: str, by: str = "rais", kind: str = "PERMIT", **rest: Any) -> Any:
    """Take a step of the project's permit or licence, with papers."""
    found = standing(made, kind)
    for need in papers:
        issuing.add_paper(licence=found, need=need, on=made.on, number="۱۲", by="mojri", at=AT)
    given = {"permissions": ALL, "reason": "به حکم", "beside": permits.beside(found, AsOf(made.on))} | rest
    return issuing.take_step(licence=found, step=step, on=made.on, by=by, at=AT, **given)


def lists(made: Made, days: int) -> tuple[int, ...]:
    """Return how many permits are good, run out soon, and have run out, so many days after the project's day."""
    asof = AsOf(made.on + timedelta(days))
    return tuple(
        found.count() for found in (licensing.good(asof), licensing.running_out(asof), licensing.run_out(asof))
    )


def test_a_permit_states_what_the_project_needs_and_puts_its_place_in_the_register() -> None:
    made = begin()
    permit(made, "ج/۱", terms=STATED, products=[Product("سیمان", "2394", Decimal(1200), "تن")])

    unit = made.project.unit
    assert unit is not None
    assert register.statuses_by_unit([unit.pk], AsOf(DAY))[unit.pk].status == "UNDER_CONSTRUCTION"
    assert LicenceTerms.objects.get().fixed_capital == 90_000_000_000
    assert HeadCount.objects.get().persons == 35
    needs = dict(UtilityNeed.objects.values_list("utility", "amount"))
    assert needs == {"POWER": Decimal("2.5"), "GAS": Decimal(300), "WATER": Decimal(40), "LAND": Decimal(20_000)}
    assert verify_records() is None


def test_a_permit_is_good_for_a_year_soon_runs_out_and_has_run_out() -> None:
    made = begin()
    permit(made)

    assert lists(made, 0) == (1, 0, 0)
    assert lists(made, 320) == (1, 1, 0)
    assert lists(made, 365) == (1, 1, 0)  # 1 Farvardin 1391, its last day
    assert lists(made, 366) == (0, 0, 1)


def test_permits_of_lists_run_out_on_the_day_of_their_year() -> None:
    unit = factories.unit()
    licence = factories.licence(unit=unit, kind="PERMIT", since_on=DAY)
    last = good_until(DAY)

    found = licensing.permits(AsOf(DAY)).get(pk=licence.pk)
    assert licensing.last_day(found) == last
    assert licensing.is_good_permit(found, last)
    assert not licensing.is_good_permit(found, last + timedelta(1))
    assert licensing.good(AsOf(last)).count() == 1
    assert licensing.run_out(AsOf(last + timedelta(1))).count() == 1


def test_an_extension_needs_an_inspection_that_saw_progress() -> None:
    made = begin()
    permit(made)
    look(made, 0)
    made.on += timedelta(200)
    with pytest.raises(StepIncomplete) as refused:
        do(made, "extend")
    assert refused.value.why.en == "2 of 3 missing: request of an extension, progress since the inspection before"

    look(made, 20)
    do(made, "extend", "EXTENSION_REQUEST")

    assert licensing.last_day(standing(made)) == good_until(good_until(DAY))
    made.on += timedelta(1)
    with pytest.raises(StepIncomplete):
        do(made, "extend")
    assert lists(made, 300) == (1, 0, 0)


def test_without_progress_it_is_warned_and_cancelled_by_another() -> None:
    made = begin()
    permit(made)
    look(made, 0)
    made.on += timedelta(300)
    look(made, 0)
    do(made, "warn", by="karshenas")
    with pytest.raises(StepNotAllowed):
        do(made, "cancel", "NOTICE", by="karshenas")
    do(made, "cancel", by="rais")

    assert standing(made).state == "CANCELLED"
    assert lists(made, 500) == (0, 0, 0)
    row = licensing.permits(AsOf(made.on)).get()
    assert (row.issued, row.converted) == (1, 0)


def test_a_permit_whose_project_goes_on_is_not_cancelled() -> None:
    made = begin()
    permit(made)
    look(made, 10)
    with pytest.raises(StepIncomplete):
        do(made, "warn")


def test_a_permit_becomes_a_licence_and_its_place_takes_the_number() -> None:
    made = come_to("TRIAL")
    permits.issue_licence(
        unit=made.project.unit, number="پ/۱۰۱", kind="PROVISIONAL", on=made.on, valid_until=made.on + timedelta(180),
        permissions=ALL, by="rais", at=AT,
    )  # fmt: skip

    assert standing(made).told == "CONVERTED"
    assert made.project.unit.licence_no == "پ/۱۰۱"
    made.on += timedelta(90)
    permits.issue_licence(
        unit=made.project.unit, number="پ/۱۰۲", kind="NEW", on=made.on, terms=Terms(share=60), permissions=ALL,
        by="rais", at=AT,
    )  # fmt: skip
    assert standing(made, "PROVISIONAL").state == "REPLACED"
    assert licensing.whole(standing(made, "NEW"), AsOf(made.on)).terms.share == 60
    assert register.licences(AsOf(made.on)).count() == 3
    assert verify_records() is None


def test_conversion_keeps_the_cancelled_among_those_issued() -> None:
    for number, kinds in enumerate((("PERMIT", "NEW"), ("PERMIT",), ("PERMIT",))):
        unit = factories.unit()
        for kind in kinds:
            factories.licence(unit=unit, kind=kind, number=f"l/{number}/{kind}")
    gone = Licence.objects.filter(kind="PERMIT").last()
    factories.licence_step(unit=gone.unit, number=gone.number, stage="CANCELLED", step="cancel")

    rows = licensing.permits(AsOf(DAY))
    assert (sum(row.converted for row in rows), sum(row.issued for row in rows)) == (1, 3)
    assert licensing.permits(AsOf(DAY)).filter(state="CANCELLED").count() == 1


def test_a_permit_of_an_enlargement_is_not_converted_by_the_licence_before_it() -> None:
    unit = factories.unit()
    factories.licence(unit=unit, kind="NEW", since_on=DAY - timedelta(999))
    factories.licence(unit=unit, kind="PERMIT", since_on=DAY)

    assert licensing.permits(AsOf(DAY)).get().converted == 0


@pytest.mark.parametrize(
    ("kind", "rest"),
    [
        ("PROVISIONAL", {}),
        ("NEW", {"valid_until": DAY}),
        ("NEW", {"terms": Terms(share=0)}),
        ("NEW", {"number": " "}),
        ("OTHER", {}),
    ],
)
def test_a_licence_that_cannot_be_is_refused(kind: str, rest: dict[str, Any]) -> None:
    unit = factories.unit()
    with pytest.raises(LicenceRefused):
        issuing.issue(**{"unit": unit, "number": "پ/۱", "kind": kind, "on": DAY, "by": "x", "at": AT} | rest)
    assert not Licence.objects.exists()


def test_a_number_is_given_once() -> None:
    made, other = begin(), begin()
    permit(made, "ج/۹")
    with pytest.raises(LicenceRefused):
        permit(other, "ج/۹")
    assert other.project.unit_id is None


def test_six_months_without_returns_are_known_to_the_register_and_need_no_paper() -> None:
    unit = factories.unit()
    licence = factories.licence(unit=unit, kind="NEW", since_on=Month(1389, 2).day(4))

    def suspend(on: date) -> Any:
        return issuing.take_step(
            licence=licence, step="suspend", on=on, permissions=ALL, reason="بی‌آمار", by="rais", at=AT
        )

    issuing.add_paper(licence=licence, need="NOTICE", on=Month(1390, 6).day(1), number="۱۲", by="mojri", at=AT)
    # the returns of Shahrivar, the sixth month, are due on 10 Mehr
    with pytest.raises(StepIncomplete) as refused:
        suspend(Month(1390, 7).day(9))
    assert [need.code for need in refused.value.missing] == ["NO_RETURNS"]

    assert suspend(Month(1390, 7).day(10)).stage == "SUSPENDED"
    found = licensing.licence_in(EVERYTHING, AsOf(Month(1390, 7).day(9)), licence.pk)
    late = licensing.whole(found, AsOf(Month(1390, 7).day(9))).late
    assert late is not None
    assert (late.missing, late.is_warned) == (5, False)
    assert licensing.open_licences([unit.pk], AsOf(Month(1390, 7).day(9))) == {unit.pk: [licence]}
    assert licensing.open_licences([unit.pk], AsOf(Month(1390, 7).day(10))) == {}


def test_a_licence_is_suspended_lifted_transferred_and_reissued() -> None:
    made = come_to("OPERATING")
    given = {"kind": "NEW"}
    made.on += timedelta(1)
    do(made, "suspend", "NO_RETURNS", "NOTICE", **given)
    assert standing(made, "NEW").state == "SUSPENDED"
    made.on += timedelta(9)
    do(made, "lift", "RETURNS", "VISIT_REPORT", **given)
    made.on += timedelta(9)
    papers = ("REQUEST", "TRANSFER_DEED", "BUYER")
    with pytest.raises(LicenceRefused):
        do(made, "transfer", *papers, **given)
    do(made, "transfer", holder="شرکت تازه", **given)
    made.on += timedelta(9)
    do(made, "reissue", "REQUEST", "LOSS", by="other", **given)

    unit = made.project.unit
    unit.refresh_from_db()
    assert unit.company.name == "شرکت تازه"
    assert [row.step for row in licensing.whole(standing(made, "NEW"), AsOf(made.on)).steps] == [
        "issue", "suspend", "lift", "transfer", "reissue",
    ]  # fmt: skip
    made.on += timedelta(1)
    with pytest.raises(StepIncomplete):
        do(made, "amend", "REQUEST", **given)
    issuing.record_rating(unit=unit, product="سیمان", capacity_unit="تن", machines=PRESS, on=made.on, by="x", at=AT)
    do(made, "amend", **given)


def test_a_rating_keeps_its_machines_and_the_parameters_of_its_day() -> None:
    unit = factories.unit()
    first = issuing.record_rating(unit=unit, product="آجر", capacity_unit="تن", machines=PRESS, on=DAY, by="x", at=AT)
    terms = licensing.rating_terms(AsOf(DAY)).__class__(shifts=2, hours=8, days=300, efficiency=75)
    issuing.set_rating_terms(terms=terms, since_on=DAY + timedelta(30), basis="بخشنامه", by="rais", at=AT)
    later = DAY + timedelta(60)
    second = issuing.record_rating(
        unit=unit, product="آجر", capacity_unit="تن", machines=PRESS, on=later, by="x", at=AT
    )

    # two presses of 1.5 an hour: 3 · 5,376 hours, then 3 · 3,600
    assert (first.capacity, second.capacity) == (Decimal("16128.00"), Decimal("10800.00"))
    assert first.machines[0]["hourly"] == "1.5"
    with pytest.raises(LicenceRefused):
        issuing.set_rating_terms(terms=terms, since_on=DAY, basis=" ", by="rais", at=AT)


def test_a_list_that_corrects_the_day_of_a_permit_leaves_what_was_done_to_it() -> None:
    made = begin()
    licence = permit(made, "ج/۵")
    look(made, 10)
    do(made, "extend", "EXTENSION_REQUEST")
    from hamahang.register.actions import LicenceDraft, record_licences

    draft = LicenceDraft(unit=licence.unit_id, number="ج/۵", kind="PERMIT", issued_on=DAY - timedelta(2))
    record_licences(drafts=[draft], by="amar", at=AT)

    found = standing(made)
    assert found.since_on == DAY - timedelta(2)
    assert [row.step for row in licensing.whole(found, AsOf(made.on)).steps] == ["issue", "extend"]
    assert following.projects_of([licence.unit_id], AsOf(DAY))[licence.unit_id] == made.project
