"""Limits of claim classes are dated records: a claim is classed by those of the asked day, in one and in a list."""

from datetime import timedelta
from typing import Any

import pytest

from hamahang.accounts.queries import EVERYTHING
from hamahang.domain.credit.claims import LIMITS, ClaimClass
from hamahang.domain.credit.terms import CreditRefused
from hamahang.domain.flows.workingdays import months_later
from hamahang.domain.ledger import AsOf
from hamahang.ledger import queries as ledger
from hamahang.support import classing, facilities, facility_lists
from hamahang.support.facility_lists import FacilityFilter
from tests.factories import AT
from tests.rooms.support.crediting import START, paid_out

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": "dabir", "at": AT}
CHANGED = months_later(START, 3)


def given(**rest: Any) -> Any:
    said = {"past_due": 1, "overdue": 2, "doubtful": 12, "valid_from": CHANGED, "source": "بخشنامهٔ ۱۲"}
    return classing.set_claim_limits(**(said | rest), **WHO)


def test_without_records_the_limits_are_those_that_held_before() -> None:
    assert classing.claim_limits(AsOf(START)) == list(LIMITS)


def test_a_claim_is_classed_by_the_limits_of_the_day_alone_and_in_a_list() -> None:
    # the first instalment fell due a month after the start
    facility = paid_out()
    given()
    before, after = CHANGED - timedelta(1), months_later(START, 4)

    for day, claim in ((before, ClaimClass.CURRENT), (after, ClaimClass.OVERDUE)):
        asof = AsOf(day)
        assert facilities.standings([facility.pk], asof)[facility.pk].claim is claim
        assert facilities.whole(facility, asof).claim is claim
        for name in ClaimClass:
            listed = facility_lists.lines(asof, EVERYTHING, FacilityFilter(claim=name))
            assert [row.pk for row in listed] == ([facility.pk] if name is claim else [])


def test_what_was_known_before_limits_were_set_is_classed_by_those_before() -> None:
    facility, then = paid_out(), ledger.head()[0]
    limit = given()
    after = months_later(START, 4)

    assert facilities.whole(facility, AsOf(after, None, then)).claim is ClaimClass.PAST_DUE
    classing.take_limits_back(limit=limit, reason="شمارهٔ بخشنامه اشتباه بود", **WHO)
    assert facilities.whole(facility, AsOf(after)).claim is ClaimClass.PAST_DUE


@pytest.mark.parametrize(
    "wrong", [{"past_due": 2}, {"overdue": 12}, {"doubtful": 121}, {"past_due": -1}, {"source": " "}]
)
def test_limits_that_do_not_rise_or_have_no_source_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(CreditRefused):
        given(**wrong)


def test_limits_of_a_day_are_set_once_and_taken_back_with_a_reason() -> None:
    limit = given()
    with pytest.raises(CreditRefused):
        given()
    with pytest.raises(CreditRefused):
        classing.take_limits_back(limit=limit, reason=" ", **WHO)
    classing.take_limits_back(limit=limit, reason="اشتباه", **WHO)

    assert given(past_due=0).past_due == 0
