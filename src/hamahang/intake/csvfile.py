"""Reading CSV as offices send it: several encodings and separators. No Django: it runs in the reading process."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from hamahang.intake.precheck import MAX_COLUMNS, MAX_ROWS, Unsafe

SEPARATORS = ",;\t|،"
SAMPLE_LINES = 30
LONGEST_CELL = 32_767


def read_csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with their line numbers.

    :raises Unsafe: for bytes in no known encoding, a zero byte, an open quotation, or a cell beyond all measure
    """
    text = decode(path.read_bytes())
    separator, text, skipped = _separator(text)
    csv.field_size_limit(LONGEST_CELL * 4)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for number, row in enumerate(reader, start=1 + skipped):
            if number > MAX_ROWS or len(row) > MAX_COLUMNS or any(len(cell) > LONGEST_CELL for cell in row):
                raise Unsafe("too_far")
            yield number, row
    except csv.Error as error:
        raise Unsafe("broken_csv") from error


def decode(data: bytes) -> str:
    """Return the text of a file: by its mark, else strict UTF-8, else the Windows Arabic page, else refused.

    :raises Unsafe: if the bytes are in none of them, or hold a zero
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(data, "utf-16")
    if data.startswith(b"\xef\xbb\xbf"):
        return _decoded(data, "utf-8-sig")
    if b"\0" in data:
        evens, odds = data[::2].count(0), data[1::2].count(0)
        if max(evens, odds) > len(data) // 8:
            return _decoded(data, "utf-16-le" if odds > evens else "utf-16-be")
        raise Unsafe("zero_byte")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _single_byte(data)


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unsafe("encoding") from error


def _single_byte(data: bytes) -> str:
    """Return the text of a cp1256 file. A file that is mostly valid UTF-8 is a broken or glued one, not cp1256."""
    lenient = data.decode("utf-8", errors="replace")
    arabic = sum("\u0600" <= letter <= "\u06ff" for letter in lenient)
    if arabic > 10 and lenient.count("\ufffd") < arabic:
        raise Unsafe("encoding")
    return _decoded(data, "cp1256")


def _separator(text: str) -> tuple[str, str, int]:
    """Return the separator, the text without a `sep=` line, and how many lines were taken off."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[4], rest, 1
    lines = [line for line in text[:200_000].replace("\r", "\n").split("\n") if line.strip()][:SAMPLE_LINES]
    return max(SEPARATORS, key=lambda sign: _evenness(lines, sign)), text, 0


def _evenness(lines: list[str], sign: str) -> tuple[int, int]:
    """Return how many lines have the commonest positive number of separators, and that number."""
    counts = [line.count(sign) for line in lines]
    positive = [count for count in counts if count]
    if not positive:
        return 0, 0
    commonest = max(set(positive), key=positive.count)
    return positive.count(commonest), commonest
