"""The words of official papers: data files, our own or an office's in a folder of its own."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hamahang.domain.text import clean, to_persian_digits

HERE = Path(__file__).parent


class WrongWords(ValueError):
    """A file of words cannot be used. Repair: begin again from the one beside this file."""


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered thing in a paper. notes: small lines below it."""

    number: str
    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a paper under a title; an empty title is not printed. notes: small lines that stay with the title."""

    title: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    level: int = 1
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter or minutes, every word said. about: number, day and the like; people: the table of signatures."""

    title: str
    invocation: str
    office: str
    about: tuple[tuple[str, str], ...]
    to: str
    subject: str
    sections: tuple[Section, ...]
    people: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    signers: tuple[str, ...] = ()
    footer: str = ""
    day: tuple[int, int, int] = (1, 1, 1)

    def as_data(self) -> dict[str, Any]:
        """Return the paper as plain data with Persian digits, as it is kept and typeset."""
        said: dict[str, Any] = asdict(self)
        found: dict[str, Any] = _persian(said)
        return found | {"day": list(self.day)}


# words in Latin letters inside Persian ones, with the dot that closes them before a bracket: a name and its number, a
# standard and its year, an address of e-mail are one
LATIN = re.compile(r"([A-Za-z](?:[A-Za-z0-9 .,:@_&'/+-]*[A-Za-z0-9])?(?:\.(?=\)))?)")
THOUSANDS = re.compile(r"(?<=[۰-۹]),(?=[۰-۹]{3}(?![۰-۹]))")
DECIMAL = re.compile(r"(?<![۰-۹.])([۰-۹]+)\.([۰-۹]+)(?![۰-۹.])")
MINUS = re.compile(r"(?<![۰-۹\w])[-−](?=[۰-۹])")
LEFT_TO_RIGHT, END = "\u2066", "\u2069"


def _persian(value: Any) -> Any:
    """Return texts as a Persian paper has them: its letters, digits and signs, whatever keyboard wrote them."""
    if isinstance(value, str):
        pieces = LATIN.split(clean(value))  # every second one is Latin, and keeps its digits and its order
        pieces[::2] = map(_numbers, pieces[::2])
        pieces[1::2] = [f"{LEFT_TO_RIGHT}{piece}{END}" for piece in pieces[1::2]]
        return "".join(pieces)
    if isinstance(value, Mapping):
        return {name: _persian(part) for name, part in value.items()}
    return [_persian(part) for part in value] if isinstance(value, list | tuple) else value


def _numbers(text: str) -> str:
    shown = THOUSANDS.sub("٬", to_persian_digits(text))
    shown = DECIMAL.sub(r"\1٫\2", shown).replace("%", "٪")
    return MINUS.sub("\u200e−", shown)  # the mark keeps the sign before its number


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one kind of paper."""

    code: str
    lines: Mapping[str, Any]

    def say(self, name: str, **values: object) -> str:
        """Return a line with values put in; nothing for a line the office has emptied.

        :raises WrongWords: if the line names a value that there is not
        """
        return self._put(str(self.lines.get(name, "")), values)

    def all(self, name: str, **values: object) -> tuple[str, ...]:
        """Return a list of lines with values put in."""
        return tuple(self._put(str(line), values) for line in self.lines.get(name, ()))

    def _put(self, line: str, values: Mapping[str, object]) -> str:
        try:
            return line.format(**values)
        except (KeyError, IndexError, ValueError) as fault:
            raise WrongWords(f"{self.code}.toml: {line!r}: {fault}") from None


def words_of(code: str, *, folder: Path | None = None) -> Words:
    """Return the words of a kind of paper: the office's own where its folder has the file, over ours.

    :raises WrongWords: if the office's file cannot be read
    """
    lines = tomllib.loads((HERE / f"{code}.toml").read_text(encoding="utf-8"))
    own = folder / f"{code}.toml" if folder else None
    if own and own.exists():
        try:
            lines |= tomllib.loads(own.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
            raise WrongWords(f"{own.name}: {fault}") from None
    return Words(code, lines)
