"""Sheets as a phone sends them, for tests."""

import io
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from hamahang.domain.visits import FindingDraft, PhotoDraft, VisitDraft
from hamahang.visits.actions import Kept, record_visit
from tests.factories import AT, DAY

LIMIT = 1024 * 1024
MARKET = FindingDraft("MARKET", "انبار پر است")
CAPITAL = FindingDraft("WORKING_CAPITAL")


def jpeg(shade: int = 0) -> bytes:
    """Return the first bytes of a picture; each shade is another one."""
    out = io.BytesIO(b"\xff\xd8\xff\xe0")
    out.seek(0, io.SEEK_END)
    out.write(bytes([shade % 256]) * 40)
    return out.getvalue()


def sheet(**said: Any) -> VisitDraft:
    given = {"key": str(uuid.uuid4()), "visited_on": DAY, "state": "IDLE", "written_at": AT} | said
    return VisitDraft(**given)


def send(draft: VisitDraft, store: Path, *, by: str = "moaven", later: int = 0) -> Kept:
    return record_visit(draft=draft, store=store, limit=LIMIT, by=by, at=AT + timedelta(hours=later))


def photo(shade: int = 0) -> PhotoDraft:
    return PhotoDraft(jpeg(shade), f"نما {shade}", AT)
