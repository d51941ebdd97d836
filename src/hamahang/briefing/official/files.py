"""Official papers as files."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def render_paper(paper: Mapping[str, Any], *, kind: str) -> bytes:
    """Return a paper as a file; the same paper gives the same bytes.

    kind: one of FORMATS; the renderer is loaded only here, since it brings large libraries
    """
    content: bytes = import_module("hamahang.briefing.render.official").render(paper, kind=kind)
    return content
