"""Which unit a row speaks of: the licence tells, else the evidence is weighed; a name alone never links."""

from random import Random
from typing import Any

import pytest

from hamahang.domain.text import company_key
from hamahang.intake.likeness import ASKED, WRONG, Finder, Wanted
from hamahang.intake.queries import Decided
from hamahang.ledger.recording import recording
from hamahang.register.models import Unit
from tests import factories
from tests.province import NOW

pytestmark = pytest.mark.django_db
PRODUCTS = ("آجر ماشینی", "آب معدنی", "بلوک سیمانی", "گچ ساختمانی", "لوله پلی‌اتیلن", "خوراک دام")
BRANDS = ("زاگرس", "پگاه", "آذین", "سیوان", "دینار", "کوهسار", "ارغوان", "تابان", "شهاب", "بلوط")


@pytest.fixture
def units() -> list[Unit]:
    """Return sixty units in three counties, each with a licence, a company and a product."""
    places = [factories.county(name=name, name_key=name) for name in ("ایلام", "مهران", "دهلران")]
    made = []
    for number, (product, brand) in enumerate((p, b) for p in PRODUCTS for b in BRANDS):
        name = f"{product} {brand}"
        company = factories.company(name=f"{brand} گستر {number}", national_id=f"1010000{number:04d}")
        unit = factories.unit(
            name=name, name_key=company_key(name), licence_no=f"118/{2000 + 37 * number}", county=places[number % 3],
            company=company,
        )  # fmt: skip
        factories.product(unit=unit, name=product)
        made.append(unit)
    return made


def row(unit: Unit, **said: Any) -> Wanted:
    place = {"place": unit.county.name, "county": unit.county_id}
    return Wanted(**{"name": unit.name, **place, **said})


def find(*wanted: Wanted, decided: dict[str, Decided] | None = None) -> list[Any]:
    found = Finder(decided or {}).find(wanted)
    return [found[one.key] for one in wanted]


def test_the_licence_tells_though_the_name_is_another(units: list[Unit]) -> None:
    (meant,) = find(row(units[7], name="نامی دیگر", licence=units[7].licence_no))

    assert meant.unit.pk == units[7].pk
    assert not meant.is_alike


def test_a_licence_that_name_and_county_both_deny_is_not_followed(units: list[Unit]) -> None:
    (meant,) = find(row(units[7], licence=units[50].licence_no))

    assert meant.unit is None or meant.unit.pk == units[7].pk
    assert units[7].pk in {candidate.unit for candidate in meant.candidates}


def test_the_only_unit_of_a_name_in_its_county_is_meant(units: list[Unit]) -> None:
    (meant,) = find(row(units[3], name=f"شرکت تولیدی {units[3].name} (سهامی خاص)"))

    assert meant.unit.pk == units[3].pk


def test_another_legal_id_is_not_passed_over(units: list[Unit]) -> None:
    (meant,) = find(row(units[3], national_id="10861234567"))

    assert meant.unit is None or meant.is_alike


def test_slips_of_the_keyboard_are_linked_where_other_evidence_speaks(units: list[Unit]) -> None:
    company = units[3].company
    assert company is not None
    spoiled = row(
        units[3], name=units[3].name.replace("سیوان", "سیوان‌ن"), national_id=company.national_id,
        licence=units[3].licence_no[:-1], product="آجر ماشینی", owner=company.name,
    )  # fmt: skip

    (meant,) = find(spoiled)

    assert meant.unit.pk == units[3].pk
    best = meant.candidates[0]
    assert best.unit == units[3].pk
    # asking would have cost more than a wrong link times its chance
    assert (1 - 2**best.bits / (1 + 2**best.bits)) * WRONG <= ASKED
    assert {"name", "national_id"} <= {evidence for evidence, _, _ in best.reasons}


def test_a_name_alone_never_links_but_is_offered(units: list[Unit]) -> None:
    (meant,) = find(Wanted(name=units[3].name))

    assert meant.unit is None
    assert meant.candidates[0].unit == units[3].pk
    assert meant.candidates[0].is_only_named


def test_a_stranger_is_linked_to_nobody(units: list[Unit]) -> None:
    (meant,) = find(Wanted(name="نساجی ناشناس", place="ایلام", county=units[0].county_id))

    assert meant.unit is None


def test_the_order_of_rows_does_not_matter(units: list[Unit]) -> None:
    wanted = [row(unit, name=unit.name[:-1], product=unit.name.rsplit(" ", 1)[0]) for unit in units[:20]]
    shuffled = Random(7).sample(wanted, len(wanted))

    assert Finder().find(wanted) == Finder().find(shuffled)


def test_what_a_person_said_stands_above_any_weight(units: list[Unit]) -> None:
    wanted = row(units[3])

    (other,) = find(wanted, decided={wanted.key: Decided(units[9].pk, wanted.said, ())})
    (none,) = find(wanted, decided={wanted.key: Decided(None, wanted.said, (units[3].pk,))})

    assert (other.unit.pk, other.is_told) == (units[9].pk, True)
    assert (none.unit, none.is_told) == (None, True)


def test_the_weights_learn_from_what_people_said(units: list[Unit]) -> None:
    spoiled = [row(unit, name=f"{unit.name}ن", product=unit.name.rsplit(" ", 1)[0]) for unit in units]
    told = {one.key: Decided(unit.pk, one.said, ()) for one, unit in zip(spoiled[:50], units, strict=False)}

    before, after = find(spoiled[-1])[0], find(spoiled[-1], decided=told)[0]

    bits = [next(c.bits for c in meant.candidates if c.unit == units[-1].pk) for meant in (before, after)]
    assert bits[1] > bits[0]


def test_a_unit_written_since_is_found(units: list[Unit]) -> None:
    wanted = Wanted(name="شیشه نور افروز", product="شیشه", place="ایلام", county=units[0].county_id, owner="نور افروز")
    assert find(wanted)[0].unit is None

    unit = factories.unit(name="شیشه نور افروزان", name_key="x", county=units[0].county, licence_no="118/9")
    factories.product(unit=unit, name="شیشه")

    assert unit.pk in {candidate.unit for candidate in find(wanted)[0].candidates}


def test_a_unit_that_no_longer_stands_is_asked_again(units: list[Unit]) -> None:
    wanted = row(units[3], name="کاشی ناشناس")
    with recording(action="test", by="tests", at=NOW):
        units[9].void()

    (meant,) = find(wanted, decided={wanted.key: Decided(units[9].pk, wanted.said, ())})

    assert meant.unit is None
    assert not meant.is_told
