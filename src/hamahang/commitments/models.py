"""Promises of what a figure counts, versions and splits of their target; claims of jobs with evidence; forecasts."""

from django.db import models
from django.db.models import F, Q

from hamahang.domain.commitments import BASES, JOBS, PARTS, WAYS
from hamahang.domain.indicators import ALL, Scope
from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


def basis_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in BASES.items()]


def part_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in PARTS.items()]


def way_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in WAYS.items()]


class Commitment(Record):
    """A promise: so many of what a figure counts between two days, by a holder, said by somebody somewhere.

    metric: the code of the figure; scope: as in addresses of figures; definition: what counts, in the holder's words
    baseline: how much of it there was before, on a day; amounts are whole numbers in the unit of the figure
    is_at_most: its target is the most there may be: of what holds on a day then, of events in its time
    """

    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    holder = models.CharField(max_length=160)
    from_on = models.DateField()
    due_on = models.DateField()
    metric = models.CharField(max_length=60, blank=True)
    is_at_most = models.BooleanField(default=False)
    scope = models.CharField(max_length=60, blank=True)
    definition = models.TextField(blank=True)
    announced_by = models.CharField(max_length=160, blank=True)
    announced_at = models.CharField(max_length=160, blank=True)
    announced_on = models.DateField(null=True)
    baseline = models.PositiveBigIntegerField(null=True)
    baseline_on = models.DateField(null=True)

    class Meta:
        constraints = (
            once_standing("number", name="commitment_number_once"),
            models.CheckConstraint(condition=Q(due_on__gt=F("from_on")), name="commitment_has_a_period"),
            models.CheckConstraint(
                condition=Q(baseline__isnull=True, baseline_on__isnull=True)
                | Q(baseline__isnull=False, baseline_on__isnull=False),
                name="commitment_baseline_with_its_day",
            ),
        )

    @property
    def figure(self) -> str:
        """The code of the figure that counts it: one that names none is of jobs."""
        return self.metric or JOBS

    @property
    def is_of_jobs(self) -> bool:
        """Whether it is counted by the jobs that are proven, person by person."""
        return self.figure == JOBS

    @property
    def place(self) -> Scope:
        """Where it is counted."""
        return Scope.parse(self.scope) if self.scope else ALL

    def __str__(self) -> str:
        return self.title


class Target(Fact):
    """One county's share in one version of the target, or what is not split by county where it names none.

    A version is all shares of a basis announced on one day. amount: in the unit of the figure that is promised
    """

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="targets")
    county = models.ForeignKey("territory.County", models.PROTECT, related_name="+", null=True)
    amount = models.PositiveBigIntegerField()
    issuer = models.CharField(max_length=160, blank=True)
    basis = models.CharField(max_length=10, choices=basis_choices, blank=True)

    told_apart_by = ("basis",)
    named_before = {"amount": "persons"}

    class Meta:
        constraints = (
            proof_is_on_the_scale("target_proof"),
            once_standing("commitment", "county", "since_on", "basis", name="target_once_in_its_version"),
            # databases take no county for another each time
            models.UniqueConstraint(
                fields=("commitment", "since_on", "basis"),
                condition=Q(voided_entry__isnull=True, county__isnull=True),
                name="target_unsplit_once_in_its_version",
            ),
        )

    def __str__(self) -> str:
        return f"{self.commitment}: {self.amount}"


class TargetSplit(Fact):
    """A share of a target by agency, sector or month, from the day it was announced.

    code: key of the agency, first two digits of the sector, or a Jalali month such as 1390-04
    """

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="splits")
    part = models.CharField(max_length=6, choices=part_choices)
    code = models.CharField(max_length=20)
    amount = models.PositiveBigIntegerField()

    told_apart_by = ("part", "code")
    named_before = {"amount": "persons"}

    class Meta:
        constraints = (
            proof_is_on_the_scale("target_split_proof"),
            once_standing("commitment", "part", "code", "since_on", name="split_once_in_its_version"),
        )

    def __str__(self) -> str:
        return f"{self.commitment}: {self.part} {self.code} {self.amount}"


