"""What the tests of units registered twice share."""

import json
from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db import models

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.indicators import ALL
from hamahang.indicators import queries as figures
from hamahang.ledger import queries as ledger
from hamahang.ledger.guard import content
from hamahang.ledger.models import Record
from hamahang.register.merging import Merge, merge_units
from hamahang.register.models import DistinctUnits, Unit, UnitAlias
from hamahang.register.relations import RELATIONS
from hamahang.register.unmerging import (
    Unmerge,
    unmerge,
)
from tests.factories import AT, BY_MODEL

COUNTED = (
    "units_registered", "units_active", "units_idle", "jobs_listed", "actual_jobs", "nominal_jobs",
    "operating_licences", "idle_units_identified", "facilities_paid", "jobs_claimed", "resolutions_passed",
)  # fmt: skip
SOON, LATER = AT + timedelta(days=30), AT + timedelta(days=60)


def merge(keep: Unit, away: Unit, at: Any = SOON) -> Merge:
    return merge_units(keep=keep.pk, away=away.pk, by="amar", at=at, reason="registered twice")


def part(alias: UnitAlias | None = None) -> Unmerge:
    return unmerge(alias=(alias or UnitAlias.objects.get(voided_entry=None)).pk, by="amar", at=LATER)


def standing(model: type[models.Model], **wanted: Any) -> Any:
    return model._base_manager.filter(voided_entry=None, **wanted)


def said() -> Counter[str]:
    """Return everything that holds, units by their licences: a unit that came back has another key."""
    licences = dict(Unit.objects.values_list("pk", "licence_no"))
    found: Counter[str] = Counter()
    for model in apps.get_models():
        if issubclass(model, Record):
            keys = [f.attname for f in model._meta.concrete_fields if f.related_model is Unit]
            for record in standing(model):
                values = json.loads(content(record))
                named = [licences.get(values[key]) for key in keys]
                # which of two stands first follows from their keys alone
                values |= zip(keys, sorted(named) if len(named) > 1 else named, strict=True)  # type: ignore[type-var]
                found[f"{model._meta.label} {json.dumps(values, ensure_ascii=False)}"] += 1
    return found


def report(day: date, known_at: Any = None) -> dict[str, Any]:
    asof = ledger.as_of(day=day, known_at=known_at)
    asked = (figures.compute(code, asof=asof, scope=ALL, reach=EVERYTHING) for code in COUNTED)
    return {figure.code: (figure.value, figure.rows) for figure in asked}


def of_each_kind(unit: Unit) -> list[Record]:
    """Return one stored record of each kind that points at units, all of one unit."""
    made = []
    for (label, field), _ in RELATIONS.items():
        model: Any = apps.get_model(label)
        if model is DistinctUnits and field == "second":
            continue
        made.append(BY_MODEL[model](**{field: unit}))
    return made
