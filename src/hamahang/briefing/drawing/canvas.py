"""A sheet to draw on: SVG elements with presentation attributes and classes only, every word escaped.

Words run right to left inside an isolate (U+2067 … U+2069), while the drawing itself is laid out left to right:
so `text-anchor` means the same in a right-to-left page, in a left-to-right page and on paper, and digits and
brackets inside a Persian label keep their order. An SVG with direction="rtl" goes wrong on paper.
"""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from hamahang.briefing.drawing.palette import INK_2, NONE, SHEET, Ink
from hamahang.domain.text import Text

RIGHT_TO_LEFT, END = "\u2067", "\u2069"
BIDI_MARKS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C, 0xFEFF}
Point = tuple[float, float]


def legal(words: str) -> str:
    """Return words without what XML forbids (control signs, lone surrogates) or what would turn the line around."""
    return "".join(letter for letter in words if is_legal(ord(letter)))


def is_legal(code: int) -> bool:
    """Say whether a code point may stand in a label."""
    if code < 0x20:
        return code in {0x09, 0x0A}
    return not (0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or code in {0xFFFE, 0xFFFF} or code in BIDI_MARKS)


def number(value: float) -> str:
    """Return a coordinate with at most one decimal, the same on every machine."""
    written = f"{value:.1f}"
    written = written.removesuffix(".0")
    return "0" if written == "-0" else written


def path_of(points: Iterable[Point], *, closed: bool = False) -> str:
    """Return the path through points."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + ("Z" if closed else "")


class Canvas:
    """One drawing in one language; x runs to the right, y down, in units of a screen pixel."""

    def __init__(self, *, width: float, height: float, language: str, title: Text, description: Text) -> None:
        self.width = width
        self.height = height
        self.language = language
        self.title = title
        self.description = description
        self.parts: list[str] = []

    def add(self, tag: str, attributes: dict[str, str | float | None], inside: str = "", tip: str = "") -> None:
        """Add an element; an attribute of None is left out, a tip is shown when the pointer rests on it."""
        written = "".join(
            f" {name}={quoteattr(number(value) if isinstance(value, int | float) else value)}"
            for name, value in attributes.items()
            if value is not None
        )
        content = (f"<title>{escape(legal(tip))}</title>" if tip else "") + inside
        self.parts.append(f"<{tag}{written}>{content}</{tag}>" if content else f"<{tag}{written}/>")

    def text(
        self,
        words: str,
        *,
        x: float,
        y: float,
        anchor: str = "start",
        size: float = 12,
        bold: bool = False,
        ink: Ink = INK_2,
        halo: bool = False,
    ) -> None:
        """Write words with their base line at y. halo: a rim of paper around them, where they cross a line."""
        words = escape(legal(words))
        if not words:
            return
        self.add(
            "text",
            {
                "class": f"ink-of-{ink.name}" + (" halo" if halo else ""),
                "x": x,
                "y": y,
                "text-anchor": None if anchor == "start" else anchor,
                "font-size": size,
                "font-weight": "700" if bold else None,
                "fill": ink.colour,
                "stroke": SHEET.colour if halo else None,
                "stroke-width": 3 if halo else None,
                "stroke-linejoin": "round" if halo else None,
                "paint-order": "stroke" if halo else None,
            },
            f"{RIGHT_TO_LEFT}{words}{END}" if self.language == "fa" else words,
        )

    def line(self, start: Point, end: Point, *, ink: Ink, width: float = 1, dash: str | None = None) -> None:
        """Draw a straight line."""
        self.path(path_of((start, end)), stroke=ink, width=width, dash=dash)

    def path(
        self,
        course: str,
        *,
        stroke: Ink = NONE,
        fill: Ink = NONE,
        width: float = 1,
        dash: str | None = None,
        opacity: str | None = None,
        tip: str = "",
    ) -> None:
        """Draw a path."""
        self.add(
            "path",
            {
                "class": mark_class(fill=fill, stroke=stroke),
                "d": course,
                "fill": fill.colour,
                "stroke": None if stroke is NONE else stroke.colour,
                "stroke-width": None if stroke is NONE else width,
                "stroke-dasharray": dash,
                "stroke-linejoin": None if stroke is NONE else "round",
                "opacity": opacity,
            },
            tip=tip,
        )

    def rect(
        self, *, x: float, y: float, width: float, height: float, fill: Ink, radius: float = 0, tip: str = ""
    ) -> None:
        """Fill a rectangle."""
        self.add(
            "rect",
            {
                "class": mark_class(fill=fill, stroke=NONE),
                "x": x,
                "y": y,
                "width": max(width, 0),
                "height": max(height, 0),
                "rx": radius or None,
                "fill": fill.colour,
            },
            tip=tip,
        )

    def circle(
        self, centre: Point, radius: float, *, fill: Ink, stroke: Ink = NONE, width: float = 1.5, tip: str = ""
    ) -> None:
        """Draw a disc or a ring."""
        self.add(
            "circle",
            {
                "class": mark_class(fill=fill, stroke=stroke),
                "cx": centre[0],
                "cy": centre[1],
                "r": radius,
                "fill": fill.colour,
                "stroke": None if stroke is NONE else stroke.colour,
                "stroke-width": None if stroke is NONE else width,
            },
            tip=tip,
        )

    def render(self) -> str:
        """Return the finished SVG."""
        title, description = (escape(legal(words[self.language])) for words in (self.title, self.description))
        width, height = number(self.width), number(self.height)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing" role="img" lang="{self.language}" direction="ltr"'
            f' viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="Vazirmatn, sans-serif">'
            f"<title>{title}</title><desc>{description}</desc>{''.join(self.parts)}</svg>"
        )


def mark_class(*, fill: Ink, stroke: Ink) -> str | None:
    """Return the classes of a mark: one for its filling, one for its line."""
    return (
        " ".join(f"{kind}-{ink.name}" for kind, ink in (("fill", fill), ("stroke", stroke)) if ink is not NONE) or None
    )
