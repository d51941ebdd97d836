"""A figure of the example goes from draft to published, and is superseded with its reasons counted."""

from datetime import timedelta

import pytest

from hamahang.accounts.models import Person
from hamahang.briefing import cleared, counted
from hamahang.briefing.actions import compile_briefing
from hamahang.briefing.clearing import draft_figure, draft_report, take_step
from hamahang.domain.calendar import read_day
from hamahang.domain.indicators import ALL, Scope
from hamahang.domain.publishing import PublicationRefused
from hamahang.ledger.recording import recording
from hamahang.support.models import Disbursement
from tests.province import NOW, TIR_10, Province

pytestmark = pytest.mark.django_db
ON = NOW.date()
PAID = "targeted_subsidies_facilities_paid"


def draft(indicator: str = PAID, scope: Scope = ALL, day=TIR_10):
    return draft_figure(indicator=indicator, scope=scope, day=day, on=ON, by="amar", at=NOW)


def step(publication, code: str, *, by: str = "amar", reason: str = ""):
    return take_step(publication=publication, step=code, reason=reason, on=ON, by=by, at=NOW)


def publish(publication, reason: str = ""):
    step(publication, "check", reason=reason)
    step(publication, "clear", by="rais")
    step(publication, "publish", by="rais", reason=reason)
    return publication


def one_payment(publication):
    return Disbursement.objects.get(pk=publication.rows[0]["record"].split(":")[1])


def test_a_figure_is_checked_cleared_by_another_person_and_published(province: Province):
    publication = publish(draft())

    states = [(state.state, state.entry.by) for state in cleared.history_of(publication)]
    assert states == [("DRAFT", "amar"), ("CHECKED", "amar"), ("CLEARED", "rais"), ("PUBLISHED", "rais")]
    assert cleared.publication_of(publication.code) == publication
    assert cleared.value_of(publication) == 2_206 * 10**9
    assert cleared.spoken(publication).fa == (
        "تا ۱۰ تیر ۱۳۹۰: بیش از ۲٬۲۰۰ میلیارد ریال تسهیلات پرداختی قانون هدفمندسازی."
    )


def test_the_check_keeps_all_that_it_found(province: Province):
    found = step(draft(), "check").findings

    codes = [
        "recount",
        "cross_foot",
        "denominator",
        "basis",
        "outlier",
        "earlier",
        "restated",
        "small_cell",
        "subtraction",
    ]
    assert [finding["code"] for finding in found] == codes
    assert {finding["grade"] for finding in found} == {"good"}


def test_whoever_drafted_or_checked_it_cannot_clear_it(province: Province):
    publication = draft()
    step(publication, "check", by="dabir")

    for person in ("amar", "dabir"):
        with pytest.raises(PublicationRefused):
            step(publication, "clear", by=person)
    assert cleared.state_of(publication).state == "CHECKED"


def test_who_sends_a_draft_back_may_clear_it_when_it_returns(province: Province):
    publication = draft()
    step(publication, "check")
    step(publication, "return", by="rais", reason="دلیل تفاوت نوشته نشده است")
    step(publication, "check")

    step(publication, "clear", by="rais")

    assert cleared.state_of(publication).state == "CLEARED"


def test_a_second_account_of_the_same_person_is_not_a_second_person(province: Province):
    for username, name in (("amar", "زهرا نمونه‌ای"), ("amar2", "زهرا  نمونه‌اي"), ("rais", "علی نمونه‌ای")):
        Person(username=username, name=name, role="SECRETARY").save()
    publication = draft()
    step(publication, "check")

    with pytest.raises(PublicationRefused):
        step(publication, "clear", by="amar2")
    step(publication, "clear", by="rais")


def test_the_same_account_is_the_same_person_whatever_it_is_called_by_now(province: Province):
    drafter = Person(username="amar", name="زهرا نمونه‌ای", role="SECRETARY")
    drafter.save()
    publication = draft()
    step(publication, "check")
    drafter.name = "مریم نمونه‌ای"
    drafter.save()

    with pytest.raises(PublicationRefused, match="another account of that name"):
        step(publication, "clear", by="amar")


def test_what_was_cleared_is_counted_once_more_before_it_is_published(province: Province):
    publication = draft()
    step(publication, "check")
    step(publication, "clear", by="rais")
    with recording(action="tests.voided", by="tests", at=NOW, reason="دو بار ثبت شده بود"):
        one_payment(publication).void()

    with pytest.raises(PublicationRefused, match="counts otherwise now"):
        step(publication, "publish", by="rais")


