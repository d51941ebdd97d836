"""The words that are known, from the tables in `data/`, and where they stand in a text.

Each cell of a table holds spellings divided by «|». A joiner, a space and nothing are one spelling, endings of the
plural and of the indefinite are looked through, and of several entries that begin at a word the longest counts.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from hamahang.domain.statements.inflecting import inflected
from hamahang.domain.statements.normalising import normalise
from hamahang.domain.statements.tokens import JOINED, NEW_LINE, SIGN, TOKEN, Token
from hamahang.domain.text import ZWNJ

FOLDER = Path(__file__).parent / "data"
# tables with the same three columns at their end: code or kind, spellings in Persian, spellings in English
TABLES = (
    "units",
    "comparators",
    "labels",
    "names",
    "counted",
    "things",
    "states",
    "programmes",
    "sectors",
    "agencies",
    "spans",
    "cues",
    "roles",
)
ENDINGS = ("هایشان", "شان", "هایی", "های", "ها", "یی", "ی")
INFLECTIONS = frozenset({"ها", "های", "هایی", "ی", "ای", "یی"})
# adjectives in «ی» that are not the noun with an ending: «واحد معدنی» counts no mines
ADJECTIVES = frozenset(
    {
        "معدنی", "تولیدی", "شهری", "کشوری", "بانکی", "صنعتی", "استانی", "شهرستانی", "شرکتی", "نفتی", "کارگری", "کالایی",
        "محصولی", "خانگی", "ملی", "زمینی", "برقی", "ابی", "گازی", "دامی", "ارزی", "مالی", "پولی", "مردی", "زنی", "کاری",
        "سنگی", "تخصصی", "طرفی", "شغلی", "برداری", "سازی", "سدی", "جمعیتی", "ساختی", "مدیریتی", "نمایندگی", "عضوی",
        "کارشناسی", "مدیری", "معاونتی", "رییسی", "خودرویی", "گردشگری", "بازرسی", "فرماندهی", "مسکونی", "مالیاتی",
        "صنفی", "کشاورزی", "ارزشی", "وزنی", "سرمایهی", "روستایی", "صادراتی", "وارداتی", "اعتبارسنجی", "برنامهی", "هدفی",
    }
)  # fmt: skip


class Hit(NamedTuple):
    """An entry of a table in a text: its tokens from first up to last, not with it."""

    first: int
    last: int
    code: str
    row: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One spelling: the table, the row, and the words after the first."""

    table: str
    code: str
    row: int
    rest: tuple[str, ...]


