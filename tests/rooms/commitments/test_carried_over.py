"""What was promised in persons before figures had units of their own is carried over, there and back."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hamahang.commitments.models import Target, TargetSplit
from hamahang.ledger.verification import verify_records
from tests import factories

BEFORE, NOW = "0002_promises_with_splits_persons_and_forecasts", "0004_promises_of_at_most"


def move(name: str) -> None:
    MigrationExecutor(connection).migrate([("commitments", name)])


def read(table: str, column: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")  # noqa: S608 - names of this test
        return [number for (number,) in cursor.fetchall()]


@pytest.mark.django_db(transaction=True)
def test_amounts_are_the_persons_they_were_in_both_directions() -> None:
    target, split = factories.target(amount=1_800), factories.target_split(amount=40)

    try:
        move(BEFORE)
        told = read(Target._meta.db_table, "persons"), read(TargetSplit._meta.db_table, "persons")
    finally:
        move(NOW)

    assert told == ([1_800], [40])
    assert Target.objects.get(pk=target.pk).amount == 1_800
    assert TargetSplit.objects.get(pk=split.pk).amount == 40
    assert verify_records() is None
