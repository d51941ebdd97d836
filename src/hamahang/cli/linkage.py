"""`hamahang linkage evaluate`: how well rows are linked to units, on a labelled set of anybody's."""

import argparse
import csv
import gc
import io
import json
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hamahang.cli import options
from hamahang.domain.text import Text

if TYPE_CHECKING:
    from hamahang.methods.linkage import Evaluation, Mistake, Records

Header = Sequence[str]
SEPARATORS = ",;\t"
ONLY_NAMES = Text(
    fa="دو جدول جز نام چیزی نمی‌گویند؛ از روی نام تنها هیچ پیوندی زده نمی‌شود.",
    en="The tables say nothing but names; nothing is ever linked by a name alone.",
)


class Refused(Exception):
    """A file that cannot be linked, said in both languages with the repair; `status` is the exit status."""

    def __init__(self, fa: str, en: str, *, status: int = 1) -> None:
        self.fa, self.en, self.status = fa, en, status
        super().__init__(en)


def add(parsers: Any) -> None:
    """Register the command."""
    linkage = parsers.add_parser("linkage", help="measure how rows are linked to units / سنجش پیوند سطرها به واحدها")
    verbs = linkage.add_subparsers(dest="verb", required=True, metavar="VERB")
    evaluate = verbs.add_parser("evaluate", help="link a labelled set and compare / پیوند یک مجموعهٔ برچسب‌دار")
    evaluate.add_argument("--left", type=Path, required=True, help="CSV with id and any known field; the register")
    evaluate.add_argument("--right", type=Path, help="CSV linked to it; without it, duplicates inside --left are found")
    evaluate.add_argument("--pairs", type=Path, required=True, help="CSV with left,right: the true pairs of ids")
    evaluate.add_argument("--columns", type=Path, help='JSON such as {"title": "name", "tel": "phone"}')
    evaluate.add_argument("--cost", type=_cost, default=1.0, help="what a wrong link costs against a missed one (1)")
    evaluate.add_argument("--json", action="store_true")
    evaluate.set_defaults(run=run)


def _cost(text: str) -> float:
    try:
        cost = float(text)
    except ValueError:
        cost = 0.0
    if not 0 < cost < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above zero / عددی بزرگ‌تر از صفر بنویسید")
    return cost


def run(arguments: argparse.Namespace) -> int:
    """Link, compare with the truth, print."""
    begun = time.perf_counter()
    try:
        with _no_search_for_cycles():
            result, linking = _evaluated(arguments)
    except Refused as refused:
        options.refuse(refused.fa, refused.en)
        return refused.status
    seconds = time.perf_counter() - begun
    if arguments.json:
        options.print_json(_as_json(result) | {"seconds": round(seconds, 3), "seconds_linking": round(linking, 3)})
    else:
        _print(result, seconds, linking)
    return 0


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Millions of small objects and no cycles among them: looking for some would cost a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _evaluated(arguments: argparse.Namespace) -> tuple["Evaluation", float]:
    """Read the files and link; return also the seconds it took once the register was ready.

    :raises Refused: if one of them cannot be linked
    """
    from hamahang.methods.linkage import Costs, Register, UnknownRow, evaluate

    renamed = _columns(arguments.columns)
    left = _table(arguments.left, renamed, side="left")
    right = _table(arguments.right, renamed, side="right") if arguments.right else None
    _demand_common_field(left, right)
    pairs = _pairs(arguments.pairs, is_same_table=right is None)
    register = Register(left)
    begun = time.perf_counter()
    try:
        result = evaluate(register=register, incoming=right, pairs=pairs, costs=Costs(wrong=arguments.cost))
    except UnknownRow as unknown:
        raise Refused(
            f"شناسهٔ «{unknown.row_id}» در {arguments.pairs} آمده ولی در جدول {_side(unknown.table).fa} نیست.",
            f"{arguments.pairs} names the id {unknown.row_id!r}, which the {unknown.table} table does not have.",
        ) from unknown
    return result, time.perf_counter() - begun


def _side(table: str) -> Text:
    return Text(fa="چپ", en="left") if table == "left" else Text(fa="راست", en="right")


# --- reading ---


