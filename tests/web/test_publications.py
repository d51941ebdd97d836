"""Figures on their way to the public: two persons, a permanent page, corrections, open data, and no small cell."""

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hamahang.briefing import cleared, protecting
from hamahang.briefing.models import Publication
from hamahang.briefing.telling import Hidden
from hamahang.domain.calendar import read_day, say_day
from hamahang.ledger.recording import recording
from hamahang.register.models import Unit, UnitStatus
from tests import factories
from tests.personas import persona

pytestmark = pytest.mark.django_db
COUNTS_NOW = re.compile("امروز [^<]*شمرده می‌شود")
REASON = "یک واحد دو بار ثبت شده بود"


@pytest.fixture
def units() -> list[UnitStatus]:
    """Return four units in one county, seven in another, and two in a third, under names that may not come out."""
    made: list[Unit] = []
    for number in (4, 7, 2):
        county = factories.county()
        made += [factories.unit(county=county, name=f"آجرپزی حاج رضا {county.code} {n}") for n in range(number)]
    return [factories.unit_status(unit=unit) for unit in made]


@pytest.fixture
def people(client: Client) -> dict[str, Any]:
    return {role: persona(role) for role in ("STATISTICS", "HEAD", "CONSULTANT")}


def act(client: Client, person: Any, address: str, **given: str) -> Any:
    client.force_login(person)
    response = client.post(address, given)
    client.logout()
    return response


def draft(client: Client, people: dict[str, Any]) -> Publication:
    day = say_day(timezone.localdate(), "fa", short=True)
    response = act(client, people["STATISTICS"], "/publications/", indicator="units_registered", scope="all", day=day)
    assert response.status_code == 302, response.content.decode()
    return Publication.objects.order_by("-pk")[0]


def publish(client: Client, people: dict[str, Any], reason: str = "") -> Publication:
    made = draft(client, people)
    for role, step in (("STATISTICS", "check"), ("HEAD", "clear"), ("HEAD", "publish")):
        response = act(client, people[role], f"/publications/{made.pk}/", step=step, reason=reason)
        assert response.status_code == 302, response.content.decode()
    return made


def test_two_persons_bring_a_figure_to_its_permanent_page(
    client: Client, units: list[UnitStatus], people: dict[str, Any]
):
    made = publish(client, people)

    page = client.get(f"/p/{made.code}/").content.decode()

    assert "واحد تولیدی ثبت‌شده" in page
    assert "۱۳" in page
    assert made.code in page
    assert "آجرپزی" not in page
    assert f"/p/{made.code}/" in client.get("/public/").content.decode()


def test_small_cells_are_hidden_on_the_page_and_in_the_open_data(
    client: Client, units: list[UnitStatus], people: dict[str, Any]
):
    made = publish(client, people)

    page = client.get(f"/p/{made.code}/").content.decode()
    rows = list(csv.DictReader(io.StringIO(client.get("/public/counties.csv").content.decode())))

    assert "پنهان" in page
    assert sorted((row["records"], row["is_hidden"]) for row in rows) == [("", "true"), ("", "true"), ("7", "false")]


