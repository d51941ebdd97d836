"""A folder of files read as lists, file by file: what was to be accepted and refused, and what was.

    python3 dev.py bench corpus --dir DIR

With TRUTH.json in the folder (rows to accept, rows to refuse with a code) each row is compared field by field; with
EXPECTED.tsv (accept or refuse) the outcome of each file; with neither, every spreadsheet must be answered in time and
nothing may die. Status 1 when something disagrees.
"""

import argparse
import csv
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LONGEST_SECONDS = 15
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv", ".zip", ".htm", ".html")
# which of our codes say what a code of the truth says; where it names no code of ours, its own name is meant
SAID = {
    "no-such-date": {"impossible_day"},
    "too-big": {"too_large", "inexact"},
    "words": {"words"},
    "empty": {"required"},
    "exponent": {"not_a_number", "exponent"},
    "same-row-again": {"duplicate"},
    "same-id-other-values": {"duplicate_differs"},
    "bad-id": {"bad_legal_id", "required"},
    "no-header": {"no_table"},
    "too-long": {"too_long", "cell_too_long"},
}
# the fields of the truth, and the column of which of our lists says the same
FIELDS = {
    "national_id": ("units", "national_id"),
    "name": ("units", "name"),
    "county": ("units", "county"),
    "jobs": ("units", "employees"),
    "amount_rial": ("payments", "amount"),
    "licence_date": ("units", "licence_on"),
}


@dataclass
class Outcome:
    """What became of one file. faults: where it disagrees with what was to come out."""

    name: str
    said: str
    faults: list[str] = field(default_factory=list)
    agreed: int = 0
    compared: int = 0
    seconds: float = 0.0


def main() -> int:
    """Run the folder named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--verbose", action="store_true", help="every fault, not the first few of a file")
    arguments = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))
    os.environ["DJANGO_SETTINGS_MODULE"] = "hamahang.site.settings"
    with tempfile.TemporaryDirectory() as home:
        os.environ["HAMAHANG_HOME"] = home
        import django

        django.setup()
        return run(arguments.dir, verbose=arguments.verbose)


def run(folder: Path, *, verbose: bool) -> int:
    """Read each file, print what came of it, then the sum; return the exit status."""
    outcomes = []
    for name, examine in tasks(folder):
        begun = time.perf_counter()
        outcome = examine()
        outcome.seconds = time.perf_counter() - begun
        if outcome.seconds > LONGEST_SECONDS:
            outcome.faults.append(f"answered after {outcome.seconds:.1f} s")
        outcomes.append(outcome)
        sign = "agrees  " if not outcome.faults else "DIFFERS "
        sys.stdout.write(f"{sign} {name:40} {outcome.seconds:6.2f} s  {outcome.said}\n")
        shown = outcome.faults if verbose else outcome.faults[:4]
        sys.stdout.write("".join(f"           {fault}\n" for fault in shown))
        if len(outcome.faults) > len(shown):
            sys.stdout.write(f"           … and {len(outcome.faults) - len(shown)} more\n")
        sys.stdout.flush()
    good = sum(not outcome.faults for outcome in outcomes)
    values, right = sum(outcome.compared for outcome in outcomes), sum(outcome.agreed for outcome in outcomes)
    slowest = max((outcome.seconds for outcome in outcomes), default=0.0)
    sys.stdout.write(f"files   {good} of {len(outcomes)} agree; slowest {slowest:.1f} s\n")
    if values:
        sys.stdout.write(f"values  {right} of {values} agree\n")
    return 0 if outcomes and good == len(outcomes) else 1


def tasks(folder: Path) -> list[tuple[str, Any]]:
    """Return the files of a folder, each with what examines it."""
    if (folder / "TRUTH.json").is_file():
        truths = json.loads((folder / "TRUTH.json").read_text(encoding="utf-8"))
        source = list_of_the_truth()
        return [(name, lambda n=name, t=truth: compare(folder / n, t, source)) for name, truth in truths.items()]
    if (folder / "EXPECTED.tsv").is_file():
        with (folder / "EXPECTED.tsv").open(encoding="utf-8", newline="") as file:
            wanted = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        # two of the files are large and made by their generator only
        present = [line for line in wanted if (folder / line["file"]).is_file()]
        return [(line["file"], lambda w=line: expect(folder / w["file"], w)) for line in present]
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    return [(str(path.relative_to(folder)), lambda p=path: answer(p)) for path in files]


# --- any spreadsheet, and hostile ones ---


def answer(path: Path) -> Outcome:
    """Read any file; whatever it is, the answer is its tables or a reason."""
    from hamahang.intake.inspecting import inspect_file
    from hamahang.intake.workbook import UnreadableFile

    try:
        tables = inspect_file(path)
    except UnreadableFile as error:
        return Outcome(path.name, f"refused: {error.code}")
    except Exception as error:  # noqa: BLE001 - whatever is raised is a fault to be counted
        return Outcome(path.name, "died", [f"{type(error).__name__}: {error}"[:200]])
    return Outcome(path.name, f"{len(tables)} tables")


def expect(path: Path, wanted: dict[str, str]) -> Outcome:
    """Compare a file's outcome with what was expected of it."""
    outcome = answer(path)
    refused = outcome.said.startswith("refused")
    either = "load or refuse" in wanted["note"]
    outcome.compared, outcome.agreed = 1, int(either or refused == (wanted["outcome"] == "refuse"))
    if not outcome.agreed:
        outcome.faults.append(f"expected {wanted['outcome']}: {wanted['note']}")
    return outcome