def read_rows(path: Path, *, may_be_empty: bool = False) -> list[list[str]]:
    """Return the rows of a CSV in UTF-8, the heading first; empty lines are left out.

    :raises Refused: if it is not there, empty, not UTF-8 or not a CSV
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Refused(f"پروندهٔ {path} خوانده نشد.", f"{path} cannot be read: {error.strerror}.", status=2) from error
    except UnicodeDecodeError as error:
        raise Refused(
            f"{path} در بایت {error.start} یونیکد (UTF-8) نیست؛ آن را با این کدگذاری ذخیره کنید.",
            f"{path} is not in UTF-8 (byte {error.start}); save it in that encoding.",
        ) from error
    heading = text.lstrip("\r\n").partition("\n")[0]
    separator = max(SEPARATORS, key=heading.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True) if any(row)]
    except csv.Error as error:
        raise Refused(f"{path} یک CSV درست نیست.", f"{path} is not a sound CSV: {error}.") from error
    if len(rows) < (1 if may_be_empty else 2):
        raise Refused(f"{path} سطری ندارد.", f"{path} has no rows.")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) > len(rows[0]):
            raise Refused(
                f"سطر {number} از {path} بیش از سرستون‌ها خانه دارد.",
                f"Row {number} of {path} has more cells than the heading.",
            )
    return rows


def _table(path: Path, renamed: Mapping[str, Any], *, side: str) -> "Records":
    """Return a table with its columns under the names of the known fields.

    :raises Refused: if it has no id, an id twice, a heading twice or no known field
    """
    from hamahang.methods.linkage import FIELDS, DuplicatedId, Records

    header, *rows = read_rows(path)
    header = [name.strip() for name in header]
    twice = [name for place, name in enumerate(header) if name and name in header[:place]]
    if twice:
        raise Refused(f"سرستون «{twice[0]}» در {path} دو بار آمده است.", f"{path} has the heading {twice[0]!r} twice.")
    places = _places(path, header, renamed.get(side, renamed))
    if "id" not in places:
        raise Refused(f"{path} ستون id ندارد.", f"{path} has no column id; add it, or name it in --columns.")
    known = [name for name in FIELDS if name in places]
    if not known:
        raise Refused(
            f"هیچ ستون {path} شناخته نیست؛ نام‌ها: {'، '.join(FIELDS)}",
            f"No column of {path} is known; the names are {', '.join(FIELDS)}. Use --columns to say what is what.",
        )
    ids = [row_id.strip() for row_id in _column(rows, places["id"])]
    if "" in ids:
        raise Refused(f"سطر {ids.index('') + 2} از {path} id ندارد.", f"Row {ids.index('') + 2} of {path} has no id.")
    try:
        return Records(tuple(ids), {name: _column(rows, places[name]) for name in known})
    except DuplicatedId as error:
        raise Refused(
            f"شناسهٔ «{error.row_id}» در {path} دو بار آمده است؛ هر سطر شناسهٔ خود را می‌خواهد.",
            f"{path} has the id {error.row_id!r} twice; give each row its own.",
        ) from error


def _column(rows: Sequence[Sequence[str]], places: Sequence[int]) -> list[str]:
    """Return a column, or several columns with a space between their cells; a short row has empty cells."""
    if len(places) == 1:
        (place,) = places
        return [row[place] if place < len(row) else "" for row in rows]
    return [" ".join(row[place] for place in places if place < len(row) and row[place]) for row in rows]


def _columns(path: Path | None) -> Mapping[str, Any]:
    """Return what --columns says: heading to field or field to heading(s), for both tables or under left and right.

    :raises Refused: if it is not a JSON object
    """
    if path is None:
        return {}
    try:
        said = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise Refused(f"پروندهٔ {path} خوانده نشد.", f"{path} cannot be read: {error.strerror}.", status=2) from error
    except ValueError as error:
        raise Refused(f"{path} یک JSON درست نیست.", f"{path} is not sound JSON in UTF-8: {error}.") from error
    if not isinstance(said, dict):
        raise Refused(f"{path} باید یک شیء JSON باشد.", f'{path} must be a JSON object such as {{"title": "name"}}.')
    return said


def _places(path: Path, header: Header, said: Mapping[str, Any]) -> dict[str, list[int]]:
    """Return for each field the places of its columns."""
    from hamahang.methods.linkage import FIELDS

    ours = ("id", *FIELDS)
    places: dict[str, list[int]] = {}
    used: set[str] = set()
    for key, value in said.items():
        headings = value if isinstance(value, list) else [value]
        if key in ours and all(isinstance(name, str) and name in header for name in headings):
            places.setdefault(key, []).extend(header.index(name) for name in headings)
            used.update(headings)
        elif key in header and (value is None or value in ours):
            used.add(key)
            if value is not None:
                places.setdefault(value, []).append(header.index(key))
        elif not (key in ours or value in ours or value is None):
            raise Refused(
                f"--columns: «{key}» و «{value}» نه ستون {path} است و نه فیلدی شناخته؛ فیلدها: {'، '.join(ours)}",
                f"--columns: {key!r} and {value!r}: one must be a column, the other a field: {', '.join(ours)}.",
            )
    for name in ours:
        if name in header and name not in places and name not in used:
            places[name] = [header.index(name)]
    return places


def _demand_common_field(left: "Records", right: "Records | None") -> None:
    from hamahang.methods.linkage import EVIDENCE

    def said(table: "Records") -> set[str]:
        return {item.code for item in EVIDENCE if any(name in table.columns for name in item.fields)}

    if right is not None and not said(left) & said(right):
        raise Refused(
            "دو جدول هیچ فیلد مشترکی ندارند؛ با --columns بگویید کدام ستون کدام است.",
            "The two tables have no field in common; use --columns to say what is what.",
        )


def _pairs(path: Path, *, is_same_table: bool) -> list[tuple[str, str]]:
    """Return the true pairs.

    :raises Refused: if a column is missing, or a row is paired with itself
    """
    # a set may have no true pair at all
    header, *rows = read_rows(path, may_be_empty=True)
    header = [name.strip() for name in header]
    for name in ("left", "right"):
        if name not in header:
            raise Refused(f"{path} ستون {name} ندارد.", f"{path} has no column {name}.")
    one, two = [header.index("left")], [header.index("right")]
    pairs = [(left.strip(), right.strip()) for left, right in zip(_column(rows, one), _column(rows, two), strict=True)]
    for number, pair in enumerate(pairs, start=2):
        if not all(pair) or (is_same_table and pair[0] == pair[1]):
            raise Refused(f"سطر {number} از {path} یک جفت نیست.", f"Row {number} of {path} is not a pair.")
    return pairs


# --- saying ---


def _as_json(result: "Evaluation") -> dict[str, Any]:
    return {
        "precision": round(result.quality.precision, 6),
        "recall": round(result.quality.recall, 6),
        "f1": round(result.quality.f1, 6),
        "threshold": round(result.threshold, 3),
        "candidates_recall": round(result.candidates_recall, 6),
        "best": {"f1": round(result.best.quality.f1, 6), "threshold": round(result.best.threshold, 3)},
        "links": result.links,
        "compared": result.compared,
        "has_only_names": result.has_only_names,
        "curve": [
            {
                "threshold": round(point.threshold, 3),
                "precision": round(point.quality.precision, 6),
                "recall": round(point.quality.recall, 6),
                "f1": round(point.quality.f1, 6),
            }
            for point in result.curve
        ],
        "errors": [
            {
                "left": mistake.pair[0],
                "right": mistake.pair[1],
                "missed": mistake.is_missed,
                "weight": _weight(mistake.weight),
                "reasons": [
                    {"evidence": reason.evidence, "level": reason.level, "bits": round(reason.bits, 2)}
                    for reason in mistake.reasons
                ],
            }
            for mistake in result.mistakes
        ],
    }


def _weight(weight: float | None) -> float | None:
    """Return a weight for JSON, which has no infinity: None for a pair never compared or that only names speak for."""
    return None if weight is None or abs(weight) == float("inf") else round(weight, 2)


def _print(result: "Evaluation", seconds: float, linking: float) -> None:
    quality, best = result.quality, result.best
    lines = [
        f"precision {quality.precision:.4f}   recall {quality.recall:.4f}   F1 {quality.f1:.4f}",
        f"at {result.threshold:+.1f} bits, chosen without the true pairs",
        f"best on the curve: F1 {best.quality.f1:.4f} at {best.threshold:+.1f} bits",
        f"{result.links} links; {result.compared} pairs compared",
        f"{result.candidates_recall:.4f} of the true pairs are among those compared",
        f"{seconds:.1f} s, of which {linking:.1f} s once the register was ready",
        f"before any evidence {result.start:+.1f} bits",
        *([ONLY_NAMES.en, ONLY_NAMES.fa] if result.has_only_names else []),
        "",
        "آستانه (بیت)   دقت      بازیابی   F1        threshold (bits), precision, recall, F1 of single pairs",
    ]
    for point in result.curve:
        shown = point.quality
        lines.append(f"{point.threshold:+12.1f}   {shown.precision:.4f}   {shown.recall:.4f}   {shown.f1:.4f}")
    for is_missed, title in ((False, "پیوند نادرست / wrong links"), (True, "پیوند نیافته / missed links")):
        chosen = [mistake for mistake in result.mistakes if mistake.is_missed is is_missed]
        lines += ["", f"{title}: {len(chosen) or '-'}"]
        lines += [line for mistake in chosen for line in _told(mistake)]
    sys.stdout.write("\n".join(lines) + "\n")


def _told(mistake: "Mistake") -> list[str]:
    weight = "never compared / سنجیده نشد" if mistake.weight is None else f"{mistake.weight:+.1f}"
    return [f"  {mistake.pair[0]} = {mistake.pair[1]}   {weight}"] + [
        f"      {reason.bits:+6.1f}  {said.en}   {said.fa}" for reason, said in _sayings(mistake)
    ]


def _sayings(mistake: "Mistake") -> list[tuple[Any, Text]]:
    from hamahang.methods.linkage import say

    return [(reason, say(reason.evidence, reason.level)) for reason in mistake.reasons]
