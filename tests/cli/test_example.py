"""The example's lists: the same for the same seed, messy as promised, and said to be invented."""

from pathlib import Path

from openpyxl import load_workbook

from hamahang.cli.samples.names import EXAMPLE
from hamahang.cli.samples.story import TIR_10, tell
from hamahang.cli.samples.workbooks import write_example


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    write_example(out=tmp_path / "one")
    write_example(out=tmp_path / "two")

    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_the_story_holds_the_reported_numbers_for_any_seed() -> None:
    for seed in (1390, 1, 77):
        story = tell(seed)
        by_day = [
            row for row in story.payments if row["programme"] == "TARGETED_SUBSIDIES" and row["paid_on"] <= TIR_10
        ]
        assert (len(by_day), sum(row["amount"] for row in by_day)) == (148, 2_206_000)
        assert sum(1 for row in story.affected if row["referred_on"] and row["referred_on"] <= TIR_10) == 33
        assert sum(1 for row in story.idle if row["identified_on"] <= TIR_10) == 44
        verified = [
            row["persons"]
            for row in story.evidence
            if row["held_on"] <= TIR_10
            and row["kind"] != "SAFEGUARDED"
            and row["level"] in ("CONFIRMED", "SEEN", "INSURED", "DURABLE")
        ]
        assert sum(verified) == 417
        assert len([row for row in story.evidence if row["held_on"] <= TIR_10]) == 96


def test_the_lists_are_as_messy_as_real_ones_and_say_that_names_are_invented(tmp_path: Path) -> None:
    texts = ""
    for file in write_example(out=tmp_path):
        if file.path.suffix == ".csv":
            texts += file.path.read_bytes().decode("cp1256")
            continue
        book = load_workbook(file.path)
        shown = " ".join(str(cell) for sheet in book for row in sheet.values for cell in row if cell is not None)
        assert EXAMPLE in shown, file.path.name
        texts += shown

    for sign in ("ي", "ك", "ی", "ک", "۴", "٤", "4", "٬"):
        assert sign in texts, sign
