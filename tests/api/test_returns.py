"""The endpoint of monthly returns: by token only, inside its person's reach, idempotent, errors in both languages."""

import json
from typing import Any

import pytest
from django.test import Client

from hamahang.accounts.models import ApiToken
from hamahang.accounts.tokens import NoSuchToken, UnknownPerson, end_token, make_token
from hamahang.domain.months import Month
from hamahang.ledger.models import Change
from hamahang.register import confirming
from hamahang.register.models import MonthlyReturn, Unit
from tests import factories
from tests.factories import AT
from tests.personas import persona

pytestmark = pytest.mark.django_db
SAID = {
    "licence_no": "71/1", "month": "1390-05", "status": "ACTIVE", "persons": 12, "women": 5, "men": 7,
    "capacity_use": "61.5", "products": [{"name": "آجر", "quantity": 120.5, "measure": "هزار قالب"}],
}  # fmt: skip


@pytest.fixture
def unit() -> Unit:
    made = factories.unit(licence_no="71/1", county=factories.county(code="1601"))
    factories.licence(unit=made, kind="NEW", since_on=Month(1389, 2).day(4))
    return made


def token_of(role: str, *, places: str = "") -> str:
    person = persona(role, places=places)
    return make_token(username=person.username, label="سامانهٔ آزمایش", by="modir", at=AT)[1]


@pytest.fixture
def token(unit: Unit) -> str:
    made = token_of("OWNER")
    confirming.name_sender(unit=unit.pk, username="test-owner", by="amar", at=AT)
    return made


def post(client: Client, token: str, said: Any, **headers: Any) -> Any:
    body = said if isinstance(said, bytes | str) else json.dumps(said)
    sent: dict[str, Any] = {"content_type": "application/json", "HTTP_AUTHORIZATION": f"Bearer {token}"} | headers
    return client.post("/api/returns/", body, **sent)


def test_a_return_is_taken_once_however_often_it_is_sent(unit: Unit, token: str, client: Client) -> None:
    first, second = post(client, token, SAID), post(client, token, SAID)

    assert (first.status_code, first.json()["result"], first.json()["state"]) == (201, "CREATED", "WAITING")
    assert (second.status_code, second.json()["result"]) == (200, "UNCHANGED")
    report = MonthlyReturn.objects.get()
    assert (report.unit_id, report.persons, report.channel, report.entry.by) == (unit.pk, 12, "API", "test-owner")
    corrected = post(client, token, SAID | {"persons": 13, "women": 6})
    assert (corrected.status_code, corrected.json()["result"]) == (200, "CORRECTED")


def test_what_became_of_it_is_told(unit: Unit, token: str, client: Client) -> None:
    post(client, token, SAID)
    day = MonthlyReturn.objects.get().sent_on
    confirming.send_back(unit=unit.pk, month=Month(1390, 5), reason="جمع نمی‌خواند", on=day, by="amar", at=AT)

    asked = client.get("/api/returns/?licence_no=71/1&month=1390-05", HTTP_AUTHORIZATION=f"Bearer {token}").json()

    (line,) = asked["returns"]
    assert (line["state"], line["reason"], line["products"][0]["quantity"]) == ("SENT_BACK", "جمع نمی‌خواند", "120.50")
    again = post(client, token, SAID)
    assert (again.status_code, again.json()["result"]) == (201, "CREATED")
    confirming.confirm_returns(of=[(unit.pk, Month(1390, 5))], on=day, by="amar", at=AT)
    refused = post(client, token, SAID | {"persons": 13, "women": 6})
    assert (refused.status_code, refused.json()["code"]) == (409, "confirmed")
    assert post(client, token, SAID).json()["result"] == "UNCHANGED"
    whole = client.get("/api/returns/?licence_no=71/1", HTTP_AUTHORIZATION=f"Bearer {token}").json()
    assert len(whole["returns"]) == 12


@pytest.mark.parametrize(
    ("changed", "status", "fields"),
    [
        ({"women": 9}, 422, ["persons"]),
        ({"persons": "12"}, 422, ["persons"]),
        ({"persons": True, "men": 1.5}, 422, ["persons", "men"]),
        ({"month": "13"}, 422, ["month"]),
        ({"month": 5}, 422, ["month"]),
        ({"status": "CLOSED", "shifts": 9}, 422, ["status", "shifts"]),
        ({"capacity_use": "lots"}, 422, ["capacity_use"]),
        ({"capacity_use": "1e400"}, 422, ["capacity_use"]),
        ({"colour": "red"}, 422, ["colour"]),
        ({"products": {"name": "x"}}, 422, ["products"]),
        ({"products": [{"name": "x"}]}, 422, ["products"]),
        ({"products": [{"name": 1, "quantity": 1}]}, 422, ["products"]),
        ({"products": [{"name": "x", "quantity": -1}]}, 422, ["products"]),
        ({"licence_no": "99/9"}, 404, ["licence_no"]),
        ({"licence_no": "71/1\u0000"}, 201, None),
    ],
)
def test_what_is_wrong_is_said_at_each_field_in_both_languages(
    unit: Unit, token: str, client: Client, changed: dict[str, Any], status: int, fields: list[str] | None
) -> None:
    response = post(client, token, SAID | changed)

    assert response.status_code == status
    if fields is not None:
        errors = response.json()["errors"]
        assert [error["field"] for error in errors] == fields
        assert all(error["fa"] and error["en"] for error in errors)
        assert not MonthlyReturn.objects.exists()


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b'{"persons": NaN}', "application/json", 400),
        (b"[" * 50_000, "application/json", 400),
        (b"{}" + b" " * 70_000, "application/json", 413),
        (b"a=1", "application/x-www-form-urlencoded", 415),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(
    unit: Unit, token: str, client: Client, body: bytes, kind: str, status: int
) -> None:
    assert post(client, token, body, content_type=kind).status_code == status


def test_without_a_token_in_use_nothing_is_told(unit: Unit, token: str, client: Client) -> None:
    for header in ("", "Bearer ", "Bearer wrong", f"Basic {token}", f"Bearer {token}x"):
        response = client.post("/api/returns/", "{}", content_type="application/json", HTTP_AUTHORIZATION=header)
        assert response.status_code == 401
        assert response["WWW-Authenticate"].startswith("Bearer")
    end_token(number=ApiToken.objects.get().pk, by="modir", at=AT)
    assert post(client, token, SAID).status_code == 401
    with pytest.raises(NoSuchToken):
        end_token(number=ApiToken.objects.get().pk, by="modir", at=AT)


def test_a_session_is_no_token(unit: Unit, client: Client) -> None:
    client.force_login(persona("COUNTY"))

    assert client.post("/api/returns/", "{}", content_type="application/json").status_code == 401


def test_a_token_reaches_as_far_as_its_person(unit: Unit, token: str, client: Client) -> None:
    factories.unit(licence_no="71/2", county=unit.county)
    assert post(client, token, SAID | {"licence_no": "71/2"}).status_code == 404
    assert post(client, token_of("COUNTY", places="1605"), SAID).status_code == 404
    assert post(client, token_of("AUDITOR"), SAID).status_code == 403
    assert client.delete("/api/returns/", HTTP_AUTHORIZATION=f"Bearer {token}").status_code == 405


def test_the_token_itself_is_kept_nowhere(unit: Unit, token: str) -> None:
    stored = ApiToken.objects.get()

    assert token not in (stored.digest, stored.label)
    assert len(stored.digest) == 64
    assert not [change for change in Change.objects.all() if token in change.after or stored.digest in change.after]
    with pytest.raises(UnknownPerson):
        make_token(username="nobody", label="x", by="modir", at=AT)
