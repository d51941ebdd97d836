"""Several plants at once: beside all placements, nothing taken twice, alternatives that differ, relaxations."""

from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hamahang.domain.text import Text
from hamahang.methods.siting import (
    Absurd,
    Grade,
    Has,
    Kind,
    Limit,
    NothingFits,
    Placement,
    Placing,
    Plant,
    Shared,
    Site,
    Terms,
    Upgrade,
    rising,
)

UNIT = Text(fa="یکا", en="unit")


def kind(code: str, power: float, land: float) -> Kind:
    limits = (
        Limit("power", UNIT, UNIT, Has("power"), least=power, takes=True),
        Limit("land", UNIT, UNIT, Has("land"), least=land, takes=True),
        Limit("dry", UNIT, UNIT, Has("flood"), most=0),
    )
    return Kind(code, UNIT, limits, (Grade("fit", UNIT, UNIT, Has(f"fit_{code}"), rising(0, 10)),))


def site(name: str, power: float, land: float, a: float, b: float, c: float = 0.0, flood: float = 0.0) -> Site:
    return Site(name, has={"power": power, "land": land, "fit_a": a, "fit_b": b, "fit_c": c, "flood": flood})


A, B = Plant("a", kind("a", 30, 5)), Plant("b", kind("b", 30, 5))
EAST, WEST = site("east", 50, 20, 9, 8), site("west", 30, 20, 5, 2)


def test_two_plants_do_not_use_the_same_megawatts():
    best = Placing(Terms((A, B), (EAST, WEST))).best()

    # each alone would go east; together only one may, and b loses more by going west
    assert best.where == {"a": "west", "b": "east"}
    assert (best.placed, best.fit, best.is_proven) == (2, 1.3, True)
    assert best.left["east", "power"] == 20
    assert best.left["west", "power"] == 0


def test_a_substation_that_two_sites_share_is_counted_once():
    shared = Shared("substation", "power", frozenset({"east", "west"}), 50)
    placing = Placing(Terms((A, B), (EAST, WEST), shared=(shared,)))

    best = placing.best()

    assert best.where == {"a": "east"}
    assert best.left["substation", "power"] == 20
    assert placing.lacking(best, "b", "west") == {("substation", "power"): 10}
    assert placing.lacking(best, "b", "east") == {("east", "power"): 10, ("substation", "power"): 10}


def test_an_upgrade_is_bought_where_it_lets_a_plant_in_and_costs_least():
    shared = Shared("substation", "power", frozenset({"east", "west"}), 50)
    upgrades = (
        Upgrade("dear", "substation", "power", 40, 900 * 10**9),
        Upgrade("cheap", "substation", "power", 10, 200 * 10**9, most=3),
    )
    terms = Terms((A, B), (EAST, WEST), shared=(shared,), upgrades=upgrades, budget=10**12)

    best = Placing(terms).best()
    poor = Placing(replace(terms, budget=199 * 10**9)).best()

    assert best.where == {"a": "west", "b": "east"}
    assert (dict(best.upgrades), best.price) == ({"cheap": 1}, 200 * 10**9)
    assert (len(poor.where), poor.price) == (1, 0)


def test_alternatives_differ_from_all_before_and_give_up_no_plant():
    placing = Placing(Terms((A, B), (replace(EAST, has={**EAST.has, "power": 60.0}), WEST)))
    best = placing.best()

    one = placing.alternatives(best, count=9, differ=1, within=1.0)
    two = placing.alternatives(best, count=9, differ=2, within=1.0)

    assert best.where == {"a": "east", "b": "east"}
    assert [found.where for found in one] == [{"a": "west", "b": "east"}, {"a": "east", "b": "west"}]
    # both at the west is more than it has
    assert two == ()
    assert placing.alternatives(best, within=0.05) == ()


def test_where_nothing_can_be_placed_there_is_no_alternative_either():
    placing = Placing(Terms((A,), (site("wet", 99, 99, 10, 10, flood=1.0),)))

    assert placing.alternatives(placing.best()) == ()


