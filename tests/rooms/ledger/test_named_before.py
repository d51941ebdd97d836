"""A column that history calls otherwise: records stay what the ledger says of them, and come back when undone."""

import json
from typing import Any

import pytest

from hamahang.commitments.models import Target
from hamahang.domain.ledger import canonical
from hamahang.ledger import recording as recording_module
from hamahang.ledger.guard import content, contents
from hamahang.ledger.models import SourceTable
from hamahang.ledger.recording import bulk_record, recording
from hamahang.ledger.undoing import undo_entry
from hamahang.ledger.verification import verify_records
from tests import factories
from tests.factories import AT, DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let changes call the amount of a target as they did before it was renamed."""

    def renamed(text: str) -> str:
        said = json.loads(text)
        if "amount" in said and "commitment_id" in said:
            said["persons"] = said.pop("amount")
        return canonical(said)

    monkeypatch.setattr(recording_module, "content", lambda record: renamed(content(record)))
    monkeypatch.setattr(
        recording_module, "contents", lambda model, columns: [renamed(text) for text in contents(model, columns)]
    )


def written() -> Any:
    promise, county = factories.commitment(), factories.county()
    with recording(action="test.target", by="tester", at=AT) as entry:
        bulk_record([Target(commitment=promise, county=county, amount=200, since_on=DAY, proof=0)])
    return entry


def test_a_record_is_verified_under_the_name_of_its_time(earlier_names: None) -> None:
    written()

    assert verify_records() is None


def test_another_value_under_the_earlier_name_is_found(earlier_names: None, monkeypatch: pytest.MonkeyPatch) -> None:
    written()
    monkeypatch.setattr(Target, "named_before", {})

    fault = verify_records()

    assert fault is not None
    assert fault.what == "record_altered"


def test_what_was_voided_comes_back_with_its_value(earlier_names: None) -> None:
    written()
    target = Target.objects.get(voided_entry=None)
    with recording(action="test.voided", by="tester", at=AT) as entry:
        target.void()

    with recording(action="test.undone", by="tester", at=AT):
        undo_entry(entry.number)

    assert Target.objects.get(voided_entry=None).amount == 200
    assert verify_records() is None


def test_a_cell_is_found_under_either_name() -> None:
    for name in ("persons", "amount"):
        assert SourceTable(columns={"holder": "C", name: "E"}).cell(7, "amount persons") == "E7"
    assert SourceTable(columns={"holder": "C"}).cell(7, "amount persons") == "C7"