Hits = dict[str, dict[int, Hit]]


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """Return the rows of a table."""
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def spellings(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of a spelling, each joiner once as a space and once as nothing."""
    variants = text.split("|")
    # official lists glue «و» to the next word: «شیروان وچرداول»
    for variant in filter(None, dict.fromkeys((*variants, *(each.replace(" و ", " و") for each in variants)))):
        parts = variant.strip().split(ZWNJ)
        for gaps in product((" ", ""), repeat=min(len(parts) - 1, 4)):
            made = "".join(part + gap for part, gap in zip(parts, (*gaps, ""), strict=False))
            words = tuple(found[0] for found in TOKEN.finditer(normalise(made).text))
            if words:
                yield words


@cache
def entries() -> dict[str, tuple[Entry, ...]]:
    """Return all entries by their first word, the longest first."""
    by_first: defaultdict[str, set[Entry]] = defaultdict(set)
    for table in TABLES:
        for number, row in enumerate(rows(table)):
            code = row.get("code") or row.get("sign") or row.get("kind") or ""
            persian = (form for words in spellings(row["fa"]) for form in inflected(words))
            for words in {*persian, *spellings(row.get("en", ""))}:
                by_first[words[0]].add(Entry(table, code, number, words[1:]))
                if len(words) > 1 and words[0].endswith("ای"):  # «کالای وارداتی»: the plural is «کالاهای وارداتی»
                    by_first[words[0][:-1]].add(Entry(table, code, number, words[1:]))
    for number, row in enumerate(rows("places")):
        for words in {*spellings(f"{row['name']}|{row['variants']}"), *spellings(row["name_en"])}:
            by_first[words[0]].add(Entry("places", row["code"], number, words[1:]))
            if len(words) == 2 and words[0][0] > "z":  # «خرمآباد», where the joiner was lost
                by_first["".join(words)].add(Entry("places", row["code"], number, ()))
    return {
        word: tuple(sorted(found, key=lambda e: (-len(e.rest), e.table, e.row))) for word, found in by_first.items()
    }


@lru_cache(maxsize=65_536)
def bases(word: str) -> tuple[str, ...]:
    """Return a word and what it may be without its ending: «واحدهای» is «واحد»."""
    found = [word]
    if word in ADJECTIVES:
        return (word,)
    for ending in ENDINGS:
        if len(word) > len(ending) + 1 and word.endswith(ending):
            found.append(word[: -len(ending)])
    # where the joiner was lost: «هزینهای» is «هزینه‌ای», «شدهاند» is «شده‌اند»
    if word.endswith("های"):
        found.append(word[:-2])
    if word.endswith("هاند"):
        found.append(word[:-3])
    return tuple(found)


class Beginnings(NamedTuple):
    """The entries that may begin with a word: those of that word alone, and the longer ones by their second word."""

    alone: tuple[Entry, ...]
    longer: dict[str, tuple[Entry, ...]]


@lru_cache(maxsize=65_536)
def entries_of(word: str) -> Beginnings | None:
    """Return the entries that may begin with a word, by each of its bases; None if there is none."""
    # a name takes no ending: «شهرکهای صنعتی ایلام» are not the estate of that name
    found = [
        entry for base in bases(word) for entry in entries().get(base, ()) if base == word or entry.table != "places"
    ]
    if not found:
        return None
    longer: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in found:
        if entry.rest:
            longer[entry.rest[0]].append(entry)
    alone = tuple(entry for entry in found if not entry.rest)
    return Beginnings(alone, {second: tuple(entries) for second, entries in longer.items()})


def is_known(word: str) -> bool:
    """Return whether an entry begins with a word."""
    return entries_of(word) is not None


def find(tokens: Sequence[Token]) -> Hits:
    """Return for each table the entries in a text by the place of their first token."""
    hits: Hits = {table: {} for table in (*TABLES, "places")}
    for at, token in enumerate(tokens):
        beginnings = entries_of(token.text) if token.kind != SIGN or token.text == "%" else None
        if beginnings is None:
            continue
        for entry in _candidates(tokens, at, beginnings):
            last = _match(tokens, at, entry.rest) if entry.table != "places" else _match_name(tokens, at, entry)
            if not last:
                continue
            kept = hits[entry.table].get(at)
            if kept is None or last > kept.last or (last == kept.last and _is_exact(tokens, at, entry.rest)):
                hits[entry.table][at] = Hit(at, last, entry.code, entry.row)
    return hits


def _candidates(tokens: Sequence[Token], at: int, beginnings: Beginnings) -> Sequence[Entry]:
    """Return the entries whose first two words stand at a token."""
    alone, longer = beginnings
    second = _past_ending(tokens, at + 1) if longer else len(tokens)
    if second >= len(tokens):
        return alone
    found = [entry for word in bases(tokens[second].text) if word in longer for entry in longer[word]]
    return [*found, *alone] if found else alone


def _match_name(tokens: Sequence[Token], at: int, entry: Entry) -> int:
    """Return the token after a name, 0 if it does not stand there as it is."""
    last = at + 1 + len(entry.rest)
    if tuple(token.text for token in tokens[at + 1 : last]) != entry.rest:
        return 0
    return last if all(token.gap != NEW_LINE for token in tokens[at + 1 : last]) else 0


def _is_exact(tokens: Sequence[Token], at: int, rest: tuple[str, ...]) -> bool:
    """Return whether the words after the first stand as they are: «سرمایه‌گذاری» is not «سرمایه‌گذار» with an ending."""
    return bool(rest) and tuple(token.text for token in tokens[at + 1 : at + 1 + len(rest)]) == rest


def _match(tokens: Sequence[Token], at: int, rest: tuple[str, ...]) -> int:
    """Return the token after an entry that begins at a token, 0 if it does not stand there."""
    at, text = at + 1, ""
    for word in rest:
        if at < len(tokens) and tokens[at].text != word:
            at = _past_ending(tokens, at)
        if at >= len(tokens) or tokens[at].gap == NEW_LINE:
            return 0
        text = tokens[at].text
        if text != word and word not in bases(text):
            return 0
        at += 1
    return at if rest and text in INFLECTIONS else _past_ending(tokens, at)


def _past_ending(tokens: Sequence[Token], at: int) -> int:
    """Step over an ending that is written apart."""
    token = tokens[at] if at < len(tokens) else None
    if token is None or token.text not in INFLECTIONS or token.gap == NEW_LINE:
        return at
    return at + 1 if token.text != "ی" or token.gap == JOINED else at
