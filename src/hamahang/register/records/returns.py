"""Monthly returns as they are stored: one lean row for each unit and month, what it made beside it, the expert's word.

The tables at the end follow from these and are made again when they change (`register.standing`).
"""

from django.db import models
from django.db.models import F, Q

from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


class ReturnTerm(Record):
    """The rules of returns from a month on: days of the month, months, percent; see `domain.returns.Terms`."""

    valid_from = models.DateField()
    due_day = models.PositiveSmallIntegerField()
    confirm_day = models.PositiveSmallIntegerField()
    suspend_after = models.PositiveSmallIntegerField()
    fresh_months = models.PositiveSmallIntegerField()
    low_use = models.PositiveSmallIntegerField()
    high_use = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            once_standing("valid_from", name="return_term_of_a_day_once"),
            models.CheckConstraint(
                condition=Q(due_day__gte=1, due_day__lte=29, confirm_day__gte=1, confirm_day__lte=29),
                name="return_term_days",
            ),
            models.CheckConstraint(condition=Q(suspend_after__gte=1, fresh_months__gte=1), name="return_term_months"),
            models.CheckConstraint(condition=Q(low_use__lt=F("high_use"), high_use__lte=100), name="return_term_use"),
        )

    def __str__(self) -> str:
        return f"{self.valid_from}"


class MonthlyReturn(Fact):
    """What a unit says of a month; `since_on` is the month's last day. Sent again, the one before is voided and stays.

    sent_on: the day it came; first_sent_on: the day the first one of the month came, by which it is on time or late
    """

    class Channel(models.TextChoices):
        LIST = "LIST"
        PAGE = "PAGE"
        API = "API"

    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="returns", db_index=False)
    status = models.CharField(max_length=18)  # as UnitStatus
    persons = models.PositiveIntegerField(null=True)
    women = models.PositiveIntegerField(null=True)
    men = models.PositiveIntegerField(null=True)
    shifts = models.PositiveSmallIntegerField(null=True)
    capacity_use = models.DecimalField(max_digits=5, decimal_places=2, null=True)  # percent 0–100
    stop_days = models.PositiveSmallIntegerField(null=True)
    stop_cause = models.CharField(max_length=20, blank=True)
    sent_on = models.DateField()
    first_sent_on = models.DateField()
    channel = models.CharField(max_length=4, choices=Channel)

    class Meta:
        constraints = (
            once_standing("unit", "since_on", name="return_of_a_unit_and_month_once"),
            proof_is_on_the_scale("monthly_return_proof"),
            models.CheckConstraint(
                condition=Q(women__isnull=True) | Q(men__isnull=True) | Q(persons=F("women") + F("men")),
                name="return_persons_add_up",
            ),
            models.CheckConstraint(
                condition=Q(capacity_use__isnull=True) | Q(capacity_use__gte=0, capacity_use__lte=100),
                name="return_capacity_use_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=Q(stop_days__isnull=True)
                | Q(stop_days=0, stop_cause="")
                | (Q(stop_days__lte=31) & ~Q(stop_cause="")),
                name="return_stop_has_a_cause",
            ),
            models.CheckConstraint(condition=Q(first_sent_on__lte=F("sent_on")), name="return_first_sent_first"),
        )
        indexes = (models.Index(fields=("since_on",), name="return_of_month"),)

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.since_on}"


class MonthlyOutput(Fact):
    """What a unit made of one product in a month; `since_on` is the month's last day, as of its return.

    product: its name, as in the licence where it stands there
    """

    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="outputs", db_index=False)
    product = models.CharField(max_length=160)
    quantity = models.DecimalField(max_digits=16, decimal_places=2)
    measure = models.CharField(max_length=30, blank=True)

    told_apart_by = ("product",)

    class Meta:
        constraints = (
            once_standing("unit", "since_on", "product", name="output_of_a_month_once"),
            proof_is_on_the_scale("monthly_output_proof"),
            models.CheckConstraint(condition=Q(quantity__gte=0), name="output_quantity"),
        )

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.since_on}"


