"""Pages of visits, and what a phone sends: right for who may, nothing for who may not, nothing lost or doubled."""

import io
import json
import uuid
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hamahang.accounts.models import Person
from hamahang.register.models import Unit, UnitStatus
from hamahang.territory.models import Estate
from hamahang.visits.models import Visit, VisitConflict, VisitPlan, VisitStop
from tests.personas import persona
from tests.province import Province
from tests.rooms.visits.sheets import jpeg

pytestmark = pytest.mark.django_db
DAY = "1405/09/01"


@pytest.fixture
def deputy(province: Province, client: Client, settings: Any, tmp_path: Path) -> Client:
    settings.PAPERS = tmp_path
    client.force_login(persona("ESTATES"))
    return client


@pytest.fixture
def unit(province: Province) -> Unit:
    return Unit.objects.filter(estate__code="ilam", voided_entry=None).order_by("pk")[0]


def sheet(**said: Any) -> dict[str, Any]:
    given = {"key": str(uuid.uuid4()), "visited_on": DAY, "state": "IDLE", "written_at": "2026-11-22T08:00:00.000Z"}
    return given | said


def send(client: Client, said: Any, **files: Any) -> Any:
    text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    return client.post("/visits/sheet/send/", {"sheet": text, **files})


def file(shade: int = 1) -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", jpeg(shade), "text/html")


def visited(client: Client, unit: Unit, **said: Any) -> Visit:
    answer = send(client, sheet(unit=unit.pk, **said))
    assert answer.status_code == 200, answer.content
    return Visit.objects.get(pk=answer.json()["visit"])


def test_a_sheet_in_persian_digits_is_understood(deputy: Client, unit: Unit) -> None:
    place = {"latitude": 33.6374, "longitude": 46.4227}
    said = sheet(
        unit=unit.pk, visited_on="۱۴۰۵/۰۹/۰۱", persons_seen="۱۲ نفر", place=place, notes="یک\nدو",
        findings=[{"cause": "MARKET", "note": "انبار"}],
        photos=[{"caption": "انبار", "taken_at": "2026-11-22T07:00:00Z", "place": place}],
    )  # fmt: skip

    answer = send(deputy, said, photo=file(), signature=file(9))

    assert answer.json()["is_new"]
    visit = Visit.objects.get()
    assert (visit.visited_on, visit.persons_seen, visit.notes) == (date(2026, 11, 22), 12, "یک\nدو")
    assert visit.written_at == datetime(2026, 11, 22, 8, tzinfo=UTC)
    page = deputy.get(f"/visits/{visit.pk}/").content.decode()
    for words in ("انبار", "بازار و فروش", "۳۳.۶۳۷۴", unit.name):
        assert words in page
    opened = visit.cases.get()
    assert f"/cases/{opened.case_id}/" in page
    assert f"/visits/{visit.pk}/" in deputy.get(f"/units/{unit.pk}/").content.decode()


