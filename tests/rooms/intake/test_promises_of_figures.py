"""The list of promises: of jobs as before, of any figure with its amount, of money in rials, unsplit of no county."""

from pathlib import Path
from typing import Any

import pytest

from hamahang.commitments.actions import TargetDraft, record_targets
from hamahang.commitments.models import Commitment, Target
from hamahang.domain.commitments import CommitmentRefused
from tests import factories
from tests.factories import AT, DAY, LATER
from tests.province import check
from tests.rooms.intake.test_sources import taken_in, workbook

pytestmark = pytest.mark.django_db
HEADINGS = (
    "شماره تعهد", "عنوان تعهد", "متعهد", "رقم", "شهرستان", "تعداد", "مبلغ هدف (میلیارد ریال)", "تاریخ اعلام",
    "از تاریخ", "تا تاریخ",
)  # fmt: skip
DAYS = ("1390/01/25", "1390/01/01", "1390/12/29")


@pytest.fixture(autouse=True)
def ilam() -> Any:
    return factories.county(name="ایلام", name_key="ایلام")


def row(
    number: str, figure: str | None, county: str | None, amount: int | None, money: int | None = None
) -> tuple[Any, ...]:
    return (number, f"تعهد {number}", "ستاد", figure, county, amount, money, *DAYS)


def test_promises_of_any_figure_are_taken_in(tmp_path: Path, ilam: Any) -> None:
    taken_in(
        tmp_path, "jobs", HEADINGS, row("ت-1", None, "ایلام", 700), row("ت-2", "احیای واحد راکد", "ایلام", 24),
        row("ت-2", "احیای واحد راکد", None, 6), row("ت-3", "تسهیلات پرداختی", None, None, 4_000),
    )  # fmt: skip

    metrics = dict(Commitment.objects.filter(voided_entry=None).values_list("number", "metric"))
    assert metrics == {"ت-1": "", "ت-2": "idle_units_restarted", "ت-3": "facilities_paid"}
    rows = Target.objects.filter(voided_entry=None).order_by("pk").values_list("commitment__number", "county", "amount")
    assert list(rows) == [
        ("ت-1", ilam.pk, 700), ("ت-2", ilam.pk, 24), ("ت-2", None, 6), ("ت-3", None, 4_000 * 10**9),
    ]  # fmt: skip


def test_a_list_of_an_earlier_time_is_taken_as_before(tmp_path: Path, ilam: Any) -> None:
    earlier = [place for place, heading in enumerate(HEADINGS) if heading not in ("رقم", "مبلغ هدف (میلیارد ریال)")]

    def cut(cells: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(cells[place] for place in earlier)

    taken_in(tmp_path, "jobs", cut(HEADINGS), cut(row("ت-1", None, "ایلام", 700)))

    assert Target.objects.get(voided_entry=None).amount == 700
    assert Commitment.objects.get().is_of_jobs


@pytest.mark.parametrize(
    ("figure", "amount", "money", "words"),
    [
        ("تسهیلات پرداختی", 5, None, "This figure is money"),
        ("احیای واحد راکد", None, 5, "This figure is no money"),
        ("احیای واحد راکد", 5, 5, "and not both"),
        (None, None, None, "Write the target"),
    ],
)
def test_an_amount_that_cannot_be_is_told_at_its_row(
    tmp_path: Path, figure: str | None, amount: int | None, money: int | None, words: str
) -> None:
    path = workbook(tmp_path / "a.xlsx", HEADINGS, row("ت-1", figure, "ایلام", amount, money))

    batch = check(path, "jobs", store=tmp_path / "files")

    assert batch.counts["ACCEPTED"] == 0
    problems = [problem for received in batch.rows.all() for problem in received.problems]
    assert any(words in problem["message"]["en"] for problem in problems), problems


def test_a_row_of_another_figure_than_its_promise_is_told_and_changes_nothing(tmp_path: Path) -> None:
    taken_in(tmp_path, "jobs", HEADINGS, row("ت-3", "تسهیلات پرداختی", None, None, 4_000))
    again = workbook(
        tmp_path / "c.xlsx", HEADINGS, row("ت-3", None, "ایلام", 700), row("ت-4", None, "ایلام", 30),
        row("ت-4", "احیای واحد راکد", None, 6), row("ت-3", "تسهیلات پرداختی", None, None, 10),
    )  # fmt: skip

    batch = check(again, "jobs", store=tmp_path / "files2")

    told = {
        received.row: problem["message"]["en"]
        for received in batch.rows.all()
        for problem in received.problems
        if problem["code"] == "contradiction"
    }
    assert sorted(told) == [2, 4], told
    assert "Number “ت-3” is a promise of “facilities paid”" in told[2]
    assert "Number “ت-4” is a promise of “jobs”" in told[4]


@pytest.mark.parametrize("metrics", [("", "facilities_paid"), ("facilities_paid", "")])
def test_what_was_promised_of_one_figure_is_never_written_as_another(ilam: Any, metrics: tuple[str, str]) -> None:
    first, second = (
        TargetDraft("ت-1", "تعهد", "ستاد", ilam.pk, 700, DAY, DAY, LATER, metric=metric) for metric in metrics
    )
    record_targets(drafts=[first], by="dabir", at=AT)

    with pytest.raises(CommitmentRefused, match="another figure"):
        record_targets(drafts=[second], by="dabir", at=AT)

    assert Commitment.objects.get(voided_entry=None).metric == metrics[0]
