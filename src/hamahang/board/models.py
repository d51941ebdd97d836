"""Committees, their sessions and agenda; resolutions over all committees: where each stands, when it is due."""

from django.db import models
from django.db.models import F, Q

from hamahang.domain import sessions
from hamahang.domain.board import PRIORITIES, STATES
from hamahang.ledger.models import Fact, Record, once_standing, proof_is_on_the_scale


def state_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in STATES.items()]


def priority_choices() -> list[tuple[int, str]]:
    return [(code, text.fa) for code, text in PRIORITIES.items()]


def committee_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in sessions.COMMITTEES.items()]


def quorum_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in sessions.QUORUMS.items()]


def session_state_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in sessions.STATES.items()]


def presence_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in sessions.PRESENCES.items()]


def source_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in sessions.ITEM_SOURCES.items()]


def outcome_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in sessions.OUTCOMES.items()]


def duty_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in sessions.DUTY_STATES.items()]


def objection_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in sessions.OBJECTION_OUTCOMES.items()]


class Committee(Record):
    """A body that meets and decides. prefix: before the numbers of its resolutions, so that none stands twice."""

    code = models.SlugField(max_length=40)
    kind = models.CharField(max_length=13, choices=committee_choices)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    prefix = models.CharField(max_length=8, blank=True)
    quorum = models.CharField(max_length=10, choices=quorum_choices, default="MAJORITY")
    # working days in which an agency may object; empty: as the dated rule says
    objection_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = (
            once_standing("code", name="committee_of_a_code_once"),
            once_standing("prefix", name="committee_of_a_prefix_once"),
        )

    def __str__(self) -> str:
        return self.name


class Seat(Record):
    """A seat in a committee: of an agency, held by a person in a post, from a day until another."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="seats")
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    person = models.CharField(max_length=120)
    post = models.CharField(max_length=120)
    deputy = models.CharField(max_length=120, blank=True)
    rank = models.PositiveSmallIntegerField(default=0)  # in the list of those who sign; the chair is first
    since_on = models.DateField()
    until_on = models.DateField(null=True)

    class PersonalData:
        fields = ("person", "deputy")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("since_on")), name="seat_ends_after_it_began"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} · {self.post}"


class Session(Record):
    """A meeting of a committee, planned for a day and a time; held on it or on another."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="sessions", db_index=False)
    number = models.PositiveIntegerField()
    planned_on = models.DateField(db_index=True)
    planned_at = models.CharField(max_length=5, blank=True)  # hours and minutes
    held_on = models.DateField(null=True)
    place = models.CharField(max_length=160, blank=True)

    class Meta:
        constraints = (once_standing("committee", "number", name="session_number_once_in_its_committee"),)

    def __str__(self) -> str:
        return f"{self.committee} {self.number}"


class SessionState(Fact):
    """Where a session stands from a day on."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="states", db_index=False)
    state = models.CharField(max_length=14, choices=session_state_choices)

    class Meta:
        constraints = (proof_is_on_the_scale("session_state_proof"),)
        indexes = (models.Index(fields=("session", "since_on"), name="session_state_by_day"),)

    def __str__(self) -> str:
        return f"{self.session}: {self.state}"


class Attendance(Record):
    """Who came for a seat."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="attendance", db_index=False)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    presence = models.CharField(max_length=7, choices=presence_choices)

    class Meta:
        constraints = (once_standing("session", "seat", name="seat_attends_a_session_once"),)

    def __str__(self) -> str:
        return f"{self.seat}: {self.presence}"


class AgendaItem(Record):
    """A matter before a session: what it is about, why it is there, and what was said of it."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="items", db_index=False)
    position = models.PositiveSmallIntegerField()
    subject = models.CharField(max_length=200)
    source = models.CharField(max_length=12, choices=source_choices)
    reason = models.CharField(max_length=300, blank=True)
    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+", null=True)
    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="+", null=True)
    resolution = models.ForeignKey("board.Resolution", models.PROTECT, related_name="+", null=True)
    discussion = models.TextField(blank=True)
    outcome = models.CharField(max_length=9, choices=outcome_choices, blank=True)

    class Meta:
        indexes = (models.Index(fields=("session", "position"), name="agenda_in_order"),)

    def __str__(self) -> str:
        return self.subject


class Resolution(Record):
    """What a session decided, who must carry it out, and by when."""

    number = models.CharField(max_length=40)
    committee = models.CharField(max_length=120, blank=True)
    session_no = models.CharField(max_length=20, blank=True)
    passed_on = models.DateField()
    text = models.TextField()
    subject = models.CharField(max_length=120, blank=True)
    executor = models.CharField(max_length=160)
    unit = models.ForeignKey("register.Unit", models.PROTECT, related_name="+", null=True)
    due_on = models.DateField()
    unit_duty = models.TextField(blank=True)  # what the unit itself must do for it
    priority = models.PositiveSmallIntegerField(default=2, choices=priority_choices)
    session = models.ForeignKey(Session, models.PROTECT, related_name="resolutions", null=True)
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="resolutions", null=True)
    unit_duty_due_on = models.DateField(null=True)
    objection_until = models.DateField(null=True)  # the last day to object; it binds from the day after

    class Meta:
        constraints = (
            once_standing("number", name="resolution_number_once"),
            models.CheckConstraint(condition=Q(due_on__gte=F("passed_on")), name="due_after_it_was_passed"),
        )
        indexes = (models.Index(fields=("due_on",), name="resolution_by_due_day"),)

    def __str__(self) -> str:
        return self.number


class ResolutionState(Fact):
    """Where a resolution stands from a day on; what its executor claims is kept apart from what was verified."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="states", db_index=False)
    state = models.CharField(max_length=13, choices=state_choices)
    step = models.CharField(max_length=20, blank=True)  # of its workflow; empty where a list reported the state
    by = models.CharField(max_length=150, blank=True)  # who took the step
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (proof_is_on_the_scale("resolution_state_proof"),)
        indexes = (models.Index(fields=("resolution", "since_on"), name="resolution_state_by_day"),)

    def __str__(self) -> str:
        return f"{self.resolution}: {self.state}"


