"""Resolutions in the page: the secretary, the agency that answers for itself, the verifier, the head."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hamahang.board import following, queries
from hamahang.board.models import Resolution, ResolutionPaper
from hamahang.domain.calendar import say_day
from hamahang.domain.ledger import AsOf
from hamahang.domain.text import company_key
from tests import factories
from tests.factories import AT, DAY
from tests.personas import persona

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    settings.PAPERS = tmp_path
    return tmp_path


def agency_person(name: str, role: str = "AGENCY") -> Any:
    agency = factories.agency(name=name, name_key=company_key(name))
    return persona(role, agency=agency)


def passed(**rest: Any) -> Resolution:
    given = {"number": "1390/3/1", "text": "وصل برق شهرک", "executor": "شرکت برق", "passed_on": DAY}
    return following.pass_resolution(**(given | {"due_on": DAY + timedelta(30)} | rest), by="x", at=AT)


def act(client: Client, found: Resolution, name: str, **data: Any) -> Any:
    return client.post(reverse(f"resolution-{name}", args=[found.pk]), data)


def state(found: Resolution) -> str:
    return queries.states_of(found, AsOf(timezone.localdate()))[-1].state


def test_a_resolution_goes_from_the_minutes_to_its_proof(client: Client) -> None:
    client.force_login(persona("SECRETARY"))
    unit = factories.unit(licence_no="118/77", name="آجر دالاهو")
    data = {
        "number": "1390/3/1",
        "text": "امهال بدهی",
        "executor": "بانک صنعت",
        "passed_on": "۱۳۹۰/۰۳/۰۱",
        "due_on": "۱۳۹۰/۰۴/۰۱",
        "licence": "118/77",
        "unit_duty": "تسویهٔ ده درصد",
    }
    assert client.post(reverse("resolution-new"), data | {"licence": "9"}).status_code == 422
    client.post(reverse("resolution-new"), data)
    found = Resolution.objects.get()
    assert found.unit_id == unit.pk
    act(client, found, "paper", need="LETTER", number="۱۲/ص", on="۱۳۹۰/۰۳/۰۲")
    act(client, found, "step", step="notify", on="۱۳۹۰/۰۳/۰۲", seen=queries.version(found)[0])

    client.force_login(agency_person("بانک صنعت"))
    assert "امهال بدهی" in client.get(reverse("agency-mine")).content.decode()
    act(client, found, "paper", need="ANSWER", note="انجام شد")
    assert act(client, found, "step", step="claim").status_code == 302
    assert act(client, found, "step", step="verify").status_code == 422

    client.force_login(persona("ESTATES"))
    act(client, found, "paper", need="PROOF", file=SimpleUploadedFile("قرارداد.pdf", b"%PDF-1.7"))
    assert act(client, found, "step", step="verify").status_code == 302
    assert state(found) == "DONE_VERIFIED"
    page = client.get(reverse("resolution", args=[found.pk])).content.decode()
    assert "اجراشده (تأییدشده)" in page
    assert "تسویهٔ ده درصد" in page


def test_an_agency_sees_and_answers_its_own_only(client: Client) -> None:
    own, other = passed(), passed(number="2", executor="شرکت گاز")
    following.add_paper(resolution=other, need="LETTER", on=DAY, number="1", by="x", at=AT)
    client.force_login(agency_person("شركت برق"))

    assert client.get(reverse("resolution", args=[own.pk])).status_code == 200
    assert client.get(reverse("resolution", args=[other.pk])).status_code == 404
    assert act(client, other, "paper", need="ANSWER", note="x").status_code == 404
    paper = ResolutionPaper.objects.get().pk
    assert client.get(reverse("resolution-paper-file", args=[other.pk, paper])).status_code == 404
    assert client.get(reverse("resolutions")).status_code == 403
    assert client.get(reverse("agencies")).status_code == 403
    assert act(client, own, "paper", need="LETTER", number="1").status_code == 422


def test_somebody_of_no_agency_sees_none(client: Client) -> None:
    found = passed()
    client.force_login(persona("AGENCY"))

    assert client.get(reverse("resolution", args=[found.pk])).status_code == 404
    assert "پیوند ندارد" in client.get(reverse("agency-mine")).content.decode()


def test_a_county_officer_sees_those_of_the_county_and_of_all(client: Client) -> None:
    here, there = factories.unit(), factories.unit()
    mine, other, general = passed(unit=here.pk), passed(number="2", unit=there.pk), passed(number="3")
    client.force_login(persona("COUNTY", places=here.county.code))

    codes = [client.get(reverse("resolution", args=[one.pk])).status_code for one in (mine, other, general)]
    assert codes == [200, 404, 200]
    page = client.get(reverse("resolutions")).content.decode()
    assert (">۲</bdi>" in page, ">۳</bdi>" in page) == (False, True)


def test_time_is_asked_by_the_agency_and_granted_by_the_head(client: Client) -> None:
    found = passed(due_on=timezone.localdate() + timedelta(3))
    later = timezone.localdate() + timedelta(60)
    client.force_login(agency_person("شرکت برق"))
    wanted = {"wanted_on": say_day(later, "fa", short=True), "reason": "زمستان است"}
    assert act(client, found, "time", **(wanted | {"wanted_on": "۱۳۹۰/۰۱/۰۵"})).status_code == 422
    assert act(client, found, "time", **wanted).status_code == 302
    assert act(client, found, "decide", granted="yes", reason="x").status_code == 403

    client.force_login(persona("HEAD"))
    assert "زمستان است" in client.get(reverse("resolution", args=[found.pk])).content.decode()
    assert act(client, found, "decide", granted="yes", reason="").status_code == 422
    assert act(client, found, "decide", granted="yes", reason="پذیرفته").status_code == 302

    assert queries.due_of(found, AsOf(timezone.localdate())) == later


def test_the_list_and_the_scores_open_to_each_other(client: Client) -> None:
    passed()
    passed(number="2", executor="شرکت گاز", due_on=timezone.localdate() + timedelta(30))
    client.force_login(persona("AUDITOR"))

    late = client.get(reverse("resolutions"), {"late": "yes"}).content.decode()
    assert ("شرکت برق" in late.split("<tbody>")[1], "شرکت گاز" in late.split("<tbody>")[1]) == (True, False)
    scores = client.get(reverse("agencies")).content.decode()
    assert scores.index("شرکت برق") < scores.index("شرکت گاز")
    assert reverse("resolution-new") not in late


def test_each_count_of_the_scoreboard_opens_to_as_many_rows(client: Client) -> None:
    for number, (state, days) in enumerate((("DONE_CLAIMED", 10), ("DONE_CLAIMED", 60), ("IN_PROGRESS", 0))):
        found = factories.resolution(
            number=f"۱/{number}", executor="شرکت توزیع برق", due_on=DAY + timedelta(30), passed_on=DAY
        )
        factories.resolution_state(resolution=found, state=state, since_on=DAY + timedelta(days))
    client.force_login(persona("HEAD"))
    scores = client.get(reverse("agencies")).content.decode().split("<tbody>")[1]

    links = re.findall(r'href="([^"]+)">([۰-۹٫]+)<', scores)

    assert [number for _, number in links] == ["۳", "۱", "۱", "۲", "۱", "۵"]
    for (address, _), rows in zip(links, (3, 1, 1, 2, 1, 2), strict=True):
        page = client.get(unescape(address)).content.decode()
        assert page.count('<th scope="row">') == rows, address


def test_the_newest_come_first_and_of_the_overdue_the_latest(client: Client) -> None:
    for days in (20, 40, 30):
        found = factories.resolution(number=f"۱/{days}", due_on=DAY + timedelta(days), passed_on=DAY)
        factories.resolution_state(resolution=found, state="IN_PROGRESS", since_on=DAY)
    client.force_login(persona("HEAD"))

    def order(query: str) -> list[str]:
        return re.findall(r"<bdi>۱/(..)</bdi>", client.get(reverse("resolutions") + query).content.decode())

    assert order("") == ["۴۰", "۳۰", "۲۰"]
    assert order("?late=yes") == ["۲۰", "۳۰", "۴۰"]


def test_people_talk_about_a_resolution_where_they_may_see_it(client: Client) -> None:
    found = passed()
    about = {"about": "board.Resolution", "about_id": found.pk, "text": "پیگیری شد"}
    client.force_login(persona("SECRETARY"))
    client.post(reverse("desk-comment"), about)

    assert "پیگیری شد" in client.get(reverse("resolution", args=[found.pk])).content.decode()
    client.force_login(agency_person("شرکت گاز"))
    assert client.post(reverse("desk-comment"), about).status_code == 403
