"""Published values of other sources that figures are compared with or quoted from."""

from django.db import models

from hamahang.ledger.models import Fact, proof_is_on_the_scale


class BenchmarkValue(Fact):
    """A value that another body published for a place, from a day on, with its source."""

    code = models.CharField(max_length=60)
    place = models.CharField(max_length=20)  # "province:16", "county:1601"
    value = models.DecimalField(max_digits=20, decimal_places=4)
    publisher = models.CharField(max_length=240)

    class Meta:
        constraints = (proof_is_on_the_scale("benchmark_proof"),)
        indexes = (models.Index(fields=("code", "place", "since_on"), name="benchmark_by_day"),)

    def __str__(self) -> str:
        return f"{self.code} {self.place}"
