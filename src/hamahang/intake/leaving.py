"""Leaving out single rows of a list: a person says why, and they count as left out with that reason."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from hamahang.domain.lists.intake import Answers
from hamahang.domain.persons import without_codes
from hamahang.domain.text import clean
from hamahang.intake import queries
from hamahang.intake.sources import source_named

LONGEST_REASON = 200
IGNORED = "IGNORED"


class RowCannotBeLeftOut(Exception):
    """The row is no data, or it is in the register already. Repair: take the list back, or correct the record."""

    def __init__(self, row: int) -> None:
        self.row = row
        super().__init__(f"row {row}")


def answers_leaving_out(
    *, batch: Any, answers: Answers, leave: Mapping[int, str], take_in: Iterable[int] = (), by: str
) -> Answers:
    """Return the answers with more rows left out, and others taken in again.

    leave: by the key of a received row, the reason; take_in: keys of rows that were left out
    :raises RowCannotBeLeftOut: for a row that was written already or is no data
    """
    keys = {*leave, *take_in}
    hide = without_codes if source_named(batch.source).is_personal else str
    rows = {row.pk: row for row in queries.rows_of(batch).filter(pk__in=keys)} if keys else {}
    left_out = dict(answers.left_out)
    for key in take_in:
        if key in rows:
            left_out.pop((rows[key].sheet, rows[key].row), None)
    for key, reason in leave.items():
        row = rows.get(key)
        if row is None or row.effect or row.outcome == IGNORED:
            raise RowCannotBeLeftOut(row.row if row else 0)
        left_out[row.sheet, row.row] = (hide(clean(reason))[:LONGEST_REASON], by)
    return replace(answers, left_out=left_out)


def is_left_out(row: Any, answers: Answers) -> bool:
    """Say whether a person left a row out."""
    return row.outcome == IGNORED and (row.sheet, row.row) in answers.left_out