class ReturnDecision(Fact):
    """An expert's word on the return of a unit and month (`since_on`): confirmed, or sent back with the reason.

    Sent again, the word on the one before is voided with it and stays in the history.
    """

    class Decision(models.TextChoices):
        CONFIRMED = "CONFIRMED"
        SENT_BACK = "SENT_BACK"

    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="return_decisions", db_index=False)
    decision = models.CharField(max_length=9, choices=Decision)
    decided_on = models.DateField()
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = (
            once_standing("unit", "since_on", name="return_decided_once"),
            proof_is_on_the_scale("return_decision_proof"),
            models.CheckConstraint(condition=Q(decision="CONFIRMED") | ~Q(reason=""), name="sent_back_with_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.since_on} {self.decision}"


class UnitPerson(Record):
    """Somebody who may send the returns of a unit, by the name they sign in under."""

    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="people")
    username = models.CharField(max_length=60, db_index=True)

    class Meta:
        constraints = (once_standing("unit", "username", name="person_of_a_unit_once"),)

    class PersonalData:
        fields = ("username",)

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.username}"


# --- what follows from them ---


class ReturnsDue(models.Model):
    """From which month a unit owes returns, and the last two that brought one. unit_id: no key, for nothing moves it.

    owed_from, owed_until, last_month, earlier_month: the last day of the month; None: no return is owed yet, it goes on
    owing, none was ever received. owed_from: by its licences alone; the rules of returns may begin later
    earlier_month: the last before last_month, for that one may have come before its day
    """

    unit_id = models.BigIntegerField(primary_key=True)
    county = models.ForeignKey("territory.County", models.PROTECT, related_name="+", db_index=False)
    owed_from = models.DateField(null=True)
    owed_until = models.DateField(null=True)
    last_month = models.DateField(null=True)
    earlier_month = models.DateField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("county", "last_month", "owed_from"), name="returns_due_of_county"),
            models.Index(fields=("last_month", "owed_from"), name="returns_due_of_the_silent"),
        )

    def __str__(self) -> str:
        return f"{self.unit_id}"


class ReturnsPause(models.Model):
    """Months for which a unit owes no return, its licences being suspended or cancelled; kept as `ReturnsDue` is.

    first, until: the last day of the first and of the last of them; until None: it goes on
    """

    unit_id = models.BigIntegerField(db_index=True)
    county = models.ForeignKey("territory.County", models.PROTECT, related_name="+")
    first = models.DateField()
    until = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.first}"


class ReturnsOfMonth(models.Model):
    """The returns of a county's units for a month, counted. month: its last day

    came_by: how many had first come by the last day of the month, by the day after it, and so on to the twenty-ninth:
    which of them were on time is for the rules to say, and a new rule changes nothing that is kept
    persons, women, men: as the returns say, confirmed_persons of confirmed
    said_on: the last day on which anything was sent or decided; before it this table does not answer
    """

    county = models.ForeignKey("territory.County", models.PROTECT, related_name="+")
    month = models.DateField()
    received = models.PositiveIntegerField()
    came_by = models.JSONField(default=list)
    confirmed = models.PositiveIntegerField()
    sent_back = models.PositiveIntegerField()
    working = models.PositiveIntegerField()
    persons = models.PositiveBigIntegerField()
    women = models.PositiveBigIntegerField()
    men = models.PositiveBigIntegerField()
    confirmed_persons = models.PositiveBigIntegerField()
    said_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("month", "county"), name="returns_of_month_once"),)
        indexes = (
            models.Index(fields=("said_on",), name="returns_of_month_last_word"),
            # all that wait are counted from the index alone
            models.Index(fields=("county", "received", "confirmed", "sent_back"), name="returns_of_month_open"),
        )

    def __str__(self) -> str:
        return f"{self.county_id}: {self.month}"


class OpenReturn(models.Model):
    """A return that waits to be confirmed, or to be sent again. report_id: no key, for returns are voided."""

    report_id = models.BigIntegerField(primary_key=True)
    county = models.ForeignKey("territory.County", models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=9)  # WAITING, SENT_BACK
    month = models.DateField()

    class Meta:
        indexes = (
            models.Index(fields=("state", "county", "month"), name="open_return_of_county"),
            models.Index(fields=("state", "month", "report_id"), name="open_return_oldest_first"),
        )

    def __str__(self) -> str:
        return f"{self.report_id}: {self.state}"
