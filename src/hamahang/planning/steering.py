"""What the adopted plans do to the chance of a promise: what they take up is sure, all else as likely as before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hamahang.commitments.steering import Steered, made_sure
from hamahang.domain.ledger import AsOf
from hamahang.planning import queries

if TYPE_CHECKING:
    from hamahang.commitments.foreseeing import Foreseen
    from hamahang.planning.models import PlanAdoption, PlanChoice


@dataclass(frozen=True, slots=True)
class Planned:
    """The chance of a promise with the plans adopted by a day.

    adopted: by that day; later: adopted after it, and not in the chance; chosen: what the adopted ones take up, by its
    key in the books of the forecast
    """

    steered: Steered
    adopted: "list[PlanAdoption]"
    later: "list[PlanAdoption]"
    chosen: "Mapping[str, PlanChoice]"


def with_plans(seen: "Foreseen", asof: AsOf) -> Planned:
    """Return what the plans adopted by a day do to the chance of a promise."""
    choices = queries.adopted_choices(asof).select_related("run").order_by("pk")
    chosen = {_key(choice): choice for choice in choices}
    return Planned(
        steered=made_sure(seen, asof, sure=set(chosen)),
        adopted=sorted(queries.adoptions(asof).values(), key=lambda fact: fact.pk),
        later=queries.adopted_later(asof),
        chosen=chosen,
    )


def _key(choice: "PlanChoice") -> str:
    """Return the key of a chosen candidate in the books of the forecast."""
    return f"casework.Case:{choice.case_id}" if choice.case_id else f"projects.InvestmentProject:{choice.project_id}"