# --- lists with their truth ---


def list_of_the_truth() -> Any:
    """Return a kind of list of the truth's fields, each with the headings it has in our own lists."""
    from hamahang.domain.lists.intake import Source, Table
    from hamahang.domain.text import Text
    from hamahang.intake.sources import source_named

    columns = []
    for name, (source, column) in FIELDS.items():
        found = next(c for c in source_named(source).tables[0].columns if c.name == column)
        # a day that a list must have dates its rows, and a licence's day does not
        columns.append(replace(found, name=name, required=name != "licence_date"))
    title = Text(fa="واحدها و تسهیلات", en="units and facilities")
    table = Table("corpus", title, tuple(columns), key=("national_id",))
    return Source("corpus", title, title, (table,))


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was read. codes: what stops it."""

    sheet: str
    number: int
    values: dict[str, Any]
    codes: frozenset[str]


def compare(path: Path, truth: dict[str, Any], source: Any) -> Outcome:
    """Compare a list, row by row and field by field, with its truth."""
    from hamahang.domain.lists.listing import read_listing
    from hamahang.intake.workbook import UnreadableFile, read_sheets

    try:
        listing = read_listing(source, read_sheets(path), day=datetime.now(UTC).date())
    except UnreadableFile as error:
        return judge(path.name, truth, [], [(error.row, error.code)], f"refused: {error.code}")
    except Exception as error:  # noqa: BLE001 - whatever is raised is a fault to be counted
        return Outcome(path.name, "died", [f"{type(error).__name__}: {error}"[:200]])
    rows = [
        Row(row.sheet, row.row, dict(row.values), frozenset(p.code for p in row.problems if p.severity == "error"))
        for row in listing.rows
    ]
    whole = [(0, problem.code) for problem in listing.problems if problem.severity == "error"]
    notes = ", ".join(sorted({problem.code for problem in listing.problems if problem.severity != "error"}))
    said = f"{sum(not row.codes for row in rows)} accepted, {sum(bool(row.codes) for row in rows)} refused"
    return judge(path.name, truth, rows, whole, f"{said}{'; says ' + notes if notes else ''}")


def judge(name: str, truth: dict[str, Any], rows: list[Row], whole: list[tuple[int, str]], said: str) -> Outcome:
    """Set what was read against the truth."""
    outcome = Outcome(name, said)
    if not truth["rows"] and not truth["refuse"]:
        # made for what is written out again; whatever is read here, only a death is a fault
        return outcome
    sheets = [row.sheet for row in rows]
    main = max(set(sheets), key=sheets.count, default="")
    # a second sheet that repeats a unit is shown, not loaded: the truth tells of the main sheet's rows only
    beside = [row for row in rows if row.sheet != main and row.codes]
    rows = [row for row in rows if row not in beside]
    if beside:
        outcome.said += f"; {len(beside)} rows of other sheets shown"
    refused = {row.number: row.codes for row in rows if row.codes}
    for wanted in truth["refuse"]:
        outcome.compared += 1
        number, codes = wanted["row"], SAID.get(wanted["code"], {wanted["code"].replace("-", "_")})
        found = refused.pop(number, frozenset()) | {code for row, code in whole if row in (number, 0)}
        if found & codes:
            outcome.agreed += 1
        else:
            outcome.faults.append(f"row {number}: {wanted['code']} expected, {sorted(found) or 'nothing'} said")
    outcome.faults += [f"row {number}: refused for {sorted(codes)}" for number, codes in refused.items()]
    if whole and not truth["refuse"] and truth["rows"]:
        outcome.faults.append(f"the file is refused: {whole}")
    # a truth that tells a row's values although the row is asked about: they are what was read beside the question
    told = rows if len(truth["rows"]) == len(rows) else [row for row in rows if not row.codes]
    if len(told) != len(truth["rows"]):
        outcome.faults.append(f"{len(truth['rows'])} rows to accept, {len(told)} accepted")
    for row, right in zip(told, truth["rows"], strict=False):
        _values(row, right, outcome)
    outcome.compared += sum(len(right) for right in truth["rows"][len(told) :])
    return outcome


def _values(row: Row, right: dict[str, Any], outcome: Outcome) -> None:
    for name, value in right.items():
        if row.codes and name not in row.values:
            continue
        outcome.compared += 1
        if _plain(name, row.values.get(name)) == _plain(name, value):
            outcome.agreed += 1
        else:
            outcome.faults.append(f"row {row.number}: {name} is {row.values.get(name)!r}, not {value!r}")


def _plain(name: str, value: Any) -> str:
    """Return a value so that two spellings of one thing are the same: letters, joiners and line ends apart."""
    from hamahang.domain.calendar import say_day
    from hamahang.domain.text import fold, place_key, to_latin_digits

    if name == "licence_date" and hasattr(value, "year"):
        return to_latin_digits(say_day(value, "fa", short=True))
    if name == "county":
        return place_key(str(value))
    return "".join(fold(str(value)).split())


if __name__ == "__main__":
    sys.exit(main())
