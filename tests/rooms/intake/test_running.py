"""A long list is applied in a process of its own: its progress is told; one that died is gone on with or dropped."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from hamahang.intake import running
from hamahang.intake.actions import BatchHasErrors, BatchIsClosed, apply_batch
from hamahang.intake.models import Batch
from hamahang.ledger import queries as ledger
from hamahang.register.models import Unit
from tests import factories
from tests.province import NOW, check

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
SECONDS = NOW.timestamp()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def batch(tmp_path: Path, store: Path) -> Batch:
    factories.county(name="ایلام", name_key="ایلام")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("شماره پروانه", "نام واحد", "شهرستان", "وضعیت", "تاریخ وضعیت"))
    for number in range(5):
        sheet.append((f"71/{number}", f"آجر {number}", "ایلام", "فعال", "1390/02/01"))
    sheet.append(("71/9", "آجر بد", "ایلام", "فعال", "1390/12/30"))
    book.save(tmp_path / "units.xlsx")
    found: Batch = check(tmp_path / "units.xlsx", "units", store=store)
    return found


def ask(batch: Batch) -> Batch:
    return running.ask(batch=batch, without_bad_rows=True, by="amar", at=NOW)


def carry_out(batch: Batch, store: Path) -> Batch:
    return running.carry_out(batch=batch, store=store, clock=lambda: SECONDS)


def test_what_was_asked_is_carried_out_as_the_one_who_asked(batch: Batch, store: Path) -> None:
    done = carry_out(ask(batch), store)

    assert done.state == Batch.State.APPLIED
    assert Unit.objects.count() == 5
    entry = next(iter(ledger.latest_entries(1)))
    assert (entry.by, entry.at) == ("amar", NOW)
    assert list(store.glob("applying-*")) == []


def test_wrong_rows_are_left_out_only_when_somebody_said_so(batch: Batch) -> None:
    with pytest.raises(BatchHasErrors):
        running.ask(batch=batch, without_bad_rows=False, by="amar", at=NOW)

    batch.refresh_from_db()
    assert batch.state == Batch.State.CHECKED


def test_a_list_asked_for_is_not_asked_for_again(batch: Batch) -> None:
    ask(batch)

    with pytest.raises(BatchIsClosed):
        ask(batch)


def test_nothing_is_carried_out_that_nobody_asked_for(batch: Batch, store: Path) -> None:
    with pytest.raises(BatchIsClosed):
        carry_out(batch, store)


def test_one_that_died_is_seen_and_gone_on_with(batch: Batch, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ask(batch)

    def dies(**rest: Any) -> Batch:
        rest["told"]("writing", 2, 5)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(running, "apply_batch", dies)
        patch.setattr(Path, "unlink", lambda *_, **__: None)  # a killed process takes nothing away
        with pytest.raises(KeyboardInterrupt):
            carry_out(asked, store)
    monkeypatch.setattr(running, "_lives", lambda pid: False)
    told = running.progress_of(batch=asked, store=store, now=SECONDS + 4)
    assert told is not None
    assert (told.stage, told.done, told.of, told.is_alive) == ("writing", 2, 5, False)
    assert (told.rate, told.left) == (0.5, 6.0)

    done = carry_out(asked, store)

    assert done.state == Batch.State.APPLIED
    assert Unit.objects.count() == 5
    assert running.progress_of(batch=done, store=store, now=SECONDS) is None


def test_one_that_died_can_be_dropped_and_decided_again(batch: Batch, store: Path) -> None:
    ask(batch)

    assert running.reopen(batch=batch).state == Batch.State.CHECKED
    apply_batch(batch=batch, store=store, without_bad_rows=True, by="amar", at=LATER)
    assert Unit.objects.count() == 5


def test_one_of_which_nothing_is_known_is_taken_for_dead(batch: Batch, store: Path) -> None:
    told = running.progress_of(batch=ask(batch), store=store, now=SECONDS)

    assert told is not None
    assert not told.is_alive


def test_the_file_sent_again_while_it_is_applied_does_not_take_the_wish_back(batch: Batch, store: Path) -> None:
    asked = ask(batch)

    again: Batch = check(store.parent / "units.xlsx", "units", store=store)

    assert (again.pk, again.state) == (asked.pk, Batch.State.APPLYING)
