"""The two times of every fact, and how an entry is sealed."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from json.encoder import encode_basestring

SEAL = 64  # letters of a seal
GENESIS = "0" * SEAL


class ChangeKind(StrEnum):
    """What an entry did to a record."""

    CREATED = "CREATED"
    CORRECTED = "CORRECTED"
    VOIDED = "VOIDED"


@dataclass(frozen=True, slots=True)
class AsOf:
    """A question's point of view: how it stood on `day`, as known at `known_at`.

    entry: number of the last ledger entry that was written by `known_at`; None means all that is known.
    `ledger.queries.as_of` finds it; queries compare entry numbers only, never clocks.
    """

    day: date
    known_at: datetime | None = None
    entry: int | None = None


def canonical(value: Mapping[str, object]) -> str:
    """Return the one JSON text of a mapping: sorted keys, no spaces, letters as they are."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def json_of_texts(texts: Mapping[str, str]) -> str:
    """Return a mapping of texts as JSON, its keys in their order: in half the time that an encoder takes."""
    return "{" + ",".join([f"{_quoted(name)}:{encode_basestring(text)}" for name, text in texts.items()]) + "}"


_quoted = lru_cache(maxsize=1_024)(encode_basestring)


def digest(*parts: str) -> str:
    """Return the SHA-256 of parts, each preceded by its length so that no two lists of parts collide."""
    encoded = [part.encode() for part in parts]
    return hashlib.sha256(b"".join([b"%d:%b" % (len(data), data) for data in encoded])).hexdigest()


def change_seal(*, ordinal: int, kind: str, record: str, record_id: int, before: str, after: str) -> str:
    """Return the seal of one change: it fixes the record, what was there and what is there now."""
    return digest(str(ordinal), kind, record, str(record_id), before, after)


def created_seals(*, first: int, record: str, keys: Sequence[int], said: Sequence[str]) -> list[str]:
    """Return the seals of new records of one model in a row: of each what `change_seal` gives, put together faster.

    first: the ordinal of the first; said: what each record says
    """
    same = "".join(f"{len(part.encode())}:{part}" for part in (ChangeKind.CREATED, record))
    seals = []
    for ordinal, (key, after) in enumerate(zip(keys, said, strict=True), start=first):
        place, number, data = str(ordinal), str(key), after.encode()
        head = f"{len(place)}:{place}{same}{len(number)}:{number}0:{len(data)}:"
        seals.append(hashlib.sha256(head.encode() + data).hexdigest())
    return seals


class Body:
    """The digest of an entry's changes, taken as they come: in the end what `digest` gives of all their seals."""

    def __init__(self, seals: Iterable[str] = ()) -> None:
        self.sha = hashlib.sha256()
        self.add(seals)

    def add(self, seals: Iterable[str]) -> None:
        """Take further seals in, in their order."""
        self.sha.update("".join([f"{SEAL}:{seal}" for seal in seals]).encode())

    def copy(self) -> "Body":
        """Return the digest as it stands, to go back to."""
        other = Body()
        other.sha = self.sha.copy()
        return other

    def text(self) -> str:
        """Return the digest in hexadecimal digits."""
        return self.sha.hexdigest()


def entry_seal(*, previous: str, number: int, action: str, by: str, at: datetime, reason: str, body: Body) -> str:
    """Return the seal of an entry: it fixes the entry, all its changes in order, and all entries before it."""
    return digest(previous, str(number), action, by, at.isoformat(), reason, body.text())
