"""What is true of the example lists: the figures, how each row must end, and which unit each row means.

Written beside the lists for tests and for measuring how well rows are linked to units; no office would have it.
"""

from collections.abc import Iterable, Mapping

from hamahang.cli.samples.names import EXAMPLE
from hamahang.cli.samples.office import ExampleFile, Written
from hamahang.cli.samples.story import TIR_10, Row, Story

FIGURES = {
    "active_estates": 8,
    "zones_under_construction": 4,
    "affected_units_referred": 33,
    "targeted_subsidies_facilities_paid": 2_206 * 10**9,
    "spatial_plan_projects_approved": 15,
    "idle_units_identified": 44,
    "jobs_committed": 2_000,
    "jobs_verified": 417,
}
NOTES = (
    "Refused rows are counted in no figure. All days are Jalali; figures are as of the day named here.",
    "Which four of the six zones were under construction in 1390 is not published: it is an assumption of this example.",
    "jobs_verified counts persons NEW or RETURNED at level CONFIRMED or above, which count toward the commitment.",
    "Persons only DECLARED or LISTED, and persons SAFEGUARDED, stand apart: they are in neither.",
    "jobs_committed: the same commitment was announced twice, 1,800 in Esfand 1389 and 2,000 in Farvardin 1390.",
)
# typed wrong on purpose, yet no row is refused for it
WARNINGS = {"04-pardakht-bank-ha.xlsx": "wrong_total"}
VERIFIED = ("CONFIRMED", "SEEN", "INSURED", "DURABLE")


def truth(*, seed: int, story: Story, files: Mapping[str, tuple[ExampleFile, Iterable[Written]]]) -> Row:
    """Return all that is true of the lists, as written to TRUTH.json."""
    return {
        "what": EXAMPLE,
        "notes": NOTES,
        "seed": seed,
        "day": TIR_10.replace("/", "-"),
        "figures": FIGURES,
        "story": _story(story),
        "files": [_file(file, tuple(rows)) for file, rows in files.values()],
        "units": {name: _units(rows) for name, (_, rows) in files.items()},
    }


def _story(story: Story) -> Row:
    """Return the finer numbers, counted from the story itself."""
    paid = [p for p in story.payments if p["programme"] == "TARGETED_SUBSIDIES" and p["paid_on"] <= TIR_10]
    held = [row for row in story.evidence if row["held_on"] <= TIR_10]
    open_due = [r for r in story.resolutions if r["due_on"] < TIR_10 and not r["state"].startswith("DONE")]
    return {
        "targeted_subsidies_payments": len(paid),
        "job_evidence_rows": len(held),
        "persons_verified": _persons(held, safeguarded=False, verified=True),
        "persons_only_declared_or_listed": _persons(held, safeguarded=False, verified=False),
        "persons_safeguarded": _persons(held, safeguarded=True, verified=True),
        "resolutions_overdue": len(open_due),
        "idle_units_in_diagnosis": sum("" < row["diagnosis_on"] <= TIR_10 for row in story.idle),
        "idle_units_restarted": sum("" < row["restarted_on"] <= TIR_10 for row in story.idle),
    }


def _persons(held: Iterable[Row], *, safeguarded: bool, verified: bool) -> int:
    return sum(
        row["persons"]
        for row in held
        if (row["kind"] == "SAFEGUARDED") is safeguarded and (row["level"] in VERIFIED) is verified
    )


def _file(file: ExampleFile, rows: tuple[Written, ...]) -> Row:
    refused = [row for row in rows if row.wrong]
    return {
        "file": file.path.name,
        "source": file.source,
        "received_on": file.received_on,
        "accepted": len(rows) - len(refused),
        "refused": [{"sheet": r.sheet, "row": r.row, "cell": r.cell, "code": r.wrong} for r in refused],
        "warning": WARNINGS.get(file.path.name, ""),
    }


def _units(rows: Iterable[Written]) -> dict[str, dict[int, str]]:
    """Return by sheet and row the licence number of the unit that the row means."""
    meant: dict[str, dict[int, str]] = {}
    for row in rows:
        if row.unit:
            meant.setdefault(row.sheet, {})[row.row] = row.unit
    return meant
