"""Columns of programme and budget line, whose choices are those of the register; what else is said of money."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from hamahang.accounts import queries as people
from hamahang.domain.lists.intake import CheckedRow, Column, Kind
from hamahang.domain.requests import PURPOSES
from hamahang.domain.returns import Fault
from hamahang.domain.support import LINES as OPENED_LINES
from hamahang.domain.support import PROGRAMMES as OPENED
from hamahang.domain.text import Text, company_key, fold, sort_key
from hamahang.support import queries as support

Words = Mapping[str, tuple[str, ...]]
# what the field calls the programmes and lines; those that are opened in the pages come to these
PROGRAMMES = {
    "TARGETED_SUBSIDIES": (
        "قانون هدفمندسازی یارانه‌ها",
        "هدفمندسازی یارانه‌ها",
        "هدفمندسازی",
        "هدفمندی",
        "هدفمندی یارانه‌ها",
        "قانون هدفمندسازی",
    ),
    "SPATIAL_PLAN": ("آمایش", "طرح آمایش", "طرح‌های آمایش", "آمایش صنعتی و معدنی"),
    "BANK": ("منابع داخلی بانک", "منابع داخلی", "منابع بانک"),
}
LINES = {
    "FUEL": ("سوخت", "گاز و سوخت", "سوخت و گاز"),
    "ELECTRICITY": ("برق",),
    "REBUILDING": ("بازسازی و نوسازی", "بازسازی", "نوسازی"),
    "WORKING_CAPITAL": ("سرمایه در گردش",),
    "FIXED_CAPITAL": ("سرمایهٔ ثابت", "سرمایه ثابت"),
    "GRANT": ("کمک بلاعوض", "بلاعوض"),
    "SUBSIDY": ("یارانهٔ سود", "یارانه سود", "یارانه سود تسهیلات"),
    "OTHER": ("سایر", "سایر موارد", "غیره"),
}
PROGRAMME = Column(
    "programme",
    ("برنامه", "محل اعتبار", "محل تأمین", "نوع تسهیلات", "programme"),
    Kind.CHOICE,
    required=True,
    choices=PROGRAMMES,
    refused_as="not_in_register",
)
LINE = Column(
    "line",
    ("ردیف", "بابت", "ردیف اعتباری", "سرفصل", "مورد مصرف", "line"),
    Kind.CHOICE,
    required=True,
    choices=LINES,
    refused_as="not_in_register",
)
BANK_TITLES = ("بانک", "نام بانک", "بانک عامل", "bank")
NO_SUCH_LINE = Text(
    fa="برنامهٔ «{programme}» چنین ردیفی ندارد؛ یکی از اینها را بنویسید یا ردیف را در صفحهٔ برنامه بیفزایید: {lines}.",
    en="The programme “{programme}” has no such line; write one of these, or add the line on its page: {lines}.",
)


def offered() -> dict[str, Words]:
    """Return the words of programmes and lines as the register has them now, each by code, title or the field's word.

    A word that could mean two of them means none.
    """
    programmes = {code: (row.title, row.title_en) for code, row in support.programmes_by_code().items()}
    lines = {row.code: (row.title, row.title_en) for row in support.lines_by_code().values()}
    purposes = {code: (text.fa, text.en) for code, text in PURPOSES.items()}
    return {
        "programme": _apart({code: (text.fa, text.en) for code, text in OPENED.items()} | programmes, PROGRAMMES),
        "line": _apart(purposes | lines, LINES),
    }


def _apart(titles: Words, field: Words) -> Words:
    """Return the words of each code: its titles and code, then what the field calls it where no other is called so."""
    owners: dict[str, set[str]] = {}
    for code, words in titles.items():
        for word in words:
            owners.setdefault(fold(word), set()).add(code)
    found = {}
    for code, words in titles.items():
        own = [word for word in words if word.strip() and owners[fold(word)] == {code}]
        own += [word for word in field.get(code, ()) if owners.get(fold(word), {code}) == {code}]
        # where its title is another's too, its code is what can be written
        found[code] = tuple(dict.fromkeys((*own, code)))
    return found


def line_faults(rows: Iterable[CheckedRow]) -> Iterator[tuple[int, Fault]]:
    """Yield the rows that name a line which their programme does not have, by their place."""
    lines: dict[str, dict[str, str]] = {
        code: {line: text.fa for line, text in OPENED_LINES.items()} for code in OPENED
    }  # fmt: skip
    titles = {code: text.fa for code, text in OPENED.items()}
    for (programme, line), known in support.lines_by_code().items():
        lines.setdefault(programme, {})[line] = known.title
        titles[programme] = known.programme.title
    for place, row in enumerate(rows):
        code, wanted = row.values.get("programme"), row.values.get("line")
        if code and wanted and wanted not in lines.get(code, {}):
            there = sorted(lines.get(code, {}).values(), key=sort_key)
            words = {"programme": titles.get(code, code), "lines": " · ".join(there) or "–"}
            yield place, Fault("line", NO_SUCH_LINE.format(**words))


def facility_finder() -> Callable[[Mapping[str, Any]], Any]:
    """Return what finds the facility that a row names by bank and number; None where there is none."""
    banks = {key: agency.pk for key, agency in people.agencies_by_key().items()}
    facilities = support.facilities_by_number()

    def find(said: Mapping[str, Any]) -> Any:
        bank = banks.get(company_key(str(said.get("bank", ""))))
        return facilities.get((bank or 0, str(said.get("facility_no", ""))))

    return find


Judged = Sequence[tuple[CheckedRow, Any]]


def line_doubts(rows: Judged) -> Collection[tuple[int, Fault]]:
    """Return what is wrong with rows beside the register, where their line is all that can be."""
    return list(line_faults(row for row, _ in rows))
