"""`hamahang forecast run`: the fixed form, the same digits twice, nothing of later days, and an unknown promise."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from hamahang.cli.foresee import as_json
from hamahang.cli.main import main
from hamahang.commitments.actions import EvidenceDraft, record_evidences
from hamahang.commitments.counting import Counted
from hamahang.commitments.foreseeing import foresee
from hamahang.domain.ledger import AsOf
from hamahang.domain.proof import Proof
from hamahang.register.models import Unit
from tests import factories
from tests.factories import DAY
from tests.province import NOW, TIR_10, Province

pytestmark = pytest.mark.django_db
LEVELS = ["0.025", "0.1", "0.25", "0.5", "0.75", "0.9", "0.975"]


def run(capsys: Any, *words: str) -> Any:
    assert main(["forecast", "run", "--commitment", "ت-1390", "--day", "1390-04-10", "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_form_is_fixed_and_the_digits_are_the_same_twice(province: Province, capsys: Any) -> None:
    said = run(capsys)

    fixed = ["target", "deadline", "verified", "probability", "quantiles", "drivers"]
    beside = ["bias", "figure", "unit", "past", "pace", "outcome", "is_at_most", "before", "with_adopted_plan"]
    assert list(said) == [*fixed, *beside]
    assert (said["figure"], said["unit"], said["past"]) == ("jobs_verified", "person", None)
    assert (said["target"], said["deadline"], said["verified"]) == (2_000, "1390-12-29", 417)
    assert 0.0 <= said["probability"] <= 0.01
    assert list(said["quantiles"]) == LEVELS
    numbers = list(said["quantiles"].values())
    assert numbers == sorted(numbers)
    assert numbers[0] >= 417
    assert len(said["drivers"]) == 10
    assert run(capsys) == said


def shown(persons: int, *, level: Proof = Proof.SEEN, later: int = 0) -> EvidenceDraft:
    unit = Unit.objects.filter(voided_entry=None).order_by("pk").first()
    assert unit
    return EvidenceDraft(
        reference=f"more/{persons}", unit=unit.pk, county=unit.county_id, kind="NEW", persons=persons, level=level,
        held_on=TIR_10 + timedelta(days=later),
    )  # fmt: skip


def test_what_comes_later_changes_nothing_of_an_earlier_day(province: Province, capsys: Any) -> None:
    before = run(capsys)

    record_evidences(drafts=[shown(300, later=20)], by="amar", at=NOW)

    assert run(capsys) == before


def test_more_verified_jobs_never_lower_the_chance(province: Province, capsys: Any) -> None:
    before = run(capsys)
    said, last = before, before["probability"]
    for persons in (1, 40, 400, 900):
        record_evidences(drafts=[shown(persons)], by="amar", at=NOW)
        said = run(capsys)
        assert said["probability"] >= last
        last = said["probability"]

    assert said["verified"] == 417 + 1_341
    assert last > before["probability"]


def test_a_promise_that_is_met_is_certain(province: Province, capsys: Any) -> None:
    record_evidences(drafts=[replace(shown(1_600), reference="all")], by="amar", at=NOW)

    assert run(capsys)["probability"] == 1.0


def test_the_number_may_be_written_in_latin_letters(province: Province, capsys: Any) -> None:
    assert main(["forecast", "run", "--commitment", "t-1390", "--day", "1390-04-10"]) == 0

    assert "قیر صنعتی مهران" in capsys.readouterr().out


def test_an_unknown_promise_is_refused_with_those_that_are_known(province: Province, capsys: Any) -> None:
    assert main(["forecast", "run", "--commitment", "x", "--day", "1390-04-10"]) == 1

    assert "ت-1390" in capsys.readouterr().err


def test_the_days_of_past_windows_are_written_as_all_others() -> None:
    made = [(DAY + timedelta(days=at), 1) for at in range(-100, 100, 3)]
    promise = factories.commitment(metric="visits_made", due_on=DAY + timedelta(days=130))
    factories.target(commitment=promise, county=None, amount=40)
    seen = foresee(promise, AsOf(DAY + timedelta(days=100)), count=lambda *_: Counted(34, made))

    windows, iso = (as_json(seen, gregorian=gregorian)["past"]["windows"] for gregorian in (False, True))

    assert windows[0][:2] == ["1390-03-10", "1390-04-08"]
    assert iso[0][:2] == ["2011-05-31", "2011-06-29"]


@pytest.mark.parametrize(("words", "day"), [([], "by 1390-12-29"), (["--gregorian"], "by 2012-03-19")])
def test_days_are_written_as_asked_for_people_too(province: Province, capsys: Any, words: list[str], day: str) -> None:
    assert main(["forecast", "run", "--commitment", "t-1390", "--day", "1390-04-10", *words]) == 0

    assert day in capsys.readouterr().out


def test_after_its_last_day_a_promise_is_told_by_what_became_of_it(province: Province, capsys: Any) -> None:
    long_after = ["forecast", "run", "--commitment", "t-1390", "--day", "1405-01-01"]

    assert main(long_after) == 0
    told = capsys.readouterr().out
    assert main([*long_after, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)

    assert "نرسید / missed" in told
    assert "None" not in told
    assert "probability" not in told
    assert said["outcome"] == "missed"
    assert said["pace"] == {"so_far": 45.5, "needed": None}
    assert said["verified"] == 545