def test_sent_again_it_is_answered_the_same(deputy: Client, unit: Unit) -> None:
    said = sheet(unit=unit.pk, photos=[{}])

    first, again = (send(deputy, said, photo=file()).json() for _ in range(2))

    assert first["visit"] == again["visit"]
    assert (first["is_new"], again["is_new"]) == (True, False)
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    "said",
    [
        "", "[]", "{", '"x"', "1e999", "null",
        {"key": 5}, {"key": "x"}, {"unit": "1"}, {"unit": True}, {"unit": -1}, {"unit": 2**70}, {"unit": 10**12},
        {"estate": 1.5}, {"state": []}, {"state": "x"}, {"visited_on": "1405/13/01"}, {"visited_on": ""},
        {"visited_on": "1409/01/01"}, {"persons_seen": "بسیار"}, {"persons_seen": "1.5"}, {"persons_seen": "-3"},
        {"place": "here"}, {"place": {"latitude": "1", "longitude": 2}}, {"place": {"latitude": float("nan")}},
        {"place": {"latitude": float("nan"), "longitude": float("inf")}}, {"findings": "MARKET"},
        {"findings": [{"cause": "x"}]}, {"photos": [{}]}, {"written_at": "yesterday"}, {"notes": "x" * 9000},
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_words_and_nothing_is_kept(deputy: Client, unit: Unit, said: Any) -> None:
    answer = send(deputy, said if isinstance(said, str) else sheet(unit=unit.pk) | said)

    assert answer.status_code == 422
    assert answer.json()["why"]["fa"]
    assert not Visit.objects.exists()


def test_a_file_that_is_no_picture_is_refused(deputy: Client, unit: Unit) -> None:
    page = io.BytesIO(b"<html><script>alert(1)</script>")
    page.name = "photo.jpg"

    assert send(deputy, sheet(unit=unit.pk, photos=[{}]), photo=page).status_code == 422


def test_a_picture_is_given_safely_and_only_within_reach(deputy: Client, unit: Unit) -> None:
    send(deputy, sheet(unit=unit.pk, photos=[{}]), photo=file(), signature=file(3))
    visit = Visit.objects.get()
    addresses = (f"/visits/{visit.pk}/photos/{visit.photos.get().pk}/", f"/visits/{visit.pk}/signature/")

    for address in addresses:
        answer = deputy.get(address)
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Disposition"].startswith("inline")
        assert "private" in answer["Cache-Control"]
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert deputy.get(addresses[0]).content == jpeg(1)
    elsewhere = officer("there", "1605")
    assert unit.county.code != "1605"
    assert {elsewhere.get(address).status_code for address in addresses} == {404}


def officer(username: str, places: str) -> Client:
    person = Person(username=username, name=username, role="COUNTY", places=places)
    person.set_unusable_password()
    person.save()
    client = Client()
    client.force_login(person)
    return client


def test_a_county_officer_reaches_the_own_county_only(deputy: Client, unit: Unit) -> None:
    visit = visited(deputy, unit, notes="یک")
    send(deputy, sheet(key=visit.key, unit=unit.pk, notes="دو"))
    conflict = VisitConflict.objects.get()
    plan = planned(deputy, unit)
    elsewhere, here = officer("there", "1605"), officer("here", unit.county.code)
    away = Unit.objects.filter(county__code="1605", voided_entry=None)[0]

    for page in (f"/visits/{visit.pk}/", f"/visits/plans/{plan.pk}/"):
        assert (here.get(page).status_code, elsewhere.get(page).status_code) == (200, 404)
    for page in ("/visits/", "/visits/conflicts/", "/visits/new/?estate=ilam"):
        assert unit.name in here.get(page).content.decode()
        assert unit.name not in elsewhere.get(page).content.decode()
    assert elsewhere.get("/visits/sheet/along/").json()["plans"] == []
    assert elsewhere.post(f"/visits/conflicts/{conflict.pk}/", {"decision": "SENT"}).status_code == 404
    assert send(elsewhere, sheet(unit=unit.pk)).status_code == 422
    assert send(elsewhere, sheet(unit=away.pk, key=visit.key)).status_code == 422
    assert send(elsewhere, sheet(estate=unit.estate_id, plot="1")).status_code == 422
    assert send(elsewhere, sheet(unit=away.pk)).status_code == 200


def planned(client: Client, unit: Unit) -> VisitPlan:
    said = {"estate": "ilam", "day": "1405/09/03", "unit": [unit.pk], "plots": "۹۹، 100", "team": "معاون"}
    answer = client.post("/visits/new/", said)
    assert answer.status_code == 302, answer.content.decode()
    return VisitPlan.objects.get(pk=int(answer["Location"].rstrip("/").rsplit("/", 1)[-1]))


def test_a_day_is_planned_from_the_page_idle_units_first(deputy: Client, unit: Unit) -> None:
    page = deputy.get("/visits/new/?estate=ilam").content.decode()
    statuses = {s.unit_id: s.status for s in UnitStatus.objects.order_by("since_on", "proof", "pk")}
    names = {u.name: statuses[u.pk] for u in Unit.objects.filter(estate__code="ilam", voided_entry=None)}
    order = [names[name] for name in sorted(names, key=lambda name: page.find(f">{name}</bdi></label>"))]
    assert order[0] == "IDLE"
    assert "IDLE" not in order[order.index(next(s for s in order if s != "IDLE")) :]

    plan = planned(deputy, unit)

    assert [stop.plot for stop in VisitStop.objects.filter(plan=plan).order_by("order")][1:] == ["۹۹", "100"]
    visit = visited(deputy, unit, stop=VisitStop.objects.get(plan=plan, unit=unit).pk)
    assert f"/visits/{visit.pk}/" in deputy.get(f"/visits/plans/{plan.pk}/").content.decode()


@pytest.mark.parametrize(
    "said",
    [{"day": "1405/13/09"}, {"day": ""}, {"unit": [], "plots": ""}, {"unit": ["x", "9" * 30]}, {"estate": "nowhere"}],
    ids=str,
)
def test_a_plan_that_cannot_be_is_answered_on_the_page(deputy: Client, unit: Unit, said: dict[str, Any]) -> None:
    given = {"estate": "ilam", "day": "1405/09/03", "unit": [unit.pk]} | said

    assert deputy.post("/visits/new/", given).status_code == 200
    assert not VisitPlan.objects.exists()


def test_a_phone_takes_along_what_one_needs_in_front_of_a_unit(deputy: Client, unit: Unit) -> None:
    planned(deputy, unit)

    said = deputy.get("/visits/sheet/along/")

    assert "no-store" in said["Cache-Control"]
    stop = said.json()["plans"][0]["stops"][0]
    loaded = UnitStatus.objects.filter(unit=unit, voided_entry=None).order_by("-since_on", "-proof", "-pk")[0]
    assert (stop["unit"], stop["licence"], stop["loaded"]) == (unit.pk, unit.licence_no, loaded.pk)
    assert {word["code"] for word in said.json()["states"]} >= {"ACTIVE_HIGH", "EMPTY"}


def test_the_shell_the_worker_and_the_manifest_hold_nothing_of_anybody(deputy: Client, unit: Unit) -> None:
    planned(deputy, unit)
    stranger = Client()

    for address in ("/visits/sheet/", "/visits/worker.js", "/visits/sheet.webmanifest"):
        signed_in, stranger_sees = deputy.get(address), stranger.get(address)
        assert signed_in.status_code == 200
        assert signed_in.content == stranger_sees.content
        assert unit.name not in signed_in.content.decode()
    worker = stranger.get("/visits/worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert "script-src 'self'" in worker["Content-Security-Policy"]
    shell = json.loads(worker.content.decode().split("const SHELL = ", 1)[1].split(";\n", 1)[0])
    assert all(path == "/visits/sheet/" or path.startswith("/static/") for path in shell)


def test_the_worker_keeps_every_file_of_the_sheet(province: Province, client: Client) -> None:
    from tests.repository import PACKAGE

    worker = client.get("/visits/worker.js").content.decode()

    folder = PACKAGE / "web" / "static" / "visits"
    assert [path.name for path in folder.iterdir() if f"/static/visits/{path.name}" not in worker] == ["worker.js"]


def test_the_phone_is_marked_as_its_persons_and_no_longer_after_signing_out(deputy: Client) -> None:
    answer = deputy.get("/visits/sheet/who/")
    mark = answer.cookies["hamahang_sheet"]
    assert mark.value == answer.json()["owner"]
    assert "test-estates" not in mark.value
    assert (mark["path"], mark["httponly"]) == ("/visits/", "")

    gone = deputy.post("/sign-out/")

    assert gone.cookies["hamahang_sheet"].value == ""
    assert '"storage"' not in gone["Clear-Site-Data"]  # sheets that were not sent yet lie there
    again = Client().post("/sign-in/", {"username": "x", "password": "y"})
    assert again.cookies["hamahang_sheet"].value == ""


def test_what_speaks_against_the_register_is_decided_on_the_page(deputy: Client, unit: Unit) -> None:
    visit = visited(deputy, unit, state="UNDER_CONSTRUCTION", loaded=0)
    assert "چشم‌به‌راه تصمیم است" in deputy.get("/visits/").content.decode()
    conflict = VisitConflict.objects.get(visit=visit)
    assert "دفتر در این میان تغییر کرده است" in deputy.get(f"/visits/{visit.pk}/").content.decode()

    deputy.post(f"/visits/conflicts/{conflict.pk}/", {"decision": "SENT"})

    assert UnitStatus.objects.filter(unit=unit, proof=6, status="UNDER_CONSTRUCTION").exists()
    assert "test-estates" in deputy.get("/visits/conflicts/").content.decode()
    phone = {"Accept": "application/json"}
    again = deputy.post(f"/visits/conflicts/{conflict.pk}/", {"decision": "HELD"}, headers=phone)
    assert again.status_code == 409


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_list_is_narrowed_and_paged_the_newest_first(deputy: Client, unit: Unit, language: str) -> None:
    deputy.cookies["hamahang_language"] = language
    other = Unit.objects.filter(estate=None, voided_entry=None)[0]
    for number in range(60):
        visited(deputy, unit, visited_on=f"1405/{1 + number // 28:02}/{1 + number % 28:02}", persons_seen=str(number))
    visited(deputy, other, state="UNDER_CONSTRUCTION")

    def listed(query: str) -> list[str]:
        page = deputy.get(f"/visits/?{query}").content.decode()
        return [part.split("/", 1)[0] for part in page.split('<th scope="row"><a href="/visits/')[1:]]

    everything = [str(pk) for pk in Visit.objects.order_by("-visited_on", "-pk").values_list("pk", flat=True)]
    assert listed("") == everything[:50]
    following = deputy.get("/visits/").content.decode().split('rel="next" href="?', 1)[1].split('"', 1)[0]
    assert listed(following.replace("&amp;", "&")) == everything[50:]
    assert len(listed("state=UNDER_CONSTRUCTION")) == 1
    assert len(listed("estate=ilam")) == 50
    assert len(listed("on=1405/01/03")) == 1
    assert len(listed(f"text={other.licence_no}")) == 1
    assert "1405/13/09" in deputy.get("/visits/?on=1405/13/09").content.decode()


@pytest.mark.parametrize("asked", ["%00", "1e9", "-1", "9" * 400, "'; DROP", "zzz"])
def test_strange_parameters_never_break_a_page(deputy: Client, asked: str) -> None:
    for name in ("on", "at", "estate", "state", "text", "day"):
        assert deputy.get(f"/visits/?{name}={asked}").status_code == 200
    assert deputy.get(f"/visits/new/?estate={asked}").status_code == 200


def test_who_may_read_but_not_record_sees_no_button_and_is_refused(deputy: Client, unit: Unit) -> None:
    visit = visited(deputy, unit, state="UNDER_CONSTRUCTION", loaded=0)
    conflict = VisitConflict.objects.get()
    reader = Client()
    reader.force_login(persona("AUDITOR"))

    assert "/visits/new/" not in reader.get("/visits/").content.decode()
    assert "decision" not in reader.get(f"/visits/{visit.pk}/").content.decode()
    assert reader.post(f"/visits/conflicts/{conflict.pk}/", {"decision": "SENT"}).status_code == 403
    assert send(reader, sheet(unit=unit.pk)).status_code == 403


def test_a_plot_without_a_unit_is_shown_by_its_number(deputy: Client) -> None:
    estate = Estate.objects.get(code="ilam")
    answer = send(deputy, sheet(estate=estate.pk, plot="77", state="EMPTY"))

    assert "۷۷" in deputy.get(f"/visits/{answer.json()['visit']}/").content.decode()


def test_after_midnight_in_the_province_a_visit_of_the_new_day_is_no_visit_of_the_future(
    deputy: Client, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = list[date]()
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 25, 21, 30, tzinfo=UTC))
    monkeypatch.setattr("hamahang.visits.actions.check", lambda draft, *, today: seen.append(today))

    send(deputy, sheet(unit=unit.pk))

    assert seen == [date(2026, 11, 26)]
