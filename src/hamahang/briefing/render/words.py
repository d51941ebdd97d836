"""What a briefing says in one language: cells, headings and the standing words of its pages, as plain strings."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from hamahang.briefing.drawing.canvas import legal
from hamahang.domain.briefing import Cell, Column, FigureItem, Kind, TableBlock
from hamahang.domain.calendar import say_day
from hamahang.domain.money import MoneyUnit, say_number
from hamahang.domain.text import Text, to_persian_digits

DASH = "—"
LONGEST_UNBROKEN = 40
PERCENT = {"fa": "٪", "en": "%"}
PAGE_OF = Text(fa="صفحهٔ {page} از {pages}", en="page {page} of {pages}")
AS_OF = Text(fa="وضعیت در {day}", en="as of {day}")
LEVEL = Text(fa="تراز اثبات", en="level of proof")
NOTES = Text(fa="یادداشت‌ها", en="Notes")
HOW_TO_OPEN = Text(
    fa="هر رقم این گزارش کدی هشت‌نویسه‌ای دارد. فهرستی که رقم از آن شمرده شده در نشانی آن باز می‌شود، برای نمونه:",
    en="Each figure of this report carries a code of eight characters; the list it was counted from opens at, "
    "for example:",
)
TOTAL = Text(fa="جمع", en="Total")
FIGURES = Text(fa="ارقام", en="Figures")
CODE = Text(fa="کد", en="Code")
FIGURE = Text(fa="رقم", en="Figure")
VALUE = Text(fa="مقدار", en="Value")
AS_PRINTED = Text(fa="چنان‌که در گزارش آمده", en="As printed")
UNIT = Text(fa="یکا", en="Unit")
DEFINITION = Text(fa="تعریف", en="Definition")
ADDRESS = Text(fa="نشانی فهرست", en="Address of the list")


def address_of(code: str, base_url: str) -> str:
    """Return the address that opens the frozen list of a figure."""
    return f"{base_url.rstrip('/')}/f/{code}"


def say(text: Text, language: str) -> str:
    """Return a text in a language, free of signs that no file format can hold."""
    return legal(text[language])


def begun(text: Text, language: str) -> str:
    """Return a text as it stands at the beginning of a line: with a capital in English."""
    said = say(text, language)
    return said[:1].upper() + said[1:] if language == "en" else said


def value_and_unit(figure: FigureItem, language: str) -> tuple[str, str]:
    """Return what is set large and what stands small after it; money carries its unit within its value."""
    value, unit = say(figure.value, language), say(figure.unit, language)
    number, _, scale = value.partition(" ")
    return (value, unit) if unit else (number, scale)


def unbroken(words: str) -> str:
    """Return a figure in words so that its number and its unit stay on one line, unless they fill it."""
    return words.replace(" ", "\u00a0") if len(words) < LONGEST_UNBROKEN else words


def column_title(column: Column, language: str) -> str:
    """Return the heading of a column; amounts name the unit they are printed in."""
    title = say(column.title, language)
    return f"{title} ({column.scale.label[language]})" if column.kind is Kind.RIALS else title


def cell_words(cell: Cell, column: Column, language: str) -> str:
    """Return a cell as printed; a dash where nothing is known."""
    if cell is None:
        return DASH
    if isinstance(cell, Text):
        return say(cell, language)
    if isinstance(cell, str):
        return legal(cell)
    if isinstance(cell, date):
        return say_day(cell, language, short=True)
    if column.kind is Kind.RIALS:
        return say_number(scaled(cell, column.scale), language)
    number = say_number(cell, language)
    return f"{number}{PERCENT[language]}" if column.kind is Kind.PERCENT else number


def row_words(row: tuple[Cell, ...], table: TableBlock, language: str) -> list[str]:
    """Return a row as printed."""
    return [cell_words(cell, column, language) for cell, column in zip(row, table.columns, strict=True)]


def totals_words(table: TableBlock, language: str) -> list[str] | None:
    """Return the totals as printed; a column without a total stays empty."""
    if table.totals is None:
        return None
    written = row_words(table.totals, table, language)
    return ["" if cell is None else words for cell, words in zip(table.totals, written, strict=True)]


def scaled(amount: int | Decimal, unit: MoneyUnit) -> int | Decimal:
    """Return an amount of rials in a larger unit, to one decimal, half up; whole where it is whole."""
    exact = Decimal(amount) / unit.rials
    if exact == int(exact):
        return int(exact)
    rounded = exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return int(rounded) if rounded == int(rounded) else rounded


def in_digits_of(language: str, words: str) -> str:
    """Return words with Latin digits in the digits of the language."""
    return to_persian_digits(words) if language == "fa" else words
