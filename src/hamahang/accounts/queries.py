"""Who may see what: the one function that narrows rows to a reader's reach."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q

from hamahang.accounts.models import Agency, ApiToken, Person
from hamahang.accounts.roles import ROLES
from hamahang.domain.indicators import Scope
from hamahang.domain.text import fold

M = TypeVar("M", bound=models.Model)
PROVINCE_DIGITS = 2


@dataclass(frozen=True, slots=True)
class Reach:
    """What a reader may list. None means no limit; an empty set means nothing.

    places: codes of provinces (two digits) and counties (four digits); bank: code of the one bank.
    """

    places: frozenset[str] | None = None
    bank: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out of what is listed."""
        return self.places is None and self.bank is None

    def has(self, county: str | None) -> bool:
        """Return whether what lies in a county may be listed, as `narrowed` lists it. county: its code, None unknown"""
        inside = self.places is None or (county is not None and {county, county[:PROVINCE_DIGITS]} & self.places)
        return self.bank is None and bool(inside)

    def covers(self, scope: Scope) -> bool:
        """Return whether all that a scope's figure counts may be listed: a part of it would accuse wrongly."""
        return self.is_whole or (scope.kind == "county" and self.has(scope.code))


EVERYTHING = Reach()
NOTHING = Reach(places=frozenset())


def signed_in(user: Any) -> Person | None:
    """Return the person behind a request, None for a visitor."""
    return user if isinstance(user, Person) else None


def reach_of(person: Any) -> Reach:
    """Return the reach of a signed-in person; nothing for anybody else."""
    if not isinstance(person, Person) or not ROLES[person.role].permissions:
        return NOTHING
    if person.role == "OWNER":
        # no list of the office's is theirs, wherever their places lie
        return NOTHING
    places = frozenset(person.places.split()) or None
    bank = person.agency.code if person.role == "BANK" and person.agency else None
    if person.role == "BANK" and bank is None:
        return NOTHING
    return Reach(places=places, bank=bank)


def narrowed(
    rows: "models.QuerySet[M]",
    reach: Reach,
    *,
    county: str | None,
    bank: str | None = None,
    or_of_no_county: bool = False,
) -> "models.QuerySet[M]":
    """Return only the rows inside a reach: the one place where territory and role cut a list.

    county: the path from the row to its county, empty for a county itself; None for rows of no county, which all
        who may see the list see
    or_of_no_county: rows whose county is not known concern the whole province, and stay
    bank: the path from the row to its bank's code; a bank's officer sees no row that has none
    """
    if reach.places is not None and county is not None:
        inside = _inside(reach.places, county)
        rows = rows.filter(inside | Q(**{f"{county}__isnull": True}) if or_of_no_county else inside)
    if reach.bank is not None:
        rows = rows.filter(**{bank: reach.bank}) if bank else rows.none()
    return rows


def is_withheld(
    reach: Reach, *, county: str | None = "", bank: str | None = None, or_of_no_county: bool = False
) -> bool:
    """Tell whether `narrowed` leaves a reader no row of a list, whatever the list holds."""
    is_of_places = county is not None and not or_of_no_county
    return (reach.places == frozenset() and is_of_places) or (reach.bank is not None and bank is None)


def _inside(places: frozenset[str], county: str) -> Q:
    counties = [code for code in places if len(code) > PROVINCE_DIGITS]
    provinces = [code for code in places if len(code) == PROVINCE_DIGITS]
    prefix = f"{county}__" if county else ""
    return Q(**{f"{prefix}code__in": counties}) | Q(**{f"{prefix}province__code__in": provinces})


def person_named(username: str) -> Person | None:
    """Return the active person of a user name, or None."""
    return Person.objects.filter(username=username, is_active=True).first()


def is_one_person(one: str, other: str) -> bool:
    """Return whether two user names are of one person: the same, or of accounts that carry the same name."""
    names = {person.username: fold(person.name) for person in Person.objects.filter(username__in=(one, other))}
    return one == other or (names.get(one, "") != "" and names.get(one) == names.get(other))


def agencies_by_key() -> dict[str, Agency]:
    """Return agencies by the folded name."""
    return {agency.name_key: agency for agency in Agency.objects.filter(voided_entry=None)}


def agencies(ids: Collection[int] | None = None) -> list[Agency]:
    """Return the agencies of some keys in their order; with none asked, all by name."""
    standing = Agency.objects.filter(voided_entry=None)
    if ids is None:
        return list(standing.order_by("name"))
    found = standing.in_bulk(list(ids))
    return [found[key] for key in dict.fromkeys(ids) if key in found]


def people() -> models.QuerySet[Person]:
    """Return everybody who can sign in."""
    return Person.objects.select_related("agency").order_by("username")


def digest_of(token: str) -> str:
    """Return what is kept of a token. It is drawn at random and long: nothing slower than this hash is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def person_of_token(token: str) -> Person | None:
    """Return the active person for whom a token in use acts, None if there is none."""
    if not token:
        return None
    found = ApiToken.objects.filter(digest=digest_of(token), ended_at=None, person__is_active=True)
    row = found.select_related("person__agency").first()
    return row.person if row else None


def tokens() -> models.QuerySet[ApiToken]:
    """Return all tokens with whom they act for, the oldest first."""
    return ApiToken.objects.select_related("person").order_by("pk")
