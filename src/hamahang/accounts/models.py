"""People and agencies. A person is not a record of the province: changes are noted in the ledger by the actions."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from hamahang.accounts.permissions import Permission
from hamahang.accounts.roles import ROLES, role_choices
from hamahang.ledger.models import Record, once_standing


class Agency(Record):
    """An office, a company of the state or a bank that acts with the headquarters."""

    class Kind(models.TextChoices):
        OFFICE = "OFFICE"
        BANK = "BANK"

    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120, db_index=True)
    kind = models.CharField(max_length=6, choices=Kind)

    class Meta:
        constraints = (once_standing("code", name="agency_of_a_code_once"),)

    def __str__(self) -> str:
        return self.name


class Person(AbstractBaseUser):
    """Somebody who signs in. The ledger keeps `username` as text, so a person may leave and the entries stay."""

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=role_choices)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", null=True, blank=True)
    # codes of provinces and counties the person may see, separated by spaces; empty means all
    places = models.CharField(max_length=400, blank=True)
    is_active = models.BooleanField(default=True)
    last_login = None

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = BaseUserManager()

    class PersonalData:
        fields = ("username", "name", "password")

    def __str__(self) -> str:
        return self.name

    def may(self, permission: Permission) -> bool:
        """Return whether the person's role carries a permission; an inactive person may nothing."""
        return self.is_active and permission in ROLES[self.role].permissions


class ApiToken(models.Model):
    """A token by which another system acts for a person. Of the token itself only the hash is kept."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="tokens")
    label = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.label
