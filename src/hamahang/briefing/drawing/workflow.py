"""A workflow drawn from its table: the way to a good end downwards, other ends beside it, ways back dashed."""

from hamahang.briefing.drawing.canvas import Canvas, number
from hamahang.briefing.drawing.measure import shorten
from hamahang.briefing.drawing.palette import (
    ACCENT,
    ACCENT_SOFT,
    GOOD_SOFT,
    INK,
    INK_3,
    RULE_2,
    SHEET,
    WARN,
    Ink,
)
from hamahang.domain.flows.workflow import State, Workflow, ranks
from hamahang.domain.text import Text

WIDTH, BOX, HIGH, STEP = 740.0, 146.0, 34.0, 62.0
SPINE, SIDE = 0.36, 0.66  # shares of the width: the middle of the way, and where other ends are named
ARROW = 5.0
Place = tuple[float, float]


def draw_workflow(
    workflow: Workflow, *, language: str, stands_in: str = "", passed: frozenset[str] = frozenset()
) -> str:
    """Return the drawing of a workflow as SVG.

    stands_in: the state to mark; passed: states gone through
    """
    rank = ranks(workflow)
    on_way = [state for state in workflow.states if state.is_good or not state.is_final]
    rows: dict[int, list[State]] = {}
    for state in on_way:
        rows.setdefault(rank[state.code], []).append(state)
    # rows that hold only other ends take no room
    order = {level: at for at, level in enumerate(sorted(rows))}
    mirrored = language == "fa"
    places = {
        state.code: _place(order[level], at, len(states), mirrored=mirrored)
        for level, states in rows.items()
        for at, state in enumerate(states)
    }
    title = workflow.title
    told = Text(
        fa="، ".join(state.title.fa for state in workflow.states),
        en=", ".join(state.title.en for state in workflow.states),
    )
    sheet = Canvas(width=WIDTH, height=len(order) * STEP + 12, language=language, title=title, description=told)
    _steps(sheet, workflow, places, mirrored=mirrored)
    for state in on_way:
        _box(sheet, state, places[state.code], is_here=state.code == stands_in, was_here=state.code in passed)
    for states in rows.values():
        _other_ends(sheet, workflow, states, places, mirrored=mirrored)
    return sheet.render()


def _place(row: int, at: int, of: int, *, mirrored: bool) -> Place:
    """Return the middle of a state's box; several on one row stand side by side around the way."""
    x = WIDTH * SPINE + (at - (of - 1) / 2) * (BOX + 14)
    return (WIDTH - x if mirrored else x), row * STEP + HIGH / 2 + 6


def _box(sheet: Canvas, state: State, place: Place, *, is_here: bool, was_here: bool) -> None:
    fill: Ink = ACCENT if is_here else GOOD_SOFT if state.is_good else ACCENT_SOFT if was_here else SHEET
    x, y = place
    left, top = x - BOX / 2, y - HIGH / 2
    sheet.rect(x=left - 1, y=top - 1, width=BOX + 2, height=HIGH + 2, fill=ACCENT if was_here else RULE_2, radius=6)
    sheet.rect(x=left, y=top, width=BOX, height=HIGH, fill=fill, radius=5, tip=state.title[sheet.language])
    words = shorten(state.title[sheet.language], width=BOX - 14, size=12, bold=is_here)
    sheet.text(words, x=x, y=y + 4, anchor="middle", ink=SHEET if is_here else INK, bold=is_here)


def _steps(sheet: Canvas, workflow: Workflow, places: dict[str, Place], *, mirrored: bool) -> None:
    drawn: set[tuple[str, str]] = set()
    for step in workflow.steps:
        for source in step.sources:
            pair = (source, step.target)
            if pair in drawn or source not in places or step.target not in places:
                continue
            drawn.add(pair)
            start, end = places[source], places[step.target]
            if end[1] > start[1]:
                _down(sheet, start, end)
            elif end[1] == start[1]:
                _across(sheet, start, end)
            elif abs(start[0] - end[0]) > 1:
                _up(sheet, start, end)
            else:
                _back(sheet, start, end, mirrored=mirrored)


