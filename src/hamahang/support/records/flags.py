"""What flags are measured by, and what was decided of them."""

from django.db import models
from django.db.models import Q

from hamahang.domain.flags import RULES, VERDICTS
from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


def rule_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in RULES.items()]


def verdict_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in VERDICTS.items()]


class FlagLimit(Record):
    """Above which share of all support a unit, an owner or a bank is looked at, in percent, from a day on."""

    rule = models.CharField(max_length=13, choices=rule_choices)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    valid_from = models.DateField()
    source = models.CharField(max_length=240)

    class Meta:
        constraints = (
            once_standing("rule", "valid_from", name="limit_of_a_flag_once"),
            models.CheckConstraint(condition=Q(percent__gt=0, percent__lte=100), name="limit_of_a_flag_percent"),
        )

    def __str__(self) -> str:
        return f"{self.rule}: {self.percent}"


class FlagDecision(Fact):
    """What was decided of a flag. key: of its rule and records, see `domain.flags.Flag`; records: their labels."""

    rule = models.CharField(max_length=13, choices=rule_choices)
    key = models.CharField(max_length=32, db_index=True)
    records = models.TextField()
    verdict = models.CharField(max_length=7, choices=verdict_choices)
    reason = models.CharField(max_length=400)
    by = models.CharField(max_length=150)

    class Meta:
        constraints = (proof_is_on_the_scale("flag_decision_proof"),)

    def __str__(self) -> str:
        return f"{self.rule}: {self.verdict}"
