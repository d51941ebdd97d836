"""People of each role, to act in tests."""

from typing import Any

from hamahang.accounts.models import Person


def persona(role: str, *, places: str = "", agency: Any = None, name: str = "") -> Person:
    """Return somebody of a role, stored; a bank's officer belongs to an agency. name: of a second one of a role"""
    name = name or role.title()
    person = Person(username=f"test-{name.lower()}", name=name, role=role, places=places, agency=agency)
    person.set_unusable_password()
    person.save()
    return person