def test_a_must_is_placed_even_where_another_would_fit_better_and_refused_where_nothing_fits():
    hard = replace(B, must=True, weight=1)
    terms = Terms((replace(A, weight=9), hard), (site("only", 30, 20, 9, 1),))

    assert Placing(terms).best().where == {"b": "only"}
    with pytest.raises(NothingFits):
        Placing(replace(terms, sites=(site("wet", 99, 20, 9, 9, flood=1.0),))).best()


def test_a_site_that_is_flooded_is_never_chosen_and_nothing_to_place_is_no_fault():
    wet = site("wet", 99, 99, 10, 10, flood=1.0)

    assert Placing(Terms((A,), (wet, WEST))).best().where == {"a": "west"}
    assert Placing(Terms((A,), (wet,))).best().where == {}
    assert Placing(Terms((), ())).best().placed == 0


def test_what_is_not_known_takes_nobody_and_endless_is_enough_for_all():
    dark = replace(EAST, has={**EAST.has, "power": None})
    endless = replace(EAST, has={**EAST.has, "power": float("inf")})

    assert Placing(Terms((A,), (dark,))).best().where == {}
    assert Placing(Terms((A, B), (endless,))).best().placed == 2


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        (Terms((A, A), (EAST,)), "'a' stands twice"),
        (Terms((A,), (EAST, EAST)), "'east' stands twice"),
        (Terms((A,), (EAST,), shared=(Shared("east", "power", frozenset(), 1),)), "'east' stands twice"),
        (Terms((A,), (EAST,), upgrades=(Upgrade("u", "north", "power", 1, 1),)), "which is not there"),
        (Terms((replace(A, weight=0),), (EAST,)), "A weight is"),
        (Terms((A,), (EAST,), budget=-1), "A weight is"),
    ],
)
def test_terms_that_name_what_is_not_there_are_refused(terms, words):
    with pytest.raises(Absurd, match=words) as caught:
        Placing(terms)

    assert any("\u0600" <= letter <= "\u06ff" for letter in caught.value.why.fa)


FITS, FLOODS = st.integers(0, 10), st.sampled_from([0.0, 0.0, 0.0, 1.0])
TENTHS = st.integers(0, 60).map(lambda whole: whole / 10)


@st.composite
def small_terms(draw: Any) -> Terms:
    """Return up to three plants, three sites, a shared thing and two upgrades."""
    plants = tuple(
        Plant(code, kind(code, draw(TENTHS), draw(TENTHS)), weight=draw(st.integers(1, 3)))
        for code in "abc"[: draw(st.integers(1, 3))]
    )
    sites = tuple(
        site(name, draw(TENTHS), draw(TENTHS), draw(FITS), draw(FITS), draw(FITS), draw(FLOODS))
        for name in ("x", "y", "z")[: draw(st.integers(1, 3))]
    )
    names = st.frozensets(st.sampled_from(["x", "y", "z"]), min_size=1)
    shared = (Shared("line", "power", draw(names), draw(TENTHS)),) if draw(st.booleans()) else ()
    ats = [one.id for one in sites] + [one.id for one in shared]
    upgrades = tuple(
        Upgrade(name, draw(st.sampled_from(ats)), "power", draw(TENTHS), draw(st.integers(0, 4)) * 10**6,
                most=draw(st.integers(1, 2)))
        for name in ("g", "h")[: draw(st.integers(0, 2))]
    )  # fmt: skip
    return Terms(plants, sites, shared=shared, upgrades=upgrades, budget=draw(st.integers(0, 6)) * 10**6)


def all_worths(terms: Terms) -> list[tuple[int, int, int]]:
    """Return weight, fit and price (less is more) of each placement that keeps all limits, by trying all, in tenths."""
    found = []
    sites: dict[Any, Any] = {one.id: one.has for one in terms.sites}
    for where in product([None, *sites], repeat=len(terms.plants)):
        for counts in product(*(range(one.most + 1) for one in terms.upgrades)):
            price = sum(one.price * count for one, count in zip(terms.upgrades, counts, strict=True))
            if price <= terms.budget and keeps(terms, where, counts):
                weight = sum(plant.weight for plant, at in zip(terms.plants, where, strict=True) if at)
                fit = sum(
                    plant.weight * sites[at][f"fit_{plant.id}"]
                    for plant, at in zip(terms.plants, where, strict=True)
                    if at
                )
                found.append((weight, round(fit), -price))
    return found


