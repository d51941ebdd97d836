"""Two lists that say different things: the rule decides, the person may; what would change is shown before it does."""

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from hamahang.intake.actions import apply_batch, check_batch, receive_file
from hamahang.intake.models import Batch
from hamahang.intake.previewing import would_apply
from hamahang.intake.sources import source_named
from hamahang.ledger.models import Entry
from hamahang.ledger.verification import verify_records
from hamahang.register.models import Unit, UnitStatus
from tests import factories
from tests.personas import persona
from tests.province import NOW

pytestmark = pytest.mark.django_db
HEADINGS = ("شماره پروانه", "نام واحد", "شهرستان", "وضعیت", "تاریخ وضعیت", "قطعه")
YEARS = {1389: (date(2010, 3, 21), date(2011, 3, 20)), 1390: (date(2011, 3, 21), date(2012, 3, 19))}


@pytest.fixture(autouse=True)
def county() -> Any:
    return factories.county(name="ایلام", name_key="ایلام")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "files"


def check(store: Path, name: str, *rows: tuple[Any, ...], year: int = 0, source: str = "units") -> Batch:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, *rows):
        sheet.append(row)
    path = store.parent / f"{name}.xlsx"
    book.save(path)
    received = receive_file(chunks=[path.read_bytes()], name=path.name, store=store, limit=10**7, by="amar", at=NOW)
    return check_batch(
        file=received, source=source_named(source), store=store, period=YEARS.get(year), by="amar", at=NOW
    )


def apply(batch: Batch, store: Path, **how: Any) -> Batch:
    return apply_batch(batch=batch, store=store, by="amar", at=NOW, **how)


def row(name: str = "آجر الف", status: str = "فعال", on: str = "1390/02/01", plot: str = "") -> tuple[Any, ...]:
    return ("71/1", name, "ایلام", status, on, plot)


def test_a_list_of_an_earlier_year_does_not_overwrite_a_later_one(store: Path) -> None:
    apply(check(store, "new", row("آجر تازه"), year=1390), store)

    old = apply(check(store, "old", row("آجر کهنه", on="1389/02/01", plot="۱۲"), year=1389), store)

    unit = Unit.objects.get(voided_entry=None)
    assert unit.name == "آجر تازه"
    assert unit.plot == "۱۲", "what the register did not know is welcome from anybody"
    assert old.counts["CREATED"] + old.counts["CORRECTED"] == 1
    assert verify_records() is None


def test_a_later_list_overwrites_and_one_of_unknown_period_too(store: Path) -> None:
    apply(check(store, "old", row("آجر کهنه", on="1389/02/01"), year=1389), store)

    apply(check(store, "new", row("آجر تازه"), year=1390), store)
    assert Unit.objects.get(voided_entry=None).name == "آجر تازه"

    apply(check(store, "any", row("آجر سوم")), store)
    assert Unit.objects.get(voided_entry=None).name == "آجر سوم"


def test_a_fact_of_the_same_day_stays_if_its_list_is_later(store: Path) -> None:
    on = "1389/11/01"
    later = ("71/2", "آجر ب", "ایلام", "فعال", "1390/01/05", "")
    apply(check(store, "new", row(status="راکد", on=on), later, year=1390), store)

    apply(check(store, "old", row(status="فعال", on=on), year=1389), store)
    assert UnitStatus.objects.get(voided_entry=None, unit__licence_no="71/1").status == "IDLE"

    apply(check(store, "any", row(status="فعال", on=on, plot="۷")), store)
    status = UnitStatus.objects.get(voided_entry=None, unit__licence_no="71/1").status
    assert status == "ACTIVE", "of no stated period: the one received later holds"


def test_a_person_may_say_that_the_list_holds(store: Path) -> None:
    apply(check(store, "new", row("آجر تازه"), year=1390), store)

    apply(check(store, "old", row("آجر کهنه", on="1389/02/01"), year=1389), store, is_preferred=True)

    assert Unit.objects.get(voided_entry=None).name == "آجر کهنه"


def test_a_row_that_only_conflicts_is_kept_and_counted(store: Path) -> None:
    apply(
        check(
            store, "new", row("آجر تازه", on="1389/02/01"), ("71/2", "ب", "ایلام", "فعال", "1390/02/01", ""), year=1390
        ),
        store,
    )

    old = apply(check(store, "old", row("آجر کهنه", on="1389/02/01"), year=1389), store)

    assert (old.counts["KEPT"], old.counts["CORRECTED"], old.counts["UNCHANGED"]) == (1, 0, 0)


def test_the_look_before_shows_what_will_be_and_writes_nothing(store: Path) -> None:
    apply(check(store, "new", row("آجر تازه"), year=1390), store)
    entries = Entry.objects.count()
    batch = check(
        store, "next", row("آجر نو", status="راکد", on="1390/05/01"), ("71/2", "ب", "ایلام", "فعال", "1390/05/01", "")
    )

    would = would_apply(batch=batch, store=store, by="amar", at=NOW)

    assert Entry.objects.count() == entries
    assert Unit.objects.get(voided_entry=None).name == "آجر تازه"
    assert would.effects["CREATED"] == 2
    first = {(change.field, change.before, change.after, change.verdict) for change in would.rows[0].changes}
    assert ("name", "آجر تازه", "آجر نو", "CHANGED") in first
    assert ("status", "ACTIVE", "IDLE", "LATER") in first
    assert {change.verdict for change in would.rows[1].changes} == {"NEW"}
    assert would.names[would.rows[0].about] in ("آجر تازه", "آجر نو")

    apply(batch, store)
    assert Unit.objects.filter(voided_entry=None).count() == 2


def test_the_look_before_tells_conflicts(store: Path) -> None:
    apply(check(store, "new", row("آجر تازه"), year=1390), store)
    batch = check(store, "old", row("آجر کهنه", on="1389/02/01"), year=1389)

    would = would_apply(batch=batch, store=store, by="amar", at=NOW)
    preferred = would_apply(batch=batch, store=store, is_preferred=True, by="amar", at=NOW)

    assert would.conflicts == 1
    assert ("name", "آجر تازه", "آجر کهنه", "KEPT") in {
        (c.field, c.before, c.after, c.verdict) for c in would.rows[0].changes
    }
    assert preferred.conflicts == 0


def test_the_page_of_the_look_before(tmp_path: Path, settings: Any, client: Client) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    apply(check(settings.MEDIA_ROOT, "new", row("آجر تازه"), year=1390), settings.MEDIA_ROOT)
    batch = check(settings.MEDIA_ROOT, "old", row("آجر کهنه", status="راکد", on="1389/02/01"), year=1389)
    client.force_login(persona("STATISTICS"))

    shown = client.get(f"/received/{batch.pk}/preview/").content.decode()
    client.cookies["hamahang_language"] = "en"
    english = client.get(f"/received/{batch.pk}/preview/?prefer=1").content.decode()
    applied = client.post(f"/received/{batch.pk}/apply/", {"prefer": "yes"})

    assert "آجر تازه" in shown
    assert "آجر کهنه" in shown
    assert "دفتر می‌ماند" in shown
    assert "takes the place of the register" in english
    assert applied.status_code == 302
    assert Unit.objects.get(voided_entry=None).name == "آجر کهنه"
