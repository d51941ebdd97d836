"""From when on a claim belongs to which class."""

from django.db import models
from django.db.models import F, Q

from hamahang.ledger.models import Record, once_standing


class ClaimLimit(Record):
    """After how many months beyond its due day a claim belongs to each class, from a day on, and by which source."""

    valid_from = models.DateField()
    past_due = models.PositiveSmallIntegerField()  # months, as the two below
    overdue = models.PositiveSmallIntegerField()
    doubtful = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=240)

    class Meta:
        constraints = (
            once_standing("valid_from", name="claim_limits_of_a_day_once"),
            models.CheckConstraint(
                condition=Q(past_due__lt=F("overdue"), overdue__lt=F("doubtful")), name="claim_limits_rise"
            ),
        )

    def __str__(self) -> str:
        return f"{self.valid_from}: {self.past_due}/{self.overdue}/{self.doubtful}"
