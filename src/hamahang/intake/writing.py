"""What the lists need while they are written: by whom, when, and where each row was read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from hamahang.accounts import actions as accounts
from hamahang.accounts import queries as people
from hamahang.domain.lists.intake import CheckedRow
from hamahang.domain.territory import latin_name
from hamahang.domain.text import company_key
from hamahang.ledger.bulk import Origin


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
