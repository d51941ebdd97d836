"""`hamahang ledger check`: says that the accounts hold, or names the first facility of which they do not."""

import json
from typing import Any

import pytest
from django.db import connection

from hamahang.cli.main import main
from tests.rooms.support.crediting import paid_out

pytestmark = pytest.mark.django_db


def test_accounts_that_hold_are_told_with_their_balances(capsys: Any) -> None:
    paid_out()

    assert main(["ledger", "check"]) == 0
    assert "1 facilities, 15 postings" in capsys.readouterr().out

    assert main(["ledger", "check", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["fault"] is None
    assert told["balances"]["PRINCIPAL"] == -told["balances"]["BANK"] == 1_200_000


def test_the_first_facility_that_fails_is_named(capsys: Any) -> None:
    paid_out()
    wrong = paid_out()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE support_posting SET amount = 1 WHERE kind = 'PAYMENT' AND facility_id = %s", [wrong.pk])

    assert main(["ledger", "check"]) == 1
    told = capsys.readouterr().err
    assert wrong.number in told
    assert "1200000 ≠ 1" in told

    assert main(["ledger", "check", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["fault"]["facility"] == wrong.pk
