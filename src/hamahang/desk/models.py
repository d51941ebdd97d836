"""What people say to each other about a record, and what they give each other to do.

Comments and assignments are records. Notices and wishes are of the person, not of the province: no figure reaches them.
"""

from django.db import models

from hamahang.domain.desk import ASSIGNMENT_STATES, NOTICES
from hamahang.ledger.models import Fact, Record, proof_is_on_the_scale


def notice_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in NOTICES.items()]


def assignment_state_choices() -> list[tuple[str, str]]:
    return [(code, text.fa) for code, text in ASSIGNMENT_STATES.items()]


class Comment(Record):
    """What somebody wrote about a record; who and when is in its entry."""

    about = models.CharField(max_length=60)  # label of the model
    about_id = models.BigIntegerField()
    text = models.TextField()
    attachment = models.ForeignKey("papers.Attachment", models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes = (models.Index(fields=("about", "about_id"), name="comment_about"),)

    def __str__(self) -> str:
        return self.text[:40]


class Assignment(Record):
    """Something a person was given to do about a record, by a day."""

    about = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    text = models.TextField()
    person = models.CharField(max_length=60)
    due_on = models.DateField()

    class Meta:
        indexes = (
            models.Index(fields=("about", "about_id"), name="assignment_about"),
            models.Index(fields=("person", "due_on"), name="assignment_of_person"),
        )

    def __str__(self) -> str:
        return self.text[:40]


class AssignmentState(Fact):
    """Where an assignment stands from a day on."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="states")
    state = models.CharField(max_length=9, choices=assignment_state_choices)
    note = models.TextField(blank=True)

    class Meta:
        constraints = (proof_is_on_the_scale("assignment_state_proof"),)

    def __str__(self) -> str:
        return f"{self.assignment}: {self.state}"


class Notice(models.Model):
    """Something a person should know; read once looked at."""

    person = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=notice_choices)
    about = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    said = models.CharField(max_length=200)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("person", "read_at", "at"), name="notice_of_person"),)

    def __str__(self) -> str:
        return self.said


class Wish(models.Model):
    """How a person wants to be told: the daily digest, and the key of the person's calendar (kept as its hash)."""

    person = models.CharField(max_length=60, unique=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=2, default="fa")
    digest_on = models.DateField(null=True)  # of the last digest sent
    calendar = models.CharField(max_length=64, blank=True, db_index=True)

    class PersonalData:
        fields = ("person", "email")

    def __str__(self) -> str:
        return self.person
