"""Reading statements: from Persian or English text to claims, by a grammar and tables of words; pure and offline."""

from hamahang.domain.statements.claims import Alternative, Claim, Number, Reach, Reading, Unread
from hamahang.domain.statements.reading import read_claims

__all__ = ["Alternative", "Claim", "Number", "Reach", "Reading", "Unread", "read_claims"]
