"""People of each role, to act in tests."""

from typing import Any

from hamahang.accounts.models import Person


def persona(role: str, *, places: str = "", agency: Any = None) -> Person:
    """Return somebody of a role, stored; a bank's officer belongs to an agency."""
    person = Person(username=f"test-{role.lower()}", name=role.title(), role=role, places=places, agency=agency)
    person.set_unusable_password()
    person.save()
    return person
