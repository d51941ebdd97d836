"""Promises of jobs with versions of their target, and job claims with dated evidence."""

from django.db import models
from django.db.models import F, Q

from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


class Commitment(Record):
    """A promise: so many jobs between two days, by a holder."""

    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    holder = models.CharField(max_length=160)
    from_on = models.DateField()
    due_on = models.DateField()

    class Meta:
        constraints = (
            once_standing("number", name="commitment_number_once"),
            models.CheckConstraint(condition=Q(due_on__gt=F("from_on")), name="commitment_has_a_period"),
        )

    def __str__(self) -> str:
        return self.title


class Target(Fact):
    """One county's share in one version of the target; a version is all shares announced on one day."""

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="targets")
    county = models.ForeignKey("territory.County", models.PROTECT, related_name="+")
    persons = models.PositiveIntegerField()
    issuer = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = (
            proof_is_on_the_scale("target_proof"),
            once_standing("commitment", "county", "since_on", name="target_once_in_its_version"),
        )

    def __str__(self) -> str:
        return f"{self.commitment}: {self.persons}"


class JobClaim(Record):
    """Jobs that somebody says exist, by count of persons in one unit; its evidence grows with time."""

    class Kind(models.TextChoices):
        NEW = "NEW"
        SAFEGUARDED = "SAFEGUARDED"
        RETURNED = "RETURNED"

    reference = models.CharField(max_length=60)
    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+")
    county = models.ForeignKey("territory.County", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=Kind)

    class Meta:
        constraints = (once_standing("reference", name="job_claim_once"),)

    def __str__(self) -> str:
        return self.reference


class JobEvidence(Fact):
    """How many persons of a claim are shown, at which level of proof, on a day."""

    claim = models.ForeignKey(JobClaim, models.PROTECT, related_name="evidences", db_index=False)
    persons = models.PositiveIntegerField()
    document_no = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (proof_is_on_the_scale("job_evidence_proof"),)
        indexes = (models.Index(fields=("claim", "since_on", "proof"), name="job_evidence_by_day"),)

    def __str__(self) -> str:
        return f"{self.claim}: {self.persons}"
