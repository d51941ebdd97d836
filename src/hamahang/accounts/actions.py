"""Changing people and agencies."""

from datetime import datetime

from django.contrib.auth.password_validation import validate_password

from hamahang.accounts.models import Agency, Person
from hamahang.accounts.roles import ROLES
from hamahang.domain.ledger import ChangeKind, canonical
from hamahang.domain.text import company_key, fold
from hamahang.ledger.recording import recording


class UnknownRole(ValueError):
    """The role's code is not in `accounts.roles.ROLES`."""


class UsernameTaken(ValueError):
    """Somebody signs in under this name already."""


def add_person(
    *,
    username: str,
    name: str,
    role: str,
    password: str,
    places: str = "",
    agency: Agency | None = None,
    by: str,
    at: datetime,
) -> Person:
    """Add somebody who can sign in; the password's rules apply, and the password itself is never recorded.

    :raises UnknownRole: if the role does not exist
    :raises UsernameTaken: if the name is in use, also in other letters that look the same
    :raises django.core.exceptions.ValidationError: if the password is too weak
    """
    if role not in ROLES:
        raise UnknownRole(f"{role}; one of {', '.join(ROLES)}")
    if any(fold(taken) == fold(username) for taken in Person.objects.values_list("username", flat=True)):
        raise UsernameTaken(username)
    person = Person(username=username, name=name, role=role, places=places, agency=agency)
    validate_password(password, person)
    person.set_password(password)
    with recording(action="accounts.person.added", by=by, at=at) as entry:
        person.save()
        after = canonical({"username": username, "role": role, "places": places, "agency": agency and agency.code})
        entry.add(kind=ChangeKind.CREATED, record="accounts.Person", record_id=person.pk, after=after)
    return person


def name_agency(*, code: str, name: str, kind: str, by: str, at: datetime) -> Agency:
    """Return the agency of a code, recorded when it is new."""
    known = Agency.objects.filter(code=code, voided_entry=None).first()
    if known:
        return known
    agency = Agency(code=code, name=name, name_key=company_key(name), kind=kind)
    with recording(action="accounts.agency.added", by=by, at=at):
        agency.save()
    return agency