def test_of_two_drafts_of_one_figure_the_second_is_drafted_anew(province: Province):
    first, second = draft(), draft()
    publish(first)

    with pytest.raises(PublicationRefused, match="draft it anew"):
        step(second, "check")
    publish(draft(), reason="دلیل")
    assert [cleared.state_of(each).state for each in (first, second)] == ["SUPERSEDED", "DRAFT"]


def test_what_took_the_place_of_a_withdrawn_figure_is_the_next_of_its_day(province: Province):
    first = publish(draft())
    step(first, "withdraw", by="rais", reason="اشتباه")
    publish(draft(day=TIR_10 + timedelta(days=1)))

    assert cleared.successor_of(first) is None
    again = publish(draft())
    assert cleared.successor_of(first) == again


def test_a_draft_is_not_public(province: Province):
    assert cleared.publication_of(draft().code) is None


def test_what_was_kept_names_nobody(province: Province):
    publication = draft("jobs_verified")

    assert publication.rows
    assert {frozenset(row) for row in publication.rows} == {
        frozenset({"record", "on", "amount", "base", "level", "county", "unit", "entry"})
    }


def test_a_voided_payment_supersedes_the_figure_and_is_counted_as_a_correction(province: Province):
    before = publish(draft())
    payment = one_payment(before)
    with recording(action="tests.voided", by="tests", at=NOW + timedelta(hours=1), reason="دو بار ثبت شده بود"):
        payment.void()

    now = draft()
    step_of = cleared.findings(now)
    assert cleared.value_now(before) == int(now.value)
    assert {finding.code for finding in step_of if finding.grade == "warning"} == {"earlier", "restated"}
    with pytest.raises(PublicationRefused):
        step(now, "check")
    publish(now, reason="یک پرداخت دو بار ثبت شده بود")

    assert cleared.state_of(before).state == "SUPERSEDED"
    (part,) = cleared.differs_from_before(now)
    assert (part.reason, part.records, part.amount) == ("corrected", 1, -payment.amount)
    assert cleared.successor_of(before) == now
    assert [each.publication for each in cleared.corrections()] == [before]
    assert cleared.corrections()[0].state.reason == "یک پرداخت دو بار ثبت شده بود"


def test_payments_of_later_days_are_new_records_and_supersede_nothing(province: Province):
    before = publish(draft("facilities_paid", day=read_day("1390-02-31")))
    now = publish(draft("facilities_paid"), reason="ماه‌های تازه")

    parts = cleared.differs_from_before(now)

    assert {part.reason for part in parts} == {"new"}
    assert sum(part.amount for part in parts) == int(now.value) - int(before.value)
    assert cleared.state_of(before).state == "PUBLISHED"


def test_a_figure_of_a_few_records_in_one_county_is_not_cleared(province: Province):
    small = next(code for code, number in _by_county("spatial_plan_projects_approved").items() if 0 < number < 3)

    with pytest.raises(PublicationRefused):
        step(draft("spatial_plan_projects_approved", Scope("county", small)), "check")


def _by_county(indicator: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in draft(indicator).rows:
        found[row["county"]] = found.get(row["county"], 0) + 1
    return found


def test_parts_by_county_add_up_and_hide_small_cells(province: Province):
    publication = draft("units_registered")

    parts = counted.by_county(publication)

    shown = [cell.records for cell in parts.cells if cell.records is not None]
    assert parts.is_shown
    assert all(number == 0 or number >= 3 for number in shown)
    assert sum(shown) <= 214
    assert len(parts.cells) - len(shown) == parts.hidden != 1


def test_a_briefing_is_published_without_its_lists(province: Province):
    briefing = compile_briefing(report="tir10", day=TIR_10, by="dabir", at=NOW)

    publication = publish(draft_report(briefing=briefing, on=ON, by="amar", at=NOW))

    values = {figure["title"]["en"]: figure["value"] for figure in publication.figures}
    assert values["active industrial estates"] == "8"
    assert all("rows" not in figure for figure in publication.figures)
    assert publication.rows == []


def test_a_published_figure_can_be_withdrawn_with_a_reason(province: Province):
    publication = publish(draft("active_estates"))

    with pytest.raises(PublicationRefused):
        step(publication, "withdraw", by="rais")
    step(publication, "withdraw", by="rais", reason="تعریف روشن نبود")

    assert cleared.publication_of(publication.code) == publication
    assert cleared.corrections()[0].state.state == "WITHDRAWN"
