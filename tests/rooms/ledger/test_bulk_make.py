"""A record made the short way is the record that the model's own constructor makes."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps

from hamahang.ledger.bulk import Origin
from hamahang.ledger.models import Record
from hamahang.register.models import UnitStatus

RECORDS = [model for model in apps.get_models() if issubclass(model, Record)]


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model._meta.label)
def test_the_empty_values_are_those_of_the_constructor(model: type[Any]) -> None:
    made, constructed = Origin(3, 7).make(model), Origin(3, 7).mark(model())

    def said(record: Any) -> dict[str, Any]:
        return {name: value for name, value in vars(record).items() if name != "_state"}

    assert said(made) == said(constructed)
    assert (made._state.adding, made._state.db) == (constructed._state.adding, constructed._state.db)


def test_values_stand_and_a_wrong_name_is_refused() -> None:
    fact = Origin().make(UnitStatus, unit_id=4, status="IDLE", since_on=date(2011, 1, 1), proof=3)

    assert (fact.unit_id, fact.status, fact.proof) == (4, "IDLE", 3)
    with pytest.raises(TypeError, match="statuses"):
        Origin().make(UnitStatus, statuses="IDLE")
