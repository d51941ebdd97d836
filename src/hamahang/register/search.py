"""The index that finds units by any part of their words: trigrams, kept by the database with every write.

It is derived from `Unit.search` and can be made again at any time. On SQLite it is a full-text table of its own
(https://www.sqlite.org/fts5.html#the_trigram_tokenizer), on PostgreSQL an index of pg_trgm.
"""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.db import connection, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

from hamahang.domain.text import fold

if TYPE_CHECKING:
    from hamahang.register.models import Unit, UnitAlias

LONGEST = 400  # letters of `Unit.search`
SHORTEST = 3  # a trigram has three letters: shorter words are looked for in what the longer ones have found

SQLITE = (
    "DROP TABLE IF EXISTS register_unit_words",
    (
        "CREATE VIRTUAL TABLE register_unit_words USING fts5"
        "(search, content='register_unit', content_rowid='id', tokenize='trigram')"
    ),
    "INSERT INTO register_unit_words(register_unit_words) VALUES ('rebuild')",
    (
        "CREATE TRIGGER IF NOT EXISTS register_unit_words_added AFTER INSERT ON register_unit BEGIN"
        " INSERT INTO register_unit_words(rowid, search) VALUES (NEW.id, NEW.search); END"
    ),
    (
        "CREATE TRIGGER IF NOT EXISTS register_unit_words_changed AFTER UPDATE OF search ON register_unit"
        " WHEN OLD.search <> NEW.search BEGIN"
        " INSERT INTO register_unit_words(register_unit_words, rowid, search) VALUES ('delete', OLD.id, OLD.search);"
        " INSERT INTO register_unit_words(rowid, search) VALUES (NEW.id, NEW.search); END"
    ),
    (
        "CREATE TRIGGER IF NOT EXISTS register_unit_words_removed AFTER DELETE ON register_unit BEGIN"
        " INSERT INTO register_unit_words(register_unit_words, rowid, search) VALUES ('delete', OLD.id, OLD.search);"
        " END"
    ),
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX IF NOT EXISTS register_unit_words ON register_unit USING gin (search gin_trgm_ops)",
)


def search_text(said: str, aliases: Collection["UnitAlias"]) -> str:
    """Return the text a unit is found by: what a list says of it, and what it was called before it was merged.

    said: folded; where both are too long, the aliases stay whole
    """
    more = _words_of(aliases) if aliases else ""
    return f"{said[: max(LONGEST - len(more) - 1, 0)]} {more}".strip() if more else said[:LONGEST]


def said_without(text: str, aliases: Iterable["UnitAlias"]) -> str:
    """Return what a list said of a unit, from the text it is found by: `search_text` taken back."""
    return text.removesuffix(_words_of(aliases)).strip()


def _words_of(aliases: Iterable["UnitAlias"]) -> str:
    ordered = sorted(aliases, key=lambda alias: alias.pk or 0)
    return fold(" ".join(f"{alias.name} {alias.licence_no}" for alias in ordered))[:LONGEST]


def make_index(database: BaseDatabaseWrapper) -> None:
    """Make the index anew from the units as they stand.

    A migration that changes a column of `Unit` makes the table anew on SQLite, which takes the triggers with it: it
    ends with this function.
    """
    with database.cursor() as cursor:
        for statement in SQLITE if database.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement)


def drop_index(database: BaseDatabaseWrapper) -> None:
    """Take the index away."""
    with database.cursor() as cursor:
        if database.vendor == "sqlite":
            for name in ("added", "changed", "removed"):
                cursor.execute(f"DROP TRIGGER IF EXISTS register_unit_words_{name}")
            cursor.execute("DROP TABLE IF EXISTS register_unit_words")
        else:
            cursor.execute("DROP INDEX IF EXISTS register_unit_words")


def with_words(units: "models.QuerySet[Unit]", text: str) -> "models.QuerySet[Unit]":
    """Return the units in which every word of a text occurs, whole or as a part of a word."""
    words = fold(text).split()
    long = [word for word in words if len(word) >= SHORTEST]
    if long and connection.vendor == "sqlite":
        # quoted, so that no word is read as an operator
        asked = " AND ".join('"{}"'.format(word.replace('"', '""')) for word in long)
        found = "SELECT rowid FROM register_unit_words WHERE register_unit_words MATCH %s"
        units = units.filter(pk__in=RawSQL(found, (asked,)))  # noqa: S611 – a constant; the words are a parameter
        words = [word for word in words if len(word) < SHORTEST]
    for word in words:
        units = units.filter(search__contains=word)
    return units
