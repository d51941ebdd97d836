"""Promises of at most so much on every page that speaks of promises, in the report and in the command."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hamahang.briefing.figures import Desk
from hamahang.briefing.reports.tir10.jobs import others
from hamahang.cli import foresee as command
from hamahang.commitments import queries
from hamahang.commitments.foreseeing import foresee
from hamahang.domain.briefing import TableBlock
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text
from hamahang.indicators.promises import count
from tests import factories
from tests.factories import DAY, LATER
from tests.personas import persona

pytestmark = pytest.mark.django_db
TIR_10 = DAY + timedelta(days=100)
ANNOUNCED = {
    "title": "کاهش راکدها", "number": "ت-20", "holder": "استانداری", "from_on": "1390/01/01", "due_on": "1390/12/29",
    "metric": "units_idle", "scope": "all", "announced_on": "1390/01/20", "baseline": "۶۲", "baseline_on": "1389/12/29",
}  # fmt: skip


@pytest.fixture
def secretary(client: Client) -> Client:
    client.force_login(persona("SECRETARY"))
    return client


def page(client: Client, address: str, language: str = "en", day: str = "1390-04-10") -> str:
    client.cookies["hamahang_language"] = language
    response = client.get(address, {"day": day})
    assert response.status_code == 200
    return re.sub(r"[\u2066-\u2069]|<[^>]+>", " ", response.content.decode())


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture
def promise(secretary: Client) -> Any:
    """At most twenty idle units by the end of the year, where there were 62; forty-two are on 10 Tir."""
    secretary.cookies["hamahang_language"] = "en"
    for _ in range(42):
        factories.unit_status(status="IDLE", since_on=DAY)
    response = secretary.post("/commitments/new/", ANNOUNCED)
    assert response.status_code == 302
    secretary.post(response["Location"], {"share-all": "20", "announced_on": "1390/01/20"})
    return queries.commitments_by_number()["ت-20"]


def test_the_form_offers_it_as_at_most_and_refuses_a_limit_of_nothing(secretary: Client) -> None:
    factories.county()
    assert "at most: idle units (units)" in words(page(secretary, "/commitments/new/"))
    assert "حداکثر: واحد راکد" in words(page(secretary, "/commitments/new/", "fa"))
    secretary.cookies["hamahang_language"] = "en"
    response = secretary.post("/commitments/new/", ANNOUNCED)

    refused = secretary.post(response["Location"], {"share-all": "0", "announced_on": "1390/01/20"})

    assert refused.status_code == 422
    assert "“at most zero” is not taken" in refused.content.decode()
    assert queries.commitments_by_number()["ت-20"].is_at_most


def test_its_page_has_the_direction_in_both_languages(secretary: Client, promise: Any) -> None:
    said, persian = (words(page(secretary, f"/commitments/{promise.pk}/", language)) for language in ("en", "fa"))

    assert "42 units on 1 July 2011; at most 20 units by 19 March 2012" in said
    assert "Fall so far" in said
    assert "Fall needed" in said
    assert "Pace needed" not in said
    assert "47.6 % of the way" in said
    assert "cannot be said" in said
    assert "حداکثر ۲۰ واحد" in persian
    assert "کاهش لازم" in persian
    assert "۴۷٫۶٪ از راه" in persian
    factories.unit_status(status="IDLE", since_on=DAY - timedelta(days=1))
    rising = {"baseline": "40", "number": "ت-21"}
    response = secretary.post("/commitments/new/", ANNOUNCED | rising)
    secretary.post(response["Location"], {"share-all": "20", "announced_on": "1390/01/20"})
    other = queries.commitments_by_number()["ت-21"]
    assert "Rise so far" in words(page(secretary, f"/commitments/{other.pk}/"))


def test_list_and_home_tell_it(secretary: Client, promise: Any) -> None:
    listed = words(page(secretary, "/commitments/"))
    home = words(page(secretary, "/"))

    assert "at most 20 units" in listed
    assert "47.6 % of the way" in listed
    assert "42; at most 20 units" in home
    assert "47.6 % reached" in home


def test_events_are_told_as_used_of_their_limit(secretary: Client) -> None:
    secretary.cookies["hamahang_language"] = "en"
    more = {"metric": "revivals_relapsed", "number": "ت-22", "baseline": "", "baseline_on": ""}
    response = secretary.post("/commitments/new/", ANNOUNCED | more)
    secretary.post(response["Location"], {"share-all": "4", "announced_on": "1390/01/20"})
    for days in (3, 9, 20):
        case = factories.case()
        factories.case_stage(case=case, stage="RELAPSED", since_on=DAY + timedelta(days), proof=Proof.LISTED)
    made = queries.commitments_by_number()["ت-22"]

    said, over = words(page(secretary, f"/commitments/{made.pk}/")), f"/commitments/{made.pk}/"

    assert "Chance of staying within it" in said
    assert "Pace allowed to the end" in said
    assert "75 % of the limit" in said
    assert "of the limit used" in words(page(secretary, "/"))
    assert "kept within the limit" in words(page(secretary, over, day="1391-02-01"))


def test_the_desk_tells_those_at_risk_today(secretary: Client) -> None:
    today = timezone.localdate()
    period = {"from_on": today - timedelta(days=300), "due_on": today + timedelta(days=30), "is_at_most": True}
    fall = factories.commitment(metric="units_idle", baseline=9, baseline_on=DAY, **period)
    limit = factories.commitment(metric="revivals_relapsed", **period)
    for each in (fall, limit):
        factories.target(commitment=each, county=None, amount=2)
    for _ in range(8):
        factories.unit_status(status="IDLE", since_on=DAY)
    case = factories.case()
    factories.case_stage(case=case, stage="RELAPSED", since_on=today - timedelta(days=5), proof=Proof.LISTED)
    for _ in range(2):
        case = factories.case()
        factories.case_stage(case=case, stage="RELAPSED", since_on=today - timedelta(days=9), proof=Proof.LISTED)

    secretary.cookies["hamahang_language"] = "en"
    said = words(re.sub(r"[\u2066-\u2069]|<[^>]+>", " ", secretary.get("/desk/").content.decode()))

    assert "8; at most 2" in said
    assert re.search(r"a fall of [\d.]+ units a month needed, 0.1 units a month so far", said)
    assert "3; at most 2" in said
    assert "0 cases a month allowed" in said


def test_where_it_rises_no_negative_number_is_said(secretary: Client, capsys: pytest.CaptureFixture[str]) -> None:
    today = timezone.localdate()
    period = {"from_on": today - timedelta(days=300), "due_on": today + timedelta(days=30), "is_at_most": True}
    made = factories.commitment(metric="units_idle", baseline=5, baseline_on=DAY, **period)
    factories.target(commitment=made, county=None, amount=2)
    for _ in range(8):
        factories.unit_status(status="IDLE", since_on=DAY)

    secretary.cookies["hamahang_language"] = "en"
    desk, home, listed = (
        words(re.sub(r"[\u2066-\u2069]|<[^>]+>", " ", secretary.get(address).content.decode()))
        for address in ("/desk/", "/", "/commitments/")
    )
    command._tell(foresee(made, AsOf(today), count=count), None, gregorian=False)
    told = capsys.readouterr().out

    assert re.search(r"a fall of [\d.]+ units a month needed, a rise of 0.3 units a month so far", desk)
    assert "0 % reached" in home
    assert "0 % of the way" in listed
    assert "افزایش تا این روز / rise so far 0.3" in told


def test_the_report_and_the_command_tell_it(promise: Any, capsys: pytest.CaptureFixture[str]) -> None:
    [table] = others(Desk(asof=AsOf(TIR_10), seed="s", place=Text(fa="ایلام", en="Ilam")))
    assert isinstance(table, TableBlock)
    [row] = table.rows
    assert [cell.en for cell in row[3:5] if isinstance(cell, Text)] == ["at most 20 units", "42 units"]
    assert str(row[-1]) == "47.6"

    seen = foresee(promise, AsOf(TIR_10), count=count)
    told = command.as_json(seen)
    command._tell(seen, None, gregorian=False)

    assert (told["is_at_most"], told["before"], told["verified"], told["outcome"]) == (True, 62, 42, None)
    assert "حداکثر / at most 20   شمرده‌شده / counted 42" in capsys.readouterr().out
    assert command.as_json(foresee(promise, AsOf(LATER + timedelta(days=600)), count=count))["outcome"] == "missed"
