"""Reading programmes: what they rest on, what they have to give, by which rules, through which banks."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hamahang.domain.eligibility import Rule
from hamahang.domain.ledger import AsOf
from hamahang.domain.rulebook import read_rules
from hamahang.support.models import (
    AgentBank,
    Allocation,
    BudgetLine,
    EligibilityRules,
    LegalBasis,
    PriceRise,
    SupportProgramme,
)

HUNDRED = Decimal(100)


def programmes(asof: AsOf) -> list[SupportProgramme]:
    """Return the programmes known, in the order they were opened."""
    return list(SupportProgramme.objects.known(asof).order_by("pk"))


def programme(code: str) -> SupportProgramme | None:
    """Return a programme by its code."""
    return SupportProgramme.objects.filter(code=code, voided_entry=None).first()


def lines(programme: SupportProgramme) -> list[BudgetLine]:
    """Return the lines of a programme in the order they were added."""
    return list(BudgetLine.objects.filter(programme=programme, voided_entry=None).order_by("pk"))


def line(line_id: int) -> BudgetLine | None:
    """Return a line with its programme."""
    return BudgetLine.objects.filter(pk=line_id, voided_entry=None).select_related("programme").first()


@dataclass(frozen=True, slots=True)
class Terms:
    """What a programme is made of as of a day."""

    bases: Sequence[LegalBasis]
    lines: Sequence[BudgetLine]
    allocations: Sequence[Allocation]
    agents: Sequence[AgentBank]
    rules: Sequence[EligibilityRules]
    rises: Sequence[PriceRise]


def terms(programme: SupportProgramme, asof: AsOf) -> Terms:
    """Return what a programme is made of as of a day; bases, rules and rises that begin later are told too."""
    allocations = Allocation.objects.standing(asof).filter(line__programme=programme)
    return Terms(
        bases=list(LegalBasis.objects.known(asof).filter(programme=programme).order_by("valid_from", "pk")),
        lines=lines(programme),
        allocations=list(allocations.select_related("line", "county").order_by("since_on", "pk")),
        agents=agents(programme, asof),
        rules=list(EligibilityRules.objects.known(asof).filter(programme=programme).order_by("-valid_from")),
        rises=list(PriceRise.objects.known(asof).filter(programme=programme).order_by("valid_from", "carrier")),
    )


def agents(programme: SupportProgramme, asof: AsOf) -> list[AgentBank]:
    """Return the banks that are agents of a programme on a day."""
    named = AgentBank.objects.standing(asof).filter(programme=programme).select_related("bank").order_by("pk")
    return [agent for agent in named if agent.until_on is None or agent.until_on >= asof.day]


def is_agent(programme: SupportProgramme, bank: int, asof: AsOf) -> bool:
    """Return whether a bank is an agent of a programme on a day."""
    return any(agent.bank_id == bank for agent in agents(programme, asof))


def rules_on(programme: SupportProgramme, asof: AsOf) -> EligibilityRules | None:
    """Return the version of a programme's rules that holds on a day; None before the first."""
    versions = EligibilityRules.objects.known(asof).filter(programme=programme, valid_from__lte=asof.day)
    return versions.order_by("-valid_from").first()


def read(rules: EligibilityRules) -> tuple[Rule, ...]:
    """Return the rules of a stored version, which was whole when it was stored."""
    return read_rules(rules.text).rules


def allocation(allocation_id: int, programme: SupportProgramme) -> Allocation | None:
    """Return an allocation of a programme."""
    standing = Allocation.objects.filter(pk=allocation_id, line__programme=programme, voided_entry=None)
    return standing.select_related("line", "county").first()


def rises_on(programme: SupportProgramme, asof: AsOf) -> dict[str, Decimal]:
    """Return the rise of price of each carrier that holds on a day, as a share (0.5 for +50 %)."""
    known: Any = PriceRise.objects.known(asof).filter(programme=programme, valid_from__lte=asof.day)
    rows = known.order_by("valid_from").values_list("carrier", "percent")
    return {carrier: percent / HUNDRED for carrier, percent in rows}
