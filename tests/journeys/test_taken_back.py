"""A wrong list is taken back: every figure is as before it, the file stays, and it can be applied again."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hamahang.accounts.queries import EVERYTHING
from hamahang.cli.samples.workbooks import write_example
from hamahang.domain.indicators import ALL
from hamahang.indicators import queries
from hamahang.intake.actions import apply_batch
from hamahang.intake.models import Batch
from hamahang.intake.undoing import BatchIsNotApplied, undo_batch, would_undo
from hamahang.ledger import queries as ledger
from hamahang.ledger.verification import verify_records
from tests.personas import persona
from tests.province import NOW, TIR_10, Province, check

pytestmark = pytest.mark.django_db
# in the order they came; each stands on the ones before it
ORDER = ("estates", "units", "affected", "payments", "projects", "idle", "jobs", "resolutions")


def figures() -> dict[str, Any]:
    asof = ledger.as_of(day=TIR_10)
    report = queries.report(asof=asof, scope=None, reach=EVERYTHING)
    return {f"{figure.code} {figure.scope}": (figure.value, figure.rows) for figure in report}


def batch_of(source: str) -> Batch:
    return Batch.objects.select_related("file").get(source=source)


def undo(source: str) -> Any:
    return undo_batch(batch=batch_of(source), by="amar", at=NOW)[1]


def test_lists_taken_back_from_the_last_to_the_first_leave_an_empty_register(province: Province) -> None:
    for source in reversed(ORDER[2:]):
        assert undo(source).kept == []

    counted = figures()
    assert counted["facilities_paid all"][0] == 0
    assert counted["idle_units_identified all"] == (0, 0)
    assert counted["units_registered all"][0] > 0
    assert undo("units").kept == []
    assert figures()["units_registered all"] == (0, 0)
    assert verify_records() is None
    assert ledger.verify_chain().fault is None


def test_a_list_taken_back_and_applied_again_gives_every_figure_anew(province: Province) -> None:
    before = figures()
    undo("idle")
    assert figures() != before

    again = check(
        next(f.path for f in write_example(out=province.lists) if f.source == "idle"), "idle", store=province.store
    )
    assert again.state == Batch.State.CHECKED
    apply_batch(batch=again, store=province.store, without_bad_rows=True, by="amar", at=NOW)

    assert figures() == before


def test_units_that_other_lists_speak_of_stay_and_are_named(province: Province) -> None:
    before = figures()["facilities_paid all"]

    undone = undo("units")

    assert undone.gone > 0
    assert undone.kept
    assert figures()["facilities_paid all"] == before
    kept = batch_of("units").kept
    assert len(kept) == len(undone.kept)
    assert verify_records() is None


def test_earlier_moments_still_see_the_list(province: Province) -> None:
    def known(at: Any) -> Any:
        asof = ledger.as_of(day=TIR_10, known_at=at)
        return queries.compute("jobs_verified", asof=asof, scope=ALL, reach=EVERYTHING).value

    tomorrow = NOW + timedelta(days=1)
    undo_batch(batch=batch_of("jobs"), by="amar", at=tomorrow)

    assert [known(NOW), known(tomorrow), known(None)] == [417, 0, 0]


def test_a_look_at_what_would_go_writes_nothing(province: Province) -> None:
    head = ledger.head()

    seen = would_undo(batch=batch_of("idle"), by="amar", at=NOW)

    assert seen.gone > 0
    assert ledger.head() == head
    assert batch_of("idle").state == Batch.State.APPLIED


def test_only_an_applied_list_can_be_taken_back(province: Province) -> None:
    undo("jobs")

    with pytest.raises(BatchIsNotApplied):
        undo("jobs")


def test_the_page_shows_what_would_go_and_then_takes_it_back(province: Province, client: Client) -> None:
    client.force_login(persona("STATISTICS"))
    batch = batch_of("idle")
    asked = client.get(reverse("batch", args=[batch.pk])).content.decode()
    assert reverse("batch-undo", args=[batch.pk]) in asked

    looked = client.get(reverse("batch-undo", args=[batch.pk]))
    done = client.post(reverse("batch-undo", args=[batch.pk]), {"reason": "فایل سال پیش بود"}, follow=True)

    assert looked.status_code == 200
    assert "فهرست برگردانده شد" in done.content.decode()
    assert batch_of("idle").state == Batch.State.UNDONE
    assert next(iter(ledger.latest_entries(1))).reason == "فایل سال پیش بود"


def test_who_may_not_apply_may_not_take_back(province: Province, client: Client) -> None:
    client.force_login(persona("AUDITOR"))

    assert client.post(reverse("batch-undo", args=[batch_of("idle").pk])).status_code == 403
    assert batch_of("idle").state == Batch.State.APPLIED
