"""Which kind of list a file is, told by its headings; and reading a file anew as another kind than it was sent as."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from hamahang.domain.lists.headers import Titles
from hamahang.domain.lists.intake import Sheet, Source
from hamahang.domain.lists.layouts import taught
from hamahang.domain.lists.listing import find_headers
from hamahang.intake.actions import check_batch
from hamahang.intake.answers import answers_from, meanings_from
from hamahang.intake.forms import form_for
from hamahang.intake.sources import source_named, sources
from hamahang.intake.workbook import UnreadableFile, read_sheets

REJECTED, CHECKED = "REJECTED", "CHECKED"
NOTHING_NAMED = (-1_000, 0)  # a file without a table of the list comes after one that lacks some of its columns


def likeliest(sheets: Sequence[Sheet], *, sender: str = "") -> Source | None:
    """Return the kind of list whose headings a file names best, None where it names none of them.

    One that names all that a list must have comes before one that names more and lacks something of it; where each
    lacks something, the one that lacks least.
    """
    scores = {code: _score(source, sheets, sender) for code, source in sources().items()}
    best = max(scores, key=lambda code: scores[code])
    return source_named(best) if scores[best][1] else None


def kind_of_upload(chunks: Iterable[bytes], *, sender: str = "") -> Source | None:
    """Return the kind of list a file is that just came, None if it is none or cannot be read.

    It is looked at outside the store, for what says something of persons may not be kept as it came.
    """
    with tempfile.NamedTemporaryFile() as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        try:
            return likeliest(read_sheets(Path(file.name)), sender=sender)
        except UnreadableFile:
            return None


def _score(source: Source, sheets: Sequence[Sheet], sender: str) -> tuple[int, int]:
    """Return what the best of a file's tables lacks, negative, and how many fields it names; nothing for no table."""
    form = form_for(source, sender, sheets)
    titles = Titles.of(taught(source, meanings_from(form.meanings)) if form else source)
    headers = [header for sheet in sheets for header in find_headers(titles, sheet)]
    if source.is_personal:
        # a list of persons is concealed: a guess would lose what another list needs
        headers = [header for header in headers if not header.missing]
    return max(((-len(header.missing), len(header.letters)) for header in headers), default=NOTHING_NAMED)


def kinds_to_read_as(batch: Any) -> list[Source]:
    """Return the kinds that a list may be read as instead; none for one that is concealed, or is written already."""
    if batch.state not in (CHECKED, "UNREADABLE") or source_named(batch.source).is_personal:
        return []
    return [source for code, source in sources().items() if code != batch.source and not source.is_personal]


def read_as(*, batch: Any, source: Source, store: Path, by: str, at: datetime) -> Any:
    """Read the file of a list as another kind of list; the first reading is put aside.

    :raises ValueError: if it may not be read as that
    """
    if source.code not in [kind.code for kind in kinds_to_read_as(batch)]:
        raise ValueError(source.code)
    period = answers_from(batch.answers).period
    made = check_batch(file=batch.file, source=source, store=store, sender=batch.sender, period=period, by=by, at=at)
    batch.state = REJECTED
    batch.save(update_fields=["state"])
    return made
