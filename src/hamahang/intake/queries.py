"""Reading received files, their batches and rows."""

from django.db import models
from django.db.models import Count

from hamahang.intake.models import Batch, ReceivedFile, ReceivedRow


def batches() -> models.QuerySet[Batch]:
    """Return all batches, the newest first."""
    return Batch.objects.select_related("file").order_by("-pk")


def batch_by_id(pk: int) -> Batch | None:
    """Return a batch with its file."""
    return Batch.objects.select_related("file").filter(pk=pk).first()


def batch_of(*, sha256: str, source: str) -> Batch | None:
    """Return the batch in which a file was read as a source, if it was."""
    return Batch.objects.select_related("file").filter(file__sha256=sha256, source=source).first()


def file_by_hash(sha256: str) -> ReceivedFile | None:
    """Return a received file by the hash of its bytes."""
    return ReceivedFile.objects.filter(sha256=sha256).first()


def rows_of(batch: Batch, *, outcome: str = "") -> models.QuerySet[ReceivedRow]:
    """Return the rows of a batch in the order of the file."""
    rows = ReceivedRow.objects.filter(batch=batch)
    return (rows.filter(outcome=outcome) if outcome else rows).order_by("pk")


def rows_with_problems(batch: Batch) -> models.QuerySet[ReceivedRow]:
    """Return the rows that have something to say: refused ones and those with warnings."""
    return rows_of(batch).exclude(problems=[]).exclude(outcome=ReceivedRow.Outcome.IGNORED)


def counts_of(batch: Batch) -> dict[str, int]:
    """Return how many rows ended how; they add up to the rows of the file."""
    counted = ReceivedRow.objects.filter(batch=batch).order_by().values("outcome").annotate(number=Count("pk"))
    return dict(counted.values_list("outcome", "number"))
