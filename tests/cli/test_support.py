"""`hamahang support eligible`: who qualifies, in words and as JSON; what is refused says what to write."""

import json
from typing import Any

import pytest

from hamahang.cli.main import main
from hamahang.ledger import queries as ledger
from hamahang.support.models import SupportProgramme
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> SupportProgramme:
    rules = factories.eligibility_rules()
    factories.unit_status(unit=factories.unit(name="واحد فعال"))
    factories.unit_status(unit=factories.unit(name="واحد خاموش"), status="IDLE")
    factories.unit(name="واحد نادانسته")
    return rules.programme


def test_each_unit_is_told_with_its_reasons(programme: SupportProgramme, capsys: Any) -> None:
    before = ledger.head()

    assert main(["support", "eligible", programme.code, "--day", "1390-01-01"]) == 0

    said = capsys.readouterr().out
    assert "واحد خاموش  فاقد شرایط\n      1. وضعیت یکی از فعال، نیمه‌فعال: نابرقرار (وضعیت: راکد" in said
    assert said.endswith("1 واجد شرایط / qualifies · 1 فاقد شرایط / does not qualify · 1 نامعلوم / not known\n")
    assert ledger.head() == before


def test_the_same_as_json(programme: SupportProgramme, capsys: Any) -> None:
    assert main(["support", "eligible", programme.code, "--day", "1390-01-01", "--json"]) == 0

    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert {name: row["answer"] for name, row in rows.items()} == {
        "واحد فعال": "MET",
        "واحد خاموش": "UNMET",
        "واحد نادانسته": "UNKNOWN",
    }
    assert rows["واحد خاموش"]["reasons"][0]["rule"] == "status one of active, under-used"


@pytest.mark.parametrize(("code", "day"), [("NOTHING", "1390-01-01"), ("", "1380-01-01")])
def test_without_programme_or_rules_it_is_refused(
    programme: SupportProgramme, code: str, day: str, capsys: Any
) -> None:
    assert main(["support", "eligible", code or programme.code, "--day", day]) == 1

    assert programme.code in capsys.readouterr().err or not code
