"""Words of permits to establish and licences to operate, and what cannot be said of them."""

from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text

GRADES = {
    "A": Text(fa="نوع الف (اولویت‌دار)", en="type A (of priority, with incentives)"),
    "B": Text(fa="نوع ب", en="type B"),
}
OPERATING = ("PROVISIONAL", "NEW", "EXPANSION")
EXPIRING_DAYS = 60  # how long before its last day a paper is on the list of those that run out; the office's own


class LicenceRefused(Refused):
    """What was said of a permit or licence cannot be recorded; `why` tells the repair in both languages."""