def _down(sheet: Canvas, start: Place, end: Place) -> None:
    (x, y), (to_x, to_y) = (start[0], start[1] + HIGH / 2), (end[0], end[1] - HIGH / 2)
    bend = (to_y - y) / 2
    course = f"M{number(x)} {number(y)}C{number(x)} {number(y + bend)} {number(to_x)} {number(to_y - bend)} "
    sheet.path(f"{course}{number(to_x)} {number(to_y - 1)}", stroke=INK_3, width=1.3)
    _head(sheet, (to_x, to_y - 1), INK_3, 0, ARROW)


def _back(sheet: Canvas, start: Place, end: Place, *, mirrored: bool) -> None:
    """Draw a way back around the side where no other ends stand."""
    side = 1 if mirrored else -1
    edge = WIDTH * 0.06
    out = WIDTH - edge if mirrored else edge
    (x, y), (to_x, to_y) = (start[0] + side * BOX / 2, start[1]), (end[0] + side * BOX / 2, end[1])
    course = f"M{number(x)} {number(y)}C{number(out)} {number(y)} {number(out)} {number(to_y)} "
    sheet.path(f"{course}{number(to_x + side)} {number(to_y)}", stroke=WARN, width=1.3, dash="4 3")
    _head(sheet, (to_x + side, to_y), WARN, side * ARROW, 0)


def _across(sheet: Canvas, start: Place, end: Place) -> None:
    side = 1 if end[0] < start[0] else -1
    x = end[0] + side * (BOX / 2 + 1)
    sheet.line((start[0] - side * BOX / 2, start[1]), (x, end[1]), ink=WARN, width=1.3)
    _head(sheet, (x, end[1]), WARN, side * ARROW, 0)


def _up(sheet: Canvas, start: Place, end: Place) -> None:
    """Draw a way back from a box beside the way, clear of the arrow that led there."""
    lean = 26 if start[0] > end[0] else -26
    (x, y), (to_x, to_y) = (start[0] + lean, start[1] - HIGH / 2), (end[0] + 2 * lean, end[1] + HIGH / 2)
    course = f"M{number(x)} {number(y)}C{number(x)} {number(y - 16)} {number(to_x)} {number(to_y + 16)} "
    sheet.path(f"{course}{number(to_x)} {number(to_y + 1)}", stroke=WARN, width=1.3, dash="4 3")
    _head(sheet, (to_x, to_y + 1), WARN, 0, -ARROW)


def _head(sheet: Canvas, tip: Place, ink: Ink, across: float, down: float) -> None:
    x, y = tip
    if down:
        points = f"M{number(x)} {number(y)}l{number(-down)} {number(-down)}h{number(2 * down)}Z"
    else:
        points = f"M{number(x)} {number(y)}l{number(across)} {number(-abs(across))}v{number(2 * abs(across))}Z"
    sheet.path(points, fill=ink)


def _other_ends(
    sheet: Canvas, workflow: Workflow, states: list[State], places: dict[str, Place], *, mirrored: bool
) -> None:
    """Name the ends that a row leads to besides the good one, once for the row."""
    found: dict[str, None] = {}
    for state in states:
        ends = [workflow.state(step.target) for step in workflow.steps_from(state.code)]
        found |= {end.title[sheet.language]: None for end in ends if end.is_final and not end.is_good}
    if not found:
        return
    row = [places[state.code] for state in states]
    x = WIDTH * (1 - SIDE) if mirrored else WIDTH * SIDE
    start = min(place[0] for place in row) - BOX / 2 if mirrored else max(place[0] for place in row) + BOX / 2
    side = -1 if mirrored else 1
    x = min(x, start - 10) if mirrored else max(x, start + 10)
    sheet.line((start, row[0][1]), (x - side * 6, row[0][1]), ink=RULE_2, dash="2 3")
    comma = "، " if sheet.language == "fa" else ", "
    anchor = "end" if mirrored else "start"
    sheet.text(comma.join(found), x=x, y=row[0][1] + 4, anchor=anchor, size=11, ink=INK_3)
