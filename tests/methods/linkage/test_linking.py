"""What every linking must keep: names alone never link, order does not matter, decisions stand."""

from random import Random

import numpy as np
import pytest

from hamahang.methods.linkage import Costs, Decisions, DuplicatedId, Linking, Records, Register, UnknownRow
from hamahang.methods.linkage.model import BELIEFS
from hamahang.methods.linkage.records import Kind
from tests.methods.linkage.made import linked, lists, rewritten, scored, units


@pytest.fixture(scope="module")
def tables():
    return lists(120)


def test_rows_of_the_register_are_found_and_strangers_are_not(tables):
    links = linked(*tables)

    true = {(f"u{k}", f"r{k}") for k in range(0, 120, 2)}
    assert len(true & set(links)) >= 57
    assert len(set(links) - true) <= 1


def test_where_doubles_are_few_stated_beliefs_find_them_without_learning():
    known = [row | {"licence": ""} for row in units(300, seed=5)]
    doubles = [rewritten(row, k, seed=5) | {"phone": row["phone"]} for k, row in enumerate(known[::50])]
    left = known + doubles
    linking = Linking(Register(Records.of(left)))
    believed = linking.believed(expected=6, related=30)

    pairs = linking.score(believed)

    strong = np.flatnonzero(pairs.total > 0)
    found = {(left[pairs.left[k]]["id"], left[pairs.right[k]]["id"]) for k in strong}
    assert {(f"u{50 * k}", f"r{k}") for k in range(6)} <= found
    assert len(found) <= 8
    assert believed.same["name"] == BELIEFS[Kind.WORDS]
    assert believed.prior == pytest.approx(6 / (306 * 305 / 2))


def weights(left, right=None) -> dict[tuple[str, str], float]:
    _, _, pairs = scored(left, right)
    other = left if right is None else right
    named = zip(pairs.left, pairs.right, pairs.total, strict=True)
    return {(left[one]["id"], other[two]["id"]): total for one, two, total in named if total > -1e9}


def test_the_order_of_rows_does_not_matter(tables):
    left, right = tables
    shuffled = Random(3).sample(left, len(left)), Random(4).sample(right, len(right))

    assert linked(*shuffled) == linked(left, right)
    assert weights(*shuffled) == pytest.approx(weights(left, right), abs=1e-6)


def test_the_same_tables_give_the_same_weights(tables):
    first, second = (scored(*tables)[2] for _ in range(2))

    assert first.total.tolist() == second.total.tolist()
    assert first.left.tolist() == second.left.tolist()


def test_comparing_is_symmetric():
    left, right = lists(60)
    register, turned = Register(Records.of(left)), Register(Records.of(right))
    one, two = Linking(register, Records.of(right)), Linking(turned, Records.of(left))
    rows = np.arange(60)

    forth, back = one.comparer.compare(rows, rows), two.comparer.compare(rows, rows)

    codes = [item.code for item in forth.evidence]
    for code in ("licence", "phone", "place"):
        assert forth.levels[:, codes.index(code)].tolist() == back.levels[:, codes.index(code)].tolist()


def test_reasons_and_the_start_add_up_to_the_weight(tables):
    _, _, pairs = scored(*tables)

    for place in range(0, len(pairs.left), 37):
        if pairs.total[place] > -1e9:
            total = pairs.start + sum(reason.bits for reason in pairs.reasons(place))
            assert total == pytest.approx(pairs.total[place], abs=0.06)


def test_a_name_alone_never_links():
    left = [{"id": f"u{k}", "name": row["name"] + f" یگانه{k}"} for k, row in enumerate(units(40))]
    right = [{"id": f"r{k}", "name": row["name"]} for k, row in enumerate(left)]

    assert linked(left, right) == []
    assert linked([*left, *right]) == []


def test_a_name_with_its_product_is_still_a_name_alone():
    keep = ("id", "name", "product")
    left = [{name: row[name] for name in keep} for row in units(40)]
    right = [row | {"id": row["id"].replace("u", "r")} for row in left]

    assert linked(left, right) == []


