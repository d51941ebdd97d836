"""Working on a case in the page: each act by its form, what is refused is said and nothing typed is lost."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hamahang.board.models import AgendaItem
from hamahang.casework import queries, working
from hamahang.casework.diagnosing import questions
from hamahang.casework.models import Case, CasePaper, ClockTerm
from hamahang.domain.ledger import AsOf
from tests import factories
from tests.factories import AT, DAY
from tests.personas import persona
from tests.rooms.casework.cases import come_to

pytestmark = pytest.mark.django_db
FAR = date(2100, 1, 1)


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    settings.PAPERS = tmp_path
    return tmp_path


def opened(client: Client, **rest: Any) -> Case:
    unit = factories.unit(name="آجر دالاهو")
    client.force_login(persona("SECRETARY"))
    client.post(reverse("case-new"), {"unit": unit.pk, "kind": "REVIVAL", "on": "۱۳۹۰/۰۱/۱۵"} | rest)
    return Case.objects.latest("pk")


def act(client: Client, case: Case, name: str, **data: Any) -> Any:
    return client.post(reverse(f"case-{name}", args=[case.pk]), data)


def page_of(client: Client, case: Case) -> str:
    return client.get(reverse("case", args=[case.pk])).content.decode()


def test_a_case_is_opened_on_the_page_of_its_unit_and_once_only(client: Client) -> None:
    case = opened(client)

    assert case.number == "R-1390-1"
    assert reverse("case-new") in client.get(reverse("unit", args=[case.unit_id])).content.decode()
    again = client.post(reverse("case-new"), {"unit": case.unit_id, "kind": "REVIVAL"})
    assert again.status_code == 422
    assert "R-۱۳۹۰-۱" in again.content.decode()


def test_what_is_missing_is_shown_and_the_step_comes_when_it_is_there(client: Client) -> None:
    case = opened(client)

    assert "۲ از ۲ مورد کم است" in page_of(client, case)
    act(client, case, "paper", need="REQUEST", number="۱۲/۳", on="۱۳۹۰/۰۱/۱۶")
    assert "۱ از ۲ مورد کم است" in page_of(client, case)
    act(client, case, "responsible", person="test-secretary", on="۱۳۹۰/۰۱/۱۶")
    response = act(client, case, "step", step="open", on="۱۳۹۰/۰۱/۱۷", seen=queries.version(case)[0])

    assert response.status_code == 302
    assert queries.whole(case, AsOf(FAR)).stage == "OPENED"


def test_a_refused_step_says_why_and_keeps_what_was_typed(client: Client) -> None:
    case = opened(client)

    response = act(client, case, "step", step="open", on="۱۳۹۰/۰۱/۱۷", reason="<b>شتاب</b>")

    assert response.status_code == 422
    page = response.content.decode()
    assert "۲ از ۲ مورد کم است: درخواست مالک یا معرفی‌نامه، مسئول پرونده" in page
    assert "<b>شتاب" not in page


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"on": "۱۳۹۰/۱۳/۴۰"}, "روز نیست"),
        ({"on": "۱۴۹۰/۰۱/۰۱"}, "هنوز نیامده است"),
        ({"need": "REQUEST"}, "شمارهٔ سند یا فایل آن را بدهید"),
        ({"need": "NOTHING", "number": "1"}, "چنین سندی نمی‌خواهد"),
    ],
)
def test_a_paper_that_cannot_be_is_refused(client: Client, data: dict[str, str], why: str) -> None:
    case = opened(client)

    response = act(client, case, "paper", **{"need": "REQUEST", "number": ""} | data)

    assert response.status_code == 422
    assert why in response.content.decode()
    assert not CasePaper.objects.exists()


def test_a_file_is_kept_and_sent_only_to_who_may_see_the_case(client: Client) -> None:
    case = opened(client)
    file = SimpleUploadedFile("نامه.pdf", b"%PDF-1.7", "text/html")
    act(client, case, "paper", need="REQUEST", file=file)
    address = reverse("case-paper-file", args=[case.pk, CasePaper.objects.get().pk])

    sent = client.get(address)
    assert (sent.content, sent["Content-Type"]) == (b"%PDF-1.7", "application/pdf")
    assert sent["Content-Disposition"].startswith("attachment")
    client.force_login(persona("COUNTY", places="0101"))
    assert client.get(address).status_code == 404
    assert client.get(reverse("case", args=[case.pk])).status_code == 404


def test_a_program_is_no_paper(client: Client) -> None:
    case = opened(client)

    response = act(client, case, "paper", need="REQUEST", file=SimpleUploadedFile("a.pdf", b"MZ\x90\x00\xff"))

    assert response.status_code == 422
    assert "پذیرفته" in response.content.decode()


def test_a_paper_is_taken_back_with_a_reason(client: Client) -> None:
    case = opened(client)
    act(client, case, "paper", need="REQUEST", number="12")
    paper = CasePaper.objects.get()

    refused = client.post(reverse("case-paper-back", args=[case.pk, paper.pk]), {"reason": ""})
    taken = client.post(reverse("case-paper-back", args=[case.pk, paper.pk]), {"reason": "اشتباه بود"})

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert queries.whole(case, AsOf(FAR)).papers == []


def test_causes_are_recorded_by_a_consultant_with_weights_in_any_digits(client: Client) -> None:
    case = opened(client)
    client.force_login(persona("CONSULTANT"))

    wrong = act(client, case, "causes", **{"weight-MARKET": "۶۰"})
    right = act(client, case, "causes", **{"weight-MARKET": "۶۰", "main": "MARKET", "shown-MARKET": "دفتر فروش"})

    assert (wrong.status_code, right.status_code) == (422, 302)
    assert "یکی از علت‌ها" in wrong.content.decode()
    assert "دفتر فروش" in page_of(client, case)


def test_a_finding_over_somebody_elses_is_told(client: Client) -> None:
    case = opened(client)
    seen = queries.version(case)[0]
    client.force_login(persona("CONSULTANT"))
    act(client, case, "causes", **{"weight-MARKET": "60", "main": "MARKET", "seen": seen})

    late = act(client, case, "causes", **{"weight-ENERGY": "60", "main": "ENERGY", "seen": seen})

    assert late.status_code == 422
    assert "test-consultant" in late.content.decode()
    assert [fact.cause for fact in queries.causes_of(case, AsOf(FAR))] == ["MARKET"]


def test_a_task_has_its_cost_in_rials_and_is_claimed_and_verified_by_two(client: Client) -> None:
    case = opened(client)
    agency = factories.agency(name="بانک صنعت و معدن")
    given = {"text": "امهال بدهی", "side": "AGENCY", "agency": agency.code, "due_on": "۱۴۹۰/۰۱/۰۱", "jobs": "۱۲"}

    unsaid = act(client, case, "task", **given, cost="۵۰۰")
    said = act(client, case, "task", **given, cost="۵۰۰ میلیون تومان")

    assert (unsaid.status_code, said.status_code) == (422, 302)
    (task,) = queries.whole(case, AsOf(FAR)).plan
    assert (task.item.cost, task.item.jobs, task.item.agency) == (5_000_000_000, 12, agency)
    address = reverse("case-task-state", args=[case.pk, task.item.pk])
    client.post(address, {"state": "CLAIMED"})
    assert client.post(address, {"state": "VERIFIED", "note": "نامهٔ ۱۲"}).status_code == 422
    client.force_login(persona("STATISTICS"))
    assert client.post(address, {"state": "VERIFIED", "note": "نامهٔ ۱۲"}).status_code == 302


def test_the_clocks_are_paused_and_run_again(client: Client) -> None:
    case = opened(client)

    act(client, case, "pause", is_paused="yes", reason="رأی دادگاه")
    assert "مهلت‌های این پرونده متوقف است" in page_of(client, case)
    act(client, case, "pause", is_paused="no", reason="رأی آمد")
    assert "مهلت‌های این پرونده متوقف است" not in page_of(client, case)


def test_an_outcome_is_recorded_with_its_level(client: Client) -> None:
    case = opened(client)

    act(client, case, "outcome", outcome="REVIVED", returned="۱۲", safeguarded="", proof="6")

    outcome = queries.whole(case, AsOf(FAR)).outcome
    assert outcome is not None
    assert (outcome.outcome, outcome.jobs_returned, outcome.proof) == ("REVIVED", 12, 6)


def test_the_office_sets_its_own_time_with_its_source(client: Client) -> None:
    client.force_login(persona("HEAD"))
    asked = {"kind": "REVIVAL", "clock": "OPENING", "days": "۷", "valid_from": "۱۳۹۰/۰۵/۰۱", "source": "بخشنامهٔ ۱۲"}

    client.post(reverse("case-term"), asked | {"source": ""})
    assert not ClockTerm.objects.exists()
    client.post(reverse("case-term"), asked)

    page = client.get(reverse("case-tables"), {"kind": "REVIVAL", "day": "1390-05-02"}).content.decode()
    assert "قرار دفتر" in page
    assert ClockTerm.objects.get().days == 7


@pytest.mark.parametrize(
    "query", ["", "?kind=OBSTACLE", "?text=آجر", "?stage=IDENTIFIED", "?who=nobody", "?kind=x&at=%00"]
)
def test_the_list_is_narrowed(client: Client, query: str) -> None:
    opened(client)

    response = client.get(reverse("cases") + query)

    assert response.status_code == 200
    assert ("آجر دالاهو" in response.content.decode()) == ("OBSTACLE" not in query and "nobody" not in query)


def test_the_past_is_read_only(client: Client) -> None:
    case = opened(client)

    page = client.get(reverse("case", args=[case.pk]), {"day": "1390-01-16"}).content.decode()

    assert "روز وضعیت را امروز کنید" in page
    assert f'action="{reverse("case-step", args=[case.pk])}"' not in page
    assert client.get(reverse("case", args=[case.pk]), {"day": "1389-01-16"}).status_code == 404


def test_the_questionnaire_leads_to_causes_and_remedies_with_their_reasons(client: Client) -> None:
    case = opened(client)
    client.force_login(persona("CONSULTANT"))
    address = reverse("case-diagnosis", args=[case.pk])

    client.post(address, {"power": "CUT", "cash": "NONE", "seen": queries.version(case)[0]})

    page = client.get(address).content.decode()
    assert "برق: قطع" in page
    assert "رفع مشکل برق، گاز، آب و راه" in page
    assert "تسهیلات سرمایه در گردش" in page
    client.post(address, {"power": ""})
    page = client.get(address).content.decode()
    assert "پیش از پیشنهاد سرمایه در گردش علت دیگر را بجویید" in page
    assert "تسهیلات سرمایه در گردش" not in page


def test_an_answer_that_is_none_is_refused_and_only_those_who_diagnose_answer(client: Client) -> None:
    case = opened(client)
    address = reverse("case-diagnosis", args=[case.pk])

    assert client.post(address, {"power": "CUT"}).status_code == 422
    client.force_login(persona("CONSULTANT"))
    assert client.post(address, {"power": "<b>"}).status_code == 422
    assert queries.answers_of(case, AsOf(FAR)) == {}


def test_the_triage_needs_every_required_question(client: Client) -> None:
    case = opened(client)
    client.force_login(persona("CONSULTANT"))
    address = reverse("case-diagnosis", args=[case.pk])
    required = [question for question in questions() if question.is_required]

    client.post(address, {question.code: question.answers[0].code for question in required[1:]})
    assert "QUESTIONNAIRE" not in queries.whole(case, AsOf(FAR)).has
    client.post(address, {required[0].code: required[0].answers[0].code})
    assert "QUESTIONNAIRE" in queries.whole(case, AsOf(FAR)).has


def test_similar_units_tell_how_they_ended(client: Client) -> None:
    ended, lost = come_to("REVIVAL", "RESTARTED"), come_to("REVIVAL", "NOT_REVIVABLE")
    case = opened(client, cause="MARKET")

    page = client.get(reverse("case-diagnosis", args=[case.pk])).content.decode()

    assert "از ۲ پروندهٔ پایان‌یافته با همین علت اصلی، ۱ به تولید بازگشت" in page
    assert {ended.case.main_cause, lost.case.main_cause} == {"MARKET"}


def test_a_cause_that_gathers_in_an_estate_is_shown_once_with_its_units(client: Client) -> None:
    home = factories.county()
    gathered, other = factories.estate(county=home, name="شهرک ایلام"), factories.estate(county=home)
    for number in range(16):
        unit = factories.unit(county=home, estate=gathered if number < 6 else other, name=f"واحد {number}")
        cause = "ENERGY" if number < 6 else ("MARKET", "PARTNERS", "MACHINERY")[number % 3]
        working.open_case(kind="REVIVAL", unit=unit.pk, on=DAY, main_cause=cause, by="x", at=AT)
    client.force_login(persona("SECRETARY"))

    page = client.get(reverse("case-groups")).content.decode()

    assert "۶ از ۶ پروندهٔ شهرک" in page.replace("\u2068", "").replace("\u2069", "")
    assert page.count("واحد ") >= 6
    assert "بازار و فروش" not in page.split("<main")[1]
    session = factories.session(committee=factories.committee(name="ستاد هماهنگی"))
    factories.session_state(session=session, state="PLANNED")
    offered = client.get(reverse("case-groups")).content.decode()
    assert "به دستور کار: ستاد هماهنگی، جلسهٔ ۱" in re.sub("[\u2066-\u2069]", "", offered)
    form = dict(re.findall(r'name="(source|subject|reason)" value="([^"]+)"', offered))
    client.post(reverse("session-add", args=[session.pk]), form)
    item = AgendaItem.objects.get()
    assert (item.source, item.subject) == ("SYSTEMIC", "انرژی و زیرساخت در شهرک ایلام: 6 واحد")
    assert item.reason == "، ".join(f"واحد {number}" for number in range(6))
    client.force_login(persona("COUNTY", places="0101"))
    assert "علتی در شهرکی گرد نیامده است" in client.get(reverse("case-groups")).content.decode()
