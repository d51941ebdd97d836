"""Reading received files, their batches and rows."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.db.models import Count

from hamahang.domain.lists.layouts import Layout
from hamahang.domain.text import fold
from hamahang.intake.answers import layouts_from
from hamahang.intake.models import Batch, Correction, LinkDecision, ReceivedFile, ReceivedRow, SenderForm


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


@dataclass(frozen=True, slots=True)
class Decided:
    """A person's word on a row's unit: its id, None for none of the register.

    said: what the row said; refused: the units that were offered and not chosen
    """

    unit: int | None
    said: Mapping[str, str]
    refused: tuple[int, ...]


def decisions() -> dict[str, Decided]:
    """Return by key what people said of the units of rows."""
    standing = LinkDecision.objects.filter(voided_entry=None)
    return {
        key: Decided(unit, *_offered(evidence))
        for key, unit, evidence in standing.values_list("key", "unit_id", "evidence")
    }


def _offered(evidence: str) -> tuple[Mapping[str, str], tuple[int, ...]]:
    told = json.loads(evidence) if evidence else {}
    return told.get("fields", {}), tuple(told.get("offered", ()))


def layouts_of(batch: Batch) -> tuple[Layout, ...]:
    """Return the tables that a person pointed out in a list."""
    return layouts_from(batch.answers)


def forms() -> "models.QuerySet[SenderForm]":
    """Return the forms of senders, by kind of list and sender."""
    return SenderForm.objects.order_by("source", "sender_key")


def form_by_id(pk: int) -> SenderForm | None:
    """Return a sender's form."""
    return SenderForm.objects.filter(pk=pk).first()


def money_before(*, source: str, sender: str) -> str:
    """Return the unit of amounts that a sender was last said to use, "" if nobody was asked."""
    known = SenderForm.objects.filter(source=source, sender_key=fold(sender)[:120])
    return known.values_list("money", flat=True).first() or ""


def senders() -> list[str]:
    """Return the offices that lists came from."""
    told = Batch.objects.exclude(sender="").values_list("sender", flat=True).distinct()
    return sorted({*told, *SenderForm.objects.values_list("sender", flat=True)})


def corrections_of(batch: Batch) -> dict[tuple[str, str], Correction]:
    """Return the correction that holds of each corrected cell, by sheet and cell."""
    ordered = Correction.objects.filter(batch=batch).order_by("pk")
    return {(correction.sheet, correction.cell): correction for correction in ordered}


def rows_of(batch: Batch, *, outcome: str = "") -> models.QuerySet[ReceivedRow]:
    """Return the rows of a batch in the order of the file."""
    rows = ReceivedRow.objects.filter(batch=batch)
    return (rows.filter(outcome=outcome) if outcome else rows).order_by("pk")


def rows_numbered(batch: Batch, number: int) -> list[ReceivedRow]:
    """Return the rows of a list that have a number in their sheet and may be left out: data not written yet."""
    rows = rows_of(batch).filter(row=number, effect="").exclude(outcome=ReceivedRow.Outcome.IGNORED)
    return list(rows)


def sheets_of(batch: Batch) -> list[str]:
    """Return the sheets of a list that rows were read from, in the order of the file."""
    return list(dict.fromkeys(table["sheet"] for table in batch.found))


def has_mended_rows(batch: Batch) -> bool:
    """Say whether an applied list has rows that were parked and are good now."""
    accepted = rows_of(batch, outcome=ReceivedRow.Outcome.ACCEPTED)
    return batch.state == Batch.State.APPLIED and accepted.filter(effect="").exists()


def effects_of(batch: Batch) -> dict[str, int]:
    """Return how many rows did what."""
    done = ReceivedRow.objects.filter(batch=batch).exclude(effect="").order_by()
    return dict(done.values("effect").annotate(number=Count("pk")).values_list("effect", "number"))


def account_of(batch: Batch) -> dict[str, int]:
    """Return how each row of a list ended: rows, and created, corrected, kept, same, parked and ignored, its parts."""
    done, ended = effects_of(batch), counts_of(batch)
    told = {
        "created": done.get("CREATED", 0),
        "corrected": done.get("CORRECTED", 0),
        "kept": done.get("KEPT", 0),
        "same": done.get("UNCHANGED", 0),
    }
    taken = ended.get("ACCEPTED", 0) + ended.get("REFUSED", 0)
    return {
        "rows": sum(ended.values()),
        **told,
        "parked": taken - sum(told.values()),
        "ignored": ended.get("IGNORED", 0),
    }


def rows_to_decide(batch: Batch) -> models.QuerySet[ReceivedRow]:
    """Return the rows that stop: refused ones."""
    return rows_of(batch, outcome=ReceivedRow.Outcome.REFUSED)


def lacks_money_unit(batch: Batch) -> bool:
    """Say whether a refused row of a list has an amount whose unit nobody stated."""
    problems = rows_to_decide(batch).values_list("problems", flat=True)
    return any(problem["code"] == "no_unit" for of_row in problems for problem in of_row)


def rows_to_note(batch: Batch) -> models.QuerySet[ReceivedRow]:
    """Return the accepted rows that have something to say."""
    return rows_of(batch, outcome=ReceivedRow.Outcome.ACCEPTED).exclude(problems=[])


def rows_with_problems(batch: Batch) -> models.QuerySet[ReceivedRow]:
    """Return the rows that have something to say: refused ones and those with warnings."""
    return rows_of(batch).exclude(problems=[]).exclude(outcome=ReceivedRow.Outcome.IGNORED)


def counts_of(batch: Batch) -> dict[str, int]:
    """Return how many rows ended how; they add up to the rows of the file."""
    counted = ReceivedRow.objects.filter(batch=batch).order_by().values("outcome").annotate(number=Count("pk"))
    return dict(counted.values_list("outcome", "number"))