def test_open_data_are_what_their_description_says(client: Client, units: list[UnitStatus], people: dict[str, Any]):
    made = publish(client, people)

    described = json.loads(client.get("/public/datapackage.json").content)

    assert described["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in described["resources"]:
        text = client.get(f"/public/{resource['path']}").content.decode()
        rows = list(csv.DictReader(io.StringIO(text)))
        assert text.splitlines()[0].split(",") == [field["name"] for field in resource["schema"]["fields"]]
        is_told = resource["name"] in ("figures", "counties")  # no difference, no briefing
        assert {row["code"] for row in rows} == ({made.code} if is_told else set())
        keys = [tuple(row[field] for field in resource["schema"]["primaryKey"]) for row in rows]
        assert len(keys) == len(set(keys))
        kept = json.loads(client.get(f"/public/{resource['name']}.json").content)
        assert len(kept[resource["name"]]) == len(rows)
        assert "آجرپزی" not in text
    assert client.head("/public/figures.csv").status_code == 200
    assert client.get("/public/figures.csv").headers["Access-Control-Allow-Origin"] == "*"
    whole = json.loads(client.get(f"/p/{made.code}.json").content)
    assert (whole["value"], whole["records"], whole["rounding"], whole["before"]) == (13, 13, "exact", None)


def test_a_corrected_figure_says_what_was_why_and_what_took_its_place(
    client: Client, units: list[UnitStatus], people: dict[str, Any]
):
    before = publish(client, people)
    with recording(action="tests.voided", by="tests", at=timezone.now(), reason=REASON):
        units[0].void()
    client.force_login(people["STATISTICS"])
    listed, page = (client.get(f"/publications/{path}").content.decode() for path in ("", f"{before.pk}/"))
    assert COUNTS_NOW.search(listed)
    assert "پیش‌نویس رقم درست" in page
    now = draft(client, people)
    refused = act(client, people["STATISTICS"], f"/publications/{now.pk}/", step="check")
    assert refused.status_code == 400
    for role, step in (("STATISTICS", "check"), ("HEAD", "clear"), ("HEAD", "publish")):
        act(client, people[role], f"/publications/{now.pk}/", step=step, reason=REASON)

    page = client.get(f"/p/{now.code}/").content.decode()
    assert "اصلاح‌ها" in page
    assert "۱ کمتر" in page
    assert REASON in client.get(f"/p/{before.code}/").content.decode()
    (difference,) = json.loads(client.get("/public/differences.json").content)["differences"]
    assert (difference["before"], difference["reason"], difference["amount"]) == (before.code, "corrected", -1)
    old = next(each for each in json.loads(client.get("/public/figures.json").content)["figures"] if each["until"])
    assert (old["code"], old["reason"], old["successor"]) == (before.code, REASON, now.code)
    corrections = client.get("/public/corrections/").content.decode()
    assert f"/p/{before.code}/" in corrections
    assert f"/p/{now.code}/" in corrections
    assert "اصلاح‌ها: ۱ کمتر" in corrections
    assert json.loads(client.get(f"/p/{now.code}.json").content)["before"]["why"] == [
        {"reason": "corrected", "title": "corrections", "records": 1, "amount": -1}
    ]


def test_a_draft_is_nobodys_but_the_offices(client: Client, units: list[UnitStatus], people: dict[str, Any]):
    made = draft(client, people)

    assert client.get(f"/p/{made.code}/").status_code == 404
    assert client.get(f"/p/{made.code}.json").status_code == 404
    assert made.code not in client.get("/public/figures.csv").content.decode()
    assert client.get("/public/secrets.csv").status_code == 404


def test_whoever_may_not_clear_finds_no_such_step(client: Client, units: list[UnitStatus], people: dict[str, Any]):
    made = draft(client, people)
    act(client, people["STATISTICS"], f"/publications/{made.pk}/", step="check")

    for role, step in (("STATISTICS", "clear"), ("CONSULTANT", "clear"), ("CONSULTANT", "drop"), ("HEAD", "drop")):
        assert act(client, people[role], f"/publications/{made.pk}/", step=step, reason="x").status_code == 404
    assert cleared.state_of(made).state == "CHECKED"


def test_who_drafted_it_does_not_clear_it_even_with_the_right_to(
    client: Client, units: list[UnitStatus], people: dict[str, Any]
):
    secretary = persona("SECRETARY")
    day = say_day(timezone.localdate(), "fa", short=True)
    act(client, secretary, "/publications/", indicator="units_registered", scope="all", day=day)
    made = Publication.objects.get()
    act(client, secretary, f"/publications/{made.pk}/", step="check")

    response = act(client, secretary, f"/publications/{made.pk}/", step="clear")

    assert response.status_code == 400
    assert "کسی جز" in response.content.decode()


def test_the_second_person_sees_what_everybody_will_see_before_it_is_cleared(
    client: Client, units: list[UnitStatus], people: dict[str, Any]
):
    made = draft(client, people)
    act(client, people["STATISTICS"], f"/publications/{made.pk}/", step="check")
    client.force_login(people["HEAD"])

    page = client.get(f"/publications/{made.pk}/").content.decode()

    assert "۱۳ واحد تولیدی ثبت‌شده" in page
    assert "پنهان" in page
    assert f'href="/figures/{made.indicator}/?day=' in page
    assert f'href="/publications/{made.pk}/"' in client.get("/publications/?state=CHECKED").content.decode()
    assert f'href="/publications/{made.pk}/"' not in client.get("/publications/?state=DRAFT").content.decode()


def test_what_is_hidden_is_worked_out_once_for_a_page(
    client: Client, units: list[UnitStatus], people: dict[str, Any], monkeypatch: pytest.MonkeyPatch
):
    made = draft(client, people)
    client.force_login(people["HEAD"])
    asked = []
    hide = protecting.hidden_of

    def counting(publication: Publication) -> Hidden:
        asked.append(publication.pk)
        return hide(publication)

    monkeypatch.setattr(protecting, "hidden_of", counting)

    assert client.get(f"/publications/{made.pk}/").status_code == 200

    assert len(asked) == 1


def test_the_second_person_sends_a_figure_back_with_a_reason(
    client: Client, units: list[UnitStatus], people: dict[str, Any]
):
    made = draft(client, people)
    address = f"/publications/{made.pk}/"
    act(client, people["STATISTICS"], address, step="check")

    assert act(client, people["HEAD"], address, step="return", reason=" ").status_code == 400
    act(client, people["HEAD"], address, step="return", reason=REASON)

    assert cleared.state_of(made).state == "DRAFT"
    assert act(client, people["HEAD"], address, step="check").status_code == 404


def test_a_day_that_has_not_come_is_not_counted(client: Client, units: list[UnitStatus], people: dict[str, Any]):
    given = {"indicator": "units_registered", "scope": "all", "day": "۱۴۹۰/۰۱/۰۱"}

    response = act(client, people["STATISTICS"], "/publications/", **given)

    assert response.status_code == 400
    assert Publication.objects.count() == 0


def test_a_county_is_published_of_the_days_on_which_it_was_there(client: Client, people: dict[str, Any]):
    then = factories.county(name="شیروان و چرداول", valid_to=read_day("1390-07-01"))
    made = [factories.unit(county=then) for _ in range(4)]
    for unit in made:
        factories.unit_status(unit=unit, since_on=read_day("1390-01-01"))
    factories.estate(county=then)  # so that its province is the register's own

    given = {"indicator": "units_registered", "scope": f"county:{then.code}"}
    drafted = act(client, people["STATISTICS"], "/publications/", day="1390/04/10", **given)
    refused = act(client, people["STATISTICS"], "/publications/", day="1391/04/10", **given)

    assert drafted.status_code == 302
    assert refused.status_code == 400
    assert "این شهرستان در آن روز نبود" in refused.content.decode()


def test_the_public_reads_english_too(client: Client, units: list[UnitStatus], people: dict[str, Any]):
    made = publish(client, people)
    client.cookies["hamahang_language"] = "en"

    page = client.get(f"/p/{made.code}/").content.decode()

    assert "registered production units" in page
    assert "13 units" in page
    assert "hidden" in page


def test_what_a_figure_counts_today_is_for_those_who_may_list_all_of_it(
    client: Client, units: list[UnitStatus], people: dict[str, Any]
):
    made = publish(client, people)
    with recording(action="tests.voided", by="tests", at=timezone.now(), reason=REASON):
        units[0].void()
    for person, is_told in ((people["STATISTICS"], True), (persona("COUNTY", places=units[0].unit.county.code), False)):
        client.force_login(person)
        listed, page = (client.get(f"/publications/{path}").content.decode() for path in ("", f"{made.pk}/"))
        assert bool(COUNTS_NOW.search(listed)) == is_told
        assert ("امروز جور دیگری شمرده می‌شود" in page) == is_told


def test_a_share_that_has_nothing_left_to_divide_by_is_marked_as_counting_otherwise(
    client: Client, units: list[UnitStatus], people: dict[str, Any]
):
    day = say_day(timezone.localdate(), "fa", short=True)
    act(client, people["STATISTICS"], "/publications/", indicator="idle_share", scope="all", day=day)
    made = Publication.objects.get()
    for role, step in (("STATISTICS", "check"), ("HEAD", "clear"), ("HEAD", "publish")):
        act(client, people[role], f"/publications/{made.pk}/", step=step, reason=REASON)
    with recording(action="tests.voided", by="tests", at=timezone.now(), reason=REASON):
        for status in units:
            status.void()
    client.force_login(people["STATISTICS"])

    assert COUNTS_NOW.search(client.get("/publications/").content.decode())
