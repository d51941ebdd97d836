"""Rows to be linked, column by column, and the evidence that their fields give."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

FIELDS = (
    "name", "alias", "national_id", "licence", "phone", "email", "address", "place", "postcode", "product", "owner",
    "birth_date", "given_name", "surname",
)  # fmt: skip


class Kind(Enum):
    """How a field is read and compared."""

    WORDS = "words"
    CODE = "code"
    PLACE = "place"
    DATE = "date"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One comparison of two rows: the fields it reads and how."""

    code: str
    kind: Kind
    fields: tuple[str, ...]
    is_naming: bool = False  # what a unit is called and makes: never enough to link, however rare


EVIDENCE = (
    Evidence("name", Kind.WORDS, ("name", "alias"), is_naming=True),
    Evidence("national_id", Kind.CODE, ("national_id",)),
    Evidence("licence", Kind.CODE, ("licence",)),
    Evidence("phone", Kind.CODE, ("phone",)),
    Evidence("email", Kind.CODE, ("email",)),
    Evidence("address", Kind.WORDS, ("address",)),
    Evidence("place", Kind.PLACE, ("place",)),
    Evidence("postcode", Kind.CODE, ("postcode",)),
    Evidence("product", Kind.WORDS, ("product",), is_naming=True),
    Evidence("owner", Kind.WORDS, ("owner",)),
    Evidence("birth_date", Kind.DATE, ("birth_date",)),
    Evidence("given_name", Kind.PERSON, ("given_name",), is_naming=True),
    Evidence("surname", Kind.PERSON, ("surname",), is_naming=True),
)


class DuplicatedId(ValueError):
    """An id stands on two rows of one table."""

    def __init__(self, row_id: str) -> None:
        self.row_id = row_id
        super().__init__(f"the id {row_id!r} stands on two rows; give each row its own")


@dataclass(frozen=True, slots=True)
class Records:
    """A table: the id of each row, and each known field as a column of texts; "" is a missing value."""

    ids: tuple[str, ...]
    columns: Mapping[str, Sequence[str]]

    def __post_init__(self) -> None:
        """Refuse an id that stands twice.

        :raises DuplicatedId: naming the first one
        """
        if len(set(self.ids)) == len(self.ids):
            return
        seen: set[str] = set()
        for row_id in self.ids:
            if row_id in seen:
                raise DuplicatedId(row_id)
            seen.add(row_id)

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> "Records":
        """Return the table of rows given as mappings with `id` and any of FIELDS; None and "" are missing."""
        listed = list(rows)
        columns = {
            name: ["" if row.get(name) is None else str(row[name]) for row in listed]
            for name in FIELDS
            if any(row.get(name) not in (None, "") for row in listed)
        }
        return cls(tuple(str(row["id"]) for row in listed), columns)
