"""Applying a long list in a process of its own: the page may be closed, and a killed process is gone on with.

How far it is stands in a file beside the received files, not in the database: the whole list is one transaction, and
what it wrote about itself would be seen when it is over.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from hamahang.domain.lists.intake import ERROR, Problem
from hamahang.domain.refusal import Refused
from hamahang.domain.text import Text
from hamahang.intake.actions import BatchHasErrors, BatchIsClosed, apply_batch
from hamahang.intake.models import Batch
from hamahang.intake.queries import has_mended_rows

SILENT = 30  # seconds without a sign after which the process is taken for dead
BEAT = 0.5


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an application is. rate: rows a second since the stage began; left: seconds, None where unknown."""

    stage: str
    done: int
    of: int
    rate: float
    left: float | None
    is_alive: bool


def ask(*, batch: Batch, without_bad_rows: bool, is_preferred: bool = False, by: str, at: datetime) -> Batch:
    """Note that a list is to be applied; whoever carries it out, or goes on with it, does what was asked here.

    :raises BatchIsClosed: if it cannot be applied
    :raises BatchHasErrors: if it has refused rows and nobody said to leave them out
    """
    with transaction.atomic():
        locked = Batch.objects.select_for_update().select_related("file").get(pk=batch.pk)
        if not (locked.state == Batch.State.CHECKED or has_mended_rows(locked)):
            raise BatchIsClosed(locked.state)
        if locked.counts.get("REFUSED") and not without_bad_rows:
            raise BatchHasErrors(locked.pk)
        locked.asked = {
            "by": by,
            "at": at.isoformat(),
            "without_bad_rows": without_bad_rows,
            "is_preferred": is_preferred,
        }
        locked.state = Batch.State.APPLYING
        locked.save()
    return locked


def start(*, batch: Batch, store: Path, now: float) -> None:
    """Carry out what was asked in a process that outlives this one. now: seconds, as by `time.time`."""
    _tell(store, batch.pk, {"stage": "starting", "done": 0, "of": 0, "begun": now, "pid": None})
    process = subprocess.Popen(
        [sys.executable, "-m", "hamahang.cli", "import", "resume", str(batch.pk)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # somebody has to take note of its end: a process nobody waited for would seem to live on
    threading.Thread(target=process.wait, daemon=True).start()


def carry_out(*, batch: Batch, store: Path, clock: Callable[[], float]) -> Batch:
    """Apply a list as it was asked for, telling how far it is; what was killed before is begun anew, nothing doubles.

    clock: `time.time`, to say how fast it goes
    :raises BatchIsClosed: if nobody asked, or it is done
    :raises BatchHasErrors, Refused: if the list cannot be applied as asked; it waits again for a decision
    """
    if batch.state != Batch.State.APPLYING:
        raise BatchIsClosed(batch.state)
    asked, teller = batch.asked, _Teller(store, batch.pk, clock)
    try:
        return apply_batch(
            batch=batch,
            store=store,
            without_bad_rows=bool(asked["without_bad_rows"]),
            is_preferred=bool(asked.get("is_preferred")),
            by=asked["by"],
            at=datetime.fromisoformat(asked["at"]),
            told=teller,
        )
    except (BatchHasErrors, Refused) as error:
        reopen(batch=batch, why=getattr(error, "why", None))
        raise
    finally:
        _file(store, batch.pk).unlink(missing_ok=True)


def reopen(*, batch: Batch, why: Text | None = None) -> Batch:
    """Take back the wish to apply a list whose process died or was refused; nothing of it was written.

    why: the register refused it; kept with the problems of the list as a whole
    """
    with transaction.atomic():
        locked = Batch.objects.select_for_update().get(pk=batch.pk)
        if locked.state == Batch.State.APPLYING:
            locked.state = Batch.State.APPLIED if locked.entries else Batch.State.CHECKED
            locked.asked = {}
            if why is not None:
                locked.problems = [*locked.problems, asdict(Problem("list_refused", ERROR, why))]
            locked.save()
    return locked


def progress_of(*, batch: Batch, store: Path, now: float) -> Progress | None:
    """Return how far the application of a list is; None when there is none. now: seconds, as by `time.time`."""
    if batch.state != Batch.State.APPLYING:
        return None
    try:
        said = json.loads(_file(store, batch.pk).read_text(encoding="utf-8"))
        age = now - _file(store, batch.pk).stat().st_mtime
    except (OSError, ValueError):
        return Progress("starting", 0, 0, 0.0, None, is_alive=False)
    spent = max(now - said["begun"], 0.001)
    rate = said["done"] / spent
    left = (said["of"] - said["done"]) / rate if rate else None
    is_alive = _lives(said["pid"]) if said["pid"] else age < SILENT
    return Progress(said["stage"], said["done"], said["of"], rate, left, is_alive)


class _Teller:
    """Writes how far it is, not oftener than somebody could read it."""

    def __init__(self, store: Path, batch: int, clock: Callable[[], float]) -> None:
        self.store, self.batch, self.clock = store, batch, clock
        self.stage, self.begun, self.last = "", 0.0, 0.0

    def __call__(self, stage: str, done: int, of: int) -> None:
        now = self.clock()
        if stage != self.stage:
            self.stage, self.begun = stage, now
        elif now - self.last < BEAT:
            return
        self.last = now
        said = {"stage": stage, "done": done, "of": of, "begun": self.begun, "pid": os.getpid()}
        _tell(self.store, self.batch, said)


def _file(store: Path, batch: int) -> Path:
    return store / f"applying-{batch}.json"


def _tell(store: Path, batch: int, said: dict[str, object]) -> None:
    fresh = store / f"applying-{batch}.{os.getpid()}.new"
    fresh.write_text(json.dumps(said), encoding="utf-8")
    fresh.replace(_file(store, batch))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
