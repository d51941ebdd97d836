"""What the lists need while they are written: by whom, when, and where each row was read."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from hamahang.accounts import actions as accounts
from hamahang.accounts import queries as people
from hamahang.domain.credit.terms import CreditRefused
from hamahang.domain.lists.intake import CheckedRow
from hamahang.domain.returns import ReturnRefused
from hamahang.domain.support import DisbursementExceedsFacility
from hamahang.domain.territory import latin_name
from hamahang.domain.text import Text, company_key
from hamahang.ledger.bulk import Origin


class ListIsRefused(Exception):
    """The register refuses a list that its check found good, or to take one back: nothing was written.

    A check tells of each row beforehand; what it cannot know is which of two lists that disagree will be the stronger.
    """

    def __init__(self, why: Text) -> None:
        self.why = why
        super().__init__(why.en)


@contextmanager
def refusals_told() -> Iterator[None]:
    """Turn what a room refuses into words about the list.

    :raises ListIsRefused: with those words
    """
    try:
        yield
    except (CreditRefused, DisbursementExceedsFacility, ReturnRefused) as error:
        raise ListIsRefused(error.why) from error


@dataclass
class Writing:
    """One application of a batch. tables: the source table of each header found in the file."""

    by: str
    at: datetime
    tables: Sequence[int]
    banks: dict[str, int] = field(default_factory=dict)

    def origin(self, row: CheckedRow) -> Origin:
        """Return where a row was read."""
        return Origin(table=self.tables[row.header], row=row.row)

    def bank(self, name: object) -> int:
        """Return the id of a bank by its name, recorded when it is new."""
        key = company_key(str(name))
        if not self.banks:
            self.banks.update({k: agency.pk for k, agency in people.agencies_by_key().items()})
        if key not in self.banks:
            code = latin_name(str(name))[:40]
            self.banks[key] = accounts.name_agency(code=code, name=str(name), kind="BANK", by=self.by, at=self.at).pk
        return self.banks[key]
