"""A briefing as PDF: typeset by typst, tagged, with Vazirmatn inside; the words go in as data, never as markup."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst

from hamahang.briefing.render import flow, words
from hamahang.briefing.render.words import say
from hamahang.domain.briefing import (
    Block,
    ChartBlock,
    Document,
    FigureItem,
    FigureRow,
    FigureRun,
    Heading,
    Kind,
    Paragraph,
    TableBlock,
)
from hamahang.domain.calendar import say_day
from hamahang.domain.text import Text

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
ROOM = (297 - 22 - 24) / 25.4 * 72  # points from the top to the bottom margin of the layout


def render(document: Document, *, language: str, base_url: str) -> bytes:
    """Return the briefing as a tagged PDF (PDF/UA-1, PDF/A-2a); the same document gives the same bytes."""
    data = laid_out(document, language=language, base_url=base_url)
    return typst.compile(
        template(),
        format="pdf",
        font_paths=fonts(),
        sys_inputs={"briefing": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=0,
    )


def picture(svg: str, *, dots_per_inch: int = 288) -> bytes:
    """Return a drawing as PNG, for formats that cannot hold SVG; the same drawing gives the same bytes."""
    source = (
        b'#set page(width: auto, height: auto, margin: 0pt, fill: white)\n#set text(font: "Vazirmatn")\n'
        b'#image(bytes(sys.inputs.svg), format: "svg")\n'
    )
    return typst.compile(source, format="png", ppi=dots_per_inch, font_paths=fonts(), sys_inputs={"svg": svg})


def laid_out(document: Document, *, language: str, base_url: str) -> dict[str, Any]:
    """Return what the layout needs, with the pages planned: where they begin and how wide their drawings are."""
    data = as_data(document, language=language, base_url=base_url)
    found = planned(data)
    for index, block in enumerate(data["blocks"], start=1):  # the head of the briefing comes before its blocks
        block |= {"scale": found.scales[index], "opens_page": index in found.opens}
    return data | {"notes_open_page": len(data["blocks"]) + 1 in found.opens}


def pages_of(document: Document, *, language: str, base_url: str, room: float) -> flow.Plan:
    """Return the plan of a document for pages of another height."""
    return planned(as_data(document, language=language, base_url=base_url), room=room)


def planned(data: dict[str, Any], *, room: float = ROOM) -> flow.Plan:
    """Return the plan of the pages, from heights as the layout itself measures them."""
    heights = typst.query(
        template(),
        "<heights>",
        field="value",
        one=True,
        font_paths=fonts(),
        sys_inputs={"briefing": json.dumps(data, ensure_ascii=False), "measuring": "yes"},
    )
    return flow.plan([flow.Piece(**height) for height in json.loads(heights)], room=room)


@cache
def template() -> bytes:
    """Return the layout."""
    return (HERE / "briefing.typ").read_bytes()


@cache
def fonts() -> typst.Fonts:
    """Return our own fonts only: what the machine has installed must not change a page."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def as_data(document: Document, *, language: str, base_url: str) -> dict[str, Any]:
    """Return what the layout needs, in one language, as strings, lists and dictionaries."""
    day = say_day(document.day, language)
    before, between, _ = words.PAGE_OF[language].replace("{pages}", "{page}").split("{page}")
    place = say(document.place, language)
    return {
        "language": language,
        "title": say(document.title, language),
        "subtitle": say(document.subtitle, language),
        "place_and_day": " · ".join(part for part in (place, words.AS_OF.format(day=Text(day, day))[language]) if part),
        "footer": f"{say(document.title, language)} · {day}",
        "page_of": [before, between],
        "date": [document.day.year, document.day.month, document.day.day],
        "notice": say(document.notice, language),
        "blocks": [block_data(block, language=language, base_url=base_url) for block in document.blocks],
        "notes": [say(note, language) for note in document.notes],
        "how_to_open": words.HOW_TO_OPEN[language],
        "example": example_of(document, base_url),
    }


def example_of(document: Document, base_url: str) -> str:
    """Return the address of the first figure, to show how codes are used; empty without figures."""
    figures = document.figures()
    return words.address_of(figures[0].code, base_url) if figures else ""


def block_data(block: Block, *, language: str, base_url: str) -> dict[str, object]:
    """Return one block."""
    if isinstance(block, Heading):
        return {"kind": "heading", "text": say(block.text, language), "level": block.level}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "runs": [run_data(run, language, base_url) for run in block.runs]}
    if isinstance(block, FigureRow):
        return {"kind": "figures", "figures": figures_data(block, language, base_url)}
    if isinstance(block, TableBlock):
        return table_data(block, language, base_url)
    return drawing_data(block, language)


def run_data(run: Text | FigureRun, language: str, base_url: str) -> dict[str, str]:
    """Return a piece of a sentence."""
    if isinstance(run, FigureRun):
        return {"text": say(run.text, language), "code": run.code, "address": words.address_of(run.code, base_url)}
    return {"text": say(run, language)}


def figures_data(row: FigureRow, language: str, base_url: str) -> list[dict[str, str]]:
    """Return the row of big figures."""
    return [figure_data(figure, language, base_url) for figure in row.figures]


def figure_data(figure: FigureItem, language: str, base_url: str) -> dict[str, str]:
    """Return one big figure."""
    value, unit = words.value_and_unit(figure, language)
    return {
        "label": words.begun(figure.label, language),
        "value": value,
        "unit": unit,
        "level": words.begun(figure.level, language),
        "code": figure.code,
        "address": words.address_of(figure.code, base_url),
    }


def table_data(table: TableBlock, language: str, base_url: str) -> dict[str, object]:
    """Return a table with every cell as words."""
    has_words = any(column.kind is Kind.TEXT for column in table.columns)
    return {
        "kind": "table",
        "title": say(table.title, language),
        "columns": [
            {
                "title": words.column_title(column, language),
                "numeric": column.kind.is_numeric,
                "is_of_days": column.kind is Kind.DAY,
                "stretches": column.kind is Kind.TEXT or not has_words,
            }
            for column in table.columns
        ],
        "rows": [words.row_words(row, table, language) for row in table.rows],
        "totals": words.totals_words(table, language),
        "code": table.code,
        "address": words.address_of(table.code, base_url) if table.code else "",
        "note": say(table.note, language),
    }


def drawing_data(chart: ChartBlock, language: str) -> dict[str, object]:
    """Return a drawing with the words that stand for it."""
    return {
        "kind": "drawing",
        "title": say(chart.title, language),
        "svg": chart.svg[language],
        "scale": 1.0,
        "alt": say(chart.alt, language),
        "code": "",
        "note": say(chart.note, language),
    }
