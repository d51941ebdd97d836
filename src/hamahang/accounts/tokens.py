"""Tokens by which other systems act for a person: shown once, kept as a hash, ended at any time."""

import secrets
from datetime import datetime

from hamahang.accounts.models import ApiToken
from hamahang.accounts.queries import digest_of, person_named
from hamahang.domain.ledger import ChangeKind, canonical
from hamahang.ledger.recording import recording

BYTES = 32


class UnknownPerson(LookupError):
    """Nobody who may sign in has this user name. Repair: add the person first."""


class NoSuchToken(LookupError):
    """No token of this number is in use."""


def make_token(*, username: str, label: str, by: str, at: datetime) -> tuple[int, str]:
    """Make a token for a person; return its number and the token, which is kept nowhere.

    :raises UnknownPerson: if there is no such active person
    """
    person = person_named(username)
    if person is None:
        raise UnknownPerson(username)
    token = secrets.token_urlsafe(BYTES)
    with recording(action="accounts.token.made", by=by, at=at) as entry:
        made = ApiToken(person=person, label=label[:120], digest=digest_of(token), made_at=at)
        made.save()
        after = canonical({"username": username, "label": made.label})
        entry.add(kind=ChangeKind.CREATED, record="accounts.ApiToken", record_id=made.pk, after=after)
    return made.pk, token


def end_token(*, number: int, by: str, at: datetime) -> None:
    """Let a token no longer be used.

    :raises NoSuchToken: if it is not in use
    """
    with recording(action="accounts.token.ended", by=by, at=at) as entry:
        token = ApiToken.objects.filter(pk=number, ended_at=None).select_related("person").first()
        if token is None:
            raise NoSuchToken(number)
        token.ended_at = at
        token.save()
        before = canonical({"username": token.person.username, "label": token.label})
        entry.add(kind=ChangeKind.VOIDED, record="accounts.ApiToken", record_id=token.pk, before=before)
