"""Reading CSV as offices send it: several encodings and separators. No Django: it runs in the reading process."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from hamahang.intake.precheck import MAX_COLUMNS, MAX_ROWS, Unsafe

SEPARATORS = ",;\t|؛،"
SAMPLE_LINES = 30
SAMPLE_BYTES = 200_000
LONGEST_CELL = 32_767
LOST = "\ufffd"  # stands where bytes say no letter
QUOTED = re.compile(r'"(?:[^"]|""){0,2000}"')
SEP_LINE = re.compile(r'"?sep=(.)"?(?:\r\n|\r|\n|$)', re.IGNORECASE)
LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)?")
ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc\u060c\u061b\u061f\u200c]")
HIGH = re.compile(rb"[\x80-\xff]+")
LATIN = re.compile("[À-ÖØ-öø-ÿ«»‘’“”–—€\u00a0]")


def read_csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with their numbers.

    :raises Unsafe: for bytes in no known encoding, an open quotation, or a cell beyond all measure
    """
    yield from rows_of(decode(path.read_bytes()))


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a text.

    :raises Unsafe: as `read_csv`
    """
    separator, text, skipped = _separator(text)
    csv.field_size_limit(LONGEST_CELL * 4)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = skipped
    try:
        for number, row in enumerate(reader, start=1 + skipped):
            if number > MAX_ROWS or len(row) > MAX_COLUMNS:
                raise Unsafe("too_far", number)
            if any(len(cell) > LONGEST_CELL for cell in row):
                raise Unsafe("cell_too_long", number)
            yield number, row
    except csv.Error as error:
        # a quotation that is never closed swallows all that follows: it began in the row after the last whole one
        raise Unsafe("cell_too_long" if "limit" in str(error) else "unclosed_quote", number + 1) from error


def decode(data: bytes) -> str:
    """Return the text of a file: by its mark, else UTF-8, else line by line, for files are glued together.

    A letter that cannot be read stands as U+FFFD, and its cell is refused later.
    :raises Unsafe: if a good part of the file cannot be read
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _mostly(data.decode("utf-16", errors="replace"))
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    if b"\0" in data[:SAMPLE_BYTES]:
        head = data[:SAMPLE_BYTES]
        evens, odds = head[::2].count(0), head[1::2].count(0)
        if max(evens, odds) > len(head) // 8:
            return _mostly(data.decode("utf-16-le" if odds > evens else "utf-16-be", errors="replace"))
        if evens + odds > len(head) // 50:
            raise Unsafe("zero_byte")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _by_line(data)


def _by_line(data: bytes) -> str:
    """Return a text each of whose lines is UTF-8 or of the one old page the others are in."""
    lines = LINE.findall(data)
    foreign = [line for line in lines if not _is_utf8(line)]
    broken = [line for line in foreign if _is_broken_utf8(line)]
    if len(broken) > max(3, len(lines) // 4):
        raise Unsafe("encoding")
    page = old_page(b"".join(line for line in foreign if line not in set(broken))[:SAMPLE_BYTES])
    return "".join(_line(line, page) for line in lines)


def _line(line: bytes, page: str) -> str:
    if _is_utf8(line):
        return line.decode("utf-8")
    if _is_broken_utf8(line):
        return line.decode("utf-8", errors="replace")
    return line.decode(page, errors="replace")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _is_broken_utf8(line: bytes) -> bool:
    """Return whether most of a line's letters beyond ASCII are whole in UTF-8, and only some bytes are broken."""
    lenient = line.decode("utf-8", errors="replace")
    lost = lenient.count(LOST)
    return sum(letter > "\x7f" for letter in lenient) - lost > lost


def old_page(data: bytes) -> str:
    """Return the page of single bytes in which most of a text's letters beyond ASCII are letters.

    The Arabic ones of Windows and DOS are told by their letters; a Western text by standing among ASCII; for the rest
    of the world its letters' frequencies are asked.
    """
    runs = HIGH.findall(data)
    high = sum(map(len, runs))
    if not high:
        return "cp1256"
    # the letters of a Western text that are not ASCII stand alone, those of an Arabic one in words
    is_western = high < 1.6 * len(runs) and len(LATIN.findall(data.decode("cp1252", errors="replace"))) > 0.9 * high
    if is_western and sum(chr(byte).isalpha() for byte in data if byte < 0x80) > high:
        return "cp1252"
    scores = {page: len(ARABIC.findall(data.decode(page, errors="replace"))) for page in ("cp1256", "cp720")}
    best = max(scores, key=lambda page: scores[page])
    if scores[best] > 0.8 * high:
        return best
    # only here, for it takes longer to load than a list to read
    from charset_normalizer import from_bytes

    guess = from_bytes(data[: data.rfind(b"\n") + 1] or data).best()
    return guess.encoding if guess else best


def _mostly(text: str) -> str:
    """Return a text unless a good part of it is lost.

    :raises Unsafe: if it is
    """
    if text.count(LOST) > max(3, len(text) // 100):
        raise Unsafe("encoding")
    return text.removeprefix("\ufeff")


def _separator(text: str) -> tuple[str, str, int]:
    """Return the separator, the text without a `sep=` line, and how many lines were taken off."""
    if stated := SEP_LINE.match(text):
        return stated[1], text[stated.end() :], 1
    sample = QUOTED.sub("", text[:SAMPLE_BYTES])
    lines = [line for line in re.split(r"[\r\n]+", sample) if line.strip()][:SAMPLE_LINES]
    return max(SEPARATORS, key=lambda sign: _evenness(lines, sign)), text, 0


def _evenness(lines: list[str], sign: str) -> tuple[int, int]:
    """Return how many lines have the commonest positive number of separators, and that number.

    A line without digits that has as many counts them all twice: it is the header, and no decimal sign stands in it.
    """
    counts = [line.count(sign) for line in lines]
    positive = [count for count in counts if count]
    if not positive:
        return 0, 0
    commonest = max(set(positive), key=positive.count)
    is_header = any(
        count == commonest and not any(map(str.isdigit, line))
        for line, count in zip(lines[:8], counts[:8], strict=True)
    )
    return positive.count(commonest) * (2 if is_header else 1), commonest
