"""`units duplicates`, `units merge` and `units unmerge`, in processes of their own."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.test_batches import command

COLUMNS = ("شماره پروانه", "نام واحد", "شهرستان", "محصول", "وضعیت", "تاریخ وضعیت", "شاغلان")
ROWS = (
    ("71/1", "آجر ماشینی پارسان زاگرس", "ایلام", "آجر", "فعال", "1390/01/05", "12"),
    ("71/2", "شرکت زاگرس پارسان آجر ماشيني", "ایلام", "آجر", "راکد", "1390/01/05", "9"),
    *(
        (f"80/{n}", f"گچ {name}", "مهران", "گچ", "فعال", "1390/01/01", "5")
        for n, name in enumerate(("سیوان", "دالاهو"))
    ),
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("office")
    path = home / "units.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *ROWS])
    assert command(home, "prepare")[0] == 0
    status, out, err = command(home, "import", str(path), "--source", "units", "--apply")
    assert status == 0, out + err
    return home


def counted(home: Path) -> int:
    out = command(home, "trace", "units_registered", "--day", "1390-04-10", "--json")[1]
    return len(json.loads(out)["list"])


def test_two_units_are_found_merged_and_parted_again(office: Path) -> None:
    status, out, err = command(office, "units", "duplicates", "--json", "--limit", "3")
    assert status == 0, err
    pair = json.loads(out)[0]
    assert [unit["licence"] for unit in pair["units"]] == ["71/1", "71/2"]
    assert {"evidence": "place", "level": "same"}.items() <= next(
        reason for reason in pair["reasons"] if reason["evidence"] == "place"
    ).items()
    assert "71/1" in command(office, "units", "duplicates")[1]

    status, out, _ = command(office, "units", "merge", "71/1", "71/2")
    assert status == 0
    assert "--yes" in out
    assert "status" in out
    assert counted(office) == len(ROWS)

    status, out, _ = command(office, "units", "merge", "71/1", "71/2", "--yes", "--reason", "seen", "--json")
    said = json.loads(out)
    assert (status, counted(office)) == (0, len(ROWS) - 1)
    assert sorted(thing["differs"] for thing in said["dropped"]) == [[], ["persons"], ["status"]]
    assert command(office, "units", "merge", "71/1", "71/2", "--yes")[0] == 1
    assert command(office, "units", "merge", "71/1", "71/1", "--yes")[0] == 1

    assert "--yes" in command(office, "units", "unmerge", "71/2")[1]
    assert counted(office) == len(ROWS) - 1
    status, out, _ = command(office, "units", "unmerge", "71/2", "--yes")
    assert (status, counted(office)) == (0, len(ROWS)), out
    assert command(office, "units", "unmerge", "71/2", "--yes")[0] == 1
    assert command(office, "audit", "verify")[0] == 0


def test_a_wrong_limit_is_refused(office: Path) -> None:
    assert command(office, "units", "duplicates", "--limit", "0")[0] == 2