def test_a_name_with_a_licence_links():
    left = [{name: row[name] for name in ("id", "name", "licence")} for row in units(40)]
    right = [row | {"id": row["id"].replace("u", "r")} for row in left]

    assert linked(left, right) == sorted((f"u{k}", f"r{k}") for k in range(40))


def test_missing_values_speak_neither_for_nor_against(tables):
    _, _, pairs = scored(*tables)

    assert (pairs.weights[pairs.compared.levels == 0] == 0).all()


def test_a_row_with_nothing_but_an_id_is_linked_to_nothing(tables):
    left, right = tables

    links = linked(left, [*right, {"id": "empty"}])

    assert links == linked(left, right)


@pytest.mark.parametrize(
    ("left", "right"), [([], []), ([], [{"id": "r", "name": "آجر"}]), ([{"id": "u", "name": "آجر"}], [])]
)
def test_empty_tables_have_no_links(left, right):
    assert linked(left, right) == []


def test_must_and_cannot_links_stand_above_any_weight(tables):
    left, right = (Records.of(rows) for rows in tables)
    linking = Linking(Register(left), right, decisions=Decisions(frozenset({("u1", "r3")}), frozenset({("u0", "r0")})))
    model = linking.train()

    links = linking.links(linking.score(model), model)

    assert ("u1", "r3") in links
    assert ("u0", "r0") not in links
    assert ("u2", "r2") in links


def test_doubles_keep_forbidden_rows_apart_even_through_others():
    unit = units(30)[0]
    doubles = [
        rewritten(unit, k) | {"id": f"d{k}", "licence": unit["licence"], "phone": unit["phone"]} for k in range(4)
    ]
    rows = Records.of([*units(30), *doubles])
    linking = Linking(Register(rows), decisions=Decisions(cannot=frozenset({("d0", "d1")})))
    model = linking.train()

    links = linking.links(linking.score(model), model)
    free = linked([*units(30), *doubles])

    assert {("u0", "d0"), ("u0", "d1")} <= {tuple(sorted(pair, reverse=True)) for pair in free}
    joined = {frozenset(pair) for pair in links}
    assert frozenset(("d0", "d1")) not in joined
    assert not ({frozenset(("u0", "d0")), frozenset(("u0", "d1"))} <= joined)


def test_a_decision_on_a_row_that_is_not_there_is_refused(tables):
    left, right = (Records.of(rows) for rows in tables)

    with pytest.raises(UnknownRow, match="u999"):
        Linking(Register(left), right, decisions=Decisions(must=frozenset({("u999", "r0")})))


def test_an_id_twice_is_refused():
    with pytest.raises(DuplicatedId, match="'a'"):
        Records.of([{"id": "a", "name": "x"}, {"id": "a", "name": "y"}])


def test_a_dearer_wrong_link_makes_fewer_links(tables):
    linking, model, pairs = scored(*tables)

    found = [len(linking.links(pairs, model, costs=Costs(wrong=cost))) for cost in (0.01, 1.0, 1e4, 1e12)]

    assert found == sorted(found, reverse=True)
    assert found[-1] < found[0]
    assert Costs(wrong=8, missed=1).threshold == pytest.approx(3.0)


def test_one_register_serves_list_after_list(tables):
    left, right = (Records.of(rows) for rows in tables)
    register = Register(left)

    for _ in range(2):
        linking = Linking(register, right)
        model = linking.train()
        assert linking.links(linking.score(model), model) == linked(*tables)


def test_units_of_one_owner_are_not_taken_for_one_another():
    known = units(150)
    # a second works of each owner, on the same site with the same telephone, that the register does not have
    seconds = [
        row
        | {
            "id": f"r{k}",
            "licence": f"9{k:02d}/{77000 + 13 * k}",
            "product": "آب معدنی",
            "name": f"آب معدنی {row['name'].split()[-1]}",
        }
        for k, row in enumerate(known[:30])
    ]
    same = [rewritten(row, 100 + k) for k, row in enumerate(known[30:120])]

    links = linked(known, seconds + same)

    assert [pair for pair in links if int(pair[1][1:]) < 100] == []
    assert len(links) >= 80
