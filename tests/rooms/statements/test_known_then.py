"""A text is fair if it said what the records held on its day, though they hold something else of that day now."""

from datetime import datetime, timedelta

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.statements import read_claims
from hamahang.domain.statements.judging import Verdict
from hamahang.domain.statements.said import said_in
from hamahang.ledger.recording import recording
from hamahang.statements import queries
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
