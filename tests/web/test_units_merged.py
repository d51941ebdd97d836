"""A secretary looks at pairs, merges two units, takes it back; a county officer sees the own county's pairs only."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hamahang.domain.text import company_key, sort_key
from hamahang.ledger import queries as ledger
from hamahang.ledger.guard import own_attributes
from hamahang.ledger.recording import recording
from hamahang.register.models import DistinctUnits, Product, Unit, UnitAlias, UnitStatus
from hamahang.register.relations import pointing
from hamahang.web.register.merging import duplicates as page_of_pairs
from hamahang.web.register.telling import FIELDS, WHY
from tests import factories
from tests.personas import persona
from tests.province import Province
from tests.web.test_pages import Reader

pytestmark = pytest.mark.django_db
HERE = "1605"


def again(unit: Unit, licence: str) -> Unit:
    """Register a unit of the example a second time, as another office wrote it, with what it makes."""
    name = f"شرکت {unit.name}".replace("ی", "ي")
    found = factories.unit(
        name=name, name_key=company_key(name), sort_key=sort_key(name), search=name, licence_no=licence,
        county=unit.county, estate=unit.estate, plot=unit.plot, company=unit.company, isic="",
    )  # fmt: skip
    for product in Product.objects.filter(unit=unit, voided_entry=None):
        factories.product(unit=found, name=product.name, capacity=product.capacity)
    factories.unit_status(unit=found, status="IDLE")
    return found


@pytest.fixture
def pair(province: Province) -> tuple[Unit, Unit]:
    unit = Unit.objects.filter(county__code=HERE, company__isnull=False, voided_entry=None).order_by("pk")[0]
    return unit, again(unit, "99/1")


@pytest.fixture
def secretary(client: Client) -> Client:
    client.force_login(persona("SECRETARY"))
    return client


def parts(one: Unit, other: Unit, **rest: str) -> dict[str, Any]:
    return {"keep": one.pk, "away": other.pk, **rest}


def html(client: Client, address: str, parts: dict[str, Any] | None = None) -> str:
    response = client.get(address, parts or {})
    assert response.status_code == 200, address
    return response.content.decode()


def merged(client: Client, pair: tuple[Unit, Unit]) -> UnitAlias:
    client.post(reverse("unit-merge"), parts(*pair, reason="seen on site"))
    return UnitAlias.objects.get(voided_entry=None)


def test_a_pair_is_listed_with_its_weight_and_reasons_in_both_languages(
    secretary: Client, pair: tuple[Unit, Unit]
) -> None:
    fa = html(secretary, "/units/duplicates/")
    secretary.cookies["hamahang_language"] = "en"
    en = html(secretary, "/units/duplicates/")

    for said in (fa, en):
        assert f"keep={pair[0].pk}&amp;away={pair[1].pk}" in said
    assert re.search(r"وزن <bdi dir=\"ltr\">\+[۰-۹٫]+</bdi> بیت", fa)
    assert re.search(r"Weight <bdi dir=\"ltr\">\+[\d.]+</bdi> bits", en)
    assert "place same" in en


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_pages_are_whole_without_inline_scripts(secretary: Client, pair: tuple[Unit, Unit], language: str) -> None:
    secretary.cookies["hamahang_language"] = language
    pages = ["/units/duplicates/", f"/units/merge/?keep={pair[0].pk}&away={pair[1].pk}"]
    read = [html(secretary, page) for page in pages]
    alias = merged(secretary, pair)
    read += [html(secretary, f"/units/aliases/{alias.pk}/unmerge/"), html(secretary, f"/units/{pair[1].pk}/")]

    for said in read:
        seen = Reader()
        seen.feed(said)
        assert f'lang="{language}"' in said
        assert (seen.hosts, seen.inline) == ([], [])


def test_units_told_apart_are_not_offered_again(secretary: Client, pair: tuple[Unit, Unit]) -> None:
    secretary.post("/units/distinct/", parts(*pair, reason="two halls"))

    word = DistinctUnits.objects.get(voided_entry=None)
    assert (word.decided_by, word.reason) == ("test-secretary", "two halls")
    assert f"away={pair[1].pk}" not in html(secretary, "/units/duplicates/")


def test_a_wrong_word_is_told_at_the_look_and_can_be_taken_back(secretary: Client, pair: tuple[Unit, Unit]) -> None:
    secretary.post("/units/distinct/", parts(*pair, reason="two halls"))
    assert "two halls" in html(secretary, "/units/merge/", parts(*pair))
    refused = secretary.post("/units/merge/", parts(*pair, reason="x"))
    assert (refused.status_code, UnitAlias.objects.count()) == (409, 0)

    secretary.post("/units/distinct/", parts(*pair, take_back="yes", reason="one hall"), follow=True)

    assert merged(secretary, pair).unit_id == pair[0].pk


def test_a_look_says_what_moves_what_is_dropped_and_writes_nothing(secretary: Client, pair: tuple[Unit, Unit]) -> None:
    head = ledger.head()
    secretary.cookies["hamahang_language"] = "en"

    said = html(secretary, "/units/merge/", parts(*pair))

    assert ledger.head() == head
    assert f"keep={pair[1].pk}&amp;away={pair[0].pk}" in said  # the swap
    for words in ("statuses", "products", "idle", "What is dropped"):
        assert words in said
    swapped = html(secretary, "/units/merge/", parts(pair[1], pair[0]))
    assert "takes from the other" in swapped  # the second registration has no class of industry


def test_merged_units_lead_to_one_another_and_back(secretary: Client, pair: tuple[Unit, Unit]) -> None:
    keep, away = pair
    secretary.cookies["hamahang_language"] = "en"
    response = secretary.post("/units/merge/", parts(keep, away, reason="seen on site"))
    assert response["Location"] == f"/units/{keep.pk}/"
    alias = UnitAlias.objects.get()

    own, old = html(secretary, f"/units/{keep.pk}/"), html(secretary, f"/units/{away.pk}/")
    assert "Also known as" in own
    assert "99/1" in own
    assert f"/units/aliases/{alias.pk}/unmerge/" in own
    assert f'href="/units/{keep.pk}/"' in old
    assert "seen on site" in old
    assert keep.name in html(secretary, "/units/", {"text": "99/1"})

    head = ledger.head()
    assert "idle" in html(secretary, f"/units/aliases/{alias.pk}/unmerge/")
    assert ledger.head() == head
    response = secretary.post(f"/units/aliases/{alias.pk}/unmerge/", {"reason": "two after all"})
    back = Unit.objects.get(licence_no="99/1", voided_entry=None)
    assert response["Location"] == f"/units/{back.pk}/"
    assert f'href="/units/{back.pk}/"' in html(secretary, f"/units/{away.pk}/")
    assert "Also known as" not in html(secretary, f"/units/{keep.pk}/")
    assert secretary.get(f"/units/aliases/{alias.pk}/unmerge/").status_code == 404


def test_a_merge_that_cannot_be_taken_back_yet_says_what_comes_first(
    secretary: Client, pair: tuple[Unit, Unit]
) -> None:
    first = merged(secretary, pair)
    third = again(pair[0], "99/2")
    secretary.post("/units/merge/", parts(third, pair[0], reason="x"))
    last = UnitAlias.objects.exclude(pk=first.pk).get()
    address = f"/units/aliases/{first.pk}/unmerge/"

    assert f"/units/aliases/{last.pk}/unmerge/" in html(secretary, address)
    assert secretary.post(address, {"reason": "x"}).status_code == 409

    factories.unit(licence_no=last.licence_no, county=third.county)
    assert 'role="alert"' in html(secretary, f"/units/aliases/{last.pk}/unmerge/")


def test_what_stays_with_the_other_is_named(secretary: Client, pair: tuple[Unit, Unit]) -> None:
    alias = merged(secretary, pair)
    moved = UnitStatus.objects.get(unit=pair[0], status="IDLE", entry=alias.entry_id)
    with recording(action="test", by="tester", at=factories.AT):
        moved.void()

    assert "پس از یکی شدن باطل یا جانشین شده است" in html(secretary, f"/units/aliases/{alias.pk}/unmerge/")


@pytest.mark.parametrize("asked", ["", "0", "x", "9" * 400, "-1", "%00"])
def test_strange_units_are_not_found(secretary: Client, pair: tuple[Unit, Unit], asked: str) -> None:
    for wanted in ({"keep": asked, "away": pair[0].pk}, {"keep": pair[0].pk, "away": asked}):
        assert secretary.get("/units/merge/", wanted).status_code == 404
    assert secretary.get("/units/merge/", parts(pair[0], pair[0])).status_code == 404
    assert secretary.get(f"/units/aliases/{'9' * 30}/unmerge/").status_code == 404


def test_a_county_officer_sees_the_own_countys_pairs_and_may_not_merge(client: Client, pair: tuple[Unit, Unit]) -> None:
    elsewhere = Unit.objects.exclude(county__code=HERE).filter(company__isnull=False).order_by("pk")[0]
    other = again(elsewhere, "99/3")
    client.force_login(persona("COUNTY", places=HERE))

    said = html(client, "/units/duplicates/")

    assert "99/1" in said.translate(str.maketrans("۰۱۲۳۴۵۶۷۸۹", "0123456789"))
    assert other.name not in said
    assert "/units/merge/" not in said
    assert client.get("/units/merge/", parts(*pair)).status_code == 403


def test_who_may_merge_does_so_only_within_reach(client: Client, pair: tuple[Unit, Unit]) -> None:
    client.force_login(persona("SECRETARY", places="1601"))

    assert client.get("/units/merge/", parts(*pair)).status_code == 404
    assert client.post("/units/merge/", parts(*pair)).status_code == 404
    assert not UnitAlias.objects.exists()


def test_a_register_too_long_for_a_page_names_the_command(
    secretary: Client, pair: tuple[Unit, Unit], monkeypatch: Any
) -> None:
    monkeypatch.setattr(f"{page_of_pairs.__module__}.MOST_IN_A_REQUEST", 10)

    assert "hamahang units duplicates" in html(secretary, "/units/duplicates/")


def test_each_field_in_which_a_dropped_record_may_differ_has_its_word() -> None:
    said = {
        name
        for pointed in pointing()
        if pointed.relation.key
        for name in own_attributes(pointed.model)
        if name not in pointed.relation.key and name not in pointed.keys
    }

    assert said - set(FIELDS) == set()
    assert set(WHY) == {"CORRECTED_SINCE", "REPLACED_SINCE"}
