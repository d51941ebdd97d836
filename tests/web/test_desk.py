"""My desk: comments tell people, tasks are given and done, the calendar opens by its key, the digest goes once."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hamahang.accounts.models import Person
from hamahang.board import sessions
from hamahang.casework import working
from hamahang.casework.models import Case
from hamahang.cli.main import main
from hamahang.desk import actions as desk
from hamahang.desk import queries
from hamahang.desk.models import Assignment, Comment, Notice, Wish
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


@pytest.fixture
def case() -> Case:
    return working.open_case(kind="REVIVAL", unit=factories.unit(name="آجر دالاهو").pk, on=DAY, by="x", at=AT)


@pytest.fixture
def dabir(client: Client) -> Person:
    person = persona("SECRETARY")
    client.force_login(person)
    return person


def say(client: Client, case: Case, text: str, **rest: Any) -> Any:
    about = {"about": "casework.Case", "about_id": case.pk}
    return client.post(reverse("desk-comment"), about | {"text": text} | rest, follow=True)


def give(client: Client, case: Case, person: str, due_on: date) -> Any:
    about = {"about": "casework.Case", "about_id": case.pk}
    said = {"task": "نامه به بانک", "person": person, "due_on": say_day(due_on, "fa", short=True)}
    return client.post(reverse("desk-assign"), about | said, follow=True)


def test_a_comment_tells_who_is_named_and_who_is_responsible(client: Client, case: Case, dabir: Person) -> None:
    persona("STATISTICS")
    persona("COUNTY")
    working.make_responsible(case=case, person="test-county", on=DAY, by="x", at=AT)

    page = say(client, case, "@test-statistics ببین <script>").content.decode()

    assert "ببین &lt;script&gt;" in page
    told = Notice.objects.order_by("kind").values_list("person", "kind")
    assert list(told) == [("test-county", "COMMENT"), ("test-statistics", "MENTION")]


def test_a_name_of_nobody_is_refused_and_what_was_typed_is_kept(client: Client, case: Case, dabir: Person) -> None:
    page = say(client, case, "@nobody سلام").content.decode()

    assert "کسی با نام" in page
    assert ">@nobody سلام</textarea>" in page
    assert not Comment.objects.exists()


def test_nobody_writes_about_what_they_may_not_see(client: Client, case: Case) -> None:
    client.force_login(persona("COUNTY", places="0101"))

    assert say(client, case, "سلام").status_code == 404
    assert client.post(reverse("desk-comment"), {"about": "accounts.Person", "about_id": "1"}).status_code == 404
    assert client.post(reverse("desk-comment"), {"about": "casework.Case", "about_id": "۱"}).status_code == 404
    assert not Comment.objects.exists()


def test_a_file_of_a_comment_is_sent_to_who_may_see_the_case(client: Client, case: Case, dabir: Person) -> None:
    say(client, case, "پیوست", file=SimpleUploadedFile("عکس.jpg", b"\xff\xd8\xff\xe0 picture"))
    address = reverse("desk-comment-file", args=[Comment.objects.get().pk])

    assert client.get(address).content == b"\xff\xd8\xff\xe0 picture"
    client.force_login(persona("COUNTY", places="0101"))
    assert client.get(address).status_code == 404


def test_a_task_comes_to_the_desk_and_is_done_by_who_has_it(client: Client, case: Case, dabir: Person) -> None:
    other = persona("STATISTICS")
    give(client, case, other.username, timezone.localdate() + timedelta(3))
    address = reverse("desk-settle", args=[Assignment.objects.get().pk])
    client.force_login(persona("HEAD"))
    assert client.post(address, {"state": "DONE"}).status_code == 404
    client.force_login(other)
    desk = client.get(reverse("desk")).content.decode()
    assert "نامه به بانک" in desk
    assert "کاری به شما سپرده شد" in desk

    client.post(address, {"state": "CANCELLED"})
    assert queries.open_assignments(other.username, AsOf(date(2100, 1, 1)))
    client.post(address, {"state": "DONE", "note": "فرستاده شد"})

    assert queries.open_assignments(other.username, AsOf(date(2100, 1, 1))) == []
    assert Notice.objects.get(kind="DONE").person == dabir.username


def test_a_task_due_in_the_past_or_for_nobody_is_refused(client: Client, case: Case, dabir: Person) -> None:
    assert "مهلت گذشته است" in give(client, case, dabir.username, DAY).content.decode()
    assert "چنین کسی نیست" in give(client, case, "nobody", timezone.localdate()).content.decode()
    assert not Assignment.objects.exists()


def test_notices_are_counted_in_the_head_until_read(client: Client, case: Case, dabir: Person) -> None:
    other = persona("STATISTICS")
    say(client, case, f"@{other.username} یک")
    say(client, case, f"@{other.username} دو")
    client.force_login(other)

    assert 'class="unread"' in client.get(reverse("units")).content.decode()
    client.post(reverse("desk-read"))
    assert 'class="unread"' not in client.get(reverse("units")).content.decode()


def test_a_calendar_opens_by_its_key_alone_and_a_new_key_closes_it(
    client: Client, case: Case, dabir: Person, caplog: Any
) -> None:
    working.make_responsible(case=case, person=dabir.username, on=DAY, by="x", at=AT)

    def key() -> str:
        page = client.post(reverse("desk-calendar"), follow=True).content.decode()
        return page.split("/calendar/")[1].split(".ics")[0]

    first = key()
    visitor = Client()
    feed = visitor.get(reverse("calendar", args=[first]))
    assert "آجر دالاهو" in feed.content.decode().replace("\r\n ", "")
    assert first not in str(Wish.objects.values_list().get())
    second = key()
    assert visitor.get(reverse("calendar", args=[first])).status_code == 404
    assert visitor.get(reverse("calendar", args=[second])).status_code == 200
    Person.objects.filter(pk=dabir.pk).update(is_active=False)
    assert visitor.get(reverse("calendar", args=[second])).status_code == 404


def test_the_calendar_and_the_desk_hold_sessions_and_what_the_agency_has_to_do(client: Client) -> None:
    power, gas = (factories.agency(name=name, name_key=company_key(name)) for name in ("شرکت برق", "شرکت گاز"))
    today = timezone.localdate()
    for code, agency in (("setad", power), ("banks", gas)):
        committee = factories.committee(code=code, name=f"کارگروه {code}", prefix=code)
        factories.seat(committee=committee, agency=agency, since_on=DAY)
        sessions.plan_session(
            committee=committee, planned_on=today + timedelta(5), planned_at="09:30", on=today, by="x", at=AT
        )
    found = factories.resolution(executor="شرکت برق", text="وصل برق شهرک", due_on=today, passed_on=DAY)
    factories.resolution_state(resolution=found, state="NOTIFIED", since_on=DAY)
    officer = persona("AGENCY", agency=power)
    client.force_login(officer)
    key = desk.make_calendar(person=officer.username)

    page = client.get(reverse("desk")).content.decode()
    feed = client.get(reverse("calendar", args=[key])).content.decode().replace("\r\n ", "")

    assert "وصل برق شهرک" in page
    assert "کارگروه setad" in page
    assert "کارگروه banks" not in page
    assert reverse("session", args=[1]) not in page
    day = say_day(today + timedelta(5), "fa")
    assert re.search(rf"SUMMARY:جلسهٔ ۱ کارگروه setad، ساعت ۰۹:۳۰ \({day}\)", feed.replace("\\", ""))
    assert f"وصل برق شهرک ({say_day(today, 'fa')})" in feed
    assert "banks" not in feed
    client.force_login(persona("HEAD"))
    head = client.get(reverse("desk")).content.decode()
    assert "کارگروه banks" in head
    assert "وصل برق شهرک" not in head


def test_reminders_by_rule_come_to_the_desk_and_go_once(client: Client, capsys: Any) -> None:
    power = factories.agency(name="شرکت برق", name_key=company_key("شرکت برق"))
    found = factories.resolution(executor="شرکت برق", text="وصل برق", due_on=DAY + timedelta(1), passed_on=DAY)
    factories.resolution_state(resolution=found, state="NOTIFIED", since_on=DAY)
    persona("HEAD")
    client.force_login(persona("SECRETARY"))

    assert main(["remind", "--look"]) == 0
    assert capsys.readouterr().out.startswith("NATIONAL")
    page = client.post(reverse("board-remind"), follow=True).content.decode()
    again = client.post(reverse("board-remind"), follow=True).content.decode()

    assert "دربارهٔ ۱ مصوبه" in re.sub("[\u2066-\u2069]", "", page)
    assert "دربارهٔ ۰ مصوبه" in re.sub("[\u2066-\u2069]", "", again)
    assert main(["remind"]) == 0
    assert capsys.readouterr().out == ""
    assert "مصوبهٔ عقب‌افتاده به گام بعد رسید" in client.get(reverse("desk")).content.decode()
    assert "به قاعده: ارجاع به سطح ملی" in client.get(reverse("resolution", args=[found.pk])).content.decode()
    client.force_login(persona("AGENCY", agency=power))
    assert client.post(reverse("board-remind")).status_code == 403


def test_the_digest_says_what_is_late_and_new_and_goes_once_a_day(
    client: Client, case: Case, dabir: Person, settings: Any, capsys: Any
) -> None:
    settings.EMAIL_HOST = "localhost"
    working.make_responsible(case=case, person=dabir.username, on=DAY, by="x", at=AT)
    client.post(reverse("desk-wishes"), {"email": "dabir@example.ir"})
    give(client, case, dabir.username, timezone.localdate() + timedelta(3))

    assert main(["digest", "--base-url", "https://setad.example.ir"]) == 0
    assert main(["digest"]) == 0

    (message,) = mail.outbox
    assert message.to == ["dabir@example.ir"]
    assert "دیر شده:\n  - احیای واحد راکد: آجر دالاهو" in message.body
    assert "تا یک هفتهٔ دیگر:\n  - نامه به بانک" in message.body
    assert message.body.endswith("https://setad.example.ir\n")


def test_without_a_mail_server_the_digest_says_what_to_set(settings: Any, capsys: Any) -> None:
    settings.EMAIL_HOST = ""

    assert main(["digest"]) == 1
    assert "HAMAHANG_MAIL" in capsys.readouterr().err


def test_a_wrong_address_is_refused(client: Client, dabir: Person) -> None:
    page = client.post(reverse("desk-wishes"), {"email": "a b"}, follow=True).content.decode()

    assert "نشانی رایانامه درست نیست" in page
    assert not Wish.objects.exists()
