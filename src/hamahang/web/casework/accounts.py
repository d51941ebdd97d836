"""What the page of a diagnosis shows of a unit's yearly accounts."""

from collections.abc import Sequence
from typing import Any

from hamahang.casework import bookkeeping
from hamahang.domain import financial
from hamahang.domain.money import MoneyUnit
from hamahang.domain.proof import Proof
from hamahang.domain.text import Text

UNITS = (MoneyUnit.MILLION_RIAL, MoneyUnit.RIAL, MoneyUnit.THOUSAND_RIAL, MoneyUnit.MILLION_TOMAN)
PROOFS = (
    (Proof.LISTED, Text(fa="حسابرسی‌شده یا اظهارنامهٔ مالیاتی", en="audited, or as sent to the tax office")),
    (Proof.DECLARED, Text(fa="گفتهٔ واحد", en="as the unit says")),
)
TONES = {"DISTRESS": "bad", "GREY": "warn", "SAFE": "good", "BELOW_1": "warn", "ABOVE_1": "bad"}


def accounts_shown(facts: Sequence[Any]) -> dict[str, Any]:
    """Return the last years' amounts and ratios, a line for each ratio and a column for each year."""
    statements = [bookkeeping.statement_of(fact) for fact in facts]
    columns = [financial.ratios(statement) for statement in statements]
    return {
        "years": [
            {
                "year": fact.year,
                "proof": dict(PROOFS).get(Proof(fact.proof), Proof(fact.proof).title),
                "no": fact.number,
            }
            for fact in facts
        ],
        "ratios": [
            {"title": row[0].title, "formula": row[0].formula, "cells": [_ratio(ratio) for ratio in row]}
            for row in zip(*columns, strict=True)
        ],
        "amounts": [
            {"title": title, "cells": [statement.amounts.get(code) for statement in statements]}
            for code, title in financial.ITEMS.items()
        ],
        "loss": _loss(statements[0]) if statements else None,
        "items": [(code, title, code in financial.NEEDED) for code, title in financial.ITEMS.items()],
        "units": [(unit.value, unit.label) for unit in UNITS],
        "proofs": [(str(int(proof)), title) for proof, title in PROOFS],
        "seen": max((fact.entry_id for fact in facts), default=0),
    }


def _ratio(ratio: financial.Ratio) -> dict[str, Any]:
    return {
        "value": None if ratio.value is None else round(ratio.value, 2),
        "zone": financial.ZONES.get(ratio.zone),
        "tone": TONES.get(ratio.zone, ""),
        "missing": [financial.ITEMS[code] for code in ratio.missing],
        "divisor": financial.ITEMS.get(ratio.divisor),
    }


def _loss(statement: financial.Statement) -> dict[str, Any]:
    found = financial.loss(statement)
    return {
        "year": statement.year,
        "share": None if found.lost is None else round(found.lost * 100),
        "is_due": found.is_due,
        "missing": [financial.ITEMS[code] for code in found.missing],
    }
