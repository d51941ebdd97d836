"""Planted doubles are found, the rest is left alone; each reader is told of what lies within reach."""

from random import Random
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING, Reach
from hamahang.domain.text import company_key
from hamahang.register.actions import tell_units_apart
from hamahang.register.duplicates import Pair, find_duplicates
from hamahang.register.merging import merge_units
from hamahang.register.models import Unit
from tests import factories
from tests.factories import AT
from tests.methods.linkage.made import BRANDS, PLACES, PRODUCTS

pytestmark = pytest.mark.django_db
SIZE, PLANTED = 120, 6
SYLLABLES = ("پار", "سان", "کیا", "مهر", "آذر", "بان", "دشت", "کوه", "شا", "رام", "گل", "زر")


def registered(name: str, product: str, **values: Any) -> Unit:
    unit = factories.unit(name=name, name_key=company_key(name), company=None, **values)
    factories.product(unit=unit, name=product)
    return unit


@pytest.fixture
def planted() -> list[tuple[int, int]]:
    """Register made-up units in six counties, some of them a second time as another office wrote them."""
    random, province = Random(1), factories.province(code="16")
    counties = [
        factories.county(province=province, code=f"160{n}", name=name, name_key=name) for n, name in enumerate(PLACES)
    ]
    units = []
    for _ in range(SIZE):
        brand = "".join(random.choice(SYLLABLES) for _ in range(2))
        product = random.choice(PRODUCTS)
        county, plot = random.choice(counties), str(random.randint(1, 300))
        unit = registered(f"{product} {brand} {random.choice(BRANDS)}", product, county=county, plot=plot)
        units.append((unit, product))
    pairs = []
    for unit, product in units[:: SIZE // PLANTED]:
        words = unit.name.split()
        name = " ".join(["شرکت", *words[::-1]]).replace("ی", "ي").replace("ک", "ك")
        pairs.append((unit.pk, registered(name, product, county=unit.county, plot=unit.plot).pk))
    return pairs


def pairs_of(found: list[Pair]) -> list[tuple[int, int]]:
    return [(pair.first, pair.second) for pair in found]


def test_units_registered_twice_are_found_and_little_else(planted: list[tuple[int, int]]) -> None:
    found = find_duplicates(reach=EVERYTHING)

    assert set(planted) <= set(pairs_of(found))
    assert len(found) <= PLANTED + 2
    assert [pair.weight for pair in found] == sorted((pair.weight for pair in found), reverse=True)


def test_a_pair_says_why(planted: list[tuple[int, int]]) -> None:
    pair = next(pair for pair in find_duplicates(reach=EVERYTHING) if (pair.first, pair.second) == planted[0])

    said = {reason.evidence: reason.level.en for reason in pair.reasons}

    assert said.keys() >= {"name", "place", "product"}
    assert "licence" not in said
    assert said["place"] == "same"


def test_pairs_that_were_told_apart_or_merged_are_not_offered_again(planted: list[tuple[int, int]]) -> None:
    (one, other), (keep, away), *rest = planted
    tell_units_apart(one=other, other=one, by="amar", at=AT)
    merge_units(keep=keep, away=away, by="amar", at=AT)

    found = set(pairs_of(find_duplicates(reach=EVERYTHING)))

    assert (one, other) not in found
    assert not any(away in pair for pair in found)
    assert set(rest) <= found


def test_a_word_about_a_unit_that_is_gone_does_not_stop_the_search(planted: list[tuple[int, int]]) -> None:
    tell_units_apart(one=planted[0][0], other=planted[1][0], by="amar", at=AT)
    merge_units(keep=planted[0][1], away=planted[0][0], by="amar", at=AT)
    factories.distinct_units(first=Unit.objects.get(pk=planted[0][0]), second=Unit.objects.get(pk=planted[2][1]))

    assert planted[3] in pairs_of(find_duplicates(reach=EVERYTHING))


def test_a_reader_is_told_only_of_pairs_that_lie_wholly_within_reach(planted: list[tuple[int, int]]) -> None:
    whole = find_duplicates(reach=EVERYTHING)
    counties = dict(Unit.objects.values_list("pk", "county__code"))
    here = counties[planted[0][0]]

    found = find_duplicates(reach=Reach(places=frozenset({here})))

    assert found == [pair for pair in whole if counties[pair.first] == counties[pair.second] == here]
    assert planted[0] in pairs_of(found)
    assert find_duplicates(reach=Reach(places=frozenset())) == []


def test_an_empty_register_and_one_unit_have_no_doubles() -> None:
    assert find_duplicates(reach=EVERYTHING) == []

    factories.unit()

    assert find_duplicates(reach=EVERYTHING) == []


def test_only_so_many_are_told_as_are_wanted(planted: list[tuple[int, int]]) -> None:
    whole = find_duplicates(reach=EVERYTHING)

    assert find_duplicates(reach=EVERYTHING, limit=2) == whole[:2]
