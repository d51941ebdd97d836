"""A text is fair if it said what the records held on its day, though they hold something else of that day now."""

from datetime import date, datetime, timedelta

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.statements import read_claims
from hamahang.domain.statements.judging import Verdict
from hamahang.domain.statements.said import said_in
from hamahang.ledger import queries as ledger
from hamahang.ledger.recording import recording
from hamahang.statements import following, queries
from hamahang.statements.actions import keep_statement
from tests import factories
from tests.factories import AT, DAY
from tests.province import TEHRAN

pytestmark = pytest.mark.django_db
SAID_ON = AT.date()


def check(text: str) -> queries.Checked:
    (found,) = queries.check(said_in(read_claims(text, day=SAID_ON)), day=SAID_ON, reach=EVERYTHING, zone=TEHRAN)
    return found


def test_what_was_recorded_after_the_text_is_told_apart_from_what_it_could_know():
    statuses = [factories.unit_status(since_on=DAY) for _ in range(4)]
    with recording(action="tests.voided", by="tests", at=AT + timedelta(days=20), reason="اشتباه بود"):
        statuses[0].void()

    four, three, nine = (check(f"{number} واحد صنعتی فعال است.") for number in ("۴", "۳", "۹"))

    assert (four.judgement.verdict, four.value, four.then) == (Verdict.OVERSTATED, 3, 4)
    assert (three.judgement.verdict, three.then) == (Verdict.SUPPORTED, None)
    assert (nine.judgement.verdict, nine.then) == (Verdict.OVERSTATED, None)


def test_a_day_ends_by_the_clock_of_the_province_in_summer_too():
    statuses = [factories.unit_status(since_on=DAY) for _ in range(4)]
    midnight = datetime(2011, 7, 2, 0, 10, tzinfo=TEHRAN)  # 19:40 UTC, as summer time was still kept
    with recording(action="tests.voided", by="tests", at=midnight, reason="اشتباه بود"):
        statuses[0].void()

    four = check("۴ واحد صنعتی فعال است.")

    assert (four.judgement.verdict, four.value, four.then) == (Verdict.OVERSTATED, 3, 4)


def promised(known_at: datetime | None) -> following.Promise:
    asof = ledger.as_of(day=DAY, known_at=known_at)
    (found,) = following.promises(queries.told(), asof=asof, reach=EVERYTHING)
    return found


def test_a_promise_asked_as_it_was_known_has_the_target_and_the_figure_that_were_known():
    status = factories.unit_status(since_on=DAY)
    commitment = factories.commitment(metric="units_active", due_on=date(2012, 3, 19), baseline=0, baseline_on=DAY)
    target = factories.target(commitment=commitment, county=None, amount=5, since_on=DAY)
    keep_statement(
        text="تا پایان سال ۱۳۹۰ تعداد ۵ واحد صنعتی فعال خواهد شد.", title="گزارش", day=DAY, by="dabir", at=AT
    )
    with recording(action="tests.mended", by="tests", at=AT + timedelta(days=20), reason="اشتباه بود"):
        target.void()
        factories.target(commitment=commitment, county=None, amount=9, since_on=DAY)
        status.void()

    then, now = promised(AT + timedelta(days=10)), promised(None)

    assert (then.checked.bond.target, then.checked.bond.is_same, then.reached.value) == (5, True, 1)
    assert (now.checked.bond.target, now.checked.bond.is_same, now.reached.value) == (9, False, 0)
    assert (then.outcome.target, then.outcome.verified) == (5, 1)
    assert (now.outcome.target, now.outcome.verified) == (9, 0)
