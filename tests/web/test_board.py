"""The board in the page: committees, a session from its agenda to its letters, and what others may not do."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from hamahang.board import meetings
from hamahang.board.models import Committee, Letter, Resolution, ResolutionNow, Session
from tests import factories
from tests.factories import DAY
from tests.personas import persona
from tests.rooms.board.sitting import Sitting, agency, sitting
from tests.rooms.casework.cases import begin, take

pytestmark = pytest.mark.django_db
TIR = "۱۳۹۰/۰۴/۱۵"


def post(client: Client, name: str, session: Session, **data: Any) -> Any:
    return client.post(reverse(f"session-{name}", args=[session.pk]), data)


@pytest.fixture
def secretary(client: Client) -> Client:
    client.force_login(persona("SECRETARY"))
    return client


def test_a_committee_is_founded_seated_and_meets(secretary: Client) -> None:
    gas = agency("شرکت گاز")
    data = {"code": "setad", "kind": "BOARD", "name": "ستاد هماهنگی", "quorum": "MAJORITY"}
    assert secretary.post(reverse("committee-new"), data | {"kind": "x"}).status_code == 422
    secretary.post(reverse("committee-new"), data)
    assert secretary.post(reverse("committee-new"), data).status_code == 422
    seat = {"agency": gas.pk, "person": "کامران آذری", "post": "مدیرعامل", "since_on": "۱۳۹۰/۰۱/۰۱"}
    assert secretary.post(reverse("seat-new", args=["setad"]), seat | {"person": ""}).status_code == 422
    secretary.post(reverse("seat-new", args=["setad"]), seat)
    assert "کامران آذری" in secretary.get(reverse("committee", args=["setad"])).content.decode()

    planned = {"committee": "setad", "planned_on": TIR, "planned_at": "۹:۳۰", "place": "سالن"}
    assert secretary.post(reverse("session-plan"), planned | {"planned_on": "x"}).status_code == 422
    response = secretary.post(reverse("session-plan"), planned)

    session = Session.objects.get()
    assert response["Location"] == reverse("session", args=[session.pk])
    assert session.planned_at == "09:30"
    assert Committee.objects.count() == 1
    assert "جلسهٔ ۱" in re.sub("[\u2068\u2069]", "", secretary.get(reverse("board")).content.decode())


def test_a_session_goes_from_its_agenda_to_its_letters(secretary: Client) -> None:
    unit = factories.unit(licence_no="118/77", name="آجر دالاهو")
    found = sitting()
    session = found.session
    post(secretary, "add", session, subject="امهال بدهی", source="REQUEST", licence="118/77")
    item = meetings.items_of(session)[1]
    assert item.unit_id == unit.pk
    post(secretary, "arrange", session, item=item.pk, way="up", seen=meetings.version(item))
    assert meetings.items_of(session)[0].pk == item.pk
    seats = {f"seat-{seat.pk}": "PRESENT" for seat in found.seats}
    assert post(secretary, "hold", session, held_on="۱۳۹۰/۰۱/۰۱").status_code == 422
    post(secretary, "hold", session, held_on="۱۳۹۰/۰۱/۰۱", **seats)
    item.refresh_from_db()
    post(secretary, "write", session, item=item.pk, discussion="بانک گزارش داد", outcome="DECIDED")
    draft = {"item": item.pk, "text": "بانک بدهی را امهال کند", "agency": found.agencies[2].pk, "due_on": TIR}
    assert post(secretary, "draft", session, **draft | {"due_on": "۱۳۸۹/۰۱/۰۱"}).status_code == 422
    post(secretary, "draft", session, **draft, helper=found.agencies[0].pk, unit_duty="تسویه", unit_duty_due_on=TIR)
    post(secretary, "draft", session, **draft)
    post(secretary, "drop", session, item=item.pk, resolution=Resolution.objects.order_by("-pk")[0].pk)
    post(secretary, "pass", session)
    page = secretary.get(reverse("session", args=[session.pk])).content.decode()
    assert "بانک گزارش داد" in page
    assert "منتظر ابلاغ" in page
    post(secretary, "notify", session)
    assert post(secretary, "move", session, step="nonsense").status_code == 422
    post(secretary, "move", session, step="sign")

    assert ResolutionNow.objects.get().state == "NOTIFIED"
    assert Letter.objects.count() == 2
    assert meetings.state_of(session).state == "MINUTES_SIGNED"
    assert post(secretary, "write", session, item=item.pk, discussion="دیرتر").status_code == 422


def test_a_proposal_is_taken_with_what_it_is_about(secretary: Client) -> None:
    late = factories.resolution(number="1389/1/1", text="وصل برق\r\nو آب", due_on=DAY + timedelta(1))
    factories.resolution_state(resolution=late)
    found = sitting()
    address = reverse("session", args=[found.session.pk])
    assert "وصل برق" in secretary.get(address).content.decode()

    post(secretary, "add", found.session, subject="وصل برق", source="OVERDUE", resolution=late.pk, case="")

    item = meetings.items_of(found.session)[1]
    assert (item.resolution_id, item.source) == (late.pk, "OVERDUE")
    assert 'id="proposals"' not in secretary.get(address).content.decode()


def letters_text(content: bytes, kind: str) -> str:
    if kind == "pdf":
        return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    word = docx.Document(BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)


def held(**item: Any) -> tuple[Sitting, Resolution]:
    found = sitting(**item)
    found.hold()
    return found, found.passed()


def test_minutes_say_who_came_and_what_was_decided(secretary: Client) -> None:
    found, _ = held(subject="گاز شهرک (CNC 2000)")
    post(secretary, "write", found.session, item=found.item.pk, discussion="نخست\nدوم ۱۲ واحد", outcome="DECIDED")

    answer = secretary.get(reverse("session-file", args=[found.session.pk, "docx"]))

    text = letters_text(answer.content, "docx")
    for words in ("گازرسانی به شهرک", "مجری: شرکت گاز", "۱۳۹۰/۱/۱", "عضو ۰", "حاضر", "دوم ۱۲ واحد", "CNC 2000"):
        assert words in text
    again = secretary.get(reverse("session-file", args=[found.session.pk, "docx"]))
    assert answer.content == again.content
    assert secretary.get(reverse("session-file", args=[found.session.pk, "exe"])).status_code == 404


def test_the_pdf_of_minutes_is_persian_and_runs_from_the_right(secretary: Client) -> None:
    found, _ = held()

    content = secretary.get(reverse("session-file", args=[found.session.pk, "pdf"])).content

    reader = PdfReader(BytesIO(content))
    root: Any = reader.trailer["/Root"]
    # the order of letters inside a line is the reader's own; a line of one word stands as it is
    text = letters_text(content, "pdf")
    assert "سالن" in text
    assert not re.search("[0-9]", text)
    assert root["/Lang"] == "fa"
    assert root["/ViewerPreferences"]["/Direction"] == "/R2L"


def test_a_letter_keeps_its_words_and_is_for_its_agency(secretary: Client, settings: Any, tmp_path: Any) -> None:
    settings.WORDS = tmp_path
    (tmp_path / "letter.toml").write_text('greeting = "سلام علیکم"', encoding="utf-8")
    found, passed = held()
    gas, power, _ = found.agencies
    both = found.passed(agencies=(gas.pk, power.pk))
    post(secretary, "notify", found.session)
    (tmp_path / "letter.toml").write_text('greeting = "{nonsense}"', encoding="utf-8")
    own, other = meetings.letters_of(both.pk)
    secretary.force_login(persona("AGENCY", agency=gas))

    answer = secretary.get(reverse("letter-file", args=[passed.pk, own.pk, "docx"]))

    assert "سلام علیکم" in letters_text(answer.content, "docx")
    assert secretary.get(reverse("letter-file", args=[both.pk, other.pk, "pdf"])).status_code == 404
    assert secretary.get(reverse("resolution", args=[both.pk])).status_code == 200


def test_words_that_cannot_be_used_are_told(secretary: Client, settings: Any, tmp_path: Any) -> None:
    settings.WORDS = tmp_path
    (tmp_path / "letter.toml").write_text('greeting = "{nonsense}"', encoding="utf-8")
    found, _ = held()

    assert post(secretary, "notify", found.session).status_code == 422
    assert Letter.objects.count() == 0


def test_an_objection_is_filed_by_the_agency_and_settled_by_the_head(client: Client) -> None:
    found, passed = held()
    client.force_login(persona("SECRETARY"))
    post(client, "notify", found.session)
    client.force_login(persona("AGENCY", agency=found.agencies[0]))
    filed = client.post(reverse("resolution-object", args=[passed.pk]), {"objection": "بودجه نیست"})
    assert filed.status_code == 302
    (objection,) = meetings.objections_of(passed.pk)
    client.force_login(persona("HEAD"))
    page = client.get(reverse("resolution", args=[passed.pk])).content.decode()
    assert "بودجه نیست" in page
    assert "هنوز نه" in page

    settle = reverse("resolution-settle", args=[passed.pk, objection.pk])
    assert client.post(settle, {"outcome": "DISMISSED", "answer": ""}).status_code == 422
    client.post(settle, {"outcome": "DISMISSED", "answer": "اعتبار هست"})

    assert meetings.objections_of(passed.pk)[0].outcome == "DISMISSED"


@pytest.mark.parametrize("role", ["HEAD", "COUNTY", "AUDITOR"])
def test_who_does_not_prepare_reads_and_changes_nothing(client: Client, role: str) -> None:
    found, _ = held()
    client.force_login(persona(role))

    page = client.get(reverse("session", args=[found.session.pk])).content.decode()

    main = page[page.index('<main id="content"') :]
    assert "<textarea" not in main
    assert main.count("<form") == 0
    assert post(client, "pass", found.session).status_code == 403


def test_what_people_write_is_shown_as_text(secretary: Client) -> None:
    found, _ = held(subject="<script>alert(1)</script>")
    post(secretary, "write", found.session, item=found.item.pk, discussion="<b>x</b>")
    post(secretary, "draft", found.session, item=found.item.pk, text="<img src=x>", agency="9" * 30)

    for address in (reverse("session", args=[found.session.pk]), reverse("board")):
        page = secretary.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page


@pytest.mark.parametrize("language", ["fa", "en"])
def test_pages_of_the_board_are_whole_and_ask_no_other_host(secretary: Client, language: str) -> None:
    found, passed = held()
    secretary.cookies["hamahang_language"] = language
    addresses = [
        reverse("board"),
        reverse("committee", args=["setad"]),
        reverse("session", args=[found.session.pk]),
        reverse("resolution", args=[passed.pk]),
    ]

    for address in addresses:
        html = secretary.get(address).content.decode()
        assert f'lang="{language}"' in html
        assert "<style" not in html
        assert " style=" not in html
        assert not re.search(r"<script(?![^>]* src=)", html)
        assert 'name="viewport"' in html
        labels = set(re.findall(r'<label for="([^"]+)"', html))
        assert labels <= set(re.findall(r'\bid="([^"]+)"', html))
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), address


def test_a_session_that_is_not_there_is_not_found(secretary: Client) -> None:
    for name in ("session", "session-hold", "session-pass"):
        assert secretary.post(reverse(name, args=[99]), {}).status_code in (404, 405)
    assert secretary.get(reverse("session", args=[2**63])).status_code == 404


def test_an_earlier_decision_is_shown_before_a_unit_is_decided_again(secretary: Client) -> None:
    unit = factories.unit(name="آجر دالاهو")
    old = factories.resolution(unit=unit, text="امهال پارسال", number="1389/9/9")
    factories.resolution_state(resolution=old, since_on=DAY - timedelta(60))
    found = sitting(unit=unit.pk)

    page = secretary.get(reverse("session", args=[found.session.pk])).content.decode()

    assert "امهال پارسال" in page


def test_an_item_tells_what_the_board_should_know_before_it_decides(secretary: Client) -> None:
    made = begin(main_cause="MARKET")
    for step in ("open", "diagnose"):
        take(made, step)
    factories.head_count(unit=made.case.unit, persons=25, proof=2)
    found = sitting(unit=made.case.unit_id, case=made.case.pk, reason="بدهی <b>معوق</b>")

    page = re.sub("[\u2066-\u2069]", "", secretary.get(reverse("session", args=[found.session.pk])).content.decode())

    for words in ("عارضه‌یابی از ", "علت اصلی: بازار و فروش", "۲۵ شغل پروانه", "بدهی &lt;b&gt;معوق"):
        assert words in page, words
