"""A file read as a kind of list and compared with the register; nothing is written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hamahang.domain.lists.headers import Header
from hamahang.domain.lists.intake import ERROR, NO_ANSWERS, NOTE, Answers, CheckedRow, Problem, Sheet, Source, mended
from hamahang.domain.lists.layouts import Layout, taught
from hamahang.domain.lists.listing import Listing, read_listing
from hamahang.domain.text import Text
from hamahang.intake import queries
from hamahang.intake.answers import answers_from, layouts_from, meanings_from
from hamahang.intake.concealing import check_kept
from hamahang.intake.forms import form_for
from hamahang.intake.linking import Ground, Linked, Spoken
from hamahang.intake.sources import informed, modules, sources
from hamahang.intake.workbook import read_sheets
from hamahang.ledger import queries as ledger

KNOWN_FORM = Text(
    fa="سرستون‌ها همان‌گونه خوانده شد که پیش‌تر برای «{sender}» گفته بودید.",
    en="The headings were read as was told before of “{sender}”.",
)


@dataclass(frozen=True, slots=True)
class Examined:
    """A file read and compared with the register."""

    listing: Listing
    linked: list[Linked]
    seal: str = ""  # of the last entry when it was compared

    @property
    def good(self) -> list[tuple[CheckedRow, Linked]]:
        """The rows that may be applied."""
        pairs = zip(self.listing.rows, self.linked, strict=True)
        return [(row, linked) for row, linked in pairs if row.is_good and linked.is_good]

    @property
    def has_file_errors(self) -> bool:
        """Whether the file as a whole cannot be applied."""
        return any(problem.severity == ERROR for problem in self.listing.problems)


@dataclass(frozen=True, slots=True)
class Word:
    """What people said of a list. cells: written in place of what was read, by sheet and cell; sender: its office."""

    cells: Mapping[tuple[str, str], str] = field(default_factory=dict)
    answers: Answers = NO_ANSWERS
    layouts: tuple[Layout, ...] = ()
    sender: str = ""


NOTHING_SAID = Word()
Progress = Callable[[str, int, int], None]


def not_told(stage: str, done: int, of: int) -> None:
    """Tell nobody how far it is."""


def word_on(batch: Any) -> Word:
    """Return what people said of a list."""
    if batch is None:
        return NOTHING_SAID
    cells = {place: correction.written for place, correction in queries.corrections_of(batch).items()}
    return Word(cells, answers_from(batch.answers), layouts_from(batch.answers), batch.sender)


def examine(
    path: Path,
    source: Source,
    *,
    day: date,
    word: Word = NOTHING_SAID,
    told: Progress = not_told,
    sheets: Sequence[Sheet] | None = None,
) -> Examined:
    """Read a file as a kind of list and find what each row speaks of.

    day: when the list is read; counties are taken in the division that holds when the row's facts hold
    word: what people wrote in place of cells and told of the file
    sheets: those of the file, where they were read just now
    :raises UnreadableFile: if the file cannot be read
    """
    told("reading", 0, 0)
    _, seal = ledger.head()
    check_kept(path, source)
    sheets = mended(read_sheets(path) if sheets is None else sheets, word.cells)
    source, form = informed(source), form_for(source, word.sender, sheets)
    if form is not None:
        source = taught(source, meanings_from(form.meanings))
    listing = read_listing(
        source, sheets, others=list(sources().values()), day=day, answers=word.answers, layouts=word.layouts
    )
    if form is not None and not word.layouts:
        listing.problems.append(Problem("known_form", NOTE, KNOWN_FORM.format(sender=form.sender)))
    ground = Ground(module=modules()[source.code], day=day)
    spoken = [_spoken(row, listing.headers[row.header], day) for row in listing.rows]
    linked = ground.link(spoken, lambda done: told("linking", done, len(spoken)))
    return Examined(listing, linked, seal)


def examine_batch(*, batch: Any, store: Path, day: date) -> Examined:
    """Read the file of a batch anew, with all that people said of it.

    :raises UnreadableFile: if the file cannot be read
    """
    return examine(store / batch.file.sha256, sources()[batch.source], day=day, word=word_on(batch))


def _spoken(row: CheckedRow, header: Header, day: date) -> Spoken:
    return Spoken(row, header.table, header.letters, _day_of(row, header, day))


def _day_of(row: CheckedRow, header: Header, day: date) -> date:
    """Return the day a row speaks of: its latest one, so that an old list names counties as they were then."""
    days = [value for value in row.values.values() if isinstance(value, date) and value <= day]
    return max(days, default=day)
