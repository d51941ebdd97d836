"""The large set is taken in by the intake without a refused row, and is the same for the same seed."""

from pathlib import Path

import pytest

from hamahang.cli.samples.large import write_large
from tests.province import NOW, take_in

pytestmark = pytest.mark.django_db


def test_a_small_large_set_is_applied_whole(tmp_path: Path) -> None:
    from hamahang.cli.prepare import load_tables

    load_tables(by="tests", at=NOW)
    for file in write_large(out=tmp_path, seed=7, units=120, provinces=4, years=5):
        batch = take_in(file.path, file.source, store=tmp_path / "store", without_bad_rows=False)
        assert batch.state == "APPLIED", (file.source, batch.problems)
        assert batch.counts["REFUSED"] == 0
        assert batch.counts["ACCEPTED"] > 0


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    one = write_large(out=tmp_path / "one", seed=7, units=50, provinces=2, years=3)
    two = write_large(out=tmp_path / "two", seed=7, units=50, provinces=2, years=3)

    assert [file.path.read_bytes() for file in one] == [file.path.read_bytes() for file in two]