class ResolutionPaper(Fact):
    """A letter, an answer or a proof that belongs to a resolution."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="papers")
    need = models.CharField(max_length=16)
    number = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)
    attachment = models.ForeignKey("papers.Attachment", models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = (proof_is_on_the_scale("resolution_paper_proof"),)

    def __str__(self) -> str:
        return f"{self.resolution}: {self.need}"


class DeadlineRequest(Record):
    """A request of the executor for a later day."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="requests")
    asked_on = models.DateField()
    wanted_on = models.DateField()
    reason = models.TextField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(wanted_on__gt=F("asked_on")), name="a_later_day_is_asked_for"),
        )

    def __str__(self) -> str:
        return f"{self.resolution}: {self.wanted_on}"


class ResolutionDeadline(Fact):
    """What was decided on a request: granted, the resolution is due on the later day from then on."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="deadlines")
    request = models.ForeignKey(DeadlineRequest, models.PROTECT, related_name="decisions")
    is_granted = models.BooleanField()
    due_on = models.DateField()
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=150)

    class Meta:
        constraints = (proof_is_on_the_scale("resolution_deadline_proof"),)

    def __str__(self) -> str:
        return f"{self.resolution}: {self.due_on}"


class ResolutionNow(models.Model):
    """Where a resolution stands by all that is recorded: follows from its facts, made again when they change."""

    resolution = models.OneToOneField(Resolution, models.PROTECT, primary_key=True, related_name="now")
    number = models.CharField(max_length=40)
    executor = models.CharField(max_length=160)
    executor_key = models.CharField(max_length=160)
    state = models.CharField(max_length=13)
    since_on = models.DateField(db_index=True)
    due_on = models.DateField()
    done_on = models.DateField(null=True)  # since when it is said to be done, without a break
    is_open = models.BooleanField()

    class Meta:
        # each is the order of a list: its page is read from the index alone, however long the list is
        indexes = (
            models.Index(fields=("is_open", "due_on", "resolution"), name="resolution_open_by_due_day"),
            models.Index(fields=("executor_key", "is_open", "due_on", "resolution"), name="resolution_open_of"),
            models.Index(fields=("due_on", "resolution"), name="resolution_now_newest"),
            models.Index(fields=("executor_key", "due_on", "resolution"), name="resolution_of_executor"),
            models.Index(fields=("state", "due_on", "resolution"), name="resolution_in_state"),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.state}"


class ResolutionHelper(Record):
    """An agency beside the executor, which carries out a part: it gets the letter too, and may answer."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="helpers", db_index=False)
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    named_on = models.DateField()

    class Meta:
        constraints = (once_standing("resolution", "agency", name="helper_of_a_resolution_once"),)

    def __str__(self) -> str:
        return f"{self.resolution}: {self.agency}"


class ResolutionReminder(Fact):
    """A step that the rule asks for was taken about an overdue resolution: once for each day it was due.

    rule: code of domain.sessions.ESCALATIONS
    """

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="reminders")
    rule = models.CharField(max_length=10)
    due_on = models.DateField()

    told_apart_by = ("rule",)

    class Meta:
        constraints = (
            proof_is_on_the_scale("resolution_reminder_proof"),
            once_standing("resolution", "rule", "due_on", name="reminder_of_a_rule_once"),
        )

    def __str__(self) -> str:
        return f"{self.resolution}: {self.rule}"


class UnitDuty(Fact):
    """Where the unit's own part of a resolution stands from a day on."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="duties", db_index=False)
    state = models.CharField(max_length=8, choices=duty_choices)

    class Meta:
        constraints = (proof_is_on_the_scale("unit_duty_proof"),)
        indexes = (models.Index(fields=("resolution", "since_on"), name="unit_duty_by_day"),)

    def __str__(self) -> str:
        return f"{self.resolution}: {self.state}"


class Objection(Record):
    """An agency objects within its days; until that is settled the resolution does not bind."""

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="objections")
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+", null=True)
    filed_on = models.DateField()
    text = models.TextField()
    outcome = models.CharField(max_length=9, choices=objection_choices, blank=True)
    settled_on = models.DateField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(outcome="", settled_on=None) | (~Q(outcome="") & Q(settled_on__isnull=False)),
                name="objection_is_settled_on_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.resolution}: {self.filed_on}"


class Letter(Record):
    """A letter of notice to an agency. words: as they were printed, so that a template changed later changes none."""

    number = models.CharField(max_length=40)
    dated_on = models.DateField()
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="+")
    template = models.SlugField(max_length=40)
    words = models.JSONField(default=dict)
    sent_on = models.DateField(null=True)

    class Meta:
        constraints = (once_standing("number", name="letter_of_a_number_once"),)
        indexes = (models.Index(fields=("dated_on",), name="letter_by_day"),)

    def __str__(self) -> str:
        return self.number


class LetterResolution(Record):
    """A resolution that a letter notifies."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="resolutions", db_index=False)
    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="letters")
    number = models.CharField(max_length=40)  # of the resolution, as it was printed

    class Meta:
        constraints = (once_standing("letter", "resolution", name="resolution_in_a_letter_once"),)

    def __str__(self) -> str:
        return f"{self.letter}: {self.resolution}"
