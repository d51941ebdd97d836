"""When a case or a project is expected to come, for its own page; worked out once for all until the ledger moves."""

from hamahang.commitments.expecting import Coming, coming
from hamahang.web.access import PersonRequest
from hamahang.web.keeping import kept


def expected(request: PersonRequest, record: str, key: int) -> Coming | None:
    """Return when a record is expected to come, None if it is not under way."""
    found: dict[str, Coming] = kept(request, "coming", lambda: coming(request.asof))
    return found.get(f"{record}:{key}")
