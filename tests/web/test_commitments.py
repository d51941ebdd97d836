"""Pages of promises: the list, one of them whole, and how forecasts did, for anybody."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from hamahang.commitments import queries
from hamahang.domain.calendar import from_jalali, read_day
from hamahang.domain.ledger import AsOf
from tests import factories
from tests.personas import persona
from tests.province import TIR_10, Province

pytestmark = pytest.mark.django_db
DAY = {"day": "1390-04-10"}


@pytest.fixture
def secretary(client: Client) -> Client:
    client.force_login(persona("SECRETARY"))
    client.cookies["hamahang_language"] = "en"
    return client


def promise() -> Any:
    return queries.commitments(AsOf(TIR_10)).get()


def page(client: Client, address: str, **query: str) -> str:
    response = client.get(address, DAY | query)
    assert response.status_code == 200
    return re.sub(r"[\u2068\u2069]", "", response.content.decode())


def test_the_list_shows_what_is_proven_of_what(province: Province, secretary: Client) -> None:
    said = page(secretary, "/commitments/")

    assert "2,000" in said
    assert ">417 persons<" in said
    assert "20.9 %" in said


def test_each_version_has_its_own_denominator(province: Province, secretary: Client) -> None:
    said = page(secretary, f"/commitments/{promise().pk}/")

    assert "417 of 1,800" in said
    assert "417 of 2,000" in said
    assert "23.2 %" in said


def test_each_case_that_moves_the_chance_opens(province: Province, secretary: Client) -> None:
    said = page(secretary, f"/commitments/{promise().pk}/")
    drivers = said[said.index('id="drivers"') : said.index('id="changes"')]
    links = re.findall(r'<th scope="row"><a href="([^"]+)"', drivers)

    assert len(links) == 10
    assert {secretary.get(link.replace("&amp;", "&")).status_code for link in links} == {200}


def test_an_officer_of_a_county_sees_its_part_of_the_tables(province: Province, client: Client) -> None:
    client.force_login(persona("COUNTY", places="1605"))
    client.cookies["hamahang_language"] = "en"

    said = page(client, f"/commitments/{promise().pk}/")
    counties = said[said.index('id="county"') :]

    assert "Mehran" in counties
    assert "Dehloran" not in counties
    assert "the tables show your counties only" in said


def test_anybody_may_see_how_forecasts_did(client: Client) -> None:
    response = client.get("/forecasts/")

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("language", "words"), [("en", ["0.1 % or less", "0 %"]), ("fa", ["۰٫۱ درصد یا کمتر", "۰ درصد"])]
)
def test_chances_that_were_kept_are_told_as_those_of_today(client: Client, language: str, words: list[str]) -> None:
    client.cookies["hamahang_language"] = language
    factories.forecast(probability=Decimal("0.000024"), target=9_000)

    said = page(client, "/forecasts/", day="1391-01-15")

    assert said.count(f">{words[0]}<") == 2  # of the forecast, and of those that were given a like chance
    assert f">{words[1]}<" in said
    assert "000024" not in said
    assert "۰۰۰۰۲۴" not in said


def test_the_chance_of_a_month_ago_and_of_all_that_is_under_way_are_told_in_percent(
    province: Province, secretary: Client
) -> None:
    of_jobs = promise()
    factories.forecast(commitment=of_jobs, probability=Decimal("0.3125"), day=read_day("1390-03-01"))
    many = factories.commitment(metric="idle_units_restarted")
    factories.target(commitment=many, county=None, amount=900)

    jobs, units = (page(secretary, f"/commitments/{found}/") for found in (of_jobs.pk, many.pk))

    assert re.search(r"forecast of [^:]*: chance 31\.2 %", jobs)
    assert re.search(r"cases under way came in time, the chance would be 0\.1 % or less\.", units)


def test_a_promise_without_a_target_has_no_chance(client: Client, secretary: Client) -> None:
    found = factories.commitment()

    said = re.sub(r"[\u2068\u2069]", "", secretary.get(f"/commitments/{found.pk}/").content.decode())

    assert "no target yet" in said
    assert "99.9" not in said + secretary.get("/commitments/").content.decode()


def test_a_promise_that_is_not_there_is_not_found(secretary: Client) -> None:
    assert secretary.get("/commitments/999/").status_code == 404


# --- announcing ---


ANNOUNCED = {
    "title": "هزار شغل", "number": "ت-1391", "holder": "ستاد", "from_on": "۱۳۹۱/۰۱/۰۱", "due_on": "1391/12/30",
    "announced_by": "دبیر ستاد", "announced_on": "1390/12/20", "baseline": "417", "baseline_on": "1390/12/01",
}  # fmt: skip


def test_a_promise_is_announced_and_its_target_follows_by_county(province: Province, secretary: Client) -> None:
    response = secretary.post("/commitments/new/", ANNOUNCED)

    made = queries.commitments_by_number()["ت-1391"]
    assert response["Location"] == f"/commitments/{made.pk}/shares/county/"
    assert (made.title, made.baseline, made.holder) == ("هزار شغل", 417, "ستاد")
    form = secretary.get(response["Location"]).content.decode()
    assert "Ilam" in form
    assert secretary.get(f"/commitments/{made.pk}/").status_code == 200
    assert secretary.get("/commitments/").status_code == 200
    first, second = re.findall(r'name="(share-\d+)"', form)[:2]

    shares = {first: "۶۰۰", second: "400", "announced_on": "1391/01/20", "issuer": "استانداری", "basis": "PROVINCIAL"}
    assert secretary.post(response["Location"], shares).status_code == 302
    assert sorted(queries.targets_of(made, from_jalali(1391, 2, 1))) == [400, 600]

    shares = {first: "900", second: "", "announced_on": "1391/03/01"}
    assert secretary.post(response["Location"], shares).status_code == 302
    assert sorted(queries.targets_of(made, from_jalali(1391, 4, 1))) == [0, 900]
    assert sorted(queries.targets_of(made, from_jalali(1391, 2, 1))) == [400, 600]


@pytest.mark.parametrize(
    ("part", "code", "name"),
    [("agency", None, None), ("sector", "23", "23"), ("month", "1390-04", "Tir 1390")],
)
def test_a_target_is_split_by_agency_sector_and_month(
    province: Province, secretary: Client, part: str, code: str | None, name: str | None
) -> None:
    address = f"/commitments/{promise().pk}/shares/{part}/"
    form = secretary.get(address).content.decode()
    code = code or re.findall(r'name="share-(\d+)"', form)[0]
    assert (name or "") in form

    response = secretary.post(address, {f"share-{code}": "150", "announced_on": "1390/04/05"})

    assert response["Location"] == f"/commitments/{promise().pk}/#{part}"
    assert queries.splits(promise(), AsOf(TIR_10))[part.upper()][code] == 150


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"title": ""}, "Write number, title and holder"),
        ({"due_on": "1390/12/29"}, "ends after it begins"),
        ({"due_on": ""}, "Write “Due”"),
        ({"due_on": "چهارشنبه"}, "is no day"),
        ({"baseline_on": ""}, "A baseline stands with its day"),
        ({"number": "ت-1390", "title": "دیگر"}, "is recorded already"),
    ],
)
def test_a_promise_that_nobody_could_check_is_refused_in_words(
    province: Province, secretary: Client, more: dict[str, str], words: str
) -> None:
    more = more if "number" not in more else more | {"number": promise().number}

    response = secretary.post("/commitments/new/", ANNOUNCED | more)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert 'value="ستاد"' in response.content.decode()
    assert queries.commitments(AsOf(TIR_10)).count() == 1


@pytest.mark.parametrize(
    ("part", "share", "day", "words"),
    [
        ("sector", "2001", "1390/04/05", "more than the target"),
        ("sector", "", "1390/04/05", "Write at least one share"),
        ("county", "", "1390/04/05", "share of at least one county"),
        ("county", "بسیار", "1390/04/05", "is no number"),
        ("county", "10", "1391/04/05", "after the promise is due"),
    ],
)
def test_shares_that_cannot_be_are_refused_in_words(
    province: Province, secretary: Client, part: str, share: str, day: str, words: str
) -> None:
    address = f"/commitments/{promise().pk}/shares/{part}/"
    names = re.findall(r'name="(share-\d+)"', secretary.get(address).content.decode())

    response = secretary.post(address, dict.fromkeys(names, "") | {names[0]: share, "announced_on": day})

    assert response.status_code == 422
    assert words in response.content.decode()


@pytest.mark.parametrize("role", ["STATISTICS", "FACILITIES", "ESTATES", "COUNTY", "BANK", "AUDITOR"])
def test_only_secretary_and_head_announce(province: Province, client: Client, role: str) -> None:
    client.force_login(persona(role))
    number = promise().pk

    assert client.post("/commitments/new/", ANNOUNCED).status_code == 403
    assert client.post(f"/commitments/{number}/shares/county/", {}).status_code == 403
    assert "/commitments/new/" not in client.get("/commitments/").content.decode()


def test_the_head_may_announce(province: Province, client: Client) -> None:
    client.force_login(persona("HEAD"))

    assert "/commitments/new/" in client.get("/commitments/").content.decode()
    assert "/shares/month/" in client.get(f"/commitments/{promise().pk}/").content.decode()
    assert client.post("/commitments/new/", ANNOUNCED).status_code == 302


def test_after_its_deadline_a_promise_was_met_or_missed_and_has_no_chance(
    province: Province, secretary: Client
) -> None:
    for address in ("/commitments/", f"/commitments/{promise().pk}/"):
        said = page(secretary, address, day="1391-02-01")
        assert "missed" in said
        assert "0.1 % or less" not in said
        assert "Likely at the end</h2>" not in said
