"""People and agencies: added once, in the ledger, and never with a password in it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from hamahang.accounts.actions import UnknownRole, UsernameTaken, add_person, name_agency
from hamahang.accounts.models import Agency, Person
from hamahang.ledger import queries as ledger
from hamahang.ledger.models import Change
from hamahang.ledger.verification import verify_records
from tests.factories import AT

pytestmark = pytest.mark.django_db
PASSWORD = "کوه و دشت و 71 رود"


def add(**values: Any) -> Person:
    given = {"username": "dabir", "name": "دبیر ستاد", "role": "SECRETARY", "password": PASSWORD}
    return add_person(**{**given, **values}, by="admin", at=AT)


def test_a_person_is_added_and_the_ledger_keeps_no_password() -> None:
    person = add()

    assert person.check_password(PASSWORD)
    change = Change.objects.get(record="accounts.Person")
    assert (change.record_id, change.entry.by) == (person.pk, "admin")
    assert person.password not in change.after
    assert PASSWORD not in change.after
    assert verify_records() is None


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"role": "KING"}, UnknownRole),
        ({"password": "short"}, ValidationError),
        ({"password": "password1234"}, ValidationError),
        ({"username": "علي"}, UsernameTaken),
    ],
)
def test_a_refused_person_leaves_no_trace(values: dict[str, Any], refused: type[Exception]) -> None:
    add(username="علی")
    before = ledger.head()

    with pytest.raises(refused):
        add(**values)

    assert Person.objects.count() == 1
    assert ledger.head() == before


def test_an_agency_is_named_once() -> None:
    first = name_agency(code="melli", name="بانک ملی", kind="BANK", by="amar", at=AT)
    before = ledger.head()

    assert name_agency(code="melli", name="بانک ملی ایران", kind="BANK", by="amar", at=AT) == first
    assert Agency.objects.get().name == "بانک ملی"
    assert ledger.head() == before
