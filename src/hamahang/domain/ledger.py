"""The two times of every fact, and how an entry is sealed."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

GENESIS = "0" * 64


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


def entry_seal(
    *, previous: str, number: int, action: str, by: str, at: datetime, reason: str, changes: Iterable[str]
) -> str:
    """Return the seal of an entry: it fixes the entry, all its changes in order, and all entries before it."""
    body = digest(*changes)
    return digest(previous, str(number), action, by, at.isoformat(), reason, body)