def keeps(terms: Any, where: Any, counts: Any) -> bool:
    """Return whether nobody stands in water or takes what is not there, counted in tenths."""
    room = {(one.id, thing): round(one.has[thing] * 10) for one in terms.sites for thing in ("power", "land")}
    room |= {(one.id, one.thing): round(one.amount * 10) for one in terms.shared}
    for one, count in zip(terms.upgrades, counts, strict=True):
        room[one.at, one.thing] += round(one.adds * 10) * count
    for plant, at in zip(terms.plants, where, strict=True):
        if at is None:
            continue
        if next(one for one in terms.sites if one.id == at).has["flood"]:
            return False
        for limit in plant.kind.limits[:2]:
            room[at, limit.code] -= round(limit.least * 10)
            for line in terms.shared:
                if line.thing == limit.code and at in line.sites:
                    room[line.id, line.thing] -= round(limit.least * 10)
    return bool(min(room.values()) >= 0)


def worth(found: Placement) -> tuple[int, int, int]:
    return found.placed, round(found.fit * 10), -found.price


@settings(max_examples=120, deadline=None)
@given(small_terms())
def test_of_all_placements_none_is_better(terms):
    best = Placing(terms).best()

    assert best.is_proven
    assert worth(best) == max(all_worths(terms))
    assert min(best.left.values()) >= -1e-9


@settings(max_examples=60, deadline=None)
@given(small_terms(), st.data())
def test_more_of_a_thing_more_money_or_one_more_site_is_never_worse(terms, data):
    before = worth(Placing(terms).best())[:2]
    more = data.draw(st.sampled_from(["thing", "money", "site", "limit"]))
    if more == "thing":
        sites = tuple(replace(one, has={**one.has, "power": one.has["power"] + 1.7}) for one in terms.sites)
        terms = replace(terms, sites=sites)
    elif more == "money":
        terms = replace(terms, budget=terms.budget + 3 * 10**6)
    elif more == "site":
        terms = replace(terms, sites=(*terms.sites, site("new", 3, 3, 4, 4, 4)))
    else:
        terms = replace(terms, shared=())
        terms = replace(terms, upgrades=tuple(one for one in terms.upgrades if one.at != "line"))

    if more != "limit" or not any(one.at == "line" for one in terms.upgrades):
        assert worth(Placing(terms).best())[:2] >= before


@settings(max_examples=40, deadline=None)
@given(small_terms(), st.randoms())
def test_the_order_of_plants_and_sites_does_not_matter(terms, random):
    mixed = replace(
        terms,
        plants=tuple(random.sample(terms.plants, len(terms.plants))),
        sites=tuple(random.sample(terms.sites, len(terms.sites))),
    )

    assert worth(Placing(terms).best()) == worth(Placing(mixed).best())


@settings(max_examples=40, deadline=None)
@given(small_terms())
def test_alternatives_are_no_better_and_each_differs_from_all_others(terms):
    placing = Placing(terms)
    best = placing.best()
    others = placing.alternatives(best, count=4, within=0.5)

    fits = [best.fit, *(one.fit for one in others)]
    assert fits == sorted(fits, reverse=True)
    assert all(one.placed == best.placed and one.fit >= best.fit * 0.5 - 1e-9 for one in others)
    wheres = [best.where, *(one.where for one in others)]
    assert all(one != other for at, one in enumerate(wheres) for other in wheres[:at])


def test_two_plants_alike_that_change_places_are_no_other_placement():
    mill = kind("mill", 20, 1)
    placing = Placing(Terms((Plant("a", mill), Plant("b", mill)), (site("x", 30, 5, 1, 1), site("y", 30, 5, 1, 1))))
    best = placing.best()

    assert best.where == {"a": "x", "b": "y"}
    assert placing.alternatives(best, within=1.0) == ()
