"""Published values shipped with the package: unemployment and workshops of provinces."""

from datetime import datetime
from decimal import Decimal

from hamahang.domain.calendar import year_bounds
from hamahang.domain.proof import Proof
from hamahang.indicators.models import BenchmarkValue
from hamahang.ledger.bulk import record_facts
from hamahang.ledger.recording import recording
from hamahang.territory.reference import table


def load_benchmarks(*, by: str, at: datetime) -> None:
    """Record the shipped values; a second run changes nothing. A yearly rate holds from its year's first day."""
    with recording(action="indicators.benchmarks.loaded", by=by, at=at):
        facts = [
            BenchmarkValue(
                code="unemployment_rate",
                place=row["place"],
                value=Decimal(row["rate"]),
                publisher=row["source"],
                since_on=year_bounds(int(row["year"]))[0],
                proof=Proof.LISTED,
            )
            for row in table("labour")
            if row["place"].startswith("province:") and row["rate"]
        ]
        facts += [
            BenchmarkValue(
                code="workshops_of_ten",
                place=row["place"],
                value=Decimal(row["workshops"]),
                publisher=row["source"],
                since_on=year_bounds(int(row["year"]))[0],
                proof=Proof.LISTED,
            )
            for row in table("workshops")
        ]
        record_facts(facts, key=("code", "place", "since_on"))
