"""A frozen briefing as files."""

from importlib import import_module
from typing import TYPE_CHECKING

from hamahang.briefing import queries
from hamahang.domain.calendar import write_day

if TYPE_CHECKING:
    from hamahang.briefing.models import Briefing

FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def render_file(briefing: "Briefing", *, kind: str, language: str, base_url: str) -> bytes:
    """Return one file of a frozen briefing; the same briefing gives the same bytes.

    kind: one of FORMATS; its renderer is loaded only here, since each brings a large library
    """
    renderer = import_module(f"hamahang.briefing.render.{kind}")
    content: bytes = renderer.render(queries.document_of(briefing), language=language, base_url=base_url)
    return content


def file_name(briefing: "Briefing", kind: str, language: str) -> str:
    """Return the name of a file: report, day and language."""
    return f"{briefing.report}-{write_day(briefing.day)}-{language}.{kind}"