class JobClaim(Record):
    """Jobs that somebody says exist, by count of persons in one unit; its evidence grows with time.

    agency: who claims them; programme: what made them; way: in the unit itself, or around it
    """

    class Kind(models.TextChoices):
        NEW = "NEW"
        SAFEGUARDED = "SAFEGUARDED"
        RETURNED = "RETURNED"

    reference = models.CharField(max_length=60)
    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+")
    county = models.ForeignKey("territory.County", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11, choices=Kind)
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", null=True)
    programme = models.ForeignKey("support.SupportProgramme", models.PROTECT, related_name="+", null=True)
    way = models.CharField(max_length=8, choices=way_choices, blank=True)

    class Meta:
        constraints = (once_standing("reference", name="job_claim_once"),)

    def __str__(self) -> str:
        return self.reference


class JobEvidence(Fact):
    """How many persons of a claim are shown, at which level of proof, on a day."""

    claim = models.ForeignKey(JobClaim, models.PROTECT, related_name="evidences", db_index=False)
    persons = models.PositiveIntegerField()
    document_no = models.CharField(max_length=60, blank=True)
    women = models.PositiveIntegerField(null=True)
    local = models.PositiveIntegerField(null=True)
    full_time = models.DecimalField(max_digits=8, decimal_places=2, null=True)  # full-time equivalents

    class Meta:
        constraints = (
            proof_is_on_the_scale("job_evidence_proof"),
            models.CheckConstraint(
                condition=Q(women__isnull=True) | Q(women__lte=F("persons")), name="women_are_among_the_persons"
            ),
            models.CheckConstraint(
                condition=Q(local__isnull=True) | Q(local__lte=F("persons")), name="local_are_among_the_persons"
            ),
            models.CheckConstraint(
                condition=Q(full_time__isnull=True) | Q(full_time__lte=F("persons")),
                name="full_time_is_no_more_than_persons",
            ),
        )
        indexes = (models.Index(fields=("claim", "since_on", "proof"), name="job_evidence_by_day"),)

    def __str__(self) -> str:
        return f"{self.claim}: {self.persons}"


class ClaimedPerson(Fact):
    """One person of a claim, as a keyed hash (see InsuredMonth), claimed to work from `since_on` on."""

    claim = models.ForeignKey(JobClaim, models.PROTECT, related_name="claimed", db_index=False)
    person = models.CharField(max_length=32, db_index=True)

    told_apart_by = ("person",)

    class Meta:
        constraints = (
            proof_is_on_the_scale("claimed_person_proof"),
            once_standing("claim", "person", name="person_once_in_a_claim"),
        )

    class PersonalData:
        fields = ("person",)

    def __str__(self) -> str:
        return f"{self.claim}: {self.person[:4]}"


class Forecast(Record):
    """What was forecast of a commitment on a day: never changed, scored when the truth arrives.

    known_entry: the last ledger entry it knew of; inputs: their hash; said: distribution as text, one chance a number
    """

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="forecasts")
    day = models.DateField()
    deadline = models.DateField()
    target = models.PositiveBigIntegerField()
    verified = models.PositiveBigIntegerField()
    probability = models.DecimalField(max_digits=7, decimal_places=6)
    said = models.JSONField()
    rivals = models.JSONField()
    inputs = models.CharField(max_length=64)
    known_entry = models.BigIntegerField()
    method = models.CharField(max_length=20)

    class Meta:
        constraints = (
            once_standing("commitment", "day", "inputs", "method", name="forecast_once_from_its_inputs"),
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=1), name="forecast_probability_is_a_share"
            ),
        )
        indexes = (models.Index(fields=("commitment", "day"), name="forecast_by_day"),)

    def __str__(self) -> str:
        return f"{self.commitment}: {self.day}"
